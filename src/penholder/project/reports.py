"""Reports of what broke, for whoever runs the site: where and what kind, never what it said.

The message of an error may quote what somebody wrote: PostgreSQL, for one, tells the whole row that did not fit.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any


class WordlessFormatter(logging.Formatter):
    """The level, who reports, and for an exception the kind of it and the lines it came through."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__("%(levelname)s %(name)s", *args, **options)

    def formatException(  # noqa: N802  logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return "\n".join(_lines(ei[1]))


def _lines(error: BaseException | None) -> Iterator[str]:
    """The error and what it came from, the first cause last."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"{type(error).__module__}.{type(error).__qualname__}, raised in:"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.filename}, line {frame.lineno}, in {frame.name}"
        error = error.__cause__ or error.__context__
