"""DuckDB decides what Polars does, from files to results, and leaves nothing behind."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline import intake
from pipeline.model import Cluster
from pipeline.runs.steps import core_frames
from pipeline.runs.steps.engine import deciding as engine_deciding
from pipeline.runs.steps.reach import part as reach_of_run
from pipeline.store.read.reach import drawn
from tests.support.books.exports import edited, export, typed
from tests.support.desk import SAMPLES, Desk
from tests.support.frames.same_decisions import assert_same_decision, decided
from tests.support.office import asked
from tests.support.sample_month import Month
from tests.support.strength import sampled

_ASKED: tuple[dict[str, Any], ...] = (
    {"create_devices": True, "default_device_type": "laptop"},
    {"mode": "full", "scope": "all", "inventory_complete": True},
    {"mode": "full", "scope": "location=Berlin", "allow": ["absent-beside-unresolved"]},
    {"leavers": "release", "org": "default", "atomic": True},
)


@pytest.mark.lengthy
@pytest.mark.system
@pytest.mark.parametrize("said", sampled(_ASKED, every=len(_ASKED)), ids=str)
def test_duckdb_decides_as_polars_does_and_few_rows_are_decided_as_many_are(
    month: Month, said: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the part of the ledger that the rows reach, or of all of it where all may be absent.

    Polars looks for a better way to compute what is made of many rows; what comes of it is the same.
    """
    monkeypatch.setattr(drawn, "WORTH_IT", 0)
    monkeypatch.setattr(reach_of_run, "IN_WHOLE_UP_TO", -1)
    paths = [SAMPLES / name for name in ("inventory.xlsx", "assignments.xlsx")]
    one, other = (decided(paths, month.desk, engine=name, **said) for name in ("polars", "duckdb"))
    assert_same_decision(one, other)
    assert one.judged.height > 100
    assert other.state.devices.height < one.state.devices.height

    monkeypatch.setattr(core_frames, "_FEW", -1)
    assert_same_decision(one, decided(paths, month.desk, **said))


