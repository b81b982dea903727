"""The check that the last night ran, and how it ended, by the metrics file."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from pipeline.runs.monitoring.metrics import Recorded, metrics_path, read_metrics
from pipeline.runs.monitoring.quiet_sources import quiet_sentence, quiet_sources
from pipeline.runs.schedule.job import System
from pipeline.runs.steps.clock import clock
from pipeline.settings import Settings
from pipeline.settings.quantities import duration_text
from schemas.instants import instant_text
from schemas.records import dataclass

# A night, and two hours in which the sweep may take longer than the night before.
PERIOD = timedelta(hours=26)

_ASK_THE_SENDER = (
    "Ask whoever sends it, and look into its drop folder and at what was refused. How often a source sends is "
    "`expect_every` in its section of the settings."
)
_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Night:
    """The result of the check. `code` is None where all is well; `said` is what was found, `hint` the remedy.

    `quiet` are the sources that have sent nothing usable for longer than is expected of them.
    """

    metrics: Path
    recorded: Recorded | None
    code: str | None
    said: str
    hint: str
    quiet: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        """True where the last sweep succeeded, and recently enough, and every source sends what is expected."""
        return self.code is None


def last_night(
    settings: Settings, *, name: str, system: System, within: timedelta = PERIOD, now: datetime | None = None
) -> Night:
    """The check that the last sweep succeeded within that time, and that no source is quiet.

    `now` is read from the clock where None.
    `code` names the failure: `never_ran`, `unreadable`, `clock_ahead` (the file has a time in the future),
    `last_failed`, `not_since` or, where the nights are well, `source_quiet`.
    """
    path = metrics_path(settings)
    where_to_look = _where_to_look(name, system)
    try:
        recorded = read_metrics(path)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        said = f"Whether the last night ran is not known: the metrics file {path} cannot be read ({reason})."
        return Night(path, None, "unreadable", said, f"The next sweep writes it anew. {where_to_look}")
    if recorded is None:
        said = f"No sweep has ended yet: there is no metrics file {path}."
        return Night(path, None, "never_ran", said, where_to_look)
    now = now or clock()
    code, said = _verdict(recorded, now, within)
    quiet = () if code else quiet_sources(settings, now=now)
    if quiet:
        said = " ".join(quiet_sentence(one, settings.timezone) for one in quiet)
        return Night(path, recorded, "source_quiet", said, _ASK_THE_SENDER, tuple(one.source for one in quiet))
    if code == "clock_ahead":
        where_to_look = f"Put the clock right; the next sweep that succeeds puts the file right. {where_to_look}"
    return Night(path, recorded, code, said, "" if code is None else where_to_look)


def _verdict(recorded: Recorded, now: datetime, within: timedelta) -> tuple[str | None, str]:
    swept, age = _shown(recorded.swept_at), duration_text(now - recorded.swept_at)
    latest = max(recorded.swept_at, recorded.succeeded_at or recorded.swept_at)
    if latest > now + _CLOCKS_DIFFER:
        return "clock_ahead", (
            f"Whether the last night ran is not known: the metrics tell of {_shown(latest)}, "
            f"and it is {_shown(now)} now."
        )
    if not recorded.is_success:
        code = f" ({recorded.code})" if recorded.code else ""
        return "last_failed", (
            f"The last sweep failed with exit code {recorded.exit_code}{code} at {swept}, {age} ago; "
            f"{_success(recorded)}."
        )
    if now - recorded.swept_at > within:
        return "not_since", (
            f"The last sweep ended at {swept}, {age} ago, and there should have been one in the last "
            f"{duration_text(within)}."
        )
    some = "; some rows or files were refused" if recorded.exit_code else ""
    return None, f"The last sweep succeeded at {swept}, {age} ago{some}."


def _success(recorded: Recorded) -> str:
    return (
        f"the last that succeeded ended at {_shown(recorded.succeeded_at)}"
        if recorded.succeeded_at
        else "none ever did"
    )


def _shown(instant: datetime) -> str:
    return instant_text(instant.replace(microsecond=0))


def _where_to_look(name: str, system: System) -> str:
    by_hand = "or run it by hand: rollcall sweep INBOX."
    match system:
        case System.SYSTEMD:
            return f"Look at `systemctl status {name}.timer` and `journalctl -u {name}`, {by_hand}"
        case System.WINDOWS:
            return f'Look at `schtasks /Query /TN "{name}" /V /FO LIST` and at {name}.log beside the ledger, {by_hand}'
        case System.CRON:
            return f"Look at `crontab -l` and at {name}.log beside the ledger, {by_hand}"
