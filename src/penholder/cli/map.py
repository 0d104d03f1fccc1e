"""``penholder map``: what people who voted on statements share and where they part, from a file, without a database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from penholder.copies.showing import Patience, harmless, put, say, say_oddities, unwritten

if TYPE_CHECKING:
    from penholder.pure.formats.polis_comments import Comments
    from penholder.pure.formats.polis_votes import VotesFile
    from penholder.pure.formats.report import Oddity

HELP = "draw the opinion map of votes on statements: what unites, what groups hold, what a few hold"

DONE, FILE_AT_FAULT = 0, 1

MOST_ASKED = 1_000_000_000
LEAST_TRIALS = 49


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, what is wanted of it, and how strictly groups are tested."""
    parser.add_argument(
        "votes",
        metavar="VOTES.csv",
        help="participants-votes.csv (a row for each person) or votes.csv (a row for each vote); - reads it from the pipe",
    )
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument(
        "--text", action="store_true", help="a reading in sentences with a table (the default)"
    )
    wanted.add_argument("--svg", action="store_true", help="the picture")
    wanted.add_argument(
        "--json",
        action="store_true",
        help="every number exactly, single people's too: for readers, not for publishing",
    )
    parser.add_argument(
        "--comments",
        type=Path,
        metavar="FILE",
        help="comments.csv: the statements' words, and which were taken out",
    )
    parser.add_argument(
        "--least",
        type=_number(2),
        metavar="N",
        help="people a group has at least (5); groups of fewer than ten are never told in numbers nor drawn",
    )
    parser.add_argument(
        "--seed", type=_number(0), default=0, metavar="N", help="where chance is used, begin here (0)"
    )
    parser.add_argument(
        "--permutations",
        type=_trials,
        metavar="N",
        help="trials of whether groups are more than chance (99): 49 or more, or 0 for none",
    )
    parser.add_argument(
        "--resamples",
        type=_number(0),
        metavar="N",
        help="trials of whether groups last; 0 of either tests nothing",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print what was asked for; 1 with a sentence where a file is at fault or can't be opened."""
    from penholder.pure.formats.report import Unreadable

    try:
        votes, comments = _read(arguments)
    except Unreadable as fault:
        say(harmless(fault.sentence), to=sys.stderr)
        return FILE_AT_FAULT
    except OSError as fault:
        name = harmless(str(fault.filename or _named(arguments.votes)))
        say(f"{name} can’t be read: {fault.strerror}. Name another file.", to=sys.stderr)
        return FILE_AT_FAULT
    oddities = votes.oddities
    if comments is not None:
        unlisted = comments.unlisted(votes.votes, name=str(arguments.comments))
        oddities = (*oddities, *comments.oddities, *unlisted)
    say_oddities(oddities)
    try:
        put(_made(arguments, votes, comments, oddities).encode())
    except OSError as fault:
        unwritten(fault)
        return FILE_AT_FAULT
    return DONE


def _read(arguments: argparse.Namespace) -> tuple[VotesFile, Comments | None]:
    from penholder.pure.formats.polis_comments import read_comments
    from penholder.pure.formats.polis_votes import read_votes

    data = sys.stdin.buffer.read() if arguments.votes == "-" else Path(arguments.votes).read_bytes()
    _say_size(len(data))
    votes = read_votes(data, name=_named(arguments.votes))
    if arguments.comments is None:
        return votes, None
    return votes, read_comments(arguments.comments.read_bytes(), name=str(arguments.comments))


def _named(file: str) -> str:
    return "The table from the pipe" if file == "-" else file


def _made(
    arguments: argparse.Namespace, read: VotesFile, comments: Comments | None, oddities: tuple[Oddity, ...]
) -> str:
    from penholder.pure.formats.opinion_json import opinion_json
    from penholder.pure.formats.opinion_svg import opinion_svg
    from penholder.pure.formats.opinion_text import opinion_text
    from penholder.pure.formats.opinion_words import account_of
    from penholder.pure.reading.opinion.findings import findings_of
    from penholder.pure.reading.opinion.moderation import without
    from penholder.pure.reading.opinion.opinion_map import draw_map

    votes = without(read.votes, comments.moderated) if comments else read.votes
    texts = comments.texts if comments else {}
    asked = {name: getattr(arguments, name) for name in ("least", "permutations", "resamples")}
    strictness = {name: number for name, number in asked.items() if number is not None}
    drawn = draw_map(votes, seed=arguments.seed, progress=_progress(), **strictness)
    findings = findings_of(votes, drawn.labels, len(drawn.sizes), seed=arguments.seed)
    if arguments.json:
        return opinion_json(drawn, findings, texts=texts, seed=arguments.seed, oddities=oddities)
    account = account_of(drawn, findings, texts)
    return opinion_svg(drawn, account) if arguments.svg else opinion_text(account)


_TRIALS = {"chance": "trials of chance", "stability": "trials of stability"}


def _progress() -> Callable[[str, int, int], None]:
    patience = Patience()
    return lambda what, done, of: patience.told(done, of, _TRIALS[what])


def _say_size(size: int) -> None:
    """Reading a large file takes seconds before there is anything else to tell."""
    if size > 20_000_000:  # noqa: PLR2004 - about a second's reading
        say(f"Reading {size / 1_000_000:,.0f} MB …", to=sys.stderr)


def _trials(text: str) -> int:
    """Fewer trials could not show anything at the level asked for, so they are not begun."""
    number = _number(0)(text)
    if 0 < number < LEAST_TRIALS:
        raise argparse.ArgumentTypeError(
            f"{LEAST_TRIALS} trials or more are wanted, or 0 for none: {number} can't tell groups from chance"
        )
    return number


def _number(least: int) -> Callable[[str], int]:
    """What argparse takes a whole number from ``least`` on with, and says what is wrong with another one."""

    def number(text: str) -> int:
        plain = text.strip()
        if not plain.isascii() or not plain.isdigit() or not least <= int(plain) <= MOST_ASKED:
            raise argparse.ArgumentTypeError(
                f"a whole number from {least} to {MOST_ASKED:,} is wanted, not “{harmless(text)}”"
            )
        return int(plain)

    return number
