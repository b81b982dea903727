"""Answers of `query` on the screen: no column is dropped, and what is too wide goes on below or stands in lines."""

from __future__ import annotations

import csv
import io

import openpyxl
import polars as pl
import pytest

from tests.support.desk import Desk

LONG = "a sentence that is repeated " * 9
WIDE = f"SELECT * EXCLUDE (extra), NULL AS nothing, '{LONG.strip()}' AS long FROM devices ORDER BY device_id LIMIT 2"
NAMES = [
    "plain",
    "A long name of a column, " * 12,
    "Total €",
    "UPPER",
    "mit Leerzeichen",
    "a,b",
    'say "x"',
    "nothing",
    "plain_2",
]
QUOTED = ", ".join(f'{at} AS "{name.replace(chr(34), 2 * chr(34))}"' for at, name in enumerate(NAMES[:-2]))
NAMED = f"SELECT {QUOTED}, NULL AS nothing, 7 AS plain"


def test_a_column_without_a_value_is_shown(monday: Desk) -> None:
    out = monday.say("query", "SELECT 1 AS n, NULL AS nothing, '' AS blank").out

    assert out.splitlines()[0].split() == ["n", "nothing", "blank"]


def test_an_answer_without_a_row_still_has_its_columns(monday: Desk) -> None:
    assert monday.say("query", "SELECT 1 AS n, NULL AS nothing WHERE false").out.splitlines()[0].split() == [
        "n",
        "nothing",
    ]


def test_a_long_text_is_shown_whole(monday: Desk) -> None:
    out = monday.say("query", f"SELECT '{LONG.strip()}' AS long, 1 AS n").out

    assert LONG.strip() in out


def test_what_does_not_fit_goes_on_below(monday: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    out = monday.say("query", f"SELECT '{LONG.strip()}' AS long, 17 AS number, NULL AS nothing").out

    assert max(len(line) for line in out.splitlines()) <= 60
    assert out.split().count("sentence") == LONG.split().count("sentence")
    assert out.splitlines()[0].split() == ["long", "number", "nothing"]


def test_what_does_not_fit_at_all_has_a_line_per_value(monday: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    said = monday.say("query", WIDE)
    (first, *_) = monday.json("query", WIDE)
    lines = said.out.splitlines()
    begun = [line.split()[0] for line in lines[1 : lines.index(next(line for line in lines if "-- 2 -" in line))]]

    assert max(len(line) for line in lines) <= 100
    assert [name for name in begun if name in first] == list(first)
    assert [line.split() for line in lines if line.startswith("nothing")] == [["nothing"]] * 2
    assert said.out.split().count("sentence") == 2 * LONG.split().count("sentence")


def test_chinese_names_are_as_wide_as_they_look(monday: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    out = monday.say("query", "SELECT '打印机在三楼的办公室里' AS name, 1 AS n UNION ALL SELECT 'x', 2").out

    assert "打印机在三楼的办公室里" in out


def test_one_line_per_value_may_be_asked_for(monday: Desk) -> None:
    out = monday.say("query", "SELECT 1 AS n, 'two\nlines' AS text", "--format", "vertical").out

    assert [line.rstrip() for line in out.splitlines()] == ["-- 1 -", "n     1", "text  two", "      lines"]


def test_columns_are_chosen_in_every_format(monday: Desk) -> None:
    words = ("query", "SELECT 1 AS a, [2] AS b, 3 AS c", "--columns", "b,a")

    assert monday.json(*words) == [{"b": [2], "a": 1}]
    assert monday.say(*words, "--format", "csv").out.splitlines() == ["b,a", "[2],1"]


@pytest.mark.system
def test_the_names_of_columns_are_written_as_asked_in_every_format(monday: Desk, desk: Desk) -> None:
    for name in ("named.csv", "named.xlsx", "named.parquet"):
        assert monday.say("query", NAMED, "-o", desk.folder / name).code == 0
    sheet = openpyxl.load_workbook(desk.folder / "named.xlsx").worksheets[0]
    text = (desk.folder / "named.csv").read_text(encoding="utf-8")

    assert list(monday.json("query", NAMED)[0]) == NAMES
    assert next(csv.reader(io.StringIO(text))) == NAMES
    assert [cell.value for cell in sheet[1]] == NAMES
    assert pl.read_parquet(desk.folder / "named.parquet").columns == NAMES
    table = monday.say("query", NAMED).out.splitlines()[0]
    assert all(name.strip() in table for name in NAMES)
    vertical = monday.say("query", NAMED, "--format", "vertical").out
    assert all(f"\n{name}" in vertical for name in NAMES)
