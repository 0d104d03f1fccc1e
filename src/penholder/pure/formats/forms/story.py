"""One pass over a part of a Word file: its paragraphs, and its tables on their true grid.

Whatever wraps a paragraph, table, row or cell is gone through as if it were not there. libxml2 refuses a file that is
nested more than 256 deep, so walking down cannot go deeper than that.
"""

from collections.abc import Collection, Mapping
from functools import partial

from lxml import etree

from penholder.pure.formats.forms import codes
from penholder.pure.formats.forms.answers import Region
from penholder.pure.formats.forms.codes import CODES
from penholder.pure.formats.forms.grid import Grid
from penholder.pure.formats.forms.pen import START, Mark, Pen, words_of_text
from penholder.pure.formats.forms.runs import WITHOUT_WORDS, Runs, Touched, pens, plain_words
from penholder.pure.formats.forms.values import Block, Table
from penholder.pure.formats.word_names import VALUE, WORD

_BOOKMARKS = frozenset((codes.BOOKMARK, codes.BOOKMARK_END))
_OF_CELL = f"{WORD}tcPr"
_DELETED_CELL = f"{_OF_CELL}/{WORD}cellDel"
_COVERED = "A merged cell has words that Word does not show."
_PARAGRAPH = f"{WORD}p"


class Story(Runs):
    """Reads one part: the document, a header, a footer, a note.

    ``tracked`` is false where the part holds no deletions, which spares looking at every paragraph. ``printed`` is what
    Word prints in cells without words.
    """

    def __init__(
        self,
        told: list[tuple[str, str]],
        *,
        hidden: Collection[str] = (),
        may_hide: bool,
        may_sign: bool,
        tracked: bool,
        pictured: bool = False,
        printed: Mapping[etree._Element, str] | None = None,
    ) -> None:
        super().__init__(told, hidden=hidden, may_hide=may_hide, may_sign=may_sign, pictured=pictured)
        self._tracked = tracked
        self._printed = printed or {}
        self._is_plain = not (tracked or may_sign or self._may_hide)

    def read(self, parent: etree._Element) -> tuple[Block, ...]:
        """Everything that stands under an element, in order."""
        self._page(parent)
        if self._forget_fields():
            self._fields_count = False
            self._blocks.clear()
            self._page(parent)
        return tuple(block.words() if isinstance(block, Pen) else block for block in self._blocks)

    # Paragraphs

    def _page(self, parent: etree._Element) -> None:
        joins = False
        for child in parent:
            code = CODES.get(child.tag, codes.THROUGH)
            if code == codes.PARAGRAPH:
                if not joins:
                    self._pen = Pen()
                    self._blocks.append(self._pen)
                joins = self._paragraph(child)
            elif code == codes.TABLE:
                self._blocks.append(self._table(child))
                joins = False
            elif code == codes.CONTROL:
                self._control(child, self._page, self._new_blocks())
            elif code in _BOOKMARKS:
                self._rarer[code](self, child)
            elif code == codes.EITHER and len(child):
                self._page(child[0])
            elif code == codes.THROUGH:
                self._page(child)

    def _lines(self, parent: etree._Element) -> None:
        """The paragraphs of a cell or a text box: each is a line."""
        joins = False
        for child in parent:
            code = CODES.get(child.tag, codes.THROUGH)
            if code == codes.PARAGRAPH:
                pen = self._pen
                if pen.begun and not joins and not self._quiet:
                    pen.pieces.append("\n")
                pen.begun = True
                joins = self._paragraph(child)
            elif code == codes.TABLE:
                self._pen.tables.append((len(self._pen.pieces), self._table(child)))
            elif code == codes.CONTROL:
                pen, mark = self._pen, self._pen.mark()
                self._control(child, self._lines, partial(_one, pen, mark))
            elif code in _BOOKMARKS:
                self._rarer[code](self, child)
            elif code == codes.EITHER and len(child):
                self._lines(child[0])
            elif code == codes.THROUGH:
                self._lines(child)

    def _paragraph(self, paragraph: etree._Element) -> bool:
        """Read it; true if its end was deleted, so that the next paragraph goes on in the same line."""
        properties = paragraph.find(f"{WORD}pPr") if self._tracked or self._hidden else None
        if properties is None:
            self._inline(paragraph)
            return False
        style = properties.find(f"{WORD}pStyle") if self._hidden else None
        unseen = style is not None and style.get(VALUE) in self._hidden
        self._quiet += unseen
        self._inline(paragraph)
        self._quiet -= unseen
        return self._tracked and properties.find(f"{WORD}rPr/{WORD}del") is not None

    def _new_blocks(self) -> Touched:
        begin = len(self._blocks)
        return lambda: pens(self._blocks[begin:])

    # Tables

    def _table(self, table: etree._Element) -> Table:
        grid, pen = Grid(), self._pen
        self._rows(table, grid)
        self._pen = pen
        return grid.table()

    def _rows(self, parent: etree._Element, grid: Grid) -> None:
        for child in parent:
            code = CODES.get(child.tag, codes.THROUGH)
            if code == codes.ROW:
                properties = child.find(f"{WORD}trPr")
                if properties is None or not self._tracked or properties.find(f"{WORD}del") is None:
                    grid.begin_row(properties)
                    self._cells(child, grid)
                    grid.end_row()
            elif code == codes.CONTROL:
                self._control(child, partial(self._rows, grid=grid), list)
            elif code in _BOOKMARKS:
                self._rarer[code](self, child)
            elif code == codes.THROUGH:
                self._rows(child, grid)

    def _cells(self, parent: etree._Element, grid: Grid) -> None:
        for child in parent:
            code = CODES.get(child.tag, codes.THROUGH)
            if code == codes.CELL:
                self._cell(child, grid)
            elif code == codes.CONTROL:
                self._control(child, partial(self._cells, grid=grid), _new_cells(grid))
            elif code in _BOOKMARKS:
                self._rarer[code](self, child)
            elif code == codes.THROUGH:
                self._cells(child, grid)

    def _cell(self, cell: etree._Element, grid: Grid) -> None:
        if self._tracked and cell.find(_DELETED_CELL) is not None:
            return
        properties, text = _plain_cell(cell)
        if self._printed and cell in self._printed and not (text is None or self._quiet):
            grid.place(properties, words_of_text(self._printed[cell]))
            return
        if text is not None and self._is_plain and not self._quiet:
            if not grid.place(properties, words_of_text(text)) and text.strip():
                self._told.append((_COVERED, text))
            return
        goes_on = not grid.place(properties)
        self._pen = pen = Pen() if goes_on else grid.pen_of(len(grid.cells) - 1)
        floor, self._floor = self._floor, len(self._fields)
        self._lines(cell)
        if self._forget_fields():
            count, self._fields_count = self._fields_count, False
            pen.clear()
            self._lines(cell)
            self._fields_count = count
        self._floor = floor
        if goes_on and (covered := pen.words().text):
            self._told.append((_COVERED, covered))


def _plain_cell(cell: etree._Element) -> tuple[etree._Element | None, str | None]:
    """The properties of a cell; and its words if it holds nothing but paragraphs of words, as most do, else None."""
    properties = None
    lines: list[str] = []
    for child in cell:
        kind = child.tag
        if kind == _PARAGRAPH:
            line = plain_words(child)
            if line is None:
                return properties, None
            lines.append(line)
        elif kind == _OF_CELL:
            properties = child
        elif kind not in WITHOUT_WORDS:
            return properties, None
    return properties, lines[0] if len(lines) == 1 else "\n".join(lines)


def _one(pen: Pen, mark: Mark) -> list[Region]:
    return [(pen, mark)]


def _new_cells(grid: Grid) -> Touched:
    begin = len(grid.cells)
    return lambda: [(grid.pen_of(number), START) for number in range(begin, len(grid.cells))]
