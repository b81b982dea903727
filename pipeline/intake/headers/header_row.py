"""The header row of a sheet: its place, the fields of its columns, and the fields that misspelled headers may mean."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.ambiguous.device_groups import DeviceGroup, device_groups, with_groups
from pipeline.intake.headers.ambiguous.further_devices import with_models
from pipeline.intake.headers.ambiguous.handed_columns import with_handed
from pipeline.intake.headers.ambiguous.personal_names import with_peoples_names
from pipeline.intake.headers.saved_mapping import NOTHING_SAVED, Meanings
from pipeline.intake.headers.slips import IDENTIFYING, is_nearly_identifying, may_be_header, slip_of
from pipeline.intake.headers.two_header_rows import Line, joined_rows
from pipeline.intake.headers.vendors.vendor_columns import with_preset
from pipeline.intake.raw_sheets import ERROR_TEXTS
from schemas.fields import IDENTIFIERS
from schemas.headers.matching import is_row_counter, match_header, tidy_header
from schemas.records import dataclass
from schemas.vocabulary import DEVICE_KINDS, SINGLE_KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pipeline.intake.raw_sheets import RawSheet

SEARCHED_ROWS = 20
# The fields of which a sheet must have one: they name the devices.
NAMING = frozenset((*IDENTIFIERS, "name", "device_name"))

# Comparing one text with the known spellings takes 0.1 ms, and a sheet of notes may be 16,000 columns wide.
_MOST_COMPARED = 100
_FEW_WORDS, _LOOKED_BELOW = 2, 200


@dataclass(frozen=True, slots=True)
class Header:
    """A header row: its Excel row number, and the text of each column that has one, by letter.

    Where the header takes two rows, `row` is the lower one, and `upper` are the columns whose text is in the row above.
    `devices` are those of each row, where a row has several.
    """

    row: int
    titles: Mapping[str, str]
    upper: frozenset[str] = frozenset()
    meanings: Meanings = NOTHING_SAVED
    devices: tuple[DeviceGroup, ...] = ()

    def cell(self, letter: str) -> str:
        """The address of a column's header."""
        return f"{letter}{self.row_of(letter)}"

    def row_of(self, letter: str) -> int:
        """The row of a column's header."""
        return self.row - (letter in self.upper)

    def field_of(self, letter: str, kind: Kind) -> str | None:
        """The field of a column in a sheet of that kind; None where it has none, or its header begins with `_`."""
        title = self.titles[letter]
        return None if title.startswith("_") else self.meanings.field_of(title, kind)


def find_header(raw: RawSheet, meanings: Meanings = NOTHING_SAVED) -> Header | None:
    """The row among the first 20 that names most fields, the uppermost of equals; None where none names anything.

    Two rows are one header where the upper has headings for several columns of the lower, and both together name more
    fields than any single row, or as many as the lower one. The headers of a vendor's export mean what they mean there.
    """
    lines = _lines(raw.cells)
    known = meanings.known([text for line in lines for text in line if text])
    counts = [_count(line, known, meanings) for line in lines]
    most = max(counts, default=0)
    if not most:
        return None
    best = counts.index(most)
    header = _header(best + 1, raw.cells.columns, lines[best], meanings)
    for number, joined in joined_rows(lines, raw.merged, meanings):
        count = _count(joined.texts, set(filter(None, joined.texts)), meanings)
        is_as_good = header.row in (number, number + 1) if joined.is_broken else header.row == number + 1
        if count > most or (count == most and is_as_good and not header.upper):
            upper = frozenset(raw.cells.columns[at] for at in joined.upper)
            most, header = count, _header(number + 1, raw.cells.columns, joined.texts, meanings, upper)
    if not _names_something(header) or _is_data(raw.cells, header):
        return None
    rows = raw.cells.slice(header.row)
    meanings = with_preset(meanings, header.titles, rows)
    for with_values in (with_models, with_peoples_names, with_handed):
        meanings = with_values(meanings, header.titles, rows)
    devices = device_groups(meanings, header.titles, rows)
    return replace(header, meanings=with_groups(meanings, devices), devices=devices)


def names_devices(header: Header) -> bool:
    """True where some column identifies a device, or is an owner's e-mail address or an action."""
    fields = fields_of(header, Kind.INVENTORY) | fields_of(header, Kind.ASSIGNMENTS)
    return bool(fields & (NAMING | {"owner_email", "action", "imei", "dev_eui"}))


