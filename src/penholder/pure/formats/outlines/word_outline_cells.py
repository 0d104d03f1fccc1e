"""What a cell of a Word table says: its words, the number Word prints before them, and what is listed under them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.outlines.outline_marks import NO_MARK, Habits, habits_of, marked
from penholder.pure.formats.outlines.word_outline_numbers import Numbered, Numbers
from penholder.pure.formats.outlines.word_outline_places import WordLadder
from penholder.pure.formats.outlines.word_outline_styles import Styles
from penholder.pure.formats.word_text import WORD, cells_of, line_of, rows_of, text_of

_WRAPPERS = frozenset(
    f"{WORD}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)
_BRACKETS = "()[]"


@dataclass(frozen=True, slots=True)
class Point:
    """A paragraph listed in a cell, how deep among its fellows; ``loose`` if it has no place, ``inner`` if it is a table."""

    text: str = ""
    code: str = ""
    depth: int = 0
    loose: bool = False
    inner: etree._Element | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """``text`` is all a cell says and ``shown`` the same with printed numbers; ``points`` are listed under the ``stem``."""

    text: str
    shown: str
    code: str = ""
    stem: str = ""
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph or a table in a cell."""

    words: str = ""
    number: Numbered | None = None
    inner: etree._Element | None = None

    @property
    def shown(self) -> str:
        if self.inner is not None:
            return "\n".join("\t".join(map(text_of, cells_of(row))) for row in rows_of(self.inner))
        return " ".join(filter(None, (self.number.printed.strip() if self.number else "", self.words)))


def blocks_of(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in the order of the document, also those in content controls and insertions."""
    for child in parent:
        if child.tag in {f"{WORD}p", f"{WORD}tbl"}:
            yield child
        elif child.tag in _WRAPPERS:
            yield from blocks_of(child)


def is_gone(paragraph: etree._Element) -> bool:
    """Whether somebody took the whole paragraph out, and its number with it, with changes tracked."""
    gone = paragraph.find(f"{WORD}pPr/{WORD}rPr/{WORD}del") is not None
    return gone and not storable(line_of(paragraph)).strip()


def code_of(number: Numbered | None) -> str:
    """The printed number as a code: without brackets around it and the stop at its end."""
    if number is None:
        return ""
    return storable(number.printed).strip().strip(_BRACKETS).rstrip(".:)").strip()


def printed_in(table: etree._Element, numbers: Numbers, styles: Styles) -> dict[etree._Element, Numbered]:
    """All paragraphs of a table that are in lists, each with its number; it counts those of the tables in its cells too.

    They have to be counted in the order of the document, whatever becomes of them.
    """
    printed: dict[etree._Element, Numbered] = {}
    for row in rows_of(table):
        for cell in cells_of(row):
            for block in blocks_of(cell):
                if block.tag == f"{WORD}tbl":
                    printed.update(printed_in(block, numbers, styles))
                elif not is_gone(block) and (number := numbers.of(block, styles)):
                    printed[block] = number
    return printed


def said_in(cell: etree._Element, printed: Mapping[etree._Element, Numbered]) -> Said:
    """What a cell says; it holds points where several are listed in it, or one under other words, or a table."""
    pieces = list(_pieces(cell, printed))
    text = text_of(cell)
    numbered = any(piece.number for piece in pieces)
    shown = "\n".join(filter(None, (piece.shown for piece in pieces))) if numbered else text
    stem, points = _listed(pieces)
    if stem or len(points) > 1 or any(point.inner is not None for point in points):
        return Said(text, shown, "", stem, points) if points else Said(text, shown)
    code = next((code_of(piece.number) for piece in pieces), "")
    return Said(text, shown, code)


def _pieces(cell: etree._Element, printed: Mapping[etree._Element, Numbered]) -> Iterator[_Piece]:
    for block in blocks_of(cell):
        if block.tag == f"{WORD}tbl":
            yield _Piece(inner=block)
            continue
        piece = _Piece(line_of(block).strip(), printed.get(block))
        if piece.shown:
            yield piece


def _listed(pieces: Sequence[_Piece]) -> tuple[str, tuple[Point, ...]]:
    """The words before what is listed, and what is listed: in a list of Word, with typed marks, or in a table."""
    habits = _typed(pieces)
    ladder = WordLadder()
    stem: list[str] = []
    points: list[Point] = []
    for piece in pieces:
        if piece.inner is not None:
            points.append(Point(inner=piece.inner))
        elif piece.number is not None and piece.words:
            depth = ladder.listed(piece.number, piece.words)
            points.append(Point(piece.words, code_of(piece.number), depth))
        else:
            _read_lines(piece, habits, ladder, stem, points)
    return "\n".join(stem).strip(), tuple(points)


def _read_lines(
    piece: _Piece, habits: Habits | None, ladder: WordLadder, stem: list[str], points: list[Point]
) -> None:
    """The lines of a paragraph that is in no list: words before the list, or points with typed marks."""
    for place, line in enumerate(piece.words.splitlines()):
        mark, rest = (NO_MARK, line) if habits is None else marked(line.strip(), habits)
        if mark != NO_MARK and rest.strip():
            points.append(Point(rest.strip(), mark.code, ladder.typed(mark, rest.strip())))
        elif not points:
            stem.append(line)
        elif place and points[-1].inner is None:
            points[-1] = replace(points[-1], text=f"{points[-1].text}\n{line}")
        elif line.strip():
            points.append(Point(line.strip(), loose=True))


def _typed(pieces: Sequence[_Piece]) -> Habits | None:
    """What a cell shows about typed marks; None where one line alone may begin like one."""
    lines = [line.strip() for piece in pieces if not piece.number for line in piece.words.splitlines()]
    habits = habits_of(lines)
    marks = [mark for mark, rest in (marked(line, habits) for line in lines) if mark != NO_MARK and rest]
    after_stem = bool(marks) and lines[0].endswith(":")
    return habits if len(marks) > 1 or after_stem else None
