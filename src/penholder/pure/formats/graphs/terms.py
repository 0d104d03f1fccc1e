"""The few vocabularies whose short names everyone writes, known here so that nobody's file has to be looked up for them."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urljoin

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SKOSXL = "http://www.w3.org/2008/05/skos-xl#"
DC = "http://purl.org/dc/elements/1.1/"
DCT = "http://purl.org/dc/terms/"
CEASN = "https://purl.org/ctdlasn/terms/"
CETERMS = "https://purl.org/ctdl/terms/"
ESCO = "http://data.europa.eu/esco/model#"
OURS = "urn:penholder:terms:"
OUR_STATEMENTS = "urn:penholder:statement:"
OUR_FRAMEWORKS = "urn:penholder:framework:"

PREFIXES = {
    "ceasn": CEASN,
    "ceterms": CETERMS,
    "dc": DC,
    "dct": DCT,
    "esco": ESCO,
    "owl": OWL,
    "penholder": OURS,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "skosxl": SKOSXL,
    "xsd": XSD,
}
OTHER_SPELLINGS = {"dcterms": DCT, "skos-xl": SKOSXL, "xs": XSD}

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ADDRESS = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\ud800-\udfff]+')
_LANGUAGE_OF_MAP = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def is_address(text: str) -> bool:
    """Whether the text can stand as an absolute address (an IRI) in a graph, and is no short name."""
    prefix = text.partition(":")[0]
    return bool(_ADDRESS.fullmatch(text)) and prefix not in PREFIXES and prefix not in OTHER_SPELLINGS


def is_language(text: str) -> bool:
    """Whether the text is formed as a language code is: “en”, “en-GB”."""
    return bool(_LANGUAGE.fullmatch(text))


def is_language_of_map(text: str) -> bool:
    """The same, and such that in a JSON object nobody would take it for the name of something else."""
    return bool(_LANGUAGE_OF_MAP.fullmatch(text))


def short_name(address: str) -> str:
    """“skos:note” for a term of a vocabulary known here, else the address as it is."""
    for prefix, beginning in PREFIXES.items():
        if address.startswith(beginning) and _LOCAL.fullmatch(address, len(beginning)):
            return f"{prefix}:{address[len(beginning) :]}"
    return address


def full_name(name: str) -> str:
    """The address of a short name; an address as it is; nothing for what is neither."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES and _LOCAL.fullmatch(local):
        return PREFIXES[prefix] + local
    return name if is_address(name) and short_name(name) == name else ""


def joined(base: str, address: str) -> str:
    """The address as seen from the base; one that makes no sense there is kept as it is. Nothing is looked up."""
    if base.partition(":")[0] in {"urn", "tag"}:
        return base + address
    try:
        seen = urljoin(base, address)
    except ValueError:
        return address
    return seen + "#" if address.endswith("#") and not seen.endswith("#") else seen


def minted(beginning: str, uid: str) -> str:
    """An address of ours for a uid, of which :func:`uid_minted` finds the uid again."""
    return beginning + quote(uid.encode("utf-8", "replace").decode(), safe="-._~")


def uid_minted(beginning: str, address: str) -> str:
    """The uid for which :func:`minted` gave the address, or nothing."""
    if not address.startswith(beginning):
        return ""
    uid = unquote(address[len(beginning) :])
    return uid if minted(beginning, uid) == address else ""
