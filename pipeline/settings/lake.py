"""A ledger in a lake, as `state = "lake:PLACE"` and the section `[lake]` say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from pipeline.errors import UsageProblem
from pipeline.model import Lake

PREFIX = "lake:"
# A path has one slash where an address has two.
_ADDRESS = re.compile(r"^([a-z][a-z0-9+]+):/{1,2}(?!/)")
# In the address of a folder these mean something else to the library that reads the tables.
_NOT_IN_FOLDERS = frozenset("[]*?%#")


class LakeSettings(BaseModel):
    """The place of a ledger in a lake: a folder, or an address such as `s3://bucket/devices`; and how it is reached.

    `storage` are the options of an object store. In `buckets` parts a new lake keeps the devices of an organization.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    place: str | None = None
    storage: dict[str, SecretStr] = Field(default_factory=dict)
    buckets: int = Field(default=8, ge=1, le=4096)

    def lake(self) -> Lake | None:
        """The lake; None where the ledger is a file."""
        if self.place is None:
            return None
        options = ((name, value.get_secret_value()) for name, value in sorted(self.storage.items()))
        return Lake(self.place, tuple(options), self.buckets)

    def refuse_within(self, out: Path) -> None:
        """Raises UsageProblem for a folder of results within that of the lake, whose tidying removes strange files."""
        if self.place is not None and "://" not in self.place and out.absolute().is_relative_to(self.place):
            raise UsageProblem(
                f"Results would be written to {out}, among the tables of the lake {self.place}.",
                "Name another folder with --out, or as `out` in rollcall.toml.",
            )


def with_place_of_lake(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values given for settings; of a `state` in a lake, the place, and the path that other files lie beside.

    Raises ValueError for a place that cannot hold one.
    """
    state = str(values.get("state", ""))
    if not state.startswith(PREFIX):
        return dict(values)
    place = _ADDRESS.sub(r"\1://", state.removeprefix(PREFIX)).rstrip("/")
    if "://" in place:
        beside = Path(f"{place.rpartition('/')[2]}.lake")
    else:
        beside = Path(place)
        place = str(beside.absolute())
        if not beside.name or _NOT_IN_FOLDERS & set(place):
            raise ValueError(
                f"name a folder after lake:, without any of {' '.join(sorted(_NOT_IN_FOLDERS))} in its path"
            )
    section = values.get("lake") or {}
    told = section.model_dump() if isinstance(section, BaseModel) else dict(section)
    return {**values, "state": beside, "lake": {**told, "place": place}}
