"""How SKOS says what a framework is made of, and what becomes of each of our fields there."""

from __future__ import annotations

from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.graphs.terms import DC, DCT, ESCO, RDFS, SKOS, SKOSXL
from penholder.pure.formats.graphs.vocabulary import KIND, SHORT, Vocabulary
from penholder.pure.tree.crosswalk import CASE_KINDS, SKOS_PREDICATES

LABELS = {SKOSXL + name: SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel")}
LITERAL_FORM = SKOSXL + "literalForm"
ESCO_LITERAL = ESCO + "nodeLiteral"
ESCO_LANGUAGE = ESCO + "language"

SKOS_VOCABULARY = Vocabulary(
    called="SKOS",
    statement_called="concept",
    framework_types=(SKOS + "ConceptScheme",),
    statement_types=(SKOS + "Concept",),
    title=(DCT + "title", SKOS + "prefLabel", RDFS + "label", DC + "title"),
    description=(DCT + "description", SKOS + "definition", DC + "description", RDFS + "comment"),
    language=(DCT + "language", DC + "language"),
    text=(SKOS + "prefLabel", RDFS + "label"),
    notes=(SKOS + "definition", DCT + "description", SKOS + "scopeNote"),
    code=SKOS + "notation",
    kind=KIND,
    short=SHORT,
    up=SKOS + "broader",
    down=SKOS + "narrower",
    top_up=SKOS + "topConceptOf",
    top_down=SKOS + "hasTopConcept",
    member=SKOS + "inScheme",
    kinds={SKOS + SKOS_PREDICATES[relation]: kind for relation, kind in CASE_KINDS.items()}
    | {SKOS + "related": "isRelatedTo", DCT + "isReplacedBy": "replacedBy"},
    worded=frozenset(),
    related_here=SKOS + "related",
)

_OURS = "a property of ours (urn:penholder:terms:), which other tools pass over"

FIELDS: tuple[FieldFate, ...] = (
    FieldFate(
        "words", "skos:prefLabel", "kept", "in the framework's language; other languages are kept beside"
    ),
    FieldFate("code", "skos:notation", "kept", "a second notation is kept beside"),
    FieldFate("kind", "penholder:kind", "kept", _OURS),
    FieldFate("core or optional", "penholder:optional", "kept", _OURS),
    FieldFate("level", "penholder:level", "kept", _OURS),
    FieldFate("plain words", "penholder:plain", "kept", _OURS),
    FieldFate("easy read", "penholder:easy", "kept", _OURS),
    FieldFate(
        "short form", "penholder:short", "kept", f"{_OURS}; skos:altLabel is another label, and kept beside"
    ),
    FieldFate(
        "notes",
        "skos:definition",
        "kept",
        "read from dct:description or skos:scopeNote where there is no definition, and then written as a definition",
    ),
    FieldFate(
        "language", "the language of the label", "kept", "one that is no language code: penholder:language"
    ),
    FieldFate("address", "the concept's own address", "kept", "one that is no address: penholder:address"),
    FieldFate(
        "identifier",
        "penholder:uid",
        "kept",
        "of other files: the UUID at the end of the address, else derived",
    ),
    FieldFate(
        "place and order",
        "skos:broader, skos:narrower, skos:topConceptOf; penholder:position",
        "kept",
        "SKOS has no order: ours is a property of its own; other files are read by notation, else as they stand; "
        "the first parent counts, further ones become associations",
    ),
    FieldFate(
        "associations",
        "skos:exactMatch, broadMatch, narrowMatch, closeMatch, relatedMatch, related; dct:isReplacedBy; "
        "penholder:association",
        "kept",
        "those for which SKOS has a word are said in it too; all are said in full in a property of ours",
    ),
    FieldFate(
        "whatever else",
        "as it came, or penholder:extra",
        "kept",
        "what came from a graph is said again as it was; of nodes without an address that are pointed to twice, only once",
    ),
)
