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


def count_as_old() -> None:
    """Have the collector take all there is for old, before it is at work again: to look through it would take long.

    Only for what leaves no rings behind. The old is looked through when enough has grown old by itself; rings that were
    made old in this way may wait for that for ever, where little else is built.
    """
    if not gc.get_freeze_count():  # nobody else has put anything out of its reach
        gc.freeze()
        gc.unfreeze()
