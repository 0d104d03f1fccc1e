"""A tagged PDF as a screen reader has it: the tree of its tags, each with its words, through the fonts' own tables."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

INVISIBLE = re.compile("[\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass
class Tagged:
    """One tag: its kind, its own words, and the tags and words inside it in order."""

    kind: str
    inside: list[Tagged | str] = field(default_factory=list)

    def words(self, *, without: tuple[str, ...] = ("Lbl", "TOC")) -> str:
        return "".join(
            one if isinstance(one, str) else "" if one.kind in without else one.words(without=without)
            for one in self.inside
        )

    def all(self) -> Iterator[Tagged]:
        yield self
        for one in self.inside:
            if isinstance(one, Tagged):
                yield from one.all()


def visible(text: str) -> str:
    """The letters alone: where a line breaks, and what has no shape, is no part of what a PDF says."""
    return INVISIBLE.sub("", text)


def tags_of(data: bytes) -> Tagged:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        words = {page.obj.objgen: _marked_words(page) for page in pdf.pages}
        return _tagged(pdf.Root.StructTreeRoot, (0, 0), words)


def paragraphs_of(root: Tagged) -> Iterator[str]:
    """The words of every heading and paragraph in the order of the tags, the list of contents left out."""
    for one in _outside_contents(root):
        if one.kind == "P" or re.fullmatch("H[1-6]", one.kind):
            yield visible(one.words())


def _outside_contents(tag: Tagged) -> Iterator[Tagged]:
    if tag.kind == "TOC":
        return
    yield tag
    for one in tag.inside:
        if isinstance(one, Tagged):
            yield from _outside_contents(one)


def places_of(root: Tagged) -> Iterator[tuple[int, int]]:
    """The level of each heading from the second on, or the depth of each entry of a list, in order."""

    def walk(tag: Tagged, depth: int) -> Iterator[tuple[int, int]]:
        if tag.kind == "TOC":
            return
        if tag.kind == "LI":
            yield 0, depth
        elif re.fullmatch("H[2-6]", tag.kind):
            yield int(tag.kind[1]), 0
        for one in tag.inside:
            if isinstance(one, Tagged):
                yield from walk(one, depth + (tag.kind == "L"))

    return walk(root, 0)


def _tagged(element: Any, page: tuple[int, int], words: dict[tuple[int, int], dict[int, str]]) -> Tagged:
    page = element.Pg.objgen if "/Pg" in element else page
    tag = Tagged(str(element.get("/S", "/Root")).removeprefix("/"))
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            tag.inside.append(words[page].get(kid, ""))
        elif kid.get("/Type") == "/MCR":
            on = kid.Pg.objgen if "/Pg" in kid else page
            tag.inside.append(words[on].get(int(kid.MCID), ""))
        elif "/S" in kid:
            tag.inside.append(_tagged(kid, page, words))
    return tag


def _marked_words(page: pikepdf.Page) -> dict[int, str]:
    """The words of each marked stretch of a page."""
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    marks: list[tuple[str, Any]] = []
    letters: dict[str, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC":
                marks.append((str(operands[0]), None))
            case "BDC":
                marks.append((str(operands[0]), operands[1]))
                if "/ActualText" in operands[1]:
                    _say(found, marks, str(operands[1].ActualText))
            case "EMC":
                marks.pop()
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj" | "TJ":
                pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
                text = "".join(
                    _decoded(bytes(one), letters) for one in pieces if isinstance(one, pikepdf.String)
                )
                if not any(said is not None and "/ActualText" in said for _, said in marks):
                    turned = any(kind == "/ReversedChars" for kind, _ in marks)
                    _say(found, marks, text[::-1] if turned else text)
    return found


def _say(found: dict[int, str], marks: list[tuple[str, Any]], text: str) -> None:
    for _, said in reversed(marks):
        if said is not None and "/MCID" in said:
            number = int(said.MCID)
            found[number] = found.get(number, "") + text
            return


def _decoded(codes: bytes, letters: dict[str, str]) -> str:
    return "".join(letters[codes[at : at + 2].hex()] for at in range(0, len(codes), 2))


def _letters(font: Any) -> dict[str, str]:
    table = font.ToUnicode.read_bytes().decode("ascii")
    letters: dict[str, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            letters[code.lower()] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(text, 16)
            for step in range(int(last, 16) - int(first, 16) + 1):
                letters[f"{int(first, 16) + step:04x}"] = chr(start + step)
    return letters
