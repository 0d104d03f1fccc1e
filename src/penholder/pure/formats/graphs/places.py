"""Where each statement of a graph belongs, and in which order: the first parent counts, rings are opened, order is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from penholder.pure.formats.ordering import Sibling, dense_positions, sorted_siblings
from penholder.pure.formats.report import Tally, listed
from penholder.pure.tree.check import cycles


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one statement's place before it is chosen. ``parents`` are uids, in the order of the file."""

    uid: str
    where: str
    parents: tuple[str, ...]
    chosen: str | None = None
    outside: tuple[str, ...] = ()
    at_top: bool = False
    sequence: float | None = None
    mark: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """The parent and the position of every uid, and the parents that did not become a place."""

    parents: Mapping[str, str]
    positions: Mapping[str, int]
    others: tuple[tuple[str, str], ...]


def placed(
    standings: Mapping[str, Standing], listed_below: Mapping[str, tuple[str, ...]], tally: Tally
) -> Places:
    """Every statement in its place; ``listed_below`` is the order in which a parent names those under it."""
    parents = {uid: _first_parent(one) for uid, one in standings.items()}
    _open_rings(parents, standings, tally)
    others = tuple(
        (uid, parent) for uid, one in standings.items() for parent in one.parents if parent != parents[uid]
    )
    for one in standings.values():
        _tell(one, parents[one.uid], standings, tally)
    order = _reading_order(parents, standings, listed_below)
    return Places(parents, dense_positions(order, parents), others)


def _first_parent(one: Standing) -> str:
    if one.chosen is not None and (one.chosen in one.parents or not one.chosen):
        return one.chosen
    return one.parents[0] if one.parents else ""


def _open_rings(parents: dict[str, str], standings: Mapping[str, Standing], tally: Tally) -> None:
    for ring in cycles(parents):
        parents[ring[0]] = ""
        names = listed(standings[uid].where for uid in ring)
        tally.note(
            standings[ring[0]].where,
            "A statement stands under itself."
            if len(ring) == 1
            else "Statements stand under each other in a ring.",
            f"{names}: the first was put at the top; what closed the ring was kept as an association.",
        )


def _tell(one: Standing, parent: str, standings: Mapping[str, Standing], tally: Tally) -> None:
    if one.outside:
        kept = f"It was kept {_named(parent, standings)}; the other was kept as an association."
        tally.note(one.where, "A statement belongs under something that is not in this file.", kept)
    elif not one.parents and not one.at_top:
        tally.note(one.where, "Nothing says where a statement belongs.", "It was put at the top.")
    if len(one.parents) > 1 and one.chosen is None:
        others = listed(_named(other, standings) for other in one.parents if other != parent)
        tally.note(
            one.where,
            "A statement has more than one parent.",
            f"Its place is {_named(parent, standings)}; the others ({others}) were kept as associations.",
        )


def _named(uid: str, standings: Mapping[str, Standing]) -> str:
    return f"under {standings[uid].where}" if uid in standings else "at the top"


def _reading_order(
    parents: Mapping[str, str],
    standings: Mapping[str, Standing],
    listed_below: Mapping[str, tuple[str, ...]],
) -> Iterator[str]:
    under: dict[str, list[str]] = {}
    for uid, parent in parents.items():
        under.setdefault(parent, []).append(uid)
    for parent, uids in under.items():
        rank = {uid: place for place, uid in enumerate(listed_below.get(parent, ()))}
        as_told = sorted(uids, key=lambda uid: rank.get(uid, len(rank)))
        siblings = [standings[uid] for uid in as_told]
        marked = all(one.mark for one in siblings)
        yield from (
            one.uid
            for one in sorted_siblings(
                [Sibling(one.uid, one.sequence, one.mark if marked else "", one.code) for one in siblings]
            )
        )
