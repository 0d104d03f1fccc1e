"""JSON-LD in: a reader of our own for what people publish. No context is ever fetched.

Contexts inside the file are followed; of those that stand elsewhere, the prefixes that everyone writes are known already.
A name that no context explains is kept under that name, where JSON-LD would drop it. Source: W3C, JSON-LD 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.graphs.context import Context, Term
from penholder.pure.formats.graphs.terms import XSD, is_address, is_language, is_language_of_map, joined
from penholder.pure.formats.graphs.value import FIRST, NIL, REST, TYPE, Graph, Literal, Node
from penholder.pure.formats.json_file import as_json
from penholder.pure.formats.report import Tally, shown

Json = dict[str, object]

_KNOWN_CONTEXT = re.compile(
    r"https?://credreg\.net/ctdl(?:asn)?/schema/context/json"
)  # what it says is known here


def read_json_ld(
    document: object, *, tally: Tally, vocabulary: str = "", maps: tuple[str, ...] = ()
) -> Graph:
    """The triples of a JSON-LD document.

    ``vocabulary`` is what bare names belong to where no context says it; words by language are known by their look in
    the properties that begin as one of ``maps``.
    """
    reading = _Reading(tally, maps)
    context = Context(vocabulary=vocabulary)
    for entry in document if isinstance(document, list) else [document]:
        if isinstance(entry, dict):
            reading.node(entry, context)
        else:
            reading.left_over(entry)
    reading.tell(context)
    return reading.graph


class _Reading:
    def __init__(self, tally: Tally, maps: tuple[str, ...]) -> None:
        self.tally = tally
        self.maps = maps
        self.graph = Graph()
        self.blanks: dict[str, str] = {}
        self.described: dict[str, int] = {}
        self.odd: dict[str, int] = {}

    def tell(self, context: Context) -> None:
        """What was odd, once for the whole file."""
        for address in context.elsewhere:
            if _KNOWN_CONTEXT.match(address):
                continue
            self.tally.note(
                "the whole file",
                "The file leaves the meaning of its names to another address.",
                f"“{shown(address)}” was not opened; names were read as they are usually meant.",
            )
        twice = [address for address, times in self.described.items() if times > 1]
        for address in twice:
            self.tally.note(
                shown(address),
                "One identifier stands on several objects.",
                f"The {self.described[address]} were put together; where they differ, the first counts.",
            )
        for what, times in self.odd.items():
            self.tally.note(
                "the whole file", "A value is no text, number or object.", f"{times} × {what}: left out."
            )

    def left_over(self, entry: object) -> None:
        self.tally.leave_out(
            "the whole file",
            "An entry in the file is not an object.",
            "It was left out; look at it in the source.",
            counted=False,
            raw=as_json(entry),
        )

    def node(self, raw: Json, context: Context) -> str:
        """One object as a node; gives its address."""
        if "@context" in raw:
            context = context.extended(raw["@context"])
        keys = {context.keyword(key): key for key in raw}
        subject = self._subject(raw.get(keys.get("@id", "@id")), context)
        if any(context.keyword(key) not in {"@id", "@context", "@graph"} for key in raw):
            self.described[subject] = self.described.get(subject, 0) + 1
        for key, value in raw.items():
            keyword = context.keyword(key)
            if keyword == "@type":
                for name in _several(value):
                    if isinstance(name, str):
                        self.graph.add(subject, TYPE, storable(context.address(name, of_type=True)))
            elif keyword in {"@graph", "@included"}:
                self._contents(value, context)
            elif keyword == "@reverse":
                self._reverse(subject, value, context)
            elif not keyword.startswith("@"):
                self._property(subject, key, value, context)
        return subject

    def _subject(self, given: object, context: Context) -> str:
        if not isinstance(given, str):
            return self.graph.fresh_blank()
        return self._address(given, context)

    def _address(self, given: str, context: Context) -> str:
        if given.startswith("_:"):
            return self.blanks.get(given) or self.blanks.setdefault(given, self.graph.fresh_blank())
        address = context.address(given)
        if context.base and not is_address(address):
            address = joined(context.base, address)
        return storable(address)

    def _contents(self, value: object, context: Context) -> None:
        for entry in _several(value):
            if isinstance(entry, dict):
                self.node(entry, context)
            else:
                self.left_over(entry)

    def _reverse(self, subject: str, value: object, context: Context) -> None:
        for key, ends in value.items() if isinstance(value, dict) else ():
            term = context.term(str(key))
            for end in _several(ends):
                for origin in self._nodes(end, Term(term.address, kind="@id"), context):
                    if isinstance(origin, str):
                        self.graph.add(origin, storable(term.address), subject)

    def _property(self, subject: str, key: str, value: object, context: Context) -> None:
        term = context.term(key)
        for node in self._nodes(value, term, context):
            if term.reverse and isinstance(node, str):
                self.graph.add(node, storable(term.address), subject)
            elif not term.reverse:
                self.graph.add(subject, storable(term.address), node)

    # Values

    def _nodes(self, value: object, term: Term, context: Context) -> Iterator[Node]:
        if isinstance(value, list):
            if term.container == "@list":
                yield self._list(value, term, context)
                return
            for one in value:
                yield from self._nodes(one, term, context)
        elif isinstance(value, dict):
            yield from self._object(value, term, context)
        elif value is not None:
            yield self._scalar(value, term, context)

    def _object(self, value: Json, term: Term, context: Context) -> Iterator[Node]:
        keys = {context.keyword(key): key for key in value}
        if "@value" in keys:
            yield self._literal(value, keys, context)
        elif "@list" in keys:
            yield self._list(_several(value[keys["@list"]]), term, context)
        elif "@set" in keys:
            for one in _several(value[keys["@set"]]):
                yield from self._nodes(one, term, context)
        elif term.container == "@language" or (
            term.address.startswith(self.maps) and _by_language(value, context)
        ):
            yield from self._language_map(value)
        elif term.container in {"@index", "@id", "@type"} and not keys.keys() & {"@id", "@type"}:
            for inner in value.values():
                yield from self._nodes(inner, Term(term.address, kind=term.kind), context)
        else:
            yield self.node(value, context)

    def _language_map(self, value: Json) -> Iterator[Node]:
        for language, texts in value.items():
            for text in _several(texts):
                if isinstance(text, str):
                    yield Literal(storable(text), language if is_language(language) else "")
                elif text is not None:
                    self._odd(text)

    def _odd(self, value: object) -> None:
        what = shown(as_json(value))
        self.odd[what] = self.odd.get(what, 0) + 1

    def _list(self, values: list[object], term: Term, context: Context) -> Node:
        plain = Term(term.address, kind=term.kind, language=term.language)
        head: Node = NIL
        for node in reversed([node for one in values for node in self._nodes(one, plain, context)]):
            here = self.graph.fresh_blank()
            self.graph.add(here, FIRST, node)
            self.graph.add(here, REST, head)
            head = here
        return head

    def _literal(self, value: Json, keys: dict[str, str], context: Context) -> Literal:
        said = value[keys["@value"]]
        language = value.get(keys.get("@language", ""), "")
        datatype = value.get(keys.get("@type", ""), "")
        if not isinstance(said, str):
            sort = context.address(datatype, of_type=True) if isinstance(datatype, str) and datatype else ""
            plain = _of_scalar(said)
            return Literal(plain.text, datatype=storable(sort) or plain.datatype)
        if isinstance(language, str) and is_language(language):
            return Literal(storable(said), language)
        if isinstance(datatype, str) and datatype:
            address = context.address(datatype, of_type=True)
            return Literal(storable(said), datatype="" if address == XSD + "string" else storable(address))
        return Literal(storable(said))

    def _scalar(self, value: object, term: Term, context: Context) -> Node:
        if isinstance(value, str):
            if term.kind in {"@id", "@vocab"}:
                if term.kind == "@vocab" and not value.startswith("_:"):
                    return storable(context.address(value, of_type=True))
                return self._address(value, context)
            language = term.language if term.language is not None else context.language
            language = language if is_language(language) else ""
            datatype = "" if term.kind in {"", "@none", XSD + "string"} else term.kind
            return Literal(storable(value), "" if datatype else language, storable(datatype))
        return _of_scalar(value)


def _of_scalar(value: object) -> Literal:
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=XSD + "boolean")
    if isinstance(value, int):
        return Literal(str(value), datatype=XSD + "integer")
    if isinstance(value, float):
        return Literal(repr(value), datatype=XSD + "double")
    return Literal(as_json(value))


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _by_language(value: Json, context: Context) -> bool:
    return bool(value) and all(
        (key == "@none" or is_language_of_map(key))
        and key not in context.terms
        and all(isinstance(text, str) for text in _several(texts))
        for key, texts in value.items()
    )
