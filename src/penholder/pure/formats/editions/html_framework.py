"""A framework as one accessible HTML file: nothing in it runs, and nothing is fetched from anywhere.

It is read offline, on old telephones, with screen readers, in print, and from an archive in ten years; so it is plain
HTML with one small style of its own, and every statement can be pointed at by its identifier.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from html import escape

from penholder.pure.formats.editions.framework_told import (
    CONTENTS,
    ELSEWHERE,
    Paragraph,
    Run,
    ToldFramework,
    ToldStatement,
    reading_fates,
    told_framework,
)
from penholder.pure.formats.editions.framework_words import direction
from penholder.pure.formats.editions.html_framework_style import STYLE
from penholder.pure.formats.fates import FieldFate
from penholder.pure.tree.statement import Tree

FIELDS = reading_fates(
    identifier=FieldFate(
        "identifier", "id", "changed", "as an anchor, where it can be one; otherwise a digest of it"
    )
)

_PLAIN_ANCHOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_FOLDED = 60
"""A longer list of contents stands folded in front of the statements, so that they are not far away on a telephone."""


def write_html(tree: Tree) -> bytes:
    """One file, for people: headings and lists as the tree has them, each statement under its identifier."""
    return "".join(_page(told_framework(tree))).encode("utf-8")


def html_anchor(anchor: str) -> str:
    """The anchor as an HTML identifier, which holds no blank and stands in an address as it is."""
    if _PLAIN_ANCHOR.fullmatch(anchor):
        return anchor
    return f"statement-{hashlib.sha256(anchor.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def _page(told: ToldFramework) -> Iterator[str]:
    ours = _ours(told)
    title = escape(told.title)
    yield f'<!DOCTYPE html>\n<html lang="{escape(told.language)}" dir="{told.direction}">\n<head>\n'
    yield '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
    yield '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
    yield f"<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
    yield f'<a class="skip" href="#statements"{ours}>Skip to the statements</a>\n'
    heading = "".join(_run(run, told.heading) for run in told.heading.runs)
    yield f"<header>\n<h1{_way(told, told.heading)}>{heading}</h1>\n"
    yield from (_paragraph(told, one) for one in told.about)
    yield "</header>\n"
    yield from _contents(told)
    yield '<main id="statements" tabindex="-1">\n'
    yield from _statements(told)
    if told.elsewhere:
        yield f'<h2 id="elsewhere"{ours}>{ELSEWHERE}</h2>\n<ul>\n'
        yield from (f"<li>{_paragraph(told, one)}</li>\n" for one in told.elsewhere)
        yield "</ul>\n"
    yield "</main>\n</body>\n</html>\n"


def _contents(told: ToldFramework) -> Iterator[str]:
    if not told.contents:
        return
    yield f'<nav aria-labelledby="contents">\n<h2 id="contents"{_ours(told)}>{CONTENTS}</h2>\n'
    many = len(told.contents) > _FOLDED
    if many:
        yield f"<details>\n<summary{_ours(told)}>{len(told.contents):,} headings</summary>\n"
    entries = ((one.level - 1, _contents_entry(told, one)) for one in told.contents)
    yield from _lists(entries)
    yield "</details>\n</nav>\n" if many else "</nav>\n"


def _contents_entry(told: ToldFramework, one: ToldStatement) -> str:
    heading = one.paragraphs[0]
    words = "".join(_words(run, heading) for run in heading.runs)
    return f'<li><a href="#{html_anchor(one.anchor)}"{_way(told, heading)}>{words}</a>'


def _statements(told: ToldFramework) -> Iterator[str]:
    """Headings with what stands under each; statements without one as lists, begun anew under every heading."""
    listed: list[tuple[int, str]] = []
    for one in told.statements:
        if one.level:
            yield from _lists(listed)
            listed = []
            yield from _headed(told, one)
        else:
            listed.append((one.depth, _list_entry(told, one)))
    yield from _lists(listed)


def _headed(told: ToldFramework, one: ToldStatement) -> Iterator[str]:
    heading, *rest = one.paragraphs
    words = "".join(_run(run, heading) for run in heading.runs)
    yield f'<h{one.level} id="{html_anchor(one.anchor)}"{_way(told, heading)}>{words}</h{one.level}>\n'
    if rest:
        yield f'<div class="about">\n{"".join(_paragraph(told, paragraph) for paragraph in rest)}</div>\n'


def _list_entry(told: ToldFramework, one: ToldStatement) -> str:
    stem = ' class="stem"' if one.governs else ""
    words = "".join(_paragraph(told, paragraph) for paragraph in one.paragraphs)
    return f'<li id="{html_anchor(one.anchor)}"{stem}>\n{words}'


def _lists(entries: Sequence[tuple[int, str]] | Iterator[tuple[int, str]]) -> Iterator[str]:
    """Entries with their depths, each begun and not ended, as lists inside lists."""
    deep = 0
    for depth, entry in entries:
        if depth > deep:
            yield "<ul>\n"
        else:
            yield "</li>\n" + "</ul>\n</li>\n" * (deep - depth)
        deep = depth
        yield entry
    yield "</li>\n</ul>\n" * deep


def _paragraph(told: ToldFramework, paragraph: Paragraph) -> str:
    words = "".join(_run(run, paragraph) for run in paragraph.runs)
    return f'<p class="{paragraph.role}"{_way(told, paragraph)}>{words}</p>\n'


def _run(run: Run, within: Paragraph) -> str:
    words = _words(run, within)
    if run.strong:
        words = f"<b>{words}</b>"
    if run.anchor:
        return f'<a href="#{html_anchor(run.anchor)}">{words}</a>'
    if run.address:
        return f'<a href="{escape(run.address)}" rel="noopener noreferrer">{words}</a>'
    return words


def _words(run: Run, within: Paragraph) -> str:
    """The text, marked where its language or its direction is not that of what it stands in."""
    way = direction(run.text, within.direction)
    marks = f' lang="{escape(run.language)}"' if run.language else ""
    if way != within.direction:
        return f'<bdi dir="{way}"{marks}>{escape(run.text)}</bdi>'
    return f"<span{marks}>{escape(run.text)}</span>" if marks else escape(run.text)


def _way(told: ToldFramework, paragraph: Paragraph) -> str:
    return "" if paragraph.direction == told.direction else f' dir="{paragraph.direction}"'


def _ours(told: ToldFramework) -> str:
    return ' lang="en" dir="ltr"' if told.ours else ""
