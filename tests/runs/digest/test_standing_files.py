"""A refused file is told of until a file of its name is taken from the same drop folder, or the same bytes anyhow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.outputs.digest import digest_text, message_of
from tests.support.desk import Desk
from tests.support.frames.digests import difference, digest_of
from tests.support.inboxes import without_digest
from tests.support.ledgers.undo import undo
from tests.support.nights import Nights, assign, at, moved

TOO_EARLY = "2020-01-01"
LAPTOPS = assign("LAPTOP", "ann", TOO_EARLY)
PHONES = assign("PHONE", "ben")


@contextmanager
def strict() -> Iterator[None]:
    """What reaches back more than thirty days is refused."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_LIMITS__BACKDATE_DAYS", "30")
        patch.setenv("ROLLCALL_LIMITS__MIN_ROWS", "0")
        yield


@pytest.fixture(scope="module")
def one_night(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """In one night hr sends laptops.xlsx, which is refused, and phones.xlsx, which is taken; only to be read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_SWEEP__STABLE_SECONDS", "0")
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        without_digest(patch)
        night = Nights(Desk(tmp_path_factory.mktemp("night")))
        devices = [at("Berlin", device) for device in ("LAPTOP", "PHONE", "SHARED")]
        night.by_hand("devices.xlsx", assign("SHARED", "zoe"), listed=devices)
        night.drop("hr/laptops.xlsx", LAPTOPS)
        night.drop("hr/phones.xlsx", PHONES)
        with strict():
            fates = {file["file"]: file["fate"] for file in night.sweep(code=4)["files"]}
        assert fates == {"laptops.xlsx": "refused", "phones.xlsx": "applied"}
        yield night.desk


@pytest.fixture
def night(one_night: Desk, tmp_path: Path) -> Nights:
    """The same night, to go on from."""
    return Nights(one_night.copied_to(tmp_path / "desk"))


def refused_file(night: Nights, name: str = "laptops.xlsx") -> Path:
    """Where that file lies by now."""
    (found,) = (night.desk.folder / "refused").rglob(name)
    return found


def waiting(night: Nights) -> list[str]:
    """The files that the digest lists as refused, which must be as many as it counts."""
    told: dict[str, Any] = night.digest()
    files = [refusal["file"] for refusal in told["refusals"]]
    assert sum(source["refused"] for source in told["sources"]) == len(files)
    return files


@pytest.mark.system
def test_a_refused_file_waits_although_another_of_its_folder_was_taken_after_it(one_night: Desk) -> None:
    said = one_night.say("digest").out
    assert "1 file was refused and waits to be mended." in said
    assert "Refused files\n  laptops.xlsx   (hr, " in said
    assert "; 1 file refused\n" in said
    assert "Everything" not in said


@pytest.mark.system
def test_it_waits_no_longer_once_a_file_of_its_name_was_taken(night: Nights) -> None:
    night.drop("hr/laptops.xlsx", assign("LAPTOP", "ann"))
    night.sweep()
    assert waiting(night) == []
    assert "Everything that the last files of 1 source say is so in the ledger." in night.desk.say("digest").out


@pytest.mark.system
def test_a_file_of_its_name_from_another_folder_does_not_end_its_wait(night: Nights) -> None:
    night.drop("lab/laptops.xlsx", assign("LAPTOP", "ann"))
    night.sweep()
    assert waiting(night) == ["laptops.xlsx"]


@pytest.mark.system
def test_it_waits_no_longer_once_somebody_let_it_through_by_hand(night: Nights) -> None:
    night.desk.json("run", refused_file(night))
    assert night.desk.holders()["LAPTOP-1"] == "ann@acme.com"
    assert waiting(night) == []


@pytest.mark.system
def test_it_waits_no_longer_once_somebody_deleted_it(one_night: Desk, night: Nights) -> None:
    moved(night, one_night.folder, night.desk.folder)
    refused_file(night).unlink()
    assert waiting(night) == []
    assert "to be mended" not in night.desk.say("digest").out


@pytest.mark.system
def test_it_waits_again_once_that_was_undone(night: Nights) -> None:
    undo(night.desk, night.desk.json("run", refused_file(night))["run_id"])
    assert waiting(night) == ["laptops.xlsx"]


@pytest.mark.system
def test_it_waits_no_longer_once_it_was_taken_under_another_name(night: Nights) -> None:
    refused_file(night).rename(night.desk.folder / "inbox" / "lent.xlsx")
    night.sweep()
    assert waiting(night) == []


@pytest.mark.system
def test_of_several_refused_under_one_name_the_last_is_listed(night: Nights) -> None:
    night.drop("hr/laptops.xlsx", LAPTOPS, assign("PHONE", "ann", TOO_EARLY))
    with strict():
        night.sweep(code=4)
    (refusal,) = night.digest()["refusals"]
    assert refusal["run_id"] == night.runs["hr/laptops.xlsx"]


@pytest.mark.system
def test_what_a_refused_file_says_is_not_wanted_any_more_once_it_was_let_through(night: Nights) -> None:
    night.drop("lab/benches.xlsx", LAPTOPS)
    with strict():
        night.sweep(code=4)
    assert [row["cause"] for row in night.digest()["differences"]] == ["refused"]
    night.desk.json("run", refused_file(night, "benches.xlsx"))
    night.by_hand("moves.xlsx", assign("LAPTOP", "eve"))
    assert night.digest()["differences"] == []


def test_no_name_breaks_a_line_or_steers_the_terminal() -> None:
    evil = "a\nb\x1b[31m\x9b\u2028.xlsx"
    digest = digest_of(difference(file=evil, device=evil, message=evil), refused=evil)
    names = pl.lit(evil)
    told = replace(
        digest,
        sources=digest.sources.with_columns(source=names, files=names, remark=names),
        refusals=digest.refusals.with_columns(source=names, file=names),
        owners=digest.owners.with_columns(owner_email=names),
    )
    for text in (digest_text(told), message_of(told, None, [], details=True).text):
        assert text.count("a\ufffdb\ufffd[31m\ufffd\ufffd.xlsx") > 2
        assert [line for line in text.split("\n") if not line.isprintable()] == []


@pytest.mark.system
def test_whoever_has_a_device_is_told_by_whatever_engine_compares(
    night: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two rows contradict each other, so that nothing happens to the device."""
    night.drop("ops/shared.xlsx", assign("SHARED", "ann"), assign("SHARED", "ben"))
    night.sweep(code=4)

    told = {}
    for engine in ("polars", "duckdb"):
        monkeypatch.setenv("ROLLCALL_ENGINE", engine)
        told[engine] = [row for row in night.digest()["differences"] if row["source"] == "ops"]

    assert [row["current"] for row in told["duckdb"]] == ["zoe@acme.com"] * 2
    assert told["duckdb"] == told["polars"]
