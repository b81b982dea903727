"""The type of a device in the name of its model, or in its own, where a list has no column of types.

Lists of small offices have one column for what a device is: `Notebook Lenovo T14`, `MacBook Pro 14"`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from schemas.words.product_types import ANY_WORD, BEHIND, LINES, PARTS, STANDS_FOR, WORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NAMES = ("model", "name")


def types_by_column(fields: Mapping[str, str], rows: pl.DataFrame) -> pl.DataFrame:
    """The type of each row by each column in which some name says one, the best column first.

    None where the sheet has a column of types. `fields` are those of the columns, by letter, `rows` the data rows.
    """
    if {"type", "category"} & {*fields.values()}:
        return pl.DataFrame()
    named = [letter for name in _NAMES for letter, field in fields.items() if field == name and letter in rows.columns]
    found = (types_in(rows, [letter]).alias(letter) for letter in named)
    return pl.DataFrame([types for types in found if types.count()])


def types_in(rows: pl.DataFrame, letters: Sequence[str]) -> pl.Series:
    """The type of each row by the words in these columns, in lower case; null where none says one, or one says two."""
    found = [
        rows.select(text=letter).join(_types(rows[letter]), on="text", how="left", maintain_order="left")["type"]
        for letter in letters
    ]
    by_letter = pl.DataFrame(dict(zip(letters, found, strict=True)))
    return by_letter.select(said_type=pl.coalesce(*letters)).to_series()


def counted(types: pl.Series) -> str:
    """The types with the number of their rows, as text, the most frequent first."""
    of_each = types.drop_nulls().value_counts(sort=True).sort("count", types.name, descending=[True, False])
    return ", ".join(f"{word} ({count:,})" for word, count in of_each.rows())


def untyped(types: pl.Series) -> str | None:
    """The number of rows without a type, as text; None where each has one."""
    count = types.null_count()
    return f"{count:,} row{'s' if count > 1 else ''}" if count else None


def _types(texts: pl.Series) -> pl.DataFrame:
    """The type that each text says, once per text."""
    once = pl.DataFrame({"text": texts.unique()}).filter(pl.col("text").str.contains(ANY_WORD))
    words = once.select("text", word=_words_expr()).explode("word").drop_nulls("word")
    kind = pl.col("word").replace_strict(STANDS_FOR, return_dtype=pl.String)
    told = words.with_columns(kind=kind, is_part=pl.col("word").is_in(PARTS))
    leading = told.filter(~pl.col("is_part") | pl.col("is_part").all().over("text"))
    alone = leading.group_by("text", maintain_order=True).agg(pl.col("word").first(), pl.col("kind").unique())
    is_sure = (pl.col("kind").list.len() == 1) & (pl.col("kind").list.first() != "")
    return alone.filter(is_sure).select("text", type="word")


def _words_expr() -> pl.Expr:
    """The words in a text that may say what the device is, product lines as the word for their type."""
    text = pl.col("text").str.to_lowercase().str.replace(BEHIND, "").str.replace_all(r"(\w)-(\w)", "${1}_${2}")
    for word, names in LINES.items():
        text = text.str.replace_all(rf"\b(?:{names})\d*\b", word)
    return text.str.extract_all(WORD).list.eval(pl.element().str.replace_all("_", "-"))
