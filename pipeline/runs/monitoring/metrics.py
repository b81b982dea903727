"""The metrics of the last sweep, as a text file for Prometheus, which `schedule --check` reads, too.

The file is replaced as a whole, so a reader sees the former one or the new one. It is no part of the ledger: where it
cannot be written, there is a remark, and nothing fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime, timedelta
from math import inf, isfinite
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile
from prometheus_client.parser import text_string_to_metric_families

from pipeline import __version__
from pipeline.durable import durable
from pipeline.errors import RollcallError
from pipeline.model import Fate, RunReport, SourceAge, Swept
from pipeline.settings import Settings
from schemas.records import dataclass
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
_SOURCE_AGE = "rollcall_source_age_seconds"
_SOURCE_EXPECTED = "rollcall_source_expected_seconds"


@dataclass(frozen=True, slots=True)
class FailedSweep:
    """A sweep that was ended by a failure: `ended_at` in naive UTC, and the exit code and the code of the failure."""

    ended_at: datetime
    exit_code: int
    code: str

    @classmethod
    def of(cls, error: BaseException, ended_at: datetime) -> FailedSweep:
        """The failed sweep, with the codes of an expected failure, or those of a bug for any other exception."""
        if isinstance(error, RollcallError):
            return cls(ended_at, error.exit_code, error.code)
        return cls(ended_at, _UNEXPECTED, "unexpected")


@dataclass(frozen=True, slots=True)
class Recorded:
    """The last sweep, by its metrics file; `succeeded_at` is that of the last success, None where there was none.

    `heard_at` is when each source last sent something usable; those that never did are not there.
    """

    swept_at: datetime
    succeeded_at: datetime | None
    exit_code: int
    code: str | None
    state_version: int | None
    heard_at: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def is_success(self) -> bool:
        """True where the last sweep was not ended by a failure, though rows or files may have been refused."""
        return self.exit_code in _GOOD


def metrics_path(settings: Settings) -> Path:
    """The path of the metrics file: that of the settings, or `rollcall.prom` beside the ledger."""
    return settings.sweep.metrics or settings.state.resolve().with_name(_FILE)


def heard_by_metrics(settings: Settings, now: datetime) -> Mapping[str, datetime]:
    """When each source last sent something usable, by the metrics of the last sweep; never later than now."""
    try:
        recorded = read_metrics(metrics_path(settings))
    except (OSError, ValueError):
        return {}
    return {} if recorded is None else {source: min(at, now) for source, at in recorded.heard_at.items()}


def write_metrics(path: Path, sweep: Swept | FailedSweep, sources: Iterable[SourceAge] = ()) -> str | None:
    """Replace the metrics file by that of this sweep, with the ages of the sources; the remark where that fails.

    The last success is the end of this sweep where it succeeded, even if the former file has a later one: the clock was
    ahead then, and the later instant would hide every failure until it comes. Where this sweep failed, the last success
    is that of the former file; 0 means never. Counts of files and rows are unknown after a failure, and left out.
    """
    try:
        former = read_metrics(path)
        remark = None
    except (OSError, ValueError):
        former = None
        remark = f"The former metrics in {path} could not be read, so the time of the last success is as of this sweep."
    try:
        write_to_textfile(str(path), _registry(sweep, former, tuple(sources)))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return (
            f"The metrics could not be written to {path}: {reason}. Neither monitoring nor `rollcall schedule --check` "
            "knows of this sweep."
        )
    durable("metrics_written")
    return remark


def read_metrics(path: Path) -> Recorded | None:
    """The last sweep, by the file; None where there is no file.

    Raises OSError where it cannot be read, and ValueError where it is no such metrics file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    values, error, ages = _values(text)
    if _SWEPT_AT not in values or _EXIT_CODE not in values:
        raise ValueError("it does not tell of a sweep")
    succeeded_at, version = values.get(_SUCCEEDED_AT, _NEVER), values.get(_STATE_VERSION)
    swept_at = values[_SWEPT_AT]
    return Recorded(
        swept_at=_instant(swept_at),
        succeeded_at=None if succeeded_at == _NEVER else _instant(succeeded_at),
        exit_code=int(values[_EXIT_CODE]),
        code=error,
        state_version=None if version is None else int(version),
        heard_at={source: _instant(swept_at - age) for source, age in ages.items()},
    )


def _registry(sweep: Swept | FailedSweep, former: Recorded | None, sources: Sequence[SourceAge]) -> CollectorRegistry:
    """The metrics of the sweep."""
    # Not the default registry, which would add the memory that this Python takes.
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
    _add_sources(registry, sources)
    version = sweep.state_version if isinstance(sweep, Swept) else former.state_version if former else None
    if version is not None:
        _gauge(registry, _STATE_VERSION, "The version of the ledger as last seen: the runs that changed it.", version)
    _labelled(registry, "rollcall_info", "1 for the version of Rollcall.", "version", {__version__: 1})
    return registry


def _add_work(registry: CollectorRegistry, swept: Swept) -> None:
    """Add the counts of the sweep, also those that are 0, so that no series is interrupted."""
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


def _add_sources(registry: CollectorRegistry, sources: Sequence[SourceAge]) -> None:
    """Add the age of each source, infinite where it has never sent anything usable, and what is expected of it."""
    ages = {one.source: inf if one.age is None else _exact(one.age) for one in sources}
    expected = {one.source: _exact(one.expected) for one in sources if one.expected is not None}
    if ages:
        told = "Seconds since the source last sent something usable, at the end of the last sweep."
        _labelled(registry, _SOURCE_AGE, told, "source", ages)
    if expected:
        told = "Seconds within which the source should send something usable."
        _labelled(registry, _SOURCE_EXPECTED, told, "source", expected)


def _exact(span: timedelta) -> float:
    return round(span.total_seconds(), 3)


def _reports(swept: Swept) -> list[RunReport]:
    """The report of each run, once: the files of a full folder share theirs."""
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


def _values(text: str) -> tuple[dict[str, float], str | None, dict[str, float]]:
    """The values of the metrics without labels, the code of the failure that ended the sweep, and the sources' ages."""
    try:
        samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    except (IndexError, KeyError, TypeError) as error:  # the parser expects a valid text
        raise ValueError("it is no metrics file") from error
    values = {sample.name: sample.value for sample in samples if not sample.labels}
    if not all(isfinite(value) for value in values.values()):
        raise ValueError("it holds a figure that is none")
    codes = [sample.labels.get("code") for sample in samples if sample.name == _ERROR]
    aged = [sample for sample in samples if sample.name == _SOURCE_AGE and isfinite(sample.value)]
    return values, codes[0] if codes else None, {sample.labels.get("source", ""): sample.value for sample in aged}


def _seconds(instant: datetime) -> float:
    """The seconds since 1970, to the millisecond, of an instant in naive UTC."""
    return round(instant.replace(tzinfo=UTC).timestamp(), 3)


def _instant(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    except (OverflowError, OSError) as error:
        raise ValueError(f"{seconds} is no time") from error
