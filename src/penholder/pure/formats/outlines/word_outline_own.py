"""Our own Word edition read again, whatever was done to it in Word since.

The edition is written for readers, but its styles say what each paragraph is and its bookmarks which statement, so
nearly all of it comes back. A statement that somebody added has no bookmark; its identifier is made from its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.editions.framework_told import (
    CONTENTS,
    ELSEWHERE,
    NO_WORDS,
    NOTHING,
    RING,
    UNTITLED,
)
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.outlines.outline_marks import Habits, in_a_heading, marked
from penholder.pure.formats.outlines.word_outline_links import SaidLink, said_link
from penholder.pure.formats.outlines.word_outline_said import LISTED, SaidStatement
from penholder.pure.formats.outlines.word_outline_spans import (
    Span,
    bookmarks_of,
    language_of,
    led_by_bold,
    spans_of,
    words_of,
)
from penholder.pure.formats.outlines.word_outline_styles import Styles
from penholder.pure.formats.report import Tally, shown
from penholder.pure.formats.word_text import WORD, text_of
from penholder.pure.tree.statement import Association, Tree

_FACT, _COMPANION, _ASSOCIATION = "statementfact", "statementcompanion", "statementassociation"
_BOOKMARK = re.compile(r"s_[a-z0-9_]{1,38}")
_DIGEST = re.compile(r"s__[0-9a-f]{32}")
_COUNT = re.compile(r"[\d,]+ statements?(?:\.|, [\d,]+ of them optional and the others core\.)")
_OPTIONAL = "of them optional"
_UNDER, _ADDRESS = "It stands under:", "Address:"
_DEEPEST = LISTED + 8


def is_own_edition(blocks: Iterable[etree._Element], styles: Styles) -> bool:
    """Whether we wrote a document: it has our styles, and a bookmark of ours or the count of the statements."""
    if not {_FACT, _COMPANION, _ASSOCIATION} <= styles.names:
        return False
    return any(
        _own_bookmark(one) or (styles.name_of(one) == _FACT and _is_count(words_of(spans_of(one))))
        for one in blocks
    )


def read_own_edition(blocks: Sequence[etree._Element], styles: Styles, tally: Tally, *, title: str) -> Tree:
    """The framework in an edition of ours; ``title`` is for one whose heading somebody took away."""
    reading = _Reading(styles, tally, title)
    for number, block in enumerate(blocks, start=1):
        reading.block(block, f"paragraph {number}")
    return reading.tree()


class _Reading:
    def __init__(self, styles: Styles, tally: Tally, title: str) -> None:
        self.styles = styles
        self.tally = tally
        self.title = title
        self.titled = False
        self.elsewhere = False
        self.some_optional = True
        self.uri = ""
        self.about: list[str] = []
        self.statements: dict[str, SaidStatement] = {}
        self.bookmarks: dict[str, str] = {}
        self.above: list[SaidStatement] = []
        self.deep: list[SaidStatement] = []
        self.deep_before: list[SaidStatement] = []
        self.below: dict[str, int] = {}
        self.links: list[tuple[str, SaidLink, str]] = []
        self.last: SaidStatement | None = None

    def block(self, block: etree._Element, where: str) -> None:
        """One paragraph, or a table that somebody put between them."""
        spans = spans_of(block)
        words = words_of(spans)
        style, name = self.styles.of(block), self.styles.name_of(block)
        if block.tag != f"{WORD}p":
            self._table(storable(text_of(block)), where)
        elif not words.strip() or style.contents:
            return
        elif name == _FACT:
            self._fact(spans, where)
        elif name == _COMPANION and self.last:
            self.last.closed = True
            self.last.companion(spans)
        elif name == _ASSOCIATION:
            self._association(spans, where)
        elif style.heading == 0 and not self.titled and not _own_bookmark(block):
            self.titled, self.title = True, "" if words == UNTITLED else words
        elif style.heading == 1 and words in {CONTENTS, ELSEWHERE} and not _own_bookmark(block):
            self.elsewhere = words == ELSEWHERE
        elif style.heading >= 0 or style.list_id not in {"", "0"} or _own_bookmark(block):
            rank = style.heading if style.heading >= 0 else LISTED + max(0, style.list_level)
            self._statement(_own_bookmark(block), spans, rank, where)
        else:
            self._words(words, where)

    def tree(self) -> Tree:
        """What has come in, with the associations, now that every statement they may lead to is known."""
        return Tree(
            self.title,
            tuple(one.statement() for one in self.statements.values()),
            tuple(self._associations()),
            uri=self.uri,
            description="\n".join(self.about),
        )

    # Statements

    def _statement(self, bookmark: str, spans: Sequence[Span], rank: int, where: str) -> None:
        code, rest = led_by_bold(spans)
        head = words_of(rest)
        if not bookmark and not code:
            mark, words = marked(head, in_a_heading(Habits()))
            code, head = (mark.code, words) if mark.code and words else (code, head)
        while self.above and self.above[-1].rank >= rank:
            self.above.pop()
        parent = self.above[-1].uid if self.above else ""
        uid = self._uid(bookmark, parent, code or head, where)
        one = SaidStatement(uid, rank, code, head, "" if head == NO_WORDS else language_of(rest))
        self._put(one, parent)
        self.above.append(one)
        self.deep_before, self.deep = self.deep, [one] if rank == _DEEPEST else []
        self.statements[uid] = one
        self.bookmarks.setdefault(bookmark, uid)
        self.last = one
        self.tally.read += 1
        self.tally.kept += 1

    def _uid(self, bookmark: str, parent: str, said: str, where: str) -> str:
        if not bookmark:
            self.tally.identifiers_made += 1
            uid = derived_uid(self.title, parent, said)
            so = f"“{shown(said)}” got one that is made from its place and words."
            self.tally.note(where, "A statement has no bookmark, which would be its identifier.", so)
        elif _DIGEST.fullmatch(bookmark):
            uid = derived_uid(bookmark)
        else:
            uid = bookmark.removeprefix("s_").replace("_", "-")
        made, times = uid, 1
        while made in self.statements:
            times += 1
            made = derived_uid(uid, str(times))
        if times > 1 and bookmark:
            so = f"“{shown(said)}” got another one."
            self.tally.note(where, "The identifier of a statement is used twice.", so)
        return made

    def _put(self, one: SaidStatement, parent: str) -> None:
        one.parent, one.position = parent, self.below.get(parent, 0)
        self.below[parent] = one.position + 1

    def _move(self, one: SaidStatement, parent: str) -> None:
        """The last statement to another place; it was the last one in its old place too."""
        self.below[one.parent] -= 1
        self._put(one, parent)

    # What is said of them

    def _fact(self, spans: Sequence[Span], where: str) -> None:
        label, rest = led_by_bold(spans)
        words = words_of(spans)
        if self.last is None:
            self._about(label, words_of(rest), words)
            return
        self.last.closed = True
        if label == _UNDER:
            self._place_under(self.last, words_of(rest), where)
        elif words == RING:
            so = f"“{shown(self.last.head)}” stays at the top."
            self.tally.note(where, "What a statement stood under led back to itself.", so)
            self._move(self.last, "")
            self.above = [self.last]
        else:
            self.last.facts(spans, some_optional=self.some_optional)

    def _about(self, label: str, said: str, words: str) -> None:
        if label == _ADDRESS:
            self.uri = said
        elif _is_count(words):
            self.some_optional = _OPTIONAL in words
        else:
            self.about.append(words)

    def _place_under(self, one: SaidStatement, name: str, where: str) -> None:
        """A list has nine depths; what stands deeper names the statement above it: the nearest one of that name."""
        places = [place for place, above in enumerate(self.deep_before) if above.name == name]
        if not places:
            so = f"“{shown(name)}” was not found above it; it stays where the list has it."
            self.tally.note(where, "A statement belongs under something that is not in this file.", so)
            return
        self.deep = [*self.deep_before[: places[-1] + 1], one]
        self._move(one, self.deep[-2].uid)

    def _words(self, words: str, where: str) -> None:
        if self.last is None:
            self.about.append(words)
        elif not self.last.closed:
            self.last.lines.append(words)
        else:
            so = f"“{shown(words)}” was kept with the notes of “{shown(self.last.head)}”."
            self.tally.note(where, "A paragraph has no place in the outline.", so)
            self.last.companions.setdefault("notes", []).append(words)

    def _table(self, words: str, where: str) -> None:
        if words.strip():
            self.tally.read += 1
            so = "An edition of ours has none; it was left out."
            self.tally.leave_out(where, "A table was put into the document.", so, raw=words)

    # Associations

    def _association(self, spans: Sequence[Span], where: str) -> None:
        origin = self.last.uid if self.last else ""
        if self.elsewhere:
            begin = next((place for place, span in enumerate(spans) if span.strong), 0)
            origin, spans = words_of(spans[:begin]).removesuffix(": "), spans[begin:]
        elif self.last:
            self.last.closed = True
        self.tally.links_read += 1
        said = said_link(spans)
        if said is None:
            raw = words_of(spans)
            so = f"“{shown(raw)}” does not begin with its kind in bold type; it was left out."
            self.tally.leave_link_out(where, "An association cannot be read.", so, raw=raw)
        else:
            self.links.append((origin, said, where))

    def _associations(self) -> Iterable[Association]:
        times: dict[tuple[str, str, str], int] = {}
        for origin, said, where in self.links:
            destination = self.bookmarks.get(said.anchor, said.destination)
            if said.anchor and said.anchor not in self.bookmarks:
                so = f"“{shown(said.destination)}” was kept as its end."
                self.tally.note(where, "An association leads to a bookmark that is not there.", so)
            parts = (origin, said.kind, destination)
            count = times[parts] = times.get(parts, 0) + 1
            yield Association(
                derived_uid(*parts, *([str(count)] if count > 1 else [])),
                said.kind,
                origin,
                destination,
                destination_uri=said.address,
                destination_title=said.title,
            )


def _own_bookmark(paragraph: etree._Element) -> str:
    return next((name for name in bookmarks_of(paragraph) if _BOOKMARK.fullmatch(name)), "")


def _is_count(words: str) -> bool:
    return words == NOTHING or _COUNT.fullmatch(words) is not None
