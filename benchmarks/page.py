"""A page of figures whose sections are measured one by one, so that what was broken off is taken up where it was."""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Lines = Callable[[], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """Where it stands, how it begins, and its sections by name, each with its title and what measures it."""

    path: Path
    opening: str
    sections: Mapping[str, tuple[str, Lines]]

    def measure(self, program: str, about: str | None) -> None:
        """The sections named on the command line, or all; the others stay as they are."""
        parser = argparse.ArgumentParser(prog=f"python -m {program}", description=about)
        known = ", ".join(self.sections)
        parser.add_argument("section", nargs="*", help=f"one or more of {known}; all of them without it")
        asked = parser.parse_args().section or list(self.sections)
        if unknown := [name for name in asked if name not in self.sections]:
            parser.error(f"there is no section {unknown[0]}; there are {known}")
        for name in asked:
            print(f"{name} …", file=sys.stderr, flush=True)
            self._put(name, "\n".join(self.sections[name][1]()).strip())

    def _put(self, name: str, text: str) -> None:
        parts = _parts(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}
        parts[self.sections[name][0]] = f"{text}\n\n{_machine()}"
        titles = [title for title, _ in self.sections.values() if title in parts]
        self.path.write_text(
            "\n".join([self.opening, *(f"## {title}\n\n{parts[title]}\n" for title in titles)]),
            encoding="utf-8",
        )


def _parts(page: str) -> dict[str, str]:
    return {
        title: text.strip()
        for title, text in re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    }


def _machine() -> str:
    load = os.getloadavg()[0]
    return (
        f"*{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"load {load:.1f} at the end of the run.*"
    )
