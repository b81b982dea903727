"""show: listings of the ledger, and the results of a past run written again. The ledger is not changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import polars as pl

from pipeline import outputs, store
from pipeline.core.absence.leavers import leaving, people_gone
from pipeline.core.expressions import is_empty, settled
from pipeline.disk import sayable
from pipeline.errors import StoreFailed
from pipeline.model import Results, RunReport, State
from pipeline.runs.steps.clock import clock
from pipeline.runs.steps.core_frames import lazy, native
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.runs.steps.reach.part import devices_in, read_told
from pipeline.runs.steps.results import FACTS, results_from, updated_owners, with_usual_currency
from pipeline.settings import Settings
from schemas.fields import FieldType
from schemas.instants import is_open
from schemas.keys import typed_key
from schemas.records import dataclass
from schemas.vocabulary import LeaverState, Reason

# The shortest time between two instants.
_RESOLUTION = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of a listing, with serial number and e-mail address as people type them; see `store.Filters`."""

    serial: str | None = None
    owner: str | None = None
    org: str | None = None
    current: bool = False
    pending: bool = False
    as_of: datetime | None = None
    known_at: datetime | None = None
    run: str | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None


def show(what: str, asked: Asked, settings: Settings) -> pl.DataFrame:
    """One row per device, owner, ownership, run or event that passes the filters.

    Instants are naive UTC. Raises StateBusy and StoreFailed.
    """
    filters = store.Filters(
        now=clock(),
        serial=typed_key(asked.serial, FieldType.IDENTIFIER) if asked.serial else None,
        owner=typed_key(asked.owner, FieldType.EMAIL) if asked.owner else None,
        current=asked.current,
        pending=asked.pending,
        as_of=asked.as_of,
        known_at=asked.known_at,
        run=asked.run,
        from_at=asked.from_at,
        to_at=asked.to_at,
    )
    listings = {
        "devices": store.show_devices,
        "owners": store.show_owners,
        "ownerships": store.show_ownerships,
        "runs": store.show_runs,
        "events": store.show_events,
    }
    return listings[what](settings.ledger.within(asked.org), filters)


def serial_hint(asked: Asked, settings: Settings) -> str | None:
    """The hint that the serial number of an empty listing is another identifier on record; None where it is not."""
    if not asked.serial:
        return None
    found = store.find_devices(settings.ledger.within(asked.org), asked.serial)
    if found.is_empty() or found["found_by"][0] == "serial_number":
        return None
    serial = sayable(asked.serial)
    return (
        f"No device has the serial number {serial}: it is {outputs.found_text(found)}. "
        f'For its story: rollcall explain "{serial}"'
    )


def write_workbook(
    path: Path,
    frame: pl.DataFrame,
    what: str,
    settings: Settings,
    *,
    keeps_names: bool = False,
    timezone: str = "UTC",
) -> Path:
    """Write the rows as a workbook of one sheet, which is named `what`; an open end is blank.

    Instants are shown in the time zone. The headers are the titles of the columns, or with `keeps_names` their names.
    """
    refuse_harm(path, settings)
    return outputs.write_table(
        path, _with_blank_open_ends(frame), what.capitalize(), keeps_names=keeps_names, timezone=timezone
    )


def write_parquet(path: Path, frame: pl.DataFrame, settings: Settings) -> Path:
    """Write the rows as a Parquet file. Raises StoreFailed where the path cannot be written to."""
    refuse_harm(path, settings)
    with _writing_to(path):
        frame.write_parquet(path)
    return path


def write_text(path: Path, text: str, settings: Settings) -> Path:
    """Write the text as a file. Raises StoreFailed where the path cannot be written to."""
    refuse_harm(path, settings)
    with _writing_to(path):
        path.write_text(text, encoding="utf-8")
    return path


def results_again(run_id: str, settings: Settings, output: Path | None) -> Path:
    """Write the results of a past run again, without its unchanged rows; the path of the workbook.

    With `output` only the workbook is written, to that path. Results that are still there are kept, since they also
    have the unchanged rows: the new workbook is then `results.again.xlsx` beside them. Raises UsageProblem for an
    unknown run.
    """
    refuse_harm(output, settings)
    report, results = told_again(store.read_run(settings.ledger, run_id), settings)
    folder = settings.out / run_id
    if output is None and not (folder / "results.xlsx").exists():
        return outputs.write_results(folder, report, results, max_rows=settings.results.max_rows)["results"]
    output = output or folder / "results.again.xlsx"
    with _writing_to(output), TemporaryDirectory(prefix=f".{output.name}.", dir=output.parent) as scratch:
        return outputs.write_results(Path(scratch), report, results)["results"].replace(output)


