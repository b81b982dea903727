"""From text to value, one line per case."""

from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.cells.values.amounts import months_expr
from pipeline.intake.cells.values.values import value_expr
from schemas.fields import FieldType
from schemas.keys import key_expr, tidied_expr
from tests.support.strength import examples

_T = FieldType


def _value(field_type: FieldType, text: str, timezone: str = "UTC") -> object:
    tidied = tidied_expr(pl.col("text")) if field_type in {_T.TEXT, _T.LIST} else key_expr(pl.col("text"))
    return pl.DataFrame({"text": [text]}).select(value_expr(field_type, tidied, timezone)).item()


@pytest.mark.parametrize(
    ("field_type", "text", "value"),
    [
        (_T.TEXT, "  Anna's\u00a0 laptop ", "Anna's laptop"),
        (_T.TEXT, "Ünïcode ﬁx", "Ünïcode ﬁx"),
        (_T.TEXT, "two\nlines", "two lines"),
        (_T.TEXT, " \u200b ", None),
        (_T.IDENTIFIER, "sn-1", "SN-1"),
        (_T.IDENTIFIER, "\ufeffＳＮ１\u200b", "SN1"),
        (_T.IDENTIFIER, " a  b ", "A B"),
        (_T.IDENTIFIER, "012345", "012345"),
        (_T.MAC, "AA:BB:CC:DD:EE:FF", "AA:BB:CC:DD:EE:FF"),
        (_T.MAC, "aa-bb-cc-dd-ee-ff", "AA:BB:CC:DD:EE:FF"),
        (_T.MAC, "aabb.ccdd.eeff", "AA:BB:CC:DD:EE:FF"),
        (_T.MAC, "aabbccddeeff", "AA:BB:CC:DD:EE:FF"),
        (_T.MAC, "aa bb cc dd ee ff", "AA:BB:CC:DD:EE:FF"),
        (_T.MAC, "aabbcc-ddeeff", "AA:BB:CC:DD:EE:FF"),
        (_T.MAC, "00:00:00:00:00:00", None),
        (_T.MAC, "ff-ff-ff-ff-ff-ff", None),
        (_T.MAC, "aa:bb:cc:dd:ee", None),
        (_T.MAC, "aa:bb:cc:dd:ee:gg", None),
        (_T.EMAIL, "Anna.Ek@Example.COM", "anna.ek@example.com"),
        (_T.EMAIL, " a+b@sub.example.co.uk ", "a+b@sub.example.co.uk"),
        (_T.EMAIL, "o'neil@example.ie", "o'neil@example.ie"),
        (_T.EMAIL, "josé@exämple.de", "josé@exämple.de"),
        (_T.EMAIL, "a@example.xn--p1ai", "a@example.xn--p1ai"),
        (_T.EMAIL, "Straße@x.org", "strasse@x.org"),
        (_T.EMAIL, "STRASSE@x.org", "strasse@x.org"),
        (_T.EMAIL, "ΟΔΟΣ@x.org", "οδοσ@x.org"),
        (_T.EMAIL, "acme", None),
        (_T.EMAIL, "a@b", None),
        (_T.EMAIL, "a@@example.com", None),
        (_T.EMAIL, "a b@example.com", None),
        (_T.EMAIL, "a@example.com, b@example.com", None),
        (_T.EMAIL, "a..b@example.com", None),
        (_T.EMAIL, "a@.example.com", None),
        (_T.EMAIL, "Anna Bell <Anna.Bell@acme.example>", "anna.bell@acme.example"),
        (_T.EMAIL, '"Bell, Anna" <a@example.com>;', "a@example.com"),
        (_T.EMAIL, "<a@example.com>", "a@example.com"),
        (_T.EMAIL, "mailto:a@example.com?subject=Laptop", "a@example.com"),
        (_T.EMAIL, "a@example.com<mailto:a@example.com>", "a@example.com"),
        (_T.EMAIL, "b@example.com <a@example.com>", None),
        (_T.EMAIL, "Anna <a@example.com>, Bob <b@example.com>", None),
        (_T.EMAIL, "mailto:a@example.com,b@example.com", None),
        (_T.EMAIL, "Anna <anna>", None),
        (_T.EMAIL, "Anna a@example.com", None),
        (_T.INTEGER, "12", 12),
        (_T.INTEGER, "12.0", 12),
        (_T.INTEGER, "-3", -3),
        (_T.INTEGER, "1,200", 1200),
        (_T.INTEGER, "1\u202f200", 1200),
        (_T.INTEGER, "1'200", 1200),
        (_T.INTEGER, "1.234.567", 1234567),
        (_T.INTEGER, "1.200", None),
        (_T.INTEGER, "1.000", None),
        (_T.INTEGER, "1,20", None),
        (_T.INTEGER, "01,200", None),
        (_T.INTEGER, "12.5", None),
        (_T.INTEGER, "twelve", None),
        (_T.DECIMAL, "1234", Decimal("1234.00")),
        (_T.DECIMAL, "1234.5", Decimal("1234.50")),
        (_T.DECIMAL, "1,234.50", Decimal("1234.50")),
        (_T.DECIMAL, "1.234,50", Decimal("1234.50")),
        (_T.DECIMAL, "1234,5", Decimal("1234.50")),
        (_T.DECIMAL, "1\u00a0234,50 €", Decimal("1234.50")),
        (_T.DECIMAL, "1'234.50 CHF", Decimal("1234.50")),
        (_T.DECIMAL, "$1,234", Decimal("1234.00")),
        (_T.DECIMAL, "EUR 12", Decimal("12.00")),
        (_T.DECIMAL, "-12.30", Decimal("-12.30")),
        (_T.DECIMAL, "1,234,567.89", Decimal("1234567.89")),
        (_T.DECIMAL, "1 234 567", Decimal("1234567.00")),
        (_T.DECIMAL, "1.234.567", Decimal("1234567.00")),
        (_T.DECIMAL, "0.30000000000000004", Decimal("0.30")),
        (_T.DECIMAL, "19.989999999999998", Decimal("19.99")),
        (_T.DECIMAL, "CHF 1'234.50", Decimal("1234.50")),
        (_T.DECIMAL, "1'234.–", Decimal("1234.00")),
        (_T.DECIMAL, "1\u202f234,50 €", Decimal("1234.50")),
        (_T.DECIMAL, "US$ 1,200", Decimal("1200.00")),
        (_T.DECIMAL, "S/. 3,450.50", Decimal("3450.50")),
        (_T.DECIMAL, "USD $1,200", Decimal("1200.00")),
        (_T.DECIMAL, "R$ 1.234,56", Decimal("1234.56")),
        (_T.DECIMAL, "1 234,56 zł", Decimal("1234.56")),
        (_T.DECIMAL, "1 234,50 kr.", Decimal("1234.50")),
        (_T.DECIMAL, "₺1.234,50", Decimal("1234.50")),
        (_T.DECIMAL, "₹1,23,456.00", Decimal("123456.00")),
        (_T.DECIMAL, "Rs.500", Decimal("500.00")),
        (_T.DECIMAL, "€.50", Decimal("0.50")),
        (_T.DECIMAL, "(1,234.50)", Decimal("-1234.50")),
        (_T.DECIMAL, "$(1,234.50)", Decimal("-1234.50")),
        (_T.DECIMAL, "1.234,50-", Decimal("-1234.50")),
        (_T.DECIMAL, "-$5", Decimal("-5.00")),
        (_T.DECIMAL, "\u22125.20", Decimal("-5.20")),
        (_T.DECIMAL, "(-5)", None),
        (_T.DECIMAL, "--5", None),
        (_T.DECIMAL, "12%", None),
        (_T.DECIMAL, "12 (net)", None),
        (_T.DECIMAL, "1 2345", None),
        (_T.DECIMAL, "€", None),
        (_T.DECIMAL, "1,234", Decimal("1234.00")),
        (_T.DECIMAL, "1.234", None),
        (_T.DECIMAL, "1.200 €", None),
        (_T.DECIMAL, "0,500", None),
        (_T.DECIMAL, "12.345", None),
        (_T.DECIMAL, "12,3,4", None),
        (_T.DECIMAL, "about 12", None),
        (_T.DECIMAL, "1e5", None),
        (_T.DECIMAL, "99999999999999999999", None),
        (_T.DATE, "2025-03-01", date(2025, 3, 1)),
        (_T.DATE, "2025-03-01 00:00:00", date(2025, 3, 1)),
        (_T.DATE, "2025-03-01T00:00:00Z", date(2025, 3, 1)),
        (_T.DATE, "2025-03-01 09:30:00", date(2025, 3, 1)),
        (_T.DATE, "2025-02-30", None),
        (_T.DATE, "01/03/2025", None),
        (_T.DATE, "1899-12-31 00:00:00", None),
        (_T.DATE, "soon", None),
        (_T.INSTANT, "2025-03-01", datetime(2025, 3, 1)),
        (_T.INSTANT, "2025-03-01 09:30:00", datetime(2025, 3, 1, 9, 30)),
        (_T.INSTANT, "2025-03-01T09:30", datetime(2025, 3, 1, 9, 30)),
        (_T.INSTANT, "2025-03-01T09:00:00Z", datetime(2025, 3, 1, 9)),
        (_T.INSTANT, "2025-03-01T09:00:00+02:00", datetime(2025, 3, 1, 7)),
        (_T.INSTANT, "2025-03-01T09:00:00+25:00", None),
        (_T.INSTANT, "2025-03-01T09:00:00-14:30", None),
        (_T.INSTANT, "2025-03-01T09:00:00+01:60", None),
        (_T.DATE, "2025-03-01T00:00:00+25:00", None),
        (_T.DATE, "2025-03-01T00:00:00+14:00", date(2025, 3, 1)),
        (_T.INSTANT, "2025-03-01T09:00:00-0530", datetime(2025, 3, 1, 14, 30)),
        (_T.INSTANT, "2025-03-01T09:00:00.123456Z", datetime(2025, 3, 1, 9, 0, 0, 123456)),
        (_T.INSTANT, "2025-03-01 09:00:00.5", datetime(2025, 3, 1, 9, 0, 0, 500000)),
        (_T.INSTANT, "2999-12-31T23:59:58", datetime(2999, 12, 31, 23, 59, 58)),
        (_T.INSTANT, "2999-12-31T23:59:59", None),
        (_T.INSTANT, "2999-12-31T23:59:59.5Z", None),
        (_T.INSTANT, "2999-12-31T22:00:00-05:00", None),
        (_T.INSTANT, "9999-12-31", None),
        (_T.INSTANT, "2025-03-01T25:00:00", None),
        (_T.INSTANT, "2025-13-01", None),
        (_T.INSTANT, "1 March 2025", None),
        (_T.INSTANT, "1899-12-31 09:30:00", None),
        (_T.BOOLEAN, "Yes", True),
        (_T.BOOLEAN, "SÍ", True),
        (_T.BOOLEAN, "x", True),
        (_T.BOOLEAN, "1", True),
        (_T.BOOLEAN, "nein", False),
        (_T.BOOLEAN, "0", False),
        (_T.BOOLEAN, "off", False),
        (_T.BOOLEAN, "✔", True),
        (_T.BOOLEAN, "1.0", True),
        (_T.BOOLEAN, "WAHR", True),
        (_T.BOOLEAN, "vrai", True),
        (_T.BOOLEAN, "sì", True),
        (_T.BOOLEAN, "sim", True),
        (_T.BOOLEAN, "waar", True),
        (_T.BOOLEAN, "falso", False),
        (_T.BOOLEAN, "não", False),
        (_T.BOOLEAN, "nee", False),
        (_T.BOOLEAN, "✗", False),
        (_T.BOOLEAN, "-", None),
        (_T.BOOLEAN, "2", None),
        (_T.BOOLEAN, "maybe", None),
        (_T.LIST, "CE; RoHS", "CE; RoHS"),
        (_T.LIST, "CE,RoHS ,CE;", "CE; RoHS"),
        (_T.LIST, "USB-C", "USB-C"),
        (_T.LIST, " ; , ", None),
        (_T.LAYOUT, "french azerty", "FRENCH_AZERTY"),
        (_T.LAYOUT, "US-International", "US_INTERNATIONAL"),
        (_T.LAYOUT, "Français", None),
        (_T.ACTION, "Unassign", "unassign"),
        (_T.ACTION, "ASSIGN", "assign"),
        (_T.ACTION, "remove", None),
    ],
)
def test_a_text_has_one_value_or_none(field_type: FieldType, text: str, value: object) -> None:
    assert _value(field_type, text) == value


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-03-01", datetime(2025, 2, 28, 23)),
        ("2025-07-01 09:00:00", datetime(2025, 7, 1, 7)),
        ("2025-07-01T09:00:00Z", datetime(2025, 7, 1, 9)),
        ("2025-10-26 02:30:00", datetime(2025, 10, 26, 0, 30)),
        ("2025-03-30 02:30:00", None),
    ],
)
def test_an_instant_without_a_zone_is_in_the_time_zone_of_the_settings(text: str, instant: datetime | None) -> None:
    assert _value(_T.INSTANT, text, "Europe/Berlin") == instant


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1.234", "2.500,00"], ["1234.00", "2500.00"]),
        (["1.234", "12,50"], ["1234.00", "12.50"]),
        (["1.234", "12,50", "12.5"], [None, "12.50", "12.50"]),
        (["1.234", "12.50"], [None, "12.50"]),
        (["1.234", "999"], [None, "999.00"]),
        (["1,234", "12.50"], ["1234.00", "12.50"]),
        (["1,234", "999"], ["1234.00", "999.00"]),
        (["1,234", "12,50"], [None, "12.50"]),
        (["1.234", "1.234.567"], [None, "1234567.00"]),
    ],
)
def test_a_lone_separator_before_three_digits_means_what_the_column_shows(
    texts: list[str], values: list[str | None]
) -> None:
    found = pl.DataFrame({"text": texts}).select(value_expr(_T.DECIMAL, pl.col("text"), "UTC")).to_series()
    assert [str(value) if value is not None else None for value in found] == values


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("36", 36),
        ("36 months", 36),
        ("3 years", 36),
        ("24 mois", 24),
        ("36 Monate", 36),
        ("3 Jahre", 36),
        ("2 ans", 24),
        ("3 años", 36),
        ("1.5 years", None),
        ("lifetime", None),
    ],
)
def test_a_warranty_is_a_number_of_months(text: str, months: int | None) -> None:
    assert pl.DataFrame({"text": [text]}).select(months_expr(pl.col("text"))).item() == months


@examples(10, of=100)
@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_every_amount_survives_being_written_with_thousands_separators(amount: Decimal) -> None:
    assert _value(_T.DECIMAL, f"{amount:,.2f}") == amount


@examples(10, of=100)
@given(st.text(max_size=20))
def test_a_key_that_is_normalised_again_stays_as_it_is(text: str) -> None:
    once = _value(_T.IDENTIFIER, text)
    assert once is None or _value(_T.IDENTIFIER, str(once)) == once
