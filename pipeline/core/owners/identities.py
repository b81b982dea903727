"""What identifies only one person: no two people may be given the same, and nobody what another person keeps.

It is compared after the run's own changes, so that people can exchange their numbers. A row that would be given what
stays with somebody else is rejected, and then the person of that row keeps what another row counted on.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, flagged, is_empty, settled
from pipeline.core.owners.new_owners import KEYS
from schemas.vocabulary import Action, Outcome, Reason

_WORDS = {"email": "e-mail address", **KEYS}

# Rejecting a row may make the next one wrong, in a chain. After so many turns nothing passes from one to another.
_TURNS = 8


def without_clashes(decided: Frame, owners: Frame) -> Frame:
    """The decided rows, of which those are rejected that would give a person what another one has.

    The rows have `<fact>_differs` for each fact that the row changes, and `owner_id`, blank for a new person.
    """
    for turn in range(_TURNS + 1):
        clashes = _clashes(decided, owners, may_pass=turn < _TURNS)
        if clashes is None:
            return decided
        decided = _rejected(decided, clashes)
    return decided


def _clashes(decided: Frame, owners: Frame, *, may_pass: bool) -> Frame | None:
    """One row per row that is to be rejected: `row_id`, and why, as `meant`; None where there is none."""
    applied = decided.filter(nw.col("outcome") == Outcome.APPLIED.value)
    found = [
        clash
        for fact in _WORDS
        if not is_empty(changing := settled(applied.filter(nw.col(f"{fact}_differs"))))
        for clash in (_taken(changing, owners, fact, may_pass=may_pass), _disputed(changing, fact))
    ]
    if not found:
        return None
    clashes = settled(nw.concat(found, how="vertical").group_by("row_id").agg(meant=nw.col("meant").min()))
    return None if is_empty(clashes) else clashes


def _taken(changing: Frame, owners: Frame, fact: str, *, may_pass: bool) -> Frame:
    """The rows that give what another person has on record, who does not lose it in this run."""
    passing = (changing if may_pass else changing.head(0)).select("owner_id").drop_nulls()
    kept = owners.drop_nulls(fact).join(passing, on="owner_id", how="anti")
    kept = kept.select("org_id", holder_id=nw.col("owner_id"), holder=nw.col("handle"), known_by=folded_expr(fact))
    taken = _claims(changing, fact).join(kept, on=["org_id", "known_by"], how="inner")
    is_another = nw.col("owner_id").is_null() | (nw.col("owner_id") != nw.col("holder_id"))
    said = nw.concat_str(nw.lit(f"{_WORDS[fact]} "), nw.col(fact), nw.lit(" belongs to "), nw.col("holder"))
    return taken.filter(is_another).select("row_id", meant=said)


def _disputed(changing: Frame, fact: str) -> Frame:
    """The rows that give the same to two people."""
    claims = _claims(changing, fact)
    sides = claims.group_by("org_id", "known_by").agg(
        first=nw.col("owner_email").min(),
        last=nw.col("owner_email").max(),
        is_disputed=nw.col("person").min() != nw.col("person").max(),
    )
    disputed = claims.join(settled(sides.filter(nw.col("is_disputed"))), on=["org_id", "known_by"], how="inner")
    both = (nw.lit(" is given to "), nw.col("first"), nw.lit(" and to "), nw.col("last"))
    return disputed.select("row_id", meant=nw.concat_str(nw.lit(f"{_WORDS[fact]} "), nw.col(fact), *both))


def _claims(changing: Frame, fact: str) -> Frame:
    return changing.drop_nulls(fact).with_columns(known_by=folded_expr(fact))


def folded_expr(fact: str) -> nw.Expr:
    """The fact as it is compared, without case."""
    return nw.col(fact).str.to_lowercase()


def without_fact(owners: Frame, fact: str, those: Frame) -> Frame:
    """The owners, of whom `those` (`owner_id`, one row each) no longer have that fact."""
    if is_empty(those):
        return owners
    marked = flagged(owners, those, "owner_id", "is_without")
    kept = nw.when(~nw.col("is_without")).then(nw.col(fact))
    return settled(marked.with_columns(kept.alias(fact)).drop("is_without"))


def _rejected(decided: Frame, clashes: Frame) -> Frame:
    joined = decided.join(clashes, on="row_id", how="left")
    is_clash = ~nw.col("meant").is_null()
    told = {"outcome": Outcome.REJECTED.value, "action": Action.NONE.value, "reason": Reason.IDENTIFIER_MISMATCH.value}
    changed = {name: nw.when(is_clash).then(nw.lit(word)).otherwise(nw.col(name)) for name, word in told.items()}
    meant = nw.when(is_clash).then(nw.col("meant")).otherwise(nw.col("owners_meant"))
    return settled(joined.with_columns(**changed, owners_meant=meant).drop("meant"))
