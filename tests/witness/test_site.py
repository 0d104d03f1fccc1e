"""The site and its witnesses: who is asked, what is published of it, and what raises an alarm everybody can see."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from penholder.pure.ledger.conflict import Conflict
from penholder.pure.ledger.keys import Signer, Verifier
from penholder.pure.ledger.note import signature_line
from penholder.pure.ledger.policy import Policy
from penholder.pure.ledger.proven import Malformed
from penholder.pure.ledger.receipt import Receipt
from penholder.pure.ledger.witness import AddCheckpoint
from penholder.record import clock, signing, store, witnessing
from penholder.record.actions import recover, seal
from penholder.record.alarms import ALARMS_MAX, AlarmKind, alarms, raise_alarm
from penholder.record.considering import Considered, consider
from penholder.record.models import Entry
from penholder.record.queries import receipt_for
from penholder.record.signer import KeptSigner
from penholder.record.witnessing import (
    FIRST_RETRY,
    Answer,
    Reaction,
    ask_witnesses,
    policy_in_force,
    policy_path,
)
from tests.factories.record import fill_log
from tests.witness.running import Running, Story, running_witness, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def waking(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What a seal calls to have the witnesses asked in the background."""
    kept = witnessing.after_seal
    monkeypatch.setattr(witnessing, "after_seal", lambda: None)
    return kept


@pytest.fixture(autouse=True)
def _asked_by_these_tests_alone(waking: Callable[[], None]) -> None:
    """So that the background does not ask at the same time, of the witness or in the database of the test."""


def _sealed(size: int) -> store.Sealed:
    fill_log(size)
    sealed = seal()
    assert sealed is not None
    return sealed


def _key() -> Signer:
    """The record's own secret key: what whoever makes a second record must have."""
    return KeptSigner(signing.here().signer).keys()[0]


def _record() -> Story:
    """The record as it is."""
    leaves = Entry.objects.order_by("index").values_list("leaf_hash", flat=True)
    return Story(tuple(map(bytes, leaves)), _key())


def _policy(*witnesses: tuple[Verifier, str], quorum: str = "any") -> None:
    names = [f"w{at}" for at in range(len(witnesses))]
    lines = [f"witness {name} {key.vkey()} {url}" for name, (key, url) in zip(names, witnesses, strict=True)]
    lines += [f"group all-of-them {quorum} {' '.join(names)}", "quorum all-of-them"]
    policy_path().write_text("".join(f"{line}\n" for line in lines))


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[Running]:
    _sealed(1)
    with running_witness(tmp_path, *signing.verifiers()) as running:
        _policy((running.key, running.url))
        yield running


def _published(name: str = store.CHECKPOINT) -> store.Sealed | None:
    return store.newest(signing.here(), name)


def _witnesses_of(sealed: store.Sealed | None, *keys: Verifier) -> list[Verifier]:
    assert sealed is not None
    opened = open_checkpoint(sealed.note, keys=[*signing.verifiers(), *keys])
    return [one.verifier for one in opened.witnesses]


def _reactions(answers: tuple[Answer, ...]) -> list[Reaction]:
    return [answer.reaction for answer in answers]


# Asking


def test_without_a_policy_nobody_is_asked(waking: Callable[[], None]) -> None:
    assert ask_witnesses(_sealed(3).note) == ()
    before = set(threading.enumerate())
    waking()
    assert set(threading.enumerate()) <= before


def test_a_policy_that_breaks_a_rule_is_told_with_its_line() -> None:
    _sealed(1)
    policy_path().write_text("quorum library\n")

    with pytest.raises(Malformed, match="Line 1"):
        policy_in_force()


def test_what_a_witness_signs_is_published_with_the_checkpoint(witness: Running) -> None:
    sealed = _sealed(7)

    answers = ask_witnesses(sealed.note)

    assert _reactions(answers) == [Reaction.COSIGNED]
    assert _witnesses_of(_published(), witness.key) == [witness.key]
    assert _witnesses_of(_published(store.WITNESSED), witness.key) == [witness.key]
    assert alarms(signing.here()) == ()


