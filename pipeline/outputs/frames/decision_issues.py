"""The issues that need the ledger or the other rows to be found, beside those about cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

import polars as pl

from pipeline.model import ChangeSet, Checked
from pipeline.outputs.frames.changes.lost_prices import lost_prices
from pipeline.outputs.frames.issues import issues_of, no_issues, unknown_list_issues, with_cells
from pipeline.outputs.messages.phrases import IDENTIFIER_WORDS
from schemas.reasons.cell_issues import (
    IDENTIFIER_NOT_ON_RECORD,
    LIKELY_IDENTIFIER,
    OWNER_EMAIL_DIFFERS,
    OWNER_NAMED_OTHERWISE,
    UNLIKELY_DATE,
)
from schemas.reasons.filled_frames import wording_exprs
from schemas.reasons.rejected_cells import MISSING_IDENTIFIER, MISSING_VALUE, SEVERAL_IDENTIFIERS
from schemas.reasons.sheet_issues import RETURN_AHEAD
from schemas.reasons.skipped_rows import OWNED_BY_OTHER, SUSPECT_DEVICE, SUSPECT_OWNER, UNKNOWN_OWNER
from schemas.vocabulary import Kind, Outcome, Reason, Request, Severity
from schemas.words.places import ROOM

# What rows lack that is told once for all rows of a sheet: one remedy serves them all.
_OF_SHEETS = (MISSING_VALUE, MISSING_IDENTIFIER)
# How it is told that a row calls a person otherwise: one who is new, one on record, or one who is renamed.
OTHERWISE = ("row", "known", "renamed")
_NOTHING = pl.lit(None, pl.String)
_LONGEST_AHEAD = timedelta(days=366)
_ONLY = {"only": pl.when(pl.col("count") == 1).then("example")}
_Teller: TypeAlias = Callable[[pl.DataFrame, Checked], pl.DataFrame]


def decision_issues(
    judged: pl.DataFrame, checked: Checked, named: pl.DataFrame, change_set: ChangeSet, now: datetime
) -> pl.DataFrame:
    """One row per issue that needs the ledger or the other rows, with the columns of `Checked.issues`.

    `named` are the rows that call a person otherwise (`core.owners.name_keys`), with the `wording` that tells it,
    `change_set` is what the rows change, and `now` is the run's instant.
    """
    issues = pl.concat(
        [
            *(tell(judged, checked) for tell in _with_something_to_tell(judged)),
            *(_named_otherwise(judged, checked, named), _returns_ahead(checked, now), _purchases_ahead(checked, now)),
            lost_prices(judged, checked, change_set),
        ]
    )
    halves = judged.filter(pl.col("listed_row_id").is_not_null()).select("row_id", "listed_row_id")
    whole = issues.join(halves, on="row_id", how="left", maintain_order="left")
    return whole.with_columns(row_id=pl.coalesce("listed_row_id", "row_id")).drop("listed_row_id")


def _with_something_to_tell(judged: pl.DataFrame) -> list[_Teller]:
    """Those of the functions below that may find rows to tell of, which is asked of all rows once: mostly none does."""
    reason, is_refused = pl.col("reason"), _is_refused()
    may_tell: dict[_Teller, pl.Expr] = {
        _rejected: is_refused,
        _of_sheets: is_refused,
        unknown_list_issues: reason == Reason.UNKNOWN_DEVICE,
        _strangers: pl.col("not_on_record") != "",
        _unnamed_owners: reason == Reason.UNKNOWN_OWNER,
        _places: _is_given_to_a_place(),
        _held_halves: reason == Reason.OWNED_BY_OTHER,
        _several: pl.col("several").is_not_null(),
        _suspects: pl.col("likely_email").is_not_null(),
        _other_addresses: pl.col("differing_email").is_not_null(),
        _suspect_devices: pl.col("resembling").is_not_null(),
        _likely_identifiers: pl.col("did_you_mean").is_not_null(),
    }
    found = judged.select(is_meant.any().alias(str(at)) for at, is_meant in enumerate(may_tell.values())).row(0)
    return [tell for tell, is_there in zip(may_tell, found, strict=True) if is_there]


def _rejected(judged: pl.DataFrame, _checked: Checked) -> pl.DataFrame:
    """One row per rejected row without a bad cell that is not told for its sheet, with the sentence about the row."""
    refused = judged.filter(_is_refused() & ~_is_told_of_sheet() & pl.col("several").is_null())
    told = {"code": pl.col("reason"), "template": pl.lit("row"), "subject": _NOTHING}
    told |= {"said": pl.col("said"), "hint": pl.col("advice")}
    rows = refused.with_columns(column=_NOTHING, cell=_NOTHING)
    return issues_of(rows, told, Severity.ERROR, value="device")


def _several(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per row with several identifiers in one cell, with that cell."""
    refused = judged.filter(_is_refused() & pl.col("several").is_not_null()).with_columns(column="several_in")
    told = wording_exprs(SEVERAL_IDENTIFIERS["row"])
    return issues_of(with_cells(refused, checked), told, Severity.ERROR, value="several")


