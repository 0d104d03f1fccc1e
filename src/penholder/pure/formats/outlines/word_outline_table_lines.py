"""The lines that a table in a Word document makes, and how deep each of them stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row: its number in the table, its code, words, notes and kind; ``section`` where one cell runs across it all.

    ``depth`` is how deep it stands in the table, where that has a column for each level; a row may then be several lines.
    ``below`` is how deep a line stands under its row, which lists several; ``loose`` is one that has no place.
    """

    row: int
    text: str
    code: str = ""
    notes: str = ""
    kind: str = ""
    section: bool = False
    depth: int | None = None
    below: int = 0
    loose: bool = False


class Depths:
    """How deep each line of a table stands, by its code, its column or what it is listed under; from ``base`` on."""

    def __init__(self, base: int) -> None:
        self.base = base
        self.row = base
        self.sections = False
        self.codes: list[tuple[tuple[str, ...], int]] = []

    def of(self, line: TableLine) -> int:
        if line.section:
            self.sections, self.codes = True, []
            return self.base
        if line.below:
            return self.row + line.below
        if line.depth is None:
            self.row = self._by_code(line.code, self.base + self.sections)
        else:
            self.row = self.base + self.sections + line.depth
        return self.row

    def _by_code(self, code: str, base: int) -> int:
        """Under the nearest code above that this one goes on from."""
        codes = self.codes
        parts = tuple(code.rstrip(".").split(".")) if code else ()
        while codes and not (
            parts and len(codes[-1][0]) < len(parts) and parts[: len(codes[-1][0])] == codes[-1][0]
        ):
            codes.pop()
        depth = codes[-1][1] + 1 if codes else base
        if parts:
            codes.append((parts, depth))
        return depth
