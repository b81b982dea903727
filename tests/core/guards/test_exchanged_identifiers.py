"""What counts as an identifier that passes from one device or person to another, and how that is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.worlds.effects import corrected, measured, renumbered, slipped
from tests.support.worlds.engines import on_duckdb


def test_what_passes_to_whom_is_the_example_of_exchanged_identifiers() -> None:
    assert measured(slipped(7))["exchanged_identifiers"]["examples"] == (
        "AA:00:00:00:00:07 from LT-0007 to LT-0001; AA:00:00:00:00:01 from LT-0001 to LT-0002; "
        "AA:00:00:00:00:02 from LT-0002 to LT-0003"
    )
    assert measured(renumbered(2))["exchanged_identifiers"]["examples"] == (
        "4002 from owner2@acme.example to owner1@acme.example; 4001 from owner1@acme.example to owner2@acme.example"
    )


def test_new_addresses_and_those_of_another_organization_are_not_exchanged() -> None:
    new = replace(slipped(3), device_changes=[{"device_id": 1, "field": "mac_address", "old": "A", "new": "B"}])
    ring = slipped(2)
    apart = [{**one, "org_id": f"org{number}"} for number, one in enumerate(ring.events)]

    assert measured(new)["exchanged_identifiers"]["figure"] == 0
    assert measured(replace(ring, events=apart))["exchanged_identifiers"]["figure"] == 0


def test_a_device_that_gets_two_identifiers_of_another_counts_once() -> None:
    ring = slipped(2)
    both = [*ring.device_changes, *slipped(2, "asset_tag").device_changes]

    assert measured(replace(ring, device_changes=both))["exchanged_identifiers"]["figure"] == 2


def test_only_what_a_device_is_known_by_is_corrected() -> None:
    serials, tags = (replace(slipped(2), device_changes=corrected(field)) for field in ("serial_number", "asset_tag"))
    lone = replace(tags, devices=[{**one, "serial_number": None} for one in tags.devices])
    first = replace(serials, device_changes=[{**one, "old": None} for one in serials.device_changes])

    told = measured(serials)["corrected_identifiers"]
    assert (told["figure"], told["examples"]) == (2, "OLD-1 becomes NEW-1; OLD-2 becomes NEW-2")
    assert [measured(one)["corrected_identifiers"]["figure"] for one in (tags, lone, first)] == [0, 2, 0]


@pytest.mark.system
def test_the_same_is_found_on_duckdb() -> None:
    serials = replace(slipped(2), device_changes=corrected("serial_number"))
    for change in (slipped(7), renumbered(3), serials):
        assert measured(change, lazily=on_duckdb) == measured(change)
