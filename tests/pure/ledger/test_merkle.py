"""Trees: the public vectors, the published definition, and two ways to the same proof."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.ledger import merkle
from penholder.pure.ledger.merkle import leaf_hash, root_of, verify_consistency, verify_inclusion
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.subtrees import subtrees_of

SIZES = st.integers(min_value=1, max_value=300)


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


def root_by_definition(entries: Sequence[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    half = 1
    while half * 2 < len(entries):
        half *= 2
    left, right = root_by_definition(entries[:half]), root_by_definition(entries[half:])
    return sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", range(35))
def test_root_is_that_of_the_published_definition(size: int) -> None:
    assert root_of(leaves_of(size)) == root_by_definition(
        [number.to_bytes(4, "big") for number in range(size)]
    )


@given(size=SIZES, data=st.data())
def test_inclusion_proof_is_accepted(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    leaves = leaves_of(size)

    verify_inclusion(leaves[index], index, size, merkle.inclusion_proof(index, leaves), root_of(leaves))


@given(size=SIZES, data=st.data())
def test_consistency_proof_is_accepted(size: int, data: st.DataObject) -> None:
    older = data.draw(st.integers(min_value=1, max_value=size))
    leaves = leaves_of(size)

    proof = merkle.consistency_proof(older, leaves)

    verify_consistency(older, size, proof, root_of(leaves[:older]), root_of(leaves))


def test_subtrees_of_a_span_are_the_largest_that_fit() -> None:
    assert subtrees_of((4, 11)) == ((2, 1), (1, 4), (0, 10))


@given(size=SIZES, data=st.data())
def test_changed_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    leaves = leaves_of(size)
    proof, root = list(merkle.inclusion_proof(index, leaves)), root_of(leaves)
    other = data.draw(st.binary(min_size=32, max_size=32))
    cases = [
        (leaf_hash(b"another"), index, size, proof, root),
        (leaves[index], index, size, [*proof, other], root),
        (leaves[index], index, size, [other, *proof], root),
        (leaves[index], index, size, proof, other),
        (leaves[index], size, size, proof, root),
        (leaves[index], -1, size, proof, root),
        (leaves[index], index, size, proof, root[:-1]),
        *(
            (leaves[index], index, size, [*proof[:at], other, *proof[at + 1 :]], root)
            for at in range(len(proof))
        ),
        *((leaves[index], index, size, [*proof[:at], *proof[at + 1 :]], root) for at in range(len(proof))),
        *((leaves[index], place, size, proof, root) for place in range(size) if place != index),
    ]

    for case in cases:
        with pytest.raises(NotProven):
            verify_inclusion(*case)


@given(size=st.integers(min_value=2, max_value=100), data=st.data())
def test_changed_consistency_proof_is_refused(size: int, data: st.DataObject) -> None:
    older = data.draw(st.integers(min_value=1, max_value=size - 1))
    leaves = leaves_of(size)
    proof, was, now = list(merkle.consistency_proof(older, leaves)), root_of(leaves[:older]), root_of(leaves)
    other = data.draw(st.binary(min_size=32, max_size=32))
    cases = [
        (older, size, proof, other, now),
        (older, size, proof, was, other),
        (older, size, [*proof, other], was, now),
        (older, size, proof[:-1], was, now),
        (older, size, [], was, now),
        (0, size, proof, was, now),
        (size, older, proof, now, was),
        (size, size, [other], now, now),
        *((older, size, [*proof[:at], other, *proof[at + 1 :]], was, now) for at in range(len(proof))),
    ]

    for case in cases:
        with pytest.raises(NotProven):
            verify_consistency(*case)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: merkle.inclusion_proof(3, leaves_of(3)),
        lambda: merkle.inclusion_proof(-1, leaves_of(3)),
        lambda: merkle.consistency_proof(0, leaves_of(3)),
    ],
)
def test_asking_for_what_a_log_cannot_have_is_refused(ask: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"log|count"):
        ask()


def test_public_merkle_vectors_are_judged_as_they_say(shared: Path) -> None:
    folder = shared / "data/tlog/merkle-testdata"
    wrong = []
    inclusion = sorted((folder / "inclusion").rglob("*.json"))
    consistency = sorted((folder / "consistency").rglob("*.json"))
    for path in (*inclusion, *consistency):
        vector = json.loads(path.read_bytes())
        check = _inclusion_holds if path in inclusion else _consistency_holds
        if check(vector) == vector["wantErr"]:
            wrong.append(path.name)

    assert (len(inclusion), len(consistency), wrong) == (98, 98, [])


def test_reference_roots_and_proofs_are_ours(shared: Path) -> None:
    known = json.loads((shared / "data/tlog/vectors.json").read_bytes())
    leaves = [leaf_hash(bytes.fromhex(entry)) for entry in known["ct_reference_leaves_hex"]]

    assert merkle.EMPTY_ROOT.hex() == known["empty_root"]
    assert leaf_hash(b"").hex() == known["leaf_empty"]
    assert leaf_hash(b"L123456").hex() == known["leaf_L123456"]
    assert merkle.node_hash(b"N123", b"N456").hex() == known["node_N123_N456"]
    assert [root_of(leaves[:size]).hex() for size in range(1, 9)] == known["ct_reference_roots_1_to_8"]
    assert [step.hex() for step in merkle.inclusion_proof(5, leaves)] == known["inclusion_idx5_size8"]
    assert [step.hex() for step in merkle.consistency_proof(6, leaves)] == known["consistency_6_to_8"]


def _inclusion_holds(vector: dict[str, Any]) -> bool:
    proof = [_raw(step) for step in vector["proof"] or []]
    leaf, root = _raw(vector["leafHash"]), _raw(vector["root"])
    return _holds(lambda: verify_inclusion(leaf, vector["leafIdx"], vector["treeSize"], proof, root))


def _consistency_holds(vector: dict[str, Any]) -> bool:
    proof = [_raw(step) for step in vector["proof"] or []]
    was, now = _raw(vector["root1"]), _raw(vector["root2"])
    return _holds(lambda: verify_consistency(vector["size1"], vector["size2"], proof, was, now))


def _holds(check: Callable[[], None]) -> bool:
    try:
        check()
    except NotProven:
        return False
    return True


def _raw(text: str | None) -> bytes:
    return base64.b64decode(text) if text else b""
