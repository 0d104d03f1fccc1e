from __future__ import annotations

from django.urls import path

from penholder.decisions import views

app_name = "decisions"
urlpatterns = [
    path("<slug:group>/", views.docket, name="docket"),
    path("<slug:group>/put/", views.put, name="put"),
    path("<slug:group>/<int:number>/", views.motion, name="motion"),
    path("<slug:group>/<int:number>/cast/", views.cast, name="cast"),
    path("<slug:group>/<int:number>/close/", views.close, name="close"),
    path("<slug:group>/<int:number>/dissent/", views.dissent, name="dissent"),
    path("<slug:group>/<int:number>/enact/", views.enact, name="enact"),
]
