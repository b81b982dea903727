"""Which sheets of a file are used, and as what. Those that are not used are named in a note."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.findings import Finding, place
from pipeline.intake.headers import Header, closest_field, find_header, misspelled_header, names_devices, strangers
from pipeline.intake.layouts import Layout, decide_kind, has_values, lay_out
from pipeline.intake.returning import base_of, by_mark, refuse_plan, with_lost_formulas, without_mark
from pipeline.intake.sheets import SheetRows, data_rows, type_sheet
from pipeline.model import Sheet
from schemas.export_file import BASE_COLUMN
from schemas.vocabulary import IssueCode, Kind, Severity, UnknownColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.raw import RawSheet

KIND_COLUMN = "_kind"
"""Our own column in result sheets that mix both kinds: each row says of which it is."""


REJECTED_SHEET, OUTCOME_COLUMN = "Rejected", "_outcome"
"""How a result workbook of ours is known."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asked for that bears on how files are read; and the mark of the file, where it is an export."""

    org: str
    timezone: str
    kind: Kind | None
    unknown_columns: UnknownColumns
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class SheetContent:
    """The rows of a sheet that are of one kind and have one mark, or none.

    `advance` is by how much the row ids of later sheets go on from those of this one.
    """

    sheet: Sheet
    layout: Layout
    rows: SheetRows
    advance: int = 0
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class FileContent:
    """The used sheets of a file in their order, and what was found about the file, its sheets and its columns.

    `is_ours` for a result workbook that came back: then only the rows that were to be mended are read.
    """

    sheets: tuple[SheetContent, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_ours: bool = False


def take_sheets(raw_sheets: list[RawSheet], file: str, options: Options) -> FileContent:
    """Types every usable sheet. A sheet without a header is only noted where another one is usable.

    Where unknown columns are errors, so is a sheet whose header is nearly one: it was meant to be read. Raises
    FileUnusable for a plan workbook.
    """
    refuse_plan(raw_sheets, file)
    findings: list[Finding] = []
    sheets: list[SheetContent] = []
    unrecognised: list[RawSheet] = []
    raw_sheets, mark = without_mark(raw_sheets)
    options = replace(options, mark=mark)
    mended = _mended(raw_sheets)
    if mended is not None:
        findings += [
            _ignored(file, raw, "of our own results only Rejected is read") for raw in raw_sheets if raw is not mended
        ]
        raw_sheets = [mended]
    for raw in raw_sheets:
        header = find_header(raw.cells)
        if not raw.is_visible:
            findings.append(_ignored(file, raw, "it is hidden"))
        elif header is None or not names_devices(header):
            misspelled = _misspelled(raw, file, options)
            findings += misspelled
            unrecognised += [] if misspelled else [raw]
        else:
            parts = _take(raw, header, file, options)
            sheets += parts.sheets
            findings += parts.findings
    if sheets or any(finding.is_error for finding in findings):
        findings += [_ignored(file, raw, "no row of it names the columns") for raw in unrecognised]
    else:
        findings.append(_only_hidden(file, raw_sheets) or _nothing_usable(file, unrecognised))
    return FileContent(tuple(sheets), tuple(findings), is_ours=mended is not None)


def _mended(raw_sheets: Sequence[RawSheet]) -> RawSheet | None:
    """The sheet of rows to be mended, where the file is a result workbook of ours; its other sheets only report."""
    for raw in raw_sheets:
        header = find_header(raw.cells) if raw.is_visible and raw.name == REJECTED_SHEET else None
        if header is not None and OUTCOME_COLUMN in {title.casefold() for title in header.titles.values()}:
            return raw
    return None


def _take(raw: RawSheet, header: Header, file: str, options: Options) -> FileContent:
    """One physical sheet: as one sheet of its kind, or as one of each where its `_kind` column says so."""
    raw = with_lost_formulas(raw, header)
    rows = data_rows(raw.cells, raw.unsaved, header)
    kind = options.kind or decide_kind(header)
    kind_letter = next((letter for letter, title in header.titles.items() if title.casefold() == KIND_COLUMN), None)
    if kind_letter is not None and options.kind is None and rows.height:
        parts = _split(rows, header, kind_letter, kind or Kind.INVENTORY)
    elif kind is None:
        return FileContent(findings=(_undecided(raw, header, file, options),))
    else:
        parts = [(kind, header, rows)]
    laid_out = [
        (lay_out(own_header, own_kind, own_rows, file=file, sheet=raw.name, unknown_columns=options.unknown_columns,
                 is_part=kind_letter is not None), own_rows)
        for own_kind, own_header, own_rows in parts
    ]  # fmt: skip
    findings = tuple(finding for layout, _rows in laid_out for finding in layout.findings)
    if any(finding.is_error for finding in findings):
        return FileContent(findings=findings)
    contents = [
        _content(raw, layout, marked_rows, file, replace(options, mark=mark))
        for layout, own_rows in laid_out
        for mark, marked_rows in by_mark(own_rows, header, options.mark)
    ]
    contents[-1] = replace(contents[-1], advance=rows.height)
    return FileContent(tuple(contents), findings)


def _split(
    rows: pl.DataFrame, header: Header, kind_letter: str, default: Kind
) -> list[tuple[Kind, Header, pl.DataFrame]]:
    """The rows of each kind, with only those columns that have a value in them."""
    said = pl.col(kind_letter).str.strip_chars().str.to_lowercase()
    kind_expr = pl.when(said.is_in([str(kind) for kind in Kind])).then(said).otherwise(pl.lit(str(default)))
    parts = []
    for kind in (Kind.INVENTORY, Kind.ASSIGNMENTS):
        own_rows = rows.filter(kind_expr == str(kind))
        titles = {letter: title for letter, title in header.titles.items() if has_values(own_rows[letter])}
        if own_rows.height:
            parts.append((kind, Header(header.row, titles), own_rows))
    return parts


def _content(raw: RawSheet, layout: Layout, rows: pl.DataFrame, file: str, options: Options) -> SheetContent:
    columns = {name: letter for letter, name in {**layout.customs, **layout.fields}.items()}
    sheet = Sheet(file, raw.name, layout.kind, layout.header.row, rows.height, columns)
    base = base_of(options.mark) if options.mark else None
    timezone = base.timezone if base else options.timezone
    typed = type_sheet(rows, layout, raw.unsaved, file=file, sheet=raw.name, org=options.org, timezone=timezone)
    if options.mark:
        typed = replace(typed, originals=typed.originals.with_columns(pl.lit(options.mark).alias(BASE_COLUMN)))
    return SheetContent(sheet, layout, typed, mark=options.mark)


def _ignored(file: str, raw: RawSheet, why: str) -> Finding:
    message = f"{place(file, raw.name)}: the sheet is ignored, since {why}."
    return Finding(file, raw.name, IssueCode.SHEET_IGNORED, message, "", Severity.NOTE)


def _undecided(raw: RawSheet, header: Header, file: str, options: Options) -> Finding:
    """The kind of the sheet is not to be told; perhaps only since a header is misspelled."""
    closest = ((letter, closest_field(title)) for letter, title in strangers(header).items())
    letter, meant = next((one for one in closest if one[1]), ("", None))
    if meant is not None and options.unknown_columns is UnknownColumns.ERROR:
        return _unknown_column(raw, header, letter, file, f"Did you mean `{meant}`? Correct it.")
    where = f"{place(file, raw.name)}, row {header.row}"
    message = f"{where}: the columns do not tell an inventory from an assignments sheet."
    hint = "Say which with --kind inventory or --kind assignments, or add the column owner_email, or name and type."
    return Finding(file, raw.name, IssueCode.MISSING_COLUMN, message, hint, row=header.row)


def _misspelled(raw: RawSheet, file: str, options: Options) -> list[Finding]:
    """The headers of a sheet that would have one if they were spelled right; none where that is allowed."""
    found = misspelled_header(raw.cells) if options.unknown_columns is UnknownColumns.ERROR else None
    if found is None:
        return []
    header, meant = found
    hint = "Did you mean `{}`? Correct it; or hide the sheet if it is not to be read."
    return [_unknown_column(raw, header, letter, file, hint.format(name)) for letter, name in meant.items()]


def _unknown_column(raw: RawSheet, header: Header, letter: str, file: str, hint: str) -> Finding:
    title, cell = header.titles[letter], f"{letter}{header.row}"
    message = f'{place(file, raw.name)}, {cell}: no field is called "{title}".'
    code, row = IssueCode.UNKNOWN_COLUMN, header.row
    return Finding(file, raw.name, code, message, hint, row=row, column=title, cell=cell, value=title)


def _only_hidden(file: str, sheets: Sequence[RawSheet]) -> Finding | None:
    """Says which sheet could be used if it were not hidden."""
    headers = {raw.name: find_header(raw.cells) for raw in sheets if not raw.is_visible}
    names = [name for name, header in headers.items() if header is not None and names_devices(header)]
    if not names:
        return None
    said = f"sheet {names[0]} is" if len(names) == 1 else f"the sheets {', '.join(names)} are"
    message = f"{file}: {said} hidden, and no other sheet can be used."
    hint = f"Unhide {'it' if len(names) == 1 else 'what is to be read'} in Excel, and save the file."
    return Finding(file, None, IssueCode.NO_USABLE_SHEET, message, hint)


def _nothing_usable(file: str, sheets: Sequence[RawSheet]) -> Finding:
    """Says which column is missing where there is some header, else that there is none."""
    for raw in sheets:
        header = find_header(raw.cells)
        if header is not None:
            message = f"{place(file, raw.name)}, row {header.row}: no column names the devices."
            hint = "Add an identifier: serial_number, asset_tag, mac_address, device_id or a name."
            return Finding(file, raw.name, IssueCode.MISSING_COLUMN, message, hint, row=header.row)
    message = f"{file}: no sheet has a row with the names of the columns."
    hint = "Write them (serial_number, owner_email, ...) in one of the first 20 rows." + _suggestion(sheets)
    return Finding(file, None, IssueCode.NO_USABLE_SHEET, message, hint)


def _suggestion(sheets: Sequence[RawSheet]) -> str:
    """What the first cells of a sheet may have been meant to be."""
    texts = [text for raw in sheets for line in raw.cells.head(1).rows() for text in line if text]
    for text in texts:
        meant = closest_field(text)
        if meant:
            return f' Did you mean `{meant}` by "{text}"?'
    return ""
