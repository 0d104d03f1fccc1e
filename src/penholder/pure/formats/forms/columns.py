"""Which profile a row of headings belongs to, and which column is which.

Headings are compared by their letters alone, because printed ones carry footnote marks, examples and line breaks. A
column that no profile knows is kept under its own heading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from penholder.pure.formats.forms.profile import PROFILES, Profile

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "external_id": (
        "no",
        "id",
        "ref",
        "number",
        "reference",
        "commentno",
        "commentnumber",
        "orderno",
        "comment id",
    ),
    "organisation": (
        "from",
        "who",
        "organisation",
        "organization",
        "stakeholder",
        "respondent",
        "memberbody",
    ),
    "commenter": ("name", "commenter", "commentername", "yourname"),
    "document": ("document", "doc"),
    "page": ("page", "pageno", "pagenumber", "pagenr"),
    "line": ("line", "lineno", "linenumber", "lines"),
    "clause": (
        "section",
        "sectionno",
        "sectionnumber",
        "clause",
        "where",
        "part",
        "place",
        "chapter",
        "statement",
        "clausenosubclausenoannex",
        "clausenosubclausenoannexeg",
    ),
    "element": (
        "paragraph",
        "element",
        "figure",
        "table",
        "paragraphno",
        "paragraphnumber",
        "paragraphfiguretablenote",
        "paragraphfiguretablenoteeg",
        "paragraphfiguretablenoteegtable",
    ),
    "kind": ("type", "kind", "typeofcomment", "category"),
    "question": ("question", "questionno", "questionnumber"),
    "stance": ("overallresponse", "overallresponseyesno", "agree", "doyouagree", "stance"),
    "comment": ("comment", "comments", "yourcomment", "yourcomments", "feedback"),
    "proposed": (
        "proposedchange",
        "proposedchanges",
        "suggestedchange",
        "suggestedchanges",
        "suggestion",
        "proposedwording",
        "suggestedwording",
        "proposal",
    ),
    "rationale": ("rationale", "reason", "reasons", "justification"),
    "response": ("response", "responses", "ourresponse", "reply", "observations"),
    "status": ("status", "outcome", "decision", "disposition", "resolution"),
}
_FIELD_OF: Final = {heading: field for field, headings in _WORDS.items() for heading in headings}
_ANSWERS: Final = (("answer", "answers", "youranswer"), ("response", "responses", "yourresponse"))
"""What respondents' own column is called where another has the questions; the first there is counts."""
_PLAIN: Final = {3: "plain-3", 4: "plain-4", 5: "plain-5"}
_MARKS: Final = ("mb", "mbnc", "mbnccountry")
_SHORTEST_PRINTED: Final = 10
_PRINTED: Final = tuple(
    (printed, field)
    for profile in PROFILES
    for heading, field in profile.columns
    if profile.headings != "text"
    and len(printed := "".join(filter(str.isalpha, heading.partition("\n")[0].casefold())))
    >= _SHORTEST_PRINTED
)
"""How the headings of profiles begin, but short ones, with which other words begin, too."""
_TICKED: Final = frozenset(("agree", "disagree"))
"""Columns that stand for answers: a cross in one says no more than where it is."""
_WIDE: Final = 6
_MOST_UNKNOWN: Final = 2
_ABOUT_COMMENTS: Final = re.compile("comm|feedback", re.IGNORECASE)
"""One of the columns has to be the comment: asked first, because most rows of most tables have none."""
_LONGEST_HEADING: Final = 300


@dataclass(frozen=True, slots=True)
class Columns:
    """A profile and the field of each column; a column without a field is empty here and keeps its heading.

    Besides the fields of a comment there is “mark”, and “answer”: what respondents answered to a question.
    """

    profile: str
    fields: tuple[str, ...]
    headings: tuple[str, ...]
    one_table_a_question: bool = False


def letters(text: str) -> str:
    """What headings and labels are compared by."""
    return "".join(filter(str.isalpha, text.casefold()))


