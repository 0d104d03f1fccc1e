"""The two columns every stage needs to be spoken of in the record: a permanent id, and the salt of its words."""

from __future__ import annotations

import secrets

from django.db import models

from penholder.pure.ledger.disclosure import SALT_BYTES


def new_uid() -> str:
    """A permanent id: 128 random bits, so that it says nothing about what it names."""
    return secrets.token_hex(16)


def new_salt() -> bytes:
    """The random part of a commitment. Destroyed with the words, it leaves nothing that could be guessed at."""
    return secrets.token_bytes(SALT_BYTES)


def uid_field() -> models.CharField[str, str]:
    return models.CharField(max_length=32, unique=True, default=new_uid, editable=False)


def salt_field() -> models.BinaryField[bytes | memoryview, bytes]:
    return models.BinaryField(default=new_salt, editable=False)
