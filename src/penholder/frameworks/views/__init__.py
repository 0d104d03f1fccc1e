"""The pages of frameworks: bringing one in, reading it, and the draft that changes."""

from __future__ import annotations

from penholder.frameworks.views.changing import fix, open_draft
from penholder.frameworks.views.importing import import_framework, stage
from penholder.frameworks.views.reading import (
    draft,
    draft_part,
    draft_whole,
    framework,
    frameworks,
    statement,
    version,
    version_part,
    version_whole,
    versions,
    whole,
)

__all__ = [
    "draft",
    "draft_part",
    "draft_whole",
    "fix",
    "framework",
    "frameworks",
    "import_framework",
    "open_draft",
    "stage",
    "statement",
    "version",
    "version_part",
    "version_whole",
    "versions",
    "whole",
]