def test_as_the_record_grows_the_proof_goes_on_from_what_the_witness_saw(witness: Running) -> None:
    for size in (3, 256, 300):
        assert _reactions(ask_witnesses(_sealed(size).note)) == [Reaction.COSIGNED]

    assert (
        open_checkpoint(
            witness.distant.checkpoint(signing.origin()), keys=[*signing.verifiers(), witness.key]
        ).checkpoint.size
        == 300
    )


def test_a_site_that_forgot_what_the_witness_knows_is_told(witness: Running) -> None:
    ask_witnesses(_sealed(5).note)
    for path in (signing.here().data / "witnesses").iterdir():
        path.write_text("not what it was")

    assert _reactions(ask_witnesses(_sealed(9).note)) == [Reaction.COSIGNED]


def test_a_receipt_made_afterwards_carries_the_witness(witness: Running) -> None:
    ask_witnesses(_sealed(7).note)
    sealed = _published(store.WITNESSED)
    assert sealed is not None

    receipt = receipt_for(Entry.objects.get(index=4), sealed)

    opened = open_checkpoint(receipt.checkpoint_note, keys=[*signing.verifiers(), witness.key])
    assert [one.verifier for one in opened.witnesses] == [witness.key]


def test_asked_twice_about_the_same_it_is_listed_once(witness: Running) -> None:
    sealed = _sealed(7)
    ask_witnesses(sealed.note)
    ask_witnesses(sealed.note)

    published = _published()
    assert published is not None
    assert published.note.count(witness.key.name) == 1


def test_witnesses_are_counted_against_the_quorum(tmp_path: Path) -> None:
    _sealed(1)
    with (
        running_witness(tmp_path / "one", *signing.verifiers()) as one,
        running_witness(tmp_path / "two") as two,
    ):
        _policy((one.key, one.url), (two.key, two.url), quorum="all")
        sealed = _sealed(4)
        assert _reactions(ask_witnesses(sealed.note)) == [Reaction.COSIGNED, Reaction.REFUSED]
        assert _published(store.WITNESSED) is None
        with two.witness.memory.deciding() as desk:
            desk.watch(signing.verifier(), at=1)
        assert _reactions(ask_witnesses(sealed.note)) == [Reaction.COSIGNED] * 2

        assert _witnesses_of(_published(store.WITNESSED), one.key, two.key) == [one.key, two.key]


def test_a_checkpoint_that_has_been_followed_by_another_is_not_put_back(witness: Running) -> None:
    older = _sealed(4)
    newer = _sealed(6)

    assert _reactions(ask_witnesses(older.note)) == [Reaction.COSIGNED]

    published, witnessed = _published(), _published(store.WITNESSED)
    assert published is not None
    assert published.note == newer.note
    assert witnessed is not None
    assert witnessed.size == 4


def test_asked_late_about_an_old_checkpoint_the_witness_raises_no_alarm(witness: Running) -> None:
    older = _sealed(4)
    ask_witnesses(_sealed(6).note)

    assert _reactions(ask_witnesses(older.note)) == [Reaction.REFUSED]
    assert alarms(signing.here()) == ()


def test_a_witness_without_an_address_is_not_asked(witness: Running) -> None:
    policy_path().write_text(f"witness w {witness.key.vkey()}\nquorum w\n")

    assert ask_witnesses(_sealed(3).note) == ()


