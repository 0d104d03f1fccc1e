"""Word documents as outlines: headings, lists that Word numbers, numbers that somebody typed, tables, tracked changes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penholder.pure.formats.outlines.word_outline import read_word_outline
from penholder.pure.formats.outlines.word_outline_numbers import as_printed
from penholder.pure.formats.report import ImportReport, Unreadable
from penholder.pure.tree.statement import Tree
from tests.pure.formats.word_files import NAMESPACES, RELATIONS, cell, docx, paragraph, row, table, zipped

STYLES = (
    f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val='cy-GB'/></w:rPr></w:rPrDefault></w:docDefaults>"
    "{}</w:styles>"
)
OUR_STYLES = STYLES.format(
    "".join(
        f'<w:style w:type="paragraph" w:styleId="{uid}"><w:name w:val="{name}"/>{more}</w:style>'
        for uid, name, more in (
            ("berschrift1", "heading 1", ""),
            ("Titre2", "Titre 2", ""),
            ("Own", "My level three", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
            ("Mine", "Based on it", '<w:basedOn w:val="Own"/>'),
            ("Loop", "Loop", '<w:basedOn w:val="Loop"/>'),
            ("Title", "Title", ""),
            ("TOC1", "toc 1", ""),
            (
                "Numbered",
                "Numbered",
                '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>',
            ),
        )
    )
)


def level(place: int, form: str, printed: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{printed}"/>{more}'
        f'<w:pPr><w:ind w:left="{360 * (place + 1)}"/></w:pPr></w:lvl>'
    )


NUMBERING = (
    f"<w:numbering {NAMESPACES}>"
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "decimal", "%1.%2")}'
    f"{level(2, 'lowerLetter', '(%3)')}{level(3, 'lowerRoman', '%4)')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "•")}{level(1, "bullet", "o")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{level(0, "upperRoman", "Part %1")}{level(1, "decimal", "%1.%2", "<w:isLgl/>")}'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)


def styled(style: str, text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def listed(number: int, place: int, text: str) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def document(*blocks: str, parts: dict[str, str] | None = None) -> bytes:
    related = [
        (f"r{name}", f"{RELATIONS}/{name}", f"{name}.xml", "")
        for name in ("styles", "numbering", "footnotes")
    ]
    return docx(
        "".join(blocks),
        parts={"word/styles.xml": OUR_STYLES, "word/numbering.xml": NUMBERING, **(parts or {})},
        relations=related,
    )


def read(*blocks: str) -> tuple[Tree, ImportReport]:
    return read_word_outline(document(*blocks), name="Peer work.docx")


def outline(tree: Tree) -> list[str]:
    return [f"{'>' * depth}{one.code}|{one.text}" for depth, one in tree.walk()]


HEADING = styled("berschrift1", "Values")


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param(
            [
                HEADING,
                styled("Titre2", "Respect"),
                styled("Own", "Listen"),
                styled("Mine", "Ask"),
                styled("Titre2", "Hope"),
            ],
            ["|Values", ">|Respect", ">>|Listen", ">>|Ask", ">|Hope"],
            id="headings by name in any language, by outline level, and by what they are based on",
        ),
        pytest.param(
            [
                styled("Loop", "A", '<w:outlineLvl w:val="0"/>'),
                styled("Nowhere", "B", '<w:outlineLvl w:val="1"/>'),
            ],
            ["|A", ">|B"],
            id="an outline level of the paragraph's own",
        ),
        pytest.param(
            [
                *(listed(1, 0, "One"), listed(1, 1, "Two"), listed(1, 1, "Three"), listed(1, 2, "Four")),
                *(listed(1, 3, "Five"), listed(1, 3, "Six"), listed(1, 0, "Seven"), listed(1, 1, "Eight")),
            ],
            [
                "1|One",
                ">1.1|Two",
                ">1.2|Three",
                ">>a|Four",
                ">>>i|Five",
                ">>>ii|Six",
                "2|Seven",
                ">2.1|Eight",
            ],
            id="a list of several levels with the numbers that Word prints",
        ),
        pytest.param(
            [listed(1, 0, "One"), listed(4, 0, "Seven"), listed(4, 0, "Eight"), listed(1, 0, "Nine")],
            ["1|One", "7|Seven", "8|Eight", "9|Nine"],
            id="a list that begins elsewhere",
        ),
        pytest.param(
            [listed(3, 0, "First"), listed(3, 1, "A"), listed(3, 0, "Second"), listed(3, 1, "B")],
            ["Part I|First", ">1.1|A", "Part II|Second", ">2.1|B"],
            id="Roman numerals that are Arabic below",
        ),
        pytest.param(
            [styled("Numbered", "Deep"), styled("Numbered", "Again"), listed(1, 0, "Top")],
            ["1.1|Deep", "1.2|Again", "2|Top"],
            id="numbers that come from a style",
        ),
        pytest.param(
            [
                listed(1, 0, "Listen to:"),
                listed(2, 0, "people"),
                listed(2, 1, "old"),
                listed(2, 0, "families"),
                listed(1, 0, "Ask"),
            ],
            ["1|Listen to:", ">|people", ">>|old", ">|families", "2|Ask"],
            id="bullets of another list under a numbered statement",
        ),
        pytest.param(
            [
                HEADING,
                paragraph("Able to:"),
                listed(2, 0, "listen"),
                listed(2, 0, "ask"),
                styled("Titre2", "Law"),
            ],
            ["|Values", ">|Able to:", ">>|listen", ">>|ask", ">|Law"],
            id="a stem without a number",
        ),
        pytest.param(
            [
                HEADING,
                *map(paragraph, ("Able to:", "- listen", "Able to wait", "Able to ask:", "- why")),
                HEADING,
            ],
            ["|Values", ">|Able to:", ">>|listen", ">|Able to wait", ">|Able to ask:", ">>|why", "|Values"],
            id="statements without a number beside a stem without one",
        ),
        pytest.param(
            [
                *map(paragraph, ("1 Values", "1.1\tRespect", "(a) for all", "(b) for oneself")),
                *map(paragraph, ("Able to:", "- listen", "1.2\tHope", "2 Law")),
            ],
            [
                "1|Values",
                ">1.1|Respect",
                ">>a|for all",
                ">>b|for oneself",
                ">>|Able to:",
                ">>>|listen",
                ">1.2|Hope",
                "2|Law",
            ],
            id="numbers that somebody typed",
        ),
        pytest.param(
            [*map(paragraph, ("1. Autonomy", "1.1 practise", "1.2 know", "2. Law", "3. Records"))],
            ["1|Autonomy", ">1.1|practise", ">1.2|know", "2|Law", "3|Records"],
            id="chapters without sections",
        ),
        pytest.param(
            [*map(paragraph, ("Domain 1", "1.1 listens", "1.2 speaks", "Domain 2", "2.1 lifts"))],
            ["|Domain 1", ">1.1|listens", ">1.2|speaks", "|Domain 2", ">2.1|lifts"],
            id="headings in plain type over typed numbers",
        ),
        pytest.param(
            [
                styled("berschrift1", "1 Values"),
                styled("Titre2", "1.1 Respect"),
                styled("Titre2", "24 hours"),
            ],
            ["1|Values", ">1.1|Respect", ">|24 hours"],
            id="numbers that somebody typed into headings",
        ),
        pytest.param(
            [
                HEADING,
                table(
                    row("Code", "Statement", "Notes"),
                    row("1.1", "Listen", "well"),
                    row("1.1.1", "Ask", ""),
                    row("1.2", "Wait", ""),
                ),
                styled("berschrift1", "Law"),
                table(row("K1", "Know the law of the land"), row("K2", "Know the rights of all")),
            ],
            [
                "|Values",
                ">1.1|Listen",
                ">>1.1.1|Ask",
                ">1.2|Wait",
                "|Law",
                ">K1|Know the law of the land",
                ">K2|Know the rights of all",
            ],
            id="tables with and without headings",
        ),
        pytest.param(
            [
                table(
                    row("No.", "Competence"),
                    row(cell("Section A", '<w:gridSpan w:val="2"/>')),
                    row("1", "Listen"),
                    row(cell("Section B", '<w:gridSpan w:val="2"/>')),
                    row("2", "Ask"),
                )
            ],
            ["|Section A", ">1|Listen", "|Section B", ">2|Ask"],
            id="rows that run across a table",
        ),
        pytest.param(
            [table(row(f"{HEADING}{listed(1, 0, 'One')}".replace("<w:p>", "<w:p>", 1)))],
            ["|Values", ">1|One"],
            id="a table that is only a frame",
        ),
        pytest.param(
            [table(row("".join(map(paragraph, ("1. Values", "1.1 Respect", "1.2 Hope", "2. Law")))))],
            ["1|Values", ">1.1|Respect", ">1.2|Hope", "2|Law"],
            id="numbers that somebody typed in a frame",
        ),
        pytest.param(
            [f"<w:sdt><w:sdtContent>{HEADING}</w:sdtContent></w:sdt>", listed(1, 0, "One")],
            ["|Values", ">1|One"],
            id="content controls",
        ),
        pytest.param(
            [
                listed(1, 0, "One"),
                (
                    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
                    "<w:del><w:r><w:delText>Gone</w:delText></w:r></w:del></w:p>"
                ),
                listed(1, 0, "T</w:t></w:r><w:ins><w:r><w:t>wo").replace(
                    "wo</w:t></w:r>", "wo</w:t></w:r></w:ins>"
                ),
            ],
            ["1|One", "2|Two"],
            id="tracked changes as if accepted",
        ),
    ],
)
def test_a_document_is_read_as_it_is_meant(blocks: Sequence[str], expected: list[str]) -> None:
    tree, report = read(*blocks)
    assert outline(tree) == expected
    assert (report.read, report.kept, report.left_out) == (len(expected), len(expected), 0)


def test_title_language_contents_and_paragraphs_without_a_place_are_told() -> None:
    tree, report = read(
        styled("Title", "Peer framework"),
        styled("TOC1", "Values 3"),
        paragraph("An introduction."),
        HEADING,
        paragraph("A word on values."),
        paragraph("And another."),
    )
    assert (tree.title, tree.language, tree.description) == ("Peer framework", "cy-GB", "An introduction.")
    assert tree.statements[0].notes == "A word on values.\n\nAnd another."
    assert [(one.where, one.what) for one in report.oddities] == [
        ("paragraph 2", "The document has a table of contents."),
        ("paragraph 3", "A paragraph has no place in the outline."),
        ("paragraph 5", "A paragraph has no place in the outline."),
        ("paragraph 6", "A paragraph has no place in the outline."),
    ]
    assert (report.read, report.kept, report.left_out) == (5, 5, 0)


def test_what_cannot_be_taken_is_set_apart_whole() -> None:
    footnotes = (
        f"<w:footnotes {NAMESPACES}><w:footnote>{paragraph('See the law.')}</w:footnote></w:footnotes>"
    )
    data = document(
        HEADING,
        table(row("a", "b"), row("c", "d")),
        table(row("Code", "Statement"), row("1", "Listen"), row("2", "")),
        parts={"word/footnotes.xml": footnotes},
    )
    tree, report = read_word_outline(data)
    assert outline(tree) == ["|Values", ">1|Listen"]
    left = [(one.where, one.what, one.raw) for one in report.oddities if one.severity == "left out"]
    assert left == [
        ("table 1", "A table could not be understood.", "a,b\nc,d"),
        ("table 2, row 3", "A row has no words for its statement.", "2,"),
        ("the whole file", "The document has footnotes.", "See the law."),
    ]
    assert (report.read, report.kept, report.left_out) == (5, 2, 3)


def test_a_table_with_a_column_for_each_level_is_a_tree() -> None:
    merged, goes_on = cell("Relating", '<w:vMerge w:val="restart"/>'), cell("", "<w:vMerge/>")
    tree, report = read(
        styled("berschrift1", "Part one"),
        table(
            row("Domain", "Competence", "Statement", "Notes"),
            row(merged, "1.1 Listening", "With care", "of care"),
            row(goes_on, "", "With time", ""),
            row(goes_on, "1.2 Asking", "", ""),
            row("", "", "", "lost"),
            row("Knowing", "", "Directly", ""),
        ),
    )
    assert outline(tree) == [
        "|Part one",
        ">|Relating",
        ">>1.1|Listening",
        ">>>|With care",
        ">>>|With time",
        ">>1.2|Asking",
        ">|Knowing",
        ">>|Directly",
    ]
    assert [(one.kind, one.notes) for one in tree.statements[2:4]] == [
        ("Competence", ""),
        ("Statement", "of care"),
    ]
    assert report.read == report.kept + report.left_out == 9
    assert [(one.where, one.what) for one in report.oddities] == [
        ("table 1, row 1", "A table has a row of headings."),
        ("table 1, row 5", "A row has no words for its statement."),
        ("table 1, row 6", "Nothing stands in the column “Competence” above a statement."),
        ("table 1", "The sheet has one column for each level."),
    ]


def test_other_columns_of_a_table_become_notes_and_the_kind() -> None:
    tree, _ = read(
        table(row("Code", "Statement", "Type", "Owner", "Notes"), row("1", "Listen", "skill", "Ann", "well"))
    )
    (one,) = tree.statements
    assert (one.kind, one.notes) == ("skill", "well\nOwner: Ann")


@pytest.mark.parametrize(
    ("uid", "name"),
    [
        *[
            ("X", name)
            for name in ("Intestazione 1", "Tittel 1", "Ceann 1", "عنوان 1", "כותרת 1", "Fyrirsögn 1")
        ],
        *[("X", name) for name in ("Títol 1", "Izenburua 1", "Tiêu đề 1", "표제 1", "Наслов 1")],
        ("Heading1", "Aintathn 1"),
        ("Titre1", ""),
    ],
)
def test_headings_are_known_in_many_languages_or_by_the_id_of_their_style(uid: str, name: str) -> None:
    style = f'<w:style w:type="paragraph" w:styleId="{uid}"><w:name w:val="{name}"/></w:style>'
    data = document(
        styled(uid, "Values"), listed(2, 0, "Listen"), parts={"word/styles.xml": STYLES.format(style)}
    )
    assert outline(read_word_outline(data)[0]) == ["|Values", ">|Listen"]


def test_the_name_of_a_style_says_more_than_its_id_and_its_outline_level_most() -> None:
    style = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="{}"/>{}</w:style>'
    level = '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>'
    for name, more in (("toc 1", ""), ("Words", level)):
        data = document(
            styled("Heading1", "Values"),
            listed(2, 0, "Listen"),
            parts={"word/styles.xml": STYLES.format(style.format(name, more))},
        )
        assert outline(read_word_outline(data)[0]) == ["|Listen"]


ACROSS = '<w:gridSpan w:val="2"/>'
BULLETS = f"{paragraph('The worker:')}{listed(2, 0, 'listens')}{listed(2, 1, 'well')}{listed(2, 0, 'asks')}"

INNER = f"{BULLETS}{table(row('Standard', 'Evidence'), row('Listen', listed(1, 0, 'a log')))}"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [
                row("Element", "Performance criteria"),
                row("1. Communicate", f"{paragraph('1.1 Use words')}{paragraph('1.2 Use signs')}"),
                row("2. Collaborate", f"{paragraph('2.1 Listen')}{paragraph('2.2 Ask')}"),
            ],
            [
                *(">1|Communicate", ">>1.1|Use words", ">>1.2|Use signs"),
                *(">2|Collaborate", ">>2.1|Listen", ">>2.2|Ask"),
            ],
            id="elements and performance criteria",
        ),
        pytest.param(
            [
                row("Element", "Performance criteria"),
                row(cell("Unit A", ACROSS)),
                row("Communicate", BULLETS),
                row(cell("Unit B", ACROSS)),
                row("Collaborate", "Listen"),
            ],
            [
                *(">|Unit A", ">>|Communicate", ">>>|The worker:", ">>>>|listens", ">>>>>|well", ">>>>|asks"),
                *(">|Unit B", ">>|Collaborate", ">>>|Listen"),
            ],
            id="levels in sections, with bullets in a cell",
        ),
        pytest.param(
            [
                row(cell("Relating", ACROSS)),
                row("Code", "Statement"),
                row("1.1", "Listen"),
                row("1.2", "Ask"),
            ],
            [">|Relating", ">>1.1|Listen", ">>1.2|Ask"],
            id="a title over the headings",
        ),
        pytest.param(
            [row("Ref", "Statements"), row("A1", "Listen"), row("A2", "Ask")],
            [">A1|Listen", ">A2|Ask"],
            id="a heading in the plural",
        ),
        pytest.param(
            [row("Standard", "Evidence"), row("Listen to people", "a log of all that was heard")],
            [">|Listen to people"],
            id="a word for a level and no other",
        ),
        pytest.param(
            [row("", "Novice", "Expert"), row("Listening", "a", "b"), row("Asking", "c", "d")],
            [">|Listening", ">|Asking"],
            id="no heading over what the rows are about",
        ),
        pytest.param(
            [row("No", "Statement"), row(listed(1, 0, ""), "Listen"), row(listed(1, 0, ""), "Ask")],
            [">1|Listen", ">2|Ask"],
            id="numbers that Word prints in a column of their own",
        ),
        pytest.param(
            [row("Statement", "Notes"), row(listed(1, 1, "Listen"), listed(1, 0, "so"))],
            [">1.1|Listen"],
            id="numbers that Word prints before the words",
        ),
        pytest.param(
            [row("Code", "Statement"), row("1.1", BULLETS), row("1.2", "Wait")],
            [">1.1|The worker:", ">>|listens", ">>>|well", ">>|asks", ">1.2|Wait"],
            id="bullets in a cell",
        ),
        pytest.param(
            [row("Statement", "Notes"), row(f"{listed(1, 0, 'Listen')}{listed(1, 0, 'Ask')}", "both")],
            [">1|Listen", ">2|Ask"],
            id="only a list in a cell",
        ),
        pytest.param(
            [
                row("Code", "Statement"),
                row("1.1", f"{paragraph('Listen')}{table(row('1.1.1', 'Now'), row('1.1.2', 'Then'))}"),
            ],
            [">1.1|Listen", ">>1.1.1|Now", ">>1.1.2|Then"],
            id="a table in a cell",
        ),
    ],
)
def test_tables_of_common_layouts_are_read(rows: Sequence[str], expected: list[str]) -> None:
    tree, report = read(HEADING, table(*rows))
    assert outline(tree) == ["|Values", *expected]
    assert (report.read, report.kept, report.left_out) == (len(expected) + 1, len(expected) + 1, 0)


def test_a_table_alone_is_read_by_a_heading_that_is_a_word_for_a_level() -> None:
    tree, _ = read(table(row("Standard", "Evidence"), row("Listen to people", "a log")))
    assert [(one.text, one.notes) for one in tree.statements] == [("Listen to people", "Evidence: a log")]


@pytest.mark.parametrize(
    "headings", [("Week", "Topic"), ("Topic", "Page"), ("Names", "Room"), ("Week", "Theme"), ("", "2026")]
)
def test_a_table_of_another_sort_is_set_apart_row_by_row(headings: tuple[str, str]) -> None:
    tree, report = read(HEADING, table(row(*headings), row("Listen", "7"), row("Ask", "8")))
    assert outline(tree) == ["|Values"]
    assert (report.read, report.kept, report.left_out) == (4, 1, 3)
    assert [(one.where, one.what) for one in report.oddities] == [
        ("table 1", "A table could not be understood.")
    ]


def test_what_stands_in_a_cell_beside_a_list_or_cannot_be_taken_apart_is_told() -> None:
    inner = table(row("a", "b"), row("c", "d"))
    tree, report = read(
        table(
            row("Code", "Statement"),
            row("1.1", f"{BULLETS}{paragraph('And so on.')}{inner}"),
            row("1.2", f"{listed(2, 0, 'waits')}{listed(2, 0, 'stays')}"),
        )
    )
    assert outline(tree) == ["1.1|The worker:", ">|listens", ">>|well", ">|asks", "1.2|waits\nstays"]
    assert tree.statements[3].notes == "And so on.\n\na,b\n\nc,d"
    assert [(one.where, one.what) for one in report.oddities] == [
        ("table 1, row 1", "A table has a row of headings."),
        ("table 1, row 3", "A cell lists several points that could not be taken apart."),
        *[("table 1, row 2", "A paragraph has no place in the outline.")] * 3,
    ]
    assert report.read == report.kept == 8


def test_a_row_that_lists_points_is_no_row_of_headings() -> None:
    tree, report = read(HEADING, table(row("Standard", BULLETS), row("Words", "more")))
    assert outline(tree) == ["|Values"]
    assert [one.raw for one in report.oddities] == ["Standard,The worker:\nlistens\nwell\nasks\nWords,more"]


def test_numbers_in_tables_count_with_those_around_them() -> None:
    tree, _ = read(listed(1, 0, "One"), table(row("a", listed(1, 0, "b"))), listed(1, 0, "Three"))
    assert outline(tree) == ["1|One", "3|Three"]


def test_words_struck_through_are_kept_and_told() -> None:
    def run(text: str, properties: str = "") -> str:
        return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"

    gone = f'<w:del w:id="1" w:author="A">{run("gone", "<w:strike/>")}</w:del>'
    words = run("Listens to ") + run("old ", "<w:strike/>") + run("people", '<w:strike w:val="0"/>') + gone
    heading = f'<w:p><w:pPr><w:outlineLvl w:val="0"/><w:rPr><w:strike/></w:rPr></w:pPr>{words}</w:p>'
    inside = table(row("Code", "Statement"), row("1.1", f"<w:p>{words}</w:p>"))
    tree, report = read(heading, inside)
    assert [one.text for one in tree.statements] == ["Listens to old people"] * 2
    assert [(one.where, one.so) for one in report.oddities if one.what == "Words are struck through."] == [
        ("paragraph 1", "“old” was kept; look in Word whether it was taken back."),
        ("table 1", "“old” was kept; look in Word whether it was taken back."),
    ]


def test_statements_are_read_as_the_page_shows_them() -> None:
    def run(text: str, properties: str = "") -> str:
        return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"

    half = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    ruby = f"<w:r><w:ruby><w:rt>{run('とう')}</w:rt><w:rubyBase>{run('東')}</w:rubyBase></w:ruby></w:r>"
    said = (
        run("unseen", "<w:vanish/>") + run("Plans", '<w:vanish w:val="0"/>'),
        f'{run("A ")}<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>{run(" B")}',
        run("C ") + run("\uf0e0", '<w:rFonts w:ascii="Wingdings"/>'),
        run("Odd ") + '<w:r><w:sym w:font="Webdings" w:char="F061"/></w:r>',
        run("Gives ") + half,
        ruby,
    )
    heading = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{}</w:p>'
    tree, _ = read(*map(heading.format, said))
    expected = ["Plans", "A → B", "C →", "Odd �", "Gives (1/2)", "東(とう)"]
    assert [one.text for one in tree.statements] == expected


def test_a_level_that_is_skipped_is_told() -> None:
    tree, report = read(HEADING, styled("Own", "Deep"))
    assert outline(tree) == ["|Values", ">|Deep"]
    assert report.oddities == ()
    tree, report = read(styled("Own", "Deep"), HEADING)
    assert outline(tree) == ["|Deep", "|Values"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (document(paragraph("Only words.")), "has no headings, no lists and no table with codes"),
        (document(), "has no headings"),
        (b"", "is empty"),
        (b"\0\0", "is empty"),
        (b"%PDF", "is a PDF"),
        (zipped({"a": "b"}), "not a Word file"),
    ],
)
def test_a_document_with_nothing_to_find_says_so(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_word_outline(data)


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (1, "lowerLetter", "a"),
        (27, "upperLetter", "AA"),
        (1994, "lowerRoman", "mcmxciv"),
        (4000, "upperRoman", "4000"),
        (3, "decimalZero", "03"),
        (0, "lowerLetter", "0"),
        (9, "chineseCounting", "9"),
        (1, "bullet", ""),
    ],
)
def test_numbers_are_printed_as_word_prints_them(number: int, form: str, printed: str) -> None:
    assert as_printed(number, form) == printed


def test_a_document_that_another_programme_wrote_is_read_three_levels_deep() -> None:
    document = python_docx.Document()
    document.add_heading("Peer framework", 0)
    for place, words in enumerate(("Values", "Respect", "Dignity"), start=1):
        document.add_heading(words, place)
    document.add_paragraph("Able to listen to:", style="List Number")
    document.add_paragraph("people", style="List Bullet 2")
    page = io.BytesIO()
    document.save(page)
    tree, _ = read_word_outline(page.getvalue())
    assert tree.title == "Peer framework"
    assert outline(tree) == ["|Values", ">|Respect", ">>|Dignity", ">>>1|Able to listen to:", ">>>>|people"]


def test_real_documents_give_a_tree_or_a_sentence(shared: Path) -> None:
    trees = 0
    for path in sorted((shared / "data/forms").glob("*.docx")):
        try:
            tree, report = read_word_outline(path.read_bytes(), name=path.name)
        except Unreadable:
            continue  # a sentence or a tree, either will do
        trees += 1
        assert report.read == report.kept + report.left_out
        assert len(list(tree.walk())) == len(tree.statements)
    assert trees


blocks = st.one_of(
    st.builds(
        styled,
        st.sampled_from(("berschrift1", "Titre2", "Own", "Title", "Loop", "Numbered")),
        st.sampled_from(("Words", "1.1 Words", "x:", "")),
    ),
    st.builds(listed, st.integers(0, 5), st.integers(0, 12), st.sampled_from(("Words", "x:", ""))),
    st.builds(paragraph, st.sampled_from(("Words", "1.1 Words", "- x", "(i) y", "z:", "#", "1."))),
    st.lists(
        st.lists(
            st.sampled_from(("1.1", "Words", "Code", "Statement", "Element", "", BULLETS, INNER)),
            min_size=1,
            max_size=4,
        ),
        max_size=4,
    ).map(lambda rows: table(*(row(*one) for one in rows))),
)


@settings(max_examples=40)
@given(st.lists(blocks, max_size=8))
def test_whatever_a_document_holds_it_gives_a_tree_or_a_sentence(some: list[str]) -> None:
    try:
        tree, report = read(*some)
    except Unreadable:
        return  # a sentence or a tree, either will do
    assert report.read == report.kept + report.left_out
    assert len(list(tree.walk())) == len(tree.by_uid) == len(tree.statements)
