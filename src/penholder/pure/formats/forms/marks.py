"""What stands in a Word form and is no answer: boxes as a person types them, and sentences that only ask for one."""

import re
from typing import Final

BOX_SIGNS: Final = re.compile("[☐☑☒]")
"""Boxes as a person types them."""

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
_CHOICE_PROMPT: Final = re.compile(r"\W*|\W*(please )?(select|choose|pick)\b.*|.*(\.\.\.|…)", re.IGNORECASE)


def is_prompt(text: str) -> bool:
    """Whether words only ask for an answer, as a control does that nobody filled in."""
    return len(text) <= _LONGEST_PROMPT and " ".join(text.split()).rstrip(".…: ").casefold() in _PROMPTS


def is_choice_prompt(entry: str) -> bool:
    """Whether an entry of a drop-down only asks to choose one: “Select...”, “Please choose”, “--”."""
    return len(entry) <= _LONGEST_PROMPT and _CHOICE_PROMPT.fullmatch(entry.strip()) is not None
