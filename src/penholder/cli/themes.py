"""``penholder themes``: what many texts speak about, and which theme a text may belong to once some are coded.

What it says are suggestions. Nothing is sent anywhere, and nothing is coded by it.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from penholder.copies.showing import put, put_line, say, say_oddities, shown, unwritten

if TYPE_CHECKING:
    from penholder.pure.formats.tables import Table
    from penholder.pure.formats.written_texts import WrittenText
    from penholder.pure.reading.themes.confidence import Calibration
    from penholder.pure.reading.themes.learning import Learnt, Suggestion
    from penholder.pure.reading.themes.suggested import Suggested

HELP = "suggest themes for a file of texts, or a theme for each text once some are coded"

DONE, AT_FAULT, BAD_USAGE = 0, 1, 2
_UNTOLD = 1.0
_SHOWN = 3
_LONGEST = 300
_NEARLY_CERTAIN = 0.995
_THEME_HEADINGS = ("theme", "code", "label", "category")


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of a file and their rows in it; texts that only the coded file has stand at the end, with row 0."""

    rows: tuple[int, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Coded:
    """Where in a coded row the theme stands, where what says which text it is, and which of three that is."""

    theme: int
    place: int
    by: Literal["row", "text", "id"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a table (.csv) or JSON lines (.jsonl) of texts"
    )
    parser.add_argument("--column", default="", metavar="C", help="the column or field that holds the texts")
    parser.add_argument("--id", default="", metavar="C", help="the column that says which text it is")
    parser.add_argument(
        "--coded",
        type=Path,
        metavar="FILE",
        help="a table of what is coded: a column “row” (as in FILE), “text” or “id”, and a column “theme”",
    )
    parser.add_argument(
        "--themes", type=_number, metavar="N", help="how many themes; without it the texts decide"
    )
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="where chance is used (0)")
    parser.add_argument(
        "--plot", type=Path, metavar="SVG", help="with --coded: write the calibration plot there"
    )
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="print one JSON object (docs/schemas/themes.json)")
    forms.add_argument("--csv", action="store_true", help="print a table: a row for each text and theme")
    forms.add_argument("--text", action="store_true", help="print sentences (as without any of the three)")


def run(args: argparse.Namespace) -> int:
    """Print suggestions; 1 where a file can’t be read or written, 2 where it has no such column, with a sentence why."""
    from penholder.pure.formats.report import Unreadable
    from penholder.pure.formats.written_texts import NoSuchColumn

    if args.plot and not args.coded:
        say("--plot shows how suggestions did on coded texts: give those with --coded.", to=sys.stderr)
        return BAD_USAGE
    if args.id and not args.coded:
        say("--id says which text a coded one is: give those with --coded.", to=sys.stderr)
        return BAD_USAGE
    try:
        texts = _texts_in(args.file, args.column)
        coded = _coded_in(args, texts) if args.coded else None
    except OSError as fault:
        say(f"{fault.filename} can’t be read: {fault.strerror}. Name another file.", to=sys.stderr)
        return AT_FAULT
    except Unreadable as fault:
        say(shown(fault.sentence), to=sys.stderr)
        return BAD_USAGE if isinstance(fault, NoSuchColumn) else AT_FAULT
    try:
        if coded:
            _suggest_codes(args, *coded)
        else:
            _suggest_themes(args, texts)
    except OSError as fault:
        unwritten(fault)
        return AT_FAULT
    return DONE


def _number(given: str) -> int:
    return _whole(given, least=2, most=1000)


def _seed(given: str) -> int:
    return _whole(given, least=0, most=2**32 - 1)


def _whole(given: str, *, least: int, most: int) -> int:
    if not given.isascii() or not given.isdigit() or not least <= int(given) <= most:
        raise argparse.ArgumentTypeError(f"“{given}” is not a whole number from {least} to {most}")
    return int(given)


# Reading


def _texts_in(path: Path, column: str) -> _Texts:
    from penholder.pure.formats.report import Unreadable
    from penholder.pure.formats.written_texts import form_of, read_written

    form = form_of(path.name)
    if form == "text":
        raise Unreadable(
            f"{path.name} is neither .csv nor .jsonl. Save the texts as one of these, one text a row."
        )
    read = read_written(path.read_bytes(), form=form, column=column, name=path.name)
    say_oddities(read.oddities)
    written = read.texts if column else _longest_column(read.texts)
    if not written:
        raise Unreadable(
            f"{path.name} has no text in it. Name the column that holds the texts with --column."
        )
    return _Texts(tuple(one.row for one in written), tuple(one.text for one in written))


