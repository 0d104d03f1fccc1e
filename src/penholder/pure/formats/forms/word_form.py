"""A whole Word form: its pages, and what stands above, below and beside them."""

import re
from collections import Counter
from collections.abc import Collection
from typing import Final, Literal

from lxml import etree

from penholder.pure.formats.forms.opened import FormFile, open_form
from penholder.pure.formats.forms.printed_numbers import cells_to_number, printed_numbers
from penholder.pure.formats.forms.runs import PICTURE, SO_OF_PICTURE
from penholder.pure.formats.forms.story import Story
from penholder.pure.formats.forms.values import Block, Margin, Note, NoteKind, WordForm
from penholder.pure.formats.report import Tally, Unreadable
from penholder.pure.formats.word_marked import (
    HIGHLIGHTED,
    STRUCK,
    holds_marks,
    so_of_highlighted,
    so_of_struck,
)
from penholder.pure.formats.word_names import VALUE, WORD, is_on
from penholder.pure.formats.word_symbols import NAMES

_RELATION_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDES: Final = f"{WORD}vanish"
_STYLE_HIDES: Final = b":vanish"
_STYLED: Final = re.compile(rb"Style [^>]*?val=[\"']([^\"']*)[\"']")
_NEVER_HIDDEN: Final = re.compile(
    rb"Normal|Title|Subtitle|Heading[1-9]|List(Paragraph|Bullet|Number)[2-5]?|BodyText|NoSpacing|TableParagraph"
    rb"|TableGrid|Strong|Emphasis|Hyperlink|PlaceholderText|Header|Footer|Caption"
)
"""Styles for words that are meant to be seen: looking each up in a large part would cost as much as reading a form."""
_DELETES: Final = (f"{WORD}del", f"{WORD}cellDel")
_LISTS: Final = f"{WORD}numPr"
_REFERENCES: Final[dict[str, Literal["header", "footer"]]] = {
    f"{WORD}headerReference": "header",
    f"{WORD}footerReference": "footer",
}
_NOTES: Final[dict[str, tuple[NoteKind, str]]] = {
    "footnotes": ("footnote", "footnote"),
    "endnotes": ("endnote", "endnote"),
    "comments": ("remark", "comment"),
}
_SO: Final = {
    "A drop-down shows an entry that nobody chose.": "It counts as not answered.",
    "A control shows the words that ask for an answer.": "It counts as not answered.",
    "A control says that nobody filled it in, and holds words that do not ask for an answer.": (
        "They count as not answered; look in Word whether they are an answer."
    ),
    "A field begins and never ends.": "All its words were read as ordinary text.",
    PICTURE: SO_OF_PICTURE,
    "An equation stands among the words.": "It was written in one line; compare it in Word.",
    "A sign of a symbol font is no tick that is known.": "� stands where it is; look at it in Word.",
}
_AUTHOR: Final = f"{WORD}author"
_ID: Final = f"{WORD}id"
_BEGINS, _ENDS = f"{WORD}commentRangeStart", f"{WORD}commentRangeEnd"
_MOST_PIECES: Final = 100
"""More is never shown of what a remark is about; a file may begin any number of remarks and end none."""
_PARAGRAPH, _WORDS = f"{WORD}p", f"{WORD}t"
_KEPT_APART: Final = "Its words were set apart; in Word, split the cell to see them."


def read_word_form(data: bytes, *, name: str = "The file") -> tuple[WordForm, Tally]:
    """Everything on the pages of a Word file, and what was odd about it.

    Raises :class:`~penholder.pure.formats.report.Unreadable`.
    """
    file = open_form(data, name=name)
    reader = _Parts(file)
    root = reader.root(file.main)
    body = root.find(f"{WORD}body")
    if root.tag != f"{WORD}document" or body is None:
        raise Unreadable(f"{name} has no pages that can be read. Save it again in Word and try that copy.")
    form = WordForm(reader.blocks(file.main, body), reader.margins(root), reader.notes(root))
    tally = Tally()
    highlighted = [raw for what, raw in reader.told if what == HIGHLIGHTED]
    for (what, raw), times in Counter(reader.told).items():
        where = _where(times)
        if what == STRUCK:
            tally.note(where, what, so_of_struck(raw))
        elif what == HIGHLIGHTED:
            continue
        elif raw:
            tally.leave_out(where, what, _KEPT_APART, counted=False, raw=raw)
        else:
            tally.note(where, what, _SO[what])
    if highlighted:
        tally.note(_where(len(highlighted)), HIGHLIGHTED, so_of_highlighted(highlighted))
    return form, tally


def _where(times: int) -> str:
    return "the document" if times == 1 else f"{times} places in the document"


