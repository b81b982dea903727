"""The bad cells of one column, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.values.amounts import AMBIGUOUS_AMOUNT
from pipeline.intake.cells.values.instants import FIRST_YEAR, LAST_YEAR, Flaw, flaw_expr
from pipeline.intake.cells.values.other_calendars import calendar_expr, likely_year_expr
from pipeline.intake.cells.values.written_dates import counted_day_expr
from pipeline.intake.raw_sheets import ERROR_TEXTS
from schemas.fields import FieldType
from schemas.keys import ALL, CLEAR, NOBODY
from schemas.reasons.filled_frames import wording_exprs
from schemas.reasons.filled_texts import advice, said
from schemas.reasons.rejected_cells import (
    AMBIGUOUS_DATE,
    ERROR_CELL,
    INVALID_ACTION,
    INVALID_DATE,
    INVALID_EMAIL,
    INVALID_NUMBER,
    INVALID_VALUE,
    NO_SAVED_VALUE,
)
from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.intake.cells.values.written_dates import Spelling
    from schemas.reasons import Wording

# One row per bad cell: `said` continues after the `subject`, the quoted value, where there is one.
BAD_CELL_SCHEMA = {
    "row_id": pl.Int64,
    "row": pl.Int64,
    "position": pl.Int64,
    "letter": pl.String,
    "value": pl.String,
    "code": pl.String,
    "template": pl.String,
    "subject": pl.String,
    "said": pl.String,
    "likely": pl.String,
    "hint": pl.String,
}
# Most columns of most sheets have none, and a frame of eleven columns takes as long to make as a search of a column.
NO_BAD_CELLS = pl.DataFrame(schema=BAD_CELL_SCHEMA)

# The columns of which `<none>` says that nobody is meant.
_OWNERS = frozenset(("owner_email", "owner_name", "username"))
DATED = (FieldType.INSTANT, FieldType.DATE)
NOBODY_WORDS = (
    r"^(?:[-–—]+|none|nobody|no one|no owner|no user|unassigned|not assigned|unallocated|not allocated|vacant|spare"
    r"|unused|not in use|stock|in stock|free|available|n/a|na|n\.a\.|personne|aucune?|libre|en stock|non attribuée?"
    r"|non affectée?|non assignée?|niemand|keiner?|frei|lager|im lager|auf lager|verfügbar|nicht zugewiesen"
    r"|nicht vergeben|nadie|ninguno|sin asignar|no asignado|sin responsable|sin usuario|disponible|ninguém"
    r"|não atribuído|sem responsável|sem usuário|disponível|non assegnato|niet toegewezen)$"
)
_TAKE_WORDS = (
    r"^(?:returned|return|removed|remove|revoked|revoke|release|released|unassigned|check[ -]?in|take back|take away)$"
)
_GIVE_WORDS = r"^(?:check[ -]?out|given|give|added|add|assigned|issued|issue|hand out|new)$"
_BELOW_ZERO = r"^[-−–] ?\d+(?:[.,]\d+)?(?: ?\p{L}+\.?)?$"
# The wordings for texts with a probable meaning, by field: each with a pattern for the text in lower case.
_MEANT: dict[str, list[tuple[Wording, str]]] = {
    "owner_email": [(INVALID_EMAIL["nobody_meant"], NOBODY_WORDS)],
    "action": [(INVALID_ACTION["unassign_meant"], _TAKE_WORDS), (INVALID_ACTION["assign_meant"], _GIVE_WORDS)],
    "warranty_months": [(INVALID_NUMBER["below_zero"], _BELOW_ZERO)],
}

# The wording for a text that cannot be read, by the type of its field.
_USUAL: dict[FieldType, Wording] = {
    FieldType.TEXT: INVALID_VALUE["text"],
    FieldType.IDENTIFIER: INVALID_VALUE["text"],
    FieldType.MAC: INVALID_VALUE["mac"],
    FieldType.EMAIL: INVALID_EMAIL["email"],
    FieldType.INTEGER: INVALID_NUMBER["integer"],
    FieldType.DECIMAL: INVALID_NUMBER["decimal"],
    FieldType.DATE: INVALID_DATE["date"],
    FieldType.INSTANT: INVALID_DATE["instant"],
    FieldType.BOOLEAN: INVALID_VALUE["boolean"],
    FieldType.LIST: INVALID_VALUE["list"],
    FieldType.LAYOUT: INVALID_VALUE["layout"],
    FieldType.CURRENCY: INVALID_VALUE["currency"],
    FieldType.ACTION: INVALID_ACTION["action"],
}

_COUNTED, _OTHER_CALENDAR = INVALID_DATE["counted"], INVALID_DATE["other_calendar"]
# The flaws of dates that may be of another calendar.
_OF_CALENDARS = (Flaw.UNREADABLE, Flaw.OUTSIDE_YEARS, Flaw.AMBIGUOUS)
_FLAWS: dict[Flaw, Wording] = {
    Flaw.OUTSIDE_YEARS: INVALID_DATE["outside_years"],
    Flaw.OPEN_END: INVALID_DATE["open_end"],
    Flaw.SKIPPED: INVALID_DATE["skipped"],
    Flaw.AMBIGUOUS: AMBIGUOUS_DATE["date"],
    Flaw.OTHER_ORDER: INVALID_DATE["other_order"],
    Flaw.COUNTED: _COUNTED,
    Flaw.YEAR_OR_DAY: AMBIGUOUS_DATE["year_or_day"],
    Flaw.NO_YEAR: INVALID_DATE["no_year"],
    Flaw.OTHER_CALENDAR: _OTHER_CALENDAR,
}
# The wording for a date, by its flaw. As the end of a span, a date far ahead is meant as an open end.
_FLAWS_OF_ENDS: dict[Flaw, Wording] = {
    Flaw.OUTSIDE_YEARS: INVALID_DATE["end_outside_years"],
    Flaw.OPEN_END: INVALID_DATE["end_open_end"],
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column with a field, and the facts for reading its cells."""

    letter: str
    name: str
    type: FieldType
    position: int
    is_clearable: bool
    may_mean_all: bool = False
    unsaved: tuple[int, ...] = ()
    is_odd: bool = False
    is_usual: bool = False


