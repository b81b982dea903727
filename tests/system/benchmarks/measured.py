"""One measurement in a process of its own: `run`, `floor`, `decisions` or `suspects`. Prints one line of JSON.

Seconds are wall time without imports; the peak is that of the whole process.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

_SHEETS = ("changes", "rows", "rejected", "owners", "created", "before")
_NOW = datetime(2026, 3, 1, 12)


def run(place: str, state: str, *files: str) -> dict[str, Any]:
    """A whole run on these files, from reading them to its result workbook."""
    from pipeline.runs.run import run
    from pipeline.runs.steps.clock import Stages
    from pipeline.settings import load_settings

    folder = Path(place)
    unlimited = {"limits": {"enabled": False}}  # they are measured all the same, so that their cost is in the figures
    settings = load_settings(None, {"state": folder / state, "out": folder / "results", **unlimited})
    stages = Stages()
    begun = time.perf_counter()
    done = run([folder / name for name in files], settings, stages)
    figures = _figures(begun, stages.seconds)
    return {**figures, "rows": dict(done.report.rows), "parquet": str(done.report.outputs["parquet"])}


def floor(place: str, parquet: str, *files: str) -> dict[str, Any]:
    """Read the workbooks as text, write the frames that the run wrote; nothing else."""
    import fastexcel
    import polars as pl
    import xlsxturbo

    sheets = [(pl.read_parquet(Path(parquet) / f"{name}.parquet"), name) for name in _SHEETS]
    begun = time.perf_counter()
    for name in files:
        reader = fastexcel.read_excel(Path(place) / name)
        for sheet in reader.sheet_names:
            reader.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    read = time.perf_counter() - begun
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        xlsxturbo.dfs_to_xlsx(sheets, str(Path(place) / "floor.xlsx"), constant_memory=True)
    return _figures(begun, {"read": read, "write": time.perf_counter() - begun - read})


def decisions(rows: str, devices: str) -> dict[str, Any]:
    """Every frame that a plan consists of, from typed rows and a state in memory; 70 % of the rows are unchanged."""
    from dataclasses import fields

    from pipeline.core.frames import Decided
    from pipeline.core.plan import build_plan
    from pipeline.model import Intent
    from tests.system.benchmarks.fleet import current_state, desired_rows

    desired, current = desired_rows(int(rows), int(devices)), current_state(int(devices))
    held = _peak_gb()
    begun = time.perf_counter()
    decided = build_plan(desired, current, Intent(), now=_NOW)
    counts = {field.name: getattr(decided, field.name).collect().shape[0] for field in fields(Decided)}
    return {**_figures(begun, {}), "rows": counts, "state_gb": held}


def suspects(new: str, known: str) -> dict[str, Any]:
    """The new owners who look like known ones, from two frames in memory."""
    import narwhals as nw
    import rapidfuzz.process  # noqa: F401 - imports are left out, also those that wait for the first pair

    from pipeline.core.guards.similar_owners import suspect_owners
    from tests.system.benchmarks.people import known_and_new

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
    "run": run,
    "floor": floor,
    "decisions": decisions,
    "suspects": suspects,
}

if __name__ == "__main__":
    print(json.dumps(MEASUREMENTS[sys.argv[1]](*sys.argv[2:])))
