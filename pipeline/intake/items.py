"""The items of requests of programs as rows: what becomes of a cell of a sheet becomes of a value of an item.

A request is a sheet without a header row: its path is the file, its id the sheet, and item 1 the first row. Names of
fields are those of its interface, and nothing has to be guessed: which column means what is known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.column_letters import column_letter
from pipeline.intake.headers.header_row import Header
from pipeline.intake.headers.layout import Layout
from pipeline.intake.raw_sheets import RawSheet, no_unsaved
from pipeline.intake.sheets.assemble import assemble
from pipeline.intake.sheets.select import FileContent, SheetContent
from pipeline.intake.sheets.typed_sheet import SheetRows, type_sheet
from pipeline.model import Checked, Items, Sheet
from schemas.keys import MARKERS, key_expr
from schemas.reasons.filled_frames import format_expr
from schemas.records import dataclass
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Reading


@dataclass(frozen=True, slots=True)
class _Alike:
    """Requests of one kind with the same fields, whose items are typed together; they are the sheets of one file."""

    kind: Kind
    titles: tuple[tuple[str, str], ...]
    requests: tuple[Items, ...]


def read_items(requests: Sequence[Items], how: Reading) -> Checked:
    """Every item of these requests, typed, with all issues; rows in the order of the requests and of their items.

    The values of assignments of several requests are read together, since none of them is read by the others of its
    column. The messages of issues are without a place.
    """
    contents = [_content(alike, how) for alike in _alike(requests)]
    checked = assemble([FileContent((content,)) for content in contents], (), ())
    return replace(checked, issues=checked.issues.with_columns(_told_expr()))


def _told_expr() -> pl.Expr:
    quoted = format_expr('"{}" ', "subject").fill_null("")
    return pl.concat_str(quoted, pl.coalesce("said", "message")).alias("message")


def _alike(requests: Sequence[Items]) -> list[_Alike]:
    """The requests in the order of the first of each shape; those with dates or amounts each stand alone."""
    found: dict[tuple[object, ...], list[Items]] = {}
    for number, one in enumerate(requests):
        own = () if one.kind is Kind.ASSIGNMENTS else (number,)
        found.setdefault((one.kind, one.file, one.org, *one.titles.items(), *own), []).append(one)
    return [_Alike(among[0].kind, tuple(among[0].titles.items()), tuple(among)) for among in found.values()]


def _content(alike: _Alike, how: Reading) -> SheetContent:
    first = alike.requests[0]
    letters = {name: column_letter(index) for index, (name, _) in enumerate(alike.titles)}
    header = Header(0, {letters[name]: title for name, title in alike.titles})
    layout = Layout(alike.kind, header, {letter: name for name, letter in letters.items()})
    texts = {letter: [text for one in alike.requests for text in one.columns[name]] for name, letter in letters.items()}
    cells = _without_markers(pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String)))
    raw = RawSheet(first.sheet, cells, no_unsaved())
    rows = cells.with_row_index("row", offset=1).with_row_index("row_id", offset=1)
    rows = rows.with_columns(pl.col("row_id", "row").cast(pl.Int64))
    typed = type_sheet(rows, layout, raw, replace(how, org=first.org), file=first.file)
    sheet = Sheet(first.file, first.sheet, alike.kind, 0, rows.height, letters)
    return SheetContent(sheet, layout, _placed(typed, alike.requests), advance=rows.height)


def _without_markers(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells, blank where they hold a word that people write in sheets: no program means every device by `<all>`."""
    if not cells.select(pl.any_horizontal(pl.all().str.contains("<|\uff1c").any())).item():
        return cells
    return cells.select(pl.when(~key_expr(pl.all()).str.to_lowercase().is_in(list(MARKERS))).then(pl.all()))


def _placed(rows: SheetRows, requests: Sequence[Items]) -> SheetRows:
    """The rows at the places in their own requests, where several were typed together."""
    if len(requests) == 1:
        return rows
    sheets = [one.sheet for one in requests for _ in range(one.count)]
    numbers = [number for one in requests for number in range(1, one.count + 1)]
    places = rows.typed.select("row_id").with_columns(sheet=pl.Series(sheets), row=pl.Series(numbers))
    moved = rows.issues.drop("sheet", "row").join(places, on="row_id", how="left", maintain_order="left")
    return replace(
        rows,
        typed=rows.typed.with_columns(places["sheet"], places["row"]),
        issues=moved.select(rows.issues.columns),
    )