def as_bad_cells(
    cells: pl.DataFrame,
    wording: Wording,
    *,
    position: int,
    letter: str | None,
    values: Mapping[str, pl.Expr] | None = None,
) -> pl.DataFrame:
    """One row per bad cell, all with one wording.

    `cells` have `row_id, row, value`, and the fields of the wording that are not in `values`.
    """
    likely = (values or {}).get("likely", pl.lit(None, pl.String))
    told = {**wording_exprs(wording, values), "likely": likely}
    placed = {"position": pl.lit(position), "letter": pl.lit(letter), "value": pl.col("value")}
    found = cells.select("row_id", "row", **placed, **told)
    return found.select(pl.col(name).cast(dtype) for name, dtype in BAD_CELL_SCHEMA.items())


def bad_cells(
    rows: pl.DataFrame,
    texts: pl.DataFrame,
    values: pl.DataFrame,
    column: Column,
    timezone: str,
    spelling: Spelling | None,
) -> pl.DataFrame:
    """The cells of one column that have a text, but neither a value nor a marker that is allowed there."""
    text = texts[column.name]
    cells = rows.select("row_id", "row", value=pl.col(column.letter), text=text, marker=text.str.to_lowercase()).filter(
        text.is_not_null() & values[column.name].is_null()
    )
    is_bad = pl.lit(value=True)
    if column.is_clearable:
        is_bad &= pl.col("marker") != CLEAR
    if column.name in _OWNERS:
        is_bad &= pl.col("marker") != NOBODY
    if column.may_mean_all:
        is_bad &= pl.col("marker") != ALL
    cells = cells.filter(is_bad)
    if column.type in DATED:
        cells = _with_flaws(cells, timezone, spelling)
    fields = {
        "first_year": pl.lit(str(FIRST_YEAR)),
        "last_year": pl.lit(str(LAST_YEAR)),
        "timezone": pl.lit(timezone),
    }
    judged = [
        as_bad_cells(
            cells.filter(test),
            wording,
            position=column.position,
            letter=column.letter,
            values={**fields, **_likely_of(wording)},
        )
        for wording, test in _tests(column)
    ]
    return pl.concat(judged)


