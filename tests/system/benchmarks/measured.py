"""One measurement in a process of its own, such as `floor` or `decisions`. Prints one line of JSON.

Seconds are wall time without imports; the peak is that of the whole process.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

_NOW = datetime(2026, 3, 1, 12)
_FRAMES = ("inventory", "assignments", "devices", "owners", "spans")


def floor(written: str, *files: str) -> dict[str, Any]:
    """Read the workbooks one after the other; write all rows of the last, and a quarter of them as changes."""
    import fastexcel

    begun = time.perf_counter()
    sheets = [fastexcel.read_excel(file).load_sheet(0, dtypes="string").to_polars() for file in files]
    read = time.perf_counter() - begun
    rows = sheets[-1]
    outcomes = {f"_{name}": rows[:, -1] for name in ("outcome", "action", "reason", "message", "file", "sheet", "row")}
    _write(written, [(rows.with_columns(**outcomes), "Rows"), (rows.head(rows.height // 4), "Changes")])
    return _figures(begun, {"read": read, "write": time.perf_counter() - begun - read})


def copied(written: str, *files: str) -> dict[str, Any]:
    """Read all sheets of the workbooks, one after the other, and write all their rows."""
    begun = time.perf_counter()
    sheets = _sheets(files)
    read = time.perf_counter() - begun
    _write(written, [(sheet, f"Sheet {number}") for number, sheet in enumerate(sheets, start=1)])
    return _figures(begun, {"read": read, "write": time.perf_counter() - begun - read})


def read(_written: str, *files: str) -> dict[str, Any]:
    """Read all sheets of the workbooks, one after the other."""
    begun = time.perf_counter()
    _sheets(files)
    return _figures(begun, {})


def _sheets(files: Sequence[str]) -> list[pl.DataFrame]:
    import fastexcel

    books = [fastexcel.read_excel(file) for file in files]
    return [book.load_sheet(name, dtypes="string").to_polars() for book in books for name in book.sheet_names]


def _write(written: str, tables: Sequence[tuple[pl.DataFrame, str]]) -> None:
    import xlsxturbo

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        xlsxturbo.dfs_to_xlsx(tables, written, constant_memory=True)


def decisions(rows: str, devices: str) -> dict[str, Any]:
    """Every frame that a plan consists of, from typed rows and a state in memory; 70 % of the rows are unchanged."""
    from dataclasses import fields

    from pipeline.core.frames import Decided
    from pipeline.core.plan import build_plan
    from pipeline.model import Intent
    from tests.system.benchmarks.made.fleet import current_state, desired_rows

    desired, current = desired_rows(int(rows), int(devices)), current_state(int(devices))
    held = _peak_gb()
    begun, worked = time.perf_counter(), time.process_time()
    decided = build_plan(desired, current, Intent(), now=_NOW)
    counts = {field.name: getattr(decided, field.name).collect().shape[0] for field in fields(Decided)}
    return {**_figures(begun, {}), "processor": time.process_time() - worked, "rows": counts, "state_gb": held}


def fleet(rows: str, devices: str, folder: str) -> dict[str, Any]:
    """Write the frames of such a decision into this folder, so that nothing of them is in the memory of another."""
    from tests.system.benchmarks.made.fleet import current_state, desired_rows

    begun = time.perf_counter()
    desired, current = desired_rows(int(rows), int(devices)), current_state(int(devices))
    for frames in (desired, current):
        for name in _FRAMES:
            if hasattr(frames, name):
                getattr(frames, name).to_native().sink_parquet(f"{folder}/{name}.parquet")
    return _figures(begun, {})


def spilled(folder: str, devices: str, memory: str) -> dict[str, Any]:
    """The same decisions by DuckDB, with so many bytes of memory: from tables, and back as Polars frames."""
    from pathlib import Path

    import narwhals as nw

    from pipeline.core.frames import Current, Decided, Desired
    from pipeline.core.plan import build_plan
    from pipeline.model import Intent
    from pipeline.runs.steps.engine.keeper import Keeper
    from pipeline.store.spill import spilling
    from tests.system.benchmarks.made.fleet import KNOWN

    begun, worked = time.perf_counter(), time.process_time()
    with spilling(Path(folder) / "rollcall.duckdb", memory=int(memory)) as spill:
        for name in _FRAMES:
            spill.connection.read_parquet(f"{folder}/{name}.parquet").create(name)
        frames = {name: nw.from_native(spill.table(name)) for name in _FRAMES}
        read, keeper, last = time.perf_counter() - begun, Keeper(spill), int(devices)
        desired = Desired(frames["inventory"], frames["assignments"], KNOWN)
        current = Current(frames["devices"], frames["owners"], frames["spans"], last, last // 4, last)
        with keeper.keeping():
            decided = build_plan(desired, current, Intent(), now=_NOW)
            peak = _peak_gb()
            told = keeper.given_back(decided)
    counts = {name: getattr(told, name).collect().shape[0] for name in Decided.__slots__}
    figures = {"processor": time.process_time() - worked, "rows": counts, "decided_gb": peak}
    return {**_figures(begun, {"read": read}), **figures}


def clustered(folder: str, devices: str, remote: str) -> dict[str, Any]:
    """The same decisions by a cluster: the rows from memory, what they reach bit by bit, and back as Polars frames."""
    from pathlib import Path

    import duckdb
    import narwhals as nw
    import polars as pl

    from pipeline.core.frames import Current, Decided, Desired
    from pipeline.core.plan import build_plan
    from pipeline.model import Cluster, Intent
    from pipeline.runs.steps.engine.keeper import Keeper
    from pipeline.store import spilling_on
    from tests.system.benchmarks.made.fleet import KNOWN

    begun, worked = time.perf_counter(), time.process_time()
    listed, asked = (nw.from_native(pl.scan_parquet(f"{folder}/{name}.parquet")) for name in _FRAMES[:2])
    desired = Desired(listed, asked, KNOWN)
    with duckdb.connect() as ledger, spilling_on(Cluster(remote), Path(folder) / "rollcall.duckdb") as spill:
        for name in ("devices", "owners", "spans"):
            spill.take(name, ledger.read_parquet(f"{folder}/{name}.parquet"))
        frames = {name: nw.from_native(spill.table(name)) for name in ("devices", "owners", "spans")}
        keeper, last = Keeper(spill), int(devices)
        current = Current(frames["devices"], frames["owners"], frames["spans"], last, last // 4, last)
        with keeper.keeping():
            given = keeper.taken(desired)
            read = time.perf_counter() - begun
            decided = build_plan(given, current, Intent(), now=_NOW)
            peak = _peak_gb()
            told = keeper.given_back(decided)
        spill.prove()
    counts = {name: getattr(told, name).collect().shape[0] for name in Decided.__slots__}
    figures = {"processor": time.process_time() - worked, "rows": counts, "decided_gb": peak}
    return {**_figures(begun, {"read": read}), **figures}


def suspects(new: str, known: str) -> dict[str, Any]:
    """The new owners who look like known ones, from two frames in memory."""
    import narwhals as nw
    import rapidfuzz.process  # noqa: F401 - imports are left out, also those that wait for the first pair

    from pipeline.core.guards.similar_owners import suspect_owners
    from tests.system.benchmarks.made.people import known_and_new

    there, coming = known_and_new(int(known), int(new))
    held = _peak_gb()
    begun, worked = time.perf_counter(), time.process_time()
    found = suspect_owners(nw.from_native(coming.lazy()), nw.from_native(there.lazy())).collect()
    figures = {**_figures(begun, {}), "processor": time.process_time() - worked, "owners_gb": held}
    return {**figures, "suspects": dict(found["likeness"].value_counts(sort=True).rows())}


def _figures(begun: float, stages: dict[str, float]) -> dict[str, Any]:
    return {"seconds": time.perf_counter() - begun, "peak_gb": _peak_gb(), "stages": stages}


def _peak_gb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


MEASUREMENTS: dict[str, Callable[..., dict[str, Any]]] = {
    "floor": floor,
    "copied": copied,
    "read": read,
    "decisions": decisions,
    "fleet": fleet,
    "spilled": spilled,
    "clustered": clustered,
    "suspects": suspects,
}

if __name__ == "__main__":
    print(json.dumps(MEASUREMENTS[sys.argv[1]](*sys.argv[2:])))
