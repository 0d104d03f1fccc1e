"""Whose word is asked for: a trust policy of logs, witnesses, and how many of them must have seen (C2SP tlog-policy).

The file is octets, and names in it are opaque: they are compared as they stand, never normalised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from penholder.pure.ledger.checkpoint import SignedCheckpoint
from penholder.pure.ledger.keys import SignatureKind, Verifier
from penholder.pure.ledger.proven import Malformed

NO_QUORUM = "none"
POLICY_BYTES_MAX = 1_000_000

_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_BLANKS = re.compile(r"[ \t]+")
_THRESHOLD = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class KnownLog:
    """A log whose checkpoints are accepted, and where it is, as far as the policy says."""

    verifier: Verifier
    url: str = ""


@dataclass(frozen=True, slots=True)
class KnownWitness:
    """A witness; ``name`` is the policy's own word for it, and not the name of its key."""

    name: str
    verifier: Verifier
    url: str = ""


@dataclass(frozen=True, slots=True)
class WitnessGroup:
    """Has seen a checkpoint if at least ``threshold`` of its members, witnesses or groups, have."""

    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """What a checkpoint needs to be believed. Groups stand in the order they were defined in, members first."""

    logs: tuple[KnownLog, ...]
    witnesses: tuple[KnownWitness, ...]
    groups: tuple[WitnessGroup, ...]
    quorum: str

    @classmethod
    def parse(cls, given: str | bytes) -> Policy:
        """The policy in this file; ``Malformed`` names the line and what is wrong with it."""
        draft = _Draft()
        for number, line in _lines_of(_octets(given)):
            fields = _BLANKS.split(line)
            try:
                draft.take(fields[0], fields[1:])
            except Malformed as fault:
                raise Malformed(f"Line {number} of the policy: {fault}") from fault
        return draft.finished()

    @property
    def log_keys(self) -> tuple[Verifier, ...]:
        return tuple(log.verifier for log in self.logs)

    @property
    def witness_keys(self) -> tuple[Verifier, ...]:
        return tuple(witness.verifier for witness in self.witnesses)

    @property
    def keys(self) -> tuple[Verifier, ...]:
        """All keys it knows, for ``open_checkpoint``."""
        return (*self.log_keys, *self.witness_keys)

    def is_satisfied_by(self, signed: SignedCheckpoint) -> bool:
        """Whether a listed log signed this and enough witnesses have seen it.

        A policy that lists no log leaves it to the reader which logs to accept, as the format allows.
        """
        by_log = {one.verifier.public for one in signed.log}
        if self.logs and not any(key.public in by_log for key in self.log_keys):
            return False
        return self.quorum == NO_QUORUM or self._has_seen(signed)[self.quorum]

    def _has_seen(self, signed: SignedCheckpoint) -> Mapping[str, bool]:
        """Of every name, whether it has seen this. Groups only know names before them, so one pass is enough."""
        cosigners = {one.verifier.public for one in signed.witnesses}
        seen = {witness.name: witness.verifier.public in cosigners for witness in self.witnesses}
        for group in self.groups:
            seen[group.name] = sum(seen[member] for member in group.members) >= group.threshold
        return seen


