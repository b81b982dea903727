"""The totals of files that have only texts, as they were shown: rounded to cents after they were added up."""

from pathlib import Path

import pytest

from pipeline.model import Checked
from tests.support.workbooks import read


def said(checked: Checked, severity: str) -> list[str]:
    return checked.issues.filter(code="totals", severity=severity)["message"].to_list()


def as_csv(folder: Path, *values: str) -> Checked:
    rows = [f"A-{n},Device {n},laptop,hw,{value}" for n, value in enumerate(values[:-1])]
    lines = ["Asset Tag,Name,Type,Category,Net book value", *rows, f"Total,,,,{values[-1]}"]
    (folder / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    return read(folder / "list.csv")


# Three times 333.333, and one of 500: the sums are of what the sheet had before it was saved as texts.
@pytest.mark.parametrize(
    ("total", "severity", "told"),
    [
        ("1500.00", "note", "your total 1,500.00, the rows 1,499.99 as they are rounded."),
        ("1499.99", "note", "your total 1,499.99, the rows 1,499.99."),
        ("1500.01", "note", "your total 1,500.01, the rows 1,499.99 as they are rounded."),
        ("1500.02", "warning", "your total 1,500.02, the rows 1,499.99."),
    ],
)
def test_the_total_of_a_csv_file_may_differ_by_what_rounding_can_change(
    total: str, severity: str, told: str, tmp_path: Path
) -> None:
    checked = as_csv(tmp_path, "333.33", "333.33", "333.33", "500.00", total)

    assert said(checked, severity)[0].endswith(told)


def test_whole_amounts_of_a_csv_file_are_not_rounded(tmp_path: Path) -> None:
    assert said(as_csv(tmp_path, "300.00", "200", "500.01"), "warning")[0].endswith("the rows 500.00.")


def test_a_german_list_of_depreciation_agrees_with_its_totals(tmp_path: Path) -> None:
    lines = ("Anlage-Nr.;Bezeichnung;Typ;AHK;Jahres-AfA;Buchwert", "A1;Laptop;IT;1.000,00;333,33;166,67")
    more = ("A2;Laptop;IT;1.000,00;333,33;166,67", "A3;Server;IT;7.777,77;2.592,59;1.296,30")
    path = tmp_path / "afa.csv"
    path.write_text("\n".join((*lines, *more, "Gesamt;;;9.777,77;3.259,26;1.629,63")), encoding="utf-8")
    checked = read(path)

    assert checked.inventory["asset_tag"].to_list() == ["A1", "A2", "A3"]
    assert (said(checked, "warning"), len(said(checked, "note"))) == ([], 3)
