"""Alarms: what somebody showed us that this record should never have signed. Public files, copied along with the log.

An alarm is written once and never taken back. What it means is for people to say; the notes in it prove themselves.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from penholder.pure.ledger.conflict import ONE, OTHER, Conflict, read_blocks
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.proven import NotProven
from penholder.record import store
from penholder.record.folder import RecordFolder

FOLDER = "alarms"
ALARMS_MAX = 100
"""Only the record's own key can sign what raises one; whoever stole it must not fill the disk as well."""


class AlarmKind(Enum):
    """What was shown; the value is the first line of the file."""

    SPLIT = "Two different records were signed under the name of this one."
    ROLLED_BACK = "This record was longer once: entries that were signed are missing here."


_ADVICE = {
    AlarmKind.SPLIT: (
        "Both notes below are signed with the key of this record, and they can't both be true: different people were, or "
        "could have been, shown different records. Those who keep this record must say in public how that came about. "
        "Until then, keep your receipts, and your copies of the record."
    ),
    AlarmKind.ROLLED_BACK: (
        "The first note below is signed with the key of this record and is of a longer one than is published here. It "
        "may have been put back from an old backup, which can be set right; or entries were taken out. Those who keep "
        "this record must say in public which. Until then, keep your receipts, and your copies of the record."
    ),
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm as published; ``text`` is the whole file, for everybody to read."""

    number: int
    kind: AlarmKind
    theirs: str
    ours: str
    text: str

    @property
    def path(self) -> str:
        """Where it lies in the public log."""
        return f"{FOLDER}/{self.number}.txt"


def alarms(folder: RecordFolder) -> tuple[Alarm, ...]:
    """Every alarm that was raised, the oldest first."""
    return tuple(_read(folder, number) for number in _numbers(folder))


def raise_alarm(folder: RecordFolder, kind: AlarmKind, evidence: Conflict, *, at: datetime) -> Alarm:
    """Publish what was shown, or find the alarm that tells of it already. ``evidence.one`` is what was shown to us.

    Takes the publishing lock.
    """
    with store.lock(folder):
        before = alarms(folder)
        for alarm in before:
            if alarm.kind is kind and _same(alarm.theirs, evidence.one):
                return alarm
        if len(before) >= ALARMS_MAX:
            return before[-1]
        number = before[-1].number + 1 if before else 1
        alarm = Alarm(number, kind, evidence.one, evidence.other, _text(kind, evidence, at))
        store.publish(folder, alarm.path, alarm.text.encode())
    return alarm


def _text(kind: AlarmKind, evidence: Conflict, at: datetime) -> str:
    when = f"{at.day} {at:%B %Y, %H:%M} UTC"
    return f"{kind.value}\n\nFound out on {when}. {_ADVICE[kind]}\n\n{evidence.text()}"


def _numbers(folder: RecordFolder) -> list[int]:
    names = (path.stem for path in (folder.log / FOLDER).glob("*.txt"))
    return sorted(int(name) for name in names if name.isascii() and name.isdigit())


def _read(folder: RecordFolder, number: int) -> Alarm:
    """An alarm that can't be read is one all the same."""
    text = (folder.log / FOLDER / f"{number}.txt").read_text(encoding="utf-8", errors="replace")
    title = text.partition("\n")[0]
    kind = next((kind for kind in AlarmKind if kind.value == title), AlarmKind.SPLIT)
    blocks = dict(_blocks(text))
    return Alarm(number, kind, blocks.get(ONE, ""), blocks.get(OTHER, ""), text)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    with contextlib.suppress(NotProven):
        yield from read_blocks(text)


def _same(one: str, other: str) -> bool:
    """Whether two notes say the same, whoever signed them."""
    with contextlib.suppress(NotProven):
        return split_note(one)[0] == split_note(other)[0]
    return False
