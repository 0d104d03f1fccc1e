"""How CTDL-ASN says what a framework is made of, and what becomes of each of our fields there."""

from __future__ import annotations

from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.graphs.terms import CEASN, CETERMS
from penholder.pure.formats.graphs.vocabulary import Vocabulary

_OTHER_ALIGNMENTS = (
    "alignFrom",
    "alignTo",
    "crossSubjectReference",
    "derivedFrom",
    "isVersionOf",
    "minorAlignment",
    "prerequisiteAlignment",
)

CTDL_ASN_VOCABULARY = Vocabulary(
    called="CTDL-ASN",
    statement_called="competency",
    framework_types=(CEASN + "CompetencyFramework",),
    statement_types=(CEASN + "Competency",),
    title=(CEASN + "name",),
    description=(CEASN + "description",),
    language=(CEASN + "inLanguage",),
    text=(CEASN + "competencyText",),
    notes=(CEASN + "comment",),
    code=CEASN + "codedNotation",
    kind=CEASN + "competencyCategory",
    short=CEASN + "competencyLabel",
    up=CEASN + "isChildOf",
    down=CEASN + "hasChild",
    top_up=CEASN + "isTopChildOf",
    top_down=CEASN + "hasTopChild",
    member=CEASN + "isPartOf",
    kinds={
        CEASN + "exactAlignment": "exactMatchOf",
        CEASN + "broadAlignment": "ext:narrowMatchOf",
        CEASN + "narrowAlignment": "ext:broadMatchOf",
        CEASN + "majorAlignment": "ext:closeMatchOf",
        **{CEASN + name: f"ext:{name}" for name in _OTHER_ALIGNMENTS},
    },
    worded=frozenset({CEASN + "competencyCategory", CEASN + "competencyLabel"}),
    list_mark=CEASN + "listID",
    registry_id=CETERMS + "ctid",
    links_as_texts=True,
)

LOCAL_NAMES = {
    name.casefold(): name
    for name in (
        "CompetencyFramework",
        "Competency",
        *(
            address.removeprefix(CEASN).removeprefix(CETERMS)
            for address in (
                *CTDL_ASN_VOCABULARY.structure,
                CTDL_ASN_VOCABULARY.member,
                CTDL_ASN_VOCABULARY.title[0],
                CTDL_ASN_VOCABULARY.description[0],
                CTDL_ASN_VOCABULARY.language[0],
                CTDL_ASN_VOCABULARY.text[0],
                CTDL_ASN_VOCABULARY.notes[0],
                CTDL_ASN_VOCABULARY.code,
                CTDL_ASN_VOCABULARY.kind,
                CTDL_ASN_VOCABULARY.short,
                CTDL_ASN_VOCABULARY.list_mark,
                CTDL_ASN_VOCABULARY.registry_id,
            )
        ),
    )
} | {"competencynotation": "codedNotation"}
"""The names as CTDL-ASN spells them, by the name in small letters; and one that people write instead."""

_OURS = "a property of ours (urn:penholder:terms:), which other tools pass over"

FIELDS: tuple[FieldFate, ...] = (
    FieldFate(
        "words",
        "ceasn:competencyText",
        "kept",
        "by language; other languages are kept beside; ceasn:competencyLabel where there is no text",
    ),
    FieldFate(
        "code",
        "ceasn:codedNotation",
        "kept",
        "read from ceasn:listID where there are no codes and no two are alike",
    ),
    FieldFate("kind", "ceasn:competencyCategory", "kept"),
    FieldFate("core or optional", "penholder:optional", "kept", _OURS),
    FieldFate(
        "level", "penholder:level", "kept", f"{_OURS}; ceasn:complexityLevel is an address, and kept beside"
    ),
    FieldFate("plain words", "penholder:plain", "kept", _OURS),
    FieldFate("easy read", "penholder:easy", "kept", _OURS),
    FieldFate("short form", "ceasn:competencyLabel", "kept"),
    FieldFate("notes", "ceasn:comment", "kept", "the first; further ones are kept beside"),
    FieldFate(
        "language", "the language of the text", "kept", "one that is no language code: penholder:language"
    ),
    FieldFate("address", "@id", "kept", "one that is no address: penholder:address"),
    FieldFate(
        "identifier",
        "ceterms:ctid, penholder:uid",
        "kept",
        "a CTID is “ce-” and a UUID; any other uid is only ours",
    ),
    FieldFate(
        "place and order",
        "ceasn:isChildOf, hasChild, isTopChildOf, hasTopChild; penholder:position",
        "kept",
        "other files are read by ceasn:listID, else by code, else in the order in which the parent names them; "
        "the first parent counts, further ones become associations",
    ),
    FieldFate(
        "associations",
        "ceasn:exactAlignment, broadAlignment, narrowAlignment, majorAlignment and others; penholder:association",
        "kept",
        "those for which CTDL-ASN has a word are said in it too; all are said in full in a property of ours",
    ),
    FieldFate("whatever else", "as it came, or penholder:extra", "kept"),
)
