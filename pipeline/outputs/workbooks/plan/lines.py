"""The sheets of lines: one row per action that a reviewer approves, in the order of the events.

Line k of a sheet is its k-th action in that order, so an answer is identified by its sheet and row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.excel import styles
from pipeline.outputs.excel.shown_columns import shown_columns
from pipeline.outputs.excel.workbook import BIG, SHEET_ROWS, Look, page
from pipeline.outputs.local_times import with_local_times, zone_of
from pipeline.outputs.workbooks.plan.changed_ownerships import changed_span_expr, days_back_expr
from pipeline.outputs.workbooks.plan.people import OWNER_COLUMNS, PERSON_COLUMNS, owner_lines, person_lines
from schemas.frames.events import is_first_half
from schemas.reasons import SENTENCES
from schemas.reasons.filled_frames import format_expr
from schemas.records import dataclass
from schemas.vocabulary import Action, Outcome, Reason
from schemas.workbook_forms.plan import APPROVE, NEW_OWNERS, NO, PEOPLE, SHEETS, YES

if TYPE_CHECKING:
    from xlsxturbo.types import ColumnFormat

    from pipeline.model import Plan, Results
    from pipeline.outputs.excel.parts import Part

_DEVICE = ("serial_number", "asset_tag", "device_name", "device_id", "org_id")
_SOURCE = ("purchase_price", "currency", "reason", "comment", "file", "sheet", "row")
_VALUES = ("owner", "old", "new", "effective_at", "changed_span", "days_back")
_OWNERS = ("old_owner", "new_owner", "effective_at", "end_at", "due_at", "changed_span", "days_back", "label")
_COLUMNS = {
    Action.CREATE.value: (*_DEVICE, "looks_like", "new", *_SOURCE),
    Action.UPDATE.value: (*_DEVICE, *_VALUES, *_SOURCE),
    **{action.value: (*_DEVICE, *_OWNERS, *_SOURCE) for action in (Action.ASSIGN, Action.REASSIGN, Action.UNASSIGN)},
}
# Columns that are shown even when they are blank; the others are left out then.
_NEEDED = frozenset({"serial_number", "old", "new", "old_owner", "new_owner", "owner_email"})
# The identifiers by which people know a device; where a line has neither, the column `device_id` is shown.
_KEYS = ("serial_number", "asset_tag")

_OF_DEVICE = frozenset({"device_id", "org_id", "serial_number", "asset_tag", "name", "purchase_price", "currency"})
_WRAPPED = ("old", "new", "changed_span", "reason", "comment")
_ANSWER: ColumnFormat = {
    "bg_color": "#FFF9DB",
    "border": "thin",
    "border_color": styles.RULE,
    "align_horizontal": "center",
}
_SUSPECT: ColumnFormat = {"font_color": "#7A5600", "bold": True}


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a plan. For lines, `of` is the sheet to which they belong, `after` the number on earlier sheets."""

    parts: list[Part]
    of: str | None = None
    after: int = 0

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return self.parts[0][1]

    @property
    def height(self) -> int:
        """The number of rows below the header of the first part."""
        return self.parts[0][0].height


def line_pages(plan: Plan, results: Results) -> list[Page]:
    """One page per action that has lines, then those of people; a further page for lines that do not fit."""
    lines = action_lines(plan, results)
    pages: list[Page] = []
    for action, sheet in SHEETS.items():
        told = _shown_columns(lines.filter(pl.col("action") == action), _COLUMNS[action])
        pages += _pages(told, sheet, styles.FILLS[action][1], zone_of(plan.settings))
    pages += _pages(_shown_columns(person_lines(plan), PERSON_COLUMNS), PEOPLE, styles.ACCENT)
    return [*pages, *_pages(_shown_columns(owner_lines(plan), OWNER_COLUMNS), NEW_OWNERS, styles.ACCENT)]


