"""The validation of a column: the values that the spreadsheet program lets a person type.

The program refuses (`stop`) values that could not be read, and warns (`warning`) where other values are allowed, too.
Where `<clear>` is allowed besides a date or a number, the rule is a formula: the built-in tests check one type only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.outputs.workbooks.template.choices import CLOSED
from schemas.fields import FieldType
from schemas.keys import CLEAR

if TYPE_CHECKING:
    from pipeline.outputs.workbooks.template.columns import Column

_FIRST_DAY, _LAST_DAY = "DATE(1901,1,1)", "DATE(2999,12,31)"
_LONGEST_TEXT = 250  # spreadsheet programs show at most 255 characters of a message

_DATED = (FieldType.DATE, FieldType.INSTANT)
_NUMERIC = (FieldType.DECIMAL, FieldType.INTEGER)


def list_name(column: str) -> str:
    """The defined name of the words in a column's dropdown."""
    return f"list_{column.replace('.', '_')}"


def rule_of(column: Column, letter: str, rows: int, *, is_listed: bool) -> DataValidation | None:
    """The rule for the column's cells from row 2 on, as many as `rows`; None where any value is allowed."""
    if is_listed:
        rule = DataValidation(type="list", formula1=list_name(column.name))
        rule.errorStyle = "stop" if column.type in CLOSED else "warning"
    elif column.type in _DATED:
        rule = _tested(column, f"{letter}2", "date", _FIRST_DAY, _LAST_DAY)
        rule.errorStyle = "stop" if column.type is FieldType.DATE else "warning"
    elif column.type in _NUMERIC:
        is_whole = column.type is FieldType.INTEGER
        rule = _tested(column, f"{letter}2", "whole" if is_whole else "decimal", "0", "9999999999999")
        rule.errorStyle = "stop" if is_whole else "warning"
    else:
        return None
    rule.allow_blank, rule.showErrorMessage = True, True
    rule.errorTitle, rule.error = column.title[:32], _said(column, is_listed=is_listed)[:_LONGEST_TEXT]
    rule.add(f"{letter}2:{letter}{rows + 1}")
    return rule


def _tested(column: Column, cell: str, test: str, least: str, most: str) -> DataValidation:
    """A built-in test, or a formula where `<clear>` is allowed, too."""
    if not column.is_clearable:
        return DataValidation(type=test, operator="between", formula1=least, formula2=most)
    whole = f",INT({cell})={cell}" if test == "whole" else ""
    formula = f'IF(ISNUMBER({cell}),AND({cell}>={least},{cell}<={most}{whole}),LOWER({cell})="{CLEAR}")'
    return DataValidation(type="custom", formula1=formula)


def _said(column: Column, *, is_listed: bool) -> str:
    clear = " Or <clear>, to empty what is on record." if column.is_clearable else ""
    if is_listed and column.type not in CLOSED:
        return "This is not in the list. Keep it only if it is right: a slip would be put on record as a new word."
    example = f", for example {column.example}" if column.example else ""
    allowed = column.allowed[:1].upper() + column.allowed[1:]
    return f"{allowed}{example}.{clear}"
