"""Why things happened, over a whole ledger: every event has its rule, and every row the cell that said so."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pytest

from pipeline.model import Ledger
from pipeline.runs.explain import with_reasons
from pipeline.store import explain
from schemas.reasons.decision_rules import rule
from tests.support.desk import Desk
from tests.support.sample_month import Month

NOW = datetime(2026, 1, 1)
CASES = """
SELECT DISTINCT e."type", e.payload->>'action' AS "action", w.kind, e.payload->>'reason' AS reason
FROM events AS e LEFT JOIN row_outcomes AS w ON w.run_id = e.run_id AND w.row_id = e.row_id
WHERE e.aggregate = 'device' ORDER BY ALL
"""
BUSIEST = """
SELECT d.serial_number FROM devices AS d JOIN events AS e ON e.aggregate = 'device' AND e.aggregate_id = d.device_id
WHERE d.serial_number IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC, d.serial_number LIMIT 20
"""


def ask(desk: Desk, sql: str) -> list[tuple[str, ...]]:
    with duckdb.connect(desk.state, read_only=True) as connection:
        return connection.sql(sql).fetchall()


@pytest.mark.system
def test_every_event_of_a_month_has_a_rule(month: Month) -> None:
    cases = ask(month.desk, CASES)

    assert len(cases) > 5
    assert [case for case in cases if not rule(*case[:2], kind=case[2], reason=case[3], is_undoing=False)] == []


@pytest.mark.system
def test_every_event_of_a_row_is_told_with_its_cells(month: Month) -> None:
    for (serial,) in ask(month.desk, BUSIEST):
        for event in with_reasons(explain(Ledger(month.desk.state), serial), now=NOW).events.to_dicts():
            assert event["row"] is None or event["cell"] is not None, event
