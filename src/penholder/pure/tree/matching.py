"""Which statements of two trees are the same where identifiers do not say it: by words, by place, by code, and by guess.

A file that was typed again, or came through a program that keeps no identifiers, has other uids for the same statements.
The same words are taken for the same statement, where they repeat themselves in the same place, and so is the same code
where most words agree: codes are given anew when a list grows. Anything less is a suggestion for a person to confirm,
with a score.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from penholder.pure.tree.likeness import LIKELY, code_of, likeness, words_of
from penholder.pure.tree.same_statements import same_statements
from penholder.pure.tree.statement import Statement, Tree

How = Literal["code", "words"]

_MOST_WITH_A_WORD = 50
"""A word that stands in more statements than this says nothing about which is meant."""
_MOST_LOOKED_AT = 20
_MOST_COMPARED = 50_000


@dataclass(frozen=True, slots=True)
class Match:
    """A statement of the new tree that is one of the old tree, and how that is known."""

    old: str
    new: str
    how: How


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two statements that may be the same; ``score`` is the share of their words that agree, from 0 to 1."""

    old: str
    new: str
    score: float


@dataclass(frozen=True, slots=True)
class Matches:
    """What was matched where no identifier is shared, and what a person should look at."""

    sure: tuple[Match, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


def matches(old: Tree, new: Tree) -> Matches:
    """Matches by words, place and code where the trees share no identifier; suggestions for what is left over in any case.

    Where identifiers are shared they are believed: two statements of different identity stay two, whatever their code.
    """
    gone = [one for one in old.by_uid.values() if one.uid not in new.by_uid]
    came = [one for one in new.by_uid.values() if one.uid not in old.by_uid]
    now = same_statements(old, new) if len(gone) == len(old.by_uid) else {}
    found = ((one, new.by_uid[now[one.uid]]) for one in gone if one.uid in now)
    sure = tuple(Match(one.uid, other.uid, _how(one, other)) for one, other in found)
    gone = _without(gone, (one.old for one in sure))
    came = _without(came, (one.new for one in sure))
    return Matches(sure, tuple(_suggested(gone, came)))


def adopted(new: Tree, found: Iterable[Match]) -> Tree:
    """The new tree with the old identifiers of what was matched, so that it can be compared by identity."""
    return renamed(new, {match.new: match.old for match in found})


def renamed(tree: Tree, known: Mapping[str, str]) -> Tree:
    """The same tree with other identifiers for some statements."""
    return replace(
        tree,
        statements=tuple(
            replace(one, uid=known.get(one.uid, one.uid), parent=known.get(one.parent, one.parent))
            for one in tree.statements
        ),
        associations=tuple(
            replace(
                one,
                origin=known.get(one.origin, one.origin),
                destination=known.get(one.destination, one.destination),
            )
            for one in tree.associations
        ),
    )


def _how(one: Statement, other: Statement) -> How:
    return "code" if code_of(one) and code_of(one) == code_of(other) else "words"


def _without(statements: Iterable[Statement], uids: Iterable[str]) -> list[Statement]:
    left_out = set(uids)
    return [one for one in statements if one.uid not in left_out]


def _suggested(gone: Sequence[Statement], came: Sequence[Statement]) -> Iterator[Suggestion]:
    """For each statement that went the likeliest that came, each suggested once, the likeliest first."""
    before = {one.uid: words_of(one) for one in gone}
    after = {one.uid: words_of(one) for one in came}
    holding: dict[str, list[str]] = defaultdict(list)
    for uid, words in after.items():
        for word in set(words):
            holding[word].append(uid)
    pairs = ((uid, other) for uid, words in before.items() for other in _candidates(words, holding))
    scored = sorted(
        (
            (score, uid, other)
            for uid, other in itertools.islice(pairs, _MOST_COMPARED)
            if (score := likeness(before[uid], after[other])) >= LIKELY
        ),
        key=lambda one: -one[0],
    )
    taken: set[str] = set()
    for score, uid, other in scored:
        if f"old {uid}" not in taken and f"new {other}" not in taken:
            taken |= {f"old {uid}", f"new {other}"}
            yield Suggestion(uid, other, round(score, 2))


def _candidates(words: Sequence[str], holding: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The few that share most of the words that are not everywhere."""
    shared: Counter[str] = Counter()
    for word in set(words):
        statements = holding.get(word, ())
        if len(statements) <= _MOST_WITH_A_WORD:
            shared.update(statements)
    return (uid for uid, _ in shared.most_common(_MOST_LOOKED_AT))
