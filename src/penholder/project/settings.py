"""Django's settings, made from the one typed list in ``config``."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from penholder.project import config
from penholder.record.once import kept_once

CONFIG = config.load()
DATA: Path = CONFIG.data


def _database() -> dict[str, object]:
    url = urlsplit(CONFIG.text("database_url"))
    if not url.scheme:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "penholder.sqlite3",
            # Each thread keeps its connection: opening one costs as much as a small page, and closing the last one
            # writes the whole log back.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # IMMEDIATE: an action that reads before it writes must not lose a race half way.
                # FULL: an answer that was acknowledged survives a power cut.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Whatever the server's habit: an answer that was acknowledged survives a power cut.
        "OPTIONS": {"options": "-c synchronous_commit=on"},
    }


SECRET_KEY = kept_once(DATA / "secret", lambda: secrets.token_urlsafe(48))
DEBUG = CONFIG.yes("debug")
ALLOWED_HOSTS = [name.strip() for name in CONFIG.text("allowed_hosts").split(",") if name.strip()]
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "penholder.ui",  # before django.forms, or its widget templates are silently not used
    "django.forms",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "penholder.record",
    "penholder.accounts",
    "penholder.groups",
    "penholder.frameworks",
    "penholder.consultations",
    "penholder.listening",
    "penholder.decisions",
    "penholder.publication",
    "penholder.front",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "penholder.project.urls"
WSGI_APPLICATION = "penholder.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["penholder.ui.templatetags.ui", "penholder.ui.templatetags.panels"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "penholder.ui.context.frame",
            ],
        },
    }
]
UI_FRAME = "penholder.front.frame.frame"
FORM_RENDERER = "penholder.ui.forms.PenholderRenderer"

AUTH_USER_MODEL = "accounts.Member"
LOGIN_URL = "accounts:sign_in"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.yes("https")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.yes("https") else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = CONFIG.text("time_zone")
USE_TZ = True
USE_I18N = True
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # no step between an update and the page people see
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# As large as a comment table; what is larger waits on disk, and a guest can't fill the memory
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Error reports carry no request body, address, header or message: what people write stays out of every log.
    "formatters": {"wordless": {"()": "penholder.project.reports.WordlessFormatter"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "wordless", "level": "ERROR"}},
    "root": {"handlers": ["terminal"], "level": "ERROR"},
}
