"""How deep a line stands, from its mark and its indent and from the lines above it.

People indent, number, or use one bullet under another; they mix these, and pasting loses the indents. So a line is a
sibling of the nearest line above that looks the same, a child where it is indented more or wears a mark not seen yet, and
a dotted number says its own place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from penholder.pure.formats.outlines.outline_marks import Mark, follows, is_roman
from penholder.pure.formats.outlines.outline_tree import DEEPEST


@dataclass(frozen=True, slots=True)
class Rung:
    """A line that others may stand under: how it is marked and how far it is indented."""

    mark: Mark
    indent: int


class Ladder:
    """The lines above the present one that are still open, the outermost first."""

    def __init__(self, rungs: Iterable[Rung] = ()) -> None:
        self.rungs = list(rungs)

    def place(self, mark: Mark, indent: int) -> int:
        """The depth of the next line; it becomes the innermost open one."""
        mark = self._read_as_roman(mark)
        if mark.heading:
            keep = self._under_heading(mark.heading)
        elif mark.parts:
            keep = self._under_code(mark.parts)
        else:
            keep = self._under(mark, indent)
        keep = min(keep, DEEPEST)
        del self.rungs[keep:]
        self.rungs.append(Rung(mark, indent))
        return keep

    def stands_beside(self, indent: int) -> bool:
        """Whether words without a mark, so far indented, would be the next of others that are statements already."""
        return any(
            not rung.mark.style and not rung.mark.heading and rung.indent == indent for rung in self.rungs
        )

    def _under_heading(self, level: int) -> int:
        for place in range(len(self.rungs), 0, -1):
            above = self.rungs[place - 1].mark.heading
            if above and above < level:
                return place
        return 0

    def _under_code(self, parts: tuple[str, ...]) -> int:
        """Under the nearest code that this one goes on from, else under the last heading."""
        for place in range(len(self.rungs), 0, -1):
            above = self.rungs[place - 1].mark
            if above.parts and len(above.parts) < len(parts) and parts[: len(above.parts)] == above.parts:
                return place
            if above.heading and not (above.parts and len(above.parts) >= len(parts)):
                return place
        return 0

    def _under(self, mark: Mark, indent: int) -> int:
        keep = len(self.rungs)
        while keep and self._closed_by_indent(self.rungs[keep - 1], indent):
            keep -= 1
        for place in range(keep, 0, -1):
            rung = self.rungs[place - 1]
            if rung.mark.heading or rung.indent < indent:
                break
            if rung.mark.style == mark.style:
                return place - 1
        if keep and self._is_plain_beside(self.rungs[keep - 1], mark, indent):
            return self._sibling_of_plain(keep, indent)
        return keep

    @staticmethod
    def _closed_by_indent(rung: Rung, indent: int) -> bool:
        return not rung.mark.heading and not rung.mark.parts and rung.indent > indent

    @staticmethod
    def _is_plain_beside(rung: Rung, mark: Mark, indent: int) -> bool:
        """Words without a mark stand beside, not under, a marked line that is indented as they are."""
        return not mark.style and not rung.mark.heading and rung.indent >= indent

    def _sibling_of_plain(self, keep: int, indent: int) -> int:
        while keep and not self.rungs[keep - 1].mark.heading and self.rungs[keep - 1].indent >= indent:
            keep -= 1
        return keep

    def _read_as_roman(self, mark: Mark) -> Mark:
        """“i)” is one in Roman numerals, unless the line above at this rank was “h)”."""
        if mark.style[:1] not in {"a", "A"} or not is_roman(mark.code):
            return mark
        roman = replace(mark, style=f"i{mark.style}")
        alike = [rung.mark for rung in self.rungs if rung.mark.style == mark.style]
        if alike and follows(mark.code, alike[-1].code):
            return mark
        known = any(rung.mark.style == roman.style for rung in self.rungs)
        return roman if known or len(mark.code) > 1 or mark.code in {"i", "I"} else mark
