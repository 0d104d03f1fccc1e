"""Single cells of an SSSOM row, and what of a row has no field of ours."""

from __future__ import annotations

import json
import math
import re

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.graphs.sssom_terms import COLUMNS, MANUAL, OURS
from penholder.pure.formats.json_file import as_json, is_pair_of_texts
from penholder.pure.tree.crosswalk import SKOS_PREDICATES, Relation

_PIECE = re.compile(r"((?:\\[\\|]|[^|])*)(?:\||$)")
_UNESCAPED = re.compile(r"\\([\\|])")


def row_extras(cells: dict[str, str], relation: Relation, odd: str) -> tuple[tuple[str, str], ...]:
    """What is kept beside a row; ``odd`` is a confidence that is no number."""
    kept = {name: as_json(cell) for name, cell in cells.items() if cell and name not in {*COLUMNS, OURS}}
    justification, predicate = cells.get("mapping_justification", ""), cells.get("predicate_id", "").strip()
    if justification not in {"", MANUAL}:
        kept["mapping_justification"] = as_json(justification)
    if predicate != f"skos:{SKOS_PREDICATES.get(relation, SKOS_PREDICATES[Relation.RELATED])}":
        kept["predicate_id"] = as_json(predicate)
    if odd:
        kept["confidence"] = as_json(odd)
    given = cells.get(OURS, "")
    beside = pairs(loaded_or_none(given))
    if given and not beside:
        kept[OURS] = as_json(given)
    return tuple(sorted({**kept, **beside}.items()))


def confidence_said(cell: str) -> tuple[float | None, str]:
    """The number, or what stands there instead."""
    if not cell.strip():
        return None, ""
    try:
        value = float(cell)
    except ValueError:
        return None, cell
    return (value, "") if math.isfinite(value) and 0 <= value <= 1 else (None, cell)


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds a list."""
    pieces = (found.group(1) for found in _PIECE.finditer(cell))
    return tuple(_UNESCAPED.sub(r"\1", piece) for piece in pieces if piece)


def our_own(value: object) -> dict[str, object]:
    """What we wrote into the head for ourselves, or nothing."""
    loaded = loaded_or_none(value) if isinstance(value, str) else None
    return loaded if isinstance(loaded, dict) else {}


def loaded_or_none(text: str) -> object:
    """The JSON in a text, or nothing."""
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def pairs(value: object) -> dict[str, str]:
    """Names and JSON texts that were kept beside."""
    if not isinstance(value, list):
        return {}
    return {storable(pair[0]): storable(pair[1]) for pair in value if is_pair_of_texts(pair)}


def text_or(value: object, otherwise: str) -> str:
    """The value if it is a text, else the other text."""
    return storable(value) if isinstance(value, str) else otherwise
