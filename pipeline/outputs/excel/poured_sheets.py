"""Big sheets: xlsxturbo writes an outline with one blank row, and the XML of the rows is poured into that.

Where charts show rows, the outline has the first rows instead, since a chart keeps a copy of what it shows.

The XML is put together by Polars, column by column, in pieces: that takes a quarter of the time of xlsxturbo, which
holds Python's lock all the while, so that a commit beside it stands still. The cells are those that xlsxturbo writes in
constant memory: a test compares the two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

import polars as pl
from polars import selectors as cs

if TYPE_CHECKING:
    from xlsxturbo.types import SheetOptions

    from pipeline.outputs.excel.parts import Part

    # What stands beside each other in a row: texts, and expressions with one text for each row.
    _Pieces: TypeAlias = Sequence[str | pl.Expr]

# A sheet with fewer rows gains nothing.
_LEAST_ROWS = 500
_AT_ONCE = 2_000
# No chart shows more rows of a sheet.
_DRAWN = 1_000
_FIRST_ROW = 2
# A float holds whole numbers exactly up to here; xlsxturbo writes greater ones as text.
_EXACT = 1 << 53
# Excel knows no day before this one, but for two months with a day too many.
_FIRST_DAY = date(1900, 3, 1)
_EPOCH = datetime(1899, 12, 30)
_DAY_US = 86_400_000_000

_ROW = "row"
_NUMBER = pl.col(_ROW)

# What XML cannot hold, or would read as something else, as Excel writes it; and a text that looks like that already.
_ESCAPED: Mapping[str, str] = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    **{chr(code): f"_x{code:04X}_" for code in (*range(0x20), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n"},
}
_TO_ESCAPE = r"[&<>\x00-\x08\x0B-\x1F\x{FFFE}\x{FFFF}]"
_ESCAPE_LIKE = r"_x[0-9a-fA-F]{4}_"
_SPACED = r"^[ \t\n]|[ \t\n]$"
_ODD = f"{_TO_ESCAPE}|{_ESCAPE_LIKE}|{_SPACED}"


def poured_frames(parts: Sequence[Part]) -> dict[str, pl.DataFrame]:
    """The frames to be poured, by the names of their sheets: those of many rows that are a whole sheet.

    All their values are of types that are written here, and none is one that Excel has no cell for.
    """
    named = Counter(name for _, name, _ in parts)
    return {
        name: frame
        for frame, name, options in parts
        if frame.height >= _LEAST_ROWS and named[name] == 1 and _is_table(options) and _is_usual(frame, options)
    }


def poured_beside_charts(parts: Sequence[Part], least: int) -> dict[str, pl.DataFrame]:
    """The frames with more rows than `least` whose rows below the first are to be poured, by the names of their sheets.

    Their first rows show the style of each column that has one.
    """
    poured = poured_frames(parts)
    return {
        name: frame
        for frame, name, options in parts
        if name in poured and frame.height > max(least, _DRAWN) and _are_styles_shown(frame, options)
    }


def _are_styles_shown(frame: pl.DataFrame, options: SheetOptions) -> bool:
    styled = [name for name in options.get("column_formats") or {} if name in frame.columns]
    first = frame.head(_DRAWN)
    return all(first[name].null_count() < first.height for name in styled if frame[name].null_count() < frame.height)


def _is_table(options: SheetOptions) -> bool:
    return bool(options.get("header", True) and options.get("header_format") and not options.get("startrow"))


def _is_usual(frame: pl.DataFrame, options: SheetOptions) -> bool:
    """True where every value can be written here; a time without a format of its column is given one by xlsxturbo."""
    figures = (cs.integer() | cs.decimal() | cs.by_dtype(pl.Float64)) - cs.by_dtype(pl.UInt64, pl.Int128)
    times = cs.date() | cs.datetime()
    others = cs.string() | cs.boolean() | cs.by_dtype(pl.Null)
    times_without = {*frame.select(times).columns} - {*(options.get("column_formats") or {})}
    if frame.select(figures | times | others).width < frame.width or times_without:
        return False
    exact = frame.select(cs.by_dtype(pl.Int64).is_between(-_EXACT, _EXACT).all())
    timely = frame.select(times.min().cast(pl.Date) >= _FIRST_DAY)
    return all(value is not False for row in (*exact.rows(), *timely.rows()) for value in row)


def outline(part: Part) -> Part:
    """The same sheet with one blank row, which shows the styles of the columns."""
    frame, name, options = part
    return frame.clear(1), name, options


def first_rows(part: Part) -> Part:
    """The same sheet with no more than the rows that charts show."""
    frame, name, options = part
    return frame.head(_DRAWN), name, options


def sheet_xml(outlined: str, frame: pl.DataFrame) -> Iterator[bytes]:
    """The XML of a sheet, in pieces, from its outline, or from one with its first rows, and the frame."""
    beginning, _, rest = outlined.partition("<sheetData>")
    rows, _, end = rest.partition("</sheetData>")
    header, _, below = rows.partition(f'<row r="{_FIRST_ROW}"')
    begun = below.count("<row ") + 1
    begun = begun if begun > 1 else 0  # an outline has one row, which is blank
    letters = re.findall(r'<c r="([A-Z]+)1"', header)
    whole = f'ref="A1:{letters[-1]}{frame.height + 1}"'
    yield re.sub(r'(?<=<dimension )ref="[^"]*"', whole, beginning).encode()
    yield f"<sheetData>{rows if begun else header}".encode()
    styles: dict[str, str] = dict(re.findall(r'<c r="([A-Z]+)\d+" s="(\d+)"', below))
    yield from _rows_xml(frame, [(letter, styles.get(letter)) for letter in letters], begun)
    yield b"</sheetData>" + re.sub(r'(?<=<autoFilter )ref="[^"]*"', whole, end).encode()


def with_filtered_rows(book: str, names: Sequence[str], poured: Mapping[str, pl.DataFrame]) -> str:
    """The XML of the workbook's list of sheets, in the order of `names`, with the filters over all rows poured."""
    for at, name in enumerate(names):
        if name in poured:
            begin = rf'(<definedName name="_xlnm\._FilterDatabase" localSheetId="{at}"[^>]*>[^<]*\$)'
            book = re.sub(rf"{begin}\d+(?=</definedName>)", rf"\g<1>{poured[name].height + 1}", book)
    return book


