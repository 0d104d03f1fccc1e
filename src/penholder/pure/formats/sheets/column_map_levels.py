"""Whether a table has one column for each level, told by its headings and by the pattern in which its cells are filled.

Neither alone is enough: many a sheet has a column “Domain” beside its statements that says something about them, and
many a column repeats itself. So the headings have to be words for levels that go from the wide to the narrow, and the
cells have to stand in groups. A sheet that says its tree in another way is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from penholder.pure.formats.sheets.column_map import heading_key

_RANKS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            *("domain", "area", "theme", "topic", "category", "strand", "part", "pillar", "dimension"),
            *(
                "section",
                "module",
                "field",
                "group",
                "chapter",
                "cluster",
                "standard",
                "principle",
                "function",
            ),
        }
    ),
    frozenset(
        {
            *("subdomain", "subarea", "subtheme", "subtopic", "subcategory", "substrand", "subsection"),
            *("subsubsection", "subgroup", "unit", "competencearea", "competencyarea", "areaofcompetence"),
        }
    ),
    frozenset(
        {"competence", "competency", "element", "capability", "subunit", "subcompetence", "subcompetency"}
    ),
    frozenset(
        {
            *(
                "statement",
                "outcome",
                "learningoutcome",
                "skill",
                "ability",
                "indicator",
                "criterion",
                "criteria",
            ),
            *("performancecriterion", "performancecriteria", "descriptor", "behaviour", "behavior"),
            *("requirement", "competencestatement", "competencystatement"),
        }
    ),
    frozenset({"substatement", "subpoint", "subskill", "subcriterion", "subindicator"}),
)
_RANK = {word: rank for rank, words in enumerate(_RANKS) for word in words}
_PLURALS = {f"{word[:-1]}ies" if word.endswith("y") else f"{word}s": word for word in _RANK}
_NAMED = re.compile(r"(?:name|title|text)$")
_NUMBERED = re.compile(r"(level|tier|stage|layer|ebene|niveau|stufe|lefel)([1-9])")
_CODE_WORDS = ("code", "no", "nr", "number", "ref", "reference", "notation")
_CODE = re.compile(r"(?:[A-Z]{1,3}|[A-Za-z]{0,8}[.\- ]?\d+)(?:[.\-][0-9A-Za-z]{1,4})*[.)]?")
_NARROWS = 1.5
"""How many times more statements the deepest of two levels has to have: or they are two things said of each row."""

_TIDY = 0.9
_SURE = 3
"""So many words for levels, from the wide to the narrow, are no chance."""

_OFTEN = 0.1
"""In so many rows a statement has to go on with other words beside it; fewer are somebody's slip."""

MOST_LEVELS = 9

Cells = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class LevelColumns:
    """The columns of the levels from the top down, those with their codes, and that with the code of the row."""

    levels: tuple[str, ...]
    codes: tuple[tuple[str, str], ...] = ()
    code: str = ""


def level_headings(columns: Sequence[str]) -> tuple[str, ...]:
    """The headings that are words for levels, from the wide to the narrow; fewer than two are none."""
    numbered = {column: found for column in columns if (found := _NUMBERED.fullmatch(heading_key(column)))}
    words = {found[1] for found in numbered.values()}
    if len(numbered) > 1 and len(words) == 1:
        counts = [int(found[2]) for found in numbered.values()]
        first, last = columns.index(next(iter(numbered))), columns.index([*numbered][-1])
        before = [column for column in columns[:first] if _rank(column) is not None]
        after = [column for column in columns[last + 1 :] if _rank(column) is not None]
        fits = counts == [*range(1, len(counts) + 1)] and not before
        return (*numbered, *after[:1]) if fits else ()
    ranked = [(rank, column) for column in columns if (rank := _rank(column)) is not None]
    ranks = [rank for rank, _ in ranked]
    return tuple(column for _, column in ranked) if len(ranked) > 1 and ranks == sorted(ranks) else ()


def surely_levels(levels: Sequence[str]) -> bool:
    """Whether these headings are no chance: they count levels, or many words go from the wide to the narrow."""
    return len(levels) >= _SURE or any(_NUMBERED.fullmatch(heading_key(column)) for column in levels)


def level_columns(cells: Cells) -> LevelColumns | None:
    """The levels of a table, given all its cells by heading; None where it is not a sheet of this sort."""
    columns = tuple(cells)
    levels = level_headings(columns)
    if len(levels) > MOST_LEVELS or not levels or not all(_in_words(cells[column]) for column in levels):
        return None
    rows = [tuple(one) for one in zip(*(cells[column] for column in levels), strict=True) if any(one)]
    if not rows or not rows[0][0] or not _in_groups(rows, levels):
        return None
    return _with_codes(levels, cells, groups=len(_paths(rows, 1)))


