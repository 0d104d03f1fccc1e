"""Numbers that stand for a person: NHS numbers, National Insurance numbers, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from penholder.pure.reading.names.found import Found, Kind

_BREAK = "[ \\xa0\u2009\u202f.‐‑–-]"
_NHS = re.compile(rf"(?<![\w.,/+-])\d{{3}}{_BREAK}?\d{{3}}{_BREAK}?\d{{4}}(?![\w/]|[-.,]\d)")
_NHS_CUE = re.compile(r"\bNHS(?:[ -](?:number|num|no|id))?\b[^\d\n]{0,12}$", re.IGNORECASE)
_NI = re.compile(
    r"(?<![\w-])([A-Z]{2})[ \xa0-]?\d{2}[ \xa0-]?\d{2}[ \xa0-]?\d{2}(?:[ \xa0-]?[A-D](?![\w-]))?",
    re.IGNORECASE,
)
_NI_CUE = re.compile(r"\b(?:NI|NINO|N\.I\.|national insurance)\b[^\d\n]{0,16}$", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w.,/@=+-])(?:(?:\+|\(\+|00)44\)?[ \xa0.-]?(?:\(0\)[ \xa0.-]?)?|\(?0)"
    rf"\d(?:{_BREAK}?[()]?{_BREAK}?\d){{7,9}}(?![\w/]|[-.]\d)"
)
_ABROAD = re.compile(rf"(?<![\w+.])\+(?!44)[1-9](?:{_BREAK}?\(?\d\)?){{8,13}}(?!\w)")
_CHILDLINE = re.compile(r"(?<![\w.,/@=+-])0800[ \xa0-]?1111(?![\w/]|[-., ]?\d)")
_WITH_A_STROKE = re.compile(r"(?<![\w.,/@=+-])07\d{3}[ ]?/[ ]?\d{3}[ ]?\d{3}(?![\w/]|[-., ]?\d)")
_WITHOUT_NOUGHT = re.compile(
    r"(?<![\w.,/@=+£$€-])7\d{3}(?:[ \xa0-]?\d{6}|[ \xa0-]\d{3}[ \xa0-]\d{3})(?![\w/]|[-., ]?\d)"
)
_PHONE_CUE = re.compile(
    r"\b(?:mobile|phone|telephone|tel|whatsapp|ring|call|text)\b[^\d\n]{0,25}$", re.IGNORECASE
)
_PHONE_SAID_AFTER = re.compile(r"[^\d\n.]{0,40}\bmy (?:mobile|phone|cell)\b", re.IGNORECASE)
_LOOKED_BACK = 40

NHS_LENGTH = 10
_NHS_MODULUS = 11


def nhs_numbers(text: str) -> Iterator[Found]:
    """Ten digits whose last one is the check digit of the others (modulo 11), or that are said to be an NHS number.

    One number in eleven of any sort passes the check by chance.
    """
    for match in _NHS.finditer(text):
        if is_nhs_number(match.group()) or _follows(_NHS_CUE, text, match.start()):
            yield Found(match.start(), match.end(), Kind.NHS_NUMBER)


def is_nhs_number(written: str) -> bool:
    """Whether the ten digits in it agree: 10 × the first + 9 × the second + … + 2 × the ninth + the tenth, modulo 11."""
    digits = [int(sign) for sign in written if sign.isdecimal()]
    if len(digits) != NHS_LENGTH or len(set(digits)) == 1:
        return False
    return (
        sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % _NHS_MODULUS
        == 0
    )


def ni_numbers(text: str) -> Iterator[Found]:
    """Two letters, six digits and A to D; without that last letter only where the text says what it is.

    Prefixes that are never given out count where they are the usual example (QQ).
    """
    for match in _NI.finditer(text):
        whole = match.group()[-1].isalpha()
        next_is_word = text[match.end() : match.end() + 1].isalnum()
        if (
            not next_is_word
            and _is_ni_prefix(match[1].upper())
            and (whole or _follows(_NI_CUE, text, match.start()))
        ):
            yield Found(match.start(), match.end(), Kind.NI_NUMBER)


def phones(text: str) -> Iterator[Found]:
    """Telephone numbers of the United Kingdom, and any other that begins with + and a country.

    A mobile number without its nought only where the words beside it say that it is one.
    """
    for match in _PHONE.finditer(text):
        if _is_national(match.group()):
            start = match.start() + (match.group().startswith("(") and ")" not in match.group())
            yield Found(start, match.end(), Kind.PHONE)
    for pattern in (_ABROAD, _CHILDLINE, _WITH_A_STROKE):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), Kind.PHONE)
    for match in _WITHOUT_NOUGHT.finditer(text):
        if _follows(_PHONE_CUE, text, match.start()) or _PHONE_SAID_AFTER.match(text, match.end()):
            yield Found(match.start(), match.end(), Kind.PHONE)


def _is_national(written: str) -> bool:
    """Whether the digits after the 0 or +44 are as many as a number of that beginning has."""
    digits = "".join(sign for sign in written.replace("(0)", "") if sign.isdecimal())
    national = (
        digits.removeprefix("00").removeprefix("44")
        if "+" in written or digits.startswith("0044")
        else digits[1:]
    )
    if national.startswith(("1", "800")):
        return len(national) in {9, 10}
    return len(national) == 10 and national[0] in "235789"  # noqa: PLR2004 - digits after the 0


def _is_ni_prefix(letters: str) -> bool:
    never = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}
    given = letters[0] not in "DFIQUV" and letters[1] not in "DFIOQUV" and letters not in never
    return given or letters == "QQ"


def _follows(cue: re.Pattern[str], text: str, place: int) -> bool:
    return cue.search(text[max(0, place - _LOOKED_BACK) : place]) is not None
