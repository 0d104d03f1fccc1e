"""The five steps of putting a motion: what each shows, and whether one can go on from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from penholder.decisions import queries
from penholder.decisions.forms import AnswersForm, ChangeForm, NewChangeForm, TitleForm, as_typed, changes_in
from penholder.decisions.queries import About, ChangeShown, Planned
from penholder.frameworks.models import Draft
from penholder.frameworks.queries import outline_of
from penholder.groups.access import GroupPlace
from penholder.groups.queries import composition_of, rule_words
from penholder.listening.models import Point
from penholder.pure.tree.change import CannotApply
from penholder.pure.tree.statement import Tree

STEPS = ("points", "answers", "changes", "words", "check")
FEW = 20
"""So many points stand open on the page; more are folded under what they are about, so that people find their way."""

_OWN = {"points": "point", "answers": "answer-", "changes": "change-", "words": "words-"}
_NOT_CARRIED = ("csrfmiddlewaretoken", "step", "go", "new-", "draft")


@dataclass(frozen=True, slots=True)
class Bench:
    """What a motion is made from: the draft, and the points that are open on it."""

    there: GroupPlace
    draft: Draft
    tree: Tree
    points: dict[str, Point]
    about: tuple[About, ...]

    def chosen(self, data: QueryDict) -> tuple[About, ...]:
        """The chosen points, under what they are about."""
        wanted = set(data.getlist("point"))
        kept = ((each, tuple(point for point in each.points if point.uid in wanted)) for each in self.about)
        return tuple(
            About(each.uid, each.code, each.words, points, each.responses) for each, points in kept if points
        )

    def gone(self, data: QueryDict) -> tuple[str, ...]:
        """Points that were chosen and can't be any more."""
        return tuple(uid for uid in data.getlist("point") if uid not in self.points)

    def uids(self, which: str) -> list[str]:
        """The open points on one statement, or all of them."""
        return [point.uid for each in self.about if which in {"all", each.uid} for point in each.points]


def bench_for(there: GroupPlace, draft: Draft) -> Bench:
    """The draft and its open points, fetched once for a whole request."""
    tree = outline_of(draft)
    points = tuple(queries.open_points(draft, there.group))
    return Bench(
        there=there,
        draft=draft,
        tree=tree,
        points={point.uid: point for point in points},
        about=queries.by_statement(points, tree, all_words=True),
    )


def stands(step: str, bench: Bench, data: QueryDict) -> bool:
    """Whether what was typed in a step can be gone on with."""
    match step:
        case "answers":
            return answers_in(bench, data).is_valid()
        case "changes":
            return not _preview(bench, changes_in(data, bench.tree))[1]
        case "words":
            return TitleForm(data).is_valid()
        case _:
            return True


def answers_in(bench: Bench, data: QueryDict) -> AnswersForm:
    return AnswersForm(data, about=bench.chosen(data))


def planned_in(changes: Iterable[ChangeForm]) -> tuple[Planned, ...]:
    return tuple(change.planned() for change in changes if change.is_valid())


def show_step(
    request: HttpRequest,
    bench: Bench,
    step: str,
    data: QueryDict,
    *,
    checked: bool = False,
    refused: str = "",
    new: NewChangeForm | None = None,
) -> HttpResponse:
    """One step of the form, with everything else that was typed carried along unseen.

    ``checked`` shows what is wrong; a step somebody has only just come to is shown as it was typed, without reproach.
    """
    filled = _new_change(bench, data, new) if new else _FILL[step](bench, data, checked)
    errors = [*([(refused, "")] if refused else []), *filled.pop("errors", ())]
    group = bench.there.group
    docket = reverse("decisions:docket", args=[group.community.slug, group.slug])
    around = {
        "crumbs": ((group.name, group.get_absolute_url()), ("Docket", docket), ("Put a motion", "")),
        "place": bench.there.place,
        "group": group,
        "draft": bench.draft,
        "step": step,
        "number": STEPS.index(step) + 1,
        "steps": len(STEPS),
        "carried": _carried(data, step),
        "errors": errors,
        "chosen": sum(len(each.points) for each in bench.chosen(data)),
    }
    return render(request, "decisions/motion_put.html", {**around, **filled}, status=422 if errors else 200)


