"""Words for types of devices in the headers of a list, and numbers of what is within a device."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.intake.headers.ambiguous.further_devices import type_in_header
from schemas.vocabulary import Kind
from tests.support.sheets.header_rows import checked, told

_TYPED = {"Monitor 1 S/N": "monitor", "Monitor Serial": "monitor", "Docking station serial number": "docking station"}
_TYPED |= {"Serial number (monitor 2)": "monitor", "Headset Asset Tag": "headset", "ChromebookSerial": "chromebook"}
_TYPED |= {"Bildschirm Seriennummer": "bildschirm", "Numéro de série écran": "écran"}


@pytest.mark.parametrize(("title", "usual_type"), _TYPED.items())
def test_a_type_beside_an_identifier_is_that_of_the_device(title: str, usual_type: str) -> None:
    assert type_in_header(title) == usual_type


@pytest.mark.parametrize("title", ["Monitor", "Monitor 1", "Monitor model", "Printer name", "Floor", "Serial", "1", ""])
def test_other_headers_are_not(title: str) -> None:
    assert type_in_header(title) is None


@pytest.mark.parametrize(
    ("title", "values", "models"),
    [
        ("Laptop Model", ["T14", "T16"], ["T14", "T16"]),
        ("Laptop", ["Dell Latitude 5440", "HP ProBook"], ["Dell Latitude 5440", "HP ProBook"]),
    ],
)
def test_a_type_beside_the_model_is_that_of_all_devices(
    title: str, values: list[str], models: list[str], tmp_path: Path
) -> None:
    found = checked(tmp_path, ["Serial", title], *([f"SN-{value[-1]}", value] for value in values)).inventory

    assert found.select("model", "usual_type").rows() == [(model, "laptop") for model in models]


def test_a_column_of_another_type_than_the_identifier_has_no_models(tmp_path: Path) -> None:
    found = checked(tmp_path, ["PC SN", "Printer"], ["SN-1", "HP LaserJet 4"], kind=Kind.INVENTORY).inventory

    assert found.select("extra.Printer", "usual_type").row(0) == ("HP LaserJet 4", "pc")


def test_the_header_of_a_network_address_says_no_type(tmp_path: Path) -> None:
    found = checked(tmp_path, ["Name", "MAC", "Model"], ["PC-1", "AA:BB:CC:00:11:22", "Latitude 5440"]).inventory

    assert "usual_type" not in found.columns or found["usual_type"].to_list() == [None]
    assert found["said_type"].to_list() == ["laptop"]


@pytest.mark.parametrize("values", [["Yes", "No"], ["PF1AA", "PF1AB"], ["1", "2"]])
def test_a_column_of_a_type_without_texts_has_no_models(values: list[str], tmp_path: Path) -> None:
    found = checked(
        tmp_path, ["Serial", "Laptop"], *([f"SN-{value[-1]}", value] for value in values), kind=Kind.INVENTORY
    )

    assert found.inventory["extra.Laptop"].to_list() == values


def test_what_is_within_a_device_is_told_apart_from_what_is_only_kept(tmp_path: Path) -> None:
    header = ["Laptop S/N", "Name", "Type", "Category", "SIM S/N", "SSD 1 S/N", "SSD 2 S/N", "Floor"]

    found = checked(tmp_path, header, ["LT-1", "Laptop 1", "laptop", "computers", "PH-1", "MO-1", "MO-2", "3"])

    assert told(found.issues) == [("E1", "unknown_column", "warning"), ("H1", "unknown_column", "note")]
    assert found.inventory["serial_number"].to_list() == ["LT-1"]
    assert "3 columns identify further devices of each row" in found.issues["message"][0]
    assert found.inventory["extra.SSD 1 S/N"].to_list() == ["MO-1"]


@pytest.mark.parametrize(
    ("header", "usual_type"),
    [
        (["Chromebook Tag", "Chromebook Serial", "Model"], "chromebook"),
        (["Asset Tag", "Laptop S/N", "Model"], "laptop"),
        (["Asset Tag", "Laptop S/N", "Type"], None),
        (["Notebook Tag", "Laptop Serial Number", "Model"], None),
        (["Asset Tag", "Serial Number", "Laptop Model"], "laptop"),
    ],
)
def test_the_header_says_the_type_of_new_devices_where_no_column_does(
    header: list[str], usual_type: str | None, tmp_path: Path
) -> None:
    found = checked(tmp_path, header, ["T-1", "SN-1001", "T14"])

    assert found.inventory.to_dict(as_series=False).get("usual_type") == (usual_type and [usual_type])
    assert [code for _cell, code, _severity in told(found.issues)] == ["ambiguous_column"] * (usual_type is not None)


@pytest.mark.parametrize(
    "header",
    [
        ["Phone Serial", "Model", "Phone IMEI"],
        ["Laptop Serial", "Model", "PC Tag"],
        ["Serial Number", "Model", "Phone IMEI"],
    ],
)
def test_the_numbers_of_one_device_are_all_read(header: list[str], tmp_path: Path) -> None:
    found = checked(tmp_path, [*header, "Type"], ["SN-1001", "X", "356938035643809", "one"])

    assert found.inventory["serial_number"].to_list() == ["SN-1001"]
    assert [name for name in found.inventory.columns if name.startswith("extra.")] == []
    assert "identifies a further device" not in "".join(found.issues["message"])
