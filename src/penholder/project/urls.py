"""Every address: one line for a stage; the stage's own list says the rest."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("penholder.front.urls")),
    path("ui/", include("penholder.ui.urls")),
    path("", include("penholder.accounts.urls")),
    path("record/", include("penholder.record.urls")),
    path("c/<slug:community>/groups/", include("penholder.groups.urls")),
    path("c/<slug:community>/frameworks/", include("penholder.frameworks.urls")),
    path("c/<slug:community>/consultations/", include("penholder.consultations.urls")),
    path("c/<slug:community>/listening/", include("penholder.listening.urls")),
    path("c/<slug:community>/decisions/", include("penholder.decisions.urls")),
    path("", include("penholder.publication.urls")),
]
