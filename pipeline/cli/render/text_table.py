"""Rows as text on a screen: a table within a width, or one line per value where a table does not fit.

Nothing is cut off and no column is left out: what does not fit goes on below, in its column.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

    import polars as pl

_GAP = 2
# What a column is not made narrower than: the day of an instant, a word; and a value that has a line of its own.
_DAY, _WORD, _LINE = 10, 6, 20
# So few texts are measured one by one in less time than Polars takes to find the longest.
_FEW = 100
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+Z| [\d:.]+)")
# Names of columns whose values are copied and searched for as they stand.
_IDENTIFIER = re.compile(r"(^|_)(id|tag|number|serial|address|e?mail|username)$", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+")


def terminal_width(stream: TextIO | None = None) -> int | None:
    """The width that a person sees: COLUMNS where it is set, else that of the terminal; None where there is none.

    Standard output is asked where no other stream is given.
    """
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    return shutil.get_terminal_size().columns if (stream or sys.stdout).isatty() else None


def natural_widths(texts: pl.DataFrame) -> dict[str, int]:
    """The width of each column where nothing of it goes on below."""
    from rich.cells import cell_len

    longest = {column.name: _longest(column) for column in texts}
    return {name: max(cell_len(name), *(cell_len(line) for line in longest[name])) for name in texts.columns}


def total_width(widths: Mapping[str, int]) -> int:
    """The width of a table of such columns."""
    return sum(widths.values()) + _GAP * max(len(widths) - 1, 0)


def fitted_widths(texts: pl.DataFrame, width: int, natural: Mapping[str, int]) -> dict[str, int] | None:
    """The widths with which the columns stand within `width`; None where not even narrow ones do.

    The widest become narrower first, identifiers and addresses never. Names of columns stay whole where they can; else
    they break at their underscores.
    """
    room = width - _GAP * max(len(texts.columns) - 1, 0)
    for names in ({name: len(name) for name in texts.columns}, {name: _broken(name) for name in texts.columns}):
        least = {name: min(natural[name], max(names[name], _least(texts[name]))) for name in texts.columns}
        if sum(least.values()) <= room:
            return _levelled(natural, least, room)
    return None


def as_table(texts: pl.DataFrame, widths: Mapping[str, int]) -> str:
    """The rows as a table of columns with these widths."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for name, width in widths.items():
        table.add_column(Text(_header(name, width)), width=width, overflow="fold")
    for row in texts.iter_rows():
        table.add_row(*(Text(value or "") for value in row))
    console = Console(width=max(total_width(widths), 1), color_system=None)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines() if line.strip())


def as_lines(texts: pl.DataFrame, width: int | None) -> str:
    """One line per value, with the name of its column; a line with the number of the row above each."""
    from rich.cells import cell_len

    name_width = max((cell_len(name) for name in texts.columns), default=0)
    room = None if width is None else max(width - name_width - _GAP, _LINE)
    lines = []
    for number, row in enumerate(texts.iter_rows(), start=1):
        lines.append(f"{f'-- {number:,} ':-<{name_width + _GAP}}")
        for name, value in zip(texts.columns, row, strict=True):
            first, *more = _folded(value or "", room)
            beginning = name + " " * (name_width - cell_len(name) + _GAP)
            lines += [beginning + first, *(" " * (name_width + _GAP) + line for line in more)]
    return "\n".join(line.rstrip() for line in lines)


def _longest(column: pl.Series) -> list[str]:
    """The lines among which the widest is: a Chinese character takes three bytes and is as wide as two letters."""
    filled = column.drop_nulls()
    if filled.len() <= _FEW:
        return ["", *(line for text in filled for line in text.split("\n"))]
    lines = filled.str.split("\n").explode(empty_as_null=True).drop_nulls().rename("line").to_frame()
    text = lines["line"].str
    measured = lines.with_columns(letters=text.len_chars(), bytes=text.len_bytes())
    return [line for size in ("letters", "bytes") for line in measured.top_k(3, by=size)["line"]] + [""]


def has_addresses(column: pl.Series) -> bool:
    """Whether its values are e-mail addresses."""
    return bool(_ADDRESS.fullmatch(_first(column)))


def _first(column: pl.Series) -> str:
    return next((value for value in column.head(10) if value), "")


def _least(column: pl.Series) -> int:
    longest = int(str(column.str.len_chars().max() or 0))
    if _IDENTIFIER.search(column.name) or has_addresses(column):
        return longest
    return min(longest, _DAY if _INSTANT.fullmatch(_first(column)) else _WORD)


def _broken(name: str) -> int:
    parts = re.findall(r"[^_]*_?", name)
    return max(len(part) for part in parts)


def _header(name: str, width: int) -> str:
    """The name, in several lines where it is wider: as few as its underscores allow."""
    lines = [""]
    for part in re.findall(r"[^_]+_*|_+", name):
        if lines[-1] and len(lines[-1]) + len(part) > width:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def _levelled(natural: Mapping[str, int], least: Mapping[str, int], room: int) -> dict[str, int]:
    """The widths that fill the room: the natural ones, cut at the highest level at which all of them fit."""
    low, high = 0, max(natural.values(), default=0)
    while low < high:
        level = (low + high + 1) // 2
        fits = sum(max(least[name], min(width, level)) for name, width in natural.items()) <= room
        low, high = (level, high) if fits else (low, level - 1)
    return {name: max(least[name], min(width, low)) for name, width in natural.items()}


def _folded(text: str, room: int | None) -> Sequence[str]:
    from rich.console import Console
    from rich.text import Text

    if room is None:
        return text.splitlines() or [""]
    wrapped = Text(text).wrap(Console(width=room, color_system=None), room, overflow="fold")
    return [line.plain for line in wrapped] or [""]
