"""Penholder: a community holds the pen of its own competence frameworks.

The packages are the journey of one comment:
``consultations → listening → decisions → frameworks → publication``, and every step leaves an entry in ``record``.
"""
