"""Settings: from `rollcall.toml`, then the environment, then the options; each wins over those before it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from pipeline.settings import load_settings
from tests.support.desk import Desk, read_sheet
from tests.support.office import asked

REFUSED, SKIPPED, APPLIED = "rejected", "skipped", "applied"


@pytest.fixture
def desired(office: Desk) -> Desk:
    """The office with a sheet that asks for a device that another owner holds."""
    office.book("desired.xlsx", *asked(("LT-0001", "eva@acme.example")))
    return office


def outcome(desk: Desk, *words: str) -> str:
    rows = desk.json("plan", "desired.xlsx", *words, code=None)["rows"]
    return next(name for name in (REFUSED, SKIPPED, APPLIED) if rows[name])


@pytest.mark.system
def test_an_option_wins_over_the_environment_and_that_over_the_file(
    desired: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [outcome(desired)]
    (desired.folder / "rollcall.toml").write_text('on_conflict = "refuse"\n')
    found.append(outcome(desired))
    monkeypatch.setenv("ROLLCALL_ON_CONFLICT", "skip")
    found.append(outcome(desired))
    found.append(outcome(desired, "--on-conflict", "reassign"))

    assert found == [APPLIED, REFUSED, SKIPPED, APPLIED]


@pytest.mark.system
def test_another_settings_file_can_be_named(desired: Desk) -> None:
    (desired.folder / "rollcall.toml").write_text('on_conflict = "skip"\n')
    (desired.folder / "strict.toml").write_text('on_conflict = "refuse"\n')

    assert outcome(desired, "--config", "strict.toml") == REFUSED


@pytest.mark.system
def test_an_option_can_switch_off_what_a_setting_switches_on(desired: Desk) -> None:
    (desired.folder / "rollcall.toml").write_text('create_devices = true\ndefault_device_type = "laptop"\n')
    desired.book("desired.xlsx", *asked(("LT-0100", "eva@acme.example")))

    assert (outcome(desired), outcome(desired, "--no-create-devices")) == (APPLIED, SKIPPED)


@pytest.mark.system
def test_the_ledger_and_the_place_of_the_results_are_settings_too(desired: Desk) -> None:
    (desired.folder / "rollcall.toml").write_text('state = "books/ledger.duckdb"\nout = "books/results"\n')

    report = desired.json("run", "inventory.xlsx")

    assert report["state_version"] == 1
    assert (desired.folder / "books" / "ledger.duckdb").is_file()
    assert report["outputs"]["results"].startswith("books/results/")


@pytest.mark.system
def test_results_can_be_held_to_what_changed(desired: Desk) -> None:
    desired.book("desired.xlsx", *asked(("LT-0001", "eva@acme.example"), ("LT-0002", "ben@acme.example")))
    (desired.folder / "rollcall.toml").write_text('[results]\nrows = "changed"\n')

    report = desired.json("run", "desired.xlsx")

    assert report["rows"]["unchanged"] == 1
    rows = read_sheet(desired.at(report["outputs"]["results"]), "Rows")
    assert [(row["Serial Number"], row["_outcome"]) for row in rows] == [("LT-0001", "applied")]


@pytest.mark.system
@pytest.mark.publishes
def test_a_nested_setting_has_two_underscores_in_the_environment(
    desired: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
    (desired.folder / "published" / "rollcall.duckdb").unlink()

    desired.json("run", "desired.xlsx")

    assert not (desired.folder / "published" / "rollcall.duckdb").exists()


@pytest.mark.system
@pytest.mark.publishes
def test_parquet_of_the_tables_is_published_where_wanted(desired: Desk) -> None:
    (desired.folder / "rollcall.toml").write_text("[publish]\nparquet = true\n")

    desired.json("run", "desired.xlsx")

    assert (desired.folder / "published" / "parquet" / "latest" / "ownerships" / "0000.parquet").is_file()


@pytest.mark.system
def test_a_timezone_gives_a_meaning_to_dates_without_one(desired: Desk) -> None:
    desired.book("desired.xlsx", *asked(("LT-0004", "eva@acme.example", "2025-07-01T09:00:00")))
    (desired.folder / "rollcall.toml").write_text('timezone = "Europe/Paris"\n')

    desired.json("run", "desired.xlsx")

    (span,) = desired.show("ownerships", "--serial", "LT-0004")
    assert span["start_time"] == "2025-07-01T07:00:00Z"


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ('on_conflict = "fight"', ("on_conflict", "reassign")),
        ('timezone = "Mars/Olympus"', ("timezone", "Mars/Olympus", "Europe/Paris")),
        ('scope = "everything"', ("scope", "everything", "listed-owners")),
        ('colour = "red"', ("colour", "on_conflict")),
        ('[results]\nrows = "some"', ("results.rows", "some", "changed")),
        ("[results]\ncolumns = 3", ("results.columns",)),
        ("wait = -1", ("wait",)),
        ("mode = full", ("rollcall.toml", "TOML")),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_2(desired: Desk, toml: str, named: tuple[str, ...]) -> None:
    (desired.folder / "rollcall.toml").write_text(toml + "\n")
    before = desired.state.read_bytes()

    said = desired.say("run", "desired.xlsx")

    assert (said.code, said.out) == (2, "")
    assert [word for word in named if word not in said.err] == []
    assert "Traceback" not in said.err
    assert said.err.count("\n") == 1
    assert desired.state.read_bytes() == before


def test_a_bad_setting_of_the_environment_is_refused_with_2(desired: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_MODE", "half")

    said = desired.say("run", "desired.xlsx")

    assert (said.code, "mode" in said.err, "instructions" in said.err) == (2, True, True)


@pytest.mark.parametrize(("name", "value"), [("allow", "unassign_percent=100"), ("reason", "the usual")])
def test_what_is_for_one_run_is_no_setting(
    desired: Desk, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    text = value if name == "reason" else [value]
    monkeypatch.setenv(f"ROLLCALL_{name.upper()}", json.dumps(text))
    from_environment = desired.say("run", "desired.xlsx")
    monkeypatch.delenv(f"ROLLCALL_{name.upper()}")
    (desired.folder / "rollcall.toml").write_text(f"{name} = {json.dumps(text)}\n")
    from_file = desired.say("run", "desired.xlsx")

    for said, place in ((from_environment, "the environment"), (from_file, "rollcall.toml")):
        assert (said.code, said.out) == (2, "")
        assert f"The setting {name} is for one run, and cannot come from {place}." in said.err
        assert f"give --{name} on the command line" in said.err


@pytest.mark.parametrize(
    ("limit", "usual", "given", "allowed"),
    [
        pytest.param("money", "false", 9, None, id="not switched on"),
        pytest.param("unassign_percent", "30", 10, 30, id="not lowered"),
        pytest.param("unassign_percent", "30", 45, 45, id="raised"),
        pytest.param("money", "0", 9, 9, id="raised from nothing"),
    ],
)
def test_an_override_only_ever_raises_a_limit(
    tmp_path: Path, limit: str, usual: str, given: int, allowed: float | None
) -> None:
    (tmp_path / "rollcall.toml").write_text(f"[limits]\n{limit} = {usual}\n")

    loaded = load_settings(tmp_path / "rollcall.toml", {"allow": (f"{limit}={given}",)})

    assert getattr(loaded.intent().limits, limit) == allowed


_NIGHTLY = """
[sources.nightly]
kind = "assignments"
date_order = "dmy"
hidden_rows = "exclude"
unknown_columns = "ignore"

