"""Workbooks of any size for tests and benchmarks: an inventory, who holds what first, and what shall be.

Every cell is an arithmetic function of its row's or device's number, so that the same size always gives the same
workbooks. Of the rows of `assignments.xlsx`, relative to `opening.xlsx`, 70 % are unchanged, 15 % move to another
owner, 10 % are newly assigned and 5 % name a serial number that is not in the inventory; evenly mixed. Each row names a
device of its own.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import xlsxturbo

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxturbo.types import ColumnFormat, HeaderFormat

ROWS_PER_SHEET = 1_048_575
UNCHANGED, MOVED, NEW, UNKNOWN = 70, 15, 10, 5

_PRIME = 2_147_483_647
_HEAD: HeaderFormat = {"bold": True, "bg_color": "#DCE6F1"}
_DAY: ColumnFormat = {"num_format": "yyyy-mm-dd"}
_TYPES = ("laptop", "phone", "monitor", "sensor", "thermostat", "gateway", "camera", "tablet")
_CATEGORIES = ("computers", "phones", "displays", "building", "building", "network", "security", "phones")
_BRANDS = ("Halden", "Norvik", "Lumera", "Brightside", "Fieldmote")
_LOCATIONS = ("Lyon HQ", "Paris office", "Turin office", "Plant, hall A", "Home office")
_DEPARTMENTS = ("Finance", "Sales", "Engineering", "People", "Support", "Legal", "Facilities")
_STATUSES = ("in use", "in use", "in use", "in stock", "in repair")


@dataclass(frozen=True, slots=True)
class Size:
    """How much to make: `devices` is at least `rows`, since each row names a device of its own."""

    rows: int
    devices: int

    @property
    def owners(self) -> int:
        """About four devices each."""
        return max(self.rows // 4, 2)


def write_big(folder: Path, size: Size, *, changed_share: float | None = None) -> list[Path]:
    """Writes `inventory.xlsx`, `opening.xlsx`, `assignments.xlsx`, and `inventory_next.xlsx` where a share is given."""
    written = [
        _write(folder / "inventory.xlsx", "Inventory", inventory(size)),
        _write(folder / "opening.xlsx", "Opening", opening(size)),
        _write(folder / "assignments.xlsx", "Assignments", assignments(size)),
    ]
    if changed_share is not None:
        changed = inventory(size, changed_share=changed_share)
        written.append(_write(folder / "inventory_next.xlsx", "Inventory", changed))
    return written


def inventory(size: Size, *, changed_share: float = 0.0) -> pl.DataFrame:
    """One row per device. That share of them stands in another place than without a share."""
    device = pl.col("device")
    has_moved = _scattered(device, 10_000, salt=9) < round(changed_share * 10_000)
    return _numbers("device", size.devices).select(
        _serial_expr(device).alias("Serial Number"),
        pl.format("AT-{}", _digits(device, 8)).alias("Asset Tag"),
        _mac_expr(device).alias("MAC Address"),
        pl.format("Device {}", device).alias("Name"),
        _picked(device, _TYPES, salt=1).alias("Type"),
        _picked(device, _CATEGORIES, salt=1).alias("Category"),
        _picked(device, _BRANDS, salt=2).alias("Brand"),
        pl.format("Model {}", _scattered(device, 40, salt=3)).alias("Model"),
        pl.when(has_moved).then(pl.lit("Warehouse")).otherwise(_picked(device, _LOCATIONS, salt=4)).alias("Location"),
        _picked(device, _DEPARTMENTS, salt=5).alias("Department"),
        _picked(device, _STATUSES, salt=6).alias("Status"),
        (_scattered(device, 250_000, salt=7).cast(pl.Float64) / 100 + 20).round(2).alias("Purchase Price"),
        _day_expr(device, date(2020, 1, 1)).alias("Purchase Date"),
        _day_expr(device, date(2023, 1, 1)).alias("Warranty End"),
    )


def opening(size: Size) -> pl.DataFrame:
    """One row per device that somebody holds at first: those that later rows leave or move."""
    held = _rows(size).filter(pl.col("share") < UNCHANGED + MOVED)
    return _assignment_columns(held, pl.col("holder"), effective_at=pl.lit(date(2024, 1, 15)))


def assignments(size: Size) -> pl.DataFrame:
    """The rows of the second run, one per device, in the promised mix."""
    share, holder = pl.col("share"), pl.col("holder")
    is_moved = pl.col("share").is_between(UNCHANGED, UNCHANGED + MOVED, closed="left")
    heir = pl.when(is_moved).then((holder + 1) % size.owners).otherwise(holder)
    effective_at = pl.when(is_moved & (share % 5 == 0)).then(pl.lit(date(2025, 3, 1)))
    return _assignment_columns(_rows(size), heir, effective_at=effective_at)


def _rows(size: Size) -> pl.DataFrame:
    """One row per row of the second run: `row`, its `device`, that device's first `holder`, and its `share` of 100."""
    row = pl.col("row")
    return _numbers("row", size.rows).with_columns(
        share=row * 37 % 100,
        device=row * _PRIME % size.devices,
        holder=_scattered(row, size.owners, salt=8),
    )


