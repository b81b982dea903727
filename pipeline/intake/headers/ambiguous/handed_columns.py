"""Columns called `Assigned`, `Issued` or `Agent`: the values say whether they hold who has the devices, or since when.

Above names or e-mail addresses such a header is that of the owners, above days that of when they were given the
devices. Above anything else, such as `Yes`, it says nothing that we know, and the column is kept as an attribute.
So is a `User ID`, unless it holds logins or employee numbers with letters, which say who has the devices.

`Matricola` is the serial number beside what devices are, where no other column is; elsewhere the number of a person.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.intake.headers.ambiguous.personal_names import are_people
from pipeline.intake.headers.ambiguous.records import DATES, GUID, NUMBER, Columns, is_majority
from schemas.fields import IDENTIFIERS, OWNERS
from schemas.headers.ambiguous_spellings import AGENTS, HANDED, MATRICOLE, USER_IDS
from schemas.headers.matching import is_one_of
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import polars as pl

    from pipeline.intake.headers.saved_mapping import Meanings

_FEW = 2
_WHAT, _OF_ONE_DEVICE = frozenset(("type", "brand", "model")), frozenset(("serial_number", "imei"))


def with_handed(meanings: Meanings, titles: Mapping[str, str], rows: pl.DataFrame) -> Meanings:
    """The meanings with those of the columns called `Assigned` and the like, in a list that identifies devices.

    `titles` are the headers by letter, `rows` those below them.
    """
    meanings = _with_serial_number(meanings, titles)
    asked = {letter: title for letter, title in titles.items() if _is_asked(title, meanings) and letter in rows.columns}
    if not asked or meanings.preset is not None:
        return meanings
    found = {meanings.field_of(title, Kind.ASSIGNMENTS) for letter, title in titles.items() if letter not in asked}
    if not found & {*IDENTIFIERS, "device_name"}:
        return meanings
    meant, columns = dict(meanings.meant), Columns(Kind.ASSIGNMENTS, rows, titles, {})
    for means in (_number_of_people, _who, _since_when):
        for letter, title in asked.items():
            field = None if title in meant else means(title, columns.values(letter).str.strip_chars(), found)
            if field is not None:
                meant[title] = field
                found.add(field)
    return replace(meanings, meant=meant)


def _with_serial_number(meanings: Meanings, titles: Mapping[str, str]) -> Meanings:
    numbers = [title for title in titles.values() if is_one_of(title, MATRICOLE) and meanings.said(title) is None]
    fields = {meanings.field_of(title, Kind.INVENTORY) for title in titles.values()} if numbers else set()
    if len(numbers) != 1 or not fields & _WHAT or fields & _OF_ONE_DEVICE or meanings.preset is not None:
        return meanings
    return replace(meanings, meant={**meanings.meant, numbers[0]: "serial_number"})


def _is_asked(title: str, meanings: Meanings) -> bool:
    return meanings.said(title) is None and is_one_of(title, (*HANDED, *AGENTS, *USER_IDS))


def _number_of_people(title: str, values: pl.Series, found: Collection[str | None]) -> str | None:
    """What says who has the device, where a `User ID` is an address, a login or an employee number with letters."""
    if not is_one_of(title, USER_IDS):
        return None
    field = "owner_email" if is_majority(values.str.contains("@", literal=True)) else "external_user_id"
    is_number = values.str.contains(NUMBER) | values.str.contains(GUID)
    return field if is_majority(~is_number) and field not in found else None


def _who(title: str, values: pl.Series, found: Collection[str | None]) -> str | None:
    """The owner, where most are e-mail addresses or people's names, not all the same, as the name of a program is."""
    is_of_several = len(values) <= _FEW or values.n_unique() > 1
    if is_one_of(title, USER_IDS) or OWNERS & {*found} or not is_of_several:
        return None
    is_address = is_majority(values.str.contains("@", literal=True))
    return "owner_name" if is_address or are_people(values) else None


def _since_when(title: str, values: pl.Series, found: Collection[str | None]) -> str | None:
    is_missing = bool(OWNERS & {*found}) and "effective_at" not in found
    return (
        "effective_at" if is_missing and is_one_of(title, HANDED) and is_majority(values.str.contains(DATES)) else None
    )
