"""The names of people beside their addresses, where they are known."""

from __future__ import annotations

import polars as pl


def with_names(rows: pl.DataFrame, owners: pl.DataFrame, **addresses: str) -> pl.DataFrame:
    """The rows, in their order, with the name of each person: `with_names(rows, owners, owner_name="owner_email")`.

    `owners` has `org_id, email, owner_name`. A name is null where none is known.
    """
    known = owners.select("org_id", "email", "owner_name").drop_nulls().unique(["org_id", "email"], keep="first")
    rows = rows.drop(addresses, strict=False)
    for name, address in addresses.items():
        named = known.rename({"email": address, "owner_name": name})
        rows = rows.join(named, on=["org_id", address], how="left", maintain_order="left")
    return rows
