"""Places small enough to know a person by: postcodes, and the ward, unit or clinic they were on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from penholder.pure.reading.names.found import Found, Kind
from penholder.pure.reading.names.shouting import is_among_capitals, is_verbal
from penholder.pure.reading.names.telling_words import TITLES
from penholder.pure.reading.names.words import Word, Words, is_blank, vocabulary

_AREAS = vocabulary(
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX "
    "FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG "
    "NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS "
    "TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_POSTCODE = re.compile(
    r"(?<![\w-])(?:GIR[ \xa0]?0AA|([A-Z]{1,2})\d[A-Z\d]?[ \xa0]{0,2}\d[ABD-HJLNP-UW-Z]{2})(?![\w-])",
    re.IGNORECASE,
)

_SORTS = frozenset(
    {"ward", "unit", "suite", "lodge", "hospital", "hospice", "infirmary", "clinic", "wing", "centre"}
)
_NAMED_SMALL = frozenset({"ward", "unit", "suite", "lodge"})
_NUMBERED = re.compile(r"\d{1,3}[a-z]?|[a-z]\d{1,2}", re.IGNORECASE)
_JOINING = frozenset({"of", "the", "and", "&"})
_MOST_WORDS = 4
_LEADING = frozenset({"on", "to", "from", "at"})
_LEADING_TO_CENTRES = _LEADING | frozenset({"in", "near", "outside"})
_OWNED_BY = frozenset({"' ", "’ ", "ʼ "})
_SAYS_HOW = ("ing", "ed", "al", "ic", "ive", "ible", "able", "ful", "less", "ous")
_NO_NAME = vocabulary("""
    a an the this that these those my our your his her their its any each every some no another other same whole which
    what one two three both all new old first last next previous local nearest current former different mixed single main
    best worst only very good bad big small busy quiet right wrong general acute locked open closed secure medium low high
    dependency intensive care psychiatric mental health mother baby inpatient outpatient in-patient out-patient patient
    patients day night emergency admission admissions assessment treatment rehab rehabilitation recovery stroke surgical
    medical maternity labour children children's childrens older adult adults adolescent young people people's female male
    women women's men men's forensic learning disability eating disorder disorders crisis home community district cottage
    teaching university private public nhs royal specialist geriatric dementia elderly isolation covid hospital ward unit
    clinic wards memory pain fracture foot eye dental walk-in drop-in depot clozapine lithium hearing sexual flu vaccine
    business policy research training support team trading accounting standard organisational academic decision-making
    and or but on at in from to with of for by as is was are were be been being had has have did do does if when while
    where there then than so because about into after before during since until without within near off over under via
    competence competency qualification course learning optional mandatory core organic planning trust i we you he she
    they it left visited like liked back see saw same-sex each-way right-wing left-wing chest cardiac renal burns high-security
    clinical human resource resources experience service services quality improvement finance financial legal governance
    admin administration operations operational management communications engagement involvement innovation information data
    digital audit complaints safety risk education educational workforce strategy strategic planning procurement delivery
    performance safeguarding commissioning equality diversity inclusion regional national central factors
    horrible terrible awful dreadful lovely brilliant  hate love leave opened
    health day leisure shopping call job town city visitor visitors advice wellbeing wellness conference sports arts art
    family families contact detention garden civic peer carers cancer trauma rape abuse autism resilience citizens drug alcohol
    addiction dialysis diagnostic search urgent walk vaccination test testing heritage science enterprise
    """)


def postcodes(text: str) -> Iterator[Found]:
    """Whole postcodes of the United Kingdom, in capitals or not; the area must be one that is in use."""
    for match in _POSTCODE.finditer(text):
        if match[1] is None or match[1].upper() in _AREAS:
            yield Found(match.start(), match.end(), Kind.POSTCODE)


def wards(text: str, words: Words) -> Iterator[Found]:
    """Wards, units, clinics and hospitals that have a name or a number: “Willow Ward”, “ward 12”, “on the Maple unit”.

    A centre counts where somebody was in it (“at the Rowan Centre”): most centres with capitals are a sort of shop or office.
    """
    for place, word in enumerate(words):
        if word.plain not in _SORTS:
            continue
        first = (
            _named_aloud(text, words, place)
            if word.is_shouted and is_among_capitals(words, place, place)
            else _named_from(text, words, place)
        )
        if first is not None and word.plain == "centre" and not _is_led_to(text, words, first):
            continue
        if first is not None:
            yield Found(words[first].start, word.start + len(word.bare), Kind.WARD)
        elif place + 1 < len(words) and word.plain in {"ward", "unit", "wing"}:
            following = words[place + 1]
            led = place > 0 and words[place - 1].plain == "on"
            if (
                is_blank(text, word, following)
                and _is_number(word, following)
                and (led or word.plain == "ward")
            ):
                yield Found(word.start, following.end, Kind.WARD)


def _named_from(text: str, words: Words, place: int) -> int | None:
    """Where the name before “ward” begins: at its first capital, or at a small word that “on” alone leads to."""
    first = None
    capitals = 0
    for back in range(place - 1, max(-1, place - 1 - _MOST_WORDS), -1):
        word = words[back]
        if not is_blank_or_point(text, word, words[back + 1]):
            break
        if word.is_capitalised or word.is_shouted:
            if word.plain in TITLES:
                return None  # “Dr O’Brien’s clinic”: the name is found as a person's
            if back == place - 1 and word.plain in _SORTS:
                break
            first = back if word.plain not in _NO_NAME or capitals else first
            capitals += word.plain not in _NO_NAME
        elif word.plain not in _JOINING or not capitals:
            break
    if capitals:
        return _without_first_words(words, first, place)
    return place - 1 if _is_small_name(text, words, place) else None


def _named_aloud(text: str, words: Words, place: int) -> int | None:
    """Among capitals: one or two words that “ON”, “ON THE” and the like lead to, and none that any ward may have before it."""
    for first in range(place - 1, max(-1, place - 3), -1):
        name = words[first]
        # ON A HORRIBLE WARD
        if name.plain in _NO_NAME or name.plain.endswith(_SAYS_HOW) or is_verbal(name.plain):
            return None
        if not is_blank_or_point(text, name, words[first + 1]):
            return None
        if _is_led_to(text, words, first):
            return first
    return None


def _is_led_to(text: str, words: Words, first: int) -> bool:
    """“on”, “at the” and the like stand before it."""
    before = first - 1
    if before > 0 and words[before].plain == "the":
        before -= 1
    return (
        before >= 0
        and words[before].plain in _LEADING_TO_CENTRES
        and is_blank(text, words[before], words[before + 1])
        and is_blank(text, words[first - 1], words[first])
    )


def is_blank_or_point(text: str, one: Word, other: Word) -> bool:
    """Blanks, after the full stop of “St.” and the apostrophe of “Thomas’” too."""
    if is_blank(text, one, other):
        return True
    between = text[one.end : min(other.start, one.end + 3)]
    return (one.plain == "st" and between == ". ") or (one.plain.endswith("s") and between in _OWNED_BY)


def _without_first_words(words: Words, first: int | None, place: int) -> int | None:
    """A sentence’s first word is a capital too: “The Willow Ward”, “On Willow Ward” begin at Willow."""
    while (
        first is not None
        and first < place
        and (words[first].plain in _NO_NAME or words[first].plain in _JOINING)
    ):
        first += 1
    return first if first != place else None


def _is_small_name(text: str, words: Words, place: int) -> bool:
    """“on willow ward”, “on the larkspur unit”: a small word that is none of those that any ward may have before it."""
    if place < 2 or words[place].plain not in _NAMED_SMALL:  # noqa: PLR2004 - “on” and the name
        return False
    name, before = words[place - 1], place - 2
    if words[before].plain == "the" and before:
        before -= 1
    leading = words[before]
    return (
        leading.plain in _LEADING
        and name.text.isalpha()
        and name.plain not in _NO_NAME
        and not name.plain.endswith(_SAYS_HOW)
        and is_blank(text, leading, words[before + 1])
        and is_blank(text, words[place - 2], name)
        and is_blank(text, name, words[place])
    )


def _is_number(sort: Word, following: Word) -> bool:
    if sort.plain == "ward":
        return bool(_NUMBERED.fullmatch(following.text)) or (
            len(following.text) == 1 and following.text.isupper() and following.text not in {"A", "I"}
        )
    return bool(_NUMBERED.fullmatch(following.text))  # “Unit 3” alone is part of a course
