"""The folder a witness keeps everything in: its secret key and its memory. Nobody but its owner may look inside."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from penholder.pure.ledger.keys import Signer
from penholder.pure.ledger.witness import Cosigner

OWNER_ONLY = 0o700
SECRET = 0o600


class NoWitness(Exception):
    """There is no witness in this folder, or there is one already; the message says what to do."""


@dataclass(frozen=True, slots=True)
class WitnessFolder:
    """Where a witness lives."""

    path: Path

    @property
    def key(self) -> Path:
        """The secret key, one line, in the form other witnesses keep theirs."""
        return self.path / "key"

    @property
    def memory(self) -> Path:
        """The database of what it has seen."""
        return self.path / "memory.sqlite3"

    def found(self, name: str) -> Cosigner:
        """A new witness of this name; ``NoWitness`` where one lives here already."""
        cosigner = Cosigner(Signer(name=name, seed=secrets.token_bytes(32)))
        self.path.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        self.path.chmod(OWNER_ONLY)
        try:
            handle = os.open(self.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SECRET)
        except FileExistsError as there:
            raise NoWitness(
                f"There is a witness in {self.path} already. Its key is {self.cosigner().verifier.vkey()}"
            ) from there
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{cosigner.signer.skey()}\n")
            file.flush()
            os.fsync(file.fileno())
        _force(self.path)
        return cosigner

    def cosigner(self) -> Cosigner:
        """The witness that lives here; ``NoWitness`` where none does, ``Malformed`` where its key is damaged."""
        try:
            return Cosigner.parse(self.key.read_text(encoding="utf-8").strip())
        except FileNotFoundError as missing:
            raise NoWitness(
                f"There is no witness in {self.path}. Make one with: penholder witness init --name NAME --data {self.path}"
            ) from missing


def _force(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
