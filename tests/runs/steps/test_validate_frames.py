"""Frames are held to their schemas wherever they cross: on the way in, before they are written, and in plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.model import ChangeSet, Results
from pipeline.runs.steps import core_frames, decide, results
from schemas.frames.validation import BrokenFrame
from tests.support.books.plans import planned
from tests.support.desk import Desk
from tests.support.office import asked

_HANDED_OVER = ("LT-0001", "ben@acme.example")


def _sheet(office: Desk) -> Path:
    return office.book("asked.xlsx", *asked(_HANDED_OVER))


def _with_bug(monkeypatch: pytest.MonkeyPatch, column: pl.Expr) -> None:
    """From now on, decisions make events with such a column."""
    made: Callable[..., ChangeSet] = core_frames.change_set_of
    monkeypatch.setattr(
        decide,
        "change_set_of",
        lambda *given: replace(change := made(*given), events=change.events.with_columns(column)),
    )


@pytest.mark.system
def test_a_run_whose_events_are_not_as_stated_writes_nothing(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet, before = _sheet(office), office.state.read_bytes()
    _with_bug(monkeypatch, pl.lit(0, pl.Int64).alias("version"))

    with pytest.raises(BrokenFrame, match=r"ChangeSet\.events"):
        office.say("run", sheet)

    assert office.state.read_bytes() == before
    assert not (office.folder / "results").exists() or not any((office.folder / "results").glob("*.part"))


@pytest.mark.system
def test_a_plan_that_is_not_as_stated_is_not_written(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = _sheet(office)
    _with_bug(monkeypatch, pl.lit("nonsense").alias("reason"))

    with pytest.raises(BrokenFrame, match=r"ChangeSet\.events"):
        office.say("plan", sheet, "-o", "plan.xlsx")

    assert not (office.folder / "plan.xlsx").exists()


@pytest.mark.system
def test_results_that_are_not_as_stated_are_not_told(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = _sheet(office)
    told: Callable[..., Results] = results.results_from
    monkeypatch.setattr(
        decide, "results_from", lambda *given: replace(said := told(*given), owners=said.owners.drop("remaining"))
    )

    with pytest.raises(BrokenFrame, match=r"Results\.owners"):
        office.say("check", sheet)


@pytest.mark.system
def test_a_plan_that_comes_back_is_held_to_its_frames(office: Desk) -> None:
    some = planned(office, _sheet(office))
    versions = some.plan.versions.with_columns(aggregate=pl.lit("thing"))
    path = replace(some, plan=replace(some.plan, versions=versions)).write(office.folder / "plan.xlsx")
    before = office.state.read_bytes()

    with pytest.raises(BrokenFrame, match=r"Plan\.versions"):
        office.say("apply", path)

    assert office.state.read_bytes() == before


@pytest.mark.parametrize("command", ["run", "plan", "check"])
def test_a_ledger_that_somebody_else_wrote_to_is_told_with_a_way_out(office: Desk, command: str) -> None:
    sheet = _sheet(office)
    with duckdb.connect(office.state) as ledger:
        ledger.execute("UPDATE ownerships SET end_time = start_time WHERE ownership_id = 1")
    before = office.state.read_bytes()

    refused = office.json(command, sheet, code=8)["error"]

    assert refused["code"] == "unsound"
    assert "State.spans" in refused["message"]
    assert "rollcall verify" in refused["hint"]
    assert office.state.read_bytes() == before
