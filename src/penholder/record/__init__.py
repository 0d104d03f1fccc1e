"""Takes in events. Keeps them as entries of an append-only, signed log. Hands on receipts that anyone can check.

Knows no stage. The only door to its tables is ``actions.append``.
"""
