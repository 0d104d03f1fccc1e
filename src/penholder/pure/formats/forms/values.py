"""What stands in a Word form, as values: paragraphs and tables in their order, boxes, fields, headers, footers and notes.

Every word of the document is in exactly one ``text``. Boxes, fields and nested tables say where in it they stand, so
that nothing has to be told twice to be told whole. What there is one of for every cell is a named tuple, which takes half
the time of a frozen dataclass to make.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

BoxKind = Literal["control", "form field", "symbol", "character"]
FieldKind = Literal["text", "choice", "date"]
NoteKind = Literal["footnote", "endnote", "remark"]

TICKED = "☒"
UNTICKED = "☐"


class Box(NamedTuple):
    """A box to tick, at ``at`` in the text, where ☒ or ☐ stands for it.

    ``before`` and ``after`` are the words beside it in its own line. ``label`` is one of them where the line leaves no
    doubt which (every box begins its words, or every box ends them), else nothing: no box is given a label by guess.
    """

    ticked: bool
    at: int = 0
    kind: BoxKind = "control"
    name: str = ""
    alias: str = ""
    bookmark: str = ""
    before: str = ""
    after: str = ""
    label: str = ""


class Field(NamedTuple):
    """A place to fill in: what stands in it from ``at`` in the text, and whether that is an answer.

    ``name`` and ``bookmark`` may be empty and may repeat: the place is what identifies a field. ``blocks`` is over how
    many paragraphs it runs where each of them stands by itself.
    """

    kind: FieldKind
    value: str = ""
    answered: bool = False
    at: int = 0
    name: str = ""
    alias: str = ""
    bookmark: str = ""
    blocks: int = 1


class Words(NamedTuple):
    """A paragraph of the document, or all of one cell (a line for each paragraph).

    ``tables`` are those that stand inside, each with its place in the text.
    """

    text: str
    boxes: tuple[Box, ...] = ()
    fields: tuple[Field, ...] = ()
    tables: tuple[tuple[int, "Table"], ...] = ()


class Cell(NamedTuple):
    """One cell on the grid of its table; rows and columns are counted from 0. A merged cell is there once."""

    row: int
    column: int
    span: int
    height: int
    words: Words

    @property
    def text(self) -> str:
        """What stands in it, without the tables inside it."""
        return self.words.text


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells row by row; ``heading_rows`` are those that Word repeats on every page."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    heading_rows: int = 0

    def by_row(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells that begin in each row."""
        rows: list[list[Cell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return tuple(tuple(row) for row in rows)


Block = Words | Table


@dataclass(frozen=True, slots=True)
class Margin:
    """A page header or footer; ``pages`` is “default”, “first” or “even”; ``shown`` is whether any page shows it."""

    kind: Literal["header", "footer"]
    pages: str
    shown: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote, or what somebody remarked in the margin: ``by`` whom, ``on`` which words of the page."""

    kind: NoteKind
    blocks: tuple[Block, ...]
    by: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class WordForm:
    """Everything that can be read on the pages of a Word file."""

    blocks: tuple[Block, ...]
    margins: tuple[Margin, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Every box, in order."""
        return tuple(box for words in words_of(self.blocks) for box in words.boxes)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field that is not a box, in order."""
        return tuple(field for words in words_of(self.blocks) for field in words.fields)


def words_of(blocks: tuple[Block, ...]) -> Iterator[Words]:
    """The words of every paragraph and cell, those of nested tables right after the cell they stand in."""
    for block in blocks:
        if isinstance(block, Words):
            yield block
            yield from words_of(tuple(table for _, table in block.tables))
        else:
            yield from words_of(tuple(cell.words for cell in block.cells))


def all_words(words: Words) -> str:
    """The words of a cell with those of the tables inside it, a line for each of their rows."""
    if not words.tables:
        return words.text
    pieces: list[str] = []
    begin = 0
    for at, table in words.tables:
        pieces.append(words.text[begin:at].strip("\n"))
        pieces.extend("\t".join(all_words(cell.words) for cell in row) for row in table.by_row())
        begin = at
    pieces.append(words.text[begin:].strip("\n"))
    return "\n".join(piece for piece in pieces if piece.strip())
