"""The Summary sheet: a title, the sentences, then small tables, one below the other on one grid.

It is made of frames alone, without single cells, so that it looks the same in constant memory. Text that is longer than
its column is in the last column of its table, where it may run over to the right without being clipped.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

import polars as pl

from pipeline.model import Intent
from pipeline.outputs.excel import styles as looks
from pipeline.outputs.frames.causes import causes
from pipeline.outputs.frames.totals import ACTIONS, control_totals, money_table, rows_by_outcome
from pipeline.outputs.local_times import zone_of
from pipeline.outputs.messages.policy_sentences import violations_table
from pipeline.outputs.summary import summary_text
from schemas.instants import local_minute_text
from schemas.reasons import SENTENCES
from schemas.reasons.filled_frames import format_expr
from schemas.vocabulary import Action, IssueCode, Mode, Outcome, Reason, Severity
from schemas.words.currencies import of_header

if TYPE_CHECKING:
    from xlsxturbo.types import ColumnFormat, SheetOptions

    from pipeline.model import Results, RunReport, Sheet, Source
    from pipeline.outputs.excel.parts import Part

_SUMMARY = "Summary"
_GRID = {0: 46.0, 1: 16.0, 2: 16.0, 3: 16.0, 4: 18.0, 5: 18.0, 6: 18.0}
_LINE = 132
_LETTERS = 0.93  # letters per unit of a column's width that fit in any font
_NAME = 44
# The issues about totals, prices and owners named in vain, which stand on the Summary; no more causes than that.
_OF_FIGURES, _MOST_TOLD = [IssueCode.TOTALS.value, IssueCode.PRICE_LOST.value], 20
_OF_OWNERS = [Reason.UNKNOWN_OWNER.value, Reason.OWNED_BY_OTHER.value]
# Recorded with the settings to describe rows and cells later; no settings of a person's.
_OUR_OWN = frozenset({"headers", "columns", "plan", "receipts"})

_TOTAL: ColumnFormat = {"bold": True, "border_top": "thin", "border_color": looks.RULE, "bg_color": looks.BAND}

_ALARM: ColumnFormat = {"bold": True, "font_size": 14, "font_color": looks.ALARM}

_LABELS: Mapping[str, str] = {
    Action.CREATE: "Created",
    Action.UPDATE: "Updated",
    Action.ASSIGN: "Assigned",
    Action.REASSIGN: "Passed to another owner",
    Action.UNASSIGN: "Unassigned",
}


class Sheaf:
    """Tables one below the other on one sheet; it keeps track of the next free row."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._row = 0

    def title(self, text: str, below: str) -> None:
        """Add the large first line, and the quiet line below it."""
        self._add(pl.DataFrame({"title": [text]}), {"title": looks.TITLE})
        self._add(pl.DataFrame({"below": [below]}), {"below": looks.CALM})

    def sentences(self, sentences: Sequence[str]) -> None:
        """Add one line per sentence, broken where it would not fit the page."""
        self._row += 1
        lines = [line for sentence in sentences for line in textwrap.wrap(sentence, _LINE)]
        if lines:
            self._add(pl.DataFrame({"sentence": lines}))

    def alarm(self, sentence: str) -> None:
        """Add a line that cannot be overlooked."""
        self._row += 1
        self._add(pl.DataFrame({"alarm": [sentence]}), {"alarm": _ALARM})

    def table(self, frame: pl.DataFrame, *, fills: Sequence[str | None] = (), has_total: bool = False) -> None:
        """Add a table under a header; `fills` has, per row, the word that colours its first cell.

        A text in the last column that would not fit the page goes on below.
        """
        self._row += 1
        wide = frame.with_columns(
            pl.lit(None, pl.String).alias(" " * at) for at in range(1, len(_GRID) - frame.width + 1)
        )
        styles = _number_formats(frame)
        self._add(_header_of(wide), {name: _header_format(dtype) for name, dtype in wide.schema.items()})
        body = wide.head(wide.height - 1) if has_total else wide
        for row, word in zip(body.iter_slices(1), fills or [None] * body.height, strict=True):
            lines = _lines(row, frame.width - 1)
            self._add(lines, {**styles, frame.columns[0]: looks.fill(word)} if word else styles)
        if has_total:
            self._add(wide.tail(1), {name: {**styles.get(name, {}), **_TOTAL} for name in wide.columns})

    def _add(self, frame: pl.DataFrame, formats: Mapping[str, ColumnFormat] | None = None) -> None:
        options: SheetOptions = {"startrow": self._row, "header": False, "column_formats": formats or {}}
        if not self.parts:
            heights = {0: looks.TITLE_HEIGHT}
            options = {**options, "column_widths": _GRID, "row_heights": heights, "tab_color": looks.ACCENT}
        self.parts.append((frame, _SUMMARY, options))
        self._row += frame.height


