"""Publishing while somebody else is at work: whoever comes second sees what the first has done.

Each race is run in a process of its own, on a real file or server, because a test's own transaction would hide it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.site import ROOT, Tables

RACE = """
import sys, threading
import django
django.setup()
from django.db import connection
from penholder.consultations.actions import close_consultation
from penholder.consultations.models import Consultation
from penholder.frameworks.models import Draft
from penholder.listening.actions import draw_whole_answer
from penholder.listening.queries import undisposed_points, unread_answers
from penholder.publication import actions
from penholder.record.recording import Refused
from tests.factories import consultations, listening, publication

one = publication.told()
answer = listening.answer_of(one.received.response)
publication.decided(one.story, [one.point], operations=[publication.reword(one.story)])
draft = one.story.draft
looked, done = threading.Event(), threading.Event()

def draw():
    draw_whole_answer(answer=answer, gist="Something else.", by=one.story.reader)

def ask():
    consultations.consultation_on(one.story.scene, title="Asked at the last moment")

def second():
    looked.wait(20)
    try:
        {"draw": draw, "ask": ask}[sys.argv[1]]()
        print("second: done")
    except Refused as refused:
        print("second:", refused)
    finally:
        done.set()
        connection.close()

freeze = actions.freeze

def slowly(**given):
    looked.set()
    done.wait(2)  # whoever does not wait for us has time to slip in
    return freeze(**given)

actions.freeze = slowly
close_consultation(consultation=one.story.consultation, by=one.story.coordinator)
other = threading.Thread(target=second)
other.start()
actions.publish_version(draft=draft, by=one.story.coordinator)
other.join()
draft = Draft.objects.get(pk=draft.pk)
print("published:", draft.became_id is not None)
print("left open:", undisposed_points(draft).count() + Consultation.objects.filter(draft=draft, closed_at=None).count())
"""


@pytest.mark.parametrize(
    ("act", "told"),
    [("draw", "This draft has been published."), ("ask", "This draft has been published already.")],
)
def test_publish_version_leaves_nothing_open_that_began_while_it_looked(
    tmp_path: Path, tables: Tables, act: str, told: str
) -> None:
    with tables.copied(tmp_path) as database:
        environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "PENHOLDER_DATA": str(tmp_path),
            "PENHOLDER_DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "penholder.project.settings",
        }
        ran = subprocess.run(
            [sys.executable, "-c", RACE, act], env=environment, capture_output=True, text=True, check=False
        )
    assert ran.returncode == 0, ran.stderr
    assert f"second: {told}" in ran.stdout
    assert "published: True\nleft open: 0" in ran.stdout
