"""What of a REFI-QDA project has been read: its ids, and the small things that are checked against them.

A reference to nothing is left out and told, so that what is read holds together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from lxml import etree

from penholder.pure.formats.coding_project import Made, VariableKind, is_colour, is_time
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.refi_xml import Parts
from penholder.pure.formats.report import shown
from penholder.pure.formats.xml_safely import local_name

NOWHERE = "A reference leads to nothing that is held here."
_TWICE = "An id is used twice."
_KEPT = "An id is used twice; both things were kept."


class Ids(set[str]):
    """The ids of all things of one sort; ``instead`` has what a thing is called here whose id something else has."""

    def __init__(self) -> None:
        super().__init__()
        self.instead: dict[str, str] = {}


@dataclass(slots=True)
class Known:
    """The ids met so far, by what they are of; ``every`` has all of them."""

    parts: Parts
    readers: Ids = field(default_factory=Ids)
    themes: Ids = field(default_factory=Ids)
    variables: dict[str, VariableKind] = field(default_factory=dict)
    sources: Ids = field(default_factory=Ids)
    memos: Ids = field(default_factory=Ids)
    selections: Ids = field(default_factory=Ids)
    every: set[str] = field(default_factory=set)

    def new(
        self, raw: str, where: str, among: Ids | None = None, *, holds_codings: bool = False
    ) -> str | None:
        """The id of a thing to be kept, noted ``among`` those of its sort; None where a thing has it already.

        A thing of another sort that has it does not stand in the way, and what ``holds_codings`` is never lost for its id:
        it gets one derived from it.
        """
        uid = self.parts.uid(raw, where)
        if uid in self.every:
            if among is None or (uid in among and not holds_codings):
                self.parts.tally.leave_out(where, _TWICE, "The first thing keeps it; this one was left out.")
                return None
            uid = self._instead(uid, where, among)
        self.every.add(uid)
        if among is not None:
            among.add(uid)
        return uid

    def _instead(self, uid: str, where: str, among: Ids) -> str:
        number, other = 2, uid
        while other in self.every:
            other = derived_uid("refi-qda", "used twice", uid, str(number))
            number += 1
        if uid not in among:
            among.instead.setdefault(uid, other)
        self.parts.tally.note(where, _KEPT, "The first one keeps it; this one was given another.")
        return other

    def refs(
        self, elements: Iterable[etree._Element], known: Collection[str], where: str, *, counted: bool = False
    ) -> tuple[str, ...]:
        """Where the elements lead, as far as that is ``known``; ``counted`` where a thing is lost with its reference."""
        found: list[str] = []
        for element in elements:
            uid = self.parts.ref(self.parts.attributes(element, where, "targetGUID")["targetGUID"], where)
            if isinstance(known, Ids):
                uid = known.instead.get(uid, uid)
            if uid in known:
                found.append(uid)
            else:
                so = f"{local_name(element)} to {shown(uid)} was left out."
                self.parts.tally.leave_out(where, NOWHERE, so, counted=counted)
        return tuple(found)

    def made(self, told: dict[str, str], where: str, names: tuple[str, str, str, str]) -> Made:
        """Who made it and changed it, by the attributes of these names."""
        by, at, changed_by, changed_at = names
        return Made(
            self.reader(told[by], where),
            self.time(told[at], where),
            self.reader(told[changed_by], where),
            self.time(told[changed_at], where),
        )

    def reader(self, raw: str, where: str) -> str:
        """The id of a reader of this project, or "", told."""
        if not raw.strip():
            return ""
        uid = self.parts.ref(raw, where)
        if uid in self.readers:
            return uid
        self.parts.tally.leave_out(
            where, NOWHERE, f"The reader {shown(uid)} is not among the users.", counted=False
        )
        return ""

    def time(self, raw: str, where: str) -> str:
        """A day and time that there is, or "", told."""
        time = raw.strip()
        if not time or is_time(time):
            return time
        self.parts.tally.leave_out(
            where, "A time cannot be read.", f"“{shown(raw)}” was left out.", counted=False
        )
        return ""

    def colour(self, raw: str, where: str) -> str:
        """A colour as the format has them, or "", told."""
        colour = raw.strip()
        if not colour or is_colour(colour):
            return colour
        self.parts.tally.leave_out(
            where, "A colour cannot be read.", f"“{shown(raw)}” was left out.", counted=False
        )
        return ""
