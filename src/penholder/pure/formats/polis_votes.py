"""Votes on statements from a CSV file, in the two forms in which Polis publishes them.

*Wide* (``participants-votes.csv``): a row for each person, a column for each statement. *Long* (``votes.csv``): a row
for each vote; of several by one person on one statement the last counts, by its timestamp. The heading tells which it is.
A vote is 1 (agree), 0 (pass) or −1 (disagree). A file that leaves a doubt about what somebody voted is refused with the
line and the column: also where unlike votes have one timestamp and no later one decides (the published conversations have
none such). Where no timestamp tells which was last, the last row counts, and that is told.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from penholder.pure.formats.decoding import WINDOWS_1252
from penholder.pure.formats.report import Oddity, Unreadable, listed, shown
from penholder.pure.formats.vote_rows import VoteRows, text_of_votes
from penholder.pure.formats.votes_again import UNTOLD, voted_again
from penholder.pure.reading.opinion.votes import AGREE, DISAGREE, PASS, Votes, natural, votes_indexed

Layout = Literal["wide", "long"]

GROUP, COMMENTS = "group-id", "n-comments"
TOLD = (GROUP, COMMENTS, "n-votes", "n-agree", "n-disagree")
"""Columns of a wide file, besides the person's, that hold no votes."""

_PERSON = ("participant", "participant-id", "voter-id", "voter", "person", "person-id", "respondent", "pid")
_STATEMENT = ("comment-id", "statement-id", "comment", "statement", "tid")
_VOTE = ("vote", "value", "choice")
_TIME = ("timestamp", "time", "created")
_OF_DATABASE = ("pid", "tid")
"""What the database of Polis calls its columns, where agree is −1; its files that are given out have other names."""
_ABOUT_PERSON = frozenset({*TOLD, "xid", "conversation-id", "num-votes"})

_NOTHING = 2  # in an array of votes: none was cast
_CHOICES = {
    written: choice
    for choice, forms in (
        (AGREE, ("1", "+1", "1.0")),
        (PASS, ("0", "-0", "0.0", "-0.0")),
        (DISAGREE, ("-1", "-1.0", "\N{MINUS SIGN}1")),
    )
    for written in forms
}
_CELLS = {**_CHOICES, "": _NOTHING, " ": _NOTHING}


@dataclass(frozen=True, slots=True, eq=False)
class VotesFile:
    """What was read.

    ``groups`` and ``comments`` are a wide file's group and number of comments of each of ``votes.people``; empty where
    the file has no such column. ``order`` are the people of a wide file as they stand in it.
    """

    votes: Votes
    layout: Layout
    order: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    oddities: tuple[Oddity, ...] = ()


