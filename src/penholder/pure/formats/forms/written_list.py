"""An issue list as text, as W3C groups publish the disposition of comments: one field a line, issues parted by hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from penholder.pure.formats.forms.comment import Comment, Pair
from penholder.pure.formats.forms.profile import Profile
from penholder.pure.formats.forms.written_word import storable

_PARTED: Final = "----"
_INDENT: Final = 10
_BEFORE_CLOSED: Final = frozenset({"Comment", "Response"})
_LABEL: Final = re.compile("[A-Z][A-Za-z]+(?: [A-Za-z]+){0,3}")
_UNFIT: Final = re.compile(r"[\s.:]+")


def write_issue_list(profile: Profile, comments: Sequence[Comment], about: Mapping[str, str]) -> bytes:
    """The list in UTF-8. Every line of a text after its first is indented, so that none begins an issue or a field."""
    head = [
        _field(label, " ".join(about[name].split()))
        for label, name in profile.about
        if about.get(name, "").strip()
    ]
    issues = (_issue(comment, number) for number, comment in enumerate(comments, start=1))
    blocks = ["\n".join([*head, ""]) if head else "", *("\n".join(issue) for issue in issues), ""]
    return f"\n{_PARTED}\n".join(blocks).lstrip("\n").encode("utf-8")


def changed_in_list(comment: Comment) -> Iterator[str]:
    """What such a list cannot say as it was given, in words for a person."""
    if comment.external_id and _number(comment.external_id) != comment.external_id:
        yield f"Its number is “{_number(comment.external_id)}”, since it holds no full stops, colons or spaces."
    texts = (comment.comment, comment.response, *(text for _, text in (*comment.links, *comment.extras)))
    if any(_lines(text) != text.strip().split("\n") for text in texts if text.strip()):
        yield "Blank lines and spaces at the beginning of lines were taken out."
    if any(_LABEL.fullmatch(label) is None for label, _ in (*comment.links, *comment.extras)):
        yield "A label that is no plain words stands before its text in a line “Note:”."


def _issue(comment: Comment, number: int) -> Iterator[str]:
    yield f"Issue {_number(comment.external_id) or number}."
    yield _field("Summary", comment.comment)  # a list is known by it, so it is there though nothing is said
    yield from _said("From", comment.commenter)
    before, after = _parted(comment.links)
    yield from (_field(*link) for link in before)
    if _lines(comment.response) and comment.response not in {text for _, text in comment.links}:
        yield _field("Response", comment.response)
    yield from _said("Closed", comment.status)
    yield from (_field(*pair) for pair in (*after, *comment.extras))


def _parted(links: Sequence[Pair]) -> tuple[Sequence[Pair], Sequence[Pair]]:
    """The links before what became of the issue, and those after it; their order stays."""
    place = next((place for place, (label, _) in enumerate(links) if label not in _BEFORE_CLOSED), len(links))
    return links[:place], links[place:]


def _said(label: str, text: str) -> Iterator[str]:
    if _lines(text):
        yield _field(label, text)


def _field(label: str, text: str) -> str:
    """A label and its text; what can't stand as a label stands before the text."""
    if not _LABEL.fullmatch(label):
        label, text = "Note", f"{' '.join(label.split())}: {text}"
    first, *rest = _lines(text) or [""]
    return f"\n{' ' * _INDENT}".join([f"{f'{label}:':<{_INDENT - 1}} {first}".rstrip(), *rest])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in storable(text).splitlines() if line.strip()]


def _number(text: str) -> str:
    return _UNFIT.sub("-", storable(text)).strip("-")
