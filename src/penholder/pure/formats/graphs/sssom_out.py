"""A crosswalk as an SSSOM file: a head in YAML behind “#”, then tab-separated rows; the same bytes for the same crosswalk.

Source: the SSSOM/TSV specification of mapping-commons, version 1.0.
"""

from __future__ import annotations

import json

from penholder.pure.formats.graphs.sssom_metadata import Value, written_metadata
from penholder.pure.formats.graphs.sssom_terms import (
    COLUMNS,
    HEAD_NAMES,
    LICENCE_UNSAID,
    MANUAL,
    NAME,
    NO_TERM,
    OUR_SETS,
    OURS,
    RELATIONS,
    ShortNames,
    minted_address,
)
from penholder.pure.formats.graphs.terms import SKOS, is_address, minted
from penholder.pure.formats.json_file import as_json
from penholder.pure.tree.crosswalk import (
    SKOS_PREDICATES,
    Crosswalk,
    CrosswalkRow,
    PinnedFramework,
    Relation,
)

_ALWAYS = frozenset({"subject_id", "predicate_id", "object_id", "mapping_justification"})
_TO_QUOTE = ("\t", "\n", "\r", '"')


def write_sssom(crosswalk: Crosswalk) -> bytes:
    """The crosswalk as a file (.sssom.tsv)."""
    names = _names(crosswalk)
    rows = [_row(row, names) for row in crosswalk.rows]
    others = sorted({column for row in rows for column in row} - {*COLUMNS, OURS})
    columns = [
        column
        for column in (*COLUMNS, *others, OURS)
        if column in _ALWAYS or any(row.get(column) for row in rows)
    ]
    head = [f"#{line}" for line in written_metadata(_head(crosswalk, names))]
    lines = ["\t".join(_cell(row.get(column, "")) for column in columns) for row in rows]
    return ("\n".join([*head, "\t".join(columns), *lines]) + "\n").encode("utf-8", "replace")


def _names(crosswalk: Crosswalk) -> ShortNames:
    ends = [minted_address(end) for row in crosswalk.rows for end in (row.origin, row.destination) if end]
    return ShortNames([*ends, *filter(None, map(_source, (crosswalk.origin, crosswalk.destination)))])


def _source(framework: PinnedFramework) -> str:
    if is_address(framework.uri):
        return framework.uri
    return minted_address(framework.uid) if framework.uid else ""


# The head


def _head(crosswalk: Crosswalk, names: ShortNames) -> dict[str, Value]:
    given: dict[str, Value] = {
        "curie_map": names.explained(),
        "mapping_set_id": crosswalk.uid if is_address(crosswalk.uid) else minted(OUR_SETS, crosswalk.uid),
        "mapping_set_version": crosswalk.version,
        "mapping_set_title": crosswalk.title,
        "license": crosswalk.licence or LICENCE_UNSAID,
    }
    for side, framework in (("subject", crosswalk.origin), ("object", crosswalk.destination)):
        given[f"{side}_source"] = names.short(_source(framework)) if _source(framework) else ""
        given[f"{side}_source_version"] = framework.version
    ours: dict[str, object] = {
        "uid": crosswalk.uid,
        "licence": crosswalk.licence,
        "origin": [crosswalk.origin.uid, crosswalk.origin.uri],
        "destination": [crosswalk.destination.uid, crosswalk.destination.uri],
    }
    beside: list[list[str]] = []
    for name, text in crosswalk.extras:
        value = _head_value(name, text)
        if value is None:
            beside.append([name, text])
        else:
            given[name] = value
    if beside:
        ours["extras"] = beside
    given[OURS] = as_json(ours)
    return {name: value for name, value in given.items() if value}


def _head_value(name: str, text: str) -> Value | None:
    """What a kept pair says in the head; nothing where it can't be said there so that it is read back as the same."""
    value = _json(text)
    if name in {*HEAD_NAMES, OURS} or not NAME.fullmatch(name) or not value or as_json(value) != text:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    if isinstance(value, dict) and all(isinstance(one, str) and key for key, one in value.items()):
        return value
    return None


# Rows


def _row(row: CrosswalkRow, names: ShortNames) -> dict[str, str]:
    cells = {
        "subject_id": names.short(minted_address(row.origin)) if row.origin else NO_TERM,
        "subject_label": row.origin_label,
        "predicate_id": f"skos:{SKOS_PREDICATES.get(row.relation, SKOS_PREDICATES[Relation.RELATED])}",
        "object_id": names.short(minted_address(row.destination)) if row.destination else NO_TERM,
        "object_label": row.destination_label,
        "mapping_justification": MANUAL,
        "reviewer_label": "|".join(_in_list(reviewer) for reviewer in row.reviewers),
        "confidence": "" if row.confidence is None else repr(row.confidence),
        "comment": row.why,
    }
    if row.relation == Relation.NO_MATCH and row.origin and row.destination:
        cells["predicate_modifier"] = "Not"
    beside = []
    for name, text in row.extras:
        value = _json(text)
        if isinstance(value, str) and as_json(value) == text and _may_stand(name, value, row, cells):
            cells[name] = value
        else:
            beside.append([name, text])
    if beside:
        cells[OURS] = as_json(beside)
    return cells


def _may_stand(name: str, value: str, row: CrosswalkRow, cells: dict[str, str]) -> bool:
    """Whether a kept cell can stand in its own column and is read back as kept."""
    if not value or not NAME.fullmatch(name) or name == OURS:
        return False
    if name == "mapping_justification":
        return value != MANUAL and value.strip() == value
    if name == "predicate_id":
        return _says_the_same(value, row, cells)
    return name not in COLUMNS


def _says_the_same(value: str, row: CrosswalkRow, cells: dict[str, str]) -> bool:
    """Whether another predicate, as the file had it, means the relation of the row."""
    if value == cells["predicate_id"] or not value.startswith("skos:"):
        return False
    relation = RELATIONS.get(SKOS + value.removeprefix("skos:"))
    if row.relation == Relation.NO_MATCH:
        return relation is not None and not (row.origin and row.destination)
    return relation == row.relation


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _in_list(value: str) -> str:
    return value.replace("\\", "\\\\").replace("|", "\\|")


def _cell(text: str) -> str:
    if any(char in text for char in _TO_QUOTE):
        return '"' + text.replace('"', '""') + '"'
    return text
