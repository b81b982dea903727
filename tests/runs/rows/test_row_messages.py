"""What is said of rows that speak of each other, of the ledger and of their own gaps: from real files, by real runs."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from pipeline.model import Results
from pipeline.runs.plan import plan
from pipeline.runs.run import run
from pipeline.runs.steps.clock import Stages
from pipeline.settings import Settings
from schemas.vocabulary import Mode
from tests.support.workbooks import write

Cells = Sequence[object]

STOCK: tuple[Cells, ...] = (
    ("Serial number", "Asset tag", "Name", "Type", "Category"),
    ("SN1", "AT1", "LT-1", "laptop", "computer"),
    ("SN2", "AT2", "LT-2", "laptop", "computer"),
    ("SN3", "AT3", "LT-3", "laptop", "computer"),
)
HEADER = ("Serial number", "Asset tag", "Owner e-mail", "Effective at")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that has three devices; only to be read."""
    folder = tmp_path_factory.mktemp("ledger")
    settings = Settings(state=folder / "rollcall.duckdb", out=folder / "results")
    run([write(folder / "stock.xlsx", {"Stock": STOCK})], settings, Stages())
    return settings.state


def planned(ledger: Path, *files: Path, timezone: str = "UTC", create_devices: bool = False) -> Results:
    settings = Settings(state=ledger, timezone=timezone, create_devices=create_devices)
    return plan(list(files), settings, Stages(), output=None).results


_KEEP_ONE = "Keep one of them and delete the other; or give each its own identifier, if they are different devices."


def messages(results: Results) -> list[str]:
    return results.rows["_message"].to_list()


def book(folder: Path, *rows: Cells, name: str = "a.xlsx", **more: Sequence[Cells]) -> Path:
    return write(folder / name, {"One": [HEADER, *rows], **{sheet: [HEADER, *cells] for sheet, cells in more.items()}})


def csv(folder: Path, *lines: str) -> Path:
    path = folder / "b.csv"
    path.write_text("\n".join(["Serial number,Owner e-mail", *lines, ""]))
    return path


@pytest.mark.system
def test_rows_that_contradict_each_other_name_each_other_and_what_differs(ledger: Path, tmp_path: Path) -> None:
    rows = [("SN1", None, "a@x.example"), ("SN2", None, "a@x.example"), ("SN1", None, "b@x.example")]
    first, _, last = messages(planned(ledger, book(tmp_path, *rows)))
    different = "say different things about SN1 (owner_email: a@x.example or b@x.example)."
    assert first == f"This row and row 4 {different} {_KEEP_ONE}"
    assert last == f"This row and row 2 {different} {_KEEP_ONE}"


@pytest.mark.system
def test_contradicting_rows_of_other_sheets_and_files_are_named_with_their_place(ledger: Path, tmp_path: Path) -> None:
    a = book(tmp_path, ("SN1", None, "a@x.example"), Two=[("SN1", None, "b@x.example")])
    b = csv(tmp_path, "SN1,c@x.example")
    said = messages(planned(ledger, a, b))
    different = "say different things about SN1 (owner_email: a@x.example, b@x.example or others)."
    assert [message.partition(" Keep")[0] for message in said] == [
        f"This row and row 2 of sheet Two and b.csv row 2 {different}",
        f"This row and row 2 of sheet One and b.csv row 2 {different}",
        f"This row and a.xlsx, sheet One, row 2 and a.xlsx, sheet Two, row 2 {different}",
    ]


@pytest.mark.system
def test_a_crowd_of_contradicting_rows_is_named_in_part_and_counted(ledger: Path, tmp_path: Path) -> None:
    rows = [("SN1", None, f"owner{at}@x.example") for at in range(12)]
    first, *_, last = messages(planned(ledger, book(tmp_path, *rows)))
    assert first.startswith("This row and rows 3, 4, 5, 6, 7, 8, 9, 10 and 3 more say different things")
    assert last.startswith("This row and rows 2, 3, 4, 5, 6, 7, 8, 9 and 3 more say different things")


