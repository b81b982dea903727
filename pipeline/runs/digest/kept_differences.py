"""The differences of the last digest, kept beside the rows of its files, for the next one.

Most nights nothing happens: the files are those of the night before, and so is the ledger. Then they differ in the same
rows, for the same causes. What they depend on is the content of the ledger, the files that stand, the settings, the
program, and the time: of that, only the next instant at which an ownership on record begins or ends, or which a row
gives, and the next day where leavers lose what they have.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

import polars as pl

from pipeline import intake, store
from pipeline.runs.digest.standing_files import StandingFiles, still_standing
from pipeline.runs.digest.undisturbed_files import next_date
from pipeline.runs.steps.read_files import cache_of
from pipeline.settings import Settings
from schemas.instants import end_of_day, local_day
from schemas.vocabulary import Leavers


def kept_differences(standing: store.Standing, settings: Settings) -> pl.DataFrame | None:
    """The differences of the last digest, where a digest made now would find the same; None where it may not."""
    kept = intake.recall(cache_of(settings), _name(settings))
    if kept is None:
        return None
    frames, facts = kept
    try:
        is_still_so = datetime.fromisoformat(facts["from"]) <= standing.read_at < datetime.fromisoformat(facts["until"])
        return frames["differences"] if is_still_so and facts["of"] == _of(standing, settings) else None
    except (KeyError, TypeError, ValueError):
        return None


def keep_differences(
    differences: pl.DataFrame, files: StandingFiles, standing: store.Standing, settings: Settings
) -> None:
    """Keep the differences for the next digest, unless it would have to find them anew in any case.

    It would where a file could not be read, and of exports, whose rows are compared with what the ledger was when they
    were made. Where there is no file there is nothing to keep.
    """
    if not files.batches or files.unread or any(batch.checked.bases for batch in files.batches):
        return
    of = _of(standing, settings)
    if of is None:
        return
    facts = {"of": of, "from": standing.read_at.isoformat(), "until": _until(files, standing, settings).isoformat()}
    intake.keep(cache_of(settings), _name(settings), {"differences": differences}, facts, step="differences kept")


def _name(settings: Settings) -> str:
    """The name in the cache, the same for all digests of a ledger."""
    place = hashlib.sha256(settings.ledger.called.encode()).hexdigest()[:16]
    return f"differences-{place}"


def _of(standing: store.Standing, settings: Settings) -> str | None:
    """What the differences depend on but for the time, in short; None where a file cannot be looked at."""
    files = still_standing(standing.files)
    program = intake.program()
    try:
        seen = [_seen(path) for path in files["path"]]
    except OSError:
        return None
    if program is None:
        return None
    parts = [program, standing.content_id, settings.model_dump_json(), files.write_json(), json.dumps(seen)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _seen(path: str) -> tuple[int, int]:
    """The size of a file and when it was last written: it is read only where one of them has changed."""
    found = Path(path).stat()
    return found.st_size, found.st_mtime_ns


def _until(files: StandingFiles, standing: store.Standing, settings: Settings) -> datetime:
    """The first instant after that of the digest at which it may find something else although nothing has happened."""
    given = [next_date(batch.checked, standing.read_at) for batch in files.batches]
    moments = [store.next_moment(settings.ledger, standing.read_at), *(date for date in given if date is not None)]
    if any(batch.asked.leavers is Leavers.RELEASE for batch in files.batches):
        moments.append(end_of_day(local_day(standing.read_at, settings.timezone), settings.timezone))
    return min(moments)
