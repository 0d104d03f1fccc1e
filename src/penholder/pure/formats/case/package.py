"""Finding the CASE package in a JSON value, and saying what it is instead where it is something else."""

from typing import TypeGuard

from penholder.pure.formats.report import Tally, Unreadable, listed, shown

Json = dict[str, object]

_WRAPPERS = ("CFPackage", "package", "data", "payload", "result")


def opened_package(value: object, *, name: str, tally: Tally) -> Json:
    """The package: bare, wrapped under one name, or alone in a list; raises Unreadable for anything else."""
    if isinstance(value, list):
        return _only_one(value, name=name, tally=tally)
    if not _is_object(value):
        raise Unreadable(
            f"{name} is JSON, but holds no CASE package. Export the framework as a CASE package."
        )
    if _is_package(value):
        _refuse_odd_parts(value, name=name)
        if not isinstance(value.get("CFDocument"), dict):
            tally.note(
                "CFDocument",
                "The package does not describe its framework.",
                "It has no CFDocument; check the title.",
            )
        return value
    for wrapper in _WRAPPERS:
        inside = value.get(wrapper)
        if _is_object(inside) and _is_package(inside):
            tally.note(
                "the whole file",
                "The package is wrapped in another object.",
                f"What is under “{wrapper}” was read.",
            )
            return opened_package(inside, name=name, tally=tally)
    raise Unreadable(_what_it_is_instead(value, name=name))


def _only_one(packages: list[object], *, name: str, tally: Tally) -> Json:
    inside = [package for package in packages if _is_object(package) and _is_package(package)]
    if len(inside) == 1 and len(packages) == 1:
        tally.note(
            "the whole file", "The package stands in a list.", "It is the only one there and was read."
        )
        return opened_package(inside[0], name=name, tally=tally)
    if inside:
        titles = listed(_title(package) for package in inside)
        raise Unreadable(
            f"{name} holds {len(inside)} packages: {titles}. Save each as a file of its own and import them one at a time."
        )
    if any(_is_object(package) and "title" in package and "creator" in package for package in packages):
        raise Unreadable(
            f"{name} is a list of frameworks without their statements. Download the package (CFPackages) of one of them."
        )
    raise Unreadable(
        f"{name} is a JSON list, but holds no CASE package. Export the framework as a CASE package."
    )


def _what_it_is_instead(value: Json, *, name: str) -> str:
    if "CFDocuments" in value:
        return f"{name} is a list of frameworks without their statements. Download the package (CFPackages) of one of them."
    if "@context" in value or "@graph" in value:
        return (
            f"{name} is linked data (JSON-LD), not CASE. Export the framework as a CASE package, or as CSV."
        )
    if "imsx_StatusInfo" in value or "imsx_codeMajor" in value:
        return f"{name} is an error message from the server it came from. Download the framework again."
    if "fullStatement" in value or "CFItem" in value:
        return f"{name} is a single statement, not a framework. Download the whole package (CFPackages)."
    if {"creator", "title"} <= value.keys():
        return f"{name} describes a framework but has no statements. Download the whole package (CFPackages)."
    return f"{name} is JSON, but not CASE: it has neither CFDocument nor CFItems. Export the framework as a CASE package."


def _refuse_odd_parts(package: Json, *, name: str) -> None:
    for part in ("CFItems", "CFAssociations"):
        if package.get(part) is not None and not isinstance(package[part], list):
            raise Unreadable(
                f"{name} is damaged: {part} should be a list and is not. Export the framework again."
            )


def _is_package(value: Json) -> bool:
    return "CFItems" in value or ("CFDocument" in value and "CFAssociations" in value)


def _title(package: Json) -> str:
    document = package.get("CFDocument")
    title = document.get("title") if _is_object(document) else None
    return f"“{shown(title)}”" if isinstance(title, str) and title.strip() else "one without a title"


def _is_object(value: object) -> TypeGuard[Json]:
    return isinstance(value, dict)
