"""What a coordinator does to a draft: open the next one, and put right what is a matter of form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from penholder.accounts.access import access_member
from penholder.frameworks import actions
from penholder.frameworks.access import access_draft, access_framework, access_statement
from penholder.frameworks.forms import FixForm, OpenDraftForm
from penholder.frameworks.queries import open_draft_of, outline_of, states_of
from penholder.frameworks.queries.mapping import heading_of
from penholder.frameworks.queries.reading import stem_of
from penholder.pure.tree.change import Reword
from penholder.record.recording import Refused


@require_http_methods(["GET", "POST"])
def open_draft(request: HttpRequest, community: str, framework: str) -> HttpResponse:
    """Say what opening a draft means, and open it."""
    place, work = access_framework(request.user, community, framework, to="coordinate")
    opened = open_draft_of(work)
    if opened is not None:
        opened.framework = work
        messages.info(request, f"Draft {opened.number} is open already: here it is.")
        return redirect(opened)
    form = OpenDraftForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            draft = actions.open_draft(framework=work, by=access_member(request.user))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"Draft {draft.number} is open. It changes by decisions, one at a time."
            )
            return redirect(draft)
    states = states_of(work)
    context = {
        "place": place,
        "framework": work,
        "states": states,
        "next_number": len(states.versions) + 1,
        "form": form,
    }
    return render(request, "frameworks/draft_open.html", context)


@require_http_methods(["GET", "POST"])
def fix(request: HttpRequest, community: str, framework: str, number: int, uid: str) -> HttpResponse:
    """Correct the form of one statement in the draft."""
    place, draft = access_draft(request.user, community, framework, number, to="coordinate")
    _, statement = access_statement(request.user, community, framework, uid)
    there = ("frameworks:statement", community, framework, uid)
    tree = outline_of(draft)
    here = tree.by_uid.get(uid)
    if draft.became_id is not None or here is None:
        messages.info(request, "This statement is not in an open draft, so it can't be fixed here.")
        return redirect(*there)
    form = FixForm(request.POST or None, initial={"text": here.text})
    if form.is_bound and form.is_valid():
        try:
            actions.make_editorial_fix(
                draft=draft,
                operation=Reword(uid, form.cleaned_data["text"]),
                why=form.cleaned_data["why"],
                by=access_member(request.user),
            )
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, "The fix is made and recorded. It shows in the statement’s story.")
            return redirect(*there)
    context = {
        "place": place,
        "draft": draft,
        "statement": statement,
        "here": here,
        "stem": stem_of(tree, uid),
        "form": form,
        "statement_url": reverse(there[0], args=there[1:]),
        "crumbs": (
            (draft.framework.title, draft.framework.get_absolute_url()),
            (f"Draft {draft.number}", draft.get_absolute_url()),
            (here.code or heading_of(here, longest=40), ""),
        ),
    }
    return render(request, "frameworks/statement_fix.html", context)
