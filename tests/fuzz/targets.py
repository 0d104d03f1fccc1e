"""The readers that are tried, each with files to begin from and a way to make them worse.

A reader may answer, or refuse with a sentence. Whatever else it does is a fault. Where something can be written again, it
must come back; that is asked too.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from penholder.__main__ import main as said_in_a_shell
from penholder.copies.showing import say
from penholder.pure.formats.coding_csv import read_coding_csv, write_coding_csv
from penholder.pure.formats.comment_rows import rows_of_json_lines, rows_of_table, rows_of_table_lines
from penholder.pure.formats.polis_comments import read_comments
from penholder.pure.formats.polis_out import write_votes
from penholder.pure.formats.polis_votes import read_votes
from penholder.pure.formats.readings import readings_in
from penholder.pure.formats.refi_codebook import codebook_of, read_codebook, write_codebook
from penholder.pure.formats.refi_project import read_project
from penholder.pure.formats.refi_project_out import write_project
from penholder.pure.formats.report import Unreadable
from penholder.pure.formats.tables import read_table
from penholder.pure.formats.written_texts import Form, read_written_texts
from penholder.pure.reading.names.finding import find_names
from tests.fuzz.files import QDPX
from tests.fuzz.frameworks import framework_targets
from tests.fuzz.mutation import Mutator, worse, worse_archive, worse_lines, worse_table, worse_xml
from tests.pure.formats.coding_projects import whole_project


@dataclass(frozen=True, slots=True)
class Target:
    """One reader: ``read`` raises :class:`~penholder.pure.formats.report.Unreadable` or nothing, or is at fault."""

    read: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    worse: Mutator


def tried(target: Target, data: bytes) -> bool:
    """Whether the file was read; false where it was refused. Anything else that comes of it is a fault, and raised."""
    try:
        target.read(data)
    except Unreadable as refused:
        if not refused.sentence.strip():
            raise ValueError("a refusal without a sentence") from refused
        return False
    return True


def mutations(target: Target, *, seed: int, count: int) -> list[bytes]:
    """So many files, each made from one before it or from the beginning; the same for the same seed."""
    chance = random.Random(seed)
    made = list(target.seeds)
    for _ in range(count):
        made.append(
            target.worse(chance.choice(made[-20:] if chance.random() < 0.3 else target.seeds), chance)
        )
    return made


# Readers


def _project(data: bytes) -> None:
    project, _ = read_project(data)
    again, report = read_project(write_project(project))
    assert again == project, "what was written is not what came back"
    assert report.complete, "something was left out of what was written"


def _codebook(data: bytes) -> None:
    book, _ = read_codebook(data)
    assert read_codebook(write_codebook(book))[0] == book, "what was written is not what came back"


def _codings(data: bytes) -> None:
    rows, _ = read_coding_csv(data)
    if rows:
        again = read_coding_csv(write_coding_csv(rows))[0]
        assert again == read_coding_csv(write_coding_csv(again))[0] == rows, (
            "what was written is not what came back"
        )


def _names(form: Form) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        for one in read_written_texts(data, form=form):
            end = 0
            for found in find_names(one.text):
                assert end <= found.start < found.end <= len(one.text), "a find is out of its place"
                end = found.end

    return read


def _votes(data: bytes) -> None:
    votes = read_votes(data).votes
    try:
        written = write_votes(votes)
    except ValueError:  # ids that a spreadsheet would run are not written
        return
    if len(votes):
        assert len(read_votes(written).votes) == len(votes), "a vote was lost in writing"


def _comments(data: bytes) -> None:
    read_comments(data)


def _readings(data: bytes) -> None:
    readings_in(read_table(data), name="The file")


def _table_rows(data: bytes) -> None:
    """As a small table, and line by line as a large one."""
    with contextlib.suppress(Unreadable):
        rows_of_table(data, name="The file")
    heading = data.split(b"\n", 1)[0].decode("utf-8", "replace")
    rows_of_table_lines(heading, io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline=""), name="The file")


def _line_rows(data: bytes) -> None:
    rows_of_json_lines(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"), name="The file")


def _word(word: str, ending: str, *options: str) -> Callable[[bytes], None]:
    """A word of the command line given such a file; it answers 0, or 1 or 2 with a sentence."""
    folder = Path(tempfile.mkdtemp(prefix="penholder-fuzz-"))

    def read(data: bytes) -> None:
        path = folder / f"file.{ending}"
        path.write_bytes(data)
        out, err = _page(), _page()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            result = said_in_a_shell([word, str(path), *options])
        err.seek(0)
        said = err.read()
        assert result in {0, 1, 2}, f"it answered {result}: {said}"
        assert "Traceback" not in said, "a traceback was shown"
        if result:
            raise Unreadable(said)

    return read


def _page() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


# Files to begin from

_WIDE = (
    b"participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2\n"
    b"0,0,1,3,2,1,1,-1,1\n1,0,0,2,1,0,1,,0\n2,,0,1,0,1,,-1,\n3,1,0,3,1,2,-1,1,-1\n"
)
_LONG = (
    b"timestamp,datetime,comment-id,voter-id,vote\n1403054214196,Wed Jun 18 08:16:54 WIB 2014,0,0,0\n"
    b"1403054214197,Wed,0,1,1\n1403054214198,Wed,1,1,-1\n1403054214199,Wed,1,1,1\n1403054214199,Wed,2,0,-1\n"
)
_COMMENTS = (
    b"timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    b'1,a,0,0,2,1,1,"Pay, and listen"\n2,b,1,0,0,0,-1,"He said ""no"""\n3,c,2,1,0,0,0,\n'
)
_CODINGS = (
    b"passage,source,start,end,theme,reader,words\np1,a,0,5,Care,Ada,Hello\np1,a,0,5,Care > Ears,Ben,Hello\n"
    b'p2,a,6,9,Care,Ada,"\'=x, ""y"""\np3,b,,,Listening,Ben,\n'
)
_TEXTS = (
    b'id,comment\n1,"Dear all, my CPN Julie Okafor, ring 07700 900123 or jo@example.org"\n'
    b"2,Born 3.4.62 on Willow Ward; QQ 12 34 56 C; 943 476 5919\n3,See https://example.org/a_(b) and @jo_peer in SW1A 1AA\n"
    b"4,We are alone and want to be heard by people who were there\n5,We are alone and want to be heard by people who were there!\n"
)
_LINES = (
    b'{"id": 1, "comment": "Dr Amara\\nOkafor \\ud83d\\ude42 on 14 March 1962"}\n"mrs patel (at) example dot org"\n'
    b'{"a": ["b", {"c": "Kind regards,\\nTom"}]}\n'
)
_COMMENT_LINES = b"".join(
    b'{"id": %d, "comment": "We are alone and want to be heard by people who were there%s"}\n'
    % (number, b" too" * number)
    for number in range(4)
)
_PLAIN = b"Dear Amara,\n\nI was born on 14 March 1962. Ring +44 (0)20 7946 0018.\nKind regards,\nTom van der Berg\n"
_AGREEMENT = b"unit,Ada,Ben,Cem\n1,1,1,\n2,2,3,2\n3,,3,3\n4,1,1,1\n5,2,,2\n"
_CODED = (
    b"text,theme\nThey listen to me,Listening\nNobody listens,Listening\nPay is low,Pay\nPay us more,Pay\n"
)


