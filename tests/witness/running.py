"""A real witness on a port of this machine, and logs to show it: honest ones, and some that tell two stories."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import waitress
from waitress.server import TcpWSGIServer

from penholder.pure.ledger.checkpoint import Checkpoint, sign_checkpoint
from penholder.pure.ledger.keys import Signer, Verifier
from penholder.pure.ledger.merkle import consistency_proof, leaf_hash, root_of
from penholder.pure.ledger.tiles import TiledTree, grow
from penholder.pure.ledger.witness import REQUEST_BYTES_MAX, AddCheckpoint
from penholder.witness.application import application
from penholder.witness.asking import Answered, DistantWitness
from penholder.witness.comparing import LogCopy
from penholder.witness.folder import WitnessFolder
from penholder.witness.memory import Memory
from penholder.witness.seeing import Witness

ORIGIN = "meadow.example/record"
LOG = Signer(name=ORIGIN, seed=bytes(range(32)))
STRANGER = Signer(name=ORIGIN, seed=bytes(range(1, 33)))
NOON = 1_795_000_000
PATIENCE = 120.0  # a busy disk is not a wrong answer


@dataclass(frozen=True, slots=True)
class Running:
    """A witness that answers."""

    witness: Witness
    url: str

    @property
    def distant(self) -> DistantWitness:
        return DistantWitness(self.url, PATIENCE)

    @property
    def key(self) -> Verifier:
        return self.witness.cosigner.verifier


@contextmanager
def running_witness(folder: Path, *watching: Verifier) -> Iterator[Running]:
    """A witness over HTTP, in a thread; its clock goes on by a second with every look."""
    home = WitnessFolder(folder / "witness")
    if not home.key.exists():
        home.found("library.example/witness")
    seconds = count(NOON)
    witness = Witness(home.cosigner(), Memory(home.memory), lambda: next(seconds))
    with witness.memory.deciding() as desk:
        for key in watching:
            desk.watch(key, at=NOON)
    server = waitress.create_server(
        application(witness), host="127.0.0.1", port=0, threads=4, max_request_body_size=REQUEST_BYTES_MAX
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Running(witness, f"http://127.0.0.1:{server.effective_port}")
    finally:
        server.task_dispatcher.shutdown()
        _close_in_its_thread(server)
        thread.join()


def _close_in_its_thread(server: TcpWSGIServer) -> None:
    """There, since that thread may be waiting on what is closed; it is woken before it can close what it is woken by."""
    with server.trigger.lock:
        server.trigger.thunks.append(server.close)
        server.pull_trigger()


@dataclass(frozen=True, slots=True)
class Story:
    """What a log says happened: its entries' hashes, and whose key says so."""

    leaves: tuple[bytes, ...]
    signer: Signer = LOG

    @property
    def size(self) -> int:
        return len(self.leaves)

    def at(self, size: int) -> Story:
        """The same story, earlier."""
        return Story(self.leaves[:size], self.signer)

    def told_on(self, size: int, *, tale: str = "and so on") -> Story:
        """The story continued up to ``size`` entries; other tales are other stories."""
        more = [leaf_hash(f"{tale} {at}".encode()) for at in range(self.size, size)]
        return Story((*self.leaves, *more), self.signer)

    @property
    def checkpoint(self) -> Checkpoint:
        return Checkpoint(origin=self.signer.name, size=self.size, root=root_of(self.leaves))

    @property
    def note(self) -> str:
        return sign_checkpoint(self.checkpoint, self.signer)

    @property
    def copy(self) -> LogCopy:
        """This story as somebody has it who fetched all its files."""
        tiles = dict(grow((), self.leaves)[0])
        return LogCopy(self.note, TiledTree(self.size, tiles.__getitem__))

    def root_at(self, size: int) -> bytes:
        return root_of(self.leaves[:size])

    def consistency(self, older: int, size: int | None = None) -> tuple[bytes, ...]:
        return consistency_proof(older, self.leaves[:size]) if older else ()

    def request(self, older: int, *, proof: Sequence[bytes] | None = None) -> AddCheckpoint:
        """What asks a witness to go on from ``older``."""
        steps = self.consistency(older) if proof is None else tuple(proof)
        return AddCheckpoint(older=older, proof=steps, note=self.note)

    def shown_to(self, witness: DistantWitness) -> Answered:
        """Shown as a log does it: from nothing, and once more from the size the witness says it knows."""
        answered = witness.add(self.request(0))
        if answered.size is not None and answered.size <= self.size:
            return witness.add(self.request(answered.size))
        return answered


def story(size: int, *, tale: str = "once upon a time", signer: Signer = LOG) -> Story:
    """A log of ``size`` entries."""
    return Story((), signer).told_on(size, tale=tale)
