"""Days: above all the day a person was born, which with a place is often enough to know them by.

A day without its year (“on 14 March we met”) gives nobody away and is found only where it is said to be a birthday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from penholder.pure.reading.names.found import Found, Kind

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_TH = r"(?:[ ]?(?:st|[nr]d|th))?"
_YEAR = r"(?:(?:18|19|20)\d\d|['’]?\d\d)"
_NUMERIC = re.compile(r"(?<![\w.,/:-])(\d{1,2})([/.-]|\s/\s)(\d{1,2})\2(\d{4}|\d{2})(?![\w/]|[-.:]\d)")
_ISO = re.compile(r"(?<![\w.,/-])((?:18|19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d|[-/.]\d)")
_DAY_MONTH = re.compile(
    rf"(?<![\w.,/-]){_DAY}{_TH}(?:[ ]of)?[ -]?(?:{_MONTHS})\b\.?,?(?:[ -]?({_YEAR})(?!\w|:\d|[ ]?(?:am|pm|people|of)\b))?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?:{_MONTHS})\.?[ ](?:the[ ])?{_DAY}{_TH}(?!\w|[.:]\d)(?:,?[ ]((?:18|19|20)\d\d)(?!\w))?",
    re.IGNORECASE,
)
_BIRTH_YEAR = re.compile(
    rf"\bborn[ ](?:and[ ]raised[ ])?(?:\w{{1,12}}[ ]){{0,3}}?(?:in|around)[ ](?:(?:early|late)[ ])?((?:{_MONTHS})[ ])?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\bborn\b|\bbirth(?:day|date)?s?\b|\bb-?day\b|\bd\.?[ ]?o\.?[ ]?b\b\.?)[^\d\n]{0,30}$|[(]b\.?[ ]$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s,(–-]{0,3}(?:(?:is|was|being)\b[ ])?(?:(?:my|his|her|their|our|the)[ ]|mum[’']s[ ])?"
    r"(?:d\.?[ ]?o\.?[ ]?b\b|date of birth|birth[ ]?date|birthday)",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"(?:\bv|\bversion|\brelease|\bsection|\bfigure|\bpara(?:graph)?|\bstatement)\.?\s?$", re.IGNORECASE
)
_LOOKED_AROUND = 60
_TWELVE, _LAST_DAY, _FOUR = 12, 31, 4


def dates(text: str) -> Iterator[Found]:
    """Whole dates, as written in figures or words; with the birth of a person beside them, shorter ones too."""
    for match in _NUMERIC.finditer(text):
        yield from _numeric(text, match)
    for match in _ISO.finditer(text):
        if int(match[3]) <= _TWELVE and 1 <= int(match[4]) <= _LAST_DAY and not _names_version(text, match):
            yield _found(text, match)
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for match in pattern.finditer(text):
            one = _found(text, match)
            if match[1] or one.kind is Kind.BIRTH_DATE:
                yield one
    for match in _BIRTH_YEAR.finditer(text):
        yield Found(match.start(1) if match[1] else match.start(2), match.end(), Kind.BIRTH_DATE)


def _numeric(text: str, match: re.Match[str]) -> Iterator[Found]:
    first, second = int(match[1]), int(match[3])
    a_day = min(first, second) >= 1 and min(first, second) <= _TWELVE and max(first, second) <= _LAST_DAY
    if not a_day or _names_version(text, match):
        return
    one = _found(text, match)
    # 3.10.12 may as well be a version or a section: with full stops the year must be whole, or a birth be named.
    if match[2] != "." or len(match[4]) == _FOUR or one.kind is Kind.BIRTH_DATE:
        yield one


def _found(text: str, match: re.Match[str]) -> Found:
    end = match.start() + len(match.group().rstrip(" ,."))
    before = _BEFORE.search(text[max(0, match.start() - _LOOKED_AROUND) : match.start()])
    after = _AFTER.match(text[end : end + _LOOKED_AROUND])
    return Found(match.start(), end, Kind.BIRTH_DATE if before or after else Kind.DATE)


def _names_version(text: str, match: re.Match[str]) -> bool:
    return _VERSION.search(text[max(0, match.start() - 12) : match.start()]) is not None
