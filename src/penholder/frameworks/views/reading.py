"""Reading a framework: as a map, part by part, in one piece, and one statement with its story."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from penholder.accounts.access import Place, access_community
from penholder.frameworks.access import access_draft, access_framework, access_statement, access_version
from penholder.frameworks.models import Draft, Framework, Version
from penholder.frameworks.queries import State, States, frameworks_of, outline_of, states_of
from penholder.frameworks.queries.mapping import heading_of, map_of, marks_of, parts_of, sums_of
from penholder.frameworks.queries.reading import MOST_ON_ONE_PAGE, section_of, sections_of, stem_of
from penholder.frameworks.queries.story import (
    Printed,
    Told,
    draft_words,
    last_words,
    printed_in,
    story_of,
    touched_in,
)
from penholder.frameworks.views.shown import (
    LISTED_ON_A_PAGE,
    Addresses,
    child_nodes,
    domains,
    part_lists,
    tongue_of,
)
from penholder.pure.tree.diff import words
from penholder.pure.tree.statement import Tree

Crumbs = tuple[tuple[str, str], ...]
CHANGES_ON_A_PAGE = 50


@require_safe
def frameworks(request: HttpRequest, community: str) -> HttpResponse:
    """Every framework of a community, and where each stands."""
    place = access_community(request.user, community)
    context = {"place": place, "frameworks": frameworks_of(place.community)}
    return render(request, "frameworks/framework_list.html", context)


@require_safe
def framework(request: HttpRequest, community: str, framework: str) -> HttpResponse:
    """The map of the newest version, or of the draft while nothing is published."""
    place, work = access_framework(request.user, community, framework)
    states = states_of(work)
    return _map(request, place, states.current, {"states": states, "front": True})


@require_safe
def whole(request: HttpRequest, community: str, framework: str) -> HttpResponse:
    """Everything on one page, in its newest version."""
    place, work = access_framework(request.user, community, framework)
    return _whole(request, place, states_of(work).current)


@require_safe
def versions(request: HttpRequest, community: str, framework: str) -> HttpResponse:
    """Every version there is, the newest first, and the draft."""
    place, work = access_framework(request.user, community, framework)
    states = states_of(work)
    context = {
        "place": place,
        "framework": work,
        "states": states,
        "newest_first": tuple(reversed(states.versions)),
        "crumbs": _crumbs(work, ("Versions", "")),
    }
    return render(request, "frameworks/version_list.html", context)


@require_safe
def version(request: HttpRequest, community: str, framework: str, number: int) -> HttpResponse:
    """One published version as a map."""
    place, found = access_version(request.user, community, framework, number)
    return _map(request, place, found, {})


@require_safe
def version_whole(request: HttpRequest, community: str, framework: str, number: int) -> HttpResponse:
    place, found = access_version(request.user, community, framework, number)
    return _whole(request, place, found)


@require_safe
def version_part(request: HttpRequest, community: str, framework: str, number: int, uid: str) -> HttpResponse:
    place, found = access_version(request.user, community, framework, number)
    return _part(request, place, found, uid)


@require_safe
def draft(request: HttpRequest, community: str, framework: str, number: int) -> HttpResponse:
    """A draft as a map, and what it has changed so far."""
    place, found = access_draft(request.user, community, framework, number)
    tree = outline_of(found)
    touched = touched_in(found, tree)
    marks = {one.uid: one.kind for one in touched if one.kind != "retired"}
    context = {
        **_map_context(request, place, found, tree, marks),
        "touched": Paginator(touched, CHANGES_ON_A_PAGE).get_page(request.GET.get("page")),
        "touched_count": len(touched),
    }
    return render(request, "frameworks/draft_map.html", context)


@require_safe
def draft_whole(request: HttpRequest, community: str, framework: str, number: int) -> HttpResponse:
    place, found = access_draft(request.user, community, framework, number)
    return _whole(request, place, found)


@require_safe
def draft_part(request: HttpRequest, community: str, framework: str, number: int, uid: str) -> HttpResponse:
    place, found = access_draft(request.user, community, framework, number)
    return _part(request, place, found, uid)


@require_safe
def statement(request: HttpRequest, community: str, framework: str, uid: str) -> HttpResponse:
    """One statement: its words, where it stands, and everything that was changed about it."""
    place, found = access_statement(request.user, community, framework, uid)
    states = states_of(found.framework)
    state, tree = _where_it_stands(states, uid)
    told = story_of(found, tree)
    here = tree.by_uid.get(uid)
    newer = None
    if states.draft is not None and isinstance(state, Version) and here is not None:
        newer = draft_words(states.draft, found)
    context = {
        "place": place,
        "framework": found.framework,
        "statement": found,
        "state": state,
        "here": here,
        "heading": heading_of(here) if here else "A statement that was retired",
        "last_words": "" if here else last_words(found, told),
        "stem": stem_of(tree, uid) if here else "",
        "nodes": child_nodes(tree, uid, Addresses(state), sums_of(tree, {})[0]),
        "newer": newer,
        "newer_pieces": words(here.text, newer.text) if here and newer and newer.text != here.text else (),
        "gone_from_draft": bool(states.draft and isinstance(state, Version) and here and newer is None),
        "where": _name(state),
        "newer_heading": f"In draft {states.draft.number} it reads otherwise" if states.draft else "",
        "came_along": None if told and told[0].is_addition else found.framework.entry,
        "steps": _steps(told, printed_in(found)),
        "draft": states.draft,
        "fixable": place.coordinates and states.draft is not None and bool(newer or isinstance(state, Draft)),
        "tongue": tongue_of(found.framework),
        "crumbs": _statement_crumbs(found.framework, state, tree, uid),
    }
    return render(request, "frameworks/statement.html", context)


def _steps(told: tuple[Told, ...], printed: tuple[Printed, ...]) -> tuple[dict[str, Any], ...]:
    """Changes and publications in the order in which they happened."""
    steps: list[dict[str, Any]] = [{"at": one.at, "told": one} for one in told]
    steps += [
        {"at": one.at, "heading": f"Published in version {one.number}", "number": one.number}
        for one in printed
    ]
    return tuple(sorted(steps, key=lambda step: step["at"]))


def _map(request: HttpRequest, place: Place, state: State, more: dict[str, Any]) -> HttpResponse:
    context = _map_context(request, place, state, outline_of(state), marks_of(_changing(state)))
    return render(request, "frameworks/framework_map.html", {**context, **more})


def _map_context(
    request: HttpRequest, place: Place, state: State, tree: Tree, marks: dict[str, str]
) -> dict[str, Any]:
    shown = map_of(tree, marks)
    at = Addresses(state)
    listed = Paginator(shown.parts, LISTED_ON_A_PAGE).get_page(request.GET.get("list"))
    return {
        "place": place,
        "framework": state.framework,
        "state": state,
        "is_draft": isinstance(state, Draft),
        "basis": _basis(state),
        "map": shown,
        "above": shown.above,
        "listed": listed,
        "parts": len(shown.parts),
        "domains": domains(shown, at) if shown.as_cards else (),
        "lists": () if shown.as_cards else part_lists(listed, at),
        "whole_url": at.whole,
        "tongue": tongue_of(state.framework),
        "crumbs": _crumbs(state.framework),
    }


def _basis(state: State) -> Version | None:
    """The version that marks are relative to."""
    return state.based_on if isinstance(state, Draft) else state.draft.based_on


def _changing(state: State) -> Draft | None:
    """The draft whose changes a map marks; a first version has nothing to differ from."""
    if isinstance(state, Draft):
        return state
    return state.draft if state.draft.based_on_id else None


def _whole(request: HttpRequest, place: Place, state: State) -> HttpResponse:
    tree = outline_of(state)
    fits = len(tree.statements) <= MOST_ON_ONE_PAGE
    marks = marks_of(_changing(state))
    context = {
        **_map_context(request, place, state, tree, marks),
        "sections": sections_of(tree, marks) if fits else (),
        "fits": fits,
        "at": Addresses(state),
        "crumbs": _crumbs(state.framework, (str(_name(state)), "")),
    }
    return render(request, "frameworks/framework_whole.html", context)


def _part(request: HttpRequest, place: Place, state: State, uid: str) -> HttpResponse:
    tree = outline_of(state)
    top = tree.by_uid.get(uid)
    if top is None:
        raise Http404("There is no part with this identifier here.")
    at = Addresses(state)
    tops = parts_of(tree)[1]
    places = {one.uid: place for place, one in enumerate(tops)}
    here = places.get(uid)
    context = {
        "place": place,
        "framework": state.framework,
        "state": state,
        "is_draft": isinstance(state, Draft),
        "section": section_of(tree, top, marks_of(_changing(state))),
        "at": at,
        "previous": _step(tops[here - 1], at) if here else None,
        "following": _step(tops[here + 1], at) if here is not None and here + 1 < len(tops) else None,
        "tongue": tongue_of(state.framework),
        "crumbs": _statement_crumbs(state.framework, state, tree, uid),
    }
    return render(request, "frameworks/framework_part.html", context)


def _step(top: Any, at: Addresses) -> tuple[str, str]:
    return f"{top.code} {heading_of(top, longest=60)}".strip(), at.part(top.uid)


def _where_it_stands(states: States, uid: str) -> tuple[State, Tree]:
    """The newest version if the statement is in it, else the draft if it is there, else the newest after all."""
    state = states.current
    tree = outline_of(state)
    if uid not in tree.by_uid and states.draft is not None and isinstance(state, Version):
        drafted = outline_of(states.draft)
        if uid in drafted.by_uid:
            return states.draft, drafted
    return state, tree


def _name(state: State) -> str:
    return f"Draft {state.number}" if isinstance(state, Draft) else f"Version {state.number}"


def _crumbs(framework: Framework, *more: tuple[str, str]) -> Crumbs:
    every = ("Frameworks", reverse("frameworks:frameworks", args=[framework.community.slug]))
    own = (framework.title, framework.get_absolute_url() if more else "")
    return (every, own, *more)


def _statement_crumbs(framework: Framework, state: State, tree: Tree, uid: str) -> Crumbs:
    at = Addresses(state)
    above = tree.ancestors(uid) if uid in tree.by_uid else ()
    here = tree.by_uid.get(uid)
    name = (here.code or heading_of(here, longest=40)) if here else "Retired"
    ways = tuple((one.code or heading_of(one, longest=40), at.part(one.uid)) for one in above)
    return _crumbs(framework, (_name(state), at.state), *ways, (name, ""))