def _of_sheets(judged: pl.DataFrame, _checked: Checked) -> pl.DataFrame:
    """One row per sheet and reason that is told once for all rows of the sheet."""
    refused = judged.filter(_is_refused() & _is_told_of_sheet())
    sheets = refused.group_by("file", "sheet", "reason", maintain_order=True).agg(count=pl.len())
    return pl.concat(
        issues_of(sheets.filter(pl.col("reason") == record.code), wording_exprs(record["sheet"]), Severity.ERROR)
        for record in _OF_SHEETS
    )


def _is_refused() -> pl.Expr:
    """True where a row is rejected for a reason of its own, not for a bad cell or the other half of a register row."""
    is_own = pl.col("fault_message").is_null() & ~pl.col("is_following")
    return (pl.col("outcome") == Outcome.REJECTED) & is_own


def _is_told_of_sheet() -> pl.Expr:
    """True where several inventory rows of the sheet lack the same thing."""
    is_alike = pl.col("reason").is_in([record.code.value for record in _OF_SHEETS]) & (
        pl.col("blanks").is_not_null() | (pl.col("reason") == Reason.MISSING_IDENTIFIER)
    )
    is_meant = _is_refused() & (pl.col("kind") == Kind.INVENTORY) & is_alike
    return is_meant.fill_null(value=False) & (is_meant.sum().over("file", "sheet", "reason") > 1)


