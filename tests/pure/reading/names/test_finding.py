"""What gives a person away is found where it stands, and what only looks like it is left alone."""

from __future__ import annotations

import unicodedata

import pytest
from benchmarks.made_names import PATTERNED, TITLED, made_comments
from benchmarks.names import scored
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.reading.names.finding import find_names
from penholder.pure.reading.names.found import Found, Kind, settled
from penholder.pure.reading.names.numbers import is_nhs_number

ADVERSARIAL = 100_000
"""Characters: at this length a pattern that runs away would not come back today."""


def found(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], str(one.kind)) for one in find_names(text)]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Write to jo.o'neil+peer@my-trust.nhs.uk.", "jo.o'neil+peer@my-trust.nhs.uk", "e-mail"),
        ("Write to zoë@example.org, please", "zoë@example.org", "e-mail"),
        ("it is jo (at) example (dot) org", "jo (at) example (dot) org", "e-mail"),
        ("see (https://example.org/a_(b)?c=d#e).", "https://example.org/a_(b)?c=d#e", "url"),
        ("see example.org.uk/peers, twice", "example.org.uk/peers", "url"),
        ("ring 07700 900123.", "07700 900123", "phone"),
        ("ring +44 (0)20 7946 0018 now", "+44 (0)20 7946 0018", "phone"),
        ("ring (01632) 960 001", "(01632) 960 001", "phone"),
        ("my NHS no is 943-476-5919", "943-476-5919", "nhs number"),
        ("my NHS number: 943 476 5918 or so", "943 476 5918", "nhs number"),
        ("NI: QQ 12 34 56 C", "QQ 12 34 56 C", "ni number"),
        ("my national insurance is ab123456", "ab123456", "ni number"),
        ("in sw1a 1aa, upstairs", "sw1a 1aa", "postcode"),
        ("in EC1A1BB", "EC1A1BB", "postcode"),
        ("born 3.4.62 in Leeds", "3.4.62", "birth date"),
        ("14 March is my birthday", "14 March", "birth date"),
        ("DOB: 1962-03-14", "1962-03-14", "birth date"),
        ("I was born in Leeds in 1962", "1962", "birth date"),
        ("on the 14th of March, 2019 they", "14th of March, 2019", "date"),
        ("ask @jo_peer about it", "@jo_peer", "handle"),
        ("ask @jo@example.social about it", "@jo@example.social", "handle"),
        ("Dr. A. B. Mensah-Jones’s clinic", "Dr. A. B. Mensah-Jones", "name"),
        ("I saw DR SMITH twice", "DR SMITH", "name"),
        ("i saw mrs patel twice", "mrs patel", "name"),
        ("i saw mr. a. b. hughes's team twice", "mr. a. b. hughes", "name"),
        ("i saw cllr van der berg twice", "cllr van der berg", "name"),
        ("it was ms mensah-jones who said", "ms mensah-jones", "name"),
        ("a matron h. kaur came", "matron h. kaur", "name"),
        ("I TOLD MS G. KAUR TWICE", "MS G. KAUR", "name"),
        ("THANKS TO MISS A. B. DE SOUZA AGAIN", "MISS A. B. DE SOUZA", "name"),
        ("Prof van der Berg said", "Prof van der Berg", "name"),
        ("Mr March came", "Mr March", "name"),
        ("Mr JT Smith came", "Mr JT Smith", "name"),
        ("a nurse called “Priya” rang", "Priya", "name"),
        ("her name was 'Mo' then", "Mo", "name"),
        ("My name is: Tom Baker", "Tom Baker", "name"),
        ("my CPN Julie rang", "Julie", "name"),
        ("my sister May rang", "May", "name"),
        ("Siobhán Nowak, our support worker, rang", "Siobhán Nowak", "name"),
        ("a nurse called Priya rang", "Priya", "name"),
        ("a nurse by the name of Priya rang", "Priya", "name"),
        ("a woman called priya rang", "priya", "name"),
        ("we like somebody called callum.", "callum", "name"),
        ("my cpn who is called priya rang", "priya", "name"),
        ("a person who goes by kwame or so", "kwame", "name"),
        ("A LAD CALLED ANYA CAME", "ANYA", "name"),
        ("A PERSON WHO GOES BY KWAME CAME", "KWAME", "name"),
        ("I told the registrar, Ruth, twice", "Ruth", "name"),
        ("my name is Tom Baker.", "Tom Baker", "name"),
        ("Dear Amara, thank you", "Amara", "name"),
        ("Kind regards,\nTom", "Tom", "name"),
        ("That is all. Yours, Ann", "Ann", "name"),
        ("That is all. Many thanks,\nJulie Smith\nA carer", "Julie Smith", "name"),
        ("That is all. Best,\r\nTom x", "Tom", "name"),
        ("my ex-husband Tom rang", "Tom", "name"),
        ("I was on Willow Ward then", "Willow Ward", "ward"),
        ("I was on willow ward then", "willow ward", "ward"),
        ("The Willow Ward was kind", "Willow Ward", "ward"),
        ("they moved me to ward 12b", "ward 12b", "ward"),
        ("on the Maple unit", "Maple unit", "ward"),
        ("at St. Jude's Hospital", "St. Jude's Hospital", "ward"),
        ("at St Thomas’ Hospital then", "St Thomas’ Hospital", "ward"),
        ("in the Caludon Centre", "Caludon Centre", "ward"),
        ("my email is jo dot smith at gmail dot com", "jo dot smith at gmail dot com", "e-mail"),
        ("my address: jo at example dot org dot uk", "jo at example dot org dot uk", "e-mail"),
        ("it is on bit.ly/3abc.", "bit.ly/3abc", "url"),
        ("see YOUTU.BE/xyz", "YOUTU.BE/xyz", "url"),
        ("SEE EXAMPLE.ORG/ABOUT NOW", "EXAMPLE.ORG/ABOUT", "url"),
        ("call 0800 1111 then", "0800 1111", "phone"),
        ("07700/900123 is mine", "07700/900123", "phone"),
        ("7700 900123 without the nought, my mobile", "7700 900123", "phone"),
        ("text me on 7700900123", "7700900123", "phone"),
        ("my CPN's name is Julie", "Julie", "name"),
        ("my name is julie, hello", "julie", "name"),
        ("a nurse by the name of priya rang", "priya", "name"),
        ("Mr Nguyễn Văn An came", "Mr Nguyễn Văn An", "name"),
        ("Cofion cynnes, Gwenllian", "Gwenllian", "name"),
        ("Name: Julie Smith\nBand 6", "Julie Smith", "name"),
        ("Full name (as you like): J. Smith", "J. Smith", "name"),
        ("Patient name : José García, ward", "José García", "name"),
        ("PC Smith came", "PC Smith", "name"),
        ("I told PCSO Khan twice", "PCSO Khan", "name"),
        ("I SAW DR O'NEILL TWICE", "DR O'NEILL", "name"),
        ("THANKS TO DR. A. B. KHAN FOR THIS", "DR. A. B. KHAN", "name"),
        ("MY NURSE ANYA SAID SO", "ANYA", "name"),
        ("MY NURSE, ANYA KHAN, WAS KIND", "ANYA KHAN", "name"),
        ("MY FRIEND ANYA'S SISTER CAME", "ANYA", "name"),
        ("MY NAME IS TOM", "TOM", "name"),
        ("A NURSE NAMED PRIYA CAME", "PRIYA", "name"),
        ("MY CPN WHO IS CALLED PRIYA CAME", "PRIYA", "name"),
        ("I told MY FRIEND ANYA about it", "ANYA", "name"),
        ("THEY PUT ME ON THE WILLOW WARD AGAIN", "WILLOW WARD", "ward"),
        ("I WAS AT ST JUDE'S HOSPITAL", "ST JUDE'S HOSPITAL", "ward"),
    ],
)
def test_it_is_found_where_it_stands(text: str, words: str, kind: str) -> None:
    assert found(text) == [(words, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The next meeting is on 14 March at 10.30.",
        "May I ask why? That may be right.",
        "The café is at 12 Willow Dr, Leeds.",
        "We live on Willow Dr Leeds way.",
        "Order 943 476 5918 came.",
        "Order 111 111 1111 came.",
        "Meet @ 3pm, @home or @ the café.",
        "We use version 3.10.12 and v2.1.2019 of statement 3.6.2.",
        "24/7, 9-5, 50/50, £12,000.00 and 31/02",
        "I was tired.then I slept, etc.and so on",
        "The acute ward, every ward, the ward manager.",
        "A Psychiatric Intensive Care Unit and Unit 3 of the course.",
        "The Peer Support Worker Framework for Band 7 Nurse Practitioner posts.",
        "I miss Mondays; my dr said so; the dr was right. MS Word. PC World. My PC Smith’s broke.",
        "Dear all, thanks to Scotland. Kind regards from us.",
        "Is this form yours? Monday is the last day. The choice is yours, nobody else's.",
        "ISBN 978-1-4028-9462-6 and 12345678901234567890",
        "a team called Recovery First",
        "NURSE LAUGHED. GRANDAD LOOKED AFTER US. MAJOR CHANGES ARE NEEDED.",
        "MY GP REFUSED TO SEE ME. THE DOCTOR CALLED SECURITY. MY DR LAUGHED AND I CRIED.",
        "then MY GP REFUSED to see me and the NURSE LAUGHED",
        "MY NAME IS SPELT WRONG. I WAS CALLED LAZY. HOW ARE PEOPLE NAMED HERE?",
        "I HATE HOSPITAL. THE NURSES ON THE WARD SLEPT. ON THE HORRIBLE WARD I CRIED.",
        "IT IS HELD AT 3 FAIRFIELD DR. SEND IT AT ONCE.",
        "Human Resources Unit, the Clinical Unit, the Patient Experience Unit",
        "Prof dev days are wasted. My name is important to me. The team's name is Phoenix.",
        "We met at the Community Resource Centre and in a Leisure Centre; Willow Centre sells plants.",
        "Look at gmail dot com, at version 2.1 and at dot two of the list.",
        "Ticket 7700900123 and order 7123 456789 came. The tin says 0800 11112.",
        "TIRED.LONDON WAS FAR. We write ASP.NET.",
        "a nurse called security and a doctor called twice. somebody called my mum. a man called round.",
        "A NURSE CALLED SECURITY. SOMEBODY CALLED POLICE. A PERSON CALLED LAZY.",
        "our local councillor wants it. a professor teaches. they go by bus. the registrar, Monday's one.",
        "my dr. i think he left. the manager, Band 7, said so.",
        "The nurse called 'Security!' and the team is called “Phoenix”. Dr NHS Trust.",
        "Trust name: Leeds. Name: Leeds Community Trust. Name: to follow. Name:\nThe rest. Name (if any) Willow:",
        "Many thanks\nFood is what matters.\nThat was best\nPractice\nthe Patients’ Unit",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_places_count_code_points_and_not_bytes_or_halves() -> None:
    assert find_names("🙂🙂 é @jo_peer") == (Found(5, 13, Kind.HANDLE),)


def test_accents_by_themselves_are_part_of_their_letters() -> None:
    whole = "José García: my CPN Siân Żak on Élan Ward, josé@example.org, DR MÜLLER"
    apart = unicodedata.normalize("NFD", whole)
    assert len(apart) > len(whole)
    assert found(apart) == [(unicodedata.normalize("NFD", words), kind) for words, kind in found(whole)]
    assert [words for words, _ in found(whole)] == ["Siân Żak", "Élan Ward", "josé@example.org", "DR MÜLLER"]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("write to jo@\u200bexam\u00adple.org, please", "jo@\u200bexam\u00adple.org", "e-mail"),
        ("ring \u202a07700\u2011900\u200e123\u202c now", "07700\u2011900\u200e123", "phone"),
        ("I saw Dr\u202fPatel and", "Dr\u202fPatel", "name"),
        ("in SW1A\u20091AA", "SW1A\u20091AA", "postcode"),
        ("Kind regards,\x0bTom", "Tom", "name"),
    ],
)
def test_signs_that_nobody_sees_and_odd_blanks_hide_nothing(text: str, words: str, kind: str) -> None:
    assert found(text) == [(words, kind)]


