"""One of our own forms, and a pen for it: fills its places as Word does, and writes where no place is, as people do."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable

from lxml import etree

from penholder.pure.formats.forms.own_form_asked import ConsultationForm, QuestionAsked, StatementPut

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MAIN = "word/document.xml"

FORM = ConsultationForm(
    uid="c0ffee00c0ffee00c0ffee00c0ffee00",
    title="Peer support: the second draft",
    intro=(
        "We ask everybody who gives or gets peer support.",
        "It takes ten minutes, or as long as you like.",
    ),
    asks="The Brook Street group",
    decides="The reference group, by a vote",
    deadline="20 March 2027",
    information="The group holds the answers. Freedom of information law does not apply to it.",
    sending="Send the form to forms@example.org.",
    questions=(
        QuestionAsked("11111111-2222-3333-4444-555555555555", 1, "What is missing?"),
        QuestionAsked(
            "ready",
            2,
            "Is the draft ready?",
            "choice",
            ("Yes", "Not yet", "I don’t know"),
            "One word is enough.",
        ),
        QuestionAsked("who", 3, "Who are you?", "boxes", ("Peer worker", "Carer", "Somebody else & more")),
        QuestionAsked("https://example.org/q/4?x=ä", 4, "Anything else?"),
    ),
    statements=(
        StatementPut("11111111-2222-3333-4444-666666666666", "Able to listen", "1.1", under="Values"),
        StatementPut("s2", "to colleagues", "1.2", stem="Able to talk:", under="Values"),
        StatementPut("S3", "Knows the law", "2.1", under="Knowledge"),
        StatementPut("s3", "Knows where to ask", "2.2", under="Knowledge"),
    ),
    stances=("Yes, as it is", "Yes, but in other words", "No, take it out"),
)


class Pen:
    """One Word file being written in."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        self.root = etree.fromstring(self.parts[_MAIN])

    def file(self) -> bytes:
        self.parts[_MAIN] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        page = io.BytesIO()
        with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return page.getvalue()

    def write(self, bookmark: str, text: str) -> Pen:
        """Type into the control at a bookmark: its placeholder goes, line breaks are line breaks."""
        control = self.control(bookmark)
        properties = control.find(f"{W}sdtPr")
        prompt = properties.find(f"{W}showingPlcHdr")
        if prompt is not None:
            properties.remove(prompt)
        content = control.find(f"{W}sdtContent")
        for child in list(content):
            content.remove(child)
        content.append(run(text))
        return self

    def tick(self, bookmark: str) -> Pen:
        control = self.control(bookmark)
        control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked").set(f"{W14}val", "1")
        control.find(f".//{W}t").text = "\N{BALLOT BOX WITH X}"
        return self

    def control(self, bookmark: str) -> etree._Element:
        return next(element for element in self.bookmark(bookmark).itersiblings() if element.tag == f"{W}sdt")

    def bookmark(self, name: str) -> etree._Element:
        return next(mark for mark in self.root.iter(f"{W}bookmarkStart") if mark.get(f"{W}name") == name)

    def paragraph(self, text: str) -> etree._Element:
        """The paragraph that says exactly this."""
        return next(
            element
            for element in self.root.iter(f"{W}p")
            if "".join(words.text or "" for words in element.iter(f"{W}t")).strip() == text
        )

    def under(self, text: str, *written: str) -> Pen:
        """New paragraphs after the one that says ``text``."""
        for words in reversed(written):
            self.paragraph(text).addnext(paragraph(words))
        return self

    def without(self, unwanted: Callable[[etree._Element], bool]) -> Pen:
        for element in [element for element in self.root.iter() if unwanted(element)]:
            element.getparent().remove(element)
        return self

    def without_bookmarks(self) -> Pen:
        return self.without(lambda element: str(element.tag).startswith(f"{W}bookmark"))

    def without_controls(self) -> Pen:
        """Only what they show stays, as a programme leaves it that knows no content controls."""
        for control in list(self.root.iter(f"{W}sdt")):
            for child in list(control.find(f"{W}sdtContent")):
                control.addprevious(child)
            control.getparent().remove(control)
        return self

    def row(self, bookmark: str) -> etree._Element:
        return next(self.bookmark(bookmark).iterancestors(f"{W}tr"))

    def row_again(self, bookmark: str, *, marks: str = "") -> etree._Element:
        """The row copied below itself: Word drops the bookmarks of the copy, LibreOffice adds ``marks`` to their names."""
        return self.copied(self.row(bookmark), marks=marks)

    def copied(self, row: etree._Element, *, marks: str = "") -> etree._Element:
        again = copy.deepcopy(row)
        for mark in list(again.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            if marks and mark.get(f"{W}name"):
                mark.set(f"{W}name", f"{mark.get(f'{W}name')}{marks}")
            elif not marks:
                mark.getparent().remove(mark)
        row.addnext(again)
        return again


def run(text: str) -> etree._Element:
    made = etree.Element(f"{W}r")
    for place, line in enumerate(text.split("\n")):
        if place:
            etree.SubElement(made, f"{W}br")
        for number, piece in enumerate(line.split("\t")):
            if number:
                etree.SubElement(made, f"{W}tab")
            words = etree.SubElement(made, f"{W}t")
            words.set(_SPACE, "preserve")
            words.text = piece
    return made


def paragraph(text: str) -> etree._Element:
    made = etree.Element(f"{W}p")
    made.append(run(text))
    return made
