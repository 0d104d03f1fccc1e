"""The W3C's issue lists: text files of “Issue n.” with a line for each thing that is known of it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from penholder.pure.formats.forms.comment import Comment, Pair
from penholder.pure.formats.forms.profile import W3C_ISSUES
from penholder.pure.formats.report import Tally

_ISSUE: Final = re.compile(r"Issue[ \t]+(?P<number>[^\s.]+)\.?[ \t]*")
_HEADING: Final = re.compile(r"Issue[ \t]+\S+\s*")
_LINE: Final = re.compile(r"(?P<key>[A-Z][A-Za-z]+(?: [A-Za-z]+){0,3}):(?!//)[ \t]*(?P<text>.*)")
_PARTING: Final = re.compile(r"-{3,}[ \t]*")
_FIELDS: Final = dict(W3C_ISSUES.columns)
_NO_COLON: Final = re.compile(rf"(?P<key>{'|'.join(_FIELDS)})(?:[ \t]{{2,}}|\t)(?P<text>\S.*)")
"""The column of a label is kept even where somebody forgot its colon."""

_Labelled = tuple[str, list[str]]
"""A label and the lines of its text."""


def is_issue_list(text: str) -> bool:
    """Whether a text is such a list: some line is the heading of an issue, and one after it a summary."""
    is_open = False
    for line in text.split("\n"):
        if is_open and line.startswith("Summary:"):
            return True
        is_heading = line.startswith("Issue") and _HEADING.fullmatch(line)
        is_open = bool(is_heading) or (is_open and not line[:1].isspace() and line != "")
    return False


def read_issue_list(text: str, tally: Tally) -> tuple[tuple[Comment, ...], tuple[Pair, ...], tuple[str, ...]]:
    """The issues, what stands above them as (label, text), and the lines above that have no label."""
    about: list[_Labelled] = []
    loose: list[str] = []
    comments: list[Comment] = []
    number, lines = "", about
    for line in [*text.splitlines(), "Issue -."]:
        found = _ISSUE.fullmatch(line)
        if found:
            if lines is not about:
                comments.append(_issue(number, lines, len(comments) + 1))
            number, lines = found["number"], []
            continue
        if _PARTING.fullmatch(line) or not line.strip():
            continue
        pair = _LINE.fullmatch(line) or _NO_COLON.fullmatch(line)
        if pair and (lines is not about or not loose):
            lines.append((pair["key"], [pair["text"].strip()]))
        elif lines is about:
            loose.append(line.strip())
        elif lines:
            lines[-1][1].append(line.strip())
        else:
            lines.append(("", [line.strip()]))
    tally.read += len(comments)
    tally.kept += len(comments)
    return tuple(comments), tuple(_joined(about)), tuple(loose)


def _joined(lines: Iterable[_Labelled]) -> Iterator[Pair]:
    for key, texts in lines:
        yield key, "\n".join(texts)


def _issue(number: str, lines: list[_Labelled], row: int) -> Comment:
    known: dict[str, Any] = {}
    links: list[Pair] = []
    extras: list[Pair] = []
    for key, text in _joined(lines):
        field = _FIELDS.get(key, "")
        if field == "links":
            links.append((key, text))
        elif field and field not in known:
            known[field] = text
        else:
            extras.append((key, text))
    return Comment(row=row, external_id=number, **known, links=tuple(links), extras=tuple(extras))
