"""Signs of a Word form that are no words: boxes drawn with symbol fonts, and sentences that only ask for an answer."""

import re
from typing import Final

from penholder.pure.formats.forms.values import TICKED, UNTICKED

BOX_SIGNS: Final = re.compile("[☐☑☒]")
"""Boxes as a person types them."""

_WINGDINGS: Final = {
    0xFE: TICKED,
    0xFD: TICKED,
    0x52: "☑",
    0xA8: UNTICKED,
    0x6F: UNTICKED,
    0xFC: "✓",
    0xFB: "✗",
}
_WINGDINGS_2: Final = {
    **_WINGDINGS,
    0x51: TICKED,
    0x53: TICKED,
    0x54: TICKED,
    0xA3: UNTICKED,
    0x50: "✓",
    0x4F: "✗",
}
_PRIVATE: Final = 0xF000
"""Where Word puts the signs of a symbol font; some programmes leave this out."""

_PROMPTS: Final = frozenset(
    (
        "click here to enter text",
        "click or tap here to enter text",
        "click here and type",
        "click to enter text",
        "enter text here",
        "tap here to enter text",
        "enter any content that you want to repeat, including other content controls",
        "choose an item",
        "choose a building block",
        "select an item",
        "click here to enter a date",
        "click or tap to enter a date",
        "click to enter a date",
        "enter a date",
        "click here to choose an item",
    )
)
"""What Word and LibreOffice show in a control that nobody filled in; a programme that loses the mark makes words of it."""
_LONGEST_PROMPT: Final = 200
_BEGINS_LIKE_A_PROMPT: Final = re.compile(r"\s*(click|tap|enter|choose|select)", re.IGNORECASE)
_CHOICE_PROMPT: Final = re.compile(r"\W*|(please )?(select|choose|pick)\b.*|.*(\.\.\.|…)", re.IGNORECASE)


def symbol(font: str, char: str) -> str:
    """What a sign of a symbol font means: ☒, ☑, ☐, ✓ or ✗, or nothing where it is known to mean none of them."""
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    plain = code - _PRIVATE if code >= _PRIVATE else code
    family = font.strip().casefold()
    if not family.startswith("wingdings"):
        return ""
    return (_WINGDINGS_2 if family.endswith("2") else _WINGDINGS).get(plain, "")


def is_prompt(text: str) -> bool:
    """Whether words only ask for an answer, as a control does that nobody filled in."""
    return len(text) <= _LONGEST_PROMPT and " ".join(text.split()).rstrip(".…: ").casefold() in _PROMPTS


def is_choice_prompt(entry: str) -> bool:
    """Whether an entry of a drop-down only asks to choose one: “Select...”, “Please choose”, “--”."""
    return len(entry) <= _LONGEST_PROMPT and _CHOICE_PROMPT.fullmatch(entry.strip()) is not None