def test_a_witness_that_is_away_is_left_in_peace_for_a_while(tmp_path: Path, witness: Running) -> None:
    with running_witness(tmp_path / "away", *signing.verifiers()) as away:
        pass
    _policy((away.key, away.url), (witness.key, witness.url))
    sealed = _sealed(3)
    start = clock.now()

    with clock.at(start):
        assert _reactions(ask_witnesses(sealed.note)) == [Reaction.UNREACHABLE, Reaction.COSIGNED]
        again = ask_witnesses(sealed.note)
    assert _reactions(again) == [Reaction.WAITING, Reaction.COSIGNED]
    assert 0 < again[0].again_in <= FIRST_RETRY
    with clock.at(start.replace(year=start.year + 1)):
        later = ask_witnesses(sealed.note)
    assert _reactions(later) == [Reaction.UNREACHABLE, Reaction.COSIGNED]
    assert later[0].again_in > FIRST_RETRY


def test_a_clock_that_was_a_year_ahead_leaves_no_witness_in_peace_for_a_year(
    tmp_path: Path, witness: Running
) -> None:
    with running_witness(tmp_path / "away", *signing.verifiers()) as away:
        pass
    _policy((away.key, away.url), (witness.key, witness.url))
    sealed = _sealed(3)
    start = clock.now()

    with clock.at(start.replace(year=start.year + 1)):
        ask_witnesses(sealed.note)
    told = [json.loads(path.read_bytes()) for path in (signing.here().data / "witnesses").iterdir()]
    assert max(known["heard"] for known in told) > start.timestamp()
    with clock.at(start):
        assert _reactions(ask_witnesses(sealed.note)) == [Reaction.UNREACHABLE, Reaction.COSIGNED]
    told = [json.loads(path.read_bytes()) for path in (signing.here().data / "witnesses").iterdir()]
    assert max(known["heard"] for known in told) == start.timestamp()


def test_a_witness_that_answers_with_a_hundred_signatures_is_listed_once(witness: Running) -> None:
    sealed = _sealed(7)
    text = sealed.note.partition("\n\n")[0] + "\n"
    lines = "".join(witness.witness.cosigner.line(text, time=at) for at in range(1, 101))
    with _answering(200, lines) as url:
        _policy((witness.key, url))
        assert _reactions(ask_witnesses(sealed.note)) == [Reaction.COSIGNED]

    assert _witnesses_of(_published(), witness.key) == [witness.key]


def test_what_can_not_be_opened_is_not_published(witness: Running) -> None:
    """The checkpoint on disk carries a bad line in the name of a witness that has come into the policy since."""
    sealed = _sealed(7)
    other = Verifier("other.example/w", _key().verifier.public, type(witness.key.kind).COSIGNATURE)
    bad = sealed.note + signature_line(other.name, other.key_id, bytes(72))
    store.publish(signing.here(), store.CHECKPOINT, bad.encode())
    _policy((witness.key, witness.url), (other, "http://127.0.0.1:1"))

    assert _reactions(ask_witnesses(sealed.note))[0] is Reaction.REFUSED
    published = _published()
    assert published is not None
    assert published.note == bad
    assert _published(store.WITNESSED) is None


def test_a_witness_that_knows_another_key_refuses_and_says_what_to_do(tmp_path: Path) -> None:
    sealed = _sealed(3)
    stranger = Signer(name=signing.origin(), seed=bytes(32))
    with running_witness(tmp_path, stranger.verifier) as running:
        _policy((running.key, running.url))
        (answer,) = ask_witnesses(sealed.note)

    assert answer.reaction is Reaction.REFUSED
    assert "the newest" in answer.sentence
    assert _published(store.WITNESSED) is None


