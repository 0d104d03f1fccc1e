"""What is said when something could not be proven; every message is a sentence for the person who asked."""

from __future__ import annotations


class NotProven(ValueError):
    """A claim did not stand up: the words, the place in the log or the signature do not fit together."""


class Malformed(NotProven):
    """The bytes given are not in the form they should have, so there is nothing to prove yet."""