def summary_parts(title: str, report: RunReport, results: Results, sheets: Sequence[Sheet] = ()) -> list[Part]:
    """The Summary sheet of a run or a plan. With `sheets`, the rows are counted by kind."""
    sheaf = Sheaf()
    sheaf.title(title, _when(report))
    sheaf.sentences(summary_text(report, results))
    sheaf.table(_outcomes(report, results, sheets), fills=[outcome.value for outcome in Outcome], has_total=True)
    _add_actions(sheaf, report, results)
    if report.reasons:
        sheaf.table(_reasons(report))
    controls = _controls(report, results, sheets)
    sheaf.table(
        controls, fills=[None if is_even else Outcome.REJECTED.value for is_even in controls["Difference"] == 0]
    )
    add_told_figures(sheaf, results)
    add_violations(sheaf, report)
    if report.sources:
        sheaf.table(inputs_table(report.sources, sheets))
    if settings := settings_told(report.settings):
        sheaf.table(pl.DataFrame(settings, schema=["Setting", "Value"], orient="row"))
    return sheaf.parts


def add_told_figures(sheaf: Sheaf, results: Results) -> None:
    """Add what the files say of figures and owners: totals that agree or differ, prices that are lost, and so on."""
    is_warning = pl.col("severity") == Severity.WARNING.value
    is_told = pl.col("code").is_in(_OF_FIGURES) | (pl.col("code").is_in(_OF_OWNERS) & is_warning)
    told = causes(results.issues.filter(is_told))
    if told.is_empty():
        return
    cells = pl.when(pl.col("cells").list.len() > 0).then(format_expr(" ({})", pl.col("cells").list.join(", ")))
    times = pl.when(pl.col("count") > 1).then(format_expr("{} x ", "count"))
    table = told.head(_MOST_TOLD).select(
        pl.when(is_warning)
        .then(pl.lit("To look at"))
        .otherwise(pl.lit("Agrees"))
        .alias("Totals, prices and owners in the files"),
        pl.concat_str(times.fill_null(""), "message", cells.fill_null("")).alias("What was found"),
    )
    fills = told.select(pl.when(is_warning).then(pl.lit(Outcome.REJECTED.value))).to_series()
    sheaf.table(table, fills=fills.head(_MOST_TOLD).to_list())


def add_violations(sheaf: Sheaf, report: RunReport) -> None:
    """Add the policies that are broken, each with the first rows that break it."""
    table, heads = violations_table(report.policies)
    if table.is_empty():
        return
    fates = {policy.name: (Outcome.REJECTED if policy.refused else Outcome.SKIPPED).value for policy in report.policies}
    sheaf.table(table, fills=[fates.get(name) for name in heads])


def inputs_table(sources: Sequence[Source], sheets: Sequence[Sheet]) -> pl.DataFrame:
    """One row per input file: its name, rows, size and SHA-256."""
    rows = [sum(sheet.rows for sheet in sheets if sheet.file == source.file) for source in sources]
    return pl.DataFrame(
        {
            "Input file": [short(source.file) for source in sources],
            **({"Rows": rows} if sheets else {}),
            "Bytes": [source.size for source in sources],
            "SHA-256": [source.sha256 for source in sources],
        }
    )


def short(name: str) -> str:
    """A name that fits the first column: the beginning and end of a longer one."""
    return name if len(name) <= _NAME else f"{name[: _NAME // 2 - 2]} ... {name[-(_NAME // 2 - 3) :]}"


def _when(report: RunReport) -> str:
    ran = local_minute_text(report.recorded_at, zone_of(report.settings))
    run = f"Run {report.run_id}, {ran}" if report.run_id else f"Made at {ran}"
    return f"{run}. Ledger version {report.state_version:,}."


