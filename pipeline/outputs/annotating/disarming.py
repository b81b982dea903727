"""Takes out of an opened workbook all that is not cells and their looks: links, charts, pictures, queries, code.

Formulas are gone by then, since it was opened for its values. Of names, rules for input and coloured rules those are
kept that speak of this workbook only and compute nothing that could reach out of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.worksheet.scenario import ScenarioList

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_EXACT = 10**15
_CELL = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_OWN_AREA = re.compile(rf"=?(?:(?:'[^'\[\]|]+'|\w[\w.]*)!)?{_CELL}(?::{_CELL})?")
_LIST = re.compile(r'"[^"]*"')
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_REACHING = re.compile(
    r"[\[|]|://|\\\\|\b(?:HYPERLINK|WEBSERVICE|FILTERXML|IMAGE|RTD|DDE|CALL|REGISTER\w*|EXEC|INDIRECT|SQL\.\w+|CUBE\w+)\s*\(",
    re.IGNORECASE,
)
_TYPES = frozenset({"s", "n", "b", "e", "d", "inlineStr"})


def disarm(book: Workbook) -> None:
    """Leave only what is harmless; sheets that are nothing but a chart go."""
    for chart in list(book.chartsheets):
        book.remove(chart)
    for sheet in book.worksheets:
        _disarm_sheet(sheet)
    book.vba_archive, book._external_links, book._pivots = None, [], []
    book.custom_doc_props = CustomPropertyList()
    book.code_name = None
    _keep_own_names(book)


def _disarm_sheet(sheet: Worksheet) -> None:
    for cell in sheet._cells.values():
        if not isinstance(cell, MergedCell):
            cell._hyperlink = None
            _keep_as_stored(cell)
    sheet._hyperlinks, sheet._charts, sheet._images, sheet._pivots = [], [], [], []
    sheet.legacy_drawing, sheet.scenarios = None, ScenarioList()
    sheet.page_setup.id = None
    sheet.sheet_properties.codeName = None
    _keep_own_names(sheet)
    rules = sheet.data_validations
    rules.dataValidation = [rule for rule in rules.dataValidation if _is_plain(rule.formula1, rule.formula2)]
    sheet.conditional_formatting = _harmless_rules(sheet)
    for table in sheet.tables.values():
        _free(table)


def _keep_as_stored(cell: Cell) -> None:
    """A number is written with sixteen digits unless it stands there as text; an unknown type is text."""
    value = cell._value
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        cell._value = repr(value)
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        cell._value = str(value)
    elif isinstance(value, str) and cell.data_type not in _TYPES:
        cell.data_type = "s"


def _keep_own_names(holder: Workbook | Worksheet) -> None:
    for name, meant in list(holder.defined_names.items()):
        is_code = meant.function or meant.vbProcedure or meant.xlm
        if is_code or not _OWN_AREA.fullmatch((meant.attr_text or "").strip()):
            del holder.defined_names[name]


def _is_plain(*formulas: str | None) -> bool:
    """True for a list of words, a number, or a range of this workbook."""
    forms = (_LIST, _NUMBER, _OWN_AREA)
    return all(any(form.fullmatch(formula.strip()) for form in forms) for formula in formulas if formula)


def _harmless_rules(sheet: Worksheet) -> ConditionalFormattingList:
    kept = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if not any(_REACHING.search(str(formula)) for formula in (*rule.formula, *_thresholds(rule))):
                kept.add(str(area.sqref), rule)
    return kept


def _thresholds(rule: Any) -> list[str]:
    scales = (rule.colorScale, rule.dataBar, rule.iconSet)
    return [str(step.val) for scale in scales if scale is not None for step in scale.cfvo if step.val is not None]


def _free(table: Any) -> None:
    """A table of cells only: neither computed columns nor a query behind it."""
    table.connectionId, table.tableType = None, None
    for column in table.tableColumns:
        column.calculatedColumnFormula = column.totalsRowFormula = column.totalsRowFunction = None
        column.queryTableFieldId = column.xmlColumnPr = None
