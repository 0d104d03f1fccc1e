"""A pytest plugin that takes Django away: what `pure` promises to do without must be tested without.

`python -m pytest -p no:django -p tests.without_django tests/pure`
"""

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec

import pytest


class DjangoIsAwayError(ImportError):
    """Django was asked for where it must not be needed."""


class _TakenAway(MetaPathFinder):
    def find_spec(self, fullname: str, *_where: object) -> ModuleSpec | None:
        if fullname.partition(".")[0] == "django":
            raise DjangoIsAwayError(f"{fullname} was imported, but the tests of `pure` run without Django.")
        return None


def pytest_addoption(parser: pytest.Parser) -> None:
    # pytest-django's setting stands in pyproject.toml for everyone; here it is known and means nothing.
    parser.addini("DJANGO_SETTINGS_MODULE", "not used in this run")


if any(name.partition(".")[0] == "django" for name in sys.modules):
    raise DjangoIsAwayError("Django was imported before it could be taken away.")
sys.meta_path.insert(0, _TakenAway())
