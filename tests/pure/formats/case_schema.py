"""The published schemas of CASE 1.1 and 1.0, where the folder of real material holds them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, Draft201909Validator

_FOLDER = "data/frameworks/schemas"


@cache
def _validator(shared: Path) -> Draft201909Validator:
    schema = json.loads((shared / _FOLDER / "SCHEMA-case-v1p1-cfpackage-official.json").read_text())
    return Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER)


@cache
def _older_validator(shared: Path) -> Draft7Validator:
    schema = json.loads((shared / _FOLDER / "SCHEMA-case-v1p0-desm.json").read_text())
    return Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)


def schema_faults(shared: Path, data: bytes) -> list[str]:
    """What the published schema has against the file; nothing where the file is valid."""
    package: Any = json.loads(data)
    return [f"{fault.json_path}: {fault.message[:200]}" for fault in _validator(shared).iter_errors(package)]


def older_schema_faults(shared: Path, data: bytes) -> list[str]:
    """What the schema of CASE 1.0 has against the file."""
    package: Any = json.loads(data)
    faults = _older_validator(shared).iter_errors(package)
    return [f"{fault.json_path}: {fault.message[:200]}" for fault in faults]
