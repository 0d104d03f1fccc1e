"""One part of a run: one kind of fault, on one data folder, so many times, from a seed. Prints a report as JSON."""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import django

from tests.faults import children
from tests.servers.postgres import KillablePostgres

STEPS = 45
"""More than any act has: statements to the database, files forced to disk, files renamed."""


@dataclass(slots=True)
class Site:
    """The site under trial, and everything anybody has been told or shown so far."""

    data: Path
    chance: random.Random
    consultation: str = ""
    acknowledged: list[dict[str, str]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    starts: list[float] = field(default_factory=list)
    read_back: int = 0
    ends: dict[str, int] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)

    def begin(self, fault: dict[str, Any]) -> children.Child:
        """A worker that starts as the site starts."""
        began = monotonic()
        return children.begin(lambda tell: _work(tell, self.consultation, fault, began))

    def take(self, child: children.Child) -> None:
        """Note what the child had told before it ended."""
        for line in child.lines:
            if "acknowledged" in line:
                self.acknowledged.append(line["acknowledged"])
            elif "started" in line:
                self.starts.append(line["started"]["seconds"])
                self.read_back += line["started"]["read_back"]
            elif "held" in line:
                self.held.append(line["held"])
        self.look()

    def look(self) -> None:
        """See what is served, as any visitor may."""
        with suppress(FileNotFoundError):
            note = (self.data / "log" / "checkpoint").read_text(encoding="utf-8")
            self.seen[note] = self.seen.get(note, 0) + 1

    def count(self, end: str) -> None:
        self.ends[end] = self.ends.get(end, 0) + 1


