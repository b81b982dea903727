"""Files that were parsed before: their rows come from the cache, and are the very same; what is damaged is not used."""

from __future__ import annotations

import os
import resource
import shutil
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline import intake
from pipeline.errors import FileUnusable
from pipeline.intake.cache import parsed_files
from pipeline.model import Checked, ReaderLimits, Reading
from schemas.vocabulary import DateOrder, HiddenRows, Kind, UnknownColumns
from tests.support.workbooks import Rows, write
from tests.system.corpus.cases import FILES, cases

_HOW = Reading()
_ROWS: dict[str, Rows] = {
    "Desired": [["Serial Number", "Owner Email", "Comment"], ["SN-1", "ana@acme.example", "=1"], ["", "x", None]]
}
_OTHER_ROWS: dict[str, Rows] = {"Desired": [["Serial Number", "Owner Email"], ["SN-2", "bo@acme.example"]]}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write(tmp_path / "desired.xlsx", _ROWS)


def test_a_file_that_was_parsed_before_is_not_parsed_again(workbook: Path, cache: Path) -> None:
    first = intake.read_files([workbook], _HOW, cache)
    with _nothing_parsed(cache):
        _assert_equal(first, intake.read_files([workbook], _HOW, cache))


@pytest.mark.system
def test_files_of_the_corpus_give_the_same_rows_from_the_cache(cache: Path) -> None:
    files = _some_of_the_corpus()
    first = intake.read_files(files, _HOW, cache)
    assert first.assignments.height > len(files) // 2
    with _nothing_parsed(cache):
        _assert_equal(first, intake.read_files(files, _HOW, cache))


def test_an_export_that_came_back_keeps_what_it_was_made_from(cache: Path) -> None:
    first = intake.read_files([FILES / "an_export.xlsx"], _HOW, cache)
    assert first.bases
    with _nothing_parsed(cache):
        assert intake.read_files([FILES / "an_export.xlsx"], _HOW, cache).bases == first.bases


def test_the_same_bytes_elsewhere_are_known_under_the_place_they_have_now(
    workbook: Path, cache: Path, tmp_path: Path
) -> None:
    (tmp_path / "archive").mkdir()
    intake.read_files([workbook], _HOW, cache)
    moved = workbook.rename(tmp_path / "archive" / workbook.name)
    with _nothing_parsed(cache):
        (source,) = intake.read_files([moved], _HOW, cache).sources
    assert source.path == moved


def test_the_same_bytes_under_another_name_are_parsed_again(workbook: Path, cache: Path) -> None:
    intake.read_files([workbook], _HOW, cache)
    other = intake.read_files([workbook.rename(workbook.with_name("other.xlsx"))], _HOW, cache)
    assert other.assignments["file"].unique().to_list() == ["other.xlsx"]


def test_a_file_whose_bytes_have_changed_is_parsed_again(workbook: Path, cache: Path) -> None:
    intake.read_files([workbook], _HOW, cache)
    write(workbook, _OTHER_ROWS)
    assert intake.read_files([workbook], _HOW, cache).assignments["serial_number"].to_list() == ["SN-2"]


@pytest.mark.system
def test_files_in_another_order_are_other_rows(workbook: Path, cache: Path, tmp_path: Path) -> None:
    second = write(tmp_path / "second.xlsx", _OTHER_ROWS)
    intake.read_files([workbook, second], _HOW, cache)
    turned = intake.read_files([second, workbook], _HOW, cache)
    assert turned.assignments["file"].to_list() == ["second.xlsx", "desired.xlsx", "desired.xlsx"]


@pytest.mark.system
@pytest.mark.parametrize(
    "other",
    [
        replace(_HOW, org="north"),
        replace(_HOW, timezone="Europe/Paris"),
        replace(_HOW, kind=Kind.ASSIGNMENTS),
        replace(_HOW, unknown_columns=UnknownColumns.IGNORE),
        replace(_HOW, hidden_rows=HiddenRows.EXCLUDE),
        replace(_HOW, date_order=DateOrder.DAY_FIRST),
        replace(_HOW, columns={"Comment": "label"}),
    ],
)
def test_a_file_that_is_read_in_another_way_is_parsed_again(workbook: Path, cache: Path, other: Reading) -> None:
    intake.read_files([workbook], _HOW, cache)
    _assert_equal(intake.read_files([workbook], other, cache), intake.read_files([workbook], other))
    assert len(_entries(cache)) == 2


def test_limits_and_a_password_that_is_not_needed_are_no_other_way(workbook: Path, cache: Path) -> None:
    intake.read_files([workbook], _HOW, cache)
    with _nothing_parsed(cache):
        intake.read_files([workbook], replace(_HOW, password="secret", limits=ReaderLimits(seconds=60)), cache)


