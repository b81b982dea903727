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
from schemas.reasons import filling
from schemas.reasons.column_issues import DUPLICATE_COLUMN, UNKNOWN_COLUMN, WAY_OUT
from schemas.vocabulary import IssueCode, Kind, Severity, UnknownColumns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.intake.headers.header_row import Header
    from schemas.reasons import Wording

_ONE = r"^\s*1(?:\.0+)?\s*$"
# Finding what a header was meant for takes 0.1 ms, and a sheet may be 16,000 columns wide.
_MOST_SUGGESTIONS = 100

_MOST_FINDINGS, _NAMED_COLUMNS = 20, 3
# So many headers that differ only in the number at their end, such as `Attribute 1`, are no slips of anything.
_FAMILY = 3

_MANY = {
    UnknownColumns.ERROR: UNKNOWN_COLUMN["many"],
    UnknownColumns.IGNORE: UNKNOWN_COLUMN["many_left_out"],
    UnknownColumns.KEEP: UNKNOWN_COLUMN["many_kept"],
}


@dataclass(frozen=True, slots=True)
class Said:
    """A finding about one column: a wording and its fields."""

    letter: str
    wording: Wording
    fields: Mapping[str, object]
    column: str
    cell: str


class Collector:
    """The columns of one sheet, added from left to right; `finish` decides between columns with the same field."""

    def __init__(self, header: Header, kind: Kind, rows: pl.DataFrame, unknown: UnknownColumns) -> None:
        self.header, self.kind, self.rows, self.unknown = header, kind, rows, unknown
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
            self._say(letter, title, UNKNOWN_COLUMN["row_counter"])
        elif is_quantity(title) and self.unknown is not UnknownColumns.KEEP:
            self._add_quantity(letter, title)
        else:
            self._add_unknown(letter, title, UNKNOWN_COLUMN["no_field"], **self._suggestion(letter, title))

    def add_blank(self, letter: str) -> None:
        """Add a column that has values but no header."""
        self._add_unknown(letter, letter, UNKNOWN_COLUMN["no_header"], letter=letter, way_out=self._way_out(""))

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
        unknown = [said for said in self.said if said.wording.code is IssueCode.UNKNOWN_COLUMN]
        strange = [said for said in unknown if said.letter in self._strange]
        count = len(strange)
        if count <= _MOST_FINDINGS:
            return
        first = strange[0]
        named = ", ".join(f'"{said.column}" ({said.cell})' for said in strange[:_NAMED_COLUMNS])
        fields = {
            "count": f"{count:,}",
            "columns": named,
            "more": f"{count - _NAMED_COLUMNS:,}",
            "way_out": self._way_out(" (leave them out) or keep (keep them as they are)"),
        }
        once = replace(first, wording=_MANY[self.unknown], fields=fields)
        others = {id(said) for said in strange[1:]}
        self.said = [once if said is first else said for said in self.said if id(said) not in others]

    def _apply(self, decision: ambiguous_headers.Decision) -> None:
        letter, title = decision.letter, self.header.titles[decision.letter]
        if decision.name is not None:
            self.fields[letter] = decision.name
        else:
            del self.fields[letter]
            self._show_again(letter, title)
            self.has_no_identifier |= decision.wording.severity is Severity.ERROR
        self._say(letter, title, decision.wording, **decision.fields)

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
                why = "mapped"
            elif letter not in filled and self.rows.height:
                why = "blank"
            elif self.rows.height and self.rows[letter].equals(self.rows[first]):
                why = "equal"
            else:
                why = "same_field"
            if why != "same_field":
                self._show_again(letter, title)
            self._say(letter, title, DUPLICATE_COLUMN[why], other=where, field=name)

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
            fields = {"field": target, "other": other, "other_sheet": _sheet_of(other)}
            self._say(letter, title, UNKNOWN_COLUMN["of_other_kind"], **fields, this_sheet=_sheet_of(self.kind))

    def _add_custom(self, letter: str, title: str, target: str) -> None:
        if self.kind is Kind.INVENTORY:
            self._keep(letter, target)
            return
        self._show_again(letter, title)
        self._say(letter, title, UNKNOWN_COLUMN["kept_in_results"])

    def _add_quantity(self, letter: str, title: str) -> None:
        """Add a column that counts devices: each row is one device, so a value other than 1 is a problem."""
        values = self.rows.select("row", value=pl.col(letter).str.strip_chars()).filter(pl.col("value") != "")
        several = values.filter(~pl.col("value").str.contains(_ONE))
        if several.is_empty():
            self._show_again(letter, title)
            self._say(letter, title, UNKNOWN_COLUMN["always_one"])
            return
        row, value = several.row(0)
        fields = {"counted": value, "at": f"{letter}{row}", "way_out": self._way_out("")}
        self._add_unknown(letter, title, UNKNOWN_COLUMN["quantity"], **fields)

    def _add_unknown(self, letter: str, title: str, wording: Wording, /, **fields: object) -> None:
        if self.unknown is UnknownColumns.ERROR:
            self._say(letter, title, wording, **fields)
        elif self.unknown is UnknownColumns.IGNORE:
            self._show_again(letter, title)
            known = {"title": title, **fields}
            told = {"why": filling.said(wording, known), "what_to_do": filling.advice(wording, known)}
            self._say(letter, title, UNKNOWN_COLUMN["left_out"], **told, likely=fields.get("likely"))
        elif self.kind is Kind.INVENTORY or _custom(title) in self._taken:
            self._keep(letter, title)
        else:
            self._add_custom(letter, title, title)

    def _keep(self, letter: str, title: str) -> None:
        """Keep the column as a custom attribute: its header is no field, or asks for one (`extra.Floor`)."""
        if _custom(title) in self._taken:
            self._say(letter, title, DUPLICATE_COLUMN["same_title"])
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

    def _say(self, letter: str, title: str, wording: Wording, /, **fields: object) -> None:
        self.said.append(Said(letter, wording, {"title": title, **fields}, title, self.header.cell(letter)))

    def _suggestion(self, letter: str, title: str) -> dict[str, object]:
        """The fields of the hint for an unknown column: the field probably meant, or the ways to deal with it."""
        other = _other(self.kind)
        field_of_other = match_header(title, other)
        if field_of_other is not None:
            sheets = {"other": other, "other_sheet": _sheet_of(other), "this_sheet": _sheet_of(self.kind)}
            return {"field": field_of_other, **sheets, "way_out": self._way_out("")}
        is_in_family = _stem(title) != title and self._families[_stem(title)] >= _FAMILY
        self._suggested += not is_in_family
        is_slip = not is_in_family and self._suggested <= _MOST_SUGGESTIONS
        meant = closest_field(title, self.kind) if is_slip else None
        if meant is not None:
            return {"likely": meant, "way_out": self._way_out("")}
        self._strange.add(letter)
        return {"way_out": self._way_out(" (leave it out) or keep (keep it as it is)")}

    def _way_out(self, more: str) -> str:
        """The options that allow unknown columns, where they are errors; else a blank text."""
        if self.unknown is not UnknownColumns.ERROR:
            return ""
        return filling.filled((WAY_OUT,), {"more": more}) or ""


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
