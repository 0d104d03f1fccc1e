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
from penholder.pure.formats.sheets.column_map_levels import level_headings, surely_levels

_DOUBTFUL = "level"
"""The heading that may mean either; “depth” and “indent” mean only one thing."""

_WHOLE = re.compile(r"(\d{1,2})(?:\.0)?")


def with_depth_believed(column_map: SheetMap, cells: Mapping[str, Sequence[str]]) -> SheetMap:
    """The same map, where the column of depths is the level of each statement unless it goes as depths go."""
    column = column_map.level
    if not column or heading_key(column) != _DOUBTFUL or _is_depth(column, column_map.code, cells):
        return column_map
    return replace(column_map, level="", stage=column_map.stage or column)


def _is_depth(column: str, code: str, cells: Mapping[str, Sequence[str]]) -> bool:
    if _beside_levels(column, tuple(cells)):
        return False
    codes = cells.get(code) or [""] * len(cells[column])
    numbered = [
        (int(found[1]), beside)
        for cell, beside in zip(cells[column], codes, strict=True)
        if (found := _WHOLE.fullmatch(cell))
    ]
    depths = [depth for depth, _ in numbered]
    steps = [after - before for before, after in pairwise(depths)]
    begins = bool(depths) and depths[0] == min(depths) <= 1
    return begins and max(steps, default=0) == 1 and _agree(numbered)


def _beside_levels(column: str, columns: Sequence[str]) -> bool:
    """Whether other columns say the tree: an indent stands before the words, and three words for levels are no chance."""
    levels = level_headings(columns)
    return bool(levels) and (surely_levels(levels) or columns.index(column) > columns.index(levels[0]))


def _agree(numbered: Sequence[tuple[int, str]]) -> bool:
    """Whether codes with as many steps stand equally deep; codes without any dot say nothing of it."""
    if not any("." in code.rstrip(".") for _, code in numbered):
        return True
    depths: dict[int, int] = {}
    return all(depths.setdefault(len(natural(code)), depth) == depth for depth, code in numbered if code)
