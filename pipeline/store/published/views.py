"""The views and macros of the analysts' copy, added to a ledger or a copy for good, or beside one while it is asked.

A ledger has them so that its bytes are all of the copy: to add them to every copy took a quarter of a small run.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING

import duckdb

from pipeline.store.connections import transaction
from pipeline.store.migrations.definitions import drop_definitions
from pipeline.store.published.attribute_history import attribute_history_sql
from schemas.words.currencies import CODES

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMENT = re.compile(r"^COMMENT ON .*;$", re.MULTILINE)
_BEGINNING = re.compile(r"^CREATE OR REPLACE (?=VIEW|MACRO)", re.MULTILINE)


_MADE_FROM = """
CREATE OR REPLACE MACRO definitions() AS '{made_from}';
COMMENT ON MACRO definitions IS 'definitions(): the fingerprint of the views, macros and comments that stand here.';
"""


def has_views(connection: duckdb.DuckDBPyConnection, currency: str | None) -> bool:
    """True for a database with the views, macros and comments of this version of Rollcall, for that currency."""
    try:
        ((made_from,),) = connection.execute("SELECT definitions()").fetchall()
    except duckdb.CatalogException:
        return False
    return bool(made_from == _fingerprint(currency))


def add_views(connection: duckdb.DuckDBPyConnection, currency: str | None) -> None:
    """Add views, macros and comments, in one transaction: three times as fast as one by one. Others are removed.

    `currency` is that of the settings.
    """
    made_from = _MADE_FROM.format(made_from=_fingerprint(currency))
    with transaction(connection):
        drop_definitions(connection)
        for sql in (*_definitions(currency), made_from):
            connection.execute(sql)
    connection.execute("CHECKPOINT")


def lend_views(connection: duckdb.DuckDBPyConnection, currency: str | None) -> None:
    """The same views and macros for this connection alone, which may only read; not those of earlier attributes."""
    silent = _COMMENT.sub("", _views_sql(currency))
    connection.execute(_BEGINNING.sub("CREATE OR REPLACE TEMP ", silent))


def _definitions(currency: str | None) -> Sequence[str]:
    return (_views_sql(currency), attribute_history_sql(), _text_of("comments.sql"))


@cache
def _fingerprint(currency: str | None) -> str:
    """What tells these definitions from others, and from the same ones as another DuckDB understands them."""
    return sha256("\n".join((duckdb.__version__, *_definitions(currency))).encode()).hexdigest()


@cache
def _views_sql(currency: str | None) -> str:
    usual = f"'{currency}'" if currency in CODES else "CAST(NULL AS VARCHAR)"
    return _text_of("views.sql").replace("$usual_currency", usual)


def _text_of(name: str) -> str:
    return (resources.files("pipeline.store.published") / name).read_text(encoding="utf-8")
