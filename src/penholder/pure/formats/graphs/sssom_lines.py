"""The lines of an SSSOM head with one value on each: what YAML folds over several lines is put on one.

Programs that write YAML break a value after some eighty characters, and write a text of several lines as a block. What is
joined stands in double quotation marks, so that whoever reads the line need not know how it was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

ENTRY = re.compile(
    r"""(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#:\[\]{},&*!|>%@`-][^:#]*?)\s*:(?:\s+(?P<rest>.*))?$"""
)
COMMENT = re.compile(r"\s+#.*$")

_DASHES = re.compile(r"[ \t]*(?:-(?:[ \t]+|$))*")
_BLOCK = re.compile(r"(?P<sort>[|>])(?P<before>[+-]?)(?P<depth>[1-9]?)(?P<after>[+-]?)(?:\s+#.*)?")
_WORDS_WITHIN = {'"': re.compile(r'(?:[^"\\]|\\.)*+'), "'": re.compile(r"(?:[^']|'')*+")}
_CLOSING = {"[": "]", "{": "}"}
_DEEPEST = 100
"""Nothing real stands further in; a staircase of values that never end must not take hours."""

_BROKEN_OFF = 60
"""A line as long as this is broken off by a program; a dash that begins the next one belongs to the words."""


class _Begun(NamedTuple):
    """A line parted: what stands before its value, the value so far, and how far in the entry stands."""

    before: str
    value: str
    depth: int


class _Whole(NamedTuple):
    """A value as it is put on one line, and how many lines below it took."""

    value: str
    taken: int


def joined_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Every line with its number; one whose value goes on below it is given whole, and those below are not."""
    place = 0
    while place < len(lines):
        line = lines[place]
        begun = _begun(line)
        whole = _whole(begun, _below(lines, place, begun.depth)) if begun else None
        yield place + 1, f"{begun.before.rstrip()} {whole.value}" if begun and whole else line
        place += 1 + (whole.taken if whole else 0)


def _begun(line: str) -> _Begun | None:
    """The parts of a line that says a value; nothing where it says none."""
    dashes = _DASHES.match(line)
    begin = dashes.end() if dashes else 0
    if begin > _DEEPEST:
        return None
    entry = ENTRY.match(line.rstrip(), begin)
    if entry:
        return _Begun(line[: entry.start("rest")], entry["rest"].strip(), begin) if entry["rest"] else None
    before = line[:begin]
    return _Begun(before, line[begin:].strip(), before.rindex("-")) if "-" in before else None


def _below(lines: Sequence[str], place: int, depth: int) -> Iterator[str]:
    """The lines that stand further in, and the blank ones between them."""
    following = (lines[number] for number in range(place + 1, len(lines)))
    return takewhile(lambda line: not line.strip() or len(line) - len(line.lstrip(" \t")) > depth, following)


def _whole(begun: _Begun, below: Iterator[str]) -> _Whole | None:
    """The value with what it takes from below; None where it takes nothing, and stands as it is."""
    value = begun.value
    block = _BLOCK.fullmatch(value)
    if block:
        return _block(block, begun.depth, list(below))
    if value[:1] in _WORDS_WITHIN:
        return _quoted(value, below)
    if value[:1] in _CLOSING:
        return _in_brackets(value, below)
    return _plain(value, below) if value and value[0] not in "|>" else None


def _plain(value: str, below: Iterator[str]) -> _Whole | None:
    words = [value]
    for line in below:
        if COMMENT.search(words[-1]) or (line.strip() and _begins_anew(line.strip(), words[-1])):
            break
        words.append(line.strip())
    while not words[-1]:
        words.pop()
    if len(words) == 1:
        return None
    words[-1] = COMMENT.sub("", words[-1])
    return _Whole(_in_marks(_folded(words)), len(words) - 1)


def _begins_anew(bare: str, last: str) -> bool:
    listed = bare == "-" or bare.startswith("- ")
    return bare.startswith("#") or (listed and len(last) < _BROKEN_OFF) or ENTRY.match(bare) is not None


def _quoted(value: str, below: Iterator[str]) -> _Whole | None:
    """A text in quotation marks that are closed further down."""
    mark = value[0]
    if value[_end_of_words(value, mark, 1) :].startswith(mark):
        return None
    words = [value[1:]]
    for line in below:
        bare = line.lstrip()
        end = _end_of_words(bare, mark, 0)
        if bare[end:].startswith(mark):
            words.append(bare[:end])
            return _Whole(_unquoted(words, mark), len(words) - 1)
        words.append(bare.rstrip())
    return None


def _end_of_words(text: str, mark: str, begin: int) -> int:
    found = _WORDS_WITHIN[mark].match(text, begin)
    return found.end() if found else begin


def _unquoted(words: Sequence[str], mark: str) -> str:
    if mark == "'":
        return _in_marks(_folded(words).replace("''", "'"))
    return f'"{_folded(words, escaped=True)}"'


def _in_brackets(value: str, below: Iterator[str]) -> _Whole | None:
    words = [value]
    if not value.endswith(_CLOSING[value[0]]):
        for line in below:
            words.append(line.strip())
            if words[-1].endswith(_CLOSING[value[0]]):
                return _Whole(" ".join(words), len(words) - 1)
    return None


def _folded(words: Sequence[str], *, escaped: bool = False) -> str:
    """Lines as YAML joins them: by a space, or by the line breaks of the blank ones between.

    With ``escaped`` the text keeps its backslashes, and a line that ends in one is joined without a space.
    """
    parts: list[str] = []
    breaks, between = 0, ""
    for place, word in enumerate(words):
        if not word and 0 < place < len(words) - 1:
            breaks += 1
            continue
        parts.append(("\\n" if escaped else "\n") * breaks or between)
        goes_on = escaped and (len(word) - len(word.rstrip("\\"))) % 2 == 1
        parts.append(word[:-1] if goes_on else word)
        breaks, between = 0, "" if goes_on else " "
    return "".join(parts)


def _block(found: re.Match[str], depth: int, below: Sequence[str]) -> _Whole:
    """A block of lines: as they stand after “|”, folded after “>”; a sign says what becomes of the line breaks at its end."""
    first = next((line for line in below if line.strip()), "")
    indent = depth + int(found["depth"]) if found["depth"] else len(first) - len(first.lstrip(" "))
    inside = list(takewhile(lambda line: not line[:indent].strip(" "), below))
    lines = [line[indent:] for line in inside]
    blank = len(list(takewhile(lambda line: not line, reversed(lines))))
    text = _block_text(lines[: len(lines) - blank], folded=found["sort"] == ">")
    sign = found["before"] or found["after"]
    end = "" if sign == "-" else "\n" * (bool(text) + blank * (sign == "+"))
    return _Whole(_in_marks(text + end), len(inside))


def _block_text(lines: Sequence[str], *, folded: bool) -> str:
    parts: list[str] = []
    breaks, last = 0, ""
    for line in lines:
        if not line:
            breaks += 1
            continue
        if last and not (folded and not last[0].isspace() and not line[0].isspace()):
            parts.append("\n")
        elif last and not breaks:
            parts.append(" ")
        parts += ["\n" * breaks, line]
        breaks, last = 0, line
    return "".join(parts)


def _in_marks(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
