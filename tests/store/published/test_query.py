"""`rollcall query`: questions in SQL, in every form that an answer can take."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.support.desk import ROOT, Desk
from tests.support.office import HELD

WHO_HAS_WHAT = "SELECT serial_number, owner_email FROM current_ownerships ORDER BY serial_number"
HOLD = """
import duckdb, sys
with duckdb.connect(sys.argv[1], read_only=True):
    print("held", flush=True)
    sys.stdin.read()
"""
ODD = """
SELECT [1, 2] AS list, {'a': 1, 'b': [NULL, 'x']} AS struct, MAP {'k': DATE '2025-03-01'} AS map,
       ['usb', 'hdmi'] AS texts, INTERVAL 3 DAY AS span, 170141183460469231731687303715884105727::HUGEINT AS huge,
       sum(7::BIGINT) AS total, '{"k": [1]}'::JSON AS json, 1234.50::DECIMAL(18, 2) AS amount,
       TIMESTAMPTZ '2025-03-01 09:00:00+02' AS instant, TIMESTAMP '2025-03-01 09:00:00' AS same, TIME '09:30' AS clock,
       '\\xAA'::BLOB AS bytes, uuid() IS NOT NULL AS flag, 'a'::ENUM('a', 'b') AS word, NULL AS nothing,
       'infinity'::DATE AS never, DATE '2025-03-01' AS day, 'NaN'::DOUBLE AS none, 1 AS twice, 2 AS twice
