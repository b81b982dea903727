"""The four ways to find the type and digits of cells that are not stored as text; see `RawSheet.stored`."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.raw_sheets import STORED_SCHEMA, StoredAs, none_stored
from pipeline.intake.readers.loaded import CellKind
from pipeline.intake.readers.xml.number_formats import currency_shown, is_date_format, style_formats
from pipeline.intake.readers.xml.quick_scan import prefix_in
from pipeline.intake.readers.xml.zip_parts import inflated, whole_rows
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.intake.readers.xml.zip_parts import SheetParts

_STORED_AS = {CellKind.NUMBER: StoredAs.NUMBER, CellKind.DATE: StoredAs.DATE, CellKind.BOOLEAN: StoredAs.BOOLEAN}
_PIECES_AT_ONCE = 16
_NAMED = re.compile(r"\(\?P<\w+>")
_CELLS = pl.DataFrame(schema=dict.fromkeys(("before", "column", "row", "after", "raw"), pl.String))


@dataclass(frozen=True, slots=True)
class StoredInXml:
    """Cells of an .xlsx file: the XML of the sheet is read once more, for the cells of some columns only."""

    package: SheetParts
    part: str

    def __call__(self, letters: Sequence[str]) -> pl.DataFrame:
        """One row per number, date and boolean, in the order of the sheet."""
        if not letters:
            return none_stored(letters)
        prefix = prefix_in(self.package.start(self.part))
        rows = whole_rows(inflated(self.package.path, self.part), b"</" + prefix + b"row>")
        cells = [_cells_in(texts, letters, prefix) for texts in _texts(rows)]
        return _typed(pl.concat([_CELLS, *cells]), style_formats(self.package))


def shows_currencies(package: SheetParts) -> bool:
    """True where a format of the file shows a currency, so that it is worth reading those of its cells."""
    return any(currency_shown(code) for code in style_formats(package))


@dataclass(frozen=True, slots=True)
class StoredKinds:
    """Cells of a sheet for which the worker has noted every cell's kind. Number formats are not known."""

    cells: pl.DataFrame
    kinds: pl.DataFrame

    def __call__(self, letters: Sequence[str]) -> pl.DataFrame:
        """One row per number, date and boolean, column by column."""
        found = [
            self.cells.select(
                row=pl.int_range(1, pl.len() + 1),
                column=pl.lit(letter),
                stored_as=self.kinds[letter].replace_strict(_STORED_AS, default=None, return_dtype=pl.String),
                raw=pl.col(letter),
                format=pl.lit(None, dtype=pl.String),
            ).drop_nulls("stored_as")
            for letter in letters
            if letter in self.kinds.columns
        ]
        return pl.concat([none_stored(letters), *found])


@dataclass(frozen=True, slots=True)
class StoredCells:
    """Cells of a sheet for which the worker has noted each such cell with its digits."""

    found: pl.DataFrame

    @classmethod
    def of(cls, loaded: pl.DataFrame) -> StoredCells:
        """The cells from `LoadedSheet.stored`."""
        stored_as = pl.col("kind").replace_strict(_STORED_AS, return_dtype=pl.String)
        return cls(loaded.select("row", "column", "raw", "format", stored_as=stored_as).select(*STORED_SCHEMA))

    def __call__(self, letters: Sequence[str]) -> pl.DataFrame:
        """One row per number, date and boolean, in their order. Formats: of leading zeros, hidden times, currencies."""
        return self.found.filter(pl.col("column").is_in(list(letters)))

    def show_currencies(self) -> bool:
        """True where a format shows a currency."""
        return any(currency_shown(code) for code in self.found["format"].unique())

    def dates(self) -> pl.DataFrame:
        """The rows of the dates, one list per column: `column, row`."""
        dates = self.found.filter(pl.col("stored_as") == StoredAs.DATE)
        return dates.group_by("column", maintain_order=True).agg("row")


@dataclass(frozen=True, slots=True)
class StoredColumns:
    """Cells of a table whose columns have one type each, below a first row with their names.

    `first` is the row of the first of the cells.
    """

    cells: pl.DataFrame
    kinds: Mapping[str, CellKind]
    first: int = 1

    def within(self, first: int, last: int) -> StoredColumns:
        """The cells of the rows from the first to the last."""
        return replace(self, cells=self.cells.slice(first - self.first, last - first + 1), first=first)

    def __call__(self, letters: Sequence[str]) -> pl.DataFrame:
        """One row per number, date and boolean, column by column."""
        found = [
            self.cells.select(
                row=pl.int_range(self.first, pl.len() + self.first),
                column=pl.lit(letter),
                stored_as=pl.lit(str(_STORED_AS[self.kinds[letter]])),
                raw=pl.col(letter),
                format=pl.lit(None, dtype=pl.String),
            )
            .slice(1 if self.first == 1 else 0)
            .drop_nulls("raw")
            for letter in letters
            if letter in self.kinds
        ]
        return pl.concat([none_stored(letters), *found])


