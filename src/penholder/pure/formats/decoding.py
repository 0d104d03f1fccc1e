"""Bytes of a text file into text, whatever programme saved them.

Spreadsheets still save in the encoding of the machine they run on. Guessing wrongly turns an é into Ã©, so the guess
is always told to the person who brought the file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from penholder.pure.formats.report import Unreadable

LARGEST_TEXT_FILE = 50 * 1024 * 1024

WINDOWS_1252 = "Windows-1252"

MARK = "\ufeff"
"""The byte order mark, as a character."""
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8 with a byte order mark"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_ARCHIVE, _PACKED = "a zip archive, or a Word or Excel file", "a gzip archive"
_OLD_OFFICE, _RICH_TEXT = "an old Word or Excel file, or one with a password", "a rich text file (.rtf)"
_PDF, _PICTURE = "a PDF", "a picture"
_OTHER_FILES = (
    (b"PK\x03\x04", _ARCHIVE),
    (b"%PDF", _PDF),
    (b"\xd0\xcf\x11\xe0", _OLD_OFFICE),
    (b"{\\rtf", _RICH_TEXT),
    (b"\x1f\x8b", _PACKED),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
)


@dataclass(frozen=True, slots=True)
class _Ways:
    """How what was hoped for is made by hand: what a sheet and a document are saved as, and where words are copied to."""

    saved_as: str
    document: str
    copied: str


_PLAIN = _Ways("plain text (.txt)", "plain text (.txt)", "a plain file")
_BY_HAND: Mapping[str, _Ways] = {
    "a framework": _Ways(".xlsx or .docx", ".docx", "a plain file or a Word document"),
    "a Word file, a CSV file or an issue list": _Ways(
        ".docx or CSV", ".docx", "a Word document or a spreadsheet"
    ),
    "a CSV file": _Ways("CSV", "", "a spreadsheet and save that as CSV"),
    "a plain text": _PLAIN,
    "a text file": _PLAIN,
}
"""What is not named here only a program writes."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def decoded(data: bytes, *, name: str, wanted: str) -> tuple[str, str]:
    """The text and the name of its encoding; ``wanted`` says what kind of file was hoped for, for the sentences."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(f"{name} is empty. Choose the file again, or save it again where it comes from.")
    if len(data) > LARGEST_TEXT_FILE:
        size = len(data) / 1024 / 1024
        raise Unreadable(f"{name} has {size:.0f} MB; at most 50 MB can be read. Split it into smaller files.")
    for start, what in _OTHER_FILES:
        if data.startswith(start):
            raise Unreadable(f"{name} is {what}, not {wanted}. {_what_to_do(what, wanted)}")

    for mark, codec, told in _MARKS:
        if data.startswith(mark):
            text = _by_codec(data[len(mark) :], codec=codec, told=told, name=name)
            return text.lstrip(MARK), told  # what was saved twice may have a second mark, which nobody sees
    guessed = _utf_16_without_mark(data)
    if guessed:
        return _by_codec(data, codec=guessed, told="UTF-16", name=name), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _by_codec(data, codec="cp1252", told=WINDOWS_1252, name=name), WINDOWS_1252


def storable(text: str) -> str:
    """The text without the two things no database takes: the null character and halves of a character."""
    return text if text.isascii() and "\0" not in text else _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _what_to_do(what: str, wanted: str) -> str:
    """What a person can do with a file of another sort."""
    ways = _BY_HAND.get(wanted)
    if what == _PACKED:
        return "Unpack it first."
    if ways is None:
        return f"Choose {wanted} instead."
    by_kind = {
        _ARCHIVE: f"Unpack it first, or open it and save it as {ways.saved_as}.",
        _OLD_OFFICE: f"Open it and save it as {ways.saved_as} (if it has a password, without it).",
        _PICTURE: f"Choose the file it was made from, or type its words into {ways.copied}.",
    }
    if what == _RICH_TEXT and ways.document:
        return f"Open it and save it as {ways.document}."
    return by_kind.get(what, f"Copy its text into {ways.copied}.")


def _utf_16_without_mark(data: bytes) -> str:
    """Every second byte of ordinary text in UTF-16 is zero; which one tells the byte order."""
    beginning = data[:400]
    if len(beginning) < 4:  # noqa: PLR2004 - two characters of UTF-16
        return ""
    half = len(beginning) // 2
    if beginning[1::2].count(0) > half * 0.7:
        return "utf-16-le"
    if beginning[0::2].count(0) > half * 0.7:
        return "utf-16-be"
    return ""


def _by_codec(data: bytes, *, codec: str, told: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        sentence = (
            f"{name} cannot be read as text: line {line} has a byte that is neither UTF-8 nor {told}. "
            "Save it again as UTF-8 and try again."
        )
        raise Unreadable(sentence) from fault
