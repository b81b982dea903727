"""What an undo leaves as it is, in words: one message per thing, and a few lines for all of them."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipeline.outputs import kept_frame, kept_text

DEVICES = pl.DataFrame(
    [(1, "LT-1", "AT-1"), (2, "LT-2", None), (3, None, "AT-3"), (4, "LT-4", None)],
    schema={"device_id": pl.Int64, "serial_number": pl.String, "asset_tag": pl.String},
    orient="row",
).with_columns(mac_address=pl.lit(None, pl.String), name=pl.lit("Laptop"))
COLUMNS = {
    **dict.fromkeys(("what", "org_id"), pl.String),
    "device_id": pl.Int64,
    **dict.fromkeys(("owner_email", "why", "by_run_id", "field", "value"), pl.String),
    "other_device_id": pl.Int64,
    "other_email": pl.String,
}


def test_attributes_of_a_device_that_one_run_has_changed_are_one_thing() -> None:
    kept = told(touched(1, "location", "R-2"), touched(1, "mdm_status", "R-2"), touched(1, "extra.Floor", "R-3"))

    assert kept["message"].to_list() == [
        "The location and MDM status of LT-1 stay as they are: run R-2 has changed them since. "
        "To undo this too, undo that run first.",
        "The Floor of LT-1 stays as it is: run R-3 has changed it since. To undo this too, undo that run first.",
    ]


def test_a_device_without_a_serial_number_is_called_by_what_else_it_is_known_by() -> None:
    assert told(moved(3, "R-2"))["message"].to_list() == [
        "Who holds AT-3 stays as it is: run R-2 has changed that since. To undo this too, undo that run first."
    ]


def test_an_identifier_that_another_device_has_by_now_is_named_with_it() -> None:
    kept = told({**touched(1, "asset_tag", "R-2"), "why": "cannot", "value": "AT-0", "other_device_id": 2})

    assert kept["message"].to_list() == [
        "What is known of LT-1 stays as it is: its former asset tag AT-0 now belongs to LT-2. Take it from there first."
    ]
    assert kept_text(kept)[0] == "What was known of 1 device before cannot be put back:"


def test_a_few_examples_stand_for_many_things() -> None:
    first, *examples, last = kept_text(told(*(moved(device_id, "R-2") for device_id in (1, 2, 3, 4))))

    assert first == "Later runs have changed the ownership of 4 devices:"
    assert [example.partition(" stays")[0] for example in examples] == [
        f"  Who holds {known_by}" for known_by in ("LT-1", "LT-2", "AT-3")
    ]
    assert last == "  ... and 1 more; sheet Kept of the plan lists them all."


def test_devices_are_counted_once_however_many_runs_have_changed_them() -> None:
    kept = told(touched(1, "location", "R-2"), touched(1, "department", "R-3"))
    assert kept_text(kept)[0] == "Later runs have changed some of what is known of 1 device:"


def test_what_was_undone_already_is_told_in_one_line() -> None:
    kept = told(
        *({**row, "why": "undone"} for row in (touched(1, "location", "R-2"), moved(1, "R-2"), moved(2, "R-2")))
    )

    assert kept["message"].unique().to_list() == ["Run R-2 has undone this already."]
    assert kept_text(kept) == ["Run R-2 has undone this already, on 2 devices."]


def test_what_the_run_created_is_counted_and_not_listed() -> None:
    device = {"what": "device", "device_id": 4, "why": "never_deleted"}
    owners = [{"what": "owner", "owner_email": f"{who}@acme.example", "why": "never_deleted"} for who in ("ann", "ben")]

    assert kept_text(told(device, *owners)) == ["1 device and 2 owners that the run created stay on record."]
    assert kept_text(told(device)) == ["1 device that the run created stays on record."]
    assert told(owners[0])["message"].to_list() == [
        "ann@acme.example is on record since run R-1, and nothing on record is ever deleted."
    ]


def test_nothing_kept_is_nothing_to_tell() -> None:
    assert kept_text(told()) == []


def told(*rows: Mapping[str, object]) -> pl.DataFrame:
    """What is told of these rows, which an undo of run R-1 keeps."""
    kept = [{"org_id": "default", **row} for row in rows]
    return kept_frame(
        pl.DataFrame([{name: row.get(name) for name in COLUMNS} for row in kept], COLUMNS), DEVICES, "R-1"
    )


def moved(device_id: int, by_run_id: str) -> dict[str, object]:
    """A device whose ownership that run has changed."""
    return {"what": "ownership", "device_id": device_id, "why": "changed_since", "by_run_id": by_run_id}


def touched(device_id: int, field: str, by_run_id: str) -> dict[str, object]:
    """A device of which that run has changed an attribute."""
    return {**moved(device_id, by_run_id), "what": "attributes", "field": field}
