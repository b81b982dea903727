"""The use of each column of a sheet: a field, a custom attribute, or only shown again in results; with the issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.ambiguous.decisions import decide, numbers_rows
from pipeline.intake.headers.ambiguous.further_devices import columns_of_others, type_in_header
from pipeline.intake.headers.ambiguous.items import item_columns
from pipeline.intake.headers.ambiguous.records import Columns, Decision
from pipeline.intake.headers.ambiguous.secret_columns import is_secret_column
from pipeline.intake.headers.column_findings import Said, first_of_several, merged, named
from pipeline.intake.headers.custom_names import CustomNames, custom_key, custom_name
from pipeline.intake.headers.same_field import beside, compared, is_another_table, names_of_addresses, places_within
from pipeline.intake.headers.saved_mapping import field_in
from pipeline.intake.headers.slips import DECIDING
from pipeline.intake.headers.suggestions import Suggestions, other_kind
from pipeline.intake.raw_sheets import has_values
from schemas.fields import CUSTOM_PREFIX, GIVEN_IDENTIFIERS, OWNER_NAMING
from schemas.headers.matching import is_quantity, is_row_counter, specificity
from schemas.headers.volatile import is_volatile
from schemas.presets.recognised import CHANGING
from schemas.reasons import filled_texts
from schemas.reasons.column_issues import DUPLICATE_COLUMN, UNKNOWN_COLUMN, WAY_OUT
from schemas.vocabulary import Kind, Severity, UnknownColumns

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.intake.headers.header_row import Header
    from pipeline.intake.headers.same_field import Second
    from pipeline.model import Reading
    from schemas.reasons import Wording

# The wordings for columns without a field, by the kind of the sheet.
_KEPT = {Kind.INVENTORY: "kept", Kind.ASSIGNMENTS: "kept_in_results", Kind.PEOPLE: "kept_of_people"}


class Collector:
    """The columns of one sheet, added from left to right; `finish` decides between columns with the same field.

    `told` has every finding about a single column; in `said`, one tells of several that are alike.
    `elsewhere` are the fields that other columns of the sheet fill, where only a part of it is collected.
    """

    def __init__(
        self, header: Header, kind: Kind, rows: pl.DataFrame, how: Reading, elsewhere: Collection[str] = ()
    ) -> None:
        self.header, self.kind, self.rows, self.unknown = header, kind, rows, how.unknown_columns
        self.fields, self.fills = dict[str, str](), dict[str, list[str]]()
        self.others, self.customs = dict[str, str](), dict[str, str]()
        self.said, self.told = list[Said](), tuple[Said, ...]()
        self.elsewhere, self.has_no_identifier = elsewhere, False
        self._suggestions = Suggestions(header, kind, rows, elsewhere)
        self._names, self._is_kind_given = CustomNames(), how.kind is not None
        self._mapped, self._unknown = set[str](), dict[str, str]()
        self._kept, self._further, self._volatile = list[str](), list[str](), list[str]()

    def add(self, letter: str, title: str) -> None:
        """Add a column with a header. Columns whose header begins with `_` are our own and are not read."""
        target, meant = self.header.meanings.target(title), self.header.meanings.meant.get(title)
        is_ours = title.startswith("_") and target is None
        if is_ours or (letter in self.header.upper and not has_values(self.rows, [letter])):
            return
        if target is not None:
            self._add_mapped(letter, title, target)
        elif self.kind is Kind.INVENTORY and title.startswith(CUSTOM_PREFIX) and title != CUSTOM_PREFIX:
            self._keep_named(letter, title)
        elif (name := self.header.meanings.field_of(title, self.kind)) is not None:
            self.fields[letter] = name
        elif meant and meant.startswith(CUSTOM_PREFIX) and self.unknown is not UnknownColumns.IGNORE:
            self._set_aside(letter, meant)
        elif is_row_counter(title) or numbers_rows(letter, self.header.titles, self.rows):
            self._show_again(letter, title)
            self._say(letter, title, UNKNOWN_COLUMN["row_counter"])
        elif is_volatile(title) or meant == CHANGING:
            self._volatile.append(letter)
        elif is_secret_column(title, self.rows, letter):
            self._say(letter, title, UNKNOWN_COLUMN["secret"])
        elif is_quantity(title):
            self._add_quantity(letter, title)
        elif title == CUSTOM_PREFIX:
            self._refuse_or_leave_out(letter, title, UNKNOWN_COLUMN["no_field"], way_out=self._way_out(""))
        else:
            self._unknown[letter] = title

    def add_blank(self, letter: str, *, is_overflow: bool = False) -> None:
        """Add a column that has values but no header. Its place is no name to keep it by.

        `is_overflow` is true where the rows are longer than the header of a text file: they are probably out of step.
        """
        told = {"letter": letter, "way_out": self._way_out("")}
        if is_overflow and self.unknown is not UnknownColumns.IGNORE:
            self._say(letter, letter, UNKNOWN_COLUMN["overflow"], **told)
        elif self.unknown is UnknownColumns.KEEP:
            self._show_again(letter, letter)
            self._say(letter, letter, UNKNOWN_COLUMN["no_header_shown"], **told)
        else:
            self._refuse_or_leave_out(letter, letter, UNKNOWN_COLUMN["no_header"], **told)

    def finish(self) -> None:
        """Decide by the values, of types first, where a header has two meanings, or two columns have one field."""
        for letter in sorted(self._unmapped(), key=lambda one: self.fields[one] != "type"):
            if decision := decide(self._columns(), letter):
                self._apply(decision)
        for decision in list(item_columns(self._columns(), self._unknown)):
            self._apply(decision)
            del self._unknown[decision.letter]
        self.fields.update(beside(self.fields, self.header.titles, self.kind, self._mapped))
        self._leave(self._places_within(), self._kept)
        self._leave(columns_of_others(self._unmapped(), self.header.titles), self._further)
        for name in [name for name in dict.fromkeys(self.fields.values()) if self._letters(name)[1:]]:
            self._choose(self._letters(name), name)
        for letter, title in self._unknown.items():
            self._add_unknown(letter, title)
        self.told = tuple(self.said)
        self._say_of_all(self._kept, _KEPT[self.kind])
        self._say_of_all(self._further, "further")
        self._say_of_all(self._volatile, "volatile")
        way_out = self._way_out(" (leave them out) or keep")
        self.said = merged(self.said, self._suggestions.strange, self.unknown, way_out)

    def _unmapped(self) -> dict[str, str]:
        return {letter: name for letter, name in self.fields.items() if letter not in self._mapped}

    def _places_within(self) -> list[str]:
        """The columns of rooms beside one of sites: they contradict nothing, and are not to fill its blanks."""
        places = [letter for letter, name in self._unmapped().items() if name == "location"]
        filled = has_values(self.rows, places) if self.unknown is UnknownColumns.KEEP else ()
        return places_within(filled, self.header.titles)

    def _columns(self) -> Columns:
        return Columns(self.kind, self.rows, self.header.titles, self.fields, self.elsewhere)

    def _leave(self, letters: Sequence[str], told: list[str]) -> None:
        """Keep columns, also those that have a field and are not to be read as it."""
        for letter in letters:
            self.fields.pop(letter, None)
            self._set_aside(letter, self.header.titles[letter])
            told.append(letter)

    def _apply(self, decision: Decision) -> None:
        letter, title = decision.letter, self.header.titles[decision.letter]
        if decision.name is not None:
            self.fields[letter] = decision.name
            self._say(letter, title, decision.wording, **decision.fields)
            return
        del self.fields[letter]
        self.has_no_identifier |= decision.wording.severity is Severity.ERROR
        if decision.is_kept:
            self._say(letter, title, decision.wording, kept=self._set_aside(letter, title), **decision.fields)
        else:
            self._show_again(letter, title)
            self._say(letter, title, decision.wording)

    def _letters(self, name: str) -> list[str]:
        return [letter for letter, taken in self.fields.items() if taken == name]

    def _choose(self, letters: Sequence[str], name: str) -> None:
        """Read one of several columns with one field, and decide what becomes of the others."""
        filled, titles = has_values(self.rows, letters), self.header.titles
        named = names_of_addresses(self.rows, letters, self.fields) if name == "owner_name" else ()

        def preference(letter: str) -> tuple[bool, bool, bool, int, int]:
            is_settled = letter in self._mapped or titles[letter] in self.header.meanings.meant
            rank = -1 if is_settled else specificity(titles[letter], self.kind)
            return (letter not in self._mapped, letter not in filled, letter not in named, rank, letters.index(letter))

        first, *others = sorted(letters, key=preference)
        is_decided = first in self._mapped and not set(others) & self._mapped
        for second in compared(self.rows, first, others, name):
            del self.fields[second.letter]
            self._settle(second, first, name, is_decided=is_decided)

    def _settle(self, second: Second, first: str, name: str, *, is_decided: bool) -> None:
        """Decide what becomes of a further column of a field."""
        letter, title = second.letter, self.header.titles[second.letter]
        told: dict[str, object] = {"other": named(self.header, first), "field": name}
        why = second.why
        if second.example is not None:
            if name in GIVEN_IDENTIFIERS and type_in_header(title):
                self._leave([letter], self._further)
                return
            row, said, says = second.example
            if is_another_table(self.rows, self.header.titles, first, letter, name):
                self._say(letter, title, DUPLICATE_COLUMN["another_table"], **told)
                return
            told["example"] = f'"{said}" in {first}{row}, "{says}" in {letter}{row}'
            if self.unknown is UnknownColumns.ERROR and not is_decided:
                self._say(letter, title, DUPLICATE_COLUMN["same_field"], **told)
                return
            told["kept"] = self._set_aside(letter, title)
            told["mapping"] = None if title == self.header.titles[first] else f'"{title}" = "{name}"'
            why = "mapped" if is_decided else "differs"
        else:
            self._show_again(letter, title)
        if why == "fills":
            self.fills.setdefault(first, []).append(letter)
        self._say(letter, title, DUPLICATE_COLUMN[why], **told)

    def _set_aside(self, letter: str, title: str) -> str:
        """Keep a column that is not read as its field says; in words, what became of it."""
        if self.unknown is UnknownColumns.IGNORE:
            return "left out"
        if self.kind is Kind.INVENTORY:
            self._keep(letter, title)
            return "kept as an attribute of the devices"
        self._show_again(letter, title)
        return "kept in the results only"

    def _add_mapped(self, letter: str, title: str, target: str) -> None:
        """Add a column with its field in the saved mapping, which is blank where the column is to be left out."""
        name = field_in(target, self.kind)
        if not target:
            return
        if target.startswith(CUSTOM_PREFIX) and self.kind is Kind.INVENTORY:
            self._keep_named(letter, target)
        elif name is not None:
            self.fields[letter] = name
            self._mapped.add(letter)
        elif target.startswith(CUSTOM_PREFIX) or self.kind is Kind.PEOPLE:  # a mapping may be of several sheets
            self._show_again(letter, title)
            self._say(letter, title, UNKNOWN_COLUMN[_KEPT[self.kind]])
        else:
            self._say(letter, title, UNKNOWN_COLUMN["of_other_kind"], field=target, **other_kind(self.kind))

    def _add_quantity(self, letter: str, title: str) -> None:
        """Add a column that counts devices: each row is one device, so a value other than 1 is a problem."""
        if (several := first_of_several(self.rows, letter)) is None:
            self._show_again(letter, title)
            self._say(letter, title, UNKNOWN_COLUMN["always_one"])
            return
        row, value = several
        fields = {"counted": value, "at": f"{letter}{row}", "way_out": self._way_out("")}
        if self.unknown is UnknownColumns.KEEP:
            self._say(letter, title, UNKNOWN_COLUMN["quantity_kept"], **fields, kept=self._set_aside(letter, title))
        else:
            self._refuse_or_leave_out(letter, title, UNKNOWN_COLUMN["quantity"], **fields)

    def _add_unknown(self, letter: str, title: str) -> None:
        """Add a column that no field answers to: refused, left out, or kept; a slip of a field that decides refused."""
        told = self._suggestions.of(letter, title, self.fields.values())
        told["way_out"] = self._way_out(" (leave it out) or keep (keep it as it is)" if len(told) == 0 else "")
        field, likely = told.get("field"), told.get("likely")
        if self.unknown is not UnknownColumns.KEEP:
            self._refuse_or_leave_out(letter, title, UNKNOWN_COLUMN["no_field"], **told)
        elif field in OWNER_NAMING and not self._is_kind_given:
            self._say(letter, title, UNKNOWN_COLUMN["no_field"], **told)
        elif likely in DECIDING:
            self._say(letter, title, UNKNOWN_COLUMN["slip"], **told)
        elif doubt := self._suggestions.doubt(letter, likely):
            self._say(letter, title, UNKNOWN_COLUMN[doubt], **told, kept=self._set_aside(letter, title))
        elif first := [one for one, name in self.customs.items() if custom_key(name) == custom_key(title)]:
            (second,) = compared(self.rows, first[0], [letter], custom_name(title))
            self._settle(second, first[0], custom_name(title), is_decided=False)
        else:
            self._leave([letter], self._further if type_in_header(title) else self._kept)

    def _refuse_or_leave_out(self, letter: str, title: str, wording: Wording, /, **fields: object) -> None:
        if self.unknown is UnknownColumns.IGNORE:
            known = {"title": title, **fields}
            told = {"why": filled_texts.said(wording, known), "what_to_do": filled_texts.advice(wording, known)}
            self._say(letter, title, UNKNOWN_COLUMN["left_out"], **told, likely=fields.get("likely"))
        else:
            self._say(letter, title, wording, **fields)

    def _keep_named(self, letter: str, title: str) -> None:
        """Keep the column as the custom attribute that its header or its mapping names."""
        if self._names.has(title):
            self._say(letter, title, DUPLICATE_COLUMN["same_title"])
        else:
            self._keep(letter, title)

    def _keep(self, letter: str, title: str) -> None:
        self.customs[letter] = self._names.take(title)

    def _show_again(self, letter: str, title: str) -> None:
        """Show the column again in results, under a name that no other column has, without reading it."""
        self.others[letter] = self._names.take(title)

    def _say(self, letter: str, title: str, wording: Wording, /, **fields: object) -> None:
        self.said.append(self._said(letter, title, wording, **fields))

    def _said(self, letter: str, title: str, wording: Wording, /, **fields: object) -> Said:
        return Said(letter, wording, {"title": title, **fields}, title, self.header.cell(letter))

    def _say_of_all(self, letters: Sequence[str], wording: str) -> None:
        """Say once what became of several columns."""
        self.told += tuple(self._said(one, self.header.titles[one], UNKNOWN_COLUMN[wording]) for one in letters)
        if letters:
            fields = {"columns": named(self.header, *letters), "count": f"{len(letters):,}"}
            several = wording if len(letters) == 1 else f"many_{wording}"
            self._say(letters[0], self.header.titles[letters[0]], UNKNOWN_COLUMN[several], **fields)

    def _way_out(self, more: str) -> str:
        """The options that allow unknown columns, where they are errors; else a blank text."""
        is_error = self.unknown is UnknownColumns.ERROR
        return (filled_texts.filled((WAY_OUT,), {"more": more}) or "") if is_error else ""
