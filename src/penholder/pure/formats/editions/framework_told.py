"""What a framework says to a reader, in order: the one plan that its HTML, Word and PDF editions all follow.

The plan is paragraphs of runs. An edition decides how they look and how they are marked up, never what they say, so
all three say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from penholder.pure.formats.editions.framework_places import DEEPEST_HEADING, TOP_HEADING, Place, places
from penholder.pure.formats.editions.framework_words import (
    Direction,
    address_of,
    clipped,
    direction,
    direction_of,
    is_short,
    kind_in_words,
    lines_of,
    one_line,
    tongue,
)
from penholder.pure.formats.fates import FieldFate
from penholder.pure.tree.statement import Association, Statement, Tree

MOST_CONTENTS = 200
"""As many headings as a list of contents may have; the top level is always there."""

OURS = "en"
"""The language of our own words."""

UNTITLED = "A framework without a title"
NOTHING = "There are no statements in this framework."
NO_WORDS = "(no words)"
CONTENTS = "Contents"
ELSEWHERE = "Associations of what is not in this framework"
RING = "It is shown at the top, because what it stands under leads back to itself."

Role = Literal["heading", "words", "fact", "companion", "association"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one language: ``language`` is said where it is not the document's. A link has an anchor or an address."""

    text: str
    language: str = ""
    strong: bool = False
    anchor: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs that stand together, and which way they run."""

    role: Role
    runs: tuple[Run, ...]
    direction: Direction

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class ToldStatement:
    """One statement: its first paragraph is its heading, where it has a level, or else its place in a list."""

    uid: str
    anchor: str
    level: int
    depth: int
    governs: bool
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class ToldFramework:
    """The whole document: what it is about, its statements in reading order, and the associations that are left over.

    ``contents`` are those of the statements with a heading that a list of contents leads to.
    """

    title: str
    language: str
    direction: Direction
    heading: Paragraph
    about: tuple[Paragraph, ...]
    contents: tuple[ToldStatement, ...]
    statements: tuple[ToldStatement, ...]
    elsewhere: tuple[Paragraph, ...]

    @property
    def ours(self) -> str:
        """The language to mark our own words with: none in a document that is in English anyway."""
        return "" if self.language.partition("-")[0].casefold() == OURS else OURS


def told_framework(tree: Tree) -> ToldFramework:
    """The plan of ``tree``: every statement and every association of it, once."""
    telling = _Telling(tree, places(tree))
    statements = tuple(map(telling.statement, telling.places))
    title = one_line(tree.title)
    run = Run(title) if title else Run(UNTITLED, telling.ours)
    return ToldFramework(
        title=title or UNTITLED,
        language=telling.language,
        direction=telling.direction,
        heading=Paragraph("heading", (run,), direction(run.text, telling.direction)),
        about=tuple(telling.about()),
        contents=_contents(statements),
        statements=statements,
        elsewhere=tuple(telling.elsewhere()),
    )


def reading_fates(*, identifier: FieldFate) -> tuple[FieldFate, ...]:
    """What becomes of each field in an edition for readers; only what becomes of an identifier differs."""
    kept = (
        ("words", "the statement", "control characters are shown as a replacement character"),
        ("code", "before the words", ""),
        ("kind", "“Kind”", ""),
        ("core or optional", "“Core”, “Optional”", "said where any statement is optional"),
        ("level", "“Level”", ""),
        ("short form", "“In short”", "and as the heading where the words are too long for one"),
        ("plain words", "“In plain words”", ""),
        ("easy read", "“Easy read”", ""),
        ("notes", "“Notes”", ""),
        ("language", "the language of the passage", ""),
        ("place and order", "headings and lists", ""),
    )
    return (
        *(FieldFate(name, there, "kept", how) for name, there, how in kept),
        FieldFate("associations", "a line for each", "changed", "kinds are said in words"),
        identifier,
        FieldFate("address", "", "lost", "that of the framework is kept"),
        FieldFate("whatever else", "", "lost", "this edition is for reading"),
    )


class _Telling:
    """One framework on its way into words."""

    def __init__(self, tree: Tree, placed: Sequence[Place]) -> None:
        self.tree, self.places = tree, placed
        self.language = tongue(tree.language) or OURS
        self.direction = direction_of(self.language)
        self.ours = "" if self.language.partition("-")[0].casefold() == OURS else OURS
        self.some_optional = any(statement.optional for statement in tree.statements)
        self.known: dict[str, Place] = {}
        for place in placed:
            self.known.setdefault(place.statement.uid, place)
        self.by_origin: dict[str, list[Association]] = {}
        for association in tree.associations:
            self.by_origin.setdefault(association.origin, []).append(association)

    def about(self) -> Iterator[Paragraph]:
        yield from self._passage("words", lines_of(self.tree.description))
        count, optional = len(self.places), sum(one.optional for one in self.tree.statements)
        told = f"{count:,} statement{'' if count == 1 else 's'}"
        told += f", {optional:,} of them optional and the others core." if optional else "."
        yield self._paragraph("fact", [Run(told if count else NOTHING, self.ours)])
        if self.tree.uri.strip():
            yield self._paragraph("fact", [*self._label("Address"), *_addressed(self.tree.uri)])

    def statement(self, place: Place) -> ToldStatement:
        return ToldStatement(
            uid=place.statement.uid,
            anchor=place.anchor,
            level=place.level,
            depth=place.depth,
            governs=place.governs,
            paragraphs=tuple(self._paragraphs(place)),
        )

    def elsewhere(self) -> Iterator[Paragraph]:
        """Associations that do not start at a statement of this framework; asked for when all others are told."""
        for origin, associations in self.by_origin.items():
            for one in associations:
                start = _addressed(one.origin_uri or origin)
                yield self._paragraph("association", [*start, Run(": "), *self._related(one)])

    def _paragraphs(self, place: Place) -> Iterator[Paragraph]:
        one = place.statement
        language = self._foreign(tongue(one.language))
        lines = lines_of(one.text)
        said = ""
        code = one_line(one.code)
        first = [Run(code, strong=True), Run(" ")] if code else []
        if not lines:
            lines = () if code else (NO_WORDS,)
            language = self.ours
        if place.level and not (len(lines) <= 1 and all(map(is_short, lines))):
            said = clipped(one_line(one.short))
            name = said or clipped(lines[0])
            yield self._paragraph("heading", [*first, Run(name, language)], name)
            first = []
        elif place.level:
            yield self._paragraph(
                "heading", [*first, *(Run(line, language) for line in lines)], "".join(lines)
            )
            lines = ()
        elif not lines:
            lines = ("",)
        yield from self._passage("words", lines, language, first)
        yield from self._facts(place)
        yield from self._companions(one, self._foreign(tongue(one.language)), said)
        for association in self.by_origin.pop(one.uid, ()):
            yield self._paragraph("association", self._related(association))

    def _facts(self, place: Place) -> Iterator[Paragraph]:
        one, facts = place.statement, []
        if kind := one_line(one.kind):
            facts.append([*self._label("Kind"), Run(kind)])
        if self.some_optional:
            facts.append([Run("Optional" if one.optional else "Core", self.ours)])
        if level := one_line(one.level):
            facts.append([*self._label("Level"), Run(level)])
        if facts:
            joined = [run for fact in facts for run in (Run("; "), *fact)]
            yield self._paragraph("fact", joined[1:])
        if place.under is not None:
            yield self._paragraph("fact", [*self._label("It stands under"), Run(_name(place.under))])
        if place.ring:
            yield self._paragraph("fact", [Run(RING, self.ours)])

    def _companions(self, one: Statement, language: str, said: str) -> Iterator[Paragraph]:
        """Those that hold words, but for a short form that ``said`` shows already, in the heading."""
        for label, text in (
            ("In short", "" if said and one.short.strip() == said else one.short),
            ("In plain words", one.plain),
            ("Easy read", one.easy),
            ("Notes", one.notes),
        ):
            yield from self._passage("companion", lines_of(text), language, self._label(label))

    def _related(self, one: Association) -> list[Run]:
        says, ours = kind_in_words(one.kind)
        runs = [Run(f"{says}:", self.ours if ours else "", strong=True), Run(" ")]
        there = self.known.get(one.destination) if one.destination else None
        if there is not None:
            return [*runs, Run(_name(there.statement), anchor=there.anchor)]
        end = _addressed(one.destination_uri or one.destination)
        title = one_line(one.destination_title)
        if not title or title == end[0].text:
            return [*runs, *end]
        return [*runs, Run(f"{title} ("), *end, Run(")")]

    def _passage(
        self, role: Role, lines: Sequence[str], language: str = "", first: Sequence[Run] = ()
    ) -> Iterator[Paragraph]:
        for line in lines:
            yield self._paragraph(role, [*first, Run(line, language)], line)
            first = ()

    def _paragraph(self, role: Role, runs: Iterable[Run], line: str = "") -> Paragraph:
        every = tuple(run for run in runs if run.text)
        theirs = [run.text for run in every if not self.ours or run.language != self.ours]
        return Paragraph(role, every, direction(line or "".join(theirs), self.direction if theirs else "ltr"))

    def _label(self, words: str) -> list[Run]:
        """The blank stands apart, or it would go astray between words that run different ways."""
        return [Run(f"{words}:", self.ours, strong=True), Run(" ")]

    def _foreign(self, language: str) -> str:
        return "" if language.casefold() == self.language.casefold() else language


def _name(statement: Statement) -> str:
    """Code and words of a statement in one short line, to point at it from elsewhere."""
    words = clipped(one_line(statement.short) or statement.text)
    return " ".join(filter(None, (one_line(statement.code), words))) or NO_WORDS


def _addressed(text: str) -> list[Run]:
    address, safe = address_of(text)
    return [Run(address or "(not said)", address=address if safe else "")]


def _contents(statements: Sequence[ToldStatement]) -> tuple[ToldStatement, ...]:
    """The headings down to the level at which there are not yet too many of them for a list that is looked over."""
    counts = [0] * (DEEPEST_HEADING + 1)
    for one in statements:
        counts[one.level] += 1
    deepest = TOP_HEADING
    while deepest < DEEPEST_HEADING and sum(counts[TOP_HEADING : deepest + 2]) <= MOST_CONTENTS:
        deepest += 1
    return tuple(one for one in statements if 0 < one.level <= deepest)