def _outcomes(report: RunReport, results: Results, sheets: Sequence[Sheet]) -> pl.DataFrame:
    rows = rows_by_outcome(report, results, sheets)
    words = [*(outcome.value.capitalize() for outcome in Outcome), "Rows read"]
    named = rows.with_columns(outcome=pl.Series(words)).rename({"outcome": "Rows", "all": "All"})
    return named.rename({name: name.capitalize() for name in named.columns if name.islower()})


def _add_actions(sheaf: Sheaf, report: RunReport, results: Results) -> None:
    """Add the actions and their money; the total counts each device once, so it is not the sum of the lines."""
    happened = [action for action in ACTIONS if report.actions.get(action, 0)]
    if not happened:
        return
    what = "What would happen to devices" if report.command == "plan" else "What happened to devices"
    words = {**_LABELS, "all": "All of them, each device once"}
    table = money_table(report, results.changes, words, (what, "Number", "Without a price", "Purchase price"))
    sheaf.table(table, fills=happened, has_total=True)


def _reasons(report: RunReport) -> pl.DataFrame:
    counted = sorted(report.reasons.items(), key=lambda item: (-item[1], item[0]))
    known = set(Reason)
    lines = [(code, rows, SENTENCES[Reason(code)] if code in known else "") for code, rows in counted if rows]
    return pl.DataFrame(lines, schema={"Reason": pl.String, "Rows": pl.Int64, "What it means": pl.String}, orient="row")


def _controls(report: RunReport, results: Results, sheets: Sequence[Sheet]) -> pl.DataFrame:
    controls = control_totals(report, results, sheets)
    verdict = pl.when(pl.col("difference") == 0).then(pl.lit("adds up")).otherwise(pl.lit("DOES NOT ADD UP"))
    return controls.with_columns(verdict.alias("Verdict")).rename(
        {name: name.capitalize() for name in controls.columns} | {"control": "Control total"}
    )


def settings_told(settings: Mapping[str, object]) -> list[tuple[str, str]]:
    """The settings of the run that differ from the defaults in `Intent`.

    For a full sheet its scope is always given, since it means nothing without.
    """
    usual: dict[str, object] = {field.name: getattr(Intent(), field.name) for field in fields(Intent)}
    used = dict(settings)
    if used.get("mode") == Mode.FULL:
        used.setdefault("scope", usual["scope"])
        del usual["scope"]
    return [
        (name.replace("_", " ").capitalize(), _value(value))
        for name, value in used.items()
        if name not in _OUR_OWN and not (name in usual and usual[name] == value)
    ]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        held = {name: "off" if one is None else _value(one) for name, one in value.items()}
        return "; ".join(f"{name}={one}" for name, one in held.items()) or "none"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "none" if value is None else str(value)


def _lines(row: pl.DataFrame, last: int) -> pl.DataFrame:
    """The row, with further ones below it for the rest of a text in that column that is longer than its room."""
    room = int(sum(_GRID[at] for at in range(last, len(_GRID))) * _LETTERS)
    name = row.columns[last]
    text = row[name].item()
    if not isinstance(text, str) or len(text) <= room:
        return row
    lines = pl.DataFrame({name: textwrap.wrap(text, room)})
    return pl.concat([row.with_columns(lines[name].head(1)), lines.tail(-1)], how="diagonal")


def _header_of(frame: pl.DataFrame) -> pl.DataFrame:
    """The column names as a row: unlike a header, a row can be aligned by column, and a long name may run over."""
    return pl.DataFrame([[name.strip() or None for name in frame.columns]], frame.columns, orient="row").cast(pl.String)


def _header_format(dtype: pl.DataType) -> ColumnFormat:
    above_figures: ColumnFormat = {"align_horizontal": "right", "num_format": looks.TEXT_ABOVE_FIGURES}
    return {**looks.HEADER, **above_figures} if dtype.is_numeric() else looks.HEADER


def _number_formats(frame: pl.DataFrame) -> dict[str, ColumnFormat]:
    integers = {name: looks.INTEGER for name, dtype in frame.schema.items() if dtype.is_integer()}
    decimals = {name: looks.money_format(of_header(name)) for name, dtype in frame.schema.items() if dtype.is_decimal()}
    return {name: {"num_format": form} for name, form in {**integers, **decimals}.items()}
