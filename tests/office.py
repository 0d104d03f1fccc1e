"""LibreOffice, started without a screen, to open what we write and save it again as somebody's own office would.

Where it is not installed these tests skip and say so; where PENHOLDER_REQUIRE_OFFICE is 1 (the build) they fail. A start
takes seconds, so one start converts many files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

_PROGRAMMES = ("soffice", "libreoffice")
_FILTERS = {"docx": "docx:MS Word 2007 XML", "odt": "odt", "pdf": "pdf"}
_PATIENCE = 120  # seconds for one start, however many files: far beyond what it takes


class Office:
    """One LibreOffice with a profile of its own."""

    def __init__(self, programme: str, folder: Path) -> None:
        self._programme = programme
        self._folder = folder
        self._starts = 0

    def again(self, files: Mapping[str, bytes], *through: str) -> dict[str, bytes]:
        """The files opened and saved as the first of ``through``, those as the next, and so on; by name, without ending."""
        now, ending = dict(files), "docx"
        for target in through:
            now = self._converted(now, ending, target)
            ending = target
        return now

    def _converted(self, files: Mapping[str, bytes], ending: str, target: str) -> dict[str, bytes]:
        self._starts += 1
        inside = self._folder / f"in{self._starts}"
        outside = self._folder / f"out{self._starts}"
        inside.mkdir()
        for name, data in files.items():
            (inside / f"{name}.{ending}").write_bytes(data)
        run = subprocess.run(
            [
                self._programme,
                f"-env:UserInstallation={(self._folder / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                _FILTERS[target],
                "--outdir",
                str(outside),
                *(str(inside / f"{name}.{ending}") for name in files),
            ],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        made = {name: outside / f"{name}.{target}" for name in files}
        missing = [name for name, path in made.items() if not path.is_file()]
        assert not missing, f"LibreOffice did not convert {missing}: {run.stdout} {run.stderr}"
        return {name: path.read_bytes() for name, path in made.items()}


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice, or a loud skip."""
    programme = next(filter(None, map(shutil.which, _PROGRAMMES)), None)
    if programme is None:
        if os.environ.get("PENHOLDER_REQUIRE_OFFICE") == "1":
            pytest.fail("LibreOffice is required here and is not installed.", pytrace=False)
        pytest.skip("LibreOffice is not installed: nothing was opened and saved again by it")
    folder = tmp_path_factory.mktemp("office")
    yield Office(programme, folder)
    shutil.rmtree(folder, ignore_errors=True)