def kills(site: Site, rounds: int) -> None:
    """Kill -9: a third at a moment of chance, a third at named points, a third before a step of chance."""
    from tests.faults.traps import NAMED

    named = sorted(NAMED)
    for number in range(rounds):
        kind = number % 3
        if kind == 0:
            _killed_by_chance(site)
        elif kind == 1:
            point = named[(number // 3) % len(named)]
            _ended_by_itself(site, {"point": point}, point)
        else:
            _ended_by_itself(site, {"step": site.chance.randrange(STEPS), "acts": 3}, "before a step")


def pairs(site: Site, rounds: int) -> None:
    """Two publishers started by mistake on the same folder; both are killed at some moment."""
    for _ in range(rounds):
        both = [site.begin({}), site.begin({})]
        for child in both:
            _until_first_receipt(site, child)
        sleep(site.chance.uniform(0.0, 0.1))
        for child in both:
            child.kill()
            site.take(child)
        site.count("two publishers")


def restores(site: Site, rounds: int) -> None:
    """The database is put back as it was some time ago, under a log that has gone on since."""
    database = site.data / "penholder.sqlite3"
    kept = site.data / "kept.sqlite3"
    for _ in range(rounds):
        _run_for(site, acts=site.chance.randrange(1, 4))
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(kept)) as copy:
            source.backup(copy)
        _run_for(site, acts=site.chance.randrange(1, 12))
        for end in ("-wal", "-shm"):
            database.with_name(database.name + end).unlink(missing_ok=True)
        shutil.copyfile(kept, database)
        _two_starts(site)
        site.count("older backup put back")


def full(site: Site, rounds: int) -> None:
    """The disk fills up at a moment of chance; then room is made and the site started again."""
    ballast = site.data.parent / "ballast"
    for _ in range(rounds):
        _fill(ballast, leave=site.chance.randrange(0, 1_500_000))
        child = site.begin({"acts": 400})
        last = monotonic() + 20
        while child.listen(0.5) and monotonic() < last:
            pass
        if child.ended is None:
            child.kill()
        site.take(child)
        ballast.unlink()
        _run_for(site, acts=1)
        site.count("full disk")


def database_kills(site: Site, rounds: int, server: KillablePostgres) -> None:
    """The database server is killed under a running worker, and started again."""
    for _ in range(rounds):
        child = site.begin({})
        _until_first_receipt(site, child)
        sleep(site.chance.uniform(0.0, 0.1))
        server.kill()
        child.join()  # its connection is gone: it ends with an error
        site.take(child)
        server.start()
        _run_for(site, acts=1)
        site.count("database killed")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.part")
    parser.add_argument("kind", choices=("kills", "pairs", "restores", "full", "database_kills"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    asked = parser.parse_args()
    if asked.kind == "database_kills":
        with KillablePostgres.running() as server:
            os.environ["PENHOLDER_DATABASE_URL"] = server.url
            _run(asked, lambda site, rounds: database_kills(site, rounds, server))
    else:
        _run(asked, {"kills": kills, "pairs": pairs, "restores": restores, "full": full}[asked.kind])


def _run(asked: argparse.Namespace, rounds: Callable[[Site, int], None]) -> None:
    os.environ["PENHOLDER_DATA"] = str(asked.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "penholder.project.settings"
    django.setup()
    site = Site(asked.data, random.Random(asked.seed))
    site.consultation = children.answer_of(_made_site)
    watching = threading.Event()
    watcher = threading.Thread(target=_watch, args=(site, watching), daemon=True)
    # A forked child is left with whatever lock this thread holds at that moment, so it reads one file and imports nothing.
    watcher.start()
    began = monotonic()
    rounds(site, asked.rounds)
    _run_for(site, acts=1)
    watching.set()
    watcher.join()
    lost = asked.kind == "restores"
    found = children.answer_of(lambda: _found(site, words_may_be_lost=lost))
    print(
        json.dumps(
            {
                "kind": asked.kind,
                "rounds": asked.rounds,
                "seed": asked.seed,
                "ends": site.ends,
                "acknowledged": len(site.acknowledged),
                "checkpoints seen": len(site.seen),
                "starts": len(site.starts),
                "slowest start, s": round(max(site.starts), 3),
                "entries read back": site.read_back,
                "held": site.held,
                "broken promises": found,
                "took, s": round(monotonic() - began, 1),
            }
        )
    )


def _made_site() -> str:
    from django.core.management import call_command

    from tests.factories.consultations import consultation_on, scene

    call_command("migrate", verbosity=0, interactive=False)
    return str(consultation_on(scene()).uid)


def _work(tell: Callable[[str], None], consultation: str, fault: dict[str, Any], began: float) -> None:
    from tests.faults.worker import Fault, work

    work(tell, consultation=consultation, fault=Fault(**fault), began=began)


def _found(site: Site, *, words_may_be_lost: bool) -> list[str]:
    from tests.faults.oracle import faults_found
    from tests.faults.worker import Acknowledged

    acknowledged = [Acknowledged(**one) for one in site.acknowledged]
    return faults_found(acknowledged, site.seen, words_may_be_lost=words_may_be_lost)


def _killed_by_chance(site: Site) -> None:
    child = site.begin({})
    if site.chance.random() < 0.8:  # else it may die while it is still setting things right
        _until_first_receipt(site, child)
    sleep(site.chance.uniform(0.0, 0.08))
    child.kill()
    site.take(child)
    site.count("at a moment of chance")


def _ended_by_itself(site: Site, fault: dict[str, Any], name: str) -> None:
    child = site.begin(fault)
    ended = child.join()
    site.take(child)
    site.count(name if ended < 0 else f"{name}: came to its end")


def _run_for(site: Site, *, acts: int) -> None:
    child = site.begin({"acts": acts})
    if child.join() != 0:
        raise RuntimeError("the site could not be started after a fault; what it said stands above")
    site.take(child)


def _two_starts(site: Site) -> None:
    """Two processes start at once on what has to be set right; both must come up."""
    both = [site.begin({"acts": 1}), site.begin({"acts": 1})]
    for child in both:
        if child.join() != 0:
            raise RuntimeError("one of two starts at once broke off; what it said stands above")
        site.take(child)


def _until_first_receipt(site: Site, child: children.Child) -> None:
    while not child.lines and child.listen(30.0):
        site.look()


def _fill(ballast: Path, *, leave: int) -> None:
    there = os.statvfs(ballast.parent)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, there.f_bavail * there.f_frsize - leave))


def _watch(site: Site, end: threading.Event) -> None:
    while not end.wait(0.002):
        site.look()


if __name__ == "__main__":
    main()
