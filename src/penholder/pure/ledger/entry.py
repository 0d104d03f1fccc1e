"""The body of an entry: which act, when, on what, and commitments to the words; never a name, never the words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TypeAlias

from penholder.pure.ledger.canon import ENTRY_BYTES_MAX, Json, canonical_plain, checked_size, read_canonical
from penholder.pure.ledger.disclosure import DIGEST_ALGORITHM
from penholder.pure.ledger.proven import Malformed

VERSION = 1

Fact: TypeAlias = "bool | int | str | tuple[Fact, ...]"

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z")
_KIND = re.compile(r"[a-z]+(?:_[a-z]+)*\.[a-z]+(?:_[a-z]+)*")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}")
_FACT_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_DIGEST = re.compile(r"[A-Za-z0-9_-]{43}")
_KEYS = frozenset({"v", "t", "type", "scope", "obj", "re", "facts", "_sd", "_sd_alg"})
_KEYS_ALWAYS = frozenset({"v", "t", "type", "scope", "obj"})
_INTEGER_MAX = 2**53 - 1
_FACT_DEPTH_MAX = 8


@dataclass(frozen=True, slots=True)
class EntryBody:
    """What an entry says.

    ``t`` is cut to the minute (``minute``). ``scope`` is the framework, consultation or community; ``obj`` a random id
    of the thing itself; ``re`` the ids it answers, corrects or follows from. ``facts`` (``facts_of``) are public in full,
    for ever: nothing personal. ``sd`` are sorted digests of disclosures, decoys among them (``disclosure.pad``).
    """

    t: str
    type: str
    scope: str
    obj: str
    re: tuple[str, ...] = ()
    facts: tuple[tuple[str, Fact], ...] = ()
    sd: tuple[str, ...] = ()
    v: int = VERSION

    def __post_init__(self) -> None:
        # True equals 1 but is written otherwise, so the kind is asked for as well.
        known = type(self.v) is int and self.v == VERSION
        _require(known, f"This entry is of version {self.v}, and version {VERSION} is known here.")
        _require(is_minute(self.t), "The time of an entry is UTC to the minute, like 2026-11-21T22:00Z.")
        _require(
            _matches(_KIND, self.type), "The type of an entry is a noun and a verb, like response.received."
        )
        for name, uid in (("scope", self.scope), ("obj", self.obj), *(("re", uid) for uid in self.re)):
            _require(_matches(_ID, uid), f"“{name}” of an entry is an id of letters, digits and . _ : / -")
        for name, fact in self.facts:
            _require(
                _matches(_FACT_NAME, name), "The name of a fact has small letters, digits and underscores."
            )
            _require(
                _is_fact(fact),
                f"The fact “{name}” must be whole numbers, texts, true or false, or lists of these.",
            )
        _require(
            _is_ascending([name for name, _ in self.facts]),
            "The facts stand in order of name, each name once.",
        )
        _require(
            all(_matches(_DIGEST, one) for one in self.sd), "A commitment has 43 characters of base64url."
        )
        _require(
            _is_ascending(self.sd), "The commitments stand in order, each once, so that order says nothing."
        )

    def to_bytes(self) -> bytes:
        """The canonical bytes that become the leaf."""
        value: dict[str, Json] = {
            "v": self.v,
            "t": self.t,
            "type": self.type,
            "scope": self.scope,
            "obj": self.obj,
        }
        if self.re:
            value["re"] = self.re
        if self.facts:
            value["facts"] = dict(self.facts)
        if self.sd:
            value |= {"_sd": self.sd, "_sd_alg": DIGEST_ALGORITHM}
        return checked_size(canonical_plain(value))

    @classmethod
    def parse(cls, entry: bytes) -> EntryBody:
        """The body in ``entry``; ``Malformed`` if it is not exactly in the one form it can have."""
        if len(entry) > ENTRY_BYTES_MAX:
            raise Malformed(
                f"The entry has {len(entry):,} bytes, and no entry has more than {ENTRY_BYTES_MAX:,}."
            )
        value = read_canonical(entry, what="The entry")
        if not isinstance(value, dict) or not _KEYS_ALWAYS <= value.keys() <= _KEYS:
            raise Malformed("The entry does not have the parts an entry of Penholder has.")
        if "_sd" in value and value.get("_sd_alg") != DIGEST_ALGORITHM:
            raise Malformed(
                f"The commitments of the entry are made in a way not known here ({DIGEST_ALGORITHM} is)."
            )
        facts = value.get("facts", {})
        _require(isinstance(facts, dict), "The facts of the entry are not a list of named facts.")
        body = cls(
            v=value["v"],
            t=value["t"],
            type=value["type"],
            scope=value["scope"],
            obj=value["obj"],
            re=_texts(value.get("re", [])),
            facts=tuple((name, _frozen(fact)) for name, fact in facts.items()),
            sd=_texts(value.get("_sd", [])),
        )
        # An empty list spelt out, a lone algorithm: whatever would be shown alike is refused.
        if body.to_bytes() != entry:
            raise Malformed("The entry is not spelt in the one form an entry has.")
        return body


def minute(at: datetime) -> str:
    """``at`` in UTC, cut (never rounded) to the minute."""
    if at.tzinfo is None:
        raise ValueError("A time without its zone could be any time: give one that is aware of its zone.")
    return at.astimezone(UTC).isoformat(timespec="minutes").replace("+00:00", "Z")


def moment(t: str) -> datetime:
    """The time ``t`` of an entry."""
    return datetime.fromisoformat(t)


def is_minute(t: str) -> bool:
    if not _matches(_TIME, t):
        return False
    try:
        moment(t)
    except ValueError:
        return False
    return True


def facts_of(named: Mapping[str, object]) -> tuple[tuple[str, Fact], ...]:
    """``named`` as the facts of an entry: in order, lists as tuples. Wrong kinds of value are refused by name."""
    facts: list[tuple[str, Fact]] = []
    for name in sorted(named):
        fact = _frozen(named[name])
        if not _is_fact(fact):
            raise ValueError(
                f"The fact “{name}” must be whole numbers, texts, true or false, or lists of these."
            )
        facts.append((name, fact))
    return tuple(facts)


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise Malformed(sentence)


def _matches(pattern: re.Pattern[str], text: object) -> bool:
    return isinstance(text, str) and pattern.fullmatch(text) is not None


def _is_ascending(texts: Sequence[str]) -> bool:
    return all(one < other for one, other in pairwise(texts))


def _is_fact(value: object) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_fact, value))
    if isinstance(value, int):
        return abs(value) <= _INTEGER_MAX
    return isinstance(value, str)


def _frozen(value: object, *, depth: int = 0) -> Fact:
    if isinstance(value, list | tuple):
        _require(depth < _FACT_DEPTH_MAX, "The facts of an entry are lists nested too deeply.")
        return tuple(_frozen(one, depth=depth + 1) for one in value)
    return value  # type: ignore[return-value]  # what it is, is checked by _is_fact right after


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise Malformed("A list of ids in the entry is not a list of texts.")
    return tuple(value)
