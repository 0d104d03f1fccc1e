"""Which statements of two trees are the same where identifiers do not say it: by code, by words, and by guess.

A file that was typed again, or came through a program that keeps no identifiers, has other uids for the same statements.
The same words are taken for the same statement, and so is the same code where most words agree: codes are given anew when
a list grows. Anything less is a suggestion for a person to confirm, with a score.
"""

from __future__ import annotations

import difflib
import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from penholder.pure.tree.statement import Statement, Tree

How = Literal["code", "words"]

LIKELY = 0.6
"""Below this share of words in common, in order, nothing is suggested."""

_WORDS = re.compile(r"\w+")
_MOST_WITH_A_WORD = 50
"""A word that stands in more statements than this says nothing about which is meant."""
_MOST_LOOKED_AT = 20
_MOST_COMPARED = 50_000
_MOST_PAIRS = 5_000
_LONGEST = 300


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
    """Matches by code and words where the trees share no identifier; suggestions for what is left over in any case.

    Where identifiers are shared they are believed: two statements of different identity stay two, whatever their code.
    """
    gone = [one for one in old.statements if one.uid not in new.by_uid]
    came = [one for one in new.statements if one.uid not in old.by_uid]
    sure: list[Match] = []
    if len(gone) == len(old.statements):
        ways: tuple[tuple[How, Callable[[Statement], str]], ...] = (
            ("code", _by_code_and_words),
            ("words", _by_words),
            ("code", _by_code),
        )
        for how, name in ways:
            pairs = tuple(_unique_pairs(gone, came, name))
            found = [(one, other) for one, other in pairs if how == "words" or _alike(one, other)]
            sure += [Match(one.uid, other.uid, how) for one, other in found]
            gone = _without(gone, (one.uid for one, _ in found))
            came = _without(came, (other.uid for _, other in found))
    return Matches(tuple(sure), tuple(_suggested(gone, came)))


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


def _by_code_and_words(statement: Statement) -> str:
    return f"{_by_code(statement)}\n{_by_words(statement)}" if statement.code.strip() else ""


def _by_code(statement: Statement) -> str:
    return "".join(statement.code.split()).casefold()


def _by_words(statement: Statement) -> str:
    """The words without what typing again changes: case, spacing, punctuation, the form of letters."""
    return " ".join(_WORDS.findall(unicodedata.normalize("NFKC", statement.text).casefold()))


def _unique_pairs(
    gone: Sequence[Statement], came: Sequence[Statement], name: Callable[[Statement], str]
) -> Iterator[tuple[Statement, Statement]]:
    """Pairs of the same name, where it names one statement on each side."""
    before, after = _named_once(gone, name), _named_once(came, name)
    for key, statement in before.items():
        if key in after:
            yield statement, after[key]


def _named_once(statements: Sequence[Statement], name: Callable[[Statement], str]) -> Mapping[str, Statement]:
    names = [name(one) for one in statements]
    times = Counter(names)
    return {said: one for said, one in zip(names, statements, strict=True) if said and times[said] == 1}


def _alike(one: Statement, other: Statement) -> bool:
    """Whether a shared code is believed: a code that went to other words is another statement."""
    return _score(_words_of(one), _words_of(other)) >= LIKELY


def _without(statements: Iterable[Statement], uids: Iterable[str]) -> list[Statement]:
    left_out = set(uids)
    return [one for one in statements if one.uid not in left_out]


def _suggested(gone: Sequence[Statement], came: Sequence[Statement]) -> Iterator[Suggestion]:
    """For each statement that went the likeliest that came, each suggested once, the likeliest first."""
    before = {one.uid: _words_of(one) for one in gone}
    after = {one.uid: _words_of(one) for one in came}
    holding: dict[str, list[str]] = defaultdict(list)
    for uid, words in after.items():
        for word in set(words):
            holding[word].append(uid)
    pairs = ((uid, other) for uid, words in before.items() for other in _candidates(words, holding))
    scored = sorted(
        (
            (score, uid, other)
            for uid, other in itertools.islice(pairs, _MOST_COMPARED)
            if (score := _score(before[uid], after[other])) >= LIKELY
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


def _words_of(statement: Statement) -> tuple[str, ...]:
    return tuple(_by_words(statement).split()[:_LONGEST])


def _score(words: Sequence[str], others: Sequence[str]) -> float:
    """The share of words that agree in order (Ratcliff and Obershelp); of texts that repeat themselves, in any order."""
    if not words or not others:
        return 0.0
    here, there = Counter(words), Counter(others)
    at_most = 2 * sum((here & there).values()) / (len(words) + len(others))
    if at_most < LIKELY or sum(times * there[word] for word, times in here.items()) > _MOST_PAIRS:
        return at_most
    return difflib.SequenceMatcher(None, words, others, autojunk=False).ratio()
