"""The totals of a sender are compared with the rows: those that agree are said, those that differ with both figures."""

from pathlib import Path

import openpyxl
import pytest

from pipeline.model import Checked
from tests.support.workbooks import Rows, read, write

Cells = list[object]

HEADER: Cells = ["Asset Tag", "Name", "Type", "Category", "Purchase Price", "Net book value", "Qty"]
FIRST: Cells = ["A-1", "One", "laptop", "hw", "1,000.00", 500, 1]
SECOND: Cells = ["A-2", "Two", "laptop", "hw", "1,200.50", 250, 1]
THIRD: Cells = ["A-3", "Three", "laptop", "hw", "900.00", 250, 1]


def checked_of(folder: Path, *rows: Cells) -> Checked:
    return read(write(folder / "list.xlsx", {"Stock": [HEADER, *rows]}))


def said(checked: Checked, severity: str) -> list[str]:
    found = checked.issues.filter(code="totals", severity=severity)
    return [message.split(", ", 1)[1] for message in found["message"]]


def price(total: object, label: object = None) -> Cells:
    return [label, None, None, None, total, None, None]


AGREES = 'sheet Stock, E4: the total of the column "Purchase Price" agrees with the rows: '
DIFFERS = 'sheet Stock, E4: the total of the column "Purchase Price" differs from the rows: '


@pytest.mark.parametrize("label", [None, "Total", "Summe", "Grand total", "-"])
def test_a_total_that_agrees_is_said_with_or_without_its_word(label: object, tmp_path: Path) -> None:
    checked = checked_of(tmp_path, FIRST, SECOND, price("2,200.50", label))

    assert said(checked, "note") == [f"{AGREES}your total 2,200.50, the rows 2,200.50."]
    assert said(checked, "warning") == []
    assert checked.inventory["asset_tag"].to_list() == ["A-1", "A-2"]


@pytest.mark.parametrize("label", [None, "Total", "Итого"])
def test_a_total_that_differs_is_a_warning_with_both_figures_and_rejects_nothing(label: object, tmp_path: Path) -> None:
    checked = checked_of(tmp_path, FIRST, SECOND, price("2,300.50", label))

    assert said(checked, "warning") == [f"{DIFFERS}your total 2,300.50, the rows 2,200.50."]
    assert checked.inventory["fault"].to_list() == [None, None]


def test_each_column_of_money_and_of_devices_is_compared_on_its_own(tmp_path: Path) -> None:
    checked = checked_of(tmp_path, FIRST, SECOND, THIRD, [None, None, None, None, "3,100.50", 990, 4])

    assert [line.split(": ", 1)[1] for line in said(checked, "note")] == [
        'the total of the column "Purchase Price" agrees with the rows: your total 3,100.50, the rows 3,100.50.'
    ]
    assert [line.split(": ", 1)[1] for line in said(checked, "warning")] == [
        'the total of the column "Net book value" differs from the rows: your total 990.00, the rows 1,000.00.',
        'the total of the column "Qty" differs from the rows: your total 4, the rows 3.',
    ]


def test_a_subtotal_is_that_of_the_rows_of_its_group(tmp_path: Path) -> None:
    sales, office = price("2,200.50", "Subtotal Sales"), price("800.00", "Subtotal Office")
    checked = checked_of(tmp_path, FIRST, SECOND, sales, THIRD, office, price("3,100.50", "Grand total"))

    assert said(checked, "note") == [
        'sheet Stock: 2 totals of the column "Purchase Price" agree with the rows: 2,200.50 (E4); 3,100.50 (E7).'
    ]
    assert said(checked, "warning") == [
        'sheet Stock, E6: the total of the column "Purchase Price" differs from the rows: your total 800.00, '
        "the row 5 900.00."
    ]


def test_a_total_of_several_groups_and_a_running_one_agree(tmp_path: Path) -> None:
    fourth: Cells = ["A-4", "Four", "laptop", "hw", "100.00", 0, 1]
    groups = [FIRST, price(1000, "Subtotal a"), SECOND, price("1,200.50", "Subtotal b")]
    both = price("2,200.50", "Subtotal Germany")
    checked = checked_of(
        tmp_path, *groups, both, THIRD, price("3,100.50", "Subtotal"), fourth, price("3,200.50", "Total")
    )

    assert said(checked, "warning") == []
    assert "5 totals" in said(checked, "note")[0]


def test_the_last_of_several_totals_is_no_sum_of_the_last_group(tmp_path: Path) -> None:
    groups = [FIRST, SECOND, price("2,200.50", "Subtotal"), THIRD, price("900.00", "Subtotal")]
    checked = checked_of(tmp_path, *groups, price("900.00", "Grand total"))

    assert said(checked, "warning") == [
        'sheet Stock, E7: the total of the column "Purchase Price" differs from the rows: your total 900.00, '
        "the rows 3,100.50."
    ]


