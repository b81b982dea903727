"""Rows below the header that are not devices: totals, notes below the data, and repeated headers.

A row that could be a device is read, and rejected or skipped for a reason that people can see: a device whose row was
silently left out would count as absent from a full sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.header_row import NAMING
from pipeline.intake.sheets.non_data_rows.amount_columns import currency_column
from pipeline.intake.sheets.non_data_rows.total_words import (
    AVERAGE,
    CHARGE,
    CURRENCY_AT_END,
    FOOTNOTE,
    NOTE,
    NOTE_HEADING,
    NUMBER_LIKE,
    SUBTOTAL,
    TOTAL_LINE,
    TOTALS,
    WITH_TAX,
)
from pipeline.intake.sheets.non_data_rows.wordless_totals import DASHES, wordless_totals
from schemas.fields import IDENTIFIERS, NAME_PARTS, OWNER_IDENTIFIERS
from schemas.keys import tidied_expr
from schemas.records import dataclass
from schemas.vocabulary import DEVICE_KINDS, Kind

if TYPE_CHECKING:
    from pipeline.intake.headers.header_row import Header
    from pipeline.intake.raw_sheets import RawSheet

# So many rows at the end are searched for notes; no sheet has more notes than that.
_END = 200
_NAMES_OF_PEOPLE = frozenset(("owner_name", *(part.name for part in NAME_PARTS)))
# No note has more cells.
_FEW_CELLS = 3
# The flags of which a row has one that may not be a device; short entries only count below a heading.
_SUSPECT = (
    *("is_header", "is_exact_total", "is_subtotal", "is_total", "is_aside", "is_all_numbers"),
    *("is_note", "is_heading", "is_footnote", "is_prose"),
)

# True for each row that may have such a flag: one of few cells, of as many numbers, or the header again. The others
# need not be searched for words.
_MAY_BE_NONE = (
    (pl.col("filled") <= _FEW_CELLS)
    | (pl.col("numbers") + pl.col("dashes") >= pl.col("filled").cast(pl.Int64) - 1)
    | pl.col("is_header")
)

_FLAGS = ("is_subtotal", "is_wordless", "is_sum", "may_differ")
_LEFT_OUT = {"row": pl.Int64, "label": pl.String, "said": pl.String, **dict.fromkeys(_FLAGS, pl.Boolean)}


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a sheet by letter: all that are read, and those among them that identify a device, or name it."""

    shown: list[str]
    strong: list[str]
    names: list[str]

    @property
    def naming(self) -> list[str]:
        return [*self.strong, *self.names]


def no_devices(rows: pl.DataFrame, raw: RawSheet, header: Header, *, is_of_people: bool = False) -> pl.DataFrame:
    """One row per data row that is clearly not a device, from the top: `row, said, label` and flags of totals.

    `said` is its text, and `label` its first cell. A total that may have a tax or a discount in it
    `may_differ`. In a sheet of people, one row per row that is clearly not a person.
    """
    columns = _columns_of_people(rows, header) if is_of_people else _columns(rows, header)
    nothing = pl.DataFrame(schema=_LEFT_OUT)
    if not columns.naming or rows.is_empty():
        return nothing
    lines = _header_lines(raw, header, columns)
    looked_at = _candidates(rows, header, columns, lines)
    counted = _with_counts(looked_at, columns, lines)
    if not counted.select(_MAY_BE_NONE.any()).item():  # as in most sheets
        return nothing
    judged = _with_flags(counted, columns, rows.height)
    if not judged.select(pl.any_horizontal(_SUSPECT).any()).item():
        return nothing
    told = pl.col("is_header") | pl.col("is_exact_total") | pl.col("is_subtotal") | _is_at_end(judged)
    judged = judged.with_columns(is_told=told)
    judged = judged.with_columns(is_wordless=wordless_totals(judged, rows, header, columns.naming))
    judged = judged.filter(pl.col("is_told") | _is_at_end(judged))
    said = pl.when("is_header").then(pl.lit("the header again")).otherwise("said")
    is_sum = pl.any_horizontal("is_exact_total", "is_subtotal", "is_total", "is_wordless")
    is_sum &= ~pl.any_horizontal("is_header", "is_aside")
    is_with_tax = pl.col("own_label").str.contains(WITH_TAX).fill_null(value=False)
    may_differ = is_with_tax | pl.col("is_charge").cum_max()
    flags = {"said": said, "is_sum": is_sum, "may_differ": may_differ}
    return judged.select("row", "label", "is_subtotal", "is_wordless", **flags)


