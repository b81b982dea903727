"""`rollcall schedule --check`: whether the last night ran."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.model import Swept
from pipeline.runs.monitoring.metrics import FailedSweep, write_metrics
from pipeline.runs.schedule import PERIOD, Night, System, last_night
from pipeline.settings import Settings
from tests.support.desk import Desk
from tests.support.jobs import TWO_O_CLOCK, swept

BUSY = FailedSweep(TWO_O_CLOCK, 7, "state_busy")


def seen(folder: Path, after: timedelta, *sweeps: Swept | FailedSweep, within: timedelta = PERIOD) -> Night:
    """What a look at the metrics of these sweeps says, so long after two o'clock."""
    settings = Settings(state=folder / "rollcall.duckdb")
    for sweep in sweeps:
        assert write_metrics(folder / "rollcall.prom", sweep) is None
    return last_night(settings, name="hr", system=System.SYSTEMD, within=within, now=TWO_O_CLOCK + after)


@pytest.mark.parametrize(
    ("hours", "sweeps", "code"),
    [
        (0, [swept()], None),
        (26, [swept(exit_code=4)], None),
        (26.1, [swept()], "not_since"),
        (1, [BUSY], "last_failed"),
        (1, [swept(ended_at=TWO_O_CLOCK - timedelta(hours=1)), BUSY], "last_failed"),
        (1, [BUSY, swept()], None),
        (100, [BUSY], "last_failed"),
        (-0.05, [swept()], None),
        (-1, [swept()], "clock_ahead"),
        (1, [swept(ended_at=TWO_O_CLOCK + timedelta(days=9)), BUSY], "clock_ahead"),
        (0, [], "never_ran"),
    ],
)
def test_the_last_sweep_must_have_succeeded_and_not_too_long_ago(
    tmp_path: Path, hours: float, sweeps: list[Swept | FailedSweep], code: str | None
) -> None:
    night = seen(tmp_path, timedelta(hours=hours), *sweeps)
    assert (night.code, night.is_well) == (code, code is None)


def test_how_long_ago_it_may_be_can_be_said(tmp_path: Path) -> None:
    assert seen(tmp_path, timedelta(hours=3), swept(), within=timedelta(hours=2)).code == "not_since"
    assert seen(tmp_path, timedelta(hours=3), within=timedelta(hours=4)).is_well


def test_a_night_that_went_well_is_one_sentence(tmp_path: Path) -> None:
    night = seen(tmp_path, timedelta(hours=6), swept())
    assert (night.said, night.hint) == ("The last sweep succeeded at 2025-03-02T02:00:00Z, 6 hours ago.", "")
    night = seen(tmp_path, timedelta(minutes=1), swept(exit_code=4))
    assert night.said.endswith("1 minute ago; some rows or files were refused.")


def test_a_night_that_failed_is_told_with_its_code_and_the_last_that_did_not(tmp_path: Path) -> None:
    before = swept(ended_at=TWO_O_CLOCK - timedelta(days=2))
    assert seen(tmp_path, timedelta(hours=6), before, BUSY).said == (
        "The last sweep failed with exit code 7 (state_busy) at 2025-03-02T02:00:00Z, 6 hours ago; "
        "the last that succeeded ended at 2025-02-28T02:00:00Z."
    )
    (tmp_path / "rollcall.prom").unlink()
    assert seen(tmp_path, timedelta(hours=6), BUSY).said.endswith("; none ever did.")


def test_a_night_that_is_missing_is_told_with_how_often_it_should_be(tmp_path: Path) -> None:
    assert seen(tmp_path, timedelta(days=3), swept()).said == (
        "The last sweep ended at 2025-03-02T02:00:00Z, 3 days ago, and there should have been one in the last 26 hours."
    )


@pytest.mark.parametrize(
    ("system", "named"),
    [
        (System.SYSTEMD, ("systemctl status hr.timer", "journalctl -u hr")),
        (System.CRON, ("crontab -l", "hr.log")),
        (System.WINDOWS, ('schtasks /Query /TN "hr"', "hr.log")),
    ],
)
def test_whoever_looks_is_told_where_to_look_next(tmp_path: Path, system: System, named: tuple[str, ...]) -> None:
    hint = last_night(Settings(state=tmp_path / "rollcall.duckdb"), name="hr", system=system).hint
    assert [name for name in (*named, "rollcall sweep INBOX") if name not in hint] == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"hello", None])
def test_a_file_that_cannot_be_read_is_told_apart_from_none(tmp_path: Path, content: bytes | None) -> None:
    metrics = tmp_path / "rollcall.prom"
    metrics.mkdir() if content is None else metrics.write_bytes(content)
    night = seen(tmp_path, timedelta())
    assert night.code == "unreadable"
    assert str(metrics) in night.said


def test_the_command_exits_with_4_until_a_night_has_run(desk: Desk) -> None:
    said = desk.say("schedule", "--check")
    assert (said.code, said.err) == (4, "")
    assert said.out.startswith("No sweep has ended yet: ")
    write_metrics(desk.folder / "rollcall.prom", swept(ended_at=datetime.now(UTC).replace(tzinfo=None)))
    said = desk.say("schedule", "--check")
    assert (said.code, len(said.out.splitlines())) == (0, 1)
    assert desk.say("schedule", "--check", "--quiet").out == ""


def test_the_command_can_be_told_how_long_ago_it_may_be(desk: Desk) -> None:
    hours_ago = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=50)
    write_metrics(desk.folder / "rollcall.prom", swept(ended_at=hours_ago))
    assert desk.say("schedule", "--check").code == 4
    assert desk.say("schedule", "--check", "--within", "51").code == 0
    assert desk.say("schedule", "--check", "--within", "0").code == 2


def test_the_json_of_a_look_has_the_facts(desk: Desk) -> None:
    told = desk.json("schedule", "--check", code=4)
    assert (told["ok"], told["exit_code"], told["error"]["code"]) == (False, 4, "never_ran")
    now = datetime.now(UTC).replace(tzinfo=None)
    write_metrics(desk.folder / "rollcall.prom", swept(ended_at=now, exit_code=4))
    told = desk.json("schedule", "--check")
    assert (told["ok"], told["last_exit_code"], told["metrics"]) == (True, 4, str(desk.folder / "rollcall.prom"))
    assert told["last_success_at"] == told["last_sweep_at"]
    assert told["last_sweep_at"].endswith("Z")
    assert "error" not in told
