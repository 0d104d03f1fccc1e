"""Which elements of a Word file matter to a reader, and how; all others are gone through as if they were not there."""

from typing import Final

from penholder.pure.formats.word_formula import EQUATION as MATH_OF_WORD
from penholder.pure.formats.word_names import WORD

(
    THROUGH,
    RUN,
    TEXT,
    SKIP,
    SIGN,
    HIDING,
    PARAGRAPH,
    TABLE,
    ROW,
    CELL,
    CONTROL,
    FIELD_CHAR,
    SYMBOL,
    BOX_OF_TEXT,
    EITHER,
    BOOKMARK,
    BOOKMARK_END,
    RUN_TO_LOOK_AT,
    EQUATION,
    WITH_READING,
    PICTURE,
) = range(21)

_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PICTURES: Final = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
    "{urn:schemas-microsoft-com:vml}imagedata",
    f"{WORD}contentPart",
)
_COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED: Final = (
    "del",
    "moveFrom",
    "instrText",
    "delInstrText",
    "delText",
    "pPr",
    "tcPr",
    "tblPr",
    "tblGrid",
    "trPr",
    "tblPrEx",
    "sdtPr",
    "sdtEndPr",
    "sectPr",
    "proofErr",
    "lastRenderedPageBreak",
)

SIGNS: Final = {
    f"{WORD}tab": "\t",
    f"{WORD}ptab": "\t",
    f"{WORD}br": "\n",
    f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
}
CODES: Final[dict[object, int]] = {
    **{f"{WORD}{name}": SKIP for name in _SKIPPED},
    **dict.fromkeys(SIGNS, SIGN),
    f"{WORD}r": RUN,
    f"{WORD}t": TEXT,
    f"{_MATH}t": TEXT,
    f"{_DRAWING}t": TEXT,
    f"{WORD}rPr": HIDING,
    f"{WORD}p": PARAGRAPH,
    f"{WORD}tbl": TABLE,
    f"{WORD}tr": ROW,
    f"{WORD}tc": CELL,
    f"{WORD}sdt": CONTROL,
    f"{WORD}fldChar": FIELD_CHAR,
    f"{WORD}sym": SYMBOL,
    f"{WORD}txbxContent": BOX_OF_TEXT,
    f"{_COMPATIBILITY}AlternateContent": EITHER,
    f"{WORD}bookmarkStart": BOOKMARK,
    f"{WORD}bookmarkEnd": BOOKMARK_END,
    MATH_OF_WORD: EQUATION,
    f"{WORD}ruby": WITH_READING,
    **dict.fromkeys(PICTURES, PICTURE),
}
