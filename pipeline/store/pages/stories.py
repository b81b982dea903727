"""The stories of one device or one person of an organization, by its number."""

from __future__ import annotations

from pipeline.store.pages.snapshot import Snapshot, rows_of
from pipeline.store.read.device_story import Story, story_of
from pipeline.store.read.owner_story import OwnerStory, owner_story_of

_DEVICE = "SELECT 1 FROM devices WHERE ($org IS NULL OR org_id = $org) AND device_id = $id"
_OWNER = "SELECT 1 FROM owners WHERE ($org IS NULL OR org_id = $org) AND owner_id = $id"


def device_story(snapshot: Snapshot, org: str | None, device_id: int) -> Story | None:
    """The story of that device of the organization, or of any; None where it has none."""
    found = rows_of(snapshot, _DEVICE, {"org": org, "id": device_id})
    return story_of(snapshot.connection, [device_id], "device_id") if found else None


def owner_story(snapshot: Snapshot, org: str | None, owner_id: int) -> OwnerStory | None:
    """The story of that person of the organization, or of any; None where it has none."""
    found = rows_of(snapshot, _OWNER, {"org": org, "id": owner_id})
    return owner_story_of(snapshot.connection, [owner_id]) if found else None
