"""The choice of a file's sheets, each with its kind. Sheets that are not used are named in a note."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.ambiguous.types_in_names import types_in
from pipeline.intake.headers.header_row import Header, fields_of, find_header, names_devices
from pipeline.intake.headers.last_resort import last_resort
from pipeline.intake.headers.layout import Layout, decide_kind
from pipeline.intake.headers.people_headers import names_people
from pipeline.intake.headers.saved_mapping import meanings_of
from pipeline.intake.headers.vendors.vendor_columns import usual_type_expr, vendor_findings, with_meant_texts
from pipeline.intake.issues import Finding
from pipeline.intake.sheets.batches import typed_rows
from pipeline.intake.sheets.device_parts import device_parts, devices_of, numbered
from pipeline.intake.sheets.non_data_rows.merged_cells import with_group_values
from pipeline.intake.sheets.non_data_rows.numbered_people import with_numbered_people
from pipeline.intake.sheets.non_data_rows.rows_left_out import readable_rows
from pipeline.intake.sheets.own_workbooks import by_mark, reading_of, refuse_no_list, with_lost_formulas, without_mark
from pipeline.intake.sheets.parts import Part, kind_letter, parts_of, with_rows
from pipeline.intake.sheets.register_rows import type_register
from pipeline.intake.sheets.telling_titles import unclear_title
from pipeline.intake.sheets.typed_sheet import SheetRows, data_rows, originals, type_sheet
from pipeline.intake.sheets.unusable_sheets import (
    empty_beside_others,
    ignored,
    is_blank,
    misspelled,
    not_found,
    nothing_usable,
    only_hidden,
    undecided,
    unrecognised,
)
from pipeline.model import Reading, Sheet
from schemas.fields import OWNERS
from schemas.records import dataclass
from schemas.vocabulary import DEVICE_KINDS, Kind
from schemas.workbook_forms.export import BASE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.intake.raw_sheets import RawSheet

# The fields that say what a device is.
_WHAT = frozenset(("type", "category", "model"))

# The sheet and the column by which a result workbook of ours is recognised.
REJECTED_SHEET, OUTCOME_COLUMN = "Rejected", "_outcome"


@dataclass(frozen=True, slots=True)
class Options:
    """The reading options; and the mark of the file, where it is an export."""

    reading: Reading
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class SheetContent:
    """The rows of a sheet of one kind and with one mark, or none.

    `advance` is the number by which the row ids of later sheets rise because of this one. `pieces` are the files, each
    as a sheet, of a folder that is one table. Where a row has several devices, `own` are the columns of this one.
    """

    sheet: Sheet
    layout: Layout
    rows: SheetRows
    advance: int = 0
    mark: str | None = None
    pieces: tuple[Sheet, ...] = ()
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedSheet:
    """A sheet whose columns keep the file from being read, or a part of it, with the rows below its header."""

    raw: RawSheet
    part: Part


@dataclass(frozen=True, slots=True)
class FileContent:
    """The used sheets of a file in their order, and the findings about the file, its sheets and its columns.

    `is_ours` is true for a result workbook of ours: of that only the rejected rows are read.
    """

    sheets: tuple[SheetContent, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_ours: bool = False
    refused: tuple[RefusedSheet, ...] = ()


def take_sheets(raw_sheets: list[RawSheet], file: str, options: Options) -> FileContent:
    """The content of a file. A sheet without a header is only noted where another sheet is usable.

    Where unknown columns are errors, a sheet with a misspelled header is an error, too: it was meant to be read. Raises
    FileUnusable for a plan workbook.
    """
    refuse_no_list(raw_sheets, file)
    raw_sheets, mark = without_mark(raw_sheets)
    meanings = meanings_of(options.reading.columns)
    mended = _rejected_sheet(raw_sheets)
    findings = [ignored(file, raw, "result") for raw in raw_sheets if mended and raw is not mended]
    sheets: list[SheetContent] = []
    refused: list[RefusedSheet] = []
    titles: list[str] = []
    unknown: list[RawSheet] = []
    meagre: list[tuple[RawSheet, Header]] = []
    for raw in [mended] if mended else raw_sheets:
        header = find_header(raw, meanings)
        if not raw.is_visible:
            findings.append(ignored(file, raw, "hidden"))
        elif header is None or not _names_something(raw, header, options.reading, raw_sheets):
            slips = misspelled(raw, file, options.reading, meanings)
            findings += slips
            unknown += [] if slips else [raw]
        elif options.reading.kind is None and _is_meagre(raw, header):
            meagre.append((raw, header))
        else:
            parts = _take(raw, header, file, replace(options, mark=mark))
            sheets += parts.sheets
            refused += parts.refused
            findings += parts.findings
            titles += header.titles.values()
    findings += _meagre_findings(meagre, file, options.reading, is_alone=not sheets)
    if sheets or any(finding.is_error for finding in findings):
        findings += [unrecognised(file, raw) for raw in unknown]
    else:
        findings.append(only_hidden(file, raw_sheets, meanings) or nothing_usable(file, unknown, meanings))
    findings += not_found(file, meanings.missed(titles)) if titles else []
    findings += empty_beside_others(file, with_rows([one.sheet for one in sheets]), mark)
    return FileContent(tuple(sheets), tuple(findings), is_ours=mended is not None, refused=tuple(refused))


def _names_something(raw: RawSheet, header: Header, how: Reading, sheets: Sequence[RawSheet]) -> bool:
    """True for a header of a sheet that is to be read: of devices, or of people where their sheets are asked for."""
    if names_devices(header) or _is_list_of_ids(raw, header, sheets):
        return True
    if how.kind is Kind.PEOPLE:
        return bool(fields_of(header, Kind.PEOPLE) & OWNERS)
    return how.kind is None and names_people(header, raw.cells.slice(header.row))


def _is_list_of_ids(raw: RawSheet, header: Header, sheets: Sequence[RawSheet]) -> bool:
    """True for the only sheet of a file where it says what devices are, and tells them apart by ids of another system.

    Beside other sheets it may well be a table of models or of places.
    """
    fields = {letter: name for letter in header.titles if (name := header.field_of(letter, Kind.INVENTORY)) is not None}
    is_alone = all(other is raw or is_blank(other) for other in sheets)
    if not is_alone or "external_id" not in fields.values() or not {*fields.values()} & _WHAT:
        return False
    return last_resort(fields, raw.cells.slice(header.row), fields_of(header, Kind.ASSIGNMENTS)) is not None


def _is_meagre(raw: RawSheet, header: Header) -> bool:
    """True where only one word may be a header, and does not decide the kind: the sheet is perhaps a legend."""
    names = {name for kind in DEVICE_KINDS for name in fields_of(header, kind)}
    return len(names) == 1 and decide_kind(header, raw.cells.slice(header.row)) is None


def _meagre_findings(
    meagre: Sequence[tuple[RawSheet, Header]], file: str, how: Reading, *, is_alone: bool
) -> list[Finding]:
    """The findings about sheets with one possible header: ignored beside a used sheet, else an error."""
    if is_alone:
        return [undecided(raw, header, file, how) for raw, header in meagre]
    return [ignored(file, raw, "legend") for raw, _header in meagre]


def _rejected_sheet(raw_sheets: Sequence[RawSheet]) -> RawSheet | None:
    """The sheet of rejected rows, where the file is a result workbook of ours; its other sheets only report."""
    for raw in raw_sheets:
        header = find_header(raw) if raw.is_visible and raw.name == REJECTED_SHEET else None
        if header is not None and OUTCOME_COLUMN in {title.casefold() for title in header.titles.values()}:
            return raw
    return None


def _take(raw: RawSheet, header: Header, file: str, options: Options) -> FileContent:
    """The content of one sheet, or of its rows of each kind where its `_kind` column gives one."""
    how, raw = options.reading, with_lost_formulas(raw, header)
    rows = data_rows(raw.cells, raw.unsaved, header)
    kind = how.kind or decide_kind(header, rows)
    rows, left_out = readable_rows(rows, raw, header, how, file=file, kind=kind)
    rows, raw, merged = with_group_values(rows, raw, header, file=file)
    rows, of_groups = with_numbered_people(rows, header, kind, file=file, sheet=raw.name)
    if kind is None and (kind_letter(header) is None or not rows.height):
        return FileContent(findings=(undecided(raw, header, file, options.reading),))
    parts, told = _parts(header, kind or Kind.INVENTORY, rows, how, file, raw.name)
    findings = (*vendor_findings(header.meanings, header.titles, file, raw.name), *left_out, *merged, *of_groups, *told)
    findings += tuple(one for part in parts for one in part.layout.findings)
    if kind_letter(header) is None:
        findings += tuple(unclear_title(raw, parts[0].layout, parts[0].rows, how, file=file))
    if any(finding.is_error for finding in findings):
        return FileContent(findings=findings, refused=tuple(RefusedSheet(raw, part) for part in parts))
    contents = [
        content_of(raw, replace(part, rows=marked_rows), file, replace(options, mark=mark))
        for part in parts
        for mark, marked_rows in by_mark(part.rows, header, options.mark)
    ]
    most = rows.height * parts[-1].of
    contents = [replace(one, rows=_held_after(most, one.rows)) for one in contents] if contents[1:] else contents
    contents[-1] = replace(contents[-1], advance=most * _ids_per_row(contents))
    return FileContent(tuple(contents), findings)


def _parts(
    header: Header, kind: Kind, rows: pl.DataFrame, how: Reading, file: str, sheet: str
) -> tuple[list[Part], list[Finding]]:
    """The parts of a sheet that are laid out by themselves, and what is told of them."""
    devices = devices_of(header, kind)
    if devices:
        return device_parts(devices, header, kind, rows, how, file, sheet)
    return parts_of(header, kind, rows, how, file, sheet), []


def _ids_per_row(contents: Sequence[SheetContent]) -> int:
    """A row of a register has two row ids: its own, and one for who has the device."""
    return 2 if any(content.rows.holders is not None for content in contents) else 1


def _held_after(most: int, rows: SheetRows) -> SheetRows:
    """The rows of a part; those that say who has its devices have the row ids after those of all parts."""
    if rows.holders is None:
        return rows
    return replace(rows, holders=rows.holders.with_columns(row_id=pl.col("listed_row_id") + most))


def content_of(raw: RawSheet, part: Part, file: str, options: Options) -> SheetContent:
    """The rows of a part of a sheet, typed."""
    layout, rows = part.layout, part.rows
    columns = {name: letter for letter, name in {**layout.customs, **layout.fields}.items()}
    titles = layout.header.titles if part.device is not None else {}
    sheet = Sheet(file, raw.name, layout.kind, layout.header.row, part.height, columns, part.column, titles)
    how = reading_of(options.reading, layout.header, options.mark)
    read = type_register if layout.kind is Kind.REGISTER else type_sheet
    typed = _as_the_vendor_means(
        rows,
        layout,
        lambda meant: typed_rows(meant, layout, raw, lambda some, part: read(some, layout, part, how, file=file)),
    )
    if options.mark:
        typed = replace(typed, originals=typed.originals.with_columns(pl.lit(options.mark).alias(BASE_COLUMN)))
    typed = numbered(typed, part)
    pieces = () if raw.pieces is None else _pieces(sheet, typed)
    return SheetContent(sheet, layout, typed, mark=options.mark, pieces=pieces, own=part.letters)


def _pieces(sheet: Sheet, typed: SheetRows) -> tuple[Sheet, ...]:
    """The files of a folder, each as a sheet of it."""
    counted = typed.typed.group_by("sheet", maintain_order=True).len()
    return tuple(replace(sheet, sheet=name, header_row=1, rows=rows) for name, rows in counted.rows())


def _as_the_vendor_means(rows: pl.DataFrame, layout: Layout, read: Callable[[pl.DataFrame], SheetRows]) -> SheetRows:
    """The rows, typed; in the export of a vendor by what it means; with the usual types of devices."""
    meanings, titles = layout.header.meanings, layout.header.titles
    meant = with_meant_texts(rows, meanings, titles)
    found = read(meant)
    if meant is not rows:
        as_typed = originals(rows, layout)
        found = replace(
            found,
            originals=found.originals.with_columns(as_typed[name] for name in as_typed.columns if name != "action"),
        )
    usual_type = usual_type_expr(meanings, titles, (layout.device or layout).usual_type)
    if layout.kind not in (Kind.INVENTORY, Kind.REGISTER):
        return found
    types = [] if usual_type is None else [rows.with_columns(usual_type=usual_type)["usual_type"]]
    naming = (layout.device or layout).naming_types
    types += [types_in(rows, naming)] if naming else []
    return replace(found, typed=found.typed.with_columns(types)) if types else found
