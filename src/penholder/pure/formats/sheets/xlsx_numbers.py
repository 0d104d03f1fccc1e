"""A number in a sheet as it is shown: 1.1 under the format “0.00” is the code 1.10, and 45000 may be a day.

Only formats whose meaning is certain are followed; under any other the number is given as it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

_BUILT_IN = {
    "id 1": "0",
    "id 2": "0.00",
    "id 3": "#,##0",
    "id 4": "#,##0.00",
    "id 9": "0%",
    "id 10": "0.00%",
    "id 14": "yyyy-mm-dd",
    "id 15": "yyyy-mm-dd",
    "id 16": "yyyy-mm-dd",
    "id 17": "yyyy-mm-dd",
    "id 18": "hh:mm",
    "id 19": "hh:mm:ss",
    "id 20": "hh:mm",
    "id 21": "hh:mm:ss",
    "id 22": "yyyy-mm-dd hh:mm",
    "id 37": "#,##0",
    "id 38": "#,##0",
    "id 39": "#,##0.00",
    "id 40": "#,##0.00",
    "id 45": "hh:mm:ss",
    "id 46": "hh:mm:ss",
    "id 47": "hh:mm:ss",
}
_AS_STORED = frozenset({"", "general", "@"})
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')
_DIGITS = re.compile(r"^([^0#?]*)([#0?][#0?,]*)(?:\.([0#?]*))?(%?)([^0#?.]*)$")
_DATES = re.compile(r"[ymdhs]", re.IGNORECASE)
_LATEST = 2_958_466
"""The number of the first day that Excel does not know: 1 January of the year 10000."""

_MOST_PLACES = 30
_EXACTLY = Context(prec=3 * _MOST_PLACES)
"""For as many digits before the point and behind it; of itself Python allows 28 in all."""
_LONGEST = 255
"""Of a number or a format; Excel allows no longer ones."""


def as_shown(raw: str, code: str, *, from_1904: bool = False) -> str:
    """The text that a reader of the sheet sees, as far as the format is understood."""
    number = _number(raw) if len(raw) <= _LONGEST else None
    if number is None:
        return raw
    code = _BUILT_IN.get(code, code)
    if len(code) > _LONGEST or code.casefold() in _AS_STORED or code.startswith("id "):
        return plain(number)
    section = _section(code, number)
    letters = _LITERAL.sub("", section)
    if _DATES.search(letters) and not re.search(r"[#0?]", letters.split(".")[0]):
        return _moment(number, letters, from_1904=from_1904) or plain(number)
    return _digits(number, section, signed=code.count(";") == 0) or plain(number)


def plain(number: Decimal) -> str:
    """A number without the noise of its binary form, as a sheet shows it: fifteen digits at most."""
    text = format(float(number), ".15g")
    return text if "e" not in text else text.replace("e+", "E+").replace("e-", "E-")


def _number(raw: str) -> Decimal | None:
    try:
        number = Decimal(raw.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 300 else None  # noqa: PLR2004 - what a float holds


def _section(code: str, number: Decimal) -> str:
    """A format may have one part for positive numbers, one for negative ones and one for zero."""
    parts = code.split(";")
    if number == 0 and len(parts) > 2:  # noqa: PLR2004 - the third part
        return parts[2]
    return parts[1] if number < 0 and len(parts) > 1 else parts[0]


def _digits(number: Decimal, section: str, *, signed: bool) -> str:
    literals: list[str] = []

    def kept_apart(found: re.Match[str]) -> str:
        literals.append(found[1] or found[2] or "")
        return "\x00"

    found = _DIGITS.match(_LITERAL.sub(kept_apart, section))
    if not found:
        return ""
    before, whole, places, percent, after = found.groups(default="")
    if len(places) > _MOST_PLACES or len(whole) > _MOST_PLACES or abs(number.adjusted()) > _MOST_PLACES:
        return ""
    rounded = _rounded(number * (100 if percent else 1), places)
    text = f"{rounded.copy_abs():{',' if ',' in whole else ''}f}"
    integer, _, fraction = text.partition(".")
    fraction = _without_optional_zeros(fraction, places)
    integer = integer.zfill(whole.count("0"))
    sign = "-" if rounded < 0 and signed else ""
    shown = f"{integer}.{fraction}" if fraction else integer
    in_order = iter(literals)
    return f"{sign}{_filled(before, in_order)}{shown}{percent}{_filled(after, in_order)}"


def _rounded(number: Decimal, places: str) -> Decimal:
    """As a sheet rounds what it shows: half away from zero, of the fifteen digits that count."""
    return Decimal(plain(number)).quantize(
        Decimal(1).scaleb(-len(places)), rounding=ROUND_HALF_UP, context=_EXACTLY
    )


def _without_optional_zeros(fraction: str, places: str) -> str:
    needed = len(places.rstrip("#?"))
    return fraction[:needed] + fraction[needed:].rstrip("0")


def _filled(pattern: str, literals: Iterator[str]) -> str:
    return "".join(next(literals, "") if char == "\x00" else char for char in pattern)


def _moment(number: Decimal, letters: str, *, from_1904: bool) -> str:
    """A day, a time or both, in the form that every reader of dates takes; day 60 of 1900 never was."""
    if not 0 <= number < _LATEST:
        return ""
    days = float(number) + (1462 if from_1904 else 0)
    if not from_1904 and days < 60:  # noqa: PLR2004 - Excel believes that 1900 was a leap year
        days += 1
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(days * 86400))  # noqa: DTZ001 - a sheet's days have no zone
    with_day = re.search(r"[yd]", letters, re.IGNORECASE)
    with_time = re.search(r"[hs]", letters, re.IGNORECASE)
    if with_day and not with_time:
        return moment.strftime("%Y-%m-%d")
    clock = moment.strftime("%H:%M:%S" if moment.second or "s" in letters.casefold() else "%H:%M")
    return f"{moment.strftime('%Y-%m-%d')} {clock}" if with_day else clock
