"""Telling a Word file, text and everything else apart, by what is in a file before what it is called."""

import re
from typing import Final

from penholder.pure.formats.decoding import WINDOWS_1252
from penholder.pure.formats.report import Unreadable

_BLANK: Final = b"\xef\xbb\xbf \t\r\n\0"
_NO_TEXT: Final = re.compile(
    rb"PK(?:[\x03\x05\x07]|\Z)|%PDF|\{\\rtf|\xd0\xcf\x11\xe0|<[!?]|<(?:html|head|body|div|p|table)[\s/>]",
    re.IGNORECASE,
)
_NOISE: Final = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_LOOKED_AT: Final = 10_000
_MOST_NOISE: Final = 0.01


def may_be_text(data: bytes) -> bool:
    """Whether a file is neither a Word file nor one that is told by how it begins; a table may begin with PK or <."""
    start = data[:_LOOKED_AT].lstrip(_BLANK)
    if not start:
        return bool(data.strip(_BLANK))
    is_markup = start.startswith(b"<") and data[-_LOOKED_AT:].rstrip(_BLANK).endswith(b">")
    return not (is_markup or _NO_TEXT.match(start))


def is_named_word(name: str) -> bool:
    """Whether a file is called as Word files are."""
    return name.casefold().endswith((".docx", ".docm", ".dotx"))


def no_word_file(name: str) -> str:
    """What to say of a file that is called so and is none."""
    return f"{name} is not a Word file, though it is named as one. Open it in Word, save it as .docx and try again."


def refuse_noise(text: str, encoding: str, *, name: str) -> None:
    """Refuse what could be decoded only because almost every byte is a letter in some encoding."""
    start = text[:_LOOKED_AT]
    if encoding == WINDOWS_1252 and len(_NOISE.findall(start)) > len(start) * _MOST_NOISE:
        raise Unreadable(
            f"{name} is neither a Word file nor text. Open it where it was made, save it as .docx or CSV and try again."
        )
