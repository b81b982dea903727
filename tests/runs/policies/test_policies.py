"""Policies hold every command to the ledger as it would be, and nothing is written where one refuses."""

from __future__ import annotations

from hashlib import sha256

import openpyxl
import pytest

from tests.support.desk import Desk, summary_lines
from tests.support.office import HELD, asked

TWO_LAPTOPS = """
[[policies]]
name = "two-laptops"
level = "{level}"
message = "Nobody holds more than two laptops."
sql = '''
SELECT o.owner_email, count(*) AS laptops
FROM current_ownerships AS o JOIN devices AS d USING (device_id)
WHERE d.type = 'laptop' GROUP BY ALL HAVING count(*) > 2 ORDER BY ALL;
'''
"""
BROKEN = "Policy two-laptops: Nobody holds more than two laptops. Broken 1 time"
ROWS = [{"owner_email": "ben@acme.example", "laptops": 3}]
ALLOW = ("--allow", "policy=two-laptops", "--reason", "A new office")


@pytest.fixture
def held(office: Desk) -> Desk:
    """The office with a policy that its next sheet breaks: Ben, who has two laptops, gets a third."""
    office.book("third.xlsx", *asked(("LT-0004", "ben@acme.example")))
    return with_settings(office, TWO_LAPTOPS.format(level="refuse"))


def with_settings(desk: Desk, text: str) -> Desk:
    (desk.folder / "rollcall.toml").write_text(f"{text}\n[sweep]\nstable_seconds = 0\n", encoding="utf-8")
    return desk


def fingerprint(desk: Desk) -> str:
    return sha256(desk.state.read_bytes()).hexdigest()


def test_a_run_that_would_break_a_policy_is_refused_and_says_how_to_go_on(held: Desk) -> None:
    before = fingerprint(held)

    said = held.say("run", "third.xlsx")

    assert said.code == 5
    assert said.err == (
        f"{BROKEN}: owner_email ben@acme.example, laptops 3.\nNothing was written. If this is what you mean, allow it "
        "for one run and say why: --allow policy=two-laptops --reason TEXT\n"
    )
    assert (fingerprint(held), held.holders()) == (before, HELD)


@pytest.mark.system
def test_a_program_is_told_of_the_rows(held: Desk) -> None:
    answer = held.json("run", "third.xlsx", code=5)

    assert answer["error"]["code"] == "policy"
    assert [policy["rows"] for policy in answer["policies"]] == [ROWS]
    assert [(policy["violations"], policy["refused"], policy["allowed"]) for policy in answer["policies"]] == [
        (1, True, False)
    ]


@pytest.mark.system
def test_a_run_that_breaks_no_policy_is_done(held: Desk) -> None:
    held.book("first.xlsx", *asked(("LT-0004", "anna@acme.example")))

    answer = held.json("run", "first.xlsx")

    assert held.holders()["LT-0004"] == "anna@acme.example"
    assert [policy["violations"] for policy in answer["policies"]] == [0]


@pytest.mark.system
def test_an_allowed_violation_is_told_and_listed_on_the_summary(held: Desk) -> None:
    answer = held.json("run", "third.xlsx", *ALLOW)

    assert held.holders()["LT-0004"] == "ben@acme.example"
    assert answer["policies"][0]["allowed"]
    lines = summary_lines(held.at(answer["outputs"]["results"]))
    assert lines["two-laptops"] == [1, "allowed for this run", "Nobody holds more than two laptops."]
    assert any(line.startswith(f"{BROKEN}, allowed for this run: ") for line in lines)


@pytest.mark.system
def test_a_warning_is_told_and_the_run_is_done(held: Desk) -> None:
    with_settings(held, TWO_LAPTOPS.format(level="warn"))

    said = held.say("run", "third.xlsx")

    assert said.code == 0
    assert f"{BROKEN}: owner_email ben@acme.example, laptops 3." in said.out.splitlines()
    assert held.holders()["LT-0004"] == "ben@acme.example"


@pytest.mark.system
def test_a_policy_that_is_not_there_cannot_be_allowed(held: Desk) -> None:
    said = held.say("run", "third.xlsx", "--allow", "policy=two-laptop")

    assert said.code == 2
    assert said.err == "There is no policy two-laptop in the settings. Those that there are: two-laptops.\n"


