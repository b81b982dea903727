"""One usable sheet, from its raw cells to typed rows, the cells as they were typed, and the issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.asked_actions import with_asked
from pipeline.intake.cells.assignment_rules import requests
from pipeline.intake.cells.bad_cells import NO_BAD_CELLS, as_bad_cells
from pipeline.intake.cells.currencies import with_currencies
from pipeline.intake.cells.damage import find_damage, swapped_dates, tables_below, unlikely_dates, without_damaged
from pipeline.intake.cells.owner_cells import with_owners, with_people
from pipeline.intake.cells.shown_days import with_shown_days
from pipeline.intake.cells.typed_cells import TypedCells, type_cells
from pipeline.intake.cells.whole_columns import hang_together
from pipeline.intake.headers.status_column import with_actions
from pipeline.intake.issues import place
from pipeline.intake.sheets.filled_columns import at_their_places, filled
from pipeline.intake.sheets.non_data_rows.merged_cells import merged_cells, with_merged
from schemas.fields import IDENTIFIERS, NAME_PARTS, OWNER_IDENTIFIERS, OWNER_NAMING
from schemas.frames.input_rows import ISSUES
from schemas.frames.polars_frames import empty, shaped
from schemas.keys import CLEAR, INVISIBLE, SPACES, identifier_expr
from schemas.reasons.filled_frames import format_expr
from schemas.reasons.rejected_cells import MISSING_IDENTIFIER, PLACEHOLDER_IDENTIFIER
from schemas.records import dataclass
from schemas.vocabulary import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.headers.header_row import Header
    from pipeline.intake.headers.layout import Layout
    from pipeline.intake.raw_sheets import RawSheet
    from pipeline.model import Reading
    from schemas.reasons import Wording

_AFTER_ALL_COLUMNS = 1 << 20
# The fields that say who is meant, in a people sheet.
_WHO = (*OWNER_NAMING, *(part.name for part in NAME_PARTS))
_STRENGTHS = {name: strength for strength, name in enumerate((*IDENTIFIERS, *OWNER_IDENTIFIERS))}


class RowsHangTogether(Exception):
    """Some rows of a sheet cannot be typed by themselves."""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One row per data row in `typed` and `originals`, with `row_id` from 1 on; `issues` about their cells.

    A register has one row per data row in `holders`, too: who has the device.
    """

    typed: pl.DataFrame
    originals: pl.DataFrame
    issues: pl.DataFrame
    holders: pl.DataFrame | None = None


def data_rows(cells: pl.DataFrame, unsaved: pl.DataFrame, header: Header) -> pl.DataFrame:
    """The rows below the header that are not blank, with `row_id` and Excel's `row`; formulas for lost values."""
    for (letter,), group in () if unsaved.is_empty() else unsaved.group_by("column"):
        if letter in cells.columns:
            column = cells[str(letter)].scatter(group["row"] - 1, group["formula"])
            cells = cells.with_columns(column)
    rows = cells.with_row_index("row", offset=1).slice(header.row).with_columns(pl.col("row").cast(pl.Int64))
    letters = [letter for letter in cells.columns if not header.titles.get(letter, "").startswith("_")]
    filled = without_blanks(rows, letters)
    return filled.with_row_index("row_id", offset=1).with_columns(pl.col("row_id").cast(pl.Int64))


def without_blanks(rows: pl.DataFrame, letters: Sequence[str]) -> pl.DataFrame:
    """The rows in which some cell has more than white space; only rows blank in the fullest column are searched."""
    if not letters:
        return rows.clear()
    fullest = min(letters, key=lambda letter: rows[letter].null_count())
    is_suspect = rows.select(_is_blank_expr(fullest)).to_series()
    if not is_suspect.any():
        return rows
    is_blank = is_suspect & rows.select(pl.all_horizontal(_is_blank_expr(letter) for letter in letters)).to_series()
    return rows.filter(~is_blank)


