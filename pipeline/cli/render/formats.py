"""Rows printed or written to a file: each format that `--format` may name is one entry of `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.runs.answers.json_text import dumps
from schemas.instants import is_open, zone_line
from schemas.records import dataclass

if TYPE_CHECKING:
    import polars as pl

    from pipeline.settings import Settings

# The formats that people read on the screen; no name of a file asks for them.
SCREEN = frozenset({"table", "vertical"})
# The formats of what is told as a report, page or workbook.
REPORT_FORMATS = ("table", "json", "csv", "xlsx", "html", "parquet")

# The endings of files that are not called as their format is.
_OTHER_ENDINGS = {"": "table", "txt": "table", "htm": "html"}
_UTC, _OPEN = "UTC", "open"


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows to be shown, and the plural noun for them.

    Where JSON or a workbook needs other values than those of the frame, `records` and `cells` give the rows for them.
    With `is_raw`, texts stand in CSV as they are, also those that a spreadsheet program would run. With `first`, a
    table on the screen has only the first of these columns that have values, and more where there is room. With
    `keeps_names`, a workbook has the names of the columns as they are, and else as titles. Instants are shown in
    `timezone` on the screen and in a workbook, and the open end as a word; without one they stand as they are. Data for
    programs have UTC. `way_to_more` says how to see the columns for which there is no room.
    """

    what: str
    frame: pl.DataFrame
    records: Callable[[], list[dict[str, Any]]] | None = None
    cells: Callable[[], pl.DataFrame] | None = None
    is_raw: bool = False
    first: tuple[str, ...] = ()
    keeps_names: bool = False
    timezone: str | None = None
    is_for_file: bool = False
    way_to_more: str = "--columns all, or name some: --columns A,B,C"

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
    chosen = FORMATS[format_]
    if isinstance(chosen, FileFormat):
        written = chosen.write(output or Path(f"{listing.what}.{format_}"), listing, settings)
        click.echo(f"{listing.counted}: {written}", err=True)
    else:
        shown = listing if output is None else replace(listing, is_for_file=True)
        print_or_write(chosen.text(shown), listing.counted, output, settings)


def print_or_write(text: str, said: str, output: Path | None, settings: Settings) -> None:
    """Print the text, or write it to a file and print on standard error what is `said` of it and its path."""
    from pipeline.runs.show import write_text

    if output is None:
        click.echo(text)
    else:
        written = write_text(output, text + "\n", settings)
        click.echo(f"{said}: {written}", err=True)


def format_of(output: Path | None, formats: Collection[str], *, is_json: bool) -> str:
    """The format of these where `--format` is not given: JSON with `--json`, else as the file is named, else a table.

    Raises UsageError for an ending that names none.
    """
    if is_json:
        return "json"
    if output is None:
        return "table"
    ending = output.suffix.removeprefix(".").lower()
    for_files = [name for name in formats if name not in SCREEN]
    named = ending if ending in for_files else _OTHER_ENDINGS.get(ending)
    if named is None or named not in formats:
        known = ", ".join(f".{name}" for name in for_files)
        raise click.UsageError(f"{output.name}: the ending .{ending} names no format. Use {known}, or say --format.")
    return named


def _json(listing: Listing) -> str:
    """The rows as a JSON array of objects."""
    return dumps(listing.frame.to_dicts() if listing.records is None else listing.records())


def _csv(listing: Listing) -> str:
    """The rows as CSV; see `csv_text`."""
    from pipeline.runs.answers.csv_text import csv_text

    return csv_text(listing.frame, is_raw=listing.is_raw)


def _table(listing: Listing) -> str:
    """The rows as a table, within the width of the terminal where there is one; see `Listing`."""
    from pipeline.cli.render import text_table

    texts = _local_texts(listing)
    natural, width = text_table.natural_widths(texts), None if listing.is_for_file else text_table.terminal_width()
    if listing.first and not listing.is_for_file:
        return _first_columns(listing, texts, natural, width)
    if width is None or text_table.total_width(natural) <= width:
        shown = text_table.as_table(texts, natural)
    else:
        fitted = text_table.fitted_widths(texts, width, natural)
        shown = text_table.as_lines(texts, width) if fitted is None else text_table.as_table(texts, fitted)
    return _with_zone(shown, listing, texts.columns)


