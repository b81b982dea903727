"""The sessions of pages, in a file beside the ledger, so that nobody is signed out when the server starts anew.

It has no secret by which anybody could be let in, only their digests, and no name; its owner alone can read it. Whoever
reads it finds those of servers that ended, and of others that serve the same ledger.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from pipeline.runs.steps.log import log
from schemas.records import dataclass

_VERSION = 1


@dataclass(frozen=True, slots=True)
class KeptSession:
    """One session: the key or the person at a proxy whose it is, the token of its forms, and its times, in seconds.

    `renewed_at` is when its secret was made.
    """

    whose: str
    form_token: str
    ends_at: float
    rests_until: float
    renewed_at: float


class KeptSessions:
    """The file of the sessions of a ledger, by the digests of their secrets."""

    def __init__(self, state: Path) -> None:
        self._path = state.absolute().with_name(f"{state.name}.sessions")
        self._changing = threading.Lock()

    def read(self) -> dict[str, KeptSession]:
        """All that are there; none where the file is not, or is damaged: then everybody signs in again."""
        try:
            told = json.loads(self._path.read_text("utf-8"))
            return {digest: KeptSession(**one) for digest, one in told["sessions"].items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            log.warning("the sessions cannot be read", path=str(self._path))
            return {}

    def change(self, put: Mapping[str, KeptSession], remove: Collection[str], *, now: float) -> None:
        """Put some in, and take some out, beside those that are over. Where it fails, people only sign in again."""
        with self._changing, suppress(OSError):
            kept = {**self.read(), **put}
            going_on = {
                digest: asdict(one)
                for digest, one in kept.items()
                if digest not in remove and now < min(one.ends_at, one.rests_until)
            }
            new = self._path.with_name(f"{self._path.name}.new")
            new.unlink(missing_ok=True)
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump({"version": _VERSION, "sessions": going_on}, file)
            new.replace(self._path)
