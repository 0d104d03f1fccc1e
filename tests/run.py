"""What `./penholder test` runs: every check and every test, a line for each, and all that was said where one fails.

With words after it (`./penholder test tests/record -k receipt`) only pytest runs, with those words, on SQLite.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import xml.etree.ElementTree as ET
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from types import FrameType

from tests.browser.bring import CannotBringError, axe_source, browser_for_tests
from tests.independent.bring import BuildFailedError, client_for_tests
from tests.independent.bring import CannotBringError as CannotBringGoError
from tests.servers.postgres import NAMED, NoPostgresError, postgres_for_tests
from tests.steps import Ended, Step, Steps

HOME = Path(__file__).resolve().parents[1]
PYTHON = (sys.executable, "-P")
TYPED = (
    "src/penholder",
    "bootstrap.py",
    "tests/run.py",
    "tests/steps.py",
    "tests/without_django.py",
    "tests/browser",
    "tests/servers",
    "tests/doors",
    "tests/faults",
    "tests/independent",
)
SPELLED = (
    "src",
    "tests",
    "docs",
    "bootstrap.py",
    "penholder",
    *sorted(page.name for page in HOME.glob("*.md")),
)
# These say nothing about the database, so they run once.
ONCE = (
    "tests/architecture",
    "tests/browser",
    "tests/cli/test_agreement.py",
    "tests/cli/test_audit.py",
    "tests/cli/test_audit_with_witnesses.py",
    "tests/cli/test_check.py",
    "tests/cli/test_convert.py",
    "tests/cli/test_detect.py",
    "tests/cli/test_diff.py",
    "tests/cli/test_families.py",
    "tests/cli/test_forms.py",
    "tests/cli/test_key_words.py",
    "tests/cli/test_map.py",
    "tests/cli/test_sign_word.py",
    "tests/cli/test_themes.py",
    "tests/confined",
    "tests/doors",
    "tests/fuzz",
    "tests/independent",
    "tests/journeys/test_check_in_browser.py",
    "tests/servers",
    "tests/ui",
    "tests/witness",
)
# Each of these is walked with JavaScript on one database and without it on the other.
WALKED = tuple(
    f"tests/journeys/test_journey.py::{journey}"
    for journey in (
        "test_a_comment_is_followed_from_import_to_outcome",
        "test_words_are_changed_taken_back_and_erased",
        "test_nothing_is_lost_while_the_record_is_in_trouble",
    )
)
# What may be said from outside; every other setting of Penholder is left behind, for it may name real data.
KEPT = (
    NAMED,
    "PENHOLDER_BROWSER",
    "PENHOLDER_REQUIRE_BROWSER",
    "PENHOLDER_REQUIRE_GO",
    "PENHOLDER_REQUIRE_OFFICE",
    "PENHOLDER_SHARED",
)
WORKERS = ("-n", "2", "--dist", "worksteal")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tests passed, failed and were skipped, and why those were."""

    passed: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped.total()} skipped"


@dataclass(slots=True)
class Run:
    """The whole run: what has been found so far, and what is running now."""

    settings: dict[str, str]
    tally: Tally = field(default_factory=Tally)
    broken: list[str] = field(default_factory=list)
    steps: Steps = field(default_factory=Steps)
    _speaking: threading.Lock = field(default_factory=threading.Lock)

    def take(self, step: Step) -> None:
        """Run one step to its end and tell how it went."""
        if self.steps.stopped:
            return
        ended = self.steps.run(step, self.settings, where=HOME)
        if not self.steps.stopped:
            self._conclude(step, ended)

    def note_broken(self, name: str, reason: str) -> None:
        """Count what could not even be begun as a failure."""
        with self._speaking:
            say(f"  FAILED          {name}: {reason}")
            self.broken.append(name)
            self.tally += Tally(failed=1)

    def _conclude(self, step: Step, ended: Ended) -> None:
        found = read_results(step.results) if step.results else Tally()
        if ended.code != 0 and not found.failed:
            found += Tally(failed=1)  # a check that fails, or a run that broke off, is one failure
        with self._speaking:
            counts = f": {found}" if step.results else ""
            say(f"  {'FAILED' if ended.code else 'ok    '} {ended.seconds:6.1f} s  {step.name}{counts}")
            if ended.code:
                say(f"\n$ {' '.join(step.command)}\n{ended.said}")
                self.broken.append(step.name)
            self.tally += found


