from __future__ import annotations

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "penholder.publication"

    def ready(self) -> None:
        from penholder.publication import erasing, panels  # noqa: F401, PLC0415  registers them once models are loaded
