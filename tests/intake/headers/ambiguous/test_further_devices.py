"""Lists with a row per person, and several devices in it: what is not put on record is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.intake.headers.ambiguous.further_devices import is_of_another_device
from tests.support.sheets.header_rows import checked, told

_OF_OTHERS = (
    *("Monitor 1 S/N", "Monitor Serial", "Docking station serial number", "Serial number (monitor 2)"),
    *("Headset Asset Tag", "Bildschirm Seriennummer", "Numéro de série écran"),
)


@pytest.mark.parametrize("title", _OF_OTHERS)
def test_an_identifier_of_another_type_of_devices_is_of_a_further_device(title: str) -> None:
    assert is_of_another_device(title)


@pytest.mark.parametrize("title", ["Monitor", "Monitor 1", "Monitor model", "Printer name", "Floor", "Serial", "1", ""])
def test_other_headers_are_not(title: str) -> None:
    assert not is_of_another_device(title)


def test_they_are_told_apart_from_what_is_only_kept(tmp_path: Path) -> None:
    header = ["Laptop S/N", "Name", "Type", "Category", "Phone S/N", "Monitor 1 S/N", "Monitor 2 S/N", "Floor"]

    found = checked(tmp_path, header, ["LT-1", "Laptop 1", "laptop", "computers", "PH-1", "MO-1", "MO-2", "3"])

    assert told(found.issues) == [("E1", "unknown_column", "warning"), ("H1", "unknown_column", "note")]
    assert found.inventory["serial_number"].to_list() == ["LT-1"]
    assert "3 columns identify further devices of each row" in found.issues["message"][0]
    assert found.inventory["extra.Monitor 1 S/N"].to_list() == ["MO-1"]
