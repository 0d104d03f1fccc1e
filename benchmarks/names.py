"""``python -m benchmarks.names``: how many names in made comments are found, and how many finds are none.

The detectors were tuned on comments of seed 1, and mended after a look at some of the others below 30; what is reported
is of seeds that nobody looked at.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from benchmarks.made_names import BARE, PATTERNED, TITLED, MadeComment, Truth, made_comments
from penholder.pure.reading.names.finding import find_names
from penholder.pure.reading.names.found import Found

TUNED_ON = 1
REPORTED_ON = (31, 32, 33, 34, 35)
SIZE = 1000


@dataclass(slots=True)
class Score:
    """Counts per kind: how many there were, how many of them were found, how many finds there were, how many were right."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    finds: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def recall(self, kinds: Iterable[str]) -> float:
        """The share of what was there that was found; whole spans of the right kind only."""
        kinds = tuple(kinds)
        return sum(self.found[kind] for kind in kinds) / max(1, sum(self.there[kind] for kind in kinds))

    def precision(self, kinds: Iterable[str]) -> float:
        """The share of the finds that are what they are said to be."""
        kinds = tuple(kinds)
        return sum(self.right[kind] for kind in kinds) / max(1, sum(self.finds[kind] for kind in kinds))


def scored(comments: Iterable[MadeComment]) -> Score:
    """All comments read and compared with their truth."""
    score = Score()
    for comment in comments:
        finds = find_names(comment.text)
        for truth in comment.truths:
            score.there[truth.kind] += 1
            score.found[truth.kind] += any(_covers(find, truth) for find in finds)
        for find in finds:
            near = [truth for truth in comment.truths if truth.start < find.end and find.start < truth.end]
            if find.kind == TITLED and any(truth.kind == BARE for truth in near):
                continue  # nobody asked for it, and it is a name
            score.finds[find.kind] += 1
            score.right[find.kind] += any(find.kind == truth.kind for truth in near)
    return score


def lines() -> tuple[str, ...]:
    """The figures as a table in Markdown."""
    score = scored(comment for seed in REPORTED_ON for comment in made_comments(seed, SIZE))
    seeds = ", ".join(map(str, REPORTED_ON))
    rows = [
        f"| {kind} | {score.there[kind]:,} | {score.recall((kind,)):.1%} | {score.precision((kind,)):.1%} |"
        for kind in (*PATTERNED, TITLED)
    ]
    return (
        f"{len(REPORTED_ON) * SIZE:,} made comments (seeds {seeds}; tuned on seed {TUNED_ON}); a name counts as found only where all of it is.",
        "",
        "| kind | there | found | finds that are right |",
        "|---|---|---|---|",
        *rows,
        (
            f"| **all patterned kinds** | {sum(score.there[kind] for kind in PATTERNED):,} "
            f"| {score.recall(PATTERNED):.1%} | {score.precision(PATTERNED):.1%} |"
        ),
        "",
        (
            f"Names that stand alone, with nothing before them to say so, are not looked for: {score.recall((BARE,)):.1%} of "
            f"{score.there[BARE]:,} were found all the same."
        ),
    )


def mistakes(seed: int) -> tuple[str, ...]:
    """Every name missed and every find that is none, for whoever mends the detectors."""
    return tuple(told for comment in made_comments(seed, SIZE) for told in _mistakes_in(comment))


def _mistakes_in(comment: MadeComment) -> Iterator[str]:
    finds = find_names(comment.text)
    for truth in comment.truths:
        if truth.kind != BARE and not any(_covers(find, truth) for find in finds):
            yield f"missed {truth.kind}: {_around(comment.text, truth.start, truth.end)}"
    for find in finds:
        near = [truth.kind for truth in comment.truths if truth.start < find.end and find.start < truth.end]
        if find.kind not in near and BARE not in near:
            yield f"wrong {find.kind}: {_around(comment.text, find.start, find.end)}"


def _covers(find: Found, truth: Truth) -> bool:
    return find.start <= truth.start and truth.end <= find.end and truth.kind in {find.kind, BARE}


def _around(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 30) : start]}[{text[start:end]}]{text[end : end + 20]}".replace("\n", " ")


if __name__ == "__main__":
    print("\n".join(mistakes(TUNED_ON) if sys.argv[1:] == ["--mistakes"] else lines()))
