"""A witness killed at the worst moment has either not seen a checkpoint at all, or remembers it: never signed and forgot."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from penholder.pure.ledger.checkpoint import open_checkpoint
from penholder.witness.asking import DistantWitness, Unreachable
from penholder.witness.folder import WitnessFolder
from tests.journeys.site import ROOT, free_port
from tests.witness.running import LOG, ORIGIN, running_witness, story

DYING = """
import os, signal, sys, time
from pathlib import Path
import waitress
from penholder.witness.application import application
from penholder.witness.folder import WitnessFolder
from penholder.witness.memory import Memory
from penholder.witness.seeing import Witness

moment, folder, port = sys.argv[1], WitnessFolder(Path(sys.argv[2])), sys.argv[3]

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def clock():
    if moment == "while it decides":
        die()
    return int(time.time())

answer = application(Witness(folder.cosigner(), Memory(folder.memory), clock))

def answer_and_die(environ, start_response):
    body = answer(environ, start_response)
    if environ["REQUEST_METHOD"] == "POST":
        die()
    return body

server = waitress.create_server(answer_and_die, host="127.0.0.1", port=int(port))
print("ready", flush=True)
server.run()
"""


@contextmanager
def _process(*words: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        [sys.executable, *words], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def _killed(folder: Path, moment: str) -> None:
    """Show a witness a checkpoint, and kill it at this moment of answering."""
    port = free_port()
    with _process("-c", DYING, moment, str(folder / "witness"), str(port)) as process:
        with pytest.raises(Unreachable):
            DistantWitness(f"http://127.0.0.1:{port}").add(story(7).request(0))
        assert process.wait() == -9


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with running_witness(tmp_path, LOG.verifier):
        return tmp_path


def test_killed_between_signing_and_answering_it_remembers(folder: Path) -> None:
    _killed(folder, "before it answers")

    with running_witness(folder) as after:
        assert after.distant.checkpoint(ORIGIN).startswith(story(7).checkpoint.body())
        assert after.distant.add(story(7, tale="another").request(7)).status == 422
        assert after.distant.add(story(9).request(7)).status == 200


def test_killed_while_it_decides_it_has_seen_nothing_and_signed_nothing(folder: Path) -> None:
    _killed(folder, "while it decides")

    with running_witness(folder) as after:
        assert after.distant.checkpoint(ORIGIN) == ""
        assert after.distant.add(story(9, tale="another").request(0)).status == 200


def test_killed_at_any_moment_it_never_goes_back(folder: Path) -> None:
    """The real program, shown a growing log, killed at eight moments drawn with a seed."""
    moments = random.Random(20260722)
    key = WitnessFolder(folder / "witness").cosigner().verifier
    signed = size = 0
    for _ in range(8):
        port = free_port()
        words = (
            "-m",
            "penholder",
            "witness",
            "serve",
            "--port",
            str(port),
            "--data",
            str(folder / "witness"),
        )
        with _process(*words) as process:
            witness = DistantWitness(f"http://127.0.0.1:{port}")
            threading.Timer(moments.uniform(0.0, 0.15), process.kill).start()
            try:
                while True:
                    size += 1
                    assert story(size).shown_to(witness).status == 200
                    signed = size
            except Unreachable:
                process.wait()
        with running_witness(folder) as after:
            note = after.distant.checkpoint(ORIGIN)
            seen = open_checkpoint(note, keys=[LOG.verifier, key]).checkpoint.size if note else 0
            assert signed <= seen <= size
    assert signed > 0