class _Parts:
    """The parts of one file, read by the same rules."""

    def __init__(self, file: FormFile) -> None:
        self._file = file
        self._related = file.related()
        self._hidden: frozenset[str] | None = None
        self._looked_at: dict[str, tuple[bool, bool]] = {}
        self.told: list[tuple[str, str]] = []

    def root(self, part: str) -> etree._Element:
        return self._file.root(part)

    def blocks(self, part: str, parent: etree._Element) -> tuple[Block, ...]:
        """What stands under an element of a part."""
        may_be_hidden, may_sign = self._look_at(part)
        is_main = part == self._file.main
        story = Story(
            self.told,
            hidden=self._hidden_styles() if may_be_hidden else (),
            may_hide=_holds(parent, _HIDES),
            may_sign=may_sign or holds_marks(parent),
            tracked=_holds(parent, *_DELETES),
            pictured=is_main,
            printed=self._printed(parent) if is_main and _holds(parent, _LISTS) else None,
        )
        return story.read(parent)

    def _look_at(self, part: str) -> tuple[bool, bool]:
        """Whether a part uses a style that might hide its words, and a symbol font: once for all the notes in it."""
        if part not in self._looked_at:
            content = self._file.content(part)
            self._looked_at[part] = _may_be_hidden(content), any(name in content for name in NAMES)
        return self._looked_at[part]

    def margins(self, root: etree._Element) -> tuple[Margin, ...]:
        """The page headers and footers, each once, in the order in which the sections name them."""
        parts = {uid: part for kind, uid, part in self._related if kind in {"header", "footer"}}
        found: dict[str, tuple[Literal["header", "footer"], str]] = {}
        shown: set[str] = set()
        at_hand: dict[tuple[str, str], str] = {}
        for section in root.iter(f"{WORD}sectPr") if parts else ():
            for reference in section.iterchildren(*_REFERENCES):
                part = parts.get(str(reference.get(_RELATION_ID, "")), "")
                if part:
                    kind, pages = (
                        _REFERENCES[str(reference.tag)],
                        str(reference.get(f"{WORD}type", "default")),
                    )
                    found.setdefault(part, (kind, pages))
                    at_hand[kind, pages] = part
            # What a section does not name, it takes over from the one before.
            shown.update(part for (_, pages), part in at_hand.items() if self._is_shown(pages, section))
        return tuple(
            Margin(kind, pages, part in shown, self.blocks(part, self.root(part)))
            for part, (kind, pages) in found.items()
        )

    def notes(self, document: etree._Element) -> tuple[Note, ...]:
        """Footnotes, endnotes and what somebody remarked in the margin; not the lines that part notes from the text."""
        found: list[Note] = []
        for kind, _, part in self._related:
            if kind not in _NOTES:
                continue
            sort, local = _NOTES[kind]
            remarked = _remarked(document) if sort == "remark" else {}
            for note in self.root(part).iterchildren(f"{WORD}{local}"):
                if note.get(f"{WORD}type", "normal") != "normal":
                    continue
                by, on = str(note.get(_AUTHOR, "")), remarked.get(str(note.get(_ID, "")), "")
                found.append(Note(sort, self.blocks(part, note), by.strip(), on))
        return tuple(found)

    def _is_shown(self, pages: str, section: etree._Element) -> bool:
        """First pages and even pages have one of their own only where a switch says so."""
        if pages == "first":
            switch = section.find(f"{WORD}titlePg")
        elif pages == "even":
            part = next((part for kind, _, part in self._related if kind == "settings"), "")
            switch = self.root(part).find(f"{WORD}evenAndOddHeaders") if part else None
        else:
            return True
        return switch is not None and is_on(switch)

    def _printed(self, document: etree._Element) -> dict[etree._Element, str]:
        """The numbers that Word prints in the first cells of rows."""
        wanted = cells_to_number(document)
        parts = {kind: part for kind, _, part in self._related}
        if not wanted or "numbering" not in parts:
            return {}
        styles = self.root(parts["styles"]) if "styles" in parts else None
        return printed_numbers(document, wanted, self.root(parts["numbering"]), styles)

    def _hidden_styles(self) -> Collection[str]:
        if self._hidden is None:
            part = next((part for kind, _, part in self._related if kind == "styles"), "")
            hides = part and _STYLE_HIDES in self._file.content(part)
            self._hidden = frozenset(_hiding(self.root(part)) if hides else ())
        return self._hidden


def _remarked(document: etree._Element) -> dict[str, str]:
    """The words that each remark in the margin is about, by its id."""
    said: dict[str, list[str]] = {}
    begun: dict[str, list[str]] = {}
    for one in document.iter(_BEGINS, _ENDS, _PARAGRAPH, _WORDS):
        if one.tag == _BEGINS:
            uid = str(one.get(_ID, ""))
            said[uid] = begun[uid] = []
        elif one.tag == _ENDS:
            begun.pop(str(one.get(_ID, "")), None)
        else:
            for uid, words in list(begun.items()):
                words.append(" " if one.tag == _PARAGRAPH else one.text or "")
                if len(words) == _MOST_PIECES:
                    words.append("…")
                    del begun[uid]
    return {uid: " ".join("".join(words).split()) for uid, words in said.items()}


def _holds(parent: etree._Element, *marks: str) -> bool:
    """Whether one of these elements stands anywhere in it: the tree is quicker to look through than the bytes."""
    return next(parent.iter(*marks), None) is not None


def _may_be_hidden(content: bytes) -> bool:
    """Whether a part uses a style that might hide its words."""
    return not all(_NEVER_HIDDEN.fullmatch(style) for style in set(_STYLED.findall(content)))


def _hiding(styles: etree._Element) -> list[str]:
    """The styles whose words are hidden, and those that are based on one and do not say otherwise."""
    own: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in styles.iterchildren(f"{WORD}style"):
        uid = str(style.get(f"{WORD}styleId", ""))
        vanish = style.find(f"{WORD}rPr/{WORD}vanish")
        base = style.find(f"{WORD}basedOn")
        if vanish is not None:
            own[uid] = is_on(vanish)
        elif base is not None:
            based[uid] = str(base.get(VALUE, ""))
    hiding = [uid for uid, hides in own.items() if hides]
    for uid in based:
        above, steps = uid, 0
        while above in based and steps < len(based):
            above, steps = based[above], steps + 1
        if own.get(above):
            hiding.append(uid)
    return hiding
