"""The browser as pytest fixtures. conftest.py takes them over by importing them."""

import os
from collections.abc import Callable, Iterator

import pytest

from tests.browser.bring import CannotBringError, axe_source, browser_for_tests
from tests.browser.cdp import Browser, Page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run (for each worker, where there are several)."""
    try:
        chromium = browser_for_tests()
        axe_source()
    except CannotBringError as missing:
        if os.environ.get("PENHOLDER_REQUIRE_BROWSER"):
            pytest.fail(f"A browser is required here. {missing}", pytrace=False)
        pytest.skip(f"no browser to test with: {str(missing).splitlines()[0]}")
    with Browser.launch(chromium) as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages as `Browser.page` does, and closes them after the test."""
    yield browser.page
    browser.close_pages()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """One page of a desktop's width, with JavaScript on."""
    return open_page()
