"""A cluster decides about a lake that it reads by itself, and the same where it cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import store
from pipeline.model import Cluster
from pipeline.settings import load_settings
from pipeline.store.cluster import lake_tables
from pipeline.store.cluster.spill import ClusterSpill
from tests.support.books.exports import edited, export, typed
from tests.support.desk import Desk
from tests.support.frames.same_decisions import assert_same_decision, decided

_HEADER = ("Serial Number", "Name", "Type", "Category", "Colour (v1.2)", "Compliance", "MDM Status", "Owner Email")
_FIRST = (("LT-7", "Seven", "laptop", "it", "red", "CE; UL", "active", "eva@acme.example"),)
_SECOND = (
    ("LT-7", "Seven", None, None, "<clear>", "CE", "lost", "eva@acme.example"),
    ("LT-8", "Eight", "laptop", "it", "blue", None, None, "dan@acme.example"),
    ("LT-0001", None, None, None, "green", None, None, "eva@acme.example"),
    ("7.0E+11", "Nine", "laptop", "it", None, None, None, None),
)


@pytest.fixture
def lake(office: Desk) -> dict[str, Any]:
    """The ledger of the office in a lake, with a device of many attributes, as an option says it."""
    assert office.say("run", office.book("first.xlsx", _HEADER, *_FIRST).name).code == 0
    return _in_lake(office)


def _in_lake(office: Desk) -> dict[str, Any]:
    pytest.importorskip("deltalake", reason="the tables of a lake need deltalake: pip install 'rollcall[spark]'")
    asked = {"state": f"lake:{office.folder / 'fleet'}"}
    store.import_file(load_settings(None, asked).ledger, office.state)
    return asked


@pytest.mark.system
def test_a_cluster_reads_a_lake_by_itself(
    office: Desk, lake: dict[str, Any], sail: Cluster, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No row of a device, a person or an ownership goes to it from here."""
    book, sent = _second(office), []
    monkeypatch.setattr(ClusterSpill, "take", lambda _spill, name, *_rest: sent.append(name))
    one = decided([book], office, **lake)
    other = decided([book], office, engine="spark", spark_remote=sail.remote, **lake)
    assert_same_decision(one, other)
    assert {field for _, field, *_ in one.change_set.device_changes.rows()} > {"compliance", "mdm_status"}
    assert other.state.identified is not None
    assert (sent, caplog.messages) == ([], [])


@pytest.mark.system
def test_what_it_does_not_see_goes_there_from_here(
    office: Desk, lake: dict[str, Any], sail: Cluster, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    book = _second(office)
    one = decided([book], office, **lake)
    instants = iter(range(2))
    monkeypatch.setattr(lake_tables, "began_at", lambda _: next(instants))  # so what it reads is another one
    other = decided([book], office, engine="spark", spark_remote=sail.remote, **lake)
    assert_same_decision(one, other)
    assert [message.partition(" by itself")[0] for message in caplog.messages] == [
        f"The cluster cannot read the lake {office.folder / 'fleet'}"
    ]


@pytest.mark.system
def test_it_knows_what_devices_were_called_before(office: Desk, sail: Cluster) -> None:
    """A new device that gives a serial number which another one had until that was corrected is held back."""
    register = export(office, "register.xlsx", "--as", "register")
    office.json("run", edited(register, typed("Register", "LT-0001", "serial_number", "LT-7001")))
    there = _in_lake(office)
    rows = [(serial, "New", "laptop", "it", *[None] * 3, "eva@acme.example") for serial in ("LT-0001", "LT-9001")]
    book = office.book("late.xlsx", _HEADER, *rows)
    one = decided([book], office)
    other = decided([book], office, engine="spark", spark_remote=sail.remote, **there)
    assert_same_decision(one, other)
    assert one.judged["reason"].to_list() == ["suspect_device", None]
    assert other.state.identified is not None


def _second(office: Desk) -> Path:
    return office.book("second.xlsx", _HEADER, *_SECOND)
