"""Since when each source has sent nothing usable, and whether that is longer than the settings expect.

The ledger knows the files that were taken. It does not know of a file that came again with the same bytes, which is
usable all the same, so the metrics of the last sweep are asked, too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from pipeline import store
from pipeline.disk import sayable
from pipeline.errors import StateBusy, StoreFailed
from pipeline.model import SourceAge
from pipeline.runs.monitoring.metrics import heard_by_metrics
from pipeline.settings import Settings
from pipeline.settings.quantities import duration_text
from schemas.instants import local_minute_text


def source_ages(
    settings: Settings, *, now: datetime, again: Collection[str] = (), is_ledger_asked: bool = True
) -> tuple[SourceAge, ...]:
    """Every source that has sent something or of which something is expected, in the order of the names.

    `again` are the runs whose files this sweep has found once more. Where the ledger cannot be read, or is not to be,
    the metrics of the last sweep are what is known.
    """
    heard = heard_by_metrics(settings, now)
    if is_ledger_asked:
        heard = _later(heard, _heard_by_ledger(settings, again, now))
    expected = {name: source.expect_every for name, source in settings.sources.items() if source.expect_every}
    return tuple(
        SourceAge(name, heard.get(name), now, expected.get(name)) for name in sorted(heard.keys() | expected.keys())
    )


def quiet_sources(settings: Settings, *, now: datetime, again: Collection[str] = ()) -> tuple[SourceAge, ...]:
    """The sources that have sent nothing usable for longer than is expected; nothing is looked up if nothing is."""
    if not any(source.expect_every for source in settings.sources.values()):
        return ()
    return tuple(one for one in source_ages(settings, now=now, again=again) if one.is_quiet)


def quiet_sentence(quiet: SourceAge, timezone: str) -> str:
    """The sentence about a source that is quiet, with the minute in that time zone since when it is."""
    name = sayable(quiet.source) or "the inbox itself"
    expected = f"it is expected every {duration_text(quiet.expected)}" if quiet.expected else "nothing is expected"
    if quiet.heard_at is None or quiet.age is None:
        return f"The source {name} has never sent anything usable; {expected}."
    since = local_minute_text(quiet.heard_at, timezone)
    return f"The source {name} has sent nothing usable for {duration_text(quiet.age)}, since {since}; {expected}."


def _heard_by_ledger(settings: Settings, again: Collection[str], now: datetime) -> Mapping[str, datetime]:
    try:
        if not store.is_there(settings.ledger):
            return {}
        return store.heard_from(settings.ledger, again, now=now)
    except (StateBusy, StoreFailed):  # that is told by what needs the ledger
        return {}


def _later(one: Mapping[str, datetime], other: Mapping[str, datetime]) -> dict[str, datetime]:
    names = one.keys() | other.keys()
    return {name: max(at for at in (one.get(name), other.get(name)) if at is not None) for name in names}
