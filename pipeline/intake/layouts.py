"""Which kind of sheet a header makes, and which field each of its columns fills."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.intake.findings import Finding, place
from pipeline.intake.headers import NAMING, closest_field, fields_of
from schemas.fields import ASSIGNMENT_FIELDS, CUSTOM_PREFIX, IDENTIFIERS, INVENTORY_FIELDS
from schemas.headers import is_row_counter, match_header
from schemas.vocabulary import IssueCode, Kind, Severity, UnknownColumns

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from pipeline.intake.headers import Header

_SHARED = frozenset((*IDENTIFIERS, "org_id", "comment"))
_ASSIGNMENTS_ONLY = {one.name for one in ASSIGNMENT_FIELDS} - {one.name for one in INVENTORY_FIELDS}
_BY_VALUES = {"owner_name": ("owner_email", "@"), "warranty_months": ("warranty_end", r"^\s*\d{4}-\d{2}-\d{2}")}


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a sheet mean, by letter, in the order of the sheet.

    `fields` are the columns that fill a field; `customs` those kept as custom attributes; `others` those that no field
    answers to and that are only shown again. The latter two map to the name of their column in `originals`.
    """

    kind: Kind
    header: Header
    fields: Mapping[str, str]
    customs: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def letters(self) -> list[str]:
        """All columns that have a meaning or are shown again, in the order of the sheet."""
        letters = {*self.fields, *self.customs, *self.others}
        return sorted(letters, key=lambda letter: (len(letter), letter))


def decide_kind(header: Header) -> Kind | None:
    """The kind that explains more columns; null where the columns could be of either.

    A sheet without a column that only assignments have is an inventory; at equality, an owner's e-mail address or an
    action makes assignments of it.
    """
    fields = {kind: fields_of(header, kind) for kind in Kind}
    assignments, inventory = fields[Kind.ASSIGNMENTS], fields[Kind.INVENTORY]
    if not assignments & _ASSIGNMENTS_ONLY - {"device_name", "device_type"}:
        return None if inventory <= _SHARED else Kind.INVENTORY
    if len(assignments) == len(inventory):
        return Kind.ASSIGNMENTS if assignments & {"owner_email", "action"} else Kind.INVENTORY
    return Kind.ASSIGNMENTS if len(assignments) > len(inventory) else Kind.INVENTORY


def lay_out(
    header: Header,
    kind: Kind,
    rows: pl.DataFrame,
    *,
    file: str,
    sheet: str,
    unknown_columns: UnknownColumns,
    is_part: bool = False,
) -> Layout:
    """The meaning of every column, with what is wrong about them. `rows` are the data rows below the header.

    A part of a sheet that mixes both kinds (`is_part`) lacks the columns in which it has no value.
    """
    columns = _Columns(header, kind, file, sheet, unknown_columns)
    for letter in rows.columns[2:]:
        if letter in header.titles:
            columns.add(letter, header.titles[letter])
        elif not is_part and has_values(rows[letter]):
            columns.add_blank(letter)
    return columns.layout(rows, is_part=is_part)


def has_values(column: pl.Series) -> bool:
    """True where some cell of the column holds more than white space."""
    return bool(column.str.strip_chars().str.len_bytes().sum())


