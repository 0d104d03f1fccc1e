"""What leads to a person on the net: e-mail addresses, web addresses, handles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from penholder.pure.reading.names.found import Found, Kind

_LOCAL = r"(?<![\w.%+'’-])(?!['’.-])[\w.%+'’-]{1,64}"
_EMAIL = re.compile(_LOCAL + r"@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,6}[^\W\d_]{2,24}(?![\w-])")
_SPELT_EMAIL = re.compile(
    _LOCAL
    + r"\s?[(\[{]\s?at\s?[)\]}]\s?[\w-]{1,63}(?:(?:\.|\s?[(\[{]\s?dot\s?[)\]}]\s?|\sdot\s)[\w-]{2,63}){1,5}",
    re.IGNORECASE,
)
_AT_LENGTH = re.compile(
    r"(?<![\w.%+'’-])(?P<local>[\w%+-]{1,64}(?:(?:\.|[ ]dot[ ])[\w%+-]{1,64}){0,4})"
    r"[ ]at[ ](?:[a-z0-9-]{2,63}(?:[ ]dot[ ][a-z0-9-]{2,63}){0,2}[ ]dot[ ](?:com|org|net|info|uk|ie|eu|scot|wales|cymru)"
    r"|(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|aol|live|btinternet|protonmail)\.(?:com|co\.uk))(?![\w@-]|\.\w)",
    re.IGNORECASE,
)
_OF_A_PERSON = re.compile(r"[^\W\d_](?:\.|[ ]dot[ ]|_)[^\W\d_]", re.IGNORECASE)
_MAIL_CUE = re.compile(
    r"\b(?:e-?mail|mail|address|write to me|reach me|contact me)\b[^.\n]{0,25}$", re.IGNORECASE
)
_LOOKED_BACK = 45
_URL = re.compile(
    r"(?<!\w)(?:https?|ftp)://[^\s<>\"“”«»|\\^`{}]{1,2000}|(?<![\w.@/])www\.[^\s<>\"“”«»|\\^`{}]{3,2000}",
    re.IGNORECASE,
)
_ENDS = "com|org|net|info|biz|eu|ie|scot|wales|cymru|london|social|uk"
_BARE_URL = re.compile(
    rf"(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,5}}(?:{_ENDS})(?:/[^\s<>\"“”«»|\\^`{{}}]{{0,2000}})?(?![\w@-]|\.\w)"
)
_LOUD_URL = re.compile(
    r"(?<![\w@./-])(?!(?:ASP|ADO|VB|VS)\.NET)(?:[A-Z0-9][A-Z0-9-]{0,62}\.){1,5}(?:COM|ORG|NET|ORG\.UK|CO\.UK|NHS\.UK|GOV\.UK|AC\.UK)"
    r"(?:/[^\s<>\"“”«»|\\^`{}]{0,2000})?(?![\w@-]|\.\w)"
)
_SHORT_URL = re.compile(
    r"(?<![\w@./-])(?:bit\.ly|youtu\.be|goo\.gl|forms\.gle|t\.co|t\.me|wa\.me|fb\.me|m\.me|ow\.ly|is\.gd|buff\.ly|rb\.gy"
    r"|tiny\.cc|cutt\.ly|linktr\.ee|lnkd\.in|discord\.gg|instagr\.am|mailchi\.mp|amzn\.to)/[^\s<>\"“”«»|\\^`{}]{1,2000}",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"(?<![\w@./&=+-])@(?=\w{0,29}[^\W\d_])[^\W\d]\w{1,29}(?:@[A-Za-z0-9.-]{3,80}[A-Za-z]|(?:[.-]\w{1,30}){0,2})(?![\w@])"
)
_TRAILING = ".,;:!?'’)]…"
_PLACES = frozenset(
    {
        "home",
        "work",
        "school",
        "college",
        "least",
        "most",
        "the",
        "this",
        "that",
        "night",
        "lunch",
        "all",
        "my",
    }
)


def emails(text: str) -> Iterator[Found]:
    """E-mail addresses, also those spelt out: “jo (at) example.org”, “jo dot smith at example dot org”.

    Without brackets “at” is an ordinary word: there the part before it must look like a name, or the words before say what
    follows.
    """
    if "@" not in text and "at" not in text.casefold():
        return
    for pattern in (_EMAIL, _SPELT_EMAIL):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), Kind.EMAIL)
    for match in _AT_LENGTH.finditer(text):
        if _OF_A_PERSON.search(match["local"]) or _MAIL_CUE.search(
            text[max(0, match.start() - _LOOKED_BACK) : match.start()]
        ):
            yield Found(match.start(), match.end(), Kind.EMAIL)


def urls(text: str) -> Iterator[Found]:
    """Web addresses; a bare one only where its last part is a common one, for “tired.then” is none.

    Well-known short hosts (“bit.ly/…”) count with what leads on from them.
    """
    for pattern in (_URL, _BARE_URL, _LOUD_URL, _SHORT_URL):
        for match in pattern.finditer(text):
            words = _without_ending(match.group())
            if "." in words or "/" in words:
                yield Found(match.start(), match.start() + len(words), Kind.URL)


def _without_ending(address: str) -> str:
    """The address without what ends the sentence around it; a bracket that it opens itself is its own."""
    end = len(address)
    opened = address.count("(") - address.count(")")
    while end and address[end - 1] in _TRAILING:
        if address[end - 1] == ")":
            if opened >= 0:
                break
            opened += 1
        end -= 1
    return address[:end]


def handles(text: str) -> Iterator[Found]:
    """“@name” as on social media, with or without the server behind it."""
    for match in _HANDLE.finditer(text):
        if match.group()[1:].casefold() not in _PLACES:
            yield Found(match.start(), match.end(), Kind.HANDLE)