def main(words: list[str]) -> int:
    signal.signal(signal.SIGTERM, _end)
    # Begun in the background it is deaf to this, and so would be every test of what a person interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    settings = settings_of_tests()
    if words:
        command = [*PYTHON, "-m", "pytest", *words]
        return subprocess.run(command, cwd=HOME, env=settings, check=False).returncode
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="penholder-tests-") as temporary:
        folder = Path(temporary)
        run = Run({**settings, "PENHOLDER_DATA": str(folder / "data")})
        say("Testing Penholder. Checks and tests run side by side; each line comes when its step has ended.")
        with ThreadPoolExecutor(max_workers=1) as beside:
            try:
                checking = [beside.submit(run.take, check) for check in checks()]
                run_tests(run, folder)
                for check in checking:
                    check.result()
            except BaseException:
                run.steps.stop()
                raise
    return conclude(run, monotonic() - began)


def settings_of_tests() -> dict[str, str]:
    """The environment of every step."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PENHOLDER_")}
    ours.pop("PYTHONDONTWRITEBYTECODE", None)  # each of a thousand processes would compile all of it anew
    asked = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**ours, **asked, "DJANGO_SETTINGS_MODULE": "penholder.project.settings"}


def checks() -> tuple[Step, ...]:
    """What is held without running the program's tests, the quickest first."""
    return (
        Step("Style (ruff check)", (*PYTHON, "-m", "ruff", "check", "--output-format=concise")),
        Step("Form (ruff format)", (*PYTHON, "-m", "ruff", "format", "--check", "--output-format=concise")),
        Step("Spelling (typos)", (str(Path(sys.executable).with_name("typos")), "--format=brief", *SPELLED)),
        Step("Layers and rooms (import-linter)", (str(Path(sys.executable).with_name("lint-imports")),)),
        Step("Migrations are all there", (*PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run")),
        Step("Documents tell the truth", (*PYTHON, "-m", "penholder", "docs", "--check")),
        Step("Types (mypy)", (*PYTHON, "-m", "mypy", *TYPED)),
    )


def run_tests(run: Run, folder: Path) -> None:
    """The tests, one run after another: without Django, on SQLite, on PostgreSQL."""
    run.take(
        tests(
            "Tests of pure, without Django",
            folder / "pure.xml",
            *WORKERS,
            "-p",
            "no:django",
            "-p",
            "tests.without_django",
            "tests/pure",
        )
    )
    bring_browser(run)
    bring_go(run)
    apart = ("--ignore=tests/pure",)
    try:
        with postgres_for_tests() as server:
            run.settings[NAMED] = server.url
            on_the_other = (f"--deselect={one}[without JavaScript]" for one in WALKED)
            run.take(tests("Tests on SQLite", folder / "sqlite.xml", *WORKERS, *apart, *on_the_other))
            again = tests(
                f"Tests on PostgreSQL {server.version}",
                folder / "postgres.xml",
                *WORKERS,
                *apart,
                *(f"--ignore={one}" for one in ONCE),
                *(f"--deselect={one}[with JavaScript]" for one in WALKED),
            )
            run.take(Step(again.name, again.command, {"PENHOLDER_DATABASE_URL": server.url}, again.results))
    except NoPostgresError as missing:
        run.note_broken("Tests on PostgreSQL", str(missing))


def tests(name: str, results: Path, *words: str) -> Step:
    return Step(name, (*PYTHON, "-m", "pytest", "-q", f"--junitxml={results}", *words), results=results)


def bring_browser(run: Run) -> None:
    """Fetch it before the tests, where the fetching can be seen; the tests themselves say what its lack means."""
    began = monotonic()
    try:
        chromium = browser_for_tests(say)
        axe_source(say)
    except CannotBringError as missing:
        say(f"  missing         A browser for the tests: {missing}")
    else:
        say(f"  ok     {monotonic() - began:6.1f} s  A browser, {chromium.found}")


def bring_go(run: Run) -> None:
    """Build the log client that is not ours; the tests themselves say what its lack means."""
    began = monotonic()
    try:
        client_for_tests(say)
    except CannotBringGoError as missing:
        say(f"  missing         A Go for the independent log client: {missing}")
    except BuildFailedError as fault:
        run.note_broken("The independent log client", str(fault))
    else:
        say(f"  ok     {monotonic() - began:6.1f} s  An independent log client, built with Go")


def read_results(results: Path) -> Tally:
    if not results.exists():
        return Tally()
    # Written by pytest a moment ago on this machine, so the parser's known weaknesses cannot be used against us.
    suites = ET.parse(results).getroot().iter("testsuite")  # noqa: S314 - as said above
    tally = Tally()
    for suite in suites:
        skipped = Counter(one.get("message") or "no reason given" for one in suite.iter("skipped"))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        ran = int(suite.get("tests", 0)) - failed - skipped.total()
        tally += Tally(ran, failed, skipped)
    return tally


def conclude(run: Run, seconds: float) -> int:
    for reason, number in run.tally.skipped.most_common():
        say(f"  skipped {number}: {reason}")
    for name in run.broken:
        say(f"  failed: {name}")
    say(f"All of it took {seconds:.0f} seconds.")
    say(str(run.tally))
    return 1 if run.broken else 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _end(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
