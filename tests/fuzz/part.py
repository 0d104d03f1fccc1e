"""``python -m tests.fuzz.part TARGET``: one reader under atheris, in the environment made for it. ``tests.fuzz`` runs it."""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["penholder"]):
    from tests.fuzz.frameworks import framework_targets
    from tests.fuzz.targets import targets, tried

SECONDS = 30
"""An input that takes longer is a hang."""
MEGABYTES = 512
"""What a reader may need, itself and all that is loaded for it included."""
AFRESH = 0.5
"""How often an input is made from a sound file, and not from one that is worse already: of those most are refused at the door."""
RAW = 0.1
"""How often its bytes are changed whatever they mean."""
LENGTH = 20_000
"""Of an input, in bytes, where the files to begin from are not longer themselves: cut short they would all be refused."""
MORE = 4096
"""What the arithmetic of listening may need."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.part")
    parser.add_argument("target")
    parser.add_argument("--runs", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    asked = parser.parse_args()
    target = targets()[asked.target]
    corpus = asked.folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"begin-{number}").write_bytes(seed)

    def one(data: bytes) -> None:
        tried(target, data)

    def mutated(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < AFRESH:
            data = chance.choice(target.seeds)
        made = atheris.Mutate(data, most) if chance.random() < RAW else target.worse(data, chance)
        return bytes(made[:most])

    options = (
        f"-atheris_runs={asked.runs}",
        f"-seed={asked.seed}",
        f"-timeout={SECONDS}",
        f"-rss_limit_mb={MEGABYTES if asked.target in framework_targets() else MORE}",
        f"-max_len={max(LENGTH, *(4 * len(seed) for seed in target.seeds))}",
        "-len_control=0",
        "-print_final_stats=1",
        f"-artifact_prefix={asked.folder}/",
        str(corpus),
    )
    atheris.Setup([sys.argv[0], *options], one, custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
