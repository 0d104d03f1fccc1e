"""How the words of a cell look, for others that are written in their place."""

import copy
from typing import Final

from lxml import etree

from penholder.pure.formats.word_names import WORD
from penholder.pure.formats.word_symbols import symbol_font

_UNSEEN: Final = tuple(
    f"{WORD}{name}"
    for name in (
        *("vanish", "specVanish", "webHidden", "strike", "dstrike", "rStyle"),
        *("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"),
    )
)
"""What would hide words or strike them through, take a tracked change over to them, or show them as a prompt."""


def look_of(cell: etree._Element) -> tuple[etree._Element | None, etree._Element | None]:
    """The properties of its first paragraph and of its first run, without what would make other words hard to read."""
    paragraph = next(cell.iter(f"{WORD}p"), None)
    run = next(cell.iter(f"{WORD}r"), None)
    look = None if paragraph is None else _fit(paragraph.find(f"{WORD}pPr"))
    letters = None if run is None else _fit(run.find(f"{WORD}rPr"))
    if letters is not None and symbol_font(letters):
        for fonts in list(letters.iterchildren(f"{WORD}rFonts")):
            letters.remove(fonts)
    return look, letters


def _fit(properties: etree._Element | None) -> etree._Element | None:
    if properties is None:
        return None
    fit = copy.deepcopy(properties)
    for unseen in list(fit.iter(*_UNSEEN)):
        above = unseen.getparent()
        if above is not None:
            above.remove(unseen)
    return fit