def _longest_column(written: Sequence[WrittenText]) -> tuple[WrittenText, ...]:
    """Where there are several columns the one with the most words is meant; which it was is said."""
    words: Counter[str] = Counter()
    for one in written:
        words[one.column] += one.text.count(" ") + 1
    if len(words) < 2:  # noqa: PLR2004 - no choice to be made
        return tuple(written)
    most = min(words, key=lambda column: (-words[column], column))
    where = f"“{shown(most)}”" if most else "the lines that are a text and nothing else"
    say(f"The texts are read from {where}; --column names another.", to=sys.stderr)
    return tuple(one for one in written if one.column == most)


def _coded_in(args: argparse.Namespace, texts: _Texts) -> tuple[_Texts, list[tuple[int, str]]]:
    """What is coded, as places among the texts; a coded text that FILE does not have comes in at the end."""
    from penholder.pure.formats.report import Unreadable
    from penholder.pure.formats.tables import read_table
    from penholder.pure.formats.written_texts import MOST_TEXTS

    name = args.coded.name
    table = read_table(args.coded.read_bytes(), name=name, most_rows=MOST_TEXTS)
    say_oddities(table.oddities)
    columns = _coded_columns(table, args)
    place = _places(args, texts, columns, table)
    rows, added = list(texts.rows), list(texts.texts)
    coded = []
    for number, cells in table.numbered():
        theme = " ".join(_cell(cells, columns.theme).split())
        key = _cell(cells, columns.place).strip()
        if not theme or not key:
            continue  # a row nobody has coded yet
        at = place.get(key)
        if at is None and columns.by != "text":
            where = f"{name}, row {number}, column “{table.columns[columns.place]}”"
            raise Unreadable(_unknown(key, where, columns, args.file.name))
        if at is None:
            at = place[key] = len(added)
            rows.append(0)
            added.append(key)
        coded.append((at, theme))
    if not coded:
        raise Unreadable(f"{name} has no row with both a theme and a text. Code some passages first.")
    return _Texts(tuple(rows), tuple(added)), coded


def _unknown(key: str, where: str, columns: _Coded, name: str) -> str:
    key = shown(key[:40])
    if columns.by == "id":
        return f"{where}: “{key}” is the id of no text in {name}, or of several. Correct it in one of the two files."
    return f"{where}: “{key}” is no row with a text in the file of texts. Rows are numbered as a spreadsheet shows them."


def _places(args: argparse.Namespace, texts: _Texts, columns: _Coded, table: Table) -> dict[str, int]:
    """Which text is meant by a row’s number, an id or a text; of equal texts the first, of equal ids none."""
    from penholder.pure.formats.text_ids import read_ids
    from penholder.pure.formats.written_texts import NoSuchColumn, form_of

    if columns.by == "row":
        return {str(row): place for place, row in enumerate(texts.rows)}
    if columns.by == "text":
        return {text.strip(): place for place, text in reversed([*enumerate(texts.texts)])}
    name = args.file.name
    ids = read_ids(args.file.read_bytes(), form=form_of(name), column=args.id, name=name)
    if ids is None:
        raise NoSuchColumn(
            f"{args.coded.name} says by “{table.columns[columns.place]}” which text is meant, and {name} has no column that "
            "plainly holds an id for every text. Name it with --id."
        )
    counted = Counter(ids.values())
    return {ids[row]: place for place, row in enumerate(texts.rows) if row in ids and counted[ids[row]] == 1}


def _coded_columns(table: Table, args: argparse.Namespace) -> _Coded:
    """Where the theme stands, and where what says which text it is: by --id, else a row, the text or an id."""
    from penholder.pure.formats.report import Unreadable, listed
    from penholder.pure.formats.text_ids import is_id_heading

    headings = [column.casefold() for column in table.columns]
    theme = next((headings.index(one) for one in _THEME_HEADINGS if one in headings), None)
    ids = [place for place, heading in enumerate(headings) if is_id_heading(heading)]
    named = headings.index(args.id.casefold()) if args.id.casefold() in headings else None
    if named is None and args.id and ids:
        named = ids[0]
    if theme is not None and named is not None:
        return _Coded(theme, named, "id")
    if theme is not None and "row" in headings:
        return _Coded(theme, headings.index("row"), "row")
    if theme is not None and "text" in headings:
        return _Coded(theme, headings.index("text"), "text")
    if theme is not None and ids:
        return _Coded(theme, ids[0], "id")
    columns = listed((f"“{one}”" for one in table.columns), most=20)
    raise Unreadable(
        f"{args.coded.name} needs a column “theme” and a column “row”, “text” or “id”, in its first line. It has {columns}."
    )


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


