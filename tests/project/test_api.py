"""`import pipeline`, as a stranger's program would use it."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

import pipeline

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.publishes


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample data, where the example of the guide was run."""
    folder = tmp_path_factory.mktemp("program")
    for name in ("inventory.xlsx", "assignments.xlsx"):
        shutil.copy(ROOT / "sample_data" / name, folder / name)
    example = (ROOT / "pipeline" / "guide" / "scripts.md").read_text(encoding="utf-8").split("```python\n")[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        exec(compile(example.split("```")[0], "scripts.md", "exec"), {})
    return folder


@pytest.mark.system
def test_the_example_of_the_guide_leaves_a_ledger_a_plan_and_results(here: Path) -> None:
    assert (here / "ledger.duckdb").exists()
    assert "Cover" in openpyxl.load_workbook(here / "plan.xlsx").sheetnames
    assert list(here.glob("results/*/results.xlsx"))


def test_what_a_run_did_is_told_in_counts_frames_and_words(tmp_path: Path) -> None:
    settings = pipeline.Settings(state=tmp_path / "ledger.duckdb", out=tmp_path / "results")
    devices = "serial_number,name,type,category\nS-1,One,laptop,computers\nS-2,Two,laptop,computers\nS-3,Three,,\n"
    (tmp_path / "devices.csv").write_text(devices)

    done = pipeline.run(tmp_path / "devices.csv", settings=settings)

    assert (done.report.rows["in"], done.report.rows["applied"], done.report.rows["rejected"]) == (3, 2, 1)
    assert done.report.rows["in"] == sum(done.report.rows.values()) - done.report.rows["in"]
    assert done.results.changes.filter(action="create").height == done.report.actions["create"] == 2
    assert done.sentences[0].startswith("3 rows were read")


@pytest.mark.system
def test_a_plan_that_is_approved_is_applied(here: Path, tmp_path: Path) -> None:
    settings = pipeline.Settings(state=tmp_path / "ledger.duckdb", out=tmp_path / "results")
    planned = pipeline.plan(here / "inventory.xlsx", settings=settings, output=tmp_path / "plan.xlsx")

    applied = pipeline.apply(tmp_path / "plan.xlsx", settings=settings)

    assert applied.report.actions == planned.report.actions
    assert pipeline.show("devices", settings=settings).height == planned.report.actions["create"]
    assert (
        pipeline.query("SELECT count(*) AS n FROM devices", settings=settings).item()
        == (planned.report.actions["create"])
    )


@pytest.mark.system
def test_an_undo_lists_what_stays_as_it_is(here: Path, tmp_path: Path) -> None:
    settings = pipeline.Settings(state=tmp_path / "ledger.duckdb", out=tmp_path / "results")
    run = pipeline.run(here / "inventory.xlsx", settings=settings).report.run_id
    assert run is not None

    undone = pipeline.undo(run, settings=settings)

    assert undone.kept is not None
    assert not undone.kept.is_empty()


@pytest.mark.system
def test_a_file_is_given_back_with_its_findings(here: Path, tmp_path: Path) -> None:
    settings = pipeline.Settings(state=tmp_path / "ledger.duckdb")

    done = pipeline.check(here / "assignments.xlsx", settings=settings, output=tmp_path / "checked.xlsx")

    assert (tmp_path / "checked.xlsx").exists()
    assert done.results.issues.filter(code="invalid_email").height > 0
    assert not (tmp_path / "ledger.duckdb").exists()


def test_what_a_command_would_refuse_is_raised_with_its_way_out(tmp_path: Path) -> None:
    with pytest.raises(pipeline.RollcallError) as refused:
        pipeline.run(tmp_path / "missing.xlsx", settings=pipeline.Settings(state=tmp_path / "ledger.duckdb"))

    assert refused.value.exit_code == 3
    assert "missing.xlsx" in refused.value.message
    assert refused.value.hint


def test_a_run_without_a_file_is_refused_and_leaves_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(pipeline.RollcallError, match="No file was given"):
        pipeline.run(settings=pipeline.Settings(state=tmp_path / "ledger.duckdb"))

    assert not (tmp_path / "ledger.duckdb").exists()
