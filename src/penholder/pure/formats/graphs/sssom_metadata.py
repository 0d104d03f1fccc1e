"""The head of an SSSOM file: the few forms of YAML that it is written in, read without a YAML library.

Anchors, aliases and types of YAML's own are forbidden there by SSSOM itself, so a small reader is also the safe one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NoReturn

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.graphs.sssom_lines import COMMENT, ENTRY, joined_lines
from penholder.pure.formats.report import Unreadable, shown

Value = str | list[str] | dict[str, str]

_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {
    "0": "\N{REPLACEMENT CHARACTER}",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_LARGEST = 0x10FFFF
_WIDE = 0x10000
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*")
_NOTHING = frozenset({"null", "Null", "NULL", "~"})
_NOT_A_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def read_metadata(lines: list[str], *, name: str) -> dict[str, Value]:
    """Names with a text, a list of texts or texts by name; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    found: dict[str, Value] = {}
    key = ""
    for number, line in joined_lines(lines):
        bare = line.strip()
        if not bare or bare.startswith("#") or bare in {"---", "..."}:
            continue
        if bare == "-" or bare.startswith("- "):
            _add_to_list(found, key, bare[1:].strip(), number, name=name)
            continue
        entry = ENTRY.match(bare)
        if entry is None:
            _fail(number, bare, name=name)
        said, rest = _scalar(entry["key"]), (entry["rest"] or "").strip()
        if line[:1] in {" ", "\t"} and key:
            _add_to_map(found, key, said, rest, number, name=name)
        else:
            key = said
            found[key] = _value(rest, number, name=name)
    return found


def written_metadata(values: Mapping[str, Value]) -> list[str]:
    """The lines, in the order given; texts that YAML could misread stand in double quotation marks."""
    lines: list[str] = []
    for key, value in values.items():
        if isinstance(value, str):
            lines.append(f"{key}: {_written(value)}")
        elif isinstance(value, list):
            lines.extend([f"{key}:", *(f"  - {_written(one)}" for one in value)])
        else:
            lines.extend(
                [f"{key}:", *(f"  {_written(name)}: {_written(one)}" for name, one in value.items())]
            )
    return lines


def _written(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.casefold() not in _NOT_A_TEXT:
        return text
    return "".join(
        char if char.isprintable() else f"\\u{ord(char):04x}" if ord(char) < _WIDE else f"\\U{ord(char):08x}"
        for char in json.dumps(text, ensure_ascii=False)
    )


def _add_to_list(found: dict[str, Value], key: str, rest: str, number: int, *, name: str) -> None:
    held = found.get(key)
    if held == "":
        held = found[key] = []
    if not isinstance(held, list):
        _fail(number, rest, name=name)
    if COMMENT.sub("", rest) not in _NOTHING:
        held.append(_scalar(rest))


def _add_to_map(found: dict[str, Value], key: str, said: str, rest: str, number: int, *, name: str) -> None:
    held = found[key]
    if held == "":
        held = found[key] = {}
    if isinstance(held, list):  # a list of objects: kept line by line as it stands
        held.append(f"{said}: {rest}")
    elif isinstance(held, dict):
        held[said] = _scalar(rest)
    else:
        _fail(number, f"{said}: {rest}", name=name)


def _fail(number: int, line: str, *, name: str) -> NoReturn:
    raise Unreadable(
        f"{name}, line {number} of its head (“{shown(line)}”) is not written as SSSOM writes it. "
        "Correct that line and try again."
    )


def _value(rest: str, number: int, *, name: str) -> Value:
    if rest.startswith("[") and rest.endswith("]"):
        return [_scalar(part) for part in _parts(rest[1:-1]) if part not in _NOTHING]
    if rest.startswith("{") and rest.endswith("}"):
        return dict(_pair(part) for part in _parts(rest[1:-1]))
    if rest[:1] in {"|", ">"} and len(rest) < 3:  # noqa: PLR2004 - a mark and at most one sign
        _fail(number, rest, name=name)
    return _scalar(rest)


def _parts(inside: str) -> list[str]:
    parts = re.findall(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"'])+""", inside)
    return [part.strip() for part in parts if part.strip()]


def _pair(part: str) -> tuple[str, str]:
    key, _, value = part.partition(":")
    return _scalar(key.strip()), _scalar(value.strip())


def _scalar(text: str) -> str:
    if text.startswith('"'):
        end = re.match(r'"((?:[^"\\]|\\.)*+)"', text, re.DOTALL)
        return _ESCAPE.sub(_unescaped, end[1]) if end else text
    if text.startswith("'"):
        end = re.match(r"'((?:[^']|'')*+)'", text)
        return end[1].replace("''", "'") if end else text
    plain = COMMENT.sub("", text)
    return "" if plain in _NOTHING else plain


def _unescaped(found: re.Match[str]) -> str:
    number = found[1] or found[2] or found[3]
    if number:
        value = int(number, 16)
        return storable(chr(value)) if value <= _LARGEST else "\N{REPLACEMENT CHARACTER}"
    return _ESCAPED.get(found[4], found[4])
