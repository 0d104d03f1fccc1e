"""The confined process: told on its input what to read; says on its output what came of it.

It imports what the reader needs first, and is confined before it looks at the file.
"""

from __future__ import annotations

import importlib
import struct
import sys
from typing import Any

from penholder.confined.limits import Limits, confine
from penholder.confined.values import packed, unpacked
from penholder.pure.formats.report import Unreadable


def main() -> int:
    """Answer one question: the reader's answer, its refusal, or that memory ran out."""
    source, answer = sys.stdin.buffer, sys.stdout.buffer
    (length,) = struct.unpack(">Q", source.read(8))
    limits, module, function, given = unpacked(source.read(length))
    reader = getattr(importlib.import_module(module), function)
    confine(Limits(*limits))
    answer.write(_answered(reader, source.read(), given))
    answer.flush()
    return 0


def _answered(reader: Any, data: bytes, given: dict[str, Any]) -> bytes:
    try:
        return packed(("read", reader(data, **given)))
    except Unreadable as refused:
        return packed(("refused", refused.sentence))
    except MemoryError:
        return packed(("too large", ""))
    except RecursionError:
        return packed(("too deep", ""))


if __name__ == "__main__":
    sys.exit(main())
