"""What becomes of each field when a Word document is read: of our own edition nearly all, of any other what an outline says."""

from __future__ import annotations

from penholder.pure.formats.fates import FieldFate

_SHOWN = "blank lines go; what cannot be shown is � already"
_ELSE = "from other documents: no"

FIELDS: tuple[FieldFate, ...] = (
    FieldFate(
        "words", "heading or paragraph", "kept", f"of our own edition line by line: {_SHOWN}; else trimmed"
    ),
    FieldFate("code", "bold type before the words, or a number, printed or typed", "kept", "in one line"),
    FieldFate("kind", "“Kind”, or a table's column for it", "kept", f"in one line; {_ELSE}"),
    FieldFate("core or optional", "“Core”, “Optional”", "kept", _ELSE),
    FieldFate("level", "“Level”", "kept", f"in one line; {_ELSE}"),
    FieldFate("plain words", "“In plain words”", "kept", f"{_SHOWN}; {_ELSE}"),
    FieldFate("easy read", "“Easy read”", "kept", f"{_SHOWN}; {_ELSE}"),
    FieldFate(
        "short form",
        "“In short”, or the heading over words that are too long for one",
        "kept",
        f"but where it is only how such words begin; {_SHOWN}; {_ELSE}",
    ),
    FieldFate(
        "notes",
        "“Notes”, and paragraphs without a place",
        "kept",
        f"{_SHOWN}; the latter become notes of what is above",
    ),
    FieldFate(
        "language",
        "the language of the passage and of the document",
        "kept",
        f"as RFC 5646 writes it, with words only; English where none was said; {_ELSE} but the document's",
    ),
    FieldFate("address", "", "lost", "that of the framework is kept"),
    FieldFate(
        "identifier",
        "bookmark",
        "changed",
        "kept if of small letters, digits and hyphens, at most 38; else made from the bookmark, or place and words",
    ),
    FieldFate(
        "place and order",
        "headings, lists, numbers, marks and indents",
        "kept",
        "more than nine lists deep by the words above; numbered anew from 0",
    ),
    FieldFate(
        "associations",
        "a line for each",
        "changed",
        f"kinds are told from words, strange ends by address or identifier; order, what else there is: lost; {_ELSE}",
    ),
    FieldFate("whatever else", "", "lost", "pictures, links and formatting are not read"),
)
