"""A cell is tidied in the same way, whatever stands in the others of its column."""

from __future__ import annotations

from pathlib import Path

from pipeline.intake.files import read_files
from pipeline.model import Reading


def test_odd_cells_are_tidied_and_those_beside_them_are_as_typed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    names = ["Desk 1", " Zoë\u00a0 B\u200bell ", "Desk 1", "Zoe\u0308 Bell", "Zoë Bell"]
    tags = ["at-1", "\uff21T\uff0d2 ", "at-3", "AT-4", "AT\u00a05"]
    rows = [f"SN{row},{tag},{name}" for row, (tag, name) in enumerate(zip(tags, names, strict=True))]
    path.write_text("\n".join(["Serial Number,Asset Tag,Name,Type", *rows]) + "\n", encoding="utf-8")

    inventory = read_files([path], Reading(), None).inventory

    assert inventory["name"].to_list() == ["Desk 1", "Zoë Bell", "Desk 1", "Zoë Bell", "Zoë Bell"]
    assert inventory["asset_tag"].to_list() == ["AT-1", "AT-2", "AT-3", "AT-4", "AT 5"]
    assert inventory["serial_number"].to_list() == ["SN0", "SN1", "SN2", "SN3", "SN4"]
