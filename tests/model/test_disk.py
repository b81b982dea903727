"""Bytes and names that lie on the disk, and the steps that are durable."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pipeline import durable as steps
from pipeline.disk import copy_flushed, flush, flush_folder, sayable, sha256_of, writable
from pipeline.durable import durable, observe_steps

ODD = os.fsdecode(b"l\xe9dger\x1b[2J.xlsx")


def test_a_name_of_bytes_that_are_no_text_can_be_written_and_moves_no_cursor() -> None:
    assert writable(ODD) == "l\ufffddger\x1b[2J.xlsx"
    assert sayable(ODD) == "l\ufffddger\ufffd[2J.xlsx"
    assert sayable(Path("Büro.xlsx")) == "Büro.xlsx"


def test_a_copy_has_the_bytes_and_the_fingerprint_of_its_source(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"rows" * 100_000)
    copy_flushed(source, target)
    assert target.read_bytes() == source.read_bytes()
    assert sha256_of(target) == hashlib.sha256(b"rows" * 100_000).hexdigest()


def test_what_is_flushed_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"as it was")
    flush(tmp_path / "a")
    flush_folder(tmp_path)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"as it was"]


def test_each_durable_step_is_told_once_to_whoever_observes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_observers", [])
    durable("nobody looks")
    seen: list[str] = []
    observe_steps(seen.append)
    durable("committed")
    durable("published")
    assert seen == ["committed", "published"]