def _likely_of(wording: Wording) -> dict[str, pl.Expr]:
    """What a text that is no date is likely to mean, where its wording tells that."""
    if wording is _COUNTED:
        return {"likely": counted_day_expr(pl.col("text"))}
    return {"likely": likely_year_expr(pl.col("text"))} if wording is _OTHER_CALENDAR else {}


def column_note(column: Column, wording: Wording, row: int, fields: Mapping[str, object]) -> pl.DataFrame:
    """One row with a note on a whole column; `row` is that of its header."""
    told = {"code": wording.code.value, "template": wording.cause, "hint": advice(wording, fields)}
    placed = {"row": row, "position": column.position, "letter": column.letter}
    note = {**dict.fromkeys(BAD_CELL_SCHEMA), **placed, **told, "said": said(wording, fields)}
    return pl.DataFrame([note], schema=BAD_CELL_SCHEMA)


def _with_flaws(cells: pl.DataFrame, timezone: str, spelling: Spelling | None) -> pl.DataFrame:
    """The cells with their `flaw`: the one found in the whole column, or else that of the date in ISO."""
    if spelling is None:
        told = cells.with_columns(flaw=flaw_expr(pl.col("text"), timezone))
    else:
        told = cells.join(spelling.texts, on="text", how="left", maintain_order="left")
        own = flaw_expr(pl.coalesce("iso", "text"), timezone)
        told = told.with_columns(flaw=pl.coalesce("flaw", own)).drop("iso")
    is_strange = pl.col("flaw").is_in([str(flaw) for flaw in _OF_CALENDARS]) & pl.col("calendar").is_not_null()
    told = told.with_columns(calendar=calendar_expr(pl.col("text")))
    return told.with_columns(flaw=pl.when(is_strange).then(pl.lit(str(Flaw.OTHER_CALENDAR))).otherwise("flaw"))


def _tests(column: Column) -> list[tuple[Wording, pl.Expr]]:
    """Each wording with its test; exactly one test is true for each cell."""
    is_unsaved = pl.col("row").is_in(column.unsaved)
    is_error = ~is_unsaved & pl.col("text").is_in(list(ERROR_TEXTS))
    is_clear = ~is_unsaved & (pl.col("marker") == CLEAR)
    is_nobody = ~is_unsaved & (pl.col("marker") == NOBODY)
    is_all = ~is_unsaved & (pl.col("marker") == ALL)
    is_other = ~(is_unsaved | is_error | is_clear | is_nobody | is_all)
    return [
        (NO_SAVED_VALUE["formula"], is_unsaved),
        (ERROR_CELL["error"], is_error),
        (INVALID_VALUE["clear"], is_clear),
        (INVALID_VALUE["nobody"], is_nobody),
        (INVALID_VALUE["all"], is_all),
        *((wording, is_other & test) for wording, test in _own_tests(column)),
    ]


def _own_tests(column: Column) -> list[tuple[Wording, pl.Expr]]:
    """The tests for a text that cannot be read, by its type; for dates by their flaw."""
    usual = _USUAL[column.type]
    if column.name in _MEANT:
        return _meant_tests(_MEANT[column.name], usual)
    if column.type is FieldType.DECIMAL:
        is_ambiguous = pl.col("text").str.contains(AMBIGUOUS_AMOUNT)
        return [(INVALID_NUMBER["ambiguous"], is_ambiguous), (usual, ~is_ambiguous)]
    if column.type not in DATED:
        return [(usual, pl.lit(value=True))]
    said_of = {**_FLAWS, **(_FLAWS_OF_ENDS if column.name == "end_at" else {}), Flaw.UNREADABLE: usual}
    return [(wording, pl.col("flaw") == str(flaw)) for flaw, wording in said_of.items()]


def _meant_tests(patterns: list[tuple[Wording, str]], usual: Wording) -> list[tuple[Wording, pl.Expr]]:
    tests = [(wording, pl.col("marker").str.contains(pattern)) for wording, pattern in patterns]
    return [*tests, (usual, ~pl.any_horizontal(test for _wording, test in tests))]
