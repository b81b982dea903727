"""The picture of what a run costs shows the figures of the table below it."""

from __future__ import annotations

from tests.support.told.cost import ASKED, PICTURE, picture, read_figures


def test_the_picture_shows_the_table() -> None:
    figures = read_figures()
    assert [(one["devices"], one["rows"]) for one in figures] == list(ASKED)
    assert PICTURE.read_text(encoding="utf-8") == picture(figures)
