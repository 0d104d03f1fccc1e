"""Themes suggested for texts nobody has read yet: each with the words that led to it and its most typical passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penholder.pure.reading.anchors import Passage
from penholder.pure.reading.themes.corpus import Corpus, corpus_of
from penholder.pure.reading.themes.grouping import Groups, grouped
from penholder.pure.reading.themes.how_many import Agreement, agreement, agreements, best
from penholder.pure.reading.themes.speaking import distinctive, said_once, telling_passage
from penholder.pure.reading.themes.vectors import (
    DIRECTIONS,
    MANY_THEMES,
    MORE_DIRECTIONS,
    Dense,
    Features,
    features_of,
    vectors_of,
)
from penholder.pure.saying import counted

FEWEST_TEXTS = 30
"""Different texts below which no theme is suggested: people read thirty texts faster than they would check guesses."""
FEWEST_IN_A_THEME = 3
TYPICAL = 3
CHANCE = 0.2
"""Agreement of two halves up to which nothing is suggested: texts of words drawn by lot reach 0.17 (the vectors, learnt from
both halves, are the same for both)."""
LITTLE = 0.4
"""Agreement below which it is said that other texts of the same people might have led to other themes."""

_OUTSIDERS = 0.98
_ALIKE = 0.9

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Typical:
    """A passage of the text in ``row``: a place in the texts given, counted from 0."""

    row: int
    passage: Passage
    text: str


@dataclass(frozen=True, slots=True)
class SuggestedTheme:
    """``words``: what led to it, the most telling first. ``rows``: every text in it, copies included.

    ``different``: how many different texts they are.
    """

    words: tuple[str, ...]
    rows: tuple[int, ...]
    different: int
    typical: tuple[Typical, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Suggested:
    """``themes``: the largest first. ``unplaced``: rows that fit none of them; ``wordless``: rows without a word.

    ``nearest``: for each row the theme it is nearest to, though it may fit nowhere; −1 where there is none.
    ``verdict``: in a sentence, how far to trust it. ``agreement`` of two halves on this number of themes; None where
    nothing was grouped. ``tried``: the numbers that were tried, empty where the number was given.
    """

    themes: tuple[SuggestedTheme, ...]
    unplaced: tuple[int, ...]
    wordless: tuple[int, ...]
    nearest: Groups
    texts: int
    different: int
    verdict: str
    agreement: float | None = None
    tried: tuple[Agreement, ...] = ()


def suggest_themes(
    texts: Sequence[str], *, themes: int | None = None, seed: int = 0, told: Told = lambda _: None
) -> Suggested:
    """Themes for ``texts``, as many as given or as two halves of them agree on best.

    The same texts give the same themes in any order. ``told`` hears what is being done. Raises ``ValueError`` for fewer
    than two themes.
    """
    if themes is not None and themes < 2:  # noqa: PLR2004 - one theme divides nothing
        raise ValueError("There have to be at least two themes to tell texts apart.")
    told("reading the texts")
    corpus = corpus_of(texts)
    if len(corpus) < FEWEST_TEXTS:
        return _nothing(corpus, len(texts), _too_few(len(corpus)))
    told("learning what words mean here")
    features = features_of(corpus)
    directions = MORE_DIRECTIONS if (themes or 0) > MANY_THEMES else DIRECTIONS
    vectors = vectors_of(corpus, features, directions=directions, seed=seed).of
    known = np.flatnonzero(vectors.any(axis=1))
    if len(known) < FEWEST_TEXTS:
        return _nothing(corpus, len(texts), _no_shared_words(len(corpus)))
    told("trying how many themes two halves of the texts agree on")
    tried = agreements(vectors[known], seed=seed) if themes is None else ()
    chosen = best(tried) if themes is None else agreement(vectors[known], min(themes, len(known)), seed=seed)
    if chosen is None or (themes is None and chosen.value < CHANCE):
        return _nothing(corpus, len(texts), _no_agreement(len(corpus)), tried)
    told("putting the texts together")
    groups = np.full(len(corpus), -1, dtype=np.int32)
    groups[known] = grouped(vectors[known], _only(features, known), chosen.themes, seed=seed)
    return _suggested(texts, corpus, features, vectors=vectors, groups=groups, chosen=chosen, tried=tried)


def _suggested(
    texts: Sequence[str],
    corpus: Corpus,
    features: Features,
    *,
    vectors: Dense,
    groups: Groups,
    chosen: Agreement,
    tried: tuple[Agreement, ...],
) -> Suggested:
    own, fits = _fitting(vectors, groups, chosen.themes)
    fits &= (
        np.diff(features.words.indptr) > 0
    )  # “no comment” has small words in common with others, and says nothing
    rows = _rows(corpus)
    found = []
    for group in range(chosen.themes):
        inside = (groups == group) & fits
        if inside.sum() >= FEWEST_IN_A_THEME:
            theme = _theme(texts, features, rows, vectors=vectors, inside=inside, own=own)
            if theme is not None:
                found.append((theme, group))
    found.sort(key=lambda one: (-one[0].different, one[0].words))
    number = {group: place for place, (_, group) in enumerate(found)}
    nearest = np.array(
        [number.get(int(groups[text]), -1) if text >= 0 else -1 for text in corpus.row], dtype=np.int32
    )
    placed = {row for theme, _ in found for row in theme.rows}
    return Suggested(
        themes=tuple(theme for theme, _ in found),
        unplaced=tuple(row for row, text in enumerate(corpus.row) if text >= 0 and row not in placed),
        wordless=_wordless(corpus),
        nearest=nearest,
        texts=len(texts),
        different=len(corpus),
        verdict=_verdict(len(found), chosen, given=not tried),
        agreement=chosen.value,
        tried=tried,
    )


def _fitting(vectors: Dense, groups: Groups, themes: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """How near each text is to the rest of its group, and whether nearer than nearly every outsider is."""
    members = [groups == group for group in range(themes)]
    sums = np.stack([vectors[inside].sum(axis=0) for inside in members])
    rest = sums[groups] - vectors  # a text must not vouch for itself
    own = (vectors * rest).sum(axis=1) / np.maximum(np.linalg.norm(rest, axis=1), 1e-9)
    fits = np.zeros(len(groups), dtype=bool)
    for inside, centre in zip(members, sums, strict=True):
        outside = vectors[~inside] @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
        least = float(np.quantile(outside, _OUTSIDERS)) if len(outside) else 0.0
        fits |= inside & (own > max(least, 0.0))
    return own.astype(np.float32), fits


def _theme(
    texts: Sequence[str],
    features: Features,
    rows: list[list[int]],
    *,
    vectors: Dense,
    inside: NDArray[np.bool_],
    own: NDArray[np.float32],
) -> SuggestedTheme | None:
    """The texts ``inside`` as a theme; None where nothing sets them apart that could be said in a word."""
    columns, z = distinctive(features, inside)
    names = [features.names[column] for column in columns]
    if not names:
        return None
    members = np.flatnonzero(inside)
    weight = {name: float(much) for name, much in zip(names, z, strict=True) if " " not in name}
    return SuggestedTheme(
        words=said_once(names),
        rows=tuple(sorted(row for text in members for row in rows[text])),
        different=len(members),
        typical=_typical(texts, rows, vectors, inside=members, own=own, weight=weight),
    )


def _typical(
    texts: Sequence[str],
    rows: list[list[int]],
    vectors: Dense,
    *,
    inside: NDArray[np.intp],
    own: NDArray[np.float32],
    weight: dict[str, float],
) -> tuple[Typical, ...]:
    """The texts nearest to the rest of their theme, none nearly the same as another."""
    chosen: list[int] = []
    for text in inside[np.argsort(-own[inside], kind="stable")]:
        if all(float(vectors[text] @ vectors[other]) < _ALIKE for other in chosen):
            chosen.append(int(text))
        if len(chosen) == TYPICAL:
            break
    found = []
    for text in chosen:
        row = min(rows[text], key=lambda each: (texts[each], each))
        start, end = telling_passage(texts[row], weight)
        found.append(Typical(row, (start, end), texts[row][start:end]))
    return tuple(found)


def _only(features: Features, known: NDArray[np.intp]) -> Features:
    return Features(features.names, features.words[known], features.letters[known])


def _rows(corpus: Corpus) -> list[list[int]]:
    rows: list[list[int]] = [[] for _ in corpus.texts]
    for row, text in enumerate(corpus.row):
        if text >= 0:
            rows[text].append(row)
    return rows


def _wordless(corpus: Corpus) -> tuple[int, ...]:
    return tuple(int(row) for row in np.flatnonzero(corpus.row < 0))


def _nothing(corpus: Corpus, texts: int, verdict: str, tried: tuple[Agreement, ...] = ()) -> Suggested:
    return Suggested(
        themes=(),
        unplaced=tuple(int(row) for row in np.flatnonzero(corpus.row >= 0)),
        wordless=_wordless(corpus),
        nearest=np.full(texts, -1, dtype=np.int32),
        texts=texts,
        different=len(corpus),
        verdict=verdict,
        agreement=max((one.value for one in tried), default=None),
        tried=tried,
    )


def _too_few(different: int) -> str:
    return (
        f"Too few texts to suggest themes: {counted(different, 'text is', 'texts are')} different, and it takes at least {FEWEST_TEXTS}. "
        "Read them; that is quicker than checking guesses."
    )


def _no_shared_words(different: int) -> str:
    return f"No themes are suggested: hardly any of the {different:,} different texts has a word in common with another."


def _no_agreement(different: int) -> str:
    return (
        f"No themes are suggested: two halves of the {different:,} different texts lead to quite different themes, whatever "
        "their number. Code some passages first, or give the number of themes you want to see."
    )


def _verdict(found: int, chosen: Agreement, *, given: bool) -> str:
    are = counted(found, "theme is", "themes are")
    number = (
        f"{are} suggested, where {chosen.themes} were asked for"
        if given
        else f"{are} suggested; two halves of the texts agree best on {chosen.themes}"
    )
    how_far = f"{number} (agreement {chosen.value:.2f}: 1 is the same themes, 0 is chance)."
    if chosen.value < CHANCE:
        return (
            f"{how_far} That is no better than chance: take them as a way to leaf through the texts, no more."
        )
    if chosen.value < LITTLE:
        return f"{how_far} That is little: other texts by the same people might have led to other themes."
    return how_far
