"""Cells with several identifiers, and those that only look so."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl
import pytest

from pipeline.core.guards.several_identifiers import with_several
from tests.support.reference.slips import is_several
from tests.support.sheets.real_fleet import real_fleet
from tests.support.worlds.decisions import on_polars
from tests.support.worlds.engines import on_duckdb

SEVERAL = (
    *("5CG9990001, 5CG9990002", "5CG9990003 / 5CG9990004", "A1, A2", "A1 / A2", "A1;A2", "A1; A2; A3", "A1 | A2"),
    *("A1 & A2", "A1 + A2", "A1 UND A2", "A1 AND A2", "A1 ET A2", "A1 Y A2", "0001,0002", "5CG9990001,5CG9990002"),
    *("A001-A005", "A001 - A005", "A001 BIS A005", "A001 TO A005", "A001..A005", "LT-0010-LT-0015", "0012 - 0015"),
    *(
        "5CG9990003/5CG9990004",
        "5CG9990001 5CG9990002",
        "S/N A1, S/N A2",
        "LT-0010 LT-0011",
        "AT-0020/AT-0021",
        "SN: PF1A11B2, SN: PF1A11B3",
    ),
)
ONE = (
    *("S/N 123", "AB-12", "12/2019-5", "10,001", "1,001,001", "12,50", "1234 5678", "1234-5678", "INV/2024/17", "A,B"),
    *("R9-PF1234", "LT-0010", "A-1-2", "5CG 1234 ABC", "N/A 5", "A005-A001", "A001-B005", "AB 12", "X1+", "A1,"),
    *(
        "SN: 123",
        "2024/0017",
        "DELL P2419H/12",
        "A-T001-X",
        "(01)12345(21)678",
        "HP 840 / G5",
        "C02 XL0",
        "LT- 0011",
        "LT-0010 REV-2",
    ),
)


def found(*texts: str, name: str = "serial_number", owner: int | None = None, engine: Any = on_polars) -> list[str]:
    """Those that are several, of which `owner` is the device on record."""
    rows = pl.DataFrame({"row_id": range(1, len(texts) + 1), name: texts}).with_columns(
        pl.lit(owner, pl.Int64).alias(f"{name}_found"),
        fault=pl.lit(None, pl.String),
        finding=pl.lit("ambiguous_device"),
    )
    told: Any = nw.from_native(with_several(engine(rows)).collect("polars").to_native()).sort("row_id").to_native()
    several = told.filter(pl.col("several_in") == name)
    assert several["finding"].unique().to_list() in ([], ["several_identifiers"])
    listed: list[str] = several[name].to_list()
    return listed


@pytest.mark.parametrize("engine", [on_polars, pytest.param(on_duckdb, marks=pytest.mark.system)])
def test_lists_and_ranges_are_several(engine: Any) -> None:
    assert found(*SEVERAL, *ONE, engine=engine) == list(SEVERAL)
    assert found(*SEVERAL, *ONE, name="asset_tag", engine=engine) == list(SEVERAL)


def test_what_is_on_record_as_a_whole_is_one() -> None:
    assert found(*SEVERAL, owner=3) == []


def test_no_device_of_a_real_fleet_is_several() -> None:
    fleet = real_fleet(20_000)
    assert found(*fleet["serial_number"]) == found(*fleet["asset_tag"]) == []


@pytest.mark.parametrize("text", ["A1, A2", "A1 / A2", "A1; A2; A3", "A001-A005", "A001 BIS A005", "0012 - 0015"])
def test_the_reference_model_says_so_too(text: str) -> None:
    assert is_several(text)
    assert not any(map(is_several, ("S/N 123", "AB-12", "12/2019-5", "10,001", "1234-5678", "A005-A001", "TAG-1")))
