"""Votes on statements as a value: who said what to which statement, each pair once, in one order whatever order they came in."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

AGREE, PASS, DISAGREE = 1, 0, -1
_VOTE = 2  # bits that hold a vote

People = NDArray[np.int32]
Choices = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Since:
    """The mark of earlier votes, and how many came or changed between them and these. It does not keep those alive."""

    mark: object
    changed: int


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """All votes of a consultation, revotes resolved.

    ``people`` (P) and ``statements`` (S) are ids in ascending order. ``person``, ``statement`` and ``value`` have one
    place for each vote, sorted by person and then by statement: indexes into the two, and 1 agree, 0 pass, −1 disagree.
    ``moderated`` (S) is true for statements that were taken out: their votes are not among these any more.
    ``since`` says what they were made from, if from others; ``mark`` is what that is known by.
    """

    people: tuple[str, ...]
    statements: tuple[str, ...]
    person: People
    statement: People
    value: Choices
    moderated: NDArray[np.bool_]
    since: Since | None = None
    mark: object = field(default_factory=object, repr=False)

    @property
    def shape(self) -> tuple[int, int]:
        """How many people, how many statements; those taken out are counted in neither way."""
        return len(self.people), len(self.statements) - int(self.moderated.sum())

    def __len__(self) -> int:
        return len(self.value)


def votes_of(
    cast: Iterable[tuple[str, str, int]],
    *,
    people: Collection[str] = (),
    statements: Collection[str] = (),
    moderated: Collection[str] = (),
) -> Votes:
    """The votes as they were cast, the oldest first: of several by one person on one statement the last counts.

    ``people`` and ``statements`` are those to be known besides, though nobody voted. Raises ``ValueError`` for a vote
    other than 1, 0 and −1.
    """
    who, what, how = _columns(cast)
    return votes_from(who, what, how, people=people, statements=statements, moderated=moderated)


def votes_from(
    who: Iterable[str],
    what: Iterable[str],
    how: NDArray[np.integer],
    *,
    people: Collection[str] = (),
    statements: Collection[str] = (),
    moderated: Collection[str] = (),
) -> Votes:
    """The same from three columns of equal length."""
    who, what = list(who), list(what)
    known_people, person = _indexed(who, people)
    known_statements, statement = _indexed(what, {*statements, *moderated})
    return votes_indexed(
        known_people,
        known_statements,
        person,
        statement,
        how,
        moderated=np.isin(np.array(known_statements, dtype=object), list(moderated)),
    )


def votes_indexed(
    people: tuple[str, ...],
    statements: tuple[str, ...],
    person: NDArray[np.integer],
    statement: NDArray[np.integer],
    value: NDArray[np.integer],
    *,
    moderated: NDArray[np.bool_] | None = None,
) -> Votes:
    """The same from indexes into ids that are in ascending order already; for millions of votes.

    Columns that are in order already, each pair once, are kept as they are and not copied.
    """
    out = np.zeros(len(statements), dtype=bool) if moderated is None else moderated
    if len(value) and not DISAGREE <= int(value.min()) <= int(value.max()) <= AGREE:
        raise ValueError("a vote is 1 (agree), 0 (pass) or -1 (disagree)")
    columns = (
        person.astype(np.int32, copy=False),
        statement.astype(np.int32, copy=False),
        value.astype(np.int8, copy=False),
    )
    if not _in_order(*columns[:2]):
        columns = _sorted(*columns, len(people), len(statements))
    return Votes(people, statements, *_without(out, *columns), out)


def _without(
    out: NDArray[np.bool_], person: People, statement: People, value: Choices
) -> tuple[People, People, Choices]:
    """The votes on statements that were not taken out."""
    if not out.any():
        return person, statement, value
    kept = ~out[statement]
    return person[kept], statement[kept], value[kept]


def with_newer(votes: Votes, newer: Votes) -> Votes:
    """Votes, and newer ones after them, which count where a person voted on a statement in both.

    Statements taken out in either are out. Where few come to many this costs far less than sorting all again.
    """
    people, statements = _both(votes.people, newer.people), _both(votes.statements, newer.statements)
    before, after = _moved(votes, people, statements), _moved(newer, people, statements)
    at, known = _places_of(after, before)
    value = before.value.copy()
    changed = int((value[at[known]] != after.value[known]).sum())
    value[at[known]] = after.value[known]
    fresh, into = ~known, at[~known]
    out = before.moderated | after.moderated
    columns = _without(
        out,
        np.insert(before.person, into, after.person[fresh]),
        np.insert(before.statement, into, after.statement[fresh]),
        np.insert(value, into, after.value[fresh]),
    )
    came = int(fresh.sum())
    gone = len(before) + came - len(columns[2])  # on statements that only the newer ones say were taken out
    return Votes(people, statements, *columns, out, Since(votes.mark, changed + came + gone))


def _places_of(few: Votes, many: Votes) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where each of a few votes stands among many, or would stand; and whether it is there.

    Only the votes of those people are looked at: making one number of every place costs more than all the rest.
    """
    people = np.unique(few.person)
    first, last = (np.searchsorted(many.person, people, side) for side in ("left", "right"))
    sizes = last - first
    begin = np.cumsum(sizes) - sizes
    looked_at = np.repeat(first - begin, sizes) + np.arange(sizes.sum())
    width = len(many.statements)
    places = np.repeat(np.arange(len(people)), sizes) * width + many.statement[looked_at]
    row = np.searchsorted(people, few.person)
    sought = row * width + few.statement
    at = np.searchsorted(places, sought)
    known = np.zeros(len(few), dtype=bool)
    inside = at < len(places)
    known[inside] = places[at[inside]] == sought[inside]
    return first[row] + at - begin[row], known


