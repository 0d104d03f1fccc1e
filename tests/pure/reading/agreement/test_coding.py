"""Agreement on themes is told theme by theme, with what was really coded by both, and where readers parted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.reading.agreement.coding import (
    NO_THEME,
    CodingAgreement,
    Row,
    coding_agreement,
    value_disagreements,
)

ROWS: tuple[Row, ...] = (
    ("1", "Ann", "pay"),
    ("1", "Bo", "pay"),
    ("1", "Bo", "time"),
    ("2", "Ann", NO_THEME),
    ("2", "Bo", "time"),
    ("10", "Ann", "pay"),
    ("10", "Bo", "pay"),
)


def _told(found: CodingAgreement) -> dict[str, tuple[float | None, float | None]]:
    return {one.theme: (one.agreement.alpha, one.overlap) for one in found.themes}


def test_each_theme_is_a_question_of_its_own() -> None:
    found = coding_agreement(ROWS)
    assert _told(found) == {"pay": (1.0, 1.0), "time": (-0.25, 0.0)}
    assert found.overlap == pytest.approx(2 / 4)
    assert found.passages == 3


def test_the_passages_on_which_readers_parted_are_listed_in_their_order() -> None:
    found = coding_agreement([*ROWS, ("10", "Bo", "time")])
    assert [(theme, one.passage, one.said) for theme, one in found.disagreements] == [
        ("time", passage, (("coded", ("Bo",)), ("not coded", ("Ann",)))) for passage in ("1", "2", "10")
    ]


def test_a_passage_somebody_has_no_row_for_counts_as_unread_unless_it_is_said_to_be_read() -> None:
    rows = [("1", "Ann", "pay"), ("1", "Bo", "pay"), ("2", "Ann", "pay")]
    assert "the same value throughout" in coding_agreement(rows).themes[0].agreement.sentence
    read = coding_agreement(rows, everybody_read_everything=True)
    assert read.themes[0].agreement.alpha == 0.0
    assert read.themes[0].overlap == 0.5


def test_a_theme_given_twice_counts_once() -> None:
    assert coding_agreement([*ROWS, *ROWS]) == coding_agreement(ROWS)


@given(rows=st.permutations(ROWS))
def test_the_order_of_rows_changes_nothing(rows: list[Row]) -> None:
    assert coding_agreement(rows) == coding_agreement(ROWS)


def test_nothing_coded_is_no_agreement_and_no_error() -> None:
    found = coding_agreement([("1", "Ann", NO_THEME), ("1", "Bo", NO_THEME)])
    assert found.themes == ()
    assert found.overlap is None


def test_units_with_different_values_are_listed_with_who_gave_which() -> None:
    rows = [("2", "Ann", "a"), ("2", "Bo", "b"), ("2", "Cy", "a"), ("1", "Ann", "a"), ("1", "Bo", "a")]
    (found,) = value_disagreements(rows)
    assert found.passage == "2"
    assert found.said == (("a", ("Ann", "Cy")), ("b", ("Bo",)))
