"""On texts that people have labelled, the grouping is well above TF-IDF with truncated SVD; all four in benchmarks/themes.py."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import v_measure_score
from sklearn.preprocessing import normalize

from penholder.pure.reading.themes.corpus import corpus_of
from penholder.pure.reading.themes.grouping import STARTS, grouped
from penholder.pure.reading.themes.vectors import features_of, one_core, vectors_of


def test_grouping_is_above_tfidf_and_svd_on_a_fifth_of_the_questions_of_programmers(shared: Path) -> None:
    path = shared / "data" / "labelled" / "stackoverflow_true_text.txt"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line.strip()][::5]
    texts, truth = [row[1] for row in rows], [row[0] for row in rows]
    corpus = corpus_of(texts)
    features = features_of(corpus)
    vectors = vectors_of(corpus, features).of
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, stop_words="english")
    with one_core():
        plain = normalize(TruncatedSVD(100, random_state=0).fit_transform(vectorizer.fit_transform(texts)))
        theirs = [KMeans(20, n_init=STARTS, random_state=seed).fit(plain).labels_ for seed in (0, 1)]
    ours = [grouped(vectors, features, 20, seed=seed)[corpus.row] for seed in (0, 1)]

    assert _mean(truth, ours) > _mean(truth, theirs) + 0.035


def _mean(truth: list[str], groupings: list[np.ndarray]) -> float:
    return float(np.mean([v_measure_score(truth, groups) for groups in groupings]))
