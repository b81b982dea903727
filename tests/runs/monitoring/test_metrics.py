"""The metrics file: what monitoring reads of a sweep, also of one that failed, and what happens when it cannot be."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from pipeline import __version__
from pipeline.errors import StateBusy
from pipeline.model import Fate, SourceAge, Swept
from pipeline.runs.monitoring.metrics import FailedSweep, metrics_path, read_metrics, write_metrics
from pipeline.settings import Settings
from tests.support.desk import ROOT
from tests.support.jobs import TWO_O_CLOCK, report, swept, swept_file
from tests.support.strength import examples

LATER = TWO_O_CLOCK + timedelta(days=1)


def values(path: Path) -> dict[str, float]:
    """Every sample of the file: `name{label}` and its value."""
    families = text_string_to_metric_families(path.read_text(encoding="utf-8"))
    samples = [sample for family in families for sample in family.samples]
    return {f"{sample.name}{list(sample.labels.values()) or ''}": sample.value for sample in samples}


def seconds(instant: datetime) -> float:
    return instant.replace(tzinfo=UTC).timestamp()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rollcall.prom"


def test_a_sweep_is_told_by_files_rows_actions_and_stages(path: Path) -> None:
    full = report("r2", applied=2, unchanged=5)
    files = (
        swept_file(Fate.APPLIED, report("r1", applied=3, rejected=1)),
        swept_file(Fate.APPLIED, full, name="full-1.xlsx"),
        swept_file(Fate.APPLIED, full, name="full-2.xlsx"),
        swept_file(Fate.REFUSED),
        swept_file(Fate.LEFT),
    )
    assert write_metrics(path, swept(*files, exit_code=4)) is None
    told = values(path)
    assert {name: value for name, value in told.items() if "files" in name or "refusals" in name} == {
        "rollcall_files['applied']": 3,
        "rollcall_files['nothing_usable']": 0,
        "rollcall_files['already_applied']": 0,
        "rollcall_files['refused']": 1,
        "rollcall_files['left']": 1,
        "rollcall_refusals": 1,
    }
    assert {name: value for name, value in told.items() if "rows" in name} == {
        "rollcall_rows['applied']": 5,
        "rollcall_rows['unchanged']": 5,
        "rollcall_rows['skipped']": 0,
        "rollcall_rows['rejected']": 1,
    }
    assert told["rollcall_actions['assign']"] == 5
    assert told["rollcall_actions['unassign']"] == 0
    assert told["rollcall_duration_seconds['apply']"] == 79.5
    assert told["rollcall_state_version"] == 7
    assert told[f"rollcall_info['{__version__}']"] == 1


@pytest.mark.parametrize("exit_code", [0, 4])
def test_a_sweep_that_did_its_work_is_a_success(path: Path, exit_code: int) -> None:
    write_metrics(path, swept(exit_code=exit_code))
    told = values(path)
    assert told["rollcall_last_exit_code"] == exit_code
    assert told["rollcall_last_sweep_timestamp_seconds"] == seconds(TWO_O_CLOCK)
    assert told["rollcall_last_success_timestamp_seconds"] == seconds(TWO_O_CLOCK)


def test_a_failed_sweep_keeps_the_time_of_the_last_success_and_the_version_of_the_ledger(path: Path) -> None:
    write_metrics(path, swept())
    error = StateBusy("rollcall.duckdb is held by process 7.", "Wait.")
    for nights in (1, 2):
        write_metrics(path, FailedSweep.of(error, TWO_O_CLOCK + timedelta(days=nights)))
    told = values(path)
    assert told["rollcall_last_sweep_timestamp_seconds"] == seconds(TWO_O_CLOCK + timedelta(days=2))
    assert told["rollcall_last_success_timestamp_seconds"] == seconds(TWO_O_CLOCK)
    assert told["rollcall_last_exit_code"] == 7
    assert told["rollcall_last_error['state_busy']"] == 1
    assert told["rollcall_state_version"] == 7


def test_what_nobody_counted_in_a_failed_sweep_is_not_told_as_nothing(path: Path) -> None:
    write_metrics(path, swept(swept_file(Fate.APPLIED, report(applied=3))))
    write_metrics(path, FailedSweep(LATER, 8, "store_failed"))
    assert [name for name in values(path) if name.startswith(("rollcall_rows", "rollcall_files"))] == []


def test_an_error_that_is_a_bug_has_a_code_too() -> None:
    assert FailedSweep.of(ZeroDivisionError(), LATER) == FailedSweep(LATER, 1, "unexpected")


def test_a_first_sweep_that_fails_has_never_succeeded(path: Path) -> None:
    write_metrics(path, FailedSweep(LATER, 8, "store_failed"))
    assert values(path)["rollcall_last_success_timestamp_seconds"] == 0
    recorded = read_metrics(path)
    assert recorded is not None
    assert recorded.succeeded_at is None


def test_a_success_is_told_by_the_clock_also_when_the_clock_was_ahead_before(path: Path) -> None:
    write_metrics(path, swept(ended_at=TWO_O_CLOCK + timedelta(days=3650)))
    write_metrics(path, swept())
    assert values(path)["rollcall_last_success_timestamp_seconds"] == seconds(TWO_O_CLOCK)


def test_a_source_has_its_age_and_what_is_expected_of_it_and_one_that_never_sent_is_infinitely_old(path: Path) -> None:
    sources = (SourceAge("hr", TWO_O_CLOCK, LATER, timedelta(days=2)), SourceAge("it", None, LATER, timedelta(hours=1)))
    write_metrics(path, swept(ended_at=LATER), sources)
    assert {name: value for name, value in values(path).items() if "source" in name} == {
        "rollcall_source_age_seconds['hr']": 86_400,
        "rollcall_source_age_seconds['it']": float("inf"),
        "rollcall_source_expected_seconds['hr']": 172_800,
        "rollcall_source_expected_seconds['it']": 3_600,
    }
    recorded = read_metrics(path)
    assert recorded is not None
    assert recorded.heard_at == {"hr": TWO_O_CLOCK}


def test_every_metric_explains_itself_and_nothing_is_told_of_this_python(path: Path) -> None:
    sources = (SourceAge("hr", TWO_O_CLOCK, LATER, timedelta(days=2)), SourceAge("it", None, LATER))
    write_metrics(path, swept(swept_file(Fate.APPLIED, report(applied=3))), sources)
    lines = path.read_text(encoding="utf-8").splitlines()
    helped = {line.split()[2] for line in lines if line.startswith("# HELP") and len(line.split()) > 4}
    named = {line.split("{")[0].split()[0] for line in lines if not line.startswith("#")}
    assert named == helped
    assert {name for name in named if not name.startswith("rollcall_")} == set()


def test_the_file_lies_beside_the_ledger_or_where_the_settings_say(tmp_path: Path) -> None:
    ledger = tmp_path / "it.duckdb"
    assert metrics_path(Settings(state=ledger)) == tmp_path / "rollcall.prom"
    elsewhere = Settings.model_validate({"state": ledger, "sweep": {"metrics": "/var/lib/node/x.prom"}})
    assert metrics_path(elsewhere) == Path("/var/lib/node/x.prom")


@pytest.mark.parametrize("place", ["missing/rollcall.prom", "a-file/rollcall.prom", "a-folder"])
def test_a_file_that_cannot_be_written_is_a_remark(tmp_path: Path, place: str) -> None:
    (tmp_path / "a-file").touch()
    (tmp_path / "a-folder").mkdir()
    remark = write_metrics(tmp_path / place, swept())
    assert remark is not None
    assert str(tmp_path / place) in remark
    assert sorted(found.name for found in tmp_path.iterdir()) == ["a-file", "a-folder"]


def test_a_former_file_that_is_damaged_is_replaced_and_that_is_said(path: Path) -> None:
    path.write_bytes(b"\xff\xfe not metrics")
    remark = write_metrics(path, swept())
    assert remark is not None
    assert "could not be read" in remark
    assert read_metrics(path) is not None


@pytest.mark.system
def test_a_full_disk_leaves_the_former_file_whole(path: Path) -> None:
    write_metrics(path, swept())
    before = path.read_bytes()
    told = f"""
