from __future__ import annotations

from django.urls import path

from penholder.listening import views

app_name = "listening"
urlpatterns = [
    path("<slug:consultation>/", views.desk, name="desk"),
    path("<slug:consultation>/heard/", views.heard, name="heard"),
    path("<slug:consultation>/points/", views.points, name="points"),
    path("<slug:consultation>/points/<str:point>/", views.place, name="place"),
    path("<slug:consultation>/<str:answer>/", views.read, name="read"),
    path("<slug:consultation>/<str:answer>/draw/", views.draw, name="draw"),
    path("<slug:consultation>/<str:answer>/whole/", views.draw_whole, name="draw_whole"),
    path("<slug:consultation>/<str:answer>/aside/", views.set_aside, name="set_aside"),
]
