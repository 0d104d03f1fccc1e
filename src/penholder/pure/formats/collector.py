"""Python's collector of rings, at rest while something large is built of which nothing can be thrown away yet."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Where it was at work, it is again afterwards, whatever happens inside.

    It looks through all that was built so far each time a tenth more has been built: for a framework of fifteen thousand
    statements that took as long as ``json.loads`` itself. What was built counts as old at once, since looking through it
    as soon as it is there would take as long again.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            if not gc.get_freeze_count():  # nobody else has put anything out of its reach
                gc.freeze()
                gc.unfreeze()
            gc.enable()
