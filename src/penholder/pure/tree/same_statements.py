"""Which statements of two trees that share no identifier are surely the same: by their words, their place, their code.

Words that stand once on each side say it alone. Words that stand often, as “Explain” below every heading, say it together
with their place: below the same heading, next to the same neighbour, for the n-th time. So each pair that is found may
settle what stands below it.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from penholder.pure.tree.likeness import LIKELY, Known, compared, known, likeness
from penholder.pure.tree.statement import Tree

_MOST_ROUNDS = 10
"""What is found in one round may tell more in the next; two are nearly always enough, and the time stays bounded."""

Name = Callable[[Known], str]
"""What a statement is called in one way of looking; empty where that way says nothing about it."""
Pair = tuple[Known, Known]


def same_statements(old: Tree, new: Tree) -> Mapping[str, str]:
    """The uids of the old tree's statements with those of the new tree's that are the same."""
    pairs = _Pairs(_side(old), _side(new))
    texts_met_once = tuple(_named_once(pairs.old.all, pairs.new.all, _text))
    pairs.take(_named_once(pairs.old.all, pairs.new.all, _words))
    _take_below(pairs)
    pairs.take(texts_met_once)
    for _ in range(_MOST_ROUNDS):
        found = len(pairs.now)
        for way in _WAYS:
            _take_below(pairs)
            pairs.take(way(pairs))
        if len(pairs.now) == found:
            break
    return pairs.now


# What is known of both trees, and of the pairs so far


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two trees: all its statements in reading order, and those below each; at the top below ''."""

    all: Sequence[Known]
    below: Mapping[str, Sequence[Known]]


def _side(tree: Tree) -> _Side:
    """What a ring of parents hides from the reader is looked for at the top as well, so that it is found at all."""
    names = {one.uid: known(one, one.parent if one.parent in tree.by_uid else "") for one in tree.statements}
    read = {one.uid: names[one.uid] for _, one in tree.walk()}
    hidden = [one for uid, one in names.items() if uid not in read]
    below = {uid: [names[one.uid] for one in children] for uid, children in tree.children.items()}
    return _Side([*read.values(), *hidden], {**below, "": [*below.get("", ()), *hidden]})


class _Pairs:
    """The pairs found so far, and those whose statements below were not looked at yet."""

    def __init__(self, old: _Side, new: _Side) -> None:
        self.old, self.new = old, new
        self.now: dict[str, str] = {}
        self.was: dict[str, str] = {}
        self.waiting = deque([("", "")])
        self._alike: dict[tuple[str, str], bool] = {}

    def take(self, found: Iterable[Pair]) -> None:
        """Keep pairs neither of which has another already."""
        for one, other in found:
            if self.open(one, other):
                self.now[one.uid], self.was[other.uid] = other.uid, one.uid
                self.waiting.append((one.uid, other.uid))

    def open(self, one: Known, other: Known) -> bool:
        return one.uid not in self.now and other.uid not in self.was

    def left(self) -> tuple[Sequence[Known], Sequence[Known]]:
        """What has no pair yet, on each side."""
        return self.left_of(self.old.all, self.new.all)

    def left_of(
        self, before: Iterable[Known], after: Iterable[Known]
    ) -> tuple[Sequence[Known], Sequence[Known]]:
        return (
            [one for one in before if one.uid not in self.now],
            [one for one in after if one.uid not in self.was],
        )

    def alike(self, pair: Pair) -> bool:
        """Whether a shared code is believed: a code that went to other words is another statement.

        What was answered is kept, as texts are long and every round asks again.
        """
        one, other = pair
        if (one.uid, other.uid) not in self._alike:
            said = likeness(compared(one.words), compared(other.words)) >= LIKELY
            self._alike[one.uid, other.uid] = said
        return self._alike[one.uid, other.uid]


# Names


def _text(one: Known) -> str:
    return one.text


def _words(one: Known) -> str:
    return one.words


def _code(one: Known) -> str:
    return one.code


def _code_and_text(one: Known) -> str:
    return f"{one.code}\n{one.text}"


