"""Comment tables out, in the shape that somebody's secretariat knows, with the columns for responses filled.

The shapes are those of ``profile``, by which they are also read, so that what is written comes back row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields
from typing import Final

from docx.shared import Twips

from penholder.pure.formats.forms.comment import Comment
from penholder.pure.formats.forms.profile import Profile
from penholder.pure.formats.forms.written_list import changed_in_list, write_issue_list
from penholder.pure.formats.forms.written_word import (
    fill_header,
    finished,
    new_word,
    paragraph,
    paragraphs,
    run,
    storable,
    table,
    unstorable,
)
from penholder.pure.formats.report import Oddity, shown

_FIELDS: Final = tuple(field.name for field in fields(Comment))
_WIDE: Final = 15876
_MARGIN: Final = 482
_HEADER_MARGIN: Final = 2600
_SMALL: Final = 9
_SHARES: Final = {
    "mark": 7,
    "external_id": 7,
    "organisation": 12,
    "document": 10,
    "page": 6,
    "line": 7,
    "clause": 8,
    "element": 8,
    "kind": 8,
    "stance": 10,
    "comment": 28,
    "proposed": 24,
    "response": 22,
}


def write_comments(
    profile: Profile,
    comments: Sequence[Comment],
    about: Mapping[str, str] | None = None,
    *,
    language: str = "en-GB",
) -> bytes:
    """A file of this profile: a Word file, or text for an issue list. The same comments give the same bytes.

    ``about`` gives what stands above the table, by the names in ``profile.about``. Comments of a profile with a table
    for each question stand in the order in which their questions first come.
    """
    said = {**_shared(profile, comments), **(about or {})}
    if profile.headings == "text":
        return write_issue_list(profile, comments, said)
    title = profile.title if not said.get("document") else f"{profile.title}: {said['document']}"
    word = new_word(title, language=language, landscape=True, margin=_MARGIN, size=_SMALL)
    widths = _widths(profile)
    if profile.headings == "page header":
        word.sections[0].top_margin = Twips(_HEADER_MARGIN)
        fill_header(word, _page_header(profile, said, widths))
        rows = tuple(_rows(profile, comments)) or (("",) * len(widths),)
        body = table((), rows, widths=widths, title=profile.title) + paragraph("")
    else:
        body = "".join(_body(profile, comments, said, widths))
    return finished(word, body)


def told_of_comments(profile: Profile, comments: Sequence[Comment]) -> tuple[Oddity, ...]:
    """What a file of this profile does not say as it was given: fields without a column, characters without a place."""
    return tuple(_told(profile, comments))


def cell_of(comment: Comment, field: str) -> str:
    """What stands in the column for a field."""
    said = getattr(comment, field)
    return said if isinstance(said, str) else "\n".join(text for _, text in said)


def _body(
    profile: Profile, comments: Sequence[Comment], about: Mapping[str, str], widths: Sequence[int]
) -> Iterator[str]:
    yield paragraph(run(profile.title), style="Heading1")
    for label, name in profile.about:
        yield paragraph(run(f"{label}: ", bold=True) + run(storable(about.get(name, ""))))
    header = [paragraphs(heading, bold=True) for heading, _ in profile.columns]
    if not profile.one_table_a_question:
        yield table(header, _rows(profile, comments), widths=widths, title=profile.title) + paragraph("")
        return
    for question, asked in _by_question(comments):
        if question.strip():
            yield paragraph(run(storable(question)), style="Heading2")
        yield table(header, _rows(profile, asked), widths=widths, title=question or profile.title)
    yield paragraph("")


def _by_question(comments: Sequence[Comment]) -> Iterator[tuple[str, tuple[Comment, ...]]]:
    """Each question with its comments; those on none come first, since a heading must part one table from the next."""
    asked: dict[str, list[Comment]] = {"": []}
    for comment in comments:
        asked.setdefault(comment.question.strip(), []).append(comment)
    return ((question, tuple(group)) for question, group in asked.items() if group)


def _shared(profile: Profile, comments: Sequence[Comment]) -> dict[str, str]:
    """What stands above the table where every comment says the same, as the name of the one consultee."""
    names = [name for _, name in profile.about if name in _FIELDS]
    said = {name: {cell_of(comment, name) for comment in comments} for name in names}
    return {name: values.pop() for name, values in said.items() if len(values) == 1}


def _rows(profile: Profile, comments: Sequence[Comment]) -> Iterator[tuple[str, ...]]:
    for comment in comments:
        yield tuple(paragraphs(cell_of(comment, field)) for field in profile.fields)


def _page_header(profile: Profile, about: Mapping[str, str], widths: Sequence[int]) -> str:
    """What the document is and the headings, on top of every page: there is no row of headings in the table itself."""
    labelled = [
        paragraphs(f"{label}: {storable(about.get(name, ''))}".rstrip()) for label, name in profile.about
    ]
    first = sum(widths) // 2
    rest = (sum(widths) - first) // max(len(labelled), 1)
    box = table(
        (),
        [(paragraphs(profile.title, bold=True), *labelled)],
        widths=(first, *(rest for _ in labelled)),
    )
    headings = [tuple(paragraphs(heading, bold=True) for heading, _ in profile.columns)]
    return f"{box}{paragraph('')}{table((), headings, widths=widths)}{paragraph('')}"


def _widths(profile: Profile) -> tuple[int, ...]:
    shares = [_SHARES.get(field, 10) for field in profile.fields]
    return tuple(_WIDE * share // sum(shares) for share in shares)


def _told(profile: Profile, comments: Sequence[Comment]) -> Iterator[Oddity]:
    above = set(_shared(profile, comments))
    for number, comment in enumerate(comments, start=1):
        where = f"comment {comment.mark or number}"
        for field in _without_column(profile, comment, above):
            yield Oddity(
                where,
                "The table has no column for a part of a comment.",
                f"“{field}” is not in the file: “{shown(cell_of(comment, field))}”.",
                "left out",
                cell_of(comment, field),
            )
        for how in changed_in_list(comment) if profile.headings == "text" else ():
            yield Oddity(where, "A list of issues says a part of a comment otherwise.", how)
        unfit = sum(unstorable(cell_of(comment, field)) for field in _FIELDS if field != "row")
        if unfit:
            yield Oddity(
                where,
                "Some characters have no place in the file.",
                f"{unfit} of them became “\N{REPLACEMENT CHARACTER}”.",
            )


def _without_column(profile: Profile, comment: Comment, above: AbstractSet[str]) -> Iterator[str]:
    there = {*profile.fields, *above}
    if "mark" in there:
        there.add("external_id")
        if comment.mark.startswith(comment.organisation):
            there.add("organisation")
    if profile.one_table_a_question:
        there.add("question")
    if profile.headings == "text":
        there |= {"extras", "response"}
    for field in _FIELDS:
        if field not in there and field != "row" and cell_of(comment, field):
            yield field
