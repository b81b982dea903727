"""The path of the analysts' copy: `published/rollcall.duckdb` beside the ledger.

Where several ledgers lie in one folder, that is the copy of the one that was published there first, whose name stands
in `published/.ledger`. Each of the others has a folder within: `published/NAME/rollcall.duckdb`. So no trial, and no
copy of a ledger, takes the place of what analysts read. Once the first ledger is moved away, the place is free.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER, _COPY, _OWNER = "published", "rollcall.duckdb", ".ledger"


def published_copy(state: Path) -> Path:
    """The path of the analysts' copy of a state file, whether there is one yet or not."""
    folder = published_folder(state)
    return (folder / state.name if _is_of_another(state) else folder) / _COPY


def published_folder(state: Path) -> Path:
    """The folder with the copies of this state file and of those beside it."""
    return state.absolute().parent / _FOLDER


def claim_copy(state: Path) -> Path:
    """The path at which to publish this state file: no other ledger is published there from now on.

    Of two ledgers that are published for the first time at once, one gets the usual path.
    """
    folder = published_folder(state)
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError), (folder / _OWNER).open("x", encoding="utf-8") as owner:
        owner.write(state.name)
    copy = published_copy(state)
    if copy.parent == folder and _owner(folder) != state.name:  # the former owner is gone
        new = folder / f"{_OWNER}.new"
        new.write_text(state.name, encoding="utf-8")
        os.replace(new, folder / _OWNER)
    copy.parent.mkdir(exist_ok=True)
    return copy


def _is_of_another(state: Path) -> bool:
    """True where the usual path has the copy of another ledger, which is still there."""
    folder = published_folder(state)
    owner = _owner(folder)
    return owner not in {"", state.name} and (folder.parent / owner).is_file()


def _owner(folder: Path) -> str:
    """The name of the ledger whose copy is at the usual path; empty where none was published."""
    try:
        return (folder / _OWNER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
