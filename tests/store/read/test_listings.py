"""What `show` lists, through each filter and on both time axes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.model import Ledger
from pipeline.store.read.listings import Filters, show_devices, show_events, show_owners, show_ownerships, show_runs
from schemas.fields import ATTRIBUTES, OWNER_FIELDS, VOLATILE
from tests.support.ledgers.story import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY
from tests.support.strength import sampled

NOW = THURSDAY
LATER = FRIDAY + timedelta(days=2)
MOMENT = timedelta(microseconds=1)
Show = Callable[..., pl.DataFrame]

CASES: list[tuple[Show, str, Filters, list[object]]] = [
    (show_devices, "device_id", Filters(NOW), [1, 2, 3]),
    (show_devices, "owner_email", Filters(NOW), ["ben@acme.com", "ben@acme.com", "ann@acme.com"]),
    (show_devices, "owner_email", Filters(NOW, as_of=MONDAY), ["ann@acme.com", "ben@acme.com", None]),
    (show_devices, "owner_email", Filters(LATER), ["ben@acme.com", None, "ann@acme.com"]),
    (show_devices, "owner_email", Filters(LATER, known_at=TUESDAY), ["ben@acme.com", "ann@acme.com", None]),
    (show_devices, "device_id", Filters(NOW, serial="SN-2"), [2]),
    (show_devices, "device_id", Filters(NOW, owner="ben@acme.com"), [1, 2]),
    (show_devices, "device_id", Filters(LATER, current=True), [1, 3]),
    (show_devices, "device_id", Filters(TUESDAY, pending=True, known_at=TUESDAY), [2]),
    (show_devices, "device_id", Filters(NOW, run="run-wed"), [1, 2, 3]),
    (show_owners, "devices", Filters(NOW), [1, 2]),
    (show_owners, "devices", Filters(NOW, as_of=MONDAY), [1, 1]),
    (show_owners, "email", Filters(NOW, owner="ann@acme.com"), ["ann@acme.com"]),
    (show_owners, "email", Filters(NOW, serial="SN-1"), ["ben@acme.com"]),
    (show_owners, "email", Filters(TUESDAY, known_at=TUESDAY, pending=True), ["ann@acme.com"]),
    (show_owners, "email", Filters(MONDAY - timedelta(days=1), current=True), []),
    (show_owners, "email", Filters(NOW, run="run-wed"), ["ann@acme.com", "ben@acme.com"]),
    (show_owners, "email", Filters(NOW, run="run-thu"), []),
    (show_ownerships, "id", Filters(NOW), [1, 4, 2, 5]),
    (show_ownerships, "id", Filters(NOW, current=True), [4, 2, 5]),
    (show_ownerships, "id", Filters(NOW, pending=True), []),
    (show_ownerships, "id", Filters(TUESDAY, pending=True, known_at=TUESDAY), [3]),
    (show_ownerships, "id", Filters(NOW, as_of=MONDAY), [1, 2]),
    (show_ownerships, "id", Filters(NOW, as_of=TUESDAY), [4, 2]),
    (show_ownerships, "id", Filters(NOW, as_of=FRIDAY), [4, 5]),
    (show_ownerships, "id", Filters(NOW, as_of=FRIDAY, known_at=TUESDAY), [4, 3]),
    (show_ownerships, "label", Filters(NOW, as_of=FRIDAY, known_at=TUESDAY), [None, None]),
    (show_ownerships, "id", Filters(NOW, known_at=MONDAY), [1, 2, 3]),
    (show_ownerships, "id", Filters(NOW, known_at=MONDAY - timedelta(microseconds=1)), []),
    (show_ownerships, "id", Filters(NOW, serial="SN-1"), [1, 4]),
    (show_ownerships, "id", Filters(NOW, owner="ann@acme.com"), [1, 5]),
    (show_ownerships, "id", Filters(NOW, run="run-tue"), [1]),
    (show_ownerships, "id", Filters(NOW, from_at=MONDAY, to_at=TUESDAY), [1, 2]),
    (show_ownerships, "id", Filters(NOW, from_at=TUESDAY, to_at=WEDNESDAY), [4, 2]),
    (show_ownerships, "id", Filters(NOW, from_at=TUESDAY, to_at=WEDNESDAY + MOMENT), [4, 2, 5]),
    (show_ownerships, "id", Filters(NOW, from_at=TUESDAY - MOMENT, to_at=WEDNESDAY), [1, 4, 2]),
    (show_ownerships, "id", Filters(NOW, from_at=FRIDAY), [4, 5]),
    (show_ownerships, "id", Filters(NOW, to_at=MONDAY), []),
    (show_ownerships, "id", Filters(NOW, from_at=FRIDAY, known_at=TUESDAY), [4, 3]),
    (show_ownerships, "id", Filters(NOW, from_at=MONDAY, to_at=TUESDAY, owner="ann@acme.com", serial="SN-1"), [1]),
    (show_ownerships, "id", Filters(NOW, from_at=TUESDAY, to_at=FRIDAY, owner="ann@acme.com", serial="SN-1"), []),
    (show_runs, "run_id", Filters(NOW), ["run-mon", "run-tue", "run-wed", "run-thu"]),
    (show_runs, "run_id", Filters(NOW, run="run-tue"), ["run-tue"]),
    (show_runs, "run_id", Filters(NOW, known_at=TUESDAY), ["run-mon", "run-tue"]),
    (show_runs, "run_id", Filters(NOW, serial="SN-2"), ["run-mon", "run-wed"]),
    (show_runs, "run_id", Filters(NOW, owner="ben@acme.com"), ["run-mon", "run-tue", "run-wed"]),
    (show_owners, "email", Filters(NOW, owner="007"), ["ann@acme.com"]),
    (show_ownerships, "id", Filters(NOW, owner="ann", known_at=MONDAY), [1, 3]),
    (show_runs, "files", Filters(NOW, run="run-thu"), ["may.xlsx"]),
    (show_events, "event_id", Filters(NOW, run="run-wed"), [12, 13, 14, 15]),
    (show_events, "version", Filters(NOW, serial="SN-2"), [1, 2, 3, 4]),
    (show_events, "event_id", Filters(NOW, owner="ann@acme.com", known_at=TUESDAY), [1, 4, 7, 10, 11]),
    (show_events, "email", Filters(NOW, known_at=MONDAY, owner="ben@acme.com"), ["ben@acme.com", "ben@acme.com"]),
    (show_events, "event_id", Filters(NOW, serial="SN-1' OR '1' = '1"), []),
]


@pytest.mark.parametrize(("show", "column", "filters", "expected"), sampled(CASES, every=4))
def test_a_filter_shows_what_it_asks_for(
    ledger: Path, show: Show, column: str, filters: Filters, expected: list[object]
) -> None:
    assert show(Ledger(ledger), filters)[column].to_list() == expected


@pytest.mark.parametrize("show", [show_devices, show_owners, show_ownerships, show_events])
def test_only_what_the_organization_has_is_shown(ledger: Path, show: Show) -> None:
    assert show(Ledger(ledger, org="globex"), Filters(NOW)).is_empty()
    assert_frame_equal(show(Ledger(ledger, org="default"), Filters(NOW)), show(Ledger(ledger), Filters(NOW)))


def test_ownerships_have_the_columns_that_are_promised(ledger: Path) -> None:
    assert show_ownerships(Ledger(ledger), Filters(NOW)).columns == [
        *("id", "org_id", "serial_number", "device_id", "device_name", "owner_email", "owner_id"),
        *("start_time", "end_time", "label", "due_at", "added_by", "recorded_at", "superseded_at", "run_id"),
    ]


def test_devices_have_the_columns_that_are_promised_and_every_attribute(ledger: Path) -> None:
    first = [
        "device_id",
        "org_id",
        "serial_number",
        "mac_address",
        "name",
        "type",
        "category",
        "owner_email",
        "version",
    ]
    others = [field.name for field in ATTRIBUTES if field.name not in first]

    assert show_devices(Ledger(ledger), Filters(NOW)).columns == [*first, *others, "extra"]


def test_owners_have_the_columns_that_are_promised(ledger: Path) -> None:
    first = ["owner_id", "org_id", "email", "owner_name", "devices"]
    others = [field.name for field in OWNER_FIELDS if field.name not in {"owner_email", "owner_name"}]

    assert show_owners(Ledger(ledger), Filters(NOW)).columns == [*first, *others]


def test_lists_are_shown_as_lists_and_custom_attributes_as_json(ledger: Path) -> None:
    device = show_devices(Ledger(ledger), Filters(NOW, serial="SN-1"))

    assert device["connection_type"].to_list() == [["usb", "vga", "hdmi"]]
    assert device["extra"].to_list() == ['{"Floor \\"B\\"/1":"4"}']


@pytest.mark.parametrize(
    "then",
    [
        Filters(NOW, as_of=MONDAY + MOMENT),
        Filters(NOW, known_at=MONDAY + MOMENT),
        Filters(NOW, as_of=NOW, known_at=MONDAY + MOMENT),
        Filters(NOW, as_of=MONDAY - timedelta(days=400)),
    ],
    ids=["as of Monday", "known on Monday", "known on Monday of today", "before it was on record"],
)
def test_devices_have_their_attributes_as_they_were_on_record_then(ledger: Path, then: Filters) -> None:
    shown = show_devices(Ledger(ledger), replace(then, serial="SN-1")).row(0, named=True)
    assert [shown[name] for name in ("brand", "connection_type", "purchase_price", "mdm_status", "extra")] == [
        *("Lenovo", ["usb", "hdmi"], Decimal("1234.50"), None),
        '{"Floor \\"B\\"/1":"3"}',
    ]


def test_what_changes_by_itself_is_not_told_of_the_past(ledger: Path) -> None:
    then = show_devices(Ledger(ledger), Filters(NOW, as_of=MONDAY))
    now = show_devices(Ledger(ledger), Filters(NOW))
    assert then.schema == now.schema
    assert then.select(VOLATILE).null_count().row(0) == (then.height,) * len(VOLATILE)


def test_devices_of_the_present_instant_are_as_they_are(ledger: Path) -> None:
    then, now = (show_devices(Ledger(ledger), Filters(NOW, as_of=at)).drop(VOLATILE) for at in (NOW, None))
    assert then.equals(now)


def test_a_ledger_that_does_not_exist_yet_shows_nothing(tmp_path: Path) -> None:
    for show in (show_devices, show_owners, show_ownerships, show_runs, show_events):
        assert show(Ledger(tmp_path / "none.duckdb"), Filters(WEDNESDAY)).is_empty()
