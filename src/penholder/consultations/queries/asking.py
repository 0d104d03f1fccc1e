"""What is asked, of whom and until when; and how the asking is cut into parts that fit a phone and a quarter of an hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce, Least

from penholder.accounts.models import Community
from penholder.consultations.models import AskedStatement, Consultation, Question
from penholder.frameworks.models import Draft, Framework

LONGEST_PART = 12
"""So many statements stand on one page of a respondent's; more would be too much for one sitting."""

WORDS_A_MINUTE = 180
WORDS_A_STATEMENT = 40  # as long as a person takes to think about one and go on


@dataclass(frozen=True, slots=True)
class Window:
    """Whether people can answer now, and when that began and ends or ended."""

    state: Literal["not yet", "open", "closed"]
    opens_at: datetime
    ends_at: datetime

    @property
    def open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement as it is put to a respondent: with the stem it can't be understood without."""

    asked: AskedStatement
    stem: str = ""
    whole_part: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the asking: some statements, the questions, or the last words."""

    number: int
    total: int
    kind: Literal["statements", "questions", "last"]
    title: str
    statements: tuple[Placed, ...] = ()
    questions: tuple[Question, ...] = ()
    sheet: int = 1
    sheets: int = 1

    @property
    def heading(self) -> str:
        return f"{self.title} ({self.sheet} of {self.sheets})" if self.sheets > 1 else self.title


def window_of(consultation: Consultation, at: datetime) -> Window:
    """The window at this moment: the deadline counts unless somebody closed the consultation before it."""
    ends_at = min(consultation.closes_at, consultation.closed_at or consultation.closes_at)
    state: Literal["not yet", "open", "closed"] = "open"
    if consultation.closed_at or at >= consultation.closes_at:
        state = "closed"
    elif at < consultation.opens_at:
        state = "not yet"
    return Window(state, consultation.opens_at, ends_at)


def is_open(consultation: Consultation, at: datetime) -> bool:
    return window_of(consultation, at).open


def said_is_shown(consultation: Consultation, *, reads: bool, at: datetime) -> bool:
    """Whether somebody may see what was said: readers at any time, everybody else once nothing more can be said."""
    return reads or window_of(consultation, at).state == "closed"


def consultations_of(community: Community) -> QuerySet[Consultation]:
    """All consultations with the number of responses, those that end last first."""
    return (
        Consultation.objects.filter(community=community)
        .select_related("community", "draft__framework", "decider")
        .annotate(
            number_of_responses=Count("responses"),
            ends=Least("closes_at", Coalesce("closed_at", "closes_at")),
        )
        .order_by("-ends", "-pk")
    )


def open_on(framework: Framework, at: datetime) -> QuerySet[Consultation]:
    """Consultations on any draft of this framework that people can answer now."""
    return Consultation.objects.filter(
        draft__framework=framework, opens_at__lte=at, closes_at__gt=at, closed_at=None
    ).select_related("community")


def drafts_to_ask_on(community: Community) -> QuerySet[Draft]:
    """Drafts still open, which people can be asked about."""
    drafts = Draft.objects.filter(framework__community=community, became=None)
    return drafts.select_related("framework__community").order_by("framework__title")


def asked_of(consultation: Consultation) -> tuple[AskedStatement, ...]:
    """Every statement as it was put to people, in reading order."""
    return tuple(consultation.asked.select_related("statement").order_by("position"))


def questions_of(consultation: Consultation) -> tuple[Question, ...]:
    return tuple(consultation.questions.order_by("position"))


def minutes_to_read(asked: Sequence[AskedStatement], questions: Sequence[Question]) -> int:
    """About how long reading it all takes, in minutes; never promised as less than two."""
    texts = [each.text for each in asked] + [question.text for question in questions]
    words = sum(len(text.split()) for text in texts)
    return max(2, round((words + WORDS_A_STATEMENT * len(texts)) / WORDS_A_MINUTE))


def parts_of(asked: Sequence[AskedStatement], questions: Sequence[Question]) -> tuple[Part, ...]:
    """The pages of the asking: domain by domain, then the questions, then any other words."""
    sheets = [
        (section.title, number, len(section.sheets), sheet)
        for section in _sections(asked)
        for number, sheet in enumerate(section.sheets, start=1)
    ]
    total = len(sheets) + bool(questions) + 1
    parts = [
        Part(place, total, "statements", title, statements=sheet, sheet=number, sheets=of)
        for place, (title, number, of, sheet) in enumerate(sheets, start=1)
    ]
    if questions:
        parts.append(
            Part(len(parts) + 1, total, "questions", "Questions about the whole", questions=tuple(questions))
        )
    parts.append(Part(len(parts) + 1, total, "last", "Anything else"))
    return tuple(parts)


def part_of_statement(parts: Iterable[Part], uid: str) -> tuple[Part, Placed] | None:
    """Where this statement is asked about, found by its permanent id."""
    for part in parts:
        for placed in part.statements:
            if placed.asked.statement.uid == uid:
                return part, placed
    return None


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    sheets: tuple[tuple[Placed, ...], ...]


@dataclass(frozen=True, slots=True)
class _Node:
    """An asked statement with what stands under it."""

    asked: AskedStatement
    stem: str
    under: tuple[_Node, ...]

    def walk(self) -> Iterator[_Node]:
        yield self
        for node in self.under:
            yield from node.walk()

    @property
    def placed(self) -> Placed:
        return Placed(self.asked, self.stem)


def _sections(asked: Sequence[AskedStatement]) -> Iterator[_Section]:
    """Each domain by itself; statements that stand at the top with nothing under them go together."""
    loose: list[_Node] = []
    for top in _tree(asked):
        if not top.under:
            loose.append(top)
            continue
        if loose:
            yield _Section("Statements", _sheets([(node,) for node in loose]))
            loose = []
        code = f"{top.asked.code}. " if top.asked.code else ""
        units = [unit for child in top.under for unit in _units(child)]
        yield _Section(f"{code}{top.asked.text}", _sheets(units, after=Placed(top.asked, whole_part=True)))
    if loose:
        yield _Section("Statements", _sheets([(node,) for node in loose]))


def _tree(asked: Sequence[AskedStatement]) -> tuple[_Node, ...]:
    """The tree of the asking; a statement whose parent was not asked about stands at the top."""
    known = {each.statement_id: each for each in asked}
    under: dict[int | None, list[AskedStatement]] = {}
    for each in asked:
        under.setdefault(each.parent_id if each.parent_id in known else None, []).append(each)

    def grown(each: AskedStatement, stem: str) -> _Node:
        below = _stem_below(each, stem)
        return _Node(each, stem, tuple(grown(child, below) for child in under.get(each.statement_id, ())))

    return tuple(grown(each, "") for each in under.get(None, ()))


def _stem_below(each: AskedStatement, stem: str) -> str:
    """What is shown above the statements under this one: it, with its own stem while that runs on."""
    if each.depth == 0 and not _runs_on(each.text):
        return ""  # a domain's name stands at the top of the page
    return f"{stem}\n{each.text}" if stem and _runs_on(stem) else each.text


def _units(node: _Node) -> Iterator[tuple[_Node, ...]]:
    """What must not be torn apart: a stem with its sub-points, a short competence; else heading by heading."""
    whole = tuple(node.walk())
    if len(whole) <= LONGEST_PART or (
        _runs_on(node.asked.text) and not any(child.under for child in node.under)
    ):
        yield whole
        return
    first, *rest = (unit for child in node.under for unit in _units(child))
    yield (node, *first)
    yield from rest


def _sheets(
    units: Sequence[tuple[_Node, ...]], after: Placed | None = None
) -> tuple[tuple[Placed, ...], ...]:
    """Units filled into pages in order; a page is longer than it should be only where one unit is."""
    sheets: list[list[Placed]] = [[]]
    for unit in units:
        if sheets[-1] and len(sheets[-1]) + len(unit) > LONGEST_PART:
            sheets.append([])
        sheets[-1].extend(node.placed for node in unit)
    if after:
        sheets[-1].append(after)
    return tuple(map(tuple, sheets))


def _runs_on(text: str) -> bool:
    """A stem: the sentence is not finished, its sub-points finish it."""
    return text.rstrip().endswith((":", "…", "...", "–", "—", ",", ";"))
