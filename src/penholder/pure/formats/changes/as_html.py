"""The change report as one accessible page that stands alone: nothing in it runs, and nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from penholder.pure.formats.changes.report import HEADINGS, ChangeReport, Guess, Pieces, Told, counted
from penholder.pure.formats.changes.text import besides, sizes
from penholder.pure.formats.editions.framework_words import direction, direction_of, tongue
from penholder.pure.formats.editions.html_framework_style import STYLE
from penholder.pure.tree.diff import DifferenceKind

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_MORE_STYLE = """\
del { text-decoration: line-through; background: none; }
ins { text-decoration: underline 0.15em; background: none; font-weight: 600; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.changed { white-space: pre-wrap; border-inline-start: 4px solid var(--edge); padding-inline-start: 0.75rem; }
table { border-collapse: collapse; margin: 0.75rem 0; }
caption { text-align: start; }
th, td { text-align: start; border-bottom: 1px solid var(--edge); padding: 0.25rem 1rem 0.25rem 0; }
td { font-variant-numeric: tabular-nums; }
"""
_OURS = "en"
"""The language of all that the page says itself."""
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LABELS = {"del": ("del", "taken out: "), "ins": ("ins", "put in: ")}


def change_html(report: ChangeReport) -> bytes:
    """The page, in UTF-8; what a page can't hold is shown as �."""
    return _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", "".join(_page(report))).encode("utf-8", "replace")


def _page(report: ChangeReport) -> Iterator[str]:
    title = f"What changed: {report.new.title or report.old.title}"
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
    yield '<meta name="color-scheme" content="light dark">\n'
    yield f"<title>{escape(title)}</title>\n<style>\n{STYLE}{_MORE_STYLE}</style>\n</head>\n<body>\n"
    yield f"<main>\n<h1>{escape(title)}</h1>\n"
    yield f"<p>{escape(f'From “{report.old.title}” to “{report.new.title}”')}: "
    yield f"{sizes(report)}</p>\n"
    yield from (f"<p>{escape(sentence)}</p>\n" for sentence in besides(report))
    yield from _table(report)
    for kind in report.counts:
        yield f'<h2 id="{kind.replace(" ", "-")}">{HEADINGS[kind]}</h2>\n<ul>\n'
        yield from (_entry(report, one) for one in report.told if one.difference.kind is kind)
        yield "</ul>\n"
    yield from _guesses(report.guesses)
    yield "</main>\n</body>\n</html>\n"


def _table(report: ChangeReport) -> Iterator[str]:
    if not report.told:
        yield "<p>Nothing differs that a reader would see.</p>\n"
        return
    yield '<table>\n<caption>How many changes of each kind</caption>\n<thead><tr><th scope="col">What</th>'
    yield '<th scope="col">How many</th></tr></thead>\n<tbody>\n'
    for kind, count in report.counts.items():
        link = f'<a href="#{kind.replace(" ", "-")}">{HEADINGS[kind]}</a>'
        yield f'<tr><th scope="row">{link}</th><td>{count:,}</td></tr>\n'
    for kind, count in counted(report.spacing).items():
        yield f'<tr><th scope="row">{HEADINGS[kind]}, in white space at the ends only</th><td>{count:,}</td></tr>\n'
    yield "</tbody>\n</table>\n"


def _entry(report: ChangeReport, one: Told) -> str:
    language = _language(report, one)
    ours = f' lang="{_OURS}" dir="ltr"' if language else ""
    name = one.about
    under = (
        f" <span{ours}>({escape(one.under)})</span>" if one.difference.kind is DifferenceKind.ADDED else ""
    )
    parts = [f"<li>\n<p{language}>{escape(name)}{under}</p>\n"] if name else ["<li>\n"]
    if one.sentence:
        parts.append(f'<p class="fact">{escape(one.sentence)}</p>\n')
    if one.pieces:
        parts.append(f'<p class="changed"{language}>{_marked(one.pieces, ours)}</p>\n')
    return "".join([*parts, "</li>\n"])


def _language(report: ChangeReport, one: Told) -> str:
    """What language a statement is in and which way it runs, where that is not as the page is."""
    uid = one.difference.uid
    statement = report.new.by_uid.get(uid) or report.old.by_uid.get(uid)
    own = statement.language if statement else ""
    said = tongue(own or report.new.language or report.old.language)
    way = direction(one.name or "".join(text for _, text in one.pieces), direction_of(said))
    marks = f' lang="{escape(said)}"' if said and said != _OURS else ""
    return f'{marks} dir="{way}"' if marks or way == "rtl" else ""


def _marked(pieces: Pieces, ours: str) -> str:
    """Each change said in words as well, for who does not see what is struck or underlined."""
    return "".join(
        f'<{_LABELS[mark][0]}><span class="said"{ours}>{_LABELS[mark][1]}</span>{escape(text)}</{_LABELS[mark][0]}>'
        if mark in _LABELS
        else escape(text)
        for mark, text in pieces
    )


def _guesses(guesses: tuple[Guess, ...]) -> Iterator[str]:
    if not guesses:
        return
    yield "<h2>Perhaps the same: please confirm</h2>\n<ul>\n"
    for one in guesses:
        yield f"<li>\n<p>Before: {escape(one.old)}</p>\n<p>Now: {escape(one.new)}</p>\n"
        yield f'<p class="fact">{one.suggestion.score:.0%} of their words agree.</p>\n</li>\n'
    yield "</ul>\n"
