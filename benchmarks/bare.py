"""The peer: a bare Django view of 12 kB behind the same server, with no database, no session and no template."""

from __future__ import annotations

import sys

import waitress
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = "Hello. " * 1755  # 12 kB


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("", hello)]

if __name__ == "__main__":
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bare", MIDDLEWARE=[])  # noqa: S106  signs nothing
    server = waitress.create_server(
        get_wsgi_application(), host="127.0.0.1", port=int(sys.argv[1]), threads=8, ident=None
    )
    server.run()
