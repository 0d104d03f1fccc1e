"""The change report as an accessible Word document: real headings and lists, a table with a marked header row."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph

from penholder.pure.formats.changes.report import HEADINGS, ChangeReport, Guess, Told
from penholder.pure.formats.changes.text import MARKS, besides, sizes
from penholder.pure.formats.forms.written_word import storable
from penholder.pure.formats.without_clock import without_clock
from penholder.pure.tree.diff import DifferenceKind

_LEGEND = "Words that were taken out stand in [-these marks-] and are struck through; words that were put in stand in {+these+} and are underlined."


def change_word(report: ChangeReport) -> bytes:
    """The document; the same bytes for the same report."""
    word = Document()
    title = storable(f"What changed: {report.new.title or report.old.title}")
    about = word.core_properties
    about.title, about.language, about.author, about.comments = title[:255], "en", "", ""
    word.add_heading(title, level=1)
    word.add_paragraph(storable(f"From “{report.old.title}” to “{report.new.title}”: {sizes(report)}"))
    for sentence in besides(report):
        word.add_paragraph(sentence)
    _table(word, report)
    for kind in report.counts:
        word.add_heading(HEADINGS[kind], level=2)
        for one in report.told:
            if one.difference.kind is kind:
                _entry(word, one)
    _guesses(word, report.guesses)
    page = io.BytesIO()
    word.save(page)
    return without_clock(page.getvalue())


def _table(word: WordDocument, report: ChangeReport) -> None:
    if not report.told:
        word.add_paragraph("Nothing differs that a reader would see.")
        return
    if any(one.pieces for one in report.told):
        word.add_paragraph(_LEGEND)
    word.add_heading("How many changes of each kind", level=2)
    table = word.add_table(rows=1, cols=2, style="Table Grid")
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "What", "How many"
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  python-docx has no word for it
    for kind, count in report.counts.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = HEADINGS[kind], f"{count:,}"


def _entry(word: WordDocument, one: Told) -> None:
    name = one.about
    under = f" ({one.under})" if one.difference.kind is DifferenceKind.ADDED else ""
    entry = word.add_paragraph(style="List Bullet")
    parts = [part for part in (f"{name}{under}" if name else "", one.sentence) if part]
    entry.add_run(storable("\n".join(parts)))
    if one.pieces:
        _marked(entry, one, begun=bool(parts))


def _marked(entry: Paragraph, one: Told, *, begun: bool) -> None:
    """Each change is said in letters as well as by its look: who listens hears no line through a word."""
    if begun:
        entry.add_run("\n")
    for mark, text in one.pieces:
        run = entry.add_run(storable(MARKS[mark].format(text)))
        run.font.strike = mark == "del" or None
        run.font.underline = mark == "ins" or None


def _guesses(word: WordDocument, guesses: tuple[Guess, ...]) -> None:
    if not guesses:
        return
    word.add_heading("Perhaps the same: please confirm", level=2)
    for one in guesses:
        said = f"Before: {one.old}\nNow: {one.new}\n{one.suggestion.score:.0%} of their words agree."
        word.add_paragraph(storable(said), style="List Bullet")
