"""Files in, typed rows with provenance and issues out. Nothing here looks at the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model import Checked
    from schemas.vocabulary import Kind, UnknownColumns

__all__ = ["read_files"]


def read_files(
    paths: Sequence[Path], *, org: str, timezone: str, kind: Kind | None, unknown_columns: UnknownColumns
) -> Checked:
    """Every row of every usable sheet of these files, typed, with all issues found on the way.

    `org` stands where a row names no organization; `timezone` gives a meaning to instants without one. Raises
    `FileUnusable`, with every problem of every file, when one of the files cannot be used at all.
    """
    from pipeline.intake import reading  # noqa: PLC0415 - Polars and fastexcel are loaded only when there are files

    return reading.read_files(paths, org=org, timezone=timezone, kind=kind, unknown_columns=unknown_columns)
