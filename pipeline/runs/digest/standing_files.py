"""The standing files of the drop folders, read again and decided given the ledger as it is now; nothing is written.

The standing files are the last files of each source. Each is read and decided with the request that was made with it at
the time. Rows that were parsed before come from the cache.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from pipeline import store
from pipeline.core.drift import OWNER
from pipeline.errors import FileUnusable, UsageProblem
from pipeline.model import Checked, Ledger
from pipeline.runs.digest.undisturbed_files import are_undisturbed, may_be_about, may_be_undisturbed
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.decide import Decision, decide
from pipeline.runs.steps.read_files import cache_of, read
from pipeline.settings import Settings
from pipeline.settings.drop_folder import folder_settings
from schemas.fields import ATTRIBUTES, CUSTOM_PREFIX, DEVICE_HANDLE
from schemas.reasons import SENTENCES
from schemas.reasons.filled_frames import format_expr
from schemas.records import dataclass
from schemas.vocabulary import Action, Kind, Outcome, Reason, Request
from schemas.workbook_forms.several_devices import DEVICE_COLUMN

_CHANGED = ("file", "sheet", "row", "action")

# More than the rows of any batch, those of absent devices among them, so that each row has a key of its own.
_LARGEST_BATCH = 1 << 40


@dataclass(frozen=True, slots=True)
class RedecidedFiles:
    """The files that one run took or refused, decided again.

    - `rows`: one row per row of those files, of the kinds for which they are the last: `row_key` (its number among the
      rows of all files)`, source, kind, file, sheet, row, part` (the column of its device, where a row has several)`,
      org_id, device` (its strongest identifier; of people the
      person)`, device_id` (blank if it is not on record)`, device_key` (the same for the same device)`, request,
      owner_email, effective_at, end_at, outcome, action, reason, message, fault, old, new` (in words, where it would
      update or create)`, taken_at, taken_run_id, is_refused, refusal`. An open ownership that full files do not name
      has a row without `sheet` and `row`.
    - `aspects`: one row per row and aspect of its device that it would change: `row_key, aspect`.
    - `listed`: the inventory rows without a bad cell: `row_key, device_key, cleared`, and the attributes.
    - `spans`: the ownerships on record now, as in `State.spans`.
    """

    rows: pl.DataFrame
    aspects: pl.DataFrame
    listed: pl.DataFrame
    spans: pl.DataFrame


@dataclass(slots=True)
class Batch:
    """The standing files of one run, read with the request that was made with them; `first_key` is below their keys."""

    files: pl.DataFrame
    checked: Checked
    asked: Settings
    first_key: int
    is_undisturbed: bool = False
    redecided: RedecidedFiles | None = None


@dataclass(slots=True)
class StandingFiles:
    """The standing files (`store.Standing.files`), batch by batch: the files of one run are read and decided together.

    A refused file that is gone does not count: somebody has taken care of it. Files known not to differ
    (`undisturbed_files`) are not decided until they are asked for.
    """

    batches: list[Batch]
    unread: Mapping[str, str]
    stages: Stages

    def disturbed(self) -> list[RedecidedFiles]:
        """The files that may differ, decided again. Raises StateBusy and StoreFailed."""
        return self._redecided([batch for batch in self.batches if not batch.is_undisturbed])

    def about(self, differing: pl.DataFrame, ledger: Ledger) -> list[RedecidedFiles]:
        """Those, and the files with a row about a device of these rows, as `RedecidedFiles.rows`; none decided twice.

        What they say of it may be the cause of the difference. Raises StateBusy and StoreFailed.
        """
        rest = [batch for batch in self.batches if batch.redecided is None]
        if rest:
            known = store.names_of(ledger, differing.select("device_id").drop_nulls().unique())
            names = pl.concat([known, differing["device"].drop_nulls().str.to_lowercase()]).unique()
            self._redecided([batch for batch in rest if may_be_about(batch.checked, names)])
        return [batch.redecided for batch in self.batches if batch.redecided is not None]

    def _redecided(self, batches: list[Batch]) -> list[RedecidedFiles]:
        for batch in batches:
            if batch.redecided is None:
                decision = decide("digest", batch.checked, batch.asked, self.stages, tells_holders=True)
                batch.redecided = _redecided(batch.files, batch.checked, decision, batch.first_key)
        return [batch.redecided for batch in batches if batch.redecided is not None]


def read_standing_files(
    standing: store.Standing, outcomes: pl.DataFrame, settings: Settings, stages: Stages
) -> StandingFiles:
    """The standing files, read; by source, in words, those that could not be. Raises StateBusy and StoreFailed."""
    read_: list[Batch] = []
    unread: dict[str, str] = {}
    first_key = 0
    for files in still_standing(standing.files).partition_by("source", "taken_at", "run_id", maintain_order=True):
        source, intent = files.select("source", "intent").row(0)
        asked = as_requested(settings, source, intent)
        try:
            checked = _read(files, asked, stages, standing.custom_attributes)
        except (FileUnusable, UsageProblem) as problem:
            names = "; ".join(files["file"].unique().sort())
            unread[source] = f"Could not be read again, so its rows are not compared: {names}. {problem.message}"
            continue
        read_.append(Batch(files, checked, asked, first_key))
        first_key += _LARGEST_BATCH
    with stages("standing"):
        _find_undisturbed(read_, standing, outcomes, settings)
    return StandingFiles(read_, unread, stages)


def _find_undisturbed(
    batches: Sequence[Batch], standing: store.Standing, outcomes: pl.DataFrame, settings: Settings
) -> None:
    """Mark the batches of which no row can differ."""
    sound = [batch for batch in batches if may_be_undisturbed(batch.files, outcomes)]
    if not sound:
        return
    since = min(batch.files["taken_at"][0] for batch in sound)
    later = store.read_later_names(settings.ledger, since, now=standing.read_at)
    for batch in sound:
        batch.is_undisturbed = are_undisturbed(batch.files, batch.checked, batch.asked, later)


def as_requested(settings: Settings, source: str, request: str | None) -> Settings:
    """The settings with the request made with the files (`Settings.request`) in place of the present one."""
    if request is None:
        return folder_settings(settings, source, None)
    return settings.as_requested(request, source)


def still_standing(files: pl.DataFrame) -> pl.DataFrame:
    """The standing files of each source and kind: the refused ones that are still there, else those that were taken."""
    there = files.filter(is_there(files) | ~files["is_refused"])
    return there.filter(pl.col("is_refused") == pl.col("is_refused").max().over("source", "kind"))


def _read(batch: pl.DataFrame, asked: Settings, stages: Stages, on_record: Sequence[str]) -> Checked:
    """The rows of the files, under the names that people know: in the archive a file is named after its content."""
    files = batch.select("path", "file").unique(maintain_order=True).sort("file")
    paths = [Path(path) for path in files["path"]]
    names = files["file"].to_list()
    return read(paths, asked, stages, cache=cache_of(asked), names=names, on_record=on_record)


def _redecided(batch: pl.DataFrame, checked: Checked, decision: Decision, first_key: int) -> RedecidedFiles:
    said = _rows(batch, checked, decision)
    last = int(str(checked.originals["row_id"].max() or 0))
    unsaid = _absent(batch, decision).with_row_index("row_id", offset=last + 1).cast({"row_id": pl.Int64})
    rows = pl.concat([said, unsaid], how="diagonal_relaxed").with_columns(row_key=pl.col("row_id") + first_key)
    attributes = [name for name in checked.inventory.columns if _is_attribute(name)]
    stocked = checked.inventory.filter(pl.col("fault").is_null()).select("row_id", "cleared", *attributes)
    keys = rows.filter(pl.col("kind") != Kind.ASSIGNMENTS).select("row_id", "row_key", "device_key")
    is_update = (pl.col("kind") == Kind.REGISTER) | (
        (pl.col("kind") == Kind.INVENTORY) & (pl.col("action") == Action.UPDATE)
    )
    updates = rows.filter(is_update & (pl.col("outcome") == Outcome.APPLIED)).select("row_key", "device_id")
    changed = updates.join(decision.change_set.device_changes, on="device_id").select("row_key", aspect="field")
    assigns = rows.filter(says_who()).select("row_key", aspect=pl.lit(OWNER))
    return RedecidedFiles(
        rows=rows.drop("row_id"),
        aspects=pl.concat([assigns, changed]),
        listed=keys.join(stocked, on="row_id").drop("row_id"),
        spans=decision.state.spans,
    )


def is_there(files: pl.DataFrame) -> pl.Series:
    """True for files that lie where they were put (`path`); of a refused one that does not, somebody has taken care."""
    return pl.Series([Path(path).exists() for path in files["path"]], dtype=pl.Boolean)


def says_who() -> pl.Expr:
    """True for rows that say who has a device, or that nobody has it; some rows of a register do not."""
    is_said = pl.col("owner_email").is_not_null() | (pl.col("request") == Request.UNASSIGN)
    return (pl.col("kind") == Kind.ASSIGNMENTS) | ((pl.col("kind") == Kind.REGISTER) & is_said)


def _is_attribute(name: str) -> bool:
    return name.startswith(CUSTOM_PREFIX) or name in {attribute.name for attribute in ATTRIBUTES}


def _rows(batch: pl.DataFrame, checked: Checked, decision: Decision) -> pl.DataFrame:
    """The judged rows of the kinds for which the files are the last, with cells, and words for their changes."""
    judged = decision.judged.select(
        *("row_id", "kind", "file", "sheet", "row", "org_id", "outcome", "action", "reason", "message"),
        *("request", "owner_email", "end_at"),
        device=pl.when(pl.col("kind") == Kind.PEOPLE).then("owner_email").otherwise("device"),
        told_id="device_id",
        device_id=pl.when(pl.col("device_id") <= decision.state.last_device_id).then("device_id"),
    )
    held = checked.assignments.select("effective_at", "fault", row_id=pl.coalesce("listed_row_id", "row_id"))
    said = held.join(checked.inventory.select("row_id", listed_fault="fault"), on="row_id", how="full", coalesce=True)
    said = said.with_columns(fault=pl.coalesce("listed_fault", "fault")).drop("listed_fault")
    standing = batch.select(
        *("source", "kind", "file", "taken_at", "is_refused", "refusal"), taken_run_id="run_id"
    ).unique(["kind", "file"])
    rows = judged.join(standing, on=["kind", "file"])
    rows = rows.join(said, on="row_id", how="left")
    rows = rows.join(_changes(decision), on=[*_CHANGED, "told_id"], how="left", nulls_equal=True).drop("told_id")
    return _with_device_keys(rows.join(_parts(checked), on="row_id", how="left"), decision)


def _parts(checked: Checked) -> pl.DataFrame:
    """One row per row of a sheet with several devices in a row: `row_id`, and the `part` that it is of its row."""
    if DEVICE_COLUMN not in checked.originals.columns:
        return pl.DataFrame(schema={"row_id": pl.Int64, "part": pl.String})
    return checked.originals.select("row_id", part=DEVICE_COLUMN).drop_nulls()


def _absent(batch: pl.DataFrame, decision: Decision) -> pl.DataFrame:
    """One row per open ownership that full files do not name, without a sheet and a row number.

    It counts as a row that unassigns the device.
    """
    listing = batch.filter(~pl.col("kind").is_in([Kind.INVENTORY, Kind.PEOPLE]))
    held = decision.results.absent.filter(pl.col("reason") == Reason.ABSENT_HELD).select(
        "org_id", "device_id", "reason"
    )
    events = decision.change_set.events.filter(pl.col("reason") == Reason.ABSENT_FROM_FULL_SHEET)
    taken = events.select("org_id", "reason", device_id="aggregate_id")
    facts = {name: listing[name].first() for name in ("source", "taken_at", "is_refused", "refusal", "run_id")}
    rows = pl.concat([held, taken.select(held.columns)], how="vertical_relaxed").with_columns(
        *(pl.lit(value).alias(name) for name, value in facts.items()),
        kind=pl.lit(Kind.ASSIGNMENTS.value),
        file=pl.lit("; ".join(listing["file"])),
        outcome=pl.lit(Outcome.SKIPPED.value),
        request=pl.lit(Request.UNASSIGN.value),
        message=pl.col("reason").replace_strict(SENTENCES, return_dtype=pl.String),
        device=pl.lit(None, pl.String),
    )
    return _with_device_keys(
        rows.rename({"run_id": "taken_run_id"}).head(rows.height if listing.height else 0), decision
    )


def _with_device_keys(rows: pl.DataFrame, decision: Decision) -> pl.DataFrame:
    """The rows with `device`, the strongest identifier of their device, and `device_key`."""
    known = decision.state.devices.select("device_id", known_by=pl.coalesce(DEVICE_HANDLE))
    number = format_expr("#{}", "device_id")
    named = rows.join(known, on="device_id", how="left", maintain_order="left").with_columns(
        device=pl.coalesce("known_by", "device", number),
        device_key=format_expr("{}|{}", "org_id", pl.coalesce(number, "device", pl.lit(""))),
    )
    return named.drop("known_by")


def _changes(decision: Decision) -> pl.DataFrame:
    """One row per row that would update or create a device: its place, action and device, `old` and `new` in words."""
    told = decision.results.changes.filter(pl.col("action").is_in([Action.UPDATE, Action.CREATE]))
    told = told.select(*_CHANGED, "old", "new", told_id="device_id")
    return told.unique([*_CHANGED, "told_id"], keep="first", maintain_order=True)
