"""The people of a plan that is carried out: which of its lines need each other, and what is out of date.

Where one line gives a person what another line takes from somebody, the first needs the second: otherwise two people
would have it.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, settled
from pipeline.core.owners.identities import without_fact
from schemas.fields import OWNER_KEYS
from schemas.vocabulary import EventType


def without_given_up(owners: Frame, owner_changes: Frame) -> Frame:
    """The owners without what identifies them as far as the plan changes it."""
    for fact in OWNER_KEYS:
        owners = without_fact(owners, fact, owner_changes.filter(nw.col("field") == fact))
    return owners


def taken_by_now(owner_changes: Frame, owners: Frame) -> Frame:
    """The owners (`owner_id`) whom the plan gives what another one of `without_given_up` has by now."""
    orgs = owners.select("owner_id", "org_id")
    found = []
    for fact in OWNER_KEYS:
        claims = owner_changes.filter((nw.col("field") == fact) & ~nw.col("new").is_null())
        claims = claims.select("owner_id", known_by=nw.col("new").str.to_lowercase()).join(
            orgs, on="owner_id", how="inner"
        )
        holders = owners.select("org_id", known_by=nw.col(fact).str.to_lowercase()).drop_nulls()
        found.append(claims.join(holders, on=["org_id", "known_by"], how="semi").select("owner_id"))
    return nw.concat(found, how="vertical")


def needed_people(owner_changes: Frame, created: Frame, events: Frame) -> Frame:
    """One row per owner and other owner who must first lose what the plan gives the former: `owner_id, needed_id`."""
    orgs = events.filter(nw.col("type") == EventType.OWNER_UPDATED.value).select(
        "org_id", owner_id=nw.col("aggregate_id")
    )
    told = owner_changes.filter(nw.col("field").is_in(OWNER_KEYS)).join(orgs, on="owner_id", how="inner")
    lost = told.drop_nulls("old").select(
        "org_id", "field", needed_id=nw.col("owner_id"), known_by=nw.col("old").str.to_lowercase()
    )
    given = [told.select("owner_id", "org_id", "field", known_by=nw.col("new").str.to_lowercase())]
    given += [
        created.select("owner_id", "org_id", field=nw.lit(fact), known_by=nw.col(fact).str.to_lowercase())
        for fact in OWNER_KEYS
    ]
    gains = nw.concat(given, how="vertical").drop_nulls("known_by")
    pairs = gains.join(settled(lost), on=["org_id", "field", "known_by"], how="inner")
    return settled(pairs.filter(nw.col("owner_id") != nw.col("needed_id")).select("owner_id", "needed_id").unique())


def with_needed(judged: Frame, needed: Frame) -> Frame:
    """The events of a plan with the `reason` why each is left out; those of people need the people in `needed`."""
    if is_empty(needed):
        return judged
    is_person = nw.col("aggregate") == "owner"
    while True:
        people = judged.filter(is_person & ~nw.col("reason").is_null())
        why = people.select(needed_id=nw.col("aggregate_id"), needed_reason=nw.col("reason"))
        pairs = needed.join(why, on="needed_id", how="inner")
        found = pairs.group_by("owner_id").agg(needed_reason=nw.col("needed_reason").min())
        fine = judged.filter(is_person & nw.col("reason").is_null()).select(owner_id=nw.col("aggregate_id"))
        found = settled(found.join(fine, on="owner_id", how="semi").rename({"owner_id": "aggregate_id"}))
        if is_empty(found):
            return judged
        joined = judged.join(found, on="aggregate_id", how="left")
        reason = nw.when(is_person).then(nw.coalesce("reason", "needed_reason")).otherwise(nw.col("reason"))
        judged = settled(joined.with_columns(reason=reason).drop("needed_reason"))


def with_former_handles(told: Frame, left_out: Frame) -> Frame:
    """The events or rows of a plan; people whose new address is left out are called as they are on record."""
    renamed = left_out.filter(
        (nw.col("type") == EventType.OWNER_UPDATED.value) & ~nw.col("previous_owner_email").is_null()
    )
    renamed = settled(renamed.select("org_id", "owner_email", "previous_owner_email"))
    if is_empty(renamed):
        return told
    columns = told.collect_schema().names()
    for name in ("owner_email", "previous_owner_email"):
        if name in columns:
            former = renamed.select("org_id", nw.col("owner_email").alias(name), former=nw.col("previous_owner_email"))
            joined = told.join(former, on=["org_id", name], how="left")
            told = settled(joined.with_columns(nw.coalesce("former", name).alias(name)).drop("former"))
    return told
