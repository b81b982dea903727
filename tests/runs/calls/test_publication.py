"""What calls change is published every few seconds, and after the last of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.runs.calls.publication import Publication
from pipeline.settings import load_settings
from tests.support.desk import Desk


def _publication(desk: Desk, **publish: bool) -> Publication:
    desk.book("list.xlsx", ("Serial Number", "Owner Email"), ("SN-1", "ann@acme.example"))
    assert desk.say("run", "list.xlsx", "--create-devices", "--default-device-type", "laptop").code == 0
    return Publication(load_settings(None, {"state": desk.state, "publish": publish, "web": {"publish_seconds": 60}}))


def _copy(desk: Desk) -> Path:
    return desk.folder / "published" / "rollcall.duckdb"


@pytest.mark.system
def test_nothing_is_due_where_nothing_has_changed(desk: Desk) -> None:
    publication = _publication(desk, enabled=True)
    publication.publish(is_last=True)
    publication.note(is_changed=False)
    assert publication.seconds_left() is None


@pytest.mark.system
def test_what_a_killed_server_has_left_is_published(desk: Desk) -> None:
    publication = _publication(desk, enabled=True)
    assert (publication.seconds_left(), publication.has_caught_up) == (0, False)
    publication.publish(is_last=False)
    assert publication.has_caught_up
    again = Publication(load_settings(None, {"state": desk.state, "publish": {"enabled": True}}))
    assert (again.seconds_left(), again.has_caught_up) == (None, True)


@pytest.mark.system
def test_the_first_change_is_published_at_once_and_the_next_after_a_while(desk: Desk) -> None:
    publication = _publication(desk, enabled=True)
    publication.note(is_changed=True)
    assert publication.seconds_left() == 0
    publication.publish(is_last=False)
    assert _copy(desk).exists()
    assert publication.seconds_left() is None
    publication.note(is_changed=True)
    left = publication.seconds_left()
    assert left is not None
    assert 50 < left <= 60


@pytest.mark.system
def test_nothing_is_due_where_runs_do_not_publish(desk: Desk) -> None:
    publication = _publication(desk, enabled=False)
    publication.note(is_changed=True)
    assert publication.seconds_left() is None
