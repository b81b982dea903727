"""Columns called `Item` and the like: types of devices, or their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sheets.people_lists import desired
from tests.support.workbooks import Rows, read


@pytest.mark.parametrize(
    ("header", "values", "read_as"),
    [
        ("Item", ("Laptop", "Monitor"), {"type": ["Laptop", "Monitor"]}),
        ("Gerät", ("Notebook", "Bildschirm"), {"type": ["Notebook", "Bildschirm"]}),
        ("Désignation", ("PC portable", "Écran"), {"type": ["PC portable", "Écran"]}),
        ("Matériel", ("PC portable", "Écran"), {"type": ["PC portable", "Écran"]}),
        ("Description", ("Laptop", "Laptop"), {"type": ["Laptop", "Laptop"]}),
        ("Item", ("Ann's laptop", "Monitor 7"), {"name": ["Ann's laptop", "Monitor 7"]}),
        ("Computer", ("PC-1", "PC-2"), {"name": ["PC-1", "PC-2"]}),
    ],
)
def test_the_values_say_what_such_a_column_holds(
    header: str, values: tuple[str, str], read_as: dict[str, list[str]], tmp_path: Path
) -> None:
    rows: Rows = [["Serial", header, "Brand"], *([f"SN{n}", value, "Dell"] for n, value in enumerate(values))]
    checked = read(desired(tmp_path, rows))
    (field, expected), *_ = read_as.items()
    assert checked.inventory[field].to_list() == expected
    assert f"read as `{field}`" in " ".join(checked.issues["message"])


def test_beside_columns_of_both_it_is_kept_as_it_is(tmp_path: Path) -> None:
    rows: Rows = [["Serial", "Name", "Type", "Item"], ["SN1", "PC-1", "laptop", "Laptop"]]
    checked = read(desired(tmp_path, rows))
    assert checked.inventory.select("name", "type", "extra.Item").row(0) == ("PC-1", "laptop", "Laptop")


def test_a_product_beside_columns_of_both_is_the_model(tmp_path: Path) -> None:
    rows: Rows = [["Serial", "Name", "Type", "Product"], ["SN1", "PC-1", "laptop", "Latitude 5440"]]
    checked = read(desired(tmp_path, rows))
    assert checked.inventory.select("name", "type", "model").row(0) == ("PC-1", "laptop", "Latitude 5440")


def test_such_a_column_alone_makes_no_list_of_devices(tmp_path: Path) -> None:
    good: Rows = [["Serial", "Name"], ["SN1", "PC-1"]]
    orders: Rows = [["Item", "How many"], ["Laptop", 3]]
    from tests.support.workbooks import write

    issues = read(write(tmp_path / "a.xlsx", {"Devices": good, "Orders": orders})).issues
    assert "sheet_ignored" in issues["code"].to_list()


def test_a_column_of_types_with_models_is_the_model_where_the_names_say_the_types(tmp_path: Path) -> None:
    header = ["Seriennummer", "Gerät", "Hersteller", "Typ"]
    rows: Rows = [header, ["SN1", "Notebook", "Lenovo", "ThinkPad T14"], ["SN2", "Monitor", "Dell", "U2722D"]]
    unsaid: Rows = [header, ["SN1", "Kölner", "Lenovo", "X-100"], ["SN2", "Bonner", "Dell", "U2722D"]]

    checked, kept = read(desired(tmp_path, rows)), read(desired(tmp_path, unsaid))

    assert checked.inventory.select("type", "model").rows() == [("Notebook", "ThinkPad T14"), ("Monitor", "U2722D")]
    assert kept.inventory["type"].to_list() == ["X-100", "U2722D"]