def test_a_total_above_the_rows_is_compared_with_those_below(tmp_path: Path) -> None:
    checked = checked_of(tmp_path, price("2,200.50", "Total"), FIRST, SECOND)

    assert "your total 2,200.50, the rows 2,200.50." in said(checked, "note")[0]


def test_lines_without_a_word_beside_a_total_that_agrees_are_no_totals(tmp_path: Path) -> None:
    tax_and_gross = [price("418.10"), price("2,618.60")]
    checked = checked_of(tmp_path, FIRST, SECOND, price("2,200.50"), *tax_and_gross)

    assert said(checked, "warning") == []
    assert said(checked, "note") == [f"{AGREES}your total 2,200.50, the rows 2,200.50."]


@pytest.mark.parametrize(
    "label",
    [
        "Average",
        "AVG:",
        "Average price",
        "Durchschnitt",
        "Moyenne",
        "Promedio",
        "Media",
        "Gemiddelde",
        "Среднее",
        "平均",
    ],
)
def test_a_mean_is_no_device_and_not_part_of_the_sum(label: str, tmp_path: Path) -> None:
    checked = checked_of(tmp_path, FIRST, SECOND, price("1,100.25", label), price("2,200.50", "Total"))

    assert said(checked, "note") == [f"{AGREES}your total 2,200.50, the rows 2,200.50.".replace("E4", "E5")]
    assert said(checked, "warning") == []
    assert checked.inventory["asset_tag"].to_list() == ["A-1", "A-2"]


@pytest.mark.parametrize(
    ("net", "tax", "gross"),
    [
        ("Net total", "VAT", "Grand total"),
        ("Total net", "VAT 19%", "Amount due"),
        ("Nettosumme", "zzgl. 19 % MwSt.", "Gesamtbetrag"),
        ("Total HT", "TVA (20 %)", "Total TTC"),
        ("Total neto", "IVA", "Total bruto"),
        ("Totale netto", "IVA 22%", "Totale lordo"),
        ("Totaal excl. btw", "BTW 21%", "Totaal incl. btw"),
        ("Итого без НДС", "НДС 20%", "Итого с НДС"),
        ("Subtotal", "Shipping", "Total"),
    ],
)
def test_a_tax_is_no_device_and_a_total_with_it_is_no_sum_of_the_rows(
    net: str, tax: str, gross: str, tmp_path: Path
) -> None:
    lines = [price("2,200.50", net), price("418.10", tax), price("2,618.60", gross)]
    checked = checked_of(tmp_path, FIRST, SECOND, *lines)

    assert said(checked, "note") == [f"{AGREES}your total 2,200.50, the rows 2,200.50."]
    assert said(checked, "warning") == []
    assert checked.inventory["asset_tag"].to_list() == ["A-1", "A-2"]


def test_a_total_above_the_tax_that_differs_is_still_a_warning(tmp_path: Path) -> None:
    lines = [price("2,300.50", "Net total"), price("418.10", "VAT"), price("2,718.60", "Grand total")]

    assert said(checked_of(tmp_path, FIRST, SECOND, *lines), "warning") == [
        f"{DIFFERS}your total 2,300.50, the rows 2,200.50."
    ]


@pytest.mark.parametrize(
    "row",
    [
        ["Average", None, "laptop", "hw", 5, None, None],
        ["Average", "Four", None, None, 5, None, None],
        ["Media"],
        ["VAT-19", None, None, None, 5, None, None],
    ],
)
def test_what_is_called_like_a_mean_or_a_tax_and_could_be_a_device_is_read(row: Cells, tmp_path: Path) -> None:
    assert checked_of(tmp_path, FIRST, row).inventory["row"].to_list() == [2, 3]
    above = checked_of(tmp_path, price("1,100.25", "Average"), FIRST)
    assert above.inventory["row"].to_list() == [2, 3]


NINTHS: list[object] = [1750 / 9, 800.5, 7000 / 9]


def valued(folder: Path, *values: object, title: str = "Net book value", quantities: Cells | None = None) -> Checked:
    header: Cells = ["Asset Tag", "Name", "Type", "Category", title, *(["Qty"] if quantities else [])]
    rows = [[f"A-{n}", f"Device {n}", "laptop", "hw", value] for n, value in enumerate(values[:-1])]
    if quantities:
        rows = [[*row, quantity] for row, quantity in zip(rows, quantities, strict=True)]
    return read(write(folder / "list.xlsx", {"Stock": [header, *rows, ["Total", None, None, None, values[-1]]]}))