def columns_of(headings: Sequence[str], *, among: Sequence[Profile] = PROFILES) -> Columns | None:
    """The profile whose columns these are, the one that knows most of them; none if they are not a comment table's."""
    if not any(_ABOUT_COMMENTS.search(heading) for heading in headings):
        return None
    if any(len(heading) > _LONGEST_HEADING for heading in headings):
        return None
    plain = [letters(heading) for heading in headings]
    best: tuple[Profile, tuple[str, ...]] | None = None
    for profile in among:
        fields = _matched(profile, plain)
        if fields and (best is None or len(profile.columns) > len(best[0].columns)):
            best = profile, fields
    if best:
        profile, fields = best
        return Columns(profile.name, fields, tuple(headings), profile.one_table_a_question)
    return _plain_columns(plain, headings) if among == PROFILES else None


def columns_by_place(profile: Profile) -> Columns:
    """The columns of a profile, for a table that has as many and says nothing about them."""
    return Columns(
        profile.name,
        profile.fields,
        tuple(heading for heading, _ in profile.columns),
        profile.one_table_a_question,
    )


def columns_by_heading(headings: Sequence[str]) -> Columns | None:
    """The columns of a table by what each heading says, in any order and number; none without a comment."""
    plain = [letters(heading) for heading in headings]
    fields = _known(plain, by_printed=True)
    return Columns("", fields, tuple(headings)) if "comment" in fields else None


def columns_of_wide_table(headings: Sequence[str]) -> Columns | None:
    """The same for a table within a form, where a table of other things may have a column for comments, too."""
    if len(headings) < _WIDE or not any(_ABOUT_COMMENTS.search(heading) for heading in headings):
        return None
    plain = [letters(heading) for heading in headings]
    if any("disagree" in one for one in plain) or max(map(len, headings)) > _LONGEST_HEADING:
        return None
    columns = columns_by_heading(headings)
    return columns if columns and columns.fields.count("") <= _MOST_UNKNOWN else None


def _matched(profile: Profile, plain: Sequence[str]) -> tuple[str, ...]:
    """The field of each column if all columns of the profile are there, in its order; nothing otherwise."""
    if profile.headings == "text":
        return ()
    fields: list[str] = []
    wanted = list(profile.columns)
    is_exact = profile.name in _PLAIN.values()
    for heading in plain:
        if wanted and _is(heading, *wanted[0]):
            fields.append(wanted.pop(0)[1])
        else:
            fields.append("")
    if wanted or (is_exact and "" in fields):
        return ()
    taken = set(fields)
    for place, field in enumerate(fields):
        other = "" if field else _FIELD_OF.get(plain[place], "")
        if other and other not in taken:
            fields[place] = other
            taken.add(other)
    return tuple(fields)


def _is(heading: str, printed: str, field: str) -> bool:
    first_line = letters(printed.partition("\n")[0])
    if heading.startswith(first_line):
        return field != "mark" or len(heading) <= len(first_line)
    return heading in _WORDS.get(field, ())


def _plain_columns(plain: Sequence[str], headings: Sequence[str]) -> Columns | None:
    if len(plain) not in _PLAIN or set(plain) >= _TICKED:
        return None
    fields = _known(plain)
    if "comment" not in fields or fields.count("") > 1:
        return None
    return Columns(_PLAIN[len(plain)], fields, tuple(headings))


def _known(plain: Sequence[str], *, by_printed: bool = False) -> tuple[str, ...]:
    fields: list[str] = []
    for heading in plain:
        field = _FIELD_OF.get(heading, "") or (_as_printed(heading) if by_printed else "")
        fields.append("" if field in fields else field)
    if "question" in fields:
        theirs = (plain.index(one) for some in _ANSWERS for one in some if one in plain)
        place = next(theirs, -1)
        if place >= 0:
            fields[place] = "answer"
    if by_printed and not {"organisation", "external_id"} & set(fields):
        fields = [
            "mark" if heading in _MARKS else field for heading, field in zip(plain, fields, strict=True)
        ]
    return tuple(fields)


def _as_printed(heading: str) -> str:
    """The field of a heading that begins as one of a profile's does."""
    return next((field for printed, field in _PRINTED if heading.startswith(printed)), "")
