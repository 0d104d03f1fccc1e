"""What we write, opened and saved again by LibreOffice: the same rows, answers, boxes and choices."""

from __future__ import annotations

import contextlib
import io

import pytest
from docx import Document

from penholder.pure.formats.forms.comment import Comment
from penholder.pure.formats.forms.own_form_answers import OwnAnswers
from penholder.pure.formats.forms.own_form_in import read_own_form
from penholder.pure.formats.forms.profile import ISO, PROFILES, Profile
from penholder.pure.formats.forms.reading import read_form
from penholder.pure.formats.forms.written_comments import write_comments
from tests.office import Office, office
from tests.pure.formats.forms.own_form_pen import Pen
from tests.pure.formats.forms.test_own_form_in import BLANK, FILLED, fill, said
from tests.pure.formats.forms.test_written_comments import ABOUT, COMMENTS, real_comments

__all__ = ["office", "real_comments"]

WORD_PROFILES = tuple(profile for profile in PROFILES if profile.headings != "text")
HOSTILE = "  =1+1 \u200fשלום\u200e é\u0301 😀 <b>&amp;</b> “q” \u00a0x\u2011y\n\n\tlast" + " long" * 300
FORMS = {
    "blank": BLANK,
    "filled": fill(Pen(BLANK)).file(),
    "hostile": Pen(BLANK).write("ph_q1_words", HOSTILE).write("ph_s3_proposed", HOSTILE).file(),
    "beside": Pen(BLANK)
    .under("What is missing?", "Nobody asked us.")
    .under("End of the form", "Yours, Ada")
    .file(),
}


@pytest.fixture(scope="module")
def tables(request: pytest.FixtureRequest) -> dict[str, bytes]:
    made = {profile.name: write_comments(profile, COMMENTS, ABOUT) for profile in WORD_PROFILES}
    # Without the real material the made tables are still converted.
    with contextlib.suppress(pytest.skip.Exception):
        made["real"] = write_comments(ISO, request.getfixturevalue("real_comments"), ABOUT)
    return made


@pytest.fixture(scope="module")
def resaved(office: Office, tables: dict[str, bytes]) -> dict[str, bytes]:
    return office.again({**FORMS, **tables}, "docx")


@pytest.fixture(scope="module")
def through_odt(office: Office) -> dict[str, bytes]:
    return office.again(FORMS, "odt", "docx")


@pytest.fixture(scope="module", params=["docx", "odt"])
def again(request: pytest.FixtureRequest) -> dict[str, bytes]:
    fixture = "resaved" if request.param == "docx" else "through_odt"
    files: dict[str, bytes] = request.getfixturevalue(fixture)
    return files


def read(data: bytes) -> OwnAnswers:
    return read_own_form(data)[0]


def test_our_form_unfilled_is_still_unanswered(again: dict[str, bytes]) -> None:
    answers, report = read_own_form(again["blank"])
    assert answers == read(BLANK)
    assert report.oddities == ()


def test_every_answer_box_and_choice_of_our_form_is_still_there(again: dict[str, bytes]) -> None:
    answers, report = read_own_form(again["filled"])
    assert said(answers) == FILLED
    assert answers == read(FORMS["filled"])
    assert report.oddities == ()


def test_hostile_words_in_our_form_are_still_the_same(again: dict[str, bytes]) -> None:
    assert read(again["hostile"]) == read(FORMS["hostile"])
    assert read(again["hostile"]).answers[0].words == HOSTILE.strip()


def test_words_beside_the_places_of_our_form_are_still_found(again: dict[str, bytes]) -> None:
    assert read(again["beside"]) == read(FORMS["beside"])
    assert read(again["beside"]).elsewhere[0].words == "Yours, Ada"


@pytest.mark.parametrize("profile", WORD_PROFILES, ids=lambda profile: profile.name)
def test_every_row_of_a_comment_table_is_still_the_same(
    profile: Profile, resaved: dict[str, bytes], tables: dict[str, bytes]
) -> None:
    before, after = read_form(tables[profile.name]), read_form(resaved[profile.name])
    assert (after.profile, after.about) == (profile.name, before.about)
    assert len(after.comments) == len(COMMENTS)
    assert after.comments == before.comments
    assert Document(io.BytesIO(resaved[profile.name])).core_properties.title.startswith(profile.title)


def test_the_real_comments_are_still_the_same(
    real_comments: tuple[Comment, ...], resaved: dict[str, bytes]
) -> None:
    after = read_form(resaved["real"]).comments
    assert len(after) == 55
    assert after == real_comments
