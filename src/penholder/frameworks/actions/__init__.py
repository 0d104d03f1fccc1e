"""What can be done with frameworks: bring one in from a file, open a draft, change it by a named operation."""

from __future__ import annotations

from penholder.frameworks.actions.change import apply_change, make_editorial_fix
from penholder.frameworks.actions.draft import open_draft
from penholder.frameworks.actions.importing import describe_import, import_framework, stage_import

__all__ = [
    "apply_change",
    "describe_import",
    "import_framework",
    "make_editorial_fix",
    "open_draft",
    "stage_import",
]
