"""The comparison of exports that are loaded again with the state that they showed and with the state now.

It takes no time where no row has a mark, and little where nothing has changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeAlias

import polars as pl

from pipeline import outputs, store
from pipeline.core.export_faults import with_conflicts, without_foreign_numbers
from pipeline.core.expressions import Frame
from pipeline.core.identifiers.corrected_identifiers import rows_of_shown
from pipeline.core.people_merge import merge_people
from pipeline.core.rows.register_rows import means_nobody
from pipeline.core.three_way_merge import Merged, Past, merge_assignments, merge_inventory, shown_holdings
from pipeline.model import Base, Checked, Ledger, State
from pipeline.runs.steps.core_frames import current_of, lazy, native
from pipeline.settings import Settings
from schemas.records import dataclass
from schemas.workbook_forms.export import BASE_COLUMN

Merge: TypeAlias = Callable[[Frame, Past], Merged]


@dataclass(frozen=True, slots=True)
class Returned:
    """The checked rows, after exports among them were compared with the ledger.

    `checked` has the conflicts, as faults and as issues; `inventory`, `assignments` and `people` are its rows, blank in
    the cells that are left alone. `left_alone` are the assignments rows (`row_id`) that ask for nothing, `shown` the
    ownerships (`device_id, owner_id`) that the exports showed, where all assignments rows are from exports. `numbered`
    are the inventory rows (`row_id`) with the number of a device that their export showed.
    """

    checked: Checked
    inventory: pl.DataFrame
    assignments: pl.DataFrame
    people: pl.DataFrame
    left_alone: pl.DataFrame | None = None
    shown: pl.DataFrame | None = None
    numbered: pl.DataFrame | None = None


def merge_exports(checked: Checked, state: State, settings: Settings, *, now: datetime) -> Returned:
    """The checked rows, with rows of exports of this ledger compared with it.

    Rows of exports of another ledger lose their `device_id`, which is an id of that ledger. All others are unchanged.
    """
    if not checked.bases:
        return Returned(checked, checked.inventory, checked.assignments, checked.people)
    bases = {mark: base for mark, base in checked.bases.items() if _is_of(base, state)}
    checked = _with_issues(checked, outputs.strange_base_issues(_incomparable(checked, bases, state)))
    checked = _without_foreign_ids(checked, state)
    if not bases:
        return Returned(checked, checked.inventory, checked.assignments, checked.people)
    pasts = _pasts(bases, settings.ledger)
    devices, spans, current = lazy(state.devices), lazy(state.spans), current_of(state)
    inventory = _merged(checked.inventory, checked, pasts, lambda rows, past: merge_inventory(rows, devices, past))
    merge = partial(merge_assignments, owners=current.owners, former=current.former, now=now)
    is_nobody = means_nobody(settings.intent())
    assignments = _merged(
        checked.assignments,
        checked,
        pasts,
        lambda rows, past: merge(rows, devices, spans, past, means_nobody=is_nobody),
    )
    people = _merged(checked.people, checked, pasts, lambda rows, past: merge_people(rows, current.owners, past))
    conflicts = pl.concat([inventory.conflicts, assignments.conflicts, people.conflicts])
    checked = _with_issues(checked, outputs.conflict_issues(conflicts, checked, settings.timezone))
    return Returned(
        checked=replace(
            checked,
            inventory=_rejected(checked.inventory, conflicts),
            assignments=_rejected(checked.assignments, conflicts),
            people=_rejected(checked.people, conflicts),
        ),
        inventory=_rejected(inventory.rows, conflicts),
        assignments=_rejected(assignments.rows, conflicts),
        people=_rejected(people.rows, conflicts),
        left_alone=assignments.left_alone,
        shown=_shown(checked, spans, pasts),
        numbered=_numbered(checked, pasts),
    )


def _without_foreign_ids(checked: Checked, state: State) -> Checked:
    """The rows of exports of another ledger without their `device_id`; rejected where they give nothing else."""
    foreign = [mark for mark, base in checked.bases.items() if base.ledger_id != state.ledger_id]
    if not foreign:
        return checked
    marked = _marks(checked).filter(pl.col(BASE_COLUMN).is_in(foreign)).select("row_id")
    halves = checked.assignments.select("row_id", "listed_row_id").join(
        marked, left_on="listed_row_id", right_on="row_id"
    )
    row_ids = lazy(pl.concat([marked, halves.select("row_id")]))
    inventory = without_foreign_numbers(lazy(checked.inventory), row_ids, name="name")
    assignments = without_foreign_numbers(lazy(checked.assignments), row_ids, name="device_name")
    return replace(
        checked,
        inventory=_like(checked.inventory, inventory),
        assignments=_like(checked.assignments, assignments),
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    rows: pl.DataFrame
    conflicts: pl.DataFrame
    left_alone: pl.DataFrame


def _merged(rows: pl.DataFrame, checked: Checked, pasts: Mapping[str, Past], merge: Merge) -> _Parts:
    """The rows of one kind, those of each export merged with the state that it was made from."""
    marks = _marks_of(rows, checked)
    parts = [merge(lazy(rows.filter(marks == mark)), past) for mark, past in pasts.items()]
    others = rows.filter(~marks.is_in(list(pasts)).fill_null(value=False))
    return _Parts(
        rows=pl.concat([others, *(native(part.rows).cast(rows.schema) for part in parts)]).sort("row_id"),
        conflicts=pl.concat([native(part.conflicts) for part in parts]),
        left_alone=pl.concat([native(part.left_alone) for part in parts]),
    )


def _pasts(bases: Mapping[str, Base], ledger: Ledger) -> dict[str, Past]:
    """The state that each export was made from, by its mark."""
    versions = sorted({base.state_version for base in bases.values()})
    values = store.base_values(ledger, versions)
    pasts = {}
    for mark, base in bases.items():
        is_of_version = pl.col("state_version") == base.state_version
        attributes, spans, devices, facts, owners = (
            lazy(frame.filter(is_of_version).drop("state_version"))
            for frame in (values.attributes, values.spans, values.devices, values.facts, values.owners)
        )
        pasts[mark] = Past(base.made_at, attributes, spans, devices, facts, owners)
    return pasts


def _is_of(base: Base, state: State) -> bool:
    return base.ledger_id == state.ledger_id and base.state_version <= state.state_version


def _incomparable(checked: Checked, bases: Mapping[str, Base], state: State) -> pl.DataFrame:
    """One row per file with rows of an export that cannot be compared: `file`, `is_newer`."""
    is_newer = {mark: base.ledger_id == state.ledger_id for mark, base in checked.bases.items() if mark not in bases}
    strange = pl.DataFrame({BASE_COLUMN: list(is_newer), "is_newer": list(is_newer.values())}, _INCOMPARABLE)
    places = pl.concat(
        [rows.select("row_id", "file") for rows in (checked.assignments, checked.inventory, checked.people)]
    )
    marked = places.join(_marks(checked), on="row_id").join(strange, on=BASE_COLUMN)
    return marked.select("file", "is_newer").unique().sort("file", "is_newer")


_INCOMPARABLE = {BASE_COLUMN: pl.String, "is_newer": pl.Boolean}


def _shown(checked: Checked, spans: Frame, pasts: Mapping[str, Past]) -> pl.DataFrame | None:
    """The ownerships that the exports showed; None where some assignments rows are from no export."""
    if not _marks_of(checked.assignments, checked).is_in(list(pasts)).fill_null(value=False).all():
        return None
    return pl.concat([native(shown_holdings(spans, past)) for past in pasts.values()]).unique()


def _numbered(checked: Checked, pasts: Mapping[str, Past]) -> pl.DataFrame:
    """The inventory rows (`row_id`) with the number of a device that their export showed."""
    rows = checked.inventory.select("row_id", "device_id")
    marks = _marks_of(rows, checked)
    return pl.concat([native(rows_of_shown(lazy(rows.filter(marks == mark)), past)) for mark, past in pasts.items()])


def _marks_of(rows: pl.DataFrame, checked: Checked) -> pl.Series:
    """The mark of each of these rows; that of the second half of a register row stands with the first."""
    whole = pl.coalesce("listed_row_id", "row_id") if "listed_row_id" in rows.columns else pl.col("row_id")
    return rows.select(row_id=whole).join(_marks(checked), on="row_id", how="left", maintain_order="left")[BASE_COLUMN]


def _marks(checked: Checked) -> pl.DataFrame:
    return checked.originals.select("row_id", BASE_COLUMN)


def _with_issues(checked: Checked, issues: pl.DataFrame) -> Checked:
    return replace(checked, issues=pl.concat([checked.issues, issues.cast(checked.issues.schema)]))


def _rejected(rows: pl.DataFrame, conflicts: pl.DataFrame) -> pl.DataFrame:
    return _like(rows, with_conflicts(lazy(rows), lazy(conflicts)))


def _like(rows: pl.DataFrame, decided: Frame) -> pl.DataFrame:
    """The rows as the core has changed them, with their former types and order."""
    return native(decided).cast(rows.schema).sort("row_id")
