"""The whole journey in a real browser, with JavaScript off and again with it on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.cdp import Page
from tests.journeys import steps
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
        steps.check_receipts_without_the_site(walk, respondent, code)

        assert walk.judge.wrong == []


def test_a_response_is_given_by_keyboard_alone_without_javascript(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    with running_site(tmp_path / "data") as site:
        coordinator = open_page(javascript=False)
        walk = steps.Walk(site, coordinator, Judge(asked=False), tmp_path)
        steps.sign_in(coordinator, site.sign_in)
        steps.import_framework(walk)
        steps.form_group(walk, {"Ida Vane": "Lived experience"})
        consultation = steps.open_consultation(walk)

        code = steps.respond_by_keyboard(open_page(javascript=False, width=390), consultation)

        assert len(code.split("-")) == 6
