"""Makes the Python environment that Penholder runs in, once, and hands over to the program.

It needs Python and pip and nothing else: no root, no compiler, no other tool. It names no package index: pip fetches
from wherever this machine's pip is set up to fetch, and checks every file against the hash in the lock.
docs/decisions/0002-set-up-by-a-small-bootstrap.md says why it is done this way.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Never

HOME = Path(__file__).resolve().parent
OLDEST_PIP = (22, 3)  # the first that can install into another environment (`pip --python`)
ADVICE_PIP = "please install pip (on Debian or Ubuntu: sudo apt install python3-pip)"


@dataclass(frozen=True, slots=True)
class Environment:
    """A folder with a Python of its own, made from one lock."""

    name: str
    lock: str
    purpose: str
    sources: tuple[Path, ...]

    @property
    def folder(self) -> Path:
        return HOME / self.name

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        return self.folder / "made-from"


RUN = Environment(".venv", "requirements.txt", "to run Penholder", (HOME / "src",))
TEST = Environment(".venv-test", "requirements-test.txt", "to test Penholder", (HOME / "src", HOME))


class CannotSetUpError(Exception):
    """Carries the sentence that tells the person what to do."""


def main(words: list[str]) -> Never:
    testing = words[:1] == ["test"]
    environment = TEST if testing else RUN
    try:
        if not is_ready(environment):
            with one_at_a_time(environment):
                if not is_ready(environment):
                    make(environment)
    except CannotSetUpError as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit("\nStopped. Nothing is broken: the next start begins the set-up again.")
    except OSError as fault:
        sys.exit(
            f"Penholder could not set itself up in {HOME}: {fault}. It needs a folder it may write to, with space."
        )
    program = "tests.run" if testing else "penholder"
    python = str(environment.python)
    # -P keeps the folder the person stands in off the path: a file there must not pass for one of ours.
    os.execv(python, [python, "-P", "-m", program, *words[testing:]])  # noqa: S606 - a fixed program; the words go to it whole


def is_ready(environment: Environment) -> bool:
    try:
        return environment.stamp.read_text() == state_of(environment)
    except FileNotFoundError:
        return False


def state_of(environment: Environment) -> str:
    """Everything the environment depends on: when any of it changes, it is made anew."""
    lock = sha256((HOME / environment.lock).read_bytes()).hexdigest()
    return f"{lock}\n{sys.version}\n{HOME}\n"


def make(environment: Environment) -> None:
    began = monotonic()
    python = getattr(sys, "_base_executable", None) or sys.executable
    refuse_without_pip(python)
    packages = count_of_packages(environment)
    say(f"Setting up a Python environment {environment.purpose}. This is done once and takes a little while.")
    say(f"  Folder:   {environment.folder}")
    say(f"  Packages: {packages}, with pip as it is set up here, each checked against {environment.lock}")
    # The stamp is written last: whatever is interrupted before has none, and is made again from nothing.
    shutil.rmtree(environment.folder, ignore_errors=True)
    run([python, "-m", "venv", "--without-pip", str(environment.folder)], "making the environment")
    install(environment, python)
    put_sources_on_path(environment)
    unfinished = environment.stamp.with_suffix(".unfinished")
    unfinished.write_text(state_of(environment))
    unfinished.replace(environment.stamp)
    say(f"  Ready after {monotonic() - began:.0f} seconds.")


def refuse_without_pip(python: str) -> None:
    answer = subprocess.run(  # noqa: S603 - our own Python, fixed arguments
        [python, "-P", "-m", "pip", "--version"], capture_output=True, text=True, check=False, cwd=HOME
    )
    if answer.returncode != 0:
        raise CannotSetUpError(f"Penholder needs pip for {python}, which has none: {ADVICE_PIP}.")
    version = answer.stdout.split()[1]
    if tuple(int(part) for part in version.split(".")[:2] if part.isdigit()) < OLDEST_PIP:
        raise CannotSetUpError(f"Penholder needs pip 22.3 or newer and {python} has {version}: {ADVICE_PIP}.")


def count_of_packages(environment: Environment) -> int:
    lines = (HOME / environment.lock).read_text().splitlines()
    return sum("==" in line and "win32" not in line for line in lines)


def install(environment: Environment, python: str) -> None:
    # Wheels only: a source package would fetch build tools that no lock of ours names, and need a compiler.
    options = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-input", "--quiet"]
    where = ["--python", str(environment.python)]
    run(
        [python, "-P", "-m", "pip", *where, "install", *options, "-r", str(HOME / environment.lock)],
        "fetching the packages. Is this machine online, and does `python3 -m pip download six` work here?",
        {"PIP_ROOT_USER_ACTION": "ignore", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0"},
    )


def run(command: list[str], what: str, settings: dict[str, str] | None = None) -> None:
    """Run a step quietly, and show all it said if it fails."""
    done = subprocess.run(  # noqa: S603 - the command is put together above, from nothing a person typed
        command,
        env={**os.environ, **(settings or {})},
        cwd=HOME,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise CannotSetUpError(f"{done.stdout}\nSetting up stopped at {what}")


def put_sources_on_path(environment: Environment) -> None:
    (packages,) = environment.folder.glob("lib/python3.*/site-packages")
    (packages / "penholder.pth").write_text("".join(f"{source}\n" for source in environment.sources))


@contextmanager
def one_at_a_time(environment: Environment) -> Iterator[None]:
    """Hold the door while setting up; the system lets go of it by itself if we are killed."""
    cache = HOME / ".cache"
    cache.mkdir(exist_ok=True)
    with (cache / f"set-up{environment.name}.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is setting up the same environment: waiting for it.")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