def targets() -> dict[str, Target]:
    """Every reader there is, by name."""
    project = whole_project()
    return {
        **{name: Target(*parts) for name, parts in framework_targets().items()},
        "qdpx": Target(_project, (write_project(project), QDPX), worse_archive),
        "qdc": Target(_codebook, (write_codebook(codebook_of(project)[0]),), worse_xml),
        "coding-csv": Target(_codings, (_CODINGS,), worse_table),
        "detect-csv": Target(_names("csv"), (_TEXTS,), worse_table),
        "detect-jsonl": Target(_names("jsonl"), (_LINES,), worse_lines),
        "detect-text": Target(_names("text"), (_PLAIN, _TEXTS), worse),
        "votes": Target(_votes, (_WIDE, _LONG), worse_table),
        "comments": Target(_comments, (_COMMENTS,), worse_table),
        "readings": Target(_readings, (_AGREEMENT, _CODINGS), worse_table),
        "comment-rows": Target(_table_rows, (_TEXTS,), worse_table),
        "comment-lines": Target(_line_rows, (_COMMENT_LINES, _LINES), worse_lines),
        "word-detect": Target(_word("detect", "csv", "--json"), (_TEXTS,), worse_table),
        "word-map": Target(_word("map", "csv", *_FEW_TRIALS), (_WIDE, _LONG), worse_table),
        "word-families": Target(_word("families", "csv", "--json"), (_TEXTS,), worse_table),
        "word-themes": Target(_word("themes", "csv"), (_TEXTS, _CODED), worse_table),
        "word-agreement": Target(_word("agreement", "csv"), (_AGREEMENT, _CODINGS), worse_table),
    }


_FEW_TRIALS = ("--json", "--permutations", "49", "--resamples", "2")


def main() -> int:
    """``python -m tests.fuzz.targets TARGET FILE``: one file once more, without anything around it."""
    name, path = sys.argv[1:]
    read = tried(targets()[name], Path(path).read_bytes())
    say("read" if read else "refused")
    return 0


if __name__ == "__main__":
    sys.exit(main())
