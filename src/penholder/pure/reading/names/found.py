"""What was found and where, and which find counts where several cover the same words."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a find is; where two of the same length overlap, the one that stands first here counts."""

    EMAIL = "e-mail"
    URL = "url"
    NHS_NUMBER = "nhs number"
    NI_NUMBER = "ni number"
    PHONE = "phone"
    BIRTH_DATE = "birth date"
    DATE = "date"
    POSTCODE = "postcode"
    HANDLE = "handle"
    NAME = "name"
    WARD = "ward"


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """One find: the place of its first character, counted in code points from 0, that after its last, and its kind."""

    start: int
    end: int
    kind: Kind


def settled(finds: Iterable[Found]) -> tuple[Found, ...]:
    """The finds in order, none overlapping another: the longest counts, then the most specific, then the first."""
    ranked = sorted(finds, key=lambda one: (one.start - one.end, _RANK[one.kind], one.start))
    kept: list[Found] = []
    for one in ranked:
        place = bisect.bisect_left(kept, one)
        free_before = place == 0 or kept[place - 1].end <= one.start
        free_after = place == len(kept) or one.end <= kept[place].start
        if free_before and free_after:
            kept.insert(place, one)
    return tuple(kept)


_RANK = {kind: rank for rank, kind in enumerate(Kind)}