# Suggesting


def _suggest_themes(args: argparse.Namespace, texts: _Texts) -> None:
    with _progress() as progress:
        from penholder.pure.reading.themes.suggested import suggest_themes

        found = suggest_themes(texts.texts, themes=args.themes, seed=args.seed, told=progress.at)
    if args.json:
        put_line(json.dumps(_themes_as_json(found, texts)))
    elif args.csv:
        _print_table(("row", "suggested theme", "words", "text"), _theme_rows(found, texts))
    else:
        _say_themes(found, texts)


def _suggest_codes(args: argparse.Namespace, every: _Texts, coded: Sequence[tuple[int, str]]) -> None:
    with _progress() as progress:
        from penholder.pure.reading.themes.learning import learn

        found = learn(every.texts, coded, seed=args.seed, told=progress.at)
    if args.plot:
        from penholder.pure.reading.themes.calibration_plot import plot_of

        if found.calibration is None:
            say(f"No plot was written. {found.verdict}", to=sys.stderr)
        else:
            args.plot.write_text(plot_of(found.calibration), encoding="utf-8")
    if args.json:
        put_line(json.dumps(_codes_as_json(found, every)))
    elif args.csv:
        headings = ("row", "place", "suggested theme", "confidence", "words", "like row", "text")
        _print_table(headings, _code_rows(found, every))
    else:
        _say_codes(found, every)


@dataclass(slots=True)
class _Progress:
    """What is being done, said once it has taken longer than anybody should wait without a word."""

    over: threading.Event = field(default_factory=threading.Event)
    doing: str = "getting ready"
    said: str = ""

    def at(self, doing: str) -> None:
        self.doing = doing

    def tell(self) -> None:
        while not self.over.wait(_UNTOLD):
            if self.doing != self.said:
                self.said = self.doing
                say(f"{self.doing} …", to=sys.stderr)


@contextmanager
def _progress() -> Iterator[_Progress]:
    progress = _Progress()
    teller = threading.Thread(target=progress.tell, daemon=True)
    teller.start()
    try:
        yield progress
    finally:
        progress.over.set()
        teller.join()


# Saying


def _themes_as_json(found: Suggested, texts: _Texts) -> dict[str, object]:
    return {
        "texts": found.texts,
        "different": found.different,
        "verdict": found.verdict,
        "agreement": found.agreement,
        "tried": [asdict(one) for one in found.tried],
        "suggested_themes": [
            {
                "words": list(theme.words),
                "texts": len(theme.rows),
                "different": theme.different,
                "rows": [texts.rows[row] for row in theme.rows],
                "typical": [
                    {
                        "row": texts.rows[one.row],
                        "start": one.passage[0],
                        "end": one.passage[1],
                        "text": one.text,
                    }
                    for one in theme.typical
                ],
            }
            for theme in found.themes
        ],
        "unplaced": [texts.rows[row] for row in found.unplaced],
        "wordless": [texts.rows[row] for row in found.wordless],
    }


def _theme_rows(found: Suggested, texts: _Texts) -> Iterator[tuple[str, ...]]:
    theme_of = {row: place for place, theme in enumerate(found.themes) for row in theme.rows}
    for row, text in enumerate(texts.texts):
        place = theme_of.get(row)
        said = ("", "") if place is None else (str(place + 1), ", ".join(found.themes[place].words))
        yield str(texts.rows[row]), *said, text


def _say_themes(found: Suggested, texts: _Texts) -> None:
    from penholder.pure.saying import counted

    texts_read = counted(found.texts, "text", "texts")
    different = "" if found.different == found.texts else f", {found.different:,} of them different"
    put_line(f"{texts_read}{different}. {found.verdict}")
    for place, theme in enumerate(found.themes, start=1):
        put_line("")
        copies = "" if len(theme.rows) == theme.different else f" ({theme.different:,} different)"
        put_line(f"Suggested theme {place}: {counted(len(theme.rows), 'text', 'texts')}{copies}")
        put_line(f"  Words that led to it: {_on_one_line(', '.join(theme.words))}")
        put_line("  Typical passages:")
        for one in theme.typical:
            put_line(f"    row {texts.rows[one.row]}: {_on_one_line(one.text)}")
    put_line("")
    if found.themes and found.unplaced:
        put_line(
            f"Unplaced: {counted(len(found.unplaced), 'text that fits', 'texts that fit')} none of these. Read them; what is "
            "new stands there."
        )
    if found.wordless:
        put_line(f"Without a word: {counted(len(found.wordless), 'text', 'texts')}.")
    if found.themes:
        put_line("These are suggestions of a machine that counts words. A theme is what people make of them.")


