"""The log's signing key: made once, kept in the data folder, readable by its owner only."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

from penholder.pure.ledger.keys import Signer, Verifier
from penholder.record.once import kept_once


def key_path() -> Path:
    return Path(settings.DATA) / "record.key"


def signer() -> Signer:
    """The key in force; made under the configured origin where there is none yet."""
    return _signer(key_path())


def verifier() -> Verifier:
    """The public half, by which anyone checks the log."""
    return signer().verifier


def origin() -> str:
    """The log's name, fixed when the key was made."""
    return signer().name


@cache
def _signer(path: Path) -> Signer:
    return Signer.parse(kept_once(path, _made))


def _made() -> str:
    return Signer(name=settings.CONFIG.text("origin"), seed=secrets.token_bytes(32)).skey()