def type_sheet(rows: pl.DataFrame, layout: Layout, raw: RawSheet, how: Reading, *, file: str) -> SheetRows:
    """The typed rows of a sheet of one kind, or of its rows of one kind.

    Raises RowsHangTogether where only some of them are given, and mean something else beside the others.
    """
    as_typed = rows
    rows, raw, moved = filled(rows, raw, layout.fills)
    rows = with_shown_days(with_actions(rows, layout.status), layout, raw.stored)
    cells = type_cells(rows, layout, raw.unsaved, how)
    damage = find_damage(rows, cells, raw.stored, header_row=layout.header.row)
    unlikely, doubtful = unlikely_dates(rows, cells)
    below = tables_below(rows, cells, layout.header)
    _refuse_related(raw, cells, below, layout)
    bad_here = pl.concat([damage.bad_cells, unlikely, below])
    cells = without_damaged(cells, bad_here.unique(["row_id", "letter"], keep="last", maintain_order=True))
    cells, contrary = with_currencies(cells, layout.header, moved, raw, how)
    if layout.kind is Kind.ASSIGNMENTS:
        cells = with_asked(with_owners(cells), layout, how)
        values, bad = requests(cells, is_half=layout.is_half)
    elif layout.kind is Kind.PEOPLE:
        cells = with_people(cells)
        values, bad = cells.values.with_columns(_cleared_expr(cells, how)), []
    else:
        values, bad = cells.values.with_columns(_cleared_expr(cells, how), *_tag_exprs(layout)), []
    merged = merged_cells(rows, layout, raw.merged, emptied=how.emptied_by_blanks)
    bad_cells = pl.concat([cells.bad_cells, *bad, _missing_identifiers(cells, layout)])
    bad_cells = with_merged(bad_cells, merged, layout)
    org_expr = pl.col("org_id").fill_null(how.org) if "org_id" in values.columns else pl.lit(how.org)
    placed = raw.placed(rows.select("row_id", "row"))
    typed = pl.concat([placed, values], how="horizontal").with_columns(
        file=pl.lit(file), org_id=org_expr, fault=_faults(rows, bad_cells)
    )
    warnings = pl.concat([damage.warnings, swapped_dates(cells, raw.stored), contrary, doubtful])
    said = {Severity.ERROR: bad_cells, Severity.WARNING: warnings, Severity.NOTE: cells.notes}
    issues = [
        _issues(raw.placed(at_their_places(told, moved)), layout, file, severity) for severity, told in said.items()
    ]
    shown = with_emptied(originals(as_typed, layout), values, how)
    shown = shown if how.action is None or "action" not in values.columns else with_action(shown, values["action"])
    return SheetRows(typed, shown, pl.concat(issues))


def _refuse_related(raw: RawSheet, cells: TypedCells, below: pl.DataFrame, layout: Layout) -> None:
    """Raises RowsHangTogether for some rows of a sheet that mean something else beside the others."""
    if raw.is_part and (below.height or hang_together(cells, layout.header)):
        raise RowsHangTogether


def with_emptied(shown: pl.DataFrame, values: pl.DataFrame, how: Reading) -> pl.DataFrame:
    """The cells as typed, with `<clear>` where a blank empties, so that rejected rows ask for the same likewise.

    Where they are shown, they stand beside rows of lists that may have no such column.
    """
    names = [name for name in how.emptied_by_blanks if name in shown.columns and "cleared" in values.columns]
    is_emptied = {name: values["cleared"].str.contains(f"|{name}|", literal=True) for name in names}
    return shown.with_columns(
        pl.when(is_one).then(pl.lit(CLEAR)).otherwise(name).alias(name) for name, is_one in is_emptied.items()
    )


def with_action(shown: pl.DataFrame, actions: pl.Series) -> pl.DataFrame:
    """The cells as typed with what each row asks for, so that rejected rows ask for the same when they come back."""
    typed = shown["action"] if "action" in shown.columns else pl.Series("action", [None], pl.String)
    is_blank = typed.is_null() | (typed.str.strip_chars() == "")
    return shown.with_columns(action=pl.when(is_blank).then(actions.cast(pl.String)).otherwise(typed))


def _cleared_expr(cells: TypedCells, how: Reading) -> pl.Expr:
    """The fields whose cells are `<clear>`, as `|model|location|`, or blank where that means so; null without any."""
    by_blanks = how.emptied_by_blanks
    clearable = {name: column for name, column in cells.columns.items() if column.is_clearable}
    marked = [
        pl.when(_is_cleared_expr(cells, name, is_by_blanks=name in by_blanks)).then(pl.lit(name))
        for name, column in clearable.items()
        if column.is_odd or name in by_blanks
    ]
    if not marked:
        return pl.lit(None, dtype=pl.String).alias("cleared")
    names = pl.concat_str(marked, separator="|", ignore_nulls=True)
    return pl.when(names.str.len_bytes() > 0).then(format_expr("|{}|", names)).alias("cleared")


def _is_cleared_expr(cells: TypedCells, name: str, *, is_by_blanks: bool) -> pl.Expr:
    """True for `<clear>`; and for a blank cell that gives no value either, where that means so.

    A name may be given by other cells of its row, and a text that is read as something else is not blank.
    """
    is_marked = pl.lit(cells.texts[name].str.to_lowercase() == CLEAR)
    is_blank = pl.lit(cells.texts[name].is_null()) & pl.col(name).is_null()
    return is_marked | is_blank if is_by_blanks else is_marked


def _tag_exprs(layout: Layout) -> list[pl.Expr]:
    """The asset tag, where another number stands for it, and which."""
    if layout.known_by is None:
        return []
    return [identifier_expr(pl.col(layout.known_by)).alias("asset_tag"), pl.lit(layout.known_by).alias("known_by")]


