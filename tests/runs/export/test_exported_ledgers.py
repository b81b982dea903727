"""Random ledgers: an export plans to nothing, also when the ledger has gone on without it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Intent
from pipeline.runs.export import export
from pipeline.runs.plan import plan
from pipeline.runs.steps.clock import Stages
from pipeline.settings import Settings
from schemas.vocabulary import Mode
from tests.support.ledgers.histories import History
from tests.support.ledgers.moves import moves
from tests.support.reference.records import Ledger
from tests.support.strength import examples
from tests.support.worlds.strategies import ledgers
from tests.support.worlds.values import NOW

INSTRUCTIONS, FULL = Settings(), Settings(mode=Mode.FULL, scope="all", inventory_complete=True)


@st.composite
def _held_ledgers(draw: st.DrawFn) -> Ledger:
    """A ledger in which somebody has something now, since a full sheet without a row is refused."""
    return draw(ledgers().filter(lambda ledger: any(span.end_time.year == 2999 for span in ledger.spans)))


@pytest.mark.lengthy
@given(_held_ledgers(), st.integers(0, 2), st.sampled_from([INSTRUCTIONS, FULL]), st.data())
@pytest.mark.system
@examples(1, of=6)
def test_an_untouched_export_plans_to_nothing(
    opening: Ledger, runs_since: int, mode: Settings, data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        history = History(Path(folder) / "rollcall.duckdb", opening, NOW)
        chosen = mode.model_copy(update={"state": history.path, "wait": 0.0})
        export(Path(folder) / "export.xlsx", chosen, Stages())
        for _ in range(runs_since):
            history.run(*data.draw(moves(history.ledger, history.now)), Intent(), timedelta(days=1))

        done = plan([Path(folder) / "export.xlsx"], chosen, Stages(), output=None)

    assert sum(done.report.actions.values()) == 0
    assert done.report.rows["unchanged"] == done.report.rows["in"]
    assert done.report.exit_code == 0
    assert done.results.issues.is_empty()
