from __future__ import annotations

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "penholder.publication"

    def ready(self) -> None:
        from penholder.publication import panels  # noqa: F401, PLC0415  fills the panels once models are loaded
