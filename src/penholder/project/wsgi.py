"""The door for web servers: ours, which has made the site ready by then, or another one, for which it is done here."""

from __future__ import annotations

import contextlib
import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # before anything is written: the database holds what people said
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penholder.project.settings")
application = get_wsgi_application()


def _make_ready() -> None:
    """What ``penholder serve`` does before it listens; the folder is held until this process ends."""
    from django.db import connections  # noqa: PLC0415  after Django has been set up

    from penholder.cli import serve  # noqa: PLC0415  as above
    from penholder.project import serving  # noqa: PLC0415  as above

    if serving.is_held_here():
        return
    _until_the_end.enter_context(serving.in_use())
    with serving.opening():
        serve.bring_up_to_date()
        if not serve.hold_against_the_record():
            raise SystemExit(1)
    connections.close_all()  # a server that forks after this must not share them


_until_the_end = contextlib.ExitStack()
_make_ready()
