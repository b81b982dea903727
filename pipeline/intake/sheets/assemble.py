"""One `Checked` from all sheets: row ids in one sequence, all promised columns, issues in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.issues import issue_frame
from pipeline.intake.sheets.own_workbooks import base_of
from pipeline.intake.sheets.parts import with_rows
from pipeline.model import Checked
from schemas.frames.input_rows import ASSIGNMENTS, INVENTORY, ISSUES, ORIGINALS, PEOPLE
from schemas.frames.polars_frames import empty, shaped
from schemas.vocabulary import DEVICE_KINDS, Kind
from schemas.workbook_forms.export import BASE_COLUMN
from schemas.workbook_forms.several_devices import DEVICE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.intake.issues import Finding
    from pipeline.intake.sheets.select import FileContent, SheetContent
    from pipeline.model import Source

# The columns that rows have though their sheets do not: of `--action`, and of several devices in a row.
_ADDED = ("action", "type", "device_type", DEVICE_COLUMN)
_SCHEMAS = {Kind.ASSIGNMENTS: ASSIGNMENTS, Kind.INVENTORY: INVENTORY, Kind.PEOPLE: PEOPLE}


def assemble(files: Sequence[FileContent], sources: tuple[Source, ...], findings: Sequence[Finding]) -> Checked:
    """All rows of all input files, in the order of the files, of their sheets and of the rows in them."""
    sheets = [sheet for file in files for sheet in file.sheets]
    starts = _starts(sheets)
    originals = [_shifted(sheet.rows.originals, start) for sheet, start in zip(sheets, starts, strict=True)]
    issues = [_shifted(sheet.rows.issues, start) for sheet, start in zip(sheets, starts, strict=True)]
    return Checked(
        assignments=_of_kind(Kind.ASSIGNMENTS, sheets, starts),
        inventory=_of_kind(Kind.INVENTORY, sheets, starts),
        people=_of_kind(Kind.PEOPLE, sheets, starts),
        originals=_in_order(pl.concat([empty(ORIGINALS), *originals], how="diagonal")),
        headers=_headers(sheets),
        issues=_sorted_issues(pl.concat([issue_frame(findings), *issues])),
        sources=sources,
        sheets=tuple(with_rows([one for sheet in sheets for one in sheet.pieces or (sheet.sheet,)])),
        bases={mark: base for sheet in sheets if (mark := sheet.mark) and (base := base_of(mark))},
    )


def _starts(sheets: Sequence[SheetContent]) -> list[int]:
    """The number to add to the row ids of each sheet, which begin anew in each."""
    starts, start = [], 0
    for sheet in sheets:
        starts.append(start)
        start += sheet.advance
    return starts


def _shifted(rows: pl.DataFrame, start: int) -> pl.DataFrame:
    ids = [name for name in ("row_id", "listed_row_id") if name in rows.columns]
    return rows.with_columns(pl.col(ids) + start) if start else rows


def _of_kind(kind: Kind, sheets: Sequence[SheetContent], starts: Sequence[int]) -> pl.DataFrame:
    """The typed rows of one kind, in the columns of its schema."""
    frames = [
        _shifted(rows, start)
        for sheet, start in zip(sheets, starts, strict=True)
        if (rows := _half(sheet, kind)) is not None
    ]
    rows = shaped(pl.concat(frames, how="diagonal") if frames else pl.DataFrame(), _SCHEMAS[kind])
    return _in_order(rows)


def _half(sheet: SheetContent, kind: Kind) -> pl.DataFrame | None:
    """The typed rows of that kind, None where the sheet has none; a register has some of both."""
    if sheet.sheet.kind is Kind.REGISTER and kind in DEVICE_KINDS:
        return sheet.rows.typed if kind is Kind.INVENTORY else sheet.rows.holders
    return sheet.rows.typed if sheet.sheet.kind is kind else None


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows by `row_id`; they are in that order already, unless a sheet mixed both kinds."""
    return rows if rows["row_id"].is_sorted() else rows.sort("row_id")


def _headers(sheets: Sequence[SheetContent]) -> Mapping[str, str]:
    """The header of every column of `originals`: the first one met, or the field's name where that header is taken."""
    headers: dict[str, str] = {}
    for sheet in sheets:
        layout = sheet.layout
        names = {**layout.others, **layout.customs, **layout.fields}
        for letter in layout.letters:
            if names[letter] not in headers:
                is_one_of_several = letter in sheet.own and letter in layout.fields
                title = names[letter] if is_one_of_several else layout.header.titles.get(letter, letter)
                headers[names[letter]] = _free(title, names[letter], headers)
    for name in _ADDED:
        if name not in headers and any(name in sheet.rows.originals.columns for sheet in sheets):
            headers[name] = _free(name, name, headers)
    return headers | ({BASE_COLUMN: BASE_COLUMN} if any(sheet.mark for sheet in sheets) else {})


def _free(title: str, name: str, headers: Mapping[str, str]) -> str:
    """The title, the field's name, or that with a number: the first that no other column has, in any letter case."""
    taken = {header.casefold() for header in headers.values()}
    numbered = (f"{name} ({number})" for number in range(2, len(headers) + 3))
    return next(header for header in (title, name, *numbered) if header.casefold() not in taken)


def _sorted_issues(issues: pl.DataFrame) -> pl.DataFrame:
    """The issues by file, sheet and row; those of one row from left to right."""
    letters = pl.col("cell").str.extract("^([A-Z]+)")
    return issues.select(ISSUES.names).sort(
        "file", "sheet", "row", letters.str.len_bytes(), letters, "column", maintain_order=True
    )
