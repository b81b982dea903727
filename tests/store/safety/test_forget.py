"""A person who is forgotten is named nowhere in the ledger and its copies, and everything else stays as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.support.desk import Desk
from tests.support.office import asked
from tests.support.shared import made_once

PEOPLE = (
    ("Email", "First Name", "Last Name", "Employee ID", "Username", "Manager", "Title"),
    ("anna@acme.example", "Anna", "Adler", "7", "aadler", None, "Boss"),
    ("ben@acme.example", "Ben", "Brück", "8", "bbrueck", "anna@acme.example", "Clerk"),
    ("susanna@acme.example", "Susanna", "Adler", "17", "sadler", "Anna Adler", "Clerk"),
)
REGISTER = (
    ("Serial Number", "Name", "Type", "Category", "Assigned to", "Remarks"),
    ("LT-1", "Anna Adler's laptop", "laptop", "computers", "Anna@acme.example", "from Adler, Anna; desk 7"),
    ("LT-2", "Two", "laptop", "computers", "anna@acme.example", "to ben-anna@acme.example, anna@acme.example."),
    ("LT-3", "7", "laptop", "computers", "ben@acme.example", "Susanna Adler knows"),
)
MOVED = (("Email", "Employee ID"), ("a.adler@acme.example", "7"))
# What identifies her, wherever it stands; and what looks alike and is of others.
HERS = (
    '"anna@acme',
    " anna@acme",
    "a.adler@acme",
    "anna adler's",
    '"anna adler"',
    "aadler",
    '"anna"',
    'external_user_id":"7"',
)
OTHERS = ("ben-anna@acme.example", "Susanna Adler", "susanna@acme.example", "bbrueck", "desk 7")


def tell(desk: Desk) -> None:
    """Anna, who is put on record, holds devices, gives one to Ben, gets a new address, and is misspelt; published."""
    (desk.folder / "rollcall.toml").write_text("[publish]\nparquet = true\n", encoding="utf-8")
    moves = asked(("LT-1", "ben@acme.example"), ("LT-9", "anna@acme.example"))
    for name, rows in {"people": PEOPLE, "register": REGISTER, "moves": moves, "moved": MOVED}.items():
        desk.book(f"{name}.xlsx", *rows)
        assert desk.say("run", f"{name}.xlsx").code == 0


def forget_her(desk: Desk) -> dict[str, Any]:
    """She is forgotten, after a plan was made about her and a backup; returns what was said of it."""
    desk.book("next.xlsx", *asked(("LT-3", "a.adler@acme.example")))
    assert desk.say("plan", "next.xlsx", "-o", "plan.xlsx").code == 0
    assert desk.say("backup").code == 0
    answer: dict[str, Any] = desk.json("forget", "Anna Adler", "--yes")
    return {**answer, "places": [Path(place).relative_to(desk.folder) for place in answer["places"]]}


@pytest.fixture(scope="module")
def told(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Her story; only to be read."""
    folder, _ = made_once(tmp_path_factory, "person", lambda folder: tell(Desk(folder)))
    return Desk(folder)


@pytest.fixture
def known(told: Desk, tmp_path: Path) -> Desk:
    return told.copied_to(tmp_path)


@pytest.fixture(scope="module")
def forgetting(told: Desk, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, dict[str, Any]]:
    """The desk once she is forgotten, only to be read; and what was said of it."""
    folder, answer = made_once(tmp_path_factory, "forgotten", lambda folder: forget_her(told.copied_to(folder)))
    return Desk(folder), answer


@pytest.fixture
def forgotten(forgetting: tuple[Desk, dict[str, Any]]) -> Desk:
    return forgetting[0]


