"""What every test may ask for."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.browser.fixtures import browser, open_page, page

if TYPE_CHECKING:
    from tests.journeys.site import Tables

__all__ = ["browser", "open_page", "page"]

ROOT = Path(__file__).resolve().parent.parent
_numbers = itertools.count(1)

# How long an example takes says something about the machine and nothing about us.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture(scope="module")
def record_of_this_module(request: pytest.FixtureRequest) -> Iterator[None]:
    """For what a module's tests share: ask for it first."""
    with _record_apart(request):
        yield


@pytest.fixture(autouse=True)
def record_of_its_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test's database is undone when it ends, and so its published record must not be anybody else's."""
    with _record_apart(request):
        yield


@contextlib.contextmanager
def _record_apart(request: pytest.FixtureRequest) -> Iterator[None]:
    if not request.config.pluginmanager.hasplugin("django") or "/tests/pure/" in str(request.path):
        yield
        return
    from django.conf import settings  # noqa: PLC0415  some runs are without Django

    before = settings.DATA
    settings.DATA = before / "tests" / str(next(_numbers))
    yield
    settings.DATA = before


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    """What a site of its own may begin with a copy of, where it is not the beginning that is tested."""
    from tests.journeys.site import made_tables  # noqa: PLC0415  some runs have no database

    with made_tables(tmp_path_factory.mktemp("tables")) as made:
        yield made


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real material beside the checkout; the test is skipped where there is none."""
    folder = Path(os.environ.get("PENHOLDER_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the folder of real material (shared) is not beside this checkout")
    return folder
