"""Tables shown to everybody together, proved safe together with all that was shown before.

A number that is hidden, or told as a range, must be able to have at least five values, from the lowest to the highest,
for anybody who knows all the tables of this release and of those before, that margins add up, and how the people of
one release are those of the next. The same holds for how many were added in between. And it holds for anybody who knows
this program, too: what is told more coarsely is chosen without looking at the truth. What cannot be proved is withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from penholder.pure.disclosure.counts import shown_as
from penholder.pure.disclosure.gathering import Numbers, numbers_of
from penholder.pure.disclosure.knowledge import Told, knowledge_of
from penholder.pure.disclosure.released import Cell, Release, Since, Withheld
from penholder.pure.disclosure.settling import Settling, Truth
from penholder.pure.disclosure.solving import Contradiction, Exhausted, Solver
from penholder.pure.disclosure.tables import MOST_PEOPLE, Dimension, Place, Table

MOST_UNKNOWNS = 20_000
SOLUTIONS = 400
"""How many programmes may be solved for the tables about the same people; what is not told by then is not shown.

A count and not a time, and spent on what everybody knows, so that where it ends gives nothing away.
"""
_MANY_NUMBERS = 200  # of sets with more, each programme takes longer, and fewer are solved


def release(
    tables: Iterable[Table],
    *,
    since: Since | None = None,
    earlier: Sequence[Release] = (),
    solutions: int = SOLUTIONS,
) -> Release:
    """``tables`` as they may be shown, after all ``earlier`` releases, the oldest first.

    ``since`` must be given if there are earlier ones. Raises ``ValueError`` with a sentence where the tables contradict
    each other, or have other categories than before.
    """
    if earlier and since is None:
        raise ValueError("Say how the people of this release are those of the one before.")
    by_about: dict[str, list[Table]] = {}
    for table in sorted(tables, key=_order):
        by_about.setdefault(table.about, []).append(table)
    before = _still_linked(earlier, since)
    shown: dict[str, tuple[tuple[Dimension, ...], ...]] = {}
    cells: dict[str, tuple[Cell, ...]] = {}
    withheld: list[Withheld] = []
    for about, them in by_about.items():
        left, proved, without = _proved(them, before, since, solutions)
        withheld += without
        if left:
            shown[about] = tuple(table.dimensions for table in left)
            cells[about] = proved
    return Release(shown, cells, since if earlier else None, tuple(withheld))


def _order(table: Table) -> tuple[str, tuple[str, ...]]:
    return table.about, tuple(sorted(table.names))


def _still_linked(earlier: Sequence[Release], since: Since | None) -> tuple[Release, ...]:
    """The releases about people who are still those of now."""
    if since is Since.CHANGED:
        return ()
    start = max((number for number, one in enumerate(earlier) if one.since is Since.CHANGED), default=0)
    return tuple(earlier[start:])


def _proved(
    tables: list[Table], before: Sequence[Release], since: Since | None, solutions: int
) -> tuple[list[Table], tuple[Cell, ...], list[Withheld]]:
    """As many of the tables as can be proved safe, their cells, and the tables that can't be; the last ones go first."""
    left = list(tables)
    withheld: list[Withheld] = []
    while left:
        numbers, counts = numbers_of(left, before, since)
        try:
            _require_fit(numbers, counts)
            return left, _settled(numbers, counts, solutions), withheld
        except Contradiction as fault:
            raise ValueError(
                f"The counts about {left[0].about} do not fit what was released before, if it is so since then: "
                f"{since}. Say what happened since, or count again."
            ) from fault
        except Exhausted:
            gone = left.pop()
            withheld.append(
                Withheld(
                    gone.about,
                    gone.dimensions,
                    "This table is not shown: it could not be proved that no small number can be worked out from it.",
                )
            )
    return [], (), withheld


def _settled(numbers: Numbers, counts: dict[Place, int], solutions: int) -> tuple[Cell, ...]:
    if numbers.unknowns > MOST_UNKNOWNS:
        raise Exhausted
    truth = Truth(counts, zero_is_told=numbers.zero_is_told)
    many = max(1, len(numbers.told) // _MANY_NUMBERS)
    return Settling(numbers, truth, solutions=solutions // many).cells()


def _require_fit(numbers: Numbers, counts: dict[Place, int]) -> None:
    """Raise ``Contradiction`` where the true counts, by the 10-5 rule, do not fit what was released."""
    if not numbers.first_new or numbers.unknowns > MOST_UNKNOWNS:
        return
    now = [
        Told(one.place, shown_as(counts[one.place], zero_is_told=False), one.additions)
        for one in numbers.told[numbers.first_new :]
    ]
    known = knowledge_of(numbers.layout, [*numbers.told[: numbers.first_new], *now], MOST_PEOPLE)
    Solver(2).ends(known.sums[[0]].toarray()[0], known)
