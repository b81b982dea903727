"""The lines of a reviewed plan that are carried out, given the ledger as it is now, and the frames that they write.

Nothing is decided again. A line is left out where the reviewer did not approve it, where its device or owner has
changed since the plan was made, or where it needs another line that is left out. The other lines are written as
planned, but for versions and new ids, which other runs may have used in the meantime.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, is_true_expr, null_text, settled
from pipeline.core.frames import Current
from pipeline.core.identifiers.planned_addresses import with_needed_addresses, without_given_up_addresses
from pipeline.core.owners.planned_people import (
    needed_people,
    taken_by_now,
    with_former_handles,
    with_needed,
    without_given_up,
)
from pipeline.core.writes.plan_lines import LINE, line_name_expr, with_lines
from pipeline.core.writes.renumber import LastIds, Numbered, renumbered, with_versions
from schemas.fields import GIVEN_IDENTIFIERS
from schemas.records import dataclass
from schemas.vocabulary import Action, EventType, Kind, Outcome, Reason
from schemas.workbook_forms.plan import PEOPLE


@dataclass(frozen=True, slots=True)
class Planned:
    """The frames of a plan and of its change set, and the greatest ids given when the plan was made."""

    events: Frame
    versions: Frame
    rows: Frame
    devices_created: Frame
    device_changes: Frame
    owners_created: Frame
    owner_changes: Frame
    spans_superseded: Frame
    spans_recorded: Frame
    last_device_id: int
    last_owner_id: int
    last_ownership_id: int


@dataclass(frozen=True, slots=True)
class Approved:
    """The frames of `model.ChangeSet` for the lines that are carried out, and the outcome of every line and row.

    `lines` has one row per line of the plan: `line, sheet, place`, and the `reason` why it is left out, blank where it
    is carried out. `left_out` has the events of the lines that are left out, with that `reason`. `rows` are the rows of
    the plan; a row whose line is left out is skipped for the same reason, and so are the rows that repeat it.
    """

    lines: Frame
    left_out: Frame
    rows: Frame
    events: Frame
    devices_created: Frame
    device_changes: Frame
    owners_created: Frame
    owner_changes: Frame
    spans_superseded: Frame
    spans_recorded: Frame


def approve(planned: Planned, answers: Frame, current: Current) -> Approved:
    """The approved lines of a plan, without those whose device or owner has changed since.

    `answers` has one row per line: `sheet, place, is_approved`.
    """
    events = settled(with_lines(planned.events, planned.rows))
    needed = needed_people(planned.owner_changes, planned.owners_created, events)
    judged = with_needed(_answered(events, answers, _outdated(planned, current)), needed)
    judged = with_needed_addresses(judged, planned.device_changes, planned.devices_created)
    lines = settled(_with_dependencies(judged))
    reasons = lines.drop_nulls("reason").select("line", "reason")
    events = events.with_columns(plan_line=line_name_expr())
    kept = events.join(reasons, on="line", how="anti")
    left_out = settled(events.drop("reason").join(reasons, on="line", how="inner"))
    kept = with_versions(with_former_handles(kept.drop(*LINE), left_out), planned.versions)
    spans = kept.select("ownership_id").drop_nulls().unique()
    numbers = Numbered(
        devices=_with_kept_event(planned.devices_created, kept, EventType.DEVICE_CREATED, "device_id"),
        owners=_with_kept_event(planned.owners_created, kept, EventType.OWNER_CREATED, "owner_id"),
        spans=planned.spans_recorded.join(spans, on="ownership_id", how="semi"),
        events=kept,
        rows=with_former_handles(_with_skipped_rows(planned.rows, left_out, kept), left_out),
    )
    freed = renumbered(numbers, _last_ids(planned), _last_ids(current))
    return Approved(
        lines=lines,
        left_out=left_out.drop(*LINE).sort("aggregate_id", "version"),
        rows=freed.rows,
        events=freed.events,
        devices_created=freed.devices,
        device_changes=_with_kept_event(planned.device_changes, kept, EventType.DEVICE_UPDATED, "device_id"),
        owners_created=freed.owners,
        owner_changes=_with_kept_event(planned.owner_changes, kept, EventType.OWNER_UPDATED, "owner_id"),
        spans_superseded=planned.spans_superseded.join(spans, on="ownership_id", how="semi"),
        spans_recorded=freed.spans,
    )


def _last_ids(known: Planned | Current) -> LastIds:
    return LastIds(known.last_device_id, known.last_owner_id, known.last_ownership_id)


def _outdated(planned: Planned, current: Current) -> Frame:
    """One row per device or owner that is no longer as it was when the plan was made: `aggregate, aggregate_id`.

    That is a known one with another version; a new one that another run has created since; and one to which the plan
    gives an identifier that belongs to another by now.
    """
    known = [
        _with_other_version(planned.versions, aggregate, frame.select(aggregate_id=nw.col(key), now=nw.col("version")))
        for aggregate, key, frame in (("device", "device_id", current.devices), ("owner", "owner_id", current.owners))
    ]
    others = without_given_up_addresses(current.devices, planned.device_changes)
    rivals = [*_rivals(planned.devices_created, others), *_claimed(planned.device_changes, others)]
    devices = [rival.select(aggregate=nw.lit("device"), aggregate_id=nw.col("device_id")) for rival in rivals]
    people = without_given_up(current.owners, planned.owner_changes)
    taken = taken_by_now(planned.owner_changes, people)
    met = nw.concat([*_met(planned.owners_created, people), taken], how="vertical")
    owners = met.select(aggregate=nw.lit("owner"), aggregate_id=nw.col("owner_id"))
    return settled(nw.concat([*known, *devices, owners], how="vertical").unique())


def _with_other_version(versions: Frame, aggregate: str, now: Frame) -> Frame:
    known = versions.filter((nw.col("aggregate") == aggregate) & (nw.col("version") > 0))
    compared = known.join(now, on="aggregate_id", how="left")
    return compared.filter(~is_true_expr(nw.col("version") == nw.col("now"))).select("aggregate", "aggregate_id")


def _rivals(created: Frame, devices: Frame) -> list[Frame]:
    """The new devices whose identifiers, or whose names where they have nothing else, are on record by now."""
    has = created.collect_schema().names()
    claims = [claim for claim in GIVEN_IDENTIFIERS if claim in has]
    named = created.filter(*(nw.col(claim).is_null() for claim in claims)) if claims else created
    by_name = [_shared(named, devices, "name")] if "name" in has else []
    return [*(_shared(created, devices, claim) for claim in claims), *by_name]


def _shared(created: Frame, devices: Frame, claim: str) -> Frame:
    claimed = created.drop_nulls(claim).select("device_id", "org_id", claim)
    return claimed.join(devices.select("org_id", claim), on=["org_id", claim], how="semi").select("device_id")


def _claimed(device_changes: Frame, devices: Frame) -> list[Frame]:
    """The devices that would be given an identifier that another device has by now."""
    orgs = devices.select("device_id", "org_id")
    rivals = []
    for claim in GIVEN_IDENTIFIERS:
        given = device_changes.filter((nw.col("field") == claim) & ~nw.col("new").is_null())
        wanted = given.select("device_id", **{claim: nw.col("new")}).join(orgs, on="device_id", how="inner")
        rivals.append(_shared(wanted, devices, claim))
    return rivals


def _met(created: Frame, owners: Frame) -> list[Frame]:
    """The new owners whose address, number or login, or name where they have nothing else, is on record by now."""
    named = created.filter(
        nw.col("email").is_null(), nw.col("external_user_id").is_null(), nw.col("username").is_null()
    )
    told = [(created, "email"), (created, "external_user_id"), (created, "username"), (named, "owner_name")]
    folded = [(new, nw.col(column).str.to_lowercase().alias("known_by")) for new, column in told]
    return [
        new.select("owner_id", "org_id", known_by)
        .drop_nulls("known_by")
        .join(owners.select("org_id", known_by).drop_nulls(), on=["org_id", "known_by"], how="semi")
        .select("owner_id")
        for new, known_by in folded
    ]


def _answered(events: Frame, answers: Frame, stale: Frame) -> Frame:
    """The events, with the reason why each is left out, by the answer to its line and by what has changed since."""
    marked = stale.with_columns(is_stale=nw.lit(value=True))
    owners = marked.filter(nw.col("aggregate") == "owner").select(
        owner_id=nw.col("aggregate_id"), is_owner_stale=nw.col("is_stale")
    )
    judged = (
        events.join(
            answers.rename({"sheet": "plan_sheet", "place": "plan_place"}), on=["plan_sheet", "plan_place"], how="left"
        )
        .join(marked, on=["aggregate", "aggregate_id"], how="left")
        .join(owners, on="owner_id", how="left")
    )
    is_stale = is_true_expr(nw.col("is_stale")) | is_true_expr(nw.col("is_owner_stale"))
    reason = (
        nw.when(~is_true_expr(nw.col("is_approved")))
        .then(nw.lit(Reason.NOT_APPROVED.value))
        .when(is_stale)
        .then(nw.lit(Reason.STALE.value))
        .otherwise(null_text())
    )
    return settled(judged.with_columns(reason=reason).drop("is_stale", "is_owner_stale", "is_approved"))


def _with_dependencies(judged: Frame) -> Frame:
    """One row per line, also leaving out lines that need a line that is left out.

    An ownership needs its new device and its new owner. A device that an assignments row creates needs the ownership of
    that row. A new owner needs at least one ownership, but one of a people sheet none. Of a history, an ownership needs
    those before it.
    """
    is_person = nw.col("plan_sheet") == PEOPLE
    is_owner = nw.col("type") == EventType.OWNER_CREATED.value
    is_creation = nw.col("type") == EventType.DEVICE_CREATED.value
    creations, owners = judged.filter(is_creation), judged.filter(is_owner)
    is_update = nw.col("type").is_in([EventType.DEVICE_UPDATED.value, EventType.OWNER_UPDATED.value])
    spans = judged.filter(~is_creation & ~is_owner & ~is_update)
    spans = settled(
        spans.join(creations.select("aggregate_id", device_reason=nw.col("reason")), on="aggregate_id", how="left")
        .join(owners.select("owner_id", owner_reason=nw.col("reason")), on="owner_id", how="left")
        .with_columns(reason=nw.coalesce("reason", "device_reason", "owner_reason"))
    )
    spans = _with_earlier_spans(spans)
    taken = spans.filter(nw.col("type") == EventType.OWNERSHIP_TAKEN.value)
    of_row = taken.select("aggregate_id", "row_id", span_reason=nw.col("reason"))
    creations = creations.join(of_row, on=["aggregate_id", "row_id"], how="left").with_columns(
        reason=nw.coalesce("reason", "span_reason")
    )
    needed = taken.group_by("owner_id").agg(
        is_needed=nw.col("reason").is_null().cast(nw.Int8).max(), span_reason=nw.col("reason").min()
    )
    owners = owners.join(needed, on="owner_id", how="left").with_columns(
        reason=nw.when(is_person | (nw.col("is_needed") > 0))
        .then(nw.col("reason"))
        .otherwise(nw.coalesce("reason", "span_reason"))
    )
    updates = judged.filter(is_update)
    told = [part.select(*LINE, "reason") for part in (owners, creations, updates, spans)]
    lines = nw.concat(told, how="vertical").group_by(*LINE).agg(nw.col("reason").min()).sort("line")
    return lines.rename({"plan_sheet": "sheet", "plan_place": "place"})


def _with_earlier_spans(spans: Frame) -> Frame:
    """The events of ownerships; after one that is left out, the later ones of its device are left out as well."""
    out = spans.drop_nulls("reason").group_by("aggregate_id").agg(first_out=nw.col("version").min())
    out = settled(out)
    if is_empty(out):
        return spans
    why = spans.select("aggregate_id", first_out="version", earlier_reason=nw.col("reason"))
    out = out.join(why, on=["aggregate_id", "first_out"], how="inner")
    joined = spans.join(out, on="aggregate_id", how="left")
    is_later = is_true_expr(nw.col("version") > nw.col("first_out"))
    reason = nw.when(is_later).then(nw.coalesce("reason", "earlier_reason")).otherwise(nw.col("reason"))
    return settled(joined.with_columns(reason=reason).drop("first_out", "earlier_reason"))


def _with_kept_event(frame: Frame, kept: Frame, type_: EventType, key: str) -> Frame:
    """The rows of the frame whose devices or owners have a kept event of that type."""
    told = kept.filter(nw.col("type") == type_.value).select(nw.col("aggregate_id").alias(key))
    return frame.join(told, on=key, how="semi")


def _with_skipped_rows(rows: Frame, left_out: Frame, kept: Frame) -> Frame:
    """The input rows with their outcomes: rows of a line that is left out are skipped, and so are their duplicates.

    A row of a register has two lines; where only one is left out, the row is applied, with the action of the other.
    """
    carried = _of_rows(kept, rows).group_by("row_id").agg(carried=nw.col("action").min())
    gone = _of_rows(left_out, rows).group_by("row_id").agg(left_out=nw.col("reason").min())
    partly = settled(gone.join(carried, on="row_id", how="inner").select("row_id", "carried"))
    rows = rows.join(partly, on="row_id", how="left")
    rows = rows.with_columns(action=nw.coalesce("carried", "action")).drop("carried")
    why = gone.join(partly, on="row_id", how="anti").rename({"row_id": "first_row_id"})
    is_carried = (nw.col("outcome") == Outcome.APPLIED.value) | is_true_expr(
        nw.col("reason") == Reason.DUPLICATE_ROW.value
    )
    joined = rows.join(why, on="first_row_id", how="left")
    is_left_out = is_carried & ~nw.col("left_out").is_null()
    return joined.with_columns(
        outcome=nw.when(is_left_out).then(nw.lit(Outcome.SKIPPED.value)).otherwise(nw.col("outcome")),
        action=nw.when(is_left_out).then(nw.lit(Action.NONE.value)).otherwise(nw.col("action")),
        reason=nw.when(is_left_out).then(nw.col("left_out")).otherwise(nw.col("reason")),
    ).drop("left_out")


def _of_rows(events: Frame, rows: Frame) -> Frame:
    """The events that rows asked for; a new owner counts for no row but that of a people sheet."""
    asked = events.drop_nulls("row_id").join(rows.select("row_id", "kind"), on="row_id", how="left")
    is_person = is_true_expr(nw.col("kind") == Kind.PEOPLE.value)
    return asked.filter((nw.col("type") != EventType.OWNER_CREATED.value) | is_person)