@pytest.mark.system
def test_a_check_says_what_a_run_would_be_refused_with(held: Desk) -> None:
    answer = held.json("check", "third.xlsx")

    assert answer["refusal"]["code"] == "policy"
    assert answer["policies"][0]["rows"] == ROWS


@pytest.mark.system
def test_a_plan_is_held_to_the_policies_and_its_cover_lists_what_breaks_them(held: Desk) -> None:
    assert held.say("plan", "third.xlsx", "-o", "plan.xlsx").code == 5

    with_settings(held, TWO_LAPTOPS.format(level="warn"))
    assert held.say("plan", "third.xlsx", "-o", "plan.xlsx").code == 0

    cover = openpyxl.load_workbook(held.at("plan.xlsx"))["Cover"]
    cells = [[cell for cell in row if cell is not None] for row in cover.iter_rows(values_only=True)]
    assert ["two-laptops", 1, "told", "Nobody holds more than two laptops."] in cells
    assert ["owner_email ben@acme.example, laptops 3"] in cells


@pytest.mark.system
def test_a_plan_is_held_to_the_policies_of_the_day_it_is_applied(held: Desk) -> None:
    with_settings(held, TWO_LAPTOPS.format(level="warn"))
    assert held.say("plan", "third.xlsx", "-o", "plan.xlsx").code == 0
    with_settings(held, TWO_LAPTOPS.format(level="refuse"))

    assert held.say("apply", "plan.xlsx").code == 5
    assert held.holders() == HELD
    assert held.say("apply", "plan.xlsx", *ALLOW).code == 0


@pytest.mark.system
def test_a_plan_that_was_made_to_break_a_policy_is_applied(held: Desk) -> None:
    assert held.say("plan", "third.xlsx", "-o", "plan.xlsx", *ALLOW).code == 0

    answer = held.json("apply", "plan.xlsx")

    assert answer["policies"][0]["allowed"]


@pytest.mark.system
def test_an_undo_is_held_to_the_policies(held: Desk) -> None:
    held.book("away.xlsx", *asked(("LT-0003", "anna@acme.example")))
    held.book("more.xlsx", *asked(("LT-0004", "ben@acme.example")))
    assert held.say("run", "away.xlsx").code == 0
    moved = held.show("runs")[-1]["run_id"]
    assert held.say("run", "more.xlsx").code == 0

    assert held.say("undo", moved).code == 5


@pytest.mark.system
def test_a_file_of_a_drop_folder_that_would_break_a_policy_is_refused(held: Desk, undigested: None) -> None:
    (held.folder / "inbox").mkdir()
    (held.folder / "third.xlsx").rename(held.folder / "inbox" / "third.xlsx")

    answer = held.json("sweep", "inbox", code=4)

    (why,) = (held.folder / "refused").rglob("*.why.txt")
    assert BROKEN in why.read_text(encoding="utf-8")
    assert "--allow policy=two-laptops --reason TEXT" in why.read_text(encoding="utf-8")
    assert answer["files"][0]["fate"] == "refused"
    assert held.holders() == HELD


@pytest.mark.system
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM nowhere", "There is no table or view called nowhere."),
        ("SELECT serial FROM devices", "There is no column called serial."),
        ("SELECT * FROM read_csv('/etc/passwd')", "This lies outside what is published"),
        ("DELETE FROM devices", "DELETE is no question"),
        ("COPY devices TO 'devices.csv'", "COPY is no question"),
        ("SELECT 1; DROP TABLE devices", "One question at a time"),
        ("SELEC", "The SQL is not right"),
        ("SELECT CAST(serial_number AS INTEGER) FROM devices", "The SQL is not right"),
    ],
)
def test_a_query_that_is_wrong_is_named_with_its_place_and_nothing_is_written(held: Desk, sql: str, said: str) -> None:
    with_settings(held, f'{TWO_LAPTOPS.format(level="warn")}\n[[policies]]\nname = "odd"\nsql = "{sql}"\n')
    before = fingerprint(held)

    answer = held.json("run", "third.xlsx", code=2)

    place = f"number 2 of [[policies]] in {held.folder / 'rollcall.toml'}"
    assert answer["error"]["message"].startswith(f"The policy odd ({place}) cannot be checked, so nothing was done. ")
    assert said in answer["error"]["message"]
    assert fingerprint(held) == before
    assert not (held.folder / "devices.csv").exists()


