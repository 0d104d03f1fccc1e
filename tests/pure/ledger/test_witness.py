"""Witnesses as values: the request, the judgement in the order of the format, the cosignature, and what proves a lie."""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.ledger.base64_text import to_base64
from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from penholder.pure.ledger.conflict import Conflict, full_path, read_blocks, roots_along, write_blocks
from penholder.pure.ledger.keys import Signer, Verifier
from penholder.pure.ledger.merkle import consistency_proof, leaf_hash, root_of
from penholder.pure.ledger.note import SIGNATURES_MAX, sign_note, signature_line, split_note
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.witness import (
    REQUEST_BYTES_MAX,
    AddCheckpoint,
    Cosigner,
    Verdict,
    cosignatures_in,
    judge,
    signed_only_by,
    with_signatures,
)
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

COSIGNER = Cosigner(WITNESS)
TIME = 1_795_000_000


def _leaves(size: int, *, fork: int | None = None) -> list[bytes]:
    """The leaves of a log; with ``fork``, those of another story from that entry on."""
    return [
        leaf_hash(f"{'other' if fork is not None and at >= fork else 'entry'} {at}".encode())
        for at in range(size)
    ]


def _state(size: int, *, fork: int | None = None) -> Checkpoint:
    return Checkpoint(origin=ORIGIN, size=size, root=root_of(_leaves(size, fork=fork)))


def _note(size: int, *, fork: int | None = None) -> str:
    return sign_checkpoint(_state(size, fork=fork), SIGNER)


def _proof(older: int, newer: int, *, fork: int | None = None) -> tuple[bytes, ...]:
    return consistency_proof(older, _leaves(newer, fork=fork)) if older else ()


def _request(older: int, newer: int, *, fork: int | None = None) -> AddCheckpoint:
    return AddCheckpoint(older=older, proof=_proof(older, newer, fork=fork), note=_note(newer, fork=fork))


def _status(request: AddCheckpoint, latest: Checkpoint | None) -> HTTPStatus:
    return judge(request, latest=latest, keys=KEYS).status


# The request


@pytest.mark.parametrize(("older", "newer"), [(0, 0), (0, 7), (4, 7), (5, 9), (7, 7)])
def test_a_request_survives_its_text(older: int, newer: int) -> None:
    request = _request(older, newer)

    assert AddCheckpoint.parse(request.text()) == request
    assert AddCheckpoint.parse(request.text().encode()) == request
    assert request.claimed == _state(newer)


def test_a_request_reads_as_in_the_example_of_the_format() -> None:
    lines = _request(5, 9).text().split("\n")

    assert lines[0] == "old 5"
    assert lines[1:6] == [to_base64(step) for step in _proof(5, 9)]
    assert lines[6] == ""
    assert lines[7] == ORIGIN


STEP = to_base64(bytes(32))


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "old 0",
        "old 0\n",
        _note(7),
        f"old 0\n{_note(7)}",
        f"old\n\n{_note(7)}",
        f"old 00\n\n{_note(7)}",
        f"old 07\n\n{_note(7)}",
        f"old -1\n\n{_note(7)}",
        f"old ٧\n\n{_note(7)}",
        f"old  7\n\n{_note(7)}",
        f"old 7 \n\n{_note(7)}",
        f"old {2**63}\n\n{_note(7)}",
        f"old {'9' * 5000}\n\n{_note(7)}",
        f"Old 0\n\n{_note(7)}",
        f"old 0\r\n\n{_note(7)}",
        f"old 4\n{STEP[:-4]}\n\n{_note(7)}",
        f"old 4\n{STEP}=\n\n{_note(7)}",
        f"old 4\n {STEP}\n\n{_note(7)}",
        f"old 4\n{to_base64(bytes(31))}\n\n{_note(7)}",
        "old 4\n" + f"{STEP}\n" * 64 + f"\n{_note(7)}",
        "old 0\n\n" + sign_note(f"{ORIGIN}\n7\n", SIGNER),
        "old 0\n\n" + split_note(_note(7))[0],
        f"old 0\n\n{_note(7)}".encode() + b"\xff",
        "old 0\n\n" + sign_note(_state(7).body() + "more\n" * 4_000, SIGNER),
        f"old 0\n\n{_note(7)}" + "— stranger AAAAAAA=\n" * (REQUEST_BYTES_MAX // 20),
    ],
)
def test_a_request_that_is_not_in_form_is_refused(raw: str | bytes) -> None:
    with pytest.raises(Malformed):
        AddCheckpoint.parse(raw)


