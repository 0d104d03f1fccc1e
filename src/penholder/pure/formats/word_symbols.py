"""Signs drawn with symbol fonts: a box, a tick, a sign of mathematics, a Greek letter.

Word keeps them as ``w:sym`` with a font and a number, LibreOffice as characters of private use in a run of that font. The
numbers are the fonts' own, at F000 and above.
"""

from sys import maxunicode
from typing import Final

from lxml import etree

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.forms.values import TICKED, UNTICKED
from penholder.pure.formats.word_names import WORD

UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands where a sign is that nobody here can read, so that its place is seen."""

NAMES: Final = (b"Wingdings", b"Symbol")
"""What a part that has runs in a symbol font holds somewhere."""

_WINGDINGS: Final = {
    0xFE: TICKED,
    0xFD: TICKED,
    0x52: "☑",
    0xA8: UNTICKED,
    0x6F: UNTICKED,
    0xFC: "✓",
    0xFB: "✗",
}
_TYPED: Final = {
    0x4A: "☺",
    0x4B: "😐",
    0x4C: "☹",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE7: "⇐",
    0xE8: "⇒",
    0xF3: "⇔",
}
"""Signs of Wingdings that Word makes of what people type: of -->, ==>, <=> and :-)."""
_WINGDINGS_2: Final = {
    **_WINGDINGS,
    0x51: TICKED,
    0x53: TICKED,
    0x54: TICKED,
    0xA3: UNTICKED,
    0x50: "✓",
    0x4F: "✗",
}
_SYMBOL: Final = dict(
    zip(
        (*range(0x20, 0x7F), *range(0xA0, 0xF0), *range(0xF1, 0xFF)),
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
        "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
        strict=True,
    )
)
"""Adobe's Symbol, as Unicode's own table of it has it."""

_PRIVATE: Final = range(0xF000, 0xF100)
"""Where Word puts the signs of a symbol font; some programmes leave this out."""
_LAST_OF_FONT: Final = 0xFF

_FONTS_OF_RUN: Final = f"{WORD}rFonts"
_PLACES: Final = (f"{WORD}ascii", f"{WORD}hAnsi", f"{WORD}cs")


def symbol(font: str, char: str) -> str:
    """What a ``w:sym`` means: ☒, ☑, ☐, ✓, ✗ or a sign; nothing where that is not known."""
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    if code in _PRIVATE or code <= _LAST_OF_FONT:
        return _sign(font, code)
    sign = chr(code) if code <= maxunicode else ""
    return sign if storable(sign) == sign else ""


def symbol_font(properties: etree._Element) -> str:
    """The symbol font of a run by its properties, or nothing."""
    fonts = properties.find(_FONTS_OF_RUN)
    if fonts is None:
        return ""
    named = next((str(fonts.get(place)) for place in _PLACES if fonts.get(place)), "")
    return named if _table(named) else ""


def read_signs(text: str, font: str) -> str:
    """The words of a run in a symbol font.

    Signs of private use are read by the font; typed letters only where they are boxes and ticks, since the font often
    clings to words that were never meant in it.
    """
    return "".join(_typed(char, font) for char in text)


def _typed(char: str, font: str) -> str:
    code = ord(char)
    if code in _PRIVATE:
        return _sign(font, code) or UNKNOWN
    return _table(font).get(code, char) if _is_of_boxes(font) else char


def _sign(font: str, code: int) -> str:
    place = code - _PRIVATE.start if code in _PRIVATE else code
    sign = _table(font).get(place, "")
    return sign or (_TYPED.get(place, "") if font.strip().casefold() == "wingdings" else "")


def _table(font: str) -> dict[int, str]:
    family = font.strip().casefold()
    if family == "symbol":
        return _SYMBOL
    if not _is_of_boxes(family):
        return {}
    return _WINGDINGS_2 if family.endswith("2") else _WINGDINGS


def _is_of_boxes(font: str) -> bool:
    return font.strip().casefold().startswith("wingdings")
