"""Putting a motion in the browser: five steps of one form, nothing lost on the way, nothing put before it is right."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from penholder.consultations.models import Publishing
from penholder.decisions.models import Kind, Motion
from penholder.listening.models import Point
from tests.factories import accounts, decisions
from tests.factories.accounts import signed_in
from tests.factories.decisions import Docketed

pytestmark = pytest.mark.django_db

Typed = dict[str, list[str]]


@pytest.fixture
def at() -> Docketed:
    return decisions.docketed()


def address(at: Docketed) -> str:
    return reverse("decisions:put", args=[at.community.slug, at.group.slug])


class Form:
    """The page's one form, filled in and sent as a browser without scripts does it."""

    def __init__(self, client: Client, page: str, **asked: str) -> None:
        self.client, self.page = client, page
        self.answer = client.get(page, asked)

    @property
    def words(self) -> str:
        return unescape(self.answer.content.decode())

    @property
    def typed(self) -> Typed:
        """Everything the page would send: hidden fields, ticked boxes, chosen radios and options, texts."""
        found: Typed = {}
        html = self.answer.content.decode()
        form = html[html.index('<form class="form"') :]
        for tag in re.findall(r"<input[^>]*>", form):
            named, value = _attribute(tag, "name"), _attribute(tag, "value")
            if named and (_attribute(tag, "type") not in {"checkbox", "radio"} or " checked" in tag):
                found.setdefault(named, []).append(value)
        for named, text in re.findall(
            r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
        ):
            found.setdefault(named, []).append(unescape(text))
        for named, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
            chosen = (
                re.findall(r'<option value="([^"]*)" selected', options)
                or re.findall(r'<option value="([^"]*)"', options)[:1]
            )
            found.setdefault(named, []).append(unescape(chosen[0]))
        return found

    def press(self, go: str, **filled: Any) -> Form:
        named = {name.replace("__", "-"): value for name, value in filled.items()}
        self.answer = self.client.post(self.page, {**self.typed, **named, "go": go})
        return self


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(match.group(1)) if match else ""


def test_put_motion_in_five_steps(client: Client, at: Docketed) -> None:
    one, two = decisions.points_on(at, 2)
    form = Form(signed_in(client, at.coordinator), address(at))

    form.press("choose:all").press("answers")
    form.press("changes", answer__kind="in_part", answer__reason="Hurry goes, time stays.")
    form.press("add", new__operation="reword", new__statement=at.uid("1.1.1"))
    assert "sitting with somebody without hurrying them" in form.words
    form.press("show", change__0__text="sitting with somebody\r\nas long as they like")
    assert "<ins>" in form.answer.content.decode()
    form.press("words").press("check", words__title="Without hurry", words__about="We talked on Tuesday.")
    assert "2 points." in form.words
    assert "<h2>Without hurry</h2>" in form.words
    form.press("put")

    motion = Motion.objects.get()
    assert form.answer.url == motion.get_absolute_url()
    assert (motion.title, motion.about) == ("Without hurry", "We talked on Tuesday.")
    assert set(motion.proposed.values_list("point", "kind", "reason")) == {
        (point.pk, "in_part", "Hurry goes, time stays.") for point in (one, two)
    }
    assert motion.changes.get().payload["text"] == "sitting with somebody\nas long as they like"


def test_put_motion_with_fifty_five_points_noted_together(client: Client, at: Docketed) -> None:
    decisions.points_on(at, 55)
    form = Form(signed_in(client, at.coordinator), address(at), all="1", kind="noted")

    form.press("answers").press("changes", answer__reason="Thank you. Nothing here asks for a change.")
    form.press("words").press("check", words__title="What needs no change").press("put")

    assert Motion.objects.get().proposed.filter(kind=Kind.NOTED).count() == 55


def test_put_motion_answers_one_point_differently(client: Client, at: Docketed) -> None:
    one, two = decisions.points_on(at, 2)
    form = Form(signed_in(client, at.coordinator), address(at), all="1")
    form.press("answers")
    other = {
        f"answer-{two.uid}-kind": "declined",
        f"answer-{two.uid}-reason": "It would leave people alone at night.",
    }
    form.press("changes", answer__kind="noted", answer__reason="Kept beside the text.", **other)

    form.press("words").press("check", words__title="Two answers").press("put")

    proposed = dict(Motion.objects.get().proposed.values_list("point", "reason"))
    assert proposed == {one.pk: "Kept beside the text.", two.pk: "It would leave people alone at night."}


def test_put_motion_says_what_is_missing_for_a_single_point_where_it_can_be_put_right(
    client: Client, at: Docketed
) -> None:
    decisions.points_on(at)
    form = Form(signed_in(client, at.coordinator), address(at), all="1").press("answers")

    form.press("changes", answer__kind="", answer__reason="")

    (target,) = re.findall(r'<a href="#([^"]+)">Say what becomes of', form.words)
    assert f'id="{target}"' in form.words


def test_put_motion_does_not_lend_the_reason_for_all_to_another_answer(client: Client, at: Docketed) -> None:
    (point,) = decisions.points_on(at)
    form = Form(signed_in(client, at.coordinator), address(at), all="1").press("answers")

    form.press(
        "changes", answer__kind="noted", answer__reason="Kept.", **{f"answer-{point.uid}-kind": "declined"}
    )

    assert form.answer.status_code == 422
    assert "Give a reason for the answer to R-0001, point 1." in form.words
    assert "Kept." in form.words


