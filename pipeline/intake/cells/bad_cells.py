"""The bad cells of one column, each with its reason; and the order in which its dates were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells import errors
from pipeline.intake.cells.values.amounts import AMBIGUOUS_AMOUNT
from pipeline.intake.cells.values.instants import Flaw, flaw_expr
from pipeline.intake.cells.values.written_dates import counted_hint_expr
from pipeline.intake.raw_sheets import ERROR_TEXTS
from schemas.fields import FieldType
from schemas.keys import CLEAR, NOBODY
from schemas.vocabulary import IssueCode

if TYPE_CHECKING:
    from pipeline.intake.cells.errors import Complaint
    from pipeline.intake.cells.values.written_dates import Spelling
    from pipeline.intake.headers.header_row import Header

BAD_CELL_SCHEMA = {
    "row_id": pl.Int64,
    "row": pl.Int64,
    "position": pl.Int64,
    "letter": pl.String,
    "value": pl.String,
    "code": pl.String,
    "said": pl.String,
    "hint": pl.String,
}
DATED = (FieldType.INSTANT, FieldType.DATE)
_NOBODY_WORDS = r"^(?:[-–—]+|none|nobody|no one|no owner|unassigned|not assigned|stock|in stock|free|available|n/a)$"
_TAKE_WORDS = (
    r"^(?:returned|return|removed|remove|revoked|revoke|release|released|unassigned|check[ -]?in|take back|take away)$"
)
_GIVE_WORDS = r"^(?:check[ -]?out|given|give|added|add|assigned|issued|issue|hand out|new)$"
_MEANT: dict[str, dict[Complaint, str]] = {
    "owner_email": {errors.NOBODY_MEANT: _NOBODY_WORDS},
    "action": {errors.UNASSIGN_MEANT: _TAKE_WORDS, errors.ASSIGN_MEANT: _GIVE_WORDS},
    "warranty_months": {errors.BELOW_ZERO: r"^[-−–] ?\d+(?:[.,]\d+)?(?: ?\p{L}+\.?)?$"},
}
"""Per field, what is said of texts that match a pattern: in lower case, what a person probably means by them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column that fills a field, and how its cells are to be read."""

    letter: str
    name: str
    type: FieldType
    position: int
    is_clearable: bool
    unsaved: tuple[int, ...] = ()
    is_odd: bool = False
    is_usual: bool = False


def as_bad_cells(
    cells: pl.DataFrame, complaint: Complaint, *, position: int, letter: str | None, hint: pl.Expr | None = None
) -> pl.DataFrame:
    """One row per bad cell, all with one complaint. `cells` have `row_id, row, value`; `hint` is made for each."""
    return cells.select(
        "row_id",
        "row",
        position=pl.lit(position, dtype=pl.Int64),
        letter=pl.lit(letter, dtype=pl.String),
        value=pl.col("value").cast(pl.String),
        code=pl.lit(str(complaint.code)),
        said=complaint.said_expr(pl.col("value")),
        hint=pl.lit(complaint.hint) if hint is None else hint,
    )


def bad_cells(
    rows: pl.DataFrame,
    texts: pl.DataFrame,
    values: pl.DataFrame,
    column: Column,
    timezone: str,
    spelling: Spelling | None,
) -> pl.DataFrame:
    """The cells of one column that have a text, and neither a value nor a marker that is allowed there."""
    text = texts[column.name]
    cells = rows.select("row_id", "row", value=pl.col(column.letter), text=text, marker=text.str.to_lowercase()).filter(
        text.is_not_null() & values[column.name].is_null()
    )
    is_bad = pl.lit(value=True)
    if column.is_clearable:
        is_bad &= pl.col("marker") != CLEAR
    if column.name == "owner_email":
        is_bad &= pl.col("marker") != NOBODY
    cells = cells.filter(is_bad)
    if column.type in DATED:
        cells = _with_flaws(cells, timezone, spelling)
    hints = {errors.COUNTED_DAYS: counted_hint_expr(pl.col("text"))}
    judged = [
        as_bad_cells(
            cells.filter(test), complaint, position=column.position, letter=column.letter, hint=hints.get(complaint)
        )
        for complaint, test in _tests(column, timezone)
    ]
    return pl.concat(judged)


def order_note(texts: pl.DataFrame, column: Column, spelling: Spelling, header: Header) -> pl.DataFrame:
    """One row that says in which order the dates of a column were read, and why; none where none was decided."""
    if spelling.proofs is None:
        return pl.DataFrame(schema=BAD_CELL_SCHEMA)
    first = texts.select("row", text=column.name).filter(pl.col("text").is_in(spelling.proofs.implode())).head(1)
    proof = pl.concat_str(pl.lit(f"since {column.letter}"), "row", pl.lit(" says "), "text", pl.lit("."))
    return first.select(
        row_id=pl.lit(None, dtype=pl.Int64),
        row=pl.lit(header.row - (column.letter in header.upper), dtype=pl.Int64),
        position=pl.lit(column.position, dtype=pl.Int64),
        letter=pl.lit(column.letter),
        value=pl.lit(None, dtype=pl.String),
        code=pl.lit(str(IssueCode.DATE_ORDER)),
        said=pl.lit(f"the dates are read as {spelling.said_order()}, ") + proof,
        hint=pl.lit("If that is wrong, write them as 2025-03-25, or say --date-order."),
    )


def _with_flaws(cells: pl.DataFrame, timezone: str, spelling: Spelling | None) -> pl.DataFrame:
    """The cells with their `flaw`: that which the column showed, or else that of the date in ISO."""
    if spelling is None:
        return cells.with_columns(flaw=flaw_expr(pl.col("text"), timezone))
    told = cells.join(spelling.texts, on="text", how="left", maintain_order="left")
    own = flaw_expr(pl.coalesce("iso", "text"), timezone)
    return told.with_columns(flaw=pl.coalesce("flaw", own)).drop("iso")


def _tests(column: Column, timezone: str) -> list[tuple[Complaint, pl.Expr]]:
    """Each complaint with the test for it; of one cell exactly one is true."""
    is_unsaved = pl.col("row").is_in(column.unsaved)
    is_error = ~is_unsaved & pl.col("text").is_in(list(ERROR_TEXTS))
    is_clear = ~is_unsaved & (pl.col("marker") == CLEAR)
    is_nobody = ~is_unsaved & (pl.col("marker") == NOBODY)
    is_other = ~(is_unsaved | is_error | is_clear | is_nobody)
    return [
        (errors.NO_SAVED_VALUE, is_unsaved),
        (errors.ERROR_CELL, is_error),
        (errors.CLEAR_NOT_ALLOWED, is_clear),
        (errors.NOBODY_NOT_ALLOWED, is_nobody),
        *((complaint, is_other & test) for complaint, test in _own_tests(column, timezone)),
    ]


def _own_tests(column: Column, timezone: str) -> list[tuple[Complaint, pl.Expr]]:
    """What a type has to say about text that has no value; of dates, why they have none."""
    usual = errors.PLACEHOLDER_SERIAL if column.name == "serial_number" else errors.BY_TYPE[column.type]
    if column.name in _MEANT:
        return _meant_tests(_MEANT[column.name], usual)
    if column.type is FieldType.DECIMAL:
        is_ambiguous = pl.col("text").str.contains(AMBIGUOUS_AMOUNT)
        return [(errors.AMBIGUOUS_AMOUNT, is_ambiguous), (usual, ~is_ambiguous)]
    if column.type not in DATED:
        return [(usual, pl.lit(value=True))]
    said = {
        Flaw.OUTSIDE_YEARS: errors.OUTSIDE_YEARS,
        Flaw.OPEN_END: errors.NOT_BEFORE_OPEN_END,
        Flaw.SKIPPED: errors.skipped_hour(timezone),
        Flaw.TIME_OF_DAY: errors.HAS_TIME_OF_DAY,
        Flaw.AMBIGUOUS: errors.AMBIGUOUS_DATE,
        Flaw.OTHER_ORDER: errors.OTHER_ORDER,
        Flaw.COUNTED: errors.COUNTED_DAYS,
        Flaw.UNREADABLE: usual,
    }
    if column.name == "end_at":
        said |= {flaw: errors.for_end(said[flaw]) for flaw in (Flaw.OUTSIDE_YEARS, Flaw.OPEN_END)}
    return [(complaint, pl.col("flaw") == str(flaw)) for flaw, complaint in said.items()]


def _meant_tests(patterns: dict[Complaint, str], usual: Complaint) -> list[tuple[Complaint, pl.Expr]]:
    tests = [(complaint, pl.col("marker").str.contains(pattern)) for complaint, pattern in patterns.items()]
    return [*tests, (usual, ~pl.any_horizontal(test for _complaint, test in tests))]