def _code_and_words(one: Known) -> str:
    return f"{one.code}\n{one.words}" if one.code else ""


# Below the same heading

_BELOW: tuple[tuple[Name, Name], ...] = ((_code_and_text, _text), (_code_and_words, _words))
"""To the letter first: “C++” and “C#” are the same words."""


def _take_below(pairs: _Pairs) -> None:
    """Pair what stands below each pair, and below that in turn."""
    while pairs.waiting:
        one, other = pairs.waiting.popleft()
        before, after = pairs.old.below.get(one, ()), pairs.new.below.get(other, ())
        for names in _BELOW:
            if all(pairs.left_of(before, after)):
                _take_named(pairs, before, after, names)


def _take_named(
    pairs: _Pairs, before: Sequence[Known], after: Sequence[Known], names: Iterable[Name]
) -> None:
    """Pair by neighbours in each way before counting in any: a neighbour says more than a number."""
    for name in names:
        _take_neighbours(pairs, before, after, name)
        _take_neighbours(pairs, before[::-1], after[::-1], name)
    for name in names:
        pairs.take(_in_turn(*pairs.left_of(before, after), name))


def _take_neighbours(pairs: _Pairs, before: Sequence[Known], after: Sequence[Known], name: Name) -> None:
    """Pair what follows a pair, or begins the list, on both sides (Heckel 1978).

    So a list that grew in front does not shift its repeated words by one.
    """
    places = {other.uid: place for place, other in enumerate(after)}
    expected = 0
    for one in before:
        other = after[expected] if expected < len(after) else None
        if other and name(one) and name(one) == name(other):
            pairs.take([(one, other)])
        expected = places.get(pairs.now.get(one.uid, ""), len(after)) + 1


def _in_turn(before: Iterable[Known], after: Iterable[Known], name: Name) -> Iterator[Pair]:
    """The first of a name with the first, the second with the second."""
    waiting: dict[str, deque[Known]] = defaultdict(deque)
    for other in after:
        waiting[name(other)].append(other)
    for one in before:
        if name(one) and waiting.get(name(one)):
            yield one, waiting[name(one)].popleft()


# Anywhere


def _named_once(before: Sequence[Known], after: Sequence[Known], name: Name) -> Iterator[Pair]:
    """Pairs of the same name, where it names one statement on each side."""
    here, there = _once(before, name), _once(after, name)
    return ((one, there[said]) for said, one in here.items() if said in there)


def _once(statements: Sequence[Known], name: Name) -> Mapping[str, Known]:
    times = Counter(map(name, statements))
    return {said: one for one in statements if (said := name(one)) and times[said] == 1}


def _by_code_and_words(pairs: _Pairs) -> Iterator[Pair]:
    return _named_once(*pairs.left(), _code_and_words)


def _by_text(pairs: _Pairs) -> Sequence[Pair]:
    return _moved(pairs, _text)


def _by_words(pairs: _Pairs) -> Sequence[Pair]:
    return _moved(pairs, _words)


def _moved(pairs: _Pairs, name: Name) -> Sequence[Pair]:
    """What is left of repeated words went from one place to the other, if both places are in both trees.

    A heading that went with its “Explain”, and another that came with one, moved nothing.
    """
    return [
        (one, other)
        for one, other in _named_once(*pairs.left(), name)
        if (not one.parent or one.parent in pairs.now) and (not other.parent or other.parent in pairs.was)
    ]


def _by_code_below(pairs: _Pairs) -> Iterator[Pair]:
    """The same code below the same heading: codes may begin again under each."""
    for one, other in (("", ""), *pairs.now.items()):
        below = pairs.left_of(pairs.old.below.get(one, ()), pairs.new.below.get(other, ()))
        if all(below):
            yield from filter(pairs.alike, _in_turn(*below, _code))


def _by_code(pairs: _Pairs) -> Iterator[Pair]:
    return filter(pairs.alike, _named_once(*pairs.left(), _code))


_WAYS: tuple[Callable[[_Pairs], Iterable[Pair]], ...] = (
    _by_code_and_words,
    _by_text,
    _by_words,
    _by_code_below,
    _by_code,
)
