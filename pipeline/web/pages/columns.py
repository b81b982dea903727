"""The form on which one says how columns are read: what can be chosen for each, and what was chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData

from schemas.column_reasons import Use, Why
from schemas.fields import (
    ASSIGNMENT_FIELDS,
    CUSTOM_PREFIX,
    EMPTIED_BY_BLANKS,
    INVENTORY_FIELDS,
    PEOPLE_FIELDS,
    REGISTER_FIELDS,
    Field,
    is_clearable,
)
from schemas.records import dataclass
from schemas.vocabulary import Kind

BLANK_CLEARS = "blank_clears"
KEPT, LEFT_OUT, NOT_CHOSEN = "+", "-", ""
_WORDS = {"org_id": "organization", "mac_address": "MAC address", "imei": "IMEI", "dev_eui": "DevEUI"}
_FIELDS: Mapping[str, Sequence[Field]] = {
    Kind.INVENTORY.value: INVENTORY_FIELDS,
    Kind.ASSIGNMENTS.value: ASSIGNMENT_FIELDS,
    Kind.REGISTER.value: REGISTER_FIELDS,
    Kind.PEOPLE.value: PEOPLE_FIELDS,
}
_OF_FACTS = (Kind.INVENTORY.value, Kind.REGISTER.value, Kind.PEOPLE.value)
# Of more columns than these, a list of choices at each would make the page too large: there the choice is typed.
MOST_LISTS = 25
# So many columns of a sheet are on one page; what the others are read as stays as it is.
MOST_COLUMNS = 150
# What no mapping can say of a column, so that it cannot be chosen.
_FIXED = (Why.STATUS.value, Why.OURS.value, Why.NO_HEADER.value)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the form: the name of its control, what the job told of it, and what is chosen.

    `blanks` counts its blank cells, where these can empty what is on record; `clears` is true where they do.
    """

    name: str
    told: Mapping[str, Any]
    chosen: str
    blanks: int = 0
    clears: bool = False

    @property
    def switch(self) -> str:
        """The name of the control that says whether a blank cell empties what is on record."""
        return f"b{self.name}"

    @property
    def can_be_chosen(self) -> bool:
        """True where something else can be said of it."""
        return bool(self.told["header"]) and self.told["why"] not in _FIXED


def fields_for(kind: str | None) -> list[tuple[str, str]]:
    """The fields that a column of such a sheet can be read as, each with its words."""
    fields = _FIELDS.get(kind or "", (*INVENTORY_FIELDS, *ASSIGNMENT_FIELDS))
    return [(name, words_of(name)) for name in dict.fromkeys(one.name for one in fields)]


def choices_for(kind: str | None) -> list[tuple[str, str]]:
    """All that can be said of a column of such a sheet, each with its words."""
    return [(KEPT, "Keep it as it is"), (LEFT_OUT, "Leave it out"), *fields_for(kind)]


def words_of(field: str) -> str:
    """The field as people write it."""
    words = _WORDS.get(field, field.replace("_", " "))
    return words[:1].upper() + words[1:]


def columns_of(report: Mapping[str, Any]) -> list[list[list[Column]]]:
    """The columns of a report on lists, by file and sheet."""
    emptied = _emptied(report)
    return [
        [
            [_column(f"c{at}.{place}.{number}", told, sheet, emptied) for number, told in enumerate(sheet["columns"])]
            for place, sheet in enumerate(file["sheets"])
        ]
        for at, file in enumerate(report["files"])
    ]


def _column(name: str, told: Mapping[str, Any], sheet: Mapping[str, Any], emptied: Collection[str]) -> Column:
    chosen = _chosen(told)
    can_be_emptied = chosen in EMPTIED_BY_BLANKS and sheet["kind"] in _OF_FACTS
    if can_be_emptied and sheet["kind"] == Kind.PEOPLE.value:
        can_be_emptied = is_clearable(chosen, Kind.PEOPLE)
    blanks = sheet["rows"] - (told["filled"] or 0) if can_be_emptied else 0
    return Column(name, told, chosen, max(blanks, 0), chosen in emptied)


def blanks_that_clear(form: FormData, report: Mapping[str, Any]) -> dict[str, str]:
    """The option that says of which fields a blank cell empties what is on record, where it says something.

    One that names none takes back what the saved list says.
    """
    shown = [one for sheets in columns_of(report) for sheet in sheets for one in sheet if one.blanks]
    ticked = {one.chosen for one in shown if form.get(one.switch) is not None}
    kept = _emptied(report) - {one.chosen for one in shown}
    return {BLANK_CLEARS: ",".join(sorted(ticked | kept))} if ticked or _emptied(report) else {}


def _emptied(report: Mapping[str, Any]) -> set[str]:
    return set(filter(None, str(report.get(BLANK_CLEARS, "")).split(",")))


def answers_of(form: FormData, report: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What the form says of columns beside what the report shows, by header; and the options that its answers give."""
    columns, options = _of_doubts(form, report)
    files = columns_of(report)
    for file, sheets in zip(report["files"], files, strict=True):
        for sheet, told in zip(file["sheets"], sheets, strict=True):
            known = {words.casefold(): name for name, words in choices_for(sheet["kind"])}
            columns |= dict(_changed(form, told, known))
    return columns, options


def _changed(form: FormData, columns: Sequence[Column], known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What was chosen or typed for each column, where that is something else than what was shown."""
    for column in columns:
        text = str(form.get(column.name, column.chosen)).strip()
        given = known.get(text.casefold(), text)
        if given == column.chosen or not column.can_be_chosen:
            continue
        header = column.told["header"]
        if given == LEFT_OUT:
            yield header, ""
        elif given == KEPT:
            yield header, f"{CUSTOM_PREFIX}{header.removeprefix(CUSTOM_PREFIX)}"
        elif given in known.values():
            yield header, given


def _of_doubts(form: FormData, report: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What the answers to what was doubtful say of columns, and the options that they give."""
    columns: dict[str, str] = {}
    options: dict[str, str] = {}
    for at, file in enumerate(report["files"]):
        for number, doubt in enumerate(file["doubts"]):
            given = str(form.get(f"d{at}.{number}", ""))
            if given.isdecimal() and int(given) < len(doubt["choices"]):
                columns |= doubt["choices"][int(given)]["columns"]
                options |= doubt["choices"][int(given)]["options"]
    return columns, options


def _chosen(told: Mapping[str, Any]) -> str:
    """What the control of a column shows."""
    use = told["use"]
    if use == Use.FIELD.value:
        return str(told["target"])
    if use in (Use.ATTRIBUTE.value, Use.SHOWN.value):
        return KEPT
    return LEFT_OUT if use == Use.LEFT_OUT.value else NOT_CHOSEN
