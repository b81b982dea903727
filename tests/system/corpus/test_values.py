"""The values that the files of the corpus are read as, where a wrong one would be no issue but a lie."""

from __future__ import annotations

import pytest

from tests.support.workbooks import read
from tests.system.corpus.cases import FILES

Values = list[tuple[str | None, ...]]

MIXED: Values = [
    ("LT-0010", "Köln", "1234.50", "2025-03-01", "True"),
    ("LT-0011", None, "999.00", "2024-02-29", "False"),
]
TYPED = "serial_number location purchase_price purchase_date is_rented"

READ: dict[str, tuple[str, Values]] = {
    "real_dates.xlsx": ("purchase_date", [("2025-03-01",), ("2025-03-04",), ("1999-12-31",)]),
    "days_with_hidden_times.xlsx": ("purchase_date", [("2025-03-01",), ("2025-03-04",), ("2025-03-04",)]),
    "dates_without_days.csv": (
        "purchase_date warranty_end",
        [
            ("2024-08-01", "2027-08-31"),
            ("2024-07-01", "2027-12-31"),
            ("2024-09-15", "2027-09-14"),
            ("2024-09-01", None),
        ],
    ),
    "dates_of_the_1904_system.xlsx": ("purchase_date", [("2025-03-01",), ("2024-02-29",)]),
    "text_dates_day_first.xlsx": ("purchase_date", [("2025-03-25",), ("2025-04-03",), ("2024-12-31",)]),
    "text_dates_month_first.xlsx": ("purchase_date", [("2025-03-25",), ("2025-03-04",), ("2024-12-31",)]),
    "text_dates_with_points.xlsx": ("purchase_date", [("2025-04-03",), ("2025-03-25",), ("2025-02-01",)]),
    "text_dates_two_digit_years.xlsx": ("purchase_date", [("2024-03-25",), ("1998-12-31",), ("2025-01-13",)]),
    "text_dates_with_month_names.xlsx": ("purchase_date", [("2025-03-01",)] * 6),
    "strict_ooxml_with_text_dates.xlsx": ("purchase_date", [("2025-03-01",)]),
    "text_dates_with_times.xlsx": (
        "effective_at",
        [("2025-03-01 09:00:00",), ("2025-03-01 09:00:00",), ("2025-03-25 09:00:00",)],
    ),
    "decimal_commas.xlsx": (
        "purchase_price",
        [("1234.50",), ("1234.50",), ("1234.50",), ("12.50",), ("1234567.89",)],
    ),
    "prices_with_currency_format.xlsx": ("purchase_price", [("1200.00",), ("0.30",), ("1234.50",)]),
    "negative_in_parentheses.xlsx": ("purchase_price", [("-50.00",)] * 3),
    "percent_and_fraction_formats.xlsx": ("purchase_price", [("0.50",), ("12.00",)]),
    "yes_and_no_in_four_languages.xlsx": (
        "is_rented",
        [(word,) for word in (*["True", "False"] * 2, *["True"] * 3, "False", "True", None, "True")],
    ),
    "phonetic_text.xlsx": ("label", [("東京",)]),
    "imei_of_15_digits.xlsx": ("imei", [("356938035643809",)]),
    "old_workbook.xls": (TYPED, MIXED),
    "open_document.ods": (TYPED, MIXED),
    "written_by_libreoffice.xlsx": (TYPED, MIXED),
    "table.parquet": (TYPED, [MIXED[0], (*MIXED[1][:4], None)]),
    "german_headers.xlsx": (
        "asset_tag location purchase_price purchase_date warranty_end",
        [
            ("AT-0010", "Köln", "1234.50", "2025-03-01", "2028-02-28"),
            ("AT-0011", "Köln", "999.00", "2025-03-15", "2028-03-14"),
        ],
    ),
    "chinese_headers.xlsx": ("serial_number brand comment", [("LT-0010", "联想", "会议室")]),
    "utf16_without_mark.csv": ("location", [("Köln",), ("Zürich – Süd",)]),
    "cp1252.csv": ("location", [("Köln",), ("Zürich – Süd",)]),
    "latin1_xml.xlsx": ("location", [("Köln",)]),
    "quote_in_the_middle.csv": ("screen_size", [('14"',), ('15.6" wide',)]),
    "semicolons.csv": ("location purchase_price", [("Berlin, Room 4", "1234.50"), ("Paris", "999.00")]),
    "two_header_rows.xlsx": (
        "device_type owner_name",
        [("laptop", "Anna Bell"), ("laptop", "Ben Cole")],
    ),
}
"""The fields that are looked at, and their values as text."""


@pytest.mark.parametrize("name", [*READ])
def test_its_values_are_those_that_were_meant(name: str) -> None:
    fields, expected = READ[name]

    checked = read(FILES / name)

    rows = checked.inventory if checked.inventory.height else checked.assignments
    found = [
        tuple(None if value is None else str(value) for value in row) for row in rows.select(fields.split()).rows()
    ]
    assert found == expected
