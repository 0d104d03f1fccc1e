"""JSON from a stranger: every fault gets a sentence with its line and column, and nothing can exhaust the machine."""

import json
from typing import NoReturn

from penholder.pure.formats.report import Tally, Unreadable, listed

DEEPEST = 64
_NAME_TWICE = "A name stands twice in the same JSON object."


def loaded(text: str, *, name: str, tally: Tally) -> object:
    """The value in the text; names that stand twice in an object are reported, because the last one hides the others."""
    twice: list[str] = []

    def without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
        value = dict(pairs)
        if len(value) < len(pairs):
            names = [key for key, _ in pairs]
            twice.extend(sorted({key for key in names if names.count(key) > 1}))
        return value

    try:
        value: object = json.loads(text, object_pairs_hook=without_repeats, parse_constant=_refuse_constant)
    except json.JSONDecodeError as fault:
        raise Unreadable(_fault_sentence(text, fault, name=name)) from fault
    except RecursionError as fault:
        raise Unreadable(_too_deep(name)) from fault
    except ValueError as fault:
        raise Unreadable(
            f"{name} holds a number that cannot be read. Correct it in the source and try again."
        ) from fault
    if _depth_exceeded(value):
        raise Unreadable(_too_deep(name))
    if twice:
        tally.note(listed(sorted(set(twice))), _NAME_TWICE, "The last value given was taken.")
    return value


def as_json(value: object) -> str:
    """A value as one line of JSON, in characters that every database and every programme takes."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def not_a_text(value: object, line: int, *, name: str) -> Unreadable:
    """The refusal of a line of JSON lines that is neither a text nor an object."""
    sort = "a list" if isinstance(value, list) else "a number"
    if value is None or isinstance(value, bool):
        sort = f"“{json.dumps(value)}”"
    return Unreadable(
        f"{name}, line {line}, is {sort}, where a text in quotation marks or an object {{…}} should stand. "
        "Correct that line and try again."
    )


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


def _fault_sentence(text: str, fault: json.JSONDecodeError, *, name: str) -> str:
    if text.lstrip().startswith("<"):
        return f"{name} is a web page or an XML file, not JSON. Download the framework again as CASE JSON."
    if fault.pos >= len(text.rstrip()):
        return f"{name} breaks off in line {fault.lineno}: the end is missing. Download it again."
    return (
        f"{name} is not valid JSON: line {fault.lineno}, column {fault.colno} ({fault.msg}). "
        "Correct that place, or export the file again."
    )


def _too_deep(name: str) -> str:
    return f"{name} is nested more than {DEEPEST} levels deep, which no framework is. Export it again."


def _depth_exceeded(value: object) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        below: list[object] = []
        for part in level:
            if isinstance(part, dict):
                below.extend(inner for inner in part.values() if isinstance(inner, dict | list))
            elif isinstance(part, list):
                below.extend(inner for inner in part if isinstance(inner, dict | list))
        if not below:
            return False
        level = below
    return True
