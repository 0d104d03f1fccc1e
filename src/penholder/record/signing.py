"""Which record this site keeps, and who signs it: a signer in this process, or one that listens on a socket."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from penholder.pure.ledger.checkpoint import Checkpoint
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.proven import NotProven
from penholder.record.distant import DistantSigner
from penholder.record.folder import RecordFolder
from penholder.record.signer import KeptSigner
from penholder.record.store import KEY


class Signs(Protocol):
    """What a signer does, wherever it runs."""

    def verifiers(self) -> tuple[Verifier, ...]:
        """The public keys in force, the oldest first."""

    def latest(self) -> str:
        """The note it signed last; empty where none, or where it can't be read any more."""

    def sign(self, checkpoint: Checkpoint, proof: Sequence[bytes]) -> str:
        """The signed note; ``NotProven`` where this would not continue what was signed last."""

    def remember(self, note: str) -> None:
        """Take up a memory that was lost."""


def here() -> RecordFolder:
    """The folders of this site's record."""
    return _folder(settings.DATA)


def signer() -> Signs:
    """The signer in force; its key is made under the configured origin where there is neither a key nor a record."""
    distant = settings.CONFIG.text("signer")
    if distant:
        return DistantSigner(Path(distant))
    return KeptSigner.at(here().signer, origin=settings.CONFIG.text("origin"), log=here().log)


def verifiers() -> tuple[Verifier, ...]:
    """The public keys by which anyone checks the log, the oldest first."""
    return signer().verifiers()


def verifier() -> Verifier:
    """The key in force; while one follows another, the newer one."""
    return verifiers()[-1]


def public_keys() -> tuple[Verifier, ...]:
    """The same for whoever only looks: as they were last published, where the signer can't say just now."""
    try:
        return verifiers()
    except (OSError, NotProven):
        return tuple(map(Verifier.parse, (here().log / KEY).read_text(encoding="utf-8").splitlines()))


def origin() -> str:
    """The log's name, fixed when the first key was made."""
    return verifiers()[0].name


@lru_cache(maxsize=4)
def _folder(data: Path) -> RecordFolder:
    """Asked for several times in every act, and always the same."""
    return RecordFolder(Path(data))
