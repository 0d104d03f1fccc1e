"""Passages of a text: where they begin and end, how a quoted passage is found again, what nobody has marked yet.

Places count characters from 0, as Python does; a passage includes its start and not its end, and neither edge is
white space.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Passage = tuple[int, int]

_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[^a-z\s])|\s*\n\s*")
_SAME_SIGNS = ("'‘’ʼ`´", '"“”„«»', "-‐‑–—")  # what keyboards and word processors write for one another
_EDGES = "\"'“”‘’„«»…. "


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, and the places in the given list of all points that it belongs to; none for bare text."""

    text: str
    points: tuple[int, ...] = ()


def passage(text: str, start: int, end: int) -> str:
    """The words from ``start`` to ``end``; empty where the text does not reach that far (any more)."""
    return text[start:end] if 0 <= start < end <= len(text) else ""


def trimmed(text: str, start: int, end: int) -> Passage:
    """The same passage without white space at its edges; empty ones end where they start."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return (start, start + len(words.strip()))


def find(text: str, quote: str) -> Passage | None:
    """Where the quoted words stand: letter for letter, else whatever the spacing, capitals, quotation marks or dashes.

    The first place counts where there are several.
    """
    quote = quote.strip()
    if not quote:
        return None
    exact = text.find(quote)
    if exact >= 0:
        return (exact, exact + len(quote))
    return _found_loosely(text, quote) or _found_loosely(text, quote.strip(_EDGES))


def spans(text: str, points: Sequence[Passage]) -> tuple[Span, ...]:
    """The whole text in pieces, cut wherever a point begins or ends, so that overlapping points can all be shown."""
    inside = [(max(0, start), min(len(text), end)) for start, end in points]
    cuts = sorted({0, len(text), *(place for point in inside if point[0] < point[1] for place in point)})
    return tuple(
        Span(
            text[start:end],
            tuple(number for number, point in enumerate(inside) if point[0] <= start and end <= point[1]),
        )
        for start, end in itertools.pairwise(cuts)
    )


def unread(text: str, points: Iterable[Passage]) -> tuple[Passage, ...]:
    """The passages no point covers, in order; where only punctuation or white space is left over, none."""
    found: list[Passage] = []
    place = 0
    for start, end in (*sorted(points), (len(text), len(text))):
        if start > place:
            gap = trimmed(text, place, min(start, len(text)))
            if any(sign.isalnum() for sign in text[gap[0] : gap[1]]):
                found.append(gap)
        place = max(place, end)
    return tuple(found)


def sentences(text: str) -> tuple[Passage, ...]:
    """The text sentence by sentence, near enough to tick: every word is in exactly one of them.

    A full stop before a small letter (“e.g. this”) ends nothing; a new line always does.
    """
    found: list[Passage] = []
    start = 0
    for gap in _SENTENCE_ENDS.finditer(text):
        closing = gap.group()
        end = gap.start() + len(closing.rstrip()) if closing.strip() else gap.start()
        found.append(trimmed(text, start, end))
        start = end
    found.append(trimmed(text, start, len(text)))
    return tuple(each for each in found if each[0] < each[1])


def together(text: str, chosen: Iterable[Passage]) -> Passage | None:
    """One passage from several that stand next to each other; None where words would be drawn in between them."""
    ordered = sorted(chosen)
    if not ordered or any(text[one[1] : other[0]].strip() for one, other in itertools.pairwise(ordered)):
        return None
    return (ordered[0][0], max(end for _, end in ordered))


def from_lines(text: str, start: int, end: int) -> Passage:
    """The passage a browser means, which counts every line break as one character where the text may have two."""
    places = [
        place for place, sign in enumerate(text) if not (sign == "\n" and text[place - 1 : place] == "\r")
    ]
    places.append(len(text))
    last = len(places) - 1
    return (places[min(start, last)], places[min(end, last)])


def _found_loosely(text: str, quote: str) -> Passage | None:
    words = [_loosely(word) for word in quote.split()]
    if not words:
        return None
    found = re.search(r"\s+".join(words), text, flags=re.IGNORECASE)
    return found.span() if found else None


def _loosely(word: str) -> str:
    return "".join(_any_like(sign) for sign in word)


def _any_like(sign: str) -> str:
    for same in _SAME_SIGNS:
        if sign in same:
            return f"[{re.escape(same)}]"
    return re.escape(sign)
