"""A framework as a tagged PDF, checked by typst against PDF/UA-1 while it is made.

No words of a framework ever stand in typst's source: they are data beside it, so that nothing in them can be an
instruction. The letters come from the fonts that typst carries, so the same framework gives the same bytes everywhere.
Those fonts have Latin, Greek, Cyrillic, Hebrew, Arabic, Armenian, Georgian and Devanagari letters, but no Chinese,
Japanese, Korean or Thai ones, and no pictures. Empty boxes in their place would tell nobody what is missing, and PDF/UA
forbids them: they are named instead, and the first page says so. It also says where words run from right to left:
typst puts them into the file line by line from the left, and a screen reader may say them in that order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from penholder.pure.formats.editions.framework_told import (
    CONTENTS,
    ELSEWHERE,
    Paragraph,
    Run,
    ToldFramework,
    ToldStatement,
    reading_fates,
    told_framework,
)
from penholder.pure.formats.editions.pdf_framework_letters import Letters, is_mark, is_surely_missing
from penholder.pure.formats.editions.pdf_framework_source import SOURCE
from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.report import Unreadable, listed
from penholder.pure.tree.statement import Tree

FIELDS = reading_fates(identifier=FieldFate("identifier", "", "lost", "the HTML and Word editions keep it"))

_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_MOST_TRIES = 6
_MOST_NAMED = 20
_BEYOND = "This framework cannot be laid out as a PDF. Make an HTML or a Word file of it instead."

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PdfEdition:
    """The PDF, and the characters it has no letters for, each of which is named in square brackets in its place."""

    data: bytes
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What this PDF cannot do for the framework, in sentences that stand on its first page too."""


def write_pdf(tree: Tree, *, machine_fonts: bool = False) -> bytes:
    """The PDF alone, see :func:`pdf_edition`; what it cannot do is said on its first page."""
    return pdf_edition(tree, machine_fonts=machine_fonts).data


def pdf_edition(tree: Tree, *, machine_fonts: bool = False) -> PdfEdition:
    """The PDF and what could not be printed as it is; raises Unreadable where typst cannot lay it out at all.

    ``machine_fonts`` lets typst look for letters among the fonts of this machine as well: more scripts, but other bytes
    on another machine.
    """
    told = told_framework(tree)
    letters = {letter for line in _lines(told) for letter in set(line) if not letter.isascii()}
    marks = {letter for letter in letters if is_mark(letter)}
    missing = set() if machine_fonts else {letter for letter in letters if is_surely_missing(letter)}
    for attempt in range(_MOST_TRIES):
        made = _attempt(told, missing, machine_fonts=machine_fonts)
        if isinstance(made, bytes):
            return PdfEdition(made, tuple(sorted(missing)), tuple(_notes(told, missing)))
        found = set("").union(*made) & letters - missing
        to_blame = found & marks or found or marks - missing or letters  # a letter falls with the mark on it
        missing |= to_blame if attempt < _MOST_TRIES - 2 else letters
    raise Unreadable(_BEYOND)


def _attempt(told: ToldFramework, missing: set[str], *, machine_fonts: bool) -> bytes | list[str]:
    """The PDF, or else the pieces that typst has no letters for; none of them where it broke down over one."""
    import typst  # noqa: PLC0415 - eighty megabytes that only this word needs

    data = json.dumps(_document(told, Letters(missing)), ensure_ascii=False)
    try:
        made = typst.compile(
            SOURCE,
            sys_inputs={"told": data},
            pdf_standards=["ua-1"],
            ignore_system_fonts=not machine_fonts,
            timestamp=0,
        )
    except typst.TypstError as refused:
        unshown = [_unescaped(piece) for piece in _UNSHOWN.findall(str(refused.diagnostic))]
        if not unshown:
            raise Unreadable(_BEYOND) from refused
        return unshown
    except BaseException as fault:
        if (
            type(fault).__name__ == "PanicException"
        ):  # typst's own faults; they are not counted among exceptions
            return []
        raise
    return bytes(made)


