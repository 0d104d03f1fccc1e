"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser.fixtures import browser, open_page, page

__all__ = ["browser", "open_page", "page"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real material beside the checkout; the test is skipped where there is none."""
    folder = Path(os.environ.get("PENHOLDER_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the folder of real material (shared) is not beside this checkout")
    return folder
