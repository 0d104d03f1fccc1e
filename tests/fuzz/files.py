"""Word and Excel files to begin from, with everything in them that the readers know."""

import io
import zipfile

from penholder.pure.formats.forms.own_form import write_own_form
from tests.pure.formats.forms.own_form_pen import FORM, Pen
from tests.pure.formats.word_files import (
    NAMESPACES,
    RELATIONS,
    cell,
    docx,
    paragraph,
    rels,
    row,
    table,
    zipped,
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
FORM_FILE = docx(
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
_MARKED = (
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
    + '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId3"/></w:sectPr></w:pPr></w:p>'
)
_PARTS = {
    "word/comments.xml": f'<w:comments {NAMESPACES}><w:comment w:id="7" w:author="Ada">{paragraph("Why?")}</w:comment></w:comments>',
    "word/footnotes.xml": f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{paragraph("See below")}</w:footnote></w:footnotes>',
    "word/header1.xml": f"<w:hdr {NAMESPACES}>{table(row('Date:', 'May'), row('No.', 'Comments', 'Response'))}</w:hdr>",
    "word/numbering.xml": f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
}
_RELATIONS = [
    ("rId1", f"{RELATIONS}/comments", "comments.xml", ""),
    ("rId2", f"{RELATIONS}/footnotes", "footnotes.xml", ""),
    ("rId3", f"{RELATIONS}/header", "header1.xml", ""),
    ("rId4", f"{RELATIONS}/numbering", "numbering.xml", ""),
]
MARKED = docx(_MARKED, parts=_PARTS, relations=_RELATIONS)


def _lean(data: bytes) -> bytes:
    """Without the parts that no reader looks at, which would take most of the time to pack."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [
            one for one in archive.namelist() if not one.startswith(("customXml", "word/theme", "docProps"))
        ]
        return zipped({one: archive.read(one) for one in names})


OWN = _lean(write_own_form(FORM))
OWN_FILLED = (
    Pen(OWN)
    .write("ph_q1_words", "Nothing on pay.")
    .write("ph_q2_choice", "Not yet")
    .tick("ph_q3_o1")
    .write("ph_s1_stance", FORM.stances[1])
    .write("ph_s4_comment", "=1+1 & more")
    .file()
)
COMMENTS = docx(
    table(
        row("Stakeholder", "Document", "Page No", "Line No", "Comments", "Developer’s response"),
        row("A group", "Draft", "3", "12", "Pay people", "Thank you"),
    )
)
_HEADINGS = (
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Listening</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>1.1 Being there:</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>with time</w:t></w:r></w:p>'
    + paragraph("A note")
    + table(row("2", "Speaking"), row("2.1", "Up"))
)
HEADED = docx(_HEADINGS)
OUTLINED = docx(_HEADINGS + _MARKED, parts=_PARTS, relations=_RELATIONS)

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SHEET = f"""<worksheet {_MAIN}><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>Reviewed</t></is></c>
<c r="D1" t="str"><v>Level</v></c></row>
<row r="2"><c r="A2" s="1"><v>1.1</v></c><c r="B2" t="s"><v>2</v></c><c r="C2" s="2"><v>45000.5</v></c><c r="D2"><f>1+1</f><v>2</v></c></row>
<row r="3" hidden="1"><c r="A3" s="1"><v>1.2</v></c><c r="B3" t="s"><v>3</v></c><c r="C3" t="b"><v>1</v></c><c r="D3" t="e"><v>#REF!</v></c></row>
<row r="4"><c r="A4" t="s"><v>4</v></c><c r="B4" t="inlineStr"><is><r><t>in </t></r><r><t>runs</t></r></is></c><c r="D4" s="3"><v>0.5</v></c></row>
</sheetData><mergeCells count="1"><mergeCell ref="C3:C4"/></mergeCells></worksheet>"""
EXCEL = zipped(
    {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": rels([("a", f"{RELATIONS}/officeDocument", "xl/workbook.xml", "")]),
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{RELATIONS}"><workbookPr date1904="0"/><sheets>'
        '<sheet name="Skills" sheetId="1" r:id="rId1"/><sheet name="Old" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": rels(
            [
                ("rId1", f"{RELATIONS}/worksheet", "worksheets/sheet1.xml", ""),
                ("rId2", f"{RELATIONS}/worksheet", "worksheets/sheet2.xml", ""),
                ("rId3", f"{RELATIONS}/sharedStrings", "sharedStrings.xml", ""),
                ("rId4", f"{RELATIONS}/styles", "styles.xml", ""),
            ]
        ),
        "xl/worksheets/sheet1.xml": _SHEET,
        "xl/worksheets/sheet2.xml": f"<worksheet {_MAIN}><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {_MAIN}><si><t>Code</t></si><si><t>Statement</t></si><si><t>Being there</t></si>"
        "<si><r><t>with </t></r><r><t>time</t></r><rPh><t>x</t></rPh></si><si><t>1.3</t></si></sst>",
        "xl/styles.xml": f'<styleSheet {_MAIN}><numFmts><numFmt numFmtId="164" formatCode="0.0"/></numFmts><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="9"/></cellXfs></styleSheet>',
    }
)

_GUID = "11111111-2222-3333-4444-5555555555"
QDPX = zipped(
    {
        "project.qde": '<?xml version="1.0" encoding="utf-8"?><Project name="Peers" origin="Another" xmlns="urn:QDA-XML:project:1.0" '
        f'creatingUserGUID="{_GUID}01"><Users><User guid="{_GUID}01" name="Ada" id="A"/></Users>'
        f'<CodeBook><Codes><Code guid="{_GUID}0A" name="Care" isCodable="true" color="#12ab34"><Description>so</Description>'
        f'<NoteRef targetGUID="{_GUID}20"/><Code guid="{_GUID}0b" name="Time" isCodable="false"/></Code></Codes>'
        f'<Sets><Set guid="{_GUID}0c" name="S"><MemberCode targetGUID="{_GUID}0a"/></Set></Sets></CodeBook>'
        f'<Variables><Variable guid="{_GUID}0d" name="Age" typeOfVariable="Integer"/></Variables>'
        f'<Cases><Case guid="{_GUID}0e" name="One"><VariableValue><VariableRef targetGUID="{_GUID}0d"/><IntegerValue>7</IntegerValue>'
        f'</VariableValue><SourceRef targetGUID="{_GUID}10"/><SelectionRef targetGUID="{_GUID}12"/></Case></Cases>'
        f'<Sources><TextSource guid="{_GUID}10" name="letter" plainTextPath="internal://{_GUID}10.txt" richTextPath="internal://a.docx">'
        f'<PlainTextSelection guid="{_GUID}12" name="x" startPosition="2" endPosition="9"><Coding guid="{_GUID}13" creatingUser="{_GUID}01" '
        f'creationDateTime="2024-01-01T10:00:00Z"><CodeRef targetGUID="{_GUID}0a"/></Coding></PlainTextSelection></TextSource>'
        f'<TextSource guid="{_GUID}11" name="said"><PlainTextContent>In the file &#x1F642; itself</PlainTextContent>'
        f'<PlainTextSelection guid="{_GUID}14" startPosition="12" endPosition="13"/><VariableValue><VariableRef targetGUID="{_GUID}0d"/>'
        f'</VariableValue></TextSource><PDFSource guid="{_GUID}15" name="p" path="internal://p.pdf"><PDFSelection guid="{_GUID}16" page="1" '
        f'firstX="1" firstY="2" secondX="3" secondY="4"><Coding guid="{_GUID}17"><CodeRef targetGUID="{_GUID}0b"/></Coding></PDFSelection>'
        f'<Representation guid="{_GUID}18" plainTextPath="relative://p.txt"/></PDFSource><AudioSource guid="{_GUID}19" name="a" '
        f'path="absolute:///a.mp3"><Transcript guid="{_GUID}1a" plainTextPath="internal://t.txt"><SyncPoint guid="{_GUID}1b" timeStamp="1" '
        f'position="2"/><TranscriptSelection guid="{_GUID}1c" fromSyncPoint="{_GUID}1b" toSyncPoint="{_GUID}1b"/></Transcript>'
        f'<AudioSelection guid="{_GUID}1d" begin="0" end="9"/></AudioSource></Sources><Notes><Note guid="{_GUID}20" name="memo" '
        f'plainTextPath="internal://{_GUID}20.txt"/><Note guid="{_GUID}21"><PlainTextContent>aside</PlainTextContent></Note></Notes>'
        f'<Links><Link guid="{_GUID}22" direction="Associative" originGUID="{_GUID}12" targetGUID="{_GUID}0a"/></Links>'
        f'<Graphs><Graph guid="{_GUID}23"><Vertex guid="{_GUID}24" firstX="1" firstY="1"/></Graph></Graphs><Description>d</Description></Project>',
        f"sources/{_GUID}10.txt": "\ufeffDear all,\r\n🙂 I was not heard.",
        f"sources/{_GUID}20.txt": "A memo",
        "sources/t.txt": "Said aloud",
    }
)