def _texts(pieces: Iterator[bytes]) -> Iterator[list[bytes]]:
    """The pieces in lists of several, since Polars is slow for one at a time."""
    while texts := list(islice(pieces, _PIECES_AT_ONCE)):
        yield texts


def _cells_in(texts: list[bytes], letters: Sequence[str], prefix: bytes) -> pl.DataFrame:
    """One row per cell that has a value: `before, column, row, after, raw`. The pattern takes linear time in Polars."""
    pattern = _cell_pattern(letters, prefix.decode(), is_usual=_has_usual_cells(texts[0], prefix))
    cells = _as_text(texts).str.extract_all(_NAMED.sub("(?:", pattern)).explode().drop_nulls()
    return cells.str.extract_groups(pattern).struct.unnest()


def _cell_pattern(letters: Sequence[str], prefix: str, *, is_usual: bool) -> str:
    """A pattern for a cell in one of these columns, with its attributes and its value."""
    p, columns = re.escape(prefix), "|".join(map(re.escape, letters))
    before = rf"<{p}c (?P<before>)" if is_usual else rf"<{p}c\s(?P<before>[^<>]*)"
    reference = rf"""r=["'](?P<column>{columns})(?P<row>\d+)["'](?P<after>[^<>]*)>"""
    formula = rf"(?:\s*<{p}f(?:\s[^<>]*)?(?:/>|>[^<]*</{p}f>))?"
    return rf"{before}{reference}{formula}\s*<{p}v(?:\s[^<>]*)?>(?P<raw>[^<]*)</{p}v>"


def _has_usual_cells(xml: bytes, prefix: bytes) -> bool:
    """True where every cell begins with its address, as known programs write it: that pattern is ten times as fast."""
    cell = b"<" + prefix + b"c"
    return xml.count(cell + b' r="') == xml.count(cell + b" ") + xml.count(cell + b"\n") + xml.count(cell + b"\t")


def _as_text(texts: list[bytes]) -> pl.Series:
    """The pieces as a column, without a second copy where they are UTF-8, as they should be."""
    try:
        return pl.Series(texts, dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return pl.Series([text.decode("utf-8", "replace") for text in texts], dtype=pl.String)


def _typed(cells: pl.DataFrame, formats: Sequence[str | None]) -> pl.DataFrame:
    """The cells that are not text, with their types. Most cells have the same attributes, which are parsed once."""
    kinds = cells.select("before", "after").unique()
    attributes = pl.concat_str("before", pl.lit(" "), "after")
    style = attributes.str.extract(r"""(?:^|\s)s\s*=\s*["'](\d+)["']""").cast(pl.Int64, strict=False).fill_null(0)
    kinds = kinds.with_columns(
        kind=attributes.str.extract(r"""(?:^|\s)t\s*=\s*["']([^"']*)["']""").fill_null("n"),
        format=style.replace_strict(dict(enumerate(formats)), default=None, return_dtype=pl.String),
    )
    codes = {code: is_date_format(code) for code in kinds["format"].unique()}
    kinds = kinds.with_columns(is_date=pl.col("format").replace_strict(codes, default=False, return_dtype=pl.Boolean))
    kinds = kinds.with_columns(stored_as=_stored_as_expr()).drop_nulls("stored_as")
    found = cells.filter(pl.col("raw").str.contains(r"\S"))
    known = found.join(kinds, on=["before", "after"], how="inner", maintain_order="left")
    return known.select(pl.col(name).cast(dtype) for name, dtype in STORED_SCHEMA.items())


def _stored_as_expr() -> pl.Expr:
    """The type of a cell, from its type in the file and whether its number format shows a date; null for text."""
    kind = pl.col("kind")
    return (
        pl.when(kind == "b")
        .then(pl.lit(str(StoredAs.BOOLEAN)))
        .when((kind == "d") | ((kind == "n") & pl.col("is_date")))
        .then(pl.lit(str(StoredAs.DATE)))
        .when(kind == "n")
        .then(pl.lit(str(StoredAs.NUMBER)))
    )
