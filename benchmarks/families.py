"""``python -m benchmarks.families [COUNT]``: finding families among made comments, beside datasketch and rensa.

Each runs in a process of its own on the same texts, one after the other, in turn; ours was tuned on the first seed and
is reported on the five others. The peers come at the threshold that does best on the first seed. Ratios count.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.made_comments import NOBODY, MadeComments, made_comments
from benchmarks.peak import peak_megabytes
from benchmarks.peers import interpreter_with

ROOT = Path(__file__).resolve().parents[1]
PEER = Path(__file__).with_name("families_peer.py")
COUNT = 100_000
MANY = 1_000_000
TUNED_ON = 1
REPORTED_ON = (2, 3, 4, 5, 6)
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6)
MORE = 0.01
FOUND_AGAIN = 3
CROWD = 3
BY_LETTER = ("quoting", "heavy", "half")


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took, by the clock and of the processor, and how right it was."""

    seconds: float
    used: float
    peak: float
    precision: float
    recall: float
    heavy: float
    added: float = 0.0
    agrees: float = 1.0
    told: float = 0.0
    kinds: dict[str, tuple[int, int]] = field(default_factory=dict)


def lines(count: int = COUNT) -> tuple[str, ...]:
    """The section of docs/performance-listening.md."""
    best = {peer: _best_threshold(peer, count) for peer in ("datasketch", "rensa")}
    runs: dict[str, list[Run]] = {"ours": [], "datasketch": [], "rensa": []}
    for seed in REPORTED_ON:
        for name, found in runs.items():
            found.append(_run(name, best.get(name, 0.0), count, seed))
            print(f"seed {seed}, {name}: {found[-1]}", file=sys.stderr, flush=True)
    return (*_table(runs, best, count), *_seeds(runs["ours"]), *_kinds(runs), *_many())


