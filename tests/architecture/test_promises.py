"""What the import contracts can't see: the promises of the architecture, held by tests."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from penholder.project.pages import stage_actions
from penholder.record.events import type_of_kind

SOURCE = Path(__file__).resolve().parents[2] / "src" / "penholder"
ORDER = [
    "pure",
    "ui",
    "record",
    "accounts",
    "groups",
    "frameworks",
    "consultations",
    "listening",
    "decisions",
    "publication",
    "front",
    "project",
    "cli",
]
RANK = {name: rank for rank, name in enumerate(ORDER)}
REFUSED_PARTS = {
    "utils",
    "helpers",
    "common",
    "misc",
    "base",
    "manager",
    "service",
    "user",
    "campaign",
    "cluster",
    "revision",
    "survey",
}
REFUSED_PREFIXES = ("handle_", "process_", "manage_", "do_")
ASKED_FOR = {
    "MemberManager",
    "handle_starttag",
    "handle_endtag",
    "handle_data",
    "handle_error",
    "process_request",
    "process_request_thread",
}


def _stage_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("penholder.")]


@pytest.mark.parametrize("model", _stage_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_down_the_journey(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField):
            target = field.related_model
            assert not isinstance(target, str)
            assert RANK[target._meta.app_label] <= RANK[model._meta.app_label], (
                f"{model._meta.label}.{field.name} points up"
            )


def _named_urls() -> list[tuple[Path, str]]:
    pattern = re.compile(
        r"""(?:{%\s*url\s+|reverse\(\s*|redirect\(\s*|href_to\(\s*)["']([a-z]+):[a-z_]+["']"""
    )
    found = []
    for path in [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")]:
        found += [(path, stage) for stage in pattern.findall(path.read_text(encoding="utf-8"))]
    return found


def test_urls_point_down_the_journey() -> None:
    upward = [
        f"{path.relative_to(SOURCE)} names a page of {stage}"
        for path, stage in _named_urls()
        if RANK[stage] > RANK[path.relative_to(SOURCE).parts[0]] and path.relative_to(SOURCE).parts[0] != "ui"
    ]
    # Signing in leads to “my desk”, and out again to the way in: the two doors between accounts and front.
    doors = {"accounts/views.py names a page of front", "accounts/models.py names a page of front"}
    assert set(upward) <= doors


def test_includes_point_down_the_journey() -> None:
    pattern = re.compile(r"""{%\s*(?:include|extends)\s+["']([a-z]+)/""")
    upward = [
        f"{path.relative_to(SOURCE)} includes {stage}"
        for path in SOURCE.rglob("*.html")
        for stage in pattern.findall(path.read_text(encoding="utf-8"))
        if stage in RANK and RANK[stage] > RANK[path.relative_to(SOURCE).parts[0]]
    ]
    assert upward == []


def test_every_public_action_promises_an_event_or_says_why_not() -> None:
    silent = []
    for module, name, action in stage_actions():
        unrecorded = {function.__name__ for function in getattr(module, "UNRECORDED", ())}
        if module.__name__.startswith("penholder.record.actions"):
            continue  # append, seal and recover are the record itself
        if not getattr(action, "records", ()) and name not in unrecorded:
            silent.append(f"{module.__name__}.{name}")
    assert silent == []


def test_every_event_is_promised_by_some_action() -> None:
    promised = {event for _, _, action in stage_actions() for event in getattr(action, "records", ())}
    appended = {
        name
        for path in SOURCE.rglob("*.py")
        if path.name == "actions.py" or path.parent.name == "actions"
        for name in re.findall(r"\b([A-Z]\w+)\(", path.read_text(encoding="utf-8"))
    }
    orphans = [
        kind
        for kind in _our_kinds()
        if type_of_kind[kind] not in promised and type_of_kind[kind].__name__ not in appended
    ]
    assert orphans == []


def _our_kinds() -> list[str]:
    tuple(stage_actions())  # an event is known once the actions that append it are
    return sorted(kind for kind, event in type_of_kind.items() if event.__module__.startswith("penholder."))


@pytest.mark.parametrize("kind", _our_kinds())
def test_the_name_of_an_event_is_its_kind(kind: str) -> None:
    words = re.findall(r"[A-Z][a-z]*", type_of_kind[kind].__name__)
    assert kind.replace(".", "_").split("_") == [word.lower() for word in words]


def _python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def test_every_module_says_why_it_exists() -> None:
    plain = {"apps.py", "urls.py"}
    bare = [
        str(path.relative_to(SOURCE))
        for path in _python_files()
        if path.name not in plain
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        and path.read_text(encoding="utf-8").strip()
    ]
    assert bare == []


def test_no_module_function_or_class_has_a_refused_name() -> None:
    refused = []
    for path in _python_files():
        names = [path.stem]
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names += [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        for name in set(names) - ASKED_FOR:
            parts = set(re.findall(r"[a-z0-9]+", re.sub(r"([A-Z])", r"_\1", name).lower()))
            if parts & REFUSED_PARTS or name.startswith(REFUSED_PREFIXES):
                refused.append(f"{path.relative_to(SOURCE)}: {name}")
    assert refused == []


def test_views_fetch_through_access_queries_and_actions_only() -> None:
    direct = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if ("views" in path.parts or path.name == "views.py")
        and ".objects" in path.read_text(encoding="utf-8")
    ]
    assert direct == []


PUBLIC = {
    "accounts:sign_in", "accounts:sign_out", "accounts:open_link", "front:home", "front:about", "front:accessibility", "front:kept",
    "record:log", "record:checkpoint", "record:alarm", "record:check", "record:compare", "record:key", "record:tile", "record:witnessed", "ui:components", "ui:stylesheet", "publication:find",
}  # fmt: skip


def _patterns(resolver: URLResolver, app: str = "") -> list[tuple[str, URLPattern]]:
    found: list[tuple[str, URLPattern]] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += _patterns(entry, entry.app_name or app)
        else:
            found.append((f"{app}:{entry.name}", entry))
    return found


def test_every_page_is_reached_through_an_access_function_or_is_listed_as_public() -> None:
    unguarded = []
    for name, pattern in _patterns(get_resolver()):
        view = pattern.callback
        source = _source_of(view)
        if name not in PUBLIC and "access_" not in source:
            unguarded.append(name)
    assert unguarded == []


def _source_of(view: object) -> str:
    """The view's own text and that of the module functions it calls: access may stand one call down."""
    function = view
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    module = __import__(function.__module__, fromlist=["_"])  # type: ignore[attr-defined]  # a view is a function
    tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
    bodies = {node.name: ast.unparse(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    own = bodies.get(function.__name__, "")  # type: ignore[attr-defined]  # a view is a function
    called = "".join(body for name, body in bodies.items() if f"{name}(" in own)
    return own + called


def test_no_lock_file_names_a_host_or_a_path() -> None:
    root = SOURCE.parents[1]
    locks = [*root.glob("requirements*.txt"), *root.rglob("tests/**/package-lock.json")]
    assert locks
    telling = [
        lock.name
        for lock in locks
        if re.search(r"https?://|file:|(?:^|\s)/[a-z]+/", lock.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert telling == []


def test_no_page_carries_inline_style_or_script() -> None:
    inline = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.html")
        if re.search(
            r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son(?:click|load|change|submit|input|focus|blur|error|key\w+|mouse\w+)=",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert inline == []