def _strangers(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per identifier that is not on record, beside another one by which the device was found."""
    strange = judged.filter((pl.col("not_on_record") != "") & (pl.col("kind") == Kind.ASSIGNMENTS))
    typed = checked.assignments.select("row_id", *(pl.col(name).cast(pl.String) for name in IDENTIFIER_WORDS))
    each = strange.select("row_id", "file", "sheet", "row", column=pl.col("not_on_record").str.split(" ")).explode(
        "column"
    )
    named = each.join(typed, on="row_id", how="left", maintain_order="left")
    value = pl.coalesce(pl.when(pl.col("column") == name).then(name) for name in IDENTIFIER_WORDS)
    rows = named.with_columns(given=value, cell=_NOTHING)
    values = {"identifier": pl.col("column").replace(IDENTIFIER_WORDS), "value": pl.col("given")}
    told = wording_exprs(IDENTIFIER_NOT_ON_RECORD["weaker"], values)
    return issues_of(rows, told, Severity.WARNING, value="given")


def _unnamed_owners(judged: pl.DataFrame, _checked: Checked) -> pl.DataFrame:
    """One row per sheet whose rows name people by names that nobody on record has, so that nobody gets the devices."""
    is_skipped = (pl.col("reason") == Reason.UNKNOWN_OWNER) & (pl.col("outcome") == Outcome.SKIPPED)
    is_of_people = pl.col("kind") == Kind.PEOPLE
    is_named = pl.col("unnamed_owner").is_not_null() & (is_of_people | (pl.col("request") == Request.ASSIGN))
    sheets = _by_sheet(judged.filter(is_skipped & is_named), "unnamed_owner", "kind")
    return pl.concat(
        issues_of(sheets.filter(is_meant), wording_exprs(UNKNOWN_OWNER[name], _ONLY), Severity.WARNING)
        for name, is_meant in (("sheet", ~is_of_people), ("people_sheet", is_of_people))
    )


def _places(judged: pl.DataFrame, _checked: Checked) -> pl.DataFrame:
    """One row per sheet whose rows put people on record who are called like a place, or like devices that are spare."""
    sheets = _by_sheet(judged.filter(_is_given_to_a_place()), "unnamed_owner")
    return issues_of(sheets, wording_exprs(UNKNOWN_OWNER["places"], _ONLY), Severity.WARNING)


def _is_given_to_a_place() -> pl.Expr:
    """True for applied rows with a new person, known by the name alone, who is called like a place."""
    name = pl.col("unnamed_owner").str.normalize("NFD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    return (pl.col("outcome") == Outcome.APPLIED) & name.str.contains(ROOM).fill_null(value=False)


def _by_sheet(rows: pl.DataFrame, example: str, *more: str) -> pl.DataFrame:
    """One row per sheet, and per value of `more`, with the number of its rows, and the value of the first one."""
    return rows.group_by("file", "sheet", *more, maintain_order=True).agg(
        count=pl.len(), example=pl.col(example).sort_by("row").first()
    )


def _held_halves(judged: pl.DataFrame, _checked: Checked) -> pl.DataFrame:
    """One row per sheet with register rows of which only the first half counts: another owner keeps the device."""
    is_held = (pl.col("reason") == Reason.OWNED_BY_OTHER) & (pl.col("outcome") == Outcome.SKIPPED)
    halves = judged.filter(is_held & pl.col("listed_row_id").is_not_null())
    counting = judged.filter(pl.col("outcome") == Outcome.APPLIED).select(listed_row_id="row_id")
    left = halves.join(counting, on="listed_row_id", how="semi")
    sheets = _by_sheet(left, "device")
    return issues_of(sheets, wording_exprs(OWNED_BY_OTHER["halves"], _ONLY), Severity.WARNING)


def _suspects(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per row with a new owner who looks like a known one, whatever the outcome of the row."""
    suspected = judged.filter(pl.col("likely_email").is_not_null()).with_columns(column=pl.lit("owner_email"))
    is_held = pl.col("reason").eq_missing(pl.lit(Reason.SUSPECT_OWNER.value))
    is_namesake = pl.col("namesake").is_not_null()
    found = []
    for name, is_meant in (("slip", ~is_namesake), ("namesake", is_namesake)):
        told = wording_exprs(SUSPECT_OWNER[name], {"if_held": pl.when(is_held).then(pl.lit(""))})
        told["likely"] = pl.col("likely_email")
        rows = with_cells(suspected.filter(is_meant), checked)
        found.append(issues_of(rows, told, Severity.WARNING, value="owner_email"))
    return pl.concat(found).sort("row_id", maintain_order=True)


def _suspect_devices(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per row with a new device that is likely another one, created or not, without repetitions."""
    is_half = pl.col("listed_row_id").is_not_null()
    alike = judged.filter(pl.col("resembling").is_not_null() & (_is_held() | _is_created()) & ~is_half)
    told = wording_exprs(SUSPECT_DEVICE["alike"], {"if_held": pl.when(_is_held()).then(pl.lit(""))})
    told["likely"] = pl.col("likely_identifier")
    rows = with_cells(alike.with_columns(column="misspelled"), checked)
    return issues_of(rows, told, Severity.WARNING, value="given").sort("row_id", maintain_order=True)


def _is_held() -> pl.Expr:
    return pl.col("reason").eq_missing(pl.lit(Reason.SUSPECT_DEVICE.value))


def _is_created() -> pl.Expr:
    return pl.col("outcome") == Outcome.APPLIED


def _other_addresses(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per row that gives another e-mail address than its owner, a known person, has on record."""
    other = judged.filter(pl.col("differing_email").is_not_null()).with_columns(column=pl.lit("owner_email"))
    told = wording_exprs(OWNER_EMAIL_DIFFERS["other"], {"value": pl.col("differing_email")})
    return issues_of(with_cells(other, checked), told, Severity.WARNING, value="differing_email")


def _named_otherwise(judged: pl.DataFrame, checked: Checked, named: pl.DataFrame) -> pl.DataFrame:
    """One row per row that calls a person otherwise than the person is on record, or is put there."""
    if named.is_empty():
        return no_issues()
    rows = judged.join(named, on="row_id", how="inner", maintain_order="left")
    placed = with_cells(rows.with_columns(column=pl.lit("owner_name")), checked)
    return pl.concat(
        issues_of(
            placed.filter(pl.col("wording") == name),
            wording_exprs(OWNER_NAMED_OTHERWISE[name], {"owner": pl.col("owner_email")}),
            Severity.WARNING,
            value="called",
        )
        for name in OTHERWISE
    )


def _likely_identifiers(judged: pl.DataFrame, checked: Checked) -> pl.DataFrame:
    """One row per row of an unknown device whose identifier looks like a known one, without repetitions."""
    is_repeated = pl.col("reason").eq_missing(pl.lit(Reason.DUPLICATE_ROW.value))
    is_told = pl.col("did_you_mean").is_not_null() & (pl.col("outcome") != Outcome.UNCHANGED) & ~is_repeated
    is_told &= ~_is_held() & ~_is_created()
    alike = with_cells(judged.filter(is_told).with_columns(column="misspelled"), checked)
    values = {
        "identifier": pl.col("misspelled").replace(IDENTIFIER_WORDS),
        "value": pl.col("given"),
        "if_former": pl.when("is_former").then(pl.lit("")),
    }
    is_one = pl.col("alike") == 1
    found = [
        issues_of(
            alike.filter(is_meant),
            {**wording_exprs(LIKELY_IDENTIFIER[name], values), "likely": pl.col("likely_identifier")},
            Severity.WARNING,
            value="given",
        )
        for name, is_meant in (("one", is_one), ("several", ~is_one))
    ]
    return pl.concat(found).sort("row_id", maintain_order=True)


def _returns_ahead(checked: Checked, now: datetime) -> pl.DataFrame:
    """One row per sheet that says of devices that they were returned later than now."""
    ahead = checked.assignments.filter(pl.col("returned_at") > now)
    sheets = ahead.group_by("file", "sheet", maintain_order=True).agg(count=pl.len())
    return issues_of(sheets, wording_exprs(RETURN_AHEAD["sheet"]), Severity.NOTE)


def _purchases_ahead(checked: Checked, now: datetime) -> pl.DataFrame:
    """One row per inventory row whose device is said to be bought more than a year after now."""
    if "purchase_date" not in checked.inventory.columns:
        return no_issues()
    ahead = checked.inventory.filter(pl.col("purchase_date") > (now + _LONGEST_AHEAD).date())
    rows = ahead.with_columns(kind=pl.lit(Kind.INVENTORY.value), column=pl.lit("purchase_date"))
    rows = with_cells(rows.with_columns(day=pl.col("purchase_date").cast(pl.String)), checked)
    told = wording_exprs(UNLIKELY_DATE["ahead"], {"value": pl.col("day")})
    return issues_of(rows, told, Severity.WARNING, value="day")
