"""Turtle in: a reader of our own, small and of one pass, that follows no address.

rdflib, weighed for this, takes 3.6 s and 221 MB for 15,000 concepts, hands literals to an XML parser, and resolves relative
addresses against the folder it runs in. Here every fault has a line, and nothing in a file makes anything happen.
Source of the grammar: W3C, RDF 1.1 Turtle.
"""

from __future__ import annotations

import re
from typing import NoReturn

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.graphs.terms import OTHER_SPELLINGS, PREFIXES, XSD, joined
from penholder.pure.formats.graphs.value import FIRST, NIL, REST, TYPE, Graph, Literal, Node
from penholder.pure.formats.json_file import DEEPEST
from penholder.pure.formats.report import Tally, Unreadable, shown

MOST_TRIPLES = 5_000_000

_NAME = r"[^\W\d_](?:[\w.\-·]*[\w\-·])?"
_LOCAL = r"(?:[\w:]|%[0-9A-Fa-f]{2}|\\[!#$%&'()*+,./;=?@_~-])(?:(?:[\w:.·-]|%[0-9A-Fa-f]{2}|\\[!#$%&'()*+,./;=?@_~-])*(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[!#$%&'()*+,./;=?@_~-]))?"
_PIECE = re.compile(
    r"""(?P<space>(?:[ \t\r\n]+|\#[^\r\n]*)+)
    |(?P<iri><[^\x00-\x20<>"{}|^`]*>)
    |(?P<long>\"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*+''')
    |(?P<string>"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')
    |(?P<directive>@prefix\b|@base\b)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<number>[+-]?(?:\d+\.\d*[eE][+-]?\d+|\.?\d+[eE][+-]?\d+|\d*\.\d+|\d+))
    |(?P<blank>_:\w(?:[\w.·-]*[\w·-])?)
    |(?P<pname>(?:NAME)?:(?:LOCAL)?)
    |(?P<word>[A-Za-z]+)
    |(?P<mark>\^\^|[.;,\[\]()])""".replace("NAME", _NAME).replace("LOCAL", _LOCAL),
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_LARGEST = 0x10FFFF

_NO_PIECE = ("", "", 0)


def read_turtle(text: str, *, name: str, tally: Tally) -> Graph:
    """The triples of a Turtle file; raises :class:`~penholder.pure.formats.report.Unreadable` with the line of a fault."""
    return _Reading(text, name=name, tally=tally).graph_read()


class _Reading:
    """One file, piece by piece."""

    def __init__(self, text: str, *, name: str, tally: Tally) -> None:
        self.text = text
        self.name = name
        self.tally = tally
        self.graph = Graph()
        self.prefixes: dict[str, str] = {}
        self.base = ""
        self.blanks: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.place = 0
        self.depth = 0
        self.count = 0
        self.kind, self.piece, self.begin = _NO_PIECE
        self._advance()

    def graph_read(self) -> Graph:
        while self.kind:
            word = self.piece.casefold()
            if self.kind == "directive" or (self.kind == "word" and word in {"prefix", "base"}):
                self._directive(word)
            else:
                self._statement()
        return self.graph

    # Pieces

    def _advance(self) -> None:
        place = self.place
        found = _PIECE.match(self.text, place)
        if found and found.lastgroup == "space":
            place = found.end()
            found = _PIECE.match(self.text, place)
        self.begin = place
        if found is None:
            if place < len(self.text):
                self._fail(f"“{shown(self.text[place : place + 20])}” cannot stand there")
            self.kind, self.piece, self.place = "", "", place
            return
        self.kind, self.piece, self.place = found.lastgroup or "", found.group(), found.end()

    def _fail(self, what: str) -> NoReturn:
        line = self.text.count("\n", 0, self.begin) + 1
        raise Unreadable(
            f"{self.name} is not valid Turtle: line {line}: {what}. Correct that place, or export the file again."
        )

    def _take(self, mark: str) -> None:
        if self.piece != mark or self.kind != "mark":
            self._fail(f"“{mark}” is missing before {self._here()}")
        self._advance()

    def _here(self) -> str:
        return f"“{shown(self.piece)}”" if self.kind else "the end of the file"

    # Statements

    def _directive(self, word: str) -> None:
        with_dot = word.startswith("@")
        self._advance()
        if word.endswith("prefix"):
            if self.kind != "pname" or not self.piece.endswith(":"):
                self._fail("a prefix must end with a colon")
            prefix = self.piece[:-1]
            self._advance()
            self.prefixes[prefix] = self._directive_address()
            self.names.clear()
        else:
            self.base = self._directive_address()
        if with_dot:
            self._take(".")

    def _directive_address(self) -> str:
        if self.kind != "iri":
            self._fail("an address between < and > is missing")
        address = self._address(self.piece)
        self._advance()
        return address

    def _statement(self) -> None:
        if self.piece == "[" and self.kind == "mark":
            subject = self._bracket()
            if self.piece == "." and self.kind == "mark":
                self._advance()
                return
        else:
            node = self._node()
            if isinstance(node, Literal):
                self._fail("a sentence cannot begin with words in quotation marks")
            subject = node
        self._predicates(subject)
        self._take(".")

    def _predicates(self, subject: str) -> None:
        while True:
            predicate = TYPE if self.kind == "word" and self.piece == "a" else ""
            if predicate:
                self._advance()
            else:
                node = self._node() if self.kind in {"iri", "pname"} else self._fail_predicate()
                predicate = str(node)
            self._objects(subject, predicate)
            while self.piece == ";" and self.kind == "mark":
                self._advance()
                if self.kind == "mark" and self.piece in {".", "]"}:
                    return
                if self.piece != ";":
                    break
            else:
                return

    def _fail_predicate(self) -> NoReturn:
        self._fail(f"a property is missing before {self._here()}")

    def _objects(self, subject: str, predicate: str) -> None:
        while True:
            self._add(subject, predicate, self._node())
            if self.piece != "," or self.kind != "mark":
                return
            self._advance()

    def _add(self, subject: str, predicate: str, value: Node) -> None:
        self.count += 1
        if self.count > MOST_TRIPLES:
            raise Unreadable(
                f"{self.name} says more than {MOST_TRIPLES:,} things. Split it into smaller files."
            )
        self.graph.add(subject, predicate, value)

    # Nodes

    def _node(self) -> Node:
        kind, piece = self.kind, self.piece
        if kind == "mark" and piece in {"[", "("}:
            return self._bracket() if piece == "[" else self._list()
        if kind in {"string", "long"}:
            return self._literal()
        if kind == "pname":
            node: Node = self.names.get(piece) or self._named(piece)
        elif kind == "iri":
            node = self._address(piece)
        elif kind == "blank":
            node = self.blanks.get(piece) or self.blanks.setdefault(piece, self.graph.fresh_blank())
        elif kind == "number":
            node = Literal(piece, datatype=XSD + _number_sort(piece))
        elif kind == "word" and piece in {"true", "false"}:
            node = Literal(piece, datatype=XSD + "boolean")
        else:
            self._fail(f"{self._here()} cannot stand there")
        self._advance()
        return node

    def _bracket(self) -> str:
        self._deeper()
        self._advance()
        node = self.graph.fresh_blank()
        if self.piece != "]" or self.kind != "mark":
            self._predicates(node)
        self._take("]")
        self.depth -= 1
        return node

    def _list(self) -> str:
        self._deeper()
        self._advance()
        head = before = ""
        while self.piece != ")" or self.kind != "mark":
            here = self.graph.fresh_blank()
            value = self._node()
            if before:
                self._add(before, REST, here)
            self._add(here, FIRST, value)
            head, before = head or here, here
        self._advance()
        self.depth -= 1
        if before:
            self._add(before, REST, NIL)
        return head or NIL

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            self._fail(f"it is nested more than {DEEPEST} levels deep, which no framework is")

    def _literal(self) -> Literal:
        length = 3 if self.kind == "long" else 1
        text = self.piece[length:-length]
        if "\\" in text:
            text = _ESCAPE.sub(self._unescaped, text)
        text = storable(text)
        self._advance()
        if self.kind == "language":
            language = self.piece[1:]
            self._advance()
            return Literal(text, language)
        if self.kind == "mark" and self.piece == "^^":
            self._advance()
            if self.kind not in {"iri", "pname"}:
                self._fail("a data type is missing after “^^”")
            datatype = str(self._node())
            return Literal(text, datatype="" if datatype == XSD + "string" else datatype)
        return Literal(text)

    def _unescaped(self, found: re.Match[str]) -> str:
        short, long, letter = found.groups()
        if letter is None:
            number = int(short or long, 16)
            return chr(number) if number <= _LARGEST else "\N{REPLACEMENT CHARACTER}"
        if letter not in _ESCAPED:
            self._fail(f"“\\{shown(letter)}” is no escape that Turtle knows")
        return _ESCAPED[letter]

    def _address(self, piece: str) -> str:
        address = piece[1:-1]
        if "\\" in address:
            address = _ESCAPE.sub(self._unescaped_in_address, address)
        if not self.base or ":" in address.partition("/")[0]:
            return storable(address)
        return storable(joined(self.base, address))

    def _unescaped_in_address(self, found: re.Match[str]) -> str:
        if found.group(3) is not None:
            self._fail("an address holds a “\\” that Turtle does not allow there")
        return self._unescaped(found)

    def _named(self, piece: str) -> str:
        prefix, _, local = piece.partition(":")
        beginning = self.prefixes.get(prefix)
        if beginning is None:
            known = PREFIXES.get(prefix) or OTHER_SPELLINGS.get(prefix)
            if known is None:
                self._fail(f"the prefix “{shown(prefix)}:” is not explained in the file")
            self.prefixes[prefix] = beginning = known
            self.tally.note(
                "the whole file",
                "A prefix is not explained in the file.",
                f"“{shown(prefix)}:” was read as {known}, as it is usually meant.",
            )
        if "\\" in local:
            local = re.sub(r"\\(.)", r"\1", local)
        return self.names.setdefault(piece, beginning + local)


def _number_sort(piece: str) -> str:
    if "e" in piece.casefold():
        return "double"
    return "decimal" if "." in piece else "integer"
