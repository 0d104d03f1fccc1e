"""Asking a reader of ``penholder.pure`` to read a file, in a process that can't take the machine along with it."""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

from penholder.confined.limits import Limits
from penholder.confined.values import unpacked
from penholder.pure.formats.report import Unreadable

_SOURCE = str(Path(__file__).resolve().parents[2])


def ask(reader: str, data: bytes, *, name: str, limits: Limits | None = None, **given: object) -> Any:
    """What ``reader`` (“module:function” in ``penholder.pure``) says of the file; raises ``Unreadable`` as it does.

    A file that takes too long, too much memory, or breaks the reader is refused with a sentence, too.
    """
    held = limits or Limits()
    module, _, function = reader.partition(":")
    if not module.startswith("penholder.pure."):
        raise ValueError("only readers of penholder.pure are asked")
    question = pickle.dumps(
        ((held.processor, held.clock, held.megabytes), module, function, {"name": name, **given})
    )
    with subprocess.Popen(  # noqa: S603  our own Python and our own module
        [sys.executable, "-I", "-c", _BEGIN, _SOURCE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
    ) as process:
        try:
            said, _ = process.communicate(_framed(question) + _framed(data), timeout=held.clock)
        except subprocess.TimeoutExpired as late:
            process.kill()
            process.communicate()
            raise Unreadable(_too_long(name)) from late
    return _understood(said, process.returncode, name=name)


_BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from penholder.confined.part import main; sys.exit(main())"
)


def _framed(data: bytes) -> bytes:
    return struct.pack(">Q", len(data)) + data


def _understood(said: bytes, code: int, *, name: str) -> Any:
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise Unreadable(_too_long(name))
    try:
        kind, value = unpacked(said)
    except (
        pickle.UnpicklingError,
        EOFError,
        ValueError,
        TypeError,
        AttributeError,
        ImportError,
        IndexError,
    ) as fault:
        raise Unreadable(
            f"{name} could not be read: the reader broke off. Save the file again where it comes from, and try that copy."
        ) from fault
    match kind:
        case "read":
            return value
        case "refused":
            raise Unreadable(str(value))
        case "too deep":
            raise Unreadable(f"{name} is nested too deep to be read. Save it again where it comes from.")
        case _:
            raise Unreadable(
                f"{name} needs more memory than a file may take here. Split it into smaller files, or take pictures out."
            )


def _too_long(name: str) -> str:
    return (
        f"{name} takes longer to read than a file may take here. Split it into smaller files and try again."
    )
