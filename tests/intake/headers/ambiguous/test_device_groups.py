"""The devices of each row, by the headers."""

from __future__ import annotations

import polars as pl
import pytest

from pipeline.intake.headers.ambiguous.device_groups import device_groups
from pipeline.intake.headers.ambiguous.device_words import is_device
from pipeline.intake.headers.saved_mapping import NOTHING_SAVED, meanings_of

_LETTERS = "ABCDEFGHIJ"


def _groups(*titles: str, **saved: str) -> list[tuple[str | None, str, str, str]]:
    """The type, the name, the identifying columns and the other columns of each device."""
    by_letter = dict(zip(_LETTERS, titles, strict=False))
    rows = pl.DataFrame({letter: ["PF1AAA01", "PF1AAA02"] for letter in by_letter})
    meanings = meanings_of({title.replace("_", " "): name for title, name in saved.items()}) if saved else NOTHING_SAVED
    found = device_groups(meanings, by_letter, rows)
    return [(one.type, one.called, "".join(one.identifiers), "".join(one.others)) for one in found]


@pytest.mark.parametrize(
    ("titles", "groups"),
    [
        ("Name, Laptop Serial, Monitor Serial", [("laptop", "B"), ("monitor", "C")]),
        (
            "Laptop S/N, Laptop Tag, Monitor 1 SN, Monitor 2 SN",
            [("laptop", "AB"), ("monitor 1", "C"), ("monitor 2", "D")],
        ),
        (
            "Laptop Serial, Second Monitor Serial, Monitor #3 S/N",
            [("laptop", "A"), ("monitor 2", "B"), ("monitor 3", "C")],
        ),
        (
            "Laptop Serial, Laptop Tag, Desktop Serial, Desktop Model, Monitor Serial",
            [("laptop", "AB"), ("desktop", "C"), ("monitor", "E")],
        ),
        ("Laptop Returned, Laptop Serial, Phone Returned, Phone IMEI", [("laptop", "B"), ("phone", "D")]),
        ("Laptop Tag, PC Serial, Monitor Serial", [("laptop", "AB"), ("monitor", "C")]),
        ("Laptop, Desktop, Monitor", [("laptop", "A"), ("desktop", "B"), ("monitor", "C")]),
        ("Serial (Laptop), Serial (Monitor 2)", [("laptop", "A"), ("monitor 2", "B")]),
        (
            "Notebook Seriennummer, Bildschirm Seriennummer, Handy IMEI",
            [("notebook", "A"), ("bildschirm", "B"), ("handy", "C")],
        ),
        ("N° série PC portable, N° de série écran", [("pc portable", "A"), ("écran", "B")]),
        ("N.º de serie portátil, Número de serie monitor", [("portátil", "A"), ("monitor", "B")]),
        ("Device 1 Serial, Device 2 Serial", [("device 1", "A"), ("device 2", "B")]),
        ("Asset Tag, Laptop S/N, Monitor S/N", [("laptop", "B"), ("monitor", "C")]),
        ("Serial Number, Monitor S/N, Phone IMEI", [("device", "A"), ("monitor", "B"), ("phone", "C")]),
        (
            "User, Computer Name, Monitor 1 SN, Monitor 2 SN",
            [("computer", "B"), ("monitor 1", "C"), ("monitor 2", "D")],
        ),
    ],
)
def test_each_device_is_known_by_the_columns_with_its_word(titles: str, groups: list[tuple[str, str]]) -> None:
    assert [(called, letters) for _type, called, letters, _others in _groups(*titles.split(", "))] == groups


@pytest.mark.parametrize(
    "titles",
    [
        "Serial Number, Asset Tag, IMEI",
        "Serial Number, IMEI 1, IMEI 2",
        "Phone Serial, Phone IMEI 1, Phone IMEI 2",
        "Laptop Asset Tag, Laptop Serial",
        "Notebook Tag, Laptop Serial Number",
        "Old Laptop Serial, New Laptop Serial, Monitor Serial",
        "Returned Laptop Serial, Laptop Serial, Monitor Serial",
        "Laptop Serial, Old Monitor Serial, New Monitor Serial",
        "Serial Number, Phone IMEI",
        "Laptop Serial, SIM Serial, SSD Serial",
        "Laptop Serial, Monitor Model, Phone Number",
        "Hostname, Printer Serial",
        "Laptop MAC, Phone MAC",
        "Device Serial Number, Asset Tag",
        "Monitor Serial, _kind, Laptop Serial",
        "extra.Laptop Serial, extra.Monitor Serial",
    ],
)
def test_the_numbers_of_one_device_are_no_several(titles: str) -> None:
    assert _groups(*titles.split(", ")) == []


def test_what_else_is_said_of_a_device_is_in_its_group() -> None:
    titles = (
        "Laptop Model",
        "Laptop Serial",
        "Monitor Model",
        "Monitor 1 SN",
        "Monitor 2 SN",
        "Phone IMEI",
        "Phone IMEI 2",
    )

    assert _groups(*titles, "Screen Size") == [
        ("laptop", "laptop", "B", "A"),
        ("monitor", "monitor 1", "D", "C"),
        ("monitor", "monitor 2", "E", "C"),
        ("phone", "phone", "F", "G"),
    ]


def test_a_column_that_somebody_left_out_identifies_no_device() -> None:
    assert _groups("Laptop Serial", "Monitor Serial", Monitor_Serial="") == []
    assert len(_groups("Laptop Serial", "Monitor Serial", "Phone IMEI", Monitor_Serial="extra.Monitor")) == 2


def test_columns_called_like_devices_hold_their_serial_numbers_or_not() -> None:
    serials = {"A": ["PF1AAA01", "PF1AAA02"], "B": ["CN00123X", None], "C": ["+49 151 1234", "+49 151 1235"]}
    models = {"A": ["ThinkPad T14", "ThinkPad T14"], "B": ["P2419H", "P2419H"], "C": ["356938035643809", None]}
    titles = dict(zip("ABC", ("Laptop", "Monitor", "Phone"), strict=True))

    assert [one.called for one in device_groups(NOTHING_SAVED, titles, pl.DataFrame(serials))] == ["laptop"] * 0
    two = {"A": serials["A"], "B": ["CN00123X", "CN00124X"], "C": serials["C"]}
    assert [one.called for one in device_groups(NOTHING_SAVED, titles, pl.DataFrame(two))] == ["laptop", "monitor"]
    assert device_groups(NOTHING_SAVED, titles, pl.DataFrame(models)) == ()


@pytest.mark.parametrize(
    ("text", "is_one"), [("Laptop", True), ("Monitor 2", True), ("Laptop Serial", False), ("Owner", False), ("", False)]
)
def test_a_heading_is_a_device(text: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_device(text) == is_one
