"""What Moodle's columns can say of a statement: the one place that reader and writer ask, so that they agree.

The writer asks what the reader would make of its row, and puts into our own column exactly what would come out otherwise.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from penholder.pure.formats.json_file import as_json
from penholder.pure.formats.plain_text import has_markup, plain_text
from penholder.pure.formats.sheets.column_map import heading_key
from penholder.pure.formats.sheets.csv_framework_own import extras_of, link_from
from penholder.pure.tree.statement import Association

OURS = "Kept by Penholder"
RELATED = "crossreferencedcompetencyidnumbers"
HEADINGS: Mapping[str, str] = {
    "parentidnumber": "Parent ID number",
    "idnumber": "ID number",
    "shortname": "Short name",
    "description": "Description",
    "descriptionformat": "Description format",
    "scalevalues": "Scale values",
    "scaleconfiguration": "Scale configuration",
    "ruletype": "Rule type (optional)",
    "ruleoutcome": "Rule outcome (optional)",
    "ruleconfig": "Rule config (optional)",
    RELATED: "Cross-referenced competency ID numbers",
    "exportedid": "Exported ID (optional)",
    "isframework": "Is framework",
    "taxonomy": "Taxonomy",
}
"""By heading_key, which is the same for both spellings."""
_GIVEN_BACK = (
    *("descriptionformat", "scalevalues", "scaleconfiguration"),
    *("ruletype", "ruleoutcome", "ruleconfig", "exportedid", "taxonomy"),
)
STATEMENT_DEFAULTS: Mapping[str, str] = {"descriptionformat": "1", "ruleoutcome": "0", "ruleconfig": "null"}
FRAMEWORK_DEFAULTS: Mapping[str, str] = {
    "descriptionformat": "1",
    "scalevalues": "Not yet competent,Competent",
    "scaleconfiguration": '[{"scaleid":"1"},{"id":2,"scaledefault":1,"proficient":1}]',
    "taxonomy": "competency,competency,competency,competency",
}
KEPT_TEXTS: Mapping[str, str] = {
    "identifier": "uid",
    "statement": "text",
    "notes": "notes",
    "code": "code",
    "kind": "kind",
    "short form": "short",
    "plain words": "plain",
    "easy read": "easy",
    "level": "level",
    "language": "language",
    "address": "uri",
}

_ESCAPED = re.compile(r'\\(["\\])')


@dataclass(frozen=True, slots=True)
class Said:
    """What Moodle's own columns say."""

    text: str
    notes: str
    extras: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeptByUs:
    """What our own column says besides, by the names of our fields; nothing where there is none."""

    texts: dict[str, str] = field(default_factory=dict)
    optional: bool = False
    extras: tuple[tuple[str, str], ...] | None = None
    links: tuple[Association, ...] = ()


def cells_by_key(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """The cells of a row: Moodle's by the key of their heading, others by the heading itself."""
    cells: dict[str, str] = {}
    for place, cell in enumerate(row):
        heading = columns[place] if place < len(columns) else f"cell {place + 1}"
        key = heading_key(heading)
        known = (key in HEADINGS or key == heading_key(OURS)) and key not in cells
        cells[key if known else heading] = cell
    return cells


def fields_in(cells: Mapping[str, str], *, framework: bool = False) -> Said:
    """What Moodle's columns say; outer white space goes, HTML gives its words and is kept beside them."""
    name, description = cells.get("shortname", "").strip(), cells.get("description", "").strip()
    text = plain_text(name) if has_markup(name) else name
    notes = plain_text(description) if has_markup(description) else description
    defaults = FRAMEWORK_DEFAULTS if framework else STATEMENT_DEFAULTS
    extras = {
        HEADINGS[key]: as_json(cells[key])
        for key in _GIVEN_BACK
        if cells.get(key, "") not in {"", defaults.get(key, "")}
    }
    if has_markup(name):
        extras[HEADINGS["shortname"]] = as_json(name)
    if has_markup(description) and as_html(notes) != description:
        extras[HEADINGS["description"]] = as_json(description)
    for heading, cell in cells.items():
        if cell and heading not in HEADINGS and heading != heading_key(OURS):
            extras[heading] = as_json(cell)
    return Said(text, notes, tuple(sorted(extras.items())))


def as_html(text: str) -> str:
    """Words as paragraphs; a backslash is spelt out, because PHP takes one before a quotation mark for its own."""
    if not text:
        return ""
    words = html.escape(text, quote=False).replace("\\", "&#92;")
    return "".join(f"<p>{part}</p>".replace("\n", "<br>") for part in words.split("\n\n"))


def related_names(cell: str) -> list[str]:
    names = (name.strip().replace("%2C", ",") for name in cell.split(","))
    return list(dict.fromkeys(filter(None, names)))


def kept_told(kept: Mapping[str, object]) -> str:
    """The content of our own column: JSON in which no backslash stands before a quotation mark or another one."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[1]):04x}", as_json(kept)) if kept else ""


def kept_in(cell: str) -> KeptByUs | None:
    """The content of our own column again; None where it is damaged."""
    if not cell.strip():
        return KeptByUs()
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    texts = {KEPT_TEXTS[name]: one for name, one in value.items() if name in KEPT_TEXTS}
    links = value.get("associations", [])
    extras = extras_of(value["whatever else"]) if isinstance(value.get("whatever else"), str) else None
    if not all(isinstance(text, str) for text in texts.values()) or not isinstance(links, list):
        return None
    found = [link_from(link) for link in links]
    if any(link is None for link in found):
        return None
    return KeptByUs(texts, value.get("optional") is True, extras, tuple(filter(None, found)))