def read_votes(data: bytes, *, name: str = "The file") -> VotesFile:
    """The votes in a wide or a long file; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    text, encoding = text_of_votes(data, name)
    rows = VoteRows(text, name)
    heading = rows.heading()
    columns = [_plain(cell) for cell in heading]
    oddities = [_ABOUT_ENCODING] if encoding == WINDOWS_1252 else []
    person = _place(columns, _PERSON)
    if person is None:
        raise Unreadable(
            f"{name} says in line {rows.line} which columns it has, but none is called “participant” or “voter-id”: "
            "it has to be known who voted. Give that column its name."
        )
    statement, vote = _place(columns, _STATEMENT), _place(columns, _VOTE)
    if statement is not None and vote is not None:
        read = _read_long(rows, _Long(person, statement, vote, _place(columns, _TIME)), heading)
        if (columns[person], columns[statement]) == _OF_DATABASE:
            oddities.append(_ABOUT_SIGNS)
    elif vote is not None:
        raise Unreadable(
            f"{name} has a column of votes, but line {rows.line} calls none “comment-id” or “statement-id”: it has to be "
            "known what was voted on. Give that column its name."
        )
    else:
        read = _read_wide(rows, heading, columns, person)
    return replace(read, oddities=(*oddities, *read.oddities))


_ABOUT_ENCODING = Oddity(
    "the whole file",
    "The file is not in UTF-8.",
    "It was read as Windows-1252, as older spreadsheets save; check names with accents.",
)


_ABOUT_SIGNS = Oddity(
    "the whole file",
    "Its columns are called as in the database of Polis, where -1 is agree and 1 disagree.",
    "1 was taken as agree and -1 as disagree, as in the files that Polis gives out; if it is the other way round here, "
    "turn the signs and draw the map again.",
)


# Long: a row for each vote


@dataclass(frozen=True, slots=True)
class _Long:
    person: int
    statement: int
    vote: int
    time: int | None


def _read_long(rows: VoteRows, at: _Long, heading: Sequence[str]) -> VotesFile:
    people: dict[str, int] = {}
    statements: dict[str, int] = {}
    who, what, how, when = array("i"), array("i"), array("b"), array("d")
    unsaid: list[int] = []
    for row in rows.under(heading):
        choice = _CHOICES.get(row[at.vote])
        if choice is None:
            choice = _choice(row[at.vote], rows, at.vote, heading)
            if choice == _NOTHING:
                unsaid.append(rows.line)
                continue
        person, statement = row[at.person].strip(), row[at.statement].strip()
        if not person or not statement:
            column = at.statement if person else at.person
            raise rows.fault("is blank", "Say who voted and on what, or take the row out", column, heading)
        who.append(people.setdefault(person, len(people)))
        what.append(statements.setdefault(statement, len(statements)))
        how.append(choice)
        if at.time is not None:
            when.append(_moment(row[at.time], rows, at.time, heading))
    if not how:
        raise Unreadable(f"{rows.name} has a heading and no vote under it. Save it again with its votes.")
    columns = np.frombuffer(who, np.int32), np.frombuffer(what, np.int32), np.frombuffer(how, np.int8)
    times = np.frombuffer(when) if when else None
    order = np.argsort(times, kind="stable") if times is not None else slice(None)
    votes = _votes(people, statements, columns[0][order], columns[1][order], columns[2][order])
    oddities = _about_unsaid(unsaid)
    if len(votes) < len(how):
        again = voted_again(*columns, times)
        if again.in_doubt:
            raise _in_doubt(again.in_doubt, rows.once_more(), at, heading)
        oddities += _about_untimed(at) if again.untimed else ()
    return VotesFile(votes, "long", oddities=oddities)


def _in_doubt(places: tuple[int, int], rows: VoteRows, at: _Long, heading: Sequence[str]) -> Unreadable:
    """The file is read again to find the lines: to remember that of every vote would cost all the others memory."""
    votes = (row for row in rows.under(heading) if row[at.vote].strip())
    first, again = (
        (rows.line, row[at.person].strip(), row[at.statement].strip())
        for place, row in enumerate(votes)
        if place in places
    )
    return Unreadable(
        f"{rows.name}: lines {first[0]} and {again[0]} hold two different votes of “{shown(first[1])}” on statement "
        f"“{shown(first[2])}” at the same time. Take out the one that does not count."
    )


def _moment(text: str, rows: VoteRows, column: int, heading: Sequence[str]) -> float:
    """Where nothing is told such rows keep the file's order, before those that tell."""
    if not text.strip():
        return UNTOLD
    try:
        moment = float(text)
    except ValueError:
        moment = np.nan
    if not np.isfinite(moment):
        raise rows.fault(
            f"has “{shown(text)}”, which is no number",
            "A time is told as a number, as Polis does; or leave the column out",
            column,
            heading,
        )
    return moment


def _about_unsaid(lines: Sequence[int]) -> tuple[Oddity, ...]:
    if not lines:
        return ()
    where = f"line {listed(map(str, lines))}"
    return (Oddity(where, "The vote is blank.", "No vote was counted there.", "left out"),)


def _about_untimed(at: _Long) -> tuple[Oddity, ...]:
    if at.time is None:
        what = "Somebody voted in several ways on one statement, and no column “timestamp” says when."
        return (Oddity("the whole file", what, "The last row counts."),)
    what = "Somebody voted in several ways on one statement, and not every row says when."
    return (Oddity("the whole file", what, "The latest time counts; where none is told, the last row."),)


# Wide: a row for each person


def _read_wide(rows: VoteRows, heading: Sequence[str], columns: Sequence[str], person: int) -> VotesFile:
    statements = _statement_columns(rows, heading, columns, person)
    group, comments, stated = (_place(columns, (one,)) for one in (GROUP, COMMENTS, "n-votes"))
    first, last = statements[0], statements[-1] + 1
    together = len(statements) == last - first
    nameless = tuple(place for place, column in enumerate(columns) if not column)
    who, what, how = array("i"), array("i"), array("b")
    lines: dict[str, int] = {}
    told: dict[str, tuple[str, str]] = {}
    miscounted: list[str] = []
    for row in rows.under(heading):
        one = _whose(row, rows, person, heading, lines)
        for place in nameless:
            if row[place].strip():
                raise rows.fault("stands in a column without a heading", "Give it one", place, heading)
        cells = row[first:last] if together else [row[place] for place in statements]
        choices = _choices(cells, rows, statements, heading)
        cast = np.flatnonzero(choices != _NOTHING)
        who.frombytes(np.full(len(cast), len(lines), dtype=np.int32).tobytes())
        what.frombytes(cast.astype(np.int32).tobytes())
        how.frombytes(choices[cast].tobytes())
        lines[one] = rows.line
        told[one] = _cell(row, group), _cell(row, comments)
        if _cell(row, stated) not in ("", str(len(cast))):
            miscounted.append(str(rows.line))
    if not how:
        raise Unreadable(f"{rows.name} has no vote in any of its rows. Save it again with its votes.")
    votes = _votes(
        {one: place for place, one in enumerate(lines)},
        {heading[place].strip(): number for number, place in enumerate(statements)},
        *(np.frombuffer(who, np.int32), np.frombuffer(what, np.int32), np.frombuffer(how, np.int8)),
    )
    return VotesFile(
        votes,
        "wide",
        order=tuple(lines),
        groups=tuple(told[one][0] for one in votes.people) if group is not None else (),
        comments=tuple(told[one][1] for one in votes.people) if comments is not None else (),
        oddities=_about_counts(miscounted),
    )