def test_sixty_three_lines_of_proof_are_read() -> None:
    assert len(AddCheckpoint.parse("old 4\n" + f"{STEP}\n" * 63 + f"\n{_note(7)}").proof) == 63


@given(raw=st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        AddCheckpoint.parse(raw)


# The judgement


def test_a_first_checkpoint_and_one_that_continues_it_are_good() -> None:
    assert _status(_request(0, 7), None) is HTTPStatus.OK
    assert _status(_request(7, 9), _state(7)) is HTTPStatus.OK
    assert _status(_request(7, 7), _state(7)) is HTTPStatus.OK
    assert _status(_request(0, 0), None) is HTTPStatus.OK
    assert _status(_request(0, 7), _state(0)) is HTTPStatus.OK


def test_a_log_nobody_asked_to_watch_is_not_found() -> None:
    other = Signer(name="elsewhere.example/log", seed=SIGNER.seed)

    assert judge(_request(0, 7), latest=None, keys=[other.verifier]).status is HTTPStatus.NOT_FOUND
    assert judge(_request(0, 7), latest=None, keys=[]).status is HTTPStatus.NOT_FOUND


def test_a_checkpoint_the_log_did_not_sign_is_forbidden() -> None:
    by_stranger = AddCheckpoint(0, (), sign_checkpoint(_state(7), STRANGER))
    spoilt = AddCheckpoint(0, (), _note(7) + signature_line(ORIGIN, KEYS[0].key_id, bytes(64)))

    assert _status(by_stranger, None) is HTTPStatus.FORBIDDEN
    assert _status(spoilt, None) is HTTPStatus.FORBIDDEN


def test_an_old_size_above_the_checkpoint_is_a_bad_request() -> None:
    assert _status(AddCheckpoint(8, (), _note(7)), _state(8)) is HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("older", [0, 4, 6])
def test_an_old_size_the_witness_does_not_know_is_a_conflict(older: int) -> None:
    assert _status(_request(older, 9), _state(7)) is HTTPStatus.CONFLICT
    assert _status(_request(4, 9), None) is HTTPStatus.CONFLICT


@pytest.mark.parametrize(
    ("request_", "latest"),
    [
        (AddCheckpoint(0, (), sign_checkpoint(Checkpoint(ORIGIN, 0, bytes(32)), SIGNER)), None),
        (AddCheckpoint(0, (bytes(32),), _note(7)), None),
        (AddCheckpoint(0, (bytes(32),), _note(7)), _state(0)),
        (AddCheckpoint(7, (), _note(9)), _state(7)),
        (AddCheckpoint(7, _proof(6, 9), _note(9)), _state(7)),
        (AddCheckpoint(7, (*_proof(7, 9), bytes(32)), _note(9)), _state(7)),
        (AddCheckpoint(7, (bytes(32),), _note(7)), _state(7)),
        (_request(7, 9, fork=3), _state(7)),
        (_request(7, 7, fork=3), _state(7)),
    ],
)
def test_what_does_not_continue_what_the_witness_knows_is_unprocessable(
    request_: AddCheckpoint, latest: Checkpoint | None
) -> None:
    assert _status(request_, latest) is HTTPStatus.UNPROCESSABLE_ENTITY


def test_faults_are_told_in_the_order_of_the_format() -> None:
    """A request with every fault at once, and one fault less each time."""
    latest = _state(7)
    everything = AddCheckpoint(9, (bytes(32),), sign_checkpoint(_state(8, fork=2), STRANGER))
    signed = AddCheckpoint(9, (bytes(32),), _note(8, fork=2))
    ordered = AddCheckpoint(6, (bytes(32),), signed.note)
    known = AddCheckpoint(7, (bytes(32),), signed.note)

    assert judge(everything, latest=latest, keys=()).status is HTTPStatus.NOT_FOUND
    assert [_status(one, latest) for one in (everything, signed, ordered, known)] == [403, 400, 409, 422]


def test_a_verdict_says_who_signed_only_where_the_signature_was_good() -> None:
    assert (
        judge(AddCheckpoint(0, (), sign_checkpoint(_state(7), STRANGER)), latest=None, keys=KEYS).signed
        is None
    )
    refused = judge(_request(0, 7), latest=_state(9), keys=KEYS)
    assert refused == Verdict(HTTPStatus.CONFLICT, refused.sentence, open_checkpoint(_note(7), keys=KEYS))


# The cosignature


def test_a_cosignature_is_the_one_every_other_client_checks() -> None:
    line = COSIGNER.line(split_note(_note(7))[0], time=TIME)

    assert _note(7) + line == cosigned(_note(7), time=TIME)
    assert COSIGNER.verifier == WITNESS_KEY
    signed = open_checkpoint(_note(7) + line, keys=[*KEYS, WITNESS_KEY])
    assert [(one.verifier, one.time) for one in signed.witnesses] == [(WITNESS_KEY, TIME)]


@pytest.mark.parametrize("time", [0, -1, 2**63])
def test_a_cosignature_states_a_time(time: int) -> None:
    with pytest.raises(ValueError, match="states a time"):
        COSIGNER.line("text\n", time=time)


def test_a_cosigner_is_kept_in_the_text_form_other_witnesses_use(shared: Path) -> None:
    known = json.loads((shared / "data/tlog/vectors.json").read_bytes())

    for vkey, skey in known["witness_test_keys"].values():
        cosigner = Cosigner.parse(skey)
        assert cosigner.signer.verifier.vkey() == vkey
        assert cosigner.verifier.public == Verifier.parse(vkey).public
        assert cosigner.verifier.key_id != Verifier.parse(vkey).key_id
        line = cosigner.line(split_note(_note(7))[0], time=TIME)
        assert cosignatures_in(line, note=_note(7), keys=[cosigner.verifier]) == (line,)


def test_an_answer_may_have_lines_of_keys_nobody_knows() -> None:
    text, _ = split_note(_note(7))
    line = COSIGNER.line(text, time=TIME)
    answer = Cosigner(STRANGER).line(text, time=TIME) + line + "— later.example/w AAAAAAA=\n"

    assert cosignatures_in(answer, note=_note(7), keys=[WITNESS_KEY]) == (line,)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "thank you\n",
        COSIGNER.line(split_note(_note(8))[0], time=TIME),
        Cosigner(STRANGER).line(split_note(_note(7))[0], time=TIME),
        "more text\n\n" + COSIGNER.line(split_note(_note(7))[0], time=TIME),
        "\n" + COSIGNER.line(split_note(_note(7))[0], time=TIME),
        COSIGNER.line(split_note(_note(7))[0], time=TIME).rstrip("\n"),
        b"\xff",
    ],
)
def test_an_answer_without_a_good_cosignature_is_refused(answer: str | bytes) -> None:
    with pytest.raises(NotProven):
        cosignatures_in(answer, note=_note(7), keys=[WITNESS_KEY])


