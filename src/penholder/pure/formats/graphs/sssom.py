"""A crosswalk out of an SSSOM file: its head, then its rows, each taken or set apart with the reason.

A row that says “Not” is never read as a match. Source: the SSSOM/TSV specification of mapping-commons, version 1.0.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from penholder.pure.formats.decoding import WINDOWS_1252, decoded, storable
from penholder.pure.formats.graphs.sssom_cells import (
    confidence_said,
    our_own,
    pairs,
    row_extras,
    several,
    text_or,
)
from penholder.pure.formats.graphs.sssom_metadata import Value, read_metadata
from penholder.pure.formats.graphs.sssom_terms import (
    FIELDS,
    HEAD_NAMES,
    LICENCE_UNSAID,
    NO_TERM,
    OURS,
    RELATIONS,
    full_address,
    uid_of_address,
)
from penholder.pure.formats.json_file import as_json, is_pair_of_texts
from penholder.pure.formats.report import ImportReport, Tally, Unreadable, listed, shown
from penholder.pure.formats.tables import MOST_ROWS
from penholder.pure.tree.crosswalk import (
    Crosswalk,
    CrosswalkRow,
    PinnedFramework,
    Relation,
)

__all__ = ["FIELDS", "read_sssom"]

_NEEDED = ("subject_id", "predicate_id", "object_id")
_NOT = "not"


def read_sssom(data: bytes, *, name: str = "The file") -> tuple[Crosswalk, ImportReport]:
    """The crosswalk in an SSSOM file; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    text, encoding = decoded(data, name=name, wanted="an SSSOM file (.sssom.tsv)")
    tally = Tally()
    if encoding == WINDOWS_1252:
        tally.note(
            "the whole file", "The file is not in UTF-8.", "It was read as Windows-1252; check accents."
        )
    text = storable(text)
    head, begin = _split(text)
    metadata = read_metadata(head, name=name)
    records = _records(text[begin:], name=name)
    if not records:
        raise Unreadable(f"{name} has no rows after its head. Save it again with its rows.")
    reading = _Reading(metadata, records[0], name=name, tally=tally)
    for number, record in enumerate(records[1:], start=1):
        if any(cell.strip() for cell in record):
            reading.row(record, f"row {number}")
    return reading.crosswalk(), tally.report()


def _split(text: str) -> tuple[list[str], int]:
    """The lines of the head without their “#” and the spaces that all of them have, and where the rows begin."""
    lines: list[str] = []
    place = 0
    while text.startswith("#", place):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        lines.append(text[place + 1 : end].rstrip("\r\t"))
        place = min(end + 1, len(text))
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    indent = min(indents, default=0)
    return [line[indent:] for line in lines], place


