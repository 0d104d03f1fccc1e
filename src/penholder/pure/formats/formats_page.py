"""The text of docs/formats.md, put together from what each format's module says of itself, so that it can't say otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.forms.profile import PROFILES
from penholder.pure.formats.framework_files import FORMATS, fates_of
from penholder.pure.formats.graphs.sssom_terms import FIELDS as SSSOM_FIELDS
from penholder.pure.formats.sheets.csv_framework_in import FIELDS as TABLE_FIELDS

_BEGINNING = """# Formats of frameworks

Made by `./penholder docs` from the code; do not edit. `penholder convert IN OUT` brings a framework from one to another. What a file holds
says its format, not its ending; of the file that is written, the ending says it, or `--to`.

**Kept** means that it comes back as it was when the file is read again; **changed**, that it is there in another form; **lost**, that this format has no
place for it. What is lost is counted and told at every conversion, and so is every row that could not be taken in: nothing is dropped in silence.
"""


def formats_page() -> str:
    """The whole page, in Markdown."""
    sections = (line for one in FORMATS for line in _section(one.title, fates_of(one)))
    return "\n".join(
        [
            _BEGINNING,
            *_overview(),
            *sections,
            *_section("Crosswalks as SSSOM", SSSOM_FIELDS),
            *_section("Other people’s tables", TABLE_FIELDS),
            *_comment_tables(),
        ]
    )


def _overview() -> Iterator[str]:
    yield from ("| format | name | read | written | ending |", "|---|---|---|---|---|")
    for one in FORMATS:
        said = (_yes(one.reader), _yes(one.writer), ", ".join(f"`{ending}`" for ending in one.endings))
        yield f"| {one.title} | `{one.name}` | {' | '.join(said)} |"
    yield ""


def _yes(there: str) -> str:
    return "yes" if there else ""


def _section(title: str, fates: Sequence[FieldFate]) -> Iterator[str]:
    yield from (f"## {title}", "", "| field | there | fate | how |", "|---|---|---|---|")
    for fate in fates:
        cells = (fate.field, f"`{fate.there}`" if fate.there else "", fate.fate, fate.how)
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    yield ""


def _comment_tables() -> Iterator[str]:
    """The columns of each sort of comment table, and what they are here; any other column is kept under its heading."""
    yield from (
        "## Comment tables",
        "",
        "`penholder forms` reads each of these, and they are written again with the responses filled in.",
    )
    yield from ("Whatever else a table or a form holds is kept under its own heading.", "")
    for profile in PROFILES:
        yield from (f"### {profile.title} (`{profile.name}`)", "", "| column | field |", "|---|---|")
        yield from (f"| {' '.join(heading.split())} | {field} |" for heading, field in profile.columns)
        yield ""
