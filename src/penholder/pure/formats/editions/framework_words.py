"""Words of a framework made fit to be shown: lines, languages, directions, kinds and addresses, the same in every edition."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal
from urllib.parse import urlsplit

LONGEST_NAME = 200
"""So long may words be and still serve as a heading, or as a name that points at a statement."""

LONGEST_ADDRESS = 2000

Direction = Literal["ltr", "rtl"]

_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSHOWN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_TONGUE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
_KINDS = {
    "isChildOf": "Also stands under",
    "isPeerOf": "Is a peer of",
    "isPartOf": "Is part of",
    "exactMatchOf": "Means the same as",
    "precedes": "Comes before",
    "isRelatedTo": "Is related to",
    "replacedBy": "Was replaced by",
    "exemplar": "Has the example",
    "hasSkillLevel": "Has the skill level",
    "isTranslationOf": "Is a translation of",
    "ext:narrowMatchOf": "Is narrower than",
    "ext:broadMatchOf": "Is broader than",
    "ext:closeMatchOf": "Is close to",
}


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that hold something to see; empty ones only kept others apart, as paragraphs do."""
    return tuple(line for line in shown_words(text).split("\n") if _can_be_seen(line))


def one_line(text: str) -> str:
    """The text in one line; nothing where there is nothing to see."""
    line = " ".join(shown_words(text).split())
    return line if _can_be_seen(line) else ""


def shown_words(text: str) -> str:
    """The text with one kind of line break, and a replacement character where there is what no document can hold."""
    return _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", _BREAKS.sub("\n", text))


def is_short(line: str) -> bool:
    """Whether a line may be a heading as it is."""
    return len(line) <= LONGEST_NAME


def clipped(text: str) -> str:
    """The text in one line, cut after a word where it is too long for a heading."""
    words = text.strip()
    line = one_line(words[: LONGEST_NAME * 2])
    if is_short(line) and len(words) <= LONGEST_NAME * 2:
        return line
    cut = line[:LONGEST_NAME]
    last = cut.rfind(" ")
    return f"{cut[:last] if last > LONGEST_NAME // 2 else cut}…"


def tongue(language: str) -> str:
    """A language as RFC 5646 writes it (“en_GB” is met as well), or nothing where it can't be one."""
    written = language.strip().replace("_", "-")
    return written if len(written) <= 35 and _TONGUE.fullmatch(written) else ""  # noqa: PLR2004 - RFC 5646, 4.4.1


def direction_of(language: str) -> Direction:
    """Which way a language is written, by its script where it names one."""
    first, *rest = language.casefold().split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]  # noqa: PLR2004 - a script has four letters
    right = scripts[0] in _RIGHT_TO_LEFT_SCRIPTS if scripts else first in _RIGHT_TO_LEFT
    return "rtl" if right else "ltr"


def direction(text: str, otherwise: Direction) -> Direction:
    """Which way a line runs: as its first letter does that runs any way at all (the Unicode rule P2)."""
    for letter in text:
        runs = unicodedata.bidirectional(letter)
        if runs == "L":
            return "ltr"
        if runs in {"R", "AL"}:
            return "rtl"
    return otherwise


def kind_in_words(kind: str) -> tuple[str, bool]:
    """What an association says, and whether these words are ours; a kind of somebody's own stays as it was given."""
    given = one_line(kind)
    ours = _KINDS.get(given) or ("" if given else "Is associated with")
    return ours or given, bool(ours)


def address_of(text: str) -> tuple[str, bool]:
    """The address in one line, and whether it may be a link: only one of the web that names nobody's password."""
    address = one_line(text)
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable() or " " in address:
        return address, False
    try:
        parts = urlsplit(address)
        safe = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return address, False
    return address, safe and not set(address) & set('"<>\\^`{|}')


def _can_be_seen(line: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in line)
