from __future__ import annotations

from django.urls import path

from penholder.publication import views

app_name = "publication"
urlpatterns = [
    path("outcomes/", views.find, name="find"),
    path("outcomes/<str:code>/", views.outcome, name="outcome"),
    path("outcomes/<str:code>/receipt", views.receipt, name="receipt"),
    path("outcomes/<str:code>/points/<str:point>/reply/", views.reply, name="reply"),
    path("c/<slug:community>/publication/<slug:framework>/", views.gate, name="gate"),
    path("c/<slug:community>/publication/<slug:framework>/publish/", views.publish, name="publish"),
    path(
        "c/<slug:community>/frameworks/<slug:framework>/versions/<int:number>/account/",
        views.account,
        name="account",
    ),
    path(
        "c/<slug:community>/frameworks/<slug:framework>/versions/<int:number>/changes/",
        views.changes,
        name="changes",
    ),
    path(
        "c/<slug:community>/consultations/<slug:consultation>/comment-table.docx",
        views.comment_table,
        name="comment_table",
    ),
]
