"""What a writer changed, left out or made up so that a file is valid: told to whoever asked for the file."""

from dataclasses import dataclass, field

FIRST_FEW = 8


@dataclass(frozen=True, slots=True)
class Told:
    """One sort of change: what was so, what was done, how often, and where the first few times."""

    what: str
    so: str
    times: int
    first: tuple[str, ...]


@dataclass(slots=True)
class Telling:
    """The account while the file is being written."""

    _changes: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _times: dict[tuple[str, str], int] = field(default_factory=dict)

    def tell(self, where: str, what: str, so: str) -> None:
        first = self._changes.setdefault((what, so), [])
        if len(first) < FIRST_FEW and where not in first:
            first.append(where)
        self._times[what, so] = self._times.get((what, so), 0) + 1

    def told(self) -> tuple[Told, ...]:
        return tuple(
            Told(what, so, self._times[what, so], tuple(first)) for (what, so), first in self._changes.items()
        )
