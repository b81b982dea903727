"""Amounts of several currencies in one column, which a sum would mix. Nothing is converted.

A sign may mean several currencies (`$`, `kr`, `¥`): two signs differ where they have no currency in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import BAD_CELL_SCHEMA, column_note
from schemas.fields import FieldType
from schemas.reasons.cell_issues import MIXED_CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.typed_cells import TypedCells

_A_SIGN = r"[^\d.,'’ʼ´`′ ()+\-−–—]"
_NO_SIGN = r"[\d.,'’ʼ´`′ ()+\-−–—]+"
_SIGNS: dict[str, str] = {
    "EUR": "€ EURO EUROS",
    "USD": "$ US$ DOLLAR DOLLARS",
    "CAD": "$ C$ CA$ DOLLAR DOLLARS",
    "AUD": "$ A$ AU$ DOLLAR DOLLARS",
    "NZD": "$ NZ$ DOLLAR DOLLARS",
    "SGD": "$ S$ DOLLAR DOLLARS",
    "HKD": "$ HK$ DOLLAR DOLLARS",
    "TWD": "$ NT$ DOLLAR DOLLARS",
    "MXN": "$ MX$",
    "ARS": "$",
    "CLP": "$",
    "COP": "$",
    "UYU": "$",
    "BRL": "R$",
    "GBP": "£ POUND POUNDS",
    "EGP": "£ POUND POUNDS",
    "CHF": "FR SFR FRANKEN FRANCS",
    "JPY": "¥ YEN 円",
    "CNY": "¥ RMB 元",
    "SEK": "KR",
    "NOK": "KR",
    "DKK": "KR",
    "ISK": "KR",
    "CZK": "KČ KC",
    "HUF": "FT",
    "PLN": "ZŁ ZL",
    "RON": "LEI",
    "TRY": "TL ₺",
    "MYR": "RM",
    "IDR": "RP",
    "INR": "₹ ₨ RS",
    "PKR": "₨ RS",
    "LKR": "₨ RS",
    "ZAR": "R",
    "BGN": "ЛВ",
    "RUB": "РУБ Р ₽",
    "UAH": "ГРН GRN ₴",
    "RSD": "ДИН DIN",
    "KRW": "₩ 원",
    "ILS": "₪",
    "VND": "₫",
    "THB": "฿",
    "NGN": "₦",
    "KZT": "₸",
    "GEL": "₾",
}


def mixed_currencies(cells: TypedCells, *, header_row: int) -> pl.DataFrame:
    """One warning per column of money with several currencies, with the first cell of each."""
    nothing = pl.DataFrame(schema=BAD_CELL_SCHEMA)
    columns = [column for column in cells.columns.values() if column.type is FieldType.DECIMAL and not column.is_usual]
    if not columns:
        return nothing
    has_signs = cells.texts.select(pl.col(column.name).str.contains(_A_SIGN).any() for column in columns).row(0)
    told = [_told(cells, column, header_row) for column, has_sign in zip(columns, has_signs, strict=True) if has_sign]
    return pl.concat([nothing, *told])


def _told(cells: TypedCells, column: Column, header_row: int) -> pl.DataFrame:
    named = _different(_first_rows(cells, column).rows())
    if len(named) <= 1:
        return pl.DataFrame(schema=BAD_CELL_SCHEMA)
    *most, last = [f"{sign} ({column.letter}{row})" for sign, row in named]
    fields = {"signs": f"{', '.join(most)} and {last}"}
    return column_note(column, MIXED_CURRENCIES["column"], header_row, fields)


def _first_rows(cells: TypedCells, column: Column) -> pl.DataFrame:
    """Every sign or code of a column in capitals, and the first row that has it, in the order of the sheet."""
    is_amount = cells.values[column.name].is_not_null()
    amounts = cells.texts.select("row", text=column.name).filter(is_amount, pl.col("text").str.contains(_A_SIGN))
    signs = pl.col("text").str.to_uppercase().str.replace_all(_NO_SIGN, " ").str.strip_chars().str.split(" ")
    first = amounts.select("row", sign=signs).explode("sign").unique("sign", keep="first", maintain_order=True)
    return first.select("sign", "row")


def _different(signs: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The signs that have no currency in common with an earlier one."""
    meanings: list[set[str]] = []
    named: list[tuple[str, int]] = []
    for sign, row in signs:
        meant = _meant(sign)
        known = next((place for place, other in enumerate(meanings) if other & meant), None)
        if known is None:
            meanings.append(meant)
            named.append((sign, row))
        else:
            meanings[known] &= meant
    return named


def _meant(sign: str) -> set[str]:
    """The currencies that a sign may mean. `EUR€` is the euro, and an unknown code is itself."""
    known = {code for code, signs in _SIGNS.items() if sign in signs.split()}
    return known or {sign[:3]}
