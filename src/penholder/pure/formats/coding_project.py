"""What researchers made of texts, as one value: readers, themes, the passages they coded, notes, cases, sets and links.

It holds what a REFI-QDA project can say about texts. Values are sound by making: an id, a colour, a time or a value of a
variable that the format could not carry is refused with ``ValueError``. Places count Unicode code points from 0; the start
is included, the end is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

VariableKind = Literal["Text", "Boolean", "Integer", "Float", "Date", "DateTime"]
Direction = Literal["", "Associative", "OneWay", "Bidirectional"]

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DATE = re.compile(rf"(\d{{4}})-(\d\d)-(\d\d){_ZONE}", re.ASCII)
_TIME = re.compile(
    rf"(\d{{4}})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{{1,12}})?{_ZONE}", re.ASCII
)
_VALUES: dict[VariableKind, re.Pattern[str]] = {
    "Boolean": re.compile("true|false|1|0"),
    "Integer": re.compile(r"[+-]?\d{1,300}", re.ASCII),
    "Float": re.compile(r"[+-]?(?:\d{1,300}(?:\.\d{0,300})?|\.\d{1,300})", re.ASCII),
    "Date": _DATE,
    "DateTime": _TIME,
}


@dataclass(frozen=True, slots=True)
class Made:
    """Who made a thing and who changed it last, as ids of readers, and when; "" where nobody wrote it down."""

    by: str = ""
    at: str = ""
    changed_by: str = ""
    changed_at: str = ""

    def __post_init__(self) -> None:
        _require_times(self.at, self.changed_at)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who coded; ``mark`` is a short name, such as initials."""

    uid: str
    name: str = ""
    mark: str = ""

    def __post_init__(self) -> None:
        _require_uids(self.uid)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme and those under it; where it is not ``codable`` it only holds others together."""

    uid: str
    name: str
    codable: bool = True
    colour: str = ""
    description: str = ""
    notes: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()

    def __post_init__(self) -> None:
        _require_uids(self.uid)
        if self.colour and not is_colour(self.colour):
            raise ValueError(f"a colour is # and three or six hexadecimal digits, not {self.colour!r}")

    def every(self) -> Iterator[Theme]:
        """This theme and all under it, each before those under it."""
        waiting = [self]
        while waiting:
            theme = waiting.pop()
            yield theme
            waiting.extend(reversed(theme.themes))


@dataclass(frozen=True, slots=True)
class Variable:
    """What is known about a case or a text, by its name and sort."""

    uid: str
    name: str
    kind: VariableKind = "Text"
    description: str = ""

    def __post_init__(self) -> None:
        _require_uids(self.uid)
        if self.kind not in get_args(VariableKind):
            raise ValueError(f"there is no sort of variable {self.kind!r}")


@dataclass(frozen=True, slots=True)
class VariableValue:
    """The value of a variable, spelt as XML Schema spells one of its kind; ``None`` where it is said to have none."""

    variable: str
    kind: VariableKind = "Text"
    value: str | None = None

    def __post_init__(self) -> None:
        if self.value is not None and not is_value(self.kind, self.value):
            raise ValueError(f"{self.value!r} is no value of the sort {self.kind}")


@dataclass(frozen=True, slots=True)
class Coding:
    """That a reader holds a passage, or a whole text, to be about a theme."""

    uid: str
    theme: str
    by: str = ""
    at: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require_uids(self.uid)
        _require_times(self.at)


@dataclass(frozen=True, slots=True)
class Selection:
    """A passage of a text, from the code point ``start`` to before ``end``, and its codings."""

    uid: str
    start: int
    end: int
    name: str = ""
    description: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    made: Made = field(default_factory=Made)

    def __post_init__(self) -> None:
        _require_uids(self.uid)
        if not 0 <= self.start < self.end:
            raise ValueError(f"a selection begins before it ends, not from {self.start} to {self.end}")


@dataclass(frozen=True, slots=True)
class Source:
    """A text with everything said about it; a note (memo) is the same sort of thing."""

    uid: str
    name: str
    text: str
    description: str = ""
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[VariableValue, ...] = ()
    made: Made = field(default_factory=Made)

    def __post_init__(self) -> None:
        _require_uids(self.uid)
        if any(selection.end > len(self.text) for selection in self.selections):
            raise ValueError(
                f"a selection of {self.name!r} ends after its text, which has {len(self.text)} characters"
            )


@dataclass(frozen=True, slots=True)
class Case:
    """A person or a thing that texts, passages and values belong to."""

    uid: str
    name: str = ""
    description: str = ""
    themes: tuple[str, ...] = ()
    values: tuple[VariableValue, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require_uids(self.uid)


@dataclass(frozen=True, slots=True)
class CodingSet:
    """Themes, texts and notes that somebody put together under a name."""

    uid: str
    name: str
    description: str = ""
    themes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require_uids(self.uid)


@dataclass(frozen=True, slots=True)
class Link:
    """Two things of a project joined by a reader."""

    uid: str
    name: str = ""
    direction: Direction = ""
    colour: str = ""
    origin: str = ""
    target: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require_uids(self.uid)
        if self.direction not in get_args(Direction):
            raise ValueError(f"a link has no direction {self.direction!r}")
        if self.colour and not is_colour(self.colour):
            raise ValueError(f"a colour is # and three or six hexadecimal digits, not {self.colour!r}")


@dataclass(frozen=True, slots=True)
class CodingProject:
    """Everything; ``origin`` is the program that wrote it, ``notes`` are those about the project as a whole."""

    name: str
    origin: str = ""
    description: str = ""
    made: Made = field(default_factory=Made)
    readers: tuple[Reader, ...] = ()
    themes: tuple[Theme, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    memos: tuple[Source, ...] = ()
    """The texts of all notes."""
    links: tuple[Link, ...] = ()
    sets: tuple[CodingSet, ...] = ()
    notes: tuple[str, ...] = ()

    def every_theme(self) -> Iterator[Theme]:
        """All themes, each before those under it."""
        for theme in self.themes:
            yield from theme.every()


@dataclass(frozen=True, slots=True)
class Codebook:
    """The themes alone, and the sets they are in."""

    origin: str = ""
    themes: tuple[Theme, ...] = ()
    sets: tuple[CodingSet, ...] = ()


def is_uid(text: str) -> bool:
    """Whether it is an id as these values keep it: small hexadecimal digits with hyphens, without braces."""
    return _GUID.fullmatch(text) is not None


def is_colour(text: str) -> bool:
    """Whether it is a colour as the format writes it."""
    return _COLOUR.fullmatch(text) is not None


def is_time(text: str) -> bool:
    """Whether it is a day and a time as XML Schema writes them, and there is such a day."""
    return _is_day(_TIME, text)


def is_value(kind: VariableKind, text: str) -> bool:
    """Whether XML Schema spells a value of that sort so."""
    if kind == "Text":
        return True
    if kind in {"Date", "DateTime"}:
        return _is_day(_VALUES[kind], text)
    return _VALUES[kind].fullmatch(text) is not None


def _is_day(pattern: re.Pattern[str], text: str) -> bool:
    match = pattern.fullmatch(text)
    if match is None:
        return False
    try:
        date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return False
    return True


def _require_uids(*uids: str) -> None:
    for uid in uids:
        if not is_uid(uid):
            raise ValueError(f"an id here is 32 small hexadecimal digits in five groups, not {uid!r}")


def _require_times(*times: str) -> None:
    for time in times:
        if time and not is_time(time):
            raise ValueError(f"a time here looks like 2026-11-22T08:15:00Z, not {time!r}")
