"""Ten thousand changes to entries, tiles, checkpoints and receipts: all refused, by our verifier and by Go's.

And whatever else is given to our verifier, it says in a sentence what is wrong with it, and never breaks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.ledger.audit import audit_tiles
from penholder.pure.ledger.bundle import read_entries
from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint
from penholder.pure.ledger.enclosure import Enclosure, open_receipt
from penholder.pure.ledger.note import sign_note
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.receipt import Receipt
from tests.independent.client import Client, Question
from tests.independent.tampering import WAYS, Material, changes, material
from tests.pure.ledger.logs import KEYS, SIGNER
from tests.pure.ledger.tiled import CHECKPOINT

SEED = "penholder"
EACH = 1_250  # of eight ways
SHARES = (EACH - 650, 350, 300)  # the small log is the quickest to judge
AT_ONCE = 500


@cache
def materials() -> tuple[Material, ...]:
    """A log with nothing but partial tiles, one with a little more than a full one, and one of two levels to the brim."""
    return (material(9, with_words=6), material(300, with_words=20), material(512, with_words=10))


def tampered(number: int) -> Iterator[tuple[tuple[str, str], Question]]:
    """Each change to one of the logs and its receipts, with the way it is made."""
    for name, way in WAYS.items():
        yield from (
            (name, change)
            for change in changes(way, materials()[number], SHARES[number], seed=f"{SEED} {number} {name}")
        )


def our_fault(one: Material, question: Question) -> str | None:
    """What our verifier says is wrong, if anything."""
    try:
        if question.receipt is not None:
            open_receipt(Receipt.parse(question.receipt), keys=KEYS)
        else:
            log = one.log.with_files(question.files)
            audit_tiles(log.read, log.files[CHECKPOINT], keys=KEYS)
    except NotProven as fault:
        return str(fault)
    return None


def test_what_is_tampered_with_was_sound_before(client: Client, tmp_path: Path) -> None:
    for number, one in enumerate(materials()):
        folder = tmp_path / str(number)
        one.log.write(folder)
        untouched = [Question({}), *(Question({}, receipt.text().encode()) for receipt in one.receipts)]

        assert {our_fault(one, question) for question in untouched} == {None}
        assert set(client.faults(folder, untouched)) == {None}


def test_ten_thousand_changes_are_refused_by_our_verifier() -> None:
    tried: Counter[tuple[str, str]] = Counter()
    passed: list[tuple[tuple[str, str], Question]] = []
    for number, one in enumerate(materials()):
        for way, change in tampered(number):
            tried[way] += 1
            if our_fault(one, change) is None:
                passed.append((way, change))

    assert len(passed) == 0, f"{len(passed)} of {told(tried)} were not refused, the first: {passed[0]}"
    assert tried == dict.fromkeys(WAYS, EACH), told(tried)
    assert tried.total() == 10_000, told(tried)


def test_ten_thousand_changes_are_refused_by_a_client_in_go(client: Client, tmp_path: Path) -> None:
    tried: Counter[tuple[str, str]] = Counter()
    passed: list[tuple[tuple[str, str], Question]] = []
    for number, one in enumerate(materials()):
        folder = tmp_path / str(number)
        one.log.write(folder)
        coming = tampered(number)
        while step := list(islice(coming, AT_ONCE)):
            answers = client.faults(folder, (change for _, change in step))
            tried.update(way for way, _ in step)
            passed.extend(asked for asked, fault in zip(step, answers, strict=True) if fault is None)

    assert len(passed) == 0, f"{len(passed)} of {told(tried)} were not refused, the first: {passed[0]}"
    assert tried == dict.fromkeys(WAYS, EACH), told(tried)
    assert tried.total() == 10_000, told(tried)


def told(tried: Counter[tuple[str, str]]) -> str:
    parts = ", ".join(f"{number} of {what} by {way}" for (what, way), number in tried.items())
    return f"{tried.total()} changes ({parts})"


# Whatever else is given


def anything_like(original: bytes) -> st.SearchStrategy[bytes]:
    """Any bytes, any text, and ``original`` with some of it taken out and something else put there."""
    places = st.integers(0, len(original))
    return st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(str.encode),
        st.tuples(
            places, places, st.one_of(st.binary(max_size=40), st.text(max_size=10).map(str.encode))
        ).map(lambda drawn: original[: min(drawn[:2])] + drawn[2] + original[max(drawn[:2]) :]),
    )


def is_judged(check: Callable[[], object]) -> None:
    """It is accepted, or refused with a sentence; anything else that is raised ends the test."""
    said = "."
    try:
        check()
    except NotProven as fault:
        said = str(fault)
    assert said.endswith(".")


@given(st.data())
def test_any_bytes_as_a_checkpoint_are_judged(data: st.DataObject) -> None:
    one = materials()[0]
    raw = data.draw(anything_like(one.log.files[CHECKPOINT]))

    is_judged(lambda: open_checkpoint(raw, keys=KEYS))
    is_judged(lambda: audit_tiles(one.log.read, raw, keys=KEYS))


@given(st.data())
def test_any_text_that_the_log_signed_is_judged(data: st.DataObject) -> None:
    raw = data.draw(anything_like(materials()[0].checkpoint.body().encode()))
    text = raw.decode("utf-8", "replace")

    is_judged(lambda: Checkpoint.parse(text))
    if text.endswith("\n") and not any(char < " " for char in text.replace("\n", "")):
        is_judged(lambda: open_checkpoint(sign_note(text, SIGNER), keys=KEYS))


@given(st.data())
def test_any_bytes_as_a_tile_or_a_bundle_are_judged(data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(materials()[:2]))
    path = data.draw(st.sampled_from((*one.tiles, *one.bundles))).path
    raw = data.draw(anything_like(one.log.files[path]))

    is_judged(lambda: read_entries(raw))
    if raw != one.log.files[path]:
        assert our_fault(one, Question({path: raw}))


@given(st.data())
def test_any_bytes_as_a_receipt_are_judged(data: st.DataObject) -> None:
    receipt = data.draw(st.sampled_from(materials()[0].receipts))
    raw = data.draw(anything_like(receipt.text().encode()))
    extra = data.draw(anything_like(receipt.extra))

    is_judged(lambda: open_receipt(Receipt.parse(raw), keys=KEYS))
    is_judged(lambda: Enclosure.parse(extra))


@pytest.mark.parametrize("deep", [b'["', b"[" * 100_000, b'{"entry":' * 100_000])
def test_an_enclosure_without_end_is_refused(deep: bytes) -> None:
    with pytest.raises(NotProven):
        Enclosure.parse(deep)
