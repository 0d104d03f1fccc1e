"""What stands in a comment table that somebody brought: the responses in it, and everything that was odd."""

from __future__ import annotations

from dataclasses import dataclass

from penholder.consultations.models import AskedStatement, Consultation, ReceivedFile
from penholder.consultations.queries.writing import AnswerGiven
from penholder.pure.formats.comment_table import CommentRow, read_comment_table, responses_by_body
from penholder.pure.formats.report import ImportReport, Oddity


@dataclass(frozen=True, slots=True)
class RowRead:
    """One comment of the table, the statement its clause names exactly, and what was odd about it."""

    row: CommentRow
    asked: AskedStatement | None
    odd: tuple[Oddity, ...]

    @property
    def mark(self) -> str:
        return self.row.external_id or f"row {self.row.row}"

    @property
    def place(self) -> str:
        """Where the comment says it belongs, as it was written."""
        return " · ".join(text for text in (self.row.line, self.row.clause, self.row.element) if text)

    @property
    def has_words(self) -> bool:
        return bool(self.row.comment.strip() or self.row.proposed.strip())

    @property
    def given(self) -> AnswerGiven:
        return AnswerGiven(
            text=self.row.comment,
            proposed=self.row.proposed,
            asked=self.asked,
            row=self.row.row,
            external_id=self.row.external_id,
            line=self.row.line,
            clause=self.row.clause,
            element=self.row.element,
            comment_kind=self.row.kind,
        )


@dataclass(frozen=True, slots=True)
class BodyRead:
    """All comments of one body: they come in as one response."""

    name: str
    rows: tuple[RowRead, ...]

    @property
    def given(self) -> tuple[AnswerGiven, ...]:
        return tuple(row.given for row in self.rows if row.has_words)


@dataclass(frozen=True, slots=True)
class TableRead:
    """A whole table, read and not yet taken in."""

    bodies: tuple[BodyRead, ...]
    report: ImportReport

    @property
    def responses(self) -> tuple[BodyRead, ...]:
        """The bodies that said something; one whose rows hold observations only did not."""
        return tuple(body for body in self.bodies if body.given)

    @property
    def comments(self) -> int:
        return sum(len(body.given) for body in self.bodies)

    @property
    def matched(self) -> int:
        """How many comments name the printed code of a statement that was asked about."""
        return sum(answer.asked is not None for body in self.bodies for answer in body.given)


def read_file(file: ReceivedFile) -> TableRead:
    """Read the kept file again; raises ``Unreadable`` with a sentence where it can't be read."""
    table, report = read_comment_table(bytes(file.data), name=file.filename)
    codes = _asked_by_code(file.consultation)
    bodies = tuple(
        BodyRead(name, tuple(RowRead(row, _matched(row, codes), _odd(row, report)) for row in rows))
        for name, rows in responses_by_body(table)
    )
    return TableRead(bodies, report)


def responses_from(read: TableRead) -> tuple[tuple[str, tuple[AnswerGiven, ...]], ...]:
    """Each body with its answers, as they go through the one door."""
    return tuple((body.name, body.given) for body in read.responses)


def _asked_by_code(consultation: Consultation) -> dict[str, AskedStatement]:
    """Statements by printed code; a code printed twice names nothing for certain, so it is left out."""
    by_code: dict[str, AskedStatement] = {}
    twice: set[str] = set()
    for asked in consultation.asked.select_related("statement").exclude(code=""):
        if asked.code in by_code:
            twice.add(asked.code)
        by_code[asked.code] = asked
    return {code: asked for code, asked in by_code.items() if code not in twice}


def _matched(row: CommentRow, codes: dict[str, AskedStatement]) -> AskedStatement | None:
    return codes.get(row.clause.strip()) or codes.get(row.line.strip())


def _odd(row: CommentRow, report: ImportReport) -> tuple[Oddity, ...]:
    here = f"row {row.row}"
    return tuple(odd for odd in report.oddities if odd.where == here or odd.where.startswith(f"{here} ("))
