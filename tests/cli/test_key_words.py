"""Keys from the shell when something went wrong half-way, and with a signer under another account."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from penholder.pure.ledger.checkpoint import open_checkpoint
from penholder.pure.ledger.keys import Signer, Verifier
from penholder.pure.ledger.sheet import sheet_of
from penholder.record.signer import KeptSigner
from tests.cli.shell import Environment, done, found, kinds_in, penholder
from tests.journeys.site import ROOT
from tests.witness.running import running_witness

NAME = "marram.example/record"


def _refused(environment: Environment, *words: str) -> str:
    said = penholder(environment, *words)
    assert said.returncode == 1, said.stdout
    assert "Traceback" not in said.stderr
    return said.stderr


def test_beside_a_record_no_word_makes_a_new_key_and_only_its_own_sheet_comes_back(
    environment: Environment, tmp_path: Path
) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    key = done(environment, "key", "show")
    own, other = tmp_path / "own sheet", tmp_path / "other sheet"
    own.write_text(done(environment, "key", "sheet"))
    name = Verifier.parse(key.strip()).name
    other.write_text(sheet_of(Signer(name=name, seed=bytes(32)), made="today"))
    shutil.rmtree(data / "signer")

    for words in (("show",), ("sheet",), ("rotate",), ("retire", key.strip())):
        assert "The record's key is missing" in _refused(environment, "key", *words)
    assert "signed by another one" in _refused(environment, "key", "restore", str(other))
    (data / "log/key").unlink()
    assert "signed by another one" in _refused(environment, "key", "restore", str(other))
    assert not (data / "signer/key").exists()

    done(environment, "key", "restore", str(own))
    assert done(environment, "key", "show") == key


def test_what_a_rotation_began_is_finished_by_the_next_and_announced_once(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    tiles = data / "log/tile"
    aside = tiles.rename(data / "aside")
    tiles.write_text("nothing can be written below a file")

    for _ in range(2):
        assert "could not be" in _refused(environment, "key", "rotate")
    assert len(done(environment, "key", "show").split()) == 1
    tiles.unlink()
    aside.rename(tiles)
    following = KeptSigner(data / "signer").make_next()
    done(environment, "key", "rotate")

    both = [Verifier.parse(line) for line in done(environment, "key", "show").split()]
    assert both[1] == following
    assert kinds_in(data).count("key.rotated") == 1
    note = (data / "log/checkpoint").read_bytes()
    assert {one.verifier for one in open_checkpoint(note, keys=both).log} == set(both)
    assert not (data / "signer/next").exists()


def test_a_key_in_force_whose_rotation_was_cut_off_is_not_followed_by_a_third(
    environment: Environment,
) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    done(environment, "key", "rotate")
    signer = KeptSigner(data / "signer")
    # As a power cut leaves it before the checkpoint is signed anew.
    (data / "signer/next").write_text(signer.keys()[1].skey())
    before = done(environment, "key", "show")

    done(environment, "key", "rotate")

    assert done(environment, "key", "show") == before
    assert kinds_in(data).count("key.rotated") == 1


def test_a_retirement_is_entered_once_however_often_it_is_tried(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    old = done(environment, "key", "show").strip()
    done(environment, "key", "rotate")
    tiles = data / "log/tile"
    aside = tiles.rename(data / "aside")
    tiles.write_text("nothing can be written below a file")
    for _ in range(2):
        assert "could not be" in _refused(environment, "key", "retire", old)
    tiles.unlink()
    aside.rename(tiles)

    done(environment, "key", "retire", old)

    assert kinds_in(data).count("key.retired") == 1
    assert old not in done(environment, "key", "show")


def test_a_damaged_key_and_a_missing_sheet_are_told_in_sentences(
    environment: Environment, tmp_path: Path
) -> None:
    found(environment, "Marram")
    (Path(environment["PENHOLDER_DATA"]) / "signer/key").write_bytes(b"\xff\xff")

    assert "backup sheet" in _refused(environment, "key", "show")
    assert "No such file" in _refused(environment, "key", "restore", str(tmp_path / "none"))


def test_the_witnesses_have_seen_what_the_new_key_signs_when_the_word_is_done(
    environment: Environment, tmp_path: Path
) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    old = Verifier.parse(done(environment, "key", "show").strip())
    with running_witness(tmp_path, old) as witness:
        (data / "policy").write_text(f"witness w {witness.key.vkey()} {witness.url}\nquorum w\n")
        done(environment, "key", "rotate")

    keys = [Verifier.parse(line) for line in (data / "log/key").read_text().split()]
    opened = open_checkpoint((data / "log/checkpoint").read_bytes(), keys=[*keys, witness.key])
    assert len(opened.log) == 2
    assert [one.verifier for one in opened.witnesses] == [witness.key]


# A signer of its own


@contextmanager
def _signing(folder: Path, socket: Path) -> Iterator[None]:
    words = ("sign", "--folder", str(folder), "--socket", str(socket), "--origin", NAME)
    process = subprocess.Popen(
        [sys.executable, "-m", "penholder", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Signing for")
    try:
        yield
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_signer_of_its_own_changes_its_key_with_a_word_on_either_side(
    environment: Environment, tmp_path: Path
) -> None:
    data, folder = Path(environment["PENHOLDER_DATA"]), tmp_path / "signer"
    with tempfile.TemporaryDirectory(prefix="ph-") as short:
        environment = {**environment, "PENHOLDER_SIGNER": f"{short}/sign"}
        with _signing(folder, Path(short) / "sign"):
            (old,) = KeptSigner(folder).verifiers()
            found(environment, "Marram")
            following = done(environment, "sign", "--folder", str(folder), "--make-next").strip()
            for _ in range(2):
                assert "--use-next" in done(environment, "key", "announce", following)
            assert following in done(environment, "sign", "--folder", str(folder), "--use-next")
            found(environment, "Sedge")

            keys = [old, Verifier.parse(following)]
            note = (data / "log/checkpoint").read_bytes()
            assert {one.verifier for one in open_checkpoint(note, keys=keys).log} == set(keys)
            sheets = done(environment, "sign", "--folder", str(folder), "--sheet")
            assert sheets.count("Name of the record:") == 2

            assert "--drop" in done(environment, "key", "retire", old.vkey())
            done(environment, "sign", "--folder", str(folder), "--drop", old.vkey())
            found(environment, "Rush")

        assert (data / "log/key").read_text().split() == [following]
        kinds = kinds_in(data)
        assert (kinds.count("key.rotated"), kinds.count("key.retired")) == (1, 1)
        away = _refused(environment, "key", "announce", old.vkey())
        assert "Is `penholder sign` running?" in away
        assert "only key" in _refused(environment, "sign", "--folder", str(folder), "--drop", following)


def test_a_site_that_signs_by_itself_has_no_key_to_announce(environment: Environment) -> None:
    assert "penholder key rotate" in _refused(environment, "key", "announce", "any")
