"""Agreement on themes: a passage may have several, or none, so each theme is a question of its own (here, or not).

Agreement counted over every character of a text looks better than it is, since most of a text is coded by nobody.
So alpha is taken theme by theme over whole passages, and beside it stands the overlap of what was coded at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from penholder.pure.reading.agreement.alpha import RESAMPLES, Agreement, agreement
from penholder.pure.reading.agreement.ratings import Level, ratings_of

NO_THEME = ""
"""Stands in a row for: this reader read this passage, and gave it no theme."""

Row = tuple[str, str, str]
"""A passage, a reader, a theme (or ``NO_THEME``)."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A passage where some who read it saw a theme (or gave a value), and others did not, or another."""

    passage: str
    said: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """One theme: alpha over passages, and the overlap: of the times either of two readers coded it, how often both."""

    theme: str
    agreement: Agreement
    coded: int
    overlap: float | None


@dataclass(frozen=True, slots=True)
class CodingAgreement:
    """All themes in alphabetical order, and every passage and theme on which readers parted; overlap of all of them."""

    readers: tuple[str, ...]
    passages: int
    themes: tuple[ThemeAgreement, ...]
    overlap: float | None
    disagreements: tuple[tuple[str, Disagreement], ...]


def coding_agreement(
    rows: Iterable[Row],
    *,
    seed: int | None = 0,
    resamples: int = RESAMPLES,
    everybody_read_everything: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> CodingAgreement:
    """The agreement of readers who each gave passages any number of themes; the same for any order of ``rows``.

    Who has no row for a passage, not even one without theme, has not read it, unless ``everybody_read_everything``.
    """
    coded, readers = _by_passage(rows)
    if everybody_read_everything:
        for passage in coded.values():
            for reader in readers:
                passage.setdefault(reader, set())
    themes = sorted({theme for passage in coded.values() for chosen in passage.values() for theme in chosen})
    found: list[ThemeAgreement] = []
    together = [0, 0]
    parted: list[tuple[str, Disagreement]] = []
    for number, theme in enumerate(themes):
        progress(number, len(themes))
        both, either = _overlap(coded, theme)
        together[0] += both
        together[1] += either
        parted += [(theme, one) for one in _parted(coded, theme)]
        found.append(
            ThemeAgreement(
                theme,
                _theme_alpha(coded, theme, seed=seed, resamples=resamples),
                sum(theme in chosen for passage in coded.values() for chosen in passage.values()),
                both / either if either else None,
            )
        )
    return CodingAgreement(
        tuple(sorted(readers)),
        len(coded),
        tuple(found),
        together[0] / together[1] if together[1] else None,
        tuple(sorted(parted, key=lambda pair: (_natural(pair[1].passage), pair[0]))),
    )


def value_disagreements(rows: Iterable[tuple[str, str, str]]) -> tuple[Disagreement, ...]:
    """The units whose readers gave different values: (unit, reader, value) rows, each reader once for a unit."""
    units: dict[str, dict[str, set[str]]] = {}
    for unit, reader, value in rows:
        units.setdefault(unit, {}).setdefault(value, set()).add(reader)
    return tuple(
        Disagreement(unit, tuple((value, tuple(sorted(said[value]))) for value in sorted(said)))
        for unit, said in sorted(units.items(), key=lambda pair: _natural(pair[0]))
        if len(said) > 1
    )


Coded = Mapping[str, Mapping[str, set[str]]]


def _by_passage(rows: Iterable[Row]) -> tuple[dict[str, dict[str, set[str]]], set[str]]:
    coded: dict[str, dict[str, set[str]]] = {}
    readers: set[str] = set()
    for passage, reader, theme in rows:
        readers.add(reader)
        chosen = coded.setdefault(passage, {}).setdefault(reader, set())
        if theme != NO_THEME:
            chosen.add(theme)
    return coded, readers


def _theme_alpha(coded: Coded, theme: str, *, seed: int | None, resamples: int) -> Agreement:
    ratings = ratings_of(
        (
            (passage, float(theme in chosen))
            for passage, readers in coded.items()
            for chosen in readers.values()
        ),
        level=Level.NOMINAL,
    )
    return agreement(ratings, seed=seed, resamples=resamples)


def _overlap(coded: Coded, theme: str) -> tuple[int, int]:
    """Over all pairs of readers of a passage: how often both coded it, how often at least one of them did."""
    both = either = 0
    for readers in coded.values():
        yes = sum(theme in chosen for chosen in readers.values())
        no = len(readers) - yes
        both += yes * (yes - 1) // 2
        either += yes * (yes - 1) // 2 + yes * no
    return both, either


def _parted(coded: Coded, theme: str) -> Iterable[Disagreement]:
    for passage, readers in coded.items():
        yes = tuple(sorted(reader for reader, chosen in readers.items() if theme in chosen))
        no = tuple(sorted(reader for reader, chosen in readers.items() if theme not in chosen))
        if yes and no:
            yield Disagreement(passage, (("coded", yes), ("not coded", no)))


def _natural(name: str) -> tuple[bool, int, str]:
    """Whole numbers first and in their own order, then other names: 2 before 10."""
    is_number = name.isascii() and name.isdigit()
    return not is_number, len(name) if is_number else 0, name
