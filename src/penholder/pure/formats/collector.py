"""Python's collector of rings, at rest while something large is built of which nothing can be thrown away yet."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Where it was at work, it is again afterwards, whatever happens inside.

    It looks through all that was built so far each time a tenth more has been built: for a framework of fifteen thousand
    statements that took as long as ``json.loads`` itself.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
