"""Files in, typed rows with provenance and issues out. Nothing here looks at the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from pipeline.model import Checked, Plan, Source
    from schemas.vocabulary import Kind, UnknownColumns

__all__ = ["read_files", "read_plan", "source_of"]


def read_files(
    paths: Sequence[Path], *, org: str, timezone: str, kind: Kind | None, unknown_columns: UnknownColumns
) -> Checked:
    """Every row of every usable sheet of these files, typed, with all issues found on the way.

    `org` stands where a row names no organization; `timezone` gives a meaning to instants without one. Raises
    `FileUnusable`, with every problem of every file, when one of the files cannot be used at all.
    """
    from pipeline.intake import reading  # noqa: PLC0415 - Polars and fastexcel are loaded only when there are files

    return reading.read_files(paths, org=org, timezone=timezone, kind=kind, unknown_columns=unknown_columns)


def read_plan(path: Path, *, key: str | None) -> tuple[Plan, pl.DataFrame]:
    """A signed plan and its reviewer's answers: one row per line, `sheet, place, is_approved`.

    `key` is the one that plans are signed with, if there is one. Raises `FileUnusable` for a file that is no plan, and
    `PlanStale` for one that is not as it was written, but for its answers.
    """
    from pipeline.intake import plans  # noqa: PLC0415 - as above

    return plans.read_plan(path, key=key)


def source_of(name: str, path: Path, rows: int | None) -> Source:
    """The file as it is now: its fingerprint, its size, and how many rows were read of it."""
    from pipeline.intake import files  # noqa: PLC0415 - as above

    return files.source_of(name, path, rows)
