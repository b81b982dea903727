"""Which known identifier is probably meant by one that nobody has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from pipeline.core.expressions import Frame
from pipeline.core.guards.similar_identifiers import is_unknown_expr, likely_identifiers
from tests.support.sheets.real_fleet import real_fleet
from tests.support.worlds.decisions import on_polars

Found = tuple[int, str, str, int, str | None]
Pair = tuple[str | None, str | None]
Question = tuple[str, tuple[str, ...]]
Likely = Callable[..., str | None]

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
    compared = lazily(rows).filter(is_unknown_expr())
    found: Any = likely_identifiers(compared, lazily(known)).collect("polars").to_native()
    columns = ("row_id", "identifier", "given", "alike", "likely")
    listed: list[Found] = found.select(columns).rows()
    return listed


def likely_together(questions: Iterable[Question]) -> dict[Question, str | None]:
    """The one that was likely meant by each, among those known to an organization of its own."""
    asked = list(dict.fromkeys(questions))
    rows = unknown(*((given, None) for given, _ in asked)).with_columns(
        org_id=pl.Series([str(at) for at in range(len(asked))])
    )
    known = [(str(at), serial, None) for at, (_, serials) in enumerate(asked) for serial in serials]
    found = alike(rows, pl.DataFrame(known, schema=_TEXTS, orient="row"))
    return {**dict.fromkeys(asked), **{asked[row_id - 1]: meant for row_id, *_, meant in found}}


@pytest.fixture(scope="module")
def likely() -> Likely:
    """Asks who was likely meant; all questions of the tables below are asked at once, which takes a hundredth."""
    tables: list[Question] = [(given, (known, "SN-77", "77")) for given, known in ALIKE.values()]
    tables += [(given, (known,)) for given, known in OTHERS.values()]
    pairs = [(mark.format(known).upper(), known) for mark in MARKS.values() for known in MARKED]
    both = [*pairs, *SCANNED.values()]
    tables += [(given, (known,)) for pair in both for given, known in (pair, pair[::-1])]
    told = likely_together(tables)
    return lambda given, *known: told[given, known]


ALIKE = {
    "lost zeros": ("123", "00123"),
    "zeros too many": ("00123", "123"),
    "lost zeros that were letters": ("123", "OO123"),
    "O for 0": ("SN-1O", "SN-10"),
    "0 for O": ("SN-10", "SN-1O"),
    "I for 1": ("SN-I0", "SN-10"),
    "l for 1": ("SN-L0", "SN-10"),
    "1 for I beside an equal L": ("LT-1", "LT-I"),
    "l for 1 behind a lost zero": ("1L00", "01100"),
    "a zero before the number": ("SN-010", "SN-10"),
    "zeros and no separator": ("AT0012", "AT-12"),
    "zeros that were letters": ("AT-OO12", "AT-12"),
    "a long number in two parts": ("1234-5678", "12345678"),
    "a separator left out": ("SN10", "SN-10"),
    "separators too many": ("S N/1_0", "SN10"),
    "other separators": ("SN.10-3", "SN-10/3"),
    "separators repeated": ("SN--10", "SN - 10"),
    "a long dash": ("SN\u201310", "SN-10"),
    "a minus sign": ("SN\u221210", "SN-10"),
    "a hyphen of its own": ("SN\u201010", "SN-10"),
    "a long dash in the ledger": ("SN-10", "SN\u201410"),
    "or none": ("SN10", "SN\u201410"),
    "a Cyrillic letter": ("\u0410B-1", "AB-1"),
    "a Cyrillic ledger": ("AB-1", "\u0410\u0412-1"),
    "a Cyrillic O for 0": ("SN-1\u041e", "SN-10"),
}


@pytest.mark.parametrize(("given", "known"), ALIKE.values(), ids=ALIKE)
def test_identifiers_of_one_skeleton_are_alike(given: str, known: str, likely: Likely) -> None:
    assert likely(given, known, "SN-77", "77") == known


OTHERS = {
    "another digit": ("SN-11", "SN-10"),
    "a zero within": ("SN-101", "SN-1001"),
    "a zero within a serial number": ("5CG0012", "5CG12"),
    "one of a series that begins with L": ("L001", "1001"),
    "the same with a separator": ("L-001", "11"),
    "a series that begins with PO": ("PO-12", "P-012"),
    "the same without separators": ("PO12", "P12"),
    "two series": ("A-T001", "AT-001"),
    "a short number in two parts": ("1-234", "1234"),
    "a series that begins with S": ("S-0012", "0012"),
    "the same without a separator": ("S10001", "10001"),
    "a series that begins with SN": ("SN-10", "10"),
    "separators at other places": ("1-23", "12-3"),
    "I for L": ("IT-5", "LT-5"),
    "I for L behind a lost zero": ("1I00", "01L00"),
    "a zero at the end": ("1230", "123"),
    "a letter more": ("SN-10A", "SN-10"),
    "nothing but separators": ("---", "/"),
    "letters swapped": ("NS-10", "SN-10"),
    "5 for S": ("5N-10", "SN-10"),
}


@pytest.mark.parametrize(("given", "known"), OTHERS.values(), ids=OTHERS)
def test_others_are_not(given: str, known: str, likely: Likely) -> None:
    assert likely(given, known) is None


MARKS = {
    "a label": "S/N: {}",
    "a label without a sign": "SN{}",
    "a label with a hash": "Serial # {}",
    "a label in German": "Seriennummer: {}",
    "a label in French": "N\u00b0 de s\u00e9rie {}",
    "a label and a bracket": "[S/N {}]",
    "quotes": '"{}"',
    "one quote": "'{}",
    "Code 39": "*{}*",
    "brackets": "({})",
    "a full stop": "{}.",
    "a comma": "{},",
    "a hash": "#{}",
    "GS1": "(21){}",
    "a tag's label": "Asset Tag: {}",
}
MARKED = ["C02XL0ABJG5H", "10001", "LT-0012"]


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
@pytest.mark.parametrize("known", MARKED)
def test_marks_around_an_identifier_do_not_matter(mark: str, known: str, likely: Likely) -> None:
    marked = mark.format(known).upper()

    assert (likely(marked, known), likely(known, marked)) == (known, marked)


SCANNED = {
    "an S before a serial number": ("SC02XL0ABJG5H", "C02XL0ABJG5H"),
    "an S before a long number": ("S123456789", "123456789"),
    "an S in Code 39": ("*S5CG1234ABC*", "5CG1234ABC"),
    "the bar code of Lenovo": ("1S20L5S0X000PF1A11B2", "PF1A11B2"),
    "the same, older, with a label": ("S/N: 1S4236B88R8ABCDE", "R8ABCDE"),
}


@pytest.mark.parametrize(("given", "known"), SCANNED.values(), ids=SCANNED)
def test_what_scanners_put_before_serial_numbers_does_not_matter(given: str, known: str, likely: Likely) -> None:
    assert (likely(given, known), likely(known, given)) == (known, given)


def test_scanners_put_nothing_before_tags() -> None:
    assert alike(unknown((None, "SC02XL0ABJG5H")), devices((None, "C02XL0ABJG5H"))) == []


def test_decimals_of_a_number_do_not_matter() -> None:
    told = likely_together((given, ("10001",)) for given in ("10001.0", "10001,00", "10001.5"))
    assert list(told.values()) == ["10001", "10001", None]


def test_of_several_that_look_alike_two_are_named() -> None:
    known = devices(("00123", None), ("0123", None), ("SN 123", None), ("1234", None))
    assert alike(unknown(("123", None)), known) == [(1, "serial_number", "123", 3, "00123")]
    found: Any = likely_identifiers(on_polars(unknown(("123", None))), on_polars(known)).collect("polars").to_native()
    assert found["another"].to_list() == ["SN 123"]


def test_a_skeleton_that_hundreds_share_stays_one_row_per_row() -> None:
    padded = [("0" * size + "7", None) for size in range(1, 400)]
    rows = unknown(("7", None), *(("O" * size + "7", None) for size in range(2, 400)))
    found = alike(rows, devices(*padded))
    assert [row_id for row_id, *_ in found] == list(range(1, 400))
    assert {(number, likely) for *_, number, likely in found} == {(399, "0" * 399 + "7")}


def test_rows_are_compared_with_each_other_where_only_separators_and_letters_for_digits_differ() -> None:
    rows = unknown(("ABC-123", "T-1"), ("ABC123", "T-2"), ("ABCI23", "T-3"), ("SN: ABC123", "T-4"), ("77", "T-5"))
    assert alike(rows, devices(("SN-9", "T-9"))) == [
        (1, "serial_number", "ABC-123", 2, "ABC123"),
        (2, "serial_number", "ABC123", 2, "ABC-123"),
        (3, "serial_number", "ABCI23", 2, "ABC-123"),
    ]


def test_the_ledger_is_told_rather_than_another_row() -> None:
    rows = unknown(("ABC-123", None), ("ABC123", None))
    found: Any = likely_identifiers(on_polars(rows), on_polars(devices(("SN: ABC 123", None)))).collect("polars")
    assert found.to_native().select("alike", "likely", "is_on_record").rows() == [(1, "SN: ABC 123", True)] * 2


@pytest.mark.system
def test_in_a_real_fleet_no_device_is_like_another() -> None:
    fleet = real_fleet()
    rows = unknown(*fleet.select("serial_number", "asset_tag").iter_rows())
    own = fleet.with_columns(serial_number="asset_tag")
    named_by_tags = alike(unknown(*((tag, None) for tag in fleet["asset_tag"])), own)
    assert max(len(alike(rows, fleet)), len(named_by_tags)) <= fleet.height // 1000


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
    assert schema == ["row_id", "identifier", "given", "alike", "likely", "another", "is_on_record", "is_former"]
    assert alike(unknown(("123", None), (None, None)), devices()) == []
    assert alike(unknown((None, None)), devices(("1", "1"))) == []


@pytest.mark.system
def test_duckdb_finds_alike_what_polars_does() -> None:
    known = devices(("00123", "T-1"), ("SN-10", None), ("AB-1", "T-O"), ("12-3", None), ("LT-5", None), ("000", None))
    rows = unknown(("123", "T1"), ("SN-1O", None), ("\u0410B1", None), ("1-23", "TO"), ("IT-5", None), ("0", None))
    found = alike(rows, known)
    assert alike(rows, known, on_duckdb) == found
    assert [given for *_, given, _, _ in found] == ["123", "SN-1O", "\u0410B1", "TO"]