def test_with_signatures_keeps_the_log_s_own_and_lets_a_newer_cosignature_stand() -> None:
    text, _ = split_note(_note(7))
    once = with_signatures(_note(7), [COSIGNER.line(text, time=TIME)])
    again = with_signatures(once, [COSIGNER.line(text, time=TIME + 60)])

    assert again == _note(7) + COSIGNER.line(text, time=TIME + 60)


def test_of_many_cosignatures_of_one_key_the_newest_is_taken() -> None:
    text, _ = split_note(_note(7))
    times = [TIME, TIME + 90, *range(TIME + 1, TIME + 90)]
    answer = "".join(COSIGNER.line(text, time=time) for time in times)

    assert cosignatures_in(answer, note=_note(7), keys=[WITNESS_KEY]) == (
        COSIGNER.line(text, time=TIME + 90),
    )


def test_no_note_gets_two_lines_of_a_key_or_more_lines_than_a_note_may_have() -> None:
    text, _ = split_note(_note(7))
    same = [COSIGNER.line(text, time=TIME + more) for more in range(150)]
    assert with_signatures(_note(7), same) == _note(7) + same[-1]

    others = [Cosigner(Signer(f"w{at}.example", bytes([at] * 32))).line(text, time=TIME) for at in range(150)]
    full = with_signatures(_note(7), others)
    assert full == _note(7) + "".join(others[: SIGNATURES_MAX - 1])
    assert with_signatures(full, others[100:]) == full
    assert open_checkpoint(full, keys=KEYS).checkpoint == _state(7)

    long = [signature_line(f"w{at}", bytes(4), bytes(60_000)) for at in range(20)]
    assert open_checkpoint(with_signatures(_note(7), long), keys=KEYS).checkpoint == _state(7)


