"""The locks pin everything by hash, agree with each other, and name no place to fetch from."""

import json
import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
PYTHON_LOCKS = ("requirements.txt", "requirements-test.txt")
SMALL_LOCKS = tuple(
    str(lock.relative_to(HOME))
    for folder in ("tests", "benchmarks")
    for lock in (HOME / folder).rglob("requirements*.txt")
)
NPM_LOCKS = tuple(str(lock.relative_to(HOME)) for lock in HOME.glob("tests/browser/npm/*/package-lock.json"))
PIN = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[^ ;\\]+)(?: ; (?P<where>[^\\]+?))? \\$", re.MULTILINE
)
# An address, a host with a path behind it, or a path from the root of somebody's machine.
PLACE = re.compile(
    r"[a-z+]+://|\b[\w-]+(\.[\w-]+)+/[\w-]|(?<![\w.+=/-])/(home|root|usr|opt|tmp|work|Users|var)\b"
)


@pytest.mark.parametrize("lock", [*PYTHON_LOCKS, *SMALL_LOCKS, *NPM_LOCKS])
def test_read_a_lock_finds_no_place_to_fetch_from(lock: str) -> None:
    assert PLACE.search((HOME / lock).read_text()) is None


@pytest.mark.parametrize(
    "line",
    [
        "six @ https://host.example/six.whl",
        "--index-url host.example/simple",
        "# via -c /tmp/constraints",
        "/home/a/b",
    ],
)
def test_read_a_lock_would_find_such_a_place(line: str) -> None:
    assert PLACE.search(line)


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_read_a_python_lock_finds_every_line_pinned_and_hashed(lock: str) -> None:
    words = (HOME / lock).read_text()
    outside = [line for line in words.splitlines() if not line.startswith((" ", "#")) and not PIN.match(line)]
    assert outside == []
    blocks = re.split(r"^(?=[a-z0-9])", words, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PIN.findall(words)) > 10
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_read_both_python_locks_finds_the_same_pins() -> None:
    run, test = (pins(lock) for lock in PYTHON_LOCKS)
    assert run <= test
    assert {name for name, _ in wanted("requirements.in")} <= {name for name, _, _ in run}
    assert {name for name, _ in wanted("requirements-test.in")} <= {name for name, _, _ in test}


@pytest.mark.parametrize("lock", NPM_LOCKS)
def test_read_an_npm_lock_finds_every_package_hashed_and_the_first_exact(lock: str) -> None:
    packages = json.loads((HOME / lock).read_text())["packages"]
    asked = json.loads((HOME / lock).with_name("package.json").read_text())["dependencies"]
    fetched = {name.removeprefix("node_modules/"): package for name, package in packages.items() if name}
    assert asked.items() <= {name: package["version"] for name, package in fetched.items()}.items()
    assert [name for name, package in fetched.items() if not package["integrity"].startswith("sha512-")] == []


@pytest.mark.parametrize("wished", ["requirements.in", "requirements-test.in"])
def test_read_the_page_on_dependencies_finds_each_one_explained(wished: str) -> None:
    page = (HOME / "docs" / "dependencies.md").read_text()
    assert [name for name, written in wanted(wished) if f"**{written}**" not in page] == []


def pins(lock: str) -> set[tuple[str, str, str]]:
    return {
        (one["name"], one["version"], one["where"] or "") for one in PIN.finditer((HOME / lock).read_text())
    }


def wanted(wished: str) -> list[tuple[str, str]]:
    """The direct dependencies: as the lock writes their names, and as a person does."""
    lines = [line.strip() for line in (HOME / wished).read_text().splitlines()]
    written = [re.split(r"[<>=~!]", line)[0] for line in lines if line and not line.startswith(("#", "-"))]
    return [(re.sub(r"\[.*\]", "", name).lower().replace("_", "-"), name) for name in written]
