"""Two decisions about the same rows that must agree in everything, but for the instants at which they were made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from polars.testing import assert_frame_equal

from pipeline.model import ChangeSet, Checked, Results
from pipeline.runs.steps import read_files
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.decide import Decision, decide
from pipeline.settings import Settings, load_settings
from tests.support.desk import Desk

_NOW = datetime(2026, 1, 1)


_read: dict[tuple[object, str], Checked] = {}

# The frames of a change set of which nobody sees the order.
_SETS = {"spans_superseded", "spans_recorded", "devices_created", "device_changes", "owner_changes"}


def decided(
    paths: list[Path], desk: Desk, command: str = "check", *, lists_rows: bool = True, **asked: Any
) -> Decision:
    """What is decided about these files at that desk, with these options."""
    settings = load_settings(None, {"state": desk.state, "out": desk.folder / "results", **asked})
    decision = decide(command, read_once(paths, settings), settings, Stages(), lists_rows=lists_rows)
    used = {name: value for name, value in decision.report.settings.items() if name != "engine"}
    return replace(decision, report=replace(decision.report, settings=used))


def read_once(paths: list[Path], settings: Settings) -> Checked:
    """The rows of these files, which are read where they, the ledger's file or the way of reading are new."""
    if not settings.state.is_file():  # as that of a lake
        return read_files.read(paths, settings, Stages())
    saved = tuple((path, path.stat().st_mtime_ns) for path in (*paths, settings.state))
    key = (saved, repr(settings.how_to_read()))
    if key not in _read:
        _read[key] = read_files.read(paths, settings, Stages())
    return _read[key]


def assert_same_decision(one: Decision, other: Decision) -> None:
    """The judged rows, the change set, the results, the limits, the suspects and the report are equal."""
    _assert_frames_equal({"judged": one.judged}, {"judged": other.judged}, one, other)
    _assert_frames_equal(frames_of(one.change_set), frames_of(other.change_set), one, other)
    _assert_frames_equal(frames_of(one.results), frames_of(other.results), one, other)
    limits = {"limits": one.limits, "suspects": one.suspects, "refreshed": one.refreshed}
    others = {"limits": other.limits, "suspects": other.suspects, "refreshed": other.refreshed}
    _assert_frames_equal(limits, others, one, other)
    ours, theirs = (replace(each.report, recorded_at=_NOW) for each in (one, other))
    assert ours == theirs
    assert list(ours.reasons) == list(theirs.reasons)


def frames_of(of: ChangeSet | Results) -> dict[str, pl.DataFrame]:
    """The frames by their names, but for those that are not there."""
    found = {name: getattr(of, name) for name in of.__slots__}
    return {name: frame for name, frame in found.items() if frame is not None}


def _assert_frames_equal(
    ours: dict[str, pl.DataFrame], theirs: dict[str, pl.DataFrame], one: Decision, other: Decision
) -> None:
    """Equal, but for the instants at which the two were decided."""
    for name, frame in ours.items():
        is_set = name in _SETS
        assert_frame_equal(
            _timeless(frame, one), _timeless(theirs[name], other), check_exact=True, check_row_order=not is_set
        )


def _timeless(frame: pl.DataFrame, decision: Decision) -> pl.DataFrame:
    now = decision.report.recorded_at
    timeless = {
        name: pl.when(pl.col(name) == now).then(_NOW).otherwise(pl.col(name))
        if dtype == pl.Datetime("us")
        else pl.col(name).str.replace_all(f"{now:%Y-%m-%d at %H:%M}", "now", literal=True)
        for name, dtype in frame.schema.items()
        if dtype in {pl.Datetime("us"), pl.String}
    }
    return frame.with_columns(**timeless)
