"""The witness over HTTP: every answer of the protocol, and what it remembers of each."""

from __future__ import annotations

import threading
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from penholder.pure.ledger.checkpoint import open_checkpoint, sign_checkpoint
from penholder.pure.ledger.keys import Signer
from penholder.pure.ledger.note import signature_line
from penholder.pure.ledger.witness import (
    CHECKPOINT_BYTES_MAX,
    REQUEST_BYTES_MAX,
    SIZE_TYPE,
    AddCheckpoint,
    cosignatures_in,
    place_of,
)
from tests.witness.running import LOG, NOON, ORIGIN, STRANGER, Running, running_witness, story

PLACE = place_of(ORIGIN)


def _sent(
    running: Running, method: str, path: str, body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(running.url)
    assert parts.hostname
    connection = HTTPConnection(parts.hostname, parts.port, timeout=30)
    try:
        connection.request(method, path, body=body)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def _status(running: Running, request: AddCheckpoint) -> int:
    return running.distant.add(request).status


def _size_seen(running: Running) -> int:
    note = running.distant.checkpoint(ORIGIN)
    return open_checkpoint(note, keys=[LOG.verifier, running.key]).checkpoint.size if note else 0


def test_a_first_checkpoint_is_cosigned(running: Running) -> None:
    answered = running.distant.add(story(7).request(0))

    assert answered.status == 200
    lines = cosignatures_in(answered.body, note=story(7).note, keys=[running.key])
    assert answered.body == "".join(lines)
    signed = open_checkpoint(story(7).note + answered.body, keys=[LOG.verifier, running.key])
    assert [one.time for one in signed.witnesses] == [NOON]


def test_a_checkpoint_that_continues_is_cosigned_and_served_with_both_signatures(running: Running) -> None:
    running.distant.add(story(7).request(0))

    answered = running.distant.add(story(12).request(7))

    assert answered.status == 200
    assert running.distant.checkpoint(ORIGIN) == story(12).note + answered.body
    status, headers, _ = _sent(running, "GET", f"/{PLACE}/checkpoint")
    assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")


def test_the_same_again_is_cosigned_again_with_the_later_time(running: Running) -> None:
    running.distant.add(story(7).request(0))

    again = running.distant.add(story(7).request(7))

    signed = open_checkpoint(running.distant.checkpoint(ORIGIN), keys=[LOG.verifier, running.key])
    assert again.status == 200
    assert [one.time for one in signed.witnesses] == [NOON + 1]


def test_an_empty_log_is_cosigned_and_grows(running: Running) -> None:
    assert _status(running, story(0).request(0)) == 200
    assert _status(running, story(5).request(0)) == 200
    assert _size_seen(running) == 5


def test_signatures_of_others_are_not_served_as_if_checked(running: Running) -> None:
    request = AddCheckpoint(0, (), story(7).note + "— later.example/w AAAAAAA=\n")

    answered = running.distant.add(request)

    assert answered.status == 200
    assert running.distant.checkpoint(ORIGIN) == story(7).note + answered.body


def test_a_log_it_does_not_watch_is_not_found(running: Running) -> None:
    other = Signer(name="elsewhere.example/log", seed=bytes(32))

    assert _status(running, story(7, signer=other).request(0)) == 404
    assert _sent(running, "GET", f"/{place_of(other.name)}/checkpoint")[0] == 404


def test_a_log_it_watches_and_has_not_seen_has_no_checkpoint(running: Running) -> None:
    assert _sent(running, "GET", f"/{PLACE}/checkpoint")[0] == 404
    assert running.distant.checkpoint(ORIGIN) == ""


def test_what_the_log_did_not_sign_is_forbidden(running: Running) -> None:
    spoilt = story(7).note + signature_line(ORIGIN, LOG.verifier.key_id, bytes(64))

    assert _status(running, story(7, signer=STRANGER).request(0)) == 403
    assert _status(running, AddCheckpoint(0, (), spoilt)) == 403
    assert _size_seen(running) == 0


def test_an_old_size_above_the_new_is_a_bad_request(running: Running) -> None:
    assert _status(running, AddCheckpoint(8, (), story(7).note)) == 400


@pytest.mark.parametrize(
    "body", [b"", b"old 0\n", b"\xff", b"old 0\n\nno checkpoint\n", b"old x\n\n" + story(7).note.encode()]
)
def test_what_is_no_request_is_a_bad_request(running: Running, body: bytes) -> None:
    assert _sent(running, "POST", "/add-checkpoint", body)[0] == 400


def test_another_old_size_is_told_the_one_it_knows(running: Running) -> None:
    unknown = _sent(running, "POST", "/add-checkpoint", story(9).request(4).text().encode())
    running.distant.add(story(7).request(0))
    known = _sent(running, "POST", "/add-checkpoint", story(9).request(4).text().encode())

    assert (unknown[0], unknown[1]["Content-Type"], unknown[2]) == (409, SIZE_TYPE, b"0\n")
    assert (known[0], known[1]["Content-Type"], known[2]) == (409, SIZE_TYPE, b"7\n")
    assert running.distant.add(story(9).request(4)).size == 7


def test_what_does_not_continue_is_unprocessable_and_changes_nothing(running: Running) -> None:
    running.distant.add(story(7).request(0))

    assert _status(running, story(9).request(7, proof=())) == 422
    assert _status(running, story(9).request(7, proof=[bytes(32)])) == 422
    assert _status(running, story(9, tale="another").request(7)) == 422
    assert _status(running, story(7, tale="another").request(7)) == 422
    assert _size_seen(running) == 7


def test_a_proof_where_there_is_nothing_before_is_unprocessable(running: Running) -> None:
    assert _status(running, story(7).request(0, proof=[bytes(32)])) == 422


def test_a_body_that_is_too_large_is_refused_before_it_is_read(running: Running) -> None:
    assert _sent(running, "POST", "/add-checkpoint", b"x" * (REQUEST_BYTES_MAX + 1))[0] == 413


def test_a_checkpoint_that_is_a_book_is_a_bad_request(running: Running) -> None:
    book = sign_checkpoint(story(7).checkpoint, LOG).replace(
        "\n\n", "\n" + "x" * CHECKPOINT_BYTES_MAX + "\n\n"
    )

    assert _status(running, AddCheckpoint(0, (), book)) == 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/add-checkpoint", 405),
        ("PUT", "/add-checkpoint", 405),
        ("POST", f"/{PLACE}/checkpoint", 405),
        ("DELETE", "/", 405),
        ("GET", "/nothing", 404),
        ("GET", f"/{PLACE.upper()}/checkpoint", 404),
        ("GET", f"/{PLACE}/../key", 404),
        ("GET", f"/{'0' * 64}/conflicts", 404),
        ("GET", f"/{PLACE}/conflicts", 200),
        ("GET", f"/{PLACE}/strays", 200),
        ("HEAD", "/", 200),
    ],
)
def test_every_other_address_has_one_answer(running: Running, method: str, path: str, status: int) -> None:
    assert _sent(running, method, path)[0] == status


