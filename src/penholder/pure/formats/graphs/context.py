"""What the names in a JSON-LD file mean, as far as the file itself says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from penholder.pure.formats.graphs.terms import OTHER_SPELLINGS, PREFIXES, is_address

MOST_ELSEWHERE = 8

_KEYWORDS = frozenset(
    {
        "@base",
        "@container",
        "@context",
        "@graph",
        "@id",
        "@included",
        "@index",
        "@language",
        "@list",
        "@none",
        "@reverse",
        "@set",
        "@type",
        "@value",
        "@vocab",
    }
)
_KNOWN = PREFIXES | OTHER_SPELLINGS


@dataclass(frozen=True, slots=True)
class Term:
    """What one name means: its address, what sort of value follows, and how values are put together."""

    address: str
    kind: str = ""
    container: str = ""
    language: str | None = None
    reverse: bool = False


@dataclass(frozen=True)
class Context:
    """The names known at one place of the file. ``elsewhere`` are the contexts that were named and not opened."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    vocabulary: str = ""
    base: str = ""
    language: str = ""
    elsewhere: list[str] = field(default_factory=list)

    def keyword(self, key: str) -> str:
        """The keyword that a key is, or is another word for; any other key as it is."""
        if key in self.terms:
            address = self.terms[key].address
            return address if address in _KEYWORDS else key
        return key

    def address(self, name: str, *, of_type: bool = False) -> str:
        """The address that a name stands for; ``of_type`` where bare names belong to the vocabulary."""
        if of_type and name in self.terms:
            return self.terms[name].address
        prefix, colon, local = name.partition(":")
        if colon and not local.startswith("//"):
            if prefix in self.terms:
                return self.terms[prefix].address + local
            if prefix in _KNOWN:
                return _KNOWN[prefix] + local
        if of_type and not colon and self.vocabulary:
            return self.vocabulary + name
        return name

    def term(self, key: str) -> Term:
        """What a property's name means."""
        if key in self.terms:
            return self.terms[key]
        return Term(self.address(key, of_type=True))

    def extended(self, given: object) -> Context:
        """This context with what another one says on top of it."""
        context = self
        for one in given if isinstance(given, list) else [given]:
            if one is None:
                context = Context(elsewhere=self.elsewhere)
            elif isinstance(one, str):
                if one not in self.elsewhere and len(self.elsewhere) < MOST_ELSEWHERE:
                    self.elsewhere.append(one)
            elif isinstance(one, dict):
                context = context._with(one)
        return context

    def _with(self, given: Mapping[str, object]) -> Context:
        vocabulary, base, language = given.get("@vocab"), given.get("@base"), given.get("@language")
        context = replace(
            self,
            vocabulary=vocabulary if isinstance(vocabulary, str) else self.vocabulary,
            base=base if isinstance(base, str) else self.base,
            language=language if isinstance(language, str) else self.language,
        )
        raw = {key: value for key, value in given.items() if not key.startswith("@")}
        terms = dict(context.terms)
        for key, value in raw.items():
            terms.pop(key, None)
            if value is None:
                terms[key] = Term(key)
        for key, value in raw.items():
            if value is not None:
                terms[key] = _term(key, value, raw, replace(context, terms=terms))
        return replace(context, terms=terms)


def _term(key: str, value: object, raw: Mapping[str, object], context: Context) -> Term:
    if isinstance(value, str):
        return Term(_resolved(value, raw, context, depth=0) if value != key else _alone(key, context))
    if not isinstance(value, dict):
        return Term(key)
    reverse = value.get("@reverse")
    identifier = value.get("@id")
    named = reverse if isinstance(reverse, str) else identifier if isinstance(identifier, str) else ""
    kind, language = value.get("@type"), value.get("@language", "")
    container = value.get("@container")
    if isinstance(container, list):
        container = next((one for one in container if one != "@set"), "@set")
    return Term(
        _resolved(named, raw, context, depth=0) if named and named != key else _alone(key, context),
        kind=_resolved(kind, raw, context, depth=0) if isinstance(kind, str) else "",
        container=container if isinstance(container, str) else "",
        language=None if "@language" not in value else language if isinstance(language, str) else "",
        reverse=isinstance(reverse, str),
    )


def _alone(key: str, context: Context) -> str:
    """The address of a name that is explained by itself."""
    return Context(vocabulary=context.vocabulary).address(key, of_type=True)


def _resolved(name: str, raw: Mapping[str, object], context: Context, *, depth: int) -> str:
    """The address of a name in a context, where names may be built on each other (but not in a ring)."""
    if name in _KEYWORDS or depth > len(_KEYWORDS):
        return name
    prefix, colon, local = name.partition(":")
    beginning = raw.get(prefix if colon else name)
    if isinstance(beginning, dict):
        beginning = beginning.get("@id")
    if isinstance(beginning, str) and not local.startswith("//") and beginning != name:
        return _resolved(beginning, raw, context, depth=depth + 1) + local
    if is_address(name) and prefix not in _KNOWN and prefix not in context.terms:
        return name
    return context.address(name, of_type=True)
