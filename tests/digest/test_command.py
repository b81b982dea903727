"""rollcall digest: what it prints, writes and sends."""

from __future__ import annotations

import pytest

from tests.cli.desk import Desk, sheet_names
from tests.digest.nights import Nights


def test_it_prints_the_digest_and_writes_it_where_it_is_asked_to(nights: Nights) -> None:
    said = nights.desk.say("digest", "-o", "told")
    folder = nights.desk.folder / "told"
    assert said.code == 0
    assert said.out.startswith("Rollcall digest of ")
    assert "17 rows of the last files of 6 sources are not so in the ledger" in said.out
    assert "  LEFT-1   (full: staff.xlsx does not name it)" in said.out
    assert said.out == (folder / "digest.txt").read_text(encoding="utf-8")
    assert said.err.splitlines() == ["told/digest.txt", "told/digest.html", "told/digest.xlsx"]
    assert sheet_names(folder / "digest.xlsx")[:2] == ["Summary", "Differences"]


def test_it_works_on_a_ledger_that_is_not_there_yet(desk: Desk) -> None:
    said = desk.say("digest")
    assert (said.code, said.err) == (0, "")
    assert "No file has come through a drop folder yet." in said.out
    assert list(desk.folder.iterdir()) == []


def test_sending_to_nobody_is_told(desk: Desk) -> None:
    told = desk.json("digest", "--send")
    assert told["remarks"] == [
        "Nothing was sent: no address is set. Put urls into the section [notify] of rollcall.toml."
    ]


def test_what_is_sent_is_written_among_the_results(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_NOTIFY__URLS", '["json://nobody:secret@127.0.0.1:9/"]')
    told = desk.json("digest", "--send")
    assert told["outputs"]["html"].startswith("results/digests/")
    assert desk.at(told["outputs"]["html"]).is_file()
    assert told["remarks"] == ["The message was not sent to json: the service refused it, or did not answer."]