def _points(bench: Bench, data: QueryDict, _checked: bool) -> dict[str, Any]:
    ticked = set(data.getlist("point"))
    few = len(bench.points) <= FEW
    groups = []
    for each in bench.about:
        chosen = sum(point.uid in ticked for point in each.points)
        groups.append({"about": each, "chosen": chosen, "opened": few or 0 < chosen < len(each.points)})
    return {"groups": tuple(groups), "ticked": ticked}


def _answers(bench: Bench, data: QueryDict, checked: bool) -> dict[str, Any]:
    form = answers_in(bench, data)
    form = form if checked else as_typed(form)
    typed = any(name.startswith("answer-") and name.count("-") > 1 and data[name] for name in data)
    return {"form": form, "errors": _links((form,)) if checked else (), "opened": typed or bool(form.errors)}


def _changes(bench: Bench, data: QueryDict, checked: bool) -> dict[str, Any]:
    changes = changes_in(data, bench.tree)
    filled: dict[str, Any] = {
        "new": NewChangeForm(tree=bench.tree, first=_near(bench, data)),
        "changes": changes,
    }
    if not checked:
        return {**filled, "changes": tuple(as_typed(change) for change in changes)}
    shown, wrong = _preview(bench, changes)
    return {**filled, "shown": shown, "errors": _links(changes) or ([(wrong, "")] if wrong else [])}


def _new_change(bench: Bench, data: QueryDict, new: NewChangeForm) -> dict[str, Any]:
    return {**_changes(bench, data, checked=False), "new": new, "errors": _links((new,))}


def _words(_bench: Bench, data: QueryDict, checked: bool) -> dict[str, Any]:
    form = TitleForm(data) if checked else as_typed(TitleForm(data))
    return {"form": form, "errors": _links((form,)) if checked else ()}


def _check(bench: Bench, data: QueryDict, _checked: bool) -> dict[str, Any]:
    answers, composition = answers_in(bench, data), composition_of(bench.there.group)
    answers.is_valid()
    by_uid = {point.uid: point for each in bench.about for point in each.points}
    return {
        "answered": queries.answered_alike(
            (by_uid[one.point], one.kind, one.reason) for one in answers.answers()
        ),
        "shown": _preview(bench, changes_in(data, bench.tree))[0],
        "motion_title": data.get("words-title", ""),
        "motion_about": data.get("words-about", ""),
        "composition": composition,
        "rule": rule_words(composition.charter) if composition.charter else "",
    }


_FILL: dict[str, Callable[[Bench, QueryDict, bool], dict[str, Any]]] = {
    "points": _points,
    "answers": _answers,
    "changes": _changes,
    "words": _words,
    "check": _check,
}


def _near(bench: Bench, data: QueryDict) -> list[str]:
    """The statements the chosen points are about: what is changed is most often one of them."""
    return [each.uid for each in bench.chosen(data)]


def _preview(bench: Bench, changes: tuple[ChangeForm, ...]) -> tuple[tuple[ChangeShown, ...], str]:
    """What the changes would do together, or a sentence why they can't."""
    if not all([change.is_valid() for change in changes]):  # noqa: C419  every form is asked, so that every error is shown
        return (), "Look at the changes again."
    try:
        return queries.preview(bench.tree, planned_in(changes)), ""
    except CannotApply as cannot:
        return (), cannot.sentence


def _links(checked: Iterable[forms.Form]) -> list[tuple[str, str]]:
    """Every error with the control that can put it right."""
    found: list[tuple[str, str]] = []
    for form in checked:
        found += [(str(message), "") for message in form.non_field_errors()]
        for bound in form:
            found += [(str(message), getattr(bound, "first_id", bound.auto_id)) for message in bound.errors]
    return found


def _carried(data: QueryDict, step: str) -> tuple[tuple[str, str], ...]:
    left_out = (*_NOT_CARRIED, _OWN[step]) if step in _OWN else _NOT_CARRIED
    pairs = ((name, value) for name in data for value in data.getlist(name))
    return tuple((name, str(value)) for name, value in pairs if not name.startswith(left_out))
