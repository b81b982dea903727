"""Runs and undoings in any order, on a real ledger: nothing breaks a rule, and an undoing restores what it may.

A step takes a third of a second, so there are few of them here; more examples find more.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from pipeline import model, store
from pipeline.model import Intent
from tests.support.ledgers.histories import Content, History, Passed
from tests.support.ledgers.moves import moves, rounds
from tests.support.reference.records import Ledger
from tests.support.strength import examples, is_full
from tests.support.worlds.intents import intents
from tests.support.worlds.strategies import ledgers, sheets
from tests.support.worlds.values import NOW

BEGINNING = NOW - timedelta(days=20)
UNIQUE = ("serial_number", "asset_tag", "mac_address")
INTENTS = intents().map(lambda intent: replace(intent, atomic=False, create_owners=True))
LATER = st.sampled_from([timedelta(microseconds=1), timedelta(hours=3), timedelta(days=9)])


def can_undo(office: Office) -> bool:
    """True once there is a run that changed something."""
    return any(run.changed for run in office.history.passed)


def can_undo_the_last(office: Office) -> bool:
    """True when the last run changed something."""
    return any(run.changed for run in office.history.passed[-1:])


class Office(RuleBasedStateMachine):
    """People who load small nasty sheets, and take back what they did."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())

    @initialize(ledger=ledgers())
    def open(self, ledger: Ledger) -> None:
        """The office opens with a ledger."""
        self.history = History(self.folder / "rollcall.duckdb", ledger, BEGINNING)

    @rule(data=st.data(), intent=INTENTS, later=LATER)
    def load(self, data: st.DataObject, intent: Intent, later: timedelta) -> None:
        """Somebody loads sheets, with all that can be wrong in them."""
        self.history.run(*data.draw(sheets(self.history.ledger)), intent, later)

    @rule(data=st.data(), later=LATER)
    def act(self, data: st.DataObject, later: timedelta) -> None:
        """Somebody knows what to do."""
        self.history.run(*data.draw(moves(self.history.ledger, self.history.now)), Intent(), later)

    @rule(later=LATER)
    def go_round(self, later: timedelta) -> None:
        """The nightly inventory changes an attribute of every device, and nothing that anybody else changes."""
        self.history.run(*rounds(self.history.ledger), Intent(), later)

    @precondition(can_undo)
    @rule(data=st.data(), later=LATER)
    def undo(self, data: st.DataObject, later: timedelta) -> None:
        """Somebody takes back any run of the past, which may itself have taken one back."""
        self._undo(data.draw(st.sampled_from([run for run in self.history.passed if run.changed])), later)

    @precondition(can_undo_the_last)
    @rule(later=LATER)
    def undo_the_last_run_and_that_again(self, later: timedelta) -> None:
        """Somebody has second thoughts: all is as it was before the first."""
        run = self.history.passed[-1]
        again = self._undo(self._undo(run, later), later)
        assert again.after == run.after

    @precondition(can_undo_the_last)
    @rule(later=LATER)
    def undo_the_last_run_a_night_later(self, later: timedelta) -> None:
        """Somebody has second thoughts once the nightly inventory has gone round."""
        run = self.history.passed[-1]
        self.go_round(later)
        self._undo(run, later)

    def _undo(self, run: Passed, later: timedelta) -> Passed:
        """Undo it, and see that all is as it was before the run, or else has a reason to be as it is now."""
        undoing, kept = self.history.undo(run, later)
        now = undoing.before
        moved = {device for device in run.moved if now[device].spans != run.after[device].spans}
        touched = {(device, field) for device, field in run.touched if is_touched(run, now, device, field)}
        lasting = run.touched - touched
        robbed = {device for device, field in lasting if is_robbed(run, now, device, field)}
        since = kept.filter(pl.col("why").is_in(["changed_since", "undone"]))
        assert set(since.filter(what="ownership")["device_id"]) == moved
        assert set(since.filter(what="attributes").select("device_id", "field").rows()) == touched
        assert set(kept.filter(why="cannot")["device_id"]) == robbed
        expected = dict(now)
        for device in run.moved - moved:
            expected[device] = replace(expected[device], spans=run.spans_before(device))
        for device, field in lasting:
            if device not in robbed:
                values = {**expected[device].values, field: run.before[device].values[field]}
                expected[device] = replace(expected[device], values=values)
        assert undoing.after == expected
        return undoing

    def teardown(self) -> None:
        """The events tell everything that has happened."""
        if hasattr(self, "history"):
            assert store.verify_replay(model.Ledger(self.history.path)) == []
        shutil.rmtree(self.folder)


def is_touched(run: Passed, now: Content, device: int, field: str) -> bool:
    """True where the attribute no longer has the value that the run gave it."""
    return now[device].values[field] != run.after[device].values[field]


def is_robbed(run: Passed, now: Content, device: int, field: str) -> bool:
    """True where an identifier that the run took from the device belongs to another by now."""
    before = run.before[device]
    others = [known for other, known in now.items() if other != device and known.org_id == before.org_id]
    lost = before.values[field] if field in UNIQUE else None
    return lost is not None and any(known.values[field] == lost for known in others)


TestOffice = Office.TestCase
TestOffice.pytestmark = [pytest.mark.system, pytest.mark.lengthy]  # type: ignore[attr-defined]
TestOffice.settings = examples(1, of=5, stateful_step_count=10 if is_full() else 4)
