from __future__ import annotations

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "penholder.consultations"

    def ready(self) -> None:
        """Fill the slots of lower pages."""
        from penholder.consultations import panels  # noqa: F401, PLC0415  importing it fills them; models exist only now
