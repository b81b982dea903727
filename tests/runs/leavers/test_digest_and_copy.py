"""People who have left and still hold devices: listed everywhere, and released where that is asked for."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.people import last_day

ANNA, BEN = "anna@acme.example", "ben@acme.example"


@pytest.mark.system
@pytest.mark.publishes
def test_the_published_copy_and_the_digest_list_who_has_left_and_still_holds_devices(office: Desk) -> None:
    last_day(office, ANNA, "2026-01-31")
    last_day(office, BEN, "2999-01-31")
    office.say("publish")

    held = [serial for serial, owner in office.holders().items() if owner == ANNA]
    sql = "SELECT owner_email, ends_on, serial_number, days_since > 100 AS long FROM leavers ORDER BY serial_number"
    assert office.json("query", sql) == [
        {"owner_email": ANNA, "ends_on": "2026-01-31", "serial_number": serial, "long": True} for serial in sorted(held)
    ]
    told = office.json("digest")
    assert (told["leaver_count"], told["leaver_device_count"]) == (1, len(held))
    assert {row["device"] for row in told["leavers"]} == set(held)
    assert f"1 person who has left still holds {len(held)} devices." in office.say("digest").out