def shown_columns(rows: pl.DataFrame, header: Header) -> list[str]:
    """The columns of the data rows, by letter, without those that we have written."""
    return [letter for letter in rows.columns[2:] if not header.titles.get(letter, "").startswith("_")]


def naming_columns(rows: pl.DataFrame, header: Header) -> list[str]:
    """The columns of a sheet of devices that name them, by letter."""
    return _columns(rows, header).naming


def _columns(rows: pl.DataFrame, header: Header) -> _Columns:
    currency = currency_column(header)  # a total has one, too
    shown = [letter for letter in shown_columns(rows, header) if letter != currency]
    titled = [letter for letter in shown if letter in header.titles]
    fields = {letter: {header.field_of(letter, kind) for kind in DEVICE_KINDS} for letter in titled}
    strong = [letter for letter in titled if fields[letter] & set(IDENTIFIERS)]
    names = [letter for letter in titled if letter not in strong and fields[letter] & NAMING]
    return _Columns(shown, strong, names)


def _columns_of_people(rows: pl.DataFrame, header: Header) -> _Columns:
    fields = {letter: header.field_of(letter, Kind.PEOPLE) for letter in rows.columns[2:] if letter in header.titles}
    shown = shown_columns(rows, header)
    strong = [letter for letter, name in fields.items() if name in OWNER_IDENTIFIERS]
    names = [letter for letter, name in fields.items() if name in _NAMES_OF_PEOPLE]
    return _Columns(shown, strong, names)


def _header_lines(raw: RawSheet, header: Header, columns: _Columns) -> list[dict[str, str | None]]:
    """The cells of the header row in the form in which they are compared; of both rows, where there are two."""
    numbers = [header.row, header.row - 1] if header.upper else [header.row]
    lines = pl.concat([raw.cells.slice(number - 1, 1).select(columns.shown) for number in numbers])
    return _tidied(lines).with_columns(pl.all().str.to_lowercase()).rows(named=True)


def _candidates(
    rows: pl.DataFrame, header: Header, columns: _Columns, lines: list[dict[str, str | None]]
) -> pl.DataFrame:
    """The rows at the end, and others that look like a total, a subtotal or a header; their cells tidied."""
    gap = pl.col("row").diff().fill_null(pl.col("row").first() - header.row) > 1
    is_end = pl.int_range(pl.len()) >= rows.height - _END
    found = rows.lazy().with_columns(is_end=is_end, has_gap=gap)
    if rows.height > _END:
        found = found.filter(is_end | pl.col("row").is_in(_worded(rows, columns, lines).implode()))
    chosen = found.collect()
    return chosen.select("row", "is_end", "has_gap").hstack(_tidied(chosen.select(columns.shown)))


def _worded(rows: pl.DataFrame, columns: _Columns, lines: list[dict[str, str | None]]) -> pl.Series:
    """The numbers of the rows in which the words of a total, a subtotal or a header stand where a device is named."""
    words = [*TOTALS, *{str(line[letter]) for line in lines for letter in columns.naming if line[letter]}]
    nameless = rows.filter(pl.all_horizontal(pl.col(letter).is_null() for letter in columns.naming))
    labels = nameless.select("row", label=pl.coalesce(columns.shown))
    worded = [_with_total_words(rows["row"], rows[letter], words) for letter in columns.naming]
    return pl.concat([*worded, _with_total_words(labels["row"], labels["label"], words)])


