"""``python -m benchmarks.frameworks_diff``: what changed between two states of a framework, beside reading them.

On two real releases of ESCO, where the folder of real material is beside the checkout, and on a made framework of 15,000
statements and another state of it. Each is measured in turn in one run, of processor time, the best of several rounds.
"""

from __future__ import annotations

import gzip
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from benchmarks.made_framework import SIZE, made_framework
from penholder.pure.formats.case.out import write_case
from penholder.pure.formats.case.reading import read_case
from penholder.pure.formats.changes.report import change_report
from penholder.pure.tree.between import between
from penholder.pure.tree.change import carry_out
from penholder.pure.tree.merge import merge
from penholder.pure.tree.operation import Add, Move, Recode, Reorder, Retire, Reword, Step
from penholder.pure.tree.statement import Tree

Made = TypeVar("Made")
ROOT = Path(__file__).resolve().parents[1]
RELEASES = "data/frameworks/releases/esco{}-occupations.case.json.gz"
ROUNDS = 7
AT_MOST = 2.0
EVERY = 40
"""So many statements stay as they are for each that is changed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Two states: seconds to read both; and how often that long the steps, doing them, the report and a merge took."""

    name: str
    statements: int
    steps: int
    read: float
    diff: float
    done: float
    report: float
    merged: float


def lines() -> tuple[str, ...]:
    """The section of the page of figures, as Markdown."""
    rows = [
        f"| {one.name} | {one.statements:,} | {one.steps:,} | {one.read * 1000:.0f} ms | {one.diff:.2f} | {one.done:.2f} "
        f"| {one.report:.2f} | {one.merged:.2f} |"
        for one in (measure(name, old, new) for name, old, new in pairs())
    ]
    return (
        f"Of processor time, the best of {ROUNDS} rounds in turn; each ÷ reading both files (budget of the diff: {AT_MOST:.0f}).",
        "",
        "| two states | statements | steps | reading both | diff | doing the steps | report with marked words | three-way merge |",
        "|---|---|---|---|---|---|---|---|",
        *rows,
    )


def pairs() -> Iterator[tuple[str, bytes, bytes]]:
    """The two releases, where there are any, and the made framework in two states."""
    shared = Path(os.environ.get("PENHOLDER_SHARED", ROOT.parent / "shared"))
    releases = [shared / RELEASES.format(number) for number in ("111", "120")]
    if all(path.is_file() for path in releases):
        old, new = (gzip.decompress(path.read_bytes()) for path in releases)
        yield "ESCO occupations 1.1.1 and 1.2.0", old, new
    made = made_framework()
    tree, _ = read_case(made)
    yield f"made, {SIZE:,} statements", made, write_case(changed(tree), "compat")


def changed(tree: Tree, *, seed: int = 1) -> Tree:
    """Another state: one in forty statements reworded, recoded, moved, put elsewhere, retired, or with a new one beside it."""
    chance = random.Random(seed)  # noqa: S311  made material, the same every time
    leaves = [one for one in tree.statements if not tree.children.get(one.uid)]
    parents = [uid for uid in tree.children if uid]
    steps: list[Step] = []
    for number, one in enumerate(chance.sample(leaves, len(tree.statements) // EVERY)):
        how = number % 6
        last = len(tree.children[one.parent if one.parent in tree.by_uid else ""]) - 1
        if how == 0:
            steps.append(Reword(one.uid, f"{one.text} and says so"))
        elif how == 1:
            steps.append(Recode(one.uid, f"{one.code}x"))
        elif how == 2:
            steps.append(Move(one.uid, chance.choice(parents)))
        elif how == 3 and one.position < last:
            steps.append(Reorder(one.uid, last))
        elif how == 4:
            steps.append(Retire(one.uid))
        else:
            steps.append(Add(f"new-{number}", "A new thing", one.parent))
    return carry_out(tree, [step for step in steps if not isinstance(step, Move) or _moves(tree, step)])


def _moves(tree: Tree, step: Move) -> bool:
    return tree.by_uid[step.uid].parent != step.parent


def measure(name: str, old_data: bytes, new_data: bytes) -> Measured:
    """The best of several rounds, each of which runs everything once."""
    best = dict.fromkeys(("read", "diff", "done", "report", "merged"), float("inf"))
    steps: tuple[Step, ...] = ()
    for _ in range(ROUNDS):
        (old, new), took = _timed(lambda: (read_case(old_data)[0], read_case(new_data)[0]))
        best["read"] = min(best["read"], took)
        steps, took = _timed(lambda pair=(old, new): between(*pair))
        best["diff"] = min(best["diff"], took)
        ways: dict[str, Callable[[], object]] = {
            "done": lambda tree=old, plan=steps: carry_out(tree, plan),
            "report": lambda pair=(old, new): change_report(*pair),
            "merged": lambda pair=(old, new): merge(pair[0], pair[1], replace(pair[0], description="Other")),
        }
        for way, run in ways.items():
            best[way] = min(best[way], _timed(run)[1])
    read = best["read"]
    return Measured(
        name,
        len(new.statements),
        len(steps),
        read,
        *(best[way] / read for way in ("diff", "done", "report", "merged")),
    )


def _timed(run: Callable[[], Made]) -> tuple[Made, float]:
    begun = time.process_time()
    made = run()
    return made, time.process_time() - begun


if __name__ == "__main__":
    print("\n".join(lines()))
