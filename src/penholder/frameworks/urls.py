"""Identifiers of statements come from files and may hold anything, so they are paths and stand last."""

from __future__ import annotations

from django.urls import path

from penholder.frameworks import views

app_name = "frameworks"
urlpatterns = [
    path("", views.frameworks, name="frameworks"),
    path("import/", views.stage, name="stage"),
    path("import/<slug:uid>/", views.import_framework, name="import_framework"),
    path("<slug:framework>/", views.framework, name="framework"),
    path("<slug:framework>/whole/", views.whole, name="whole"),
    path("<slug:framework>/versions/", views.versions, name="versions"),
    path("<slug:framework>/versions/<int:number>/", views.version, name="version"),
    path("<slug:framework>/versions/<int:number>/whole/", views.version_whole, name="version_whole"),
    path("<slug:framework>/versions/<int:number>/parts/<path:uid>/", views.version_part, name="version_part"),
    path("<slug:framework>/drafts/open/", views.open_draft, name="open_draft"),
    path("<slug:framework>/drafts/<int:number>/", views.draft, name="draft"),
    path("<slug:framework>/drafts/<int:number>/whole/", views.draft_whole, name="draft_whole"),
    path("<slug:framework>/drafts/<int:number>/parts/<path:uid>/", views.draft_part, name="draft_part"),
    path("<slug:framework>/drafts/<int:number>/fix/<path:uid>/", views.fix, name="fix"),
    path("<slug:framework>/statements/<path:uid>/", views.statement, name="statement"),
]
