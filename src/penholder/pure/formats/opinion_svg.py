"""The opinion map as a picture of our own: no font, script or address from elsewhere, and no single person in it.

Every mark stands for ten people or more of one group who are near each other, at their middle; groups of fewer than ten
are named with their size as it may be told, and not drawn. Shape and letter say the group, colour only says it again.
The words are large, and stand under the map, so that they can be read on a telephone.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from penholder.pure.disclosure import SMALLEST
from penholder.pure.disclosure.counts import shown_as
from penholder.pure.formats.opinion_phrases import about, letter
from penholder.pure.formats.opinion_words import SHAPES, SLOPE, Account
from penholder.pure.reading.opinion.opinion_map import OpinionMap

Numbers = NDArray[np.float64]
Place = tuple[float, float]

WIDTH, HIGHEST, LOWEST = 720, 480, 160
"""How wide the picture is, and how high the map in it may be; the words stand under it."""

FONT_SIZE, LINE = 26, 42
"""Of the words under the map: 14 pixels high where the picture is as wide as a telephone, 390."""

MOST_MARKS = 120

PAPER = ("#ffffff", "#161528")
INK = ("#1c1a33", "#f4efe4")
COLOURS = (
    ("#1f5fa8", "#7fb2f0"),
    ("#b3470f", "#f2a06a"),
    ("#0b7050", "#5fd0a5"),
    ("#8a2f83", "#e39adf"),
    ("#6b6400", "#d8cf5a"),
)
"""For each group in order, on light and on dark paper; all stand out from it by 4.5 to 1 at least, as nothing shines through."""

_MARGIN = 36.0
_MARK, _LETTER = 10.0, 38.0
_BESIDE = 34.0
"""So far its letter stands from a mark without touching it."""

_CLASS = "opinion-map"
_FONT = "system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Mark:
    """At least ten people of one group: where their middle lies on the map, and how many they are."""

    x: float
    y: float
    people: int


def opinion_svg(drawn: OpinionMap, account: Account) -> str:
    """The picture; ``account`` gives its title and description. Ends with a line break."""
    groups = _groups(drawn)
    marks = [marks_of(drawn.positions[inside], _people_to_a_mark(drawn)) for inside in groups]
    page = _placing([one for group in marks for one in group])
    places = [[page.of(one.x, one.y) for one in group] for group in marks]
    height = page.height + LINE * (len(drawn.sizes) or 1) + LINE + LINE // 2
    lines = [
        _dark_style(),
        f'<rect class="paper" width="{WIDTH}" height="{height}" fill="{PAPER[0]}"/>',
    ]
    for group, its_places in enumerate(places):
        lines += _drawn_group(group, its_places, is_group=bool(drawn.sizes))
    if drawn.sizes:
        lines += _letters(places, page.height)
    lines += _legend(drawn, marks, page.height + LINE)
    return _whole(_escaped(account.title), _escaped(_description(account)), "\n".join(lines), height)


def _whole(title: str, described: str, drawing: str, height: int) -> str:
    """Its ids come from what it shows, so that two pictures on one page keep each their own description."""
    own = hashlib.sha256(f"{title}\n{described}\n{drawing}".encode()).hexdigest()[:8]
    size = f'viewBox="0 0 {WIDTH} {height}" font-family="{_FONT}" font-size="{FONT_SIZE}"'
    named = f'class="{_CLASS}" role="img" aria-labelledby="map-title-{own} map-desc-{own}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {named}>\n<title id="map-title-{own}">{title}</title>\n'
        f'<desc id="map-desc-{own}">{described}</desc>\n{drawing}\n</svg>\n'
    )


def marks_of(points: Numbers, people: int) -> tuple[Mark, ...]:
    """Points (N × 2) in parts of at least ``people`` that lie together; none where there are fewer altogether.

    Parted again and again across the wider side, so that it is the same for any order of the points. How many marks
    there are depends only on the number of people as everybody is told it: counting marks tells nothing new.
    """
    parts = _lowest(len(points)) // people
    if not parts:
        return ()
    return tuple(
        Mark(float(one[:, 0].mean()), float(one[:, 1].mean()), len(one)) for one in _parted(points, parts)
    )


def _parted(points: Numbers, parts: int) -> Iterator[Numbers]:
    if parts == 1:
        yield points
        return
    axis = int(np.argmax(np.ptp(points, axis=0)))
    points = points[np.lexsort((points[:, 1 - axis], points[:, axis]))]
    first = parts // 2
    cut = len(points) * first // parts
    yield from _parted(points[:cut], first)
    yield from _parted(points[cut:], parts - first)


def _lowest(count: int) -> int:
    """The fewest people there can be, for all that anybody is told of their number; none where that is withheld."""
    told = shown_as(count)
    return 0 if told.is_hidden else told.lowest


def _groups(drawn: OpinionMap) -> list[NDArray[np.bool_]]:
    """Who belongs to each group; without groups everybody who is counted in. Nobody else is drawn."""
    if not drawn.sizes:
        return [drawn.counted_in]
    return [drawn.labels == group for group in range(len(drawn.sizes))]


def _people_to_a_mark(drawn: OpinionMap) -> int:
    return max(SMALLEST, math.ceil(_lowest(int(drawn.counted_in.sum())) / MOST_MARKS))


@dataclass(frozen=True, slots=True)
class _Placing:
    """From the map to the page, the same scale both ways."""

    middle: tuple[float, float]
    scale: float
    height: int

    def of(self, x: float, y: float) -> tuple[float, float]:
        return (
            WIDTH / 2 + (x - self.middle[0]) * self.scale,
            self.height / 2 - (y - self.middle[1]) * self.scale,
        )


def _placing(marks: list[Mark]) -> _Placing:
    if not marks:
        return _Placing((0.0, 0.0), 1.0, LOWEST)
    xs, ys = [one.x for one in marks], [one.y for one in marks]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    room = min((WIDTH - 2 * _MARGIN) / max(wide, 1e-9), (HIGHEST - 2 * _MARGIN) / max(high, 1e-9), 1e6)
    height = max(LOWEST, math.ceil(high * room + 2 * _MARGIN))
    return _Placing(((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2), room, height)


def _drawn_group(group: int, places: Sequence[Place], *, is_group: bool) -> Iterator[str]:
    if not places:
        return
    name = f"Group {letter(group)}" if is_group else "Everybody on the map"
    colour = COLOURS[group % len(COLOURS)][0]
    edge = f'stroke="{PAPER[0]}" stroke-width="2"'  # so that two marks that touch stay two
    yield f'<g class="g{group % len(COLOURS)} edge" fill="{colour}" {edge}><title>{name}</title>'
    for one in places:
        yield _shape(group, *one, _MARK)
    yield "</g>"


def _letters(places: Sequence[Sequence[Place]], height: int) -> Iterator[str]:
    """After all marks, so that none lies over a letter."""
    for group, own in enumerate(places):
        if own:
            others = [one for other, its in enumerate(places) if other != group for one in its]
            yield _label(letter(group), *_free_place(own, others, height))


def _free_place(own: Sequence[Place], others: Sequence[Place], height: int) -> Place:
    """As near to the middle of a group's marks as a letter covers none of them and is not among those of another."""
    middle = (sum(x for x, _ in own) / len(own), sum(y for _, y in own) / len(own))
    around = [(x + a * _BESIDE, y + b * _BESIDE) for x, y in own for a, b in _DIRECTIONS]
    for place in sorted([middle, *around], key=lambda one: (round(math.dist(one, middle), 3), one)):
        inside = all(
            _MARGIN / 2 <= one <= end - _MARGIN / 2 for one, end in zip(place, (WIDTH, height), strict=True)
        )
        if inside and _nearest(place, own) >= _BESIDE * 0.9 and _nearest(place, others) >= _BESIDE * 1.5:
            return place
    return middle


