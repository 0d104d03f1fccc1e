"""Readers of frameworks and of Word forms, with files to begin from: each is our own writer's, or made by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from penholder.pure.formats.case.out import write_case
from penholder.pure.formats.case.reading import read_case
from penholder.pure.formats.forms.own_form import write_own_form
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
from tests.fuzz.mutation import (
    Mutator,
    worse,
    worse_archive,
    worse_json,
    worse_lines,
    worse_part,
    worse_table,
)
from tests.pure.formats.forms.own_form_pen import FORM, Pen
from tests.pure.formats.word_files import NAMESPACES, RELATIONS, cell, docx, paragraph, row, table

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

_PLACEHOLDER = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click</w:t></w:r></w:sdtContent></w:sdt>"
_BOX = (
    '<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
    '<w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>'
)
_LEGACY = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Check1"/><w:checkBox><w:default w:val="0"/><w:checked/>'
    "</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_LIST = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="L"/><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="Select..."/><w:listEntry w:val="Agree"/></w:ddList></w:ffData></w:fldChar></w:r>'
    '<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_FORM = docx(
    paragraph("Your name: Ada")
    + table(
        row("Question", "Answer", "Comment"),
        row(cell("Merged", '<w:gridSpan w:val="2"/>'), cell(f"<w:p>{_BOX}</w:p>")),
        row(
            cell("Down", '<w:vMerge w:val="restart"/>'),
            cell(f"<w:p>{_LEGACY}</w:p>"),
            cell(f"<w:p>{_LIST}</w:p>"),
        ),
        row(cell("", "<w:vMerge/>"), cell(f"<w:p>{_PLACEHOLDER}</w:p>"), cell(table(row("inside")))),
        f"<w:sdt><w:sdtContent>{row('in', 'a', 'control')}</w:sdtContent></w:sdt>",
    )
    + "<w:p><w:ins><w:r><w:t>came</w:t></w:r></w:ins><w:del><w:r><w:delText>went</w:delText></w:r></w:del>"
    '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r><w:bookmarkStart w:id="1" w:name="ph_q1_words"/>'
    '<w:r><w:t>answer</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'
)
_DRAWN = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:drawing>'
    "</mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)
_MARKED = docx(
    '<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>Yes</w:t></w:r><w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t>No</w:t></w:r>'
    '<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf0fe</w:t></w:r>'
    '<w:commentRangeStart w:id="7"/><w:r><w:t>said of</w:t></w:r><w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'
    '<w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t>'
    "</m:r></m:den></m:f></m:oMath><w:r><w:ruby><w:rt><w:r><w:t>up</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase>"
    f"</w:ruby></w:r>{_DRAWN}</w:p>"
    + table(
        row("No.", "Comments", "Response"),
        row(
            '<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p></w:tc>',
            cell("Pay people"),
            cell("Gone", "<w:cellDel/>"),
        ),
        "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>",
    )
    + '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId3"/></w:sectPr></w:pPr></w:p>',
    parts={
        "word/comments.xml": f'<w:comments {NAMESPACES}><w:comment w:id="7" w:author="Ada">{paragraph("Why?")}</w:comment></w:comments>',
        "word/footnotes.xml": f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{paragraph("See below")}</w:footnote></w:footnotes>',
        "word/header1.xml": f"<w:hdr {NAMESPACES}>{table(row('Date:', 'May'), row('No.', 'Comments', 'Response'))}</w:hdr>",
        "word/numbering.xml": f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    },
    relations=[
        ("rId1", f"{RELATIONS}/comments", "comments.xml", ""),
        ("rId2", f"{RELATIONS}/footnotes", "footnotes.xml", ""),
        ("rId3", f"{RELATIONS}/header", "header1.xml", ""),
        ("rId4", f"{RELATIONS}/numbering", "numbering.xml", ""),
    ],
)
_OWN = write_own_form(FORM)
_OWN_FILLED = (
    Pen(_OWN)
    .write("ph_q1_words", "Nothing on pay.")
    .write("ph_q2_choice", "Not yet")
    .tick("ph_q3_o1")
    .write("ph_s1_stance", FORM.stances[1])
    .write("ph_s4_comment", "=1+1 & more")
    .file()
)
_COMMENTS = docx(
    table(
        row("Stakeholder", "Document", "Page No", "Line No", "Comments", "Developer’s response"),
        row("A group", "Draft", "3", "12", "Pay people", "Thank you"),
    )
)
_HEADED = docx(
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Listening</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>1.1 Being there:</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>with time</w:t></w:r></w:p>'
    + paragraph("A note")
    + table(row("2", "Speaking"), row("2.1", "Up"))
)


def framework_targets() -> Mapping[str, Read]:
    """Each reader, the files to begin from and the way to make them worse, by name."""
    word = worse_part(
        *(
            f"word/{name}.xml"
            for name in ("document", "comments", "footnotes", "header1", "numbering", "styles")
        )
    )
    return {
        "form": (_form, (_FORM, _COMMENTS, _HEADED, _MARKED), word),
        "own-form": (_own_form, (_OWN, _OWN_FILLED, _FORM), word),
        "form-table": (
            _form,
            (b'Name,Comment,Response\nA,Pay people,\nB,"Listen, please",Yes\n',),
            worse_table,
        ),
        "word-outline": (_tree(read_word_outline), (_HEADED, _FORM, _MARKED), word),
        "case": (_tree(read_case), (write_case(_TREE),), worse_json),
        "ctdl-asn": (_tree(read_ctdl_asn), (write_ctdl_asn(_TREE),), worse_json),
        "skos-json": (_tree(read_skos), (write_skos_json(_TREE),), worse_json),
        "skos-turtle": (_tree(read_skos), (write_skos_turtle(_TREE),), worse_lines),
        "digcomp": (_tree(read_digcomp), (_DIGCOMP,), worse_json),
        "csv-framework": (
            _tree(read_csv_framework),
            (write_csv_framework(_TREE), b"Code,Statement\n1,A\n1.1,B\n"),
            worse_table,
        ),
        "moodle": (_tree(read_moodle), (write_moodle(_TREE),), worse_table),
        "xlsx": (_tree(read_xlsx), (write_xlsx(_TREE),), worse_part("xl/worksheets/sheet1.xml")),
        "outline": (_tree(read_outline), (_OUTLINE,), worse_lines),
        "column-map": (_column_map, (_MAP,), worse),
        "sssom": (_sssom, (_SSSOM,), worse_lines),
        "any-framework": (_recognised, (_OUTLINE, _DIGCOMP, write_case(_TREE), _HEADED), worse_archive),
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
