"""One number of people by itself: what may be shown of it, and how much anybody learns from what is shown.

The “10-5 rule” of the United Kingdom's statistics office: fewer than ten are not counted out, and everything else is
rounded to the nearest five. Each number is rounded by itself, totals too, so that no sum gives a hidden part away.

Where the rule is not enough (a hidden number can be worked out from its neighbours), a number is told as a range, made
of whole ranges of the rule, so that a range says nothing but itself: not where in it the number was rounded to.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST = 10
STEP = 5

SMALLEST_BASIS = 20
"""A percentage of fewer people than this is not shown."""

NARROWEST = 10
"""How wide the narrowest of the ranges is that lie fast."""

_FIRST_END = 12  # the numbers up to here are those shown as none, as fewer than 10 and as 10
_ZERO, _HUNDRED = 0, 100


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody sees of a number, and what it lies between for all they know; ``highest`` is None without an end.

    ``rounded`` is what it was rounded to, None where the words are there to keep the number from being known.
    """

    words: str
    lowest: int
    highest: int | None
    rounded: int | None = None

    @property
    def is_hidden(self) -> bool:
        return self.rounded is None

    def takes_in(self, count: int) -> bool:
        """Whether it is what everybody sees of ``count``."""
        return self.lowest <= count and (self.highest is None or count <= self.highest)


NOT_SHOWN = Shown("not shown", 0, None)
NONE = Shown("none", 0, 0, 0)


def shown(count: int) -> str:
    """A number of people, or of what people said, as everybody may see it."""
    return shown_as(count).words


def shown_as(count: int, *, zero_is_told: bool = True) -> Shown:
    """The same with its bounds. Where zero is not told (a sensitive fact), “fewer than 10” takes it in.

    Raises ``ValueError`` for a negative count.
    """
    if count < 0:
        raise ValueError(f"a count can't be {count}")
    if count == 0 and zero_is_told:
        return NONE
    if count < SMALLEST:
        return Shown(f"fewer than {SMALLEST}", 1 if zero_is_told else 0, SMALLEST - 1)
    rounded = (count + STEP // 2) // STEP * STEP
    return Shown(f"{rounded:,}", max(SMALLEST, rounded - STEP // 2), rounded + STEP // 2, rounded)


def finest(lowest: int, highest: int, *, zero_is_told: bool = True) -> tuple[Shown, ...]:
    """All that ``shown_as`` says of the counts from ``lowest`` to ``highest``, in ascending order."""
    found = []
    while lowest <= highest:
        one = shown_as(lowest, zero_is_told=zero_is_told)
        found.append(one)
        lowest = (one.highest or 0) + 1
    return tuple(found)


def together(parts: Sequence[Shown]) -> Shown:
    """One range for all of ``parts``, which follow on each other; a part alone stays what it is."""
    if len(parts) == 1:
        return parts[0]
    lowest, highest = parts[0].lowest, parts[-1].highest
    if highest is None:
        raise ValueError("a range needs an end")
    if lowest == 0 and highest >= SMALLEST:
        return Shown(f"fewer than {highest + 1:,}", lowest, highest)
    return Shown(f"{lowest:,} to {highest:,}", lowest, highest)


def grouped(parts: Sequence[Shown], width: int) -> tuple[tuple[Shown, ...], ...]:
    """``parts`` by the range of ``width`` they are in: up to ``width`` + 2, then each ``width`` wide.

    The ranges of a multiple of ``width`` by two are made of whole ranges of ``width``.
    """
    return tuple(
        tuple(group)
        for _, group in itertools.groupby(parts, key=lambda part: range_around(part.lowest, width))
    )


def range_around(count: int, width: int) -> tuple[int, int]:
    """The lowest and the highest count of the range of ``width`` that ``count`` is in."""
    first_end = _FIRST_END + width - NARROWEST
    if count <= first_end:
        return 0, first_end
    lowest = (count - first_end - 1) // width * width + first_end + 1
    return lowest, lowest + width - 1


def percentage(part: Shown, whole: Shown) -> str:
    """``part`` as a share of ``whole``, from what is shown of both; empty where there is none to be shown.

    Only from two rounded numbers, of at least ``SMALLEST_BASIS`` people, and never 0 or 100: these tell of everybody.
    """
    if not part.rounded or not whole.rounded or whole.rounded < SMALLEST_BASIS:
        return ""
    share = round(100 * part.rounded / whole.rounded)
    return f"{share} %" if _ZERO < share < _HUNDRED else ""
