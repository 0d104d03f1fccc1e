"""The app of the design language; it has no tables."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "penholder.ui"
    label = "ui"
