"""Rows by what others call them: where codes begin again in each part, the one that is meant is the last one above."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)


class Called(Generic[Name]):
    """The rows of a table by name; each row has one name, and several may have the same."""

    def __init__(self, names: Iterable[tuple[str, Name]]) -> None:
        self._places: dict[Name, list[int]] = {}
        self._uids: list[str] = []
        for place, (uid, name) in enumerate(names):
            self._uids.append(uid)
            if name:
                self._places.setdefault(name, []).append(place)

    def __contains__(self, name: Name) -> bool:
        return name in self._places

    def place(self, name: Name, row: int) -> int | None:
        """Where the row of this name stands that a row speaks of: the last one above it, else the first at all."""
        places = self._places.get(name)
        return places[max(bisect_left(places, row) - 1, 0)] if places else None

    def uid(self, name: Name, row: int) -> str:
        """That row by its identifier; empty where none has the name."""
        place = self.place(name, row)
        return "" if place is None else self._uids[place]

    def several(self, name: Name) -> bool:
        """Whether more than one row has the name."""
        return len(self._places.get(name, ())) > 1

    def again(self) -> Mapping[Name, tuple[str, ...]]:
        """The rows of each name that several have, in their order."""
        return {
            name: tuple(self._uids[place] for place in places)
            for name, places in self._places.items()
            if len(places) > 1
        }


def bare(code: str) -> str:
    """A code without the stops that close it and without capitals: “1.” and “1” name the same row."""
    return code.strip().rstrip(".").casefold() or code.strip()
