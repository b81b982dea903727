"""Files are taken all or none, over nothing and never twice; and what a killed sweep had taken is found again."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest

from pipeline.runs.sweep.claims import Batch, claim, recover, tidy
from pipeline.runs.sweep.folders import Places
from pipeline.runs.sweep.inbox import seen
from pipeline.runs.sweep.originals import copy_originals, keep, place_of, return_late_bytes
from tests.support.inboxes import fingerprint


@pytest.fixture
def places(tmp_path: Path) -> Places:
    found = Places(*(tmp_path / name for name in ("inbox", "processing", "archive", "refused", "cache")))
    for folder in (found.inbox / "hr", found.processing):
        folder.mkdir(parents=True)
    return found


def put(places: Places, name: str, content: str = "Serial Number\n") -> Path:
    path = places.inbox / name
    path.write_text(content)
    return path


def take(places: Places, *names: str, whole: bool = False) -> Batch:
    source = names[0].rpartition("/")[0]
    batch = claim([seen(places.inbox / name, source) for name in names], b"", places, is_whole_folder=whole)
    assert isinstance(batch, Batch)
    return batch


def test_a_claimed_file_is_found_again_with_all_that_was_known_of_it(places: Places) -> None:
    put(places, "hr/a.csv")
    batch = take(places, "hr/a.csv")
    (found,) = recover(places)
    assert (found.run_id, found.source, found.settings, found.files) == (batch.run_id, "hr", b"", batch.files)
    assert found == batch
    assert not (places.inbox / "hr" / "a.csv").exists()


def test_the_same_name_may_come_again_while_the_older_file_is_being_processed(places: Places) -> None:
    for content in ("older", "newer"):
        put(places, "a.csv", content)
        take(places, "a.csv")
    assert sorted(batch.files[0].read_text() for batch in recover(places)) == ["newer", "older"]


def test_files_that_were_taken_in_part_go_back(places: Places) -> None:
    put(places, "a.csv", "first")
    put(places, "b.csv", "second")
    batch = take(places, "a.csv", "b.csv")
    (batch.folder / "claimed").unlink()
    shutil.move(batch.folder / "files" / "b.csv", places.inbox)
    put(places, "a.csv", "newer")
    assert recover(places) == []
    assert {path.name: path.read_text() for path in places.inbox.glob("*.csv")} == {
        "a.csv": "newer",
        "a-2.csv": "first",
        "b.csv": "second",
    }
    assert list(places.processing.iterdir()) == []


def test_a_file_that_is_replaced_after_it_was_looked_at_is_left_where_it_was(places: Places) -> None:
    file = seen(put(places, "a.csv"), "")
    put(places, "a.csv", "Serial Number\nLT-00")
    (left,) = claim([file], None, places, is_whole_folder=False)  # type: ignore[misc]
    assert left.said == "a.csv is still being written."
    assert (places.inbox / "a.csv").read_text() == "Serial Number\nLT-00"
    assert recover(places) == []


def test_a_file_that_vanishes_before_it_is_taken_is_left(places: Places) -> None:
    file = seen(put(places, "a.csv"), "")
    file.path.unlink()
    (left,) = claim([file], None, places, is_whole_folder=False)  # type: ignore[misc]
    assert (left.said, left.exit_code) == ("a.csv was taken away again before it could be read.", 0)
    assert list(places.processing.iterdir()) == []


def test_a_whole_folder_is_left_when_another_file_comes_into_it(places: Places) -> None:
    files = [seen(put(places, "hr/a.csv"), "hr")]
    put(places, "hr/b.csv")
    (left,) = claim(files, None, places, is_whole_folder=True)  # type: ignore[misc]
    assert left.said == "b.csv came while the folder was being read."
    assert sorted(path.name for path in (places.inbox / "hr").iterdir()) == ["a.csv", "b.csv"]


def test_work_that_ends_does_not_count_as_stopped_also_where_it_fails(places: Places) -> None:
    put(places, "a.csv")
    batch = take(places, "a.csv")
    with batch.attempt():
        assert batch.stops == 1
    with contextlib.suppress(OSError), batch.attempt():
        raise OSError("the disk failed")
    assert batch.stops == 0


def test_what_is_half_made_or_half_removed_is_tidied(places: Places) -> None:
    for name in (".20250101T000000Z-aaaaaa.part", ".20250101T000000Z-bbbbbb.gone"):
        (places.processing / name / "files").mkdir(parents=True)
    tidy(places)
    assert list(places.processing.iterdir()) == []


def test_the_archive_keeps_the_bytes_that_were_read_and_what_came_later_goes_back(places: Places) -> None:
    before = fingerprint(put(places, "a.csv", "Serial Number\nLT-0001\n"))
    batch = take(places, "a.csv")
    originals = copy_originals(batch, places)
    with batch.files[0].open("a") as still_open:
        still_open.write("LT-0002\n")
    keep(originals, batch, places)
    assert fingerprint(place_of(originals[0], places)) == before
    (said,) = return_late_bytes(originals, batch, {before})
    assert said.startswith("a.csv was still being written")
    assert (places.inbox / "a.csv").read_text() == "Serial Number\nLT-0001\nLT-0002\n"


def test_damaged_bytes_in_the_archive_are_put_aside_and_not_lost(places: Places) -> None:
    put(places, "a.csv", "sound")
    batch = take(places, "a.csv")
    originals = copy_originals(batch, places)
    place = place_of(originals[0], places)
    place.parent.mkdir()
    place.write_text("damaged")
    keep(originals, batch, places)
    assert place.read_text() == "sound"
    assert place.with_name(f"{place.name}.damaged-1").read_text() == "damaged"


def test_copies_that_are_not_all_there_are_made_again(places: Places) -> None:
    for name in ("a.csv", "b.csv"):
        put(places, name, name)
    batch = take(places, "a.csv", "b.csv")
    copy_originals(batch, places)[0].copy.unlink()
    assert [original.copy.read_text() for original in copy_originals(batch, places)] == ["a.csv", "b.csv"]
