"""Who may open and who may press what: every address of the site, for everybody who may come, in one table.

A new address fails here until somebody has written down who may use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from penholder.accounts.actions import make_sign_in_link
from penholder.accounts.models import Member
from penholder.consultations.actions import stage_table
from penholder.consultations.models import Consultation, Publishing, ReceivedFile
from penholder.decisions.actions import put_motion
from penholder.decisions.models import Kind, Motion
from penholder.decisions.queries import Proposed
from penholder.frameworks.actions import open_draft, stage_import
from penholder.frameworks.models import Draft, Statement
from penholder.listening.models import Point
from penholder.record.queries import log_size
from tests.factories import accounts, groups, listening, publication
from tests.factories.consultations import SMALL_TREE, Scene, comment_table, consultation_on, scene

ROLES = {
    "g": "guest",
    "m": "member",
    "r": "reader",
    "c": "coordinator",
    "s": "seat holder",
    "o": "other coordinator",
}
ALL = "gmrcso"
MAY = {HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.UNPROCESSABLE_ENTITY}
MAY_NOT = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
NO_SUCH_ACT = "-"

# address: who may GET it, who may POST to it. "-": there is no such act for anybody. "": nobody, as things stand in this world.
TABLE: dict[str, tuple[str, str]] = {
    "accounts:make_link": ("-", "c"),
    "accounts:members": ("c", "c"),
    "accounts:open_link": (ALL, ALL),
    "accounts:sign_in": (ALL, "-"),
    "accounts:sign_out": ("-", ALL),
    "consultations:check": (ALL, ALL),
    "consultations:close": ("c", "c"),
    "consultations:consultation": (ALL, "-"),
    "consultations:consultations": (ALL, "-"),
    "consultations:leave": (ALL, "-"),
    "consultations:open": ("c", "c"),
    "consultations:receipt": ("", "-"),  # only the browser that has just sent a response
    "consultations:receive_table": ("c", "c"),
    "consultations:correct_yours": (ALL, ALL),
    "consultations:erase": ("c", "c"),
    "consultations:erase_yours": (ALL, ALL),
    "consultations:redact": ("c", "c"),
    "consultations:redact_yours": (ALL, ALL),
    "consultations:respond": (ALL, ALL),
    "consultations:respond part": (ALL, ALL),
    "consultations:response": ("rc", "-"),
    "consultations:responses": ("rc", "-"),
    "consultations:sent": (ALL, ALL),
    "consultations:stage_table": ("c", "c"),
    "consultations:type_in": ("c", "c"),
    "consultations:withdraw_yours": (ALL, ALL),
    "consultations:yours": (ALL, "-"),
    "decisions:cast": ("s", "s"),
    "decisions:close": ("c", "c"),
    "decisions:dissent": ("s", "s"),
    "decisions:docket": (ALL, "-"),
    "decisions:enact": ("-", "c"),
    "decisions:motion": (ALL, "-"),
    "decisions:put": ("cs", "cs"),
    "frameworks:draft": (ALL, "-"),
    "frameworks:draft_part": (ALL, "-"),
    "frameworks:draft_whole": (ALL, "-"),
    "frameworks:fix": ("c", "c"),
    "frameworks:framework": (ALL, "-"),
    "frameworks:frameworks": (ALL, "-"),
    "frameworks:import_framework": ("c", "c"),
    "frameworks:open_draft": ("c", "c"),
    "frameworks:stage": ("c", "c"),
    "frameworks:statement": (ALL, "-"),
    "frameworks:version": (ALL, "-"),
    "frameworks:version_part": (ALL, "-"),
    "frameworks:version_whole": (ALL, "-"),
    "frameworks:versions": (ALL, "-"),
    "frameworks:whole": (ALL, "-"),
    "front:about": (ALL, "-"),
    "front:accessibility": (ALL, "-"),
    "front:community": (ALL, "-"),
    "front:desk": ("mrcso", "-"),
    "front:home": (ALL, "-"),
    "front:kept": (ALL, "-"),
    "groups:adopt": ("c", "c"),
    "groups:fill": ("c", "c"),
    "groups:fill_vacant": ("c", "c"),
    "groups:form": ("c", "c"),
    "groups:group": (ALL, "-"),
    "groups:groups": (ALL, "-"),
    "groups:leave": ("cs", "cs"),
    "listening:desk": ("rc", "-"),
    "listening:draw": ("-", "rc"),
    "listening:draw_whole": ("-", "rc"),
    "listening:heard": (ALL, "-"),
    "listening:place": ("rc", "rc"),
    "listening:points": ("rc", "-"),
    "listening:read": ("rc", "-"),
    "listening:set_aside": ("-", "rc"),
    "publication:account": (ALL, "-"),
    "publication:changes": (ALL, "-"),
    "publication:comment_table": (ALL, "-"),
    "publication:find": (ALL, ALL),
    "publication:gate": (ALL, "-"),
    "publication:outcome": (ALL, "-"),
    "publication:publish": ("-", "c"),
    "publication:receipt": (ALL, "-"),
    "publication:reply": ("-", ALL),
    "record:alarm": ("", "-"),  # there is none in this world
    "record:check": (ALL, ALL),
    "record:checkpoint": (ALL, "-"),
    "record:compare": (ALL, ALL),
    "record:entry": (ALL, "-"),
    "record:entry_receipt": (ALL, "-"),
    "record:key": (ALL, "-"),
    "record:log": (ALL, "-"),
    "record:witnessed": ("", "-"),  # nor witnesses
    "record:tile": ("", "-"),  # nothing is published in this world, so there is no such file
    "ui:components": (ALL, "-"),
    "ui:stylesheet": (ALL, "-"),
}  # fmt: skip
NUMBERS = {"index", "part", "number", "path"}
"""Every community counts from one, so its numbers name nothing of another community's."""

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Place:
    """A community in which there is one of everything."""

    scene: Scene
    closed: Consultation
    draft: Draft
    consultation: Consultation
    point: Point
    code: str
    file: ReceivedFile
    motion: Motion
    holder: Member
    only_here: Statement
    ids: dict[str, Any] = field(default_factory=dict)

    def name(self, url: str) -> dict[str, Any]:
        """What stands in the address of a page about this place."""
        here = {
            "uid": self.ids["staged"] if url == "frameworks:import_framework" else self.only_here.uid,
            "consultation": self.closed.slug
            if url == "publication:comment_table"
            else self.consultation.slug,
            "number": {"frameworks:draft": 2, "groups:fill_vacant": 4, "groups:leave": 1}.get(url, 1),
        }
        if url in {"frameworks:draft_part", "frameworks:draft_whole", "frameworks:fix"}:
            here["number"] = 2
        return {**self.ids, **here}


