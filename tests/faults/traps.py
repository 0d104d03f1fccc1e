"""Where a worker dies: at a named point between two steps of an act, or before any one of its steps, counted."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from penholder.record import durable, rows, store
from penholder.record.actions import appending, sealing
from penholder.record.signer import KeptSigner

BEFORE_ANSWER = "before the answer"


def die() -> None:
    """As a power cut does it: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def _after_insert() -> None:
    insert = rows.insert_entry

    def inserted(*given: Any) -> int:
        insert(*given)
        die()
        return 0

    vars(appending)["insert_entry"] = inserted


def _after_commit() -> None:
    sealing._sealed = _dying_before(sealing._sealed)


def _mid_tile() -> None:
    whole = durable.write_whole

    def half(path: Any, data: bytes, **options: Any) -> None:
        if "tile" in path.parts:
            path.parent.mkdir(parents=True, exist_ok=True)
            with (path.parent / ".new-half").open("wb") as file:
                file.write(data[: len(data) // 2])
                file.flush()
                die()
        whole(path, data, **options)

    vars(store)["write_whole"] = half


def _after_signing() -> None:
    sign = KeptSigner.sign

    def signed(*given: Any, **named: Any) -> str:
        sign(*given, **named)
        die()
        return ""

    KeptSigner.sign = signed  # type: ignore[method-assign]


def _before_checkpoint() -> None:
    publish = store.publish

    def published(folder: Any, path: str, data: bytes) -> None:
        if path == store.CHECKPOINT:
            die()
        publish(folder, path, data)

    store.publish = published


NAMED: dict[str, Callable[[], None]] = {
    "after insert": _after_insert,
    "after commit": _after_commit,
    "mid-tile": _mid_tile,
    "after signing": _after_signing,
    "before the checkpoint": _before_checkpoint,
    BEFORE_ANSWER: lambda: None,  # the worker itself knows when it is about to answer
}


def arm(point: str) -> None:
    """Let this process die at the named point the next time it comes there."""
    NAMED[point]()


@contextmanager
def dying_at_step(number: int) -> Iterator[None]:
    """Die before this step of what is done inside: every statement to the database, every file forced or renamed."""
    left = number

    def step() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            die()

    def before_statement(execute: Any, *given: Any) -> Any:
        step()
        return execute(*given)

    kept = {name: getattr(os, name) for name in ("fsync", "replace")}
    for name, call in kept.items():
        setattr(os, name, _after(step, call))
    try:
        with connection.execute_wrapper(before_statement):
            yield
    finally:
        for name, call in kept.items():
            setattr(os, name, call)


def _after(step: Callable[[], None], call: Callable[..., Any]) -> Callable[..., Any]:
    def stepped(*given: Any, **named: Any) -> Any:
        step()
        return call(*given, **named)

    return stepped


def _dying_before(call: Callable[..., Any]) -> Callable[..., Any]:
    return _after(die, call)
