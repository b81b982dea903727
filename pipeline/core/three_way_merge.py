"""The three-way merge of an export that is loaded again: the values it showed, its values now, and the ledger's now.

A cell that the person has not touched counts as blank where the ledger has changed since: the value in the ledger is
left alone. A cell that both have changed, to different values, is a conflict. Any other cell is read as in any sheet;
so is a row of a device that was not on record when the export was made, or, in assignments, that nobody held. But where
a blank owner means nobody, and the export showed nobody, the row asks for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import narwhals as nw
from narwhals.typing import IntoDType

from pipeline.core.export_verdicts import with_verdicts, without_left_alone_cells
from pipeline.core.expressions import (
    Frame,
    combined,
    computed,
    differs_expr,
    is_empty,
    is_open_expr,
    is_true_expr,
    null_text,
    settled,
    stacked,
)
from pipeline.core.owners.owner_lookup import resolve_owners
from pipeline.core.owners.shown_owners import with_present_owners, with_shown_owners
from pipeline.core.rows.device_lookup import resolve
from pipeline.core.rows.duplicates import Judgement
from schemas.fields import GIVEN_IDENTIFIERS
from schemas.records import dataclass
from schemas.vocabulary import Action, Outcome, Request

# The id of the device or owner, on record when the export was made, that a row means.
BASED = "based_id"
_CONFLICT: dict[str, IntoDType] = {
    **dict.fromkeys(("then", "given", "now"), nw.String),
    **dict.fromkeys(("then_at", "given_at", "now_at"), nw.Datetime("us")),
    **dict.fromkeys(("holder_then", "holder_now"), nw.String),
}


@dataclass(frozen=True, slots=True)
class Past:
    """The state when an export was made, as far as it has changed since; see `store.BaseValues`.

    `attributes`: `device_id, field, base`, the value then. `spans`: every span, as it was on record then, of each
    device whose ownerships have changed since; a device that had none has one row of blanks. `devices`: the devices
    created since. `facts` and `owners`: of people, as `attributes` and `devices`, with `owner_id`.
    """

    made_at: datetime
    attributes: Frame
    spans: Frame
    devices: Frame
    facts: Frame
    owners: Frame


@dataclass(frozen=True, slots=True)
class Merged:
    """The rows of one export that is loaded again, blank in the cells that are left alone.

    `conflicts` has one row per cell that both sides have changed: `row_id, field`, its three values `then`, `given` and
    `now` as text (those of `end_at` and `due_at` as instants in `..._at`), and `holder_then, holder_now` where the
    device has passed to another owner since. `left_alone` are the assignments rows (`row_id`) that ask for nothing.
    """

    rows: Frame
    conflicts: Frame
    left_alone: Frame


def merge_inventory(rows: Frame, devices: Frame, past: Past) -> Merged:
    """The merge of the inventory rows of one export; `devices` has every attribute that they have a column for."""
    columns = rows.collect_schema().names()
    changed = computed(past.attributes.select("field").unique().sort("field"))["field"].to_list()
    touched = past.attributes.select(nw.col("device_id").alias(BASED)).unique()
    based = settled(_with_base(rows, devices, past, name="name").join(touched, on=BASED, how="semi"))
    known, was = devices.rename({"device_id": BASED}), past.attributes.rename({"device_id": BASED})
    based, conflicts = merged_cells(based, known, was, {field: field for field in changed if field in columns})
    others = rows.join(based.select("row_id"), on="row_id", how="anti")
    merged = settled(stacked([others, based.select(*columns)]))
    return Merged(merged, conflicts, rows.head(0).select("row_id"))


def merged_cells(based: Frame, known: Frame, was: Frame, fields: Mapping[str, str]) -> tuple[Frame, Frame]:
    """The rows, blank in the cells that are left alone, and the conflicts.

    Rows are of what was on record then, `based_id`; `known` has its values now and `was` (`field, base`) those then of
    what has changed since. `fields` are the fields to compare, as they are on record, and their columns in the rows.
    """
    columns = based.collect_schema().names()
    conflicts = [no_conflicts(based)]
    for field, column in fields.items():
        compared = settled(_with_values(based, known, was.filter(nw.col("field") == field), field, column))
        values = {value: nw.col(value) for value in ("then", "given", "now")}
        conflicts.append(_conflicts(compared.filter(nw.col("is_conflict")), column, **values))
        based = _without_left_alone(compared, column).select(*columns)
    return based, settled(nw.concat(conflicts, how="vertical"))


def merge_assignments(
    rows: Frame,
    devices: Frame,
    spans: Frame,
    past: Past,
    *,
    owners: Frame,
    now: datetime,
    means_nobody: bool = False,
    former: Frame | None = None,
) -> Merged:
    """The merge of the assignments rows of one export; `spans` are those on record now, `devices` have identifiers.

    Where `means_nobody`, the blank owner of a register row means that nobody shall hold the device.
    """
    columns = rows.collect_schema().names()
    named = resolve_owners(rows, owners, former).select(
        "row_id", owner_named=nw.col("owner_email"), named_id=nw.col("owner_id")
    )
    rows = settled(rows.join(named, on="row_id", how="left"))
    asking = rows if means_nobody else rows.filter(~_is_silent_expr())
    based = settled(_without_shown_identifiers(_with_base(asking, devices, past, name="device_name"), devices, past))
    shown = settled(_holders_at(shown_spans(spans, past), past.made_at, "then"))
    unheld = based.filter(_is_silent_expr()).join(shown, on=BASED, how="anti")
    held = based.join(shown, on=BASED, how="inner")
    held = held.join(_holders_at(spans, now, "now"), on=BASED, how="left")
    changed = past.spans.select(nw.col("device_id").alias(BASED), is_changed=nw.lit(value=True)).unique()
    held = with_shown_owners(held.join(changed, on=BASED, how="left"), past.facts)
    held = settled(with_verdicts(held))
    parts = [
        rows.join(based.select("row_id"), on="row_id", how="anti").select(*columns),
        based.join(held.select("row_id"), on="row_id", how="anti").select(*columns),
        with_present_owners(without_left_alone_cells(held), owners).select(*columns),
    ]
    alone = stacked([held.filter(nw.col("is_left_alone")).select("row_id"), unheld.select("row_id")])
    return Merged(settled(stacked(parts)), settled(_holding_conflicts(held)), settled(alone))


def _is_silent_expr() -> nw.Expr:
    """True for a register row whose owner is blank: whether that asks for anything, only the intent says."""
    is_half, is_blank = ~nw.col("listed_row_id").is_null(), nw.col("owner_named").is_null()
    return is_half & is_blank & is_true_expr(nw.col("action") == Request.ASSIGN.value)


def shown_spans(spans: Frame, past: Past) -> Frame:
    """The ownerships as they were on record when the export was made."""
    kept = spans.join(past.spans.select("device_id").unique(), on="device_id", how="anti")
    columns = ("device_id", "owner_id", "owner_email", "start_time", "end_time", "label", "due_at")
    return nw.concat([kept.select(*columns), past.spans.select(*columns)], how="vertical")


def shown_holdings(spans: Frame, past: Past) -> Frame:
    """One row per device that the export showed with a holder: `device_id, owner_id`."""
    return _open_at(shown_spans(spans, past), past.made_at).select("device_id", "owner_id")


def only_shown(absent: Frame, shown: Frame | None) -> Frame:
    """The absent ownerships that the export showed, so that their rows must have been deleted; all where None."""
    return absent if shown is None else absent.join(shown.unique(), on=["device_id", "owner_id"], how="semi")


def set_apart(resolved: Frame, left_alone: Frame | None) -> tuple[Frame, Frame]:
    """The rows in two parts: those that ask for something, and those of `left_alone`, which ask for nothing."""
    if left_alone is None:
        return resolved, resolved.head(0)
    apart = resolved.join(left_alone, on="row_id", how="semi")
    return settled(resolved.join(left_alone, on="row_id", how="anti")), settled(apart)


def with_left_alone(judged: Judgement, rows: Frame) -> Judgement:
    """The judgement with the rows that ask for nothing added, as unchanged and without a reason."""
    if is_empty(rows):
        return judged
    told = judged.rows.collect_schema().names()
    alone = rows.rename({"action": "request"}).with_columns(
        outcome=nw.lit(Outcome.UNCHANGED.value),
        action=nw.lit(Action.NONE.value),
        reason=null_text(),
        first_row_id=nw.col("row_id"),
        mismatch=null_text(),
    )
    has = alone.collect_schema().names()
    rows = combined([judged.rows, alone.select(*(name for name in told if name in has))])
    return Judgement(settled(rows), judged.applied)


def _with_base(rows: Frame, devices: Frame, past: Past, *, name: str) -> Frame:
    """The rows without a bad cell whose device was on record then, with its id as `based_id`.

    A row gives its `device_id`; one that has lost it is resolved like any other row.
    """
    sound = rows.filter(nw.col("fault").is_null())
    known = devices.join(past.devices, on="device_id", how="anti")
    numbers = known.select("org_id", "device_id", nw.col("device_id").alias(BASED))
    numbered = sound.join(numbers, on=["org_id", "device_id"], how="inner")
    unnumbered = sound.filter(nw.col("device_id").is_null())
    if is_empty(unnumbered):
        return settled(numbered)
    resolved = resolve(unnumbered, known, name=name, fills_in=False).filter(nw.col("finding").is_null())
    found = resolved.drop_nulls("device_id").select("row_id", nw.col("device_id").alias(BASED))
    return stacked([numbered, unnumbered.join(found, on="row_id", how="inner")])


def _with_values(rows: Frame, known: Frame, was: Frame, field: str, column: str) -> Frame:
    """The rows with the three values of one cell, `then`, `given` and `now`, as text, and the verdict on it."""
    then = was.select(BASED, then=nw.col("base"), has_changed=nw.lit(value=True))
    now = known.select(BASED, now=nw.col(field).cast(nw.String))
    joined = rows.join(then, on=BASED, how="left").join(now, on=BASED, how="left")
    given = nw.col(column).cast(nw.String)
    is_given = ~given.is_null() | is_true_expr(nw.col("cleared").str.contains(f"|{column}|", literal=True))
    is_changed = is_true_expr(nw.col("has_changed")) & differs_expr(nw.col("then"), nw.col("now"))
    is_touched = is_given & differs_expr(given, nw.col("then"))
    return joined.with_columns(
        given=given,
        is_left_alone=is_changed & is_given & ~is_touched,
        is_conflict=is_changed & is_touched & differs_expr(given, nw.col("now")),
    )


def _without_left_alone(rows: Frame, column: str) -> Frame:
    """The rows, with that cell blank where it is left alone."""
    is_left_alone = nw.col("is_left_alone")
    cleared = nw.col("cleared").str.replace_all(f"|{column}|", "|", literal=True)
    return rows.with_columns(
        nw.when(~is_left_alone).then(nw.col(column)).alias(column),
        cleared=nw.when(is_left_alone).then(cleared).otherwise(nw.col("cleared")),
    )


def _open_at(spans: Frame, at: datetime) -> Frame:
    return spans.filter((nw.col("start_time") <= nw.lit(at)) & (nw.col("end_time") > nw.lit(at)))


def _holders_at(spans: Frame, at: datetime, when: str) -> Frame:
    """One row per device that has a holder at that instant: `holder_<when>`, and its end, due date and label."""
    return _open_at(spans, at).select(
        nw.col("device_id").alias(BASED),
        nw.col("owner_email").alias(f"holder_{when}"),
        nw.col("owner_id").alias(f"holder_{when}_id"),
        nw.col("end_time").alias(f"end_{when}"),
        nw.col("due_at").alias(f"due_{when}"),
        nw.col("label").alias(f"label_{when}"),
    )


def _without_shown_identifiers(rows: Frame, devices: Frame, past: Past) -> Frame:
    """The rows that give a `device_id`, without the other identifiers that the export showed.

    The inventory of the same workbook, or another run, may have changed these identifiers since.
    """
    own = devices.select(
        nw.col("device_id").alias(BASED), *(nw.col(key).alias(f"{key}_then") for key in GIVEN_IDENTIFIERS)
    )
    joined = rows.join(own, on=BASED, how="left")
    for key in GIVEN_IDENTIFIERS:
        then = past.attributes.filter(nw.col("field") == key)
        then = then.select(nw.col("device_id").alias(BASED), then=nw.col("base"), has_changed=nw.lit(value=True))
        joined = joined.join(then, on=BASED, how="left")
        shown = nw.when(is_true_expr(nw.col("has_changed"))).then(nw.col("then")).otherwise(nw.col(f"{key}_then"))
        is_shown = ~nw.col("device_id").is_null() & is_true_expr(nw.col(key) == shown)
        joined = joined.with_columns(nw.when(~is_shown).then(nw.col(key)).alias(key)).drop("then", "has_changed")
    return joined.select(*rows.collect_schema().names())


def _holding_conflicts(rows: Frame) -> Frame:
    holders = {name: nw.when(nw.col("is_lost")).then(nw.col(name)) for name in ("holder_then", "holder_now")}
    owners = {"then": nw.col("holder_then"), "given": nw.col("owner_named"), "now": nw.col("holder_now")}
    labels = {"then": nw.col("label_then"), "given": nw.col("label"), "now": nw.col("label_now")}
    ends = {f"{value}_at": nw.col(f"end_{value}") for value in ("then", "given", "now")}
    ends = {name: nw.when(~is_open_expr(end)).then(end) for name, end in ends.items()}
    dues = {"then_at": nw.col("due_then"), "given_at": nw.col("due_at"), "now_at": nw.col("due_now")}
    found = [
        _conflicts(rows.filter(nw.col("is_owner_conflict")), "owner_email", **owners),
        _conflicts(rows.filter(nw.col("is_end_conflict")), "end_at", **ends, **holders),
        _conflicts(rows.filter(nw.col("is_due_conflict")), "due_at", **dues, **holders),
        _conflicts(rows.filter(nw.col("is_label_conflict")), "label", **labels, **holders),
    ]
    return nw.concat(found, how="vertical")


def no_conflicts(rows: Frame) -> Frame:
    """No row, with the columns of `Merged.conflicts`."""
    return _conflicts(rows.head(0), "")


def _conflicts(rows: Frame, field: str, **values: nw.Expr) -> Frame:
    """One row per conflicting cell; see `Merged`."""
    blank = nw.lit(None)
    typed = {name: values.get(name, blank).cast(dtype) for name, dtype in _CONFLICT.items()}
    return rows.select("row_id", field=nw.lit(field), **typed)
