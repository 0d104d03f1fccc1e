"""Of what kind an entry is, told fast enough to be told of a million, and which kinds an auditor names one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from penholder.pure.ledger.entry import EntryBody
from penholder.pure.ledger.proven import NotProven

NOT_OURS = ""
"""What stands in place of a kind for an entry that is not one of Penholder's."""

_NAMED_VERBS = frozenset({"corrected", "withdrawn", "redacted", "erased", "waived"})
KEY_ROTATED = "key.rotated"
KEY_RETIRED = "key.retired"
_OF_THE_LOG = frozenset({KEY_ROTATED, KEY_RETIRED, "log.restored", "database.accepted"})

# Canonical JSON sorts its keys and has no other white space, so an entry can be told by one pattern. The pattern is
# narrower than the format on purpose (facts in plain ASCII, lists not nested, smaller numbers): what it takes is an
# entry for certain, but for the order of commitments and facts, and what it does not take is read in full.
_ID = rb'"[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}"'
_DIGEST = rb'"[A-Za-z0-9_-]{43}"'
_PLAIN = rb'(?:"[ !#-\[\]-~]*"|true|false|0|-?[1-9][0-9]{0,14})'
_FACT_NAME = rb'"([a-z][a-z0-9_]{0,63})":'
_FACT = rb'"[a-z][a-z0-9_]{0,63}":(?:%b|\[(?:%b(?:,%b)*)?\])' % (_PLAIN, _PLAIN, _PLAIN)
_DAY = (
    rb"[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    rb"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_PATTERN = re.compile(
    rb'\{(?:"_sd":\[(%(digest)b(?:,%(digest)b)*)\],"_sd_alg":"sha-256",)?'
    rb'(?:"facts":\{(%(fact)b(?:,%(fact)b)*)\},)?"obj":%(id)b,(?:"re":\[%(id)b(?:,%(id)b)*\],)?"scope":%(id)b,'
    rb'"t":"%(day)bT(?:[01][0-9]|2[0-3]):[0-5][0-9]Z","type":"([a-z]+(?:_[a-z]+)*\.[a-z]+(?:_[a-z]+)*)","v":1\}'
    % {b"digest": _DIGEST, b"fact": _FACT, b"id": _ID, b"day": _DAY}
)
_FACT_NAMES = re.compile(_FACT_NAME)
_LAST = b',"v":1}'


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry that an auditor names: its place, and its bytes."""

    index: int
    entry: bytes

    @property
    def body(self) -> EntryBody:
        return EntryBody.parse(self.entry)


def kind_of(entry: bytes) -> str:
    """The kind of an entry of Penholder, in exactly the form an entry has; ``NOT_OURS`` for anything else."""
    found = _PATTERN.fullmatch(entry)
    if found is None:
        return _read_in_full(entry)
    digests, facts, kind = found.groups()
    if digests is not None and not _is_ascending(digests.split(b",")):
        return NOT_OURS
    if facts is not None and not _is_ascending(_FACT_NAMES.findall(facts)):
        return NOT_OURS
    return str(kind, "ascii")


def is_named(kind: str) -> bool:
    """Whether an auditor says of every such entry where it stands: what was taken back, changed, or set aside."""
    return kind in _OF_THE_LOG or kind.partition(".")[2] in _NAMED_VERBS


def _read_in_full(entry: bytes) -> str:
    if not entry.endswith(
        _LAST
    ):  # the keys are sorted, so every entry ends in this; most that are not ours do not
        return NOT_OURS
    try:
        return EntryBody.parse(entry).type
    except NotProven:
        return NOT_OURS


def _is_ascending(texts: list[bytes]) -> bool:
    return len(texts) == 1 or texts == sorted(set(texts))
