"""The findings about sheets that are not used, and about files without a usable sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.intake.headers.header_row import (
    SEARCHED_ROWS,
    find_header,
    misspelled_header,
    names_devices,
    strangers,
)
from pipeline.intake.headers.layout import missing_identifier
from pipeline.intake.headers.people_headers import names_people
from pipeline.intake.headers.slips import may_be_header, slip_of
from pipeline.intake.issues import Finding, finding
from schemas.headers.matching import tidy_header
from schemas.reasons.column_issues import MISSING_COLUMN, UNKNOWN_COLUMN
from schemas.reasons.sheet_issues import NO_USABLE_SHEET, SHEET_IGNORED
from schemas.vocabulary import UnknownColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.headers.header_row import Header
    from pipeline.intake.headers.saved_mapping import Meanings
    from pipeline.intake.raw_sheets import RawSheet
    from pipeline.model import Reading, Sheet
    from schemas.reasons import Wording

# The values by which a column without a header is recognised: the field, its values in words, and a pattern.
_LOOKS = (
    ("owner_email", "e-mail addresses", r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$"),
    ("mac_address", "MAC addresses", r"^\s*[0-9A-Fa-f]{2}(?:[:.-]?[0-9A-Fa-f]{2}){5}\s*$"),
    ("imei", "IMEI numbers", r"^\s*\d{15}\s*$"),
    ("purchase_date or effective_at", "dates", r"^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?$"),
    ("serial_number or asset_tag", "serial numbers or tags", r"^\s*(?:[A-Za-z]+[-_ ]?\d[\w-]*|\d+[A-Za-z][\w-]*)\s*$"),
)

_SAMPLE, _MOST_COLUMNS, _SHOWN_TITLES = 50, 30, 6


def ignored(file: str, raw: RawSheet, why: str) -> Finding:
    """The note about a sheet that is passed over; `why` is the name of a wording."""
    return finding(SHEET_IGNORED[why], file, raw.name)


def empty_beside_others(file: str, sheets: Sequence[Sheet], mark: str | None) -> list[Finding]:
    """The notes about sheets that have a header alone, beside one with rows; none for an export, which has a mark."""
    if mark is not None or not any(sheet.rows for sheet in sheets):
        return []
    return [finding(SHEET_IGNORED["no_rows"], file, sheet.sheet) for sheet in sheets if not sheet.rows]


def is_blank(raw: RawSheet) -> bool:
    """True where no cell of the sheet has a value."""
    return all(raw.cells[letter].null_count() == raw.cells.height for letter in raw.cells.columns)


def unrecognised(file: str, raw: RawSheet) -> Finding:
    """The note about a sheet without a header row beside one that is used."""
    return ignored(file, raw, "empty" if is_blank(raw) else "no_header")


def not_found(file: str, titles: Sequence[str]) -> list[Finding]:
    """The findings about headers of the saved mapping that no sheet of the file has."""
    return [finding(UNKNOWN_COLUMN["not_there"], file, None, column=title, title=title) for title in titles]


def undecided(raw: RawSheet, header: Header, file: str, how: Reading) -> Finding:
    """The finding about a sheet whose kind cannot be decided, perhaps because of a misspelled header."""
    closest = ((letter, slip_of(title)) for letter, title in strangers(header).items())
    letter, meant = next((one for one in closest if one[1]), ("", None))
    if meant is not None and how.unknown_columns is not UnknownColumns.IGNORE:
        return _unknown_column(raw, header, letter, file, UNKNOWN_COLUMN["no_field"], meant)
    return finding(MISSING_COLUMN["kind"], file, raw.name, row=header.row, **_most_addresses(raw, header))


def _most_addresses(raw: RawSheet, header: Header) -> dict[str, Any]:
    """The unknown column with most e-mail addresses: it may say who has the devices; nothing without one."""
    pattern = next(pattern for name, _words, pattern in _LOOKS if name == "owner_email")
    rows, unknown = raw.cells.slice(header.row), strangers(header)
    counts = {letter: int(rows[letter].str.contains(pattern).sum()) for letter in unknown if letter in rows.columns}
    letter = max(counts, key=lambda one: counts[one], default="")
    if not counts.get(letter):
        return {}
    return {"title": unknown[letter], "other": f'"{unknown[letter]}" ({header.cell(letter)})'}


def misspelled(raw: RawSheet, file: str, how: Reading, meanings: Meanings) -> list[Finding]:
    """The findings about the misspelled headers of a sheet that has no header row; none where such are allowed."""
    found = misspelled_header(raw, meanings) if how.unknown_columns is not UnknownColumns.IGNORE else None
    if found is None:
        return []
    header, meant = found
    wording = UNKNOWN_COLUMN["misspelled"]
    return [_unknown_column(raw, header, letter, file, wording, name) for letter, name in meant.items()]


def only_hidden(file: str, sheets: Sequence[RawSheet], meanings: Meanings) -> Finding | None:
    """The finding that names the sheet that could be used if it were not hidden; None without one."""
    headers = {raw.name: find_header(raw, meanings) for raw in sheets if not raw.is_visible}
    below = {raw.name: raw.cells for raw in sheets}
    names = [
        name
        for name, header in headers.items()
        if header and (names_devices(header) or names_people(header, below[name].slice(header.row)))
    ]
    if not names:
        return None
    wording = NO_USABLE_SHEET["hidden" if len(names) == 1 else "several_hidden"]
    return finding(wording, file, None, sheets=", ".join(names))


def nothing_usable(file: str, sheets: Sequence[RawSheet], meanings: Meanings) -> Finding:
    """The finding about the column that is missing where there is a header, else about the missing header row."""
    if all(is_blank(raw) for raw in sheets):
        return finding(NO_USABLE_SHEET["blank"], file, None)
    for raw in sheets:
        header = find_header(raw, meanings)
        if header is not None:
            return missing_identifier(header, file, raw.name)
    for raw in sheets:
        looks = _looks(raw.cells)
        if looks:
            return _headerless(file, raw, looks)
    meant, text = _suggestion(sheets)
    told = {} if meant else _likely_titles(sheets)
    return finding(NO_USABLE_SHEET["no_header"], file, None, searched=SEARCHED_ROWS, likely=meant, text=text, **told)


def _likely_titles(sheets: Sequence[RawSheet]) -> dict[str, Any]:
    """The first row that may have the names of columns, though none is known, and its first texts; else nothing."""
    for raw in sheets:
        for number, line in enumerate(raw.cells.head(SEARCHED_ROWS).rows(), start=1):
            texts = [text for text in line if text]
            if len(texts) > 1 and all(may_be_header(text) for text in texts):
                shown = ", ".join(f'"{tidy_header(text)}"' for text in texts[:_SHOWN_TITLES])
                more = f" and {len(texts) - _SHOWN_TITLES} more" if len(texts) > _SHOWN_TITLES else ""
                return {"titles": f"row {number} has {shown}{more}", "title": tidy_header(texts[0])}
    return {}


def _headerless(file: str, raw: RawSheet, looks: dict[str, tuple[str, str]]) -> Finding:
    """The finding about data from the first row on, with what its columns seem to hold."""
    told = ", ".join(f"column {letter} looks like {words}" for letter, (_name, words) in looks.items())
    names = ", ".join(f"`{name}` above column {letter}" for letter, (name, _words) in looks.items())
    return finding(NO_USABLE_SHEET["headerless"], file, raw.name, looks=told, fields=names)


def _looks(cells: pl.DataFrame) -> dict[str, tuple[str, str]]:
    """The fields that the columns' values look like, by letter, with words for them; none where they are no data.

    A column whose first cell is another kind of text has a header, though not a known one.
    """
    found = {}
    for letter in cells.columns[:_MOST_COLUMNS]:
        values = cells[letter].drop_nulls().head(_SAMPLE)
        for name, words, pattern in _LOOKS:
            matches = values.str.contains(pattern)
            if len(values) and matches[0] and int(matches.sum()) * 5 >= len(values) * 4:
                found[letter] = (name, words)
                break
    return found


def _suggestion(sheets: Sequence[RawSheet]) -> tuple[str | None, str | None]:
    """The field that a cell in the first row may have been meant to be, and its text."""
    texts = [text for raw in sheets for line in raw.cells.head(1).rows() for text in line if text]
    for text in texts[:_MOST_COLUMNS]:
        meant = slip_of(text)
        if meant:
            return meant, text
    return None, None


def _unknown_column(raw: RawSheet, header: Header, letter: str, file: str, wording: Wording, meant: str) -> Finding:
    title, cell = header.titles[letter], header.cell(letter)
    return finding(
        wording,
        file,
        raw.name,
        row=header.row,
        column=title,
        cell=cell,
        value=title,
        title=title,
        likely=meant,
        way_out="",
    )
