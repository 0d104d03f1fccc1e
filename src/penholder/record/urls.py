from __future__ import annotations

from django.urls import path

from penholder.record import checks, views

app_name = "record"
urlpatterns = [
    path("", views.log, name="log"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("tile/<path:path>", views.tile, name="tile"),
    path("key", views.key, name="key"),
    path("witnessed", views.witnessed, name="witnessed"),
    path("alarms/<int:number>.txt", views.alarm, name="alarm"),
    path("compare/", views.compare, name="compare"),
    path("check/", checks.check, name="check"),
    path("<int:index>/", views.entry, name="entry"),
    path("<int:index>/receipt", views.entry_receipt, name="entry_receipt"),
]
