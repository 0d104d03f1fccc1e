"""Words taken out of a text, and passages that are found again afterwards."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.reading.removal import take_out, take_out_quotations

MARKER = "[name removed]"
TEXT = "On Ward Seven Dr Okafor said so. dr  okafor meant it; the Okafors did not."


def test_take_out_finds_whole_words_whatever_their_capitals_and_spacing() -> None:
    taken = take_out(TEXT, "Dr Okafor", MARKER)
    assert (
        taken.words == "On Ward Seven [name removed] said so. [name removed] meant it; the Okafors did not."
    )
    assert [TEXT[start:end] for start, end in taken.passages] == ["Dr Okafor", "dr  okafor"]


def test_take_out_leaves_part_of_a_longer_word_alone() -> None:
    assert take_out(TEXT, "Okafo", MARKER).words == TEXT
    assert take_out(TEXT, "  ", MARKER).words == TEXT


def test_take_out_finds_what_begins_or_ends_with_a_sign() -> None:
    assert take_out("Write to (jo@example.org)!", "(jo@example.org)", "[x]").words == "Write to [x]!"


def test_a_passage_beside_what_was_taken_out_stands_on_the_same_words() -> None:
    taken = take_out(TEXT, "Dr Okafor", MARKER)
    start = TEXT.index("meant it")
    here, there = taken.moved(start, start + len("meant it"))
    assert taken.words[here:there] == "meant it"


def test_a_passage_that_begins_or_ends_inside_reaches_around_the_marker() -> None:
    taken = take_out(TEXT, "Dr Okafor", MARKER)
    start = TEXT.index("Okafor")
    here, there = taken.moved(start, start + len("Okafor said so."))
    assert taken.words[here:there] == "[name removed] said so."


@given(st.lists(st.sampled_from(["Jo", "says", "so", ".", "and", "then"]), max_size=20), st.data())
def test_any_passage_keeps_the_words_it_had_but_those_taken_out(
    words: list[str], data: st.DataObject
) -> None:
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    taken = take_out(text, "Jo", MARKER)
    here, there = taken.moved(start, end)
    assert 0 <= here <= there <= len(taken.words)
    inside = [span for span in taken.passages if span[0] < end and start < span[1]]
    if all(start <= first and last <= end for first, last in inside):
        assert taken.words[here:there] == take_out(text[start:end], "Jo", MARKER).words


def test_quotations_of_five_words_in_a_row_are_taken_out() -> None:
    own = "Sometimes what helps is to sit together in the dark. Please say so."
    reason = "You told us that “sometimes what helps is to sit together in the dark”, and we agree."
    assert (
        take_out_quotations(reason, [own], "[erased]").words == "You told us that “[erased]”, and we agree."
    )


def test_a_short_text_is_a_quotation_where_all_of_it_stands() -> None:
    assert take_out_quotations("We read: never rush me!", ["Never rush me."], "[x]").words == "We read: [x]!"
    assert take_out_quotations("Yes, and we agree.", ["Yes"], "[x]").words == "Yes, and we agree."


def test_words_of_one_s_own_are_left_alone() -> None:
    reason = "We agree that being together in the dark can help."
    assert (
        take_out_quotations(reason, ["Sometimes what helps is to sit together in the dark."], "[x]").words
        == reason
    )
