"""What is doubtful about the columns of a file, as questions with choices: the first choice is the proposal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from pipeline.model import ColumnMap, FileMap, SheetMap
from schemas.column_reasons import Use, Why
from schemas.fields import CUSTOM_PREFIX, IDENTIFIERS, OWNER_IDENTIFIERS
from schemas.records import dataclass
from schemas.vocabulary import DateOrder, Kind, Reason

# So many values of a column are quoted.
QUOTED = 3
# Of a column with fewer cells, nothing is asked because few of them could be read.
_LEAST_FILLED = 3
_WORDS = {Kind.INVENTORY: "an inventory", Kind.ASSIGNMENTS: "an assignments sheet"}
_KEEPING = (Kind.INVENTORY, Kind.REGISTER)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what it says, and the columns and options of the source that it gives."""

    says: str
    columns: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question, asked once for all that have its `key`; `header` is that of its column, blank without one."""

    key: str
    question: str
    choices: tuple[Choice, ...]
    header: str = ""


def doubts_of(found: FileMap) -> list[Doubt]:
    """What is doubtful about the file, in the order of its sheets and columns."""
    every = (doubt for sheet in found.sheets for doubt in _of_sheet(sheet))
    return list({doubt.key: doubt for doubt in every}.values())


def _of_sheet(sheet: SheetMap) -> Iterator[Doubt]:
    place = f"Sheet {sheet.sheet}" if sheet.sheet else "The file"
    if sheet.kind is None:
        choices = tuple(Choice(f"read it as {words}", options={"kind": kind.value}) for kind, words in _WORDS.items())
        yield Doubt("kind", f"{place}: {sheet.why_kind}. What is it?", choices)
    for column in sheet.columns:
        choices = _choices(column, sheet) if column.header else ()
        if choices:
            values = f" It holds {'; '.join(column.values[:QUOTED])}." if column.values else ""
            question = f'Column {column.letter} "{column.header}": {_what(column)}.{values}'
            yield Doubt(column.header, question, choices, column.header)
    dated = [column for column in sheet.columns if Reason.AMBIGUOUS_DATE in column.codes]
    if dated:
        question = f'Column {dated[0].letter} "{dated[0].header}": its dates may begin with the day or the month.'
        orders = (("the day", DateOrder.DAY_FIRST), ("the month", DateOrder.MONTH_FIRST))
        choices = tuple(Choice(f"{words} comes first", options={"date_order": order.value}) for words, order in orders)
        yield Doubt("date_order", f"{question} It holds {'; '.join(dated[0].values[:QUOTED])}.", choices)


def _choices(column: ColumnMap, sheet: SheetMap) -> tuple[Choice, ...]:
    """The choices for one column; none where nothing is doubtful about it."""
    aside = _aside(column, sheet)
    if column.why is Why.SLIP:
        return (_read_as(column, str(column.told["likely"])), *aside)
    if column.why is Why.CONTRADICTS:
        return _of_second(column, sheet, aside)
    if column.why is Why.VALUES and column.use is Use.REFUSED:
        names = ("serial_number", "asset_tag") if column.target is None else (column.target,)
        return (*(_read_as(column, name) for name in names), *aside)
    if column.why is Why.OTHER_KIND and column.use is Use.REFUSED:
        other = Kind(str(column.told["other"]))
        return (Choice(f"read the sheet as {_WORDS[other]}", options={"kind": other.value}), *aside)
    if _is_hardly_read(column):
        as_it_is = (_read_as(column, column.target or ""),)
        is_certain = column.why is Why.OWN_NAME or column.target in (*IDENTIFIERS, *OWNER_IDENTIFIERS)
        return (*as_it_is, *aside) if is_certain else (*aside, *as_it_is)
    return ()


def _aside(column: ColumnMap, sheet: SheetMap) -> tuple[Choice, Choice]:
    """To keep the column as it is, or to leave it out."""
    says = "keep it as an attribute of your own" if sheet.kind in _KEEPING else "show it in the results only"
    keep = Choice(says, {column.header: f"{CUSTOM_PREFIX}{column.header.removeprefix(CUSTOM_PREFIX)}"})
    return keep, Choice("leave it out", {column.header: ""})


def _of_second(column: ColumnMap, sheet: SheetMap, aside: tuple[Choice, Choice]) -> tuple[Choice, ...]:
    """The choices for a second column of a field that contradicts the first; none where one header names both."""
    name = str(column.told.get("field"))
    first = next((one for one in sheet.columns if one.target == name and one.use is Use.FIELD), None)
    if first is None or first.header.casefold() == column.header.casefold():
        return ()
    keep, leave = aside
    fixed = {first.header: name}
    kept = f"{CUSTOM_PREFIX}{first.header}"
    kept_words = keep.says.replace("it", "this one", 1)
    return (
        Choice(f'read "{first.header}" as {name}, and {kept_words}', {**fixed, **keep.columns}),
        Choice(f'read "{first.header}" as {name}, and leave this one out', {**fixed, **leave.columns}),
        Choice(f'read this one as {name}, and set "{first.header}" aside', {column.header: name, first.header: kept}),
    )


def _read_as(column: ColumnMap, name: str) -> Choice:
    return Choice(f"read it as {name}", {column.header: name})


def _is_hardly_read(column: ColumnMap) -> bool:
    """True for a field of which most cells could not be read, for another reason than the order of dates."""
    is_field = column.use is Use.FIELD and column.why not in (Why.MAPPING, Why.FILLS, Why.STATUS)
    few = column.filled >= _LEAST_FILLED and (column.parsed or 0) * 2 < column.filled
    return is_field and few and Reason.AMBIGUOUS_DATE not in column.codes


def _what(column: ColumnMap) -> str:
    """What is doubtful, in words."""
    if _is_hardly_read(column):
        return f"only {column.parsed:,} of {column.filled:,} cells can be read as {column.target}"
    return column.why_said
