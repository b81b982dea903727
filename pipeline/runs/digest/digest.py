"""The digest: the differences between the last files of the drop folders and the ledger, with causes and dates.

The steps: read the last files on record (`store.read_standing`), decide them again (`standing_files`), find the causes
(`core.drift`), and write the digest (`outputs.digest`). Where nothing has happened since the last digest, its
differences are those of this one, too (`kept_differences`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import polars as pl

from pipeline import store
from pipeline.core import drift
from pipeline.core.expressions import Frame
from pipeline.model import Digest, SourceAge
from pipeline.outputs import digest as telling
from pipeline.runs.digest.kept_differences import keep_differences, kept_differences
from pipeline.runs.digest.standing_files import RedecidedFiles, StandingFiles, is_there, read_standing_files, says_who
from pipeline.runs.monitoring.quiet_sources import quiet_sentence, quiet_sources
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.core_frames import lazy, native
from pipeline.runs.steps.results import with_usual_currency
from pipeline.settings import Settings
from pipeline.settings.quantities import duration_text
from schemas.frames.digest import QUIET, REFUSALS
from schemas.frames.polars_frames import polars_schema, shaped
from schemas.records import dataclass
from schemas.vocabulary import Outcome, Reason, Request

_OUTCOMES = ("source", "kind", "taken_run_id", "file", "sheet", "row", "part")
_CLAIMS = (
    *(
        "row_key",
        "source",
        "device_key",
        "device_id",
        "aspect",
        "says",
        "is_return",
        "begins_at",
        "ends_at",
        "taken_at",
    ),
    *("run_id", "place"),
)


def digest(settings: Settings, stages: Stages, *, again: Collection[str] = ()) -> Digest:
    """The digest of the ledger as it is now. Raises StateBusy and StoreFailed.

    `again` are the runs whose files a sweep has just found once more.
    """
    with stages("standing"):
        standing = store.read_standing(settings.ledger, now=clock(), timezone=settings.timezone)
        kept = kept_differences(standing, settings)
    differences, unread = (kept, {}) if kept is not None else _anew(standing, settings, stages)
    refusals = shaped(standing.refusals.filter(is_there(standing.refusals)), REFUSALS)
    return Digest(
        made_at=standing.read_at,
        state_version=standing.state_version,
        sources=_sources(standing.sources, refusals, differences, unread),
        differences=differences,
        refusals=refusals,
        nights=standing.nights,
        owners=standing.owners,
        overdue=standing.overdue,
        leavers=with_usual_currency(standing.leavers, settings.currency),
        quiet=_quiet(quiet_sources(settings, now=standing.read_at, again=again), settings.timezone),
        timezone=settings.timezone,
    )


def write_digest(digest: Digest, folder: Path) -> dict[str, Path]:
    """Write `digest.txt`, `digest.html` and `digest.xlsx` into `folder`; the path of each, by name.

    A new folder appears with all files or not at all; in a folder that exists, each file does. Raises StoreFailed.
    """
    return telling.write_digest(digest, folder)


def digest_text(digest: Digest) -> str:
    """The digest as text for the terminal."""
    return telling.digest_text(digest)


def _sources(
    sources: pl.DataFrame, refusals: pl.DataFrame, differences: pl.DataFrame, unread: Mapping[str, str]
) -> pl.DataFrame:
    """The sources as in `model.Digest`, with `remark`: the files that could not be read again, in words.

    A source whose only file was refused, and is gone, has nothing to be told of.
    """
    waiting = refusals.group_by("source").agg(refused=pl.len().cast(pl.Int64))
    counted = differences.group_by("source").agg(differs=pl.len().cast(pl.Int64))
    remarks = pl.DataFrame(list(unread.items()), {"source": pl.String, "remark": pl.String}, orient="row")
    known = sources
    for more in (waiting, counted, remarks):
        known = known.join(more, on="source", how="left", maintain_order="left")
    known = known.with_columns(pl.col("refused", "differs").fill_null(0))
    return known.filter(pl.col("run_id").is_not_null() | (pl.col("refused") > 0))


def _quiet(sources: Sequence[SourceAge], timezone: str) -> pl.DataFrame:
    """The quiet sources, as in `model.Digest`."""
    told = [
        (one.source, one.heard_at, duration_text(one.expected), quiet_sentence(one, timezone))
        for one in sources
        if one.expected
    ]
    return pl.DataFrame(told, schema=polars_schema(QUIET), orient="row")


def _anew(standing: store.Standing, settings: Settings, stages: Stages) -> tuple[pl.DataFrame, Mapping[str, str]]:
    """The differences, found anew, and the files that could not be read again; kept for the next digest."""
    with stages("standing"):
        outcomes = store.read_standing_outcomes(settings.ledger, standing.read_at)
    files = read_standing_files(standing, outcomes, settings, stages)
    differences = _differences(files, standing, outcomes, settings, stages)
    keep_differences(differences, files, standing, settings)
    return differences, files.unread


def _differences(
    files: StandingFiles, standing: store.Standing, outcomes: pl.DataFrame, settings: Settings, stages: Stages
) -> pl.DataFrame:
    """One row per row that differs from the ledger, with its one cause; see `model.Digest`."""
    again = files.disturbed()
    with stages("differences"):
        compared = _compared(again, standing, outcomes)
    if compared is None or compared.differing.is_empty():
        return telling.no_differences()
    all_again = files.about(compared.differing, settings.ledger)
    with stages("differences"):
        if len(all_again) > len(again):
            compared = _compared(all_again, standing, outcomes) or compared
        return telling.told_differences(_with_causes(compared, standing, settings), settings.timezone)


@dataclass(frozen=True, slots=True)
class _Compared:
    """Files that were decided again: their rows with `then`, the ownerships on record, and the rows that differ."""

    files: Sequence[RedecidedFiles]
    rows: pl.DataFrame
    spans: pl.DataFrame
    differing: pl.DataFrame


def _compared(
    redecided: Sequence[RedecidedFiles], standing: store.Standing, outcomes: pl.DataFrame
) -> _Compared | None:
    """These files compared with the ledger; None where they have no row."""
    again = [part for part in redecided if part.rows.height]
    if not again:
        return None
    rows = pl.concat([part.rows for part in again], how="diagonal_relaxed")
    rows = _with_outcomes(rows, outcomes)
    spans = pl.concat([part.spans for part in again]).unique("ownership_id")  # each has read what its rows reach
    differing = native(drift.differing(lazy(rows), lazy(spans), now=standing.read_at))
    return _Compared(again, rows, spans, differing)


def _with_causes(compared: _Compared, standing: store.Standing, settings: Settings) -> pl.DataFrame:
    """The rows that differ, each with its one cause, and with the present owner of its device."""
    found = compared.differing
    devices = found.select("device_id").drop_nulls().unique()
    touches = store.last_touches(settings.ledger, devices)
    aspects = pl.concat([part.aspects for part in compared.files]).join(found, on="row_key", how="semi")
    claims = _claims(compared.files, compared.rows, found, aspects)
    told = native(drift.with_causes(lazy(found), lazy(aspects), lazy(claims), lazy(touches)))
    return told.join(_holders(compared.spans, standing), on="device_id", how="left")


def _with_outcomes(rows: pl.DataFrame, outcomes: pl.DataFrame) -> pl.DataFrame:
    """The rows with `then`, their outcome when their file was taken; null where the file was refused."""
    known = outcomes.rename(
        {"run_id": "taken_run_id", "outcome": "then", "reason": "then_reason", "message": "then_message"}
    )
    joined = rows.with_columns(pl.col("sheet", "part").fill_null("")).join(
        known.with_columns(pl.col("sheet").fill_null("")), on=list(_OUTCOMES), how="left"
    )
    is_held = pl.col("row").is_null() & (pl.col("reason") == Reason.ABSENT_HELD)
    unsaid = pl.when(is_held).then(pl.lit(Outcome.SKIPPED.value)).otherwise(pl.lit(Outcome.UNCHANGED.value))
    then = pl.when(~pl.col("is_refused")).then(pl.coalesce("then", unsaid))
    sheet = pl.when(pl.col("sheet") != "").then("sheet")
    return joined.with_columns(then=then, sheet=sheet).drop("part")


def _holders(spans: pl.DataFrame, standing: store.Standing) -> pl.DataFrame:
    """One row per device that has a holder now: `device_id, holder_email`."""
    now = standing.read_at
    held = spans.filter((pl.col("start_time") <= now) & (pl.col("end_time") > now))
    return held.select("device_id", holder_email="owner_email").unique("device_id")


def _claims(
    again: Sequence[RedecidedFiles], rows: pl.DataFrame, found: pl.DataFrame, aspects: pl.DataFrame
) -> pl.DataFrame:
    """The claims of all standing rows about devices with a difference; see `drift.with_causes`."""
    sound = (
        rows.filter(pl.col("fault").is_null())
        .join(found, on="device_key", how="semi")
        .with_columns(
            begins_at="effective_at",
            ends_at="end_at",
            is_return=pl.col("request").eq_missing(pl.lit(Request.UNASSIGN.value)),
            run_id="taken_run_id",
            place=telling.row_place(),
        )
    )
    assigned = sound.filter(says_who()).with_columns(
        aspect=pl.lit(drift.OWNER), says=pl.col("owner_email").fill_null("")
    )
    wanted = (
        aspects.filter(pl.col("aspect") != drift.OWNER)
        .join(found.select("row_key", "device_key"), on="row_key")
        .select("device_key", "aspect")
    )
    listed = [native(_listed(part, wanted)) for part in again if wanted.height]
    stocked = [sound.join(said, on="row_key") for said in listed]
    return pl.concat([part.select(_CLAIMS) for part in (assigned, *stocked)])


def _listed(part: RedecidedFiles, wanted: pl.DataFrame) -> Frame:
    """The values that the inventory rows of one batch give to the wanted pairs of device and attribute."""
    names = sorted(set(wanted["aspect"]) & set(part.listed.columns))
    return drift.attribute_claims(lazy(part.listed), lazy(wanted), names)
