"""A framework from a Word document: headings, numbered and bulleted lists, typed numbers, and tables of codes and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from lxml import etree

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.docx_safely import WordFile, open_docx
from penholder.pure.formats.outlines.outline_chapters import chapters_among
from penholder.pure.formats.outlines.outline_marks import (
    NO_MARK,
    Habits,
    Mark,
    habits_of,
    in_a_heading,
    marked,
)
from penholder.pure.formats.outlines.outline_tree import Entry, tree_of_entries
from penholder.pure.formats.outlines.word_outline_cells import blocks_of, code_of, is_gone, printed_in
from penholder.pure.formats.outlines.word_outline_fates import FIELDS
from penholder.pure.formats.outlines.word_outline_numbers import Numbered, Numbers
from penholder.pure.formats.outlines.word_outline_own import is_own_edition, read_own_edition
from penholder.pure.formats.outlines.word_outline_places import WordLadder
from penholder.pure.formats.outlines.word_outline_styles import PLAIN, Style, Styles
from penholder.pure.formats.outlines.word_outline_table_lines import Depths
from penholder.pure.formats.outlines.word_outline_tables import (
    all_words,
    cells_with_blocks,
    is_frame,
    lines_of,
)
from penholder.pure.formats.report import ImportReport, Tally, Unreadable, shown
from penholder.pure.formats.word_marked import STRUCK, so_of_struck, struck_in
from penholder.pure.formats.word_text import WORD, line_of, rows_of, text_of
from penholder.pure.tree.statement import Tree

__all__ = ["FIELDS", "read_word_outline"]

_CORE = "docProps/core.xml"


def read_word_outline(data: bytes, *, name: str = "The file") -> tuple[Tree, ImportReport]:
    """The framework in a Word document, tracked changes accepted; raises Unreadable where there is nothing to find."""
    word = open_docx(data, name=name)
    body = word.xml(word.main).find(f"{WORD}body")
    reading = _Reading(word, PurePath(name).stem)
    blocks = [] if body is None else list(blocks_of(body))
    if is_own_edition(blocks, reading.styles):
        title = _about(word, "title") or reading.title
        own = read_own_edition(blocks, reading.styles, reading.tally, title=title)
        reading.tell_notes()
        language = reading.styles.language or _about(word, "language")
        return replace(own, language=language), reading.tally.report()
    entries = list(reading.entries(blocks))
    if all(entry.depth is None for entry in entries):
        raise Unreadable(
            f"{name} has no headings, no lists and no table with codes, so nothing in it can be told to be a statement. "
            "Give its headings Word's heading styles, or paste its text as an outline."
        )
    tree = tree_of_entries(entries, reading.tally, title=reading.title)
    reading.tell_notes()
    return replace(tree, language=reading.styles.language), reading.tally.report()


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph with words in it."""

    where: str
    words: str
    style: Style
    number: Numbered | None