def unlike(before: Votes, after: Votes) -> int:
    """How many votes came, went or were altered between the two."""
    if after.since is not None and after.since.mark is before.mark:
        return after.since.changed
    people, statements = _both(before.people, after.people), _both(before.statements, after.statements)
    before, after = _moved(before, people, statements), _moved(after, people, statements)
    return sum(
        _differing(_keys(before, some, len(statements)), _keys(after, some, len(statements)))
        for some in _parted(before)
    )


def _parted(votes: Votes) -> Iterator[slice]:
    """All people, in parts of about a strip of votes each."""
    ends = [0, *votes.person[_STRIP::_STRIP], len(votes.people)]
    return (slice(int(begin), int(end)) for begin, end in itertools.pairwise(ends))


def _keys(votes: Votes, people: slice, statements: int) -> NDArray[np.int64]:
    """Person, statement and vote as one number, ascending."""
    ends = np.array(
        [people.start, people.stop], dtype=votes.person.dtype
    )  # another type would copy the whole column
    first, last = np.searchsorted(votes.person, ends)
    keys = votes.person[first:last].astype(np.int64) * statements + votes.statement[first:last]
    keys <<= _VOTE
    keys += votes.value[first:last] + np.int8(1)
    return keys


def _differing(ones: NDArray[np.int64], others: NDArray[np.int64]) -> int:
    """How many places are in one only, or have another vote; stable sorting merges two ascending rows in one pass."""
    every = np.sort(np.concatenate([ones, others]), kind="stable")
    same_vote = int((every[1:] == every[:-1]).sum())
    every >>= _VOTE
    same_place = int((every[1:] == every[:-1]).sum())
    return len(every) - same_place - same_vote


_STRIP = 1 << 20  # votes looked at together where a whole column more would cost memory


def _strips(length: int) -> Iterator[slice]:
    return (slice(begin, begin + _STRIP) for begin in range(0, length, _STRIP))


