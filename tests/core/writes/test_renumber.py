"""Numbers of what is written: versions without a gap, and ids counted on from where the ledger is by now."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl

from pipeline.core.expressions import Frame
from pipeline.core.writes.changes import numbered
from pipeline.core.writes.renumber import LastIds, Numbered, renumbered, with_versions

THEN, NOW = LastIds(device_id=2, owner_id=5, ownership_id=9), LastIds(device_id=4, owner_id=5, ownership_id=20)


def lazy(*rows: dict[str, Any], **schema: Any) -> Frame:
    return nw.from_native(pl.DataFrame(rows, schema or None).lazy())


def rows_of(frame: Frame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frame.collect("polars").to_native().to_dicts()
    return rows


def event(aggregate: str, aggregate_id: int, version: int, **facts: int | None) -> dict[str, Any]:
    ids: dict[str, Any] = {"aggregate": aggregate, "aggregate_id": aggregate_id, "version": version}
    return {**ids, "owner_id": None, "ownership_id": None, **facts}


EVENT = {"aggregate": pl.String, **dict.fromkeys(("aggregate_id", "version", "owner_id", "ownership_id"), pl.Int64)}


def test_ids_follow_the_order_of_the_keys_not_of_the_rows() -> None:
    rows = ({"org_id": "b", "key": "1"}, {"org_id": "a", "key": "2"}, {"org_id": "a", "key": "1"})
    counted = rows_of(numbered(lazy(*rows), "device_id", ("org_id", "key"), after=6))
    assert {(row["org_id"], row["key"]): row["device_id"] for row in counted} == {
        ("a", "1"): 7,
        ("a", "2"): 8,
        ("b", "1"): 9,
    }


def test_versions_follow_the_one_before_without_a_gap() -> None:
    events = lazy(event("device", 1, 4), event("device", 1, 7), event("device", 3, 1), event("owner", 1, 1), **EVENT)
    before = lazy(
        *(
            {"aggregate": kind, "aggregate_id": id_, "version": v}
            for kind, id_, v in (("device", 1, 5), ("device", 3, 0))
        ),
        {"aggregate": "owner", "aggregate_id": 1, "version": 0},
    )
    found = [(one["aggregate"], one["aggregate_id"], one["version"]) for one in rows_of(with_versions(events, before))]
    assert sorted(found) == [("device", 1, 6), ("device", 1, 7), ("device", 3, 1), ("owner", 1, 1)]


def _planned() -> Numbered:
    """Device 3 and 4 and owner 6 are new; device 1 passes to owner 6, device 4 too; row 3 is of a device not made."""
    return Numbered(
        devices=lazy({"device_id": 4, "name": "second"}, {"device_id": 3, "name": "first"}),
        owners=lazy({"owner_id": 6}),
        spans=lazy(
            {"ownership_id": 11, "device_id": 4, "owner_id": 6},
            {"ownership_id": 8, "device_id": 1, "owner_id": 5},
            {"ownership_id": 10, "device_id": 1, "owner_id": 6},
        ),
        events=lazy(
            event("device", 4, 1, owner_id=6, ownership_id=11), event("device", 1, 3), event("owner", 6, 1), **EVENT
        ),
        rows=lazy({"row_id": 2, "device_id": 4}, {"row_id": 1, "device_id": 1}, {"row_id": 3, "device_id": 5}),
    )


def test_what_is_new_is_counted_on_from_the_ids_given_by_now() -> None:
    found = renumbered(_planned(), THEN, NOW)
    assert rows_of(found.devices) == [{"device_id": 5, "name": "first"}, {"device_id": 6, "name": "second"}]
    assert rows_of(found.owners) == [{"owner_id": 6}]
    assert rows_of(found.spans) == [
        {"ownership_id": 8, "device_id": 1, "owner_id": 5},
        {"ownership_id": 21, "device_id": 1, "owner_id": 6},
        {"ownership_id": 22, "device_id": 6, "owner_id": 6},
    ]


def test_events_speak_of_the_new_ids_owners_first() -> None:
    found = [
        (one["aggregate"], one["aggregate_id"], one["ownership_id"])
        for one in rows_of(renumbered(_planned(), THEN, NOW).events)
    ]
    assert found == [("owner", 6, None), ("device", 1, None), ("device", 6, 22)]


def test_a_row_about_a_device_that_is_not_made_after_all_names_none() -> None:
    found = {row["row_id"]: row["device_id"] for row in rows_of(renumbered(_planned(), THEN, NOW).rows)}
    assert found == {1: 1, 2: 6, 3: None}
