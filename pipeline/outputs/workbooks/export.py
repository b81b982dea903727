"""The ledger as a workbook that reads back unchanged: every device, its owner, people, and a hidden mark.

An unchanged export plans to zero changes. So a value that would not read back equal is left blank, which changes
nothing: a text too long for a cell, or with characters that a workbook cannot hold. Instants are real dates in the time
zone of the settings, as people type them; but a whole column is text where one of its instants is no exact real date.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from polars import selectors as cs

from pipeline.outputs.excel import styles
from pipeline.outputs.excel.workbook import SHEET_ROWS, Look, page, write_workbook
from schemas.fields import (
    ATTRIBUTES,
    CUSTOM_PREFIX,
    GIVEN_IDENTIFIERS,
    HOLDING_FIELDS,
    OWNER_COLUMNS,
    OWNER_FIELDS,
    OWNER_NAMING,
    REQUIRED_TO_CREATE,
)
from schemas.instants import is_open
from schemas.keys import INVISIBLE, MARKERS
from schemas.records import dataclass
from schemas.vocabulary import SINGLE_KINDS, Kind
from schemas.workbook_forms.export import ASSIGNMENTS, INVENTORY, PEOPLE, REGISTER, Mark, mark_text
from schemas.workbook_forms.plan import HIDDEN

if TYPE_CHECKING:
    from pipeline.model import State
    from pipeline.outputs.excel.parts import Part

_LONGEST = 32_767
# Excel keeps 15 digits: numbers below these are exact.
_EXACT_INTEGER, _EXACT_MONEY = 10**15, 10**13

# Texts that would not read back equal: reading tidies them, or takes them for a marker such as `<clear>`.
_NOT_READ_BACK = rf"^\s|\s$|\s\s|[^\S ]|[\x{{FFFE}}\x{{FFFF}}{INVISIBLE}]|^(?i:{'|'.join(MARKERS)})$"

# What is known of people for whom there is no sheet of their own.
_BARE_FACTS = frozenset(("org_id", "owner_email", "owner_name"))

_IN_VIEW = 3


@dataclass(frozen=True, slots=True)
class Exported:
    """The numbers of devices in an export, of those that have an owner, and of the people on the sheet People."""

    path: Path
    devices: int
    held: int
    people: int = 0


def write_export(
    path: Path,
    state: State,
    mark: Mark,
    *,
    people: pl.DataFrame | None = None,
    kinds: Collection[Kind] = SINGLE_KINDS,
    capacity: int = SHEET_ROWS,
) -> Exported:
    """Write the sheets of these kinds of that state, as of the instant of the mark.

    `people` are the owners to list, all where None.

    Where no device has an owner there is no sheet Assignments: read as a full sheet, an empty one would unassign all.
    Nor is there one of people beside others where no more is known of anybody than an address and a name.
    Raises StoreFailed where `path` cannot be written to.
    """
    inventory, holdings = inventory_rows(state, mark.timezone), holding_rows(state, mark)
    parts: list[Part] = []
    if Kind.INVENTORY in kinds:
        parts += page(inventory, INVENTORY, _look(inventory), capacity=capacity)
    if Kind.ASSIGNMENTS in kinds and (holdings.height or not parts):
        parts += page(holdings, ASSIGNMENTS, _look(holdings), capacity=capacity)
    if Kind.REGISTER in kinds:
        rows = register_rows(state, mark)
        parts += page(rows, REGISTER, _look(rows), capacity=capacity)
    listed = people_rows(state.owners if people is None else people) if Kind.PEOPLE in kinds else pl.DataFrame()
    if not _BARE_FACTS.issuperset(listed.columns) or (Kind.PEOPLE in kinds and not parts):
        parts += page(listed, PEOPLE, _look(listed), capacity=capacity)
    else:
        listed = listed.clear()
    parts.append((pl.DataFrame(schema={mark_text(mark): pl.String}), HIDDEN, {}))
    written = write_workbook(path, parts, hidden=HIDDEN)
    return Exported(written, inventory.height, holdings.height, listed.height)


def inventory_rows(state: State, timezone: str) -> pl.DataFrame:
    """One row per device: its id, organization and identifiers, and every attribute that any device has."""
    devices = state.devices.sort("org_id", "device_id")
    always = ("device_id", "org_id", *GIVEN_IDENTIFIERS, *REQUIRED_TO_CREATE)
    named = [attribute.name for attribute in ATTRIBUTES if attribute.name in devices.columns]
    custom = sorted(name for name in devices.columns if name.startswith(CUSTOM_PREFIX))
    filled = [name for name in (*named, *custom) if devices[name].null_count() < devices.height]
    return _cells(devices.select(*dict.fromkeys((*always, *filled))), timezone)


def holding_rows(state: State, mark: Mark) -> pl.DataFrame:
    """One row per device that has an owner at the mark's instant, with its end; and blank columns for new values."""
    covers = (pl.col("start_time") <= mark.made_at) & (pl.col("end_time") > mark.made_at)
    owners = state.owners.select("owner_id", "email", "owner_name", "external_user_id", "username")
    devices = state.devices.select("device_id", "serial_number", "asset_tag", "mac_address", device_name="name")
    held = state.spans.filter(covers).join(owners, on="owner_id", how="left").join(devices, on="device_id", how="left")
    strangers = held.filter(pl.col("email").is_null())
    known_by = [name for name in ("external_user_id", "username") if strangers[name].count()]
    rows = held.sort("org_id", "device_id").select(
        *("device_id", "org_id", "serial_number", "asset_tag", "mac_address", "device_name"),
        pl.col("email").alias("owner_email"),
        *("owner_name", *known_by),
        action=pl.lit(None, pl.String),
        effective_at=pl.lit(None, pl.String),
        end_at=pl.when(~is_open(pl.col("end_time"))).then("end_time"),
        due_at="due_at",
        label="label",
        _held_since="start_time",
    )
    return _cells(rows, mark.timezone)


