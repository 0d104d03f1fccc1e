"""The log's signing key: made once, kept in the data folder, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

from penholder.pure.ledger.keys import Signer, Verifier


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
    if not path.is_file():
        _make(path)
    return Signer.parse(path.read_text(encoding="utf-8").strip())


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Signer(name=settings.CONFIG.text("origin"), seed=secrets.token_bytes(32))
    waiting = path.with_suffix(f".{os.getpid()}")
    waiting.touch(mode=0o600)
    waiting.write_text(made.skey() + "\n", encoding="utf-8")
    try:
        os.link(waiting, path)  # the first of two starts wins; the other one uses its key
    except FileExistsError:
        pass
    finally:
        waiting.unlink()
