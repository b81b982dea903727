"""Rows printed or written to a file: each format that `--format` may name is one entry of `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.render.json_text import dumps
from schemas import formula_texts

if TYPE_CHECKING:
    import polars as pl

    from pipeline.settings import Settings

_WIDEST = 100
_TEXT_FILES = ("", "txt")


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows to be shown, and the plural noun for them.

    Where JSON or a workbook needs other values than those of the frame, `records` and `cells` give the rows for them.
    With `is_raw`, texts stand in CSV as they are, also those that a spreadsheet program would run.
    """

    what: str
    frame: pl.DataFrame
    records: Callable[[], list[dict[str, Any]]] | None = None
    cells: Callable[[], pl.DataFrame] | None = None
    is_raw: bool = False

    @property
    def counted(self) -> str:
        """The number of rows, with their noun."""
        return f"{self.frame.height:,} {self.what if self.frame.height != 1 else self.what.removesuffix('s')}"


@dataclass(frozen=True, slots=True)
class TextFormat:
    """A format that is printed, or written to a text file."""

    text: Callable[[Listing], str]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format that is never printed, but always written to a file."""

    write: Callable[[Path, Listing, Settings], Path]


def put(listing: Listing, format_: str, output: Path | None, settings: Settings) -> None:
    """Print the rows, or write them to a file and print its path on standard error."""
    from pipeline.runs.show import write_text

    chosen = FORMATS[format_]
    if isinstance(chosen, FileFormat):
        written = chosen.write(output or Path(f"{listing.what}.{format_}"), listing, settings)
    elif output is not None:
        written = write_text(output, chosen.text(listing) + "\n", settings)
    else:
        click.echo(chosen.text(listing))
        return
    click.echo(f"{listing.counted}: {written}", err=True)


def format_of(output: Path | None, *, is_json: bool) -> str:
    """The format where `--format` is not given: JSON with `--json`, else by the suffix of the file, else a table.

    Raises UsageError for a suffix that names none.
    """
    if is_json:
        return "json"
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    if output and suffix not in {*FORMATS, *_TEXT_FILES}:
        known = ", ".join(f".{name}" for name in FORMATS if name != "table")
        raise click.UsageError(f"{output.name}: the ending .{suffix} names no format. Use {known}, or say --format.")
    return suffix if suffix in FORMATS else "table"


def _json(listing: Listing) -> str:
    """The rows as a JSON array of objects."""
    return dumps(listing.frame.to_dicts() if listing.records is None else listing.records())


def _csv(listing: Listing) -> str:
    """The rows as CSV: separated by commas, instants in ISO 8601 with `Z`, lists as `a; b`."""
    import polars as pl

    texts = _as_texts(listing.frame)
    if not listing.is_raw:
        made_of_text = (pl.String(), pl.List(pl.String))
        texts = texts.with_columns(
            formula_texts.as_text_expr(pl.col(name))
            for name, dtype in listing.frame.schema.items()
            if dtype in made_of_text
        )
    return texts.write_csv().rstrip("\n")


def _table(listing: Listing) -> str:
    """The rows as a table that is not cut to the terminal.

    Columns without any value are left out; columns too wide to read are only named, in a line below the table.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    texts = _as_texts(listing.frame)
    widths = {column.name: column.str.len_chars().max() for column in texts}
    filled = [name for name, width in widths.items() if width is not None or texts.is_empty()]
    shown = [name for name in filled if int(str(widths[name] or 0)) <= _WIDEST]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in shown:
        table.add_column(name, no_wrap=True)
    for row in texts.select(shown).iter_rows():
        table.add_row(*(value or "" for value in row))
    console = Console(width=10_000, color_system=None)
    with console.capture() as captured:
        console.print(table, markup=False)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    if len(shown) < len(filled):
        lines.append(
            f"Too wide for a table: {', '.join(name for name in filled if name not in shown)}. See --format json."
        )
    return "\n".join(line for line in lines if line)


def _workbook(path: Path, listing: Listing, settings: Settings) -> Path:
    from pipeline.runs.show import write_workbook

    return write_workbook(path, listing.frame if listing.cells is None else listing.cells(), listing.what, settings)


def _parquet(path: Path, listing: Listing, settings: Settings) -> Path:
    from pipeline.runs.show import write_parquet

    return write_parquet(path, listing.frame, settings)


def _as_texts(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl
    import polars.selectors as cs

    microseconds = cs.datetime().dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").str.replace(".000000Z", "Z", literal=True)
    lists = cs.by_dtype(pl.List(pl.String)).list.join("; ")
    return frame.with_columns(microseconds).with_columns(lists).cast(pl.String)


FORMATS: Mapping[str, TextFormat | FileFormat] = {
    "table": TextFormat(_table),
    "csv": TextFormat(_csv),
    "json": TextFormat(_json),
    "xlsx": FileFormat(_workbook),
    "parquet": FileFormat(_parquet),
}
