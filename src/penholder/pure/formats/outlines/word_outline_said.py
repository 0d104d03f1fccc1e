"""A statement of our own Word edition while its paragraphs come: heading or first line, words, facts, companions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from penholder.pure.formats.editions.framework_told import NO_WORDS
from penholder.pure.formats.editions.framework_words import clipped, one_line
from penholder.pure.formats.outlines.word_outline_spans import Span, language_of, led_by_bold, words_of
from penholder.pure.tree.statement import Statement

LISTED = 100
"""The rank of what stands in a list; that of a heading is its level. A list is deeper than any heading."""

_COMPANIONS = {"In short:": "short", "In plain words:": "plain", "Easy read:": "easy", "Notes:": "notes"}
_CHOICE = re.compile(r"(?:^|; )(Core|Optional)$")
_KIND, _LEVEL = "Kind:", "Level:"


@dataclass(slots=True)
class SaidStatement:
    """``head`` is its heading or first line; ``closed`` says that no more words can come, only what is said of it."""

    uid: str
    rank: int
    code: str
    head: str
    language: str = ""
    parent: str = ""
    position: int = 0
    kind: str = ""
    level: str = ""
    optional: bool = False
    closed: bool = False
    lines: list[str] = field(default_factory=list)
    companions: dict[str, list[str]] = field(default_factory=dict)
    led: str = "notes"

    def companion(self, spans: Sequence[Span]) -> None:
        """A line of a companion: the first one says which, the next ones go on with it."""
        label, rest = led_by_bold(spans)
        if label in _COMPANIONS:
            self.led = _COMPANIONS[label]
        else:
            rest = tuple(spans)
        self.companions.setdefault(self.led, []).append(words_of(rest))
        self.language = self.language or language_of(rest)

    def facts(self, spans: Sequence[Span], *, some_optional: bool) -> None:
        """“Kind: …; Core; Level: …”, any of them; ``some_optional``: each statement says whether it is core."""
        label, values = "", {"": "", _KIND: "", _LEVEL: ""}
        for span in spans:
            if span.strong and span.text in values:
                values[label] = values[label].removesuffix("; ")
                label = span.text
            else:
                values[label] += span.text
        said = _KIND if values[_KIND] else ""
        found = _CHOICE.search(values[said]) if some_optional or not said else None
        if found:
            self.optional = found[1] == "Optional"
            values[said] = values[said][: found.start()]
        self.kind = values[_KIND].removeprefix(" ") or self.kind
        self.level = values[_LEVEL].removeprefix(" ") or self.level
        beside = values[""].strip()
        if beside:
            self.companions.setdefault("notes", []).append(beside)

    @property
    def name(self) -> str:
        """How the edition points at it from elsewhere."""
        one = self.statement()
        words = clipped(one_line(one.short) or one.text)
        return " ".join(filter(None, (one.code, words))) or NO_WORDS

    def statement(self) -> Statement:
        """Words that are too long for a heading stand under it, and then the heading may be the short form."""
        text, short = self.head, self._companion("short")
        if self.lines and self.rank >= LISTED:
            text = "\n".join((self.head, *self.lines))
        elif self.lines:
            text = "\n".join(self.lines)
            short = short or (self.head if self.head != clipped(self.lines[0]) else "")
        return Statement(
            uid=self.uid,
            text="" if text == NO_WORDS else text,
            parent=self.parent,
            position=self.position,
            code=self.code,
            kind=self.kind,
            short=short,
            plain=self._companion("plain"),
            notes=self._companion("notes"),
            optional=self.optional,
            easy=self._companion("easy"),
            level=self.level,
            language=self.language,
        )

    def _companion(self, name: str) -> str:
        return "\n".join(self.companions.get(name, ()))
