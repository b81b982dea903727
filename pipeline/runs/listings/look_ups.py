"""What people look up on pages: devices and people by a text, and the story of one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline import store
from pipeline.model import Caller
from pipeline.runs.explain import with_reasons
from pipeline.runs.steps.clock import clock
from pipeline.settings import Settings
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """Some devices and people in which a text stands, and whether there are more of each."""

    devices: Sequence[Mapping[str, Any]]
    people: Sequence[Mapping[str, Any]]
    has_more: bool


def search(settings: Settings, caller: Caller, text: str, *, start: int, most: int, at_least: int = 0) -> Found:
    """The devices and the people of the caller's organization in which the text stands, from a place on."""
    with store.snapshot(settings.ledger, at_least=at_least) as snapshot:
        asked: dict[str, Any] = {"now": max(clock(), snapshot.known_at), "start": start, "limit": most + 1}
        devices = store.search_devices(snapshot, caller.within, text, **asked)
        people = store.search_people(snapshot, caller.within, text, **asked)
    return Found(devices[:most], people[:most], max(len(devices), len(people)) > most)


def device_story(settings: Settings, caller: Caller, device_id: int, *, at_least: int = 0) -> store.Story | None:
    """The story of that device, as `explain` tells it; None where the caller's organization has none."""
    with store.snapshot(settings.ledger, at_least=at_least) as snapshot:
        story = store.device_story(snapshot, caller.within, device_id)
    return None if story is None else with_reasons(story, now=clock())


def person_story(settings: Settings, caller: Caller, owner_id: int, *, at_least: int = 0) -> store.OwnerStory | None:
    """The story of that person, as `explain` tells it; None where the caller's organization has none."""
    with store.snapshot(settings.ledger, at_least=at_least) as snapshot:
        story = store.owner_story(snapshot, caller.within, owner_id)
    return None if story is None else with_reasons(story, now=clock())
