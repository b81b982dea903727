"""Numbers and logins by which rows would put two people on record as one: their names have no word in common.

A person may be called `Anna Bell` here and `Bell, A.` or `Anna Meyer` there, which is only told. But of `Anna Bell` and
`Bob Fox` with one number, one would get the devices of the other. An address that both give makes them one person.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, is_true_expr, settled
from pipeline.core.owners.name_keys import name_keys
from pipeline.core.owners.new_owners import KEYS, PREFIXES, mismatched


def without_shared(rows: Frame, is_claiming: nw.Expr) -> Frame:
    """The rows, of which those that give two new people one number or login are a mismatch.

    They have their `owner_key`; `is_claiming` is true for those that would put their person on record.
    """
    for column, key in KEYS.items():
        number = nw.col(column).str.to_lowercase()
        given = is_claiming & ~nw.col(column).is_null() & ~nw.col("owner_name").is_null()
        is_weak = nw.col("owner_key") == nw.concat_str(nw.lit(PREFIXES[key]), number)
        claims = settled(rows.filter(given).select("org_id", "owner_name", number=number, is_weak=is_weak))
        shared = None if is_empty(claims) else _shared(claims)
        if shared is not None:
            rows = _refused(rows.with_columns(number.alias(key)), shared, is_claiming, key)
    return rows


def _shared(claims: Frame) -> Frame | None:
    """One row per number of two people: `org_id, number, first, last`, which are their names; None without any."""
    groups = claims.group_by("org_id", "number").agg(
        first=nw.col("owner_name").min(), last=nw.col("owner_name").max(), weak=nw.col("is_weak").cast(nw.Int64).max()
    )
    several = settled(groups.filter(nw.col("first") != nw.col("last"), nw.col("weak") > 0).drop("last", "weak"))
    if is_empty(several):
        return None
    names = claims.select("org_id", "number", "owner_name").unique().join(several, on=["org_id", "number"])
    for name in ("owner_name", "first"):
        keys = name_keys(names.select(owner_name=name)).rename({"owner_name": name, "name": f"{name}_key"})
        names = names.join(keys, on=name, how="left")
    words = [_end_words(f"{name}_key") for name in ("owner_name", "first")]
    is_alike = (one == other for one in words[0] for other in words[1])
    apart = names.filter(~is_true_expr(nw.any_horizontal(*is_alike, ignore_nulls=True)))
    found = settled(
        apart.group_by("org_id", "number").agg(first=nw.col("first").min(), last=nw.col("owner_name").min())
    )
    return None if is_empty(found) else found


def _end_words(name: str) -> tuple[nw.Expr, nw.Expr]:
    """The first and the last word of a name."""
    return nw.col(name).str.replace_all(r"[ .].*$", ""), nw.col(name).str.replace_all(r"^.* ", "")


def _refused(rows: Frame, shared: Frame, is_claiming: nw.Expr, key: str) -> Frame:
    """The rows with their number as `key`, joined with the two people who would have it."""
    told = rows.join(shared, left_on=["org_id", key], right_on=["org_id", "number"], how="left")
    is_refused = ~nw.col("first").is_null() & is_claiming
    return settled(told.with_columns(**mismatched(is_refused, key)).drop(key, "first", "last"))
