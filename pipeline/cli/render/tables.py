"""Rows on the terminal or in a file, in the format that was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import polars as pl

    from pipeline.settings import Settings

FORMATS = ("table", "csv", "json", "xlsx", "parquet")


def format_of(output: Path | None, *, is_json: bool) -> str:
    """What the name of a file asks for, where nobody has said it otherwise."""
    if is_json:
        return "json"
    suffix = output.suffix.removeprefix(".") if output else ""
    return suffix if suffix in FORMATS else "table"


def put(
    frame: pl.DataFrame,
    what: str,
    format_: str,
    output: Path | None,
    settings: Settings,
    *,
    records: list[dict[str, Any]] | None = None,
) -> None:
    """Print the rows, or write them to a file and say so; `what` they are, in the plural.

    `records` are the same rows for JSON, where they are more than the frame can hold.
    """
    from pipeline.cli.render import report
    from pipeline.runs.show import write_table, write_text

    counted = f"{frame.height:,} {what if frame.height != 1 else what.removesuffix('s')}"
    if format_ in {"xlsx", "parquet"}:
        written = write_table(output or Path(f"{what}.{format_}"), frame, what.capitalize(), format_, settings)
        click.echo(f"{counted}: {written}", err=True)
        return
    if format_ == "json" and records is not None:
        text = report.dumps(records)
    else:
        text = {"json": report.frame_json, "csv": report.frame_csv, "table": report.frame_table}[format_](frame)
    if output is None:
        click.echo(text)
    else:
        write_text(output, text + "\n", settings)
        click.echo(f"{counted}: {output}", err=True)