def test_of_overlapping_finds_the_longest_counts_and_then_the_most_specific() -> None:
    assert found("https://example.org/@jo_peer?mail=jo@example.org") == [
        ("https://example.org/@jo_peer?mail=jo@example.org", "url")
    ]
    same = (Found(0, 4, Kind.WARD), Found(0, 4, Kind.NAME), Found(3, 6, Kind.DATE), Found(4, 7, Kind.URL))
    assert settled(same) == (Found(0, 4, Kind.NAME), Found(4, 7, Kind.URL))


def test_several_names_in_one_sentence_are_all_found() -> None:
    assert found("My friends Sam and Jo saw Mr and Mrs Kaur and Drs Khan and Lee.") == [
        ("Sam", "name"),
        ("Jo", "name"),
        ("Mrs Kaur", "name"),
        ("Drs Khan", "name"),
        ("Lee", "name"),
    ]


def test_the_check_digit_of_an_nhs_number_counts_modulo_eleven() -> None:
    passing = [digit for digit in range(10) if is_nhs_number(f"943476591{digit}")]
    assert passing == [9]
    assert not is_nhs_number("0000000000")


def test_of_made_comments_not_tuned_on_nearly_all_patterned_and_most_titled_names_are_found() -> None:
    score = scored(made_comments(7, 1000))
    assert score.recall(PATTERNED) >= 0.99
    assert score.recall((TITLED,)) >= 0.8
    assert score.precision((*PATTERNED, TITLED)) >= 0.97


