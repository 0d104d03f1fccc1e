"""One order out of two that were made of the same one.

Of two siblings each draft says which comes first, and so does the base. Where the drafts agree, that holds; where they do
not, one of them left the two as they were, and the other's change holds. So each pair is settled; whether there is an
order that keeps all pairs is what is found out here.
"""

from __future__ import annotations

from collections.abc import Sequence

from penholder.pure.tree.operation import CannotApply

MOST = 3_000
"""So many siblings are looked at pair by pair; a longer list in which both drafts changed the order is for people."""

_NO_ORDER = (
    "Both drafts change the same list, by its order or by what they put into it, "
    "and no order keeps what each of them wants."
)


def merged_order(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The order that keeps what each draft changed; what only ours has comes before what only theirs has, at one place.

    Raises :class:`~penholder.pure.tree.operation.CannotApply` where there is none.
    """
    every = list(dict.fromkeys([*ours, *theirs]))
    for one, other in ((ours, theirs), (theirs, ours)):
        if len(one) == len(every) and _keeps(one, other):
            return list(one)
    if len(every) > MOST:
        raise CannotApply(_NO_ORDER)
    return _sorted(every, *(_ranks(order) for order in (base, ours, theirs)))


def _keeps(order: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the whole order has what the other has in the same order."""
    known = set(other)
    return [uid for uid in order if uid in known] == list(other)


def _ranks(order: Sequence[str]) -> dict[str, int]:
    return {uid: rank for rank, uid in enumerate(order)}


def _sorted(
    every: Sequence[str], base: dict[str, int], ours: dict[str, int], theirs: dict[str, int]
) -> list[str]:
    """Always the next one that nothing left has to come before; of several, ours first, in our order."""
    waiting_for = {uid: {other for other in every if _first(other, uid, base, ours, theirs)} for uid in every}
    order: list[str] = []
    left = sorted(every, key=lambda uid: (uid not in ours, ours.get(uid, 0), theirs.get(uid, 0)))
    while left:
        following = next((uid for uid in left if not waiting_for[uid]), None)
        if following is None:
            raise CannotApply(_NO_ORDER)
        left.remove(following)
        order.append(following)
        for others in waiting_for.values():
            others.discard(following)
    return order


def _first(one: str, other: str, base: dict[str, int], ours: dict[str, int], theirs: dict[str, int]) -> bool:
    """Whether one has to come before the other; of two that no draft has side by side, neither has to."""
    if one == other:
        return False
    mine, theirs_say, before = (_says(one, other, ranks) for ranks in (ours, theirs, base))
    if mine is None or theirs_say is None or mine == theirs_say:
        said = theirs_say if mine is None else mine
        return said is True
    return theirs_say is True if mine == before else mine is True


def _says(one: str, other: str, ranks: dict[str, int]) -> bool | None:
    if one not in ranks or other not in ranks:
        return None
    return ranks[one] < ranks[other]