"""


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        (
            "FROM money_by_owner SELECT owner_email, purchase_price ORDER BY ALL LIMIT 1",
            [{"owner_email": "anna@acme.example", "purchase_price": 1800.0}],
        ),
        ("SELECT 1 AS one; -- and a comment", [{"one": 1}]),
        ("/* a comment; */ SELECT 'ö;' AS two ; -- ; another\n;", [{"two": "ö;"}]),
        ("WITH few AS (SELECT 3 AS n) SELECT n FROM few", [{"n": 3}]),
        ("VALUES (1, 'x')", [{"col0": 1, "col1": "x"}]),
        ("SELECT count(*) AS n FROM device_history WHERE serial_number = 'LT-0001'", [{"n": 2}]),
        ("SELECT owner_had_device('anna@acme.example', 'LT-0001', '2025-02-01', '2025-03-01') AS had", [{"had": True}]),
        ("SELECT 1 AS n WHERE false", []),
    ],
)
def test_a_question_is_answered(monday: Desk, sql: str, rows: list[dict[str, object]]) -> None:
    assert monday.json("query", sql) == rows


@pytest.mark.parametrize("sql", ["SHOW TABLES", "DESCRIBE devices", "SUMMARIZE owners"])
def test_one_can_ask_what_there_is(monday: Desk, sql: str) -> None:
    assert monday.json("query", sql)


@pytest.mark.system
def test_the_rows_come_in_the_order_asked_for(monday: Desk) -> None:
    sql = "SELECT range AS n FROM range(20000) ORDER BY hash(range)"

    first, every = monday.json("query", sql, "--limit", 50), monday.json("query", sql)

    assert every[:50] == first
    assert sorted(row["n"] for row in every) == list(range(20_000))


def test_a_table_is_shown_on_the_screen(monday: Desk) -> None:
    said = monday.say("query", WHO_HAS_WHAT)

    assert said.code == 0
    assert [tuple(line.split()) for line in said.out.splitlines()[2:]] == sorted(HELD.items())


def test_text_that_looks_like_markup_is_shown_as_it_is(monday: Desk) -> None:
    assert "[red]x[/x]" in monday.say("query", "SELECT '[red]x[/x]' AS a").out


def test_a_table_on_the_screen_ends_after_a_thousand_rows_and_says_so(monday: Desk) -> None:
    said = monday.say("query", "SELECT range AS n FROM range(5000)")

    assert said.out.splitlines()[-1].strip() == "999"
    assert "There are more than 1,000 rows" in said.err
    assert "--limit ROWS" in said.err


def test_a_thousand_rows_are_no_more_than_a_thousand(monday: Desk) -> None:
    assert monday.say("query", "SELECT range AS n FROM range(1000)").err == ""


def test_a_limit_holds_in_every_form_and_is_said(monday: Desk) -> None:
    said = monday.say("query", "SELECT range AS n FROM range(10)", "--limit", 2, "--format", "csv")

    assert said.out == "n\n0\n1\n"
    assert "There are more than 2 rows" in said.err


@pytest.mark.parametrize("format_", ["csv", "json", "xlsx", "parquet"])
def test_a_file_has_all_rows_and_takes_its_form_from_its_name(office: Desk, format_: str) -> None:
    path = office.folder / f"answer.{format_}"

    said = office.say("query", "SELECT range AS n FROM range(3000)", "-o", path)

    assert (said.code, said.out) == (0, "")
    assert said.err == f"3,000 rows: {path}\n"
    read = {
        "csv": lambda: len(path.read_text().splitlines()) - 1,
        "json": lambda: len(json.loads(path.read_text())),
        "xlsx": lambda: len(list(openpyxl.load_workbook(path, read_only=True).worksheets[0].rows)) - 1,
        "parquet": lambda: pl.read_parquet(path).height,
    }
    assert read[format_]() == 3000


def test_odd_types_are_nested_in_json(monday: Desk) -> None:
    assert monday.json("query", ODD) == [
        {
            "list": [1, 2],
            "struct": {"a": 1, "b": [None, "x"]},
            "map": {"k": "2025-03-01"},
            "texts": ["usb", "hdmi"],
            "span": "3 days",
            "huge": "170141183460469231731687303715884105727",
            "total": 7,
            "json": '{"k": [1]}',
            "amount": 1234.5,
            "instant": "2025-03-01T07:00:00Z",
            "same": "2025-03-01T09:00:00Z",
            "clock": "09:30:00",
            "bytes": "\\xAA",
            "flag": True,
            "word": "a",
            "nothing": None,
            "never": "infinity",
            "day": "2025-03-01",
            "none": None,
            "twice": 1,
            "twice_2": 2,
        }
    ]


def test_odd_types_are_texts_in_csv(monday: Desk) -> None:
    (row,) = csv.DictReader(io.StringIO(monday.say("query", ODD, "--format", "csv").out))

    assert row["struct"] == '{"a":1,"b":[null,"x"]}'
    assert (row["texts"], row["span"], row["total"], row["twice_2"]) == ("usb; hdmi", "3 days", "7", "2")
    assert (row["instant"], row["never"], row["day"]) == ("2025-03-01T07:00:00Z", "infinity", "2025-03-01")


@pytest.mark.parametrize("format_", ["table", "csv", "json", "xlsx", "parquet"])
@pytest.mark.parametrize("sql", [ODD, "SELECT * FROM test_all_types()", "SELECT *, * FROM devices LIMIT 0"])
def test_every_type_there_is_can_be_answered_in_every_form(office: Desk, format_: str, sql: str) -> None:
    assert office.say("query", sql, "--format", format_, "-o", office.folder / "answer").code == 0


def test_no_text_of_a_workbook_is_a_formula_or_a_number_that_lost_digits(office: Desk) -> None:
    sql = (
        """SELECT '=1+1' AS a, '00123' AS b, 9007199254740993::BIGINT AS c, 12345678901234567.89 AS d, '=x' AS "=e" """
    )
    office.say("query", sql, "-o", "answer.xlsx")

    sheet = openpyxl.load_workbook(office.folder / "answer.xlsx").worksheets[0]

    assert [cell.value for cell in sheet[2]] == ["=1+1", "00123", "9007199254740993", "12345678901234567.89", "=x"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


@pytest.mark.system
def test_a_question_may_come_from_standard_input(monday: Desk) -> None:
    command = [sys.executable, "-m", "pipeline", "query", "-", "--format", "csv"]
    asked = subprocess.run(
        command,
        cwd=monday.folder,
        env={"PYTHONPATH": str(ROOT)},
        input="SELECT 'é' AS a\n;\n",
        capture_output=True,
        text=True,
        check=True,
    )

    assert asked.stdout == "a\né\n"


def test_without_a_published_copy_it_says_how_to_make_one(office: Desk) -> None:
    (office.folder / "published" / "rollcall.duckdb").unlink()

    said = office.say("query", "SELECT 1")

    assert said.code == 2
    assert "Publish it with: rollcall publish" in said.err


def test_the_ledger_itself_is_not_asked(office: Desk) -> None:
    office.state.unlink()

    assert len(office.json("query", WHO_HAS_WHAT)) == len(HELD)


def test_nobody_who_reads_the_copy_is_in_the_way(office: Desk) -> None:
    command = [sys.executable, "-c", HOLD, str(office.folder / "published" / "rollcall.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == b"held\n"
        assert len(office.json("query", WHO_HAS_WHAT)) == len(HELD)
        reader.communicate()


@pytest.mark.system
def test_what_takes_too_long_is_stopped(monday: Desk) -> None:
    begun = time.monotonic()

    said = monday.say("query", "SELECT count(*) FROM range(1000000000000) WHERE hash(range) = 3", "--timeout", "0.5")

    assert time.monotonic() - begun < 20
    assert said.code == 2
    assert said.err == (
        "The question took longer than 0.5 seconds. Ask for less, or give it more time with --timeout SECONDS.\n"
    )


@pytest.mark.system
def test_what_takes_too_much_memory_is_stopped(monday: Desk) -> None:
    said = monday.say("query", "SELECT length(string_agg(repeat('x', 10000000))) FROM range(1000)", "--timeout", 60)

    assert said.code == 2
    assert "more memory than a question may take" in said.err


def test_an_answer_goes_over_nothing_that_must_not_be_lost(office: Desk) -> None:
    said = office.say("query", "SELECT 1 AS a", "--format", "csv", "-o", "published/rollcall.duckdb")

    assert said.code == 2
    assert len(office.json("query", WHO_HAS_WHAT)) == len(HELD)


def test_the_copy_of_a_state_file_elsewhere_is_asked(monday: Desk, tmp_path: Path) -> None:
    elsewhere = Desk(tmp_path)

    assert elsewhere.json("query", "SELECT count(*) AS n FROM devices", "--state", monday.state) == [{"n": 7}]
