"""The metrics of the last sweep, as a text file for Prometheus: what monitoring looks at, and `schedule --check` too.

The file is replaced as a whole, so a reader sees the former one or the new one. It is a report, no part of the ledger:
where it cannot be written, that is said, and nothing fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile
from prometheus_client.parser import text_string_to_metric_families

from pipeline import __version__
from pipeline.durable import durable
from pipeline.errors import RollcallError
from pipeline.model import Fate, RunReport, Swept
from pipeline.settings import Settings
from schemas.vocabulary import Action, Outcome

_FILE = "rollcall.prom"
_NEVER = 0.0
_UNEXPECTED = 1
_GOOD = (0, 4)
_SWEPT_AT = "rollcall_last_sweep_timestamp_seconds"
_SUCCEEDED_AT = "rollcall_last_success_timestamp_seconds"
_EXIT_CODE = "rollcall_last_exit_code"
_ERROR = "rollcall_last_error"
_STATE_VERSION = "rollcall_state_version"


@dataclass(frozen=True, slots=True)
class FailedSweep:
    """A sweep that ended before its end: `ended_at` in naive UTC, and the exit code and the code of what ended it."""

    ended_at: datetime
    exit_code: int
    code: str

    @classmethod
    def of(cls, error: BaseException, ended_at: datetime) -> FailedSweep:
        """That of an expected failure; anything else is a bug."""
        if isinstance(error, RollcallError):
            return cls(ended_at, error.exit_code, error.code)
        return cls(ended_at, _UNEXPECTED, "unexpected")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a metrics file says of the last sweep; `succeeded_at` is of the last that succeeded, None where none has."""

    swept_at: datetime
    succeeded_at: datetime | None
    exit_code: int
    code: str | None
    state_version: int | None

    @property
    def is_success(self) -> bool:
        """True where the last sweep did its work, whatever it thought of the rows."""
        return self.exit_code in _GOOD


def metrics_path(settings: Settings) -> Path:
    """Where the metrics file is: where the settings say, or beside the ledger."""
    return settings.sweep.metrics or settings.state.resolve().with_name(_FILE)


def write_metrics(path: Path, sweep: Swept | FailedSweep) -> str | None:
    """Replace the metrics file by what there is to say of this sweep; the remark where it cannot be done.

    The last success is this sweep's end where it succeeded, also when that is earlier than what the file says: the
    clock was ahead then, and its time would hide every failure until it comes. Where this sweep failed it is the former
    file's; 0 means never. What is counted over files and rows is left out after a failure, as nobody knows it then.
    """
    try:
        former = read_metrics(path)
        remark = None
    except (OSError, ValueError):
        former = None
        remark = f"The former metrics in {path} could not be read, so the time of the last success is as of this sweep."
    try:
        write_to_textfile(str(path), _registry(sweep, former))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return (
            f"The metrics could not be written to {path}: {reason}. Neither monitoring nor `rollcall schedule --check` "
            "knows of this sweep."
        )
    durable("metrics_written")
    return remark