def test_two_at_once_never_roll_it_back(running: Running) -> None:
    """Twelve growing states from many threads at once: whatever is cosigned last is the largest that was cosigned."""
    running.distant.add(story(1).request(0))
    cosigned: list[int] = [1]

    def show(size: int) -> None:
        if story(size).shown_to(running.distant).status == 200:
            cosigned.append(size)

    threads = [threading.Thread(target=show, args=(size,)) for size in range(2, 14)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert _size_seen(running) == max(cosigned)
    with running.witness.memory.reading() as desk:
        assert desk.conflicts(ORIGIN) == ()


def test_of_two_stories_at_once_only_one_is_cosigned(running: Running) -> None:
    running.distant.add(story(5).request(0))
    both = [story(5).told_on(9, tale=tale) for tale in ("a", "b") for _ in range(4)]
    cosigned: list[bytes] = []

    def show(at: int) -> None:
        if running.distant.add(both[at].request(5)).status == 200:
            cosigned.append(both[at].checkpoint.root)

    threads = [threading.Thread(target=show, args=(at,)) for at in range(len(both))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(cosigned)) == 1


def test_it_remembers_over_a_restart(tmp_path: Path) -> None:
    with running_witness(tmp_path, LOG.verifier) as before:
        story(7).shown_to(before.distant)
        key = before.key
    with running_witness(tmp_path) as after:
        assert after.key == key
        assert _size_seen(after) == 7
        assert _status(after, story(9, tale="another").request(7)) == 422


def test_two_keys_of_one_log_are_both_good_while_one_follows_the_other(tmp_path: Path) -> None:
    newer = Signer(name=ORIGIN, seed=bytes(range(3, 35)))
    with running_witness(tmp_path, LOG.verifier, newer.verifier) as running:
        assert _status(running, story(7).request(0)) == 200
        assert _status(running, story(9, signer=newer).request(7)) == 200
