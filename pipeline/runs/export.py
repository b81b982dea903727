"""export: the current state as a workbook to look at, change and load again. The ledger is not changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from pipeline import outputs, store
from pipeline.errors import UsageProblem
from pipeline.model import Ledger, State
from pipeline.runs.steps.clock import Stages, instant_after
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.settings import Settings
from schemas.fields import ATTRIBUTES
from schemas.vocabulary import DEVICE_KINDS, Kind
from schemas.workbook_forms.export import Mark


def export(
    output: Path, settings: Settings, stages: Stages, *, org: str | None = None, kind: Kind | None = None
) -> outputs.Exported:
    """Write every device and its current holder as a workbook that changes nothing when it is loaded.

    `org` limits it to one organization, `kind` to one of the two sheets, or to a register, which says both. Raises
    UsageProblem where there is no ledger or no such organization, StateBusy and StoreFailed.
    """
    refuse_harm(output, settings)
    with stages("state"):
        state = recorded_state(settings.ledger.within(org))
    kinds = DEVICE_KINDS if kind is None else (kind,)
    mark = Mark(str(state.ledger_id), state.state_version, instant_after(state.last_run_at), settings.timezone)
    with stages("results"):
        return outputs.write_export(output, state, mark, kinds=kinds)


def recorded_state(ledger: Ledger) -> State:
    """The current state with every attribute; of one organization where `ledger` is limited to one.

    Raises UsageProblem where there is no ledger or no such organization.
    """
    refuse_no_ledger(ledger)
    custom = store.custom_attributes(ledger)
    state = store.read_state(ledger, [*(one.name for one in ATTRIBUTES), *custom])
    return state if ledger.org is None else within(state, ledger.org)


def refuse_no_ledger(ledger: Ledger) -> None:
    """Raises UsageProblem where there is no ledger."""
    if not ledger.path.exists():
        raise UsageProblem(
            f"There is no ledger at {ledger.path} yet.",
            "Name it with --state, or make one with: rollcall run FILES...",
        )


def within(state: State, org: str) -> State:
    """The part of the state that belongs to one organization. Raises UsageProblem where it is not on record."""
    if org not in state.organizations:
        known = ", ".join(sorted(state.organizations)) or "none so far"
        raise UsageProblem(f"No organization {org} is on record.", f"Those on record: {known}.")
    is_wanted = pl.col("org_id") == org
    devices, owners, spans = (frame.filter(is_wanted) for frame in (state.devices, state.owners, state.spans))
    return replace(state, devices=devices, owners=owners, spans=spans)
