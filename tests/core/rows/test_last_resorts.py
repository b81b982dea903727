"""The device that a row means by its IMEI, DevEUI or number in another system, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from pipeline.core.expressions import Frame
from pipeline.core.frames import Desired
from pipeline.core.rows.last_resorts import DOUBT, holders, with_last_resorts
from tests.support.worlds.engines import on_duckdb

Engine = Callable[[pl.DataFrame], Frame]
_KEYS = ("serial_number", "asset_tag", "mac_address", "imei", "dev_eui")


@pytest.fixture(params=[lambda frame: nw.from_native(frame.lazy()), on_duckdb], ids=["polars", "duckdb"])
def engine(request: pytest.FixtureRequest) -> Engine:
    chosen: Engine = request.param
    return chosen


def _frame(engine: Engine, *rows: dict[str, Any]) -> Frame:
    texts = dict.fromkeys(
        ("org_id", "name", *_KEYS, *(["known_by"] if any("known_by" in row for row in rows) else [])), pl.String
    )
    numbers = dict.fromkeys(("row_id", "listed_row_id", "device_id"), pl.Int64)
    blank = dict.fromkeys((*texts, *numbers))
    return engine(pl.DataFrame([{**blank, "org_id": "default", **row} for row in rows], schema={**texts, **numbers}))


def _meant(engine: Engine, row: dict[str, Any], *devices: dict[str, Any]) -> tuple[object, object]:
    """The device id and the tag of a row, which are those of its second half, too."""
    inventory = _frame(engine, {"row_id": 1, **row})
    halves = _frame(engine, {"row_id": 2, "listed_row_id": 1, **{key: row.get(key) for key in _KEYS}})
    known = _frame(engine, *({"device_id": number, **one} for number, one in enumerate(devices, start=1)))
    done = with_last_resorts(Desired(inventory, halves, ()), known)
    told = [frame.select("device_id", "asset_tag").collect().rows() for frame in (done.inventory, done.assignments)]
    assert told[0] == told[1]
    (found,) = told[0]
    return found


def test_a_row_with_nothing_else_means_the_device_with_that_number(engine: Engine) -> None:
    row = {"imei": "35X", "asset_tag": "35X"}

    assert _meant(engine, row, {"serial_number": "S1", "imei": "35X"}, {"imei": "36X"}) == (1, None)


def test_a_row_with_a_new_serial_number_means_the_device_that_has_none(engine: Engine) -> None:
    row = {"imei": "35X", "serial_number": "S1", "asset_tag": "AT-1"}

    assert _meant(engine, row, {"imei": "35X", "asset_tag": "35X"}) == (1, "AT-1")


@pytest.mark.system
@pytest.mark.parametrize(
    "devices",
    [
        ({"imei": "35X", "serial_number": "S2"},),
        ({"imei": "35X", "asset_tag": "35X"}, {"serial_number": "S1"}),
        ({"imei": "35X", "asset_tag": "AT-9"},),
        ({"imei": "35X"}, {"imei": "35X"}),
        ({"imei": "35X", "org_id": "other"},),
    ],
    ids=["another serial number", "one on record", "another tag", "two devices", "another organization"],
)
def test_what_may_be_another_device_is_left_as_it_is(devices: tuple[dict[str, Any], ...], engine: Engine) -> None:
    row = {"imei": "35X", "serial_number": "S1", "asset_tag": "AT-1"}

    assert _meant(engine, row, *devices) == (None, "AT-1")


def test_the_number_that_is_a_tag_on_record_is_looked_up_as_one(engine: Engine) -> None:
    row = {"dev_eui": "70B3", "asset_tag": "70B3"}

    assert _meant(engine, row, {"dev_eui": "70B3", "asset_tag": "70B3"}) == (None, "70B3")


@pytest.mark.parametrize(
    ("devices", "is_doubtful"),
    [
        (({"serial_number": "K1", "asset_tag": "35X"},), True),
        (({"serial_number": "K1", "asset_tag": "35X", "imei": "36X"},), True),
        (({"serial_number": "S1", "imei": "35X"}, {"serial_number": "S2", "imei": "35X"}), True),
        (({"asset_tag": "35X", "imei": "35X"}, {"serial_number": "S2", "imei": "35X"}), True),
        (({"asset_tag": "35X", "imei": "35X"},), False),
        (({"serial_number": "K1", "asset_tag": "35X", "org_id": "other"},), False),
        (({"serial_number": "K1", "asset_tag": "36X"},), False),
    ],
    ids=["a tag", "a tag beside another", "two", "two and a tag", "its own tag", "another organization", "nobody"],
)
def test_a_number_that_may_be_of_another_device_is_doubtful(
    devices: tuple[dict[str, Any], ...],
    is_doubtful: bool,  # noqa: FBT001
    engine: Engine,
) -> None:
    inventory = _frame(engine, {"row_id": 1, "imei": "35X", "asset_tag": "35X", "known_by": "imei"})
    halves = _frame(engine, {"row_id": 2, "listed_row_id": 1, "asset_tag": "35X"}, {"row_id": 3})
    known = _frame(engine, *({"device_id": number, **one} for number, one in enumerate(devices, start=1)))
    done = with_last_resorts(Desired(inventory, halves, ()), known)

    if not is_doubtful:
        assert DOUBT not in done.inventory.collect_schema().names()
        return
    assert _doubts(done.inventory) == [(1, True)]
    assert _doubts(done.assignments) == [(2, True), (3, False)]
    assert sorted(holders(inventory, known).collect()["device_id"].to_list()) == list(range(1, len(devices) + 1))


def _doubts(rows: Frame) -> list[tuple[object, ...]]:
    return sorted(rows.select("row_id", DOUBT).collect().rows())


def test_the_one_device_that_has_the_number_is_meant_though_it_is_the_tag_of_another(engine: Engine) -> None:
    row = {"imei": "35X", "asset_tag": "35X", "known_by": "imei"}

    assert _meant(engine, row, {"asset_tag": "35X"}, {"asset_tag": "AT-2", "imei": "35X"}) == (2, None)


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"imei": "35X", "name": "PHONE ONE"}, "Phone one"),
        ({"imei": "35X", "name": "Phone two"}, "Phone two"),
        ({"imei": "35X", "asset_tag": "35X", "known_by": "imei", "name": "PHONE ONE"}, "PHONE ONE"),
        ({"imei": "35X", "serial_number": "S1", "name": "PHONE ONE"}, "PHONE ONE"),
    ],
)
def test_beside_the_number_alone_a_name_in_another_case_is_no_new_one(
    engine: Engine, row: dict[str, Any], name: str
) -> None:
    inventory = _frame(engine, {"row_id": 1, **row})
    known = _frame(engine, {"device_id": 1, "imei": "35X", "name": "Phone one"})
    done = with_last_resorts(Desired(inventory, _frame(engine), ()), known)

    assert done.inventory.select("device_id", "name").collect().rows() == [(1, name)]
