"""``python -m benchmarks.forms [COUNT]``: reading made forms, beside python-docx reading the cells of their tables.

Each reads the same files in processes of its own, in turn, a part of the forms at a time. What counts is the ratio of
the processor's time and that no answer is lost, word for word.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.made_forms import MadeForm, made_forms
from penholder.pure.formats.forms.reading import read_form

ROOT = Path(__file__).resolve().parents[1]
PEER = Path(__file__).with_name("forms_peer.py")
COUNT = 1_000
PARTS = 5
WHO = ("ours", "python-docx")


@dataclass(frozen=True, slots=True)
class Part:
    """What reading a part of the forms took, and how many answers were not found in it word for word."""

    used: float
    lost: int


def lines(count: int = COUNT) -> tuple[str, ...]:
    """The section of docs/performance.md."""
    forms = tuple(made_forms(count))
    asked = sum(len(set(form.answers)) for form in forms)
    wrong = sum(_wrong_stances(form) for form in forms)
    found = _in_turn(forms)
    ratio = statistics.median(
        theirs.used / ours.used for ours, theirs in zip(found["ours"], found["python-docx"], strict=True)
    )
    rows = [
        f"| {name} | {sum(part.used for part in parts) / count * 1000:.2f} | {sum(part.lost for part in parts):,} of {asked:,} |"
        for name, parts in found.items()
    ]
    return (
        f"{count:,} made forms of {len(forms[0].data) / 1024:.0f} kB (three tables, about a hundred rows, answers in content controls, boxes,",
        f"merged section rows); milliseconds of the processor for a form. python-docx takes {ratio:.1f} times as long (budget 4), the median of",
        f"{PARTS} parts read in turn. Stances read wrongly from their boxes by ours: {wrong} of {sum(len(form.stances) for form in forms):,}.",
        "",
        "| reader | ms a form | answers lost |",
        "|---|---|---|",
        *rows,
        "",
    )


def _in_turn(forms: tuple[MadeForm, ...]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {name: [] for name in WHO}
    with tempfile.TemporaryDirectory() as folder:
        for number, form in enumerate(forms):
            Path(folder, f"{number}.docx").write_bytes(form.data)
        bounds = [len(forms) * part // PARTS for part in range(PARTS + 1)]
        for first, last in pairwise(bounds):
            for name in WHO:
                found[name].append(_read(name, folder, first, forms[first:last]))
                print(f"forms {first} to {last}, {name}: {found[name][-1]}", file=sys.stderr, flush=True)
    return found


def _read(name: str, folder: str, first: int, forms: tuple[MadeForm, ...]) -> Part:
    wanted = Path(folder, "texts.json")
    bounds = (str(first), str(first + len(forms)))
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    said = subprocess.run(
        [sys.executable, str(PEER), name, folder, *bounds, str(wanted)],
        env=environment,
        check=True,
        capture_output=True,
    )
    texts = json.loads(wanted.read_text())
    lost = sum(len(set(form.answers) - set(cells)) for form, cells in zip(forms, texts, strict=True))
    return Part(json.loads(said.stdout)["used"], lost)


def _wrong_stances(form: MadeForm) -> int:
    """Questions whose only ticked box has another label than was made."""
    rows = [row for row in read_form(form.data).rows if row.table == 1 and row.boxes]
    ticked = [[box.label for box in row.boxes if box.ticked] for row in rows]
    wrong = sum(labels != [stance] for labels, stance in zip(ticked, form.stances, strict=False))
    return wrong + abs(len(ticked) - len(form.stances))


if __name__ == "__main__":
    print("\n".join(lines(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)))
