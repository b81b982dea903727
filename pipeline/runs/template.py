"""template: a workbook to fill in, with values of the ledger to choose from. The ledger is not changed."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.model import State
from pipeline.outputs.workbooks import template as templates
from pipeline.runs.export import recorded_state, with_nameable_owners
from pipeline.runs.steps.clock import Stages, instant_after
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.settings import Settings
from schemas.vocabulary import Kind
from schemas.workbook_forms.export import Mark


def template(
    kind: Kind,
    output: Path,
    settings: Settings,
    stages: Stages,
    *,
    org: str | None = None,
    is_prefilled: bool = False,
    is_whole: bool = False,
    room: int = 1000,
) -> templates.Filled:
    """Write a template with room for `room` rows, with the main columns, or with all columns where `is_whole`.

    With `is_prefilled` it holds the current state, and changes nothing when it is loaded; then there must be a ledger.
    `org` limits it to one organization. Raises UsageProblem, StateBusy and StoreFailed.
    """
    refuse_harm(output, settings)
    ledger = settings.ledger.within(org)
    with stages("state"):
        state = recorded_state(ledger) if is_prefilled else None
        words = store.read_words(ledger, templates.listed_attributes(), templates.listed_facts())
    wanted = templates.Template(
        kind=kind,
        room=room,
        choices=templates.choices_of(kind, words),
        is_whole=is_whole,
        org=org,
        timezone=settings.timezone,
        mark=None if state is None else _mark(state, settings),
    )
    with stages("results"):
        if state is None or wanted.mark is None:
            return templates.write_template(output, wanted)
        listed = with_nameable_owners(state) if kind is Kind.PEOPLE else state
        rows = templates.filled_rows(kind, listed, wanted.mark)
        _refuse_many(rows)
        return templates.write_template(output, wanted, rows)


def _mark(state: State, settings: Settings) -> Mark:
    return Mark(str(state.ledger_id), state.state_version, instant_after(state.last_run_at), settings.timezone)


def _refuse_many(rows: pl.DataFrame) -> None:
    cells = templates.filled_cells(rows)
    if cells > templates.MOST_CELLS:
        raise UsageProblem(
            f"{rows.height:,} rows with {cells:,} values are too much for a template, which is filled with up to "
            f"{templates.MOST_CELLS:,}.",
            "Have them written with: rollcall export -o FILE.xlsx; or name one organization with --org.",
        )
