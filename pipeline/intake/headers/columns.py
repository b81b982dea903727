"""The use of each column of a sheet: a field, a custom attribute, or only shown again in results; with the issues."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers import ambiguous_headers
from pipeline.intake.headers.header_row import closest_field
from pipeline.intake.headers.saved_mapping import field_in
from schemas.fields import CUSTOM_PREFIX
from schemas.header_matching import is_quantity, is_row_counter, match_header
from schemas.vocabulary import IssueCode, Kind, Severity, UnknownColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.headers.header_row import Header

_ONE = r"^\s*1(?:\.0+)?\s*$"
# Finding what a header was meant for takes 0.1 ms, and a sheet may be 16,000 columns wide.
_MOST_SUGGESTIONS = 100

_MOST_FINDINGS, _NAMED_COLUMNS = 20, 3
# So many headers that differ only in the number at their end, such as `Attribute 1`, are no slips of anything.
_FAMILY = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A finding about one column; `message` includes its place."""

    letter: str
    code: IssueCode
    message: str
    hint: str
    severity: Severity
    column: str
    cell: str


class Collector:
    """The columns of one sheet, added from left to right; `finish` decides between columns with the same field."""

    def __init__(self, header: Header, kind: Kind, rows: pl.DataFrame, start: str, unknown: UnknownColumns) -> None:
        self.header, self.kind, self.rows, self.start, self.unknown = header, kind, rows, start, unknown
        self.fields: dict[str, str] = {}
        self.others: dict[str, str] = {}
        self.customs: dict[str, str] = {}
        self.said: list[Said] = []
        self.has_no_identifier = False
        self._mapped: set[str] = set()
        self._taken: set[str] = set()
        self._numbers: defaultdict[str, int] = defaultdict(lambda: 1)
        self._suggested = 0
        self._strange: set[str] = set()
        self._families = Counter(_stem(title) for title in header.titles.values())

    def add(self, letter: str, title: str) -> None:
        """Add a column with a header. Columns whose header begins with `_` are our own and are not read."""
        target = self.header.meanings.target(title)
        if title.startswith("_") and target is None:
            return
        if letter in self.header.upper and not has_values(self.rows, [letter]):
            return
        if target is not None:
            self._add_mapped(letter, title, target)
        elif self.kind is Kind.INVENTORY and title.startswith(CUSTOM_PREFIX) and title != CUSTOM_PREFIX:
            self._keep(letter, title)
        elif (name := match_header(title, self.kind)) is not None:
            self.fields[letter] = name
        elif is_row_counter(title):
            self._show_again(letter, title)
            self._say(letter, title, f'the column "{title}" only numbers the rows and is not read.', "", Severity.NOTE)
        elif is_quantity(title) and self.unknown is not UnknownColumns.KEEP:
            self._add_quantity(letter, title)
        else:
            self._add_unknown(letter, title, f'no field is called "{title}".', self._suggestion(letter, title))

    def add_blank(self, letter: str) -> None:
        """Add a column that has values but no header."""
        message = f"column {letter} has values and no header."
        self._add_unknown(letter, letter, message, f"Give it a header, or empty it.{self._way_out('')}")

    def finish(self) -> None:
        """Decide by the values where a header has two meanings, or two columns have the same field."""
        for letter in [one for one in self.fields if one not in self._mapped]:
            columns = ambiguous_headers.Columns(self.kind, self.rows, self.header.titles, self.fields)
            decision = ambiguous_headers.decide(columns, letter)
            if decision is not None:
                self._apply(decision)
        for name in [name for name in dict.fromkeys(self.fields.values()) if self._letters(name)[1:]]:
            self._choose(self._letters(name), name)
        self.said.sort(key=lambda said: (len(said.letter), said.letter))
        self._merge_unknown()

    def _merge_unknown(self) -> None:
        """Replace the findings about unknown columns by one for all, where there are many."""
        strange = [said for said in self.said if said.letter in self._strange and said.code is IssueCode.UNKNOWN_COLUMN]
        count = len(strange)
        if count <= _MOST_FINDINGS:
            return
        first = strange[0]
        named = ", ".join(f'"{said.column}" ({said.cell})' for said in strange[:_NAMED_COLUMNS])
        what = {
            UnknownColumns.ERROR: f"{count:,} columns have headers that no field is called",
            UnknownColumns.IGNORE: f"{count:,} columns are left out, since no field is called like them",
            UnknownColumns.KEEP: f"{count:,} columns are kept in the results only, since no field is called like them",
        }[self.unknown]
        message = f"{self.start}{first.cell}: {what}: {named} and {count - _NAMED_COLUMNS:,} more."
        hint = (
            first.hint and f"Correct the headers.{self._way_out(' (leave them out) or keep (keep them as they are)')}"
        )
        once = replace(first, message=message, hint=hint)
        others = {id(said) for said in strange[1:]}
        self.said = [once if said is first else said for said in self.said if id(said) not in others]

    def _apply(self, decision: ambiguous_headers.Decision) -> None:
        letter, title = decision.letter, self.header.titles[decision.letter]
        if decision.name is not None:
            self.fields[letter] = decision.name
        else:
            del self.fields[letter]
            self._show_again(letter, title)
            self.has_no_identifier |= decision.severity is Severity.ERROR
        self._say(letter, title, decision.said, decision.hint, decision.severity, IssueCode.AMBIGUOUS_COLUMN)

    def _letters(self, name: str) -> list[str]:
        return [letter for letter, taken in self.fields.items() if taken == name]

    def _choose(self, letters: Sequence[str], name: str) -> None:
        """Keep one of several columns with one field: a mapped one, or the only filled one; report the others."""
        mapped = [letter for letter in letters if letter in self._mapped]
        filled = has_values(self.rows, letters)
        first = next((one for one in (*mapped, *letters) if one in (mapped or filled)), letters[0])
        where = f'"{self.header.titles[first]}" ({self.header.cell(first)})'
        for letter in [one for one in letters if one != first]:
            title = self.header.titles[letter]
            del self.fields[letter]
            if mapped and letter not in mapped:
                self._leave_out(letter, title, f"since the mapping of the source gives `{name}` to {where}")
            elif letter not in filled and self.rows.height:
                self._leave_out(letter, title, f"since it is blank, and {where} means the same field (`{name}`)")
            elif self.rows.height and self.rows[letter].equals(self.rows[first]):
                self._leave_out(letter, title, f"since it says the same as {where}, row for row (`{name}`)")
            else:
                message = f'the column "{title}" means the same field as {where}: both are `{name}`.'
                hint = "Keep one of them, or begin the other's header with _ to have it ignored."
                self._say(letter, title, message, hint, code=IssueCode.DUPLICATE_COLUMN)

    def _leave_out(self, letter: str, title: str, why: str) -> None:
        self._show_again(letter, title)
        message = f'the column "{title}" is left out, {why}.'
        self._say(letter, title, message, "", Severity.NOTE, IssueCode.DUPLICATE_COLUMN)

    def _add_mapped(self, letter: str, title: str, target: str) -> None:
        """Add a column with its field in the saved mapping, which is blank where the column is to be left out."""
        name = field_in(target, self.kind)
        if not target:
            self._show_again(letter, title)
        elif target.startswith(CUSTOM_PREFIX):
            self._add_custom(letter, title, target)
        elif name is not None:
            self.fields[letter] = name
            self._mapped.add(letter)
        else:
            other = _other(self.kind)
            message = (
                f'the mapping of the source gives the column "{title}" the field `{target}`, which belongs to '
                f"{_sheet_of(other)}; this one was taken for {_sheet_of(self.kind)}."
            )
            hint = f"Correct [sources.NAME.columns] in rollcall.toml, or say --kind {other} if it is one."
            self._say(letter, title, message, hint)

    def _add_custom(self, letter: str, title: str, target: str) -> None:
        if self.kind is Kind.INVENTORY:
            self._keep(letter, target)
            return
        self._show_again(letter, title)
        said = "is kept in the results only; custom attributes of devices belong on an inventory sheet."
        self._say(letter, title, f'the column "{title}" {said}', "", Severity.NOTE)

    def _add_quantity(self, letter: str, title: str) -> None:
        """Add a column that counts devices: each row is one device, so a value other than 1 is a problem."""
        values = self.rows.select("row", value=pl.col(letter).str.strip_chars()).filter(pl.col("value") != "")
        several = values.filter(~pl.col("value").str.contains(_ONE))
        if several.is_empty():
            self._show_again(letter, title)
            message = f'the column "{title}" is not read: every row is one device.'
            self._say(letter, title, message, "", Severity.NOTE)
            return
        row, value = several.row(0)
        message = f'the column "{title}" counts devices ("{value}" in {letter}{row}), but a row is one device.'
        hint = f"Write one row per device, each with its own serial number.{self._way_out('')}"
        self._add_unknown(letter, title, message, hint)

    def _add_unknown(self, letter: str, title: str, message: str, hint: str) -> None:
        if self.unknown is UnknownColumns.ERROR:
            self._say(letter, title, message, hint)
        elif self.unknown is UnknownColumns.IGNORE:
            self._show_again(letter, title)
            self._say(letter, title, f'the column "{title}" is left out: {message}', hint, Severity.NOTE)
        elif self.kind is Kind.INVENTORY or _custom(title) in self._taken:
            self._keep(letter, title)
        else:
            self._add_custom(letter, title, title)

    def _keep(self, letter: str, title: str) -> None:
        """Keep the column as a custom attribute: its header is no field, or asks for one (`extra.Floor`)."""
        if _custom(title) in self._taken:
            hint = "Give one of them another header."
            message = f'two columns are called "{title}".'
            self._say(letter, title, message, hint, code=IssueCode.DUPLICATE_COLUMN)
            return
        self.customs[letter] = _custom(title)
        self._taken.add(_custom(title))

    def _show_again(self, letter: str, title: str) -> None:
        """Show the column again in results, under a name that no other column has, without reading it."""
        name = _custom(title)
        while name in self._taken:
            self._numbers[title] += 1
            name = f"{_custom(title)} ({self._numbers[title]})"
        self.others[letter] = name
        self._taken.add(name)

    def _say(
        self,
        letter: str,
        title: str,
        message: str,
        hint: str,
        severity: Severity = Severity.ERROR,
        code: IssueCode = IssueCode.UNKNOWN_COLUMN,
    ) -> None:
        cell = self.header.cell(letter)
        self.said.append(Said(letter, code, f"{self.start}{cell}: {message}", hint, severity, title, cell))

    def _suggestion(self, letter: str, title: str) -> str:
        """The hint for an unknown column: the field that was probably meant, or the ways to deal with the column."""
        other = _other(self.kind)
        field_of_other = match_header(title, other)
        if field_of_other is not None:
            return (
                f"`{field_of_other}` belongs to {_sheet_of(other)}, and this one was taken for {_sheet_of(self.kind)}. "
                f"Say --kind {other} if it is one.{self._way_out('')}"
            )
        is_in_family = _stem(title) != title and self._families[_stem(title)] >= _FAMILY
        self._suggested += not is_in_family
        is_slip = not is_in_family and self._suggested <= _MOST_SUGGESTIONS
        meant = closest_field(title, self.kind) if is_slip else None
        if meant is not None:
            return f"Did you mean `{meant}`? Correct it.{self._way_out('')}"
        self._strange.add(letter)
        return f"Correct the header.{self._way_out(' (leave it out) or keep (keep it as it is)')}"

    def _way_out(self, more: str) -> str:
        """The options that allow unknown columns, where they are errors; else a blank text."""
        if self.unknown is not UnknownColumns.ERROR:
            return ""
        return f" Or use --unknown-columns ignore{more}, or say what it is in [sources.NAME.columns] of rollcall.toml."


def has_values(rows: pl.DataFrame, letters: Sequence[str]) -> set[str]:
    """The columns among these that have a cell with more than white space."""
    if not letters:
        return set()
    lengths = rows.lazy().select(pl.col(letters).str.strip_chars().str.len_bytes().sum()).collect().row(0)
    return {letter for letter, length in zip(letters, lengths, strict=True) if length}


def _stem(title: str) -> str:
    """The header without the number at its end."""
    return title.rstrip("0123456789").rstrip(" _-#.")


def _custom(title: str) -> str:
    return CUSTOM_PREFIX + title.removeprefix(CUSTOM_PREFIX)


def _other(kind: Kind) -> Kind:
    return Kind.ASSIGNMENTS if kind is Kind.INVENTORY else Kind.INVENTORY


def _sheet_of(kind: Kind) -> str:
    return "an inventory" if kind is Kind.INVENTORY else "an assignments sheet"
