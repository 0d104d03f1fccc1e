"""Words with a line through them, or in colour: they are read as they stand, but whoever marked them meant something by it.

A line may take words back. In “Yes / No” a colour behind one of them, as by a marker pen, may be the answer.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from penholder.pure.formats.report import listed, shown
from penholder.pure.formats.word_names import VALUE, WORD, is_on

STRUCK: Final = "Words are struck through."
HIGHLIGHTED: Final = "Words are highlighted."
_LINES: Final = (f"{WORD}strike", f"{WORD}dstrike")
_COLOUR: Final = f"{WORD}highlight"
_NAMES: Final = {STRUCK: _LINES, HIGHLIGHTED: (_COLOUR,)}
_DELETED: Final = (f"{WORD}del", f"{WORD}moveFrom")


def so_of_struck(words: str) -> str:
    """What was done about them, for a report."""
    return f"“{shown(words)}” was kept; look in Word whether it was taken back."


def so_of_highlighted(words: Sequence[str]) -> str:
    """The same, of all that are highlighted in a file."""
    quoted = listed(f"“{shown(one)}”" for one in words)
    return f"{quoted} {'was' if len(words) == 1 else 'were'} kept; look in Word whether the colour says what was chosen."


def holds_marks(element: etree._Element) -> bool:
    """Whether any words in it are marked. Some programmes say of all words that they are not struck through."""
    return any(map(_is_mark, element.iter(*_LINES, _COLOUR)))


def marks_of(properties: etree._Element) -> tuple[str, ...]:
    """How the words of a run are marked, by its properties: ``STRUCK``, ``HIGHLIGHTED``, both or neither."""
    marks = (STRUCK, HIGHLIGHTED)
    return tuple(how for how in marks if any(map(_is_mark, properties.iterchildren(*_NAMES[how]))))


def struck_in(element: etree._Element) -> str:
    """Those words of a paragraph or a table that have a line through them."""
    return "".join(_marked(element, STRUCK))


def highlighted_in(element: etree._Element) -> str:
    """Those that are highlighted."""
    return "".join(_marked(element, HIGHLIGHTED))


def _is_mark(mark: etree._Element) -> bool:
    if mark.tag == _COLOUR:
        return mark.get(VALUE) not in {None, "none"}
    return is_on(mark)


def _marked(element: etree._Element, how: str) -> Iterator[str]:
    for mark in element.iter(*_NAMES[how]):
        properties = mark.getparent()
        run = None if properties is None else properties.getparent()
        if run is None or run.tag != f"{WORD}r" or not _is_mark(mark):
            continue
        if next(run.iterancestors(*_DELETED), None) is None:
            yield from (words.text or "" for words in run.iterchildren(f"{WORD}t"))
