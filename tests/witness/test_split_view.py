"""One dishonest host, one key, two stories, and one honest witness: both who were told find out, in 100 of 100 trials."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from penholder.pure.ledger.checkpoint import open_checkpoint
from penholder.pure.ledger.policy import Policy
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.witness import cosignatures_in, with_signatures
from penholder.witness.comparing import Comparison, LogCopy, Outcome, compare, hold_against, look, report
from tests.witness.running import LOG, ORIGIN, PATIENCE, Running, Story, running_witness, story

TRIALS = 100
SUBMITS = ("1", "2", "12", "21", "121", "212")
ALARMS = {Outcome.SPLIT, Outcome.BEHIND}


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who is shown one story, and audits it against the one witness their policy asks for."""

    policy: Policy

    def audit(self, running: Running, shown: Story) -> Comparison:
        """As ``penholder audit --witness`` does it: the witness first, then the log, then tell the witness."""
        url = self.policy.witnesses[0].url
        assert url == running.url
        found = hold_against(url, lambda: shown.copy, origin=ORIGIN, keys=self.policy.keys, patience=PATIENCE)
        if found.conflict is not None:
            found.conflict.require_proof([LOG.verifier])  # what is told as proof can be shown to anybody
        return found


def _client(running: Running) -> Client:
    lines = f"log {LOG.verifier.vkey()}\nwitness library {running.key.vkey()} {running.url}\nquorum library\n"
    return Client(Policy.parse(lines))


def _cosigned(running: Running, told: Story) -> str:
    """The note as the host publishes it: with the witness's line where it could get one."""
    answered = told.shown_to(running.distant)
    if answered.status != 200:
        return told.note
    return with_signatures(told.note, cosignatures_in(answered.body, note=told.note, keys=[running.key]))


@dataclass(frozen=True, slots=True)
class Trial:
    """Two stories that part at some entry, and what the host tells the witness before each audit."""

    one: tuple[Story, Story]
    two: tuple[Story, Story]
    submits: str
    first: str

    @classmethod
    def drawn(cls, seed: int) -> Trial:
        dice = random.Random(seed)
        fork = dice.randrange(40)
        common = story(fork)

        def grown(tale: str) -> tuple[Story, Story]:
            # Sizes near powers of two and equal sizes come up often: there proofs have their edges.
            first = fork + dice.choice((1, 1, 2, 8 - fork % 8, 64 - fork, dice.randrange(1, 30)))
            now = common.told_on(first, tale=tale)
            return now, now.told_on(first + dice.choice((0, 0, 1, dice.randrange(20))), tale=tale)

        return cls(grown("a"), grown("b"), dice.choice(SUBMITS), dice.choice("12"))


@pytest.mark.parametrize("seed", range(TRIALS))
def test_both_who_were_told_two_stories_find_out(seed: int, tmp_path: Path) -> None:
    trial = Trial.drawn(seed)
    with running_witness(tmp_path, LOG.verifier) as running:
        clients = {"1": _client(running), "2": _client(running)}
        alarmed: set[str] = set()
        proven: set[str] = set()
        order = (trial.first, "2" if trial.first == "1" else "1")
        for after in range(2):
            stories = {"1": trial.one[after], "2": trial.two[after]}
            for name in trial.submits:
                stories[name].shown_to(running.distant)
            for name in order:
                found = clients[name].audit(running, stories[name])
                alarmed |= {name} if found.outcome in ALARMS else set()
                proven |= {name} if found.outcome is Outcome.SPLIT else set()

    assert alarmed == {"1", "2"}
    assert proven, "at least one of them holds proof that convinces others"


def test_the_trials_try_every_way_of_telling_the_witness() -> None:
    trials = [Trial.drawn(seed) for seed in range(TRIALS)]

    assert {trial.submits for trial in trials} == set(SUBMITS)
    assert {trial.first for trial in trials} == {"1", "2"}
    sizes = [(trial.one[0].size, trial.two[0].size) for trial in trials]
    assert any(a == b for a, b in sizes)
    assert any(a < b for a, b in sizes)
    assert any(a > b for a, b in sizes)
    assert any(a & (a - 1) == 0 for a, _ in sizes)


