from __future__ import annotations

from django.urls import path

from penholder.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/out/", views.sign_out, name="sign_out"),
    path("sign-in/<str:token>/", views.open_link, name="open_link"),
    path("c/<slug:community>/members/", views.members, name="members"),
    path("c/<slug:community>/members/<str:member>/link/", views.make_link, name="make_link"),
]