def fields_of(header: Header, kind: Kind) -> set[str]:
    """The fields of all headers in a sheet of that kind."""
    matches = {header.field_of(letter, kind) for letter in header.titles}
    return {name for name in matches if name is not None}


def strangers(header: Header) -> dict[str, str]:
    """The headers, by letter, that have no field in either kind."""
    return {
        letter: title
        for letter, title in header.titles.items()
        if not title.startswith("_")
        and not is_row_counter(title)
        and header.meanings.said(title) is None
        and not any(match_header(title, one) for one in DEVICE_KINDS)
    }


def misspelled_header(raw: RawSheet, meanings: Meanings = NOTHING_SAVED) -> tuple[Header, dict[str, str]] | None:
    """The first row whose headers look misspelled, and the fields that were probably meant, by letter.

    Such a row nearly spells an identifier or `owner_email` above values that are not counts, and spells or nearly
    spells another field.
    """
    lines = _lines(raw.cells)
    known = meanings.known([text for line in lines for text in line if text])
    for number, line in enumerate(lines, start=1):
        likely = [text for text in line if text and text not in known and may_be_header(text)][:_MOST_COMPARED]
        if not any(is_nearly_identifying(text) for text in likely):
            continue
        header = _header(number, raw.cells.columns, line, meanings)
        found = _meant(header)
        exact = {name for kind in DEVICE_KINDS for name in fields_of(header, kind)}
        if len(set(found.values()) | exact) > 1 and not _are_counts(raw.cells, header, found):
            return header, found
    return None


def _lines(cells: pl.DataFrame) -> Sequence[Line]:
    return cells.head(SEARCHED_ROWS).rows()


def _header(
    number: int, letters: list[str], line: Line, meanings: Meanings, upper: frozenset[str] = frozenset()
) -> Header:
    texts = {letter: tidy_header(text) for letter, text in zip(letters, line, strict=True) if text}
    titles = {letter: text for letter, text in texts.items() if text and text not in ERROR_TEXTS}
    return Header(number, titles, upper, meanings)


def _count(texts: Iterable[str | None], known: Collection[str], meanings: Meanings) -> int:
    """The number of fields that these texts name, in the kind in which they name more."""
    titles = {tidy_header(text) for text in texts if text and text in known}
    titles = {title for title in titles if not title.startswith("_")}
    return max(len({meanings.field_of(title, kind) for title in titles} - {None}) for kind in SINGLE_KINDS)


def _names_something(header: Header) -> bool:
    """True for a header row that names devices, or at least two fields."""
    return names_devices(header) or max(len(fields_of(header, kind)) for kind in SINGLE_KINDS) > 1


def _is_data(cells: pl.DataFrame, header: Header) -> bool:
    """True where the one or two words of a row that may be headers are values of their columns further down, too.

    The first row of a list without a header row may have such a word, as `MAC` for the kind of a computer.
    """
    known = [one for one in header.titles if any(header.field_of(one, kind) for kind in SINGLE_KINDS)]
    if header.upper or not 0 < len(known) <= _FEW_WORDS:
        return False
    below = cells.slice(header.row, _LOOKED_BELOW)
    same = {letter: (below[letter] == cells[letter][header.row - 1]).fill_null(value=False) for letter in header.titles}
    is_repeated = below.select(pl.all_horizontal(same.values())).to_series() if len(below) else None
    return is_repeated is not None and all((same[letter] & ~is_repeated).any() for letter in known)


def _meant(header: Header) -> dict[str, str]:
    """The fields that headers without a field nearly spell, by letter."""
    likely = ((letter, title) for letter, title in strangers(header).items() if may_be_header(title))
    meant = {letter: slip_of(title) for letter, title in islice(likely, _MOST_COMPARED)}
    return {letter: name for letter, name in meant.items() if name is not None}


def _are_counts(cells: pl.DataFrame, header: Header, meant: Mapping[str, str]) -> bool:
    """True where the columns that nearly name an identifier hold counts: the sheet is a summary of another one."""
    telling = [letter for letter, name in meant.items() if name in IDENTIFYING]
    columns = [cells[letter].slice(header.row, 200).drop_nulls() for letter in telling]
    return all(column.len() > 0 and column.str.contains(r"^\d{1,6}$").all() for column in columns)