@pytest.mark.system
def test_blank_and_given_dates_are_told_as_what_differs(ledger: Path, tmp_path: Path) -> None:
    rows = [("SN1", None, "a@x.example", "2025-07-01"), ("SN1", None, "a@x.example", None)]
    first, _ = messages(planned(ledger, book(tmp_path, *rows), timezone="Europe/Berlin"))
    assert "(effective_at: 2025-07-01 or blank)" in first


@pytest.mark.system
def test_inventory_rows_of_one_device_tell_the_attribute_that_differs(ledger: Path, tmp_path: Path) -> None:
    stock = write(
        tmp_path / "s.xlsx", {"S": [("Serial number", "Model", "Category"), ("SN1", "X1", "c"), ("SN1", "X2", "c")]}
    )
    assert "row 3 say different things about SN1 (model: X1 or X2)." in messages(planned(ledger, stock))[0]


@pytest.mark.system
def test_devices_that_claim_one_asset_tag_name_the_rows_of_the_others(ledger: Path, tmp_path: Path) -> None:
    header = (*HEADER, "Device type")
    rows = [("T1", "TT", "a@x.example", None, "laptop"), *[("T2", "TT", "b@x.example", None, "laptop")] * 2]
    sheets: dict[str, Sequence[Cells]] = {
        "One": [header, *rows],
        "Two": [header, ("T3", "TT", "c@x.example", None, "laptop")],
    }
    results = planned(ledger, write(tmp_path / "a.xlsx", sheets), create_devices=True)
    disputed = "The asset tag TT is given for several devices, also in"
    advice = "Give each device its own, or name one device in all of these rows."
    assert messages(results) == [
        f"{disputed} row 3 and row 2 of sheet Two. {advice}",
        *[f"{disputed} row 2 and row 2 of sheet Two. {advice}"] * 2,
        f"{disputed} row 2 of sheet One and row 3 of sheet One. {advice}",
    ]


@pytest.mark.system
def test_inventory_rows_of_several_devices_with_one_asset_tag_say_so(ledger: Path, tmp_path: Path) -> None:
    new = write(tmp_path / "s.xlsx", {"S": [STOCK[0], ("N1", "TX", "n", "t", "c"), ("N2", "TX", "n", "t", "c")]})
    assert messages(planned(ledger, new))[1].startswith("The asset tag TX is given for several devices, also in row 2.")


@pytest.mark.system
def test_the_row_that_gives_the_same_asset_tag_is_named_and_not_the_first_of_its_device(
    ledger: Path, tmp_path: Path
) -> None:
    rows = [("N1", "T1", "n", "t", "c"), ("N2", "TX", "n", "t", "c"), ("N1", "TX", "n", "t", "c")]
    said = messages(planned(ledger, write(tmp_path / "s.xlsx", {"S": [STOCK[0], *rows]})))
    assert said[1].startswith("The asset tag TX is given for several devices, also in row 4.")


@pytest.mark.system
def test_a_row_that_repeats_another_names_it_with_its_place(ledger: Path, tmp_path: Path) -> None:
    same = ("SN1", None, "a@x.example")
    said = messages(planned(ledger, book(tmp_path, same, same, Two=[same]), csv(tmp_path, "SN1,a@x.example")))
    assert [message.removesuffix("; nothing more was done.") for message in said[1:]] == [
        "This row says the same as row 2",
        "This row says the same as row 2 of sheet One",
        "This row says the same as a.xlsx, sheet One, row 2",
    ]


@pytest.mark.system
def test_what_is_wrong_and_what_to_do_stand_apart_in_an_issue(ledger: Path, tmp_path: Path) -> None:
    results = planned(ledger, csv(tmp_path, "SN1,a@x.example", "SN1,b@x.example"))
    first = results.issues.row(0, named=True)
    assert first["message"].startswith("b.csv, row 2: This row and row 3 say different things about SN1")
    assert first["hint"] == _KEEP_ONE
    assert first["hint"] not in first["message"]


