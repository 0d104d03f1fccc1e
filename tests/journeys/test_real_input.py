"""55 real comments on a real framework, from the filled form to each body's outcome, and every receipt of the way checked."""

from __future__ import annotations

import fcntl
import io
import json
import os
import pickle
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from django.db import transaction
from django.urls import reverse
from lxml import html
from pytest_django.plugin import DjangoDbBlocker

from penholder.__main__ import main
from penholder.pure.formats.case.reading import read_case
from penholder.pure.formats.comment_table import CommentRow, read_comment_table
from penholder.pure.ledger.enclosure import Enclosure, OpenedReceipt, open_receipt
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.receipt import Receipt
from tests.factories.consultations import open_consultation_with
from tests.iso_form import expected_cells, fill_iso_form
from tests.journeys.real_input import (
    ADDED_WORDS,
    NEW_WORDS,
    Comment,
    Run,
    Slip,
    bring_table,
    decided,
    in_one_line,
    signed_in,
    walk_through,
)

pytestmark = (
    pytest.mark.django_db
)  # the run below is shared by all tests here, and asks for the database once

SOURCE = Path(__file__).resolve().parents[2] / "src"
BODIES = {"DE": 40, "PL": 1, "CC": 14}
KINDS = frozenset(
    {
        "community.founded",
        "member.admitted",
        "framework.imported",
        "draft.opened",
        "group.formed",
        "charter.adopted",
        "seat.filled",
        "consultation.opened",
        "response.received",
        "consultation.closed",
        "points.drawn",
        "point.placed",
        "motion.put",
        "vote.cast",
        "motion.carried",
        "motion.lost",
        "points.disposed",
        "motion.enacted",
        "change.applied",
        "dissent.recorded",
        "version.published",
        "outcomes.published",
        "outcome.replied",
    }
)
"""Every kind of entry that this run leaves in the record."""


@pytest.fixture(scope="module")
def yaml_comments(shared: Path) -> list[dict[str, Any]]:
    text = (shared / "data/comment-tables/iso_comments_metanorma_commenter.yaml").read_text("utf-8")
    comments: list[dict[str, Any]] = yaml.safe_load(text)["comments"]
    return comments


@pytest.fixture(scope="module")
def comments(yaml_comments: list[dict[str, Any]]) -> tuple[Comment, ...]:
    return decided(yaml_comments)


