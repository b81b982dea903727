"""`show` on the screen: up to eight columns, more where there is room, those asked for; in a pipe; and nothing."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.support.desk import Desk
from tests.support.told.listings import WHAT


def header(out: str) -> str:
    """What stands above the line, put together where names of columns are broken."""
    above = out[: out.index("─")].splitlines()
    return "\n".join(above)


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with one device that has much to be told of."""
    desk = Desk(tmp_path_factory.mktemp("full"))
    names = ("Serial Number", "Asset Tag", "Name", "Type", "Category", "Model", "Status", "Location", "Department")
    facts = ("5CG0123ABC", "AT-00017", "Ines' laptop by the window", "laptop", "computers", "Elite 840 G9", "in use")
    more = ("Berlin, floor 3, left", "Research and Development", "ines.bellini@acme.example", "2025-02-01", 1234.5)
    header = (*names, "Owner Email", "Effective At", "Purchase Price")
    desk.book("full.xlsx", header, (*facts, *more))
    assert desk.say("run", "full.xlsx").code == 0
    return desk


@pytest.mark.parametrize("what", WHAT)
def test_a_listing_fits_eighty_characters_and_nothing_of_it_is_cut(
    full: Desk, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = full.say("show", what)

    assert max(len(line) for line in said.out.splitlines()) <= 80
    assert "…" not in said.out
    assert said.err == ""


def test_devices_have_the_eight_columns_that_people_look_for(full: Desk) -> None:
    out = full.say("show", "devices").out

    names = ["serial_number", "name", "type", "model", "status", "location", "department", "owner_email"]
    assert header(out).split() == names
    assert "more columns with values: --columns all" in out


def test_in_a_pipe_each_row_has_one_line_with_whole_values(full: Desk) -> None:
    (found,) = (line for line in full.say("show", "devices").out.splitlines() if "ines.bellini@acme.example" in line)

    assert "5CG0123ABC" in found
    assert "Ines' laptop by the window" in found


@pytest.mark.parametrize("width", ["60", "80", "100"])
@pytest.mark.parametrize("what", ["devices", "ownerships"])
def test_a_terminal_has_fewer_columns_before_an_identifier_or_address_is_broken(
    full: Desk, what: str, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    said = full.say("show", what).out

    assert {"5CG0123ABC", "ines.bellini@acme.example"} <= {*said.split()}
    assert max(len(line) for line in said.splitlines()[:-1]) <= int(width)


def test_an_answer_that_would_break_an_address_has_a_line_per_value(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    sql = "SELECT repeat(owner_email, 2) AS who, 'word ' AS a, serial_number, 'another' AS b FROM current_ownerships"
    lines = full.say("query", sql).out.splitlines()

    assert lines[1].split() == ["who", "ines.bellini@acme.exampleines.bellini@acme.example"]


def test_a_wide_terminal_shows_more(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    out = full.say("show", "devices").out

    assert len(header(out).split()) > 8
    assert "Ines' laptop by the window" in out
    assert "ines.bellini@acme.example" in out
    assert max(len(line) for line in out.splitlines()) <= 240


def test_columns_come_as_asked_for_in_every_format(full: Desk) -> None:
    words = ("show", "devices", "--columns", "Owner_Email, serial_number,model_number")
    wanted = ["owner_email", "serial_number", "model_number"]

    assert header(full.say(*words).out).split() == wanted
    assert list(full.json(*words)[0]) == wanted
    assert next(csv.reader(io.StringIO(full.say(*words, "--format", "csv").out))) == wanted
    vertical = full.say(*words, "--format", "vertical").out.splitlines()
    assert [line.split() for line in vertical[1:]] == [
        ["owner_email", "ines.bellini@acme.example"],
        ["serial_number", "5CG0123ABC"],
        ["model_number"],
    ]


def test_all_columns_are_all_of_them(full: Desk) -> None:
    everything = list(full.json("show", "devices")[0])

    assert header(full.say("show", "devices", "--columns", "all").out).split() == everything


def test_a_column_that_there_is_not_is_told(full: Desk) -> None:
    said = full.say("show", "devices", "--columns", "serial")

    assert (said.code, said.out) == (2, "")
    assert "There is no column called serial. Did you mean serial_number?" in said.err


def test_a_file_has_every_column(full: Desk) -> None:
    assert full.say("show", "devices", "-o", "devices.txt").code == 0
    assert "keyboard_layout" in (full.folder / "devices.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("devices", "--serial", "NOPE"), "No devices are like that. To see all: rollcall show devices"),
        (("ownerships", "--pending"), "No ownerships are like that. To see all: rollcall show ownerships"),
        (("devices", "--serial", "AT-00017"), "No device has the serial number AT-00017"),
    ],
)
def test_nothing_is_told_in_a_sentence_and_no_table(full: Desk, words: tuple[str, ...], sentence: str) -> None:
    said = full.say("show", *words)

    assert (said.code, said.out) == (0, "")
    assert said.err.startswith(sentence)
    assert len(said.err.splitlines()) == 1


def test_without_a_ledger_there_is_one_sentence_too(desk: Desk) -> None:
    said = desk.say("show", "devices")

    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("There is no ledger at ")
    assert json.loads(desk.say("show", "devices", "--format", "json").out) == []