@contextmanager
def _answering(status: int, body: str, *, kind: str = "text/plain") -> Iterator[str]:
    """Somebody at a witness's address who is none: always the same answer."""

    class Parrot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has there
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Parrot)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, "", "text/plain"),
        (200, "<!doctype html>\n", "text/html"),
        (200, "— w.example/w AAAAAAA=\n", "text/plain"),
        (302, "", "text/plain"),
        (404, "", "text/plain"),
        (409, "99999\n", "text/x.tlog.size"),
        (409, "many\n", "text/x.tlog.size"),
        (409, "1\n", "text/x.tlog.size"),
        (422, "no\n", "text/plain"),
        (500, "oh\n", "text/plain"),
    ],
)
def test_whatever_an_address_answers_nothing_is_believed_without_a_signature(
    status: int, body: str, kind: str
) -> None:
    sealed = _sealed(7)
    key = Verifier(name="w.example/w", public=bytes(31) + b"\x09")
    vkey = Verifier.parse(
        Verifier(name=key.name, public=_key().verifier.public, kind=type(key.kind).COSIGNATURE).vkey()
    )
    with _answering(status, body, kind=kind) as url:
        _policy((vkey, url))
        (answer,) = ask_witnesses(sealed.note)

    assert answer.reaction in {Reaction.REFUSED, Reaction.UNREACHABLE}
    assert alarms(signing.here()) == ()
    assert _published() == sealed
    assert _published(store.WITNESSED) is None


def test_after_a_seal_the_witnesses_are_asked_in_the_background(
    witness: Running, monkeypatch: pytest.MonkeyPatch, waking: Callable[[], None]
) -> None:
    monkeypatch.setattr(witnessing, "after_seal", waking)

    _sealed(7)

    until = time.monotonic() + 60
    while _published(store.WITNESSED) is None and time.monotonic() < until:
        time.sleep(0.02)
    assert _witnesses_of(_published(store.WITNESSED), witness.key) == [witness.key]


# Alarms


def test_a_second_record_shown_to_the_witness_first_raises_the_alarm(witness: Running) -> None:
    sealed = _sealed(7)
    other = _record().at(4).told_on(6, tale="another")
    other.shown_to(witness.distant)

    answers = ask_witnesses(sealed.note)

    assert _reactions(answers) == [Reaction.ALARM]
    (alarm,) = alarms(signing.here())
    assert alarm.kind is AlarmKind.SPLIT
    (conflict,) = Conflict.parse_all(alarm.text)
    conflict.require_proof(signing.verifiers())


def test_a_larger_record_shown_to_the_witness_raises_the_alarm_of_a_roll_back(witness: Running) -> None:
    sealed = _sealed(7)
    _record().told_on(9).shown_to(witness.distant)

    assert _reactions(ask_witnesses(sealed.note)) == [Reaction.ALARM]
    (alarm,) = alarms(signing.here())
    assert alarm.kind is AlarmKind.ROLLED_BACK
    assert open_checkpoint(alarm.theirs, keys=signing.verifiers()).checkpoint.size == 9


def test_a_conflict_others_have_shown_the_witness_raises_the_alarm_here(witness: Running) -> None:
    ask_witnesses(_sealed(7).note)
    other = _record().at(4).told_on(7, tale="another")
    witness.distant.add(AddCheckpoint(7, (), other.note))
    sealed = _sealed(9)

    start = clock.now()
    with clock.at(start.replace(year=start.year + 1)):
        answers = ask_witnesses(sealed.note)

    assert _reactions(answers) == [Reaction.ALARM]
    assert [alarm.kind for alarm in alarms(signing.here())] == [AlarmKind.SPLIT]


def test_the_same_alarm_is_raised_once_however_the_record_grows(witness: Running) -> None:
    other = _record().told_on(6, tale="another")
    other.shown_to(witness.distant)

    for size in (7, 8, 12):
        ask_witnesses(_sealed(size).note)

    assert len(alarms(signing.here())) == 1


def test_an_alarm_is_a_public_file_in_plain_words(witness: Running) -> None:
    sealed = _sealed(7)
    finding = consider(_record().at(3).told_on(5, tale="another").note)

    assert finding.alarm is not None
    text = (signing.here().log / finding.alarm.path).read_text()
    assert finding.alarm.path == "alarms/1.txt"
    assert text.startswith("Two different records were signed under the name of this one.\n")
    assert "must say in public" in text
    assert sealed.note.splitlines()[0] in text


# What people bring