def _codes_as_json(found: Learnt, texts: _Texts) -> dict[str, object]:
    return {
        "themes": list(found.themes),
        "coded": found.coded,
        "verdict": found.verdict,
        "calibration": None if found.calibration is None else asdict(found.calibration),
        "suggestions": [
            {
                "row": texts.rows[row],
                "themes": [
                    {
                        "theme": one.theme,
                        "confidence": None if one.confidence is None else round(one.confidence, 4),
                        "score": round(one.score, 6),
                        "words": list(one.words),
                        "like": {"row": texts.rows[one.like] or None, "text": texts.texts[one.like]},
                    }
                    for one in suggested
                ],
            }
            for row, suggested in enumerate(found.suggestions)
            if suggested and texts.rows[row]
        ],
        "without_suggestion": [texts.rows[row] for row in found.without],
    }


def _code_rows(found: Learnt, texts: _Texts) -> Iterator[tuple[str, ...]]:
    for row, suggested in enumerate(found.suggestions):
        for place, one in enumerate(suggested if texts.rows[row] else (), start=1):
            sure = "" if one.confidence is None else f"{one.confidence:.4f}"
            like = str(texts.rows[one.like] or "")
            yield (
                str(texts.rows[row]),
                str(place),
                one.theme,
                sure,
                ", ".join(one.words),
                like,
                texts.texts[row],
            )


def _say_codes(found: Learnt, texts: _Texts) -> None:
    from penholder.pure.saying import counted

    put_line(found.verdict)
    if found.calibration is not None:
        _say_calibration(found.calibration)
    first = [(row, each[0]) for row, each in enumerate(found.suggestions) if each and texts.rows[row]]
    by_theme = Counter(one.theme for _, one in first)
    for theme, many in sorted(by_theme.items(), key=lambda pair: (-pair[1], pair[0])):
        put_line("")
        surest = ", the surest of them" if many > _SHOWN else ""
        put_line(f"{_on_one_line(theme)}: suggested first for {counted(many, 'text', 'texts')}{surest}")
        mine = [(row, one) for row, one in first if one.theme == theme]
        for row, one in sorted(mine, key=_by_sureness)[:_SHOWN]:
            sure = "" if one.confidence is None else f", {_in_hundred(one.confidence)} sure"
            why = f", for its words {_on_one_line(', '.join(one.words))}"
            put_line(f"  row {texts.rows[row]}{sure}{why}: {_on_one_line(texts.texts[row])}")
    put_line("")
    if found.without:
        without = counted(
            len(found.without), "text, as no word in it speaks", "texts, as no word in them speaks"
        )
        put_line(f"No suggestion for {without} for a theme so far.")
    if first:
        put_line(
            "These are suggestions. A passage is coded when a person has read it; --json or --csv lists them all."
        )


def _in_hundred(confidence: float) -> str:
    """No suggestion is certain, so that none is rounded to 100%."""
    return "over 99%" if confidence >= _NEARLY_CERTAIN else f"{confidence:.0%}"


def _by_sureness(pair: tuple[int, Suggestion]) -> tuple[float, float, int]:
    row, one = pair
    return (-(one.confidence or 0.0), -one.score, row)


def _say_calibration(calibration: Calibration) -> None:
    from penholder.pure.reading.themes.calibration_plot import COLUMNS, table_of

    put_line("")
    lines = (COLUMNS, *table_of(calibration))
    widths = [max(len(line[at]) for line in lines) for at in range(len(COLUMNS))]
    for line in lines:
        put_line("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))
    put_line(
        "95 % from and to: among so few texts the share right is partly luck; in the long run it lies between these two, 19 times in 20."
    )


def _print_table(headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    from penholder.pure.formats.csv_out import write_csv

    put(write_csv(headings, rows))


def _on_one_line(words: str) -> str:
    line = " ".join(shown(words).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"
