"""What a person sees who opens the witness's address: which logs it watches, and whether one of them lied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape

from penholder.pure.ledger.checkpoint import Checkpoint
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.witness import place_of
from penholder.witness.memory import Desk, Shown

HTML = "text/html; charset=utf-8"


def front_page(key: Verifier, desk: Desk) -> str:
    """The whole page: plain HTML, no scripts, no style."""
    origins = list(dict.fromkeys(log.name for log in desk.watched()))
    watched = "".join(_section(desk, origin) for origin in origins) or "<p>It watches no log yet.</p>"
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Witness {escape(key.name)}</title></head>\n<body>\n<main>\n"
        f"<h1>Witness {escape(key.name)}</h1>\n"
        "<p>A public record promises that it only grows. This witness remembers how large each record below was when "
        "it last looked, and signs a newer state only if that state continues the one before. It does not read what is "
        "entered, and does not say that it is true.</p>\n"
        f"<p>Its key: <code>{escape(key.vkey())}</code></p>\n{watched}"
        "</main>\n</body>\n</html>\n"
    )


def told_conflicts(origin: str, shown: Sequence[Shown]) -> str:
    """Every proof of a lie, in words and in the signed notes themselves."""
    if not shown:
        return f"This witness knows of no conflict in the log “{origin}”.\n"
    return "\n".join(
        f"Conflict {number}, known since {day(one.at)}. {_told(one)} The two signed notes:\n\n{one.conflict.text()}"
        for number, one in enumerate(shown, start=1)
    )


def day(at: int) -> str:
    """A moment as people write it."""
    moment = datetime.fromtimestamp(at, tz=UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _section(desk: Desk, origin: str) -> str:
    return f"<h2>{escape(origin)}</h2>\n{''.join(_lines(desk, origin))}"


def _lines(desk: Desk, origin: str) -> Iterator[str]:
    place = place_of(origin)
    latest, shown, strays = desk.latest(origin), desk.conflicts(origin), desk.strays(origin)
    for one in shown:
        yield f"<p><strong>Conflict.</strong> {escape(_told(one))} Known since {day(one.at)}.</p>\n"
    if shown:
        yield (
            f'<p><a href="{place}/conflicts">The proof</a> can be checked by anybody who has the key of this record. '
            "Until those who keep it have explained it in public, do not rely on it.</p>\n"
        )
    if latest is None:
        yield "<p>Watched, and not seen yet.</p>\n"
        return
    yield (
        f"<p>Last seen on {day(latest.at)} with {latest.checkpoint.size:,} entries: "
        f'<a href="{place}/checkpoint">the signed checkpoint</a>.</p>\n'
    )
    if strays:
        yield (
            f'<p>{len(strays):,} older <a href="{place}/strays">signed states</a> were shown to it that it has not '
            "signed itself. That is no fault: whoever has a copy of the record can tell whether they fit.</p>\n"
        )


def _told(one: Shown) -> str:
    smaller, larger = sorted(_size(note) for note in (one.conflict.one, one.conflict.other))
    if smaller == larger:
        return f"This record was signed twice with {larger:,} entries, and they are not the same entries."
    return (
        f"This record was signed with {smaller:,} entries, and later with {larger:,}; and the first {smaller:,} of the "
        "later ones are not the same. Something was changed or taken out."
    )


def _size(note: str) -> int:
    return Checkpoint.parse(split_note(note)[0]).size
