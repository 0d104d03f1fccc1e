"""The ISO, IEC and CEN commenting form (2012-03) in, and the same file out again with the observations filled in.

The form's headings stand in the page header, not in the table, so the first row of the table is already a comment. Some
people paste the headings into the table as well; both are read.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from penholder.pure.formats.docx_safely import WordFile, open_docx
from penholder.pure.formats.report import ImportReport, Tally, listed, shown
from penholder.pure.formats.word_rows import COLUMNS, FormRow, form_rows
from penholder.pure.formats.word_text import WORD, line_of

BODY, LINE, CLAUSE, ELEMENT, KIND, COMMENT, PROPOSED, OBSERVATIONS = range(COLUMNS)

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_KINDS = {
    "ge": "ge",
    "te": "te",
    "ed": "ed",
    "gen": "ge",
    "tech": "te",
    "general": "ge",
    "technical": "te",
    "editorial": "ed",
}
_LETTERS_THEN_NUMBER = re.compile(r"(?P<body>[^\W\d_]{2,3}|\*+)(?P<number>\d+)", re.UNICODE)
_NAME_THEN_NUMBER = re.compile(
    r"(?P<body>.*?[^\W\d])[\s\-‑–—_.:/]+(?P<number>\d[\w\-‑–./]*)", re.UNICODE | re.DOTALL
)
_SHORT_BODY = 3
_LONGEST_MARK = 40
_HEADING_WORDS = (
    (BODY, re.compile(r"^\s*(mb|nc|member body|from|who)\b", re.IGNORECASE)),
    (LINE, re.compile(r"\bline\b", re.IGNORECASE)),
    (CLAUSE, re.compile(r"clause", re.IGNORECASE)),
    (ELEMENT, re.compile(r"\b(paragraph|figure|table)\b", re.IGNORECASE)),
    (KIND, re.compile(r"\b(type|kind)\b", re.IGNORECASE)),
    (COMMENT, re.compile(r"^\s*\W*comments?\b", re.IGNORECASE)),
    (PROPOSED, re.compile(r"^\W*proposed\s+change", re.IGNORECASE)),
    (OBSERVATIONS, re.compile(r"\bobservations?\b", re.IGNORECASE)),
)
_ENOUGH_HEADINGS = 4
_LONGEST_HEADING = 80
_COLUMN_NUMBER = re.compile(r"\(?\d\)?")
_LABELS = ("date", "document", "project")


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment as it stands in the form; ``row`` is its place in the table, counted from 1, blank rows included.

    ``body`` is whose comment it is (“DE”); ``external_id`` is the whole mark where it carries a number (“DE-002”).
    ``kind`` is ge, te or ed, or whatever else was written there.
    """

    row: int
    body: str
    line: str = ""
    clause: str = ""
    element: str = ""
    kind: str = ""
    comment: str = ""
    proposed: str = ""
    observations: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class CommentTable:
    """The comments of one file, and what its page header says it is about."""

    rows: tuple[CommentRow, ...]
    document: str = ""
    date: str = ""
    project: str = ""


