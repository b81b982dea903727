"""The rows of one new person, of which some may give no more than a number or login that others give with more."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, is_true_expr, settled
from schemas.vocabulary import Reason, Request

# The facts that identify a person beside the address, strongest first, with the names under which they are compared.
KEYS = {"external_user_id": "number", "username": "login"}

# What the `owner_key` of a new person begins with who is known by no more than this.
PREFIXES = {"email": "e-mail\x1f", "number": "n\x1f", "login": "l\x1f"}

_WORDS = {"email": "e-mail address", "number": "number", "login": "login"}


def as_one(rows: Frame, is_claiming: nw.Expr, keys: Mapping[str, str] = KEYS) -> Frame:
    """The rows, with those of one person under one key, also where some give only the number or the login.

    A number or login that two people would be given is a mismatch. `is_claiming` is true for the rows that would put
    theirs on record, and `keys` are the columns that are compared, each with the name under which it is.
    """
    for column, key in keys.items():
        rows = rows.with_columns(nw.col(column).str.to_lowercase().alias(key))
        claims = settled(rows.filter(is_claiming & ~nw.col(key).is_null()))
        is_weak = nw.col("owner_key") == nw.concat_str(nw.lit(PREFIXES[key]), nw.col(key))
        strong = (
            claims.filter(~is_weak)
            .group_by("org_id", key)
            .agg(
                first_key=nw.col("owner_key").min(),
                last_key=nw.col("owner_key").max(),
                first=nw.col("owner_email").min(),
                last=nw.col("owner_email").max(),
                email_of=nw.col("given_email").min(),
                number_of=nw.col("external_user_id").min(),
                id_of=nw.col("owner_id").min(),
            )
        )
        if is_empty(strong):
            continue
        told = claims.select("row_id", "org_id", key, is_weak=is_weak).join(strong, on=["org_id", key], how="inner")
        rows = settled(_with_claims(rows.join(told.drop("org_id", key), on="row_id", how="left"), key))
    return rows.drop(*keys.values(), strict=False)


def is_creating_expr() -> nw.Expr:
    """True for the assignments rows that would put their person on record."""
    is_strange = nw.col("owner_id").is_null() & nw.col("fault").is_null() & nw.col("owner_finding").is_null()
    return is_true_expr(is_strange & (nw.col("action") == Request.ASSIGN.value))


def mismatched(is_rival: nw.Expr, key: str) -> dict[str, nw.Expr]:
    """The finding of the rows whose number or login, in the column `key`, two people are given: `first` and `last`."""
    parts = (
        nw.lit(f"{_WORDS[key]} "),
        nw.col(key),
        nw.lit(" is given to "),
        nw.col("first"),
        nw.lit(" and to "),
        nw.col("last"),
    )
    mismatch = nw.lit(Reason.IDENTIFIER_MISMATCH.value)
    return {
        "owner_finding": nw.when(is_rival).then(mismatch).otherwise(nw.col("owner_finding")),
        "owners_meant": nw.when(is_rival).then(nw.concat_str(*parts)).otherwise(nw.col("owners_meant")),
    }


def _with_claims(rows: Frame, key: str) -> Frame:
    """The rows, joined with who else is to be given their number or login: one person, or two."""
    is_rival = is_true_expr(nw.col("first_key") != nw.col("last_key"))
    is_one = is_true_expr(nw.col("is_weak")) & ~is_rival
    taken = {"owner_key": "first_key", "owner_email": "first", "owner_id": "id_of"}
    if key != "email":
        taken |= {"given_email": "email_of", "external_user_id": "number_of"}
    return rows.with_columns(
        **mismatched(is_rival, key),
        **{
            name: nw.when(is_one).then(nw.coalesce(column, name)).otherwise(nw.col(name))
            for name, column in taken.items()
        },
    ).drop("is_weak", "first_key", "last_key", "first", "last", "email_of", "number_of", "id_of")
