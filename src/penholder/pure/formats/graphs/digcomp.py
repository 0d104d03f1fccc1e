"""DigComp's own JSON-LD in: areas, competences, and under each competence its statements and its learning outcomes.

Its identifiers are no addresses (“Competence/1.1”) and its context explains each name by itself, so a reader of JSON-LD
would find nothing in it; what the names mean is said here. Levels and glossary are kept with the framework, whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from penholder.pure.formats.decoding import WINDOWS_1252, decoded, storable
from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.graphs.places import Standing, placed
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.json_file import as_json, loaded
from penholder.pure.formats.report import ImportReport, Tally, Unreadable, shown
from penholder.pure.tree.statement import Association, Statement, Tree

Json = dict[str, object]

KINDS = {
    "CompetenceArea": "competence area",
    "Competence": "competence",
    "CompetenceStatement": "competence statement",
    "LearningOutcome": "learning outcome",
}
AREA, COMPETENCE, LEVEL = "competence_area_id", "competence_id", "four_levels_proficiency_name"

NO_WORDS = "(no words in the file)"

FIELDS: tuple[FieldFate, ...] = (
    FieldFate(
        "words", "name; description", "kept", "areas and competences have a name, the others a description"
    ),
    FieldFate("notes", "description", "kept", "of areas and competences"),
    FieldFate("code", "@id", "kept", "what follows the stroke: “1.1”, “CS1.1.01”"),
    FieldFate("kind", "@type", "kept", "in words: “learning outcome”"),
    FieldFate("level", LEVEL, "kept", "what follows the stroke: “Basic”"),
    FieldFate("identifier", "@id", "changed", "a UUID derived from it; the @id is kept beside"),
    FieldFate(
        "place and order",
        f"{COMPETENCE}, {AREA}",
        "kept",
        "in the order of the codes, statements before outcomes",
    ),
    FieldFate(
        "whatever else",
        "type, ai_label; ProficiencyLevel, Glossary",
        "kept",
        "beside the statement or framework",
    ),
)


def read_digcomp(data: bytes, *, name: str = "The file") -> tuple[Tree, ImportReport]:
    """The framework in DigComp's JSON-LD; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    text, encoding = decoded(data, name=name, wanted="DigComp's JSON-LD")
    tally = Tally()
    if encoding == WINDOWS_1252:
        tally.note(
            "the whole file", "The file is not in UTF-8.", "It was read as Windows-1252; check accents."
        )
    value = loaded(text, name=name, tally=tally)
    entries = value.get("@graph") if isinstance(value, dict) else value
    if not isinstance(entries, list) or not any(_type(entry) in KINDS for entry in entries):
        raise Unreadable(
            f"{name} is JSON, but holds no competences of DigComp. Check that it is the file you meant."
        )
    reading = _Reading(entries, name=name, tally=tally)
    return reading.tree(), tally.report()


@dataclass(frozen=True, slots=True)
class _Found:
    statement: Statement
    raw: Json
    where: str


