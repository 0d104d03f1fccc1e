"""Bytes of a text file into text, whatever programme saved them.

Spreadsheets still save in the encoding of the machine they run on. Guessing wrongly turns an é into Ã©, so the guess
is always told to the person who brought the file.
"""

import re

from penholder.pure.formats.report import Unreadable

LARGEST_TEXT_FILE = 50 * 1024 * 1024

WINDOWS_1252 = "Windows-1252"

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8 with a byte order mark"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_OTHER_FILES = (
    (b"PK\x03\x04", "a zip archive, or a Word or Excel file"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich text file (.rtf)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
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
            raise Unreadable(f"{name} is {what}, not {wanted}. Save it as {wanted} and try again.")

    for mark, codec, told in _MARKS:
        if data.startswith(mark):
            return _by_codec(data[len(mark) :], codec=codec, told=told, name=name), told
    guessed = _utf_16_without_mark(data)
    if guessed:
        return _by_codec(data, codec=guessed, told="UTF-16", name=name), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _by_codec(data, codec="cp1252", told=WINDOWS_1252, name=name), WINDOWS_1252


def storable(text: str) -> str:
    """The text without the two things no database takes: the null character and halves of a character."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


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
