"""The tables that several reports have: devices as they are listed, money by a group, and the charts of both.

Amounts of two currencies are never added up: what is summed is summed per currency.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipeline.model import Chart
from pipeline.outputs.frames.totals import money_text
from pipeline.outputs.messages.plurals import agree, listing
from schemas.words.statuses import ended_words, folded_word

NONE = "(none)"
# So many bars of a chart can be read, and so many charts of one table.
_BARS, _CHARTS = 15, 3

# What a device is listed by, and who has it.
DEVICE = ("serial_number", "asset_tag", "name", "type")
HOLDER = ("owner_email", "owner_name")


def with_payers(devices: pl.DataFrame) -> pl.DataFrame:
    """The devices with the department, cost centre and location that count: their own, else those of the holder."""
    return devices.with_columns(
        pl.coalesce(name, f"owner_{name}").alias(name) for name in ("department", "cost_center", "location")
    )


def is_gone() -> pl.Expr:
    """True for a device whose status says that it is retired, sold, lost or the like."""
    words = ended_words()
    return (
        pl.col("status")
        .fill_null("")
        .map_batches(
            lambda column: column.is_in([said for said in column.unique() if folded_word(said) in words]),
            return_dtype=pl.Boolean,
        )
    )


def listed(devices: pl.DataFrame, *columns: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """These columns of the devices, in the order of `by`; the organization first, where there are several."""
    shown = ["org_id", *columns] if devices["org_id"].n_unique() > 1 else [*columns]
    ordered = devices.sort(*by, "device_id", nulls_last=True) if by else devices
    return ordered.select(shown)


def people_of(devices: pl.DataFrame, *facts: str) -> pl.DataFrame:
    """One row per person who has any of the devices, those with most first, with these facts."""
    people = devices.group_by("org_id", "owner_id").agg(
        pl.col(*HOLDER, "owner_department", *facts).first(), devices=pl.len().cast(pl.Int64)
    )
    ordered = people.sort(["devices", "owner_email", "owner_id"], descending=[True, False, False])
    told = ordered.with_columns(department="owner_department", device_id="owner_id")
    return listed(told, *HOLDER, "department", *facts, "devices")


def money_by(devices: pl.DataFrame, *by: str) -> pl.DataFrame:
    """One row per group and currency of its prices, the dearest first: devices, those held, and what they cost."""
    is_held, price = pl.col("owner_id").is_not_null(), pl.col("purchase_price")
    grouped = (
        devices.with_columns(pl.col(by).fill_null(NONE))
        .group_by(*by, "currency")
        .agg(
            devices=pl.len().cast(pl.Int64),
            devices_held=is_held.sum().cast(pl.Int64),
            devices_without_price=price.null_count().cast(pl.Int64),
            purchase_price=price.sum(),
            purchase_price_held=price.filter(is_held).sum(),
            rental_price=pl.col("rental_price").sum(),
        )
    )
    order = ("currency", "purchase_price", "devices", *by)
    return grouped.sort(order, descending=[False, True, True, *(False for _ in by)], nulls_last=True)


def charts_of_money(frame: pl.DataFrame, label: str, values: Sequence[str], title: str) -> list[Chart]:
    """A chart per currency of a table that is sorted by currency, for the first rows of each that come to something."""
    charts = []
    counted = frame.with_row_index("at").filter(pl.sum_horizontal(values) > 0)
    for (currency,), rows in counted.group_by("currency", maintain_order=True):
        first, last = int(rows["at"][0]), int(rows["at"][-1])
        count, unit = min(last - first + 1, _BARS), str(currency) if currency else None
        is_over_time = frame.schema[label] == pl.Date
        charts.append(Chart(f"{title}, {unit or 'no currency'}", label, values, first, count, unit, is_over_time))
    return charts[:_CHARTS]


def chart_of_counts(frame: pl.DataFrame, label: str, values: Sequence[str], title: str) -> list[Chart]:
    """The chart of the first rows of a table; none where it has no row."""
    return [Chart(title, label, values, 0, min(frame.height, _BARS))] if frame.height else []


def money_sentence(devices: pl.DataFrame, subject: str) -> str:
    """What the devices were bought for in all, per currency, and how many have no price."""
    priced = devices.filter(pl.col("purchase_price").is_not_null())
    if priced.is_empty():
        return f"{subject} no price on record." if devices.height else ""
    left = devices.height - priced.height
    lacking = f"; {left:,} of them {agree(left, 'has', 'have')} no price" if left else ""
    return f"{subject} a purchase price of {sums_text(priced, 'purchase_price')} in all{lacking}."


def sums_text(devices: pl.DataFrame, amount: str) -> str:
    """What the amounts of the devices come to, per currency: `1,200.00 EUR and 80.00 USD`."""
    sums = devices.group_by("currency").agg(pl.col(amount).sum()).sort("currency", nulls_last=True)
    return listing([money_text(total, currency) for currency, total in sums.iter_rows()])
