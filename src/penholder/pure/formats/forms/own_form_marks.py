"""How our own consultation form knows itself again: names of bookmarks, names of controls, digests of our own words.

A form goes through other people's programmes before it comes back. LibreOffice takes away the tags of content controls,
their titles where they hold whole paragraphs, and the mark that says “this is only a placeholder”; bookmarks stay. So
everything that the reader must know is in the names of bookmarks (letters, digits and underscores, at most 40 of them):
which answer stands where, the identifiers that it belongs to (in pieces, as they may be longer), and a digest of each
paragraph that is ours, so that what somebody added to it is told from it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

LONGEST_ALIAS: Final = 64
"""Word refuses a file in which the title of a content control is longer."""
STOP: Final = "ph_stop"
"""Begins the names of the bookmarks where what was written before belongs to no question any more."""

_PIECE: Final = 26
_DIGEST: Final = 12
_SLOT: Final = re.compile(r"ph_(?P<what>[qs])(?P<number>\d{1,6})_(?P<part>[a-z]+)(?P<option>\d{0,3})")
_IDENTITY: Final = re.compile(r"ph_(?P<owner>form|[qs]\d{1,6})_i(?P<place>\d{1,4})_(?P<piece>[a-z0-9_]+)")
_OURS: Final = re.compile(
    rf"ph_(?P<sort>own|ask|opt)\d{{1,6}}_(?P<length>\d{{1,7}})_(?P<digest>[0-9a-f]{{{_DIGEST}}})"
)
_COPIED: Final = re.compile(r"_Copy(_\d+)?$")
_SPACES: Final = re.compile("[ \t\n]+")
_PARTS: Final = frozenset({"label", "words", "choice", "o", "stance", "comment", "proposed"})


def original(name: str) -> str:
    """The name as we wrote it: LibreOffice adds “_Copy_1” where somebody copied what it stands on."""
    return _COPIED.sub("", name)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the form: of question ``number`` (``what`` is “q”) or of the statement in row ``number`` (“s”).

    ``part`` is label, words, choice or o (a tick box, then ``option`` counts from 1); for a statement label, stance,
    comment or proposed.
    """

    what: str
    number: int
    part: str
    option: int = 0

    @property
    def bookmark(self) -> str:
        """The name of its bookmark."""
        return f"ph_{self.what}{self.number}_{self.part}{self.option or ''}"


@dataclass(frozen=True, slots=True)
class Print:
    """How words of ours are known again: their length and digest."""

    length: int
    digest: str

    def parted(self, text: str) -> tuple[str, str] | None:
        """Our words and what somebody wrote before or after them; None where they do not begin or end the text."""
        rest = len(text) - self.length
        if rest < 0:
            return None
        if print_of(text[: self.length]) == self and not _within_a_word(text, self.length):
            return text[: self.length], text[self.length :].strip()
        if print_of(text[rest:]) == self and not _within_a_word(text, rest):
            return text[rest:], text[:rest].strip()
        return None


def print_of(text: str) -> Print:
    """The print of a text; tabs, line breaks and several spaces count as one space, since programmes change them."""
    plain = _SPACES.sub(" ", text.strip())
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
    return Print(len(plain), digest)


def own_mark(sort: str, number: int, text: str) -> str:
    """The name of the bookmark that says: these words are ours (“own”), ask for an answer (“ask”), or are an option (“opt”)."""
    known = print_of(text)
    return f"ph_{sort}{number}_{known.length}_{known.digest}"


def prints_among(names: Iterable[str], sort: str) -> Iterator[Print]:
    """The prints of one sort that these bookmarks carry."""
    for name in names:
        found = _OURS.fullmatch(name)
        if found and found["sort"] == sort:
            yield Print(int(found["length"]), found["digest"])


def slot_called(name: str) -> Slot | None:
    """The place that a bookmark names, or none."""
    found = _SLOT.fullmatch(name)
    if not found or found["part"] not in _PARTS:
        return None
    return Slot(found["what"], int(found["number"]), found["part"], int(found["option"] or 0))


def identity_marks(owner: str, identifier: str) -> tuple[str, ...]:
    """The names of bookmarks that carry an identifier of any length: “form”, “q4” or “s12” is its ``owner``."""
    spelt = "".join(
        chr(byte) if chr(byte) in "abcdefghijklmnopqrstuvwxyz0123456789" else f"_{byte:02x}"
        for byte in identifier.encode("utf-8", "replace")
    )
    pieces = [spelt[start : start + _PIECE] for start in range(0, len(spelt), _PIECE)]
    return tuple(f"ph_{owner}_i{place}_{piece}" for place, piece in enumerate(pieces))


def identities_among(names: Iterable[str]) -> dict[str, str]:
    """The identifiers that bookmarks carry, by owner; one that lost a piece is left out."""
    pieces: dict[str, dict[int, str]] = {}
    for name in names:
        if found := _IDENTITY.fullmatch(name):
            pieces.setdefault(found["owner"], {})[int(found["place"])] = found["piece"]
    whole: dict[str, str] = {}
    for owner, parts in pieces.items():
        spelt = "".join(parts.get(place, "") for place in range(len(parts)))
        if set(parts) == set(range(len(parts))) and (identifier := _unspelt(spelt)):
            whole[owner] = identifier
    return whole


def alias(name: str) -> str:
    """The title of a control, as long as Word allows."""
    plain = " ".join(name.split())
    return plain if len(plain) <= LONGEST_ALIAS else f"{plain[: LONGEST_ALIAS - 1]}…"


def _within_a_word(text: str, place: int) -> bool:
    """Whether a cut here goes through a word: “Carers” is not “Carer” with something added."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _unspelt(spelt: str) -> str:
    if re.sub("_[0-9a-f]{2}", "", spelt).find("_") >= 0:
        return ""
    encoded = re.sub("_([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), spelt).encode("latin-1")
    return encoded.decode("utf-8", "replace")
