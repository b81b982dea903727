"""Guard against the wrong ledger: a folder that holds none, below one that does, is seldom meant to get its own.

Nor is an answer about a ledger that has nothing yet meant there.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from pipeline.errors import UsageProblem
from pipeline.settings.all_settings import Settings
from pipeline.settings.load import CONFIG

_USUAL = Path("rollcall.duckdb")
_ONE_ABOVE = "There is no ledger in this folder, and there is one at {}."


def nearby_ledger(settings: Settings) -> Path | None:
    """The ledger of the nearest folder above, where this folder has none and nobody has said which is meant.

    It is a `rollcall.duckdb`, or the one that a `rollcall.toml` names. None where there is no such file.
    """
    if "state" in settings.model_fields_set or settings.state.exists():
        return None
    found = (ledger for folder in Path.cwd().parents for ledger in (_named_in(folder), folder / _USUAL))
    return next((ledger for ledger in found if ledger is not None and ledger.is_file()), None)


def refuse_second_ledger(settings: Settings) -> None:
    """Raise UsageProblem where a command would begin a ledger although a folder above has one; see `nearby_ledger`."""
    other = nearby_ledger(settings)
    if other is not None:
        raise UsageProblem(
            _ONE_ABOVE.format(other),
            f"Say --state {other} to use that one, or --state {settings.state} for a new one here.",
        )


def refuse_ledger_above(settings: Settings) -> None:
    """Raise UsageProblem where a command asks what is on record, and the ledger that has it is in a folder above."""
    other = nearby_ledger(settings)
    if other is not None:
        raise UsageProblem(_ONE_ABOVE.format(other), f"Say --state {other} to use that one.")


def _named_in(folder: Path) -> Path | None:
    """The ledger that the settings file of a folder names, read as if a command were given there."""
    try:
        named = tomllib.loads((folder / CONFIG).read_text(encoding="utf-8")).get("state")
    except (OSError, ValueError):
        return None
    return folder / named if isinstance(named, str) else None
