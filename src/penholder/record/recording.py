"""``@records``: one transaction, one promised event, or nothing at all."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import ParamSpec, Protocol, TypeVar, cast

from django.db import transaction

from penholder.pure.ledger.disclosure import digest, disclose
from penholder.record.events import Event


class Refused(Exception):
    """An action said no, with a sentence a person can read."""


class SilentAction(RuntimeError):
    """An action returned without appending the event it promised; everything it did was undone."""


log = logging.getLogger(__name__)
P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)


class Recording(Protocol[P, R_co]):
    """An action, and the events it promises."""

    records: tuple[type[Event], ...]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co: ...


_appended: ContextVar[list[type[Event]] | None] = ContextVar("appended", default=None)


def records(*promised: type[Event]) -> Callable[[Callable[P, R_co]], Recording[P, R_co]]:
    """Run an action in one transaction, and refuse to commit it unless it appended one of the promised events.

    An action inside another one counts for the outer one too, but only if it succeeded. After the outermost commit
    the log is sealed; a seal that fails is made up for when the next receipt is asked for, so nothing is lost by it.
    """

    def wrap(action: Callable[P, R_co]) -> Recording[P, R_co]:
        @functools.wraps(action)
        def recorded(*args: P.args, **kwargs: P.kwargs) -> R_co:
            outer = _appended.get()
            inner: list[type[Event]] = []
            token = _appended.set(inner)
            try:
                with transaction.atomic():
                    result = action(*args, **kwargs)
                    if not any(event in promised for event in inner):
                        names = " or ".join(event.__name__ for event in promised)
                        raise SilentAction(
                            f"{action.__qualname__} promised {names} and appended nothing of the kind"
                        )
                    if outer is None:
                        transaction.on_commit(_seal, robust=True)
            finally:
                _appended.reset(token)
            if outer is not None:
                outer.extend(inner)
            return result

        recording = cast("Recording[P, R_co]", recorded)
        recording.records = promised
        return recording

    return wrap


def note_appended(event: Event) -> None:
    """Called by ``append``: raises where no action is under way, because then nothing would hold the two together."""
    under_way = _appended.get()
    if under_way is None:
        raise SilentAction(f"{type(event).__name__} was appended outside an action: wrap it in @records")
    under_way.append(type(event))


def is_under_way() -> bool:
    """Whether an action is going on, so that what it wrote may still be undone."""
    return _appended.get() is not None


def committed(salt: bytes | memoryview, name: str, words: str) -> str:
    """The digest that stands in the log for these words; without the salt it says nothing about them."""
    return digest(disclose(bytes(salt), name, words))


def _seal() -> None:
    from penholder.record.actions import NotSealed, seal  # noqa: PLC0415  actions imports this module
    from penholder.record.catching_up import catch_up_later  # noqa: PLC0415  as above

    # What is committed can't be undone any more, so the action is over, though its wrapper has yet to return.
    token = _appended.set(None)
    try:
        seal()
    except NotSealed as fault:
        log.warning("What was entered is kept and has yet to be signed: %s", fault)
        catch_up_later()
    finally:
        _appended.reset(token)
