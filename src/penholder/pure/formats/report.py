"""What was odd about a file that was brought in.

An importer never drops anything silently: whatever it changed, guessed or left out is an oddity, with the place in the
file where a person finds it. The page that shows the report asks before anything is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["note", "left out", "stops"]

LONGEST_QUOTE = 60

BROKEN = frozenset(
    {
        "A statement stands under itself.",
        "Statements stand under each other in a ring.",
        "A statement belongs under something that is not in this file.",
        "The identifier of a statement is used twice.",
    }
)
"""What readers say where the tree in a file was broken, and they had to mend it to have a tree at all."""

_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"  # words of some languages are spelt with them


class Unreadable(Exception):
    """The file cannot be read at all; ``sentence`` says what is wrong, where and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Oddity:
    """One odd thing: where it stands, what it is, and what was done about it or is to be done.

    ``what`` is the same sentence for every oddity of its sort, so that a page can put them together.
    ``severity``: a *note* changes nothing of the substance; something was *left out*; or it *stops* the import.
    ``raw`` is what was left out, as the file had it: it is set apart, not lost.
    """

    where: str
    what: str
    so: str
    severity: Severity = "note"
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How much was read, how much was kept, how much was left out, and everything that was odd.

    What was read was either kept or left out. Statements (or rows) and associations are counted apart.
    """

    read: int
    kept: int
    left_out: int
    oddities: tuple[Oddity, ...] = ()
    links_read: int = 0
    links_kept: int = 0
    links_left_out: int = 0
    identifiers_made: int = 0
    """How many statements came without one: what was made for them is no identity."""
    columns: tuple[str, ...] = ()
    """Of a table whose map nobody gave: each column, and what it was taken for."""

    @property
    def stopped(self) -> bool:
        """Whether something stands in the way of importing anything at all."""
        return any(oddity.severity == "stops" for oddity in self.oddities)

    @property
    def complete(self) -> bool:
        """Whether everything in the file was kept."""
        return not self.left_out and all(oddity.severity == "note" for oddity in self.oddities)

    def by_what(self) -> tuple[tuple[str, tuple[Oddity, ...]], ...]:
        """The oddities put together by sort: what stops the import first, then what was left out, then the notes."""
        groups: dict[str, list[Oddity]] = {}
        for oddity in self.oddities:
            groups.setdefault(oddity.what, []).append(oddity)
        ranked = sorted(groups.items(), key=lambda group: min(_RANK[oddity.severity] for oddity in group[1]))
        return tuple((what, tuple(oddities)) for what, oddities in ranked)


_RANK: dict[Severity, int] = {"stops": 0, "left out": 1, "note": 2}


@dataclass(slots=True)
class Tally:
    """The report while it is being made."""

    read: int = 0
    kept: int = 0
    left_out: int = 0
    oddities: list[Oddity] = field(default_factory=list)
    links_read: int = 0
    links_left_out: int = 0
    identifiers_made: int = 0

    def note(self, where: str, what: str, so: str) -> None:
        self.oddities.append(Oddity(where, what, so))

    def leave_out(self, where: str, what: str, so: str, *, counted: bool = True, raw: str = "") -> None:
        """``counted`` is false for what was never counted as read, as a cell; ``raw`` is what the file had there."""
        self.left_out += counted
        self.oddities.append(Oddity(where, what, so, "left out", raw))

    def leave_link_out(self, where: str, what: str, so: str, *, raw: str = "") -> None:
        """The same for an association."""
        self.links_left_out += 1
        self.oddities.append(Oddity(where, what, so, "left out", raw))

    def stop(self, where: str, what: str, so: str) -> None:
        self.oddities.append(Oddity(where, what, so, "stops"))

    def report(self) -> ImportReport:
        return ImportReport(
            self.read,
            self.kept,
            self.left_out,
            tuple(self.oddities),
            self.links_read,
            self.links_read - self.links_left_out,
            self.links_left_out,
            self.identifiers_made,
        )


def shown(text: str) -> str:
    """Words from a file, short enough to stand in a sentence; what can't be seen, or turns a line round, is spelt out."""
    words = " ".join(text.split())
    cut = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rstrip()}…"
    return "".join(char if char in _JOINERS or char.isprintable() else f"\\u{ord(char):04x}" for char in cut)


def listed(names: Iterable[str], *, most: int = 8) -> str:
    """Names in a row: “2, 3 and 7”, or the first few and how many more."""
    every = tuple(names)
    if len(every) > most:
        return f"{', '.join(every[:most])} and {len(every) - most} more"
    if len(every) > 1:
        return f"{', '.join(every[:-1])} and {every[-1]}"
    return "".join(every)
