"""Whoever knows the program, and runs it on every truth that fits what was published, learns nothing more by it."""

from __future__ import annotations

import pytest

from penholder.pure.disclosure.released import Release, Since
from penholder.pure.disclosure.releases import release
from penholder.pure.disclosure.tables import Dimension, Table
from tests.pure.disclosure.inversion import Counts, ends, fitting, released, words


def _require_five_values(possible: list[Counts], published: Release) -> None:
    small = [at for at in range(len(possible[0])) if max(one[at] for one in possible) > 0]
    for at in small:
        values = {one[at] for one in possible}
        assert min(values) >= 10 or max(values) - min(values) + 1 >= 5, (at, words(published))


@pytest.mark.parametrize("sensitive", [False, True])
def test_nine_and_nine_are_not_told_apart_from_eight_and_six(sensitive: bool) -> None:
    published = words(released((9, 9), (2,), sensitive=sensitive))
    assert published == ("13 to 22", "fewer than 10", "fewer than 10")
    assert words(released((8, 6), (2,), sensitive=sensitive)) == published


@pytest.mark.parametrize("sensitive", [False, True])
@pytest.mark.parametrize("counts", [(9, 9), (20, 4), (12, 1), (5, 0)])
def test_every_truth_that_fits_the_words_of_a_line_of_two_is_shown_in_them(
    counts: Counts, sensitive: bool
) -> None:
    published = released(counts, (2,), sensitive=sensitive)
    possible = list(fitting(published, (2,)))
    assert counts in possible
    assert {words(released(one, (2,), sensitive=sensitive)) for one in possible} == {words(published)}
    _require_five_values(possible, published)


@pytest.mark.parametrize(
    ("counts", "shape"),
    [
        ((0, 23, 4), (3,)),
        ((9, 0, 9), (3,)),
        ((20, 2, 10), (3,)),
        ((4, 1, 12, 0), (2, 2)),
        ((1, 1, 4, 20), (2, 2)),
        ((13, 6, 4, 10), (2, 2)),
    ],
)
def test_the_farthest_truths_that_fit_are_shown_in_the_same_words(
    counts: Counts, shape: tuple[int, ...]
) -> None:
    published = released(counts, shape)
    possible = list(fitting(published, shape))
    assert counts in possible
    for one in ends(possible):
        assert words(released(one, shape)) == words(published)
    _require_five_values(possible, published)


def test_who_comes_later_is_settled_by_what_everybody_knows() -> None:
    """Every second release that fits the words of one is in the same words, after the same first one."""
    role = Dimension("role", ("peer worker", "nurse"))
    first = release([Table("people", (role,), (10, 14))])

    def second(counts: Counts) -> Release:
        return release([Table("people", (role,), counts)], since=Since.GROWN, earlier=[first])

    published = second((11, 15))
    bounds = [cell.shown for cell in published.cells["people"]]
    possible = [
        (one, other)
        for one in range(10, 30)
        for other in range(13, 33)
        if all(shown.takes_in(count) for shown, count in zip(bounds, (one + other, other, one), strict=True))
    ]
    assert (11, 15) in possible
    for counts in ends(possible):
        assert words(second(counts)) == words(published)
