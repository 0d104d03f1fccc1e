"""JSON from a stranger: every fault gets a sentence with its line and column, and nothing can exhaust the machine."""

import json
import math
from collections import Counter
from itertools import chain
from typing import Any, NoReturn, TypeGuard

import orjson

from penholder.pure.formats.report import Tally, Unreadable, listed

DEEPEST = 64
_HOLDERS = (dict, list)
_PAIR = 2
_encoded = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_encoded_in_order = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode
_UNSTORABLE = (b"\\u0000", b"\\ud", b"\\uD")
_NAME_TWICE = "A name stands twice in the same JSON object."


def may_hold_unstorable(data: bytes) -> bool:
    """Whether a text in JSON of UTF-8 may hold a null character or half a character: both come in only as an escape."""
    return b"u" in _escapes(data) and any(escape in data for escape in _UNSTORABLE)


def _escapes(data: bytes) -> bytes:
    """The letter after each backslash that escapes one, in order."""
    if b"\\" not in data:
        return b""  # splitting would copy it all
    letters: list[bytes] = []
    pieces = iter(data.split(b"\\"))
    next(pieces)
    for piece in pieces:
        letters.append(piece[:1])
        if not piece:  # an escaped backslash: what follows the second one is ordinary
            next(pieces, b"")
    return b"".join(letters)


def is_pair_of_texts(value: object) -> TypeGuard[list[str]]:
    """Whether a value out of JSON is an array of two texts, as names and what they name are kept."""
    return isinstance(value, list) and len(value) == _PAIR and all(isinstance(half, str) for half in value)


def ordinary_value(data: bytes) -> object:
    """The value of a file that is plain JSON in UTF-8 with nothing odd about it; ``None`` where :func:`loaded` has to look.

    It takes half the time. That no name stands twice in an object is proved by counting: each text has two quotation
    marks, and a value that hid another one would be missing some.
    """
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    marks = data.count(b'"') - _escapes(data).count(b'"')
    return value if marks == 2 * _texts_in(value) else None


def loaded(text: str, *, name: str, tally: Tally) -> object:
    """The value in the text; names that stand twice in an object are reported, because the last one hides the others."""
    twice: list[str] = []

    def without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
        value = dict(pairs)
        if len(value) < len(pairs):
            times = Counter(key for key, _ in pairs)
            twice.extend(sorted(key for key, often in times.items() if often > 1))
        return value

    try:
        value: object = json.loads(
            text, object_pairs_hook=without_repeats, parse_constant=_refuse_constant, parse_float=_finite
        )
    except json.JSONDecodeError as fault:
        raise Unreadable(_fault_sentence(text, fault, name=name)) from fault
    except RecursionError as fault:
        raise Unreadable(_too_deep(name)) from fault
    except ValueError as fault:
        raise Unreadable(
            f"{name} holds a number that cannot be read. Correct it in the source and try again."
        ) from fault
    if _too_deep_in(value):
        raise Unreadable(_too_deep(name))
    if twice:
        tally.note(listed(sorted(set(twice))), _NAME_TWICE, "The last value given was taken.")
    return value


def as_json(value: object) -> str:
    """A value as one line of JSON, in characters that every database and every programme takes."""
    return _encoded(value)


def as_json_in_order(value: object) -> str:
    """The same, with all names in order, so that the same value is the same text wherever it came from."""
    return _encoded_in_order(value)


def not_a_text(value: object, line: int, *, name: str) -> Unreadable:
    """The refusal of a line of JSON lines that is neither a text nor an object."""
    sort = "a list" if isinstance(value, list) else "a number"
    if value is None or isinstance(value, bool):
        sort = f"“{json.dumps(value)}”"
    return Unreadable(
        f"{name}, line {line}, is {sort}, where a text in quotation marks or an object {{…}} should stand. "
        "Correct that line and try again."
    )


def _finite(digits: str) -> float:
    """A number too big for its sort would be written again as Infinity, which is not JSON."""
    number = float(digits)
    if math.isinf(number):
        raise ValueError(digits)
    return number


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


def _too_deep_in(value: object) -> bool:
    """A level at a time, since what is too deep would overflow a recursion too."""
    level: list[Any] = [value] if isinstance(value, _HOLDERS) else []
    for _ in range(DEEPEST):
        inside = chain.from_iterable([part.values() if type(part) is dict else part for part in level])
        others = [inner for inner in inside if type(inner) is not str]
        level = [inner for inner in others if isinstance(inner, _HOLDERS)]
        if not level:
            return False
    return True


def _texts_in(value: object) -> int:
    """How many texts a value holds, names and values; -1 where it is too deep, or holds a number that may have lost digits."""
    objects: list[dict[str, Any]] = [value] if isinstance(value, dict) else []
    lists: list[list[Any]] = [value] if isinstance(value, list) else []
    texts = 0
    for _ in range(DEEPEST + 1):
        if not objects and not lists:
            return texts
        names = sum(map(len, objects))
        inside = chain(
            chain.from_iterable(map(dict.values, objects)),
            chain.from_iterable(lists),
        )
        others = [inner for inner in inside if type(inner) is not str]
        if float in set(map(type, others)):
            return -1
        texts += 2 * names + sum(map(len, lists)) - len(others)
        objects = [inner for inner in others if type(inner) is dict]
        lists = [inner for inner in others if type(inner) is list]
    return -1
