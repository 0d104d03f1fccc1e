"""What a reader leaves behind that only Python's collector of rings can find: it should be nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_rings_left() -> Iterator[None]:
    """Fails where what was done inside leaves objects that hold each other, and nobody else does."""
    was_at_work = gc.isenabled()
    gc.disable()
    gc.collect(1)
    gc.freeze()  # what was there before is not looked at
    try:
        yield
        assert not gc.collect(), "Objects that hold each other were left behind."
    finally:
        gc.unfreeze()
        if was_at_work:
            gc.enable()
