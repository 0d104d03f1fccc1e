"""Codes that a spreadsheet took for numbers or for days: 1.10 became 1.1, and 1.2 became 1 February.

What was typed is gone from such a file. Where the codes around it tell what it was, its place is found by that; the code
itself stays as the file has it, and the reader is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from penholder.pure.formats.report import Tally, shown

_NUMBER = re.compile(r"\d{1,9}(?:(?:\.\d{1,9}){0,9}\.?|,\d{1,9})")
_MARK = re.compile("[.,]")
"""Many countries' spreadsheets write the number 1.1 as 1,1."""
_STEPS = 2
"""Excel takes 1.10 for a number, but never 1.1.10."""

_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
    "|märz?|mrz|mai|okt|dez"  # German
    "|janv|févr?|mars|avr|juin|juil|août|déc"  # French
    "|ene|abr|ago|dic|fev"  # Spanish, Portuguese
    "|gen|mag|giu|lug|ott"  # Italian
    r"|mrt|mei|maj)\.?"  # Dutch, Nordic
)
"""In words, as spreadsheets show a day or a month of a year."""

_DAY = re.compile(
    r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?"
    r"|\d{1,2}([./])\d{1,2}\1(?:19|20)\d{2}"
    rf"|\d{{1,2}}(?:[-/ ]|\. ?){_MONTH}"
    rf"|{_MONTH}[-/ ]\d{{2,4}}",
    re.IGNORECASE,
)

_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E[+-]\d{2,3}", re.IGNORECASE)

Parts = tuple[str, ...]


def with_noughts(codes: Mapping[str, str]) -> dict[str, str]:
    """Of codes by row, in the order of the sheet, those that lost a nought at their end, as they must have been.

    A second 1.1 that follows 1.9 was 1.10, unless 1.1.1 or 1.2 comes after it: then they begin again.
    """
    rows = [(uid, _parts(code)) for uid, code in codes.items() if code.strip()]
    found: dict[str, str] = {}
    seen: set[Parts] = set()
    last: dict[Parts, int] = {}
    for place, (uid, parts) in enumerate(rows):
        above, own = parts[:-1], parts[-1:]
        following = rows[place + 1][1] if place + 1 < len(rows) else ()
        whole = str(last[above] + 1) if len(parts) == _STEPS and above in last else ""
        cut = parts in seen and _cut(whole, own) and _goes_on(following, above, whole)
        if cut:
            mark = _MARK.search(codes[uid])
            found[uid] = (mark[0] if mark else ".").join((*above, whole))
        here = (*above, whole) if cut else parts
        seen.add(here)
        last.pop(here, None)
        if here:
            last[above] = int(here[-1])
    return found


def _parts(code: str) -> Parts:
    """The steps of a code that a sheet could have taken for a number; the others have none."""
    code = code.strip()
    return tuple(_MARK.split(code.rstrip("."))) if _NUMBER.fullmatch(code) else ()


def _cut(whole: str, own: Parts) -> bool:
    return whole.endswith("0") and own == (whole.rstrip("0"),)


def _goes_on(following: Parts, above: Parts, whole: str) -> bool:
    """Whether what follows would follow it: 1.11 or 1.10.1 after 1.10, or something of another part."""
    depth = len(above)
    if following[:depth] != above or len(following) == depth:
        return True
    here = (*above, whole)
    return following == (*above, str(int(whole) + 1)) or (
        following[: depth + 1] == here and len(following) > depth + 1
    )


def tell_of_numbers(codes: Mapping[str, tuple[str, str]], tally: Tally) -> None:
    """The places where a code is no longer what was typed; ``codes`` are pairs of the place and the code by row."""
    whole = with_noughts({uid: code for uid, (_, code) in codes.items()})
    for uid, (where, code) in codes.items():
        if uid in whole:
            so = f"“{shown(code)}” is probably {shown(whole[uid])}, of which Excel cut the nought; it was kept as it is."
            tally.note(where, "A code seems to have lost its nought.", so)
        if _DAY.fullmatch(code):
            so = f"Excel makes “{shown(code)}” of a code such as 1.2; it was kept as it is. Type it again as text."
            tally.note(where, "A code is a day.", so)
        elif _SHORTENED.fullmatch(code):
            so = f"Excel makes “{shown(code)}” of a long number or of a code such as 1E5; it was kept as it is. Type it again as text."
            tally.note(where, "A code is a number cut short.", so)