def test_few_rows_of_an_office_are_decided_as_many_are(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (
        ("LT-0001", "eva@acme.example"),
        ("LT-0002", None),
        ("LT-0003", "no address"),
        ("LT-0004", "zoe@acme.example"),
    )
    path = office.book("desired.xlsx", *asked(*rows))
    few = decided([path], office)
    monkeypatch.setattr(core_frames, "_FEW", -1)
    assert_same_decision(few, decided([path], office))
    assert (few.report.actions["reassign"], few.report.actions["assign"]) == (1, 1)


@pytest.mark.lengthy
@pytest.mark.system
def test_a_cluster_decides_as_polars_does(month: Month, sail: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the part of the ledger that the rows reach, which goes to the cluster and not into memory."""
    monkeypatch.setattr(drawn, "WORTH_IT", 0)
    monkeypatch.setattr(reach_of_run, "IN_WHOLE_UP_TO", -1)
    paths = [SAMPLES / name for name in ("inventory.xlsx", "assignments.xlsx")]
    said: dict[str, Any] = {"mode": "full", "scope": "location=Berlin", "allow": ["absent-beside-unresolved"]}
    before = sorted(month.desk.state.parent.iterdir())
    one = decided(paths, month.desk, **said)
    other = decided(paths, month.desk, engine="spark", spark_remote=sail.remote, **said)
    assert_same_decision(one, other)
    assert one.judged.height > 100
    assert other.state.devices.height < one.state.devices.height
    assert sorted(month.desk.state.parent.iterdir()) == before


@pytest.mark.system
def test_a_cluster_changes_and_clears_custom_attributes_of_any_name(office: Desk, sail: Cluster) -> None:
    header = ("Serial Number", "Name", "Type", "Category", odd := "Colour (v1.2)", "Dock", longer := "Dock 2")
    first = office.book("first.xlsx", header, ("LT-0001", None, None, None, "red", "a", "b"))
    assert office.say("run", first.name).code == 0
    path = office.book(
        "second.xlsx",
        header,
        ("LT-0001", None, None, None, "<clear>", "a", "<clear>"),
        ("LT-9", "L", "laptop", "computers", "blue"),
    )
    said: dict[str, Any] = {"mode": "full", "scope": f"extra.{odd}=red"}
    one = decided([path], office, **said)
    other = decided([path], office, engine="spark", spark_remote=sail.remote, **said)
    assert_same_decision(one, other)
    assert sorted(one.change_set.device_changes.select("field", "old", "new").rows()) == [
        (f"extra.{odd}", "red", None),
        (f"extra.{longer}", "b", None),
    ]
    assert one.change_set.devices_created[f"extra.{odd}"].to_list() == ["blue"]


@pytest.mark.system
def test_duckdb_compares_an_export_that_comes_back(office: Desk) -> None:
    book = edited(export(office), typed("Assignments", "LT-0001", "owner_email", "eva@acme.example"))
    one, other = (decided([book], office, engine=name, mode="full") for name in ("polars", "duckdb"))
    assert_same_decision(one, other)
    assert one.change_set.events.height == 2


@pytest.mark.system
def test_where_there_is_no_room_for_polars_duckdb_decides_and_it_is_said(
    office: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.book("desired.xlsx", *asked(("LT-0001", "eva@acme.example")))
    path = office.folder / "desired.xlsx"
    with caplog.at_level(logging.WARNING):
        decided([path], office)
        assert not caplog.messages
        monkeypatch.setattr(engine_deciding, "_OF_ROW", 3_000_000_000)
        before = sorted(office.state.parent.iterdir())
        small = decided([path], office, memory_limit="2GB")
    assert caplog.messages == [
        "To decide on these files in memory would take more than memory_limit allows (2.0 GB): so DuckDB decides, "
        "which takes a little longer, and puts what has no room in a folder beside the ledger until it is done."
    ]
    assert small.report.actions["reassign"] == 1
    assert sorted(office.state.parent.iterdir()) == before


@pytest.mark.system
def test_what_people_have_beside_is_counted_and_named_where_it_is_decided(office: Desk, sail: Cluster) -> None:
    """Of whoever keeps many, one, one that is yet to come, or nothing."""
    header = ("Serial Number", "Name", "Type", "Category", "Owner Email", "Effective At")
    many = [(f"ZZ-{number:02}", "Z", "laptop", "it", "ben@acme.example", "2025-01-10") for number in range(25)]
    last = ("AA-1", "A", "laptop", "it", "zoe@acme.example", "2025-01-10")
    eva = ("LT-0006", None, None, None, "eva@acme.example", "2025-01-10")
    assert office.say("run", office.book("more.xlsx", header, *many, last, eva).name).code == 0
    rows = [(serial, "<none>", None, None) for serial in ("LT-0001", "LT-0002", "AA-1")]
    rows += [("ZZ-00", "dan@acme.example", None, None), ("LT-0004", "ben@acme.example", None, None)]
    asked_for = (*rows, ("LT-0006", "eva@acme.example", "2025-01-10", "2032-01-01"))
    path = office.book("desired.xlsx", ("Serial Number", "Owner Email", "Effective At", "End At"), *asked_for)
    one = decided([path], office, "run")
    for engine in ("duckdb", "spark"):
        other = decided([path], office, "run", engine=engine, spark_remote=sail.remote)
        assert_same_decision(one, other)
        assert other.state.spans.height < one.state.spans.height
    told = one.results.owners.select("owner_email", "released", "devices_remaining", "remaining").rows()
    listed = ", ".join(["LT-0003", "LT-0004", *(f"ZZ-{number:02}" for number in range(1, 19))])
    assert told == [
        ("anna@acme.example", 1, 1, "PH-0001"),
        ("ben@acme.example", 2, 26, f"{listed}, and 6 more"),
        ("dan@acme.example", 0, 1, "ZZ-00"),
        ("zoe@acme.example", 1, 0, None),
    ]
    emptied = one.limits.filter(pl.col("limit") == "emptied_owners")
    assert emptied.select("figure", "examples").rows() == [(1, "zoe@acme.example had 1 device")]


_OWNERS = (
    ("LT-0001", "eva@acme.example", None),
    ("LT-0002", "ben@acme.example", None),
    ("LT-0003", "ben@acme.example", "Ben"),
    ("LT-0004", "no address", None),
    ("PH-0001", "anna@acme.example", None),
    ("PH-0001", "anna@acme.example", None),
)


# When a plan was made, as its messages say it: the next one may be made in the next minute.
_MADE = r"on \d{4}-\d{2}-\d{2} at \d{2}:\d{2} UTC"


def _owners(office: Desk) -> Path:
    return office.book("desired.xlsx", ("Serial Number", "Owner Email", "Owner Name"), *_OWNERS)


@pytest.mark.system
@pytest.mark.parametrize("command", ["run", "plan", "check"])
def test_rows_that_change_nothing_stay_where_they_were_decided(office: Desk, command: str) -> None:
    """They are counted, but for those of which something may be told; what is told is the same."""
    path = _owners(office)
    said: dict[str, Any] = {"results": {"rows": "changed"}, "lists_rows": False}
    one, other = (decided([path], office, command, engine=name, **said) for name in ("polars", "duckdb"))
    assert (one.judged["row"].to_list(), other.judged["row"].to_list()) == ([2, 3, 4, 5, 6, 7], [2, 4, 5, 6, 7])
    assert_same_decision(replace(one, judged=one.judged.filter(pl.col("row") != 3)), other)
    assert one.report.rows["unchanged"] == 4


@pytest.mark.system
def test_apache_spark_leaves_these_rows_where_they_are_too(office: Desk, apache_spark: Cluster) -> None:
    path = _owners(office)
    said: dict[str, Any] = {"results": {"rows": "changed"}, "lists_rows": False}
    one = decided([path], office, "run", engine="duckdb", **said)
    other = decided([path], office, "run", engine="spark", spark_remote=apache_spark.remote, **said)
    assert_same_decision(one, other)
    assert other.judged["row"].to_list() == [2, 4, 5, 6, 7]


@pytest.mark.system
def test_what_looks_says_the_same_without_these_rows(office: Desk, sail: Cluster) -> None:
    """A plan without a workbook, and the check of several files in one, whichever engine decides."""
    (office.folder / "rollcall.toml").write_text('[results]\nrows = "changed"\n', encoding="utf-8")
    books = [_owners(office).name, office.book("more.xlsx", *asked(("LT-0005", "ben@acme.example"))).name]
    engines = (["polars"], ["duckdb"], ["spark", "--spark-remote", sail.remote])
    for words in (["plan", *books], ["check", *books, "-o", "found.xlsx"]):
        one, *others = (office.json(*words, "--engine", *engine, code=None) for engine in engines)
        assert one["rows"]["in"] == 7
        assert [_lasting(other) for other in others] == [_lasting(one)] * 2


@pytest.mark.system
def test_a_plan_has_the_rows_that_stayed_where_they_were_decided(office: Desk) -> None:
    """Each of them is in it as it is where all come back, whichever engine decides."""
    (office.folder / "rollcall.toml").write_text('[results]\nrows = "changed"\n', encoding="utf-8")
    book, plans = _owners(office).name, []
    for engine in ("polars", "duckdb"):
        office.say("plan", book, "-o", f"{engine}.xlsx", "--engine", engine)
        plans.append(intake.read_plan(office.folder / f"{engine}.xlsx", key=None)[0])
    one, other = (plan.judged.with_columns(pl.col("message").str.replace_all(_MADE, "now")) for plan in plans)
    assert_frame_equal(other, one)
    assert_frame_equal(plans[1].originals, plans[0].originals)
    assert plans[1].judged["row"].to_list() == [2, 3, 4, 5, 6, 7]


def _lasting(report: dict[str, Any]) -> dict[str, Any]:
    """The report without what each command has of its own: when, how long, and by which engine."""
    return {name: told for name, told in report.items() if name not in {"recorded_at", "timings", "settings"}}
