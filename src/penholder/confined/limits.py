"""How much a reader may use, and setting that on the process it runs in."""

from __future__ import annotations

import resource
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of the processor, seconds by the clock, and megabytes of memory."""

    processor: int = 60
    clock: int = 180
    megabytes: int = 512


def confine(limits: Limits) -> None:
    """Hold this process to them, for good: it writes no files, leaves no core, and starts nothing else."""
    bytes_ = limits.megabytes * MEGABYTE
    _hold(resource.RLIMIT_CPU, limits.processor)
    _hold(resource.RLIMIT_DATA, bytes_)
    _hold(resource.RLIMIT_FSIZE, 0)
    _hold(resource.RLIMIT_CORE, 0)


def _hold(what: int, most: int) -> None:
    """Never more than was allowed already: a limit can't be raised again."""
    _, hard = resource.getrlimit(what)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (allowed, allowed))
