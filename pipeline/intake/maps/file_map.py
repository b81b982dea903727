"""One file as it is understood: the use of every column of its sheets with the reason, also where it is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from pipeline.errors import FileUnusable
from pipeline.intake.files import open_named, remarks_of
from pipeline.intake.headers.header_row import Header, find_header, misspelled_header, strangers
from pipeline.intake.headers.layout import JudgedKind, judge_kind
from pipeline.intake.headers.saved_mapping import meanings_of
from pipeline.intake.headers.slips import slip_of
from pipeline.intake.issues import Finding, issue_frame
from pipeline.intake.maps.column_uses import column_uses
from pipeline.intake.sheets.parts import Part, lay_out_sheet
from pipeline.intake.sheets.select import Options, RefusedSheet, SheetContent, content_of, take_sheets
from pipeline.intake.sheets.typed_sheet import SheetRows, data_rows, originals
from pipeline.model import ColumnMap, FileMap, Sheet, SheetMap
from schemas.column_reasons import Use
from schemas.vocabulary import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from pipeline.intake.headers.saved_mapping import Meanings
    from pipeline.intake.raw_sheets import RawBook, RawSheet
    from pipeline.intake.sheets.select import FileContent
    from pipeline.model import Reading

_SHOWN_VALUES, _LONGEST_VALUE, _LOOKED_AT = 5, 30, 10_000
# Comparing one header with the known spellings takes 0.1 ms, and a sheet may be 16,000 columns wide.
_MOST_COMPARED = 100
_MIDNIGHT = r"^(\d{4}-\d{2}-\d{2})[T ]00:00:00$"


def map_columns(path: Path, how: Reading, name: str | None = None) -> FileMap:
    """The columns of every sheet of a file that has a header row; `name` is that by which people know it.

    Raises `FileUnusable` where the file cannot be opened, or no row of it may be a header.
    """
    name, book = open_named(path, how, name)
    content = take_sheets(book.sheets, name, Options(how))
    findings = (*remarks_of(name, book), *content.findings)
    sheets = _sheets(book, content, how, name)
    if not sheets:
        errors = [one for one in findings if one.is_error]
        raise FileUnusable(errors[0].message, errors[0].hint, code=errors[0].code, issues=issue_frame(errors))
    return FileMap(name, sheets, issue_frame(findings))


def _sheets(book: RawBook, content: FileContent, how: Reading, file: str) -> tuple[SheetMap, ...]:
    """The sheets in the order of the file: those that are used, and those that keep the file from being read."""
    meanings, options = meanings_of(how.columns), Options(how)
    typed = list(content.sheets)
    typed += [_typed(one, file, options) for one in content.refused]
    known = {one.sheet.sheet for one in typed}
    bad = {one.sheet for one in content.findings if one.is_error}
    unclear = [raw for raw in book.sheets if raw.name in bad - known and raw.is_visible]
    guessed = [guess for raw in unclear if (guess := _guess(raw, meanings, how, file)) is not None]
    typed += [_typed(one, file, options) for one, _judged in guessed]
    judged = {one.raw.name: kind for one, kind in guessed}
    places = [raw.name for raw in book.sheets]
    raws = {raw.name: raw for raw in book.sheets}
    maps = [
        _sheet_map(raws[one.sheet.sheet], one, _further(one, typed), content.findings, how, judged.get(one.sheet.sheet))
        for one in sorted(_once(typed), key=lambda one: places.index(one.sheet.sheet))
    ]
    return tuple(replace(one, is_used=one.sheet not in bad) for one in maps)


def _typed(refused: RefusedSheet, file: str, options: Options) -> SheetContent:
    """The rows of a refused sheet, typed as far as it has columns with a field."""
    raw, layout, rows = refused.raw, refused.part.layout, refused.part.rows
    if all(half.fields for half in (layout, layout.device, layout.holder) if half is not None):
        return content_of(raw, refused.part, file, options)
    sheet = Sheet(file, raw.name, layout.kind, layout.header.row, rows.height)
    return SheetContent(sheet, layout, SheetRows(rows.clear(), originals(rows, layout), issue_frame([])))


def _once(contents: Sequence[SheetContent]) -> list[SheetContent]:
    """The contents without further parts of a sheet that have the same kind; those have the same columns.

    Of several devices in a row, only the first has the columns that are of no other.
    """
    first = {(one.sheet.sheet, one.sheet.kind): one for one in reversed(contents)}
    return [one for one in contents if first[one.sheet.sheet, one.sheet.kind] is one]


def _further(first: SheetContent, contents: Sequence[SheetContent]) -> list[SheetContent]:
    """The contents of the other devices of each row."""
    if not first.sheet.column:
        return []
    return [one for one in contents if one is not first and one.sheet.sheet == first.sheet.sheet and one.sheet.column]


def _guess(raw: RawSheet, meanings: Meanings, how: Reading, file: str) -> tuple[RefusedSheet, JudgedKind] | None:
    """The likeliest layout and kind of a sheet without one: its headers are misspelled, or do not tell its kind."""
    found = find_header(raw, meanings)
    header = found or next(iter(misspelled_header(raw, meanings) or ()), None)
    if not isinstance(header, Header):
        return None
    rows = data_rows(raw.cells, raw.unsaved, header)
    slips = ((title, slip_of(title)) for title in islice(strangers(header).values(), _MOST_COMPARED))
    meant = {title: name for title, name in slips if name is not None}
    judged = judge_kind(replace(header, meanings=meanings_of({**how.columns, **meant})), rows)
    kind = how.kind or judged.kind or Kind.INVENTORY
    return RefusedSheet(raw, Part(lay_out_sheet(header, kind, rows, how, file, raw.name), rows)), judged


def _sheet_map(
    raw: RawSheet,
    content: SheetContent,
    further: Sequence[SheetContent],
    findings: Sequence[Finding],
    how: Reading,
    guess: JudgedKind | None,
) -> SheetMap:
    """The sheet with its columns. `guess` is its kind where it has only been guessed.

    `further` are the contents of the other devices of each row; whoever has one is in their rows, too.
    """
    layout, header, contents = content.layout, content.layout.header, (content, *further)
    judged = guess or judge_kind(header, data_rows(raw.cells, raw.unsaved, header))
    why = "as it was asked for" if how.kind is not None else judged.why
    kind = guess.kind if guess is not None and how.kind is None else layout.kind
    errors = {one.cell for one in findings if one.is_error and one.sheet == raw.name and one.cell}
    uses = {one.letter: one for other in further for one in column_uses(other.layout, other.own)}
    uses |= {one.letter: one for one in column_uses(layout)}
    ordered = sorted(uses.values(), key=lambda one: (len(one.letter), one.letter))
    columns = tuple(_column(raw, contents, one, errors, header) for one in ordered)
    rows = pl.concat([one.rows.typed["row"] for one in contents]).n_unique() if further else content.sheet.rows
    return SheetMap(raw.name, kind, why, header.row, rows, columns)


def _column(
    raw: RawSheet, contents: Sequence[SheetContent], column: ColumnMap, errors: Collection[str], header: Header
) -> ColumnMap:
    """The column with its values, and with what became of them."""
    is_refused = header.cell(column.letter) in errors
    column = replace(column, use=Use.REFUSED) if is_refused else column
    if column.letter not in raw.cells.columns:
        return column
    texts = _texts(raw, contents, column.letter)
    issues = pl.concat([one.rows.issues for one in contents])
    issues = issues.filter(pl.col("cell").str.extract("^([A-Z]+)") == column.letter)
    bad = issues.filter(pl.col("severity") == Severity.ERROR)
    is_read = column.use in (Use.FIELD, Use.ATTRIBUTE)
    return replace(
        column,
        values=_examples(texts),
        bad=_examples(bad["value"].drop_nulls()) if is_read else (),
        filled=texts.len(),
        parsed=texts.len() - bad["cell"].n_unique() if is_read else None,
        codes=frozenset(issues["code"].drop_nulls()),
    )


def _texts(raw: RawSheet, contents: Sequence[SheetContent], letter: str) -> pl.Series:
    """The texts of the column in the rows that are read; else, in all rows below the header."""
    found = [texts for one in contents if (texts := _texts_in(one, letter)) is not None]
    if found:
        values = found[0]["text"] if len(found) == 1 else pl.concat(found).unique("row", maintain_order=True)["text"]
    else:
        values = raw.cells[letter].slice(contents[0].layout.header.row)
    plain = values.cast(pl.String).str.strip_chars()
    return plain.filter(plain.is_not_null() & (plain != ""))


def _texts_in(content: SheetContent, letter: str) -> pl.DataFrame | None:
    """The texts of the column in the rows of the content, with their `row`; None where it has no such column."""
    layout, originals = content.layout, content.rows.originals
    name = {**layout.others, **layout.customs, **layout.fields}.get(letter)
    if name is None or name not in originals.columns:
        return None
    rows = content.rows.typed
    row = rows["row"] if rows.height == originals.height else pl.Series(range(originals.height))
    return originals.select(text=pl.col(name)).with_columns(row=row)


def _examples(texts: pl.Series) -> tuple[str, ...]:
    first = texts.head(_LOOKED_AT).unique(maintain_order=True).head(_SHOWN_VALUES)
    plain = first.str.replace_all(r"\s+", " ").str.replace(_MIDNIGHT, "${1}")
    return tuple(text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…" for text in plain)
