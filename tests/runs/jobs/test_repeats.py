"""Jobs that are asked for again under the same key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.runs.jobs.repeats import KeyReused, claim


def test_the_first_job_is_told_to_whoever_asks_for_the_same_again(tmp_path: Path) -> None:
    assert claim(tmp_path, "k", sha256="a", job_id="one") == "one"
    assert claim(tmp_path, "k", sha256="a", job_id="two") == "one"
    assert claim(tmp_path, "other", sha256="a", job_id="three") == "three"


def test_another_request_under_the_key_is_refused(tmp_path: Path) -> None:
    claim(tmp_path, "k", sha256="a", job_id="one")
    with pytest.raises(KeyReused, match="within the last day"):
        claim(tmp_path, "k", sha256="b", job_id="two")


def test_after_a_day_the_key_is_free(tmp_path: Path) -> None:
    claim(tmp_path, "k", sha256="a", job_id="one")
    (path,) = tmp_path.glob("*.key")
    path.write_text(json.dumps({**json.loads(path.read_text()), "at": "2020-01-01T00:00:00"}))
    assert claim(tmp_path, "k", sha256="b", job_id="two") == "two"


def test_under_the_key_of_a_job_of_which_nothing_was_done_another_may_be_sent(tmp_path: Path) -> None:
    claim(tmp_path, "k", sha256="a", job_id="one")
    assert claim(tmp_path, "k", sha256="b", job_id="two", is_undone=lambda job: job == "one") == "two"
    assert claim(tmp_path, "k", sha256="b", job_id="three", is_undone=lambda job: job == "one") == "two"
