"""How deep a paragraph of a Word document stands: headings make the frame, lists hang in it, stems carry what follows."""

from __future__ import annotations

from dataclasses import dataclass

from penholder.pure.formats.outlines.outline_marks import NO_MARK, Mark
from penholder.pure.formats.outlines.outline_places import Ladder, Rung
from penholder.pure.formats.outlines.word_outline_numbers import Numbered

_STEM = Mark("a stem")


@dataclass(frozen=True, slots=True)
class _Rung:
    """An open paragraph: a heading of some level, a paragraph of a list, one with a typed mark, or a stem."""

    heading: int = -1
    family: str = ""
    level: int = -1
    indent: int = -1
    bullet: bool = False
    colon: bool = False
    mark: Mark = NO_MARK


class WordLadder:
    """The paragraphs above the present one that are still open, the outermost first."""

    def __init__(self) -> None:
        self._rungs: list[_Rung] = []

    @property
    def depth(self) -> int:
        """Where something would stand directly under the last heading."""
        return next(
            (place for place in range(len(self._rungs), 0, -1) if self._rungs[place - 1].heading >= 0), 0
        )

    def heading(self, level: int) -> int:
        while self._rungs and not 0 <= self._rungs[-1].heading < level:
            self._rungs.pop()
        return self._open(_Rung(heading=level))

    def stem(self) -> int:
        """Words that end in a colon stand under the last heading or dotted number, and what is listed next under them."""
        while len(self._rungs) > self.depth and not self._rungs[-1].mark.parts:
            self._rungs.pop()
        return self._open(_Rung(colon=True, mark=_STEM))

    @property
    def beside_a_stem(self) -> bool:
        """Whether a stem without a number is open: then words without a number are the next statement, as it was one."""
        return any(rung.mark == _STEM for rung in self._rungs)

    def listed(self, number: Numbered, words: str) -> int:
        """A paragraph of a list: beside its fellows, under the paragraph of a lower level, or under another list's."""
        new = _Rung(
            family=number.family,
            level=number.level,
            indent=number.indent,
            bullet=number.bullet,
            colon=words.endswith(":"),
            mark=Mark(f"list {number.family} {number.level}"),
        )
        fellows = [place for place, rung in enumerate(self._rungs) if rung.family == number.family]
        if fellows:
            deeper = [place for place in fellows if self._rungs[place].level >= number.level]
            del self._rungs[min(deeper, default=max(fellows) + 1) :]
        else:
            while self._rungs and not self._carries(self._rungs[-1], new):
                self._rungs.pop()
        return self._open(new)

    def typed(self, mark: Mark, words: str) -> int:
        """A number that somebody typed: it says its place as in a plain outline, under the last heading."""
        base = self.depth
        below = Ladder([Rung(rung.mark, 0) for rung in self._rungs[base:]])
        del self._rungs[base + below.place(mark, 0) :]
        return self._open(_Rung(colon=words.endswith(":"), mark=mark))

    @staticmethod
    def _carries(rung: _Rung, new: _Rung) -> bool:
        """Whether a list begins under this paragraph: a heading, a stem, or another list's that is indented less."""
        if rung.heading >= 0 or rung.colon or rung.level < 0:
            return True
        return new.indent > rung.indent or (new.bullet and not rung.bullet)

    def _open(self, rung: _Rung) -> int:
        self._rungs.append(rung)
        return len(self._rungs) - 1
