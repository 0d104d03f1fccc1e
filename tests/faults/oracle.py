"""What must hold after any number of faults, whoever looks: nothing acknowledged lost or doubled, one history only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from penholder.consultations.models import Response
from penholder.pure.ledger.checkpoint import open_checkpoint
from penholder.pure.ledger.enclosure import open_receipt
from penholder.pure.ledger.merkle import leaf_hash, root_of
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.receipt import Receipt
from penholder.record import signing, store
from penholder.record.models import Entry
from tests.faults.worker import Acknowledged


def faults_found(
    acknowledged: Iterable[Acknowledged], seen: Mapping[str, int], *, words_may_be_lost: bool
) -> list[str]:
    """Every promise that was broken, in a sentence each; empty where all hold."""
    keys = signing.verifiers()
    published = store.newest(signing.here())
    if published is None:
        return ["nothing is published"]
    bodies = list(store.entries_from(signing.here(), 0, published.size))
    rows = [bytes(body) for body in Entry.objects.order_by("index").values_list("body", flat=True)]
    leaves = [leaf_hash(body) for body in bodies]
    found = [] if bodies == rows else ["the published entries are not those of the database"]
    found += _doubled(bodies)
    found += _lost(acknowledged, leaves, bodies, words_may_be_lost=words_may_be_lost)
    for note in seen:
        try:
            state = open_checkpoint(note, keys=keys).checkpoint
        except NotProven as fault:
            found.append(f"a checkpoint was served that is none: {fault}")
            continue
        if state.size > len(leaves) or root_of(leaves[: state.size]) != state.root:
            found.append(f"a checkpoint of {state.size} entries was served that the log does not continue")
    return found


def _doubled(bodies: Iterable[bytes]) -> list[str]:
    said = (json.loads(body) for body in bodies)
    counted = Counter(one["obj"] for one in said if one["type"] == "response.received")
    return [f"response {uid} was entered {number} times" for uid, number in counted.items() if number > 1]


def _lost(
    acknowledged: Iterable[Acknowledged], leaves: list[bytes], bodies: list[bytes], *, words_may_be_lost: bool
) -> list[str]:
    keys = signing.verifiers()
    there = set(Response.objects.values_list("uid", flat=True))
    found: list[str] = []
    roots: dict[int, bytes] = {}
    for one in acknowledged:
        opened = open_receipt(Receipt.parse(one.receipt), keys=keys)
        proven = opened.proven
        size = proven.checkpoint.size
        if proven.index >= len(bodies) or bodies[proven.index] != proven.entry or opened.body.obj != one.uid:
            found.append(f"acknowledged response {one.uid} is not at its place in the log")
        elif roots.setdefault(size, root_of(leaves[:size])) != proven.checkpoint.root:
            found.append(f"the receipt of {one.uid} is of another history")
        if not words_may_be_lost and one.uid not in there:
            found.append(f"acknowledged response {one.uid} is not in the database")
    return found