def _records(text: str, *, name: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first or "," not in first else ","
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for record in reader:
            records.append(record)
            if len(records) > MOST_ROWS:
                raise Unreadable(f"{name} has more than {MOST_ROWS:,} rows. Split it into smaller files.")
    except csv.Error as fault:
        raise Unreadable(
            f"{name} cannot be read near line {reader.line_num} of its rows: {fault}. "
            "Correct that place and save it again."
        ) from fault
    return records


class _Refused(Exception):
    """A row that cannot be taken; its two arguments are what is wrong and what to do."""


class _Reading:
    def __init__(self, head: dict[str, Value], columns: list[str], *, name: str, tally: Tally) -> None:
        self.head = head
        self.name = name
        self.tally = tally
        self.columns = [column.strip() for column in columns]
        self.rows: list[CrosswalkRow] = []
        self.bare = 0
        missing = [column for column in _NEEDED if column not in self.columns]
        if missing:
            raise Unreadable(
                f"{name} has no column {listed(f'“{column}”' for column in missing)}. "
                "Check that it is an SSSOM file, saved with its headings."
            )
        twice = sorted({column for column in self.columns if self.columns.count(column) > 1})
        if twice:
            raise Unreadable(f"{name} has the column “{shown(twice[0])}” twice. Remove one of the two.")
        given = head.get("curie_map")
        self.prefixes: Mapping[str, str] = given if isinstance(given, dict) else {}

    # Rows

    def row(self, record: list[str], where: str) -> None:
        """One row, taken or set apart."""
        self.tally.read += 1
        try:
            self.rows.append(self._row(self._cells(record), where))
        except _Refused as refusal:
            what, so = refusal.args
            self.tally.leave_out(where, what, so, raw="\t".join(record))

    def _cells(self, record: list[str]) -> dict[str, str]:
        if any(record[len(self.columns) :]):
            raise _Refused("A row has more cells than there are columns.", "It was left out.")
        filled = [*record, *[""] * (len(self.columns) - len(record))]
        return dict(zip(self.columns, filled, strict=False))

    def _row(self, cells: dict[str, str], where: str) -> CrosswalkRow:
        origin, destination = self._end(cells["subject_id"]), self._end(cells["object_id"])
        relation = self._relation(cells, one_sided=not (origin and destination))
        confidence, odd = confidence_said(cells.get("confidence", ""))
        if odd:
            self.tally.note(
                where, "A confidence is no number from 0 to 1.", f"“{shown(odd)}” was kept as it is."
            )
        if not (origin or destination):
            raise _Refused("A row names no statement at all.", "It was left out.")
        return CrosswalkRow(
            origin=origin,
            destination=destination,
            relation=relation,
            why=cells.get("comment", ""),
            confidence=confidence,
            reviewers=several(cells.get("reviewer_label", "")),
            origin_label=cells.get("subject_label", ""),
            destination_label=cells.get("object_label", ""),
            extras=row_extras(cells, relation, odd),
        )

    def _end(self, given: str) -> str:
        """The identifier at one end, empty where there is no match."""
        bare = given.strip()
        if bare == NO_TERM:
            return ""
        if not bare:
            raise _Refused("A row does not name both its statements.", "It was left out.")
        address = full_address(bare, self.prefixes)
        if not address:
            raise _Refused(
                "A short name is not explained in the head of the file.",
                f"“{shown(bare)}” cannot be resolved; add its prefix to curie_map.",
            )
        self.bare += address == bare
        return uid_of_address(address)

    def _relation(self, cells: dict[str, str], *, one_sided: bool) -> Relation:
        given = cells["predicate_id"].strip()
        relation = RELATIONS.get(full_address(given, self.prefixes))
        if relation is None:
            raise _Refused(
                "A predicate is none that a crosswalk knows.",
                f"“{shown(given)}” is neither equal, subset, superset, intersects nor related.",
            )
        modifier = cells.get("predicate_modifier", "").strip().casefold()
        if modifier not in {"", _NOT}:
            raise _Refused(
                "A row changes its predicate in an unknown way.", f"“{shown(modifier)}” is not known."
            )
        if modifier == _NOT and (one_sided or relation != Relation.RELATED):
            raise _Refused(
                "A row says what does not hold.",
                f"“Not {shown(given)}” leaves open what holds; say that instead.",
            )
        return Relation.NO_MATCH if modifier == _NOT or one_sided else relation

    # The whole

    def crosswalk(self) -> Crosswalk:
        """All of it, once the rows are read."""
        self.tally.kept = len(self.rows)
        if self.bare:
            self.tally.note(
                "the whole file",
                "Statements are named by whole addresses.",
                f"{self.bare} were read as they are; SSSOM asks for short names.",
            )
        ours = our_own(self.head.get(OURS))
        mapping_set = self._text("mapping_set_id")
        licence = self._text("license")
        return Crosswalk(
            origin=self._pinned("subject", ours.get("origin")),
            destination=self._pinned("object", ours.get("destination")),
            rows=tuple(self.rows),
            uid=text_or(ours.get("uid"), mapping_set),
            version=self._text("mapping_set_version"),
            title=self._text("mapping_set_title"),
            licence=text_or(ours.get("licence"), "" if licence == LICENCE_UNSAID else licence),
            extras=self._head_extras(ours),
        )

    def _pinned(self, side: str, ours: object) -> PinnedFramework:
        version = self._text(f"{side}_source_version")
        if is_pair_of_texts(ours):
            return PinnedFramework(storable(ours[0]), storable(ours[1]), version)
        source = self._text(f"{side}_source")
        address = full_address(source, self.prefixes) or source
        if not source:
            self.tally.note(
                "the head",
                "The file does not say which frameworks it is between.",
                f"“{side}_source” is missing; say which framework and which version is meant.",
            )
        return PinnedFramework(uid_of_address(address), address, version)

    def _text(self, name: str) -> str:
        value = self.head.get(name, "")
        return value if isinstance(value, str) else ""

    def _head_extras(self, ours: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
        kept = {
            name: as_json(value)
            for name, value in self.head.items()
            if value and (name not in {*HEAD_NAMES, OURS} or not self._is_read(name, value))
        }
        kept.update(pairs(ours.get("extras")))
        return tuple(sorted(kept.items()))

    def _is_read(self, name: str, value: Value) -> bool:
        if name == OURS:
            return bool(our_own(value))
        return isinstance(value, dict if name == "curie_map" else str)
