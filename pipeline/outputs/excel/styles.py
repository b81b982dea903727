"""The style of our sheets: one accent colour, quiet fills for the outcomes, formats by type, widths by content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl
from polars import selectors as cs

from schemas.fields import ASSIGNMENT_FIELDS, CURRENCY, INVENTORY_FIELDS, PRICES, FieldType
from schemas.vocabulary import Action, Outcome, Severity

if TYPE_CHECKING:
    from xlsxturbo.types import ColumnFormat, ConditionalFormat

ACCENT = "#17495C"
QUIET = "#6B7780"
ALARM = "#B23A3A"
RULE = "#9DB2BB"
BAND = "#EEF3F5"
# The parts of a bar of a chart, in their order.
SERIES = (ACCENT, "#7D97A3", "#C77D2B", "#6C2C68")

HEADER: ColumnFormat = {"bold": True, "bg_color": ACCENT, "font_color": "white", "align_vertical": "center"}
TITLE: ColumnFormat = {"bold": True, "font_size": 18, "font_color": ACCENT, "align_vertical": "center"}
TITLE_HEIGHT = 30.0
LINE_HEIGHT = 15.0
CALM: ColumnFormat = {"italic": True, "font_color": QUIET}

INTEGER = "#,##0_)_)"  # `_)` adds a little space between a figure and the text to its right
NUMBER = "0_)_)"
MONEY = "#,##0.00_)_)"
TEXT_ABOVE_FIGURES = "@_)_)"
INSTANT = "yyyy-mm-dd hh:mm"
DATE = "yyyy-mm-dd"
AS_TYPED = "@"

# The background and text colours of the words that have any.
FILLS: Mapping[str, tuple[str, str]] = {
    Outcome.APPLIED: ("#DDEFE0", "#1E5B2E"),
    Outcome.UNCHANGED: ("#ECEEEF", "#565F66"),
    Outcome.SKIPPED: ("#FFF0CC", "#7A5600"),
    Outcome.REJECTED: ("#F9DCDC", "#8E1B1B"),
    Action.CREATE: ("#DCE9F7", "#1D4B7A"),
    Action.UPDATE: ("#ECEEEF", "#565F66"),
    Action.ASSIGN: ("#DDEFE0", "#1E5B2E"),
    Action.REASSIGN: ("#FFF0CC", "#7A5600"),
    Action.UNASSIGN: ("#F3E3F2", "#6C2C68"),
    Severity.ERROR: ("#F9DCDC", "#8E1B1B"),
    Severity.WARNING: ("#FFF0CC", "#7A5600"),
    Severity.NOTE: ("#ECEEEF", "#565F66"),
}

_TITLES: Mapping[str, str] = {
    "org_id": "Organization",
    "owner_email": "Owner",
    "previous_owner_email": "Previous owner",
    "effective_at": "Effective from",
    "end_at": "Until",
    "due_at": "Due back",
    "ends_on": "Last day",
    "old": "Old value",
    "new": "New value",
    "what": "What",
    "id": "ID",
    "start_time": "From",
    "end_time": "Until",
    "taken": "Devices taken",
    "released": "Devices given back",
    "devices_remaining": "Devices remaining",
    "imei": "IMEI",
    "dev_eui": "DevEUI",
    "ram": "RAM",
    "run_id": "Run ID",
    "row_id": "Row ID",
    "email": "E-mail",
}
_WORDS: Mapping[str, str] = {"id": "ID", "mac": "MAC", "mdm": "MDM", "os": "OS"}
_COUNTS = frozenset({"devices", "taken", "released", "devices_remaining"})
_SAMPLE = 400
_NARROW, _WIDE, _WIDEST = 9.0, 46.0, 78.0
_SENTENCES = frozenset({"message", "hint", "remaining"})


def titles_of(columns: pl.Schema, timezone: str = "UTC") -> dict[str, str]:
    """The header for people over each column: `serial_number` is "Serial number".

    The first column of instants names the time zone, for all of them. Where two headers would be equal, all columns
    keep their own names.
    """
    titles = {name: _title(name) for name in columns}
    instants = [name for name, dtype in columns.items() if isinstance(dtype, pl.Datetime)]
    for name in instants[:1]:
        titles[name] += f" ({timezone})"
    is_telling = len({title.casefold() for title in titles.values()}) == len(titles)
    return titles if is_telling else {name: name for name in columns}


def formats_of(frame: pl.DataFrame) -> dict[str, ColumnFormat]:
    """The number format of each column whose type needs a format."""
    currency = _only_currency(frame)
    formats = {name: _format(name, dtype, currency) for name, dtype in frame.schema.items()}
    return {name: found for name, found in formats.items() if found is not None and "*" not in name}


def as_typed_formats(frame: pl.DataFrame) -> dict[str, ColumnFormat]:
    """Text formats for cells that a person will correct, so that `00123` stays `00123` when typed again.

    Dates get no text format: a date typed into a text cell would become a text.
    """
    texts = [name for name in frame.select(cs.string()).columns if not name.startswith("_") and "*" not in name]
    return {name: {"num_format": AS_TYPED} for name in texts if _plain(name) not in _DATED}


def widths_of(frame: pl.DataFrame) -> dict[int, float]:
    """The column widths, from the longest of the first few hundred cells and from the header with its filter button."""
    counted = cs.string() | cs.numeric() | cs.boolean() | cs.categorical()
    lengths = frame.head(_SAMPLE).select(counted.cast(pl.String).str.len_chars().max().fill_null(0))
    longest = dict(zip(lengths.columns, lengths.row(0), strict=True)) if lengths.width and not frame.is_empty() else {}
    return {at: _width(name, dtype, longest.get(name, 0)) for at, (name, dtype) in enumerate(frame.schema.items())}


def colours_of(words: type[Outcome | Action | Severity]) -> list[ConditionalFormat]:
    """One rule per word of a vocabulary, which gives the cells with the word its colours."""
    return [
        {"type": "cell", "criteria": "equal_to", "value": word.value, "format": fill(word.value)}
        for word in words
        if word.value in FILLS
    ]


def fill(word: str) -> ColumnFormat:
    """The colours of a word, as a cell format."""
    background, text = FILLS[word]
    return {"bg_color": background, "font_color": text}


def _plain(header: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", header.casefold()).strip("_")


_DATED = frozenset(
    field.name for field in (*ASSIGNMENT_FIELDS, *INVENTORY_FIELDS) if field.type in {FieldType.DATE, FieldType.INSTANT}
)


def _title(name: str) -> str:
    if name in _TITLES:
        return _TITLES[name]
    if "." in name or name != name.lower():
        return name
    words = [_WORDS.get(word, word) for word in name.strip("_").split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def money_format(currency: str | None) -> str:
    """The number format of amounts; they show their currency where it is known."""
    return f"#,##0.00\\ [${currency}]_)_)" if currency else MONEY


def _only_currency(frame: pl.DataFrame) -> str | None:
    """The currency of all prices of a frame; None where there are several, or some are in none that is known."""
    if CURRENCY not in frame.columns or not (prices := [name for name in PRICES if name in frame.columns]):
        return None
    priced = frame.filter(pl.any_horizontal(pl.col(prices).is_not_null()))
    return priced[CURRENCY].item(0) if priced.height and priced[CURRENCY].n_unique() == 1 else None


def _format(name: str, dtype: pl.DataType, currency: str | None) -> ColumnFormat | None:
    if isinstance(dtype, pl.Datetime):
        return {"num_format": INSTANT, "align_horizontal": "left"}
    if isinstance(dtype, pl.Date):
        return {"num_format": DATE, "align_horizontal": "left"}
    if isinstance(dtype, pl.Decimal) or name.endswith("price"):
        return {"num_format": money_format(currency if name in PRICES else None)}
    if dtype.is_integer():
        return {"num_format": INTEGER if name in _COUNTS else NUMBER}
    return None


def _width(name: str, dtype: pl.DataType, longest: int) -> float:
    cells = {pl.Datetime: 16, pl.Date: 10, pl.Duration: 16, pl.Time: 12}.get(dtype.base_type(), longest)
    widest = _WIDEST if name.strip("_").casefold() in _SENTENCES else _WIDE
    return min(max(_NARROW, cells * 1.05 + 2, len(_title(name)) + 5), widest)
