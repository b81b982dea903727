"""The layout of a sheet: its kind, by the header, and the field of each column."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.ambiguous.further_devices import common_type, is_type, type_of_names
from pipeline.intake.headers.ambiguous.types_in_names import counted, types_by_column, untyped
from pipeline.intake.headers.columns import Collector
from pipeline.intake.headers.header_row import NAMING, fields_of
from pipeline.intake.headers.last_resort import last_resort
from pipeline.intake.headers.people_headers import names_people
from pipeline.intake.headers.status_column import StatusColumn, findings_of, is_read, status_column
from pipeline.intake.issues import Finding, finding
from pipeline.intake.raw_sheets import has_values
from schemas.fields import (
    ASSIGNMENT_FIELDS,
    HOLDING_FIELDS,
    IDENTIFIERS,
    INVENTORY_FIELDS,
    NAME_PARTS,
    OWNERS,
)
from schemas.reasons.column_issues import AMBIGUOUS_COLUMN, MISSING_COLUMN
from schemas.records import dataclass
from schemas.vocabulary import DEVICE_KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pipeline.intake.headers.column_findings import Said
    from pipeline.intake.headers.header_row import Header
    from pipeline.model import Reading

_SHARED = frozenset((*IDENTIFIERS, "org_id", "comment"))
_ASSIGNMENTS_ONLY = {one.name for one in (*ASSIGNMENT_FIELDS, *NAME_PARTS)} - {one.name for one in INVENTORY_FIELDS}

# The fields of a register that say who has the device, since when and until when.
HOLDING = frozenset(field.name for field in (*HOLDING_FIELDS, *NAME_PARTS))
# The fields that say nothing of what a device is; a status may be that of the assignment.
_NO_ATTRIBUTES = _SHARED | {"name", "type", "status", "external_id", "user_id", "added_via", "source"}


@dataclass(frozen=True, slots=True)
class Layout:
    """The use of each column of a sheet, by letter, in the order of the sheet.

    `fields` are the columns with a field; `customs` those kept as custom attributes; `others` those without a field
    that are only shown again in results. The latter two map to the name of their column in `originals`. `fills` are
    the further columns that fill the blanks of a column with a field. A register has a layout of each of its halves,
    too: what a device is, and who has it. `status` is the column of statuses that is read as the action. `told` has
    every finding about a single column, with its wording and fields; `findings` are those that people read. `known_by`
    is the field that stands for the asset tag of the devices, too, for want of an identifier. For want of a column of
    types, `usual_type` is the one of all devices that the header of their identifier says, and `naming_types` are the
    columns of names in which words say them.
    """

    kind: Kind
    header: Header
    fields: Mapping[str, str]
    customs: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    fills: Mapping[str, Sequence[str]] = field(default_factory=dict)
    device: Layout | None = None
    holder: Layout | None = None
    is_half: bool = False
    status: StatusColumn | None = None
    told: tuple[Said, ...] = ()
    known_by: str | None = None
    usual_type: str | None = None
    naming_types: tuple[str, ...] = ()

    @property
    def letters(self) -> list[str]:
        """All columns that are read or shown again, in the order of the sheet."""
        letters = {*self.fields, *self.customs, *self.others}
        return sorted(letters, key=lambda letter: (len(letter), letter))


@dataclass(frozen=True, slots=True)
class JudgedKind:
    """The kind of a sheet, None where its columns do not tell it; and why, in words."""

    kind: Kind | None
    why: str


_PEOPLE = JudgedKind(Kind.PEOPLE, "its columns say who somebody is, and nothing of a device")
_REGISTER = JudgedKind(Kind.REGISTER, "its columns say what a device is, and who has it")
_NO_OWNERS = JudgedKind(Kind.INVENTORY, "its columns say what a device is, and none says who has it")
_SAYS_WHO = JudgedKind(Kind.ASSIGNMENTS, "its columns say who has a device")
_MORE_INVENTORY = JudgedKind(Kind.INVENTORY, "more of its columns say what a device is than who has it")
_MORE_ASSIGNMENTS = JudgedKind(Kind.ASSIGNMENTS, "more of its columns say who has a device than what it is")
_ALIKE = JudgedKind(Kind.INVENTORY, "its columns fit an inventory best, and none gives an e-mail address or an action")
_UNCLEAR = JudgedKind(None, "its columns do not tell an inventory from an assignments sheet")


def decide_kind(header: Header, rows: pl.DataFrame) -> Kind | None:
    """The kind of a sheet, by its header; see `judge_kind`."""
    return judge_kind(header, rows).kind


def judge_kind(header: Header, rows: pl.DataFrame) -> JudgedKind:
    """The kind in which more columns have a field; None where they fit both alike. `rows` are those below the header.

    A sheet that says who somebody is, and nothing of a device, is one of people. A sheet with a column
    of owners and another of what a device is, such as its model, is a register; so is one of owners whose other columns
    fit an inventory best. One without a column that only assignments have is an inventory; where both kinds fit alike,
    a column of owners' e-mail addresses or actions decides for assignments.
    """
    if names_people(header, rows):
        return _PEOPLE
    if _is_register(header):
        return _REGISTER
    fields = {kind: fields_of(header, kind) for kind in DEVICE_KINDS}
    assignments, inventory = fields[Kind.ASSIGNMENTS], fields[Kind.INVENTORY]
    if not assignments & _ASSIGNMENTS_ONLY - {"device_name", "device_type"}:
        return _UNCLEAR if inventory <= _SHARED else _NO_OWNERS
    more = len(assignments) - len(inventory)
    if more > 0:
        return _MORE_ASSIGNMENTS
    if more == 0 and assignments & {"owner_email", "action"}:
        return _SAYS_WHO
    return _REGISTER if _says_who(header) else _ALIKE if more == 0 else _MORE_INVENTORY


def _is_register(header: Header) -> bool:
    meant = [[header.field_of(letter, kind) for kind in DEVICE_KINDS] for letter in header.titles]
    attributes = {
        of_inventory for of_inventory, of_assignments in meant if of_assignments is None and of_inventory is not None
    }
    return _says_who(header) and (bool(attributes - _NO_ATTRIBUTES) or _says_types(header))


def _says_types(header: Header) -> bool:
    """True where the headers say of several devices of each row what they are, which known devices do not become."""
    return len(header.devices) > 1 and all(device.type is not None for device in header.devices)


def _says_who(header: Header) -> bool:
    """True where a column says who has the device, and nothing of the device itself."""
    return any(
        header.field_of(letter, Kind.ASSIGNMENTS) in OWNERS and header.field_of(letter, Kind.INVENTORY) is None
        for letter in header.titles
    )


def lay_out(
    header: Header,
    kind: Kind,
    rows: pl.DataFrame,
    how: Reading,
    *,
    file: str,
    sheet: str,
    is_part: bool = False,
    elsewhere: Collection[str] = (),
) -> Layout:
    """The layout of a sheet of this kind, with the findings about its columns. `rows` are the data rows.

    `is_part` is for the rows of one kind in a sheet that mixes both: columns without values are not missed there.
    `elsewhere` are the fields that other columns fill, where the header is a part of that of the sheet.
    """
    status = status_column(header, rows) if kind is Kind.ASSIGNMENTS else None
    read = status if is_read(status, how) else None
    columns = Collector(header, kind, rows, how, elsewhere)
    _collect(columns, rows, read, is_part=is_part, is_text=not sheet)
    findings = [_finding(said, header, file, sheet) for said in columns.said]
    known_by = last_resort(columns.fields, rows, elsewhere) if kind is Kind.INVENTORY else None
    if known_by is not None:
        stand_in = next(letter for letter, name in columns.fields.items() if name == known_by)
        findings.append(_of_header("known_by", stand_in, header, file, sheet))
    elif not is_part and not columns.has_no_identifier:
        findings += _missing_columns(columns.fields, kind, file, sheet, header)
    usual, naming, told_types = _types(columns, rows, file, sheet)
    findings += told_types
    findings += findings_of(status, header, how, file, sheet) if status is not None else []
    used = (columns.fields, columns.customs, columns.others, tuple(findings), columns.fills)
    return Layout(
        kind, header, *used, status=read, told=columns.told, known_by=known_by, usual_type=usual, naming_types=naming
    )


def _collect(
    columns: Collector, rows: pl.DataFrame, status: StatusColumn | None, *, is_part: bool, is_text: bool
) -> None:
    """Add all columns of the sheet, that of statuses as the action where it is read as that."""
    titles, letters = columns.header.titles, rows.columns
    untitled = [letter for letter in letters[2:] if letter not in titles]
    filled = set() if is_part else has_values(rows, untitled)
    last = max((at for at, letter in enumerate(letters) if letter in titles), default=0)
    for at, letter in enumerate(letters):
        if status is not None and letter == status.letter:
            columns.fields[letter] = "action"
        elif letter in titles:
            columns.add(letter, titles[letter])
        elif letter in filled:
            columns.add_blank(letter, is_overflow=is_text and at > last)
    columns.finish()


def _types(
    columns: Collector, rows: pl.DataFrame, file: str, sheet: str
) -> tuple[str | None, tuple[str, ...], list[Finding]]:
    """What says the types of new devices, for want of a column: the usual type, or columns of names; the finding."""
    header = columns.header
    if columns.kind is not Kind.INVENTORY or header.meanings.preset is not None:
        return None, (), []
    common = common_type(columns.fields, header.titles)
    found = pl.DataFrame() if common is not None else types_by_column(columns.fields, rows)
    naming = tuple(found.columns)
    if common is None and not naming and not {"type", "category"} & {*columns.fields.values()}:
        common = type_of_names(columns.fields, header.titles)
    if common is not None:
        letter, usual_type = common
        return usual_type, (), [_of_header("of_type", letter, header, file, sheet, usual_type=usual_type)]
    if not naming:
        return None, (), []
    types = found.select(pl.coalesce(naming)).to_series()
    names = " and ".join(f'"{header.titles[letter]}"' for letter in naming)
    told = {"names": names, "types": counted(types), "untyped": untyped(types)}
    return None, naming, [_of_header("types_in_names", naming[0], header, file, sheet, **told)]


def _of_header(name: str, letter: str, header: Header, file: str, sheet: str, **told: str | None) -> Finding:
    """The finding of that wording about a column, at its header."""
    title, cell = header.titles[letter], header.cell(letter)
    told |= {"column": title, "value": title, "title": title}
    return finding(AMBIGUOUS_COLUMN[name], file, sheet, row=header.row, cell=cell, **told)


def _finding(said: Said, header: Header, file: str, sheet: str) -> Finding:
    value = header.titles.get(said.letter)
    return finding(
        said.wording, file, sheet, row=header.row, column=said.column, cell=said.cell, value=value, **said.fields
    )


def _missing_columns(fields: Mapping[str, str], kind: Kind, file: str, sheet: str, header: Header) -> list[Finding]:
    findings, names = [], set(fields.values())
    if kind is Kind.PEOPLE:
        return [] if names & OWNERS else [finding(MISSING_COLUMN["person"], file, sheet, row=header.row)]
    if not names & NAMING:
        findings.append(missing_identifier(header, file, sheet))
    if kind is Kind.ASSIGNMENTS and not names & (OWNERS | {"action"}):
        findings.append(finding(MISSING_COLUMN["owner"], file, sheet, row=header.row))
    return findings


def missing_identifier(header: Header, file: str, sheet: str) -> Finding:
    """The finding where no column names the devices; it names the column that may tell them apart, as `Laptop` may."""
    of_others = [one for one in header.titles if header.field_of(one, Kind.INVENTORY) == "external_id"]
    called_so = [one for one, title in header.titles.items() if is_type(title)]
    letter = next(iter((*of_others, *called_so)), None)
    other = None if letter is None else f'"{header.titles[letter]}" ({header.cell(letter)})'
    title = None if letter is None else header.titles[letter]
    return finding(MISSING_COLUMN["identifier"], file, sheet, row=header.row, other=other, title=title)
