"""Tables that may only grow: the database itself refuses to change or delete a row, whoever asks."""

from __future__ import annotations

from collections.abc import Callable

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = """
CREATE TRIGGER {table}_no_{act} BEFORE {ACT} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} may only grow: {act} is refused'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION penholder_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% may only grow: % is refused', TG_TABLE_NAME, lower(TG_OP); END $$
"""
_POSTGRES = (
    "CREATE TRIGGER {table}_no_{act} BEFORE {ACT} ON {table} FOR EACH ROW EXECUTE FUNCTION penholder_refuse()"
)
ACTS = ("update", "delete")
# REPLACE deletes without firing the trigger on DELETE.
_SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {is_there}
BEGIN SELECT RAISE(ABORT, '{table} may only grow: replace is refused'); END
"""
_POSTGRES_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION penholder_refuse()
"""


def only_grows(*tables: str) -> migrations.RunPython:
    """A migration step that makes the database refuse UPDATE and DELETE on these tables."""
    return migrations.RunPython(_each(tables, _make), _each(tables, _drop))


def never_replaced(table: str, *keys: tuple[str, ...]) -> migrations.RunPython:
    """A migration step for a table that ``only_grows``, against what fires no trigger of a single row.

    On SQLite it refuses REPLACE of a row that is there by one of its ``keys``, the columns that are unique together;
    each has an index, so inserting stays as fast as it was. On PostgreSQL it refuses TRUNCATE.
    """

    def make(_apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
        template = _POSTGRES_TRUNCATE if schema.connection.vendor == "postgresql" else _SQLITE_REPLACE
        schema.execute(template.format(table=table, is_there=_is_there(table, keys)), params=None)

    def drop(_apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
        _drop(schema, table, "truncate" if schema.connection.vendor == "postgresql" else "replace")

    return migrations.RunPython(make, drop)


def _is_there(table: str, keys: tuple[tuple[str, ...], ...]) -> str:
    conditions = (" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in keys)
    return " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {one})" for one in conditions)  # noqa: S608  fixed names


def _each(
    tables: tuple[str, ...], step: Callable[[BaseDatabaseSchemaEditor, str, str], None]
) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def run(_apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
        if schema.connection.vendor == "postgresql":
            schema.execute(_POSTGRES_FUNCTION, params=None)
        for table in tables:
            for act in ACTS:
                step(schema, table, act)

    return run


def _make(schema: BaseDatabaseSchemaEditor, table: str, act: str) -> None:
    template = _POSTGRES if schema.connection.vendor == "postgresql" else _SQLITE
    schema.execute(template.format(table=table, act=act, ACT=act.upper()), params=None)


def _drop(schema: BaseDatabaseSchemaEditor, table: str, act: str) -> None:
    on = f" ON {table}" if schema.connection.vendor == "postgresql" else ""
    schema.execute(f"DROP TRIGGER {table}_no_{act}{on}", params=None)
