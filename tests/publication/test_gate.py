"""The gate: every obstacle is named with where it can be mended, and goes when it is."""

from __future__ import annotations

import pytest
from django.test import Client

from penholder.consultations.actions import close_consultation
from penholder.decisions.actions import enact_motion
from penholder.decisions.models import Motion
from penholder.frameworks.actions import make_editorial_fix, open_draft
from penholder.frameworks.models import Change, Draft
from penholder.listening.actions import set_answer_aside
from penholder.publication.gate import obstacles
from penholder.publication.queries.fates import fates_of
from penholder.record.recording import Refused
from tests.factories.consultations import scene
from tests.factories.listening import answer_of, said
from tests.factories.publication import NEW_WORDS, Told, carry, decided, published, put, reword, told

pytestmark = pytest.mark.django_db


def kinds(draft: Draft) -> dict[str, int]:
    return {each.kind: each.count for each in obstacles(draft)}


def closed(one: Told) -> Told:
    close_consultation(consultation=one.story.consultation, by=one.story.coordinator)
    return one


def test_obstacles_of_a_first_version_nobody_was_asked_about_are_none() -> None:
    assert obstacles(scene().draft) == ()


def test_obstacles_name_an_open_consultation_until_it_is_closed() -> None:
    one = told()
    assert kinds(one.story.draft) == {"consultation_open": 1, "undisposed": 1}
    assert kinds(closed(one).story.draft) == {"undisposed": 1}


def test_obstacles_count_answers_nobody_has_read() -> None:
    one = told()
    thanks = answer_of(said(one.story.consultation, "Thank you.").response)
    said(one.story.consultation, "", stance="keep")
    assert kinds(closed(one).story.draft)["unread"] == 1
    set_answer_aside(answer=thanks, by=one.story.reader)
    assert "unread" not in kinds(one.story.draft)


def test_obstacles_count_points_without_an_answer_for_the_group_that_decides() -> None:
    one = closed(told())
    (obstacle,) = obstacles(one.story.draft)
    assert (obstacle.kind, obstacle.url_name) == ("undisposed", "decisions:docket")
    assert one.story.scene.group.name in obstacle.sentence
    decided(one.story, [one.point], kind="declined")
    assert obstacles(one.story.draft) == ()


def test_obstacles_name_a_motion_that_is_still_open() -> None:
    one = closed(told())
    put(one.story, [one.point], kind="declined")
    assert kinds(one.story.draft) == {"undisposed": 1, "motion_open": 1}


def test_obstacles_name_a_promised_change_until_it_is_in_the_text() -> None:
    one = closed(told())
    motion = decided(one.story, [one.point], operations=[reword(one.story)], enacted=False)
    (obstacle,) = obstacles(one.story.draft)
    assert (obstacle.kind, obstacle.address) == ("promise", motion.get_absolute_url())


def test_obstacles_name_a_promise_without_a_change_until_another_decision_has_changed_the_text() -> None:
    one = closed(told())
    spelling = reword(one.story, "2.1", "Knows when to ask for help.")
    make_editorial_fix(draft=one.story.draft, operation=spelling, why="full stop", by=one.story.coordinator)
    decided(one.story, [one.point], kind="in_part", reason="We look for better words.")
    assert kinds(one.story.draft) == {"promise": 1}

    decided(one.story, [], operations=[reword(one.story)])

    assert obstacles(one.story.draft) == ()
    (change,) = fates_of([one.point])[one.point.pk].changes
    assert change.now == NEW_WORDS


def test_obstacles_let_a_motion_go_that_was_overtaken_once_a_later_one_was_done_instead() -> None:
    one = closed(told())
    both = [
        put(one.story, [], title=title, operations=[reword(one.story, text=title)]) for title in ("A", "B")
    ]
    first, second = (carry(one.story, motion) for motion in both)
    enact_motion(motion=first, by=one.story.coordinator)
    with pytest.raises(Refused, match="no longer fits"):
        enact_motion(motion=second, by=one.story.coordinator)
    decided(one.story, [one.point], kind="declined")
    assert kinds(one.story.draft) == {"promise": 0}

    decided(one.story, [], title="C", operations=[reword(one.story)])

    assert obstacles(one.story.draft) == ()


def test_obstacles_name_a_motion_that_can_still_be_enacted_whatever_was_done_after_it() -> None:
    one = closed(told())
    decided(one.story, [one.point], operations=[reword(one.story)], enacted=False)
    decided(one.story, [], title="Another", operations=[reword(one.story, "1.1.2", "saying what one can do")])
    assert kinds(one.story.draft) == {"promise": 1}


def test_obstacles_name_a_substantive_change_no_decision_stands_behind() -> None:
    one = closed(told())
    decided(one.story, [one.point], operations=[reword(one.story)])
    make_editorial_fix(
        draft=one.story.draft, operation=reword(one.story, "2.1", "Knows when to ask for help."), why="full stop",
        by=one.story.coordinator,
    )  # fmt: skip
    assert obstacles(one.story.draft) == ()
    Change.objects.filter(draft=one.story.draft).update(significance="substantive")
    assert kinds(one.story.draft) == {"warrant": 1}


def test_obstacles_name_a_change_warranted_by_a_decision_about_another_draft() -> None:
    one, other = closed(told()), closed(told())
    for each in (one, other):
        decided(each.story, [each.point], operations=[reword(each.story)])
    foreign = Motion.objects.get(draft=other.story.draft).closed_entry
    Change.objects.filter(draft=one.story.draft).update(warrant=foreign)
    assert kinds(one.story.draft) == {"warrant": 1}


def test_obstacles_name_a_group_that_does_not_meet_its_charter() -> None:
    one = closed(told())
    motion = decided(one.story, [one.point], kind="declined")
    Motion.objects.filter(pk=motion.pk).update(
        tally={**(motion.tally or {}), "charter_not_met": ["Too few."]}
    )
    assert obstacles(one.story.draft) == ()  # it does by now, and the motion itself says that it did not
    one.story.scene.group.seats.update(kind="technical")
    assert kinds(one.story.draft) == {"charter": 1}


def test_obstacles_of_a_later_version_ask_for_a_change() -> None:
    one = told()
    publication = published(one)
    draft = open_draft(framework=publication.draft.framework, by=one.story.coordinator)
    assert kinds(draft) == {"nothing_new": 1}


def test_gate_is_public_and_only_coordinators_are_offered_to_publish(client: Client) -> None:
    place = scene()
    address = f"/c/{place.community.slug}/publication/{place.draft.framework.slug}/"
    page = client.get(address).content.decode()
    assert "The gate is open" in page
    assert "Publish this version" not in page
    client.force_login(place.coordinator)
    assert "Publish this version" in client.get(address).content.decode()


def test_gate_lists_every_obstacle_with_a_way_to_mend_it(client: Client) -> None:
    one = told()
    page = client.get(
        f"/c/{one.story.scene.community.slug}/publication/{one.story.draft.framework.slug}/"
    ).content.decode()
    for obstacle in obstacles(one.story.draft):
        assert f'href="{obstacle.address}"' in page
    assert "Publish this version" not in page