def told_again(past: store.PastRun, settings: Settings) -> tuple[RunReport, Results]:
    """The report of a past run, and its results without its unchanged rows."""
    record, wrote = past.record, past.change_set
    state = read_told(past, list(FACTS), settings)
    currency = cast("str | None", record.settings.get("currency"))
    story = outputs.Story(
        events=wrote.events,
        device_changes=wrote.device_changes,
        owner_changes=wrote.owner_changes,
        devices=with_usual_currency(state.devices, currency),
        owners=state.owners,
        spans=state.spans,
        now=record.recorded_at,
        timezone=str(record.settings.get("timezone", "UTC")),
    )
    used = dict(record.settings)
    headers = cast("Mapping[str, str]", used.pop("headers"))
    originals = outputs.titled_originals(outputs.originals_again(wrote.row_outcomes, headers), headers)
    rows = outputs.rows_frame(wrote.row_outcomes, originals, all_rows=True)
    leavers = outputs.no_leavers() if record.undoes else _leavers_then(past, state, settings)
    report = replace(report_again(past, used), leavers=outputs.leaver_counts(leavers) if leavers.height else {})
    return report, results_from(story, rows, outputs.no_absent(), leavers, outputs.no_issues())


def _leavers_then(past: store.PastRun, state: State, settings: Settings) -> pl.DataFrame:
    """The leavers of a past run, of all organizations; `state` has the spans as they were believed after it.

    Whether a row of the run named a device is no longer known: it counts as held.
    """
    at, after, events = past.record.recorded_at, state.spans, past.change_set.events
    intent = replace(settings.intent(), timezone=str(past.record.settings.get("timezone", "UTC")))
    gone = settled(people_gone(lazy(_owners_then(past, state, settings)), intent, now=at))
    if is_empty(gone):
        return outputs.no_leavers()
    ended = events.filter(pl.col("reason") == Reason.OWNER_LEFT)["ownership_id"].implode()
    devices = devices_in(past.change_set)
    before = store.spans_known_at(settings.ledger, at - _RESOLUTION, devices) if len(ended.item()) else after.clear()
    is_ended = pl.col("ownership_id").is_in(ended)
    held = lazy(pl.concat([after.filter(~is_ended), before.filter(is_ended)]))
    left = native(leaving(gone, held, held.head(0), held.head(0), None, intent, now=at))
    state_then = pl.when(is_ended).then(pl.lit(LeaverState.RELEASED.value)).otherwise("state")
    return outputs.leavers_frame(left.with_columns(state=state_then), state.devices, state.owners)


def _owners_then(past: store.PastRun, state: State, settings: Settings) -> pl.DataFrame:
    """The people on record after a past run, with their last days then."""
    since = store.base_values(settings.ledger, [past.state_version])
    last_days = since.facts.filter(pl.col("field") == "ends_on").select("owner_id", then=pl.col("base").str.to_date())
    owners = state.owners.join(since.owners, on="owner_id", how="anti")
    if last_days.is_empty():
        return owners
    is_changed = pl.col("owner_id").is_in(last_days["owner_id"].implode())
    joined = owners.join(last_days, on="owner_id", how="left", maintain_order="left")
    return joined.with_columns(ends_on=pl.when(is_changed).then("then").otherwise("ends_on")).drop("then")


def report_again(past: store.PastRun, used: Mapping[str, Any]) -> RunReport:
    """The report of a past run, without the paths of its results; `used` are the settings to report."""
    record = past.record
    return RunReport(
        command=record.command,
        exit_code=record.exit_code,
        run_id=record.run_id,
        state_version=past.state_version,
        recorded_at=record.recorded_at,
        rows=record.rows,
        actions=record.actions,
        created=record.created,
        absent_unassigned=record.absent_unassigned,
        absent_held=record.absent_held,
        reasons={str(Reason(reason)): count for reason, count in record.reasons.items()},
        sources=record.sources,
        issue_count=record.issue_count,
        timings=record.timings,
        outputs={},
        settings=used,
        owners_updated=updated_owners(past.change_set.events),
    )


@contextmanager
def _writing_to(path: Path) -> Iterator[None]:
    """Make the folder of `path` where it is missing, and turn a failure to write in the block into StoreFailed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as problem:
        raise StoreFailed(
            f"{path} could not be written: {problem.strerror or problem}.",
            "Close it if it is open in another program, make room on the disk, or give another place with -o.",
            code="output_not_written",
        ) from problem


def _with_blank_open_ends(frame: pl.DataFrame) -> pl.DataFrame:
    instants = [name for name, dtype in frame.schema.items() if dtype == pl.Datetime]
    return frame.with_columns(pl.when(~is_open(pl.col(name))).then(pl.col(name)).alias(name) for name in instants)
