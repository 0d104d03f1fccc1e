"""Receipts: every one is accepted, and none survives a change of any one byte."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.ledger.base64_text import to_base64
from penholder.pure.ledger.canon import canonical
from penholder.pure.ledger.checkpoint import Checkpoint, sign_checkpoint
from penholder.pure.ledger.disclosure import disclose
from penholder.pure.ledger.enclosure import Enclosure, OpenedReceipt, enclose, open_receipt
from penholder.pure.ledger.merkle import inclusion_proof, leaf_hash, root_of
from penholder.pure.ledger.note import signature_line
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.receipt import Receipt, verify_receipt
from tests.pure.ledger.logs import (
    KEYS,
    ORIGIN,
    SIGNER,
    STRANGER,
    WITNESS,
    WITNESS_KEY,
    changed_bytes,
    cosigned,
    made_log,
)

SIZES = (1, 2, 3, 7, 8, 64, 1000)
INDEXES = {
    1: (0,),
    2: (0, 1),
    3: (0, 1, 2),
    7: range(7),
    8: range(8),
    64: (0, 37, 63),
    1000: (0, 511, 512, 999),
}


def opened_from(raw: bytes | str) -> OpenedReceipt:
    return open_receipt(Receipt.parse(raw), keys=KEYS)


@pytest.mark.parametrize("size", SIZES)
def test_every_receipt_is_accepted_and_opens_its_words(size: int) -> None:
    log = made_log(size)

    for index in INDEXES[size]:
        receipt = log.receipt(index)
        assert Receipt.parse(receipt.text()) == receipt
        opened = opened_from(receipt.text().encode())
        assert opened.proven.index == index
        assert opened.proven.entry == log.entries[index]
        assert opened.proven.checkpoint.size == size
        assert [key.verifier for key in opened.proven.signed.log] == [SIGNER.verifier]
        assert [one.name for one in opened.words] == ["question.1", "question.2"]
        assert dict(opened.body.facts)["number"] == index + 1


@pytest.mark.parametrize("size", SIZES)
def test_every_changed_byte_of_a_receipt_is_refused(size: int) -> None:
    raw = made_log(size).receipt(size // 2).text().encode()

    for changed in changed_bytes(raw):
        with pytest.raises(NotProven):
            opened_from(changed)


@pytest.mark.parametrize("size", SIZES)
def test_every_changed_byte_of_entry_proof_and_checkpoint_is_refused(size: int) -> None:
    log, index = made_log(size), size // 2
    receipt, entry = log.receipt(index), log.entries[index]
    wrong: list[tuple[Receipt, bytes]] = [
        *((receipt, changed) for changed in changed_bytes(entry)),
        *(
            (replace(receipt, proof=(*receipt.proof[:at], changed, *receipt.proof[at + 1 :])), entry)
            for at, step in enumerate(receipt.proof)
            for changed in changed_bytes(step)
        ),
        *((replace(receipt, index=place), entry) for place in range(size + 2) if place != index),
    ]

    for case in wrong:
        with pytest.raises(NotProven):
            verify_receipt(*case, keys=KEYS)
    assert verify_receipt(receipt, entry, keys=KEYS).leaf == leaf_hash(entry)


@pytest.mark.parametrize("size", [1, 8, 1000])
def test_every_changed_byte_inside_the_enclosure_is_refused(size: int) -> None:
    receipt = made_log(size).receipt(0)

    for changed in changed_bytes(receipt.extra):
        with pytest.raises(NotProven):
            open_receipt(replace(receipt, extra=changed), keys=KEYS)


@given(data=st.data(), size=st.sampled_from([1, 7, 64]))
def test_any_other_byte_anywhere_is_refused(data: st.DataObject, size: int) -> None:
    raw = made_log(size).receipt(size - 1).text().encode()
    at = data.draw(st.integers(min_value=0, max_value=len(raw) - 1))
    put = data.draw(st.binary(max_size=2))
    changed = raw[:at] + put + raw[at + data.draw(st.integers(min_value=0, max_value=2)) :]

    if changed != raw:
        with pytest.raises(NotProven):
            opened_from(changed)


def test_every_base64_spelling_of_the_same_bytes_but_one_is_refused() -> None:
    text = made_log(2).receipt(0).text()
    step = text.split("\n")[3]
    # The last letter of 32 bytes carries two bits that say nothing, so three others decode to the same hash.
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = alphabet.index(step[-2])

    for twin in range(last + 1, last + 4):
        with pytest.raises(Malformed, match="base64"):
            opened_from(text.replace(step, f"{step[:-2]}{alphabet[twin]}="))


def test_a_changed_line_of_an_unknown_key_is_refused_or_changes_nothing_shown() -> None:
    plain = made_log(8).receipt(5)
    line = signature_line(WITNESS.name, WITNESS_KEY.key_id, bytes(72))
    shown = opened_from(plain.text())
    outcomes = set()

    for changed in changed_bytes(line.encode()):
        raw = plain.text().encode() + changed
        try:
            opened = opened_from(raw)
        except NotProven:
            outcomes.add("refused")
        else:
            outcomes.add("passed over")
            assert opened == shown

    assert outcomes == {"refused", "passed over"}


def test_witnesses_one_knows_are_named_and_checked() -> None:
    log = made_log(8)
    receipt = replace(log.receipt(5), checkpoint_note=cosigned(log.note, time=1_795_000_000))

    opened = open_receipt(receipt, keys=[*KEYS, WITNESS_KEY])

    assert [(one.verifier, one.time) for one in opened.proven.signed.witnesses] == [
        (WITNESS_KEY, 1_795_000_000)
    ]
    for changed in changed_bytes(receipt.text().encode()):
        # A change in the name or id of the witness makes it unknown; it must then no longer be named.
        try:
            again = open_receipt(Receipt.parse(changed), keys=[*KEYS, WITNESS_KEY])
        except NotProven:
            continue
        assert again.proven.signed.witnesses == ()
        assert again.words == opened.words


def test_a_receipt_signed_by_a_stranger_is_refused() -> None:
    with pytest.raises(NotProven, match="None of the keys you trust"):
        opened_from(made_log(8, signer=STRANGER).receipt(5).text())


def test_a_receipt_of_one_log_does_not_prove_anything_in_another() -> None:
    wrong = replace(made_log(8).receipt(3), checkpoint_note=made_log(7).note)

    with pytest.raises(NotProven, match=r"steps|lead"):
        open_receipt(wrong, keys=KEYS)


def test_an_entry_given_apart_must_be_the_enclosed_one() -> None:
    log = made_log(8)
    receipt = log.receipt(3)
    bare = replace(receipt, extra=b"")

    assert open_receipt(receipt, keys=KEYS, entry=log.entries[3]) == open_receipt(receipt, keys=KEYS)
    assert open_receipt(bare, keys=KEYS, entry=log.entries[3]).words == ()
    with pytest.raises(NotProven, match="not the one the receipt encloses"):
        open_receipt(receipt, keys=KEYS, entry=log.entries[4])
    with pytest.raises(NotProven, match="give the entry"):
        open_receipt(bare, keys=KEYS)
    with pytest.raises(NotProven, match="does not lead"):
        open_receipt(bare, keys=KEYS, entry=b"")


def test_words_can_be_left_out_of_a_receipt_but_not_exchanged() -> None:
    log = made_log(8)
    receipt, other = log.receipt(3), log.disclosures[4]
    first, second = log.disclosures[3]

    assert [w.name for w in open_receipt(enclose(receipt, log.entries[3], [second]), keys=KEYS).words] == [
        "question.2"
    ]
    assert open_receipt(enclose(receipt, log.entries[3]), keys=KEYS).words == ()
    for disclosures in (
        [first, other[1]],
        [first, disclose(bytes(32), "question.2", "Something else.")],
        [first, first],
    ):
        with pytest.raises(NotProven):
            open_receipt(enclose(receipt, log.entries[3], disclosures), keys=KEYS)


@pytest.mark.parametrize(
    "extra",
    [
        b"text",
        b"[]",
        canonical({"entry": "x"}),
        canonical({"disclosures": [], "entry": 1}),
        canonical({"disclosures": "x", "entry": "x"}),
        canonical({"disclosures": [1], "entry": "x"}),
        canonical({"disclosures": [], "entry": "x", "more": 1}),
        b'{"entry":"x","disclosures":[]}',
    ],
)
def test_an_enclosure_in_another_form_is_refused(extra: bytes) -> None:
    with pytest.raises(Malformed, match=r"nclosure|disclosure"):
        Enclosure.parse(extra)


def test_an_entry_that_is_no_text_cannot_be_enclosed() -> None:
    with pytest.raises(Malformed, match="UTF-8"):
        Enclosure(entry=b"\xff").to_bytes()


def test_a_proven_entry_of_a_form_unknown_here_is_not_described() -> None:
    entry = b'{"v":2}'
    note = sign_checkpoint(Checkpoint(origin=ORIGIN, size=1, root=root_of([leaf_hash(entry)])), SIGNER)

    with pytest.raises(Malformed, match="parts an entry"):
        open_receipt(enclose(Receipt(index=0, proof=(), checkpoint_note=note), entry), keys=KEYS)


HEAD = "c2sp.org/tlog-proof@v1\n"
NOTE = made_log(1).note


@pytest.mark.parametrize(
    "text",
    [
        "",
        NOTE,
        f"{HEAD}index 0\n",
        f"{HEAD}index 0\n{NOTE}",
        f"{HEAD}\n{NOTE}",
        f"{HEAD}extra AAAA\n\n{NOTE}",
        f"{HEAD}extra \nindex 0\n\n{NOTE}",
        f"{HEAD}extra AAA\nindex 0\n\n{NOTE}",
        f"{HEAD}extra AAAA\nextra AAAA\nindex 0\n\n{NOTE}",
        f"{HEAD}index 0\nextra AAAA\n\n{NOTE}",
        f"{HEAD}index 00\n\n{NOTE}",
        f"{HEAD}index -0\n\n{NOTE}",
        f"{HEAD}index\n\n{NOTE}",
        f"{HEAD}index 0\nAAAA\n\n{NOTE}",
        f"{HEAD}index 0\n\n\n{NOTE}",
        f"{HEAD}index 0\n\n{NOTE}\n",
        f"\n{HEAD}index 0\n\n{NOTE}",
        f"{HEAD}index 0\n{(to_base64(bytes(32)) + chr(10)) * 64}\n{NOTE}",
        f"{HEAD}index 0\n\n{NOTE}".replace("\n", "\r\n"),
        f"{HEAD}index 0\n\n{NOTE}".replace("@v1", "@v2"),
    ],
)
def test_receipt_that_is_not_in_form_is_refused(text: str) -> None:
    with pytest.raises(NotProven):
        verify_receipt(Receipt.parse(text), made_log(1).entries[0], keys=KEYS)


@pytest.mark.parametrize("steps", [f"{to_base64(bytes(31))}\n", f"{to_base64(bytes(32))}\n" * 64])
def test_proof_that_no_log_could_have_is_refused_before_anything_is_hashed(steps: str) -> None:
    with pytest.raises(Malformed, match=r"of the proof has|more steps than any log"):
        Receipt.parse(f"{HEAD}index 0\n{steps}\n{NOTE}")


def test_a_receipt_without_enclosure_is_the_public_format_and_nothing_more() -> None:
    log = made_log(3)
    steps = inclusion_proof(1, [leaf_hash(entry) for entry in log.entries])

    text = replace(log.receipt(1), extra=b"").text()

    assert text == f"{HEAD}index 1\n{to_base64(steps[0])}\n{to_base64(steps[1])}\n\n{log.note}"
    assert Receipt.parse(text).claimed_checkpoint().size == 3
