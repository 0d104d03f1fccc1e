"""``python -m tests.fuzz [TARGET] --runs 200000 --seed 1``: every reader, or one, under atheris, for long.

Atheris has an environment of its own (.cache/atheris-…), made here from the lock beside this file; everything else is what
this Python has. An input that a reader fell over, or hung on, is kept and named, and so is the seed.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from hashlib import sha256
from pathlib import Path

from penholder.copies.showing import say
from tests.fuzz.targets import targets

ROOT = Path(__file__).resolve().parents[2]
LOCK = Path(__file__).with_name("requirements.txt")
RUNS = 200_000


def main() -> int:
    names = tuple(targets())
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", nargs="?", choices=names, help="one reader; all of them without it")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"inputs for each reader ({RUNS:,})")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins (1)")
    asked = parser.parse_args()
    python = environment()
    results = [
        run(python, name, asked.runs, asked.seed) for name in ((asked.target,) if asked.target else names)
    ]
    return 0 if all(results) else 1


def environment() -> Path:
    """The Python that has atheris; made where it is not there yet."""
    made = ROOT / ".cache" / f"atheris-{sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    python = made / "bin" / "python"
    if not (made / "ready").exists():
        venv.create(made, with_pip=True, clear=True)
        install = (
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "-r",
            str(LOCK),
        )
        subprocess.run([python, *install], check=True)
        (made / "ready").touch()
    return python


def run(python: Path, name: str, runs: int, seed: int) -> bool:
    """Whether one reader stood it; a line about it is printed, and where it did not, the end of what was said."""
    folder = Path(tempfile.mkdtemp(prefix=f"penholder-fuzz-{name}-"))
    paths = (str(ROOT), str(ROOT / "src"), sysconfig.get_path("purelib"))
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"}
    command = (
        *(python, "-m", "tests.fuzz.part", name),
        *("--runs", str(runs), "--seed", str(seed), "--folder", folder),
    )
    say(f"{name}: {runs:,} inputs …", to=sys.stderr)
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, errors="replace", check=False
    )
    took = time.monotonic() - began
    # The alarm for hangs may go off once more while the process ends, after the last input.
    late = done.returncode == -signal.SIGALRM and f"\nDone {runs} in " in done.stdout + done.stderr
    if done.returncode == 0 or late:
        held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024  # the most of any so far
        say(
            f"{name}: {runs:,} inputs, seed {seed}: neither crash nor hang ({took:.0f} s, {held} MB at the most)"
        )
        return True
    kept = sorted(str(path) for path in folder.iterdir() if path.is_file())
    say(f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    say(f"{name}: FELL, seed {seed}, exit {done.returncode}. Kept: {', '.join(kept) or 'nothing'}")
    say(f"Once more: python -m tests.fuzz.targets {name} FILE")
    return False


if __name__ == "__main__":
    sys.exit(main())
