"""The change report as plain text: for a terminal, a letter, a screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from penholder.pure.formats.changes.report import HEADINGS, ChangeReport, Guess, Told, counted
from penholder.pure.formats.report import listed
from penholder.pure.saying import counted as counted_as
from penholder.pure.tree.diff import DifferenceKind

MARKS = {"same": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}


def change_text(report: ChangeReport) -> str:
    """The whole report; words that go stand in [-these-], words that come in {+these+}."""
    return "\n".join([*_lines(report), ""])


def summary(counts: Mapping[DifferenceKind, int]) -> str:
    """How many of each kind: “35 added, 3 retired and 27 reworded”."""
    return listed(
        (f"{count:,} {HEADINGS[kind].lower()}" for kind, count in counts.items()), most=len(HEADINGS)
    )


def sizes(report: ChangeReport) -> str:
    """How many statements there were, and are."""
    before, now = len(report.old.statements), len(report.new.statements)
    return f"{before:,} {'statement' if before == 1 else 'statements'} before, {now:,} now."


def besides(report: ChangeReport) -> Iterator[str]:
    """What is told apart from the differences, a sentence each."""
    if report.spacing:
        yield f"Besides, in white space at the ends only: {summary(counted(report.spacing))}."
    for count, one, many in (
        (report.unread, "statement differs", "statements differ"),
        (report.unread_associations, "association differs", "associations differ"),
    ):
        if count:
            yield f"{counted_as(count, one, many)} in fields that no reader sees, such as dates and sequence numbers."
    if report.matched:
        by_code = sum(one.how == "code" for one in report.matched)
        yield (
            f"The two share no identifiers: {by_code:,} statements were matched by code, "
            f"{len(report.matched) - by_code:,} by words."
        )


def _lines(report: ChangeReport) -> Iterator[str]:
    title = f"{report.old.title} → {report.new.title}"
    yield from (title, "=" * len(title), "")
    yield sizes(report)
    yield f"{summary(report.counts)}." if report.told else "Nothing differs that a reader would see."
    yield from besides(report)
    yield ""
    for kind in report.counts:
        yield from _section(HEADINGS[kind], (one for one in report.told if one.difference.kind is kind))
    if report.guesses:
        yield from _guessed(report.guesses)


def _section(heading: str, told: Iterable[Told]) -> Iterator[str]:
    yield from (heading, "-" * len(heading))
    for one in told:
        name = one.about
        if name:
            yield f"* {name}" + (f" ({one.under})" if one.difference.kind is DifferenceKind.ADDED else "")
        if one.sentence:
            yield f"    {one.sentence}" if name else f"* {one.sentence}"
        if one.pieces:
            marked = "".join(MARKS[mark].format(piece) for mark, piece in one.pieces)
            yield from (f"    {line}" for line in marked.splitlines())
    yield ""


def _guessed(guesses: Iterable[Guess]) -> Iterator[str]:
    heading = "Perhaps the same: please confirm"
    yield from (heading, "-" * len(heading))
    for one in guesses:
        yield f"* {one.suggestion.score:.2f}"
        yield f"    before: {' '.join(one.old.split())}"
        yield f"    now:    {' '.join(one.new.split())}"
    yield ""