def read_comment_table(data: bytes, *, name: str = "The file") -> tuple[CommentTable, ImportReport]:
    """The comments in a filled form; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    word = open_docx(data, name=name)
    tally = Tally()
    rows = tuple(_comments(form_rows(word.xml(word.main), name=name), tally))
    tally.kept = len(rows)
    if not rows:
        tally.stop(
            "the table", "No row holds a comment.", "Check that this is the filled form, not the empty one."
        )
    _tell_repeated_marks(rows, tally)
    about = _about(word)
    table = CommentTable(rows, document=about["document"], date=about["date"], project=about["project"])
    return table, tally.report()


def responses_by_body(table: CommentTable) -> tuple[tuple[str, tuple[CommentRow, ...]], ...]:
    """The comments of each body together, in the order in which they stand; bodies in the order of their first one."""
    bodies: dict[str, list[CommentRow]] = {}
    for row in table.rows:
        bodies.setdefault(row.body, []).append(row)
    return tuple((body, tuple(rows)) for body, rows in bodies.items())


def parted_mark(mark: str) -> tuple[str, str]:
    """Whose comment it is, and the whole mark where it carries a number: “DE-002” → (“DE”, “DE-002”)."""
    plain = " ".join(mark.split())
    found = _LETTERS_THEN_NUMBER.fullmatch(plain) or _NAME_THEN_NUMBER.fullmatch(plain)
    body = found["body"].rstrip("-‑–—_.:/ ") if found else plain
    return body.upper() if len(body) <= _SHORT_BODY else body, plain if found else ""


def _comments(rows: tuple[FormRow, ...], tally: Tally) -> Iterator[CommentRow]:
    for row in rows:
        if _is_heading(row):
            continue
        texts = row.texts
        if not any(texts[column] for column in (COMMENT, PROPOSED, OBSERVATIONS)):
            _tell_wordless_row(row, tally)
            continue
        tally.read += 1
        yield _comment(row, tally)


def _tell_wordless_row(row: FormRow, tally: Tally) -> None:
    """A row that holds only a mark was prepared and not used; anything more is told."""
    texts = row.texts
    if any(texts[column] for column in (LINE, CLAUSE, ELEMENT, KIND)):
        what = "A row names a place but says nothing about it."
    elif row.spans_all and texts[BODY]:
        what = "A row runs across the whole table, as a heading does."
    elif len(texts[BODY]) > _LONGEST_MARK:
        what = "A row has words in its first column only."
    else:
        return
    tally.read += 1
    tally.leave_out(
        _where(row), what, "It was left out; if it is a comment, put it in the column for comments."
    )


def _comment(row: FormRow, tally: Tally) -> CommentRow:
    texts = row.texts
    where = _where(row)
    body, external_id = parted_mark(texts[BODY])
    if not body:
        tally.note(
            where, "A comment has no name in its first column.", "It was kept; say whose comment it is."
        )
    kind = _KINDS.get(texts[KIND].strip(" .").casefold(), texts[KIND])
    if kind and kind not in set(_KINDS.values()):
        tally.note(where, "The type of a comment is not ge, te or ed.", f"“{shown(kind)}” was kept as it is.")
    if not texts[COMMENT]:
        tally.note(
            where, "A row has no comment.", "It was kept for the change it proposes, or for its observations."
        )
    return CommentRow(
        row=row.number,
        body=body,
        line=texts[LINE],
        clause=texts[CLAUSE],
        element=texts[ELEMENT],
        kind=kind,
        comment=texts[COMMENT],
        proposed=texts[PROPOSED],
        observations=texts[OBSERVATIONS],
        external_id=external_id,
    )


def _where(row: FormRow) -> str:
    mark = shown(row.texts[BODY])
    return f"row {row.number} ({mark})" if mark else f"row {row.number}"


def _is_heading(row: FormRow) -> bool:
    """Only a row that names both the comment and the proposed change: “Table 1” and “line 5” stand in real comments."""
    texts = row.texts
    named = {
        column
        for column, pattern in _HEADING_WORDS
        if len(texts[column]) <= _LONGEST_HEADING and pattern.search(texts[column])
    }
    if {COMMENT, PROPOSED} <= named and len(named) >= _ENOUGH_HEADINGS:
        return True
    filled = [text for text in texts if text]
    return len(filled) >= _ENOUGH_HEADINGS and all(_COLUMN_NUMBER.fullmatch(text) for text in filled)


def _tell_repeated_marks(rows: tuple[CommentRow, ...], tally: Tally) -> None:
    for mark, times in Counter(row.external_id for row in rows if row.external_id).items():
        if times > 1:
            places = listed(str(row.row) for row in rows if row.external_id == mark)
            tally.note(
                f"rows {places}", "Several comments have the same number.", f"{shown(mark)}: all were kept."
            )


def _about(word: WordFile) -> dict[str, str]:
    """Date, document and project, from the page header or, where somebody put them there, from the page itself."""
    about = dict.fromkeys(_LABELS, "")
    root = word.xml(word.main)
    sources = [*_header_roots(word, root), root]
    for source in sources:
        for paragraph in source.iter(f"{WORD}p"):
            label, colon, value = line_of(paragraph).partition(":")
            key = label.strip().casefold()
            if colon and key in about and value.strip() and not about[key]:
                about[key] = " ".join(value.split())
    return about


def _header_roots(word: WordFile, root: etree._Element) -> Iterator[etree._Element]:
    """The page headers that are printed: the ordinary one first, then the others."""
    related = word.related(word.main)
    references = sorted(
        root.iter(f"{WORD}headerReference"),
        key=lambda reference: reference.get(f"{WORD}type", "") != "default",
    )
    for reference in references:
        part = related.get(str(reference.get(_RELATION_ID, "")), "")
        if part in word.parts:
            yield word.xml(part)