@pytest.mark.parametrize("title", ["Net book value", "Purchase price", "Depreciation"])
@pytest.mark.parametrize(
    ("total", "told"),
    [
        (1772.72, "the rows 1,772.72"),
        ("1,772.72", "the rows 1,772.72"),
        (sum([1750 / 9, 800.5, 7000 / 9]), "the rows 1,772.72"),
        (1772.71, "the rows 1,772.72 before rounding"),
    ],
)
def test_what_formulas_have_computed_is_added_up_unrounded(
    title: str, total: object, told: str, tmp_path: Path
) -> None:
    checked = valued(tmp_path, *NINTHS, total, title=title)

    assert said(checked, "warning") == []
    assert said(checked, "note")[0].endswith(f", {told}.")


def test_computed_amounts_that_differ_by_more_than_their_rounding_are_a_warning(tmp_path: Path) -> None:
    assert said(valued(tmp_path, *NINTHS, 1772.75), "warning")[0].endswith("your total 1,772.75, the rows 1,772.72.")
    assert said(valued(tmp_path, 100.25, 200.5, 300.76), "warning")[0].endswith("your total 300.76, the rows 300.75.")


def test_subtotals_of_computed_amounts_agree_with_their_groups(tmp_path: Path) -> None:
    def row(tag: str, value: object) -> Cells:
        return [tag, tag, "laptop", "hw", value, None, None]

    groups = [row("A-1", 1000 / 3), row("A-2", 1000 / 7), price(476.19, "Subtotal"), row("A-3", 2000 / 3)]
    more = [price(666.67, "Subtotal"), row("A-4", 1000 / 11), price(90.91, "Subtotal"), price(757.58, "Subtotal b")]
    checked = checked_of(tmp_path, *groups, *more, price(1233.77, "Total"))

    assert said(checked, "warning") == []
    assert "5 totals" in said(checked, "note")[0]


def test_a_total_may_be_that_of_prices_times_quantities(tmp_path: Path) -> None:
    checked = valued(tmp_path, 1000, 10, 1050, title="Unit cost", quantities=[1, 5])

    assert said(checked, "warning") == []
    assert said(checked, "note")[0].endswith(
        "agrees with the rows times their quantity: your total 1,050.00, the rows times their quantity 1,050.00."
    )


@pytest.mark.parametrize(("total", "severity"), [(1010, "note"), (1051, "warning")])
def test_beside_quantities_the_prices_alone_are_compared_first(total: int, severity: str, tmp_path: Path) -> None:
    checked = valued(tmp_path, 1000, 10, total, title="Unit cost", quantities=[1, 5])

    assert said(checked, severity)[0].endswith(f"your total {total:,}.00, the rows 1,010.00.")


def test_rejected_rows_count_and_cells_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    nameless: Cells = [None, None, "laptop", "hw", "5.00", None, None]
    unread: Cells = ["A-9", "Nine", "laptop", "hw", "about 50", None, None]
    checked = checked_of(tmp_path, FIRST, nameless, unread, price("1,055.00", "Total"))

    (found,) = checked.issues.filter(code="totals").to_dicts()
    assert found["message"].endswith("your total 1,055.00, the rows 1,005.00.")
    assert found["hint"].startswith("Cells of the column that cannot be read, and are not in the sum: 1. Look whether")


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("2 devices", "note"),
        ("Total (2 items)", "note"),
        ("Total devices: 2", "note"),
        ("3 devices", "warning"),
        ("Total: 1,200 devices", "warning"),
    ],
)
def test_the_number_of_devices_that_a_line_gives_is_compared(line: str, severity: str, tmp_path: Path) -> None:
    checked = checked_of(tmp_path, FIRST, SECOND, [line])

    (message,) = said(checked, severity)
    assert message.startswith("sheet Stock, row 4: the number of devices ")
    assert message.endswith(", the rows 2.")


def test_a_total_of_the_rows_that_are_shown_agrees_with_them(tmp_path: Path) -> None:
    path = write(tmp_path / "list.xlsx", {"Stock": [HEADER, FIRST, SECOND, THIRD, price("2,200.50", "Total")]})
    book = openpyxl.load_workbook(path)
    book["Stock"].row_dimensions[4].hidden = True
    book.save(path)
    checked = read(path)

    assert said(checked, "warning") == []
    assert said(checked, "note")[0].endswith(
        "agrees with the rows that are shown: your total 2,200.50, the rows that are shown 2,200.50."
    )


def test_a_list_of_people_has_no_totals(tmp_path: Path) -> None:
    people: Rows = [["Email", "Full name", "Department"], ["ann@acme.com", "Ann", "Sales"], ["Total: 3 devices"]]
    checked = read(write(tmp_path / "people.xlsx", {"People": people}))

    assert checked.issues.filter(code="totals").is_empty()
