"""``python -m penholder WORD …``: hand over to the module of that name in ``penholder.cli``."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys

from penholder import cli


def main(arguments: list[str] | None = None) -> int:
    """Run one word of the command line; 2 where there is no such word."""
    given = sys.argv[1:] if arguments is None else arguments
    words = sorted(module.name for module in pkgutil.iter_modules(cli.__path__))
    if not given or given[0] in {"-h", "--help", "help"}:
        print(_overview(words))
        return 0
    word = given[0]
    if word not in words:
        print(f"Penholder does not know “{word}”. It knows: {', '.join(words)}.", file=sys.stderr)
        return 2
    module = importlib.import_module(f"penholder.cli.{word}")
    parser = argparse.ArgumentParser(prog=f"penholder {word}", description=module.HELP)
    module.add_arguments(parser)
    result: int = module.run(parser.parse_args(given[1:]))
    return result


def _overview(words: list[str]) -> str:
    lines = [f"  {word:<12}{importlib.import_module(f'penholder.cli.{word}').HELP}" for word in words]
    return "\n".join(["penholder WORD …", "", *lines, "", "penholder WORD --help says more."])


if __name__ == "__main__":
    sys.exit(main())
