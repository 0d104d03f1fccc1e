"""Finding families: which of many texts say nearly the same, whatever order they come in; and adding more later.

Everything is decided about *wordings*: texts of the same words count as one, are compared once, and are put in order
by a hash of their words. So the order of the texts decides nothing. Finding is adding to nothing.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penholder.pure.reading.families.cores import (
    LEAST,
    Core,
    Numbers,
    Rows,
    absorbed,
    carriers,
    each_with_its_own,
    letters,
    same_letter,
)
from penholder.pure.reading.families.seeds import (
    NO_BUCKETS,
    Buckets,
    buckets_of,
    join,
    join_with_known,
    join_within,
    with_more,
)
from penholder.pure.reading.families.shingles import Progress, Shingled, shingled
from penholder.pure.reading.families.signature import BINS

CROWD = 3
"""People whose texts are alike enough to speak for a letter. Two are a family too, but draw in nobody else."""

NOBODY = -1
_PARTS = 8
_SUSPECT = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Loose:
    """The shingles of texts that belonged to no crowd when they came; ``numbers`` ascending."""

    numbers: Numbers
    rows: Rows


@dataclass(frozen=True, slots=True, eq=False)
class Wordings:
    """Every wording once, by number, and what is needed to compare further ones with it.

    ``word_hash`` (uint64; 0: no word at all), ``people`` who sent it, its ``family`` or −1, its ``signature``.
    """

    word_hash: NDArray[np.uint64]
    people: Numbers
    family: Numbers
    signature: NDArray[np.uint16]
    buckets: Buckets
    loose: tuple[Loose, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Which texts are one family, and everything needed to add more.

    ``wording`` (int64): for each text the number of its wording. ``cores``: for each family, numbered from 0 and most
    people first, the shingles its texts share (uint32, ascending); ``is_crowd`` (bool): whether it draws in others;
    ``telling``: those of its shingles by which it does so, because few who are not of it have them.
    """

    wording: Numbers
    wordings: Wordings
    cores: tuple[Core, ...]
    telling: tuple[Core, ...]
    is_crowd: NDArray[np.bool_]

    @property
    def family(self) -> Numbers:
        """For each text the number of its family, or −1."""
        found: Numbers = self.wordings.family[self.wording]
        return found


_NONE = np.empty(0, np.int64)

NOTHING = Grouping(
    _NONE,
    Wordings(np.empty(0, np.uint64), _NONE, _NONE, np.empty((0, BINS), np.uint16), NO_BUCKETS, ()),
    (),
    (),
    np.empty(0, np.bool_),
)
"""No texts yet."""


def find_families(texts: Sequence[str], *, progress: Progress | None = None) -> Grouping:
    """The families among these texts."""
    return add_texts(NOTHING, texts, progress=progress)


def add_texts(known: Grouping, texts: Sequence[str], *, progress: Progress | None = None) -> Grouping:
    """The same with further texts, at the cost of these alone. Known texts keep their crowd; single ones may find one.

    It differs from finding all anew in three ways. The cores of known crowds are not drawn again, and known crowds are
    not put together. A further text is compared with the first known text of each bucket only. A text that has joined
    a crowd does not leave it for a better one that forms later.
    """
    _keep_memory()
    adding = _Adding(known, shingled(texts, progress))
    adding.join_alike()
    adding.draw_cores()
    adding.absorb()
    return adding.grouping()


