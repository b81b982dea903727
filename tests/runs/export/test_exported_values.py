"""Whatever the ledger can hold, an export says it so that it is read back as the same."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
import xlsxturbo
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import State
from pipeline.outputs import write_export
from schemas.fields import ATTRIBUTES, FieldType
from schemas.vocabulary import Severity
from schemas.workbook_forms.export import Mark
from tests.support.reference.frames import OWNERS, SPANS
from tests.support.strength import examples
from tests.support.workbooks import read

ZONES = st.sampled_from(["UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata"])

_ODD = ("=1+1", "+1", "012", "1E5", "TRUE", "1.50", "<Clear>x", "#N/A ", "2024-01-01", "a;b", "_x0041_", "'q", "ΐ", "ß")
_TEXTS = st.text(max_size=12) | st.sampled_from(_ODD)
_SECONDS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(microsecond=0))
_INSTANTS = _SECONDS | st.datetimes(datetime(1902, 1, 1), datetime(2998, 1, 1))
_TYPED: dict[FieldType, st.SearchStrategy[str]] = {
    FieldType.MAC: st.integers(1, 2**48 - 2).map(lambda number: f"{number:012x}"),
    FieldType.INTEGER: (st.integers(0, 100) | st.integers(-(2**62), 2**62)).map(str),
    FieldType.DECIMAL: (st.decimals(0, 5000, places=2) | st.decimals(-(10**15), 10**15, places=2)).map(str),
    FieldType.DATE: st.dates(date(1901, 1, 1), date(2999, 12, 31)).map(str),
    FieldType.INSTANT: _INSTANTS.map(lambda instant: f"{instant.isoformat()}Z"),
    FieldType.BOOLEAN: st.sampled_from(["yes", "no"]),
    FieldType.LIST: st.lists(_TEXTS, max_size=3).map(";".join),
    FieldType.LAYOUT: st.sampled_from(["french azerty", "QWERTZ"]),
    FieldType.CURRENCY: st.sampled_from(["eur", "US$", "$", "Dollars", "kr.", "no currency"]),
}


@st.composite
def _typed_sheets(draw: st.DrawFn) -> pl.DataFrame:
    """What people may have typed into an inventory: a few columns, most of them odd."""
    rows = draw(st.integers(1, 12))
    chosen = draw(st.lists(st.sampled_from(ATTRIBUTES), unique=True, max_size=9))
    columns: dict[str, Any] = {
        "serial_number": _TEXTS,
        "name": _TEXTS,
        "type": st.just("laptop"),
        "extra.Größe": _TEXTS,
    }
    columns |= {field.name: st.none() | _TYPED.get(field.type, _TEXTS) for field in chosen}
    return pl.DataFrame({name: [draw(cells) for _ in range(rows)] for name, cells in columns.items()}).cast(pl.String)


@pytest.mark.system
@given(_typed_sheets(), ZONES, ZONES)
@examples(5, of=30)
def test_what_was_once_read_is_exported_and_read_as_the_same(typed: pl.DataFrame, zone: str, other: str) -> None:
    with TemporaryDirectory() as folder:
        xlsxturbo.dfs_to_xlsx([(typed, "Typed", {})], Path(folder) / "typed.xlsx")
        rows = read(Path(folder) / "typed.xlsx").inventory
        devices = rows.drop("row_id", "file", "sheet", "row", "cleared", "fault").with_columns(
            device_id=pl.int_range(1, pl.len() + 1), version=pl.lit(1, pl.Int64)
        )
        write_export(Path(folder) / "export.xlsx", _state(devices), Mark("ledger", 1, datetime(2026, 3, 1), zone))

        back = read(Path(folder) / "export.xlsx", timezone=other)

    assert back.issues.filter(pl.col("severity") == Severity.ERROR.value).is_empty()  # odd texts may be warned of
    for name in back.inventory.columns:
        if name in devices.columns:
            assert back.inventory[name].to_list() == devices[name].to_list()
    lost = [name for name in devices.columns if name not in back.inventory.columns and devices[name].count()]
    assert lost == ["version"] * (devices.height > 0)


def test_what_a_cell_cannot_say_is_left_blank_and_so_changes_nothing(tmp_path: Path) -> None:
    names = ["fine", " spaced ", "<clear>", "x" * 40_000, "\ufffe", "😀" * 16_384, "é" * 32_767]
    devices = pl.DataFrame({"device_id": range(1, 8), "org_id": "default", "name": names, "type": "t", "category": "c"})
    blank = [pl.lit(None, pl.String).alias(name) for name in ("serial_number", "asset_tag", "mac_address")]

    write_export(
        tmp_path / "export.xlsx",
        _state(devices.with_columns(blank, version=1)),
        Mark("ledger", 1, datetime(2026, 3, 1), "UTC"),
    )

    said = read(tmp_path / "export.xlsx").inventory["name"].to_list()
    assert said == ["fine", None, None, None, None, None, "é" * 32_767]


def test_devices_on_several_sheets_are_all_read_back(tmp_path: Path) -> None:
    devices = pl.DataFrame({"device_id": range(1, 6), "org_id": "default", "name": "n", "type": "t", "category": "c"})
    blank = [pl.lit(None, pl.String).alias(name) for name in ("serial_number", "asset_tag", "mac_address")]
    mark = Mark("ledger", 1, datetime(2026, 3, 1), "UTC")

    write_export(tmp_path / "export.xlsx", _state(devices.with_columns(blank, version=1)), mark, capacity=2)

    checked = read(tmp_path / "export.xlsx")
    assert [(sheet.sheet, sheet.rows) for sheet in checked.sheets] == [
        ("Inventory", 2), ("Inventory 2", 2), ("Inventory 3", 1)
    ]  # fmt: skip
    assert checked.inventory["device_id"].to_list() == [1, 2, 3, 4, 5]
    assert len(checked.bases) == 1


def _state(devices: pl.DataFrame) -> State:
    none = pl.DataFrame(schema=SPANS)
    return State(1, None, frozenset(), 0, 0, 0, devices, pl.DataFrame(schema=OWNERS), none, "ledger")