def _tidied(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells of these few rows, tidied as one column: each column by itself costs more than the cells in it."""
    if not cells.width:
        return cells
    texts = pl.concat([cells[letter].rename("text") for letter in cells.columns]).to_frame()
    tidied, height = texts.select(tidied_expr(pl.col("text"))).to_series(), cells.height
    columns = (tidied.slice(at * height, height).rename(letter) for at, letter in enumerate(cells.columns))
    return pl.DataFrame(list(columns))


def _with_total_words(numbers: pl.Series, texts: pl.Series, words: list[str]) -> pl.Series:
    """The numbers of the rows whose text is one of these words, or a subtotal.

    A search for digits excludes most texts first, in 5 ms for 200,000.
    """
    is_plain = ~texts.str.contains("[0-9]").fill_null(value=True)
    if not is_plain.any():
        return numbers.clear()
    plain = texts.filter(is_plain).str.strip_chars().str.replace(CURRENCY_AT_END, "").str.to_lowercase()
    return numbers.filter(is_plain).filter(plain.is_in(words) | plain.str.contains(SUBTOTAL))


def _with_counts(rows: pl.DataFrame, columns: _Columns, lines: list[dict[str, str | None]]) -> pl.DataFrame:
    """The rows with the numbers of their cells, and whether they are the header again."""
    counted = rows.with_columns(
        filled=_count_expr(columns.shown),
        numbers=pl.sum_horizontal(pl.col(letter).str.contains(NUMBER_LIKE) for letter in columns.shown),
        dashes=pl.sum_horizontal(pl.col(letter).is_in(DASHES) for letter in columns.shown),
    )
    is_header = pl.any_horizontal(_is_header(columns, line) for line in lines)
    return counted.with_columns(is_header=is_header.fill_null(value=False))


def _with_flags(rows: pl.DataFrame, columns: _Columns, height: int) -> pl.DataFrame:
    """The rows with a flag for each thing that they may be."""
    texts = rows.with_columns(
        named=_count_expr(columns.naming),
        label=pl.coalesce(columns.shown),
        name=pl.coalesce(columns.naming),
        said=pl.concat_str(columns.shown, separator=" ", ignore_nulls=True),
    )
    is_sum = pl.col("numbers") == pl.col("filled") - 1
    # `VAT 19%` is like a number.
    is_worded = (is_sum | (pl.col("numbers") == pl.col("filled"))) & (pl.col("filled") > 1)
    is_counted = (pl.col("named") == 1) & _is_count(pl.col("name"), height)
    is_labelled = (pl.col("named") == 0) | ((pl.col("named") == 1) & (pl.col("name") == pl.col("label")))
    has_no_digit = ~pl.col("name").str.contains(r"\d").fill_null(value=False)
    own_label = pl.when(pl.col("named") == 1).then("name").otherwise(pl.when(pl.col("named") == 0).then("label"))
    texts = texts.with_columns(own_label=own_label.str.replace(CURRENCY_AT_END, ""))
    own_label, no = pl.col("own_label"), pl.lit(value=False)
    has_lone_cells = bool((rows["filled"] == 1).any())  # each pattern takes longer to compile than to be looked for
    flags = texts.with_columns(
        is_exact_total=is_sum & own_label.str.to_lowercase().is_in(TOTALS),
        is_subtotal=is_sum & (pl.col("filled") > 1) & own_label.str.contains(SUBTOTAL),
        is_total=is_sum
        & (own_label.str.contains(TOTAL_LINE) | (is_counted & pl.col("label").str.contains(TOTAL_LINE))),
        is_charge=is_worded & own_label.str.contains(CHARGE),
        is_aside=is_worded & own_label.str.contains(f"{CHARGE}|{AVERAGE}"),
        is_note=(pl.col("filled") <= _FEW_CELLS) & pl.col("label").str.contains(NOTE) & (is_labelled | has_no_digit),
        is_heading=(pl.col("filled") <= 2) & pl.col("label").str.contains(NOTE_HEADING) & is_labelled,
        is_footnote=_is_footnote(columns) if has_lone_cells else no,
        is_prose=_is_prose(columns) if has_lone_cells else no,
        is_entry=(pl.col("filled") <= 2) & ~pl.col("said").str.contains("@", literal=True) & has_no_digit,
        is_wordless=pl.lit(value=False),
        is_all_numbers=pl.col("numbers") + pl.col("dashes") >= pl.col("filled"),
    )
    return flags.with_columns(pl.selectors.boolean().fill_null(value=False))


def _is_at_end(judged: pl.DataFrame) -> pl.Series:
    """True for the rows at the end of the sheet that are nothing but totals and notes down to the last row.

    Prose counts only below a blank row, a total or another note; short entries only below the heading of a legend.
    """
    is_marked = judged["is_note"] | judged["is_footnote"] | judged["is_heading"]
    is_sum = judged["is_total"] | judged["is_subtotal"] | judged["is_wordless"] | judged["is_aside"]
    sure = judged["is_end"] & (is_sum | is_marked | judged["is_prose"] | judged["is_header"])
    entry = judged["is_end"] & judged["is_entry"]
    is_below_heading = (judged["is_heading"] & _up_to_the_end(sure | entry)).cum_max()
    run = _up_to_the_end(sure | (entry & is_below_heading))
    is_certain = judged["has_gap"] | is_sum | is_marked
    return run & (run & is_certain).cum_max()


def _up_to_the_end(flags: pl.Series) -> pl.Series:
    """True where the flag is true in this row and in all rows below."""
    return flags.reverse().cum_min().reverse()


def _is_footnote(columns: _Columns) -> pl.Expr:
    """True for one filled cell of a mark and words, in a column that names no device."""
    is_alone = (pl.col("filled") == 1) & (_count_expr(columns.names) == 0)
    return is_alone & pl.col("label").str.contains(FOOTNOTE)


def _is_prose(columns: _Columns) -> pl.Expr:
    """True for one filled cell of words. In a column that names devices it must look like a sentence."""
    label = pl.col("label")
    words, plain = label.str.count_matches(r"\S+"), label.str.count_matches(r"\b\p{Ll}{2,}\b")
    is_sentence = (plain >= 3) & ((words >= 7) | ((words >= 4) & label.str.contains(r"[.!?:]$")))
    is_named_by_name = _count_expr(columns.names) > 0
    is_words = (
        pl.when(pl.col("named") == 0)
        .then(label.str.contains(r"\p{L}{2,}\W+\p{L}{2,}"))
        .when(is_named_by_name)
        .then(is_sentence)
        .otherwise((plain >= 3) & (words >= 4))
    )
    return (pl.col("filled") == 1) & ~label.str.contains("@", literal=True) & is_words


def _is_header(columns: _Columns, line: dict[str, str | None]) -> pl.Expr:
    """True where all filled cells equal the header above them, and there are two, if the header has as many."""
    same = [
        pl.col(letter).is_null()
        | (pl.col(letter).str.to_lowercase() == pl.lit(line[letter], dtype=pl.String)).fill_null(value=False)
        for letter in columns.shown
    ]
    width = sum(text is not None for text in line.values())
    return pl.all_horizontal(same) & (pl.col("filled") >= min(2, width))


def _is_count(text: pl.Expr, height: int) -> pl.Expr:
    """True for a whole number that may be the number of rows in the sheet."""
    return text.str.contains(r"^\d{1,7}(?:\.0)?$") & (text.cast(pl.Float64, strict=False) <= height)


def _count_expr(letters: list[str]) -> pl.Expr:
    return pl.sum_horizontal(pl.lit(0), *(pl.col(letter).is_not_null() for letter in letters))
