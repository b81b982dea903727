"""Things on record as their documents show them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from pipeline.runs.calls.devices.shapes import device_body, exact_instant
from schemas.instants import OPEN_END


@pytest.mark.parametrize(
    ("instant", "told"),
    [
        (datetime(2024, 1, 1, 6), "2024-01-01T06:00:00.000000Z"),
        (datetime(2024, 1, 1, 6, 0, 0, 7), "2024-01-01T06:00:00.000007Z"),
        (OPEN_END, "2999-12-31T23:59:59Z"),
    ],
)
def test_instants_are_exact_and_the_open_end_is_always_the_same(instant: datetime, told: str) -> None:
    assert exact_instant(instant) == told


def test_amounts_and_days_are_text_and_lists_are_arrays() -> None:
    row = {
        "device_id": 3,
        "name": "n",
        "type": "t",
        "category": "c",
        "rental_price": Decimal("31.50"),
        "status": "used",
    }
    body = device_body({**row, "compliance": "CE; RoHS", "connection_type": ["USB_C"]})
    assert (body["rent"], body["client_status"]) == ("31.50", "used")
    assert body["characteristics"]["compliance"] == ["CE", "RoHS"]
    assert body["characteristics"]["connection_type"] == ["USB_C"]


def test_an_enrollment_that_is_a_draft_is_none() -> None:
    row = {"device_id": 3, "mdm_lock_date": datetime(2024, 1, 1), "purchase_date": date(2024, 1, 1)}
    assert device_body({**row, "mdm_status": "draft"})["mdm"] is None
    assert device_body(row)["mdm"] is None
    told = device_body({**row, "mdm_status": "ENROLLED"})["mdm"]
    assert (told["id"], told["status"], told["lock_date"]) == (3, "ENROLLED", "2024-01-01T00:00:00.000000Z")
