"""Issues grouped by what causes them."""

from __future__ import annotations

import polars as pl

from pipeline.outputs.frames.causes import causes
from tests.support.frames import samples

_AT = ("assignments.xlsx", "Desired")
_WRITE = "Write it as name@company.com."


def _bad_email(row: int, value: str, *, file: str = "assignments.xlsx", sheet: str = "Desired") -> tuple[object, ...]:
    said = "is not an e-mail address."
    message = f'{file}, sheet {sheet}, B{row}: "{value}" {said}'
    told = ("invalid_email", "error", message, _WRITE, "email", value, said, None)
    return (file, sheet, row, "owner_email", f"B{row}", value, *told, row)


def _invalid(row: int, said: str) -> tuple[object, ...]:
    message = f'assignments.xlsx, sheet Desired, D{row}: "x" {said}'
    told = ("invalid_value", "error", message, "Correct it.", "text", "x", said, None)
    return (*_AT, row, "end_at", f"D{row}", "x", *told, row)


def _conflict(row: int, other: int) -> tuple[object, ...]:
    said = f"This row and row {other} say different things about LT-1."
    message = f"assignments.xlsx, sheet Desired, row {row}: {said}"
    told = ("conflicting_rows", "error", message, "Keep one.", "row", None, said, None)
    return (*_AT, row, None, None, "LT-1", *told, row)


def _strange(row: int, tag: str) -> tuple[object, ...]:
    said = f"nobody has the asset tag {tag} on record."
    message = f"assignments.xlsx, sheet Desired, row {row}: {said}"
    told = ("identifier_not_on_record", "warning", message, "Check it.", "weaker", None, said, None)
    return (*_AT, row, "asset_tag", None, tag, *told, row)


def _told(issues: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return causes(issues).select(columns).rows()


def test_one_mistake_made_often_is_told_once() -> None:
    issues = samples.issues_of(*(_bad_email(row, f"x{row}") for row in range(2, 9)))
    assert _told(issues, "count", "message", "cells", "sheet") == [
        (7, "owner_email is not an e-mail address.", ["B2", "B3", "B4", "B5", "B6"], "Desired")
    ]


def test_a_single_finding_quotes_its_value() -> None:
    assert _told(samples.issues_of(_bad_email(2, "acme ")), "message") == [
        ('owner_email: "acme " is not an e-mail address.',)
    ]


def test_two_unlike_complaints_with_one_code_are_two_causes() -> None:
    issues = samples.issues_of(
        _invalid(2, "is not allowed here."), _invalid(3, "is an end."), _invalid(4, "is an end.")
    )
    assert _told(issues, "count", "message") == [(2, "end_at is an end."), (1, 'end_at: "x" is not allowed here.')]


def test_what_each_row_says_of_others_is_one_cause() -> None:
    issues = samples.issues_of(_conflict(9, 12), _conflict(12, 9))
    assert _told(issues, "count", "message", "cells") == [
        (2, "Several rows say different things about this device or person.", ["row 9", "row 12"])
    ]


def test_a_warning_that_varies_is_told_of_several_by_an_example() -> None:
    assert _told(samples.issues_of(_strange(2, "AT-7")), "message") == [("Nobody has the asset tag AT-7 on record.",)]
    assert _told(samples.issues_of(_strange(2, "AT-7"), _strange(5, "AT-8")), "count", "message") == [
        (2, "For example: nobody has the asset tag AT-7 on record.")
    ]


def test_issues_of_which_only_the_messages_are_known_are_told_by_their_code() -> None:
    issues = samples.issues_of(_invalid(2, "is not allowed here."), _invalid(3, "is an end."), _strange(4, "AT-7"))
    older = issues.with_columns(pl.lit(None, pl.String).alias(name) for name in ("template", "subject", "said"))
    assert _told(older, "count", "message", "cells") == [
        (2, "The value is not allowed here.", ["D2", "D3"]),
        (1, "An identifier of the row is not on record, though its device is.", ["row 4"]),
    ]


def test_errors_come_before_warnings_and_the_frequent_first() -> None:
    note = (
        *_AT,
        None,
        None,
        None,
        None,
        "sheet_ignored",
        "note",
        "assignments.xlsx, sheet Old: it is hidden.",
        "",
        None,
    )
    issues = samples.issues_of(note, note, note, _conflict(9, 12), _bad_email(2, "a"), _bad_email(3, "b"))
    assert _told(issues, "code", "count") == [("invalid_email", 2), ("conflicting_rows", 1), ("sheet_ignored", 3)]


def test_each_sheet_and_each_file_has_its_own_causes() -> None:
    issues = samples.issues_of(_bad_email(2, "a"), _bad_email(3, "b", sheet="Other"), _bad_email(4, "c", file="b.xlsx"))
    assert _told(issues, "file", "sheet", "cells") == [
        ("assignments.xlsx", "Desired", ["B2"]),
        ("assignments.xlsx", "Other", ["B3"]),
        ("b.xlsx", "Desired", ["B4"]),
    ]


def test_complaints_that_differ_in_every_row_are_one_cause() -> None:
    issues = samples.issues_of(*(_invalid(row, f"looks like {'abcdefgh'[row]}.") for row in range(8)))
    assert _told(issues, "count", "message") == [(8, "The value is not allowed here.")]


def test_nothing_has_no_cause() -> None:
    assert causes(samples.issues_of()).is_empty()


def test_a_cause_begins_with_a_capital_letter_unless_it_begins_with_an_address() -> None:
    said = "anna.bel@acme.example looks like a slip of anna.bell@acme.example."
    message = f"assignments.xlsx, sheet Desired, row 2: {said}"
    told = ("suspect_owner", "warning", message, "Correct it.", "slip", None, said, None)
    issues = samples.issues_of((*_AT, 2, "owner_email", None, None, *told, 2), _strange(3, "AT-9"))
    assert _told(issues, "message") == [(said,), ("Nobody has the asset tag AT-9 on record.",)]
