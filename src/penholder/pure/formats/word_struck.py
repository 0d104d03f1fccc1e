"""Words with a line through them: they stand on the page and are read, but whoever drew the line may have meant to take them back."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from penholder.pure.formats.report import shown
from penholder.pure.formats.word_names import WORD, is_on

STRUCK: Final = "Words are struck through."
_LINES: Final = (f"{WORD}strike", f"{WORD}dstrike")
_DELETED: Final = (f"{WORD}del", f"{WORD}moveFrom")


def so_of_struck(words: str) -> str:
    """What was done about them, for a report."""
    return f"“{shown(words)}” was kept; look in Word whether it was taken back."


def is_struck_through(properties: etree._Element) -> bool:
    """Whether the words of a run have a line through them, by its properties."""
    return any(is_on(line) for line in properties.iterchildren(*_LINES))


def struck_in(element: etree._Element) -> str:
    """Those words of a paragraph or a table that have a line through them."""
    return "".join(_struck(element))


def _struck(element: etree._Element) -> Iterator[str]:
    for line in element.iter(*_LINES):
        properties = line.getparent()
        run = None if properties is None else properties.getparent()
        if run is None or run.tag != f"{WORD}r" or not is_on(line):
            continue
        if next(run.iterancestors(*_DELETED), None) is None:
            yield from (words.text or "" for words in run.iterchildren(f"{WORD}t"))
