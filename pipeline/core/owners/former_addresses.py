"""Addresses that people had before: in a list that has not heard of a new address they still mean the person.

So an old sheet, or an export made before, does not put anybody on record twice. Where the row gives a number or a login
beside the address, those say who is meant.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, settled
from schemas.fields import OWNER_IDENTIFIERS


def with_present_addresses(rows: Frame, owners: Frame, former: Frame) -> Frame:
    """The rows; the former address of one person, which nobody has now, is replaced by the present one.

    `former` has one row per address that somebody had before: `owner_id, org_id, email`.
    """
    wanted = rows.select("org_id", email=nw.col("owner_email")).drop_nulls().unique()
    asked = settled(former.join(wanted, on=["org_id", "email"], how="semi").unique())
    if is_empty(asked):
        return rows
    asked = asked.join(owners.select("org_id", "email").drop_nulls(), on=["org_id", "email"], how="anti")
    present = owners.drop_nulls("email").select("owner_id", present=nw.col("email"))
    told = asked.join(present, on="owner_id", how="inner").group_by("org_id", "email")
    known = told.agg(nw.col("present").min(), people=nw.len()).filter(nw.col("people") == 1).drop("people")
    joined = rows.join(settled(known.rename({"email": "owner_email"})), on=["org_id", "owner_email"], how="left")
    is_alone = nw.all_horizontal(*(nw.col(name).is_null() for name in OWNER_IDENTIFIERS[1:]), ignore_nulls=False)
    email = nw.when(is_alone).then(nw.coalesce("present", "owner_email")).otherwise(nw.col("owner_email"))
    return settled(joined.with_columns(owner_email=email).drop("present"))
