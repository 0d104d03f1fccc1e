"""How much a reader may use, and setting that on the process it runs in."""

from __future__ import annotations

import contextlib
import resource
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of the processor, seconds by the clock, and megabytes: of memory, and of what may be answered."""

    processor: int = 60
    clock: int = 180
    megabytes: int = 512
    answer: int = 256


def confine(limits: Limits) -> None:
    """Hold this process to them, for good. It starts nothing else, leaves no core, and writes no more than its answer.

    A machine that does not know one of the limits goes without that one; the clock is watched from outside in any case.
    """
    _hold("RLIMIT_CPU", limits.processor)
    if not _hold("RLIMIT_DATA", limits.megabytes * MEGABYTE):
        _hold("RLIMIT_AS", 2 * limits.megabytes * MEGABYTE)  # counts what is only mapped as well
    _hold("RLIMIT_FSIZE", limits.answer * MEGABYTE)
    _hold("RLIMIT_CORE", 0)
    _hold("RLIMIT_NPROC", 0)


def _hold(name: str, most: int) -> bool:
    """Never more than was allowed already: a limit can't be raised again. Whether it holds now."""
    what = getattr(resource, name, None)
    if what is None:
        return False
    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))
        return True
    return False
