"""Whether a value is as a JSON schema says, for the few words that the schemas of this project use.

An unknown word fails, so that no schema can promise what is not checked.
"""

from __future__ import annotations

from typing import Any

_KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_KNOWN = frozenset(
    {
        *(
            "$schema",
            "$defs",
            "title",
            "description",
            "type",
            "additionalProperties",
            "required",
            "properties",
        ),
        *("const", "enum", "minimum", "minItems", "maxItems", "items", "$ref"),
    }
)


def faults(
    value: Any, schema: dict[str, Any], *, root: dict[str, Any] | None = None, at: str = ""
) -> list[str]:
    """Each place where the value is otherwise than the schema says; none where all is well."""
    root = root or schema
    unknown = set(schema) - _KNOWN
    if unknown:
        return [f"{at}: the schema uses {sorted(unknown)}, which is not checked"]
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        return faults(value, root["$defs"][name], root=root, at=at)
    kinds = schema.get("type", list(_KINDS))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not any(_is(value, kind) for kind in kinds):
        return [f"{at}: {value!r} is not {' or '.join(kinds)}"]
    found = [f"{at}: {value!r} is not allowed" for allowed in _allowed(schema) if value not in allowed]
    if "minimum" in schema and value < schema["minimum"]:
        found.append(f"{at}: {value} is too small")
    if isinstance(value, dict):
        found += _object_faults(value, schema, root, at)
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{at}: {len(value)} entries")
        for place, one in enumerate(value):
            found += faults(one, schema.get("items", {}), root=root, at=f"{at}[{place}]")
    return found


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, _KINDS[kind]) and not (isinstance(value, bool) and kind in {"integer", "number"})


def _allowed(schema: dict[str, Any]) -> list[list[Any]]:
    return [
        *([[schema["const"]]] if "const" in schema else []),
        *([schema["enum"]] if "enum" in schema else []),
    ]


def _object_faults(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> list[str]:
    found = [f"{at}: {name} is missing" for name in schema.get("required", ()) if name not in value]
    others = schema.get("additionalProperties", True)
    for name, one in value.items():
        if name in schema.get("properties", {}):
            found += faults(one, schema["properties"][name], root=root, at=f"{at}.{name}")
        elif others is False:
            found.append(f"{at}: {name} is not in the schema")
        elif isinstance(others, dict):
            found += faults(one, others, root=root, at=f"{at}.{name}")
    return found
