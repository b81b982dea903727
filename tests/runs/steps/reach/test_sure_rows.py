"""Rows that are no slip of anything are decided on the part of the ledger that they reach as on the whole."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline import intake, store
from pipeline.model import Checked, Items, State
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.decide import decide
from pipeline.runs.steps.reach.part import asked_of, attributes_read
from pipeline.settings import Settings, load_settings
from pipeline.store.read.reach import drawn
from schemas.vocabulary import Kind
from tests.support.desk import Desk
from tests.support.fixtures.desks import Prepared
from tests.support.strength import sampled

_TOLD = ["row", "outcome", "action", "reason", "device_id", "owner_email", "holder_email"]
_NAMES = ("serial_number", "mac_address", "device_name", "owner_email", "external_user_id", "owner_name", "action")
Row = dict[str, str]

ROWS: list[list[Row]] = [
    [{"serial_number": "S1", "owner_email": "bob@x.org"}, {"serial_number": "S9", "owner_email": "bob@x.org"}],
    [{"serial_number": "S1", "mac_address": "02:00:00:00:00:02", "owner_email": "new@x.org"}],
    [{"device_name": "Two", "owner_email": "anna@x.org", "action": "unassign"}],
    [{"device_name": "Three", "owner_email": "anna@x.org"}],
    [{"serial_number": "<all>", "owner_email": "anna@x.org", "action": "unassign"}],
    [{"serial_number": "S2", "external_user_id": "e7"}, {"serial_number": "S3", "owner_name": "Bob Kay"}],
    [{"serial_number": "S2", "owner_email": "old@x.org"}],
    [{"serial_number": "S1", "owner_email": "anna@x.org"}, {"serial_number": "S1", "owner_email": "bob@x.org"}],
]


@pytest.fixture(autouse=True)
def _however_small_the_ledger_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "WORTH_IT", 0)


@pytest.fixture
def settings(prepared: Prepared) -> Settings:
    return load_settings(None, {"state": prepared(some_people).state})


def some_people(desk: Desk) -> None:
    desk.book(
        "list.xlsx",
        ("serial_number", "mac_address", "device_name", "type", "category", "model", "owner_email"),
        ("S1", "02:00:00:00:00:01", "One", "laptop", "it", "M1", "anna@x.org"),
        ("S2", "02:00:00:00:00:02", "Two", "laptop", "it", "M1", "anna@x.org"),
        ("S3", "02:00:00:00:00:03", "Three", "laptop", "it", "M1", None),
        ("S4", None, "Three", "laptop", "it", "M1", "bob@x.org"),
    )
    people = ("owner_email", "external_user_id", "owner_name")
    desk.book("people.xlsx", people, ("bob@x.org", "E7", "Bob Kay"), ("old@x.org", "E8", "Cem Oz"))
    desk.book("later.xlsx", people, ("cem@x.org", "E8", "Cem Oz"))
    for book in ("list.xlsx", "people.xlsx", "later.xlsx"):
        assert desk.say("run", book).code == 0


def read_sure(checked: Checked, attributes: list[str], settings: Settings) -> State:
    return store.read_reached(settings.ledger, replace(asked_of(checked, attributes, settings), is_sure=True))


@pytest.mark.system
@pytest.mark.parametrize("rows", sampled(ROWS, every=4))
def test_what_is_decided_is_the_same(rows: list[Row], settings: Settings) -> None:
    columns = {name: [row.get(name) for row in rows] for name in _NAMES}
    checked = intake.read_items(
        [Items(Kind.ASSIGNMENTS, "/path", "r1", "default", columns, {name: name for name in columns})],
        settings.how_to_read(),
    )

    reached = read_sure(checked, attributes_read(checked, settings), settings)
    some, whole = (decide("run", checked, settings, Stages(), known=known) for known in (reached, None))
    assert_frame_equal(some.judged.select(_TOLD), whole.judged.select(_TOLD))
    told = [one.change_set.events.drop("start_time", "end_time") for one in (some, whole)]
    assert_frame_equal(*told)
    assert some.state.last_device_id == whole.state.last_device_id


@pytest.mark.system
def test_devices_and_people_that_no_row_names_are_not_read(settings: Settings) -> None:
    titles = {"serial_number": "serial_number", "owner_email": "owner_email"}
    columns = {"serial_number": ["S4"], "owner_email": ["new@x.org"]}
    checked = intake.read_items(
        [Items(Kind.ASSIGNMENTS, "/path", "r1", "default", columns, titles)], settings.how_to_read()
    )
    state = read_sure(checked, [], settings)
    assert state.devices["serial_number"].to_list() == ["S4"]
    assert state.owners.select(pl.col("email")).rows() == [("bob@x.org",)]
