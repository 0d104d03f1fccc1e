"""Themes beside TF-IDF with truncated SVD, in one run, on four sets of texts that people have labelled.

`python -m benchmarks.themes` prints the figures; the folder of real material (shared) has to be beside the checkout, or named by
PENHOLDER_SHARED. The peer is scikit-learn's own: TfidfVectorizer (words and pairs), TruncatedSVD to as many directions, k-means
with as many starts and the same seeds.
"""

from __future__ import annotations

import csv
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, v_measure_score
from sklearn.preprocessing import normalize

from benchmarks.peak import peak_megabytes
from penholder.pure.reading.themes.calibration_plot import plot_of
from penholder.pure.reading.themes.confidence import Calibration, calibration
from penholder.pure.reading.themes.corpus import corpus_of
from penholder.pure.reading.themes.grouping import STARTS, begun, read_again
from penholder.pure.reading.themes.learning import learn
from penholder.pure.reading.themes.vectors import (
    DIRECTIONS,
    MANY_THEMES,
    MORE_DIRECTIONS,
    features_of,
    one_core,
    vectors_of,
)

SHARED = Path(os.environ.get("PENHOLDER_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SEEDS = (0, 1, 2, 3, 4)
EXAMPLES = 10
ASKED = 3_000
PLOTS = Path(__file__).resolve().parents[1] / "docs" / "calibration"

Labelled = tuple[list[str], NDArray[np.str_]]


def lines() -> tuple[str, ...]:
    """The figures as Markdown."""
    return tuple(_told())


def _told() -> Iterator[str]:
    sets = {name: read(SHARED / "data" / "labelled") for name, read in SETS.items()}
    yield from _groupings(sets)
    yield ""
    yield from _suggestions(sets)


def _groupings(sets: dict[str, Labelled]) -> Iterator[str]:
    yield (
        f"Grouping into the true number of themes: V-measure, mean of {len(SEEDS)} seeds (every text at its nearest theme). "
        "Peer: TF-IDF + SVD in the same run."
    )
    yield ""
    yield "| texts; themes | peer | vectors alone | read again | above the peer (least of a seed) | Rand index, peer | ours | texts a second, peer | ours |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, labelled in sets.items():
        yield f"| {name} ({len(labelled[0]):,}; {len(set(labelled[1]))}) | {_grouping(labelled)} |"
    yield ""
    yield f"Peak memory of this process: {peak_megabytes():.0f} MB."


def _grouping(labelled: Labelled) -> str:
    texts, truth = labelled
    themes = len(set(truth))
    directions = MORE_DIRECTIONS if themes > MANY_THEMES else DIRECTIONS
    begun_at = time.perf_counter()
    with one_core():
        plain = _peer(texts, directions)
    peer_took = time.perf_counter() - begun_at
    begun_at = time.perf_counter()
    corpus = corpus_of(texts)
    features = features_of(corpus)
    vectors = vectors_of(corpus, features, directions=directions).of
    ours_took = time.perf_counter() - begun_at
    rows = []
    for seed in SEEDS:
        with one_core():
            theirs = KMeans(themes, n_init=STARTS, random_state=seed).fit(plain).labels_
        start = begun(vectors, themes, seed=seed)
        ours = read_again(features, start, themes)
        at = corpus.row  # a text without any word is put with the last one: there is nothing to go by
        rows.append(
            (
                v_measure_score(truth, theirs),
                v_measure_score(truth, start[at]),
                v_measure_score(truth, ours[at]),
                adjusted_rand_score(truth, theirs),
                adjusted_rand_score(truth, ours[at]),
            )
        )
    peer, alone, again, rand_peer, rand_ours = (statistics.mean(column) for column in zip(*rows, strict=True))
    least = min(row[2] - row[0] for row in rows)
    return (
        f"{peer:.3f} | {alone:.3f} | {again:.3f} | +{again - peer:.3f} ({least:+.3f}) | {rand_peer:.2f} | {rand_ours:.2f} | "
        f"{len(texts) / peer_took:,.0f} | {len(texts) / ours_took:,.0f}"
    )


def _peer(texts: list[str], directions: int) -> NDArray[np.float32]:
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, stop_words="english")
    reduced = TruncatedSVD(directions, random_state=0).fit_transform(vectorizer.fit_transform(texts))
    vectors: NDArray[np.float32] = normalize(reduced).astype(np.float32)
    return vectors


def _suggestions(sets: dict[str, Labelled]) -> Iterator[str]:
    yield f"Suggestions from {EXAMPLES} coded examples a theme, for {ASKED:,} other texts; two draws."
    yield ""
    yield "| set | right | among three | calibration error | error told from held-out examples |"
    yield "|---|---|---|---|---|"
    PLOTS.mkdir(parents=True, exist_ok=True)
    for name, labelled in sets.items():
        for draw in (0, 1):
            true, told = _suggested(labelled, draw)
            yield (
                f"| {name} | {true.right:.3f} | {true.among_three:.3f} | {true.error:.3f} | "
                f"{'–' if told is None else f'{told.error:.3f}'} |"
            )
        (PLOTS / _file(name)).write_text(plot_of(true), encoding="utf-8")
    yield ""
    yield "Of suggestions given with some confidence, how many were right (the second draw; on the slanted line confidence means what it says):"
    yield ""
    for name in sets:
        yield f"![How far confidence can be trusted: {name}](calibration/{_file(name)})"


def _file(name: str) -> str:
    return f"{name.replace(' ', '-')}.svg"


def _suggested(labelled: Labelled, draw: int) -> tuple[Calibration, Calibration | None]:
    texts, truth = labelled
    mixed = np.random.default_rng(draw).permutation(len(texts))
    coded = np.concatenate([mixed[truth[mixed] == theme][:EXAMPLES] for theme in np.unique(truth)])
    asked = np.setdiff1d(mixed, coded)
    asked = np.random.default_rng(draw).permutation(asked)[:ASKED]
    order = np.concatenate([coded, asked])
    found = learn(
        [texts[place] for place in order], [(row, str(truth[place])) for row, place in enumerate(coded)]
    )
    at = {theme: column for column, theme in enumerate(found.themes)}
    confidences = np.zeros((len(asked), len(at)))
    for row, suggested in enumerate(found.suggestions[len(coded) :]):
        for one in suggested:
            confidences[row, at[one.theme]] = one.confidence or 0.0
    right = truth[asked][:, None] == np.array(found.themes)[None, :]
    answered = confidences.any(axis=1)
    return calibration(confidences[answered], right[answered]), found.calibration


def _banking(folder: Path) -> Labelled:
    with (folder / "banking77_train.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], np.array([row["category"] for row in rows])


def _clinc(folder: Path) -> Labelled:
    parts = json.loads((folder / "clinc150_full.json").read_text(encoding="utf-8"))
    rows = [row for part in ("train", "val", "test") for row in parts[part]]
    return [text for text, _ in rows], np.array([theme for _, theme in rows])


def _by_tab(name: str) -> Callable[[Path], Labelled]:
    def read(folder: Path) -> Labelled:
        with (folder / name).open(encoding="utf-8") as file:
            rows = [line.rstrip("\n").split("\t") for line in file if line.strip()]
        return [row[1] for row in rows], np.array([row[0] for row in rows])

    return read


SETS: dict[str, Callable[[Path], Labelled]] = {
    "banking77": _banking,
    "stackoverflow": _by_tab("stackoverflow_true_text.txt"),
    "AG news": _by_tab("agnewsdataraw-8000.txt"),
    "clinc150": _clinc,
}


if __name__ == "__main__":
    for line in _told():  # it takes minutes: each as soon as it is known
        print(line, flush=True)
