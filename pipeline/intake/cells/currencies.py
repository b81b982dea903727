"""The currency of the prices of each row: what its own column says, else the sign beside the amount, else the header.

A sign may be typed, or shown by the number format of the cell, which is read only where the file has such formats.
Nothing is converted. A sign may mean several currencies (`$`, `kr`, `¥`): then the settings say which, or the other
amounts of the sheet; where neither does, the sign itself is kept, so that its amounts are added to no others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import NO_BAD_CELLS, column_note
from pipeline.intake.readers.xml.number_formats import currency_shown
from schemas.fields import CURRENCY, PRICES
from schemas.reasons.cell_issues import MIXED_CURRENCIES
from schemas.reasons.column_values import UNCLEAR_CURRENCY
from schemas.words.currencies import CODES, meanings, meant, of_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.typed_cells import TypedCells
    from pipeline.intake.headers.header_row import Header
    from pipeline.intake.raw_sheets import RawSheet
    from pipeline.model import Reading

A_SIGN = r"[^\d.,'’ʼ´`′ ()+\-−–—]"
_NO_SIGN = r"[\d.,'’ʼ´`′ ()+\-−–—]+"


def with_currencies(
    cells: TypedCells, header: Header, moved: pl.DataFrame, raw: RawSheet, how: Reading
) -> tuple[TypedCells, pl.DataFrame]:
    """The cells with a currency for each row that says one, notes on what is mixed or not clear; and warnings.

    `moved` are the cells that were filled from another column.
    """
    prices = [cells.columns[name] for name in PRICES if name in cells.columns]
    signs = {column.name: _signs(cells, column) for column in prices if _has_signs(cells, column)}
    signs = _with_shown(signs, cells, prices, raw) if prices and raw.shows_currencies() else signs
    named = {letter: currency for letter, title in header.titles.items() if (currency := of_header(title))}
    titled = {column.name: _of_headers(cells, column, named, moved) for column in prices if named}
    titled = {name: one for name, one in titled.items() if one.null_count() < one.len()}
    own = {CURRENCY: cells.values[CURRENCY]} if CURRENCY in cells.columns else {}
    if not (own or signs or titled or (prices and how.amounts_in)):
        return cells, NO_BAD_CELLS
    clear = _clear([*own.values(), *signs.values(), *titled.values()])
    # As our exports write it, a sign in its own column is what is on record.
    is_ours = CURRENCY in own and header.titles[cells.columns[CURRENCY].letter] == CURRENCY
    said = {name: _meant(one, how.currency, frozenset() if is_ours else clear) for name, one in own.items()}
    above = {name: _meant(one, how.currency, clear) for name, one in titled.items()}
    near = {name: _meant(one, how.currency, clear, above.get(name)) for name, one in signs.items()}
    beside = [one for name in PRICES for one in (near.get(name), above.get(name)) if one is not None]
    value = _value(cells, [*said.values(), *beside, _where_priced(cells, prices, how.amounts_in)])
    notes = [*_mixed(cells, signs, header), *_unclear(cells, signs, near, header)]
    told = replace(cells, values=cells.values.with_columns(value), notes=pl.concat([cells.notes, *notes]))
    return told, _contrary(cells, said, beside)


def _has_signs(cells: TypedCells, column: Column) -> bool:
    return not column.is_usual and bool(cells.texts[column.name].str.contains(A_SIGN).any())


def _signs(cells: TypedCells, column: Column) -> pl.Series:
    """The sign or code beside each amount, in capitals; null where there is none."""
    text = pl.col("text").str.to_uppercase().str.replace_all(_NO_SIGN, " ").str.strip_chars()
    is_amount = cells.values[column.name].is_not_null()
    signs = cells.texts.select(text=column.name).select(text)
    return signs.select(pl.when(is_amount & (pl.col("text") != "")).then("text").alias(column.name)).to_series()


def _with_shown(
    signs: dict[str, pl.Series], cells: TypedCells, prices: list[Column], raw: RawSheet
) -> dict[str, pl.Series]:
    """The signs, and where there is none beside an amount, the currency that the format of its cell shows."""
    found = raw.stored([column.letter for column in prices]).select("row", "column", "format").drop_nulls()
    shown = {code: currency for code in found["format"].unique() if (currency := currency_shown(code))}
    found = found.filter(pl.col("format").is_in(list(shown)))
    for (letter,), here in found.group_by("column"):
        (name,) = (column.name for column in prices if column.letter == letter)
        told = here.select("row", shown=pl.col("format").replace_strict(shown, return_dtype=pl.String))
        texts = cells.texts.select("row").join(told, on="row", how="left", maintain_order="left")["shown"]
        texts = texts.set(cells.values[name].is_null(), None).alias(name)
        signs = {**signs, name: signs[name].fill_null(texts) if name in signs else texts}
    return signs


def _of_headers(cells: TypedCells, column: Column, named: Mapping[str, str], moved: pl.DataFrame) -> pl.Series:
    """The currency in the header of each amount, which may stand in another column than that of the field.

    `named` are the currencies in headers, by letter.
    """
    there = moved.filter(pl.col("letter") == column.letter).select("row", "source")
    letters = cells.texts.select("row").join(there, on="row", how="left", maintain_order="left")["source"]
    said = letters.fill_null(column.letter).replace_strict(named, default=None, return_dtype=pl.String)
    return said.set(cells.values[column.name].is_null(), None)


def _where_priced(cells: TypedCells, prices: list[Column], currency: str | None) -> pl.Series:
    """That currency where the row has an amount."""
    is_priced = pl.any_horizontal(pl.lit(value=False), *(pl.col(column.name).is_not_null() for column in prices))
    return cells.values.select(pl.when(is_priced).then(pl.lit(currency, pl.String)).alias(CURRENCY)).to_series()


def _clear(said: Iterable[pl.Series]) -> frozenset[str]:
    """The currencies that are said in a way that means no other."""
    there = {str(text) for one in said for text in one.drop_nulls().unique()}
    return frozenset(code for text in there for code in meanings(text) if len(meanings(text)) == 1)


def _meant(texts: pl.Series, usual: str | None, clear: frozenset[str], above: pl.Series | None = None) -> pl.Series:
    """What the texts of a column mean; of several meanings the one in the header `above`, then the `usual` one."""
    if above is not None and (titles := above.drop_nulls().unique()).len() == 1:
        near = titles.item()
        texts = texts.replace({text: near for text in texts.drop_nulls().unique() if near in meanings(text)})
    means = {text: meant(text, usual, clear) for text in texts.drop_nulls().unique()}
    return texts.replace_strict(means, default=None, return_dtype=pl.String)


def _value(cells: TypedCells, said: list[pl.Series]) -> pl.Series:
    """The first that is said of each row; nothing else counts where the column of currencies has any text."""
    first = pl.select(pl.coalesce(said)).to_series().alias(CURRENCY)
    if CURRENCY not in cells.columns:
        return first
    is_own = cells.texts[CURRENCY].is_not_null()
    return pl.select(pl.when(is_own).then(said[0]).otherwise(first).alias(CURRENCY)).to_series()


def _mixed(cells: TypedCells, signs: dict[str, pl.Series], header: Header) -> list[pl.DataFrame]:
    """One note per column of amounts of several currencies, with the first cell of each."""
    told = []
    for name, texts in signs.items():
        column, named = cells.columns[name], _different(_first_rows(cells, texts))
        if len(named) > 1:
            *most, last = [f"{sign} ({column.letter}{row})" for sign, row in named]
            fields = {"signs": f"{', '.join(most)} and {last}"}
            told.append(column_note(column, MIXED_CURRENCIES["column"], header.row_of(column.letter), fields))
    return told


def _unclear(
    cells: TypedCells, signs: dict[str, pl.Series], near: dict[str, pl.Series], header: Header
) -> list[pl.DataFrame]:
    """One note per column with signs that may mean several currencies, of which nothing says which it is."""
    told, blank = [], pl.Series([False]).new_from_index(0, cells.values.height)
    is_own = cells.values[CURRENCY].is_not_null() if CURRENCY in cells.columns else blank
    for name, texts in signs.items():
        is_told = near[name].is_in(list(CODES)).fill_null(value=True) | is_own
        unclear = _first_rows(cells, texts.set(is_told, None))
        if unclear:
            sign, row = unclear[0]
            column = cells.columns[name]
            could = ", ".join(meanings(sign)[:3])
            fields = {"sign": sign, "at": f"{column.letter}{row}", "could": could}
            told.append(column_note(column, UNCLEAR_CURRENCY["sign"], header.row_of(column.letter), fields))
    return told


def _contrary(cells: TypedCells, said: dict[str, pl.Series], beside: list[pl.Series]) -> pl.DataFrame:
    """One warning on the first row whose column of currencies says another than its price does."""
    if not said or not beside:
        return NO_BAD_CELLS
    shown = pl.select(pl.coalesce(beside)).to_series()
    rows = cells.texts.select("row").with_columns(own=said[CURRENCY], other=shown)
    pairs = rows.filter(pl.col("own") != pl.col("other")).select("own", "other").unique()
    unlike = [pair[0] not in meanings(pair[1]) for pair in pairs.rows()]
    found = rows.join(pairs.filter(pl.Series(unlike, dtype=pl.Boolean)), on=["own", "other"], how="semi")
    if found.is_empty():
        return NO_BAD_CELLS
    row, own, other = found.row(0)
    fields = {"own": own, "other": other, "count": f"{found.height:,}"}
    return column_note(cells.columns[CURRENCY], UNCLEAR_CURRENCY["contrary"], row, fields)


def _first_rows(cells: TypedCells, texts: pl.Series) -> list[tuple[str, int]]:
    """Every text of a column, and the first row that has it, in the order of the sheet."""
    first = cells.texts.select("row", sign=texts).drop_nulls("sign").unique("sign", keep="first", maintain_order=True)
    return list(first.select("sign", "row").iter_rows())


def _different(signs: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The signs that have no currency in common with an earlier one."""
    known: list[set[str]] = []
    named: list[tuple[str, int]] = []
    for sign, row in signs:
        could = set(meanings(sign))
        place = next((at for at, other in enumerate(known) if other & could), None)
        if place is None:
            known.append(could)
            named.append((sign, row))
        else:
            known[place] &= could
    return named
