"""What is worked out before a component is drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.ui import drawing

MARKS = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=6)


@given(st.text(max_size=30), MARKS)
def test_mark_words_never_loses_or_changes_a_character(words: str, marks: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in drawing.marked(words, marks)) == words


def test_mark_words_overlapping_keeps_the_earlier_mark() -> None:
    pieces = drawing.marked("abcdef", [(0, 4, "one", "1"), (2, 6, "two", "2")])
    assert [(piece.text, piece.kind, piece.label) for piece in pieces] == [
        ("abcd", "one", "1"),
        ("ef", "two", "2"),
    ]


def test_mark_words_cut_in_two_is_numbered_once() -> None:
    pieces = drawing.marked("abcdef", [(2, 3, "two", "2"), (0, 6, "one", "1")])
    assert [(piece.text, piece.opens) for piece in pieces] == [("ab", True), ("c", True), ("def", False)]


@pytest.mark.parametrize(
    ("kind", "name"), [("insert", "ins"), ("removed", "del"), ("equal", ""), ("ins", "ins"), ("-", "del")]
)
def test_compare_words_understands_the_usual_names(kind: str, name: str) -> None:
    assert drawing.changes({"pieces": [(kind, "x")]})["runs"] == ((name, "x"),)


def test_draw_bars_longest_fills_the_width_and_nothing_divides_by_nought() -> None:
    assert [bar["width"] for bar in drawing.bars({"rows": [("a", 4), ("b", 1)]})["bars"]] == ["100.0", "25.0"]
    assert [bar["width"] for bar in drawing.bars({"rows": [("a", 0)]})["bars"]] == ["0"]


def test_draw_seats_differ_in_letter_and_shape_as_well_as_colour() -> None:
    seats = [{"kind": "lived"}, {"kind": "technical"}, {"kind": "lived", "vacant": True}]
    chairs = drawing.chairs({"seats": seats})["chairs"]
    assert len({(chair["letter"], chair["shape"]) for chair in chairs}) == 3


def test_draw_many_votes_are_counted_not_drawn() -> None:
    few, many = drawing.ballots({"votes": [("For", "for", 3), ("Against", "against", 400)]})["ballots"]
    assert len(few["shapes"]) == 3
    assert not many["shapes"]
    assert many["count"] == 400