@dataclass(frozen=True, slots=True)
class World:
    """Two communities that have nothing to do with each other, and somebody of every role."""

    place: Place
    other: Place
    clients: dict[str, Client]
    token: str


@pytest.fixture(scope="module")
def world(django_db_setup: None, record_of_this_module: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for all these tests, and undone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        place, other = _place("here"), _place("elsewhere")
        people = {
            "m": accounts.member(place.scene.community),
            "r": listening.reader(place.consultation),
            "c": place.scene.coordinator,
            "s": place.holder,
            "o": other.scene.coordinator,
        }
        clients = {"g": Client()} | {
            role: accounts.signed_in(Client(), person) for role, person in people.items()
        }
        yield World(place, other, clients, make_sign_in_link(member=people["m"]))
        transaction.set_rollback(True)


def _place(named: str) -> Place:
    """A version published, the next draft out for consultation, and something said, read and put about it."""
    own = (
        *SMALL_TREE,
        *((f"2.{n}", "2", f"Only said {named}, {n}") for n in range(2, 3 + (named != "here"))),
    )
    begun = _begun(scene(own), named)
    first = publication.said(begun.consultation)
    point = publication.point_on(
        publication.answer_of(first.response), publication.PASSAGE, gist=publication.GIST, by=begun.reader
    )
    publication.published(publication.Told(begun, first, point))
    groups.seat(begun.scene.group, vacant=True, by=begun.coordinator)
    begun.draft.framework.refresh_from_db()
    draft = open_draft(framework=begun.draft.framework, by=begun.coordinator)
    again = Scene(begun.scene.community, begun.coordinator, draft, begun.scene.group)
    asked = consultation_on(again, title=f"Asked {named}")
    received = listening.said(asked, publishing=Publishing.COUNTED)
    drawn = listening.whole_point(listening.answer_of(received.response), by=begun.reader)
    unread = listening.answer_of(listening.said(asked).response)
    file = stage_table(
        consultation=asked,
        filename="t.docx",
        data=comment_table(("AB-1", "1.1", "a comment", "")),
        by=begun.coordinator,
    )
    motion = put_motion(
        group=again.group, draft=draft, title="Keep it", about="",
        dispositions=[Proposed(drawn, Kind.NOTED, "We read it.")], changes=[], by=begun.coordinator,
    )  # fmt: skip
    staged = stage_import(
        community=again.community,
        filename="t.csv",
        data=b"text\nSomething\n",
        title="T",
        by=begun.coordinator,
    )
    only_here = draft.worded.select_related("statement").order_by("pk").last()
    assert only_here is not None
    holder = publication.holder_of(begun.seats[0])
    return Place(
        again, begun.consultation, draft, asked, drawn, received.code, file, motion, holder, only_here.statement,
        ids={
            "community": again.community.slug, "framework": draft.framework.slug, "group": again.group.slug,
            "answer": unread.uid, "point": drawn.uid, "code": received.code, "file": file.uid, "response": received.response.uid, "member": holder.uid,
            "staged": staged.uid, "index": 0, "part": 1, "mark": "0", "path": "0/000",
        },
    )  # fmt: skip


def _begun(at: Scene, named: str) -> publication.Story:
    """A group that can decide, and the first consultation."""
    asked = consultation_on(at, title=f"Asked first {named}")
    groups.charter(at.group, by=at.coordinator, quorum=2, quorum_lived=2)
    seats = tuple(groups.seat(at.group, by=at.coordinator) for _ in range(3))
    return publication.Story(at, asked, listening.reader(asked), seats)


def _addresses(resolver: URLResolver, app: str = "") -> Iterator[tuple[str, URLPattern, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inside = tuple(entry.pattern.converters)
            for name, pattern, more in _addresses(entry, entry.app_name or app):
                yield name, pattern, (*inside, *more)
        else:
            kwargs = tuple(entry.pattern.converters)
            name = f"{app}:{entry.name}"
            yield (
                f"{name} part" if name == "consultations:respond" and "part" in kwargs else name,
                entry,
                kwargs,
            )


KWARGS = {name: kwargs for name, _, kwargs in _addresses(get_resolver())}


def _url(world: World, name: str, **instead: Any) -> str:
    url = name.removesuffix(" part")
    values = {**world.place.name(url), "token": world.token, **instead}
    return reverse(url, kwargs={key: values[key] for key in KWARGS[name]})


def _answered(client: Client, method: str, address: str) -> int:
    """The status, with everything that was done taken back: signing out, too."""
    kept = {name: cookie.value for name, cookie in client.cookies.items()}
    with transaction.atomic():
        answer = client.get(address) if method == "GET" else client.post(address, {})
        status: int = answer.status_code
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(kept)
    return status


def test_every_address_is_in_the_table() -> None:
    assert set(KWARGS) == set(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_an_address_answers_those_it_is_for_and_nobody_else(world: World, name: str) -> None:
    wrong = []
    for method, allowed in zip(("GET", "POST"), TABLE[name], strict=True):
        for role, client in world.clients.items():
            status = _answered(client, method, _url(world, name))
            expected = {405} if allowed == NO_SUCH_ACT else MAY if role in allowed else MAY_NOT
            if status not in expected:
                wrong.append(f"{method} by {ROLES[role]}: {status}")
    assert wrong == []


def _with_objects() -> list[tuple[str, str]]:
    """Every address with an id in it, once for each id that could be another community's. A code is a key of its own."""
    found = []
    for name, kwargs in KWARGS.items():
        own = [key for key in kwargs if key not in {"community", "token", "mark", *NUMBERS}]
        found += [(name, key) for key in own if own != ["code"]]
    return sorted(found)


@pytest.mark.parametrize(("name", "key"), _with_objects())
def test_an_address_does_not_open_what_belongs_to_another_community(
    world: World, name: str, key: str
) -> None:
    foreign = world.other.name(name.removesuffix(" part"))[key]
    address = _url(world, name, **{key: foreign})
    before = log_size()
    for method, allowed in zip(("GET", "POST"), TABLE[name], strict=True):
        with transaction.atomic():
            client = world.clients["c"]
            status = (client.get(address) if method == "GET" else client.post(address, {})).status_code
            assert status in ({405} if allowed == NO_SUCH_ACT else MAY_NOT), f"{method} answered {status}"
            assert log_size() == before
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted(name for name in TABLE if TABLE[name][1] != NO_SUCH_ACT))
def test_nothing_is_done_by_a_form_that_is_not_ours(world: World, name: str) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(world.place.scene.coordinator)
    assert _answered(stranger, "POST", _url(world, name)) == HTTPStatus.FORBIDDEN


PRIVATE = {
    "accounts:make_link", "accounts:members", "consultations:check", "consultations:receive_table", "consultations:respond part",
    "consultations:correct_yours", "consultations:erase", "consultations:erase_yours", "consultations:redact",
    "consultations:redact_yours", "consultations:response",
    "consultations:responses", "consultations:sent", "consultations:type_in", "consultations:withdraw_yours", "consultations:yours",
    "decisions:docket", "decisions:motion", "decisions:put", "listening:desk", "listening:draw",
    "listening:place", "listening:points", "listening:read", "publication:comment_table", "publication:find", "publication:outcome",
    "publication:receipt", "publication:reply",
}  # fmt: skip
"""What shows words or codes that are not for everybody."""


@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_what_is_not_for_everybody_is_kept_by_no_browser_and_no_cache(world: World, name: str) -> None:
    with transaction.atomic():
        client, address = world.clients["c"], _url(world, name)
        answer = client.post(address, {}) if TABLE[name][0] == NO_SUCH_ACT else client.get(address)
        transaction.set_rollback(True)
    assert answer.status_code in MAY
    assert {"private", "no-store"} <= {word.strip() for word in answer.headers["Cache-Control"].split(",")}


def test_what_is_being_said_is_for_readers_until_nothing_more_can_be_said(world: World) -> None:
    address = _url(world, "publication:comment_table", consultation=world.place.consultation.slug)
    answered = {role: _answered(client, "GET", address) for role, client in world.clients.items()}
    assert {role for role, status in answered.items() if status in MAY} == {"r", "c"}


def test_a_filled_form_goes_back_to_coordinators_of_its_community_only(world: World) -> None:
    for role, client in world.clients.items():
        address = _url(world, "publication:comment_table", consultation=world.place.consultation.slug)
        status = _answered(client, "GET", f"{address}?file={world.place.file.uid}")
        assert status in (MAY if role == "c" else MAY_NOT), ROLES[role]
        assert _answered(client, "GET", f"{address}?file={world.other.file.uid}") in MAY_NOT, ROLES[role]


def test_a_docket_shows_nothing_of_a_draft_that_belongs_to_another_community(world: World) -> None:
    address = f"{_url(world, 'decisions:docket')}?draft={world.other.draft.uid}"
    page = world.clients["c"].get(address).content.decode()
    assert world.other.draft.framework.title not in page


def test_a_motion_can_t_take_points_of_another_community(world: World) -> None:
    given = {"draft": world.other.draft.uid, "point": world.other.point.uid, "step": "check", "go": "put"}
    with transaction.atomic():
        before = log_size()
        answer = world.clients["c"].post(_url(world, "decisions:put"), given)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert log_size() == before
        transaction.set_rollback(True)
