from __future__ import annotations

from django.apps import AppConfig

from penholder.ui.panels import panel


class GroupsConfig(AppConfig):
    name = "penholder.groups"

    def ready(self) -> None:
        from penholder.groups.panels import who_holds_the_pen  # noqa: PLC0415  models exist only once apps are ready

        panel("framework.aside", order=10)(who_holds_the_pen)
