"""A file that would take the machine along is refused with a sentence, and what comes back can only be a value."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from penholder.confined.asking import _understood, ask
from penholder.confined.limits import Limits
from penholder.confined.values import NoValueError, packed, unpacked
from penholder.pure.formats.report import ImportReport, Unreadable
from penholder.pure.tree.statement import Statement, Tree

READ_CASE = "penholder.pure.formats.case.reading:read_case"
SOURCE = str(Path(__file__).resolve().parents[2] / "src")


def package(statements: int) -> bytes:
    return json.dumps(
        {
            "CFDocument": {"identifier": "d", "title": "Made"},
            "CFItems": [
                {"identifier": f"s{number}", "fullStatement": f"Statement {number}"}
                for number in range(statements)
            ],
            "CFAssociations": [],
        }
    ).encode()


def test_what_the_reader_says_comes_back_as_it_is() -> None:
    tree, report = ask(READ_CASE, package(3), name="made.json")

    assert isinstance(tree, Tree)
    assert [one.text for one in tree.statements] == ["Statement 0", "Statement 1", "Statement 2"]
    assert isinstance(report, ImportReport)
    assert (report.read, report.kept) == (3, 3)


def test_a_refusal_comes_back_with_its_sentence() -> None:
    with pytest.raises(Unreadable) as refused:
        ask(READ_CASE, b"[]", name="list.json")
    assert refused.value.sentence.startswith("list.json is a JSON list, but holds no CASE package.")


def test_a_file_that_takes_too_much_memory_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        ask(READ_CASE, package(200_000), name="huge.json", limits=Limits(megabytes=60))
    assert refused.value.sentence.startswith("huge.json needs more memory than a file may take here.")


def test_a_file_that_takes_too_long_by_the_clock_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        ask(READ_CASE, package(1), name="slow.json", limits=Limits(clock=0))
    assert refused.value.sentence == (
        "slow.json takes longer to read than a file may take here. Split it into smaller files and try again."
    )


@pytest.mark.parametrize(
    ("does", "signals"),
    [
        ("while True: pass", {-signal.SIGXCPU, -signal.SIGKILL}),
        ("bytearray(10**9)", {1}),
        ("open(path, 'wb', buffering=0).write(bytes(2**21))", {-signal.SIGXFSZ, 1, 0}),
    ],
)
def test_a_confined_process_gets_no_further(does: str, signals: set[int], tmp_path: Path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {SOURCE!r})\n"
        "from penholder.confined.limits import Limits, confine\n"
        f"path = {str(tmp_path / 'written')!r}\n"
        "confine(Limits(processor=1, megabytes=64, answer=1))\n"
        f"{does}\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=False, timeout=60)

    assert done.returncode in signals
    written = tmp_path / "written"
    assert not written.exists() or written.stat().st_size <= 2**20


def test_only_readers_of_the_pure_part_are_asked() -> None:
    with pytest.raises(ValueError, match="only readers"):
        ask("os:system", b"", name="x")


def test_values_of_ours_come_through() -> None:
    value = (Tree("T", (Statement("a", "A"),)), frozenset({1}), {"a": (1.5, None)})
    assert unpacked(packed(value)) == value


@pytest.mark.parametrize("value", [object(), io.BytesIO(), Path("/"), b"bytes", Exception("x")])
def test_what_is_no_value_is_not_even_said(value: object) -> None:
    with pytest.raises(TypeError):
        packed(value)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"{}",
        b"[]",
        b'["x"]',
        b'["r","formats.case","read_case","data"]',
        b'["r","os","system","true"]',
        b'["r","formats.no_such_module","A"]',
        b'["r","tree.statement","Statement"]',
        b'["c","tree.diff","DifferenceKind","no such kind"]',
        b'["n","tree.statement","Tree","x"]',
        b"[" * 5_000,
        b'["s",["l"]]',
        b'["m",1]',
        b"\xff",
    ],
)
def test_anything_else_is_not_even_built(said: bytes) -> None:
    with pytest.raises(NoValueError):
        unpacked(said)


@pytest.mark.parametrize(
    ("said", "code", "sentence"),
    [
        (b"", -signal.SIGSEGV, "x.json could not be read: the reader broke off."),
        (b"", -signal.SIGKILL, "x.json needs more memory"),
        (b"", None, "x.json takes longer"),
        (packed(("refused", 5)), 0, "x.json needs more memory"),
        (packed(5), 0, "x.json could not be read: the reader broke off."),
    ],
)
def test_whatever_becomes_of_the_other_side_there_is_a_sentence(
    said: bytes, code: int | None, sentence: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        _understood(said, code, name="x.json")
    assert refused.value.sentence.startswith(sentence)


def test_a_machine_that_does_not_know_a_limit_goes_without_it() -> None:
    program = (
        f"import sys; sys.path.insert(0, {SOURCE!r})\n"
        "import resource; del resource.RLIMIT_DATA\n"
        "from penholder.confined.limits import Limits, confine\n"
        "confine(Limits(megabytes=64))\n"
        "bytearray(10**9)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=False, timeout=60)

    assert done.returncode == 1
    assert b"MemoryError" in done.stderr


def test_a_name_of_odd_bytes_is_said_as_well_as_can_be() -> None:
    with pytest.raises(Unreadable) as refused:
        ask(READ_CASE, b"[]", name=os.fsdecode(b"li\xffst.json"))
    assert refused.value.sentence.startswith("li�st.json is a JSON list")
