from __future__ import annotations

from django.urls import path

from penholder.front import views

app_name = "front"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", views.desk, name="desk"),
    path("about/", views.page, {"name": "about"}, name="about"),
    path("accessibility/", views.page, {"name": "accessibility"}, name="accessibility"),
    path("what-is-kept/", views.page, {"name": "kept"}, name="kept"),
    path("c/<slug:community>/", views.community, name="community"),
]
