"""``penholder audit`` with witnesses: looked at before the log is fetched, and everybody who was shown another log finds out."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from penholder.cli import audit
from penholder.pure.ledger.conflict import Conflict
from penholder.pure.ledger.entry import EntryBody, facts_of
from penholder.pure.ledger.keys import Signer
from penholder.pure.ledger.merkle import leaf_hash
from tests.cli.served import Served, serving
from tests.pure.ledger.logs import KEYS, ORIGIN, SIGNER
from tests.pure.ledger.tiled import TiledLog, cheap_entries, tiled_log
from tests.witness.running import LOG, Running, Story, running_witness

VKEY = SIGNER.verifier.vkey()
NEWER = Signer(name=ORIGIN, seed=bytes(range(9, 41)))
AWAY = "http://127.0.0.1:9"
FORK = 300
Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with running_witness(tmp_path, LOG.verifier, NEWER.verifier) as witness:
        yield witness


@pytest.fixture
def served() -> Iterator[Served]:
    with serving({}) as place:
        yield place


def ran(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    audit.add_arguments(parser)
    return audit.run(parser.parse_args([str(argument) for argument in arguments]))


def told(tale: str, size: int) -> TiledLog:
    """A log that is the same for all up to ``FORK``, and then goes on as the tale has it."""
    common, more = cheap_entries(FORK), cheap_entries(size)[FORK:]
    return tiled_log((*common, *(entry.replace(b"garden", tale.encode()) for entry in more)))


def show(running: Running, log: TiledLog) -> int:
    """Show it to the witness as a log does; what the witness answers."""
    return Story(tuple(map(leaf_hash, log.entries))).shown_to(running.distant).status


def put_policy(folder: Path, running: Running, *, url: str = "", quorum: str = "library") -> Path:
    path = folder / "policy"
    path.write_text(
        f"log {VKEY}\nwitness library {running.key.vkey()} {url or running.url}\nquorum {quorum}\n",
        encoding="utf-8",
    )
    return path


# An honest log


def test_audit_with_a_witness_says_that_it_saw_the_same(
    served: Served, running: Running, capsys: Said
) -> None:
    arguments = (served.address, "--key", VKEY, "--key", running.key.vkey(), "--witness", f"{running.url}/")
    served.files = told("a", 400).files
    assert show(running, told("a", 400)) == 200
    assert ran(*arguments) == 0
    assert (
        f"Witness    {running.url}: The witness saw exactly this log, with 400 entries."
        in capsys.readouterr().out
    )

    served.files = told("a", 700).files
    assert ran(*arguments, "--json") == 0
    (heard,) = json.loads(capsys.readouterr().out)["witnesses asked"]
    assert (heard["url"], heard["outcome"]) == (running.url, "continues")


def test_audit_looks_at_the_witness_before_it_fetches_anything(
    served: Served, running: Running, capsys: Said
) -> None:
    """Fetched first, this honest log would seem to be behind: it grows, and is shown to the witness, on being asked."""
    before, after = told("a", 400), told("a", 700)
    assert show(running, before) == 200

    served.files = before.files
    served.meanwhile = lambda name: show(running, after) if name == "checkpoint" else None

    assert ran(served.address, "--key", VKEY, "--key", running.key.vkey(), "--witness", running.url) == 0
    assert "saw exactly this log, with 400 entries" in capsys.readouterr().out


def test_audit_with_a_policy_asks_the_witnesses_with_an_address_unless_told_not_to(
    served: Served, running: Running, tmp_path: Path, capsys: Said
) -> None:
    served.files = told("a", 400).files
    show(running, told("b", 400))
    policy = put_policy(tmp_path, running, quorum="none")

    assert ran(served.address, "--policy", policy) == 1
    assert "signed two checkpoints that can't both be true" in capsys.readouterr().err
    assert ran(served.address, "--policy", policy, "--no-witness") == 0
    assert ran(served.address, "--policy", policy, "--no-witness", "--witness", running.url) == 1


# A dishonest host, one key, two logs, one honest witness


@dataclass(frozen=True)
class Client:
    """Somebody with a memory and a policy of their own, who is shown one of the two logs."""

    home: Path
    policy: Path
    shown: Served

    def audits(self) -> int:
        return ran(self.shown.address, "--policy", self.policy, "--state", self.home / "state")

    @property
    def proofs(self) -> tuple[Conflict, ...]:
        return tuple(
            conflict
            for kept in self.home.glob("*.evidence")
            for conflict in Conflict.parse_all(kept.read_bytes())
        )


@pytest.mark.parametrize("submits", [("a",), ("b",), ("a", "b"), ("b", "a")])
@pytest.mark.parametrize("sizes", [(400, 500), (500, 400), (512, 512), (301, 700)])
def test_both_who_were_shown_different_logs_find_out_by_the_command(
    sizes: tuple[int, int], submits: tuple[str, ...], running: Running, tmp_path: Path
) -> None:
    logs = {"a": told("a", sizes[0]), "b": told("b", sizes[1])}
    for tale in submits:
        show(running, logs[tale])
    with serving(logs["a"].files) as first, serving(logs["b"].files) as second:
        clients = []
        for tale, shown in (("a", first), ("b", second)):
            home = tmp_path / tale
            home.mkdir()
            clients.append(Client(home, put_policy(home, running, quorum="none"), shown))
        codes = [[client.audits() for client in clients] for _ in range(2)]

    assert codes[1] == [1, 1]
    proofs = [proof for client in clients for proof in client.proofs]
    assert proofs
    for proof in proofs:
        proof.require_proof(KEYS)


def test_audit_that_finds_two_logs_keeps_the_proof_and_tells_the_witness(
    served: Served, running: Running, tmp_path: Path, capsys: Said
) -> None:
    served.files = told("b", 400).files
    assert show(running, told("a", 350)) == 200

    assert ran(served.address, "--policy", put_policy(tmp_path, running)) == 1

    (kept,) = tmp_path.rglob("*.evidence")
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"{served.address}: not sound. The log “{ORIGIN}” signed two checkpoints that can't both be true: different people "
        "were shown different records. Keep the two signed notes; they prove it to anybody.\n"
        f"This came out by asking the witness at {running.url}.\n"
        f"Both checkpoints are kept in {kept}. Show them to others who use this log.\n"
    )
    (conflict,) = running.distant.conflicts(ORIGIN)
    conflict.require_proof(KEYS)


def test_audit_tells_every_witness_what_one_of_them_proves(
    served: Served, running: Running, tmp_path: Path, capsys: Said
) -> None:
    served.files = told("b", 400).files
    show(running, told("a", 400))
    with running_witness(tmp_path / "second", LOG.verifier) as second:
        show(second, told("b", 400))
        arguments = (served.address, "--key", VKEY, "--key", running.key.vkey(), "--key", second.key.vkey())
        assert ran(*arguments, "--witness", second.url, "--witness", running.url, "--json") == 1
        assert len(second.distant.conflicts(ORIGIN)) == 1

    found = json.loads(capsys.readouterr().out)
    assert (found["sound"], found["witness"]) == (False, running.url)
    assert Path(found["evidence"]).is_file()


def test_audit_of_a_log_that_is_kept_short_says_that_it_is_not_confirmed(
    served: Served, running: Running, tmp_path: Path, capsys: Said
) -> None:
    served.files = told("a", 400).files
    show(running, told("a", 500))

    assert ran(served.address, "--policy", put_policy(tmp_path, running)) == 1

    said = capsys.readouterr().err
    assert (
        f"{served.address}: whole in itself, but not confirmed. The witness saw this log with 500 entries, and you were "
        "shown only 400." in said
    )
    assert not tuple(tmp_path.rglob("*.evidence"))


# A witness that knows nothing, or is away


def test_a_witness_that_never_saw_the_log_is_enough_to_refuse_only_if_it_was_named(
    served: Served, running: Running, tmp_path: Path, capsys: Said
) -> None:
    served.files = told("a", 400).files
    policy = put_policy(tmp_path, running, quorum="none")

    assert ran(served.address, "--policy", policy) == 0
    assert f"Mind       {running.url}: The witness has never been shown" in capsys.readouterr().out
    assert ran(served.address, "--policy", policy, "--witness", running.url) == 1
    assert "not confirmed. The witness has never been shown the log" in capsys.readouterr().err
    assert ran(served.address, "--policy", put_policy(tmp_path, running)) == 1
    assert "Not enough of the witnesses you ask for" in capsys.readouterr().err


def test_a_witness_that_is_away_stops_only_who_named_it(
    served: Served, running: Running, tmp_path: Path, capsys: Said
) -> None:
    served.files = told("a", 400).files
    policy = put_policy(tmp_path, running, url=AWAY, quorum="none")

    assert ran(served.address, "--policy", policy) == 0
    assert f"Mind       The witness at {AWAY} can't be reached" in capsys.readouterr().out
    served.asked.clear()
    assert ran(served.address, "--policy", policy, "--witness", AWAY) == 2
    assert (
        capsys.readouterr().err
        == f"The witness at {AWAY} can't be reached: Connection refused. Nothing was audited.\n"
    )
    assert served.asked == []


def test_a_witness_that_signs_with_another_key_than_the_one_trusted_is_told(
    served: Served, running: Running, tmp_path: Path, capsys: Said
) -> None:
    served.files = told("a", 400).files
    show(running, told("a", 400))
    with running_witness(tmp_path / "other", LOG.verifier) as other:
        arguments = (served.address, "--key", VKEY, "--key", other.key.vkey(), "--witness", running.url)
        assert ran(*arguments) == 1

    assert (
        f"What the witness at {running.url} answered proves nothing. No witness you trust has signed"
        in capsys.readouterr().err
    )


# Which log, and whose key


def test_which_log_a_witness_is_asked_about_never_comes_from_the_copy(
    served: Served, running: Running, tmp_path: Path, capsys: Said
) -> None:
    served.files = told("a", 400).files
    show(running, told("a", 400))
    state = tmp_path / "state"
    witness = ("--witness", running.url, "--key", running.key.vkey())

    assert ran(served.address, *witness) == 2
    assert "so say which log it is" in capsys.readouterr().err
    assert ran(served.address, "--witness", running.url, "--key", VKEY) == 2
    assert "Say which key the witness has" in capsys.readouterr().err
    assert served.asked == []
    assert ran(served.address, "--key", VKEY, "--state", state) == 0
    assert ran(served.address, *witness, "--state", state) == 0
    assert "saw exactly this log" in capsys.readouterr().out


def test_a_policy_that_names_no_log_says_that_its_witnesses_were_not_asked(
    served: Served, running: Running, tmp_path: Path, capsys: Said
) -> None:
    served.files = told("a", 400).files
    policy = put_policy(tmp_path, running, quorum="none")
    policy.write_text(policy.read_text(encoding="utf-8").partition("\n")[2], encoding="utf-8")

    assert ran(served.address, "--policy", policy) == 0
    assert f"Mind       {running.url}: It was not asked" in capsys.readouterr().out


def test_of_a_policy_with_several_logs_only_what_concerns_this_one_counts(
    served: Served, running: Running, tmp_path: Path, capsys: Said
) -> None:
    served.files = told("a", 400).files
    show(running, told("a", 400))
    hill = Signer(name="hill.example/record", seed=bytes(32))
    policy = put_policy(tmp_path, running, quorum="none")
    policy.write_text(f"log {hill.verifier.vkey()}\n{policy.read_text(encoding='utf-8')}", encoding="utf-8")

    assert ran(served.address, "--policy", policy, "--json") == 0
    (heard,) = json.loads(capsys.readouterr().out)["witnesses asked"]
    assert heard["outcome"] == "same"


def test_a_witness_that_knows_the_newest_key_is_understood_once_the_log_has_announced_it(
    served: Served, running: Running, tmp_path: Path, capsys: Said
) -> None:
    announced = EntryBody(
        t="2026-05-04T03:30Z",
        type="key.rotated",
        scope="record",
        obj="o",
        facts=facts_of({"vkey": NEWER.verifier.vkey()}),
    ).to_bytes()
    entries = (*cheap_entries(5), announced)
    arguments = (served.address, "--key", VKEY, "--key", running.key.vkey(), "--witness", running.url)
    served.files = tiled_log(entries).files
    assert show(running, tiled_log(entries)) == 200
    assert ran(*arguments) == 0

    grown = (*entries, *cheap_entries(9))
    served.files = tiled_log(grown, signer=NEWER).files
    assert Story(tuple(map(leaf_hash, grown)), NEWER).shown_to(running.distant).status == 200
    assert ran(*arguments) == 0
    said = capsys.readouterr().out
    assert "The witness saw exactly this log, with 15 entries" in said
    assert "New key" in said

    assert ran(served.address, "--policy", put_policy(tmp_path, running)) == 1
    assert f"add it in a line: log {NEWER.verifier.vkey()}\n" in capsys.readouterr().err


def test_a_host_that_serves_other_tiles_when_a_proof_is_wanted_is_not_sound(
    served: Served, running: Running, tmp_path: Path, capsys: Said
) -> None:
    """It was audited as one log; asked for what leads to the state a witness saw, it gives the tiles of the other."""
    cosigned, shown = told("a", 600), told("b", 1000)
    show(running, cosigned)
    files = dict(shown.files)
    served.files = files

    def swap(name: str) -> None:
        if served.asked.count("tile/0/003.p/232") == 2:
            files.update(told("a", 1000).files)

    served.meanwhile = swap

    assert ran(served.address, "--policy", put_policy(tmp_path, running)) == 1
    assert (
        f"Held against what the witness at {running.url} saw, its files lead nowhere."
        in capsys.readouterr().err
    )
