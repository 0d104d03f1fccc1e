"""``penholder agreement``: how far several readers of the same passages came to the same, from a table of what they said."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from penholder.copies.showing import Patience, labelled, put_line, say, say_oddities, shown, unwritten

if TYPE_CHECKING:
    from penholder.pure.formats.readings import Readings
    from penholder.pure.reading.agreement.alpha import Agreement
    from penholder.pure.reading.agreement.coding import CodingAgreement, Disagreement

HELP = "how far several readers of the same passages agree: alpha, overlap, and where they part"

DONE, AT_FAULT = 0, 1
LEVELS = ("nominal", "ordinal", "interval", "ratio")

_SHOWN = 20
_MANY = 200_000
_LARGE = 2_000_000  # bytes: more take over a second


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="a .csv with columns passage, reader and theme or value; or with a column for each reader",
    )
    parser.add_argument(
        "--level",
        choices=LEVELS,
        default="nominal",
        help="what values mean: names, ranks, numbers with equal steps, numbers with a true zero (default: nominal)",
    )
    parser.add_argument(
        "--all-read",
        action="store_true",
        help="every reader has read every passage, also those for which the table has no row of theirs",
    )
    parser.add_argument(
        "--seed", type=_seed, default=0, help="for the resamples of the interval (default: 0)"
    )
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object (docs/schemas/agreement.json)"
    )


def run(args: argparse.Namespace) -> int:
    """Print the agreement; 1 where the file can’t be read or this can’t be written, with a sentence why."""
    from penholder.pure.formats.readings import MOST_ROWS, readings_in
    from penholder.pure.formats.report import Unreadable
    from penholder.pure.formats.tables import read_table

    name = args.file.name
    try:
        data = args.file.read_bytes()
        if len(data) > _LARGE:
            say(f"reading {shown(name)}", to=sys.stderr)
        table = read_table(data, name=name, most_rows=MOST_ROWS)
        say_oddities(table.oddities)
        readings = readings_in(table, name=name)
        say_oddities(readings.oddities)
        found = _of_themes(readings, args) if readings.of_themes else _of_values(readings, args)
    except OSError as fault:
        say(f"{args.file} can’t be read: {fault.strerror}. Name another file.", to=sys.stderr)
        return AT_FAULT
    except Unreadable as fault:
        say(shown(fault.sentence), to=sys.stderr)
        return AT_FAULT
    try:
        _put(found, as_json=args.json)
    except OSError as fault:
        unwritten(fault)
        return AT_FAULT
    return DONE


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError("give a whole number of 0 or more")
    return int(text)


# Working it out


def _of_themes(readings: Readings, args: argparse.Namespace) -> dict[str, Any]:
    from penholder.pure.formats.report import Unreadable
    from penholder.pure.reading.agreement.coding import coding_agreement

    if args.level != "nominal":
        raise Unreadable(
            f"{args.file.name} has themes, which have no order. Leave --level out, or name the column “value”."
        )
    found = coding_agreement(
        ((one.unit, one.reader, one.value) for one in readings.readings),
        seed=args.seed,
        everybody_read_everything=args.all_read,
        progress=partial(Patience().told, what="themes compared"),
    )
    return _themes_as_json(found, args.seed)


def _of_values(readings: Readings, args: argparse.Namespace) -> dict[str, Any]:
    from penholder.pure.formats.readings import require_numbers
    from penholder.pure.formats.report import Unreadable
    from penholder.pure.reading.agreement.alpha import agreement
    from penholder.pure.reading.agreement.coding import value_disagreements
    from penholder.pure.reading.agreement.ratings import Level, ratings_of

    level = Level(args.level)
    if level is not Level.NOMINAL:
        require_numbers(readings, below_zero=level is not Level.RATIO, name=args.file.name)
    try:
        ratings = ratings_of(((one.unit, one.value) for one in readings.readings), level=level)
        if len(readings.readings) > _MANY:
            say("drawing resamples for the interval", to=sys.stderr)
        found = agreement(ratings, seed=args.seed)
    except ValueError as fault:
        raise Unreadable(f"{args.file.name}: {fault}") from fault
    parted = value_disagreements((one.unit, one.reader, one.value) for one in readings.readings)
    return {
        "of": "values",
        "level": level.value,
        "readers": list(readings.readers),
        "seed": args.seed,
        **_alpha_as_json(found),
        "disagreements": [_parted_as_json(one) for one in parted],
    }


# As JSON


def _themes_as_json(found: CodingAgreement, seed: int) -> dict[str, Any]:
    return {
        "of": "themes",
        "level": "nominal",
        "readers": list(found.readers),
        "seed": seed,
        "passages": found.passages,
        "overlap": found.overlap,
        "themes": [
            {
                "theme": one.theme,
                "coded": one.coded,
                "overlap": one.overlap,
                **_alpha_as_json(one.agreement),
            }
            for one in found.themes
        ],
        "disagreements": [{"theme": theme, **_parted_as_json(one)} for theme, one in found.disagreements],
    }


def _alpha_as_json(found: Agreement) -> dict[str, Any]:
    return {
        "alpha": found.alpha,
        "interval": None if found.interval is None else list(found.interval),
        "units": found.units,
        "ratings": found.ratings,
        "sentence": found.sentence,
    }


def _parted_as_json(one: Disagreement) -> dict[str, Any]:
    return {
        "passage": one.passage,
        "said": [{"what": what, "readers": list(readers)} for what, readers in one.said],
    }


def _put(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        put_line(json.dumps(found))
    else:
        _print(found)


# In words


def _print(found: dict[str, Any]) -> None:
    _put_labelled("Readers", shown(", ".join(found["readers"])))
    if found["of"] == "themes":
        _put_labelled("Passages", f"{found['passages']:,}")
        _put_labelled("Overlap", _overlap_told(found["overlap"]))
        for one in found["themes"]:
            times = "once" if one["coded"] == 1 else f"{one['coded']:,} times"
            beside = f"overlap {_figure(one['overlap'])}; coded {times}"
            _put_labelled("Theme", f"{shown(one['theme'])}: {_alpha_told(one, beside)}")
    else:
        _put_labelled(
            "Compared",
            f"{found['ratings']:,} values of {found['units']:,} {'unit' if found['units'] == 1 else 'units'}, "
            f"at the level {found['level']}",
        )
        _put_labelled("Agreement", _alpha_told(found))
    if _is_compared(found):
        _print_parted(found["disagreements"])
    else:
        _put_labelled("Parted", "nowhere, for nothing was read by two readers")


def _put_labelled(label: str, text: str) -> None:
    put_line(labelled(label, text))


def _overlap_told(overlap: float | None) -> str:
    if overlap is None:
        return "not defined, for nothing was coded where two readers read"
    return f"{_figure(overlap)} of what was coded by either of two readers, by both"


def _is_compared(found: dict[str, Any]) -> bool:
    """Whether two readers have read the same anywhere, as far as what was found tells."""
    if found["of"] == "values":
        return bool(found["units"])
    return len(found["readers"]) > 1 and (not found["themes"] or any(one["units"] for one in found["themes"]))


def _alpha_told(one: dict[str, Any], *beside: str) -> str:
    """Alpha, other figures ``beside`` it, and at the end the sentence where one is needed."""
    alpha = f"alpha {_figure(one['alpha'])}"
    if one["interval"] is not None:
        low, high = one["interval"]
        alpha += f" (95 % of resamples: {_figure(low)} to {_figure(high)})"
    figures = "; ".join([alpha, *beside])
    return f"{figures}. {one['sentence']}" if one["sentence"] else figures


def _figure(number: float | None) -> str:
    return "not defined" if number is None else f"{number:.3f}"


def _print_parted(parted: Sequence[dict[str, Any]]) -> None:
    if not parted:
        _put_labelled("Parted", "nowhere")
        return
    _put_labelled(
        "Parted",
        f"in {len(parted):,} {'place' if len(parted) == 1 else 'places'}"
        + (f", the first {_SHOWN}:" if len(parted) > _SHOWN else ":"),
    )
    for one in parted[:_SHOWN]:
        said = "; ".join(f"{each['what']}: {', '.join(each['readers'])}" for each in one["said"])
        theme = f", {one['theme']}" if "theme" in one else ""
        _put_labelled("", shown(f"{one['passage']}{theme}: {said}"))