@pytest.mark.parametrize(
    "unit",
    ["a", "a@", "Mr A. ", "my CPN, Sam ", "+44 ", "Willow Ward ", "a (at) a dot ", "http://a(", "\u0301\u0323", "a\u200b"],
)  # fmt: skip
def test_a_long_text_made_to_run_a_pattern_away_is_read_to_its_end(unit: str) -> None:
    text = unit * (ADVERSARIAL // len(unit))
    finds = find_names(text)
    assert all(0 <= one.start < one.end <= len(text) for one in finds)


@given(
    st.lists(
        st.sampled_from(
            [
                "Dr",
                " ",
                "Sam",
                "@",
                "jo",
                ".",
                "org",
                "07700",
                "900123",
                "my",
                "CPN",
                "ward",
                "12",
                "/",
                "\n",
                "’s",
                "é",
                "🙂",
                "1962",
                "born",
                "\u0301",
                "\u200b",
                "\u2009",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_finds_are_in_order_apart_and_never_blank_at_their_edges(text: str) -> None:
    finds = find_names(text)
    places = [place for one in finds for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(text[one.start : one.end].strip() == text[one.start : one.end] != "" for one in finds)


@given(st.text(max_size=200))
def test_any_text_is_read_twice_alike(text: str) -> None:
    assert find_names(text) == find_names(text)
