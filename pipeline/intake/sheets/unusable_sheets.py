"""The findings about sheets that are not used, and about files without a usable sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.header_row import (
    SEARCHED_ROWS,
    closest_field,
    find_header,
    misspelled_header,
    names_devices,
    strangers,
)
from pipeline.intake.issues import Finding, place
from schemas.vocabulary import IssueCode, Severity, UnknownColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.headers.header_row import Header
    from pipeline.intake.headers.saved_mapping import Meanings
    from pipeline.intake.raw_sheets import RawSheet
    from pipeline.model import Reading

# The values by which a column without a header is recognised: the field, its values in words, and a pattern.
_LOOKS = (
    ("owner_email", "e-mail addresses", r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$"),
    ("mac_address", "MAC addresses", r"^\s*[0-9A-Fa-f]{2}(?:[:.-]?[0-9A-Fa-f]{2}){5}\s*$"),
    ("imei", "IMEI numbers", r"^\s*\d{15}\s*$"),
    ("purchase_date or effective_at", "dates", r"^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?$"),
    ("serial_number or asset_tag", "serial numbers or tags", r"^\s*(?:[A-Za-z]+[-_ ]?\d[\w-]*|\d+[A-Za-z][\w-]*)\s*$"),
)

_SAMPLE, _MOST_COLUMNS = 50, 30


def ignored(file: str, raw: RawSheet, why: str) -> Finding:
    """The note about a sheet that is passed over."""
    message = f"{place(file, raw.name)}: the sheet is ignored, since {why}."
    return Finding(file, raw.name, IssueCode.SHEET_IGNORED, message, "", Severity.NOTE)


def not_found(file: str, titles: Sequence[str]) -> list[Finding]:
    """The findings about headers of the saved mapping that no sheet of the file has."""
    hint = "Look whether the column has another name now, or take it out of [sources.NAME.columns] in rollcall.toml."
    said = 'no sheet has the column "{}", which the mapping of the source names.'
    return [
        Finding(
            file, None, IssueCode.UNKNOWN_COLUMN, f"{file}: {said.format(title)}", hint, Severity.NOTE, column=title
        )
        for title in titles
    ]


def undecided(raw: RawSheet, header: Header, file: str, how: Reading) -> Finding:
    """The finding about a sheet whose kind cannot be decided, perhaps because of a misspelled header."""
    closest = ((letter, closest_field(title)) for letter, title in strangers(header).items())
    letter, meant = next((one for one in closest if one[1]), ("", None))
    if meant is not None and how.unknown_columns is UnknownColumns.ERROR:
        return _unknown_column(raw, header, letter, file, f"Did you mean `{meant}`? Correct it.")
    where = f"{place(file, raw.name)}, row {header.row}"
    message = f"{where}: the columns do not tell an inventory from an assignments sheet."
    hint = (
        "Say which with --kind inventory or --kind assignments, or add the column owner_email, or name and type; "
        "or hide the sheet if it is not to be read."
    )
    return Finding(file, raw.name, IssueCode.MISSING_COLUMN, message, hint, row=header.row)


def misspelled(raw: RawSheet, file: str, how: Reading, meanings: Meanings) -> list[Finding]:
    """The findings about the misspelled headers of a sheet that has no header row; none where such are allowed."""
    found = misspelled_header(raw, meanings) if how.unknown_columns is UnknownColumns.ERROR else None
    if found is None:
        return []
    header, meant = found
    hint = "Did you mean `{}`? Correct it; or hide the sheet if it is not to be read."
    return [_unknown_column(raw, header, letter, file, hint.format(name)) for letter, name in meant.items()]


def only_hidden(file: str, sheets: Sequence[RawSheet], meanings: Meanings) -> Finding | None:
    """The finding that names the sheet that could be used if it were not hidden; None without one."""
    headers = {raw.name: find_header(raw, meanings) for raw in sheets if not raw.is_visible}
    names = [name for name, header in headers.items() if header is not None and names_devices(header)]
    if not names:
        return None
    said = f"sheet {names[0]} is" if len(names) == 1 else f"the sheets {', '.join(names)} are"
    message = f"{file}: {said} hidden, and no other sheet can be used."
    hint = f"Unhide {'it' if len(names) == 1 else 'what is to be read'} in Excel, and save the file."
    return Finding(file, None, IssueCode.NO_USABLE_SHEET, message, hint)


def nothing_usable(file: str, sheets: Sequence[RawSheet], meanings: Meanings) -> Finding:
    """The finding about the column that is missing where there is a header, else about the missing header row."""
    for raw in sheets:
        header = find_header(raw, meanings)
        if header is not None:
            message = f"{place(file, raw.name)}, row {header.row}: no column names the devices."
            hint = "Add an identifier: serial_number, asset_tag, mac_address, device_id or a name."
            return Finding(file, raw.name, IssueCode.MISSING_COLUMN, message, hint, row=header.row)
    for raw in sheets:
        looks = _looks(raw.cells)
        if looks:
            return _headerless(file, raw, looks)
    message = f"{file}: no sheet has a row with the names of the columns."
    hint = f"Write them (serial_number, owner_email, ...) in one of the first {SEARCHED_ROWS} rows." + _suggestion(
        sheets
    )
    return Finding(file, None, IssueCode.NO_USABLE_SHEET, message, hint)


def _headerless(file: str, raw: RawSheet, looks: dict[str, tuple[str, str]]) -> Finding:
    """The finding about data from the first row on, with what its columns seem to hold."""
    told = ", ".join(f"column {letter} looks like {words}" for letter, (_name, words) in looks.items())
    message = f"{place(file, raw.name)}: no row has the names of the columns; {told}."
    names = ", ".join(f"`{name}` above column {letter}" for letter, (name, _words) in looks.items())
    return Finding(
        file, raw.name, IssueCode.NO_USABLE_SHEET, message, f"Insert a header row above the first row: {names}."
    )


def _looks(cells: pl.DataFrame) -> dict[str, tuple[str, str]]:
    """The fields that the columns' values look like, by letter, with words for them; none where they are no data."""
    found = {}
    for letter in cells.columns[:_MOST_COLUMNS]:
        values = cells[letter].drop_nulls().head(_SAMPLE)
        for name, words, pattern in _LOOKS:
            if len(values) and int(values.str.contains(pattern).sum()) * 5 >= len(values) * 4:
                found[letter] = (name, words)
                break
    return found


def _suggestion(sheets: Sequence[RawSheet]) -> str:
    """A hint with the field that a cell in the first row may have been meant to be."""
    texts = [text for raw in sheets for line in raw.cells.head(1).rows() for text in line if text]
    for text in texts[:_MOST_COLUMNS]:
        meant = closest_field(text)
        if meant:
            return f' Did you mean `{meant}` by "{text}"?'
    return ""


def _unknown_column(raw: RawSheet, header: Header, letter: str, file: str, hint: str) -> Finding:
    title, cell = header.titles[letter], header.cell(letter)
    message = f'{place(file, raw.name)}, {cell}: no field is called "{title}".'
    code, row = IssueCode.UNKNOWN_COLUMN, header.row
    return Finding(file, raw.name, code, message, hint, row=row, column=title, cell=cell, value=title)