def _first_columns(listing: Listing, texts: pl.DataFrame, natural: dict[str, int], width: int | None) -> str:
    """The first columns that have values, then as many others as fit; a last line says how many there are beside.

    Without a width, as in a pipe, each row has one line.
    """
    from pipeline.cli.render import text_table
    from pipeline.cli.render.shown_columns import SHOWN

    filled = [name for name in texts.columns if texts[name].null_count() < texts.height]
    shown = [name for name in listing.first if name in filled][:SHOWN]
    widths = {name: natural[name] for name in shown} if width is None else _within(width, texts.select(shown), natural)
    for name in (name for name in filled if name not in widths):
        wider = {column: natural[column] for column in (*widths, name)}
        if width is not None and text_table.total_width(wider) <= width:
            widths = wider
    lines = [text_table.as_table(texts.select(list(widths)), widths)]
    left = len(filled) - len(widths)
    if left:
        noun = "column" if left == 1 else "columns"
        lines.append(f"{left} more {noun} with values: {listing.way_to_more}")
    return _with_zone("\n".join(lines), listing, list(widths))


def _within(width: int, texts: pl.DataFrame, natural: dict[str, int]) -> dict[str, int]:
    """The widths of the columns that fit: the last are left out first, addresses after all others.

    One that is wider alone is left to the terminal.
    """
    from pipeline.cli.render import text_table

    def fitted() -> dict[str, int] | None:
        return text_table.fitted_widths(texts, width, {name: natural[name] for name in texts.columns})

    while (widths := fitted()) is None and texts.width > 1:
        others = [column.name for column in texts if not text_table.has_addresses(column)]
        texts = texts.drop((others or texts.columns)[-1])
    return widths or {name: natural[name] for name in texts.columns}


def _vertical(listing: Listing) -> str:
    """One line per value."""
    from pipeline.cli.render import text_table

    width = None if listing.is_for_file else text_table.terminal_width()
    return _with_zone(text_table.as_lines(_local_texts(listing), width), listing, listing.frame.columns)


def _local_texts(listing: Listing) -> pl.DataFrame:
    """The rows as texts; those for people have instants in their time zone, and a word for the open end."""
    import polars as pl
    import polars.selectors as cs

    from pipeline.runs.answers.csv_text import as_texts, instants_told

    if listing.timezone is None:
        return as_texts(listing.frame)
    instants = cs.datetime(time_zone=None)
    if listing.timezone == _UTC:
        told = instants_told(instants)
    else:
        local = instants.dt.replace_time_zone(_UTC).dt.convert_time_zone(listing.timezone)
        told = local.dt.strftime("%Y-%m-%d %H:%M:%S%.6f").str.replace(".000000", "", literal=True)
    is_never = is_open(instants).fill_null(value=False)
    return as_texts(listing.frame.with_columns(pl.when(~is_never).then(told).otherwise(pl.lit(_OPEN))))


def _with_zone(shown: str, listing: Listing, columns: Sequence[str]) -> str:
    """What is printed, with a last line that names the time zone where any of its instants is in another than UTC."""
    types = (listing.frame.schema[name].base_type() for name in columns)
    is_local = listing.timezone not in {None, _UTC} and "Datetime" in map(str, types)
    return f"{shown}\n{zone_line(str(listing.timezone))}" if is_local else shown


def _workbook(path: Path, listing: Listing, settings: Settings) -> Path:
    from pipeline.runs.show import write_workbook

    cells = listing.frame if listing.cells is None else listing.cells()
    names, zone = listing.keeps_names, listing.timezone or _UTC
    return write_workbook(path, cells, listing.what, settings, keeps_names=names, timezone=zone)


def _parquet(path: Path, listing: Listing, settings: Settings) -> Path:
    from pipeline.runs.show import write_parquet

    return write_parquet(path, listing.frame, settings)


FORMATS: Mapping[str, TextFormat | FileFormat] = {
    "table": TextFormat(_table),
    "vertical": TextFormat(_vertical),
    "csv": TextFormat(_csv),
    "json": TextFormat(_json),
    "xlsx": FileFormat(_workbook),
    "parquet": FileFormat(_parquet),
}
