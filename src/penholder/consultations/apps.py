from __future__ import annotations

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "penholder.consultations"

    def ready(self) -> None:
        """Fill the slots of lower pages, and say what goes when words are erased."""
        from penholder.consultations import erasing, panels  # noqa: F401, PLC0415  importing does it; models exist only now
