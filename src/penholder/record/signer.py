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
from penholder.pure.ledger.note import as_text, sign_note
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.record.durable import locked, write_whole
from penholder.record.once import kept_once

SECRET = 0o600
BEGUN = ("checkpoint", "key")
"""Either of these in the folder of the log says that a record is here, and so that there was a key."""


class KeyMissing(NotProven):
    """The record's key is gone; a new one would begin a second record beside the first."""

    def __init__(self) -> None:
        super().__init__(
            "The record's key is missing, and a record is here already. "
            "Bring it back from its backup sheet: penholder key restore SHEET"
        )


class KeyDamaged(NotProven):
    """The file with the key is there, and no key can be read from it."""


class MemoryDamaged(NotProven):
    """What was signed last can't be read, so nobody can say what would continue it."""


@dataclass(frozen=True, slots=True)
class KeptSigner:
    """A signer with its key and its memory in one folder, which nobody else may read."""

    folder: Path

    @classmethod
    def at(cls, folder: Path, *, origin: str, log: Path | None = None) -> KeptSigner:
        """The signer in this folder. A key is made under ``origin`` where there is none and nothing was signed yet.

        ``log`` is the folder of the public log, where the signer may see it. Raises KeyMissing.
        """
        key = folder / "key"
        if not key.is_file():
            traces = [folder / "last", *(log / name for name in BEGUN if log is not None)]
            # Looked for once more: of two first starts at once, the other may have come this far.
            if any(trace.exists() for trace in traces) and not key.is_file():
                raise KeyMissing
            kept_once(key, lambda: _made(origin))
        return cls(folder)

    def keys(self) -> tuple[Signer, ...]:
        """The secret keys in force, the oldest first: while one follows another, both sign."""
        path = self.folder / "key"
        try:
            return _keys_in(path.read_bytes())
        except FileNotFoundError as fault:
            raise KeyMissing from fault
        except Malformed as fault:
            raise KeyDamaged(
                f"The file {path} holds no key that can be read. {fault} Move it away, and bring the key back from its "
                "backup sheet: penholder key restore SHEET"
            ) from fault

    def verifiers(self) -> tuple[Verifier, ...]:
        """The public halves, in the same order."""
        return tuple(key.verifier for key in self.keys())

    def latest(self) -> str:
        """The note signed last, as it is remembered; empty where nothing was, or where it can't be read any more.

        A damaged memory is one that ``remember`` may fill again; until then nothing is signed.
        """
        try:
            return self._memory()[0]
        except MemoryDamaged:
            return ""

    def sign(self, checkpoint: Checkpoint, proof: Sequence[bytes]) -> str:
        """The signed note, remembered before it is given out; ``NotProven`` if it does not continue the last one.

        ``proof`` is the consistency proof from the size remembered, which ``latest`` tells.
        """
        with locked(self.folder / "lock"):
            keys = self.keys()
            if checkpoint.origin != keys[0].name:
                raise NotProven(
                    f"This is the log “{checkpoint.origin}”, and the key here is for “{keys[0].name}”."
                )
            note, latest = self._memory()
            require_growth(latest, checkpoint, proof=proof)
            signed = sign_note(checkpoint.body(), *keys)
            if signed != note:
                self._remember(signed)
        return signed

    def remember(self, note: str) -> None:
        """Take up a memory that was lost, from a checkpoint of ours that somebody else kept.

        ``NotProven`` if it is not signed by our key, or is older than what is remembered.
        """
        with locked(self.folder / "lock"):
            found = open_checkpoint(note, keys=self.verifiers()).checkpoint
            try:
                there = self._memory()[1]
            except MemoryDamaged:
                there = None
            if there is not None and found.size < there.size:
                raise NotProven("This checkpoint is older than the one the signer remembers.")
            self._remember(note)

    def make_next(self) -> Verifier:
        """The key that is to follow, kept aside; made where there is none. It signs nothing before it was announced."""
        name = self.keys()[0].name
        if not (self.folder / "next").is_file():
            kept_once(self.folder / "next", lambda: _made(name))
        return self._next().verifier

    def put_next_in_force(self) -> Verifier:
        """Let the key that was kept aside sign beside the others. It stays aside until ``forget_next``."""
        with locked(self.folder / "lock"):
            following, keys = self._next(), self.keys()
            if following not in keys:
                self._keep((*keys, following))
        return following.verifier

    def forget_next(self) -> None:
        """All is done for the key that was kept aside; the next to follow will be another one."""
        (self.folder / "next").unlink(missing_ok=True)

    def drop(self, key: Verifier) -> None:
        """Let a key sign no more; ``NotProven`` where none would be left, or none that knows what was signed last."""
        with locked(self.folder / "lock"):
            keys = self.keys()
            left = tuple(one for one in keys if one.verifier != key)
            if left == keys:
                raise NotProven("This key does not sign here.")
            if not left:
                raise NotProven("This is the only key. Make a new one first.")
            note, _ = self._memory()
            if note:
                _require_signed_by_the_others(note, left)
            self._keep(left)

    def _next(self) -> Signer:
        try:
            (following,) = _keys_in((self.folder / "next").read_bytes())
        except FileNotFoundError as fault:
            raise NotProven("No key has been made that could follow the present one.") from fault
        except ValueError as fault:
            raise KeyDamaged(
                f"The file {self.folder / 'next'} does not hold one key that can be read. It has signed nothing: "
                "move it away, and make another one."
            ) from fault
        return following

    def _keep(self, keys: Sequence[Signer]) -> None:
        lines = "".join(f"{key.skey()}\n" for key in keys)
        write_whole(self.folder / "key", lines.encode(), mode=SECRET)

    def _remember(self, note: str) -> None:
        write_whole(self.folder / "last", note.encode(), mode=SECRET)

    def _memory(self) -> tuple[str, Checkpoint | None]:
        """The note signed last and what it says; raises MemoryDamaged."""
        path = self.folder / "last"
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            return "", None
        try:
            note = as_text(raw, what="The memory")
            return note, open_checkpoint(note, keys=self.verifiers()).checkpoint
        except (KeyMissing, KeyDamaged):
            raise
        except NotProven as fault:
            raise MemoryDamaged(
                f"What the signer remembers in {path} can't be read. {fault} Start the site again: it tells the signer "
                "what was published last. Where nothing is published, move that file away first."
            ) from fault


def _made(name: str) -> str:
    return Signer(name=name, seed=secrets.token_bytes(32)).skey()


def _require_signed_by_the_others(note: str, left: Sequence[Signer]) -> None:
    try:
        open_checkpoint(note, keys=[key.verifier for key in left])
    except NotProven as fault:
        raise NotProven(
            "The key that stays has signed nothing yet. Wait until something has been entered, and try again."
        ) from fault


@lru_cache(maxsize=4)
def _keys_in(raw: bytes) -> tuple[Signer, ...]:
    """The keys in a key file; reading one means computing its public half, which is worth remembering."""
    lines = as_text(raw, what="It").splitlines()
    keys = tuple(Signer.parse(line.strip()) for line in lines if line.strip())
    if not keys:
        raise Malformed("It is empty.")
    return keys
