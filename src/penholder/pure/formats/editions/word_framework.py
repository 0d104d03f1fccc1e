"""A framework as an accessible Word file: real headings, real lists, a language for every passage, and no tables.

Everything that a screen reader or Word's own checker asks for is in the structure: the title and language of the
document, headings that nest, bookmarks for every statement, and space by style, never by empty paragraphs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

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
from penholder.pure.formats.editions.word_framework_file import (
    BULLETS,
    LINK,
    LIST,
    STYLES,
    indent,
    with_body,
    word_document,
    word_language,
)
from penholder.pure.formats.fates import FieldFate
from penholder.pure.tree.statement import Tree

FIELDS = reading_fates(
    identifier=FieldFate(
        "identifier", "bookmark", "changed", "with “s_” before it; a digest where it can't be a bookmark"
    )
)

_PLAIN_BOOKMARK = re.compile(r"[A-Za-z0-9-]{1,38}")
_TOP = 2


def write_word(tree: Tree) -> bytes:
    """One Word file, for people: headings and lists as the tree has them, a bookmark for each statement."""
    told = told_framework(tree)
    writing = _Writing(told)
    body = "".join(writing.body())
    return with_body(word_document(told, writing.addresses), body)


def word_bookmark(anchor: str) -> str:
    """The anchor as the name of a bookmark, which has forty letters, digits and low lines, whatever their case."""
    if _PLAIN_BOOKMARK.fullmatch(anchor) and anchor == anchor.casefold():
        return f"s_{anchor.replace('-', '_')}"
    return f"s__{hashlib.sha256(anchor.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


class _Writing:
    """One framework on its way into Word's markup; ``addresses`` are those that links lead to, by relation."""

    def __init__(self, told: ToldFramework) -> None:
        self.told = told
        self.addresses: dict[str, str] = {}
        self.bookmarks = 0

    def body(self) -> Iterator[str]:
        yield self._paragraph(self.told.heading.runs, style="Heading1", way=self.told.heading.direction)
        yield from (self._styled(one) for one in self.told.about)
        yield from self._contents()
        for one in self.told.statements:
            yield from self._statement(one)
        if self.told.elsewhere:
            yield self._ours(ELSEWHERE)
            yield from (self._styled(one) for one in self.told.elsewhere)

    def _contents(self) -> Iterator[str]:
        """A field that Word can make anew, with what it would find already in it; links stand for page numbers."""
        entries = self.told.contents
        if not entries:
            return
        yield self._ours(CONTENTS)
        deepest = max(one.level for one in entries)
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
            f'TOC \\o "{_TOP}-{deepest}" \\n \\h \\z </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        for number, one in enumerate(entries):
            heading = one.paragraphs[0]
            runs = "".join(self._run(run, heading, link=True) for run in heading.runs)
            anchor = quoteattr(word_bookmark(one.anchor))
            yield _wrapped(
                f'<w:pStyle w:val="TOC{one.level}"/>{_way(heading.direction)}',
                f'{"" if number else begin}<w:hyperlink w:anchor={anchor} w:history="1">{runs}</w:hyperlink>'
                + ("" if number < len(entries) - 1 else '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
            )

    def _statement(self, one: ToldStatement) -> Iterator[str]:
        first, *rest = one.paragraphs
        if one.level:
            yield self._paragraph(
                first.runs, style=f"Heading{one.level}", way=first.direction, anchor=one.anchor
            )
            yield from (self._styled(paragraph) for paragraph in rest)
            return
        keep = one.governs
        yield self._paragraph(
            first.runs,
            style=LIST,
            way=first.direction,
            anchor=one.anchor,
            place=f'<w:numPr><w:ilvl w:val="{one.depth - 1}"/><w:numId w:val="{BULLETS}"/></w:numPr>',
            keep=keep,
        )
        for paragraph in rest:
            yield self._styled(paragraph, place=indent(one.depth), keep=keep)

    def _ours(self, words: str) -> str:
        return self._paragraph((Run(words, self.told.ours),), style=f"Heading{_TOP}", way="ltr")

    def _styled(self, paragraph: Paragraph, *, place: str = "", keep: bool = False) -> str:
        return self._paragraph(
            paragraph.runs, style=STYLES[paragraph.role], way=paragraph.direction, place=place, keep=keep
        )

    def _paragraph(
        self,
        runs: Sequence[Run],
        *,
        style: str,
        way: str,
        anchor: str = "",
        place: str = "",
        keep: bool = False,
    ) -> str:
        """``place`` is where in a list, or how far in; ``keep``: on the same page as what follows."""
        words = "".join(self._linked(run, way) for run in runs)
        if anchor:
            self.bookmarks += 1
            name = quoteattr(word_bookmark(anchor))
            words = (
                f'<w:bookmarkStart w:id="{self.bookmarks}" w:name={name}/>{words}'
                f'<w:bookmarkEnd w:id="{self.bookmarks}"/>'
            )
        numbered, far_in = (place, "") if place.startswith("<w:numPr>") else ("", place)
        look = f'<w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}{numbered}{_way(way)}{far_in}'
        return _wrapped(look, words)

    def _linked(self, run: Run, way: str) -> str:
        words = self._run(run, way, link=bool(run.anchor or run.address))
        if run.anchor:
            anchor = quoteattr(word_bookmark(run.anchor))
            return f'<w:hyperlink w:anchor={anchor} w:history="1">{words}</w:hyperlink>'
        if run.address:
            relation = self.addresses.setdefault(run.address, f"link{len(self.addresses) + 1}")
            return f'<w:hyperlink r:id="{relation}" w:history="1">{words}</w:hyperlink>'
        return words

    def _run(self, run: Run, within: Paragraph | str, *, link: bool = False) -> str:
        otherwise = within.direction if isinstance(within, Paragraph) else within
        right = direction(run.text, "rtl" if otherwise == "rtl" else "ltr") == "rtl"
        look = (
            (f'<w:rStyle w:val="{LINK}"/>' if link else "")
            + ("<w:b/><w:bCs/>" if run.strong else "")
            + ("<w:rtl/>" if right else "")
            + word_language(run.language, right=right)
        )
        text = escape(run.text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
        properties = f"<w:rPr>{look}</w:rPr>" if look else ""
        return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _way(way: str) -> str:
    return "<w:bidi/>" if way == "rtl" else ""


def _wrapped(look: str, words: str) -> str:
    return f"<w:p><w:pPr>{look}</w:pPr>{words}</w:p>"