def _missing_identifiers(cells: TypedCells, layout: Layout) -> pl.DataFrame:
    """The rows that identify no device, or in a people sheet nobody.

    A bad identifier is not a missing one, and a placeholder is told as that.
    """
    is_of_people = layout.kind is Kind.PEOPLE
    name = "name" if layout.kind is Kind.INVENTORY else "device_name"
    known_by = [] if layout.known_by is None else [layout.known_by]
    names = [*_WHO] if is_of_people else [*IDENTIFIERS, *known_by, name]
    is_blank = [pl.col(name).is_null() for name in names if name in cells.columns]
    nameless = (
        _nobody(cells) if is_of_people else cells.texts.filter(pl.all_horizontal(is_blank or [pl.lit(value=True)]))
    )
    if nameless.is_empty():
        return NO_BAD_CELLS
    words = cells.words.filter(pl.col("name").is_in(names))
    silent = nameless.join(words, on="row_id", how="anti", maintain_order="left").with_columns(value=None)
    wording = MISSING_IDENTIFIER["no_person" if is_of_people else "no_device"]
    missing = as_bad_cells(silent, wording, position=_AFTER_ALL_COLUMNS, letter=None)
    letters = [cells.columns[name].letter for name in names if name in cells.columns]
    damaged = cells.bad_cells.filter(pl.col("letter").is_in(letters))
    alone = words.join(nameless, on="row_id", how="semi").join(damaged, on="row_id", how="anti")
    only = PLACEHOLDER_IDENTIFIER["only_person" if is_of_people else "only"]
    return pl.concat([missing, *_placeholders(cells, alone, only)])


def _nobody(cells: TypedCells) -> pl.DataFrame:
    """The rows of a people sheet that identify nobody, though no cell that should is bad."""
    names = [name for name in _WHO if name in cells.values.columns]
    is_blank = cells.values.select(pl.all_horizontal(pl.lit(value=True), *(pl.col(name).is_null() for name in names)))
    letters = [column.letter for name, column in cells.columns.items() if name in _WHO]
    bad = cells.bad_cells.filter(pl.col("letter").is_in(letters))["row_id"]
    return cells.texts.filter(is_blank.to_series() & ~pl.col("row_id").is_in(bad.implode()))


def _placeholders(cells: TypedCells, words: pl.DataFrame, wording: Wording) -> list[pl.DataFrame]:
    """The placeholders of rows that nothing else identifies: the strongest of each row."""
    order = pl.col("name").replace_strict(_STRENGTHS, default=len(_STRENGTHS))
    first = words.sort(order, maintain_order=True).unique("row_id", keep="first", maintain_order=True)
    told = []
    for (name,), rows in first.group_by("name", maintain_order=True):
        column = cells.columns[str(name)]
        found = rows.select("row_id", "row", value="word")
        told.append(as_bad_cells(found, wording, position=column.position, letter=column.letter))
    return told


def _faults(rows: pl.DataFrame, bad_cells: pl.DataFrame) -> pl.Series:
    """The code of the first bad cell in each row, from left to right."""
    if bad_cells.is_empty():
        return pl.Series("fault", [None], dtype=pl.String).new_from_index(0, rows.height)
    first = bad_cells.sort("row_id", "position").unique("row_id", keep="first", maintain_order=True)
    faults = rows.select("row_id").join(first, on="row_id", how="left", maintain_order="left")
    return faults["code"].alias("fault")


def originals(rows: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """The cells as typed, by field, custom attribute, or column that is shown again."""
    names = {**layout.others, **layout.customs, **layout.fields}
    return rows.select("row_id", *(pl.col(letter).alias(names[letter]) for letter in layout.letters))


def _issues(told: pl.DataFrame, layout: Layout, file: str, severity: Severity) -> pl.DataFrame:
    """One row per bad cell, with its message: the place, what was found, what to do."""
    if told.is_empty():
        return empty(ISSUES)
    letters = list(layout.header.titles)
    title = pl.col("letter").replace_strict(letters, list(layout.header.titles.values()), default=pl.col("letter"))
    row = pl.col("row").cast(pl.String)
    cell = pl.col("letter") + row
    where = pl.coalesce(cell, pl.lit("row ") + row)
    quoted = format_expr('"{}" ', "subject").fill_null("")
    issues = told.with_columns(
        file=pl.lit(file),
        column=title,
        cell=cell,
        severity=pl.lit(str(severity)),
        message=pl.concat_str(_place_expr(file), pl.lit(", "), where, pl.lit(": "), quoted, "said"),
    )
    return shaped(issues, ISSUES)


def _place_expr(file: str) -> pl.Expr:
    """`issues.place`, as an expression on `sheet`."""
    return pl.when(pl.col("sheet") == "").then(pl.lit(file)).otherwise(format_expr(place(file, "{}"), "sheet"))


def _is_blank_expr(letter: str) -> pl.Expr:
    text = pl.col(letter)
    return text.is_null() | ~text.str.contains(f"[^{SPACES}{INVISIBLE}]")
