from __future__ import annotations

from django.urls import path

from penholder.record import views

app_name = "record"
urlpatterns = [
    path("", views.log, name="log"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("entries", views.entries, name="entries"),
    path("key", views.key, name="key"),
    path("<int:index>/", views.entry, name="entry"),
    path("<int:index>/receipt", views.entry_receipt, name="entry_receipt"),
]
