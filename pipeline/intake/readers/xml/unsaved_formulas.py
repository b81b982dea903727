"""Formulas that were saved without their value: every reader shows them as blank cells.

Such cells are in workbooks that a program wrote and Excel never saved. In the XML they have a tag `<f>` and no value.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.raw_sheets import UNSAVED_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

Found = list[tuple[bytes, bytes, bytes]]


def unsaved_in(prefix: bytes) -> Callable[[bytes], Found]:
    """A function that finds the cells with a formula and no value in some rows of XML. An empty text is a value."""
    p = re.escape(prefix)
    opening = rb"<" + p + rb"c\b(?![^<>]{0,400}\bt=[\"']str[\"'])[^<>]{0,400}?\br=[\"']([A-Z]+)(\d+)[\"'][^<>]{0,400}>"
    formula = rb"<" + p + rb"f\b(?:[^<>]*/>|[^<>]*>([^<]*)</" + p + rb"f>)"
    value = rb"(?:<" + p + rb"v\s*/>|<" + p + rb"v></" + p + rb"v>)?"
    cell = re.compile(opening + rb"\s*" + formula + rb"\s*" + value + rb"\s*</" + p + rb"c>")
    return cell.findall


def unsaved_frame(found: Found) -> pl.DataFrame:
    """One row per formula without a value: `row, column, formula`, in the order of the file."""
    letters = [column.decode() for column, _row, _formula in found]
    rows = [int(row) for _column, row, _formula in found]
    formulas = ["=" + html.unescape(formula.decode("utf-8", "replace")) for _column, _row, formula in found]
    return pl.DataFrame({"row": rows, "column": letters, "formula": formulas}, schema=UNSAVED_SCHEMA)
