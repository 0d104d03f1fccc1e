"""Readers of frameworks and of Word forms, with files to begin from: each is our own writer's, or made by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from penholder.pure.formats.case.out import write_case
from penholder.pure.formats.case.reading import read_case
from penholder.pure.formats.forms.own_form_in import read_own_form
from penholder.pure.formats.forms.reading import read_form
from penholder.pure.formats.forms.told import told_as_json, told_as_rows
from penholder.pure.formats.framework_files import BY_NAME, recognised
from penholder.pure.formats.graphs.ctdl_asn import read_ctdl_asn
from penholder.pure.formats.graphs.ctdl_asn_out import write_ctdl_asn
from penholder.pure.formats.graphs.digcomp import read_digcomp
from penholder.pure.formats.graphs.skos import read_skos
from penholder.pure.formats.graphs.skos_out import write_skos_json, write_skos_turtle
from penholder.pure.formats.graphs.sssom import read_sssom
from penholder.pure.formats.outlines.outline import read_outline
from penholder.pure.formats.outlines.word_outline import read_word_outline
from penholder.pure.formats.report import ImportReport
from penholder.pure.formats.sheets.column_map_file import read_map
from penholder.pure.formats.sheets.csv_framework_in import read_csv_framework
from penholder.pure.formats.sheets.csv_framework_out import write_csv_framework
from penholder.pure.formats.sheets.moodle import read_moodle
from penholder.pure.formats.sheets.moodle_out import write_moodle
from penholder.pure.formats.sheets.xlsx_framework import read_xlsx
from penholder.pure.formats.sheets.xlsx_out import write_xlsx
from penholder.pure.tree.check import findings
from penholder.pure.tree.settled import settled
from penholder.pure.tree.statement import Association, Statement, Tree
from tests.fuzz import texts
from tests.fuzz.files import COMMENTS, EXCEL, FORM_FILE, HEADED, MARKED, OUTLINED, OWN, OWN_FILLED
from tests.fuzz.mutation import (
    Mutator,
    worse,
    worse_archive,
    worse_json,
    worse_lines,
    worse_part,
    worse_table,
)

Read = tuple[Callable[[bytes], None], tuple[bytes, ...], Mutator]

_TREE = Tree(
    "Peer work",
    (
        Statement("5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e01", "Listening", code="1", kind="domain"),
        Statement(
            "5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e02",
            "Being there for somebody:",
            parent="5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e01",
            code="1.1",
            plain="Be there.",
            easy="Stay.",
            notes="See “Speaking”, =1+1",
            level="lead",
        ),
        Statement(
            "5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e03",
            "with time; é 😀",
            parent="5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e02",
            code="1.1.a",
            optional=True,
        ),
        Statement("5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e04", "Speaking", position=1, code="2", language="cy"),
    ),
    (
        Association(
            "5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e05",
            "isRelatedTo",
            "5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e02",
            "5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e04",
        ),
    ),
    uid="5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e00",
    language="en",
)
_DIGCOMP = (
    b'{"@context": {"name": "http://x/name"}, "@graph": [{"@id": "1", "@type": "CompetenceArea", "name": "A"}, '
    b'{"@id": "1.1", "@type": "Competence", "name": "B", "area": "1"}]}'
)
_OUTLINE = (
    "# Peer work\n\n1 Listening\n  1.1 Being there:\n    a) with time\n    • with care\n2 Speaking\n".encode()
)
_MAP = b'{"text": "Statement", "code": "Number", "links": {"isRelatedTo": "See also"}}'
_SSSOM = (
    b"#curie_map:\n#  a: https://example.org/a/\n#mapping_set_id: https://example.org/set\n"
    b"subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"
    b"a:1\tskos:exactMatch\ta:2\tsemapv:ManualMappingCuration\t0.8\n"
)


def framework_targets() -> Mapping[str, Read]:
    """Each reader, the files to begin from and the way to make them worse, by name."""
    word = worse_part(
        *(
            f"word/{name}.xml"
            for name in ("document", "comments", "footnotes", "header1", "numbering", "styles")
        )
    )
    sheet = worse_part(
        "xl/worksheets/sheet1.xml", *(f"xl/{name}.xml" for name in ("workbook", "sharedStrings", "styles"))
    )
    return {
        "form": (_form, (FORM_FILE, COMMENTS, HEADED, MARKED), word),
        "own-form": (_own_form, (OWN, OWN_FILLED, FORM_FILE), word),
        "form-table": (
            _form,
            (b'Name,Comment,Response\nA,Pay people,\nB,"Listen, please",Yes\n',),
            worse_table,
        ),
        "word-outline": (_tree(read_word_outline), (HEADED, OUTLINED), word),
        "case": (_tree(read_case), (write_case(_TREE), texts.CASE), worse_json),
        "ctdl-asn": (_tree(read_ctdl_asn), (write_ctdl_asn(_TREE), texts.CTDL_ASN), worse_json),
        "skos-json": (_tree(read_skos), (write_skos_json(_TREE), texts.SKOS_JSON), worse_json),
        "skos-turtle": (_tree(read_skos), (write_skos_turtle(_TREE), texts.TURTLE), worse_lines),
        "digcomp": (_tree(read_digcomp), (_DIGCOMP,), worse_json),
        "csv-framework": (
            _tree(read_csv_framework),
            (write_csv_framework(_TREE), b"Code,Statement\n1,A\n1.1,B\n"),
            worse_table,
        ),
        "moodle": (_tree(read_moodle), (write_moodle(_TREE), texts.MOODLE), worse_table),
        "xlsx": (_tree(read_xlsx), (write_xlsx(_TREE), EXCEL), sheet),
        "outline": (_tree(read_outline), (_OUTLINE,), worse_lines),
        "column-map": (_column_map, (_MAP,), worse),
        "sssom": (_sssom, (_SSSOM,), worse_lines),
        "any-framework": (_recognised, (_OUTLINE, _DIGCOMP, write_case(_TREE), HEADED), worse_archive),
    }


def _tree(read: Callable[..., tuple[Tree, ImportReport]]) -> Callable[[bytes], None]:
    def tried(data: bytes) -> None:
        tree, report = read(data)
        assert report.read == report.kept + report.left_out, f"in is not out: {report}"
        assert report.links_read == report.links_kept + report.links_left_out, f"in is not out: {report}"
        findings(tree)
        settled(tree)

    return tried


def _form(data: bytes) -> None:
    reading = read_form(data)
    told_as_json(reading)
    told_as_rows(reading)
    assert reading.report.read == reading.report.kept + reading.report.left_out, "in is not out"


def _own_form(data: bytes) -> None:
    read_own_form(data)


def _column_map(data: bytes) -> None:
    read_map(data)


def _sssom(data: bytes) -> None:
    read_sssom(data)


def _recognised(data: bytes) -> None:
    assert recognised(data) in BY_NAME
