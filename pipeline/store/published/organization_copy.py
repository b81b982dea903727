"""A copy for the analysts of one organization: a file with its rows alone, and the views of the published copy."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.disk import flush, flush_folder
from pipeline.durable import durable
from pipeline.errors import UsageProblem
from pipeline.model import Ledger
from pipeline.store import engines
from pipeline.store.connections import adding_to, bound, made_ready, reading, refuse_log
from pipeline.store.failures import translated
from pipeline.store.lake.layout import TABLES
from pipeline.store.published.publish import removed_where_it_fails
from pipeline.store.published.views import add_views
from pipeline.store.read.current_state import organizations
from schemas.fields import DEFAULT_ORG

# The runs in which no other organization has a part: the totals of all others tell of these, too.
_RUNS = """
run_id IN (
    SELECT run_id FROM {runs}.runs WHERE coalesce(json_extract_string(settings, '/org'), $default) = $org
    EXCEPT SELECT run_id FROM {runs}.events WHERE org_id <> $org
    EXCEPT SELECT run_id FROM {runs}.row_outcomes WHERE org_id <> $org
)
"""
_OF_ORG = "org_id = $org"
# The rows of each table that are the organization's; of all other tables none are.
_KEPT = {
    "organizations": _OF_ORG,
    "devices": _OF_ORG,
    "mdm_enrollments": "device_id IN (SELECT device_id FROM {runs}.devices WHERE org_id = $org)",
    "owners": _OF_ORG,
    "ownerships": _OF_ORG,
    "events": _OF_ORG,
    "row_outcomes": _OF_ORG,
    "runs": _RUNS,
    "sources": _RUNS,
}
_ATTACH = "ATTACH '{file}' AS made (TYPE duckdb)"
_COPY = "INSERT INTO made.{table} BY NAME SELECT * FROM {runs}.{table} WHERE {kept}"
_HERE = "SELECT current_database()"


def publish_organization(ledger: Ledger, org: str, file: Path) -> Path:
    """Write the copy of one organization to that file, in the place of one that is there; returns the path.

    Of runs and their files those are in it in which no other organization has a part. Raises UsageProblem where nothing
    is on record of the organization, StateBusy and StoreFailed; then the file is as it was.
    """
    new = file.with_name(f"{file.name}.new")
    with translated(file), removed_where_it_fails(new):
        file.absolute().parent.mkdir(parents=True, exist_ok=True)
        _write(ledger, org, new)
        flush(new)
        durable("copy of one organization made")
        os.replace(new, file)
        flush_folder(file.absolute().parent)
    return file


def _write(ledger: Ledger, org: str, new: Path) -> None:
    with reading(ledger) as connection:
        known = organizations(connection)
        if org not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise UsageProblem(f"No organization {org} is on record.", f"Those on record are: {listed}.")
        ((here,),) = connection.execute(_HERE).fetchall()
        with made_ready(new):
            pass
        connection.execute(_ATTACH.format(file=engines.quoted(new)))
        try:
            for table in (one.name for one in TABLES if one.name in _KEPT):
                sql = _COPY.format(table=table, runs=here, kept=_KEPT[table].format(runs=here))
                connection.execute(sql, bound(sql, {"org": org, "default": DEFAULT_ORG}))
        finally:
            connection.execute("DETACH made")
    with adding_to(new) as connection:
        add_views(connection, ledger.currency)
    refuse_log(new)
