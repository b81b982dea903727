"""kill -9 after any durable step, and a new sweep: every file was applied or refused exactly once, nothing is lost."""

from __future__ import annotations

import signal
from pathlib import Path

import duckdb
import pytest

from tests.support.desk import Desk
from tests.support.inboxes import Inbox, fingerprint, takes
from tests.system.faults.servant import Servant

STEPS = (
    *("taken", "claimed", "committed", "results shown", "archived"),
    *("refusal written", "refusal recorded", "cleared"),
)
"""Those of the sweep itself; the suite of faults tries every step of all commands."""
ENVIRONMENT = {
    "ROLLCALL_SWEEP__STABLE_SECONDS": "0",
    "ROLLCALL_SWEEP__CACHE_MEGABYTES": "0",
    "ROLLCALL_PUBLISH__ENABLED": "false",
    "ROLLCALL_LIMITS__BACKDATE_DAYS": "false",
}


@pytest.fixture(scope="module")
def dropped(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Inbox:
    """A file that is applied and one that is refused, waiting in the inbox of the office on Monday."""
    inbox = Inbox(monday.copied_to(tmp_path_factory.mktemp("dropped")))
    inbox.drop("good.xlsx", *takes("LT-0004", "ben"))
    (inbox.folder / "broken.csv").write_text("Colour;Shape\nred;round\n")
    return inbox


def sweep(servant: Servant, inbox: Inbox, *, cut_after: str | None = None) -> int:
    return servant.give(inbox.desk.folder, ["sweep", "inbox"], env=ENVIRONMENT, cut_after=cut_after).code


def facts(inbox: Inbox) -> dict[str, object]:
    """What the ledger says after all: which bytes were applied by how many runs, and which were refused."""
    with duckdb.connect(inbox.desk.state, read_only=True) as ledger:
        return {
            "applied": ledger.sql("SELECT sha256, count(*) FROM sources GROUP BY ALL ORDER BY ALL").fetchall(),
            "refused": ledger.sql("SELECT sha256, file FROM refusals ORDER BY ALL").fetchall(),
            "version": ledger.sql("SELECT max(state_version), count(*) FROM runs").fetchall(),
            "held": ledger.sql("SELECT count(*), count(DISTINCT device_id) FROM ownerships").fetchall(),
        }


def where(inbox: Inbox) -> dict[str, object]:
    """Where everything lies in the end, whatever the run ids are."""
    with duckdb.connect(inbox.desk.state, read_only=True) as ledger:
        runs = [run_id for (run_id,) in ledger.sql("SELECT run_id FROM runs ORDER BY ALL").fetchall()]
        paths = [Path(path) for (path,) in ledger.sql("SELECT path FROM sources WHERE source = ''").fetchall()]
    results = inbox.desk.folder / "results"
    return {
        "inbox": [path for path in inbox.folder.rglob("*") if path.is_file()],
        "processing": inbox.beside("processing"),
        "archive": inbox.archived(),
        "is_archived": all(path.exists() for path in paths),
        "refused": [(path.name, fingerprint(path)) for path in inbox.beside("refused") if "why" not in path.name],
        "whys": [path.name for path in inbox.beside("refused") if "why" in path.name],
        "results": sorted(path.name for path in results.iterdir()) == runs,
        "whole": all((results / run / name).exists() for run in runs for name in ("results.xlsx", "parquet")),
    }


@pytest.fixture(scope="module")
def expected(servant: Servant, dropped: Inbox, tmp_path_factory: pytest.TempPathFactory) -> object:
    """How it is after a sweep that nobody has disturbed."""
    inbox = dropped.copied_to(tmp_path_factory.mktemp("undisturbed"))
    assert sweep(servant, inbox) == 4
    places = where(inbox)
    assert places["inbox"] == places["processing"] == []
    return facts(inbox), places


@pytest.mark.parametrize("step", STEPS)
def test_kill_9_after_a_durable_step_loses_nothing_and_does_nothing_twice(
    servant: Servant, dropped: Inbox, expected: object, tmp_path: Path, step: str
) -> None:
    inbox = dropped.copied_to(tmp_path)
    assert sweep(servant, inbox, cut_after=step) == -signal.SIGKILL
    assert sweep(servant, inbox) in {0, 4}
    assert (facts(inbox), where(inbox)) == expected


def test_killed_again_and_again_it_comes_to_the_same_end(servant: Servant, dropped: Inbox, tmp_path: Path) -> None:
    inbox = dropped.copied_to(tmp_path)
    kills = 0
    while sweep(servant, inbox, cut_after="8") == -signal.SIGKILL:
        kills += 1
        assert kills < 10
    assert kills > 2
    assert [path for path in inbox.folder.rglob("*") if path.is_file()] == inbox.beside("processing") == []
    assert len(inbox.archived()) == 1
