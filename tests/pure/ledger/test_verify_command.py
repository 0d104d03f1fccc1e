"""``penholder verify``: one clear answer, in words and as a number, on files as people have them."""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from penholder.cli import verify
from penholder.copies import showing
from penholder.pure.ledger.audit import audit_tiles
from penholder.pure.ledger.bundle import write_entries
from penholder.pure.ledger.checkpoint import Checkpoint, sign_checkpoint
from penholder.pure.ledger.disclosure import digest, disclose
from penholder.pure.ledger.enclosure import enclose, open_receipt
from penholder.pure.ledger.entry import EntryBody, facts_of
from penholder.pure.ledger.keys import Signer
from penholder.pure.ledger.merkle import leaf_hash
from penholder.pure.ledger.note import sign_note
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.receipt import Receipt
from tests.pure.ledger.logs import KEYS, ORIGIN, SIGNER, STRANGER, WITNESS_KEY, cosigned, made_log
from tests.pure.ledger.test_vectors import FOLDER
from tests.pure.ledger.tiled import cheap_entries, tiled_log

VKEY = SIGNER.verifier.vkey()
RECEIPT = FOLDER / "R-0004.tlog-proof"
COPY = FOLDER / "log"


def ran(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    verify.add_arguments(parser)
    return verify.run(parser.parse_args([str(argument) for argument in arguments]))


def put_copy(folder: Path, size: int = 7, *, note: str = "", key: str = VKEY) -> Path:
    """A copy of the record of ``size`` made entries in ``folder``."""
    log = tiled_log(made_log(size).entries)
    log.with_files({"checkpoint": (note or log.note).encode(), "key": f"{key}\n".encode()}).write(folder)
    return folder


def files_of(copy: Path) -> dict[str, bytes]:
    return {str(path.relative_to(copy)): path.read_bytes() for path in copy.rglob("*") if path.is_file()}


def put_receipt(folder: Path, receipt: Receipt, name: str = "mine.tlog-proof") -> Path:
    path = folder / name
    path.write_bytes(receipt.text().encode())
    return path


def test_verify_receipt_says_in_words_what_is_proven(capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(RECEIPT, "--key", VKEY) == 0

    said = capsys.readouterr().out
    for part in (
        "proven.",
        "response received (response.received)",
        "4 May 2026, 03:30 UTC",
        "consultation/garden",
        "number: 4",
        "entry 3, counted from 0, of a log that had 7 then",
        f"Signed by  {ORIGIN} (key id 1ca52d47)",
        "2 opened of 4 commitments",
        "question.2: The garden gate should stay open on Sundays.",
    ):
        assert part in said


def test_verify_receipt_with_a_key_from_a_file(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text(f"\n{STRANGER.verifier.vkey()}\n{VKEY}\n", encoding="utf-8")

    assert ran(RECEIPT, "--key", keys) == 0
    assert ran(RECEIPT, "--key", STRANGER.verifier.vkey(), "--key", VKEY) == 0


def test_verify_receipt_without_enclosure_takes_the_entry_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = made_log(7).receipt(3)
    path = put_receipt(tmp_path, Receipt(index=3, proof=bare.proof, checkpoint_note=bare.checkpoint_note))

    assert ran(path, "--entry", FOLDER / "R-0004.entry", "--key", VKEY) == 0
    assert "0 opened of 4" in capsys.readouterr().out
    assert ran(path, "--key", VKEY) == 1
    assert "give the entry as well" in capsys.readouterr().err


def test_verify_log_and_receipt_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(RECEIPT, "--log", COPY) == 0

    said = capsys.readouterr().out
    assert "whole and unchanged" in said
    assert "7, every one hashed again" in said
    assert "the key came with the copy" in said
    assert VKEY in said
    assert "same entry in the same place" in said


def test_verify_log_with_a_key_of_ones_own_needs_no_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert ran("--log", COPY, "--key", VKEY) == 0
    assert "came with the copy" not in capsys.readouterr().out


@pytest.mark.parametrize("below", ["", "record/", "backup/2026/log/"])
def test_verify_log_from_a_zip_at_any_depth(below: str, tmp_path: Path) -> None:
    packed = tmp_path / "record.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(f"{below}README.txt", "hello")
        for name, raw in files_of(COPY).items():
            file.writestr(f"{below}{name}", raw)

    assert ran(RECEIPT, "--log", packed) == 0


def test_verify_older_receipt_in_a_grown_log(tmp_path: Path) -> None:
    paths = [
        put_receipt(tmp_path, made_log(size).receipt(index), f"{size}-{index}.tlog-proof")
        for size in (1, 2, 3, 7, 8, 64)
        for index in (0, size - 1)
    ]

    assert ran(*paths, "--log", put_copy(tmp_path / "copy", 64)) == 0


def test_verify_log_says_how_far_it_is_when_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    tiled_log(cheap_entries(20_000)).write(tmp_path / "long")
    assert ran("--log", tmp_path / "long", "--key", VKEY) == 0
    monkeypatch.setattr(showing, "SECONDS_UNTOLD", 0.0)
    capsys.readouterr()

    assert ran("--log", tmp_path / "long", "--key", VKEY) == 0
    assert capsys.readouterr().err.startswith("16,384 of 20,000 entries hashed …\n")


# What does not fit: 1, and one sentence


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda raw: raw.replace(b"\n7\n", b"\n8\n"), "does not fit the text"),
        (lambda raw: raw.replace(b"index 3", b"index 2"), "does not lead"),
        (lambda raw: raw[:100], "not a receipt"),
        (lambda _: b"", "not a receipt"),
        (lambda raw: raw.replace(b"\n", b"\r\n"), "not a receipt"),
        (lambda _: b"\xff\xfe", "UTF-8"),
    ],
)
def test_verify_spoilt_receipt_is_not_proven(
    spoil: Callable[[bytes], bytes], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.tlog-proof"
    path.write_bytes(spoil(RECEIPT.read_bytes()))

    assert ran(path, RECEIPT, "--key", VKEY) == 1

    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.startswith(f"{path}: not proven. ")
    assert said.err.count("\n") == 1
    assert f"{RECEIPT}: proven." in said.out


def test_verify_receipt_of_another_log_is_not_proven(capsys: pytest.CaptureFixture[str]) -> None:
    other = Signer(name="hill.example/record", seed=bytes(32))

    assert ran(RECEIPT, "--key", other.verifier.vkey()) == 1
    assert "This comes from the log “meadow.example/record”" in capsys.readouterr().err


@pytest.mark.parametrize("at", [0, 1, 2, 500, -1])
def test_verify_log_with_one_byte_changed_is_not_proven(
    at: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = put_copy(tmp_path / "copy")
    bundle = copy / "tile/entries/000.p/7"
    raw = bytearray(bundle.read_bytes())
    raw[at] ^= 1
    bundle.write_bytes(raw)

    assert ran(RECEIPT, "--log", copy) == 1
    said = capsys.readouterr()
    assert f"{copy}: not proven. " in said.err
    assert "whole" not in said.out


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        (made_log(6).entries, "tile/entries/000.p/7 holds 6 entries instead of 7"),
        (made_log(8).entries, "tile/entries/000.p/7 holds 8 entries instead of 7"),
        ((*made_log(8).entries[:6], made_log(8).entries[7]), "Entry 6 (in tile/entries/000.p/7)"),
        (made_log(7).entries[::-1], "Entry 0 (in tile/entries/000.p/7)"),
    ],
)
def test_verify_log_with_other_entries_is_not_proven(
    entries: tuple[bytes, ...], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = put_copy(tmp_path / "copy")
    (copy / "tile/entries/000.p/7").write_bytes(write_entries(entries))

    assert ran("--log", copy) == 1
    assert sentence in capsys.readouterr().err


def test_verify_log_with_other_entries_and_the_tiles_to_fit_them_is_not_proven(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    honest = tiled_log(made_log(7).entries)
    other = tiled_log((*made_log(8).entries[:6], made_log(8).entries[7]))
    other.with_files({"checkpoint": honest.note.encode()}).write(tmp_path)

    assert ran("--log", tmp_path, "--key", VKEY) == 1
    assert "do not add up" in capsys.readouterr().err


def test_verify_receipt_newer_than_the_copy_asks_for_a_newer_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put_receipt(tmp_path, made_log(8).receipt(3))

    assert ran(path, "--log", COPY) == 1
    assert "Get a newer copy" in capsys.readouterr().err


def test_a_signer_who_shows_two_histories_is_found_out() -> None:
    """The same key signs a record in which one early entry is another: each alone is sound, together they are not."""
    honest, index = made_log(8), 5
    other = tiled_log((b"{}", *honest.entries[1:]))
    log = audit_tiles(other.read, other.note, keys=KEYS)

    with pytest.raises(NotProven, match="other entries before"):
        log.require_agreement(open_receipt(honest.receipt(index), keys=KEYS).proven)
    with pytest.raises(NotProven, match="another entry at place 0"):
        log.require_agreement(open_receipt(honest.receipt(0), keys=KEYS).proven)


def test_receipts_of_two_logs_of_one_signer_are_kept_apart() -> None:
    hill = Signer(name="hill.example/record", seed=SIGNER.seed)
    other = tiled_log(made_log(8).entries, signer=hill)
    log = audit_tiles(other.read, other.note, keys=[hill.verifier])

    with pytest.raises(NotProven, match=r"not from “hill\.example/record”"):
        log.require_agreement(open_receipt(made_log(8).receipt(1), keys=KEYS).proven)


@pytest.fixture
def followed(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A copy that only a newer key has signed, and two receipts by the key before it: one covers that key's entry."""
    newer = Signer(name=ORIGIN, seed=bytes(range(9, 41)))
    announced = EntryBody(
        t="2026-05-04T03:30Z",
        type="key.rotated",
        scope="record",
        obj="o",
        facts=facts_of({"vkey": newer.verifier.vkey()}),
    ).to_bytes()
    entries = (*made_log(5).entries, announced, *made_log(9).entries)
    tiled_log(entries, signer=newer).write(tmp_path / "copy")
    early, late = (
        put_receipt(tmp_path, tiled_log(entries[:size]).receipt(3), f"{size}.tlog-proof") for size in (5, 6)
    )
    return tmp_path / "copy", early, late


def test_verify_log_signed_by_a_newer_key_is_led_there_by_a_receipt(
    followed: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    copy, early, late = followed

    assert ran(early, late, "--log", copy, "--key", VKEY) == 0
    said = capsys.readouterr().out
    assert "New key    9fb09a9b, announced by the log in an entry that the key before it signed" in said
    assert said.count("the copy you gave has the same entry in the same place") == 2


def test_verify_log_signed_by_a_newer_key_is_not_proven_where_nothing_leads_to_it(
    followed: tuple[Path, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, early, _ = followed
    spoilt = tmp_path / "spoilt"
    spoilt.write_bytes(b"no receipt")

    for receipts in ([], [early], [spoilt]):
        assert ran(*receipts, "--log", copy, "--key", VKEY) == 1
        said = capsys.readouterr()
        assert (
            "None of the keys you trust has signed this. If the key of the log was changed, give" in said.err
        )
        assert ("After it   the copy you gave is not proven" in said.out) is (receipts == [early])


@pytest.mark.parametrize(
    ("damage", "code", "sentence"),
    [
        ("cut", 1, ".zip is damaged"),
        ("flipped", 1, ".zip is damaged"),
        ("without entries", 1, "tile/entries/000.p/7 is missing"),
        ("without checkpoint", 2, "no file “checkpoint” in it"),
    ],
)
def test_verify_damaged_zip_is_not_proven(
    damage: str, code: int, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in sorted(files_of(COPY).items()):
            if damage.removeprefix("without ") not in name:
                file.writestr(name, content)
    raw = bytearray(held.getvalue())
    if damage == "flipped":
        raw[raw.index(b"tile/entries/000.p/7") + 200] ^= 0xFF
    path = tmp_path / "record.zip"
    path.write_bytes(raw[:60] + raw[-60:] if damage == "cut" else raw)

    assert ran("--log", path, "--key", VKEY) == code
    assert sentence in capsys.readouterr().err


# What makes no sense: 2, and what to do instead


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Give a receipt"),
        ([RECEIPT], "Say which key you trust"),
        ([RECEIPT, RECEIPT, "--entry", RECEIPT, "--key", VKEY], "exactly one"),
        (["nowhere.tlog-proof", "--key", VKEY], "nowhere.tlog-proof cannot be read: No such file"),
        ([RECEIPT, "--key", "nonsense"], "name+key id+key"),
        ([RECEIPT, "--key", ""], "name+key id+key"),
        ([RECEIPT, "--key", "x" * 5_000], "name+key id+key"),
        ([RECEIPT, "--key", VKEY.replace("1ca52d47", "1ca52d48")], "does not belong to its key id"),
        (["--log", "nowhere", "--key", VKEY], "nowhere cannot be read"),
        (["--log", FOLDER, "--key", VKEY], "there is no file “checkpoint” in it"),
        (["--log", RECEIPT, "--key", VKEY], "R-0004.tlog-proof is not a copy of a log"),
        (["--log", "x" * 5_000, "--key", VKEY], "it is not a path"),
        ([RECEIPT, "--policy", RECEIPT], "Line 1 of the policy"),
    ],
)
def test_verify_that_makes_no_sense_says_what_to_do(
    arguments: list[str | Path], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(*arguments) == 2

    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""


def test_verify_log_without_any_key_asks_for_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran("--log", put_copy(tmp_path / "copy", key="")) == 2
    assert "Say which key you trust" in capsys.readouterr().err


# What is shown cannot pose as something else


def test_words_cannot_do_anything_to_the_terminal_or_pose_as_a_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = disclose(bytes(32), "answer", "Red \x1b[31m and \u202eback\nother.tlog-proof: proven.")
    body = EntryBody(
        t="2026-05-04T03:30Z",
        type="collective_response.received",
        scope="a",
        obj="b",
        re=("c", "d"),
        facts=facts_of({"note": "x\ny"}),
        sd=(digest(opened),),
    )
    entry = body.to_bytes()
    note = sign_checkpoint(Checkpoint(origin=ORIGIN, size=1, root=leaf_hash(entry)), SIGNER)
    path = put_receipt(tmp_path, enclose(Receipt(index=0, proof=(), checkpoint_note=note), entry, [opened]))

    assert ran(path, "--key", VKEY) == 0

    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "Red \\u001b[31m and \\u202eback\n             other.tlog-proof: proven." in said
    assert "collective response received" in said
    assert "c, d" in said
    assert [line for line in said.splitlines() if not line.startswith(" ")] == [f"{path}: proven."]


def test_entry_without_words_is_described_without_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = EntryBody(t="2026-05-04T03:30Z", type="log.begun", scope="a", obj="b").to_bytes()
    note = sign_checkpoint(Checkpoint(origin=ORIGIN, size=1, root=leaf_hash(entry)), SIGNER)
    path = put_receipt(tmp_path, enclose(Receipt(index=0, proof=(), checkpoint_note=note), entry))

    assert ran(path, "--key", VKEY) == 0
    assert "Words" not in capsys.readouterr().out


def test_verify_names_the_witnesses_one_trusts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = cosigned(made_log(7).note, time=1_795_000_000)

    assert (
        ran("--log", put_copy(tmp_path / "copy", note=note), "--key", VKEY, "--key", WITNESS_KEY.vkey()) == 0
    )
    said = capsys.readouterr().out
    assert "Seen by    library.example/witness (key id " in said
    assert "18 November 2026, 11:06:40 UTC by its own clock" in said


def put_policy(folder: Path, *lines: str) -> Path:
    path = folder / "policy"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_verify_with_a_policy_asks_for_the_witnesses_it_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = put_policy(tmp_path, f"log {VKEY}", f"witness library {WITNESS_KEY.vkey()}", "quorum library")
    bare = made_log(7).receipt(3)
    seen = put_receipt(tmp_path, replace(bare, checkpoint_note=cosigned(bare.checkpoint_note, time=9)))

    assert ran(RECEIPT, "--policy", policy) == 1
    assert "Not enough of the witnesses you ask for" in capsys.readouterr().err
    assert ran(seen, "--policy", policy) == 0
    assert ran(RECEIPT, "--policy", put_policy(tmp_path, f"log {VKEY}", "quorum none")) == 0


def test_verify_with_a_policy_takes_the_witnesses_of_the_copy_for_an_older_receipt(tmp_path: Path) -> None:
    policy = put_policy(tmp_path, f"log {VKEY}", f"witness library {WITNESS_KEY.vkey()}", "quorum library")
    copy = put_copy(tmp_path / "copy", 8, note=cosigned(made_log(8).note, time=9))

    assert ran(RECEIPT, "--policy", policy, "--log", copy) == 0


# What became of it


def test_verify_without_a_copy_says_that_it_cannot_tell_what_became_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ran(RECEIPT, "--key", VKEY) == 0
    assert "Give a copy of the record with --log for what became of this" in capsys.readouterr().out


def test_verify_with_a_copy_tells_what_became_of_a_response(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = disclose(bytes(32), verify.ANSWERS, "answer1 answer2")
    entries = [
        said("response.received", "response", sd=(digest(answers),)),
        said("points.drawn", "answer2", "point2", points=1),
        said("points.drawn", "answer9", "point9", points=1),
        said("motion.put", "motion", "group", "draft", "point9", "point2", rule="consent"),
        said("motion.carried", "motion", "draft", in_favour=7),
        said("points.disposed", "motion", "point9", "point2", outcomes=["noted", "in_part"]),
        said("outcome.replied", "reply9", "point9", reply="thanks"),
        b"not an entry of ours",
        said("change.applied", "change", "statement", warrant=4, operation="reword"),
    ]
    log = tiled_log(entries)
    log.write(tmp_path / "copy")
    path = put_receipt(tmp_path, log.receipt(0, [answers]))

    assert ran(path, "--log", tmp_path / "copy") == 0
    told = capsys.readouterr().out
    for line in (
        "entry 1: points drawn (points 1), 4 May 2026, 03:30 UTC",
        "entry 3: motion put (rule consent)",
        "entry 4: motion carried (in favour 7)",
        "entry 5: points disposed: in part,",
        "entry 8: change applied (operation reword, warrant 4)",
    ):
        assert line in told
    for other in ("entry 2", "entry 6", "entry 7", "noted"):
        assert other not in told


def test_verify_says_when_a_receipt_does_not_name_the_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(RECEIPT, "--log", COPY) == 0
    assert "nothing in this copy speaks of it yet. The receipt does not open which" in capsys.readouterr().out


def said(kind: str, obj: str, *re: str, sd: tuple[str, ...] = (), **facts: object) -> bytes:
    return EntryBody(
        t="2026-05-04T03:30Z", type=kind, scope="s", obj=obj, re=re, facts=facts_of(facts), sd=sd
    ).to_bytes()


def test_verify_runs_on_a_terminal_of_few_letters_and_without_django() -> None:
    program = (
        "import argparse, sys; sys.modules['django'] = None\n"
        "from penholder.cli import verify\n"
        "parser = argparse.ArgumentParser(); verify.add_arguments(parser)\n"
        "sys.exit(verify.run(parser.parse_args(sys.argv[1:])))\n"
    )
    source = str(Path(verify.__file__).parents[2])

    done = subprocess.run(
        [sys.executable, "-c", program, RECEIPT, "--key", VKEY],
        env={"PYTHONPATH": source, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Thank you \\u2013 we are glad to be asked. Sch\\xf6n!" in done.stdout


def test_checkpoint_signed_over_something_else_is_not_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = put_copy(tmp_path / "copy", note=sign_note("Rain at noon.\n", SIGNER))

    assert ran("--log", copy) == 1
    assert "at least three lines" in capsys.readouterr().err
