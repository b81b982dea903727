"""Frames of another engine than Polars."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import narwhals as nw
import polars as pl

from pipeline.core.expressions import Frame
from pipeline.model import Cluster
from pipeline.runs.steps.engine.keeper import Keeper
from pipeline.store import spilling, spilling_on


def on_duckdb(frame: pl.DataFrame) -> Frame:
    """The frame, for DuckDB to work on."""
    return nw.from_native(duckdb.from_arrow(frame.to_arrow()))


@contextmanager
def kept_in_duckdb() -> Iterator[tuple[Callable[[pl.DataFrame], Frame], Keeper]]:
    """As a run decides with DuckDB: what makes its frames of Polars frames, and what keeps them and gives them back."""
    with TemporaryDirectory() as folder, spilling(Path(folder) / "rollcall.duckdb", memory=10**9) as spill:
        keeper = Keeper(spill)
        with keeper.keeping():
            yield (lambda frame: nw.from_native(spill.lent(frame))), keeper


@contextmanager
def kept_on(cluster: Cluster) -> Iterator[tuple[Callable[[pl.DataFrame], Frame], Keeper]]:
    """The same with a cluster."""
    with TemporaryDirectory() as folder, spilling_on(cluster, Path(folder) / "rollcall.duckdb") as spill:
        keeper = Keeper(spill)
        with keeper.keeping():
            yield (lambda frame: nw.from_native(spill.lent(frame))), keeper
