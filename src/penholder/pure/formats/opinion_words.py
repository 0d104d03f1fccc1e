"""What the opinion map says, in sentences and a table that anybody may read: the reading beside the picture.

Everything here is for everybody: numbers of people go through :mod:`~penholder.pure.disclosure`, shares through
:mod:`~penholder.pure.formats.told_shares`. Readers who need every number take the JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from penholder.pure.disclosure import SMALLEST
from penholder.pure.formats.opinion_phrases import Section, about, capital, counted, letter
from penholder.pure.formats.opinion_told import told_findings
from penholder.pure.formats.told_shares import FEWEST_TOLD
from penholder.pure.reading.opinion.findings import Findings
from penholder.pure.reading.opinion.opinion_map import GROUPS, NO_GROUPS, OpinionMap

SHAPES = ("circle", "square", "triangle", "diamond", "cross")
"""The sign of each group, in order; the letter tells groups apart where there are more than signs."""


@dataclass(frozen=True, slots=True)
class Account:
    """The whole reading: what the map is of, its table of groups (heading row first), and what is to be said."""

    title: str
    summary: str
    table: tuple[tuple[str, ...], ...]
    sections: tuple[Section, ...]


def account_of(drawn: OpinionMap, findings: Findings, texts: Mapping[str, str]) -> Account:
    """The reading of a map; ``texts`` are the words of the statements by id, for those that are known."""
    words = _Words(drawn)
    voters = words.voters
    if voters < SMALLEST:
        few = Section("Too few to tell more", (_TOO_FEW,))
        return Account("Opinion map", words.summary(), (), (few, _CANNOT_TELL))
    sections = (words.verdict(), *told_findings(drawn, findings, texts), _CANNOT_TELL)
    return Account("Opinion map", words.summary(), words.table(), sections)


_TOO_FEW = (
    "Fewer than 10 people voted. Whatever was told about so few would tell about single people, so that nothing more is "
    "told here."
)

SLOPE = (
    "No test here can tell groups from a slope: people spread evenly from one end to the other, or some who agree with more of "
    "everything than others do, are cut in two as well. Look whether there is a gap between the groups on the map."
)

_LIMITS = (
    "It knows only the statements that were put, and only those who voted. Who did not vote is not heard in it.",
    "People who stand near each other on the map voted alike. Left, right, up and down have no meaning of their own.",
    (
        "A group is a way of voting, not a kind of person, and nobody has to belong to one. Groups are made from the same "
        "votes by which they are described, so that they differ more here than they would on new statements."
    ),
    SLOPE,
    "To pass is an answer, and is counted among the votes. Not to have seen a statement is none.",
    "How many hold a view does not say how much it matters, nor whether it is right.",
    (
        "“Give or take” says how far chance alone may have put a share wrong. What is listed was held against chance, all "
        "statements together: still about one finding in twenty may be false."
    ),
    (
        "Numbers of people are rounded, and small ones are not told, so that nobody can be found in them. "
        f"Shares of fewer than {FEWEST_TOLD} people are left out."
    ),
)
_CANNOT_TELL = Section("What this cannot tell", (), _LIMITS)


@dataclass(frozen=True, slots=True)
class _Words:
    drawn: OpinionMap

    @property
    def voters(self) -> int:
        return len(np.unique(self.drawn.votes.person))

    def summary(self) -> str:
        votes, voters = self.drawn.votes, self.voters
        _, statements = votes.shape
        out = int(votes.moderated.sum())
        said = f"{capital(about(voters))} people voted on {counted(statements, 'statement')}."
        if not voters:
            said = "Nobody voted on any statement."
        if out:
            said += f" {capital(counted(out, 'statement'))} had been taken out and {'count' if out > 1 else 'counts'} in no way."
        if voters < SMALLEST:
            return said
        inside = int(self.drawn.counted_in.sum())
        return f"{said} {capital(about(inside))} of them were given a place on the map."

    def verdict(self) -> Section:
        kind, k = self.drawn.verdict.kind, self.drawn.verdict.k
        sentences: tuple[str, ...] = (
            f"The people can be parted in {k}, but whether that is more than chance was not tested.",
            "Nothing should be built on these groups.",
        )
        if kind == GROUPS:
            sentences = (f"{capital(counted(k, 'group'))} found.", *self._trials(), *self._sampled())
        elif kind == NO_GROUPS:
            sentences = ("No groups found.", *self._why_none(), *self._sampled(), _NONE_IS_ORDINARY)
        return Section("Are there groups?", sentences)

    def _why_none(self) -> Iterator[str]:
        verdict = self.drawn.verdict
        if verdict.k < 2:  # noqa: PLR2004 - one part is no split
            yield (
                f"However the people are parted, some part has fewer than {verdict.least} of them: so it is where there are "
                "few people, and where nearly everybody votes alike."
            )
            return
        yield f"The best way to part the people would be in {counted(verdict.k, 'part')}."
        yield from self._trials()
        yield "That is not enough to call them groups."

    def _trials(self) -> Iterator[str]:
        verdict = self.drawn.verdict
        if verdict.chance is not None:
            yield (
                "Deal the votes on each statement out anew by chance, so that nobody can stand together: "
                f"{_reached(verdict.chance, verdict.permutations)} such conversations hung together as much as these."
            )
        if verdict.stability is not None:
            yield (
                f"When one vote in five is left out by lot, {_come_back(verdict.stability)} "
                f"(agreement {verdict.stability:.2f}, where 1 is the same and 0 is no better than chance)."
            )

    def _sampled(self) -> Iterator[str]:
        verdict = self.drawn.verdict
        if not verdict.sampled:
            return
        first = f"made with {about(verdict.tested_on)} of the people, drawn by lot"
        if verdict.stability is None:
            yield f"The trial was {first}."
        elif verdict.steadied_on < int(self.drawn.counted_in.sum()):
            yield f"The first trial was {first}, the second with {about(verdict.steadied_on)}."
        else:
            yield f"The first trial was {first}, the second with everybody on the map."

    def table(self) -> tuple[tuple[str, ...], ...]:
        drawn = self.drawn
        if not drawn.sizes:
            return ()
        head = ("group", "sign on the map", "people", "of ten, stay in it when votes are left out")
        rows = []
        for group, size in enumerate(drawn.sizes):
            stayed = drawn.steadiness[drawn.labels == group]
            known = size >= SMALLEST and not np.isnan(stayed).any()
            rows.append(
                (
                    letter(group),
                    SHAPES[group % len(SHAPES)] if size >= SMALLEST else "not drawn",
                    about(size),
                    f"{stayed.mean() * 10:.0f}" if known else "not told",
                )
            )
        return (head, *rows)


_NONE_IS_ORDINARY = (
    "That is an ordinary outcome, and no fault of anybody's. It does not mean that all agree: what they share, and what "
    "some of them hold together, stands below."
)


def _reached(chance: float, made: int) -> str:
    """The share of chance counts the conversation itself among those made."""
    reached = round(chance * (made + 1)) - 1
    return f"{max(reached, 0) or 'none'} of {made:,}"


_NEARLY, _MUCH, _SOMEWHAT = 0.9, 0.75, 0.5


def _come_back(stability: float) -> str:
    if stability >= _NEARLY:
        return "nearly the same ones come back"
    if stability >= _MUCH:
        return "much the same ones come back"
    if stability >= _SOMEWHAT:
        return "similar ones come back, but people near an edge change sides"
    return "different ones come back"