def _assignment_columns(rows: pl.DataFrame, owner: pl.Expr, *, effective_at: pl.Expr) -> pl.DataFrame:
    row, device = pl.col("row"), pl.col("device")
    is_unknown = pl.col("share") >= UNCHANGED + MOVED + NEW
    unknown = pl.format("XX{}", _digits(row, 9))
    return rows.select(
        pl.when(is_unknown).then(unknown).otherwise(_serial_expr(device)).alias("Serial Number"),
        pl.format("person{}@acme.example", owner).alias("Owner Email"),
        pl.when(row % 3 > 0).then(pl.lit("assign")).alias("Action"),
        pl.when(row % 10 == 0).then(pl.format("desk {}", device % 500)).alias("Label"),
        effective_at.alias("Effective At"),
        pl.lit(None, dtype=pl.String).alias("End At"),
        pl.when(row % 50 == 0).then(pl.lit("checked by hand")).alias("Comment"),
    )


def _numbers(name: str, count: int) -> pl.DataFrame:
    return pl.select(pl.int_range(count, dtype=pl.UInt64).alias(name))


def _scattered(number: pl.Expr, below: int, *, salt: int) -> pl.Expr:
    """A number below that, which looks like chance but is arithmetic: the same on every machine and version."""
    return (number + salt * 7919) * 2_654_435_761 % 4_294_967_291 // 16 % below


def _picked(number: pl.Expr, words: tuple[str, ...], *, salt: int) -> pl.Expr:
    position = _scattered(number, len(words), salt=salt)
    return position.replace_strict(list(range(len(words))), list(words), return_dtype=pl.String)


def _digits(number: pl.Expr, width: int) -> pl.Expr:
    return number.cast(pl.String).str.zfill(width)


def _serial_expr(device: pl.Expr) -> pl.Expr:
    return pl.format("SN{}", _digits(device, 9))


def _mac_expr(device: pl.Expr) -> pl.Expr:
    """A locally administered address that has the device's number in its last five octets."""
    digits = _digits(device, 10)
    return pl.format("02:{}:{}:{}:{}:{}", *(digits.str.slice(at, 2) for at in range(0, 10, 2)))


def _day_expr(device: pl.Expr, first: date) -> pl.Expr:
    return pl.lit(first) + pl.duration(days=_scattered(device, 1000, salt=10).cast(pl.Int64))


def _write(path: Path, name: str, rows: pl.DataFrame) -> Path:
    """Writes the rows, on as many sheets as Excel needs for them."""
    parts = [rows.slice(at, ROWS_PER_SHEET) for at in range(0, max(rows.height, 1), ROWS_PER_SHEET)]
    sheets = [(part, name if at == 1 else f"{name} {at}") for at, part in enumerate(parts, start=1)]
    days = {name: _DAY for name, dtype in rows.schema.items() if dtype == pl.Date}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # what constant memory gives up is not wanted here
        xlsxturbo.dfs_to_xlsx(
            sheets, str(path), constant_memory=True, freeze_panes=True, header_format=_HEAD, column_formats=days
        )
    return path