def _nearest(place: Place, marks: Sequence[Place]) -> float:
    return min((math.dist(place, one) for one in marks), default=math.inf)


_DIAGONAL = math.sqrt(0.5)
_DIRECTIONS = (
    *((0.0, -1.0), (0.0, 1.0), (-1.0, 0.0), (1.0, 0.0)),
    *((a * _DIAGONAL, b * _DIAGONAL) for a in (-1, 1) for b in (-1, 1)),
)


def _shape(group: int, x: float, y: float, r: float) -> str:
    kind = SHAPES[group % len(SHAPES)]
    if kind == "circle":
        return f'<circle cx="{_told(x)}" cy="{_told(y)}" r="{_told(r)}"/>'
    if kind == "square":
        side = r * 1.8
        return f'<rect x="{_told(x - side / 2)}" y="{_told(y - side / 2)}" width="{_told(side)}" height="{_told(side)}"/>'
    corners = _CORNERS[kind]
    return f'<polygon points="{" ".join(f"{_told(x + a * r)},{_told(y + b * r)}" for a, b in corners)}"/>'


_ARM = 0.38
_CORNERS = {
    "triangle": ((0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
    "diamond": ((0, -1.3), (1.1, 0), (0, 1.3), (-1.1, 0)),
    "cross": (
        *((-_ARM, -1.2), (_ARM, -1.2), (_ARM, -_ARM), (1.2, -_ARM), (1.2, _ARM), (_ARM, _ARM)),
        *((_ARM, 1.2), (-_ARM, 1.2), (-_ARM, _ARM), (-1.2, _ARM), (-1.2, -_ARM), (-_ARM, -_ARM)),
    ),
}


def _label(words: str, x: float, y: float) -> str:
    """A letter that can be read over marks of any colour: its edge has the colour of the paper."""
    return (
        f'<text class="label" x="{_told(x)}" y="{_told(y + _LETTER / 3)}" font-size="{_LETTER}" font-weight="700" text-anchor="middle" '
        f'fill="{INK[0]}" stroke="{PAPER[0]}" stroke-width="7" stroke-linejoin="round" paint-order="stroke">{words}</text>'
    )


def _legend(drawn: OpinionMap, marks: list[tuple[Mark, ...]], y: float) -> Iterator[str]:
    x = _MARGIN
    if not drawn.sizes:
        yield _words(x - _MARK, y, "No groups.")
        y += LINE
    for group, size in enumerate(drawn.sizes):
        said = f"Group {letter(group)}: {about(size)} people"
        if marks[group]:
            colour = COLOURS[group % len(COLOURS)][0]
            sign = _shape(group, x, y - FONT_SIZE / 3, _MARK)
            yield f'<g class="g{group % len(COLOURS)}" fill="{colour}">{sign}</g>'
        else:
            said += ", not drawn"
        yield _words(x + 24, y, said)
        y += LINE
    drawn_as = f"Each mark stands for {_people_to_a_mark(drawn)} people or more."
    yield _words(x - _MARK, y, drawn_as if any(marks) else "Too few to draw.")


def _words(x: float, y: float, words: str) -> str:
    return f'<text class="ink" x="{_told(x)}" y="{_told(y)}" fill="{INK[0]}">{_escaped(words)}</text>'


def _dark_style() -> str:
    """Only what changes on dark paper: everything else stands on the shapes, for where style sheets are refused."""
    rules = [
        f".paper{{fill:{PAPER[1]}}}",
        f".ink{{fill:{INK[1]}}}",
        f".edge{{stroke:{PAPER[1]}}}",
        f".label{{fill:{INK[1]};stroke:{PAPER[1]}}}",
        *(f".g{place}{{fill:{dark}}}" for place, (_, dark) in enumerate(COLOURS)),
    ]
    within = "".join(f".{_CLASS} {rule}" for rule in rules)
    return f"<style>@media (prefers-color-scheme:dark){{{within}}}</style>"


def _description(account: Account) -> str:
    first = account.sections[0] if account.sections else None
    said = [account.summary, *(first.sentences if first else ())]
    said += [
        f"Group {row[0]}: {row[2]} people, {f'drawn as {row[1]}' if row[1] in SHAPES else row[1]}."
        for row in account.table[1:]
    ]
    if account.table:
        said.append(SLOPE)
    return " ".join(said)


def _escaped(text: str) -> str:
    return escape("".join(char for char in text if char.isprintable() or char == " "))


def _told(number: float) -> str:
    """One decimal, and no minus before nought: the same file on every machine."""
    return f"{round(number, 1) + 0.0:g}"
