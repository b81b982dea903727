"""What a ledger says, without what differs from one run to the next: instants of today, ids of runs, places."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pipeline.model import Ledger
from pipeline.store.connections import reading
from pipeline.store.lake.layout import TABLES
from pipeline.store.safety.replay import verify_replay

if TYPE_CHECKING:
    import duckdb

Told: TypeAlias = dict[str, list[str]]
"""The rows of each table as lines of text, sorted."""

FACTS = ("devices", "mdm_enrollments", "organizations", "owners", "ownerships", "events")
"""The tables that only a run that changes something writes to."""

_RUN_ID = re.compile(r"\d{8}T\d{6}Z(-[0-9a-f]{6})?")
_LEFT_OUT = {"timings", "host", "user_name", "settings", "ledger_id"}
_TABLES = "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary ORDER BY table_name"
_RUNS = "SELECT run_id FROM runs ORDER BY recorded_at"


def told(state: Path | Ledger, *, wait: float = 10) -> Told:
    """Every table of the ledger, or of a copy of it; of none where there is no file, and of a lake where none is."""
    ledger = state if isinstance(state, Ledger) else Ledger(state, wait=wait)
    with reading(ledger) as connection:
        runs = {run_id: f"run {n}" for n, (run_id,) in enumerate(connection.sql(_RUNS).fetchall(), start=1)}
        found = connection.sql(_TABLES).fetchall() if ledger.lake is None else [(table.name,) for table in TABLES]
        tables = [name for (name,) in found if name not in {"migrations", "ledger"}]
        return {table: _rows(connection, table, runs, ledger.path.parent) for table in tables}


def proved(state: Path | Ledger) -> list[str]:
    """What speaks against the ledger; nothing where it is sound."""
    return verify_replay(state if isinstance(state, Ledger) else Ledger(state, wait=10))


def facts(ledger: Told) -> Told:
    """Only who has what, and how that came about."""
    return {table: ledger[table] for table in FACTS}


def differences(left: Told, right: Told) -> list[str]:
    """One line per table that differs, with an example of each side."""
    found = []
    for table in sorted({*left, *right}):
        ours, theirs = set(left.get(table, [])), set(right.get(table, []))
        if left.get(table, []) != right.get(table, []):
            examples = f"only here {sorted(ours - theirs)[:1]}, only there {sorted(theirs - ours)[:1]}"
            found.append(f"{table}: {len(left.get(table, []))} and {len(right.get(table, []))} rows, {examples}")
    return found


def masked(text: str, folder: Path, runs: dict[str, str] | None = None) -> str:
    """The text without the ids of runs, the instants of today, and the place where it all happens."""
    text = text.replace(str(folder.resolve()), "DESK").replace(str(folder), "DESK")
    text = _RUN_ID.sub(lambda found: (runs or {}).get(found[0], "RUN"), text)
    return _today().sub("NOW", text)


def _rows(connection: duckdb.DuckDBPyConnection, table: str, runs: dict[str, str], folder: Path) -> list[str]:
    relation = connection.sql(f"FROM {table}")
    kept = ", ".join(f'"{name}"' for name in relation.columns if name not in _LEFT_OUT)
    lines = [" | ".join(str(cell).replace("\n", " ") for cell in row) for row in relation.select(kept).fetchall()]
    return sorted(masked("\n".join(lines), folder, runs).split("\n")) if lines else []


def _today() -> re.Pattern[str]:
    days = [datetime.now(UTC) + timedelta(days=shift) for shift in (-1, 0, 1)]
    return re.compile(
        rf"({'|'.join(f'{day:%Y-%m-%d}' for day in days)})(([T ]| at )\d\d:\d\d(:\d\d(\.\d+)?)?)?(Z| UTC)?"
    )
