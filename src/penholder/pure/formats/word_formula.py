"""An equation of Word in one line, as a person types it: a half is (1/2) and never 12.

Word draws the line of a fraction, the height of a power, brackets and roots, and keeps no letter for any of them; the
letters alone would say something else.
"""

from collections.abc import Callable
from typing import Final

from lxml import etree

from penholder.pure.formats.xml_safely import local_name

_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EQUATION: Final = f"{_MATH}oMath"

_SIGNS: Final = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}
_DELETED: Final = frozenset((f"{_WORD}del", f"{_WORD}moveFrom"))
_INTEGRAL: Final = "∫"
_HAT: Final = "\N{COMBINING CIRCUMFLEX ACCENT}"
_OVER: Final = "\N{COMBINING OVERLINE}"

_Parts = list[tuple[str, str]]


def in_one_line(element: etree._Element) -> str:
    """The words of an equation, or of a part of one, with signs for what Word only draws."""
    if element.tag in {f"{_MATH}t", f"{_WORD}t"}:
        return element.text or ""
    local = local_name(element)
    if element.tag in _DELETED or local.endswith("Pr"):
        return ""
    parts = [(local_name(child), in_one_line(child)) for child in element]
    if local in _DRAWN:
        return _DRAWN[local](element, parts)
    return _SIGNS.get(str(element.tag), "") + "".join(words for _, words in parts)


def _fraction(element: etree._Element, parts: _Parts) -> str:
    line = "¦" if _drawn(element, "type", "bar") == "noBar" else "/"
    return f"({_grouped(_of('num', parts))}{line}{_grouped(_of('den', parts))})"


def _raised(_: etree._Element, parts: _Parts) -> str:
    """Powers, indices and limits, which stand before or after what they belong to."""
    before = {"sub": "_", "lim": "_", "sup": "^"}
    return "".join(f"{before[name]}{_grouped(words)}" if name in before else words for name, words in parts)


def _limit_above(_: etree._Element, parts: _Parts) -> str:
    return f"{_of('e', parts)}^{_grouped(_of('lim', parts))}"


def _sum(element: etree._Element, parts: _Parts) -> str:
    bounds = _raised(element, [part for part in parts if part[1] and part[0] != "e"])
    return f"{_drawn(element, 'chr', _INTEGRAL)}{bounds} {_of('e', parts)}"


def _root(_: etree._Element, parts: _Parts) -> str:
    degree = _of("deg", parts)
    return f"√{f'[{degree}]' if degree else ''}({_of('e', parts)})"


def _bracketed(element: etree._Element, parts: _Parts) -> str:
    inside = _drawn(element, "sepChr", "|").join(words for name, words in parts if name == "e")
    return f"{_drawn(element, 'begChr', '(')}{inside}{_drawn(element, 'endChr', ')')}"


def _accented(element: etree._Element, parts: _Parts) -> str:
    return _of("e", parts) + _drawn(element, "chr", _HAT)


def _barred(_: etree._Element, parts: _Parts) -> str:
    return _of("e", parts) + _OVER


def _function(_: etree._Element, parts: _Parts) -> str:
    return f"{_of('fName', parts)} {_of('e', parts)}"


def _matrix(_: etree._Element, parts: _Parts) -> str:
    return f"[{'; '.join(words for name, words in parts if name == 'mr')}]"


def _row(_: etree._Element, parts: _Parts) -> str:
    return ", ".join(words for _, words in parts)


def _lines(_: etree._Element, parts: _Parts) -> str:
    return "; ".join(words for name, words in parts if name == "e")


_DRAWN: Final[dict[str, Callable[[etree._Element, _Parts], str]]] = {
    "f": _fraction,
    "sSup": _raised,
    "sSub": _raised,
    "sSubSup": _raised,
    "sPre": _raised,
    "limLow": _raised,
    "limUpp": _limit_above,
    "nary": _sum,
    "rad": _root,
    "d": _bracketed,
    "acc": _accented,
    "bar": _barred,
    "func": _function,
    "m": _matrix,
    "mr": _row,
    "eqArr": _lines,
}


def _of(name: str, parts: _Parts) -> str:
    return "".join(words for local, words in parts if local == name)


def _grouped(words: str) -> str:
    """Brackets around what would fall apart beside a sign."""
    return words if words.isalnum() or not words or _is_grouped(words) else f"({words})"


def _is_grouped(words: str) -> bool:
    """Whether one pair of brackets holds all of it."""
    depth = 0
    for place, sign in enumerate(words):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place > 0 and place == len(words) - 1
    return False


def _drawn(element: etree._Element, name: str, default: str) -> str:
    """A sign by the properties; one that is named without a value is not drawn."""
    found = element.find(f"{_MATH}{local_name(element)}Pr/{_MATH}{name}")
    return default if found is None else str(found.get(f"{_MATH}val", ""))
