"""Shares of people in words for everybody: so coarse that at least five different numbers of people would be told alike.

Whoever knows exactly how many voted still can't work out how many took a side, nor that all or none did. How coarse the
words are depends only on how many voted, never on how they voted, so that the choice of words gives nothing away.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import groupby

from penholder.pure.disclosure.counts import shown_as

SAME_WORDS = 5
"""How many different numbers of people have to be told in the same words."""

FEWEST_TOLD = 20
"""Of fewer people no share is told at all: that a finding is listed would tell nearly everything about it."""

_SCALES = (20, 10, 5)
_HALF = 0.5
_NORMAL = 1.96


def told_share(count: int, of: int) -> str:
    """``count`` out of ``of`` in words, such as “about 85 in 100”; empty for fewer than twenty people."""
    return _words(count, of, _scale(of)) if of >= FEWEST_TOLD else ""


def are_enough(*sizes: int) -> bool:
    """Whether groups of such sizes are surely twenty people together, for all that anybody is told of each size.

    Asked of the sizes as they are, whether something was told would tell a number more exactly than its rounding.
    """
    return sum(shown_as(size).lowest for size in sizes) >= FEWEST_TOLD


def told_shares(one: tuple[int, int], other: tuple[int, int]) -> tuple[str, str]:
    """Two shares, each a count and out of how many, in words that can be compared: both as coarse as the coarser."""
    if min(one[1], other[1]) < FEWEST_TOLD:
        return told_share(*one), told_share(*other)
    scale = min(_scale(one[1]), _scale(other[1]))
    return _words(*one, scale), _words(*other, scale)


def told_margin(of: int) -> str:
    """How far the share among all who might have voted may well lie from the one told: for ``of`` people, whatever it is.

    95 in 100 such ranges hold the truth, if those who voted were drawn by lot; rounded up to five in a hundred.
    """
    return f"give or take {min(50, math.ceil(_NORMAL * 0.5 / math.sqrt(max(of, 1)) * 20) * 5)} in 100"


@cache
def _scale(of: int) -> int:
    """The finest scale on which every wording stands for enough numbers; 0 where there is only more than half, or not."""
    for scale in _SCALES:
        if of >= scale * SAME_WORDS * 2 or _is_coarse_enough(of, scale):
            return scale
    return 0


def _is_coarse_enough(of: int, scale: int) -> bool:
    told = [_words(count, of, scale) for count in range(of + 1)]
    return all(len(list(same)) >= SAME_WORDS for _, same in groupby(told))


def _words(count: int, of: int, scale: int) -> str:
    if not scale:
        return "more than half" if count > of * _HALF else "half or fewer"
    steps = math.floor(count / of * scale + _HALF)
    few, most = _ENDS[scale]
    if steps <= 1:
        return few
    if steps >= scale - 1:
        return most
    if steps * 10 % scale == 0:
        return f"about {steps * 10 // scale} in 10"
    return f"about {steps * 100 // scale} in 100"


_ENDS = {
    20: ("fewer than 1 in 10", "more than 9 in 10"),
    10: ("fewer than 2 in 10", "more than 8 in 10"),
    5: ("fewer than 3 in 10", "at least 7 in 10"),
}
"""On every scale the first two steps are told together, and the last two."""