def test_a_host_that_tells_the_witness_nothing_reaches_no_quorum(running: Running) -> None:
    for told in (story(9), story(9, tale="another")):
        client = _client(running)
        found = client.audit(running, told)
        signed = open_checkpoint(told.note, keys=client.policy.keys)
        assert found.outcome is Outcome.UNSEEN
        assert not found.is_sound
        assert not client.policy.is_satisfied_by(signed)


def test_only_one_of_two_stories_reaches_the_quorum(running: Running) -> None:
    policy = _client(running).policy
    notes = [_cosigned(running, story(5).told_on(9, tale=tale)) for tale in ("a", "b")]

    assert [policy.is_satisfied_by(open_checkpoint(note, keys=policy.keys)) for note in notes] == [
        True,
        False,
    ]


def _honest_days(dice: random.Random) -> Iterator[Story]:
    now = story(dice.randrange(1, 20))
    for _ in range(6):
        yield now
        now = now.told_on(now.size + dice.choice((0, 1, 2, 7, 30)), tale="once upon a time")


@pytest.mark.parametrize("seed", range(20))
def test_an_honest_log_never_raises_an_alarm(seed: int, tmp_path: Path) -> None:
    """It is asked about at odd times, misses a day, shows old checkpoints again, and has two faithful readers."""
    dice = random.Random(1_000 + seed)
    with running_witness(tmp_path, LOG.verifier) as running:
        clients = (_client(running), _client(running))
        for now in _honest_days(dice):
            if dice.random() < 0.7:
                assert now.shown_to(running.distant).status == 200
            if dice.random() < 0.5:
                earlier = now.at(dice.randrange(1, now.size + 1))
                assert earlier.shown_to(running.distant).status in {200, 409}
            for client in clients:
                assert client.audit(running, now).outcome in {Outcome.SAME, Outcome.CONTINUES, Outcome.UNSEEN}
        assert running.distant.conflicts(ORIGIN) == ()


def test_a_faithful_copy_that_was_fetched_too_early_is_told_to_fetch_again(running: Running) -> None:
    story(12).shown_to(running.distant)
    client = _client(running)

    assert client.audit(running, story(9)).outcome is Outcome.BEHIND
    assert client.audit(running, story(12)).outcome is Outcome.SAME
    assert client.audit(running, story(14)).outcome is Outcome.CONTINUES


def test_proof_from_one_witness_reaches_another(tmp_path: Path) -> None:
    """Whoever found out can tell every witness; one that knew only one story then knows of both."""
    with (
        running_witness(tmp_path / "one", LOG.verifier) as one,
        running_witness(tmp_path / "two", LOG.verifier) as two,
    ):
        honest, other = story(5).told_on(9, tale="a"), story(5).told_on(8, tale="b")
        honest.shown_to(one.distant)
        honest.shown_to(two.distant)
        found = _client(one).audit(one, other.told_on(11, tale="b"))
        assert found.outcome is Outcome.SPLIT
        assert two.distant.conflicts(ORIGIN) == ()

        view = look(two.url, origin=ORIGIN, keys=_client(two).policy.keys)
        report(view, honest.copy, found)

        assert len(two.distant.conflicts(ORIGIN)) == 1


def test_a_host_that_serves_other_files_to_please_the_witness_is_believed_neither(running: Running) -> None:
    """The entries that were audited are one story; asked for a proof, the host gives the tiles of the other."""
    cosigned, told = story(5).told_on(300, tale="a"), story(5).told_on(600, tale="b")
    cosigned.shown_to(running.distant)
    view = look(running.url, origin=ORIGIN, keys=_client(running).policy.keys, patience=PATIENCE)
    swapped = LogCopy(told.note, cosigned.told_on(600, tale="a").copy.tree)

    with pytest.raises(NotProven):
        compare(view, swapped)
