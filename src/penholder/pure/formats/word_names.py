"""Names in Word's files, and what a switch among them says."""

from typing import Final

from lxml import etree

WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE: Final = f"{WORD}val"

_OFF: Final = frozenset(("0", "false", "off"))


def is_on(element: etree._Element, attribute: str = VALUE) -> bool:
    """A switch of the format: on where it says nothing else."""
    return str(element.get(attribute, "1")).casefold() not in _OFF
