"""Headings without a number that stand over numbered codes: “Domain 1: Communication”, and under it 1.1 and 1.2."""

from __future__ import annotations

from collections.abc import Sequence

from penholder.pure.formats.outlines.outline_marks import NO_MARK, Mark

_SENTENCE = (".", ";")
"""What ends so is a paragraph and no heading."""


def chapter_mark(number: str) -> Mark:
    """What such a heading is known by: the codes that begin with this number go under it."""
    return Mark("a chapter", parts=(number,))


def chapters_among(lines: Sequence[tuple[Mark, str]]) -> dict[int, Mark]:
    """The places of such headings, each with its mark, among lines given by their marks and words.

    A line is one if it has no mark and a code comes next whose first number is new, or which was there before. If the
    first code has no heading, or only one of several chapters has one, there are none: the lines are titles and notes.
    """
    if any(mark.heading for mark, _ in lines):
        return {}
    found: dict[int, Mark] = {}
    seen: set[tuple[str, ...]] = set()
    headed: list[bool] = []
    last = ""
    for place, (mark, _) in enumerate(lines):
        if len(mark.parts) > 1:
            begins = mark.parts[0] != last or mark.parts in seen
            over = bool(place) and begins and _may_be_heading(*lines[place - 1])
            if over:
                found[place - 1] = chapter_mark(mark.parts[0])
            headed.append(over)
        if mark.parts:
            last = mark.parts[0]
            seen.add(mark.parts)
    several = len({parts[0] for parts in seen}) > 1
    return found if any(headed[:1]) and (len(found) > 1 or not several) else {}


def _may_be_heading(mark: Mark, words: str) -> bool:
    return mark == NO_MARK and not words.endswith(_SENTENCE)
