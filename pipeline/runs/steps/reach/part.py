"""The state that a run decides from: the part that its rows can reach, or, of a small ledger, all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import polars as pl

from pipeline import outputs, store
from pipeline.core.guards.similar_identifiers import skeletons_of
from pipeline.model import ChangeSet, Checked, State
from pipeline.runs.steps.clock import instant_after
from pipeline.runs.steps.core_frames import lazy, native
from pipeline.runs.steps.results import FACTS
from pipeline.settings import Settings
from schemas.fields import ATTRIBUTES, CUSTOM_PREFIX

# A ledger of no more devices is read in whole, which is quicker then.
IN_WHOLE_UP_TO = 20_000


def attributes_read(checked: Checked, settings: Settings) -> list[str]:
    """The attributes of devices to be read.

    They are those of the inventory, those shown in results, that of the scope, and those with a default; and what may
    stand for the tags of a list that has serial numbers, too.
    """
    known = [attribute.name for attribute in ATTRIBUTES]
    listed = [name for name in checked.inventory.columns if name in known or name.startswith(CUSTOM_PREFIX)]
    scope = [settings.scope_attribute] if settings.scope_attribute else []
    tags, serials = (checked.inventory[name].count() for name in ("asset_tag", "serial_number"))
    stand_ins = [outputs.TAGS_OF_OTHERS] if tags and serials else []
    return list(dict.fromkeys([*listed, *FACTS, *scope, *settings.defaults, *stand_ins]))


def asked_of(checked: Checked, attributes: list[str], settings: Settings, orgs: list[str] | None = None) -> store.Asked:
    """What these rows ask of the ledger; `orgs` are those of further rows, which ask for nothing."""
    return store.Asked(checked, attributes, settings.intent(), skeletons, instant_after, orgs or [])


def read_reached(
    checked: Checked,
    attributes: list[str],
    settings: Settings,
    *,
    org: str | None = None,
    room: store.Room | None = None,
) -> State:
    """The state that these rows can reach, of one organization where `org` is given, as far as there is `room` for it.

    Raises StateBusy and StoreFailed.
    """
    asked, source = asked_of(checked, attributes, settings), (settings.source, settings.org)
    asked = replace(asked, room=room)
    return store.read_reached(settings.ledger.within(org), asked, source, in_whole_up_to=IN_WHOLE_UP_TO)


def read_touched(
    change_set: ChangeSet, attributes: list[str], settings: Settings, *, beside: pl.Series | None = None
) -> State:
    """The state that a change set which is decided already touches, or its reversal, and the devices `beside`.

    Raises StateBusy and StoreFailed.
    """
    return store.read_touched(
        settings.ledger, change_set, attributes, instant_after, beside=beside, in_whole_up_to=IN_WHOLE_UP_TO
    )


def read_told(past: store.PastRun, attributes: list[str], settings: Settings) -> State:
    """The state from which a past run is told, with the spans as they were believed after it.

    Raises StateBusy and StoreFailed.
    """
    return store.read_told(settings.ledger, past, attributes, in_whole_up_to=IN_WHOLE_UP_TO)


def devices_in(change_set: ChangeSet) -> pl.DataFrame:
    """The devices (`device_id`) of which the events of the change set are."""
    return change_set.events.filter(aggregate="device").select(device_id="aggregate_id").unique()


def instant_for(state: State) -> datetime:
    """The instant of a run that works on this state: where a part was read, that at which the whole was counted."""
    return state.totals.counted_at if state.totals else instant_after(state.last_run_at)


def skeletons(given: pl.DataFrame, is_serial: bool) -> pl.Series:  # noqa: FBT001
    """The skeletons of identifiers; see `core.guards.identifier_forms`."""
    return native(skeletons_of(lazy(given), is_serial=is_serial))["skeleton"]
