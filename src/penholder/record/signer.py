"""The signer: holds the key, and remembers what it signed last. Needs neither Django nor the database.

It signs only what continues what it remembers, so a database that was put back from a backup cannot make it sign a
second history. It runs inside the site's process, or as a process of its own under another account (``penholder sign``).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint
from penholder.pure.ledger.growth import require_growth
from penholder.pure.ledger.keys import Signer, Verifier
from penholder.pure.ledger.note import sign_note
from penholder.pure.ledger.proven import NotProven
from penholder.record.durable import held, write_whole
from penholder.record.once import kept_once

SECRET = 0o600


@dataclass(frozen=True, slots=True)
class KeptSigner:
    """A signer with its key and its memory in one folder, which nobody else may read."""

    folder: Path

    @classmethod
    def at(cls, folder: Path, *, origin: str) -> KeptSigner:
        """The signer in this folder; a key is made under ``origin`` where there is none yet."""
        kept_once(folder / "key", lambda: Signer(name=origin, seed=secrets.token_bytes(32)).skey())
        return cls(folder)

    def keys(self) -> tuple[Signer, ...]:
        """The secret keys in force, the oldest first: while one follows another, both sign."""
        return _keys_in((self.folder / "key").read_text(encoding="utf-8"))

    def verifiers(self) -> tuple[Verifier, ...]:
        """The public halves, in the same order."""
        return tuple(key.verifier for key in self.keys())

    def latest(self) -> str:
        """The note signed last, as it is remembered; empty where nothing was."""
        try:
            return (self.folder / "last").read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def sign(self, checkpoint: Checkpoint, proof: Sequence[bytes]) -> str:
        """The signed note, remembered before it is given out; ``NotProven`` if it does not continue the last one.

        ``proof`` is the consistency proof from the size remembered, which ``latest`` tells.
        """
        keys = self.keys()
        with held(self.folder / "lock"):
            latest = self.latest()
            require_growth(self._opened(latest), checkpoint, proof=proof)
            note = sign_note(checkpoint.body(), *keys)
            if note != latest:
                write_whole(self.folder / "last", note.encode(), mode=SECRET)
        return note

    def remember(self, note: str) -> None:
        """Take up a memory that was lost, from a checkpoint of ours that somebody else kept.

        ``NotProven`` if it is not signed by our key, or is older than what is remembered.
        """
        with held(self.folder / "lock"):
            there = self._opened(self.latest())
            found = open_checkpoint(note, keys=self.verifiers()).checkpoint
            if there is not None and found.size < there.size:
                raise NotProven("This checkpoint is older than the one the signer remembers.")
            write_whole(self.folder / "last", note.encode(), mode=SECRET)

    def make_next(self) -> Verifier:
        """Make the key that is to follow, and keep it aside: it signs nothing before it has been announced."""
        path = self.folder / "next"
        name = self.keys()[0].name
        return Signer.parse(
            kept_once(path, lambda: Signer(name=name, seed=secrets.token_bytes(32)).skey())
        ).verifier

    def put_next_in_force(self) -> None:
        """Let the key that was kept aside sign beside the others."""
        following = Signer.parse((self.folder / "next").read_text(encoding="utf-8").strip())
        self._keep((*(key for key in self.keys() if key != following), following))
        (self.folder / "next").unlink()

    def drop(self, key: Verifier) -> None:
        """Let a key sign no more."""
        self._keep(tuple(one for one in self.keys() if one.verifier != key))

    def _keep(self, keys: Sequence[Signer]) -> None:
        lines = "".join(f"{key.skey()}\n" for key in keys)
        with held(self.folder / "lock"):
            write_whole(self.folder / "key", lines.encode(), mode=SECRET)

    def _opened(self, note: str) -> Checkpoint | None:
        return open_checkpoint(note, keys=self.verifiers()).checkpoint if note else None


@lru_cache(maxsize=4)
def _keys_in(text: str) -> tuple[Signer, ...]:
    """The keys in the text of a key file; reading one means computing its public half, which is worth remembering."""
    return tuple(Signer.parse(line) for line in text.splitlines() if line)
