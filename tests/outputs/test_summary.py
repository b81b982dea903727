"""What is said about a whole run, and its figures."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipeline.model import Results, RunReport, Sheet
from pipeline.outputs import summary_text, write_results
from pipeline.outputs.frames.totals import amounts_touched, control_totals, money_table, money_touched, rows_by_outcome
from schemas.vocabulary import Kind
from tests.support.frames import samples


def test_a_run_is_told_in_sentences_that_end_with_the_next_step() -> None:
    assert summary_text(samples.some_report(), samples.some_results()) == [
        "9 rows were read from 2 files: 4 applied, 3 unchanged, 1 skipped, 1 rejected.",
        "1 device was created, 1 was updated, 1 was assigned, 1 changed its owner and 1 was unassigned.",
        "1 owner was created.",
        "This touched 3 devices bought for 35,767.89 in all; 1 of them has no price.",
        "1 device was unassigned because the full sheet does not name it.",
        "1 row was skipped; the reason is unknown_device: No device on record has this identifier.",
        "1 row was rejected; the reason is invalid_email: The value is not an e-mail address.",
        "Next: open the Rejected sheet, mend the row and load it again.",
    ]


def test_many_are_told_with_plurals_and_separators() -> None:
    many = replace(
        samples.some_report(),
        rows={"in": 120_600, "applied": 100_412, "unchanged": 120, "skipped": 68, "rejected": 20_000},
        actions={"reassign": 100_000, "assign": 412},
        created={"devices": 0, "owners": 12},
        absent_unassigned=0,
    )
    assert summary_text(many, None) == [
        "120,600 rows were read from 2 files: 100,412 applied, 120 unchanged, 68 skipped, 20,000 rejected.",
        "412 devices were assigned and 100,000 changed their owner.",
        "12 owners were created.",
        "68 rows were skipped.",
        "20,000 rows were rejected.",
        "Next: open the Rejected sheet, mend the rows and load them again.",
    ]


def test_nothing_to_do_is_said_plainly() -> None:
    assert summary_text(samples.idle_report(), samples.no_results())[1:] == [
        "Nothing to do: the ledger already says what the sheets say."
    ]


def test_a_plan_says_what_would_happen() -> None:
    said = summary_text(replace(samples.some_report(), command="plan"), samples.some_results())
    assert said[1].startswith("1 device would be created, 1 would be updated")
    assert "was" not in " ".join(said[1:]).split()
    assert said[-1].startswith("Next: `rollcall run` with the same files; or have it written with -o PLAN.xlsx")


def test_a_plan_that_is_written_says_how_to_apply_it() -> None:
    report = replace(samples.some_report(), command="plan", outputs={"plan": Path("plans/plan.xlsx")})
    assert summary_text(report, samples.some_results())[-1].endswith("then: rollcall apply plans/plan.xlsx")


def test_what_reverses_a_run_comes_from_no_row() -> None:
    rows = dict.fromkeys(samples.some_report().rows, 0)
    said = summary_text(replace(samples.some_report(), command="undo", rows=rows), samples.some_results())
    assert said[0].startswith("1 device would be created")
    assert summary_text(replace(samples.idle_report(), command="undo", rows=rows), samples.no_results()) == [
        "There is nothing to reverse."
    ]


def test_the_plan_itself_is_none_of_the_files_that_were_planned() -> None:
    report = replace(samples.some_report(), command="apply")
    said = summary_text(replace(report, sources=(*report.sources, report.sources[0])), samples.some_results())
    assert said[0].startswith(f"{report.rows['in']} rows were planned from {len(report.sources)} file")


def test_an_atomic_run_with_a_rejected_row_says_that_nothing_was_written() -> None:
    stopped = replace(samples.idle_report(), rows={"in": 9, "skipped": 8, "rejected": 1}, reasons={"atomic_abort": 8})
    assert summary_text(stopped, None)[1] == "Nothing was written, because another row of this run was rejected."


def test_the_first_new_owners_who_look_like_known_ones_are_named() -> None:
    names = ("anna.bel", "bem.young", "evi.small", "zo.large", "zo.large")
    slips = [
        (
            *("a.csv", None, row, "owner_email", None, f"{name}@acme.example", "suspect_owner", "warning"),
            *(f"a.csv, row {row}: {said}", "Correct it.", "slip", None, said, f"{name}l@acme.example", row),
        )
        for row, name in enumerate(names, start=2)
        for said in [f"{name}@acme.example looks like a slip of {name}l@acme.example."]
    ]
    suspected = replace(samples.some_results(), issues=samples.issues_of(*slips))
    assert summary_text(samples.some_report(), suspected)[3] == (
        "4 new e-mail addresses look like slips of known ones: anna.bel@acme.example (for anna.bell@acme.example), "
        "bem.young@acme.example (for bem.youngl@acme.example), evi.small@acme.example (for evi.smalll@acme.example) "
        "and 1 more."
    )
    one = replace(suspected, issues=suspected.issues.head(1))
    assert summary_text(samples.some_report(), one)[3] == (
        "1 new e-mail address looks like a slip of a known one: anna.bel@acme.example (for anna.bell@acme.example)."
    )


def test_what_is_held_is_told_with_the_way_out() -> None:
    held = replace(samples.some_report(), absent_held=3)
    assert any("3 devices" in line and "--allow absent-beside-unresolved" in line for line in summary_text(held, None))


@pytest.mark.parametrize(
    ("rejected", "findings", "said"),
    [
        (0, 0, "9 rows in 2 files were checked: nothing was found."),
        (0, 2, "9 rows in 2 files were checked: 2 findings, and no row would be rejected."),
        (1, 1, "9 rows in 2 files were checked: 1 finding; 1 row would be rejected."),
    ],
)
def test_a_check_says_what_it_found(rejected: int, findings: int, said: str) -> None:
    rows = {"in": 9, "rejected": rejected}
    assert (
        summary_text(replace(samples.some_report(), command="check", rows=rows, issue_count=findings), None)[0] == said
    )


def test_money_counts_each_device_once_per_action_and_once_in_all() -> None:
    changes = samples.some_results().changes
    assert money_touched(changes).rows() == [
        ("create", 1, 0),
        ("update", 1, 0),
        ("assign", 1, 0),
        ("reassign", 1, 0),
        ("unassign", 1, 1),
        ("all", 3, 1),
    ]
    assert amounts_touched(changes).rows() == [
        ("create", None, Decimal("1200.00")),
        ("update", None, Decimal("34567.89")),
        ("assign", None, Decimal("1200.00")),
        ("reassign", None, Decimal("34567.89")),
        ("all", None, Decimal("35767.89")),
    ]


def _in_currencies(**currencies: str | None) -> Results:
    """The sample, whose devices are bought in these currencies, by serial number with `_` for `-`."""
    results = samples.some_results()
    of = {serial.replace("_", "-"): currency for serial, currency in currencies.items()}
    currency = pl.col("serial_number").replace_strict(of, default=None, return_dtype=pl.String)
    return replace(
        results,
        changes=results.changes.with_columns(currency=currency),
        created=results.created.with_columns(currency=currency),
    )


def test_sums_are_made_for_each_currency_and_never_across() -> None:
    results = _in_currencies(LT_0007="EUR", LT_0042="CHF")
    told = amounts_touched(results.changes).filter(action="all")
    assert told.select("currency", "amount").rows() == [("CHF", Decimal("34567.89")), ("EUR", Decimal("1200.00"))]
    said = "This touched 3 devices bought for 34,567.89 CHF and 1,200.00 EUR in all; 1 of them has no price."
    assert said in summary_text(samples.some_report(), results)


def test_an_amount_without_a_currency_is_told_apart_from_those_with_one() -> None:
    results = _in_currencies(LT_0042="CHF")
    said = "bought for 1,200.00 without a currency and 34,567.89 CHF in all"
    assert any(said in line for line in summary_text(samples.some_report(), results))


def test_the_summary_sheet_has_a_column_of_real_numbers_for_each_currency(tmp_path: Path) -> None:
    written = write_results(tmp_path, samples.some_report(), _in_currencies(LT_0007="EUR", LT_0042="CHF"))
    sheet = openpyxl.load_workbook(written["results"])["Summary"]
    (header,) = (row for row in sheet.iter_rows() if row[0].value == "What happened to devices")
    assert [cell.value for cell in header[1:5]] == ["Number", "Without a price", "Price (CHF)", "Price (EUR)"]
    created = [sheet.cell(header[0].row + 1, at) for at in (4, 5)]
    assert [cell.value for cell in created] == [0, 1200]
    assert ["CHF" in created[0].number_format, "EUR" in created[1].number_format] == [True, True]


def test_a_column_of_prices_shows_the_currency_that_all_of_them_have(tmp_path: Path) -> None:
    def price(results: Results) -> tuple[object, str]:
        book = openpyxl.load_workbook(write_results(tmp_path, samples.some_report(), results)["results"])
        (cell,) = (cell for cell in book["Changes"][1] if cell.value == "Purchase price")
        first = next(row[cell.column - 1] for row in book["Changes"].iter_rows(min_row=2) if row[cell.column - 1].value)
        return first.value, first.number_format

    assert price(_in_currencies(LT_0007="EUR", LT_0042="EUR")) == (1200, "#,##0.00\\ [$EUR]_)_)")
    assert price(_in_currencies(LT_0007="EUR", LT_0042="CHF")) == (1200, "#,##0.00_)_)")


def test_currencies_beyond_the_fourth_share_the_last_column() -> None:
    one = samples.some_results().changes.head(1)
    many = [one.with_columns(device_id=pl.lit(n), currency=pl.lit(code)) for n, code in enumerate("ABCDE")]
    report = replace(samples.some_report(), actions={"create": 5})
    heads = ("What", "Number", "Without", "Purchase price")
    table = money_table(report, pl.concat(many), {"create": "Created", "all": "All"}, heads)
    assert table.columns == ["What", "Number", "Without", "Price (A)", "Price (B)", "Price (C)", "Others"]
    assert table["Others"].to_list() == ["1,200.00 D; 1,200.00 E"] * 2


def test_rows_are_told_apart_by_kind_also_where_unchanged_ones_are_not_listed() -> None:
    rows = rows_by_outcome(samples.some_report(), samples.some_results(), samples.SHEETS)
    assert rows.rows() == [
        ("applied", 2, 2, 4),
        ("unchanged", 1, 2, 3),
        ("skipped", 0, 1, 1),
        ("rejected", 0, 1, 1),
        ("in", 3, 6, 9),
    ]


def test_all_control_totals_add_up() -> None:
    controls = control_totals(samples.some_report(), samples.some_results(), samples.SHEETS)
    assert controls["difference"].to_list() == [0] * 6


def test_a_row_that_was_lost_shows_in_the_control_totals() -> None:
    sheets = (*samples.SHEETS, Sheet("assignments.xlsx", "More", Kind.ASSIGNMENTS, 1, 1))
    first = control_totals(samples.some_report(), samples.some_results(), sheets).row(0, named=True)
    assert (first["expected"], first["found"], first["difference"]) == (10, 9, -1)


def _summary(folder: Path, report: RunReport) -> list[tuple[object, ...]]:
    written = write_results(folder, report, samples.some_results(), sheets=samples.SHEETS)
    return list(openpyxl.load_workbook(written["results"])["Summary"].iter_rows(values_only=True))


def test_the_summary_sheet_says_the_same_sentences_as_the_terminal(tmp_path: Path) -> None:
    shown = [row[0] for row in _summary(tmp_path, samples.some_report())]
    said = summary_text(samples.some_report(), samples.some_results())
    assert [line for line in said if line not in shown] == []


def test_the_summary_sheet_has_the_totals_the_inputs_and_the_settings_that_differ(tmp_path: Path) -> None:
    rows = {str(row[0]): row[1:] for row in _summary(tmp_path, samples.some_report())}
    assert rows["Rows read"][:3] == (3, 6, 9)
    assert rows["All of them, each device once"][:3] == (3, 1, 35767.89)
    assert rows["assignments.xlsx"][:3] == (6, 61_020, "5f" * 32)
    assert rows["Mode"][0] == "full"
    assert "Atomic" not in rows
    assert "DOES NOT ADD UP" not in [cell for row in rows.values() for cell in row]


def test_a_full_sheet_shows_its_scope_also_where_it_is_the_usual_one(tmp_path: Path) -> None:
    usual = replace(samples.some_report(), settings={"mode": "full"})
    rows = {str(row[0]): row[1] for row in _summary(tmp_path, usual)}
    assert (rows["Mode"], rows["Scope"]) == ("full", "listed-owners")
    by_instructions = {str(row[0]) for row in _summary(tmp_path, replace(usual, settings={}))}
    assert "Scope" not in by_instructions


def test_only_text_in_the_last_column_of_a_table_may_be_longer_than_its_column(tmp_path: Path) -> None:
    written = write_results(tmp_path, samples.some_report(), samples.some_results(), sheets=samples.SHEETS)["results"]
    sheet = openpyxl.load_workbook(written)["Summary"]
    widths = {at: group.width for group in sheet.column_dimensions.values() for at in range(group.min, group.max + 1)}
    for row in sheet.iter_rows():
        filled = [cell for cell in row if cell.value is not None]
        for cell in filled[:-1]:
            assert len(str(cell.value)) <= widths[cell.column]


def test_changes_without_any_price_are_not_called_money() -> None:
    results = samples.some_results()
    free = results.changes.with_columns(purchase_price=pl.lit(None, pl.Decimal(18, 2)))
    assert not any("bought for" in line for line in summary_text(samples.some_report(), replace(results, changes=free)))
