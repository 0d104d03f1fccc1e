"""A table while it is read: which column each cell begins in, how wide and how high it is."""

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from penholder.pure.formats.forms.pen import Pen
from penholder.pure.formats.forms.values import Cell, Table, Words
from penholder.pure.formats.word_names import VALUE, WORD, is_on

_WIDEST: Final = 1_000
"""Word has at most 63 columns; a cell that claims to span more than this is taken as one."""
_NO_WORDS: Final = Words("")
_LONGEST_NUMBER: Final = 9
_SPAN: Final = f"{WORD}gridSpan"
_DOWN: Final = f"{WORD}vMerge"
_ACROSS: Final = f"{WORD}hMerge"


@dataclass(slots=True)
class Grid:
    """The cells so far, and the pens of those whose words are not settled yet, by their number."""

    cells: list[Cell] = field(default_factory=list)
    rows: int = 0
    heading_rows: int = 0
    _pens: dict[int, Pen] = field(default_factory=dict)
    _widest: int = 0
    _column: int = 0
    _above: dict[int, int] = field(default_factory=dict)
    _open: dict[int, int] = field(default_factory=dict)
    _last: int = -1
    """The cell to the left, -1 at the beginning of a row."""

    def begin_row(self, properties: etree._Element | None) -> None:
        """``properties`` say in which column it begins, and whether Word repeats it on every page."""
        self._column, self._open, self._last = 0, {}, -1
        if properties is None:
            return
        before = properties.find(f"{WORD}gridBefore")
        if before is not None:
            self._column = _number(before, default=0)
        heading = properties.find(f"{WORD}tblHeader")
        if heading is not None and is_on(heading) and self.heading_rows == self.rows:
            self.heading_rows += 1

    def end_row(self) -> None:
        """What no cell of this row went on is closed."""
        self.rows += 1
        self._above = self._open
        self._widest = max(self._widest, self._column)

    def place(self, properties: etree._Element | None, words: Words = _NO_WORDS) -> bool:
        """The cell that stands next in the row; false if it only goes on another one, above or to the left."""
        span, down, across = 1, "", ""
        for one in properties if properties is not None else ():
            kind = one.tag
            if kind == _SPAN:
                span = max(1, _number(one, default=1))
            elif kind == _DOWN:
                down = str(one.get(VALUE, "continue"))
            elif kind == _ACROSS:
                across = str(one.get(VALUE, "continue"))
        column = self._column
        self._column += span
        cells = self.cells
        if down == "continue" and column in self._above:
            above = self._open[column] = self._last = self._above[column]
            cells[above] = cells[above]._replace(height=cells[above].height + 1)
            return False
        if across == "continue" and self._last >= 0:
            cells[self._last] = cells[self._last]._replace(span=cells[self._last].span + span)
            return False
        self._last = len(cells)
        if down:
            self._open[column] = self._last
        cells.append(Cell(self.rows, column, span, 1, words))
        return True

    def pen_of(self, number: int) -> Pen:
        """To write, or to change, the words of a cell."""
        if number not in self._pens:
            pen = self._pens[number] = Pen()
            pen.pieces.append(self.cells[number].words.text)
        return self._pens[number]

    def table(self) -> Table:
        """The table as it was read."""
        for number, pen in self._pens.items():
            self.cells[number] = self.cells[number]._replace(words=pen.words())
        return Table(self.rows, self._widest, tuple(self.cells), self.heading_rows)


def _number(element: etree._Element, *, default: int) -> int:
    value = str(element.get(VALUE, ""))
    if not (value.isascii() and value.isdecimal() and len(value) <= _LONGEST_NUMBER):
        return default
    return int(value) if int(value) <= _WIDEST else default