def _rows_xml(frame: pl.DataFrame, places: Sequence[tuple[str, str | None]], begun: int) -> Iterator[bytes]:
    """The XML of the rows but the first `begun`, in pieces; `places` has the letter and the style of each column."""
    rows = _with_blanks(frame)
    rows = rows.rename(dict(zip(rows.columns, [letter for letter, _ in places], strict=True)))
    values = _values(rows)
    for at in range(begun, rows.height, _AT_ONCE):
        some = rows.slice(at, _AT_ONCE)
        pieces: list[str | pl.Expr] = ['<row r="', _NUMBER, '">']
        for letter, style in places:
            pieces += _cells(some[letter].null_count(), len(some), letter, style, values[letter])
        numbers = pl.int_range(at + _FIRST_ROW, at + _FIRST_ROW + len(some), eager=True).cast(pl.String).alias(_ROW)
        told = some.with_columns(numbers).select(_beside([*pieces, "</row>"]).str.join("").cast(pl.Binary))
        yield told.item()


def _cells(blank: int, every: int, letter: str, style: str | None, value: _Pieces) -> _Pieces:
    """The cells of one column, in pieces that stand beside each other; a blank one has its style, or is left out."""
    begin: _Pieces = (f'<c r="{letter}', _NUMBER, f'" s="{style}"' if style else '"')
    if blank == every:
        return (*begin, "/>") if style else ()
    if not blank:
        return (*begin, *value)
    return (pl.coalesce(_beside([*begin, *value]), _beside([*begin, "/>"] if style else [""])),)


def _with_blanks(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with nulls for all else that a cell shows as blank: texts without a letter, and what is no number."""
    blank = _where(frame, cs.string() == "")
    endless = _where(frame, ~cs.by_dtype(pl.Float64).is_finite())
    if not blank and not endless:
        return frame
    return frame.with_columns(
        *(pl.when(pl.col(name) != "").then(name).alias(name) for name in blank),
        *(pl.when(pl.col(name).is_finite()).then(name).alias(name) for name in endless),
    )


def _values(rows: pl.DataFrame) -> dict[str, _Pieces]:
    """For each column what stands in a cell: its value, between what stands before and behind it."""
    odd = rows.select(_where(rows, cs.string().str.contains(_ODD)))  # one look for all three: few columns have any
    texts = (_where(odd, cs.string().str.contains(marks)) for marks in (_ESCAPE_LIKE, _TO_ESCAPE, _SPACED))
    alike, escaped, spaced = (frozenset(names) for names in texts)

    def text(name: str) -> _Pieces:
        value: pl.Expr = pl.col(name)
        before: str | pl.Expr = ' t="inlineStr"><is><t>'
        if name in spaced:
            kept = pl.lit(' t="inlineStr"><is><t xml:space="preserve">')
            before = pl.when(value.str.contains(_SPACED)).then(kept).otherwise(pl.lit(before))
        if name in alike:
            value = value.str.replace_all(f"({_ESCAPE_LIKE})", "_x005F${1}")
        if name in escaped:
            value = value.str.replace_many([*_ESCAPED], [*_ESCAPED.values()])
        return before, value, "</t></is></c>"

    return {name: text(name) if dtype == pl.String else _figure(name, dtype) for name, dtype in rows.schema.items()}


def _figure(name: str, dtype: pl.DataType) -> _Pieces:
    value = pl.col(name)
    if dtype == pl.Boolean:
        return ' t="b"><v>', value.cast(pl.Int8).cast(pl.String), "</v></c>"
    if dtype == pl.Date:
        value = (value - _EPOCH.date()).dt.total_days()
    elif dtype == pl.Datetime:
        value = (value.dt.replace_time_zone(None) - _EPOCH).dt.total_microseconds() / _DAY_US
    return "><v>", value.cast(pl.String), "</v></c>"


def _where(frame: pl.DataFrame, is_so: pl.Expr) -> list[str]:
    """The columns in which it is so somewhere."""
    found = frame.select(is_so.any())
    return [name for name in found.columns if found[name].item()]


def _beside(pieces: _Pieces) -> pl.Expr:
    """The pieces beside each other; null where one of them is. Texts that follow each other are put together first."""
    joined: list[str | pl.Expr] = [""]
    for piece in pieces:
        if isinstance(piece, str) and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return pl.concat_str(pl.lit(piece) if isinstance(piece, str) else piece for piece in joined)
