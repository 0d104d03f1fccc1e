"""The one place where time comes from; an action asks once and passes the moment on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """This moment, in UTC; or the one held by ``at``."""
    return _held.get() or datetime.now(tz=UTC)  # noqa: TID251  this is the place the ban points to


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold time still: for tests, and for the demo, whose made-up story lies in the past."""
    token = _held.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)
