"""A chart says what its table says, to whoever sees it and to whoever hears it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import polars as pl
import pytest

from pipeline.model import Chart, ReportTable
from pipeline.outputs.ledger_reports.drawn import chart_svg

SVG = "{http://www.w3.org/2000/svg}"
FRAME = pl.DataFrame(
    {
        "cost_center": ["9", '<script>alert("x")</script>', "a & b", "left out"],
        "book_value": [Decimal("1.00"), Decimal("1000.50"), Decimal("250.00"), Decimal("7.00")],
        "depreciation": [Decimal("0.00"), Decimal("999.50"), Decimal("-5.00"), Decimal("7.00")],
    }
)


@pytest.fixture
def drawn() -> ET.Element:
    """Two rows of three, from the second on, with two values each."""
    chart = Chart("By <cost> center", "cost_center", ["book_value", "depreciation"], 1, 2, "EUR")
    return ET.fromstring(chart_svg(ReportTable("groups", "Groups", FRAME), chart, "key"))


def texts(element: ET.Element) -> list[str]:
    return ["".join(found.itertext()) for found in element.findall(f"{SVG}text")]


def test_each_row_is_a_name_its_bars_and_its_figures(drawn: ET.Element) -> None:
    assert texts(drawn) == [
        *("Book value", "Depreciation"),
        *('<script>alert("x")</script>', "1,000.50 + 999.50 EUR", "a & b", "250.00 + -5.00 EUR"),
    ]


def test_bars_are_as_long_as_their_figures_and_never_negative(drawn: ET.Element) -> None:
    bars = [float(bar.get("width", 0)) for bar in drawn.findall(f"{SVG}rect")][2:]
    assert bars[0] / bars[1] == pytest.approx(1000.5 / 999.5, rel=0.01)
    assert bars[2] / bars[0] == pytest.approx(250 / 1000.5, rel=0.01)
    assert bars[3] == 0


def test_it_is_told_as_a_picture_with_a_title_and_all_figures(drawn: ET.Element) -> None:
    title, described = drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert (drawn.get("role"), drawn.get("aria-labelledby")) == ("img", f"{title.get('id')} {described.get('id')}")
    assert title.text == "By <cost> center"
    assert "a & b: 250.00 + -5.00 EUR" in str(described.text)


def test_nothing_of_it_needs_a_style_or_leaves_the_picture(drawn: ET.Element) -> None:
    wide = float(drawn.get("width", 0))
    assert [element.tag for element in drawn.iter() if "style" in element.attrib or element.tag.endswith("style")] == []
    ends = [
        float(text.get("x", 0)) + 6.8 * len(str(text.text))
        for text in drawn.findall(f"{SVG}text")
        if not text.get("text-anchor")
    ]
    assert max(ends) <= wide
    assert re.fullmatch(r"0 0 \d+ \d+", drawn.get("viewBox", ""))
