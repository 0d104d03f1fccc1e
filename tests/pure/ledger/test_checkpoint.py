"""Checkpoints: strict to read, signed by the log itself, the same bytes as everybody's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from penholder.pure.ledger.bundle import read_entries, write_entries
from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from penholder.pure.ledger.keys import Signer, Verifier
from penholder.pure.ledger.merkle import leaf_hash, root_of
from penholder.pure.ledger.note import sign_note
from penholder.pure.ledger.proven import Malformed, NotProven
from tests.pure.ledger.logs import KEYS, ORIGIN, SIGNER, WITNESS_KEY, cosigned, made_log

ROOT = "A" * 43 + "="
CHECKPOINT = Checkpoint(origin=ORIGIN, size=12, root=bytes(32))


def test_checkpoint_body_is_read_back_as_it_was() -> None:
    assert CHECKPOINT.body() == f"{ORIGIN}\n12\n{ROOT}\n"
    assert Checkpoint.parse(CHECKPOINT.body()) == CHECKPOINT


def test_extension_lines_are_read_and_never_written() -> None:
    read = Checkpoint.parse(f"{ORIGIN}\n12\n{ROOT}\nmore\nand more\n")

    assert read.extensions == ("more", "and more")
    assert read.body() == CHECKPOINT.body()


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{ORIGIN}\n12\n{ROOT}",
        f"{ORIGIN}\n12\n",
        f"\n12\n{ROOT}\n",
        f"{ORIGIN}\n012\n{ROOT}\n",
        f"{ORIGIN}\n+12\n{ROOT}\n",
        f"{ORIGIN}\n-1\n{ROOT}\n",
        f"{ORIGIN}\n1 2\n{ROOT}\n",
        f"{ORIGIN}\n１２\n{ROOT}\n",
        f"{ORIGIN}\n9223372036854775808\n{ROOT}\n",
        f"{ORIGIN}\n12\n{ROOT[:-1]}\n",
        f"{ORIGIN}\n12\n{ROOT[4:]}\n",
        f"{ORIGIN}\n12\n{ROOT[:-2]}B=\n",
        f"{ORIGIN}\n12\n{ROOT}\n\nmore\n",
        f"bell\x07\n12\n{ROOT}\n",
    ],
)
def test_checkpoint_that_is_not_in_form_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint(origin=ORIGIN, size=-1, root=bytes(32)),
        Checkpoint(origin=ORIGIN, size=2**63, root=bytes(32)),
        Checkpoint(origin=ORIGIN, size=1, root=b""),
        Checkpoint(origin="", size=1, root=bytes(32)),
    ],
)
def test_checkpoint_nobody_could_read_is_not_written(checkpoint: Checkpoint) -> None:
    with pytest.raises(ValueError, match="checkpoint"):
        checkpoint.body()


def test_open_checkpoint_names_the_witnesses_it_knows() -> None:
    note = cosigned(sign_checkpoint(CHECKPOINT, SIGNER), time=1_795_000_000)

    opened = open_checkpoint(note, keys=[*KEYS, WITNESS_KEY])

    assert opened.checkpoint == CHECKPOINT
    assert [one.verifier for one in opened.log] == [SIGNER.verifier]
    assert [one.time for one in opened.witnesses] == [1_795_000_000]


def test_open_checkpoint_of_another_log_is_refused() -> None:
    note = sign_checkpoint(Checkpoint(origin="hill.example/record", size=1, root=bytes(32)), SIGNER)

    with pytest.raises(
        NotProven, match=r"“hill\.example/record”, and the key you trust is for “meadow\.example/record”"
    ):
        open_checkpoint(note, keys=KEYS)


def test_open_checkpoint_is_refused_without_the_key_of_any_log() -> None:
    note = cosigned(sign_checkpoint(CHECKPOINT, SIGNER), time=1)

    with pytest.raises(NotProven, match="no log at all"):
        open_checkpoint(note, keys=[WITNESS_KEY])


def test_a_witness_alone_does_not_make_a_checkpoint() -> None:
    unsigned = sign_note(CHECKPOINT.body(), Signer(name=ORIGIN, seed=bytes(32)))
    note = cosigned(unsigned, time=1)

    with pytest.raises(NotProven, match="itself has not signed"):
        open_checkpoint(note, keys=[*KEYS, WITNESS_KEY])


def test_public_checkpoints_are_read_and_signed_byte_for_byte(shared: Path) -> None:
    known = json.loads((shared / "data/tlog/vectors.json").read_bytes())["tessera_testlog"]
    folder = shared / "data/tlog/tessera-testlog/log"
    signer, entries = Signer.parse(known["skey"]), [text.encode() for text in known["entries"]]

    for size in range(16):
        note = (folder / f"checkpoint.{size}").read_bytes()
        checkpoint = open_checkpoint(note, keys=[Verifier.parse(known["vkey"])]).checkpoint
        assert (checkpoint.size, checkpoint.root) == (
            size,
            root_of([leaf_hash(entry) for entry in entries[:size]]),
        )
        assert sign_checkpoint(checkpoint, signer).encode() == note
    assert read_entries((folder / "tile/entries/000.p/15").read_bytes()) == tuple(entries)
    assert write_entries(entries) == (folder / "tile/entries/000.p/15").read_bytes()


def test_entries_are_read_back_as_they_were_written() -> None:
    entries = (b"", b"one", bytes(65_535), *made_log(3).entries)

    assert read_entries(write_entries(entries)) == entries
    assert read_entries(b"") == ()


@pytest.mark.parametrize("cut", [1, 2, 4])
def test_entries_that_break_off_are_refused(cut: int) -> None:
    with pytest.raises(Malformed, match="entry 1"):
        read_entries(write_entries([b"one", b"two"])[:-cut])


def test_an_entry_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="65,535 bytes and this one has 65,536"):
        write_entries([bytes(65_536)])