def test_what_fits_is_told_to_fit(witness: Running) -> None:
    before = _sealed(5)
    now = _sealed(9)
    receipt = receipt_for(Entry.objects.get(index=2), before)

    assert consider(now.note).kind is Considered.SAME
    assert consider(before.note.encode()).kind is Considered.OLDER
    assert consider(receipt.text()).kind is Considered.OLDER
    assert "unchanged" in consider(receipt.text()).sentence
    assert alarms(signing.here()) == ()


@pytest.mark.parametrize("brought", ["", "Dear all", b"\xff", "c2sp.org/tlog-proof@v1\nindex 1\n\nno note"])
def test_what_is_no_checkpoint_is_unreadable(brought: str | bytes) -> None:
    _sealed(3)

    assert consider(brought).kind is Considered.UNREADABLE


def test_what_this_record_did_not_sign_raises_nothing() -> None:
    _sealed(3)
    stranger = Signer(name=signing.origin(), seed=bytes(32))

    assert consider(story(3).note).kind is Considered.NOT_OURS
    assert consider(story(3, signer=stranger).note).kind is Considered.NOT_OURS
    assert alarms(signing.here()) == ()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9])
def test_a_second_history_is_proven_at_every_size(size: int) -> None:
    _sealed(9)
    finding = consider(story(size, tale="another", signer=_key()).note)

    assert finding.kind is Considered.SPLIT
    assert finding.alarm is not None
    (conflict,) = Conflict.parse_all(finding.alarm.text)
    conflict.require_proof(signing.verifiers())


def test_a_receipt_of_a_second_history_raises_the_alarm_too() -> None:
    _sealed(9)
    other = story(4, tale="another", signer=_key())

    assert consider(Receipt(index=0, proof=(), checkpoint_note=other.note).text()).kind is Considered.SPLIT


def test_a_longer_record_raises_the_alarm_even_before_anything_is_entered_here() -> None:
    recover()
    finding = consider(sign_checkpoint(Checkpoint(signing.origin(), 3, bytes(32)), _key()))

    assert finding.kind is Considered.ROLLED_BACK
    assert [alarm.kind for alarm in alarms(signing.here())] == [AlarmKind.ROLLED_BACK]


def test_while_nothing_is_published_nobody_is_accused() -> None:
    origin = signing.origin()  # where the key is made

    finding = consider(sign_checkpoint(Checkpoint(origin, 3, bytes(32)), _key()))

    assert finding.kind is Considered.NOT_NOW
    assert alarms(signing.here()) == ()


def test_alarms_do_not_fill_the_disk() -> None:
    _sealed(9)
    for at in range(ALARMS_MAX + 3):
        other = Conflict(story(9, tale=f"tale {at}", signer=_key()).note, "")
        raise_alarm(signing.here(), AlarmKind.SPLIT, other, at=clock.now())

    assert len(alarms(signing.here())) == ALARMS_MAX


def test_an_alarm_somebody_damaged_is_one_all_the_same() -> None:
    _sealed(2)
    store.publish(signing.here(), "alarms/7.txt", b"\xff gone")

    assert [alarm.number for alarm in alarms(signing.here())] == [7]


def test_what_is_remembered_of_a_witness_is_kept_out_of_the_public_log(witness: Running) -> None:
    ask_witnesses(_sealed(3).note)

    (kept,) = (signing.here().data / "witnesses").iterdir()
    assert json.loads(kept.read_text())["size"] == 3
    assert not list(signing.here().log.rglob("*.json"))


def test_the_policy_of_the_site_is_a_policy_for_everybody(witness: Running) -> None:
    """With the log's own line added, the file is what an auditor uses."""
    ask_witnesses(_sealed(3).note)
    policy = Policy.parse(f"log {signing.verifier().vkey()}\n{policy_path().read_text()}")
    witnessed = _published(store.WITNESSED)
    assert witnessed is not None

    assert policy.is_satisfied_by(open_checkpoint(witnessed.note, keys=policy.keys))
