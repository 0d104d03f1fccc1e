"""An answer that can't be written is no success: every word that prints one says so and ends with 1."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pure.formats.word_files import docx, row, table

ROOT = Path(__file__).resolve().parents[2]
FULL = Path("/dev/full")

FILES = {
    "votes.csv": "timestamp,datetime,comment-id,voter-id,vote\n1,x,1,1,1\n2,x,1,2,-1\n3,x,2,1,1\n",
    "comments.csv": "id,comment\n1,only this\n2,Write to jo@example.org\n",
    "said.csv": "passage,reader,value\n1,a,2\n1,b,2\n2,a,1\n2,b,1\n",
    "old.csv": "identifier,statement\na,Calm\nb,Kind\n",
    "new.csv": "identifier,statement\na,Calmly\nb,Kind\n",
}
SAID = [
    *(f"map votes.csv {form}" for form in ("--text", "--json", "--svg")),
    *(f"families comments.csv --column comment {form}" for form in ("", "--json", "--csv")),
    *(f"themes comments.csv {form}" for form in ("--text", "--json", "--csv")),
    *(f"agreement said.csv {form}" for form in ("", "--json")),
    *(f"detect comments.csv {form}" for form in ("", "--json", "--csv")),
    *(f"diff old.csv new.csv {form}" for form in ("--text", "--json", "--html", "--docx")),
    "check old.csv",
    *(f"forms form.docx {form}" for form in ("", "--json", "--csv")),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("files")
    for name, text in FILES.items():
        (made / name).write_text(text, encoding="utf-8")
    (made / "form.docx").write_bytes(docx(table(row("Do you agree?", "It harms small firms."))))
    return made


@pytest.mark.skipif(not FULL.is_char_device(), reason="this machine has no /dev/full")
@pytest.mark.parametrize("said", SAID)
def test_an_answer_that_cannot_be_written_is_no_success(folder: Path, said: str) -> None:
    command = [sys.executable, "-m", "penholder", *said.split()]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with FULL.open("wb") as full:
        done = subprocess.run(
            command, cwd=folder, env=environment, stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert "The output can’t be written: No space left on device." in done.stderr.decode()
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
