"""stocktake: scans against what is on record, as a report; and a plan that brings the places in line with them.

Only looking: nothing is changed but by such a plan, which is approved and applied like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from pipeline import store
from pipeline.disk import sayable
from pipeline.errors import UsageProblem
from pipeline.model import Checked, LedgerReport, ReportTable
from pipeline.outputs.messages.plurals import agree, count, listing
from pipeline.runs.ledger_reports.tables import DEVICE, HOLDER, chart_of_counts, is_gone
from pipeline.runs.plan import plan_rows
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.commit import Done
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.runs.stocktake.scans import IDENTIFIERS, read_scans, scans_of
from pipeline.settings import Settings, refuse_second_ledger
from schemas.fields import CUSTOM_PREFIX
from schemas.records import dataclass
from schemas.words.stocktake import columns_of_scans

ALL = "all"
_SCAN = ("code", "place", "scanned_at", "scanned_by", "file", "row")
_FOUND = ("found_at", "scanned_at", "scanned_by")


@dataclass(frozen=True, slots=True)
class _Stock:
    """What was scanned and what is on record: one row per scan, per device of the organizations, per device scanned.

    `found` has `found_at`, the place where the device is by its scans; null where they contradict each other or tell
    none.
    """

    checked: Checked
    scans: pl.DataFrame
    devices: pl.DataFrame
    found: pl.DataFrame
    state_version: int


def stocktake(
    paths: Sequence[Path],
    settings: Settings,
    stages: Stages,
    *,
    scope: str | None = None,
    output: Path | None = None,
) -> LedgerReport:
    """What the scans say against what is on record; `output` is where it is to be written: over none of these files.

    Expected are the devices of the `scope`: `all`, those with `FIELD=VALUE`, or where it is not given those whose place
    on record is one that was scanned. Raises FileUnusable, UsageProblem, StateBusy and StoreFailed.
    """
    refuse_harm(output, settings, paths)
    names = [sayable(path.name) for path in paths]
    return compare(read_scans(paths, settings, stages), names, settings, stages, scope=scope)


def compare(
    checked: Checked,
    names: Sequence[str],
    settings: Settings,
    stages: Stages,
    *,
    scope: str | None = None,
    at_least: int | None = None,
) -> LedgerReport:
    """What these scans say, from files of these names; see `stocktake`, and for `at_least` `store.reporting`."""
    stock = _taken(checked, settings, stages, at_least)
    expected = _expected(stock, scope)
    missing = expected.join(stock.found, on="device_id", how="anti", maintain_order="left")
    return LedgerReport(
        name="stocktake",
        title="Stocktake",
        about=f"{', '.join(names)} against what is on record",
        sentences=[
            f"{count(stock.scans.height, 'scan')} of {count(stock.found.height, 'device')} on record; "
            f"{count(expected.height, 'device')} {agree(expected.height, 'was', 'were')} expected "
            f"({_scope_text(stock, scope)}), and {missing.height:,} of these "
            f"{agree(missing.height, 'was', 'were')} not scanned.",
            *_left_out(stock),
        ],
        tables=_tables(stock, missing),
        main="missing",
        made_at=clock(),
        state_version=stock.state_version,
        timezone=settings.timezone,
    )


def plan_places(paths: Sequence[Path], settings: Settings, stages: Stages, *, output: Path | None) -> Done:
    """Plan that the devices that were found elsewhere are, on record, where they were found; as `plan` does.

    Each line of the plan names the row of the scan. Raises as `stocktake` and `plan` do.
    """
    refuse_second_ledger(settings)
    refuse_harm(output, settings, paths)
    return plan_rows(
        places_told(read_scans(paths, settings, stages), settings, stages), settings, stages, output=output
    )


def places_told(checked: Checked, settings: Settings, stages: Stages) -> Checked:
    """The rows of these scans that say where a device is that is elsewhere on record: that, and nothing else."""
    return _places_alone(_taken(checked, settings, stages))


def _taken(checked: Checked, settings: Settings, stages: Stages, at_least: int | None = None) -> _Stock:
    with stages("state"), store.reporting(settings.ledger, store.ReportFilters(), at_least=at_least) as rows:
        orgs = checked.inventory["org_id"].unique()
        devices = rows.devices(clock()).filter(pl.col("org_id").is_in(orgs.implode()))
        version = rows.state_version
    scans = scans_of(checked, devices)
    marked = devices.with_columns(is_gone=is_gone())
    return _Stock(checked, scans, marked, _found(scans, marked), version)


def _found(scans: pl.DataFrame, devices: pl.DataFrame) -> pl.DataFrame:
    """One row per device that was scanned, with where it is by its scans, and the scan that says so."""
    meant = scans.filter(pl.col("device_id").is_not_null() & pl.col("why").is_null())
    latest_last = meant.sort("at", "row_id", nulls_last=False)
    at, place = pl.col("at"), pl.col("place")
    is_told_by_time = (at.null_count() == 0) & ((at == at.max()).sum() == 1)
    places = _key(place).drop_nulls().n_unique()
    last = [pl.col(name).last() for name in ("scanned_at", "scanned_by", "file", "sheet", "row", "row_id")]
    by_device = latest_last.group_by("device_id", maintain_order=True).agg(
        *last,
        scans=pl.len().cast(pl.Int64),
        places=places.cast(pl.Int64),
        found_at=pl.when(places <= 1).then(place.drop_nulls().last()).when(is_told_by_time).then(place.last()),
    )
    return devices.join(by_device, on="device_id").sort("device_id")


def _key(place: pl.Expr) -> pl.Expr:
    """A place as it is compared: without case and with single spaces; null where it is blank."""
    plain = place.str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase()
    return pl.when(plain != "").then(plain)


def _places(stock: _Stock) -> pl.Series:
    """The places that were scanned, as they are compared."""
    return stock.scans.select(_key(pl.col("place")))["place"].drop_nulls().unique()


def _expected(stock: _Stock, scope: str | None) -> pl.DataFrame:
    """The devices that should have been scanned."""
    there = stock.devices.filter(~pl.col("is_gone"))
    places = _places(stock)
    if scope == ALL or (scope is None and places.is_empty()):
        return there
    if scope is None:
        return there.filter(_key(pl.col("location")).is_in(places.implode()))
    name, equals, value = scope.partition("=")
    texts = [one for one, dtype in stock.devices.schema.items() if dtype == pl.String]
    if not equals or name not in texts:
        raise UsageProblem(
            f'The scope "{scope}" is none.', f"Say all, or FIELD=VALUE with one of these fields: {', '.join(texts)}."
        )
    return there.filter(_key(pl.col(name)) == _key(pl.lit(value)))


def _scope_text(stock: _Stock, scope: str | None) -> str:
    if scope not in {None, ALL}:
        return str(scope)
    is_all = scope == ALL or _places(stock).is_empty()
    return "all that are not retired, sold or lost" if is_all else "those whose place on record was scanned"


def _left_out(stock: _Stock) -> Iterator[str]:
    """What of the files is not understood, so that nobody takes what is not told for what is not so."""
    if stock.scans.height and _places(stock).is_empty():
        yield (
            "No scan tells a place, so it is not known what is elsewhere. The column of places is called Room, Place, "
            "Location or the like."
        )
    columns = stock.checked.inventory.columns
    kept = {name.removeprefix(CUSTOM_PREFIX) for name in columns if name.startswith(CUSTOM_PREFIX)}
    used = {name.removeprefix(CUSTOM_PREFIX) for name in columns_of_scans(columns).values()}
    if kept - used:
        yield f"{agree(len(kept - used), 'This column', 'These columns')} told nothing: {listing(sorted(kept - used))}."


def _is_elsewhere() -> pl.Expr:
    return pl.col("found_at").is_not_null() & _key(pl.col("found_at")).ne_missing(_key(pl.col("location")))


def _tables(stock: _Stock, missing: pl.DataFrame) -> list[ReportTable]:
    elsewhere = stock.found.filter(_is_elsewhere())
    gone = stock.found.filter("is_gone")
    unclear = stock.scans.filter(pl.col("why").is_not_null())
    unknown = stock.scans.filter(pl.col("why").is_null() & pl.col("device_id").is_null())
    of_twice = stock.found.filter(pl.col("scans") > 1).select("device_id", "found_at", *DEVICE)
    twice = of_twice.join(stock.scans.select("device_id", *_SCAN), on="device_id").sort("device_id", "file", "row")
    lists = [
        _missing(missing),
        _elsewhere(elsewhere),
        ReportTable("unknown", "Not on record", unknown.select(*_SCAN, "likely"), _UNKNOWN, "All are on record."),
        ReportTable("twice", "Scanned twice", twice.select(*DEVICE, *_SCAN, "found_at"), _TWICE, "None was."),
        ReportTable(
            "gone", "Said to be gone", gone.select(*DEVICE, "status", *_FOUND, "file", "row"), _GONE, "None is."
        ),
        ReportTable("unclear", "Unclear", unclear.select(*_SCAN, "why"), _UNCLEAR, "Every scan names one device."),
        ReportTable(
            "found", "Found", stock.found.select(*DEVICE, "location", *_FOUND, *HOLDER, "file", "row"), _ALL_FOUND
        ),
    ]
    return [_figures(lists), *lists]


def _figures(lists: Sequence[ReportTable]) -> ReportTable:
    frame = pl.DataFrame(
        {"what": [table.title for table in lists], "count": [table.frame.height for table in lists]},
        schema_overrides={"count": pl.Int64},
    )
    charts = chart_of_counts(frame, "what", ["count"], "What was scanned, and what was not")
    return ReportTable("figures", "In figures", frame, "One row per list below.", charts=charts)


def _missing(missing: pl.DataFrame) -> ReportTable:
    ordered = missing.sort("location", "device_id", nulls_last=True)
    frame = ordered.select(*DEVICE, "model", "status", "location", "department", *HOLDER)
    return ReportTable("missing", "Not scanned", frame, "Expected, and not scanned.", "Every device was scanned.")


def _elsewhere(elsewhere: pl.DataFrame) -> ReportTable:
    frame = elsewhere.select(*DEVICE, "location", *_FOUND, *HOLDER, "file", "row")
    note = "Found at another place than that on record, or none is on record. A plan of the places puts them there."
    return ReportTable("elsewhere", "Found elsewhere", frame, note, "Each was found where it is on record.")


def _places_alone(stock: _Stock) -> Checked:
    moved = stock.found.filter(_is_elsewhere()).select("row_id", "device_id", *IDENTIFIERS, location="found_at")
    checked = stock.checked
    kept = ("row_id", "file", "sheet", "row", "org_id", "cleared", "fault")
    blank = [name for name in checked.inventory.columns if name not in {*kept, *moved.columns} and "." not in name]
    rows = checked.inventory.select(*kept, *blank).join(moved, on="row_id", maintain_order="left")
    is_named = pl.any_horizontal(pl.col(name).is_not_null() for name in IDENTIFIERS)
    inventory = rows.with_columns(
        pl.lit(None, checked.inventory.schema[name]).alias(name) for name in blank
    ).with_columns(device_id=pl.when(~is_named).then("device_id"), cleared=pl.lit("", pl.String))
    ids = inventory["row_id"].implode()
    return replace(
        checked,
        inventory=inventory,
        originals=checked.originals.filter(pl.col("row_id").is_in(ids)),
        issues=checked.issues.filter(pl.col("row_id").is_in(ids)),
    )


_UNKNOWN = "No device on record has that identifier. Likely: one on record that is like it."
_TWICE = "Each scan of a device that has several. Found at: where it counts as found; blank where that cannot be told."
_GONE = "Scanned, though their status on record says that they are retired, sold, lost or the like."
_UNCLEAR = "It is not clear which device the row means."
_ALL_FOUND = "One row per device on record that was scanned, with its place on record and where it was found."
