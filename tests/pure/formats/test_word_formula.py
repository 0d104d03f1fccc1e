"""An equation of Word says in one line what it says on the page."""

from __future__ import annotations

import pytest
from lxml import etree

from penholder.pure.formats.word_formula import in_one_line
from tests.pure.formats.word_files import NAMESPACES


def letters(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def part(name: str, text: str) -> str:
    return f"<m:{name}>{letters(text)}</m:{name}>"


def fraction(over: str, under: str, properties: str = "") -> str:
    return f"<m:f>{properties}{part('num', over)}{part('den', under)}</m:f>"


@pytest.mark.parametrize(
    ("equation", "line"),
    [
        ("", ""),
        (letters("x=1"), "x=1"),
        (fraction("1", "2"), "(1/2)"),
        (letters("2") + fraction("a+b", "2"), "2((a+b)/2)"),
        (fraction("n", "k", '<m:fPr><m:type m:val="noBar"/></m:fPr>'), "(n¦k)"),
        (f"<m:sSup>{part('e', 'x')}{part('sup', '10')}</m:sSup>", "x^10"),
        (f"<m:sSup>{part('e', 'x')}{part('sup', '(n)+(m)')}</m:sSup>", "x^((n)+(m))"),
        (f"<m:sSup><m:e><m:d>{part('e', 'a+b')}</m:d></m:e>{part('sup', '2')}</m:sSup>", "(a+b)^2"),
        (f"<m:sSup>{part('e', 'x')}<m:sup>{fraction('1', '2')}</m:sup></m:sSup>", "x^(1/2)"),
        (f"<m:sSubSup>{part('e', 'x')}{part('sub', 'i')}{part('sup', '2')}</m:sSubSup>", "x_i^2"),
        (f"<m:limLow>{part('e', 'lim')}{part('lim', 'n')}</m:limLow>", "lim_n"),
        (f"<m:limUpp>{part('e', '=')}{part('lim', 'def')}</m:limUpp>", "=^def"),
        (
            (
                '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'
                f"{part('sub', 'i=0')}{part('sup', 'n')}{part('e', 'x')}</m:nary>"
            ),
            "∑_(i=0)^n x",
        ),
        (f"<m:nary><m:sub/><m:sup/>{part('e', 'f')}</m:nary>", "∫ f"),
        (f"<m:rad><m:deg/>{part('e', 'x')}</m:rad>", "√(x)"),
        (f"<m:rad>{part('deg', '3')}{part('e', 'x')}</m:rad>", "√[3](x)"),
        (
            f"<m:m><m:mr>{part('e', 'a')}{part('e', 'b')}</m:mr><m:mr>{part('e', 'c')}{part('e', 'd')}</m:mr></m:m>",
            "[a, b; c, d]",
        ),
        (
            (
                '<m:d><m:dPr><m:begChr m:val="{"/><m:endChr m:val=""/></m:dPr><m:e><m:eqArr>'
                f"{part('e', '1')}{part('e', '2')}</m:eqArr></m:e></m:d>"
            ),
            "{1; 2",
        ),
        (f"<m:func>{part('fName', 'sin')}{part('e', 'x')}</m:func>", "sin x"),
        (f"<m:acc>{part('e', 'x')}</m:acc>", "x̂"),
        (f"<m:bar>{part('e', 'x')}</m:bar>", "x̅"),
        (f"<w:del>{letters('old')}</w:del><w:ins>{letters('new')}</w:ins>", "new"),
        ("<m:r><w:rPr><w:t>no</w:t></w:rPr><m:t>a</m:t><w:br/><w:t>b</w:t></m:r>", "a\nb"),
    ],
)
def test_an_equation_in_one_line(equation: str, line: str) -> None:
    assert in_one_line(etree.fromstring(f"<m:oMath {NAMESPACES}>{equation}</m:oMath>")) == line
