"""Removal of everything but cells and their styles from an opened workbook: links, charts, pictures, queries, code.

There are no formulas by then, since it was opened for its values. Names, validation rules and conditional formats are
kept where they refer to this workbook only and compute nothing that could reach outside; the others are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.worksheet.scenario import ScenarioList

from pipeline.outputs.workbooks.annotated.losses import COLOUR, LINK, NAME, RULE, SCENARIO

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
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
_TEXT = re.compile(r'"[^"]*"')
_SHEET_OF = re.compile(r"('(?:[^']|'')+'|[\w.]+)!")
_WORD = re.compile(r"[^\W\d][\w.\\]*")
_TYPES = frozenset({"s", "n", "b", "e", "d", "inlineStr"})


def disarm(book: Workbook) -> Counter[str]:
    """Remove everything that may do harm, and sheets that are only a chart; returns the number removed of each kind."""
    for chart in list(book.chartsheets):
        book.remove(chart)
    lost: Counter[str] = Counter()
    gone = _keep_own_names(book)
    for sheet in book.worksheets:
        lost.update(_disarm_sheet(sheet, gone))
    lost[NAME] += len(gone)
    book.vba_archive, book._external_links, book._pivots = None, [], []
    book.custom_doc_props = CustomPropertyList()
    book.code_name = None
    return lost


def _disarm_sheet(sheet: Worksheet, gone: AbstractSet[str]) -> Counter[str]:
    lost = Counter({SCENARIO: len(sheet.scenarios.scenario)})
    for cell in sheet._cells.values():
        if not isinstance(cell, MergedCell):
            lost[LINK] += cell._hyperlink is not None
            cell._hyperlink = None
            _keep_as_stored(cell)
    sheet._hyperlinks, sheet._charts, sheet._images, sheet._pivots = [], [], [], []
    sheet.legacy_drawing, sheet.scenarios = None, ScenarioList()
    sheet.page_setup.id = None
    sheet.sheet_properties.codeName = None
    gone_here = _keep_own_names(sheet)
    rules, coloured = sheet.data_validations, sheet.conditional_formatting
    kept = [rule for rule in rules.dataValidation if _is_harmless(rule, sheet, gone | gone_here)]
    lost.update({NAME: len(gone_here), RULE: len(rules.dataValidation) - len(kept)})
    rules.dataValidation, sheet.conditional_formatting = kept, _harmless_rules(sheet)
    lost[COLOUR] += _rules_in(coloured) - _rules_in(sheet.conditional_formatting)
    for table in sheet.tables.values():
        _keep_cells_only(table)
    return lost


def _keep_as_stored(cell: Cell) -> None:
    """Keep the digits of a number of more than fifteen by making it text; make an unknown type text."""
    value = cell._value
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        cell._value = repr(value)
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        cell._value = str(value)
    elif isinstance(value, str) and cell.data_type not in _TYPES:
        cell.data_type = "s"


def _keep_own_names(holder: Workbook | Worksheet) -> set[str]:
    """Remove the names that do not refer to areas of this workbook; returns them in lower case."""
    gone = set()
    for name, meant in list(holder.defined_names.items()):
        is_code = meant.function or meant.vbProcedure or meant.xlm
        if is_code or not _OWN_AREA.fullmatch((meant.attr_text or "").strip()):
            del holder.defined_names[name]
            gone.add(name.casefold())
    return gone


def _is_harmless(rule: DataValidation, sheet: Worksheet, gone: AbstractSet[str]) -> bool:
    """True for a list of words, a number, a range or a name of this workbook, or a test of those."""
    formulas = [formula.strip() for formula in (rule.formula1, rule.formula2) if formula]
    if rule.type != "list":
        return all(_is_plain(formula) or _stays_inside(formula, sheet.parent, gone) for formula in formulas)
    names = {name.casefold() for holder in (sheet, sheet.parent) for name in holder.defined_names}
    return all(_is_plain(formula) or formula.removeprefix("=").casefold() in names for formula in formulas)


def _is_plain(formula: str) -> bool:
    return any(form.fullmatch(formula) for form in (_LIST, _NUMBER, _OWN_AREA))


def _stays_inside(formula: str, book: Workbook, gone: AbstractSet[str]) -> bool:
    """True where a formula refers to nothing outside, and to no name that was removed."""
    code = _TEXT.sub('""', formula)
    named = {found.group(1).strip("'").replace("''", "'").casefold() for found in _SHEET_OF.finditer(code)}
    sheets = {title.casefold() for title in book.sheetnames}
    words = {word.casefold() for word in _WORD.findall(code)}
    return not _REACHING.search(formula) and named <= sheets and not words & gone


def _harmless_rules(sheet: Worksheet) -> ConditionalFormattingList:
    kept = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if not any(_REACHING.search(str(formula)) for formula in (*rule.formula, *_thresholds(rule))):
                kept.add(str(area.sqref), rule)
    return kept


def _rules_in(areas: ConditionalFormattingList) -> int:
    return sum(len(area.rules) for area in areas)


def _thresholds(rule: Any) -> list[str]:
    scales = (rule.colorScale, rule.dataBar, rule.iconSet)
    return [str(step.val) for scale in scales if scale is not None for step in scale.cfvo if step.val is not None]


def _keep_cells_only(table: Any) -> None:
    """Leave only the cells of a table: no computed columns and no query."""
    table.connectionId, table.tableType = None, None
    for column in table.tableColumns:
        column.calculatedColumnFormula = column.totalsRowFormula = column.totalsRowFunction = None
        column.queryTableFieldId = column.xmlColumnPr = None
