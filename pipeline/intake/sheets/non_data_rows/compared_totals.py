"""The sender's totals compared with the rows of the sheet: sums of money, and numbers of devices.

A total counts what stands in the sheet, so rows that are rejected later count, too. One below a group of rows may be
the sum of that group, of several groups, or of all rows above; one above all rows is that of all, or of
the first group. Where rows are hidden, a total may be that of the rows that are shown, as in a filtered table. Where
there is a column of quantities, a total may be the sum of each price times its quantity.

What formulas have computed is added up unrounded. A file of texts alone, such as a CSV file, shows it rounded to cents,
while its total was computed before. In both cases a total may differ by half a cent per row that rounding can have
changed (`_with_slack`): the figures are told, but not as a difference.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.intake.issues import Finding, finding
from pipeline.intake.raw_sheets import none_stored
from pipeline.intake.sheets.non_data_rows.amount_columns import is_money, is_number_of_devices
from pipeline.intake.sheets.non_data_rows.cell_amounts import EXACT, HALF_A_CENT, cell_amounts
from pipeline.intake.sheets.non_data_rows.total_words import DEVICES_COUNTED
from pipeline.intake.sheets.non_data_rows.totals_and_notes import naming_columns
from pipeline.intake.sheets.non_data_rows.totals_by_currency import by_currency, currencies_of, rows_in
from schemas.keys import MARKERS, tidied_expr, without_words_expr
from schemas.reasons.sheet_issues import TOTALS
from schemas.records import dataclass
from schemas.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.headers.header_row import Header
    from pipeline.intake.raw_sheets import RawSheet

_MOST_NAMED = 5
_FLAGS = ("is_subtotal", "is_wordless", "may_differ")
# One row per total: what it says, what the rows add up to from `first` to `at`, or from the top where that is null.
_COMPARED: dict[str, pl.DataType] = {
    **dict.fromkeys(("row", "first", "at", "lost"), pl.Int64()),
    **dict.fromkeys(("total", "expected"), EXACT),
    "is_right": pl.Boolean(),
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where totals stand, and what their rows are called; they have no column where they count devices.

    `is_rounded` is true for a file that has nothing but texts, as they were shown.
    """

    file: str
    sheet: str
    header: Header
    letter: str | None = None
    rows: str = "rows"
    is_rounded: bool = False

    @property
    def title(self) -> str | None:
        return self.header.titles[self.letter] if self.letter else None

    def cell(self, row: int) -> str | None:
        return f"{self.letter}{row}" if self.letter else None


def compared_totals(
    rows: pl.DataFrame, left_out: pl.DataFrame, raw: RawSheet, header: Header, *, file: str
) -> list[Finding]:
    """A note on the totals of each column that agree with the rows, and a warning about those that differ.

    `rows` are all rows below the header, `left_out` those of them that are no devices, as `no_devices` gives them.
    """
    if not left_out["is_sum"].any() and not left_out["label"].str.contains(DEVICES_COUNTED).any():
        return []
    devices = rows.filter(~pl.col("row").is_in(left_out["row"].implode()))
    place = _Place(file, raw.name, header, is_rounded=raw.stored is none_stored)
    found = _compared_columns(rows, left_out, devices, place)
    if raw.hidden_rows and _has_warning(found):
        shown = devices.filter(~pl.col("row").is_in(list(raw.hidden_rows)))
        of_shown = _compared_columns(rows, left_out, shown, replace(place, rows="rows that are shown"))
        return found if _has_warning(of_shown) else of_shown
    return found


def _compared_columns(
    rows: pl.DataFrame, left_out: pl.DataFrame, devices: pl.DataFrame, place: _Place
) -> list[Finding]:
    sums = left_out.filter("is_sum")
    findings: list[Finding] = []
    quantities, currencies = _quantities(rows, place.header), currencies_of(rows, place.header)
    for letter in (letter for letter in rows.columns[2:] if _is_added(place.header, letter)):
        cells = rows.select("row", cell=tidied_expr(pl.col(letter)))
        told = sums.join(cells.drop_nulls("cell"), on="row", how="inner", maintain_order="left")
        if not told.is_empty():
            cells = cells.join(quantities, on="row", how="left", maintain_order="left")
            for currency, group in by_currency(told, currencies):
                own = rows_in(devices["row"], currencies, currency)
                named = f"{place.rows} in {currency}" if own.len() < devices.height else place.rows
                findings += _of_column(group, cells, own, replace(place, letter=letter, rows=named))
    return findings + _of_devices(left_out, devices, naming_columns(rows, place.header), place)


def _is_added(header: Header, letter: str) -> bool:
    return is_money(header, letter) or is_number_of_devices(header, letter)


def _quantities(rows: pl.DataFrame, header: Header) -> pl.DataFrame:
    """The `quantity` of each row, 1 where none is said; no rows where the sheet has no such column."""
    letter = next((letter for letter in rows.columns[2:] if is_number_of_devices(header, letter)), None)
    if letter is None:
        return pl.DataFrame(schema={"row": rows.schema["row"], "quantity": EXACT})
    amounts = cell_amounts(rows.select(cell=tidied_expr(pl.col(letter)))["cell"])
    return rows.select("row", quantity=amounts["amount"].fill_null(1))