[sources.nightly.columns]
"Gerät Nr" = "serial_number"
"Wer" = "owner_email"
"Ab wann" = "effective_at"
"Etikett" = ""
"""
_OWNERLESS = "no column says who has the devices"
_HEADER = ("Gerät Nr", "Wer", "Ab wann", "Etikett")


@pytest.fixture
def nightly(office: Desk) -> Desk:
    """The office with a list from another system, whose columns only the settings know."""
    (office.folder / "rollcall.toml").write_text(_NIGHTLY, "utf-8")
    office.book("nightly.xlsx", _HEADER, ("LT-0004", "eva@acme.example", "03/04/2025", "desk"))
    return office


@pytest.mark.system
def test_a_source_says_what_its_columns_mean_and_how_its_dates_are_written(nightly: Desk) -> None:
    nightly.json("run", "nightly.xlsx", "--source", "nightly")

    (span,) = nightly.show("ownerships", "--serial", "LT-0004")
    assert (span["start_time"], span["label"]) == ("2025-04-03T00:00:00Z", None)


def test_without_its_source_a_list_is_not_understood(nightly: Desk) -> None:
    assert nightly.say("run", "nightly.xlsx").code == 3


def test_an_unknown_source_is_refused_with_those_there_are(nightly: Desk) -> None:
    said = nightly.say("run", "nightly.xlsx", "--source", "weekly")

    assert (said.code, said.out) == (2, "")
    assert "There is no source weekly in the settings." in said.err
    assert "[sources.NAME] are: nightly." in said.err


@pytest.mark.system
def test_a_source_says_the_kind_of_its_sheets_and_an_option_says_otherwise(nightly: Desk) -> None:
    nightly.book("kinds.xlsx", ("Gerät Nr",), ("LT-0004",))

    of_source = nightly.say("check", "kinds.xlsx", "--source", "nightly")
    of_option = nightly.say("check", "kinds.xlsx", "--source", "nightly", "--kind", "inventory")

    assert (of_source.code, _OWNERLESS in of_source.out + of_source.err) == (3, True)
    assert _OWNERLESS not in of_option.out + of_option.err


@pytest.mark.system
def test_a_source_leaves_its_unknown_columns_out_and_an_option_says_otherwise(nightly: Desk) -> None:
    nightly.book("more.xlsx", (*_HEADER, "Schuhe"), ("LT-0004", "eva@acme.example", "03/04/2025", None, "43"))

    assert nightly.say("check", "more.xlsx", "--source", "nightly").code == 0
    assert nightly.say("check", "more.xlsx", "--source", "nightly", "--unknown-columns", "error").code == 3


@pytest.mark.system
def test_the_order_of_dates_can_be_said_otherwise_for_one_run(nightly: Desk) -> None:
    nightly.json("run", "nightly.xlsx", "--source", "nightly", "--date-order", "mdy")

    (span,) = nightly.show("ownerships", "--serial", "LT-0004")
    assert span["start_time"] == "2025-03-04T00:00:00Z"


@pytest.mark.system
def test_a_source_says_what_becomes_of_hidden_rows_and_an_option_says_otherwise(nightly: Desk) -> None:
    book = openpyxl.load_workbook(nightly.folder / "nightly.xlsx")
    book.worksheets[0].append(("LT-0006", "eva@acme.example", "05/04/2025"))
    book.worksheets[0].row_dimensions[3].hidden = True
    book.save(nightly.folder / "nightly.xlsx")

    of_source = nightly.json("plan", "nightly.xlsx", "--source", "nightly", code=None)["rows"]
    of_option = nightly.json("plan", "nightly.xlsx", "--source", "nightly", "--hidden-rows", "include", code=None)[
        "rows"
    ]

    assert (of_source["applied"], of_option["applied"]) == (1, 2)


def test_a_mapping_to_a_field_that_there_is_not_is_refused(nightly: Desk) -> None:
    (nightly.folder / "rollcall.toml").write_text('[sources.nightly.columns]\n"Wer" = "holder"\n', "utf-8")

    said = nightly.say("run", "nightly.xlsx", "--source", "nightly")

    assert (said.code, "holder" in said.err, "Wer" in said.err) == (2, True, True)
