"""The keys by which people's names are compared, however they are written."""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, settled, stacked, with_blanks, with_replaced
from schemas.fields import OWNER_HANDLE
from schemas.person_names import ACCENTED, MARKS
from schemas.vocabulary import Outcome

# A first name that is no initial, and a last name, in Latin letters.
_FULL_NAME = r"^[a-zß-ɏ][a-zß-ɏ'’-]{2,}(?: [a-zß-ɏ.'’-]+)* [a-zß-ɏ][a-zß-ɏ'’-]+$"


def name_keys(names: Frame) -> Frame:
    """One row per name of the column `owner_name`: `name`, the same for all ways to write it.

    It is without case and accents, the first name first: `Müller, Eva` and `EVA MULLER` are one.
    """
    names = settled(names.select("owner_name").drop_nulls().unique())
    is_plain = ~nw.col("owner_name").str.contains(r"[^ -~]")
    plain = nw.col("owner_name").str.to_lowercase()
    lowered = names.filter(is_plain).with_columns(name=plain)
    foreign = settled(names.filter(~is_plain))
    if not is_empty(foreign):
        folded = plain.str.replace_all(MARKS, "").str.replace_all("ß", "ss", literal=True)
        lowered = stacked([lowered, with_replaced(foreign.with_columns(name=folded), "name", ACCENTED)])
    return settled(lowered.with_columns(name=_turned_expr()))


def named_otherwise(rows: Frame, given: Frame, created: Frame) -> Frame:
    """One row per row that calls a new person otherwise than the person is put on record: `row_id, called, recorded`.

    `rows` are the decided ones, `given` the assignments rows as they were typed, `created` the new owners.
    """
    if is_empty(created) or is_empty(called := settled(given.select("row_id", called="owner_name").drop_nulls())):
        return given.head(0).select("row_id", called="owner_name", recorded="owner_name")
    known = with_blanks(created, dict.fromkeys(OWNER_HANDLE, nw.String()))
    known = known.select("org_id", owner_email=nw.coalesce(*OWNER_HANDLE), recorded="owner_name").drop_nulls()
    is_carried_out = nw.col("outcome").is_in([Outcome.APPLIED.value, Outcome.UNCHANGED.value])
    pairs = rows.filter(is_carried_out).select("row_id", "org_id", "owner_email")
    pairs = pairs.join(called, on="row_id", how="inner").join(known, on=["org_id", "owner_email"], how="inner")
    for name in ("called", "recorded"):
        keys = name_keys(pairs.select(owner_name=name)).rename({"owner_name": name, "name": f"{name}_key"})
        pairs = pairs.join(keys, on=name, how="left")
    is_another = nw.col("called_key") != nw.col("recorded_key")
    return settled(pairs.filter(is_another).select("row_id", "called", "recorded").sort("row_id"))


def named_quite_otherwise(rows: Frame, given: Frame, owners: Frame) -> Frame:
    """One row per row that gives the number or login of somebody on record beside quite another name, and no address.

    Columns as of `named_otherwise`; `owners` are those on record before. Who has married has the first name in common.
    """
    is_by_number = (~nw.col("external_user_id").is_null() | ~nw.col("username").is_null()) & nw.col(
        "owner_email"
    ).is_null()
    called = settled(given.filter(is_by_number & ~nw.col("owner_name").is_null()).select("row_id", called="owner_name"))
    if is_empty(called):
        return called.with_columns(recorded=nw.col("called"))
    known = owners.select("org_id", owner_email="handle", recorded="owner_name").drop_nulls()
    pairs = rows.select("row_id", "org_id", "owner_email").join(called, on="row_id", how="inner")
    return quite_other(pairs.join(known, on=["org_id", "owner_email"], how="inner"))


def quite_other(pairs: Frame) -> Frame:
    """Those of the pairs (`row_id, called, recorded`) that have neither first nor last name in common.

    Only names of two words or more in Latin letters are compared, without initials.
    """
    columns = ("row_id", "called", "recorded")
    pairs = settled(pairs.filter(nw.col("called").str.to_lowercase() != nw.col("recorded").str.to_lowercase()))
    if is_empty(pairs):
        return pairs.select(*columns)
    for name in columns[1:]:
        keys = name_keys(pairs.select(owner_name=name)).rename({"owner_name": name, "name": f"{name}_key"})
        pairs = pairs.join(keys, on=name, how="left")
        key = nw.col(f"{name}_key")
        pairs = pairs.filter(key.str.contains(_FULL_NAME)).with_columns(
            key.str.replace_all(r"\s.*$", "").alias(f"{name}_first"),
            key.str.replace_all(r"^.*\s", "").alias(f"{name}_last"),
        )
    differs = [
        nw.col(f"called_{one}") != nw.col(f"recorded_{other}")
        for one in ("first", "last")
        for other in ("first", "last")
    ]
    found = pairs.filter(nw.all_horizontal(*differs, ignore_nulls=False))
    return settled(found.select(*columns).unique("row_id").sort("row_id"))


def _turned_expr() -> nw.Expr:
    """The name with the first name first, also where the last one came first, before a comma."""
    name = nw.col("name")
    last, first = name.str.replace_all(r"\s*,.*$", ""), name.str.replace_all(r"^[^,]*,\s*", "")
    is_turned = name.str.contains(r"^[^,]+,[^,]*[^,\s]$")
    return nw.when(is_turned).then(nw.concat_str(first, nw.lit(" "), last)).otherwise(name)
