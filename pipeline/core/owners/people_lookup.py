"""The person whom a row of a people sheet means: as `owner_lookup` has it, but compared after the run's own changes.

A people sheet changes what identifies a person. So what one row gives to a person may be what another row takes from
somebody else: people can exchange their numbers, and an address can pass from one to another.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, is_true_expr, null_text, says_otherwise_expr, settled, stacked
from pipeline.core.owners.identities import folded_expr, without_fact
from pipeline.core.owners.new_owners import KEYS, as_one
from pipeline.core.owners.owner_lookup import with_keys, with_meant
from pipeline.core.rows.inventory import clears_expr
from schemas.fields import OWNER_KEYS
from schemas.vocabulary import Reason

# What identifies a person, with the names under which it is compared; the address is `given_email` in resolved rows.
_ALL_KEYS = {"given_email": "email", **KEYS}

# For the number and the login, the stronger identifiers: as a row gives them, and on record.
_BY_EMAIL = ("given_email", "own_email")
_STRONGER = {
    "external_user_id": (_BY_EMAIL,),
    "username": (_BY_EMAIL, ("external_user_id", "own_external_user_id")),
}


def resolve_people(rows: Frame, owners: Frame) -> Frame:
    """The rows of people sheets with the person whom each of them means; adds what `resolve_owners` adds."""
    rows = rows.with_columns(given_email=nw.col("owner_email"))
    meant = settled(with_meant(rows, owners))
    meant = _with_freed_addresses(rows, meant, owners)
    meant = _with_freed_keys(rows, meant, owners)
    is_sound = nw.col("fault").is_null() & nw.col("owner_finding").is_null()
    return settled(as_one(with_keys(meant, owners), is_sound, _ALL_KEYS))


def unnameable_people(owners: Frame) -> Frame:
    """The people (`owner_id`) whom no row can mean: those known only by a name that means somebody else, too."""
    is_bare = nw.all_horizontal(*(nw.col(key).is_null() for key in OWNER_KEYS), ignore_nulls=False)
    nothing = {name: null_text() for name in ("owner_email", "given_email")}
    bare = settled(owners.filter(is_bare).rename({"owner_id": "row_id"}).with_columns(**nothing))
    if is_empty(bare):
        return owners.head(0).select("owner_id")
    is_meant = is_true_expr(nw.col("owner_id") == nw.col("row_id"))
    return settled(with_meant(bare, owners).filter(~is_meant).select(owner_id=nw.col("row_id")))


def _with_freed_addresses(rows: Frame, meant: Frame, owners: Frame) -> Frame:
    """The rows; one whose address another row takes from its person, and that gives more, means somebody else.

    That other row names the person by the number or the login, beside a new address.
    """
    own = owners.select("owner_id", own_email=nw.col("email"))
    sound = meant.filter(nw.col("fault").is_null() & nw.col("owner_finding").is_null() & ~nw.col("owner_id").is_null())
    moved = sound.drop_nulls("given_email").join(own, on="owner_id", how="inner")
    moved = settled(moved.filter(~nw.col("own_email").is_null() & (nw.col("own_email") != nw.col("given_email"))))
    if is_empty(moved):
        return meant
    is_more = nw.any_horizontal(*(~nw.col(column).is_null() for column in KEYS), ignore_nulls=True)
    freed = moved.select("org_id", given_email=nw.col("own_email")).unique()
    taking = meant.filter(is_more).join(freed, on=["org_id", "given_email"], how="semi").select("row_id")
    return _again(rows, meant, settled(taking), without_fact(owners, "email", moved.select("owner_id").unique()))


def _with_freed_keys(rows: Frame, meant: Frame, owners: Frame) -> Frame:
    """The rows; one whose number or login another row takes from its person is no mismatch."""
    is_mismatch = is_true_expr(nw.col("owner_finding") == Reason.IDENTIFIER_MISMATCH.value)
    mismatched = settled(meant.filter(is_mismatch).select("row_id"))
    if is_empty(mismatched):
        return meant
    loose = owners
    own = owners.select("owner_id", **{f"own_{name}": nw.col(name) for name in ("email", *KEYS)})
    found = settled(meant.filter(nw.col("fault").is_null()).join(own, on="owner_id", how="inner"))
    for column, stronger in _STRONGER.items():
        is_known = nw.any_horizontal(
            *(folded_expr(one) == folded_expr(own) for one, own in stronger), ignore_nulls=True
        )
        is_other = says_otherwise_expr(folded_expr(column), folded_expr(f"own_{column}"))
        givers = found.filter(is_true_expr(is_known) & (is_other | clears_expr(column)))
        loose = without_fact(loose, column, settled(givers.select("owner_id").unique()))
    return _again(rows, meant, mismatched, loose)


def _again(rows: Frame, meant: Frame, some: Frame, owners: Frame) -> Frame:
    """The rows, of which `some` are compared once more, with these owners."""
    if is_empty(some):
        return meant
    anew = with_meant(settled(rows.join(some, on="row_id", how="semi")), owners)
    return settled(stacked([meant.join(some, on="row_id", how="anti"), anew]))
