"""Passages: whatever the text and however points overlap, no word is lost, doubled or moved."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.reading.anchors import (
    find,
    from_lines,
    passage,
    sentences,
    spans,
    together,
    trimmed,
    unread,
)

TEXT = "It reads like a target. Sometimes what helps is to sit together in the dark. “Hope” can wait."
words = st.text(alphabet="ab cD.,!?“”'’-–\n\t é汉", max_size=60)


@st.composite
def text_and_points(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(words)
    places = st.integers(min_value=0, max_value=len(text))
    pairs = draw(st.lists(st.tuples(places, places), max_size=6))
    return text, [(min(pair), max(pair)) for pair in pairs]


def test_passage_gives_the_words_between_the_places() -> None:
    assert passage(TEXT, 24, 33) == "Sometimes"


def test_passage_of_words_taken_back_is_empty() -> None:
    assert passage("", 24, 33) == ""
    assert passage("short", 2, 33) == ""


def test_find_letter_for_letter_takes_the_first_place() -> None:
    assert find("one two one", "one") == (0, 3)


def test_find_overlooks_spacing_capitals_quotation_marks_and_dashes() -> None:
    text = "They said: “sit\n together – in the dark”, and we did."
    found = find(text, 'SIT together - in the dark"')
    assert found is not None
    assert passage(text, *found) == "sit\n together – in the dark”"


def test_find_quoted_words_without_the_quotation_marks_around_them() -> None:
    found = find(TEXT, "“It reads like a target”")
    assert found is not None
    assert passage(TEXT, *found) == "It reads like a target"


def test_find_words_that_are_not_there_says_none() -> None:
    assert find(TEXT, "sit alone in the dark") is None
    assert find(TEXT, "   ") is None
    assert find(TEXT, "“…”") is None


def test_sentences_are_cut_where_a_reader_would_stop() -> None:
    text = "I said “no.” They went on, e.g. with forms.\nAnd then?\n\nNothing"
    said = [passage(text, *each) for each in sentences(text)]
    assert said == ["I said “no.”", "They went on, e.g. with forms.", "And then?", "Nothing"]


def test_together_joins_neighbours_only() -> None:
    one, two, three = sentences("A. B. C.")
    assert together("A. B. C.", [two, one]) == (0, 5)
    assert together("A. B. C.", [one, three]) is None
    assert together("A. B. C.", []) is None


def test_unread_leaves_out_lone_punctuation() -> None:
    assert unread("One. Two.", [(0, 3)]) == ((3, 9),)
    assert unread("One. Two.", [(0, 3), (5, 8)]) == ()


def test_from_lines_counts_two_character_line_breaks_as_one() -> None:
    text = "One.\r\nTwo.\r\nThree."
    assert passage(text, *from_lines(text, 5, 9)) == "Two."
    assert from_lines("One. Two.", 5, 99) == (5, 9)


@given(text_and_points())
def test_spans_put_together_are_the_text(given_: tuple[str, list[tuple[int, int]]]) -> None:
    text, points = given_
    assert "".join(span.text for span in spans(text, points)) == text


@given(text_and_points())
def test_spans_of_a_point_put_together_are_its_passage(given_: tuple[str, list[tuple[int, int]]]) -> None:
    text, points = given_
    pieces = spans(text, points)
    for number, (start, end) in enumerate(points):
        assert "".join(span.text for span in pieces if number in span.points) == text[start:end]


@given(text_and_points())
def test_unread_and_points_hold_every_word(given_: tuple[str, list[tuple[int, int]]]) -> None:
    text, points = given_
    held = {place for start, end in (*points, *unread(text, points)) for place in range(start, end)}
    assert all(place in held for place, sign in enumerate(text) if sign.isalnum())


@given(text_and_points())
def test_unread_never_overlaps_a_point(given_: tuple[str, list[tuple[int, int]]]) -> None:
    text, points = given_
    for start, end in unread(text, points):
        assert all(end <= point[0] or start >= point[1] or point[0] == point[1] for point in points)


@given(words)
def test_sentences_hold_every_word_once(text: str) -> None:
    found = sentences(text)
    assert "".join(text.split()) == "".join("".join(passage(text, *each).split()) for each in found)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(found))


@given(text_and_points())
def test_find_finds_every_passage(given_: tuple[str, list[tuple[int, int]]]) -> None:
    text, points = given_
    for point in points:
        start, end = trimmed(text, *point)
        found = find(text, text[start:end])
        assert (found is None) == (start == end)
        assert found is None or passage(text, *found) == text[start:end]


@given(text_and_points())
def test_trimmed_has_no_space_at_its_edges(given_: tuple[str, list[tuple[int, int]]]) -> None:
    text, points = given_
    for point in points:
        start, end = trimmed(text, *point)
        assert text[start:end] == text[slice(*point)].strip()