def test_rows_of_another_rollcall_are_not_taken(workbook: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    intake.read_files([workbook], _HOW, cache)
    monkeypatch.setattr("pipeline.__version__", "99.0")
    parsed_files.program.cache_clear()
    intake.read_files([workbook], _HOW, cache)
    parsed_files.program.cache_clear()
    assert len(_entries(cache)) == 2


@pytest.mark.system
def test_a_workbook_behind_a_password_leaves_nothing_in_the_cache(cache: Path) -> None:
    for name in ("encrypted.xlsx", "encrypted.xls"):
        checked = intake.read_files([FILES / name], replace(_HOW, password="secret"), cache)
        assert checked.assignments.height + checked.inventory.height > 0
    assert not cache.exists()


def test_a_file_that_cannot_be_used_is_refused_every_time(cache: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no more than that")
    for _ in range(2):
        with pytest.raises(FileUnusable):
            intake.read_files([broken], _HOW, cache)
    assert not cache.exists()


def test_a_file_that_is_given_twice_is_refused_all_the_same(workbook: Path, cache: Path) -> None:
    intake.read_files([workbook], _HOW, cache)
    with pytest.raises(FileUnusable, match="given twice"):
        intake.read_files([workbook, workbook], _HOW, cache)


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.97])
def test_a_damaged_entry_is_not_used_but_replaced(workbook: Path, cache: Path, place: float) -> None:
    first = intake.read_files([workbook], _HOW, cache)
    content = bytearray(_only_entry(cache).read_bytes())
    at = int(len(content) * place)
    content[at : at + 40] = bytes(byte ^ 0xFF for byte in content[at : at + 40])
    _only_entry(cache).write_bytes(content)
    _assert_mended(first, workbook, cache)


@pytest.mark.parametrize("content", [b"", b"no zip file", b"PK\x05\x06" + bytes(18)])
def test_a_partial_or_strange_entry_is_not_used_but_replaced(workbook: Path, cache: Path, content: bytes) -> None:
    first = intake.read_files([workbook], _HOW, cache)
    _only_entry(cache).write_bytes(content)
    _assert_mended(first, workbook, cache)


def test_the_entry_of_another_file_is_not_used(workbook: Path, cache: Path) -> None:
    intake.read_files([workbook], _HOW, cache)
    strange = _only_entry(cache).rename(cache / "strange")
    write(workbook, _OTHER_ROWS)
    first = intake.read_files([workbook], _HOW, cache)
    shutil.copyfile(strange, _only_entry(cache))
    _assert_mended(first, workbook, cache)


def test_where_there_is_no_room_nothing_half_written_remains_and_nothing_fails(cache: Path) -> None:
    allowed, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, most))
    try:
        numbers = pl.DataFrame({"number": range(0, 700_000, 7)})
        intake.keep(cache, "big", {"rows": numbers}, {}, step="rows remembered")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (allowed, most))
    assert list(cache.iterdir()) == []


def test_a_cache_that_cannot_be_made_is_no_failure(workbook: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert intake.read_files([workbook], _HOW, tmp_path / "file" / "cache").assignments.height == 2


def test_what_was_used_longest_ago_is_removed_first(cache: Path) -> None:
    for ago, name in ((300, "old"), (200, "used"), (100, "new")):
        intake.keep(cache, name, {"rows": pl.DataFrame({"number": [1, 2]})}, {}, step="rows remembered")
        at = time.time() - ago
        os.utime(cache / f"{name}.kept", (at, at))
    assert intake.recall(cache, "used") is not None
    sizes = [entry.stat().st_size for entry in _entries(cache)]
    assert intake.tidy(cache, (sum(sizes) - 1) / 1_000_000) == 1
    assert [entry.name for entry in _entries(cache)] == ["new.kept", "used.kept"]


def test_tidying_removes_what_was_never_finished_and_nothing_that_is_not_ours(workbook: Path, cache: Path) -> None:
    intake.read_files([workbook], _HOW, cache)
    (cache / ".abc.kept.part").write_bytes(b"half")
    (cache / "notes.txt").write_text("mine", encoding="utf-8")
    assert intake.tidy(cache, 4000) == 1
    assert sorted(path.suffix for path in cache.iterdir()) == [".kept", ".txt"]
    assert intake.tidy(cache, 0) == 1
    assert [path.name for path in cache.iterdir()] == ["notes.txt"]


def test_tidying_a_cache_that_is_not_there_is_nothing(cache: Path) -> None:
    assert intake.tidy(cache, 1) == 0


def test_an_entry_is_made_of_parquet_and_json(workbook: Path, cache: Path) -> None:
    intake.read_files([workbook], _HOW, cache)
    with zipfile.ZipFile(_only_entry(cache)) as kept:
        assert {Path(name).suffix for name in kept.namelist()} == {".parquet", ".json"}


def _some_of_the_corpus() -> list[Path]:
    """Every fifth file that can be used as it is: those with findings, odd texts, dates, errors and several sheets."""
    usable = sorted({case.file for case in cases().values() if case.rows and not case.options})
    return [FILES / name for name in usable[::5]]


@contextmanager
def _nothing_parsed(cache: Path) -> Iterator[None]:
    """Nothing is parsed in the block: what is parsed is written to the cache, into a new file."""
    before = {(entry.name, entry.stat().st_ino) for entry in _entries(cache)}
    assert before
    yield
    assert {(entry.name, entry.stat().st_ino) for entry in _entries(cache)} == before


def _assert_mended(first: Checked, workbook: Path, cache: Path) -> None:
    """The file is parsed once more, and never again."""
    broken = _only_entry(cache).stat().st_ino
    _assert_equal(first, intake.read_files([workbook], _HOW, cache))
    assert _only_entry(cache).stat().st_ino != broken
    with _nothing_parsed(cache):
        _assert_equal(first, intake.read_files([workbook], _HOW, cache))


def _assert_equal(first: Checked, again: Checked) -> None:
    for name in ("assignments", "inventory", "originals", "issues"):
        assert_frame_equal(getattr(first, name), getattr(again, name))
    assert list(first.headers.items()) == list(again.headers.items())
    assert (first.sources, first.sheets, first.bases) == (again.sources, again.sheets, again.bases)


def _entries(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.kept"))


def _only_entry(cache: Path) -> Path:
    (entry,) = _entries(cache)
    return entry