@dataclass(slots=True)
class _Draft:
    """A policy while its lines are read."""

    logs: list[KnownLog] = field(default_factory=list)
    witnesses: list[KnownWitness] = field(default_factory=list)
    groups: list[WitnessGroup] = field(default_factory=list)
    quorum: str = ""
    defined: set[str] = field(default_factory=set)
    placed: set[str] = field(default_factory=set)

    def take(self, word: str, fields: list[str]) -> None:
        lines: Mapping[str, Callable[[list[str]], None]] = {
            "log": self._take_log,
            "witness": self._take_witness,
            "group": self._take_group,
            "quorum": self._take_quorum,
        }
        if word not in lines:
            raise Malformed(f"it begins with “{word}”; a line begins with log, witness, group, quorum or #.")
        lines[word](fields)

    def finished(self) -> Policy:
        if not self.quorum:
            raise Malformed(
                "The policy does not say whose word is enough: add a line “quorum NAME”, or “quorum none”."
            )
        return Policy(
            logs=tuple(self.logs),
            witnesses=tuple(self.witnesses),
            groups=tuple(self.groups),
            quorum=self.quorum,
        )

    def _take_log(self, fields: list[str]) -> None:
        if len(fields) not in {1, 2}:
            raise Malformed("a log is “log KEY” or “log KEY ADDRESS”.")
        key = _key(fields[0], kind=SignatureKind.LOG, whose="a log")
        _require_new(key, [log.verifier for log in self.logs], whose="log")
        self.logs.append(KnownLog(verifier=key, url=fields[1] if fields[1:] else ""))

    def _take_witness(self, fields: list[str]) -> None:
        if len(fields) not in {2, 3}:
            raise Malformed("a witness is “witness NAME KEY” or “witness NAME KEY ADDRESS”.")
        self._define(fields[0])
        key = _key(fields[1], kind=SignatureKind.COSIGNATURE, whose="a witness")
        _require_new(key, [witness.verifier for witness in self.witnesses], whose="witness")
        self.witnesses.append(KnownWitness(fields[0], key, fields[2] if fields[2:] else ""))

    def _take_group(self, fields: list[str]) -> None:
        if len(fields) < 3:  # noqa: PLR2004 - a name, a threshold and one member
            raise Malformed("a group is “group NAME all|any|NUMBER MEMBER …”, with at least one member.")
        name, threshold, *members = fields
        for member in members:
            self._place(member)
        self._define(name)
        self.groups.append(WitnessGroup(name, _threshold(threshold, of=len(members)), tuple(members)))

    def _take_quorum(self, fields: list[str]) -> None:
        if len(fields) != 1:
            raise Malformed("a quorum is “quorum NAME” or “quorum none”.")
        if self.quorum:
            raise Malformed("a policy has one quorum, and this is a second one.")
        if fields[0] != NO_QUORUM:
            self._require_defined(fields[0])
        self.quorum = fields[0]

    def _define(self, name: str) -> None:
        if name == NO_QUORUM:
            raise Malformed("“none” has a meaning of its own and can't name a witness or a group.")
        if name in self.defined:
            raise Malformed(f"the name “{_shown(name)}” is taken by a line before it.")
        self.defined.add(name)

    def _place(self, member: str) -> None:
        if member == NO_QUORUM:
            raise Malformed("“none” can be a quorum, and no member of a group.")
        self._require_defined(member)
        if member in self.placed:
            raise Malformed(
                f"“{_shown(member)}” is already a member, and each name counts in one place only."
            )
        self.placed.add(member)

    def _require_defined(self, name: str) -> None:
        if name not in self.defined:
            raise Malformed(f"no line before it defines “{_shown(name)}”.")


def _octets(given: str | bytes) -> bytes:
    if isinstance(given, bytes):
        return given
    try:
        return given.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as fault:
        raise Malformed("The policy has characters in it that no file can hold.") from fault


def _lines_of(raw: bytes) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers; names keep their octets whatever encoding they are in."""
    if len(raw) > POLICY_BYTES_MAX:
        raise Malformed(f"The policy is longer than {POLICY_BYTES_MAX:,} bytes.")
    if not raw.endswith(b"\n"):
        raise Malformed(
            "The last line of the policy has no end: add a line feed, or see whether something is missing."
        )
    for number, line in enumerate(raw.split(b"\n")[:-1], start=1):
        if strange := _FORBIDDEN.search(line):
            raise Malformed(
                f"Line {number} of the policy: the octet 0x{strange[0].hex()} has no place in it; "
                "lines end in plain line feeds."
            )
        said = line.strip(b" \t")
        if said and not said.startswith(b"#"):
            yield number, said.decode("utf-8", "surrogateescape")


def _key(vkey: str, *, kind: SignatureKind, whose: str) -> Verifier:
    key = Verifier.parse(vkey)
    if key.kind is not kind:
        raise Malformed(f"the key of “{key.name}” is not of the kind {whose} signs with.")
    return key


def _require_new(key: Verifier, before: list[Verifier], *, whose: str) -> None:
    """Two keys are the same if the key itself is, whatever they are called."""
    for other in before:
        if other.public == key.public:
            raise Malformed(f"this is the key of the {whose} “{other.name}” again.")
        if (other.name, other.key_id) == (key.name, key.key_id):
            raise Malformed(
                f"this key and another of “{other.name}” have one key id and can't be told apart."
            )


def _threshold(given: str, *, of: int) -> int:
    if given in {"any", "all"}:
        return 1 if given == "any" else of
    if not _THRESHOLD.fullmatch(given) or int(given) > of:
        raise Malformed(f"of {of} members, “all”, “any” or a number from 1 to {of} may be asked for.")
    return int(given)


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
