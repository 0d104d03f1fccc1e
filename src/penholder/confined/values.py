"""Values on their way out of the confined process: only plain ones and our own frozen values get through.

The other side may have been taken over by the file it read. So nothing is run to build what it says: it comes as JSON, in
which a list begins with what it stands for, and of classes only those of ``penholder.pure`` that are dataclasses,
named tuples or enumerations are made.
"""

from __future__ import annotations

import dataclasses
import enum
import importlib
from collections.abc import Callable
from typing import Any

import orjson

_TUPLE, _LIST, _SET, _MAP, _RECORD, _NAMED, _CHOICE = "t", "l", "s", "m", "r", "n", "c"
_PLAIN = (str, int, float, bool, type(None))
_ROOM = "penholder.pure."


class NoValueError(Exception):
    """What was said is no value of ours."""


def packed(value: object) -> bytes:
    """The value as bytes; raises ``TypeError`` for what is none."""
    return orjson.dumps(_told(value))


def unpacked(data: bytes) -> Any:
    """The value again; raises :class:`NoValueError` for anything that is not one of ours."""
    try:
        return _made(orjson.loads(data))
    except (orjson.JSONDecodeError, RecursionError, TypeError, ValueError, MemoryError, IndexError) as fault:
        raise NoValueError(type(fault).__name__) from fault


def _told(value: object) -> object:  # noqa: PLR0911  a line for each sort of value
    kind = type(value)
    if isinstance(value, enum.Enum):
        return [_CHOICE, *_class(kind), value.value]
    if kind in _PLAIN:
        return value
    if dataclasses.is_dataclass(value):
        return [
            _RECORD,
            *_class(kind),
            *(_told(getattr(value, one.name)) for one in dataclasses.fields(value)),
        ]
    if isinstance(value, tuple):
        head = [_TUPLE] if kind is tuple else [_NAMED, *_class(kind)]
        return [*head, *map(_told, value)]
    if isinstance(value, list):
        return [_LIST, *map(_told, value)]
    if isinstance(value, frozenset):
        return [_SET, *map(_told, sorted(value))]
    if isinstance(value, dict):
        return [_MAP, *((_told(name), _told(one)) for name, one in value.items())]
    raise TypeError(f"{kind.__name__} is no value")


def _class(kind: type) -> tuple[str, str]:
    return kind.__module__.removeprefix(_ROOM), kind.__qualname__


def _made(said: object) -> Any:
    if not isinstance(said, list):
        if isinstance(said, _PLAIN):
            return said
        raise NoValueError("an object")
    sort, *parts = said
    if sort in _MAKERS:
        return _MAKERS[sort](map(_made, parts))
    if sort == _MAP:
        return {_made(name): _made(one) for name, one in parts}
    room, name, *fields = parts
    made = _kind(sort, room, name)
    return made(*map(_made, fields)) if sort != _NAMED else made._make(map(_made, fields))


_MAKERS: dict[str, Callable[[Any], Any]] = {_TUPLE: tuple, _LIST: list, _SET: frozenset}
_KNOWN: dict[tuple[str, str, str], Any] = {}


def _kind(sort: str, room: str, name: str) -> Any:
    if (sort, room, name) not in _KNOWN:
        _KNOWN[sort, room, name] = _found(sort, room, name)
    return _KNOWN[sort, room, name]


def _found(sort: str, room: str, name: str) -> Any:
    try:
        found: Any = importlib.import_module(_ROOM + room)
    except ImportError as fault:
        raise NoValueError(room) from fault
    for part in name.split("."):
        found = getattr(found, part, None)
    fits = isinstance(found, type) and (
        (sort == _RECORD and dataclasses.is_dataclass(found) and _is_by_fields(found))
        or (sort == _NAMED and issubclass(found, tuple) and hasattr(found, "_make"))
        or (sort == _CHOICE and issubclass(found, enum.Enum))
    )
    if not fits:
        raise NoValueError(f"{room}.{name}")
    return found


def _is_by_fields(found: Any) -> bool:
    """Whether it is made of its fields and nothing else is done on the way."""
    return not hasattr(found, "__post_init__") and all(
        one.init and not one.kw_only for one in dataclasses.fields(found)
    )
