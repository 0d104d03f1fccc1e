"""What the terminal says when something breaks: enough to mend it, and none of anybody's words."""

from __future__ import annotations

import logging
import sys

from django.conf import settings
from django.utils.module_loading import import_string


def _write_row() -> None:
    try:
        {}["They locked the ward."]
    except KeyError as inner:
        raise ValueError("DETAIL: Failing row contains (7, They locked the ward.)") from inner


def _report() -> str:
    made = import_string(settings.LOGGING["formatters"]["wordless"]["()"])()
    try:
        _write_row()
    except ValueError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", ("/outcomes/amber-otter/",),
            sys.exc_info(),
        )  # fmt: skip
    return str(made.format(record))


def test_a_report_names_the_kind_of_error_its_cause_and_where() -> None:
    report = _report()
    assert report.startswith("ERROR django.request\nbuiltins.ValueError, raised in:")
    assert "builtins.KeyError" in report
    assert f"{__file__}, line " in report


def test_a_report_holds_no_words_and_no_address() -> None:
    report = _report()
    assert "ward" not in report
    assert "amber" not in report


def test_every_handler_of_the_site_writes_wordless_reports() -> None:
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"wordless"}