def texts(database: Path) -> str:
    """Everything in the tables of a file, as text, in lower case."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return "\n".join(str(connection.execute(f"FROM {table}").fetchall()) for table in tables).lower()


def files(desk: Desk) -> Iterator[Path]:
    yield desk.state
    yield desk.folder / "published" / "rollcall.duckdb"


@pytest.mark.system
def test_what_a_person_held_is_kept_without_the_person(office: Desk) -> None:
    before = office.holders()

    assert office.say("forget", "ben@acme.example", "--yes").code == 0

    assert "ben@acme" not in texts(office.state)
    assert office.holders() == {
        serial: "forgotten-2@forgotten.invalid" if owner == "ben@acme.example" else owner
        for serial, owner in before.items()
    }
    assert office.say("verify").code == 0


@pytest.mark.system
def test_nothing_that_identifies_the_person_is_in_the_ledger_or_its_copy(told: Desk, forgotten: Desk) -> None:
    assert [text for text in HERS if text in texts(told.state)] == list(HERS)

    assert [text for file in files(forgotten) for text in HERS if text in texts(file)] == []


@pytest.mark.system
def test_nothing_of_it_is_left_in_unused_parts_of_the_files(told: Desk, forgotten: Desk) -> None:
    assert b"a.adler@acme" in told.state.read_bytes()

    assert [file for file in files(forgotten) if b"a.adler@acme" in file.read_bytes()] == []


@pytest.mark.system
def test_no_parquet_file_has_it(told: Desk, forgotten: Desk) -> None:
    def found(desk: Desk) -> int:
        every = str(desk.folder / "published" / "parquet" / "*" / "owners" / "*.parquet")
        sql = "SELECT count(*) FROM read_parquet(?) WHERE email LIKE '%adler@acme%' OR owner_name = 'Anna Adler'"
        ((rows,),) = duckdb.execute(sql, [every]).fetchall()
        return int(rows)

    assert found(told) > 0
    assert found(forgotten) == 0


@pytest.mark.system
def test_what_looks_alike_and_is_of_others_stays(forgotten: Desk) -> None:
    everything = texts(forgotten.state)
    assert [text for text in OTHERS if text.lower() not in everything] == []
    assert {device["serial_number"]: device["name"] for device in forgotten.show("devices")} == {
        "LT-1": "forgotten-1's laptop",
        "LT-2": "Two",
        "LT-3": "7",
    }


@pytest.mark.system
def test_what_the_person_holds_stays_on_record_under_the_pseudonym(forgotten: Desk) -> None:
    assert forgotten.holders() == {
        "LT-1": "ben@acme.example",
        "LT-2": "forgotten-1@forgotten.invalid",
        "LT-3": "ben@acme.example",
    }
    (person,) = [owner for owner in forgotten.show("owners") if owner["owner_id"] == 1]
    assert (person["owner_name"], person["title"]) == ("forgotten-1", "Boss")


@pytest.mark.system
def test_the_ledger_is_sound_and_can_be_rebuilt(forgotten: Desk, tmp_path: Path) -> None:
    desk = forgotten.copied_to(tmp_path)
    before = texts(desk.state)

    assert desk.say("verify").code == 0
    rebuilt = desk.say("rebuild")

    assert rebuilt.code == 0, rebuilt
    assert sorted(texts(desk.state)) == sorted(before)
    assert desk.say("verify").code == 0


@pytest.mark.system
def test_a_run_records_it_without_what_was_erased(forgotten: Desk) -> None:
    runs = forgotten.show("runs")

    assert [run["command"] for run in runs].count("forget") == 1
    (run,) = [run for run in runs if run["command"] == "forget"]
    assert run["state_version"] == max(one["state_version"] for one in runs)


@pytest.mark.system
def test_an_undo_of_an_older_run_does_not_bring_it_back(forgotten: Desk, tmp_path: Path) -> None:
    desk = forgotten.copied_to(tmp_path)
    for run in [run["run_id"] for run in desk.show("runs")]:
        undone = desk.say("undo", run, "-o", "back.xlsx", "--allow", "unassign_percent=100")
        assert undone.code in {0, 4}, undone
        applied = desk.say("apply", "back.xlsx")
        assert applied.code in {0, 4, 6}, applied

    assert [text for text in HERS if text in texts(desk.state)] == []
    assert desk.say("verify").code == 0


@pytest.mark.system
def test_a_later_file_that_names_the_person_makes_a_new_one(forgotten: Desk, tmp_path: Path) -> None:
    desk = forgotten.copied_to(tmp_path)
    desk.book("again.xlsx", *asked(("LT-3", "anna@acme.example")))

    answer = desk.json("run", "again.xlsx")

    assert answer["created"]["owners"] == 1
    assert len(desk.show("owners")) == 4


@pytest.mark.system
def test_an_older_plan_about_the_person_is_out_of_date(forgotten: Desk, tmp_path: Path) -> None:
    answer = forgotten.copied_to(tmp_path).json("apply", "plan.xlsx", code=None)

    assert answer["reasons"] == {"stale": 1}


@pytest.mark.system
def test_it_says_which_places_still_hold_the_person(forgetting: tuple[Desk, dict[str, Any]]) -> None:
    _, answer = forgetting

    assert answer["pseudonym"] == "forgotten-1@forgotten.invalid"
    assert set(answer["places"]) >= {Path("backups"), Path("results")}
    assert "adler" not in json.dumps(answer, default=str).lower()


def test_nothing_is_done_without_a_yes(office: Desk) -> None:
    said = office.say("forget", "ben@acme.example")

    assert said.code == 2
    assert said.err == (
        "ben@acme.example, who holds or held 3 devices, would be erased from the ledger and its published copy for "
        "good. If that is what you mean, give --yes.\n"
    )
    assert "ben@acme" in texts(office.state)


@pytest.mark.system
@pytest.mark.parametrize("keys", ["n\n", pytest.param("y\n", marks=pytest.mark.system)])
def test_at_a_terminal_it_asks(office: Desk, keys: str) -> None:
    office.say_at_a_terminal("forget", "ben@acme.example", keys=keys)

    assert ("ben@acme" in texts(office.state)) is (keys == "n\n")


@pytest.mark.system
def test_nobody_and_several_are_refused(office: Desk) -> None:
    office.book("twins.xlsx", ("Email", "Name"), *((f"anna{n}@acme.example", "Anna Adler") for n in (2, 3)))
    assert office.say("run", "twins.xlsx", "--kind", "people").code == 0

    nobody, several = office.say("forget", "zed@acme.example", "--yes"), office.say("forget", "Anna Adler", "--yes")

    assert (nobody.code, several.code) == (2, 2)
    assert nobody.err.startswith("Nobody on record is zed@acme.example.")
    assert several.err.startswith("2 people may be meant by Anna Adler: anna2@acme.example (organization default); ")


@pytest.mark.system
def test_a_namesake_keeps_the_name(known: Desk) -> None:
    known.book("twin.xlsx", ("Email", "Name"), ("anna2@acme.example", "Anna Adler"))
    assert known.say("run", "twin.xlsx", "--kind", "people").code == 0

    assert known.say("forget", "a.adler@acme.example", "--yes").code == 0

    assert [owner["owner_name"] for owner in known.show("owners") if owner["email"] == "anna2@acme.example"] == [
        "Anna Adler"
    ]
    assert known.say("verify").code == 0


@pytest.mark.system
def test_a_power_cut_leaves_a_sound_ledger_and_no_older_parquet_file(known: Desk) -> None:
    known.say_until("ledger put in place", "forget", "7", "--yes")

    assert not (known.folder / "published" / "parquet").exists()

    assert known.say("publish").code == 0
    assert known.say("verify").code == 0
    assert [text for file in files(known) for text in HERS if text in texts(file)] == []