def stands_below(levels: Sequence[str], column: str, cells: Cells) -> bool:
    """Whether a column holds statements under those of the deepest level: one of them has several, row by row."""
    rows = zip(zip(*(cells[level] for level in levels), strict=True), cells[column], strict=True)
    filled, more, said = 0, 0, ""
    above = ("",) * len(levels)
    for path, words in rows:
        goes_on = not any(path) or (bool(path[-1]) and _filled(path, above) == above)
        if not goes_on:
            above = _filled(path, above)
        filled += bool(words)
        more += bool(words) and bool(above[-1]) and goes_on and words != said
        said = words
    return more > 0 and more >= _OFTEN * filled


def _filled(path: tuple[str, ...], above: tuple[str, ...]) -> tuple[str, ...]:
    """The same path with blanks before its first cell filled by what stands above them."""
    first = next(place for place, cell in enumerate(path) if cell)
    return (*above[:first], *path[first:])


def _rank(column: str) -> int | None:
    key = _NAMED.sub("", heading_key(column))
    return _RANK.get(key, _RANK.get(_PLURALS.get(key, "")))


def _in_words(cells: Sequence[str]) -> bool:
    """Whether a column holds words, after a code or not; “1.2” alone in a column “Section” only names one."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(_CODE.fullmatch(cell) is None for cell in filled) >= _TIDY * len(filled)


def _in_groups(rows: Sequence[tuple[str, ...]], levels: Sequence[str]) -> bool:
    stairs = all(sum(map(bool, row)) == 1 for row in rows)
    if stairs:
        return any(row[-1] for row in rows)
    paths = [_paths(rows, depth) for depth in range(1, len(levels) + 1)]
    together = all(len({*runs}) >= _TIDY * len(runs) for runs in paths[:-1])
    if not together or not any(row[-1] for row in rows):
        return False
    narrowing = len(paths[-1]) >= _NARROWS * len(paths[0])
    ranks = [rank for column in levels if (rank := _rank(column)) is not None]
    return narrowing or len({*ranks}) >= _SURE


def _paths(rows: Sequence[tuple[str, ...]], depth: int) -> list[tuple[str, ...]]:
    """The groups down to a depth in the order of the rows: a blank goes on, a new word above ends what is below."""
    found: list[tuple[str, ...]] = []
    above: tuple[str, ...] = ()
    for row in rows:
        now: list[str] = []
        for place, cell in enumerate(row[:depth]):
            same_above = tuple(now) == above[:place]
            now.append(cell or (above[place] if same_above and place < len(above) else ""))
        if tuple(now) != above or (depth == len(row) and row[-1]):
            found.append(tuple(now))
        above = tuple(now)
    return found


def _with_codes(levels: tuple[str, ...], cells: Cells, *, groups: int) -> LevelColumns:
    named = dict(_named_codes(levels, cells))
    others = [one for one in cells if one not in {*levels, *named.values()}]
    generic = [one for one in others if heading_key(one) in _CODE_WORDS and _like_codes(cells[one])]
    if len(generic) == 1:
        filled = sum(map(bool, cells[generic[0]]))
        several = len({*cells[generic[0]]} - {""}) > groups or filled > sum(map(bool, cells[levels[0]]))
        if several:
            return LevelColumns(levels, tuple(named.items()), generic[0])
    places = {column: place for place, column in enumerate(cells)}
    for column in generic:
        right = [one for one in levels if places[one] == places[column] + 1 and one not in named]
        left = [one for one in levels if places[one] == places[column] - 1 and one not in named]
        for level in (right or left)[:1]:
            named[level] = column
    return LevelColumns(levels, tuple((one, named[one]) for one in levels if one in named))


def _named_codes(levels: Sequence[str], cells: Cells) -> Iterator[tuple[str, str]]:
    """A column called after a level: “Domain code”, “Unit no.”, “Code of the unit”."""
    keys = {heading_key(column): column for column in cells}
    for level in levels:
        key = _NAMED.sub("", heading_key(level))
        words = (*_CODE_WORDS, "id")
        likely = [f"{key}{word}" for word in words]
        likely += [f"{word}of{article}{key}" for word in words for article in ("", "the")]
        found = next((keys[one] for one in likely if one in keys and keys[one] not in levels), "")
        if found and _like_codes(cells[found]):
            yield level, found


def _like_codes(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_CODE.fullmatch(cell) for cell in filled)
