"""The paths that output may be written to: never an input file, the ledger, what is published, or the settings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.settings import CONFIG, Settings


def refuse_harm(output: Path | None, settings: Settings, inputs: Sequence[Path] = ()) -> None:
    """Raises UsageProblem where `output` is a folder, or a file that must not be overwritten."""
    if output is None:
        return
    place = output.resolve()
    if place.is_dir():
        raise UsageProblem(f"{output} is a folder.", "Give the name of a file with -o.")
    state = settings.state.resolve()
    precious = {Path(os.path.realpath(path)): f"{path} is one of the files to be read" for path in inputs}
    precious |= {
        state.with_name(f"{state.name}{end}"): f"{output} belongs to the ledger" for end in ("", ".wal", ".lock")
    }
    published = store.published_folder(state)
    if place.is_relative_to(published):
        precious |= {place: f"{output} belongs to what is published for the analysts"}
    precious |= {CONFIG.resolve(): f"{output} holds the settings"}
    if place in precious:
        raise UsageProblem(f"{precious[place]}, and would be overwritten.", "Give another name with -o.")
