"""Takes in points. Puts motions to a group under its charter, counts the votes, keeps dissent in the dissenters' words.

Hands on dispositions and enacted changes.
"""