def _of_column(told: pl.DataFrame, cells: pl.DataFrame, devices: pl.Series, place: _Place) -> list[Finding]:
    """The findings about the totals of a column, of which `cells` has every row, with the quantity of each."""
    read = cells.hstack(cell_amounts(cells["cell"]))
    is_said = without_words_expr(pl.col("cell")).is_not_null() & ~pl.col("cell").str.to_lowercase().is_in(list(MARKERS))
    totals = told.select("row", *_FLAGS).join(
        read.select("row", total="amount", is_long="is_unrounded"), on="row", maintain_order="left"
    )
    read = read.filter(pl.col("row").is_in(devices.implode())).with_columns(
        is_lost=pl.col("amount").is_null() & is_said
    )
    read = _with_slack(read, is_rounded=place.is_rounded)
    # An unrounded total of rounded amounts is that of something else.
    totals = totals.filter(~pl.col("is_long") | read["is_unrounded"].any()).drop_nulls("total")
    found = _told(_compared(totals, read), place)
    if read["quantity"].count() and is_money(place.header, str(place.letter)) and _has_warning(found):
        times = read.with_columns(pl.col("amount", "slack") * pl.col("quantity"))
        of_times = _told(_compared(totals, times), replace(place, rows=f"{place.rows} times their quantity"))
        return found if _has_warning(of_times) else of_times
    return found


def _with_slack(read: pl.DataFrame, *, is_rounded: bool) -> pl.DataFrame:
    """The amounts with the `slack` that each gives its sum: half a cent where it is unrounded, or may be rounded.

    A whole amount is hardly computed, and gives none.
    """
    may_differ = pl.col("is_unrounded")
    if is_rounded:
        may_differ |= (pl.col("amount") != pl.col("amount").round(0)).fill_null(value=False)
    return read.with_columns(slack=pl.when(may_differ).then(HALF_A_CENT).otherwise(0))


def _has_warning(found: list[Finding]) -> bool:
    return any(one.severity == Severity.WARNING for one in found)


def _of_devices(left_out: pl.DataFrame, devices: pl.DataFrame, naming: Sequence[str], place: _Place) -> list[Finding]:
    """The findings about the numbers of devices that totals and notes give, as `Total: 12 devices`."""
    numbers = pl.concat_list(pl.col("label").str.extract(DEVICES_COUNTED, group) for group in (1, 2))
    number = numbers.list.drop_nulls().list.first().str.replace_all(r"[^\d]", "").cast(EXACT, strict=False)
    totals = left_out.select("row", *_FLAGS, total=number).drop_nulls("total")
    is_device = pl.any_horizontal(pl.col(letter).is_not_null() for letter in naming)
    one_each = devices.filter(is_device).select("row", amount=pl.lit(1), slack=pl.lit(0), is_lost=pl.lit(value=False))
    return _told(_compared(totals, one_each), place)


