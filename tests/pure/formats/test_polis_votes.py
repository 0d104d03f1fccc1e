"""Votes from files: two layouts, many headings, and a sentence with line and column for what is wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.formats.polis_comments import read_comments
from penholder.pure.formats.polis_out import write_participants_votes, write_votes
from penholder.pure.formats.polis_votes import read_votes
from penholder.pure.formats.report import Unreadable
from penholder.pure.reading.opinion.votes import Votes, votes_of

CONVERSATIONS = ("15-per-hour-seattle", "brexit-consensus", "scoop-hivemind.freshwater", "vtaiwan.uberx")
WIDE = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2\n"
LONG = "timestamp,datetime,comment-id,voter-id,vote\n"


def _rows(votes: Votes) -> set[tuple[str, str, int]]:
    return {
        (votes.people[person], votes.statements[statement], int(value))
        for person, statement, value in zip(votes.person, votes.statement, votes.value, strict=True)
    }


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_both_files_of_a_published_conversation_hold_the_same_votes(name: str, shared: Path) -> None:
    folder = shared / "data/polis" / name
    wide = read_votes((folder / "participants-votes.csv").read_bytes())
    long = read_votes((folder / "votes.csv").read_bytes())

    assert (wide.layout, long.layout) == ("wide", "long")
    assert wide.votes.people == long.votes.people
    assert wide.votes.statements == long.votes.statements
    for one in ("person", "statement", "value"):
        assert np.array_equal(getattr(wide.votes, one), getattr(long.votes, one))
    assert not wide.oddities


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_wide_file_comes_back_byte_for_byte(name: str, shared: Path) -> None:
    data = (shared / "data/polis" / name / "participants-votes.csv").read_bytes()
    read = read_votes(data)

    assert (
        write_participants_votes(read.votes, groups=read.groups, comments=read.comments, order=read.order)
        == data
    )
    assert _rows(read_votes(write_votes(read.votes)).votes) == _rows(read.votes)


VOTES = st.dictionaries(
    st.tuples(st.sampled_from(["0", "1", "7", "10", "ann", "Ümit", "مرحبا"]), st.integers(0, 12).map(str)),
    st.sampled_from((-1, 0, 1)),
    min_size=1,
    max_size=40,
)


@given(VOTES)
def test_any_votes_come_back_from_both_layouts(cast: dict[tuple[str, str], int]) -> None:
    votes = votes_of([(person, statement, value) for (person, statement), value in cast.items()])

    for written in (write_participants_votes(votes), write_votes(votes)):
        again = read_votes(written).votes
        assert again.people == votes.people
        assert again.statements == votes.statements
        assert _rows(again) == _rows(votes)


def test_an_id_that_a_spreadsheet_would_run_is_not_written() -> None:
    with pytest.raises(ValueError, match="formula"):
        write_votes(votes_of([("=1+1", "1", 1)]))


def test_of_several_votes_the_one_cast_last_counts_wherever_it_stands() -> None:
    read = read_votes(f"{LONG}200,,5,a,1\n100,,5,a,-1\n".encode())

    assert _rows(read.votes) == {("a", "5", 1)}


@pytest.mark.parametrize(
    "text",
    [
        "voter-id,comment-id,vote\na,5,1\na,5,-1\n",
        "datetime,voter-id,comment-id,vote\n2024-02-02,a,5,1\n2024-01-01,a,5,-1\n",
        f"{LONG},,5,a,1\n,,5,a,-1\n",
    ],
)
def test_without_times_the_last_row_counts_and_that_is_told(text: str) -> None:
    read = read_votes(text.encode())

    assert _rows(read.votes) == {("a", "5", -1)}
    assert len(read.oddities) == 1
    assert "last row" in read.oddities[0].so


def test_without_times_nothing_is_told_of_who_voted_again_alike() -> None:
    assert not read_votes(b"voter-id,comment-id,vote\na,5,1\na,5,1\nb,5,0\n").oddities


def test_a_vote_that_says_when_counts_before_one_that_does_not_and_that_is_told() -> None:
    read = read_votes(f"{LONG}7,,5,a,1\n,,5,a,-1\n".encode())

    assert _rows(read.votes) == {("a", "5", 1)}
    assert [one.so for one in read.oddities] == ["The latest time counts; where none is told, the last row."]


@pytest.mark.parametrize("votes", [("1", "-1"), ("-1", "1"), ("1", "1", "0"), ("0", "1", "0")])
def test_unlike_votes_at_one_time_are_refused_with_both_lines(votes: tuple[str, ...]) -> None:
    others = "9,,6,b,1\n4,,5,a,0\n9,,5,c,\n"
    text = LONG + others + "".join(f"5,,5,a,{vote}\n" for vote in votes)
    second = 5 + next(place for place, vote in enumerate(votes) if vote != votes[0])

    with pytest.raises(Unreadable) as fault:
        read_votes(text.encode(), name="votes.csv")
    assert f"lines 5 and {second} hold two different votes of “a” on statement “5”" in fault.value.sentence


def test_of_several_such_the_first_in_the_file_is_named() -> None:
    text = f"{LONG}5,,6,a,1\n5,,5,b,1\n5,,5,a,1\n5,,5,a,0\n5,,5,b,0\n"

    with pytest.raises(Unreadable, match="lines 3 and 6 hold"):
        read_votes(text.encode())


def test_equal_times_are_no_doubt_where_the_votes_are_alike_or_a_later_one_decides() -> None:
    alike = read_votes(f"{LONG}5,,5,a,1\n5,,5,a,1\n3,,5,a,-1\n".encode())
    later = read_votes(f"{LONG}5,,5,a,1\n5,,5,a,-1\n6,,5,a,0\n".encode())

    assert (_rows(alike.votes), _rows(later.votes)) == ({("a", "5", 1)}, {("a", "5", 0)})
    assert not alike.oddities
    assert not later.oddities


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"), st.sampled_from("56"), st.integers(-1, 1), st.sampled_from(["", "1", "2"])
        ),
        min_size=1,
        max_size=8,
    )
)
def test_who_voted_again_is_read_as_by_hand(cast: list[tuple[str, str, int, str]]) -> None:
    last: dict[tuple[str, str], list[int]] = {}
    for person, statement in {(person, statement) for person, statement, _, _ in cast}:
        mine = [(time, vote) for one, on, vote, time in cast if (one, on) == (person, statement)]
        latest = max(time for time, _ in mine)
        votes = [vote for time, vote in mine if time == latest]
        last[person, statement] = votes if latest else votes[-1:]
    text = LONG + "".join(f"{time},,{statement},{person},{vote}\n" for person, statement, vote, time in cast)
    if any(len(set(votes)) > 1 for votes in last.values()):
        with pytest.raises(Unreadable, match="at the same time"):
            read_votes(text.encode())
    else:
        assert _rows(read_votes(text.encode()).votes) == {(*pair, votes[-1]) for pair, votes in last.items()}


@pytest.mark.parametrize(
    "heading",
    [
        "voter-id,comment-id,vote",
        "Voter_ID, Comment ID ,VOTE",
        "participant,statement,value",
        "person;statement-id;choice",
        "pid\ttid\tvote",
        "sep=;\nvoter;comment;vote",
    ],
)
def test_headings_of_a_long_file_come_in_many_forms(heading: str) -> None:
    delimiter = next(one for one in ("\t", ";", ",") if one in heading)
    read = read_votes(f"{heading}\na,5,1\nb,6,-1\n".replace(",", delimiter).encode())

    assert _rows(read.votes) == {("a", "5", 1), ("b", "6", -1)}


@pytest.mark.parametrize("written", [("1", "0", "-1"), ("1.0", "0.0", "-1.0"), ("+1", " 0 ", "−1")])
def test_votes_are_known_in_the_ways_programs_write_them(written: tuple[str, str, str]) -> None:
    wide = read_votes(f"participant,0,1,2\na,{','.join(written)}\n".encode())

    assert _rows(wide.votes) == {("a", "0", 1), ("a", "1", 0), ("a", "2", -1)}


def test_a_column_of_blanks_is_a_statement_nobody_voted_on() -> None:
    read = read_votes(f"{WIDE}a,,0,2,1,1,1,,-1\nb,,0,1,1,0,1,,\n".encode())

    assert read.votes.statements == ("0", "1", "2")
    assert len(read.votes) == 3


def test_a_blank_column_without_a_heading_is_passed_over() -> None:
    assert len(read_votes(b"participant,0,1,\na,1,-1,\n\nb,1,,\n").votes) == 3


def test_people_without_votes_and_their_groups_are_kept() -> None:
    read = read_votes(f"{WIDE}b,1,3,1,1,0,1,,\na,,0,0,0,0,,,\n".encode())

    assert read.votes.people == ("a", "b")
    assert read.groups == ("", "1")
    assert read.comments == ("0", "3")
    assert read.order == ("b", "a")


def test_a_number_of_votes_that_is_not_so_is_told() -> None:
    read = read_votes(f"{WIDE}a,,0,9,1,1,1,,-1\n".encode())

    assert [one.where for one in read.oddities] == ["line 2"]


def test_right_to_left_ids_are_ids() -> None:
    assert read_votes("voter,comment,vote\nמרים,1,1\n".encode()).votes.people == ("מרים",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (b"participant,0,1\n", "no vote in any of its rows"),
        (b"participant,0,1\na,,\n", "no vote in any of its rows"),
        (LONG.encode(), "no vote under it"),
        (f"{LONG}1,,5,a,\n".encode(), "no vote under it"),
        (b"name,0,1\na,1,1\n", "“participant” or “voter-id”"),
        (b"voter-id,vote\na,1\n", "“comment-id” or “statement-id”"),
        (b"participant,group-id\na,1\n", "no column of votes"),
        (f"{LONG}1,,5,a,2\n".encode(), "line 2, column 5 (“vote”), has “2”, which is no vote"),
        (f"{WIDE}a,,0,1,1,0,1,,\nb,,0,1,1,0,,x,\n".encode(), "line 3, column 8 (“1”), has “x”"),
        (f"{WIDE}a,,0,1,1,0,1,,\nb,,0,1,1,0,1,,\na,,0,1,1,0,1,,\n".encode(), "line 4, column 1"),
        (f"{WIDE}a,,0,1,1,0,1,,\na,,0,1,1,0,1,,\n".encode(), "who has line 2 already"),
        (f"{WIDE}a,,0,1,1,0,1\n".encode(), "line 2 has 7 cells, but the heading has 9"),
        (b"participant,0,0\na,1,1\n", "column 3 (“0”), has the heading of column 2 again"),
        (b"participant,0,1,\na,1,1,5\n", "column without a heading"),
        (f"{LONG}1,,5,,1\n".encode(), "line 2, column 4 (“voter-id”), is blank"),
        (f"{LONG}1,,,a,1\n".encode(), "line 2, column 3 (“comment-id”), is blank"),
        (f"{LONG}noon,,5,a,1\n".encode(), "“noon”, which is no number"),
        (f"{LONG}inf,,5,a,1\n".encode(), "“inf”, which is no number"),
        (f"{LONG}1e400,,5,a,1\n".encode(), "“1e400”, which is no number"),
        (f"{LONG}nan,,5,a,1\n".encode(), "“nan”, which is no number"),
        ("participant,0\n1,\x1b[31m7\u202e\n".encode(), r"has “\u001b[31m7\u202e”, which"),
        (b'voter,comment,vote\na,5,1\n"b,5,1\nc,5,1\n', "line 3 has a quotation mark that opens"),
        (b'voter,comment,vote\na,5,1\n"b"x,5,1\n', "line 3"),
        (b'voter,comment,vote\na,5,1"\n', "line 2, column 3"),
        (b'voter,comment,vote\na,5,1\n"b\n' + b"c,5,1\n" * 40_000, "line 3 has a quotation mark that opens"),
        (b"voter,comment,vote\na,5,1\nb\x00,5,1\n", "line 3 holds a null character"),
        ("voter,comment,vote\né,5,1\n".encode() + "è,5,1\n".encode("cp1252"), "mixes encodings: line 2"),
        (b"PK\x03\x04 and so on", "a zip archive"),
        (bytes(range(256)), "line"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as fault:
        read_votes(data, name="votes.csv")

    assert words in fault.value.sentence
    assert fault.value.sentence.startswith("votes.csv")


def test_windows_letters_are_read_and_told() -> None:
    read = read_votes("voter,comment,vote\nZoë,5,1\n".encode("cp1252"))

    assert read.votes.people == ("Zoë",)
    assert [one.what for one in read.oddities] == ["The file is not in UTF-8."]


@given(st.binary(max_size=300))
def test_any_bytes_give_votes_or_a_sentence(data: bytes) -> None:
    for start in (b"", WIDE.encode(), LONG.encode(), b"participant,0,1\na,"):
        try:
            read = read_votes(start + data)
        except Unreadable as fault:
            assert fault.sentence.endswith(".")  # noqa: PT017 - either outcome is right
        else:
            assert len(read.votes) > 0


def test_comments_tell_words_and_what_was_taken_out() -> None:
    comments = read_comments(b'comment-id,moderated,comment-body\n3,1,"Yes,\nplease"\n4,-1,No\n5,0,\n')

    assert comments.texts == {"3": "Yes, please", "4": "No", "5": ""}
    assert comments.moderated == {"4"}


def test_statements_about_the_voters_are_taken_out_too() -> None:
    comments = read_comments(b"comment_id,is_meta,comment-body\n3,false,a\n4,true,b\n")

    assert comments.moderated == {"4"}


def test_statements_with_votes_that_the_comments_do_not_list_are_told() -> None:
    comments = read_comments(b"comment-id,moderated\n3,1\n4.0,-1\n9,1\n")

    votes = read_votes(b"participant,3,4,5,6\na,1,1,0,\n").votes
    (told,) = comments.unlisted(votes, name="comments.csv")
    assert told.where == "statement 4 and 5"
    assert "no row in comments.csv" in told.what
    assert comments.unlisted(read_votes(b"participant,3,9\na,1,\n").votes) == ()


def test_names_of_the_columns_of_the_database_of_polis_bring_a_word_about_the_signs() -> None:
    (told,) = read_votes(b"zid,pid,tid,vote\n1,a,5,-1\n").oddities

    assert "-1 is agree" in told.what
    assert read_votes(b"voter-id,tid,vote\na,5,-1\n").oddities == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("body,moderated\na,1\n", "“comment-id”"),
        (
            "comment-id,comment-body,agrees,moderated\n3,Yes, please,1,-1\n",
            "line 2 has 5 cells, but the heading has 4",
        ),
        ('comment-id,moderated,comment-body\n3,1,"Yes,\nplease"\n4,2,No\n', "line 4, column 2"),
        ("comment-id,moderated,comment-body\n3,2,a\n", "line 2, column 2 (“moderated”), has “2”"),
        ("comment-id,moderated,comment-body\n,1,a\n", "line 2"),
        ("", "is empty"),
    ],
)
def test_comments_that_leave_a_doubt_are_refused(text: str, words: str) -> None:
    with pytest.raises(Unreadable) as fault:
        read_comments(text.encode(), name="comments.csv")

    assert words in fault.value.sentence
