"""Commands that decide on a cluster, as whoever gives them sees it."""

from __future__ import annotations

import pytest

from pipeline.model import Cluster
from pipeline.store.cluster import session
from tests.support.desk import Desk
from tests.support.office import asked


def test_where_nothing_says_which_cluster_decides_both_ways_to_say_it_are_told(office: Desk) -> None:
    book = office.book("desired.xlsx", *asked(("LT-0001", "eva@acme.example")))
    said = office.say("plan", book.name, "--engine", "spark")
    assert said.code == 2
    assert "Nothing says which cluster is to decide." in said.err
    assert "--spark-remote sc://HOST:PORT, or remote in the section [spark]" in said.err


def test_a_cluster_that_does_not_answer_changes_nothing(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setattr(session, "_CONNECT_SECONDS", 0.2)
    book = office.book("desired.xlsx", *asked(("LT-0001", "eva@acme.example")))
    before = office.state.read_bytes(), sorted(office.folder.rglob("*"))
    said = office.say("run", book.name, "--engine", "spark", "--spark-remote", "sc://127.0.0.1:1")
    assert said.code == 8
    assert said.err.startswith("No Spark Connect server answers at sc://127.0.0.1:1. Start it, or correct")
    assert (office.state.read_bytes(), sorted(office.folder.rglob("*"))) == before


@pytest.mark.system
def test_what_a_cluster_has_decided_is_on_record(office: Desk, sail: Cluster) -> None:
    book = office.book("desired.xlsx", *asked(("LT-0001", "eva@acme.example"), ("LT-0009", "eva@acme.example")))
    on_it = ("--engine", "spark", "--spark-remote", sail.remote)
    plans = [office.say("plan", book.name, *options).out for options in ((), on_it)]
    assert plans[0] == plans[1]
    assert office.say("run", book.name, *on_it).code == 0
    assert office.say("show", "ownerships", "--serial", "LT-0001", "--current").out.count("eva@acme.example") == 1
    assert office.say("verify").code == 0
