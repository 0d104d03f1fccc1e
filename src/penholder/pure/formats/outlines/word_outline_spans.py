"""A Word paragraph in spans: its words with what is said of them, as far as a reader of our own edition needs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.word_text import WORD, line_of, value_of

_OFF = frozenset({"0", "false", "off"})
_WITHIN = frozenset(
    f"{WORD}{name}"
    for name in ("hyperlink", "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "fldSimple")
)


@dataclass(frozen=True, slots=True)
class Span:
    """Words that are alike: whether in bold type, in which language, and where a link in them leads.

    ``anchor`` is the bookmark that the link leads to; ``link`` is true also where it leads out of the document.
    """

    text: str
    strong: bool = False
    language: str = ""
    anchor: str = ""
    link: bool = False


def spans_of(paragraph: etree._Element) -> tuple[Span, ...]:
    """The spans of a paragraph, tracked changes accepted; neighbours that are alike are one.

    Words in bold type that begin with a blank stay apart: so the code of a heading can be told from its words where
    another programme made the whole of it bold.
    """
    spans: list[Span] = []
    for span in _spans(paragraph, "", link=False):
        last = spans[-1] if spans else None
        apart = span.strong and span.text.startswith(" ")
        if (
            last
            and not apart
            and (last.strong, last.language, last.anchor, last.link)
            == (
                span.strong,
                span.language,
                span.anchor,
                span.link,
            )
        ):
            spans[-1] = replace(last, text=last.text + span.text)
        else:
            spans.append(span)
    return tuple(spans)


def words_of(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans)


def led_by_bold(spans: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """The words in bold type that a paragraph begins with, and the rest after the one blank that stands between."""
    begin = 0
    while begin < len(spans) and spans[begin].strong:
        begin += 1
    if begin == len(spans) > 1:
        begin = 1
    rest = spans[begin:]
    if begin and rest and rest[0].text.startswith(" "):
        first = rest[0]
        cut = replace(first, text=first.text[1:])
        rest = (cut, *rest[1:]) if cut.text else rest[1:]
    return words_of(spans[:begin]), tuple(rest)


def language_of(spans: Sequence[Span]) -> str:
    """The language that the words are marked with."""
    return next((span.language for span in spans if span.text.strip()), "")


def bookmarks_of(paragraph: etree._Element) -> tuple[str, ...]:
    return tuple(str(one.get(f"{WORD}name", "")) for one in paragraph.iter(f"{WORD}bookmarkStart"))


def _spans(parent: etree._Element, anchor: str, *, link: bool) -> Iterator[Span]:
    for child in parent:
        if child.tag == f"{WORD}r":
            text = storable(line_of(child))
            if text:
                yield Span(text, _is_bold(child), value_of(child, "rPr/lang"), anchor, link)
        elif child.tag == f"{WORD}hyperlink":
            yield from _spans(child, str(child.get(f"{WORD}anchor", "")), link=True)
        elif child.tag in _WITHIN:
            yield from _spans(child, anchor, link=link)


def _is_bold(run: etree._Element) -> bool:
    bold = run.find(f"{WORD}rPr/{WORD}b")
    return bold is not None and bold.get(f"{WORD}val", "1") not in _OFF
