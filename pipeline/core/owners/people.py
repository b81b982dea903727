"""The decision of each row of a people sheet: put a person on record, change facts of the person, or do nothing.

Such a sheet is the authority on people: what it says is recorded, and what it leaves blank stays. Two rows of one
person must not contradict each other, and no two people may be given what identifies only one.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    any_expr,
    filled_columns,
    is_true_expr,
    null_text,
    settled,
    stacked,
    with_blanks,
)
from pipeline.core.owners.identities import without_clashes
from pipeline.core.owners.new_owners import KEYS
from pipeline.core.owners.people_lookup import resolve_people
from pipeline.core.rows.duplicates import Judgement, Rules, grouped, judgement, share_fates
from pipeline.core.rows.inventory import cleared_columns, clears_expr, gives_other_expr
from pipeline.model import Intent
from schemas.fields import OWNER_COLUMNS, OWNER_FIELDS, OWNER_HANDLE
from schemas.frames.narwhals_types import narwhals_schema
from schemas.frames.state import OWNERS
from schemas.vocabulary import Action, Outcome, Reason

# The fields of a person by their columns on record.
FIELDS = {OWNER_COLUMNS.get(field.name, field.name): field.name for field in OWNER_FIELDS}

# The columns that are kept of every row, applied or not.
KEPT_COLUMNS = (
    *("row_id", "org_id", "outcome", "action", "reason", "first_row_id", "owner_email", "owners_meant"),
    *("unnamed_owner", "device_id", "is_following"),
)
_TYPES = narwhals_schema(OWNERS)


def facts_in_use(rows: Frame) -> tuple[str, ...]:
    """The facts of `OWNER_HANDLE`, then the others that some row fills or clears, as columns of owners."""
    there = set(rows.collect_schema().names())
    others = [fact for fact, field in FIELDS.items() if fact not in OWNER_HANDLE and field in there]
    spoken = {*filled_columns(rows, others), *cleared_columns(rows, others)}
    return (*OWNER_HANDLE, *(fact for fact in others if fact in spoken))


def decide_people(rows: Frame, owners: Frame, facts: Sequence[str], intent: Intent) -> Judgement:
    """The judgement of every row of the people sheets: `outcome`, `action`, `reason`.

    `facts` are those in use, all of which `owners` has. The applied rows have `<fact>_current` and the flag
    `<fact>_differs` beside each fact, and `owner_id`, blank for a new person, whose handle is `owner_email`.
    """
    clearing = [(fact, f"clears_{fact}") for fact in facts if cleared_columns(rows, (FIELDS[fact],))]
    grouped_rows = _grouped(resolve_people(rows, owners), facts, clearing)
    is_deciding = nw.col("takes_part") & ~nw.col("is_conflicting") & (nw.col("row_id") == nw.col("first_row_id"))
    current = owners.select("owner_id", *(nw.col(fact).alias(f"{fact}_current") for fact in facts))
    compared = _in_spelling_on_record(grouped_rows.filter(is_deciding).join(current, on="owner_id", how="left"))
    decided = settled(_decided(compared, facts, dict(clearing), intent))
    decided = without_clashes(decided, owners)
    return judgement(decided, share_fates(grouped_rows.filter(~is_deciding), decided), KEPT_COLUMNS)


def with_all_facts(owners: Frame, facts: Sequence[str]) -> Frame:
    """The owners with all these facts as columns, blank where they had none."""
    return with_blanks(owners, {fact: _TYPES[fact] for fact in facts})


def _grouped(resolved: Frame, facts: Sequence[str], clearing: Sequence[tuple[str, str]]) -> Frame:
    """The resolved rows, each with the row that is decided for its person; see `rows.duplicates.group_rows`."""
    names_nobody = nw.when(nw.col("owner_key").is_null()).then(nw.lit(Reason.MISSING_IDENTIFIER.value))
    rows = resolved.with_columns(
        *(clears_expr(FIELDS[fact]).alias(flag) for fact, flag in clearing),
        *(nw.col(column).str.to_lowercase().alias(key) for column, key in KEYS.items()),
        email=nw.col("given_email"),
        person=nw.concat_str(nw.col("org_id"), nw.col("owner_key"), separator="\x1f"),
        finding=nw.coalesce("fault", "owner_finding", names_nobody),
        device_id=nw.lit(None, dtype=nw.Int64),
        is_following=nw.lit(value=False),
    )
    rows = settled(rows.with_columns(takes_part=nw.col("finding").is_null()))
    agreeing = (*(fact for fact in facts if fact not in KEYS), *KEYS.values())
    rules = Rules(agreeing=agreeing, lowest=tuple(KEYS), clearing=clearing)
    part = grouped(rows.filter(nw.col("takes_part")), "person", rules)
    apart = rows.filter(~nw.col("takes_part")).with_columns(
        group_size=nw.lit(1, dtype=nw.Int32), first_row_id=nw.col("row_id"), is_conflicting=nw.lit(value=False)
    )
    return settled(stacked([part, apart]))


def _in_spelling_on_record(compared: Frame) -> Frame:
    """The rows; a number or login that differs from that on record in its case only is spelled as there."""
    spelled = {}
    for column, key in KEYS.items():
        is_same = is_true_expr(nw.col(f"{column}_current").str.to_lowercase() == nw.col(key))
        spelled[column] = nw.when(is_same).then(nw.col(f"{column}_current")).otherwise(nw.col(column))
    return compared.with_columns(**spelled)


def _decided(rows: Frame, facts: Sequence[str], clearing: dict[str, str], intent: Intent) -> Frame:
    rows = rows.with_columns(*(gives_other_expr(fact, clearing.get(fact)).alias(f"{fact}_differs") for fact in facts))
    is_new = nw.col("owner_id").is_null()
    is_unnamed = ~nw.col("unnamed_owner").is_null() & nw.lit(value=not intent.owners_by_name)
    is_changed = any_expr(nw.col(f"{fact}_differs") for fact in facts)
    left = [value_after_expr(fact).is_null() for fact in OWNER_HANDLE]
    is_nameless = nw.all_horizontal(*left, ignore_nulls=True)
    reason = (
        nw.when(is_new & (is_unnamed | nw.lit(value=not intent.create_owners)))
        .then(nw.lit(Reason.UNKNOWN_OWNER.value))
        .when(is_nameless)
        .then(nw.lit(Reason.MISSING_IDENTIFIER.value))
        .otherwise(null_text())
    )
    rows = rows.with_columns(reason=reason)
    is_fine = nw.col("reason").is_null()
    action = (
        nw.when(is_fine & is_new)
        .then(nw.lit(Action.CREATE.value))
        .when(is_fine & is_changed)
        .then(nw.lit(Action.UPDATE.value))
        .otherwise(nw.lit(Action.NONE.value))
    )
    outcome = (
        nw.when(is_fine & (is_new | is_changed))
        .then(nw.lit(Outcome.APPLIED.value))
        .when(is_fine)
        .then(nw.lit(Outcome.UNCHANGED.value))
        .when(nw.col("reason") == Reason.UNKNOWN_OWNER.value)
        .then(nw.lit(Outcome.SKIPPED.value))
        .otherwise(nw.lit(Outcome.REJECTED.value))
    )
    return rows.with_columns(action=action, outcome=outcome)


def value_after_expr(fact: str) -> nw.Expr:
    """The fact as it will be."""
    return nw.when(nw.col(f"{fact}_differs")).then(nw.col(fact)).otherwise(nw.col(f"{fact}_current"))