class _Columns:
    """Collects the columns of one sheet from left to right."""

    def __init__(self, header: Header, kind: Kind, file: str, sheet: str, unknown_columns: UnknownColumns) -> None:
        self.header, self.kind, self.file, self.sheet = header, kind, file, sheet
        self.unknown_columns = unknown_columns
        self.fields: dict[str, str] = {}
        self.others: dict[str, str] = {}
        self.customs: dict[str, str] = {}
        self.findings: list[Finding] = []

    def add(self, letter: str, title: str) -> None:
        """A column with a header. Those that begin with `_` are ours, and not read."""
        if title.startswith("_"):
            return
        if self.kind is Kind.INVENTORY and title.startswith(CUSTOM_PREFIX) and title != CUSTOM_PREFIX:
            self._keep(letter, title)
            return
        name = match_header(title, self.kind)
        if name is not None:
            self._add_field(letter, title, name)
        elif is_row_counter(title):
            self.others[letter] = self._original_name(title)
            self._note(letter, title, f'the column "{title}" only numbers the rows and is not read.', Severity.NOTE, "")
        else:
            self._add_unknown(letter, title, f'no field is called "{title}".', self._suggestion(title))

    def add_blank(self, letter: str) -> None:
        """A column with values and no header."""
        message = f"column {letter} has values and no header."
        hint = f"Give it a header, or empty it.{self._way_out('')}"
        self._add_unknown(letter, letter, message, hint)

    def layout(self, rows: pl.DataFrame, *, is_part: bool) -> Layout:
        """The finished layout, after a look for what is missing."""
        self._decide_from_values(rows)
        if not is_part:
            self.findings += _missing_columns(set(self.fields.values()), self.kind, self.file, self.sheet, self.header)
        return Layout(self.kind, self.header, self.fields, self.customs, self.others, tuple(self.findings))

    def _add_field(self, letter: str, title: str, name: str) -> None:
        first = next((other for other, taken in self.fields.items() if taken == name), None)
        if first is None:
            self.fields[letter] = name
            return
        place_of_first = f'"{self.header.titles[first]}" ({first}{self.header.row})'
        message = f'the column "{title}" means the same field as {place_of_first}: both are `{name}`.'
        hint = "Keep one of them, or begin the other's header with _ to have it ignored."
        self._note(letter, title, message, Severity.ERROR, hint, IssueCode.DUPLICATE_COLUMN)

    def _add_unknown(self, letter: str, title: str, message: str, hint: str) -> None:
        if self.unknown_columns is UnknownColumns.ERROR:
            self._note(letter, title, message, Severity.ERROR, hint)
            return
        is_kept = self.unknown_columns is UnknownColumns.KEEP
        if is_kept and (self.kind is Kind.INVENTORY or self._is_taken(title)):
            self._keep(letter, title)
            return
        self.others[letter] = self._original_name(title)
        if is_kept:
            said = "is kept in the results only; custom attributes of devices belong on an inventory sheet."
            self._note(letter, title, f'the column "{title}" {said}', Severity.NOTE, "")
        else:
            self._note(letter, title, f'the column "{title}" is left out: {message}', Severity.NOTE, hint)

    def _keep(self, letter: str, title: str) -> None:
        """A custom attribute: a header that no field answers to, or one that says so (`extra.Floor`)."""
        if self._is_taken(title):
            hint = "Give one of them another header."
            message = f'two columns are called "{title}".'
            self._note(letter, title, message, Severity.ERROR, hint, IssueCode.DUPLICATE_COLUMN)
            return
        self.customs[letter] = self._original_name(title)

    def _is_taken(self, title: str) -> bool:
        return self._original_name(title, unique=False) in {*self.others.values(), *self.customs.values()}

    def _original_name(self, title: str, *, unique: bool = True) -> str:
        name = CUSTOM_PREFIX + title.removeprefix(CUSTOM_PREFIX)
        taken, number = {*self.others.values(), *self.customs.values()}, 2
        candidate = name
        while unique and candidate in taken:
            candidate, number = f"{name} ({number})", number + 1
        return candidate

    def _note(
        self,
        letter: str,
        title: str,
        message: str,
        severity: Severity,
        hint: str,
        code: IssueCode = IssueCode.UNKNOWN_COLUMN,
    ) -> None:
        cell = f"{letter}{self.header.row}"
        text = f"{place(self.file, self.sheet)}, {cell}: {message}"
        row = self.header.row
        self.findings.append(
            Finding(self.file, self.sheet, code, text, hint, severity, row, title, cell, self.header.titles.get(letter))
        )

    def _suggestion(self, title: str) -> str:
        """What the person may have meant, or may do."""
        other = Kind.ASSIGNMENTS if self.kind is Kind.INVENTORY else Kind.INVENTORY
        field_of_other = match_header(title, other)
        if field_of_other is not None:
            return (
                f"`{field_of_other}` belongs to {_sheet_of(other)}, and this one was taken for {_sheet_of(self.kind)}. "
                f"Say --kind {other} if it is one.{self._way_out('')}"
            )
        meant = closest_field(title, self.kind)
        if meant is not None:
            return f"Did you mean `{meant}`? Correct it.{self._way_out('')}"
        return f"Correct the header.{self._way_out(' (leave it out) or keep (keep it as it is)')}"

    def _way_out(self, more: str) -> str:
        """Where unknown columns are errors, that they need not be."""
        return f" Or use --unknown-columns ignore{more}." if self.unknown_columns is UnknownColumns.ERROR else ""

    def _decide_from_values(self, rows: pl.DataFrame) -> None:
        """Some headers are used for two things (`Assigned to`, `Warranty`): what most cells look like decides."""
        for name, (other, pattern) in _BY_VALUES.items():
            letter = next((letter for letter, taken in self.fields.items() if taken == name), None)
            if letter is None or other in self.fields.values():
                continue
            values = rows[letter].drop_nulls().head(200)
            if len(values) and values.str.contains(pattern).sum() * 2 > len(values):
                self.fields[letter] = other


def _missing_columns(fields: set[str], kind: Kind, file: str, sheet: str, header: Header) -> list[Finding]:
    findings = []
    if not fields & NAMING:
        needed = "an identifier: serial_number, asset_tag, mac_address, device_id or a name"
        findings.append(("no column names the devices.", f"Add {needed}."))
    if kind is Kind.ASSIGNMENTS and not fields & {"owner_email", "action"}:
        findings.append(("there is no column for the owner's e-mail address.", "Add a column `owner_email`."))
    start = f"{place(file, sheet)}, row {header.row}: "
    code = IssueCode.MISSING_COLUMN
    return [Finding(file, sheet, code, start + message, hint, row=header.row) for message, hint in findings]


def _sheet_of(kind: Kind) -> str:
    return "an inventory" if kind is Kind.INVENTORY else "an assignments sheet"