# The plan as data


def _document(told: ToldFramework, naming: Letters) -> Json:
    linked = {run.anchor for one in told.statements for line in one.paragraphs for run in line.runs}
    linked |= {run.anchor for line in told.elsewhere for run in line.runs}
    labels = {one.anchor: f"s{number}" for number, one in enumerate(told.statements) if one.anchor in linked}
    data = _Data(labels, naming)
    notes = [Paragraph("fact", (Run(note, told.ours),), "ltr") for note in _notes(told, naming.missing)]
    return {
        "title": told.title,
        "heading": data.paragraph(told.heading),
        "direction": told.direction,
        **_language(told.language),
        "about": [data.paragraph(one) for one in (*told.about, *notes)],
        "contents": CONTENTS if told.contents else "",
        "depth": max((one.level for one in told.contents), default=0),
        "parts": list(_parts(told.statements, data)),
        "elsewhere": ELSEWHERE if told.elsewhere else "",
        "rest": [data.paragraph(one) for one in told.elsewhere],
        "ours": _language(told.ours),
    }


def _parts(statements: Iterable[ToldStatement], data: _Data) -> Iterator[Json]:
    """Headings with what stands under each, and lists; an entry of a list holds the list below it."""
    open_lists: list[list[Json]] = []
    for one in statements:
        part = data.statement(one)
        if one.level:
            open_lists = []
            yield part
            continue
        if not open_lists:
            top: list[Json] = []
            open_lists = [top]
            yield {"entries": top}
        elif one.depth > len(open_lists):
            open_lists.append(open_lists[-1][-1]["below"])
        del open_lists[one.depth :]
        open_lists[-1].append({**part, "below": []})


@dataclass(frozen=True, slots=True)
class _Data:
    labels: Mapping[str, str]
    naming: Letters

    def statement(self, one: ToldStatement) -> Json:
        first, *rest = one.paragraphs
        return {
            "level": one.level,
            "label": self.labels.get(one.anchor, ""),
            "stem": one.governs,
            "first": self.paragraph(first),
            "rest": [self.paragraph(line) for line in rest],
        }

    def paragraph(self, paragraph: Paragraph) -> Json:
        return {
            "role": paragraph.role,
            "direction": paragraph.direction,
            "runs": [self._run(run) for run in paragraph.runs],
        }

    def _run(self, run: Run) -> Json:
        said: Json = {"text": self.naming.text(run.text), **_language(run.language)}
        if run.strong:
            said["strong"] = True
        if run.anchor:
            said["label"] = self.labels[run.anchor]
        if run.address:
            said["address"] = run.address
        return said


def _language(language: str) -> Json:
    """As typst wants it: two or three letters, and a country in two."""
    first, *rest = language.split("-")
    country = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), "")  # noqa: PLR2004 - a country has two letters
    said = {"lang": first.casefold()} if first else {}
    return {**said, "region": country} if country else said


# Letters


def _notes(told: ToldFramework, missing: set[str]) -> Iterator[str]:
    if missing:
        count, ending = len(missing), "" if len(missing) == 1 else "s"
        names = listed((f"U+{ord(letter):04X}" for letter in sorted(missing)), most=_MOST_NAMED)
        yield (
            f"The fonts of this PDF have no letter{ending} for {count:,} character{ending} of this framework ({names}). "
            "They are named here in square brackets; the HTML and Word editions hold every character as it is."
        )
    if any(map(_RIGHT_TO_LEFT.search, _lines(told))):
        yield (
            "Some words of this framework run from right to left. In this PDF a screen reader may say them in the wrong "
            "order; in the HTML and Word editions it says them as they are written."
        )


def _lines(told: ToldFramework) -> Iterator[str]:
    every = (told.heading, *told.about, *told.elsewhere)
    yield from (line.text for line in every)
    yield from (line.text for one in told.statements for line in one.paragraphs)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
