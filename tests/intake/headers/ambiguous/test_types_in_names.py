"""Lists without a column of types, whose models or names say in words what the devices are."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipeline.intake.headers.ambiguous.types_in_names import types_in
from tests.support.sheets.header_rows import checked, told

_SAID = {
    "Notebook Lenovo T14": "notebook",
    'MacBook Pro 14" Retina Display': "laptop",
    "ThinkPad T14 16GB/512GB SSD": "laptop",
    "iPhone15 Pro": "phone",
    "Samsung Galaxy Tab A8": "tablet",
    "Samsung Galaxy A52": "phone",
    "HP Color LaserJet M404": "printer",
    "Dell All-in-One 24": "all-in-one",
    "Écran Dell": "écran",
    "Monitor Dell with USB-C hub": "monitor",
    "HP ProBook 450 inkl. Netzteil": "laptop",
    "Webcam C920": "webcam",
    "Lab PC 3": "pc",
    "Redmi Note 12 Pro": "phone",
    "OnePlus 11R": "phone",
    "Dizüstü Bilgisayar HP": "dizüstü bilgisayar",
    "Màn hình LG 24": "màn hình",
}
_NOT_SAID = ["Laptop bag", "Notebook-Tasche", "Monitor arm", "Laptop charger", "Hülle für iPad", "iPad Keyboard"]
_NOT_SAID += [
    "DESKTOP-4F3K2",
    "P2419H",
    "Laptop / Dock",
    "OnePlus Pad",
    "Front Desk",
    "Windows Server License",
    "",
    "<clear>",
]


@pytest.fixture(scope="module")
def read() -> dict[str, str | None]:
    names = [*_SAID, *_NOT_SAID]
    return dict(zip(names, types_in(pl.DataFrame({"A": names}), ["A"]), strict=True))


@pytest.mark.parametrize(("name", "said"), _SAID.items())
def test_the_words_of_a_name_say_its_type(name: str, said: str, read: dict[str, str | None]) -> None:
    assert read[name] == said


@pytest.mark.parametrize("name", _NOT_SAID)
def test_things_made_for_a_device_two_types_and_numbers_say_none(name: str, read: dict[str, str | None]) -> None:
    assert read[name] is None


def test_the_model_counts_before_the_name_and_blanks_stay(tmp_path: Path) -> None:
    rows = ["SN-1001", "Phone of Eva", "Latitude 5420"], ["SN-1002", "Old tablet", "X20"], ["SN-1003", "Desk 3", None]
    found = checked(tmp_path, ["Serial", "Name", "Model"], *rows)

    assert found.inventory["said_type"].to_list() == ["laptop", "tablet", None]
    assert told(found.issues) == [("C1", "ambiguous_column", "note")]
    assert 'the word for it in "Model" and "Name": laptop (1), tablet (1); none in 1 row.' in found.issues["message"][0]
    assert "For 1 row without one, say --default-type" in found.issues["hint"][0]


@pytest.mark.parametrize("other", ["Type", "Category"])
def test_a_column_of_types_is_not_added_to(other: str, tmp_path: Path) -> None:
    found = checked(tmp_path, ["Serial", "Model", other], ["SN-1001", "Latitude 5420", "computer"])

    assert "said_type" not in found.inventory.columns
    assert told(found.issues) == []


def test_where_no_name_says_it_the_header_of_the_names_does(tmp_path: Path) -> None:
    found = checked(tmp_path, ["PC Name", "User", "RAM"], ["ACCT-01", "Ana Diaz", "8 GB"])

    assert found.inventory["usual_type"].to_list() == ["pc"]
    assert 'the type of a new one is "pc", as "PC Name" says' in " ".join(found.issues["message"])
