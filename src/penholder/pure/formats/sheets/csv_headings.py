"""The headings of a CSV file that has titles above them, or two rows of them, as spreadsheets are saved."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import replace

from penholder.pure.formats.report import Unreadable
from penholder.pure.formats.sheets.heading_rows import about_the_top, filled, headings_of
from penholder.pure.formats.tables import Table, distinct_headings, read_table

_TITLE_LINES = 20
_SURE = 2
"""So many headings that are known outweigh a first row that looks like headings too."""

_DELIMITERS = (b";", b"\t")


def read_csv_table(data: bytes, *, name: str = "The file") -> Table:
    """The table in a CSV file, under its headings; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    return with_headings_found(read_table(data, name=name), data, name=name)


def with_headings_found(table: Table, data: bytes, *, name: str) -> Table:
    """The same for a table that is read already; ``data`` is the file, in case its title hid what its delimiter is."""
    if len(table.columns) == 1 and not table.encoding.startswith("UTF-16"):
        return _otherwise_delimited(data, name=name) or under_its_headings(table)
    return under_its_headings(table)


def _otherwise_delimited(data: bytes, *, name: str) -> Table | None:
    """A title without delimiters looks like a table of one column; none where no other delimiter gives headings."""
    lines = data.splitlines()[1:_TITLE_LINES]
    likely = next((one for one in _DELIMITERS if sum(one in line for line in lines) > 1), b"")
    if not likely:
        return None
    try:
        table = read_table(b"sep=" + likely + b"\n" + data.removeprefix(BOM_UTF8), name=name)
    except Unreadable:
        return None
    table = replace(table, first_row=table.first_row - 1)
    under = under_its_headings(table)
    return None if under is table else under


def under_its_headings(table: Table) -> Table:
    """The same table under the row that says most as headings; unchanged where that is the first one."""
    first = table.first_row - 1
    top = tuple("" if one == f"column {place}" else one for place, one in enumerate(table.columns, start=1))
    rows = {first: top, **dict(table.numbered())}
    headings = headings_of(rows)
    better = headings.known >= _SURE or (headings.known and filled(top) == 1)
    above = sum(number < headings.first for number in rows)
    below = sum(number > headings.last for number in rows)
    if headings.last == first or not better or filled(headings.cells) == 1 or above > below or not below:
        return table
    return replace(
        table,
        columns=distinct_headings(headings.cells),
        rows=table.rows[headings.last - first :],
        first_row=headings.last + 1,
        oddities=(*table.oddities, *about_the_top(rows, headings)),
    )
