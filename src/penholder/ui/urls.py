"""The stylesheet, and the page that shows every component."""

from django.urls import path

from penholder.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.components, name="components"),
    path("penholder.<str:mark>.css", views.stylesheet, name="stylesheet"),
]