def test_put_motion_says_which_points_have_no_answer_yet(client: Client, at: Docketed) -> None:
    decisions.points_on(at)
    form = Form(signed_in(client, at.coordinator), address(at), all="1").press("answers")

    form.press("changes")

    assert form.answer.status_code == 422
    assert "Say what becomes of R-0001, point 1." in form.words


def test_put_motion_chooses_the_points_on_one_statement(client: Client, at: Docketed) -> None:
    near = decisions.points_on(at, 2)
    (far,) = decisions.points_on(at, about="2.1")

    form = Form(signed_in(client, at.coordinator), address(at), statement=at.uid("1.1.1"))

    assert form.typed["point"] == [point.uid for point in near]
    form.press(f"choose:{at.uid('2.1')}")
    assert far.uid in form.typed["point"]
    form.press("choose:none")
    assert "point" not in form.typed


def test_put_motion_loses_nothing_on_the_way_back(client: Client, at: Docketed) -> None:
    decisions.points_on(at)
    form = Form(signed_in(client, at.coordinator), address(at), all="1").press("answers")
    form.press("changes", answer__kind="noted", answer__reason="Kept\r\nas it is.")
    form.press("add", new__operation="recode", new__statement=at.uid("2"))

    form.press("answers", change__0__code="7").press("points").press("answers").press("changes")

    typed = form.typed
    assert typed["answer-reason"] == ["Kept\r\nas it is."]
    assert typed["change-0-code"] == ["7"]


def test_put_motion_takes_a_change_out_again(client: Client, at: Docketed) -> None:
    form = Form(signed_in(client, at.coordinator), address(at)).press("changes")
    form.press("add", new__operation="retire", new__statement=at.uid("2.1"))
    form.press("add", new__operation="recode", new__statement=at.uid("2"))

    form.press("show", change__0__out="on", change__1__code="7")

    assert "Take out 2.1" not in form.words
    assert "Give 2 another code" in form.words
    assert form.typed["change-0-operation"] == ["recode"]


def test_put_motion_shows_why_changes_do_not_fit(client: Client, at: Docketed) -> None:
    form = Form(signed_in(client, at.coordinator), address(at)).press("changes")
    form.press("add", new__operation="retire", new__statement=at.uid("1.1"))

    form.press("words")

    assert form.answer.status_code == 422
    assert "1.1 still has 2 under it" in form.words


def test_put_motion_adds_a_statement_at_the_top_and_moves_another_under_it(
    client: Client, at: Docketed
) -> None:
    form = Form(signed_in(client, at.coordinator), address(at)).press("changes")
    form.press("add", new__operation="add", new__statement="-")
    form.press(
        "add",
        new__operation="move",
        new__statement=at.uid("2.1"),
        change__0__text="Rest",
        change__0__position="1",
    )
    form.press("words", change__1__parent=at.uid("1"), change__1__position="")
    form.press("check", words__title="Rest comes first").press("put")

    add, move = Motion.objects.get().changes.all()
    assert (add.payload["text"], add.payload["parent"], add.payload["position"]) == ("Rest", "", 0)
    assert (move.payload["parent"], move.payload["position"]) == (at.uid("1"), None)


def test_put_motion_pressed_twice_puts_one(client: Client, at: Docketed) -> None:
    decisions.points_on(at)
    form = Form(signed_in(client, at.coordinator), address(at), all="1", kind="noted").press("answers")
    form.press("changes", answer__reason="Kept.").press("words").press("check", words__title="Once")
    typed = form.typed

    form.press("put")
    again = client.post(address(at), {**typed, "go": "put"})

    assert Motion.objects.count() == 1
    assert again.status_code == 422
    assert "R-0001, point 1 is part of motion 1, which is still open." in unescape(again.content.decode())


def test_put_motion_checks_every_step_whatever_a_browser_sends(client: Client, at: Docketed) -> None:
    (point,) = decisions.points_on(at)
    signed_in(client, at.coordinator)

    answer = client.post(
        address(at), {"step": "check", "go": "put", "point": point.uid, "words-title": "Straight there"}
    )

    assert answer.status_code == 422
    assert not Motion.objects.exists()


def test_put_motion_by_a_seat_shows_words_given_to_be_counted_with_a_warning(
    client: Client, at: Docketed
) -> None:
    decisions.points_on(at, publishing=Publishing.COUNTED)
    assert at.seats[0].holder is not None

    words = Form(signed_in(client, at.seats[0].holder), address(at)).words

    assert "Hurrying is what hurt, said voice 0." in words
    assert "Not to be shown: don’t quote it" in words


@pytest.mark.parametrize("who", ["guest", "onlooker", "reader", "coordinator elsewhere"])
def test_put_motion_is_for_seats_and_coordinators(client: Client, at: Docketed, who: str) -> None:
    points = decisions.points_on(at)
    people = {
        "onlooker": decisions.onlooker(at),
        "reader": at.reader,
        "coordinator elsewhere": accounts.coordinator(accounts.community()),
    }
    if who in people:
        signed_in(client, people[who])

    assert client.get(address(at)).status_code == 403
    assert client.post(address(at), _everything(points)).status_code == 403
    assert not Motion.objects.exists()


def _everything(points: tuple[Point, ...]) -> Typed:
    return {
        "step": ["check"], "go": ["put"], "point": [point.uid for point in points], "words-title": ["Mine"],
        "answer-kind": ["noted"], "answer-reason": ["Kept."],
    }  # fmt: skip
