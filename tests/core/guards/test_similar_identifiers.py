"""Which known identifier is probably meant by one that nobody has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from pipeline.core.expressions import Frame
from pipeline.core.guards.similar_identifiers import likely_identifiers
from tests.support.worlds.decisions import on_polars

Found = tuple[int, str, str, int, str | None]
Pair = tuple[str | None, str | None]

_TEXTS = dict.fromkeys(("org_id", "serial_number", "asset_tag"), pl.String)
_FLAGS = dict.fromkeys(("unknown_key", "fault", "finding"), pl.String)


def on_duckdb(frame: pl.DataFrame) -> Frame:
    """The frame, for DuckDB to work on."""
    return nw.from_native(duckdb.from_arrow(frame.to_arrow()))


def devices(*known: Pair, org_id: str = "default") -> pl.DataFrame:
    """One row per device on record: its serial number and asset tag."""
    return pl.DataFrame([(org_id, *pair) for pair in known], schema=_TEXTS, orient="row")


def unknown(*given: Pair, org_id: str = "default") -> pl.DataFrame:
    """One row per row of a device that nobody knows."""
    flags = [
        pl.lit(value).cast(dtype).alias(name)
        for (name, dtype), value in zip(_FLAGS.items(), ("?", None, None), strict=True)
    ]
    return devices(*given, org_id=org_id).with_row_index("row_id", 1).cast({"row_id": pl.Int64}).with_columns(flags)


def alike(rows: pl.DataFrame, known: pl.DataFrame, lazily: Callable[[pl.DataFrame], Frame] = on_polars) -> list[Found]:
    """The rows that the core gives."""
    found: Any = likely_identifiers(lazily(rows), lazily(known)).collect("polars").to_native()
    columns = ("row_id", "identifier", "given", "alike", "likely")
    listed: list[Found] = found.select(columns).rows()
    return listed


def likely(given: str, *known: str) -> str | None:
    """The one that was likely meant."""
    found = alike(unknown((given, None)), devices(*((serial, None) for serial in known)))
    return found[0][-1] if found else None


@pytest.mark.parametrize(
    ("given", "known"),
    [
        pytest.param("123", "00123", id="lost zeros"),
        pytest.param("00123", "123", id="zeros too many"),
        pytest.param("123", "OO123", id="lost zeros that were letters"),
        pytest.param("SN-1O", "SN-10", id="O for 0"),
        pytest.param("SN-10", "SN-1O", id="0 for O"),
        pytest.param("SN-I0", "SN-10", id="I for 1"),
        pytest.param("SN-L0", "SN-10", id="l for 1"),
        pytest.param("LT-1", "LT-I", id="1 for I beside an equal L"),
        pytest.param("L00", "0100", id="l for 1 behind a lost zero"),
        pytest.param("SN10", "SN-10", id="a separator left out"),
        pytest.param("S N/1_0", "SN10", id="separators too many"),
        pytest.param("SN.10-3", "SN-10/3", id="other separators"),
        pytest.param("SN--10", "SN - 10", id="separators repeated"),
        pytest.param("SN\u201310", "SN-10", id="a long dash"),
        pytest.param("SN\u221210", "SN-10", id="a minus sign"),
        pytest.param("SN\u201010", "SN-10", id="a hyphen of its own"),
        pytest.param("SN-10", "SN\u201410", id="a long dash in the ledger"),
        pytest.param("SN10", "SN\u201410", id="or none"),
        pytest.param("\u0410B-1", "AB-1", id="a Cyrillic letter"),
        pytest.param("AB-1", "\u0410\u0412-1", id="a Cyrillic ledger"),
        pytest.param("SN-1\u041e", "SN-10", id="a Cyrillic O for 0"),
    ],
)
def test_identifiers_of_one_skeleton_are_alike(given: str, known: str) -> None:
    assert likely(given, known, "SN-77", "77") == known


@pytest.mark.parametrize(
    ("given", "known"),
    [
        pytest.param("SN-11", "SN-10", id="another digit"),
        pytest.param("SN-010", "SN-10", id="a zero within"),
        pytest.param("1-23", "12-3", id="separators at other places"),
        pytest.param("IT-5", "LT-5", id="I for L"),
        pytest.param("I00", "0L00", id="I for L behind a lost zero"),
        pytest.param("1230", "123", id="a zero at the end"),
        pytest.param("SN-10A", "SN-10", id="a letter more"),
        pytest.param("---", "/", id="nothing but separators"),
        pytest.param("NS-10", "SN-10", id="letters swapped"),
        pytest.param("5N-10", "SN-10", id="5 for S"),
    ],
)
def test_others_are_not(given: str, known: str) -> None:
    assert likely(given, known) is None


def test_of_several_that_look_alike_none_is_named() -> None:
    known = devices(("00123", None), ("0123", None), ("12-3", None), ("1234", None))
    assert alike(unknown(("123", None)), known) == [(1, "serial_number", "123", 3, None)]


def test_a_skeleton_that_hundreds_share_stays_one_row_per_row() -> None:
    padded = [("0" * size + "7", None) for size in range(1, 400)]
    rows = unknown(("7", None), *(("O" * size + "7", None) for size in range(1, 400)))
    found = alike(rows, devices(*padded))
    assert [row_id for row_id, *_ in found] == list(range(1, 401))
    assert {(number, likely) for *_, number, likely in found} == {(399, None)}


def test_the_strongest_identifier_that_looks_like_a_known_one_is_told() -> None:
    known = devices(("00123", "T-1"), ("77", "T-O"))
    rows = unknown(("123", "T1"), ("SN-9", "T0"), ("SN-8", "T-8"), (None, "TI"))
    assert alike(rows, known) == [
        (1, "serial_number", "123", 1, "00123"),
        (2, "asset_tag", "T0", 1, "T-O"),
        (4, "asset_tag", "TI", 1, "T-1"),
    ]


def test_organizations_never_mix() -> None:
    known = pl.concat([devices(("00123", None), org_id="north"), devices(("00456", None), org_id="south")])
    rows = pl.concat([unknown(("123", None), org_id="north"), unknown(("123", None), org_id="south")])
    assert [found[-1] for found in alike(rows, known)] == ["00123"]


@pytest.mark.parametrize(("flag", "value"), [("unknown_key", None), ("fault", "?"), ("finding", "?")])
def test_only_good_rows_of_unknown_devices_are_compared(flag: str, value: str | None) -> None:
    rows = unknown(("123", None)).with_columns(pl.lit(value, pl.String).alias(flag))
    assert alike(rows, devices(("00123", None))) == []


def test_without_unknown_rows_or_known_devices_there_is_nothing() -> None:
    schema = likely_identifiers(on_polars(unknown()), on_polars(devices(("1", None)))).collect_schema().names()
    assert schema == ["row_id", "identifier", "given", "alike", "likely"]
    assert alike(unknown(("123", None), (None, None)), devices()) == []
    assert alike(unknown((None, None)), devices(("1", "1"))) == []


def test_duckdb_finds_alike_what_polars_does() -> None:
    known = devices(("00123", "T-1"), ("SN-10", None), ("AB-1", "T-O"), ("12-3", None), ("LT-5", None), ("000", None))
    rows = unknown(("123", "T1"), ("SN-1O", None), ("\u0410B1", None), ("1-23", "TO"), ("IT-5", None), ("0", None))
    found = alike(rows, known)
    assert alike(rows, known, on_duckdb) == found
    assert [given for *_, given, _, _ in found] == ["123", "SN-1O", "\u0410B1", "1-23"]
