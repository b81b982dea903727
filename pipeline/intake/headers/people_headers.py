"""Which sheets are of people: those that say who somebody is, and nothing of a device.

A sheet about devices must never be taken for one, since its rows would be facts of people. So any column that can only
be of a device, or of somebody's having one, decides against it, also one that is no field (`Laptop`), or that is
misspelled (`Serail no`); and where nothing but a name and an address says that the rows are people, the values are
looked at: devices that are known by their names have addresses beside them, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.ambiguous.personal_names import DEVICE_WORDS, has_words_expr, is_devices_name_expr
from pipeline.intake.headers.ambiguous.records import is_majority
from pipeline.intake.headers.header_row import NAMING
from pipeline.intake.headers.slips import slip_of
from schemas.fields import NAME_PARTS, OWNER_IDENTIFIERS, OWNERS, PEOPLE_FIELDS
from schemas.headers.ambiguous_spellings import HOLDERS, NAMES
from schemas.headers.matching import bare_words, is_one_of, is_quantity
from schemas.vocabulary import DEVICE_KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.intake.headers.header_row import Header

_PARTS = frozenset(part.name for part in NAME_PARTS)
# The facts that no list of devices has, where no field of devices is called so, too.
_OF_PEOPLE_ONLY = frozenset(("owner_email", "external_user_id", "title", "starts_on", "ends_on", *_PARTS))
_MAY_STAND_BESIDE_DEVICES = frozenset(("owner_email", *_PARTS))
_LEAST_FIELDS = 2

# The fields of devices that lists of people have as well, under the same headers.
_NEUTRAL = frozenset(
    (
        *(field.name for field in PEOPLE_FIELDS),
        *("name", "device_name", "type", "device_type", "category", "status", "company", "comment", "external_id"),
        *("user_id", "added_via", "source", "contract_number"),
    )
)
_DEVICE_HEADER = re.compile(rf"(?:^| )(?:{DEVICE_WORDS})(?:$| )|设备|资产|电脑")
_DEVICES_HEADER = re.compile(rf"(?:^| )(?:(?:{DEVICE_WORDS})e?s|gerate)(?:$| )")
_COUNT = r"^\s*\d{1,5}(?:\.0+)?\s*$"
_IDENTIFIER = r"^\s*(?:[A-Za-z]{1,6}[-_]?\d[\w-]{2,}|\d+[A-Za-z][\w-]{2,}|[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5})\s*$"
_LOOKED_AT, _LEAST_ALIKE = 200, 3


def names_people(header: Header, rows: pl.DataFrame) -> bool:
    """True where the sheet says who somebody is, and nothing of a device. `rows` are those below the header."""
    fields = {letter: header.field_of(letter, Kind.PEOPLE) for letter in header.titles}
    names = set(fields.values()) - {None, "org_id"}
    if len(names) < _LEAST_FIELDS or not names & OWNERS:
        return False
    if any(_is_of_devices(header, letter, name, rows) for letter, name in fields.items()):
        return False
    own = {name for letter, name in fields.items() if name in _OF_PEOPLE_ONLY and _is_of_people(header, letter)}
    if own - _MAY_STAND_BESIDE_DEVICES:
        return True
    if any(_may_identify(header, letter, name, rows) for letter, name in fields.items()):
        return False
    return bool(own & _PARTS) or _are_names_of_people(header, rows, fields, is_addressed="owner_email" in own)


def _are_names_of_people(
    header: Header, rows: pl.DataFrame, fields: Mapping[str, str | None], *, is_addressed: bool
) -> bool:
    """True where the names are those of people, by their headers and values; `Name` and `Title` may be of devices."""
    named = [letter for letter, name in fields.items() if name == "owner_name"]
    bare = [letter for letter in named if is_one_of(header.titles[letter], NAMES)]
    if bare:
        of_device = {header.field_of(letter, Kind.INVENTORY) for letter in header.titles}
        is_plain = named == bare and not of_device & {"type", "category"}
        return is_addressed and is_plain and _are_people(rows, bare[0], fields)
    titled = [letter for letter, name in fields.items() if name == "title"]
    if any(header.field_of(letter, Kind.INVENTORY) == "name" and _are_devices(rows, letter) for letter in titled):
        return False
    is_certain = any(not is_one_of(header.titles[letter], HOLDERS) for letter in named)
    return is_certain or bool({*fields.values()} & {*OWNER_IDENTIFIERS, "title", "manager"})


def _is_of_devices(header: Header, letter: str, name: str | None, rows: pl.DataFrame) -> bool:
    """True for a column that lists of people do not have."""
    title = header.titles[letter]
    if name is not None or title.startswith("_") or header.meanings.target(title) == "":
        return False
    others = {header.field_of(letter, kind) for kind in DEVICE_KINDS} - {None}
    if others - _NEUTRAL or _DEVICE_HEADER.search(bare_words(title)):
        return True
    if others:
        return False
    if is_quantity(title) or _DEVICES_HEADER.search(bare_words(title)):
        return not _are_all(rows, letter, _COUNT)
    return any(slip_of(title, kind) in NAMING - {"name"} for kind in DEVICE_KINDS)


def _is_of_people(header: Header, letter: str) -> bool:
    """True where no field of devices, nor of their assignment to somebody, has the column's header."""
    of_device, of_holding = (header.field_of(letter, kind) for kind in DEVICE_KINDS)
    return of_device is None and (of_holding is None or of_holding in OWNERS)


def _are_people(rows: pl.DataFrame, letter: str, fields: Mapping[str, str | None]) -> bool:
    """True where most names look like those of people: no figures, and two words or a part of the address beside it."""
    address = next((other for other, name in fields.items() if name == "owner_email"), None)
    named = rows.select(name=letter, at=address or letter).drop_nulls("name").head(_LOOKED_AT)
    name, at = pl.col("name").str.strip_chars(), pl.col("at").str.to_lowercase()
    is_in_address = at.str.contains(name.str.to_lowercase(), literal=True) & (at != name.str.to_lowercase())
    is_person = ~is_devices_name_expr(name) & (has_words_expr(name) | is_in_address.fill_null(value=False))
    likely = named.select(is_person=is_person.fill_null(value=False))["is_person"]
    return likely.is_empty() or is_majority(likely)


def _are_devices(rows: pl.DataFrame, letter: str) -> bool:
    """True where most values have figures or a word for a device."""
    values = rows[letter].drop_nulls().head(_LOOKED_AT)
    return is_majority(values.to_frame("name").select(is_devices_name_expr(pl.col("name"))).to_series())


def _may_identify(header: Header, letter: str, name: str | None, rows: pl.DataFrame) -> bool:
    """True for a column that no field is called like, and whose values may be those by which devices are known."""
    known = name or any(header.field_of(letter, kind) for kind in DEVICE_KINDS)
    if known or letter not in rows.columns:
        return False
    values = rows[letter].drop_nulls().head(_LOOKED_AT)
    return len(values) >= _LEAST_ALIKE and values.is_unique().all() and _are_all(rows, letter, _IDENTIFIER)


def _are_all(rows: pl.DataFrame, letter: str, pattern: str) -> bool:
    """True where the first values of the column, if it has any, are of that pattern, but for one in ten."""
    values = rows[letter].drop_nulls().head(_LOOKED_AT) if letter in rows.columns else pl.Series(dtype=pl.String)
    return int(values.str.contains(pattern).sum()) * 10 >= len(values) * 9
