"""Words being collected: the text of one paragraph or cell while it is read, and what stands in it where.

Places are kept as numbers of pieces until all of them are there: counting characters at every box would be slow.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from penholder.pure.formats.forms.marks import BOX_SIGNS, is_prompt
from penholder.pure.formats.forms.values import (
    TICKED,
    UNTICKED,
    Box,
    BoxKind,
    Field,
    FieldKind,
    Table,
    Words,
)

_PROMPTS_BEGIN: Final = frozenset(" CcTtEeSs")
_QUESTION_ENDS: Final = ("?", ":")


class Mark(NamedTuple):
    """A place in the words collected so far."""

    pieces: int
    boxes: int
    fields: int


START: Final = Mark(0, 0, 0)


class OpenBox(NamedTuple):
    """A box whose words are not known yet; its sign is the piece with number ``at``."""

    at: int
    ticked: bool
    kind: BoxKind
    name: str = ""
    alias: str = ""
    bookmark: str = ""


class OpenField(NamedTuple):
    """A field whose place in the text is not known yet: ``skipped`` characters into the piece with number ``at``."""

    at: int
    skipped: int
    kind: FieldKind
    value: str
    name: str
    alias: str
    bookmark: str
    blocks: int = 1


class Pen:
    """Collects the words of one paragraph or cell."""

    __slots__ = ("begun", "boxes", "fields", "pieces", "tables")

    def __init__(self) -> None:
        self.begun = False
        self.pieces: list[str] = []
        self.boxes: list[OpenBox] = []
        self.fields: list[OpenField] = []
        self.tables: list[tuple[int, Table]] = []

    def clear(self) -> None:
        """Begin anew."""
        self.begun = False
        del self.pieces[:], self.boxes[:], self.fields[:], self.tables[:]

    def mark(self) -> Mark:
        """Where the words have got to."""
        return Mark(len(self.pieces), len(self.boxes), len(self.fields))

    def since(self, mark: Mark) -> str:
        """The words collected since."""
        return "".join(self.pieces[mark.pieces :])

    def cut(self, mark: Mark) -> None:
        """Take back what was collected since, but for tables."""
        del self.pieces[mark.pieces :], self.boxes[mark.boxes :], self.fields[mark.fields :]
        if self.tables:
            self.tables = [(min(at, mark.pieces), table) for at, table in self.tables]

    def tick(
        self, *, ticked: bool, kind: BoxKind, name: str = "", alias: str = "", bookmark: str = ""
    ) -> None:
        """Set a box down."""
        pieces = self.pieces
        self.boxes.append(OpenBox(len(pieces), ticked, kind, name, alias, bookmark))
        pieces.append(TICKED if ticked else UNTICKED)

    def words(self) -> Words:
        """What was collected, as :func:`words_of_text` has it, with what stands in it."""
        pieces = self.pieces
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if not (self.boxes or self.fields or self.tables):
            return words_of_text(text)
        begin, end = _without_blank_ends(text)
        return self._with_places(text[begin:end], begin)

    def _with_places(self, text: str, begin: int) -> Words:
        """``begin`` characters were left out before the text."""
        if not self.boxes and is_prompt(text):
            text = ""
        starts = list(accumulate(map(len, self.pieces), initial=-begin))
        size = len(text)
        known = {starts[box.at]: box for box in self.boxes}
        fields = [
            Field(
                one.kind,
                one.value,
                bool(one.value),
                min(max(starts[one.at] + one.skipped, 0), size),
                one.name,
                one.alias,
                one.bookmark,
                one.blocks,
            )
            for one in self.fields
        ]
        tables = [(min(max(starts[at], 0), size), table) for at, table in self.tables]
        has_boxes = known or BOX_SIGNS.search(text)
        return Words(text, _boxes_in(text, known) if has_boxes else (), tuple(fields), tuple(tables))


def words_of_text(text: str) -> Words:
    """Words alone: blank lines at either end are left out, and so is a sentence that only asks for an answer."""
    if "\n" in text or text[:1].isspace():
        begin, end = _without_blank_ends(text)
        text = text[begin:end]
    if "☐" in text or "☒" in text or "☑" in text:  # faster than asking for any of three
        return Words(text, _boxes_in(text, {}))
    if text[:1] in _PROMPTS_BEGIN and is_prompt(text):
        text = ""
    return Words(text)


def _without_blank_ends(text: str) -> tuple[int, int]:
    """Where the first line with a word begins and the last one ends."""
    first = len(text) - len(text.lstrip())
    if first == len(text):
        return 0, 0
    begin = text.rfind("\n", 0, first) + 1
    end = text.find("\n", len(text.rstrip()))
    return begin, len(text) if end < 0 else end


def _boxes_in(text: str, known: dict[int, OpenBox]) -> tuple[Box, ...]:
    """The boxes of a text, typed ones among them, each with the words beside it in its line."""
    for sign in BOX_SIGNS.finditer(text):
        if sign.start() not in known:
            known[sign.start()] = OpenBox(0, sign[0] != UNTICKED, "character")
    boxes: list[Box] = []
    line: list[int] = []
    end = -1
    for at in sorted(known):
        if at > end:
            boxes.extend(_in_line(text, line, end, known))
            line = []
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
        line.append(at)
    boxes.extend(_in_line(text, line, end, known))
    return tuple(boxes)


def _in_line(text: str, places: Sequence[int], end: int, known: dict[int, OpenBox]) -> Iterator[Box]:
    if not places:
        return
    bounds = (text.rfind("\n", 0, places[0]), *places, end)
    between = [text[left + 1 : right].strip() for left, right in pairwise(bounds)]
    side = _label_side(between)
    for number, at in enumerate(places):
        box = known[at]
        before, after = between[number], between[number + 1]
        label = "" if side is None else between[number + side]
        yield Box(box.ticked, at, box.kind, box.name, box.alias, box.bookmark, before, after, label)


def _label_side(between: Sequence[str]) -> int | None:
    """Whether the words before (0) or after (1) each box of a line are its label; None where that cannot be known."""
    first, last = between[0], between[-1]
    if first.endswith(_QUESTION_ENDS) and any(one.endswith(_QUESTION_ENDS) for one in between[1:-1]) and last:
        return None  # “Yes: ☒ No: ☐ (please tick one)” is no question with two answers behind it
    if last and (not first or first.endswith(_QUESTION_ENDS)):
        labels, side = between[1:], 1
    elif first and not last:
        labels, side = between[:-1], 0
    else:
        return None
    for label in labels:
        if not label[:1].isalnum() and not any(map(str.isalnum, label)):
            return None
    return side
