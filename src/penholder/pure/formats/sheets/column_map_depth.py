"""Whether numbers in a column “Level” are a depth in the tree, or a level of what each statement asks of somebody.

Both are kept under the same heading. A depth begins at the top, goes down one step at a time, and agrees with the codes;
levels of qualifications and of proficiency do so only by chance.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from penholder.pure.formats.ordering import natural
from penholder.pure.formats.sheets.column_map import SheetMap, heading_key
from penholder.pure.formats.sheets.column_map_levels import level_columns, level_headings, surely_levels

_DOUBTFUL = "level"
"""The heading that may mean either; “depth” and “indent” mean only one thing."""

Cells = Mapping[str, Sequence[str]]

_WHOLE = re.compile(r"(\d{1,2})(?:\.0)?")


def with_depth_believed(column_map: SheetMap, cells: Cells) -> SheetMap:
    """The same map, where the column of depths is the level of each statement unless it goes as depths go.

    Where columns for levels say the same depths already, it says nothing more of any statement.
    """
    column = column_map.level
    if not column or heading_key(column) != _DOUBTFUL:
        return column_map
    levels = level_headings(tuple(cells))
    steps = bool(levels) and not all(cells[levels[-1]]) and level_columns(cells) is not None
    depth = _goes_as_depths(cells[column], cells.get(column_map.code))
    if depth and not steps and not _say_the_tree(levels, column, tuple(cells)):
        return column_map
    said_already = depth and steps
    return replace(column_map, level="", stage=column_map.stage or ("" if said_already else column))


def _goes_as_depths(levels: Sequence[str], codes: Sequence[str] | None) -> bool:
    """From the top, where it is smallest, down one step at a time, and so that codes agree."""
    numbered = [
        (int(found[1]), code)
        for cell, code in zip(levels, codes or [""] * len(levels), strict=True)
        if (found := _WHOLE.fullmatch(cell))
    ]
    depths = [depth for depth, _ in numbered]
    steps = [after - before for before, after in pairwise(depths)]
    begins = bool(depths) and depths[0] == min(depths) <= 1
    return begins and max(steps, default=0) == 1 and _agree(numbered)


def _say_the_tree(levels: Sequence[str], column: str, columns: Sequence[str]) -> bool:
    """Whether headings for levels do: three are no chance, and an indent would stand before the words."""
    return bool(levels) and (surely_levels(levels) or columns.index(column) > columns.index(levels[0]))


def _agree(numbered: Sequence[tuple[int, str]]) -> bool:
    """Whether codes with as many steps stand equally deep; codes without any dot say nothing of it."""
    if not any("." in code.rstrip(".") for _, code in numbered):
        return True
    depths: dict[int, int] = {}
    return all(depths.setdefault(len(natural(code)), depth) == depth for depth, code in numbered if code)
