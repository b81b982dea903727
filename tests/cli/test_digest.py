"""rollcall digest: what it prints, writes and sends."""

from __future__ import annotations

import json

import pytest

from tests.support.desk import Desk, sheet_names
from tests.support.nights import Nights

NOBODY_THERE = '["json://nobody:secret@127.0.0.1:9/"]'


@pytest.mark.system
def test_it_prints_the_digest_and_writes_it_where_it_is_asked_to(nights: Nights) -> None:
    said = nights.desk.say("digest", "-o", "told")
    folder = nights.desk.folder / "told"
    assert said.code == 0
    assert said.out.startswith("Rollcall digest of ")
    assert "17 rows of the last files of 6 sources differ from the ledger" in said.out
    assert "  LEFT-1   (full: staff.xlsx does not name it)" in said.out
    assert said.out == (folder / "digest.txt").read_text(encoding="utf-8")
    assert said.err.splitlines() == ["told/digest.txt", "told/digest.html", "told/digest.xlsx"]
    assert sheet_names(folder / "digest.xlsx")[:2] == ["Summary", "Differences"]


def test_it_works_on_a_ledger_that_is_not_there_yet(desk: Desk) -> None:
    said = desk.say("digest")
    assert (said.code, said.err) == (0, "")
    assert "No file has come through a drop folder yet." in said.out
    assert list(desk.folder.iterdir()) == []


def test_sending_to_nobody_is_a_wrong_use(desk: Desk) -> None:
    said = desk.say("digest", "--send")
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines() == [
        "Nothing was sent: no address is set. Put urls into the section [notify] of rollcall.toml."
    ]
    assert list(desk.folder.iterdir()) == []


def test_sending_to_nobody_is_a_wrong_use_for_programs_too(desk: Desk) -> None:
    assert desk.json("digest", "--send", code=2)["exit_code"] == 2


def test_what_is_sent_is_written_among_the_results(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_NOTIFY__URLS", NOBODY_THERE)
    told = desk.json("digest", "--send", code=4)
    assert told["exit_code"] == 4
    assert told["outputs"]["html"].startswith("results/digests/")
    assert desk.at(told["outputs"]["html"]).is_file()
    assert told["remarks"] == ["The message was not sent to json: the service refused it, or did not answer."]


def test_what_could_not_be_sent_is_no_success_and_its_line_of_the_log_is_json(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLLCALL_NOTIFY__URLS", NOBODY_THERE)
    said = desk.say("digest", "--send")
    logged, remark, *paths = said.err.splitlines()
    line = json.loads(logged)
    assert said.code == 4
    assert (line["command"], line["event"], line["level"], line["service"]) == (
        *("digest", "message not sent"),
        *("warning", "json"),
    )
    assert remark == "The message was not sent to json: the service refused it, or did not answer."
    assert len(paths) == 3
    assert "secret" not in said.err