@pytest.fixture(scope="module")
def run(
    shared: Path,
    yaml_comments: list[dict[str, Any]],
    comments: tuple[Comment, ...],
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Run:
    """The whole run, once for this file, also where two processes share its tests: the second waits for the first.

    The database is as before when it is over: what people hold is enough to go on.
    """
    own = tmp_path_factory.getbasetemp()
    kept = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "real-input"
    with kept.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        made = file.read()
        if made:
            return cast("Run", pickle.loads(made))  # noqa: S301  written by the other process of this very run
        package = (shared / "data/frameworks/case/sbac-PT.json").read_bytes()
        template = (shared / "data/comment-tables/iso_comment_template_2012-03.docx").read_bytes()
        form = fill_iso_form(template, yaml_comments)
        with django_db_blocker.unblock(), transaction.atomic():
            done = walk_through(package, form, comments)
            transaction.set_rollback(True)
        file.write(pickle.dumps(done))
    return done


@pytest.fixture(scope="module")
def key(run: Run) -> Verifier:
    return Verifier.parse(run.key)


# The comments on their way


def test_receive_table_of_the_real_form_takes_in_three_responses(run: Run) -> None:
    read = run.seen["what was read"]

    assert "3 responses with 55 comments. Nothing is taken in yet." in read
    assert [f"{body}: {number} comment" in read for body, number in BODIES.items()] == [True] * 3
    assert "What was odd" not in read
    assert [slip.body for slip in run.slips] == list(BODIES)
    assert len({slip.code for slip in run.slips}) == 3


def test_stage_table_with_a_form_that_was_taken_in_takes_nothing_in_again(run: Run) -> None:
    assert "Comments on PT.docx is taken in" in run.seen["brought again"]
    assert "Take in these" not in run.seen["brought again"]
    assert [slip.code in run.seen["brought again"] for slip in run.slips] == [True] * 3


def test_stage_table_with_the_empty_real_form_says_what_to_do(shared: Path) -> None:
    place, consultation = open_consultation_with()
    address = reverse("consultations:stage_table", args=[place.community.slug, consultation.slug])
    empty = (shared / "data/comment-tables/iso_comment_template_2012-03.docx").read_bytes()
    visitor = signed_in(place.coordinator)

    bring_table(visitor, address, empty, refused=True)

    assert "No row holds a comment. Check that this is the filled form, not the empty one." in visitor.text()


def test_draw_whole_answer_at_the_desk_makes_a_point_of_every_comment(run: Run) -> None:
    assert run.drawn == 55
    assert "55 of 55 read" in run.seen["the desk, done"]


def test_gate_names_what_is_missing_until_everything_is_decided(run: Run) -> None:
    assert "is still open, and people may answer until" in run.seen["gate while people answer"]
    assert "55 answers have not been read yet" in run.seen["gate while people answer"]
    assert "55 points wait for an answer from The Way Finders" in run.seen["gate when all is read"]
    assert "is still open" not in run.seen["gate when all is read"]
    assert run.seen["gate when all is decided"].startswith("English Language Arts")
    assert "The gate is open" in run.seen["gate when all is decided"]


def test_close_motion_carries_by_consent_and_reopens_points_where_somebody_objects(run: Run) -> None:
    closed = [run.seen[f"{place} motion"] for place in ("first", "second", "third", "fourth")]

    assert ["Carried by consent" in words for words in closed] == [True, True, False, True]
    assert "1 reasoned objection stood" in closed[2]
    assert "Its points are open again" in closed[2]


def test_publish_version_disposes_of_all_55(run: Run, comments: tuple[Comment, ...]) -> None:
    counted = Counter(comment.kind for comment in comments)

    assert counted == {"accepted": 48, "deferred": 2, "declined": 3, "noted": 1, "out_of_scope": 1}
    assert (
        "3 responses, 55 points: 48 changed the text, 4 answered without a change, 3 not accepted."
        in run.seen["published"]
    )


def test_publish_version_changes_one_statement_of_164_and_adds_one(run: Run, shared: Path) -> None:
    imported, _ = read_case((shared / "data/frameworks/case/sbac-PT.json").read_bytes())
    before, after = imported.by_uid, run.version.by_uid
    (reworded,) = (uid for uid in before if after[uid] != before[uid])
    (added,) = after.keys() - before.keys()

    assert replace(before[reworded], text=NEW_WORDS) == after[reworded]
    assert (after[added].text, after[added].parent, after[added].code) == (ADDED_WORDS, reworded, "N.1")
    assert set(run.version.associations) == set(imported.associations)
    assert (NEW_WORDS in run.seen["version 1"], ADDED_WORDS in run.seen["version 1"]) == (True, True)
    assert "Version 1 was published (statements: 165, changes since the one before: 2)" in run.seen["record"]


# The table going back out


def test_comment_table_goes_back_out_row_for_row_with_the_observations(
    run: Run, comments: tuple[Comment, ...], yaml_comments: list[dict[str, Any]]
) -> None:
    before, _ = read_comment_table(run.given)
    after, report = read_comment_table(run.returned)

    assert (report.read, report.kept, report.oddities) == (55, 55, ())
    assert (after.document, after.date, after.project) == (before.document, before.date, before.project)
    assert [_given_cells(row) for row in after.rows] == [_given_cells(row) for row in before.rows]
    assert [_given_cells(row) for row in after.rows] == [_as_read(comment) for comment in yaml_comments]
    assert [row.observations for row in after.rows] == [_observation(comment) for comment in comments]


def test_comment_table_changes_nothing_else_in_the_file(run: Run) -> None:
    with (
        zipfile.ZipFile(io.BytesIO(run.given)) as given,
        zipfile.ZipFile(io.BytesIO(run.returned)) as returned,
    ):
        assert returned.namelist() == given.namelist()
        changed = [part for part in given.namelist() if given.read(part) != returned.read(part)]
    assert changed == ["word/document.xml"]


def test_comment_table_for_everybody_has_the_same_rows_and_observations(run: Run) -> None:
    returned, _ = read_comment_table(run.returned)
    shown, report = read_comment_table(run.shown)

    assert report.oddities == ()
    assert [(*_given_cells(row), row.observations) for row in shown.rows] == [
        (*_given_cells(row), row.observations) for row in returned.rows
    ]


def _given_cells(row: CommentRow) -> tuple[str, ...]:
    return (
        row.external_id or row.body,
        row.line,
        row.clause,
        row.element,
        row.kind,
        row.comment,
        row.proposed,
    )


def _as_read(comment: dict[str, Any]) -> tuple[str, ...]:
    cells = expected_cells(comment)
    return (*cells[:4], cells[4].lower(), *cells[5:7])


def _observation(comment: Comment) -> str:
    """The label, the reason, and where the text changed for it, how it reads now."""
    if comment.kind != "accepted":
        return f"{comment.label}. {comment.reason}"
    placed = comment.row == 1  # this point was placed on the reworded statement; the others stand on none
    now = f"Now: “{NEW_WORDS}”" if placed else f"Now: “{NEW_WORDS}” Now: “{ADDED_WORDS}”"
    return f"{comment.label}. {comment.reason} {now}"


# The outcome of every response


@pytest.mark.parametrize("body", BODIES)
def test_outcome_by_its_receipt_code_shows_what_became_of_every_comment(
    run: Run, comments: tuple[Comment, ...], body: str
) -> None:
    page = html.fromstring(_slip(run, body).outcome)
    own = [comment for comment in comments if comment.body == body]
    sections = {part.get("id"): part for part in page.cssselect("section.card[id^=point-]")}

    assert list(sections) == [f"point-{comment.number}" for comment in own]
    assert len(own) == BODIES[body]
    assert "checked against the public record" in in_one_line(page.cssselect(".kicker")[0])
    for comment in own:
        section = sections[f"point-{comment.number}"]
        words = in_one_line(section)
        steps = [in_one_line(step) for step in section.cssselect(".step h3, .step-heading")]
        assert " ".join(comment.text.split()) in words
        assert " ".join(comment.proposed.split()) in words
        assert in_one_line(section.cssselect(".pill")[0]) == comment.label
        assert comment.reason in words
        assert (NEW_WORDS in words) is (comment.kind == "accepted")
        assert steps, "the line has no steps"


def _slip(run: Run, body: str) -> Slip:
    return next(slip for slip in run.slips if slip.body == body)


# Every receipt, checked without the site


def test_verify_accepts_every_receipt_of_the_run_together_with_the_whole_record(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipts = _put_down(run, tmp_path)

    code = main(
        ["verify", *map(str, receipts), "--key", str(tmp_path / "log/key"), "--log", str(tmp_path / "log")]
    )

    said, wrong = capsys.readouterr()
    assert (code, wrong) == (0, "")
    assert said.count(": proven.\n") == len(receipts) == len(run.receipts) + 6
    assert f"{len(run.receipts):,}, every one hashed again just now" in said


def test_verify_as_typed_on_a_terminal_opens_the_words_of_a_receipt(
    run: Run, comments: tuple[Comment, ...], tmp_path: Path
) -> None:
    _put_down(run, tmp_path)

    words = [
        sys.executable,
        "-m",
        "penholder",
        "verify",
        "PL-early.tlog-proof",
        "--key",
        "log/key",
        "--log",
        "log",
    ]
    done = subprocess.run(
        words,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    (comment,) = (one for one in comments if one.body == "PL")
    assert "label: PL" in done.stdout
    assert " ".join(comment.text.split()) in " ".join(done.stdout.split())


def test_receipts_of_a_response_open_every_word_of_it(
    run: Run, comments: tuple[Comment, ...], key: Verifier
) -> None:
    for slip in run.slips:
        own = [comment for comment in comments if comment.body == slip.body]
        for raw in (slip.early, slip.late):
            opened = _opened(raw, key)
            said = {one.name: one.value for one in opened.words}
            texts = {f"{comment.number}.text": comment.text for comment in own if comment.text}
            proposed = {f"{comment.number}.proposed": comment.proposed for comment in own if comment.proposed}
            assert opened.body.type == "response.received"
            others = {
                name: said.pop(name) for name in tuple(said) if name == "answers" or name.endswith(".about")
            }
            assert said == {"label": slip.body, "publishing": "words", **texts, **proposed}
            assert len(others["answers"].split()) == len(own)


def test_receipts_are_proven_anew_as_the_record_grows(run: Run, key: Verifier) -> None:
    for slip in run.slips:
        early, late = _opened(slip.early, key).proven, _opened(slip.late, key).proven
        assert (early.index, early.entry) == (late.index, late.entry)
        assert early.checkpoint.size < late.checkpoint.size == len(run.receipts)


def test_record_says_in_words_what_was_decided(run: Run) -> None:
    assert "Points were disposed of: 48 accepted." in run.seen["record"]
    assert "Points were disposed of: 3 declined, 1 noted, 1 out of scope." in run.seen["record"]
    assert "The motion was not carried (objections)" in run.seen["record"]


def test_record_holds_every_kind_of_entry_of_the_run_and_no_word_of_it(
    run: Run, comments: tuple[Comment, ...]
) -> None:
    entries = tuple(run.entries())

    assert {json.loads(entry)["type"] for entry in entries} == KINDS
    assert len(entries) == len(run.receipts)
    written = b"\n".join(entries).decode("utf-8")
    said = [
        words for comment in comments for words in (comment.text, comment.proposed, comment.reason) if words
    ]
    assert [words for words in (*said, NEW_WORDS, "Noor Teal", "Marram Peers") if words in written] == []


# One byte changed


def test_no_byte_of_the_smallest_receipt_can_be_another(run: Run, key: Verifier) -> None:
    raw = min(run.receipts.values(), key=len)
    assert _opened(raw, key)

    believed = [
        at for at in range(len(raw)) for byte in _others(raw[at]) if _is_believed(_with(raw, at, byte), key)
    ]

    assert believed == []


def test_no_byte_of_a_receipt_with_words_can_be_another(run: Run, key: Verifier) -> None:
    raw = _slip(run, "PL").early
    assert {one.name for one in _opened(raw, key).words} >= {"label", "publishing", "answers", "1.text"}

    believed = [at for at in range(len(raw)) if _is_believed(_with(raw, at, raw[at] ^ 1), key)]

    assert believed == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_byte_of_entry_proof_or_checkpoint_can_be_another(run: Run, key: Verifier, kind: str) -> None:
    raw = min((one for one in run.receipts.values() if _opened(one, key).body.type == kind), key=len)
    receipt = Receipt.parse(raw)
    bare = Receipt(receipt.index, receipt.proof, receipt.checkpoint_note)
    entry = Enclosure.parse(receipt.extra).entry
    assert open_receipt(bare, keys=[key], entry=entry).body.type == kind

    spoilt = {f"entry, byte {at}": (bare, one) for at, one in _spoilt(entry)}
    spoilt |= {
        f"step {place}, byte {at}": (
            Receipt(bare.index, (*bare.proof[:place], one, *bare.proof[place + 1 :]), bare.checkpoint_note),
            entry,
        )
        for place, step in enumerate(bare.proof)
        for at, one in _spoilt(step)
    }
    spoilt |= {
        f"checkpoint, byte {at}": (
            Receipt(bare.index, bare.proof, one.decode("utf-8", "surrogateescape")),
            entry,
        )
        for at, one in _spoilt(bare.checkpoint_note.encode())
    }

    assert [where for where, (other, words) in spoilt.items() if _opens(other, words, key)] == []


def test_verify_refuses_receipts_with_one_byte_changed(
    run: Run, key: Verifier, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the command, a byte in each part of one receipt of each kind: one file for each, all refused by name."""
    smallest: dict[str, bytes] = {}
    for raw in sorted(run.receipts.values(), key=len, reverse=True):
        smallest[_opened(raw, key).body.type] = raw
    paths = []
    for number, (kind, raw) in enumerate(sorted(smallest.items())):
        for part, (start, end) in _parts(raw).items():
            at = start + (7 * number + 3) % (end - start)
            path = tmp_path / f"{kind}-{part}.tlog-proof"
            path.write_bytes(_with(raw, at, raw[at] ^ 1))
            paths.append(path)

    code = main(["verify", *map(str, paths), "--key", run.key])

    said, wrong = capsys.readouterr()
    assert (code, said) == (1, "")
    assert [line.partition(": not proven. ")[0] for line in wrong.splitlines()] == [
        str(path) for path in paths
    ]
    assert len(paths) == 3 * len(KINDS)


@pytest.mark.parametrize("kind", ["tile/entries/", "tile/0/", "checkpoint"])
def test_verify_refuses_a_copy_of_the_record_with_one_byte_changed(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    _put_down(run, tmp_path)
    file = next(name for name in run.files if name.startswith(kind))
    path = tmp_path / "log" / file
    whole = path.read_bytes()

    for at in range(0, len(whole), len(whole) // 23):
        path.write_bytes(_with(whole, at, whole[at] ^ 1))
        assert main(["verify", "--log", str(tmp_path / "log"), "--key", run.key]) == 1, f"byte {at} of {file}"

    assert "whole and unchanged" not in capsys.readouterr().out


def _put_down(run: Run, folder: Path) -> list[Path]:
    """The record as files in a folder, and beside it every receipt; answers with the receipts' paths."""
    for name, data in run.files.items():
        path = folder / "log" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    receipts = {f"entry-{index}": raw for index, raw in run.receipts.items()}
    for slip in run.slips:
        receipts |= {f"{slip.body}-early": slip.early, f"{slip.body}-late": slip.late}
    paths = []
    for name, raw in receipts.items():
        paths.append(folder / f"{name}.tlog-proof")
        paths[-1].write_bytes(raw)
    return paths


def _parts(raw: bytes) -> dict[str, tuple[int, int]]:
    """Where the entry, the proof and the checkpoint stand in a receipt."""
    entry, index, blank = raw.index(b"\nextra ") + 7, raw.index(b"\nindex "), raw.index(b"\n\n")
    return {
        "entry": (entry, index),
        "proof": (raw.index(b"\n", index + 1) + 1, blank),
        "checkpoint": (blank + 2, len(raw)),
    }


def _opened(raw: bytes, key: Verifier) -> OpenedReceipt:
    return open_receipt(Receipt.parse(raw), keys=[key])


def _is_believed(raw: bytes, key: Verifier) -> bool:
    try:
        _opened(raw, key)
    except NotProven:
        return False
    return True


def _opens(receipt: Receipt, entry: bytes, key: Verifier) -> bool:
    try:
        open_receipt(receipt, keys=[key], entry=entry)
    except NotProven:
        return False
    return True


def _spoilt(raw: bytes) -> Iterator[tuple[int, bytes]]:
    for at in range(len(raw)):
        yield at, _with(raw, at, raw[at] ^ (1 << at % 8))


def _with(raw: bytes, at: int, byte: int) -> bytes:
    return raw[:at] + bytes([byte]) + raw[at + 1 :]


def _others(byte: int) -> tuple[int, ...]:
    """A neighbour, the other case, and something far away: what a slip, an editor and a bad disk make of it."""
    return (byte ^ 1, byte ^ 0x20, byte ^ 0xFF)