def _compared(totals: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The totals, in the order of the sheet, each with the sum that it should be, its first row, and `is_right`.

    `rows` have their `amount`, and the `slack` that its rounding gives the sum. A total without a word that differs
    beside one that agrees is something else, such as the tax, and is left out. So is one that differs and may have the
    tax in it.
    """
    if totals.is_empty() or rows.is_empty():
        return pl.DataFrame(schema=_COMPARED)
    rows = rows.sort("row").select("row", "is_lost", pl.col("amount", "slack").cast(EXACT).fill_null(0))
    sums = {"above": pl.col("amount").cum_sum(), "slack": pl.col("slack").cum_sum()}
    rows = rows.with_columns(**sums, lost=pl.col("is_lost").cum_sum(), at=pl.col("row"))
    totals = totals.sort("row").with_columns(pl.col("total").cast(EXACT))
    met = totals.join_asof(rows.select("row", "above", "slack", "lost", "at"), on="row", strategy="backward")
    met = met.with_columns(pl.col("above", "slack", "lost", "at").fill_null(0), whole=rows["amount"].sum())
    met = met.join(met.group_by("at").agg(pl.len()), on="at", maintain_order="left")
    return _judged(_with_groups(met, rows), rows)


def _with_groups(met: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The totals with the sum of the rows `before` the group above them, the `first` row of that, and `first_group`.

    `own_slack` is the slack of the group.
    """
    ends = met.unique("at", maintain_order=True).with_columns(
        before=pl.col("above").shift(1, fill_value=0), began=pl.col("at").shift(1) + 1, next=pl.col("above").shift(-1),
        own_slack=pl.col("slack") - pl.col("slack").shift(1, fill_value=0),
    )  # fmt: skip
    starts = rows.select(began="row", first="row")
    known = ends.drop_nulls("began").join_asof(starts, on="began", strategy="forward").select("at", "first")
    groups = ends.select("at", "before", "own_slack", first_group="next").join(
        known, on="at", how="left", maintain_order="left"
    )
    return met.join(groups, on="at", how="left", maintain_order="left")


def _judged(met: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    total, above, whole = pl.col("total"), pl.col("above"), pl.col("whole")
    group, is_on_top = above - pl.col("before"), pl.col("at") == 0
    is_part = pl.col("is_subtotal") | (pl.col("row") != met["row"].max())
    # The last of several totals one below the other is the sum of all, not that of the last group.
    may_be_group = is_part | (pl.col("len") == 1)
    are_groups = _is_one_of(met, above - total) & (total != 0) & is_part
    slack_of_all = pl.lit(rows["slack"].max())
    right = (
        pl.when(is_on_top)
        .then(_is_near(total, whole, slack_of_all) | _is_near(total, pl.col("first_group"), slack_of_all))
        .otherwise(
            _is_near(total, above, pl.col("slack"))
            | (_is_near(total, group, pl.col("own_slack")) & may_be_group)
            | are_groups
        )
    )
    is_group = pl.col("first").is_not_null() & is_part & ~is_on_top
    judged = met.with_columns(
        expected=pl.when(is_on_top).then(whole).when(is_group).then(group).otherwise(above),
        first=pl.when(is_group).then("first"),
        lost=pl.when(is_on_top).then(pl.lit(rows["lost"].max())).otherwise("lost"),
        is_right=right.fill_null(value=False),
    )
    is_other = pl.col("is_wordless") & ~pl.col("is_right") & pl.col("is_right").any().over("at")
    is_other |= pl.col("may_differ") & ~pl.col("is_right")
    return judged.filter(~is_other).select(_COMPARED.keys())


def _is_near(total: pl.Expr, amount: pl.Expr, slack: pl.Expr) -> pl.Expr:
    """True where both are the same, or as near as the slack of the rows and the rounding of the total allow."""
    return (total - amount).abs() <= pl.when(slack > 0).then(slack + HALF_A_CENT).otherwise(slack)


def _is_one_of(met: pl.DataFrame, sums: pl.Expr) -> pl.Series:
    """True where this is near the sum of all rows above some total."""
    wanted = met.select("row", "slack", sum=sums).sort("sum")
    known = met.select(near=pl.col("above")).unique().sort("near")
    found = wanted.join_asof(known, left_on="sum", right_on="near", strategy="nearest")
    is_one = found.select("row", is_one=_is_near(pl.col("sum"), pl.col("near"), pl.col("slack")))
    return met.select("row").join(is_one, on="row", how="left", maintain_order="left")["is_one"]


def _told(judged: pl.DataFrame, place: _Place) -> list[Finding]:
    """One warning about the totals that differ, and one note about those that agree."""
    wrong, right = judged.filter(~pl.col("is_right")), judged.filter("is_right")
    found = [_finding("differ", wrong, place)] if wrong.height else []
    return found + ([_finding("agree", right, place)] if right.height else [])


def _finding(verb: str, totals: pl.DataFrame, place: _Place) -> Finding:
    """One finding about totals of a column: its place is that of the first."""
    lines = totals.head(_MOST_NAMED).rows(named=True)
    row, is_alone = int(lines[0]["row"]), totals.height == 1
    more = f"; and {totals.height - len(lines)} more" if totals.height > len(lines) else ""
    name = f"{verb}s" if is_alone else verb
    return finding(
        TOTALS[name if place.letter else f"devices_{name}"],
        place.file,
        place.sheet,
        row=row if is_alone else None,
        column=place.title,
        cell=place.cell(row) if is_alone else None,
        title=place.title,
        rows=place.rows,
        count=totals.height,
        both=_both(lines[0], place),
        totals=f"{'; '.join(_listed(line, place) for line in lines)}{more}",
        lost=totals["lost"].max() or None,
    )


def _listed(line: dict[str, Any], place: _Place) -> str:
    """One of several totals: its figure where it agrees, else both figures; and where it stands."""
    said = _figure(line["total"], place) if line["is_right"] else _both(line, place)
    return f"{said} ({place.cell(line['row']) or 'row {row}'.format(**line)})"


def _both(line: dict[str, Any], place: _Place) -> str:
    """The total and the sum of the rows, in words."""
    first, last = line["first"], line["at"]
    group = f"rows {first} to {last}" if first and first < last else f"row {first}" if first else place.rows
    said, found = _figure(line["total"], place), _figure(line["expected"], place)
    rounded = (" as they are rounded" if place.is_rounded else " before rounding") if said != found else ""
    return f"your total {said}, the {group} {found}{rounded if line['is_right'] else ''}"


def _figure(amount: object, place: _Place) -> str:
    """The amount with its cents; a number of devices without."""
    number = Decimal(str(amount))
    is_counted = place.letter is None or is_number_of_devices(place.header, place.letter)
    return f"{number:,.0f}" if is_counted and number == number.to_integral_value() else f"{number:,.2f}"
