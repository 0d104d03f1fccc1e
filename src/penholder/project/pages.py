"""The pages of documentation that are made from the code, so that they can't lie."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import fields
from types import ModuleType
from typing import Any

from django.apps import apps

from penholder.project.config import SETTINGS
from penholder.record.events import Event, type_of_kind

_COMMON = {"scope", "obj", "re", "words"}


def events_page() -> str:
    """Every kind of event, by the stage that speaks it: its sentence, its public facts, the actions that promise it."""
    promised = _actions_by_event()
    lines = [
        "# Events",
        "",
        "Made from the code by `penholder docs`; do not edit. Every entry also carries its time to the minute, `scope` (the",
        "consultation, framework or group it belongs to), `obj` (what it is about), `re` (what it refers to) and commitments to words.",
    ]
    for stage in _stages():
        kinds = [
            kind for kind, event in sorted(type_of_kind.items()) if event.__module__.split(".")[1] == stage
        ]
        if kinds:
            lines += ["", f"## {stage}"]
        for kind in kinds:
            lines += _event_lines(type_of_kind[kind], promised)
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """Every setting: its variable, its default, what it is for."""
    lines = [
        "# Settings",
        "",
        "Made from the code by `penholder docs`; do not edit. Each is set in the environment, or under its name in small",
        "letters without `PENHOLDER_` in `penholder.toml` in the data folder. The environment wins.",
        "",
        "| variable | when nobody says | what it is for |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{setting.variable}` | {_shown(setting.default)} | {setting.about} |" for setting in SETTINGS
    ]
    return "\n".join(lines) + "\n"


def stage_actions() -> Iterator[tuple[ModuleType, str, Any]]:
    """Every public function of every stage's ``actions`` room, with its module."""
    for stage in _stages():
        for module in _action_modules(stage):
            for name, value in vars(module).items():
                own = getattr(value, "__module__", "") == module.__name__
                if callable(value) and own and not name.startswith("_") and not isinstance(value, type):
                    yield module, name, value


def _event_lines(event: type[Event], promised: dict[type[Event], list[str]]) -> list[str]:
    facts = ", ".join(f"`{field.name}`" for field in fields(event) if field.name not in _COMMON) or "none"
    by = ", ".join(f"`{name}`" for name in promised.get(event, [])) or "nobody yet"
    about = " ".join((event.__doc__ or "").split())
    return [
        "",
        f"### `{event.kind}`",
        "",
        about,
        "",
        f"- says: “{event.says}”",
        f"- facts: {facts}",
        f"- recorded by: {by}",
    ]


def _actions_by_event() -> dict[type[Event], list[str]]:
    found: dict[type[Event], list[str]] = {}
    for module, name, action in stage_actions():
        for event in getattr(action, "records", ()):
            found.setdefault(event, []).append(f"{module.__name__.split('.')[1]}.{name}")
    return found


def _stages() -> list[str]:
    return [
        config.name.removeprefix("penholder.")
        for config in apps.get_app_configs()
        if config.name.startswith("penholder.")
    ]


def _action_modules(stage: str) -> list[ModuleType]:
    try:
        room = importlib.import_module(f"penholder.{stage}.actions")
    except ModuleNotFoundError as missing:
        if missing.name != f"penholder.{stage}.actions":
            raise
        return []
    inside = [
        importlib.import_module(f"{room.__name__}.{module.name}")
        for module in pkgutil.iter_modules(getattr(room, "__path__", []))
    ]
    return [room, *inside]


def _shown(default: str | int | bool) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    return f"`{default}`" if default != "" else "nothing"
