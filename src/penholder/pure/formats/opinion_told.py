"""What was found in the votes, in words for everybody: what unites, what groups hold, what divides, what a few hold.

What is withheld is withheld for sizes alone, as everybody is told them, and that it is withheld is said whether or not
there was anything to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from penholder.pure.disclosure import SMALLEST
from penholder.pure.formats.opinion_phrases import Section, about, capital, counted, letter, quoted
from penholder.pure.formats.told_shares import (
    FEWEST_TOLD,
    are_enough,
    told_margin,
    told_share,
    told_shares,
)
from penholder.pure.reading.opinion.findings import Findings
from penholder.pure.reading.opinion.holding import Held
from penholder.pure.reading.opinion.minorities import Minority, Side
from penholder.pure.reading.opinion.opinion_map import OpinionMap
from penholder.pure.reading.opinion.uniting import United
from penholder.pure.reading.opinion.votes import AGREE, DISAGREE

MOST_TOLD = 5
MOST_VIEWS_TOLD = 10


def told_findings(drawn: OpinionMap, findings: Findings, texts: Mapping[str, str]) -> tuple[Section, ...]:
    """A section for each sort of finding; ``texts`` are the words of the statements by id, for those that are known."""
    told = _Told(drawn, findings, texts)
    return (*told.groups_sections(), told.minorities())


@dataclass(frozen=True, slots=True)
class _Told:
    drawn: OpinionMap
    findings: Findings
    texts: Mapping[str, str]

    def groups_sections(self) -> Iterator[Section]:
        yield self._uniting()
        for group, held in enumerate(self.findings.held):
            yield self._holding(group, held)
        if self.drawn.sizes:
            yield self._dividing()

    def _uniting(self) -> Section:
        """What unites every group tells nearly all about a small one, so that then it is said of everybody together.

        And without shares: beside those of the other groups, they would tell about the small one after all.
        """
        findings, sizes = self.findings, self.drawn.sizes
        if not are_enough(len(np.unique(self.drawn.votes.person))):
            return Section(_UNITES, (f"{_TOLD_OF_MORE} What these share is not told.",))
        agreed = [one for one in findings.agreed if one.votes >= FEWEST_TOLD]
        if not sizes:
            first = "More than half of those who voted are at one on these:"
            return _shared((), first, [self._union(one) for one in agreed])
        if not all(map(are_enough, sizes)):
            why = f"{_TOLD_OF_MORE} What unites every group is not told, only what everybody shares together."
            first = "More than half of all who voted are at one on these:"
            return _shared((why,), first, [self._majority(one) for one in agreed])
        votes = findings.groups.votes
        united = [one for one in findings.united if int(votes[:, one.statement].min()) >= FEWEST_TOLD]
        first = "More than half of every group are at one on these:"
        return _shared((), first, [self._union(one) for one in united])

    def _union(self, one: United) -> str:
        share = told_share(one.with_it, one.votes)
        return f"{self._statement(one.statement)}: {share} {_verb(one.side)}, {told_margin(one.votes)}."

    def _majority(self, one: United) -> str:
        return f"{self._statement(one.statement)}: more than half {_verb(one.side)}."

    def _holding(self, group: int, held: tuple[Held, ...]) -> Section:
        name = f"group {letter(group)}"
        heading = f"What {name} holds more than others"
        if not are_enough(self.drawn.sizes[group]):
            return Section(heading, (f"{capital(name)} is too small: what they hold is not told.",))
        if not are_enough(*self._others(group)):
            return Section(heading, ("The others are too few to compare with; that is not told.",))
        told = [one for one in held if self._is_told(one)]
        if not told:
            none = (
                "Nothing can be shown to be held by more than half of them and by fewer others, of what enough people "
                "voted on."
            )
            return Section(heading, (none,))
        points = map(self._holding_more, told[:MOST_TOLD])
        return Section(heading, (), (*points, *_more(len(told) - MOST_TOLD)))

    def _others(self, group: int) -> tuple[int, ...]:
        return tuple(size for other, size in enumerate(self.drawn.sizes) if other != group)

    def _is_told(self, one: Held) -> bool:
        """Whether it may be told at all what the group holds, and on this statement."""
        by_size = are_enough(self.drawn.sizes[one.group]) and are_enough(*self._others(one.group))
        return by_size and one.votes >= FEWEST_TOLD and one.others_votes >= FEWEST_TOLD

    def _holding_more(self, one: Held) -> str:
        ours, theirs = told_shares((one.with_it, one.votes), (one.others_with_it, one.others_votes))
        # With the shares of all other groups known too, that of the others would tell about a small one among them.
        if theirs == ours or not all(map(are_enough, self._others(one.group))):
            theirs = "fewer"
        said = f"{ours} {_verb(one.side)}, {told_margin(one.votes)}; of the others {theirs}"
        return f"{self._statement(one.statement)}: {said}."

    def _dividing(self) -> Section:
        heading = "What divides"
        before: tuple[str, ...] = ()
        if not all(map(are_enough, self.drawn.sizes)):
            before = (
                f"Whether anything divides is told only between groups of more than about {FEWEST_TOLD} people.",
            )
        if sum(map(are_enough, self.drawn.sizes)) < 2:  # noqa: PLR2004 - it takes two
            return Section(heading, before)
        both = [tuple(filter(self._is_told, holders)) for holders in self.findings.divides]
        told = [holders for holders in both if len({one.side for one in holders}) > 1]
        if not told:
            none = "No statement that enough people voted on has one of these groups for it and another against it."
            return Section(heading, (*before, none))
        points = tuple(
            f"{self._statement(holders[0].statement)}: {_parties(holders, AGREE)} for it, {_parties(holders, DISAGREE)} against."
            for holders in told[:MOST_TOLD]
        )
        first = "More than half of one group are for, and more than half of another against:"
        return Section(heading, (*before, first), (*points, *_more(len(told) - MOST_TOLD)))

    def minorities(self) -> Section:
        minorities = self.findings.minorities
        heading = "What a few hold together"
        sentences = [
            "A view counts here whether or not those who share it are a group on the map.",
            "Views of fewer than ten people are not told here.",
        ]
        if minorities.sampled:
            sentences.append(
                f"It was looked for among {about(minorities.counted_on)} of the people, drawn by lot."
            )
        told = [one for one in minorities.found if len(_told_sides(one)) > 1]
        if not told:
            return Section(heading, (*sentences, "No view of more people can be told from chance here."))
        points = map(self._minority, told[:MOST_VIEWS_TOLD])
        return Section(heading, tuple(sentences), (*points, *_more(len(told) - MOST_VIEWS_TOLD)))

    def _minority(self, one: Minority) -> str:
        sides = _told_sides(one)
        said = [f"{_verb(side.side)} with {self._statement(side.statement)}" for side in sides[:3]]
        rest = len(sides) - len(said)
        also = f"; and so on {counted(rest, 'further statement')}" if rest else ""
        return f"{capital(about(len(one.people)))} people mostly {'; '.join(said)}{also}. {_against(sides)}"

    def _statement(self, index: int) -> str:
        one = self.drawn.votes.statements[index]
        text = self.texts.get(one, "")
        return f"{quoted(text)} (statement {quoted(one)[1:-1]})" if text else f"statement {quoted(one)[1:-1]}"


_UNITES = "What unites"
_TOLD_OF_MORE = f"What people share is told only of more than about {FEWEST_TOLD}."


def _shared(before: tuple[str, ...], first: str, points: Sequence[str]) -> Section:
    if not points:
        none = (
            "No statement can be shown to unite more than half of them, of those that enough people voted on."
        )
        return Section(_UNITES, (*before, none))
    return Section(_UNITES, (*before, first), (*points[:MOST_TOLD], *_more(len(points) - MOST_TOLD)))


def _parties(holders: Iterable[Held], side: int) -> str:
    names = [letter(one.group) for one in holders if one.side == side]
    if len(names) == 1:
        return f"group {names[0]} is"
    return f"groups {', '.join(names[:-1])} and {names[-1]} are"


def _told_sides(one: Minority) -> tuple[Side, ...]:
    """Those that ten or more of its holders voted on: so none of a view that fewer than ten hold."""
    return tuple(side for side in one.sides if side.votes >= SMALLEST)


def _against(sides: tuple[Side, ...]) -> str:
    most = all(
        side.others_votes >= FEWEST_TOLD and side.others_with_it * 2 < side.others_votes for side in sides
    )
    return "Most others do not." if most else "Fewer others do."


def _verb(side: int) -> str:
    return "agree" if side == AGREE else "disagree"


def _more(count: int) -> tuple[str, ...]:
    return (f"{count} more.",) if count > 0 else ()