@pytest.mark.system
def test_a_sweep_with_a_wrong_policy_takes_no_file(held: Desk) -> None:
    with_settings(held, '[[policies]]\nname = "odd"\nsql = "SELECT * FROM nowhere"\n')
    (held.folder / "inbox").mkdir()
    waiting = (held.folder / "third.xlsx").rename(held.folder / "inbox" / "third.xlsx")

    assert held.say("sweep", "inbox").code == 2
    assert waiting.exists()


@pytest.mark.system
def test_the_changes_of_the_run_can_be_asked(held: Desk) -> None:
    sql = "SELECT serial_number, device_id, owner_email, action, field, old, new, reason, file, sheet, row FROM changes"
    with_settings(held, f'[[policies]]\nname = "moves"\nsql = "{sql}"\n')

    answer = held.json("run", "third.xlsx")

    assert answer["policies"][0]["rows"] == answer["changes"]


@pytest.mark.system
def test_a_policy_holds_the_first_run_of_a_new_ledger(desk: Desk) -> None:
    with_settings(desk, "[[policies]]\nname = 'none'\nlevel = 'refuse'\nsql = 'SELECT serial_number FROM devices'\n")
    desk.book("one.xlsx", ("Serial Number", "Name", "Type", "Category"), ("A-1", "One", "laptop", "computers"))

    assert desk.json("run", "one.xlsx", code=5)["policies"][0]["rows"] == [{"serial_number": "A-1"}]
    assert not desk.state.exists()


@pytest.mark.system
def test_what_changes_by_itself_is_seen_as_it_would_be(held: Desk) -> None:
    sql = "SELECT device_id FROM mdm_enrollments WHERE last_seen_date > make_date(2026, 3, 1)"
    with_settings(held, f"[[policies]]\nname = 'seen'\nsql = '{sql}'\n")
    header = ("Serial Number", "Location", "Mdm Last Seen Date")
    held.book("seen.xlsx", header, ("LT-0001", "Berlin", "2026-02-02"))
    held.book("later.xlsx", header, ("LT-0001", "Berlin", "2026-03-03"))
    held.say("run", "seen.xlsx")

    answer = held.json("run", "later.xlsx")

    assert (answer["refreshed"], answer["policies"][0]["violations"]) == (1, 1)


@pytest.mark.system
def test_the_log_of_a_killed_writer_is_part_of_what_is_asked(held: Desk) -> None:
    held.book("first.xlsx", *asked(("LT-0006", "ben@acme.example")))
    (held.folder / "rollcall.toml").unlink()
    held.say_until("transaction committed", "run", "first.xlsx")
    assert held.state.with_name("rollcall.duckdb.wal").exists()
    sql = "SELECT serial_number FROM current_ownerships ORDER BY ALL"
    with_settings(held, f"[[policies]]\nname = 'all'\nsql = '{sql}'\n")

    answer = held.json("plan", "third.xlsx")

    assert [row["serial_number"] for row in answer["policies"][0]["rows"]] == sorted([*HELD, "LT-0004", "LT-0006"])


@pytest.mark.system
def test_without_policies_there_is_no_such_stage(office: Desk) -> None:
    office.book("third.xlsx", *asked(("LT-0004", "ben@acme.example")))

    answer = office.json("plan", "third.xlsx")

    assert "policies" not in answer["timings"]
    assert answer["policies"] == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("[policies]\nname = 'a'", "write [[policies]], with two brackets, above each policy"),
        ("[[policies]]\nname = 'a'\nsql = 'SELECT 1'\n" * 2, 'two policies are called "a"'),
        ("[[policies]]\nname = ' '\nsql = 'SELECT 1'\n", "give the policy a short name"),
        ("[[policies]]\nname = 'a'\nsql = ' '\n", "give a query whose rows break the policy"),
        ("[[policies]]\nname = 'a'\n", "The setting policies.0.sql is missing."),
        ("[[policies]]\nname = 'a'\nsql = 'SELECT 1'\nlevel = 'stop'\n", "input should be 'warn' or 'refuse'"),
    ],
)
def test_a_policy_that_is_not_whole_is_refused(held: Desk, settings: str, said: str) -> None:
    with_settings(held, settings)

    told = held.say("run", "third.xlsx")

    assert told.code == 2
    assert said.casefold() in told.err.casefold()
