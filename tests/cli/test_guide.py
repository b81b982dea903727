"""`guide`: the topics, a page laid out on a terminal and as it was written elsewhere, and all of it as JSON."""

from __future__ import annotations

import pytest

from pipeline.runs.guide import Page, page, pages
from tests.support.desk import Desk

PAGES = pages()


def test_without_a_topic_each_one_has_a_line(desk: Desk) -> None:
    said = desk.say("guide")

    assert (said.code, said.err) == (0, "")
    assert [line.split(maxsplit=1) for line in said.out.splitlines()] == [[one.topic, one.about] for one in PAGES]
    assert max(map(len, said.out.splitlines())) < 80


def test_piped_a_page_is_the_markdown_it_was_written_in(desk: Desk) -> None:
    said = desk.say("guide", "sheets")

    assert (said.code, said.err) == (0, "")
    assert said.out == page("sheets").text


@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.topic)
def test_on_a_terminal_a_page_is_laid_out(one: Page, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")

    said = desk.say("guide", one.topic)

    assert one.title in said.out
    assert [mark for mark in ("```", "|---|", "# ", ".md)") if mark in said.out.replace("  # ", "")] == []


def test_as_json_the_topics_are_listed(desk: Desk) -> None:
    report = desk.json("guide")

    assert (report["ok"], report["command"], report["exit_code"]) == (True, "guide", 0)
    assert report["topics"] == [{"topic": one.topic, "title": one.title, "about": one.about} for one in PAGES]
    assert "text" not in report


def test_as_json_a_page_has_its_text(desk: Desk) -> None:
    report = desk.json("guide", "plans")

    assert [one["topic"] for one in report["topics"]] == ["plans"]
    assert report["text"] == page("plans").text


def test_an_unknown_topic_is_a_slip_of_the_command_line(desk: Desk) -> None:
    said = desk.say("guide", "limit")

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith('The guide has no page "limit". Try `rollcall guide limits`. Its pages are: analysts, ')


def test_the_guide_needs_no_ledger_and_makes_none(desk: Desk) -> None:
    desk.say("guide", "finance")

    assert list(desk.folder.iterdir()) == []
