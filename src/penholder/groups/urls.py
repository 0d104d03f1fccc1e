from __future__ import annotations

from django.urls import path

from penholder.groups import views

app_name = "groups"
urlpatterns = [
    path("", views.groups, name="groups"),
    path("form/", views.form, name="form"),
    path("<slug:group>/", views.group, name="group"),
    path("<slug:group>/adopt/", views.adopt, name="adopt"),
    path("<slug:group>/fill/", views.fill, name="fill"),
    path("<slug:group>/seats/<int:number>/fill/", views.fill_vacant, name="fill_vacant"),
    path("<slug:group>/seats/<int:number>/leave/", views.leave, name="leave"),
]
