"""What the cells of a row say of a person, put where it belongs: a column such as `Assigned to` may hold anything.

An address in a column of names or logins is the owner's e-mail address, unless the row gives one; several words in a
column of logins are a name; and a first and a last name are one name. `<none>` says that nobody is meant, whatever
else the row says of an owner.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import NOBODY_WORDS
from schemas.fields import NAME_PARTS
from schemas.keys import NOBODY, email_expr

if TYPE_CHECKING:
    from pipeline.intake.cells.typed_cells import TypedCells

# The columns that say who is meant, the address first.
OWNER_CELLS = ("owner_email", "owner_name", "username", "external_user_id", *(part.name for part in NAME_PARTS))

_LOOSE = ("owner_name", "username")
_SHOWN = r"\s*<[^<>]*>[;,]?\s*$"


def with_owners(cells: TypedCells) -> TypedCells:
    """The cells of assignments rows, with each value of the owner in the column of its field, and no parts of names."""
    has = [name for name in OWNER_CELLS if name in cells.columns]
    if not set(has) - {"owner_email"}:
        return cells
    values = _with_whole_names(cells.values)
    for name in (name for name in _LOOSE if name in values.columns):
        values = _with_addresses(values, name)
    values = _without_words(_with_names(values))
    is_nobody = names_nobody(cells.texts)
    if is_nobody.any():
        there = [name for name in OWNER_CELLS if name in values.columns]
        values = values.with_columns(pl.when(~is_nobody).then(pl.col(name)).alias(name) for name in there)
    return replace(cells, values=values)


def with_people(cells: TypedCells) -> TypedCells:
    """The cells of a people sheet, likewise; words that say nobody are blank cells."""
    values = _with_whole_names(cells.values)
    for name in (name for name in _LOOSE if name in values.columns):
        values = _with_addresses(values, name)
    values = _without_words(_with_names(values))
    email = cells.columns.get("owner_email")
    if email is None or cells.bad_cells.is_empty():
        return replace(cells, values=values)
    said = pl.col("value").str.strip_chars().str.to_lowercase()
    is_word_for_nothing = (pl.col("letter") == email.letter) & said.str.contains(NOBODY_WORDS)
    return replace(cells, values=values, bad_cells=cells.bad_cells.filter(~is_word_for_nothing.fill_null(value=False)))


def names_nobody(texts: pl.DataFrame) -> pl.Series:
    """True for each row whose owner is `<none>`: in the column of addresses, or in that of names where it is blank."""
    words = [pl.col(name).str.to_lowercase() for name in ("owner_email", *_LOOSE) if name in texts.columns]
    said = pl.coalesce(words) if words else pl.lit(None, pl.String)
    return texts.with_columns((said == NOBODY).fill_null(value=False).alias("is_nobody"))["is_nobody"]


def _with_whole_names(values: pl.DataFrame) -> pl.DataFrame:
    parts = [part.name for part in NAME_PARTS if part.name in values.columns]
    if not parts:
        return values
    whole = pl.concat_str(parts, separator=" ", ignore_nulls=True)
    whole = pl.when(whole != "").then(whole)
    given = [pl.col("owner_name")] if "owner_name" in values.columns else []
    return values.with_columns(owner_name=pl.coalesce(*given, whole)).drop(parts)


def _with_addresses(values: pl.DataFrame, name: str) -> pl.DataFrame:
    """The values, with addresses of the column in that of addresses, where it is blank, and the names beside them."""
    has_address = pl.col(name).str.contains("@", literal=True)
    if not values.select(has_address.any()).item():
        return values
    if "owner_email" not in values.columns:
        values = values.with_columns(owner_email=pl.lit(None, pl.String))
    address = pl.when(has_address).then(email_expr(pl.col(name)))
    marked = values.with_columns(_address=address).with_columns(_is_address=pl.col("_address").is_not_null())
    shown = pl.when(pl.col(name).str.contains(_SHOWN)).then(pl.col(name).str.replace(_SHOWN, "").str.strip_chars(' "'))
    is_blank = pl.col("owner_email").is_null()
    is_moved = pl.col("_is_address") & (is_blank | pl.lit(name != "username"))  # people log in with addresses, too
    return marked.with_columns(
        pl.when(is_moved).then(pl.when(shown != "").then(shown)).otherwise(pl.col(name)).alias(name),
        owner_email=pl.when(is_blank).then(pl.col("_address")).otherwise(pl.col("owner_email")),
    ).drop("_address", "_is_address")


def _without_words(values: pl.DataFrame) -> pl.DataFrame:
    """The values, blank where a column of names, logins or numbers says in words that nobody has the device."""
    there = [name for name in (*_LOOSE, "external_user_id") if name in values.columns]
    is_word = {name: pl.col(name).str.to_lowercase().str.contains(NOBODY_WORDS) for name in there}
    return values.with_columns(pl.when(~is_word[name]).then(pl.col(name)).alias(name) for name in there)


def _with_names(values: pl.DataFrame) -> pl.DataFrame:
    """The values, with several words in a column of logins as the name, where that is blank."""
    if "username" not in values.columns:
        return values
    is_name = pl.col("username").str.contains(r"\S\s+\S").fill_null(value=False)
    given = [pl.col("owner_name")] if "owner_name" in values.columns else []
    return values.with_columns(
        owner_name=pl.coalesce(*given, pl.when(is_name).then("username")),
        username=pl.when(~is_name).then("username"),
    )
