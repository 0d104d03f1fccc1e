from __future__ import annotations

from django.apps import AppConfig

from penholder.ui.panels import panel


class DecisionsConfig(AppConfig):
    name = "penholder.decisions"

    def ready(self) -> None:
        from penholder.decisions import erasing, panels  # noqa: F401, PLC0415  models exist only once apps are ready

        panel("group.aside", order=10)(panels.group_motions)
        panel("framework.aside", order=20)(panels.dissent_beside_the_text)
        panel("statement.trail", order=30)(panels.motions_on_statement)
