"""A version's text in the one form that is hashed, so that anybody can work out the same digest."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from penholder.frameworks.models import Version
from penholder.frameworks.queries import tree_of


def canonical_text(version: Version) -> bytes:
    """The version's text in the one form that is hashed: its tree as JSON, names sorted, no spaces, UTF-8."""
    tree: dict[str, Any] = asdict(tree_of(version))
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
