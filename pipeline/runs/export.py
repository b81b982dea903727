"""export: the current state as a workbook to look at, change and load again. The ledger is not changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline import outputs, store
from pipeline.core.owners.people_lookup import unnameable_people
from pipeline.errors import UsageProblem
from pipeline.model import Ledger, State
from pipeline.runs.steps.clock import Stages, instant_after
from pipeline.runs.steps.core_frames import lazy, native
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.settings import Settings
from schemas.fields import ATTRIBUTES
from schemas.vocabulary import SINGLE_KINDS, Kind
from schemas.workbook_forms.export import Mark

# What a workbook has that is asked for by one kind, where that is more than its sheet.
_WITH_PEOPLE = {Kind.REGISTER: (Kind.REGISTER, Kind.PEOPLE)}


def export(
    output: Path, settings: Settings, stages: Stages, *, org: str | None = None, kind: Kind | None = None
) -> outputs.Exported:
    """Write every device, its current holder and all people as a workbook that changes nothing when it is loaded.

    `org` limits it to one organization, `kind` to one of the sheets; a register, which says what two of them say, has
    the people beside it. People whom no row can mean, since they are known only by a name that others have, are left
    out. Raises UsageProblem where there is no ledger or no such organization, StateBusy and StoreFailed.
    """
    refuse_harm(output, settings)
    with stages("state"):
        state = recorded_state(settings.ledger.within(org))
    kinds = _WITH_PEOPLE.get(kind, (kind,)) if kind else SINGLE_KINDS
    mark = Mark(str(state.ledger_id), state.state_version, instant_after(state.last_run_at), settings.timezone)
    with stages("results"):
        people = with_nameable_owners(state).owners
        return outputs.write_export(output, state, mark, people=people, kinds=kinds)


def with_nameable_owners(state: State) -> State:
    """The state without people whom no row can mean: those known only by a name that means somebody else, too."""
    unnameable = native(unnameable_people(lazy(state.owners)))
    return replace(state, owners=state.owners.join(unnameable, on="owner_id", how="anti", maintain_order="left"))


def recorded_state(ledger: Ledger) -> State:
    """The current state with every attribute; of one organization where `ledger` is limited to one.

    Raises UsageProblem where there is no ledger or no such organization.
    """
    refuse_no_ledger(ledger)
    custom = store.custom_attributes(ledger)
    state = store.read_state(ledger, [*(one.name for one in ATTRIBUTES), *custom])
    if ledger.org is not None and ledger.org not in state.organizations:
        known = ", ".join(sorted(state.organizations)) or "none so far"
        raise UsageProblem(f"No organization {ledger.org} is on record.", f"Those on record: {known}.")
    return state


def refuse_no_ledger(ledger: Ledger) -> None:
    """Raises UsageProblem where there is no ledger."""
    if not store.is_there(ledger):
        raise UsageProblem(
            f"There is no ledger at {ledger.called} yet.",
            "Name it with --state, or make one with: rollcall run FILES...",
        )