import resource, sys
from datetime import datetime
from pathlib import Path
from pipeline.runs.monitoring.metrics import FailedSweep, write_metrics
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
sys.exit(0 if write_metrics(Path({str(path)!r}), FailedSweep(datetime(2025, 3, 3), 8, "store_failed")) else 1)
"""
    subprocess.run([sys.executable, "-c", told], cwd=ROOT, check=True)
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "rollcall_last_exit_code 0\n",
        "rollcall_last_sweep_timestamp_seconds 1e300\nrollcall_last_exit_code 0\n",
        "rollcall_last_sweep_timestamp_seconds NaN\nrollcall_last_exit_code 0\n",
        "rollcall_last_sweep_timestamp_seconds 1\nrollcall_last_exit_code +Inf\n",
        "rollcall_last_sweep_timestamp_seconds{",
    ],
)
def test_what_is_no_metrics_file_is_refused_by_name(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"."):
        read_metrics(path)


@examples(20, of=100)
@given(cut=st.integers(0, 2000), put=st.text(max_size=20))
def test_a_damaged_file_never_raises_anything_else(
    tmp_path_factory: pytest.TempPathFactory, cut: int, put: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.prom"
    write_metrics(path, _night())
    text = path.read_text(encoding="utf-8")
    path.write_text(text[:cut] + put + text[cut + len(put) :], encoding="utf-8", errors="replace")
    try:
        read_metrics(path)
    except ValueError:
        path.unlink()


def _night() -> Swept:
    return swept(swept_file(Fate.APPLIED, report(applied=3)))
