"""The folders of an inbox: `processing`, `archive` and `refused`; and the refusal of those that cannot work."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.errors import UsageProblem
from pipeline.runs.steps.read_files import cache_of
from pipeline.settings import Settings
from schemas.records import dataclass

# The name of the file with the settings of a drop folder.
SETTINGS = "rollcall.toml"


@dataclass(frozen=True, slots=True)
class Places:
    """The inbox and the folders of its files: taken into `processing`, then kept in `archive` or put into `refused`."""

    inbox: Path
    processing: Path
    archive: Path
    refused: Path
    cache: Path

    @property
    def lock(self) -> Path:
        """The lock file that is held while the inbox is swept."""
        return self.processing / ".sweep.lock"

    def folder_of(self, source: str) -> Path:
        """The drop folder of that name; the inbox itself for a blank name."""
        return self.inbox / source if source else self.inbox


def places_of(inbox: Path, settings: Settings) -> Places:
    """The folders of the settings, as absolute paths.

    Raises UsageProblem where there is no such inbox, where it is on another disk than `processing`, or where one of the
    folders, the ledger or the results lie in it, so that they would be swept.
    """
    if not inbox.is_dir():
        what = f"{inbox} is not a folder" if inbox.exists() else f"There is no inbox {inbox}"
        raise UsageProblem(f"{what}.", "Make the folder, and have people drop their files into it.")
    whole = Path(os.path.realpath(inbox))
    sweep = settings.sweep
    places = Places(
        inbox=whole,
        processing=_absolute(sweep.processing or whole.parent / "processing"),
        archive=_absolute(sweep.archive or whole.parent / "archive"),
        refused=_absolute(sweep.refused or whole.parent / "refused"),
        cache=_absolute(cache_of(settings)),
    )
    _refuse_mixture(places, settings)
    _refuse_other_disk(places)
    return places


def _absolute(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _refuse_mixture(places: Places, settings: Settings) -> None:
    ours = {
        "sweep.processing": places.processing,
        "sweep.archive": places.archive,
        "sweep.refused": places.refused,
        "sweep.cache": places.cache,
        "out": _absolute(settings.out),
        "state": _absolute(settings.state),
    }
    for name, place in ours.items():
        if _is_swept(place, places.inbox) or (name not in {"state", "out"} and places.inbox.is_relative_to(place)):
            raise UsageProblem(
                f"The inbox {places.inbox} and {place} (setting {name}) lie one inside the other, so what is kept "
                "there would be swept up.",
                f"Give the inbox a folder of its own, or {name} another place.",
            )


def _is_swept(place: Path, inbox: Path) -> bool:
    """True for a path in the inbox, except in a hidden folder, which no sweep looks into."""
    return place.is_relative_to(inbox) and not any(part.startswith(".") for part in place.relative_to(inbox).parts)


def _refuse_other_disk(places: Places) -> None:
    """Raises UsageProblem where the inbox and `processing` are on two disks, between which no file can be renamed."""
    there = next(folder for folder in (places.processing, *places.processing.parents) if folder.exists())
    if there.stat().st_dev != places.inbox.stat().st_dev:
        raise UsageProblem(
            f"The inbox {places.inbox} and {places.processing}, into which files are taken, are on different disks.",
            'Name a folder on the disk of the inbox in the settings: [sweep] processing = "...". It may be a hidden '
            f"folder of the inbox, such as {places.inbox / '.processing'}.",
        )
