"""Pages of the design language itself; public, and the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from penholder.ui import specimens
from penholder.ui import stylesheet as sheet

YEAR = 60 * 60 * 24 * 365


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/components.html", {"shown": specimens.all_specimens(), **specimens.values()})


@require_safe
def stylesheet(request: HttpRequest, mark: str) -> HttpResponse:  # noqa: ARG001 - a view
    """An address from before an update still gives a stylesheet, but is not kept."""
    current = sheet.stylesheet()
    kept = f"public, max-age={YEAR}, immutable" if mark == current.mark else "no-cache"
    return HttpResponse(current.text, content_type="text/css; charset=utf-8", headers={"Cache-Control": kept})
