"""The decision of each inventory row: create a device, update some of its attributes, or do nothing.

Source: the batch-create document. Devices absent from an inventory are never touched, only reported.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    any_expr,
    computed,
    differs_expr,
    filled_columns,
    is_empty,
    is_true_expr,
    null_text,
    raised,
    says_otherwise_expr,
    settled,
)
from pipeline.core.rows.currency_signs import without_known_signs
from pipeline.core.rows.duplicates import Judgement, Rules, group_rows, judgement, share_fates
from pipeline.core.rows.new_devices import with_values_to_create
from pipeline.core.rows.same_names import with_same_names
from pipeline.model import Intent
from schemas.fields import GIVEN_IDENTIFIERS, REQUIRED_TO_CREATE, VOLATILE
from schemas.vocabulary import Action, Outcome, Reason

# The attributes that a frame of devices always has as columns, whichever of them the sheets have.
KNOWN_BY = (*GIVEN_IDENTIFIERS, *REQUIRED_TO_CREATE)

# The columns that are kept of every row, applied or not.
KEPT_COLUMNS = (
    "row_id",
    "org_id",
    "outcome",
    "action",
    "reason",
    "first_row_id",
    "device_id",
    "not_on_record",
    "several_in",
    "is_following",
)


def decide_inventory(resolved: Frame, devices: Frame, attributes: Sequence[str], intent: Intent) -> Judgement:
    """The judgement of every inventory row: `outcome`, `action`, `reason`.

    `resolved` has the inventory rows as `resolve` gives them, and `is_suspect`; `attributes` are `KNOWN_BY`, those of
    the defaults for new devices, and the others that the sheets fill or clear, all of which `devices` has as columns,
    too. Where only new devices are asked for, the row of one on record is rejected. The applied rows have
    `<attribute>_current` and the flag `<attribute>_differs` beside each attribute.
    """
    current = devices.select("device_id", *(nw.col(a).alias(f"{a}_current") for a in attributes))
    if is_empty(resolved):
        return _nothing_listed(resolved, current, attributes)
    resolved = with_same_names(resolved)
    clearing = [(attribute, f"clears_{attribute}") for attribute in cleared_columns(resolved, attributes)]
    rows = resolved.with_columns(
        *(clears_expr(attribute).alias(flag) for attribute, flag in clearing),
        takes_part=nw.col("fault").is_null() & nw.col("finding").is_null(),
        finding=nw.coalesce(nw.col("fault"), nw.col("finding")),
    )
    rows = settled(_with_claims(without_known_signs(rows, devices), devices))
    grouped = settled(group_rows(rows, Rules(agreeing=attributes, clearing=clearing), GIVEN_IDENTIFIERS))
    is_deciding = nw.col("takes_part") & ~nw.col("is_conflicting") & (nw.col("row_id") == nw.col("first_row_id"))
    compared = grouped.filter(is_deciding).join(current, on="device_id", how="left")
    complete = with_values_to_create(compared, intent.of_new_devices, dict(clearing))
    decided = _decide(complete, attributes, dict(clearing)).drop(*(f"{a}_current" for a in attributes))
    decided = settled(_refusing_known(decided) if intent.only_new else decided)
    told = judgement(decided, share_fates(grouped.filter(~is_deciding), decided), KEPT_COLUMNS)
    return Judgement(told.rows, settled(told.applied.join(current, on="device_id", how="left")))


def _nothing_listed(resolved: Frame, current: Frame, attributes: Sequence[str]) -> Judgement:
    """The judgement of no row: to compare nothing in all columns takes a tenth of a small run (measured)."""
    differs = {f"{attribute}_differs": nw.lit(value=False) for attribute in attributes}
    rows = resolved.with_columns(
        outcome=null_text(), action=null_text(), reason=null_text(), first_row_id=nw.col("row_id"), **differs
    )
    return Judgement(settled(rows.select(*KEPT_COLUMNS)), settled(rows.join(current, on="device_id", how="left")))


def cleared_columns(rows: Frame, attributes: Sequence[str]) -> tuple[str, ...]:
    """The attributes that any row sets to `<clear>`."""
    if not filled_columns(rows, ("cleared",)):
        return ()
    cleared = computed(rows.select("cleared").drop_nulls().unique())["cleared"].to_list()
    return tuple(attribute for attribute in attributes if any(f"|{attribute}|" in fields for fields in cleared))


def clears_expr(attribute: str) -> nw.Expr:
    """True where the row sets the attribute to `<clear>`."""
    return is_true_expr(nw.col("cleared").str.contains(f"|{attribute}|", literal=True))


def attribute_changes(applied: Frame, attributes: Sequence[str], key: str = "device_id") -> Frame:
    """One row per device and attribute that an update changes: `device_id, field, old, new` as canonical text."""
    updates = settled(applied.filter(nw.col("action") == Action.UPDATE.value))
    flags = raised(updates, [f"{attribute}_differs" for attribute in attributes])
    told = [flag.removesuffix("_differs") for flag in flags]
    changed = [_changes_of(updates, attribute, key) for attribute in told or attributes[:1]]
    return nw.concat(changed, how="vertical")


def _changes_of(updates: Frame, attribute: str, key: str) -> Frame:
    return updates.filter(nw.col(f"{attribute}_differs")).select(
        key,
        field=nw.lit(attribute),
        old=nw.col(f"{attribute}_current").cast(nw.String),
        new=nw.col(attribute).cast(nw.String),
    )


def _with_claims(rows: Frame, devices: Frame) -> Frame:
    """The rows with the identifiers that are new on their device, as `claim_...`, so that no two devices claim one."""
    current = devices.select("device_id", *(nw.col(key).alias(f"{key}_current") for key in GIVEN_IDENTIFIERS))
    joined = rows.join(current, on="device_id", how="left")
    claims = [
        nw.when(nw.col("takes_part") & differs_expr(nw.col(key), nw.col(f"{key}_current")))
        .then(nw.col(key))
        .alias(f"claim_{key}")
        for key in GIVEN_IDENTIFIERS
    ]
    return joined.with_columns(*claims).drop(*(f"{key}_current" for key in GIVEN_IDENTIFIERS))


def _decide(rows: Frame, attributes: Sequence[str], clearing: dict[str, str]) -> Frame:
    rows = rows.with_columns(*(gives_other_expr(a, clearing.get(a)).alias(f"{a}_differs") for a in attributes))
    is_unknown = nw.col("device_id").is_null()
    is_incomplete = nw.any_horizontal(
        ~nw.col("is_creatable"), *(nw.col(field).is_null() for field in REQUIRED_TO_CREATE), ignore_nulls=True
    )
    rows = rows.with_columns(
        is_unknown=is_unknown,
        is_lacking=is_unknown & is_incomplete,
        is_held=is_unknown & nw.col("is_suspect"),
        is_changed=any_expr(nw.col(f"{attribute}_differs") for attribute in attributes),
    )
    flags = ("is_unknown", "is_lacking", "is_held", "is_changed")
    is_unknown, is_lacking, is_held, is_changed = (nw.col(flag) for flag in flags)
    action = (
        nw.when(is_lacking | is_held)
        .then(nw.lit(Action.NONE.value))
        .when(is_unknown)
        .then(nw.lit(Action.CREATE.value))
        .when(is_changed)
        .then(nw.lit(Action.UPDATE.value))
        .otherwise(nw.lit(Action.NONE.value))
    )
    outcome = (
        nw.when(is_held)
        .then(nw.lit(Outcome.SKIPPED.value))
        .when(is_lacking)
        .then(nw.lit(Outcome.REJECTED.value))
        .when(is_unknown | is_changed)
        .then(nw.lit(Outcome.APPLIED.value))
        .otherwise(nw.lit(Outcome.UNCHANGED.value))
    )
    suspect, missing = nw.lit(Reason.SUSPECT_DEVICE.value), nw.lit(Reason.MISSING_VALUE.value)
    reason = nw.when(is_held).then(suspect).when(is_lacking).then(missing)
    return rows.with_columns(action=action, outcome=outcome, reason=reason).drop(*flags)


def _refusing_known(decided: Frame) -> Frame:
    """The decisions, with every row of a device on record rejected."""
    is_known = ~nw.col("device_id").is_null()
    told = {"action": Action.NONE, "outcome": Outcome.REJECTED, "reason": Reason.ALREADY_ON_RECORD}
    return decided.with_columns(
        nw.when(is_known).then(nw.lit(word.value)).otherwise(nw.col(name)).alias(name) for name, word in told.items()
    )


def gives_other_expr(attribute: str, flag: str | None = None) -> nw.Expr:
    """True where the row gives another value than the current one, or clears a current value.

    Of an attribute that changes by itself only the first value counts; later ones are `refreshed_facts`.
    """
    given, current = nw.col(attribute), nw.col(f"{attribute}_current")
    differs = says_otherwise_expr(given, current)
    if attribute in VOLATILE:
        differs = differs & current.is_null()
    return differs if flag is None else differs | (is_true_expr(nw.col(flag)) & ~current.is_null())
