"""What may be said in the record: one frozen dataclass for each kind of event.

An event carries ids, public facts and salted commitments, never words, names, roles or addresses. Each stage defines
its own events in its ``events`` room; defining one registers it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, ClassVar

from penholder.pure.ledger.entry import is_minute, moment

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}")
_FIXED_WORD = re.compile(r"[a-z]+(?:_[a-z]+)+")
type_of_kind: dict[str, type[Event]] = {}


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever an entry is by. Kept beside the log, where it can be erased, never in it."""

    uid: str = ""
    name: str = ""


GUEST = Actor()


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened.

    ``scope`` is the uid of the consultation, framework or group it belongs to; ``obj`` of the thing it is about;
    ``re`` of earlier things it refers to. ``words`` are digests of salted disclosures (RFC 9901). Every other field
    of a subclass is a public fact: a number, a short fixed word, or a tuple of these.
    """

    kind: ClassVar[str] = ""
    says: ClassVar[str] = ""

    scope: str
    obj: str
    re: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if not cls.kind or not cls.says:
            raise TypeError(f"{cls.__name__} needs a kind and a sentence")
        known = type_of_kind.setdefault(cls.kind, cls)
        if known.__qualname__ != cls.__qualname__:
            raise TypeError(f"two events are called {cls.kind}: {known.__qualname__} and {cls.__qualname__}")

    @property
    def facts(self) -> dict[str, Any]:
        """The public facts, by name; empty ones are left out."""
        common = {"scope", "obj", "re", "words"}
        named = (
            (field.name, getattr(self, field.name)) for field in fields(self) if field.name not in common
        )
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in named
            if value not in ("", ())
        }


def sentence_of(kind: str, facts: dict[str, Any]) -> str:
    """The event in words, for people who read the log; unknown kinds are named as they are."""
    known = type_of_kind.get(kind)
    if known is None:
        return kind
    blank = {field.name: "" for field in fields(known)}
    return known.says.format_map({**blank, **{name: _said(value) for name, value in facts.items()}})


def minute_said(minute: str) -> str:
    """A minute of the record as people write it."""
    at = moment(minute)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def _said(value: Any) -> Any:
    """A fixed word and a minute as people write them, a list as how many there are of each; everything else as it is."""
    if isinstance(value, list):
        return ", ".join(f"{number} {_said(word)}" for word, number in Counter(map(str, value)).items())
    if not isinstance(value, str):
        return value
    if is_minute(value):
        return minute_said(value)
    return value.replace("_", " ") if _FIXED_WORD.fullmatch(value) else value


def id_in_record(uid: str) -> str:
    """The id as the record can hold it: as it is, or, where a file brought one with spaces or such, its sha-256."""
    return uid if _PLAIN_ID.fullmatch(uid) else sha256(uid.encode("utf-8")).hexdigest()


RECORD = "record"
"""The scope of what concerns the record itself."""


@dataclass(frozen=True, kw_only=True)
class LogRestored(Event):
    """The database had fallen behind the published log, and was brought up to it again; no index was given out twice."""

    kind = "log.restored"
    says = "The database was put back from an older copy; {entries} entries, from {first} on, were read back from the published record."

    first: int
    entries: int


@dataclass(frozen=True, kw_only=True)
class DatabaseAccepted(Event):
    """Somebody took responsibility for going on without the signer's memory and the published files."""

    kind = "database.accepted"
    says = "The record was published again from the database alone, after its published files and the signer’s memory were lost."


@dataclass(frozen=True, kw_only=True)
class KeyRotated(Event):
    """A new key signs beside the old one from here on; the checkpoint over this entry carries the old one's signature."""

    kind = "key.rotated"
    says = "A new key was announced; it signs beside the one before."

    vkey: str


@dataclass(frozen=True, kw_only=True)
class KeyRetired(Event):
    """An old key no longer signs from here on."""

    kind = "key.retired"
    says = "A key was retired; it signs nothing from here on."

    vkey: str
