"""The words of a paragraph as the accepted text shows them, with what stands among them: boxes, fields, controls.

Whatever wraps a run (content controls, insertions, links, smart tags) is gone through as if it were not there; what was
deleted, is hidden or only asks for an answer is no text.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar

from lxml import etree

from penholder.pure.formats.forms import codes
from penholder.pure.formats.forms.answers import Region, keep_choice, keep_field, set_down, tick_control
from penholder.pure.formats.forms.codes import CODES, SIGNS
from penholder.pure.formats.forms.controls import Asked, asked_by_control, asked_by_field
from penholder.pure.formats.forms.marks import is_prompt
from penholder.pure.formats.forms.pen import START, Mark, Pen
from penholder.pure.formats.forms.values import UNTICKED, Table
from penholder.pure.formats.report import LONGEST_QUOTE
from penholder.pure.formats.word_formula import in_one_line
from penholder.pure.formats.word_marked import marks_of
from penholder.pure.formats.word_names import VALUE, WORD, is_on
from penholder.pure.formats.word_symbols import UNKNOWN, read_signs, symbol, symbol_font

# Names of their own: they are looked at for every element of a file.
_THROUGH, _RUN, _TEXT, _SKIP, _HIDING = codes.THROUGH, codes.RUN, codes.TEXT, codes.SKIP, codes.HIDING
_ASKING = "A control shows the words that ask for an answer."
_EQUATION = "An equation stands among the words."
PICTURE = "A picture stands among the words."
SO_OF_PICTURE = "It was not read; look in Word whether it is part of an answer."
_UNKNOWN_SIGN = "A sign of a symbol font is no tick that is known."
_NOT_ASKING = "A control says that nobody filled it in, and holds words that do not ask for an answer."

_RUN_OF_WORDS, _WORDS = f"{WORD}r", f"{WORD}t"

_STYLE_OF_PROMPTS = re.compile("placeholder|platzhalter", re.IGNORECASE)

WITHOUT_WORDS = frozenset(mark for mark, code in CODES.items() if code in {codes.SKIP, codes.HIDING})
"""Elements with no words in them, in a part that hides none."""

Touched = Callable[[], list[Region]]
"""Asked after a control was gone through: the words that it wrote."""


@dataclass(slots=True)
class _OpenField:
    asked: Asked | None
    pen: Pen
    mark: Mark
    blocks: int
    bookmark: str
    quiet: bool = True


class Runs(ABC):
    """Reads runs into the pen at hand.

    ``hidden`` are the styles whose words nobody sees. ``may_hide`` and ``may_sign`` are false where the part hides no
    words by itself and has none in a symbol font, struck through or highlighted, which spares looking at every run. What was odd is
    added to ``told``, with the words that it is about; of pictures only where ``pictured``.
    """

    def __init__(
        self,
        told: list[tuple[str, str]],
        *,
        hidden: Collection[str] = (),
        may_hide: bool,
        may_sign: bool = False,
        pictured: bool = False,
    ) -> None:
        self._told = told
        self._pictured = pictured
        self._marked: dict[str, tuple[Pen, int, int]] = {}
        self._hidden = hidden
        self._may_hide = may_hide or bool(hidden)
        self._may_sign = may_sign
        self._codes = {**CODES, _RUN_OF_WORDS: codes.RUN_TO_LOOK_AT} if may_sign else CODES
        self._font = ""
        self._blocks: list[Pen | Table] = []
        self._pen = Pen()
        self._quiet = 0
        self._fields: list[_OpenField] = []
        self._floor = 0
        self._fields_count = True
        self._bookmarks: dict[str, str] = {}
        self._bookmarked: list[str] = []

    @abstractmethod
    def _lines(self, parent: etree._Element) -> None:
        """Read the paragraphs of a text box: each is a line."""

    # Words

    def _inline(self, element: etree._Element) -> None:
        """Runs and what they stand in. Every word goes through here: what is rare is kept out of the way."""
        pieces = self._pen.pieces
        code_of = self._codes.get
        for child in element:
            code = code_of(child.tag, _THROUGH)
            if code == _RUN:
                for part in child:
                    code = code_of(part.tag, _THROUGH)
                    if code == _TEXT:
                        if not self._quiet and (text := part.text):
                            pieces.append(text)
                    elif code == _HIDING:
                        if self._may_hide and self._is_hidden(part):
                            break
                    elif code != _SKIP and code in self._rarer:
                        self._rarer[code](self, part)
            elif code != _SKIP and code in self._rarer:
                self._rarer[code](self, child)

    def _text(self, words: etree._Element) -> None:
        if self._quiet or not words.text:
            return
        if self._font:
            self._signs(words.text)
        else:
            self._pen.pieces.append(words.text)

    def _run_to_look_at(self, run: etree._Element) -> None:
        properties = run.find(f"{WORD}rPr")
        marks: tuple[str, ...] = ()
        if properties is not None:
            if self._may_hide and self._is_hidden(properties):
                return
            self._font = symbol_font(properties)
            marks = marks_of(properties)
        mark = self._pen.mark()
        self._inline(run)
        self._font = ""
        for how in marks:
            self._tell_marked(how, self._pen.since(mark), mark)

    def _tell_marked(self, how: str, words: str, mark: Mark) -> None:
        """In “Yes / No, delete as appropriate” the line through one of them is the answer; runs side by side are told once."""
        pen, end, at = self._marked.get(how, (None, 0, 0))
        if pen is self._pen and end == mark.pieces:
            before = self._told[at][1]
            if len(before) <= LONGEST_QUOTE:  # more is never shown, and there may be any number of runs
                self._told[at] = (how, before + words)
        elif words.strip():
            at = len(self._told)
            self._told.append((how, words))
        else:
            return
        self._marked[how] = (self._pen, len(self._pen.pieces), at)

    def _sign(self, sign: etree._Element) -> None:
        if not self._quiet:
            self._pen.pieces.append(SIGNS[str(sign.tag)])

    def _either(self, alternatives: etree._Element) -> None:
        if len(alternatives):
            self._inline(alternatives[0])  # the same thing follows again, for older programmes

    def _is_hidden(self, properties: etree._Element) -> bool:
        vanish = properties.find(f"{WORD}vanish")
        if vanish is not None:
            return is_on(vanish)
        style = properties.find(f"{WORD}rStyle") if self._hidden else None
        return style is not None and style.get(VALUE) in self._hidden

    def _box_of_text(self, box: etree._Element) -> None:
        pen = self._pen
        begun, pen.begun = pen.begun, False
        if pen.pieces and not self._quiet:
            pen.pieces.append("\n")
        self._lines(box)
        if not self._quiet:
            pen.pieces.append("\n")
        pen.begun = begun

    def _equation(self, equation: etree._Element) -> None:
        if not self._quiet:
            self._pen.pieces.append(in_one_line(equation))
            self._told.append((_EQUATION, ""))

    def _with_reading(self, ruby: etree._Element) -> None:
        """Words with what is printed above them, how they are read: in brackets after them, as Word saves it as text."""
        for base in ruby.iterchildren(f"{WORD}rubyBase"):
            self._inline(base)
        pen = self._pen
        mark = pen.mark()
        for above in ruby.iterchildren(f"{WORD}rt"):
            self._inline(above)
        if reading := pen.since(mark):
            pen.cut(mark)
            pen.pieces.append(f"({reading})")

    def _picture(self, _: etree._Element) -> None:
        if self._pictured and not self._quiet:
            self._told.append((PICTURE, ""))

    def _symbol(self, sign: etree._Element) -> None:
        if self._quiet:
            return
        meant = symbol(str(sign.get(f"{WORD}font", "")), str(sign.get(f"{WORD}char", "")))
        if not meant:
            self._told.append((_UNKNOWN_SIGN, ""))
            self._pen.pieces.append(UNKNOWN)
        elif meant in "☒☑☐":
            self._pen.tick(ticked=meant != UNTICKED, kind="symbol")
        else:
            self._pen.pieces.append(meant)

    def _signs(self, text: str) -> None:
        for sign in read_signs(text, self._font):
            if sign in "☒☑☐":
                self._pen.tick(ticked=sign != UNTICKED, kind="symbol")
            else:
                self._pen.pieces.append(sign)
                if sign == UNKNOWN and UNKNOWN not in text:
                    self._told.append((_UNKNOWN_SIGN, ""))

    # Bookmarks, which are what identifies a field after LibreOffice had the file

    def _bookmark(self, mark: etree._Element) -> None:
        name = str(mark.get(f"{WORD}name", ""))
        if not name.startswith("_"):
            self._bookmarks[str(mark.get(f"{WORD}id", ""))] = name
            self._bookmarked.append(name)

    def _bookmark_end(self, mark: etree._Element) -> None:
        self._bookmarks.pop(str(mark.get(f"{WORD}id", "")), None)

    def _bookmark_around(self) -> str:
        return next(reversed(self._bookmarks.values())) if self._bookmarks else ""

    # Old form fields

    def _field_char(self, char: etree._Element) -> None:
        kind = char.get(f"{WORD}fldCharType")
        if kind == "begin":
            data = char.find(f"{WORD}ffData")
            self._begin_field(None if data is None else asked_by_field(data))
        elif len(self._fields) > self._floor:
            if kind == "separate":
                field = self._fields[-1]
                # A box or drop-down says by its state what it shows.
                if field.quiet and (field.asked is None or field.asked.sort == "text"):
                    field.quiet = False
                    self._quiet -= 1
            elif kind == "end":
                self._end_field(self._fields.pop())

    def _begin_field(self, asked: Asked | None) -> None:
        bookmark = self._bookmark_around()
        pen = self._pen
        if asked is not None and not self._quiet:
            if asked.sort == "box":
                pen.tick(ticked=asked.ticked, kind="form field", name=asked.name, bookmark=bookmark)
            elif asked.sort == "choice":
                keep_choice(asked, pen, bookmark)
                if not asked.chosen:
                    self._told.append(("A drop-down shows an entry that nobody chose.", ""))
        if self._fields_count:
            self._fields.append(_OpenField(asked, pen, pen.mark(), len(self._blocks), bookmark))
            self._quiet += 1

    def _end_field(self, field: _OpenField) -> None:
        self._quiet -= field.quiet
        asked = field.asked
        if asked is not None and asked.sort == "text" and not self._quiet:
            regions = [(field.pen, field.mark), *pens(self._blocks[field.blocks :])]
            if not keep_field(asked, regions, field.bookmark):
                self._told.append((_ASKING, ""))

    def _forget_fields(self) -> bool:
        """True if a field never ended; what it seemed to hold is text like any other, and so all is to be read again."""
        if len(self._fields) <= self._floor:
            return False
        self._told.append(("A field begins and never ends.", ""))
        self._quiet -= sum(field.quiet for field in self._fields[self._floor :])
        del self._fields[self._floor :]
        return True

    # Content controls

    def _control_among_runs(self, control: etree._Element) -> None:
        asked, content = asked_by_control(control)
        if content is None:
            return
        pen = self._pen
        looks_at_runs = self._may_hide or self._may_sign
        if not (self._quiet or looks_at_runs or asked.sort == "holder" or asked.shows_prompt):
            words = plain_words(content)
            if words is not None and set_down(asked, words, pen, self._bookmark_around()):
                return
        mark = pen.mark()
        self._go_through(asked, content, self._inline, lambda: [(pen, mark)])

    def _control(
        self, control: etree._Element, go: Callable[[etree._Element], None], touched: Touched
    ) -> None:
        """``go`` reads what is in it, as what it stands among is read; ``touched`` says which words that wrote."""
        asked, content = asked_by_control(control)
        if content is not None:
            self._go_through(asked, content, go, touched)

    def _go_through(
        self,
        asked: Asked,
        content: etree._Element,
        go: Callable[[etree._Element], None],
        touched: Touched,
    ) -> None:
        known = len(self._bookmarked)
        bookmark = self._bookmark_around()
        shows_prompt = asked.shows_prompt and asked.sort != "box"
        if shows_prompt and not self._quiet and _holds_words(content):
            self._told.append((_NOT_ASKING, ""))
        self._quiet += shows_prompt
        go(content)
        self._quiet -= shows_prompt
        regions = [] if self._quiet or asked.sort == "holder" else touched()
        if not regions:
            return
        if not bookmark and len(self._bookmarked) > known:
            bookmark = self._bookmarked[known]
        if asked.sort == "box":
            tick_control(asked, regions[0], bookmark)
        elif not keep_field(asked, regions, bookmark):
            self._told.append((_ASKING, ""))

    _rarer: ClassVar[Mapping[int, Callable[[Runs, etree._Element], None]]] = {
        codes.THROUGH: _inline,
        codes.RUN: _inline,
        codes.RUN_TO_LOOK_AT: _run_to_look_at,
        codes.EQUATION: _equation,
        codes.WITH_READING: _with_reading,
        codes.PICTURE: _picture,
        codes.TEXT: _text,
        codes.SIGN: _sign,
        codes.CONTROL: _control_among_runs,
        codes.FIELD_CHAR: _field_char,
        codes.SYMBOL: _symbol,
        codes.BOOKMARK: _bookmark,
        codes.BOOKMARK_END: _bookmark_end,
        codes.BOX_OF_TEXT: _box_of_text,
        codes.EITHER: _either,
    }
    """What is done with elements that are rare. Methods bound to a reader would be a ring, for the collector to find."""


def plain_words(element: etree._Element) -> str | None:
    """The words of an element that holds nothing but runs of words; None where there is more to it."""
    words = ""
    for run in element:
        kind = run.tag
        if kind == _RUN_OF_WORDS:
            for part in run:
                kind = part.tag
                if kind == _WORDS:
                    words += part.text or ""
                elif kind not in WITHOUT_WORDS:
                    return None
        elif kind not in WITHOUT_WORDS:
            return None
    return words


def _holds_words(content: etree._Element) -> bool:
    """Whether a control that shows its prompt may hold an answer: words in no style of prompts, and not known as one."""
    if any(_STYLE_OF_PROMPTS.search(str(style.get(VALUE))) for style in content.iter(f"{WORD}rStyle")):
        return False
    words = "".join(one.text or "" for one in content.iter(_WORDS)).strip()
    return bool(words) and not is_prompt(words)


def pens(blocks: list[Pen | Table]) -> list[Region]:
    """The paragraphs among these blocks; none if there is a table among them, for that is more than a field."""
    if any(isinstance(block, Table) for block in blocks):
        return []
    return [(block, START) for block in blocks if isinstance(block, Pen)]
