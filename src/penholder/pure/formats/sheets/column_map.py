"""Which column of a table means what.

A suggestion is only that: the page that imports a table shows the map and lets the person change it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The column for each thing we know, by its heading; empty where the table has none.

    ``path`` is a dotted path that gives the place (“3.6.2.1” stands under “3.6.2”); it may be the same column as
    ``code``. ``level`` is the depth as a number, for sheets where a row belongs under the last one of a smaller depth.
    ``framework`` marks the row that describes the framework itself, as Moodle writes it. ``related`` holds identifiers
    of related statements, with commas between.
    """

    identifier: str = ""
    parent: str = ""
    code: str = ""
    text: str = ""
    kind: str = ""
    short: str = ""
    notes: str = ""
    plain: str = ""
    path: str = ""
    level: str = ""
    position: str = ""
    optional: str = ""
    uri: str = ""
    framework: str = ""
    related: str = ""


@dataclass(frozen=True, slots=True)
class SheetMap(ColumnMap):
    """A map of everything a framework can say; the page that imports a table asks for less.

    ``easy`` is the easy-read companion; ``stage`` a level or proficiency in the framework's own word, where ``level`` is a
    depth; ``language`` the language of the row. ``links`` are columns that hold associations: pairs of the kind and the
    heading, with identifiers of statements in the cells and commas between.

    ``levels`` are the columns of a sheet that has one for each level, from the top down; then the other columns speak of
    the deepest statement of a row. ``level_codes`` are pairs of such a column and the one that holds its codes.
    """

    easy: str = ""
    stage: str = ""
    language: str = ""
    links: tuple[tuple[str, str], ...] = ()
    levels: tuple[str, ...] = ()
    level_codes: tuple[tuple[str, str], ...] = ()


_HEADINGS: dict[str, tuple[str, ...]] = {
    "identifier": (
        "identifier",
        "uuid",
        "guid",
        "uid",
        "idnumber",
        "id",
        "statementid",
        "itemid",
        "location",
    ),
    "parent": (
        "parentidnumber",
        "parentidentifier",
        "parentid",
        "parentcode",
        "parent",
        "ischildof",
        "under",
    ),
    "text": (
        "fullstatement",
        "statement",
        "statementtext",
        "competencystatement",
        "competencestatement",
        "competence",
        "competency",
        "shortname",
        "wording",
        "text",
        "source",
        "outcome",
        "learningoutcome",
        "skill",
        "title",
        "name",
        "label",
        "standard",
        "description",
    ),
    "code": (
        "humancodingscheme",
        "code",
        "notation",
        "number",
        "no",
        "nr",
        "ref",
        "reference",
        "competencycode",
    ),
    "kind": ("cfitemtype", "itemtype", "statementtype", "kind", "type"),
    "short": (
        "abbreviatedstatement",
        "shortstatement",
        "shorttext",
        "shorttitle",
        "shortform",
        "short",
        "heading",
    ),
    "notes": (
        "notes",
        "note",
        "description",
        "guidance",
        "explanation",
        "context",
        "furtherinformation",
        "comments",
    ),
    "plain": ("plainlanguage", "plainenglish", "plainwords", "plain", "easyread"),
    "path": ("smartlevel", "path", "outlinenumber", "outline"),
    "level": ("level", "depth", "indent"),
    "position": ("sequencenumber", "sequence", "position", "order", "sortorder"),
    "optional": ("optional", "coreoroptional", "coreoptional"),
    "uri": ("uri", "url", "address"),
    "framework": ("isframework",),
    "related": ("crossreferencedcompetencyidnumbers", "relatedto", "related"),
}
_BRACKETS = re.compile(r"\([^)]*\)")
_OTHER_THAN_LETTERS = re.compile(r"[\W_]+")


def suggest_map(columns: Sequence[str]) -> ColumnMap:
    """A likely map for these headings. Each column is used once; the better known heading wins."""
    by_heading: dict[str, str] = {}
    for column in columns:
        by_heading.setdefault(heading_key(column), column)
    taken: set[str] = set()
    suggestion = ColumnMap()
    for field, headings in _HEADINGS.items():
        column = next(
            (by_heading[key] for key in headings if by_heading.get(key, "") not in {"", *taken}), ""
        )
        if column:
            taken.add(column)
            suggestion = replace(suggestion, **{field: column})
    return suggestion


def used_columns(column_map: ColumnMap) -> frozenset[str]:
    """The columns that the map speaks of."""
    named = {
        value for field in fields(column_map) if isinstance(value := getattr(column_map, field.name), str)
    }
    if isinstance(column_map, SheetMap):
        named |= {column for _, column in (*column_map.links, *column_map.level_codes)}
        named |= {*column_map.levels}
    return frozenset(named) - {""}


def heading_key(heading: str) -> str:
    """A heading without brackets, punctuation, blanks and capitals, as headings are compared."""
    return _OTHER_THAN_LETTERS.sub("", _BRACKETS.sub("", heading)).casefold()