def read_metrics(path: Path) -> Recorded | None:
    """What the file says of the last sweep; None where there is no file.

    Raises OSError where it cannot be read, and ValueError where it holds something else.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    values, error = _values(text)
    if _SWEPT_AT not in values or _EXIT_CODE not in values:
        raise ValueError("it does not tell of a sweep")
    succeeded_at, version = values.get(_SUCCEEDED_AT, _NEVER), values.get(_STATE_VERSION)
    return Recorded(
        swept_at=_instant(values[_SWEPT_AT]),
        succeeded_at=None if succeeded_at == _NEVER else _instant(succeeded_at),
        exit_code=int(values[_EXIT_CODE]),
        code=error,
        state_version=None if version is None else int(version),
    )


def _registry(sweep: Swept | FailedSweep, former: Recorded | None) -> CollectorRegistry:
    """A registry of its own: the usual one would add how much memory this Python takes."""
    registry = CollectorRegistry()
    exit_code, ended = sweep.exit_code, _seconds(sweep.ended_at)
    succeeded = ended if exit_code in _GOOD else _last_success(former)
    _gauge(registry, _SWEPT_AT, "When the last sweep ended, in seconds since 1970 (UTC).", ended)
    _gauge(
        registry,
        _SUCCEEDED_AT,
        "When the last sweep that ended with exit code 0 or 4 did so, in seconds since 1970 (UTC); 0 is never.",
        succeeded,
    )
    _gauge(registry, _EXIT_CODE, "The exit code of the last sweep; 0 and 4 are success.", exit_code)
    if isinstance(sweep, Swept):
        _add_work(registry, sweep)
    else:
        _labelled(registry, _ERROR, "1 for the code of what ended the last sweep early.", "code", {sweep.code: 1})
    version = sweep.state_version if isinstance(sweep, Swept) else former.state_version if former else None
    if version is not None:
        _gauge(registry, _STATE_VERSION, "The version of the ledger as last seen: the runs that changed it.", version)
    _labelled(registry, "rollcall_info", "1 for the version of Rollcall.", "version", {__version__: 1})
    return registry


def _add_work(registry: CollectorRegistry, swept: Swept) -> None:
    """What the sweep did; a count is there also where it is 0, so that no series ends and begins."""
    fates = Counter(file.fate for file in swept.files)
    reports = _reports(swept)
    rows = _summed(report.rows for report in reports)
    actions = _summed(report.actions for report in reports)
    by_outcome = {outcome.value: rows[outcome.value] for outcome in Outcome}
    by_action = {action.value: actions[action.value] for action in Action if action is not Action.NONE}
    by_fate = {fate.value: fates[fate] for fate in Fate}
    _labelled(registry, "rollcall_files", "Files of the last sweep, by what became of them.", "fate", by_fate)
    _labelled(registry, "rollcall_rows", "Rows that the last sweep decided, by outcome.", "outcome", by_outcome)
    _labelled(registry, "rollcall_actions", "Actions of the last sweep on devices, by kind.", "action", by_action)
    _gauge(registry, "rollcall_refusals", "Files that the last sweep refused as a whole.", fates[Fate.REFUSED])
    _labelled(
        registry, "rollcall_duration_seconds", "Seconds that the last sweep took, by stage.", "stage", swept.timings
    )


def _reports(swept: Swept) -> list[RunReport]:
    """One report per run: the files of a full folder share theirs."""
    reports = [file.report for file in swept.files if file.report is not None]
    return list({report.run_id or id(report): report for report in reports}.values())


def _summed(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return total


def _gauge(registry: CollectorRegistry, name: str, help_text: str, value: float) -> None:
    Gauge(name, help_text, registry=registry).set(value)


def _labelled(registry: CollectorRegistry, name: str, help_text: str, label: str, values: Mapping[str, float]) -> None:
    gauge = Gauge(name, help_text, [label], registry=registry)
    for value_of_label, value in values.items():
        gauge.labels(value_of_label).set(value)


def _last_success(former: Recorded | None) -> float:
    return _NEVER if former is None or former.succeeded_at is None else _seconds(former.succeeded_at)


def _values(text: str) -> tuple[dict[str, float], str | None]:
    """The values of what has no labels, and the code of the error that ended the sweep, if one did."""
    try:
        samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    except (IndexError, KeyError, TypeError) as error:  # the parser is made for text that is right
        raise ValueError("it is no metrics file") from error
    values = {sample.name: sample.value for sample in samples if not sample.labels}
    if not all(isfinite(value) for value in values.values()):
        raise ValueError("it holds a figure that is none")
    codes = [sample.labels.get("code") for sample in samples if sample.name == _ERROR]
    return values, codes[0] if codes else None


def _seconds(instant: datetime) -> float:
    """Since 1970, to the millisecond, of an instant in naive UTC."""
    return round(instant.replace(tzinfo=UTC).timestamp(), 3)


def _instant(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    except (OverflowError, OSError) as error:
        raise ValueError(f"{seconds} is no time") from error
