"""An association as our own Word edition tells it, in words, taken back to its kind and its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from penholder.pure.formats.editions.framework_words import kind_in_words
from penholder.pure.formats.outlines.word_outline_spans import Span, led_by_bold, words_of

_KNOWN = (
    *(
        "isChildOf",
        "isPeerOf",
        "isPartOf",
        "exactMatchOf",
        "precedes",
        "isRelatedTo",
        "replacedBy",
        "exemplar",
    ),
    *("hasSkillLevel", "isTranslationOf", "ext:narrowMatchOf", "ext:broadMatchOf", "ext:closeMatchOf", ""),
)
_KINDS = {kind_in_words(kind)[0]: kind for kind in _KNOWN}
_NOT_SAID = "(not said)"


@dataclass(frozen=True, slots=True)
class SaidLink:
    """Its kind, and where it leads: to a bookmark of the document, or to an end elsewhere with an address or a title."""

    kind: str
    anchor: str = ""
    destination: str = ""
    address: str = ""
    title: str = ""


def said_link(spans: Sequence[Span]) -> SaidLink | None:
    """The association in a paragraph; None where it does not begin with its kind in bold type."""
    label, rest = led_by_bold(spans)
    words = words_of(rest)
    if not label or not words:
        return None
    said = label.removesuffix(":")
    kind = _KINDS.get(said, said)
    for place, span in enumerate(rest):
        if span.anchor:
            return SaidLink(kind, span.anchor, words)
        if span.link:
            title = words_of(rest[:place]).removesuffix(" (")
            return SaidLink(kind, destination=span.text, address=span.text, title=title)
    title, bracket, end = words.removesuffix(")").rpartition(" (")
    if not bracket or not words.endswith(")"):
        title, end = "", words
    return SaidLink(kind, destination="" if end == _NOT_SAID else end, title=title)
