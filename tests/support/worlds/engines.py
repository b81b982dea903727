"""Frames of another engine than Polars."""

from __future__ import annotations

import duckdb
import narwhals as nw
import polars as pl

from pipeline.core.expressions import Frame


def on_duckdb(frame: pl.DataFrame) -> Frame:
    """The frame, for DuckDB to work on."""
    return nw.from_native(duckdb.from_arrow(frame.to_arrow()))
