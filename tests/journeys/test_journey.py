"""The whole journey in a real browser, with JavaScript off and again with it on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.cdp import Page
from tests.journeys import checking, letting_go, steps, troubles
from tests.journeys.judging import Judge
from tests.journeys.site import running_site


@pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with JavaScript"])
def test_a_comment_is_followed_from_import_to_outcome(
    open_page: Callable[..., Page], tmp_path: Path, javascript: bool
) -> None:
    with running_site(tmp_path / "data") as site:
        coordinator, respondent = open_page(javascript=javascript), open_page(javascript=javascript)
        walk = steps.Walk(site, coordinator, Judge(asked=javascript), tmp_path)

        steps.sign_in(coordinator, site.sign_in)
        walk.look(coordinator, "my desk")
        steps.import_framework(walk)
        links = steps.admit_members(walk, "Noor Teal", "Bram Fen")
        steps.form_group(
            walk,
            {
                "Noor Teal": "Lived experience",
                "Bram Fen": "Lived experience",
                "Ida Vane": "Technical adviser",
            },
        )
        consultation = steps.open_consultation(walk)
        code = steps.respond(walk, respondent, consultation)
        table_codes = steps.import_comment_table(walk, consultation)
        steps.close_consultation(walk, consultation)
        steps.read_everything(walk)
        steps.see_what_stands_in_the_way(walk, "point")
        motion = steps.put_motion(walk)
        first, second = open_page(javascript=javascript), open_page(javascript=javascript)
        steps.vote(walk, first, links["Noor Teal"], motion, "I agree, or can live with it")
        steps.vote(walk, second, links["Bram Fen"], motion, "I abstain")
        steps.close_and_enact(walk, motion)
        steps.record_dissent(walk, second, motion, "Boots are not an ability.")
        steps.publish(walk)
        for each in (code, *table_codes):
            steps.follow(walk, respondent, each)
        steps.read_what_was_published(walk, respondent)
        steps.take_the_table_back(walk)
        receipt, bare = checking.keep_receipts(walk, respondent, code)
        checking.check_on_the_page(walk, respondent, receipt, bare, said="I was never asked")
        checking.compare_records(walk, respondent, receipt)
        checking.check_with_the_commands(walk, receipt)

        assert walk.judge.wrong == []


@pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with JavaScript"])
def test_words_are_changed_taken_back_and_erased(
    open_page: Callable[..., Page], tmp_path: Path, javascript: bool
) -> None:
    with running_site(tmp_path / "data") as site:
        coordinator, respondent = open_page(javascript=javascript), open_page(javascript=javascript)
        walk = steps.Walk(site, coordinator, Judge(asked=False), tmp_path)
        consultation = _asked(walk)
        walk = replace(walk, judge=Judge(asked=javascript))

        letting_go.change_and_take_back(walk, respondent, consultation)
        letting_go.erase_by_code(walk, respondent, consultation)
        letting_go.redact_and_erase_for_somebody(walk, respondent, consultation)
        letting_go.see_it_counted(walk, respondent)

        assert walk.judge.wrong == []


@pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with JavaScript"])
def test_nothing_is_lost_while_the_record_is_in_trouble(
    open_page: Callable[..., Page], tmp_path: Path, javascript: bool
) -> None:
    with running_site(tmp_path / "data") as site:
        coordinator, respondent = open_page(javascript=javascript), open_page(javascript=javascript)
        walk = steps.Walk(site, coordinator, Judge(asked=False), tmp_path)
        consultation = _asked(walk)
        walk = replace(walk, judge=Judge(asked=javascript))

        troubles.send_while_nothing_can_be_published(walk, respondent, consultation)
        troubles.find_the_site_read_only(walk, respondent, consultation)

        assert walk.judge.wrong == []


def test_a_response_is_given_and_erased_by_keyboard_alone_without_javascript(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    with running_site(tmp_path / "data") as site:
        walk = steps.Walk(site, open_page(javascript=False), Judge(asked=False), tmp_path)
        consultation = _asked(walk)
        respondent = open_page(javascript=False, width=390)

        code = steps.respond_by_keyboard(respondent, consultation)

        assert len(code.split("-")) == 6
        letting_go.erase_by_keyboard(walk, respondent, code)


def _asked(walk: steps.Walk) -> str:
    """A community that asks about its framework; answers with the consultation's address."""
    steps.sign_in(walk.coordinator, walk.site.sign_in)
    steps.import_framework(walk)
    steps.form_group(walk, {"Ida Vane": "Lived experience"})
    return steps.open_consultation(walk)