def _whose(
    row: Sequence[str], rows: VoteRows, person: int, heading: Sequence[str], lines: dict[str, int]
) -> str:
    """Who voted in this row; ``lines`` are those of everybody before."""
    one = row[person].strip()
    if not one:
        raise rows.fault("is blank", "Say whose votes these are, or take the row out", person, heading)
    if one in lines:
        what = f"is about “{shown(one)}”, who has line {lines[one]} already"
        raise rows.fault(what, "Keep one row for each person", person, heading)
    return one


def _statement_columns(
    rows: VoteRows, heading: Sequence[str], columns: Sequence[str], person: int
) -> tuple[int, ...]:
    """The places of the columns of votes: all that have a heading and are not about the person."""
    places = [
        place
        for place, column in enumerate(columns)
        if column and place != person and column not in _ABOUT_PERSON
    ]
    seen: dict[str, int] = {}
    for place in places:
        one = heading[place].strip()
        if one in seen:
            raise rows.fault(
                f"has the heading of column {seen[one] + 1} again",
                "Keep one column for each statement",
                place,
                heading,
            )
        seen[one] = place
    if not places:
        raise Unreadable(
            f"{rows.name} has no column of votes: line {rows.line} names {listed(map(shown, heading))}. A file has either a column for "
            "each statement, or columns “voter-id”, “comment-id” and “vote”."
        )
    return tuple(places)


def _choices(
    cells: Sequence[str], rows: VoteRows, places: Sequence[int], heading: Sequence[str]
) -> NDArray[np.int8]:
    try:
        return np.array([*map(_CELLS.__getitem__, cells)], dtype=np.int8)
    except KeyError:
        found = [_choice(cell, rows, place, heading) for cell, place in zip(cells, places, strict=True)]
        return np.array(found, dtype=np.int8)


def _about_counts(lines: Sequence[str]) -> tuple[Oddity, ...]:
    if not lines:
        return ()
    what = "The number of votes told in n-votes is another than the row has."
    return (Oddity(f"line {listed(lines)}", what, "The votes of the row count."),)


# Both


def _votes(
    people: dict[str, int],
    statements: dict[str, int],
    who: NDArray[np.int32],
    what: NDArray[np.int32],
    how: NDArray[np.int8],
) -> Votes:
    known_people, person = _ranked(people)
    known_statements, statement = _ranked(statements)
    return votes_indexed(known_people, known_statements, person[who], statement[what], how)


def _ranked(ids: dict[str, int]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """The ids in order, and the place in it of each number they were given when they were met."""
    known = tuple(sorted(ids, key=natural))
    rank = np.empty(len(known), dtype=np.int32)
    rank[[ids[one] for one in known]] = np.arange(len(known), dtype=np.int32)
    return known, rank


def _choice(text: str, rows: VoteRows, column: int, heading: Sequence[str]) -> int:
    plain = text.strip()
    if not plain:
        return _NOTHING
    found = _CHOICES.get(plain)
    if found is None:
        raise rows.fault(
            f"has “{shown(text)}”, which is no vote",
            "A vote is 1 (agree), 0 (pass), -1 (disagree), or blank for none",
            column,
            heading,
        )
    return found


def _plain(cell: str) -> str:
    """A heading as it is compared: “Voter_ID ” is voter-id."""
    return "-".join(cell.strip().casefold().replace("_", " ").replace("-", " ").split())


def _cell(row: Sequence[str], place: int | None) -> str:
    return "" if place is None else row[place].strip()


def _place(columns: Sequence[str], names: Sequence[str]) -> int | None:
    return next((columns.index(name) for name in names if name in columns), None)
