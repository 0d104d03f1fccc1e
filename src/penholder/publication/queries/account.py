"""“You said, we did”: for every statement people spoke about, what was said, decided and changed; and who disagreed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from penholder.consultations.models import Consultation, Publishing, Response
from penholder.decisions.models import Kind
from penholder.frameworks.models import Version
from penholder.frameworks.queries import outline_of
from penholder.frameworks.queries.reading import anchor_of, stem_of
from penholder.listening.models import Point
from penholder.listening.queries import passage_of, points_of, public_gist
from penholder.publication.models import Publication, Reply
from penholder.publication.queries.fates import ChangeShown, Decision, DissentShown, Fate, fates_of
from penholder.pure.tree.statement import Statement, Tree


@dataclass(frozen=True, slots=True)
class PointSaid:
    """One point in public: what it was read as, and its words where their author lets them be shown."""

    gist: str
    words: str


@dataclass(frozen=True, slots=True)
class DecisionSaid:
    """One decision, and how many of the points here it answers."""

    decision: Decision
    points: int


@dataclass(frozen=True, slots=True)
class StatementAccount:
    """A statement, and everything that was said about it and done for it."""

    anchor: str
    code: str
    words: str
    stem: str
    gone: bool
    """Whether the statement was taken out."""
    responses: int
    said: tuple[PointSaid, ...]
    not_shown: int
    """Points whose words their authors want counted, not shown."""
    erased: int
    """Points whose words were erased."""
    decisions: tuple[DecisionSaid, ...]
    changes: tuple[ChangeShown, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """The account in six numbers."""

    responses: int
    points: int
    changed: int
    without_change: int
    declined: int
    not_content: int
    contested: int


@dataclass(frozen=True, slots=True)
class MotionDissents:
    """Those who disagreed with one motion, in their own words."""

    motion: str
    address: str
    dissents: tuple[DissentShown, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What a version owes to those who were asked."""

    publication: Publication
    totals: Totals
    statements: tuple[StatementAccount, ...]
    elsewhere: StatementAccount | None
    """Points that stand on no statement."""
    dissents: tuple[MotionDissents, ...]
    consultations: tuple[Consultation, ...]


def account_of(publication: Publication) -> Account:
    """The account of a version, statement by statement in reading order; what was taken out comes last."""
    points = tuple(points_of(publication.draft))
    fates = fates_of(points)
    tree = outline_of(publication.version)
    by_statement: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        by_statement[point.statement.uid if point.statement else ""].append(point)
    elsewhere = by_statement.pop("", [])
    order = {statement.uid: place for place, (_, statement) in enumerate(tree.walk())}
    uids = sorted(by_statement, key=lambda uid: (order.get(uid, len(order)), uid))
    return Account(
        publication=publication,
        totals=_totals(publication.version, points, fates),
        statements=tuple(_statement(tree, uid, by_statement[uid], fates) for uid in uids),
        elsewhere=_said_and_done(Statement(uid="elsewhere", text=""), elsewhere, fates)
        if elsewhere
        else None,
        dissents=_dissents(fates.values()),
        consultations=tuple(Consultation.objects.filter(draft=publication.draft).order_by("opens_at")),
    )


def said_in_public(points: Iterable[Point]) -> tuple[PointSaid, ...]:
    """What may be shown of the points; each thing said in the same words once."""
    shown: dict[tuple[str, str], PointSaid] = {}
    for point in points:
        gist = public_gist(point)
        words = passage_of(point) if point.answer.response.publishing == Publishing.WORDS else ""
        if gist or words:
            shown.setdefault((gist, words), PointSaid(gist, "" if words == gist else words))
    return tuple(shown.values())


def _statement(tree: Tree, uid: str, points: Sequence[Point], fates: dict[int, Fate]) -> StatementAccount:
    statement = tree.by_uid.get(uid)
    if statement is None:
        asked = points[0].answer.asked
        told = Statement(uid=uid, text=asked.text if asked else "", code=asked.code if asked else "")
        return replace(_said_and_done(told, points, fates), gone=True)
    return _said_and_done(statement, points, fates, stem=stem_of(tree, uid))


def _said_and_done(
    statement: Statement, points: Sequence[Point], fates: dict[int, Fate], *, stem: str = ""
) -> StatementAccount:
    said = said_in_public(points)
    erased = sum(point.erased for point in points)
    hidden = sum(not public_gist(point) for point in points) - erased
    changes = {change.uid: change for point in points for change in fates[point.pk].changes}
    return StatementAccount(
        anchor=anchor_of(statement.uid),
        code=statement.code,
        words=statement.text,
        stem=stem,
        gone=False,
        responses=len({point.answer.response_id for point in points}),
        said=said,
        not_shown=hidden,
        erased=erased,
        decisions=_decisions(fates[point.pk].decision for point in points),
        changes=tuple(changes.values()),
    )


def _decisions(made: Iterable[Decision | None]) -> tuple[DecisionSaid, ...]:
    """The same answer to many points is told once, with their number."""
    grouped: dict[tuple[str, str, str], list[Decision]] = defaultdict(list)
    for decision in made:
        if decision:
            grouped[decision.address, decision.kind, decision.reason].append(decision)
    return tuple(DecisionSaid(decisions[0], len(decisions)) for decisions in grouped.values())


def _totals(version: Version, points: Sequence[Point], fates: dict[int, Fate]) -> Totals:
    responses = Response.objects.filter(consultation__draft=version.draft, withdrawn_at=None).count()
    decided = [fate for fate in fates.values() if fate.decision]
    changed = sum(fate.decision.promises and bool(fate.changes) for fate in decided if fate.decision)
    declined = sum(fate.decision.kind == Kind.DECLINED for fate in decided if fate.decision)
    verdicts = [fate.last_reply.verdict for fate in fates.values() if fate.last_reply]
    return Totals(
        responses=responses,
        points=len(points),
        changed=changed,
        without_change=len(decided) - changed - declined,
        declined=declined,
        not_content=verdicts.count(Reply.Verdict.NOT_CONTENT),
        contested=verdicts.count(Reply.Verdict.NOT_SAID),
    )


def _dissents(fates: Iterable[Fate]) -> tuple[MotionDissents, ...]:
    found: dict[str, MotionDissents] = {}
    for fate in fates:
        decision = fate.decision
        if decision and decision.dissents:
            found.setdefault(
                decision.address, MotionDissents(decision.motion, decision.address, decision.dissents)
            )
    return tuple(found.values())