def test_signed_only_by_drops_every_line_that_was_not_checked() -> None:
    note = _note(7) + COSIGNER.line(split_note(_note(7))[0], time=TIME) + "— later.example/w AAAAAAA=\n"

    assert signed_only_by(KEYS, note) == _note(7)


# What proves a lie


@pytest.mark.parametrize("older", range(1, 12))
@pytest.mark.parametrize("newer", range(1, 12))
def test_two_stories_are_proven_at_any_two_sizes(older: int, newer: int) -> None:
    if older > newer:
        return
    path = full_path(older, root_of(_leaves(older, fork=0)), _proof(older, newer, fork=0))
    lie = Conflict(_note(older), _note(newer, fork=0), path if older < newer else ())

    assert lie.require_proof(KEYS) == (_state(older), _state(newer, fork=0))
    assert Conflict.parse_all(f"Some words.\n\n{lie.text()}\nMore words.\n{lie.text()}") == (lie, lie)


@pytest.mark.parametrize("older", range(1, 12))
@pytest.mark.parametrize("newer", range(1, 12))
def test_an_honest_log_can_not_be_shown_to_lie(older: int, newer: int) -> None:
    if older > newer:
        return
    root = root_of(_leaves(older))
    for path in ((), _proof(older, newer), full_path(older, root, _proof(older, newer)), (bytes(32),)):
        with pytest.raises(NotProven, match="may both be true"):
            Conflict(_note(older), _note(newer), path).require_proof(KEYS)


@given(
    older=st.integers(1, 11),
    newer=st.integers(1, 11),
    path=st.lists(st.binary(min_size=31, max_size=32) | st.sampled_from(_leaves(11)), max_size=6),
)
def test_no_path_shows_an_honest_log_to_lie(older: int, newer: int, path: list[bytes]) -> None:
    with pytest.raises(NotProven):
        Conflict(_note(older), _note(newer), tuple(path)).require_proof(KEYS)


def test_a_full_path_leads_to_both_roots() -> None:
    for newer in range(2, 40):
        for older in range(1, newer):
            path = full_path(older, root_of(_leaves(older)), _proof(older, newer))
            assert roots_along(older, newer, path) == (root_of(_leaves(older)), root_of(_leaves(newer)))
            assert roots_along(older, newer, path[:-1]) is None
            assert roots_along(older, newer, (*path, bytes(32))) is None


def test_a_conflict_of_notes_another_key_signed_proves_nothing() -> None:
    for changed in changed_bytes(_note(7, fork=2).encode()):
        with pytest.raises(NotProven):
            Conflict(_note(7), changed.decode("utf-8", "replace")).require_proof(KEYS)


def test_a_conflict_between_two_logs_is_none() -> None:
    other = Signer(name="elsewhere.example/log", seed=bytes(32))
    note = sign_checkpoint(Checkpoint(other.name, 7, bytes(32)), other)

    with pytest.raises(NotProven, match="two logs"):
        Conflict(_note(7), note).require_proof([*KEYS, other.verifier])


def test_no_line_of_a_note_can_pose_as_ours() -> None:
    """A log may add lines of its own below the root: they stay inside the note they stand in."""
    sly = sign_note(f"{_state(7).body()}one\n    other\npath\nother\n", SIGNER)

    assert Conflict.parse_all(Conflict(sly, _note(7)).text()) == (Conflict(sly, _note(7)),)


def test_evidence_survives_its_text_whatever_stands_around_it() -> None:
    blocks = [("one", made_log(3).note), ("other", "a\n\n\nb\n"), ("one", "c\n")]

    assert list(read_blocks(f"Title\n\nWords.\n\n{write_blocks(blocks)}\nThe end.\n")) == blocks


@pytest.mark.parametrize(
    "text", ["one\n    a\n", "one\n    a\none\n    b\nother\n    c\n", "one\n    a\npath\n    b\n"]
)
def test_half_a_conflict_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        Conflict.parse_all(text)
