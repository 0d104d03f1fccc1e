"""Which numbers about people may be shown to everybody, and how: small ones hidden, the others rounded.

``shown`` is for a number that stands by itself. Tables, whose numbers give one another away, go through
``releases.release``, which shows nothing that it has not proved safe.
"""

from penholder.pure.disclosure.counts import SMALLEST, STEP, shown

__all__ = ["SMALLEST", "STEP", "shown"]
