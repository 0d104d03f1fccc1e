"""What everybody sees of a set of tables, as values: to be shown, kept, and held against the next release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from penholder.pure.disclosure.counts import Shown, shown_as
from penholder.pure.disclosure.tables import Dimension, Place


class Since(StrEnum):
    """How the people of a release are those of the one before; everybody may know it."""

    SAME = "the same people"
    GROWN = "people were added, and nobody left or changed category"
    CHANGED = "people left or changed category, nobody knows how many"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number as it is shown. ``proved``: a lowest and a highest value that fit everything; None where it is told."""

    place: Place
    shown: Shown
    proved: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Withheld:
    """A table that is not shown, and the sentence that is shown instead."""

    about: str
    dimensions: tuple[Dimension, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Release:
    """What everybody sees: by the words for who was counted, the tables' dimensions and each cell and margin once."""

    tables: Mapping[str, tuple[tuple[Dimension, ...], ...]]
    cells: Mapping[str, tuple[Cell, ...]]
    since: Since | None = None
    withheld: tuple[Withheld, ...] = ()

    def cell(self, about: str, place: Mapping[str, str]) -> Cell:
        """The number for the given categories, () for everybody; ``KeyError`` where it was not released."""
        wanted = tuple(sorted(place.items()))
        for cell in self.cells.get(about, ()):
            if cell.place == wanted:
                return cell
        raise KeyError(f"No number was released about {about} in {dict(place)}.")

    def published(self) -> dict[str, Any]:
        """The same as plain values for JSON: all that leaves the house, and nothing that the words do not say."""
        return {
            "since": None if self.since is None else self.since.name.lower(),
            "about": {
                about: {
                    "tables": [[_plain(one) for one in table] for table in tables],
                    "none is among fewer than 10": self._takes_in_none(about),
                    "cells": [
                        {"place": dict(cell.place), "words": cell.shown.words} for cell in self.cells[about]
                    ],
                }
                for about, tables in self.tables.items()
            },
            "withheld": [
                {
                    "about": one.about,
                    "table": [_plain(each) for each in one.dimensions],
                    "sentence": one.sentence,
                }
                for one in self.withheld
            ],
        }

    def _takes_in_none(self, about: str) -> bool:
        small = shown_as(0, zero_is_told=False)
        return any(cell.shown == small for cell in self.cells[about])


def _plain(dimension: Dimension) -> dict[str, Any]:
    return {
        "name": dimension.name,
        "categories": list(dimension.categories),
        "sensitive": dimension.sensitive,
    }