def action_lines(plan: Plan, results: Results) -> pl.DataFrame:
    """One row per action in the order of the events, with the columns of `results.changes` and the changed span.

    The first half of a reassign belongs to the line of the event after it.
    """
    events = plan.change_set.events.filter(pl.col("aggregate") == "device")
    is_half = is_first_half(pl.col("type"), pl.col("action"))
    facts = ("type", "start_time", "end_time", "previous_end_time")
    zone = zone_of(plan.settings)
    halves = {f"first_{name}": pl.when(is_half).then(name).shift(1) for name in facts}
    heads = events.with_columns(**halves).filter(~is_half)
    spans = [changed_span_expr(prefix, plan.made_at, zone) for prefix in ("first_", "")]
    told = heads.select(
        "label",
        "comment",
        changed_span=pl.concat_str(spans, separator="; ", ignore_nulls=True).replace("", None),
        days_back=days_back_expr(plan.made_at),
    )
    lines = with_local_times(results.changes, zone).filter(pl.col("device_id").is_not_null())
    lines = lines.rename({"previous_owner_email": "old_owner", "owner_email": "owner"}).hstack(told)
    lines = _with_likely_devices(lines, heads["row_id"], plan)
    sentences = {reason.value: sentence for reason, sentence in SENTENCES.items()}
    lines = lines.with_columns(reason=pl.col("reason").replace(sentences), new_owner="owner")
    return _with_attributes(lines, with_local_times(plan.change_set.devices_created, zone))


def _with_likely_devices(lines: pl.DataFrame, row_ids: pl.Series, plan: Plan) -> pl.DataFrame:
    """The lines; those that create a device which is likely another one say which it `looks_like`."""
    found = plan.issues.filter(pl.col("code") == Reason.SUSPECT_DEVICE, pl.col("likely").is_not_null())
    if found.is_empty():
        return lines
    alike = found.select("row_id", looks_like="likely").unique("row_id", keep="first", maintain_order=True)
    told = lines.with_columns(row_ids).join(alike, on="row_id", how="left", maintain_order="left").drop("row_id")
    return told.with_columns(pl.when(pl.col("action") == Action.CREATE).then("looks_like"))


def _shown_columns(lines: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """The columns of a sheet without those that are blank throughout; before them the answers, all yes."""
    told = shown_columns(lines.select(name for name in columns if name in lines.columns), columns, needed=_NEEDED)
    if "device_id" in told.columns and lines.select(pl.any_horizontal(pl.col(_KEYS).is_not_null()).all()).item():
        told = told.drop("device_id")
    return told.select(pl.lit(YES).alias(APPROVE), pl.all())


def _pages(lines: pl.DataFrame, sheet: str, tab: str, timezone: str = "UTC") -> list[Page]:
    if lines.is_empty():
        return []
    # As cells hold them; decimals would be written one by one.
    lines = lines.with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    look = Look(
        styles.titles_of(lines.schema, timezone),
        formats={APPROVE: _ANSWER, **({"looks_like": _SUSPECT} if "looks_like" in lines.columns else {})},
        wrapped=tuple(name for name in _WRAPPED if name in lines.columns and lines.height <= BIG),
        tab=tab,
        columns_in_view=2,
    )
    parts = page(lines, sheet, look)
    for _, _, options in parts:
        fill = styles.fill(Outcome.REJECTED.value)
        options["conditional_formats"] = {
            APPROVE: [{"type": "cell", "criteria": "equal_to", "value": NO, "format": fill}]
        }
    return [Page([part], sheet, number * SHEET_ROWS) for number, part in enumerate(parts)]


def _with_attributes(lines: pl.DataFrame, devices_created: pl.DataFrame) -> pl.DataFrame:
    """The lines with all attributes of the devices that they create, in `new`."""
    told = [format_expr(f"{name}: {{}}", _text_expr(name, dtype)) for name, dtype in devices_created.schema.items()]
    told = [text for name, text in zip(devices_created.columns, told, strict=True) if name not in _OF_DEVICE]
    if devices_created.is_empty() or not told:
        return lines
    attributes = devices_created.select("device_id", told=pl.concat_str(told, separator="; ", ignore_nulls=True))
    joined = lines.join(attributes, on="device_id", how="left", maintain_order="left")
    is_created = pl.col("action") == Action.CREATE
    return joined.with_columns(new=pl.when(is_created).then("told").otherwise("new")).drop("told")


def _text_expr(name: str, dtype: pl.DataType) -> pl.Expr:
    return (
        pl.col(name).dt.strftime("%Y-%m-%d %H:%M") if isinstance(dtype, pl.Datetime) else pl.col(name).cast(pl.String)
    )