def _in_order(person: People, statement: People) -> bool:
    """Whether every vote comes after the one before it, by person and then by statement."""
    for strip in _strips(len(person)):
        part = slice(strip.start, strip.stop + 1)
        who, what = person[part], statement[part]
        later = (who[1:] > who[:-1]) | ((who[1:] == who[:-1]) & (what[1:] > what[:-1]))
        if not later.all():
            return False
    return True


def _sorted(
    person: People, statement: People, value: Choices, people: int, statements: int
) -> tuple[People, People, Choices]:
    """In order, and of several votes of a person on a statement the last.

    Place, arrival and vote go into one number where they fit: such numbers sort many times faster than an order can be
    found, and nothing has to be fetched from all over the memory afterwards.
    """
    arrival, place = len(value).bit_length(), (people * statements).bit_length()
    if place + arrival + _VOTE > 63:  # noqa: PLR2004  bits of a whole number, without its sign
        order = np.lexsort((statement, person))
        person, statement, value = person[order], statement[order], value[order]
        last = np.append((person[1:] != person[:-1]) | (statement[1:] != statement[:-1]), True)
        return person[last], statement[last], value[last]
    keys = np.empty(len(value), dtype=np.int64)
    for strip in _strips(len(value)):
        keys[strip] = person[strip].astype(np.int64) * statements + statement[strip]
        keys[strip] <<= arrival
        keys[strip] |= np.arange(strip.start, min(strip.stop, len(value)))
        keys[strip] <<= _VOTE
        keys[strip] |= value[strip] + 1
    keys.sort()
    return _unpacked(keys, arrival + _VOTE, statements)


def _unpacked(keys: NDArray[np.int64], below: int, statements: int) -> tuple[People, People, Choices]:
    person, statement = np.empty(len(keys), dtype=np.int32), np.empty(len(keys), dtype=np.int32)
    value = np.empty(len(keys), dtype=np.int8)
    size = 0
    for strip in _strips(len(keys)):
        places = keys[strip.start : strip.stop + 1] >> below
        here = len(keys[strip])
        last = np.append(places[1:] != places[:-1], True)[:here]
        kept = places[:here][last]
        into = slice(size, size + len(kept))
        person[into] = kept // statements
        statement[into] = kept - person[into] * np.int64(statements)
        value[into] = (keys[strip][last] & ((1 << _VOTE) - 1)) - 1
        size += len(kept)
    return person[:size], statement[:size], value[:size]


def _both(ids: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return ids if ids == others else tuple(sorted({*ids, *others}, key=natural))


def _moved(votes: Votes, people: tuple[str, ...], statements: tuple[str, ...]) -> Votes:
    """The same votes among more ids; the order stays, as all ids are in one order."""
    if (votes.people, votes.statements) == (people, statements):
        return votes
    person, statement = _places(votes.people, people), _places(votes.statements, statements)
    out = np.zeros(len(statements), dtype=bool)
    out[statement] = votes.moderated
    return Votes(people, statements, person[votes.person], statement[votes.statement], votes.value, out)


def _places(ids: tuple[str, ...], among: tuple[str, ...]) -> People:
    at = {one: index for index, one in enumerate(among)}
    return np.fromiter((at[one] for one in ids), dtype=np.int32, count=len(ids))


def _columns(cast: Iterable[tuple[str, str, int]]) -> tuple[list[str], list[str], NDArray[np.int64]]:
    rows = list(cast)
    return (
        [person for person, _, _ in rows],
        [statement for _, statement, _ in rows],
        np.array([value for _, _, value in rows], dtype=np.int64),
    )


def _indexed(ids: list[str], others: Collection[str]) -> tuple[tuple[str, ...], People]:
    known = tuple(sorted({*ids, *others}, key=natural))
    at = {one: index for index, one in enumerate(known)}
    return known, np.fromiter((at[one] for one in ids), dtype=np.int32, count=len(ids))


def natural(one: str) -> tuple[int, str]:
    """The order of ids. Numbers in their own order, and before other names of the same length: 2 before 10."""
    return len(one) if one.isascii() and one.isdigit() else 1_000_000, one