class _Adding:
    """Wordings on their way into what is known. Old ones have the numbers they had, new ones those after."""

    def __init__(self, known: Grouping, read: Shingled) -> None:
        word_hash, row, place, people = np.unique(
            read.wording, return_index=True, return_inverse=True, return_counts=True
        )
        old = known.wordings
        self.known = known
        self.number, is_new = _numbers(old.word_hash, word_hash)
        self.added = self.number[place]
        row = row[is_new]
        count = len(old.word_hash)
        self.new = np.arange(count, count + len(row))
        self.word_hash = np.concatenate([old.word_hash, word_hash[is_new]])
        self.people = np.concatenate([old.people, np.zeros(len(row), np.int64)])
        self.people[self.number] += people
        self.family = np.concatenate([old.family, np.full(len(row), NOBODY)])
        more = read.signature[row]
        self.signature = np.concatenate([old.signature, more]) if len(old.signature) else more
        self.rows = Rows(read.shingles, read.first[row], read.first[row + 1])
        self.shelf = _Shelf((*old.loose, Loose(self.new, self.rows)))
        long = self.new[self.rows.counts > 0]
        self.buckets = buckets_of(self.signature[long], long)
        self.joined = np.arange(len(self.word_hash))
        self.cores = list(known.cores)
        self.telling = list(known.telling)
        self.is_crowd = list(known.is_crowd)

    def join_alike(self) -> None:
        """Find the seeds: new wordings that are alike, or like known ones."""
        families, first = np.unique(self.family, return_index=True)
        placed = np.flatnonzero(self.family != NOBODY)
        join(self.joined, placed, first[np.searchsorted(families, self.family[placed])])
        join_within(self.buckets, self.signature, self.joined)
        join_with_known(self.known.wordings.buckets, self.buckets, self.signature, self.joined)

    def draw_cores(self) -> None:
        """Make families of what is joined now: known crowds grow, the rest gets cores of its own."""
        crowd = self._known_crowds()
        free = np.flatnonzero(~self._is_in_crowd())
        self.family[free] = np.where(
            crowd[self.joined[free]] != NOBODY, crowd[self.joined[free]], self.family[free]
        )
        heads: list[tuple[Numbers, Core]] = []
        for group in self._groups():
            self.family[group] = NOBODY
            found = list(letters(self.shelf, group))
            crowded = [self.people[members].sum() >= CROWD for members, _ in found]
            heads += each_with_its_own(self.shelf, list(itertools.compress(found, crowded)))
            heads += itertools.compress(found, [not one for one in crowded])
        crowds = sorted(
            (head for head in heads if self.people[head[0]].sum() >= CROWD),
            key=lambda head: (-int(self.people[head[0]].sum()), int(self.word_hash[head[0]].min())),
        )
        self._found_crowds(crowds)
        for members, core in heads:
            if self.people[members].sum() == CROWD - 1:
                self.family[members] = self._founded(core, is_crowd=False)

    def absorb(self) -> None:
        """Let the crowds draw in what is loose; a pair goes as one.

        A shingle of a new core that is said beside it by more than half as many people as belong to it is a manner of
        speaking (polite phrases, say) and draws in nobody; nor does a core of which that is true of half.
        """
        fresh = np.flatnonzero(self.is_crowd)
        fresh = fresh[fresh >= len(self.known.cores)]
        drawn = self._drawn(fresh)
        changed = self._without_manners_of_speaking(drawn, fresh)
        while changed:
            drawn = self._drawn_anew(drawn, changed, fresh)
            changed = self._without_manners_of_speaking(drawn, fresh)
        if not np.array(self.is_crowd, np.bool_)[fresh].all():
            self.loose = self._loose(self.new)
        joining = drawn.of(np.flatnonzero(drawn.joins))
        order = np.lexsort((joining.family, -joining.hits))[::-1]
        joining = joining.of(order)  # the last one to say where a pair goes has the most hits
        goes = np.arange(len(self.cores) + 1)
        goes[-1] = NOBODY
        before = self.family[joining.texts]
        is_paired = (before != NOBODY) & (self._people_in_families()[before] < CROWD)
        goes[before[is_paired]] = joining.family[is_paired]
        self.family = goes[self.family]
        self.family[joining.texts[~is_paired]] = joining.family[~is_paired]

    def grouping(self) -> Grouping:
        """All of it as a value."""
        placed = np.flatnonzero(self.family != NOBODY)
        people = self._people_in_families()
        first = np.full(len(self.cores), np.iinfo(np.uint64).max, np.uint64)
        np.minimum.at(first, self.family[placed], self.word_hash[placed])
        by_fame = np.lexsort((first, -people))
        by_fame = by_fame[people[by_fame] > 0]
        number = np.full(len(self.cores) + 1, NOBODY)
        number[by_fame] = np.arange(len(by_fame))
        old = self.known.wordings
        wordings = Wordings(
            self.word_hash,
            self.people,
            number[self.family],
            self.signature,
            with_more(old.buckets, self.buckets),
            self._loose_parts(),
        )
        return Grouping(
            np.concatenate([self.known.wording, self.added]),
            wordings,
            tuple(self.cores[each] for each in by_fame.tolist()),
            tuple(self.telling[each] for each in by_fame.tolist()),
            np.array(self.is_crowd, np.bool_)[by_fame],
        )

    def _is_in_crowd(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = np.array([*self.is_crowd, False], np.bool_)[self.family]
        return found

    def _known_crowds(self) -> Numbers:
        """For each number of a joined set its crowd, the one of most people if several; −1 for none."""
        crowd = np.full(len(self.joined), NOBODY)
        members = np.flatnonzero(self._is_in_crowd())
        order = np.argsort(-self.family[members], kind="stable")
        crowd[self.joined[members[order]]] = self.family[members[order]]
        return crowd

    def _groups(self) -> list[Numbers]:
        """The joined sets of at least two people that hold anything new and no known crowd."""
        is_touched = np.zeros(len(self.joined), np.bool_)
        is_touched[self.joined[self.number]] = True
        free = np.flatnonzero(is_touched[self.joined] & ~self._is_in_crowd() & (self.word_hash != 0))
        people = np.bincount(self.joined[free], self.people[free], len(self.joined))
        free = free[people[self.joined[free]] > 1]
        free = free[np.argsort(self.joined[free], kind="stable")]
        cuts = np.flatnonzero(self.joined[free][1:] != self.joined[free][:-1]) + 1
        edges = [0, *cuts.tolist(), len(free)]
        return [free[start:end] for start, end in itertools.pairwise(edges) if start < end]

    def _found_crowds(self, crowds: Sequence[tuple[Numbers, Core]]) -> None:
        """Each becomes a family, or a version of an earlier one."""
        known = np.flatnonzero(self.is_crowd).tolist()
        cores = [*(self.cores[number] for number in known), *(core for _, core in crowds)]
        numbers = list(known)
        earlier = same_letter(cores, LEAST, len(known)).tolist()
        for place, (members, core) in enumerate(crowds, start=len(known)):
            if earlier[place] == place:
                numbers.append(self._founded(core, is_crowd=True))
            else:
                kept = numbers[earlier[place]]
                numbers.append(kept)
                self.cores[kept] = np.union1d(self.cores[kept], core)
                self.telling[kept] = np.union1d(self.telling[kept], core)
            self.family[members] = numbers[place]

    def _founded(self, core: Core, *, is_crowd: bool) -> int:
        self.cores.append(core)
        self.telling.append(core)
        self.is_crowd.append(is_crowd)
        return len(self.cores) - 1

    def _people_in_families(self) -> Numbers:
        placed = np.flatnonzero(self.family != NOBODY)
        return np.bincount(self.family[placed], self.people[placed], len(self.cores)).astype(np.int64)

    def _loose(self, texts: Numbers) -> Loose:
        """Those of these new texts that are in no crowd."""
        loose = texts[~self._is_in_crowd()[texts]]
        return Loose(loose, self.rows.of(loose - len(self.known.wordings.word_hash)))

    def _drawn(self, fresh: Numbers) -> "_Drawn":
        """What all crowds make of the new texts that are loose, and the fresh crowds of the known ones."""
        self.loose = self._loose(self.new)
        found = [self._drawn_from(self.loose, np.flatnonzero(self.is_crowd))]
        if len(fresh):
            found += [self._drawn_from(part, fresh) for part in self.known.wordings.loose]
        return _together(found)

    def _drawn_anew(self, drawn: "_Drawn", changed: Sequence[int], fresh: Numbers) -> "_Drawn":
        """The same where these families tell less, or are crowds no more."""
        stays = ~np.isin(drawn.family, changed)
        texts = np.union1d(drawn.texts[~stays], np.flatnonzero(np.isin(self.family, changed)))
        is_new = texts >= len(self.known.wordings.word_hash)
        crowds = np.flatnonzero(self.is_crowd)
        found = [drawn.of(np.flatnonzero(stays)), self._drawn_from(self._loose(texts[is_new]), crowds)]
        known = texts[~is_new]
        if len(known):
            further = np.intersect1d(crowds, fresh)
            found.append(self._drawn_from(Loose(known, self.shelf.of(known)), further))
        return _together(found)

    def _drawn_from(self, loose: Loose, crowds: Numbers) -> "_Drawn":
        found = absorbed(loose.rows, [self.telling[number] for number in crowds.tolist()])
        told = np.flatnonzero((found.core != NOBODY) & ~self._is_in_crowd()[loose.numbers])
        return _Drawn(loose.numbers[told], crowds[found.core[told]], found.hits[told], found.joins[told])

    def _without_manners_of_speaking(self, drawn: "_Drawn", fresh: Numbers) -> list[int]:
        """Have the fresh crowds tell nothing by what others say too; which of them tell less than before."""
        said = self.people[drawn.texts]
        outside = np.bincount(drawn.family, said * drawn.hits * ~drawn.joins, len(self.cores))
        inside = self._people_in_families() + np.bincount(drawn.family, said * drawn.joins, len(self.cores))
        sizes = np.array([len(core) for core in self.telling])
        # Few have so much said beside them that it is worth looking closely.
        suspects = fresh[(outside > _SUSPECT * inside * sizes)[fresh]]
        changed = []
        for number in suspects[np.array(self.is_crowd, np.bool_)[suspects]].tolist():
            tells = self._tells(drawn, number)
            if not tells.all():
                changed.append(number)
                self.is_crowd[number] = bool(np.count_nonzero(tells) * 2 >= len(self.cores[number]))
                self.telling[number] = self.telling[number][tells]
        return changed

    def _tells(self, drawn: "_Drawn", number: int) -> NDArray[np.bool_]:
        here = drawn.family == number
        members = np.union1d(np.flatnonzero(self.family == number), drawn.texts[here & drawn.joins])
        others = drawn.texts[here & ~drawn.joins]
        inside, outside = (
            carriers(self.shelf.of(texts), self.people[texts], self.telling[number])
            for texts in (members, others)
        )
        found: NDArray[np.bool_] = outside * 2 <= inside
        return found

    def _loose_parts(self) -> tuple[Loose, ...]:
        parts = (*self.known.wordings.loose, self.loose)
        if len(parts) <= _PARTS:
            return parts
        numbers = np.concatenate([part.numbers for part in parts])
        numbers = numbers[~self._is_in_crowd()[numbers]]
        return (Loose(numbers, self.shelf.of(numbers)),)


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """Texts that have much of a crowd's core: which family that is, how many shingles, and whether they join it."""

    texts: Numbers
    family: Numbers
    hits: Numbers
    joins: NDArray[np.bool_]

    def of(self, places: Numbers) -> "_Drawn":
        return _Drawn(self.texts[places], self.family[places], self.hits[places], self.joins[places])


@dataclass(frozen=True, slots=True, eq=False)
class _Shelf:
    """The shingles of all that is loose, in the parts they came in."""

    parts: tuple[Loose, ...]

    def of(self, texts: Numbers) -> Rows:
        found: list[Rows] = []
        places: list[Numbers] = []
        for part in self.parts:
            at = np.minimum(np.searchsorted(part.numbers, texts), max(len(part.numbers) - 1, 0))
            here = np.flatnonzero(part.numbers[at] == texts) if len(part.numbers) else _NONE
            if len(here) == len(texts):
                return part.rows.of(at)
            found.append(part.rows.of(at[here]))
            places.append(here)
        return _one_after_other(found).of(np.argsort(np.concatenate(places)))


def _together(parts: Sequence[_Drawn]) -> _Drawn:
    return _Drawn(
        np.concatenate([part.texts for part in parts]),
        np.concatenate([part.family for part in parts]),
        np.concatenate([part.hits for part in parts]),
        np.concatenate([part.joins for part in parts]),
    )


def _keep_memory() -> None:
    """Have the C library keep what is freed, by freeing one block of the largest size it learns from.

    Otherwise every block of texts has its memory fetched from the system anew, which took a third of the time.
    """
    np.empty(31 << 20, np.uint8)


def _one_after_other(parts: Sequence[Rows]) -> Rows:
    ends = np.cumsum(np.concatenate([part.counts for part in parts]))
    counts = np.concatenate([part.counts for part in parts])
    return Rows(np.concatenate([part.shingles for part in parts]), ends - counts, ends)


def _numbers(known: NDArray[np.uint64], word_hash: NDArray[np.uint64]) -> tuple[Numbers, NDArray[np.bool_]]:
    """For each further wording its number, and whether that is a new one."""
    if not len(known):
        return np.arange(len(word_hash)), np.ones(len(word_hash), np.bool_)
    order = np.argsort(known)
    places = order[np.minimum(np.searchsorted(known, word_hash, sorter=order), len(known) - 1)]
    is_new = known[places] != word_hash
    places[is_new] = len(known) + np.arange(int(is_new.sum()))
    return places, is_new