@pytest.mark.system
def test_an_identifier_that_nobody_has_is_told_with_its_value(ledger: Path, tmp_path: Path) -> None:
    issues = planned(ledger, book(tmp_path, ("SN1", "AT99", "a@x.example"))).issues
    columns = ("code", "severity", "column", "value", "message", "hint")
    assert issues.select(columns).rows() == [
        (
            "identifier_not_on_record",
            "warning",
            "asset_tag",
            "AT99",
            "a.xlsx, sheet One, row 2: nobody has the asset tag AT99 on record.",
            "Check it: the device was found by a stronger identifier of the row.",
        )
    ]


@pytest.mark.system
@pytest.mark.parametrize(
    ("serial", "tag", "said"),
    [
        ("SN3", "AT1", "serial number SN3 belongs to LT-3 (device 3); asset tag AT1 belongs to SN1 (device 1)."),
        ("ZZ9", "AT1", "serial number ZZ9 is not on record; asset tag AT1 belongs to SN1 (device 1)."),
    ],
)
def test_mismatched_identifiers_are_told_with_whose_they_are(
    ledger: Path, tmp_path: Path, serial: str, tag: str, said: str
) -> None:
    message = messages(planned(ledger, book(tmp_path, (serial, tag, "a@x.example"))))[0]
    assert message.startswith(f"The identifiers of this row do not belong to one device: {said}")


@pytest.mark.system
@pytest.mark.parametrize("name", ["n", None])
def test_a_new_device_is_told_only_what_it_lacks(ledger: Path, tmp_path: Path, name: str | None) -> None:
    stock = write(tmp_path / "s.xlsx", {"S": [STOCK[0], ("N1", None, name, None, None)]})
    assert messages(planned(ledger, stock)) == [
        "N1 is not on record, and its type and category are not given. "
        "Fill in type and category, or use --default-type."
    ]


@pytest.mark.system
def test_a_device_is_not_to_be_created_by_our_own_number(ledger: Path, tmp_path: Path) -> None:
    stock = write(tmp_path / "s.xlsx", {"S": [("Rollcall ID", "Name"), (999, "n")]})
    assert messages(planned(ledger, stock)) == [
        "The device number 999 is not on record, and a device cannot be created by its number. "
        "Leave device_id blank and give the serial number."
    ]


@pytest.mark.system
def test_a_date_is_told_as_typed_and_as_kept_where_the_two_differ(ledger: Path, tmp_path: Path) -> None:
    rows = book(tmp_path, ("SN1", None, "a@x.example", "2025-07-01"))
    assert messages(planned(ledger, rows)) == ["SN1 was assigned to a@x.example from 2025-07-01."]
    assert messages(planned(ledger, rows, timezone="Europe/Berlin")) == [
        "SN1 was assigned to a@x.example from 2025-07-01 (Europe/Berlin; 2025-06-30 22:00 UTC)."
    ]


@pytest.mark.system
def test_a_created_device_shows_its_type_and_its_category(ledger: Path, tmp_path: Path) -> None:
    stock = write(tmp_path / "s.xlsx", {"S": [STOCK[0], ("N1", None, "n", "laptop", "computer")]})
    assert planned(ledger, stock).changes["new"].to_list() == ["type: laptop; category: computer"]


@pytest.mark.system
def test_what_a_full_sheet_holds_and_an_inventory_lacks_is_listed(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path / "l.duckdb", out=tmp_path / "results", inventory_complete=True, mode=Mode.FULL)
    stock = write(tmp_path / "stock.xlsx", {"Stock": STOCK})
    both = book(tmp_path, ("SN1", None, "a@x.example"), ("SN2", None, "a@x.example"))
    run([stock, both], settings, Stages())
    typo = book(tmp_path, ("SN1", None, "a@x.example"), ("SNX", None, "a@x.example"), name="typo.xlsx")
    less = write(tmp_path / "less.xlsx", {"Stock": STOCK[:3]})
    absent = plan([less, typo], settings, Stages(), output=None).results.absent
    assert absent.select("what", "reason", "serial_number", "device_name", "owner_email", "end_time").rows() == [
        ("ownership", "absent_held", "SN2", "LT-2", "a@x.example", None),
        ("device", "missing_from_inventory", "SN3", "LT-3", None, None),
    ]
    assert absent.schema["purchase_price"] == pl.Decimal(18, 2)