class _Reading:
    def __init__(self, entries: list[object], *, name: str, tally: Tally) -> None:
        self.entries = entries
        self.name = name
        self.tally = tally
        self.found: dict[str, _Found] = {}
        self.by_uid: dict[str, str] = {}
        self.beside: dict[str, list[object]] = {}

    def tree(self) -> Tree:
        for number, entry in enumerate(self.entries, start=1):
            self._entry(entry, number)
        self._leave_out_wordless()
        standings = {found.statement.uid: self._standing(found) for found in self.found.values()}
        places = placed(standings, {}, self.tally)
        statements = tuple(
            replace(
                found.statement,
                parent=places.parents[found.statement.uid],
                position=places.positions[found.statement.uid],
            )
            for found in self.found.values()
        )
        self.tally.kept = len(statements)
        self._tell_beside()
        title = PurePath(self.name).stem
        self.tally.note("the framework", "The file gives no title.", "It was named after the file.")
        return Tree(
            title=title,
            statements=statements,
            associations=self._lost_places(places.others),
            uid=derived_uid("DigComp", title),
            extras=tuple(sorted((kind, as_json(entries)) for kind, entries in self.beside.items())),
        )

    def _entry(self, entry: object, number: int) -> None:
        kind = _type(entry)
        if not isinstance(entry, dict) or kind not in KINDS:
            self.beside.setdefault(kind or "other entries", []).append(entry)
            return
        self.tally.read += 1
        address = _text(entry, "@id")
        where = f"entry {number}" + (f" ({shown(address)})" if address else "")
        if address in self.found:
            self.tally.leave_out(
                where,
                "An identifier is used twice.",
                f"{self.found[address].where} keeps it; this one was left out.",
                raw=as_json(entry),
            )
            return
        if not address:
            self.tally.note(where, "An entry has no identifier.", "One was derived from its words.")
            address = f"{kind}//{number}/{_text(entry, 'description')}"
        uid = derived_uid("DigComp", address)
        self.found[address] = _Found(self._statement(entry, uid, kind), entry, where)
        self.by_uid[uid] = address

    def _statement(self, entry: Json, uid: str, kind: str) -> Statement:
        name, description = _text(entry, "name"), _text(entry, "description")
        text, notes = (name, description) if name.strip() else (description, "")
        told = {"@type", "name", "description", COMPETENCE, LEVEL}
        kept = {
            key: value
            for key, value in entry.items()
            if key not in told or not isinstance(value, str) or storable(value) != value
        }
        return Statement(
            uid=uid,
            text=text,
            code=_after_stroke(_text(entry, "@id")),
            kind=KINDS[kind],
            notes=notes,
            level=_after_stroke(_text(entry, LEVEL)),
            extras=tuple(sorted((storable(key), as_json(value)) for key, value in kept.items())),
        )

    def _parent(self, found: _Found) -> tuple[str, str]:
        """The identifier above an entry, and the one that is missing where what it names is not here."""
        if found.statement.kind == KINDS["CompetenceArea"]:
            return "", ""
        given = [_text(found.raw, key) for key in (COMPETENCE, AREA)]
        for address in given:
            if address in self.found:
                missing = given[0] if given[0] and given[0] not in self.found else ""
                return address, missing
        return "", next(filter(None, given), "")

    def _standing(self, found: _Found) -> Standing:
        parent, missing = self._parent(found)
        return Standing(
            uid=found.statement.uid,
            where=found.where,
            parents=(self.found[parent].statement.uid,) if parent else (),
            outside=(missing,) if missing else (),
            at_top=found.statement.kind == KINDS["CompetenceArea"],
            code=found.statement.code,
        )

    def _lost_places(self, others: tuple[tuple[str, str], ...]) -> tuple[Association, ...]:
        """Parents that are not in the file, or that closed a ring: kept as associations."""
        outside = [
            (found.statement.uid, missing)
            for found in self.found.values()
            if (missing := self._parent(found)[1])
        ]
        found = [*others, *outside]
        self.tally.links_read += len(found)
        return tuple(
            Association(derived_uid("isChildOf", child, parent), "isChildOf", child, parent)
            for child, parent in found
        )

    def _leave_out_wordless(self) -> None:
        parents = {_text(one.raw, key) for one in self.found.values() for key in (COMPETENCE, AREA)}
        for address, found in list(self.found.items()):
            if found.statement.text.strip():
                continue
            what = "An entry has no words."
            if address in parents:
                self.found[address] = replace(found, statement=replace(found.statement, text=NO_WORDS))
                self.tally.note(found.where, what, "It was kept for what stands under it; give it words.")
            else:
                del self.found[address]
                self.tally.leave_out(found.where, what, "It was left out.", raw=as_json(found.raw))

    def _tell_beside(self) -> None:
        for kind, entries in self.beside.items():
            self.tally.note(
                kind,
                "The file holds entries that are no statements.",
                f"{len(entries)} of them were kept with the framework, as they are.",
            )


def _type(entry: object) -> str:
    if not isinstance(entry, dict):
        return ""
    kind = entry.get("@type")
    if isinstance(kind, list) and len(kind) == 1:
        kind = kind[0]
    return storable(kind) if isinstance(kind, str) else ""


def _text(entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key)
    return storable(value) if isinstance(value, str) else ""


def _after_stroke(address: str) -> str:
    return address.rpartition("/")[2]
