"""Hashing a log by several hands: processes where the files lie on this machine, threads where they are fetched."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from penholder.copies.files import Files, Together, Unreadable
from penholder.pure.ledger.stretch import (
    STRETCH,
    Hashing,
    Stretch,
    hash_in_turn,
    hash_stretch,
    stretches_of,
)
from penholder.pure.ledger.tiles import Read

_PROCESSES_MAX = 4
_THREADS = 4
# Starting processes takes as long as hashing some fifty thousand entries.
_WORTH_PROCESSES = 6


def hashing_of(files: Files) -> Hashing:
    """How best to hash this copy."""
    if files.together is Together.THREADS:
        return _by_threads
    if files.together is Together.PROCESSES and (os.cpu_count() or 1) > 1:
        return _by_processes
    return hash_in_turn


def _by_threads(read: Read, size: int, bundles: range) -> Generator[Stretch, None, None]:
    # Smaller shares than for processes: here the waiting counts, and a short log should be fetched side by side too.
    each = 1 if len(bundles) <= STRETCH else STRETCH
    return _shared_out(ThreadPoolExecutor(_THREADS), _THREADS, read, size, stretches_of(bundles, each))


def _by_processes(read: Read, size: int, bundles: range) -> Generator[Stretch, None, None]:
    if len(bundles) <= STRETCH * (_WORTH_PROCESSES - 1):
        return hash_in_turn(read, size, bundles)
    hands = min(_PROCESSES_MAX, os.cpu_count() or 1)
    executor = ProcessPoolExecutor(
        hands, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_stopping_to_the_parent
    )
    return _shared_out(executor, hands, read, size, stretches_of(bundles))


def _shared_out(
    executor: Executor, hands: int, read: Read, size: int, parts: Iterator[range]
) -> Generator[Stretch, None, None]:
    """The stretches in order, with a few always under way and never all of them in memory."""
    under_way: deque[Future[Stretch]] = deque()
    try:
        for part in parts:
            under_way.append(executor.submit(hash_stretch, read, size, part))
            if len(under_way) > 2 * hands:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool as fault:
        raise Unreadable(
            "A process that helped with hashing was stopped. Run this again: it goes on where it was."
        ) from fault
    finally:
        executor.shutdown(cancel_futures=True)


def _leave_stopping_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
