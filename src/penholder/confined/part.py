"""The confined process: ``python -m penholder.confined.part``. Told on its input what to read; says on its output what came of it.

It imports what the reader needs first, and is confined before it sees a byte of the file.
"""

from __future__ import annotations

import importlib
import pickle
import struct
import sys
from typing import Any, BinaryIO

from penholder.confined.limits import Limits, confine
from penholder.confined.values import packed
from penholder.pure.formats.report import Unreadable


def main() -> int:
    """Answer one question: the reader's answer, its refusal, or that memory ran out."""
    source, answer = sys.stdin.buffer, sys.stdout.buffer
    question = pickle.loads(_piece(source))  # noqa: S301  from the process that started this one
    limits, module, function, given = question
    reader = getattr(importlib.import_module(module), function)
    confine(Limits(*limits))
    answer.write(packed(_answered(reader, _piece(source), given)))
    answer.flush()
    return 0


def _answered(reader: Any, data: bytes, given: dict[str, Any]) -> tuple[str, Any]:
    try:
        return "read", reader(data, **given)
    except Unreadable as refused:
        return "refused", refused.sentence
    except MemoryError:
        return "too large", ""
    except RecursionError:
        return "too deep", ""


def _piece(source: BinaryIO) -> bytes:
    (length,) = struct.unpack(">Q", source.read(8))
    return source.read(length)


if __name__ == "__main__":
    sys.exit(main())