class _Reading:
    def __init__(self, word: WordFile, title: str) -> None:
        self.word = word
        self.title = title
        self.titled = False
        self.tally = Tally()
        self.styles = Styles(_part(word, "styles.xml"))
        self.numbers = Numbers(_part(word, "numbering.xml"), self.styles)
        self.ladder = WordLadder()
        self.habits = Habits()
        self.chapters: dict[etree._Element, Mark] = {}
        self.count = 0
        self.tables = 0

    def entries(self, blocks: list[etree._Element]) -> Iterator[Entry]:
        self.habits = habits_of(map(line_of, _paragraphs(blocks)))
        self.chapters = self._chapters(blocks)
        yield from self._each(blocks)

    def _chapters(self, blocks: list[etree._Element]) -> dict[etree._Element, Mark]:
        """Headings over typed codes in a document that does without Word's headings; a list or a table ends what is above."""
        places: list[etree._Element] = []
        lines: list[tuple[Mark, str]] = []
        for block in blocks:
            words = storable(line_of(block)).strip() if block.tag == f"{WORD}p" else ""
            style = self.styles.of(block) if words else PLAIN
            if style.heading >= 0:
                return {}
            if words and not (style.title or style.contents):
                listed = style.list_id not in {"", "0"}
                places.append(block)
                lines.append((Mark("list"), words) if listed else marked(words, self.habits))
            elif block.tag == f"{WORD}tbl":
                places.append(block)
                lines.append((Mark("table"), ""))
        return {places[place]: mark for place, mark in chapters_among(lines).items()}

    def _each(self, blocks: list[etree._Element]) -> Iterator[Entry]:
        for block in blocks:
            yield from self._paragraph(block) if block.tag == f"{WORD}p" else self._table(block)

    def _paragraph(self, element: etree._Element) -> Iterator[Entry]:
        self.count += 1
        words = storable(line_of(element)).strip()
        style = self.styles.of(element)
        if is_gone(element):
            return
        number = self.numbers.of(element, self.styles)
        if not words:
            return
        paragraph = _Paragraph(f"paragraph {self.count}", words, style, number)
        self._tell_struck(element, paragraph.where)
        if style.contents:
            so = f"“{shown(words)}” was passed over; the headings themselves are read."
            self.tally.note(paragraph.where, "The document has a table of contents.", so)
        elif style.title and not self.titled and number is None:
            self.titled = True
            self.title = words
            self.tally.read += 1
            self.tally.kept += 1
        else:
            yield self._entry(paragraph, self.chapters.get(element))

    def _entry(self, paragraph: _Paragraph, chapter: Mark | None) -> Entry:
        words, number = paragraph.words, paragraph.number
        if paragraph.style.heading >= 0:
            mark, rest = marked(words, in_a_heading(self.habits)) if number is None else (NO_MARK, words)
            typed = bool(mark.code and rest)
            code = mark.code if typed else code_of(number)
            depth = self.ladder.heading(paragraph.style.heading)
            return Entry(paragraph.where, rest if typed else words, depth, code)
        if number is not None:
            return Entry(paragraph.where, words, self.ladder.listed(number, words), code_of(number))
        if chapter is not None:
            return Entry(paragraph.where, words, self.ladder.typed(chapter, words))
        mark, rest = marked(words, self.habits)
        if mark != NO_MARK and rest:
            return Entry(paragraph.where, rest, self.ladder.typed(mark, rest), mark.code)
        if words.endswith(":") or self.ladder.beside_a_stem:
            return Entry(paragraph.where, words, self.ladder.stem())
        return Entry(paragraph.where, words)

    def _table(self, table: etree._Element) -> Iterator[Entry]:
        self.tables += 1
        where = f"table {self.tables}"
        if is_frame(table):
            for cell in cells_with_blocks(table):
                yield from self._each(list(blocks_of(cell)))
            return
        printed = printed_in(table, self.numbers, self.styles)
        self._tell_struck(table, where)
        lines = lines_of(table, where, self.tally, printed)
        if lines is None:
            self._leave_out(table, where)
            return
        depths = Depths(self.ladder.depth)
        for line in lines:
            place = f"{where}, row {line.row}"
            if line.loose:
                yield Entry(place, storable(line.text))
                continue
            yield Entry(
                place,
                storable(line.text),
                depths.of(line),
                storable(line.code.rstrip(".")),
                storable(line.notes),
                storable(line.kind),
            )

    def _tell_struck(self, element: etree._Element, where: str) -> None:
        if struck := storable(struck_in(element)).strip():
            self.tally.note(where, STRUCK, so_of_struck(struck))

    def _leave_out(self, table: etree._Element, where: str) -> None:
        """Every row that says something is counted; all of them are told as one."""
        rows = [row for row in rows_of(table) if text_of(row)]
        if rows:
            so = "No column of it can be told to hold statements; it was left out."
            raw = storable(all_words(table))
            self.tally.read += len(rows)
            self.tally.left_out += len(rows) - 1
            self.tally.leave_out(where, "A table could not be understood.", so, raw=raw)

    def tell_notes(self) -> None:
        """Footnotes and the like stand in parts of their own, which are not read."""
        for part in ("footnotes", "endnotes", "comments"):
            root = _part(self.word, f"{part}.xml")
            words = [] if root is None else [storable(line_of(one)).strip() for one in root.iter(f"{WORD}p")]
            if any(words):
                raw = "\n".join(filter(None, words))
                so = f"{sum(map(bool, words))} paragraphs were left out."
                self.tally.leave_out(
                    "the whole file", f"The document has {part}.", so, counted=False, raw=raw
                )


def _paragraphs(blocks: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Those of the document itself and those in tables that are only a frame around text."""
    for block in blocks:
        if block.tag == f"{WORD}p":
            yield block
        elif is_frame(block):
            for cell in cells_with_blocks(block):
                yield from _paragraphs(blocks_of(cell))


def _about(word: WordFile, what: str) -> str:
    """The title or the language among the properties of the document."""
    root = word.xml(_CORE) if _CORE in word.parts else None
    return "" if root is None else storable(root.findtext(f"{{*}}{what}") or "").strip()


def _part(word: WordFile, ending: str) -> etree._Element | None:
    part = next((one for one in word.related(word.main).values() if one.endswith(f"/{ending}")), "")
    return word.xml(part) if part in word.parts else None
