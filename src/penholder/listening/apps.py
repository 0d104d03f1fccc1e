from __future__ import annotations

from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "penholder.listening"

    def ready(self) -> None:
        from penholder.listening import erasing, panels  # noqa: F401, PLC0415  registers them once models are loaded
