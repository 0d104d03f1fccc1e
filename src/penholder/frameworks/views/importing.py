"""Bring a file, look at what is in it, and say that it may come in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from penholder.accounts.access import access_community, access_member
from penholder.frameworks import actions
from penholder.frameworks.access import access_staged
from penholder.frameworks.forms import DescribeForm, ImportForm, StageForm
from penholder.frameworks.models import StagedImport
from penholder.frameworks.queries.importing import Reading, read_staged
from penholder.frameworks.queries.mapping import heading_of
from penholder.frameworks.views.shown import preview
from penholder.pure.formats.report import Oddity
from penholder.record.recording import Refused

FIRST_ODDITIES = 50
SAMPLE_ROWS = 5
MOST_ODDITIES = 2000
SAMPLE_COLUMNS = ("Words", "Code", "Kind", "Under")


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, community: str) -> HttpResponse:
    """Choose a file; nothing is imported by this."""
    place = access_community(request.user, community, to="coordinate")
    form = StageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staged = actions.stage_import(
                community=place.community,
                filename=file.name,
                data=file.read(),
                title=form.cleaned_data["title"],
                by=access_member(request.user),
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("frameworks:import_framework", community, staged.uid)
    return render(request, "frameworks/import_stage.html", {"place": place, "form": form})


@require_http_methods(["GET", "POST"])
def import_framework(request: HttpRequest, community: str, uid: str) -> HttpResponse:
    """What is in the file; other columns or another title, as often as one likes; then the import itself."""
    place, staged = access_staged(request.user, community, uid)
    if staged.became is not None:
        messages.info(request, "This file has been imported already: here is the framework.")
        return redirect(staged.became)
    reading = read_staged(staged)
    describe = _describe_form(request, staged, reading)
    form = ImportForm(request.POST if "import" in request.POST else None, left_out=reading.left_out)
    if describe.is_bound and describe.is_valid():
        actions.describe_import(
            staged=staged, title=describe.cleaned_data["title"], column_map=describe.column_map
        )
        return redirect(request.path)
    if form.is_bound and form.is_valid():
        answer = _import(request, staged, form)
        if answer is not None:
            return answer
    context = {
        "place": place,
        "staged": staged,
        "describe": describe,
        "form": form,
        "more_summary": _more_summary(describe),
        "again": StageForm(initial={"title": staged.title}),
        **_shown(reading),
    }
    return render(request, "frameworks/framework_import.html", context)


def _describe_form(request: HttpRequest, staged: StagedImport, reading: Reading) -> DescribeForm:
    return DescribeForm(
        request.POST if "try" in request.POST else None,
        staged=staged,
        table=reading.table,
        column_map=reading.column_map,
        title=reading.tree.title if reading.tree else "",
    )


def _import(request: HttpRequest, staged: StagedImport, form: ImportForm) -> HttpResponse | None:
    try:
        framework = actions.import_framework(
            staged=staged, accept_left_out=form.accepted, by=access_member(request.user)
        )
    except Refused as refused:
        form.add_error("accept_left_out" if "accept_left_out" in form.fields else None, str(refused))
        return None
    messages.success(request, f"“{framework.title}” is here, as draft 1. Nothing is published yet.")
    return redirect(framework)


def _shown(reading: Reading) -> dict[str, Any]:
    tree, report = reading.tree, reading.report
    if tree is None or report is None:
        return {"reading": reading}
    tops = tree.children.get("", ())
    return {
        "reading": reading,
        "what": _what(reading),
        "nodes": preview(tree),
        "tops": len(tops),
        "groups": tuple(_group(what, oddities) for what, oddities in report.by_what()),
        "sample": _sample(reading),
        "sample_columns": SAMPLE_COLUMNS,
        "importable": not reading.stops,
        "import_words": f"Import {_these(len(tree.statements))}",
    }


def _what(reading: Reading) -> str:
    """What the file is, in a sentence or two: what a person checks first."""
    tree, table = reading.tree, reading.table
    if tree is None:
        return ""
    kind = "A CASE package"
    if table is not None:
        marks = {",": "commas", ";": "semicolons", "\t": "tabs"}.get(table.delimiter, table.delimiter)
        kind = f"A table of {len(table.columns)} columns ({table.encoding}, {marks} between them)"
    levels = max((depth for depth, _ in tree.walk()), default=-1) + 1
    related = (
        f", and {_counted(len(tree.associations), 'relation')} beside the tree" if tree.associations else ""
    )
    left = f"{reading.left_out:,} would be left out." if reading.left_out else "Nothing is left out."
    return (
        f"{kind}: {_counted(len(tree.statements), 'statement')} in {_counted(levels, 'level')}, "
        f"{len(tree.children.get('', ())):,} at the top{related}. {left}"
    )


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"


def _these(count: int) -> str:
    return "this one statement" if count == 1 else f"these {count:,} statements"


def _more_summary(describe: DescribeForm) -> str:
    if describe.table is None:
        return ""
    chosen = f", {describe.more_chosen} of them chosen" if describe.more_chosen else ""
    return f"{len(describe.more_columns)} more things a column can mean{chosen}"


def _group(what: str, oddities: tuple[Oddity, ...]) -> dict[str, Any]:
    severity = oddities[0].severity
    rows = tuple((oddity.where, oddity.so) for oddity in oddities)
    many = len(rows) > FIRST_ODDITIES
    return {
        "what": what,
        "summary": f"The first {FIRST_ODDITIES}" if many else "Where, and what was done",
        "rest_summary": f"The other {len(rows) - FIRST_ODDITIES:,}",
        "open": severity != "note",
        "count": len(rows),
        "pill": {"stops": "stands in the way", "left out": "left out"}.get(severity, "to know"),
        "kind": {"stops": "declined", "left out": "part"}.get(severity, "neutral"),
        "first": rows[:FIRST_ODDITIES],
        "rest": rows[FIRST_ODDITIES:MOST_ODDITIES],
        "beyond": max(0, len(rows) - MOST_ODDITIES),
    }


def _sample(reading: Reading) -> tuple[tuple[str, ...], ...]:
    """The first rows as they were read: where a wrong column shows at once."""
    if reading.table is None or reading.tree is None:
        return ()
    tree = reading.tree
    rows = []
    for statement in tree.statements[:SAMPLE_ROWS]:
        above = tree.by_uid.get(statement.parent)
        under = (above.code or above.text) if above else "the top"
        rows.append((heading_of(statement), statement.code, statement.kind, " ".join(under.split())[:60]))
    return tuple(rows)