def scores(truth: Sequence[int], found: Sequence[int], made: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and the recall of the heavily personalised ones; what could be of two letters is left out.

    A family's main group is the largest in which it is the majority. Recall: how many of its members are there.
    Precision: how much of what lies in main groups belongs there.
    """
    scored = [place for place, how in enumerate(made) if how != "shared"]
    main = _main_groups([truth[place] for place in scored], [found[place] for place in scored])
    is_right = {place: truth[place] != NOBODY and main.get(truth[place]) == found[place] for place in scored}
    groups = set(main.values())
    right = sum(is_right.values())
    lying = sum(found[place] in groups for place in scored)
    members = sum(truth[place] != NOBODY for place in scored)
    heavy = [is_right[place] for place in scored if made[place] == "heavy"]
    return right / max(lying, 1), right / members, statistics.mean(heavy)


def right_by_kind(comments: MadeComments, found: Sequence[int]) -> dict[str, tuple[int, int]]:
    """For each kind of text how many there are, and how many are where they should be.

    A member of a letter should be in its main group, anybody else in no group of three or more.
    """
    main = _main_groups(comments.family, found)
    sizes = Counter(found)
    kinds: dict[str, tuple[int, int]] = {}
    rows = zip(comments.family, found, comments.made, comments.letter, strict=True)
    for family, label, made, letter in rows:
        is_right = main.get(family) == label if family != NOBODY else sizes[label] < CROWD
        names = [made if made not in BY_LETTER or letter == "plain" else f"{made}, {letter} letter"]
        if family != NOBODY and made != "shared":
            names.append(f"all of {letter} letters")
        for name in names:
            count, right = kinds.get(name, (0, 0))
            kinds[name] = count + 1, right + is_right
    kinds.pop("shared", None)
    return dict(sorted(kinds.items()))


def _main_groups(truth: Sequence[int], found: Sequence[int]) -> dict[int, int]:
    sizes = Counter(found)
    main: dict[int, tuple[int, int]] = {}
    both = Counter((family, label) for family, label in zip(truth, found, strict=True) if family != NOBODY)
    for (family, label), size in sorted(both.items()):
        if size * 2 > sizes[label]:
            main[family] = max(main.get(family, (0, 0)), (size, label))
    return {family: label for family, (_, label) in main.items()}


def _best_threshold(peer: str, count: int) -> float:
    """The one with the best harmonic mean of precision and recall on the texts we were tuned on."""
    tried = {threshold: _run(peer, threshold, count, TUNED_ON) for threshold in THRESHOLDS}
    print(f"{peer}: {tried}", file=sys.stderr, flush=True)
    return max(tried, key=lambda at: 2 / (1 / tried[at].precision + 1 / tried[at].recall))


def _run(name: str, threshold: float, count: int, seed: int) -> Run:
    made = made_comments(count, seed=seed)
    with tempfile.TemporaryDirectory() as folder:
        texts, labels = Path(folder) / "texts.json", Path(folder) / "labels.json"
        texts.write_text(json.dumps(made.texts))
        command = (
            [sys.executable, "-m", "benchmarks.families", "ours"]
            if name == "ours"
            else [str(interpreter_with("families")), str(PEER), name, str(threshold)]
        )
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        said = subprocess.run(
            [*command, str(texts), str(labels)], env=environment, cwd=ROOT, check=True, capture_output=True
        )
        found = json.loads(labels.read_text())
    precision, recall, heavy = scores(made.family, found, made.made)
    kinds = right_by_kind(made, found)
    return Run(precision=precision, recall=recall, heavy=heavy, kinds=kinds, **json.loads(said.stdout))


def _ours(given: str, wanted: str) -> None:
    """In this process: found, then told; and found but for the last hundredth, which is added."""
    from penholder.pure.reading.families.finding import NOBODY as SINGLE  # noqa: PLC0415  nothing else here needs it
    from penholder.pure.reading.families.finding import add_texts, find_families  # noqa: PLC0415
    from penholder.pure.reading.families.telling import tell  # noqa: PLC0415

    texts = json.loads(Path(given).read_text())
    begun, used = time.perf_counter(), time.process_time()
    grouping = find_families(texts)
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    peak = peak_megabytes()
    found = grouping.family.tolist()
    Path(wanted).write_text(
        json.dumps([-1 - place if label == SINGLE else label for place, label in enumerate(found)])
    )
    begun = time.process_time()
    tell(texts, grouping)
    told = time.process_time() - begun
    known = find_families(texts[: -max(1, int(len(texts) * MORE))])
    took = []
    for _ in range(FOUND_AGAIN):
        begun = time.process_time()
        more = add_texts(known, texts[len(known.wording) :])
        took.append(time.process_time() - begun)
    agrees = _alike(more.family.tolist(), found)
    print(
        json.dumps(
            {
                "seconds": seconds,
                "used": used,
                "peak": peak,
                "added": statistics.median(took),
                "agrees": agrees,
                "told": told,
            }
        )
    )


def _alike(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of texts that are in the same family in both, whatever its number: most of the one are of the other."""
    both = Counter(zip(one, other, strict=True))
    most: dict[int, int] = {}
    for (label, _), size in both.items():
        most[label] = max(most.get(label, 0), size)
    return sum(most.values()) / len(one)


# Writing it down


def _table(runs: dict[str, list[Run]], best: dict[str, float], count: int) -> tuple[str, ...]:
    ours = runs["ours"]
    rows = [
        f"| {_named(name, best)} | {_middle(found, 'seconds'):.1f} | {_ratio(found, ours, 'seconds'):.1f} | {_ratio(found, ours, 'used'):.1f} | {max(run.peak for run in found):.0f} "
        f"| {min(run.precision for run in found):.4f} | {min(run.recall for run in found):.4f} | {min(run.heavy for run in found):.3f} |"
        for name, found in runs.items()
    ]
    share = statistics.median(run.added / run.used for run in ours)
    return (
        f"{count:,} made comments on each of {len(ours)} seeds, none of which anything was tuned on. Seconds and ratios are medians, the ratio",
        "taken seed by seed; memory is the most, and the quality the worst, of the seeds.",
        "",
        "| what | seconds | ÷ ours | processor time ÷ ours | peak MB | precision | recall | recall, heavily personalised |",
        "|---|---|---|---|---|---|---|---|",
        *rows,
        "",
        f"One new text in a hundred costs {share:.1%} of finding all (budget 5 %), and gives {min(run.agrees for run in ours):.3%} of the texts the",
        f"family that finding all anew gives. Cores as text and everybody's own words take {_middle(ours, 'told'):.1f} s more.",
        "",
    )


def _seeds(ours: Sequence[Run]) -> tuple[str, ...]:
    return (
        "| seed | precision | recall | recall, heavily personalised |",
        "|---|---|---|---|",
        *(
            f"| {seed} | {run.precision:.4f} | {run.recall:.4f} | {run.heavy:.3f} |"
            for seed, run in zip(REPORTED_ON, ours, strict=True)
        ),
        "",
    )


def _kinds(runs: dict[str, list[Run]]) -> tuple[str, ...]:
    """The worst of the seeds, kind by kind."""
    found = {
        name: {kind: min(_share(run, kind) for run in seeds) for kind in seeds[0].kinds}
        for name, seeds in runs.items()
    }
    counts = {
        kind: statistics.median(run.kinds.get(kind, (0, 0))[0] for run in runs["ours"])
        for kind in found["ours"]
    }
    return (
        "How many are where they should be, in the worst of the seeds: a member in the main group of the letter, anybody else in no group",
        "of three or more. Who sends nothing but the paragraph that two letters share could be of either and is not scored.",
        "",
        f"| kind of text | texts | {' | '.join(found)} |",
        f"|---|---|{'---|' * len(found)}",
        *(
            f"| {kind} | {count:,.0f} | {' | '.join(f'{shares[kind]:.1%}' for shares in found.values())} |"
            for kind, count in counts.items()
        ),
        "",
    )


def _share(run: Run, kind: str) -> float:
    count, right = run.kinds.get(kind, (0, 0))
    return right / count if count else 1.0


def _many(count: int = MANY) -> tuple[str, ...]:
    run = _run("ours", 0.0, count, REPORTED_ON[0])
    return (
        f"{count:,} comments: {run.seconds:.0f} s, {run.peak / 1024:.1f} GB at most (budget 8), precision {run.precision:.4f}, recall {run.recall:.4f}.",
        "",
    )


def _named(name: str, best: dict[str, float]) -> str:
    versions = {"ours": "Penholder", "datasketch": "datasketch 2.0.0", "rensa": "rensa 0.5.0"}
    return f"{versions[name]}, likeness ≥ {best[name]}" if name in best else versions[name]


def _middle(runs: Sequence[Run], what: str) -> float:
    return float(statistics.median(getattr(run, what) for run in runs))


def _ratio(runs: Sequence[Run], ours: Sequence[Run], what: str) -> float:
    return float(
        statistics.median(
            getattr(one, what) / getattr(other, what) for one, other in zip(runs, ours, strict=True)
        )
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["ours"]:
        _ours(*sys.argv[2:])
    else:
        print("\n".join(lines(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)))
