"""Where each statement of a CASE package stands: one place for each, whatever the associations say.

CASE gives a place by an association of the kind isChildOf. Files hold several for one statement, none at all, rings, and
ends that lead nowhere; every statement is placed all the same, and told of.
"""

from collections.abc import Iterator, Mapping, Sequence

from penholder.pure.formats.case.links import Link
from penholder.pure.formats.case.statements import Statements
from penholder.pure.formats.case.values import IS_CHILD_OF, LARGEST_SEQUENCE, number_in
from penholder.pure.formats.ordering import Sibling, sorted_siblings
from penholder.pure.formats.report import Tally, listed
from penholder.pure.tree.check import cycles


class Places:
    """The parent of every statement, and the order of all."""

    def __init__(self, statements: Statements, tally: Tally, *, document: str) -> None:
        self.statements = statements
        self.said = statements.said
        self.tally = tally
        self.document = document
        self.links: dict[str, Link] = {}
        self.parents: dict[str, str] = {}
        self.top_by_default: set[str] = set()

    def choose(self, links: Sequence[Link]) -> None:
        """The first isChildOf of each statement gives its place; the others stay as associations."""
        missing: dict[str, Link] = {}
        found, places, document = self.said, self.links, self.document
        for link in links:
            child, parent = link.origin, link.destination
            if link.kind != IS_CHILD_OF or child not in found:
                continue
            if parent not in found and (parent != document or not document):
                missing.setdefault(child, link)
            elif child not in places:
                places[child] = link
            else:
                self._tell_second_parent(link, places[child])
        self._tell_missing(missing)
        self.top_by_default = found.keys() - places.keys()
        self._break_rings()
        self.parents = {
            uid: "" if uid not in places or (parent := places[uid].destination) == document else parent
            for uid in found
        }

    def positions(self) -> dict[str, int]:
        """The place of every statement among its siblings, from 0."""
        positions: dict[str, int] = {}
        for ordered in self._siblings_in_order():
            positions.update(zip(ordered, range(len(ordered)), strict=True))
        return positions

    def _tell_missing(self, missing: Mapping[str, Link]) -> None:
        for child, link in missing.items():
            kept = "at the top" if child not in self.links else "where its other isChildOf puts it"
            self.tally.note(
                self.statements.where(child),
                "A statement belongs under something that is not in this file.",
                f"It was kept {kept}; {link.where} was kept as an association.",
            )
        for uid in self.said:
            if uid not in self.links and uid not in missing:
                self.tally.note(
                    self.statements.where(uid),
                    "Nothing says where a statement belongs.",
                    "It was put at the top, at the end.",
                )

    def _tell_second_parent(self, link: Link, first: Link) -> None:
        where = self.statements.where(link.origin)
        if link.destination == first.destination:
            self.tally.note(
                where,
                "The place of a statement is given twice.",
                f"{first.where} counts; {link.where} was kept as an association.",
            )
        else:
            self.tally.note(
                where,
                "A statement has two parents.",
                f"Its place is {self._named(first.destination)}; "
                f"the other, {self._named(link.destination)}, was kept as an association.",
            )

    def _break_rings(self) -> None:
        if self._parents_come_first():
            return
        parents = {uid: self.links[uid].destination for uid in self.said if uid in self.links}
        for ring in cycles(parents):
            first = ring[0]
            names = listed(self.statements.where(uid) for uid in ring)
            self.tally.note(
                self.statements.where(first),
                "A statement stands under itself."
                if len(ring) == 1
                else "Statements stand under each other in a ring.",
                f"{names}: the first was put at the top; what closed the ring was kept as an association.",
            )
            del self.links[first]
            self.top_by_default.add(first)

    def _parents_come_first(self) -> bool:
        """Whether each statement stands after the one above it, as in most files; then there is no ring."""
        seen = {self.document}
        links = self.links
        for uid in self.said:
            if uid in links and links[uid].destination not in seen:
                return False
            seen.add(uid)
        return True

    def _named(self, uid: str) -> str:
        return f"under {self.statements.where(uid)}" if uid in self.said else "at the top"

    def _siblings_in_order(self) -> Iterator[list[str]]:
        under: dict[str, list[str]] = {}
        for uid, parent in self.parents.items():
            if parent in under:
                under[parent].append(uid)
            else:
                under[parent] = [uid]
        for parent, uids in under.items():
            unplaced = [uid for uid in uids if uid in self.top_by_default] if not parent else []
            placed = [uid for uid in uids if uid not in self.top_by_default] if unplaced else uids
            yield [*(self._numbered(placed) or self._in_order(parent, placed)), *unplaced]

    def _numbered(self, uids: list[str]) -> list[str]:
        """The siblings by their sequence numbers, where all have one of their own: the ordinary case."""
        by_number: dict[int, str] = {}
        links = self.links
        for uid in uids:
            number = links[uid].raw.get("sequenceNumber")
            if type(number) is not int or number in by_number or abs(number) >= LARGEST_SEQUENCE:
                return []
            by_number[number] = uid
        return [by_number[number] for number in sorted(by_number)]

    def _in_order(self, parent: str, uids: list[str]) -> Iterator[str]:
        siblings = [self._sibling(uid) for uid in uids]
        self._tell_about_order(parent, siblings)
        return (sibling.uid for sibling in sorted_siblings(siblings))

    def _sibling(self, uid: str) -> Sibling:
        sequence = number_in(self.links[uid].raw.get("sequenceNumber"))
        enumeration = self.statements.raw(uid).get("listEnumeration")
        code = self.said[uid].get("humanCodingScheme", "")
        return Sibling(uid, sequence, "" if enumeration is None else str(enumeration), code)

    def _tell_about_order(self, parent: str, siblings: Sequence[Sibling]) -> None:
        if len(siblings) < 2:  # noqa: PLR2004 - one alone is always in order
            return
        where = self.statements.where(parent) if parent else "the top level"
        unnumbered = [one for one in siblings if one.sequence is None]
        if unnumbered:
            unmarked = [one for one in unnumbered if not one.enumeration]
            how = "by their list marks" if len(unmarked) < len(unnumbered) else ""
            rest = (
                "by their codes"
                if unmarked and all(one.code for one in unmarked)
                else "as they stand in the file"
            )
            order = ", then ".join(filter(None, (how, rest if unmarked else "")))
            self.tally.note(
                where,
                "Statements side by side have no sequence number.",
                f"{len(unnumbered)} of {len(siblings)} were put in order {order}.",
            )
        numbers = [one.sequence for one in siblings if one.sequence is not None]
        if len(set(numbers)) < len(numbers):
            self.tally.note(
                where,
                "Statements side by side share a sequence number.",
                "Those with the same number stand as in the file.",
            )
