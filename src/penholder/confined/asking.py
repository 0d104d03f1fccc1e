"""Asking a reader of ``penholder.pure`` to read a file, in a process that can't take the machine along with it."""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from penholder.confined.limits import MEGABYTE, Limits
from penholder.confined.values import NoValueError, packed, unpacked
from penholder.pure.formats.report import Unreadable

_SOURCE = str(Path(__file__).resolve().parents[2])
_BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from penholder.confined.part import main; sys.exit(main())"
)


def ask(reader: str, data: bytes, *, name: str, limits: Limits | None = None, **given: object) -> Any:
    """What ``reader`` (“module:function” in ``penholder.pure``) says of the file; raises ``Unreadable`` as it does.

    A file that takes too long, too much memory, or breaks the reader is refused with a sentence, too. Question and answer
    go through files that are gone with the process, so that neither side waits for the other.
    """
    held = limits or Limits()
    module, _, function = reader.partition(":")
    if not module.startswith("penholder.pure."):
        raise ValueError("only readers of penholder.pure are asked")
    allowed = (held.processor, held.clock, held.megabytes, held.answer)
    question = packed((allowed, module, function, {"name": _sayable(name), **given}))
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answer:
        asked.write(struct.pack(">Q", len(question)) + question + data)
        asked.seek(0)
        code = _run(asked.fileno(), answer.fileno(), held.clock)
        answer.seek(0)
        said = answer.read(held.answer * MEGABYTE + 1)
    return _understood(said, code, name=_sayable(name))


def _run(asked: int, answer: int, clock: int) -> int | None:
    """The exit code; ``None`` where time was up. Whatever it may have started ends with it."""
    with subprocess.Popen(  # noqa: S603  our own Python and our own module
        [sys.executable, "-I", "-c", _BEGIN, _SOURCE],
        stdin=asked,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    ) as process:
        try:
            return process.wait(timeout=clock)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)


def _understood(said: bytes, code: int | None, *, name: str) -> Any:
    if code is None or code == -signal.SIGXCPU:
        raise Unreadable(
            f"{name} takes longer to read than a file may take here. Split it into smaller files and try again."
        )
    if code in {-signal.SIGXFSZ, -signal.SIGKILL}:
        raise Unreadable(_too_large(name))
    try:
        kind, value = unpacked(said)
    except (NoValueError, TypeError, ValueError) as fault:
        raise Unreadable(
            f"{name} could not be read: the reader broke off. Save the file again where it comes from, and try that copy."
        ) from fault
    if kind == "read":
        return value
    if kind == "refused" and isinstance(value, str):
        raise Unreadable(value)
    if kind == "too deep":
        raise Unreadable(f"{name} is nested too deep to be read. Save it again where it comes from.")
    raise Unreadable(_too_large(name))


def _too_large(name: str) -> str:
    return f"{name} needs more memory than a file may take here. Split it into smaller files, or take pictures out."


def _sayable(name: str) -> str:
    """The name of a file as text, whatever bytes it is made of."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
