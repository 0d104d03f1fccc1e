"""What kind of place to fill in a content control or an old form field is, and what state it says it is in."""

from typing import Final, Literal, NamedTuple

from lxml import etree

from penholder.pure.formats.forms.marks import is_choice_prompt
from penholder.pure.formats.word_names import VALUE, WORD, is_on

Sort = Literal["text", "choice", "date", "box", "holder"]
"""A “holder” only holds other things: a repeating section, a picture, a table of contents."""

_NEWER: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_LATER: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_SORTS: Final[dict[object, Sort]] = {
    f"{WORD}dropDownList": "choice",
    f"{WORD}comboBox": "choice",
    f"{WORD}date": "date",
    f"{_NEWER}checkbox": "box",
    f"{WORD}picture": "holder",
    f"{WORD}group": "holder",
    f"{WORD}docPartObj": "holder",
    f"{WORD}docPartList": "holder",
    f"{WORD}citation": "holder",
    f"{WORD}bibliography": "holder",
    f"{_LATER}repeatingSection": "holder",
    f"{_LATER}repeatingSectionItem": "holder",
}
_CONTENT: Final = f"{WORD}sdtContent"
_PROPERTIES: Final = f"{WORD}sdtPr"
_CHECKED: Final = f"{_NEWER}checked"
_CHECKED_VALUE: Final = f"{_NEWER}val"
_SHOWS_PROMPT: Final = f"{WORD}showingPlcHdr"
_SHOWN: Final = f"{WORD}displayText"
_ENTRY: Final = f"{WORD}value"
_ALIAS: Final = f"{WORD}alias"
_NAME: Final = f"{WORD}tag"


class Asked(NamedTuple):
    """A place to fill in, as its properties have it; ``prompts`` are texts that it shows when nothing was chosen."""

    sort: Sort = "text"
    name: str = ""
    alias: str = ""
    shows_prompt: bool = False
    ticked: bool = False
    prompts: tuple[str, ...] = ()
    chosen: str = ""


_PLAIN: Final = Asked()


def asked_by_control(control: etree._Element) -> tuple[Asked, etree._Element | None]:
    """A content control, and what stands in it."""
    properties = content = None
    for child in control:
        if child.tag == _CONTENT:
            content = child
        elif child.tag == _PROPERTIES:
            properties = child
    return _PLAIN if properties is None else _asked(properties), content


def asked_by_field(data: etree._Element) -> Asked:
    """An old form field (``w:ffData``)."""
    named = data.find(f"{WORD}name")
    name = "" if named is None else str(named.get(VALUE, ""))
    box = data.find(f"{WORD}checkBox")
    if box is not None:
        state = box.find(f"{WORD}checked")
        if state is None:
            state = box.find(f"{WORD}default")
        return Asked("box", name, ticked=state is not None and is_on(state))
    choice = data.find(f"{WORD}ddList")
    if choice is not None:
        return Asked("choice", name, chosen=_chosen(choice))
    return Asked("text", name)


def _asked(properties: etree._Element) -> Asked:
    sort: Sort = "text"
    name = alias = ""
    prompts: tuple[str, ...] = ()
    ticked = shows_prompt = False
    for child in properties:
        kind = child.tag
        if kind in _SORTS:
            sort = _SORTS[kind]
            if sort == "box":
                ticked = any(state.tag == _CHECKED and is_on(state, _CHECKED_VALUE) for state in child)
            elif sort == "choice":
                prompts = _empty_entries(child)
        elif kind == _SHOWS_PROMPT:
            shows_prompt = is_on(child)
        elif kind == _ALIAS:
            alias = str(child.get(VALUE, ""))
        elif kind == _NAME:
            name = str(child.get(VALUE, ""))
    return Asked(sort, name, alias, shows_prompt, ticked, prompts)


def _empty_entries(choice: etree._Element) -> tuple[str, ...]:
    """The entries that stand for no choice: nothing is kept for them, or the first one only asks for one of the others.

    In every language Word writes its own “Choose an item.” as a first entry without a text to show.
    """
    entries = choice.findall(f"{WORD}listItem")
    empty = [_shown(entry) for entry in entries if not entry.get(_ENTRY) and entry.get(_SHOWN)]
    if len(entries) > 1:
        first = entries[0]
        is_of_word = not first.get(_SHOWN) and all(entry.get(_SHOWN) for entry in entries[1:])
        if is_of_word or is_choice_prompt(_shown(first)):
            empty.append(_shown(first))
    return tuple(filter(None, empty))


def _shown(entry: etree._Element) -> str:
    return str(entry.get(_SHOWN) or entry.get(_ENTRY, "")).strip()


def _chosen(choice: etree._Element) -> str:
    """The entry somebody chose, or nothing: a list that nobody touched shows its first one, which is no answer."""
    entries = [str(entry.get(VALUE, "")) for entry in choice.findall(f"{WORD}listEntry")]
    result = choice.find(f"{WORD}result")
    default = choice.find(f"{WORD}default")
    state = result if result is not None else default
    number = "" if state is None else str(state.get(VALUE, "0"))
    if not (number.isascii() and number.isdecimal() and len(number) < 6 and int(number) < len(entries)):  # noqa: PLR2004 - no list is longer
        return ""
    if result is None and int(number) == 0:
        return ""
    entry = entries[int(number)]
    return "" if int(number) == 0 and is_choice_prompt(entry) else entry
