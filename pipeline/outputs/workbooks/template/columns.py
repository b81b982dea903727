"""The columns of a template: the main ones or all, and with the current state also those that have a value."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from pipeline.outputs.workbooks.template.column_texts import (
    CHOSEN,
    Need,
    allowed_of,
    example_of,
    need_of,
    where_blank,
)
from schemas.fields import (
    ASSIGNMENT_FIELDS,
    INVENTORY_FIELDS,
    PEOPLE_FIELDS,
    REGISTER_FIELDS,
    Field,
    FieldType,
    is_clearable,
)
from schemas.records import dataclass
from schemas.vocabulary import Kind

FIELDS: Mapping[Kind, Sequence[Field]] = {
    Kind.INVENTORY: INVENTORY_FIELDS,
    Kind.ASSIGNMENTS: ASSIGNMENT_FIELDS,
    Kind.REGISTER: REGISTER_FIELDS,
    Kind.PEOPLE: PEOPLE_FIELDS,
}

_MAIN: Mapping[Kind, tuple[str, ...]] = {
    Kind.INVENTORY: (
        *("serial_number", "asset_tag", "mac_address", "name", "type", "category", "brand", "model", "status"),
        *("condition", "location", "department", "purchase_price", "purchase_date", "warranty_months"),
    ),
    Kind.ASSIGNMENTS: (
        *("serial_number", "asset_tag", "device_name", "owner_email", "action", "effective_at", "end_at"),
        *("due_at", "owner_name", "device_type", "label", "comment"),
    ),
    Kind.REGISTER: (
        *("serial_number", "asset_tag", "name", "type", "category", "brand", "model", "owner_email", "owner_name"),
        *("effective_at", "due_at", "status", "condition", "location", "department", "cost_center", "purchase_price"),
        *("purchase_date", "warranty_months", "comment"),
    ),
    Kind.PEOPLE: (
        *("owner_email", "external_user_id", "username", "owner_name", "department", "cost_center", "title"),
        *("manager", "location", "starts_on", "ends_on"),
    ),
}
_WORDED = frozenset((FieldType.TEXT, FieldType.LAYOUT))
# The last columns of the sheet: people fill them in last, or never.
_LAST = ("org_id", "device_id")

_TITLES: Mapping[str, str] = {
    "owner_email": "Owner e-mail",
    "effective_at": "Effective from",
    "end_at": "Until",
    "due_at": "Due back",
    "org_id": "Organization",
    "dev_eui": "Dev EUI",
}
_TITLES_OF_PEOPLE: Mapping[str, str] = {
    "owner_email": "E-mail",
    "external_user_id": "Employee number",
    "owner_name": "Name",
    "title": "Job title",
    "starts_on": "First day",
    "ends_on": "Last day",
}
_WORDS: Mapping[str, str] = {"id": "ID", "mac": "MAC", "mdm": "MDM", "os": "OS", "imei": "IMEI", "ram": "RAM"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a template. `title` is its header; `allowed` and `example` are texts for people."""

    name: str
    title: str
    type: FieldType
    need: Need
    where_blank: str | None
    about: str
    allowed: str
    example: str
    is_clearable: bool


def columns_of(
    kind: Kind,
    *,
    is_whole: bool = False,
    filled: Collection[str] = (),
    listed: Collection[str] = (),
    timezone: str = "UTC",
) -> list[Column]:
    """The columns in the order of the sheet: the main ones and every other that is filled, or all where `is_whole`.

    Filled names that are no fields are custom attributes. Columns that are `listed` have a dropdown.
    """
    fields = {field.name: field for field in FIELDS[kind]}
    wanted = fields if is_whole else {name: None for name in fields if name in {*_MAIN[kind], *filled}}
    middle = [name for name in wanted if name not in {*_MAIN[kind], *_LAST}]
    customs = [name for name in filled if name not in fields]
    names = [*_MAIN[kind], *middle, *customs, *(name for name in _LAST if name in wanted)]
    columns = [_column(name, fields.get(name), kind, timezone) for name in names]
    return [
        replace(column, allowed=CHOSEN) if column.name in listed and column.type in _WORDED else column
        for column in columns
    ]


def title_of(name: str, kind: Kind | None = None) -> str:
    """The header of the column, which is read back as the field of that name."""
    if kind is Kind.PEOPLE and name in _TITLES_OF_PEOPLE:
        return _TITLES_OF_PEOPLE[name]
    if name in _TITLES or name != name.lower() or "." in name:
        return _TITLES.get(name, name)
    words = [_WORDS.get(word, word) for word in name.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _column(name: str, field: Field | None, kind: Kind, timezone: str) -> Column:
    type_ = field.type if field else FieldType.TEXT
    return Column(
        name=name,
        title=title_of(name, kind),
        type=type_,
        need=need_of(name, kind),
        where_blank=where_blank(name, kind),
        about=(field.about if field else "an attribute of your own").replace("`", ""),
        allowed=allowed_of(name, type_, timezone, kind),
        example=example_of(name, type_),
        is_clearable=is_clearable(name, kind),
    )
