"""What stands in a place to fill in, and whether it is an answer.

Blanks are none, nor are the words with which a control asks for one: they are taken out of the text again.
"""

from collections.abc import Sequence

from penholder.pure.formats.forms.controls import Asked
from penholder.pure.formats.forms.marks import is_prompt
from penholder.pure.formats.forms.pen import Mark, OpenField, Pen
from penholder.pure.formats.forms.values import FieldKind

Region = tuple[Pen, Mark]
"""Words that a control or field wrote: everything in a pen since a mark."""


def keep_field(asked: Asked, regions: Sequence[Region], bookmark: str) -> bool:
    """Set a field down where its words begin; false if these only asked for an answer."""
    pen, mark = regions[0]
    value = pen.since(mark) if len(regions) == 1 else "\n".join(one.since(begin) for one, begin in regions)
    words = value.strip()
    is_asking = bool(words) and (is_prompt(words) or words in asked.prompts)
    skipped = 0
    if not words or is_asking:
        value = ""
        for one, begin in regions:
            if len(one.boxes) == begin.boxes and not one.tables:
                one.cut(begin)
    elif value[0] == "\n":  # the end of the paragraph before, where the control is around paragraphs
        value, skipped = value[1:], 1
    kind: FieldKind = "text" if asked.sort not in {"choice", "date"} else asked.sort
    pen.fields.append(
        OpenField(mark.pieces, skipped, kind, value, asked.name, asked.alias, bookmark, len(regions))
    )
    return not is_asking


def set_down(asked: Asked, words: str, pen: Pen, bookmark: str) -> bool:
    """The same as :func:`keep_field` and :func:`tick_control` where there is nothing odd; false where there may be."""
    if asked.sort == "box":
        if len(words) > 1:
            return False
        pen.tick(ticked=asked.ticked, kind="control", name=asked.name, alias=asked.alias, bookmark=bookmark)
        return True
    if asked.prompts or not words or words.isspace() or is_prompt(words):
        return False
    kind: FieldKind = "text" if asked.sort not in {"choice", "date"} else asked.sort
    pieces = pen.pieces
    pen.fields.append(OpenField(len(pieces), 0, kind, words, asked.name, asked.alias, bookmark))
    pieces.append(words)
    return True


def keep_choice(asked: Asked, pen: Pen, bookmark: str) -> None:
    """Set an old drop-down down; what it shows is what was chosen in it, whatever stands beside that."""
    pen.fields.append(OpenField(len(pen.pieces), 0, "choice", asked.chosen, asked.name, "", bookmark))
    pen.pieces.append(asked.chosen)


def tick_control(asked: Asked, region: Region, bookmark: str) -> None:
    """The state is what the property says; the sign that stands for it is replaced, words beside it are kept."""
    pen, mark = region
    shown = pen.since(mark)
    words = shown.lstrip()
    lead = shown[: len(shown) - len(words)]
    is_sign = bool(words) and (len(words.rstrip()) == 1 or not words[0].isalnum())
    pen.cut(mark)
    pen.pieces.append(lead)
    pen.tick(ticked=asked.ticked, kind="control", name=asked.name, alias=asked.alias, bookmark=bookmark)
    pen.pieces.append(words[1:] if is_sign else words)