def register_rows(state: State, mark: Mark) -> pl.DataFrame:
    """One row per device, as an inventory has it, with its owner at the mark's instant where it has one."""
    held = holding_rows(state, mark)
    own = [name for name in held.columns if name in {*(field.name for field in HOLDING_FIELDS), "_held_since"}]
    return inventory_rows(state, mark.timezone).join(
        held.select("device_id", *own).drop("action"), on="device_id", how="left", maintain_order="left"
    )


def people_rows(owners: pl.DataFrame) -> pl.DataFrame:
    """One row per owner who can be named in a cell: the organization, and every fact that any of them has."""
    owners = owners.sort("org_id", "owner_id").rename({column: name for name, column in OWNER_COLUMNS.items()})
    facts = [field.name for field in OWNER_FIELDS if field.name in owners.columns]
    filled = [name for name in facts if owners[name].null_count() < owners.height]
    rows = _cells(owners.select("org_id", *dict.fromkeys(("owner_email", *filled))), "UTC")
    return rows.filter(~pl.all_horizontal(pl.col(name).is_null() for name in OWNER_NAMING if name in rows.columns))


def _look(rows: pl.DataFrame) -> Look:
    return Look(formats=styles.as_typed_formats(rows), columns_in_view=_IN_VIEW)


def _cells(rows: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """The rows in types and texts that read back equal."""
    texts = rows.with_columns(_readable_expr(name) for name in rows.select(cs.string()).columns)
    numbers = texts.with_columns(_number(texts[name]) for name in texts.select(cs.decimal() | cs.integer()).columns)
    return numbers.with_columns(_instants(numbers[name], timezone) for name in numbers.select(cs.datetime()).columns)


def _readable_expr(name: str) -> pl.Expr:
    """The text where a cell can hold it; a cell counts UTF-16 units, one or two per character."""
    text = pl.col(name)
    is_long = pl.when(text.str.len_bytes() > _LONGEST).then(
        text.str.len_chars() + text.str.count_matches(r"[\x{10000}-\x{10FFFF}]") > _LONGEST
    )
    return pl.when(~is_long.fill_null(value=False) & ~text.str.contains(_NOT_READ_BACK)).then(text).alias(name)


def _number(numbers: pl.Series) -> pl.Series:
    """The column as numbers; as text where one of them has more digits than Excel keeps."""
    is_money = numbers.dtype.is_decimal()
    exact = numbers.cast(pl.Float64) if is_money else numbers
    is_exact = exact.abs().fill_null(0) < (_EXACT_MONEY if is_money else _EXACT_INTEGER)
    return exact if is_exact.all() else numbers.cast(pl.String)


def _instants(instants: pl.Series, timezone: str) -> pl.Series:
    """The column as local real dates; as text in UTC where one has a fraction of a second or is ambiguous locally."""
    local = instants.dt.replace_time_zone("UTC").dt.convert_time_zone(timezone).dt.replace_time_zone(None)
    again = local.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    is_same = again.dt.convert_time_zone("UTC").dt.replace_time_zone(None) == instants
    is_whole = (instants.dt.microsecond() == 0) & local.dt.year().is_between(1901, 2999)
    if (is_same & is_whole).fill_null(value=True).all():
        return local
    return instants.dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").alias(instants.name)
