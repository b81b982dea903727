"""Expected failures: each has an exit code of its own, a word for programs, and a way out."""

from __future__ import annotations

import pytest

from pipeline import errors
from pipeline.errors import RollcallError, StoreFailed, disk_trouble

CODES = {
    "UsageProblem": (2, "usage"),
    "FileUnusable": (3, "file_unusable"),
    "PlanRefused": (5, "plan_refused"),
    "PlanStale": (6, "plan_stale"),
    "StateBusy": (7, "state_busy"),
    "StoreFailed": (8, "store_failed"),
}


def test_every_failure_has_an_exit_code_of_its_own() -> None:
    kinds = {kind.__name__: (kind.exit_code, kind.code) for kind in RollcallError.__subclasses__()}
    assert kinds == CODES


@pytest.mark.parametrize("name", CODES)
def test_a_failure_says_what_went_wrong_and_what_to_do(name: str) -> None:
    problem = getattr(errors, name)("a.xlsx is empty.", "Give another file.")
    assert (str(problem), problem.message, problem.hint) == (
        "a.xlsx is empty.",
        "a.xlsx is empty.",
        "Give another file.",
    )
    assert (problem.code, problem.issues) == (CODES[name][1], None)


def test_a_word_may_be_more_exact_than_that_of_its_kind() -> None:
    assert StoreFailed("It is full.", "Make room.", code="disk_full").code == "disk_full"
    assert StoreFailed.code == "store_failed"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("[Errno 28] No space left on device: 'results.xlsx'", "disk_full"),
        ("IO Error: Could not write file: disk full", "disk_full"),
        ("Disk quota exceeded (os error 122)", "disk_full"),
        ("File too large (os error 27)", "file_too_large"),
        ("IO Error: fsync failed!", "disk_failing"),
        ("Input/output error (os error 5)", "disk_failing"),
    ],
)
def test_trouble_with_a_disk_is_known_by_the_words_of_whoever_met_it(said: str, code: str) -> None:
    found = disk_trouble(said, "/data")
    assert found is not None
    assert (found.code, found.exit_code) == (code, 8)
    assert "/data" in found.message
    assert found.hint


def test_other_trouble_is_none_of_the_disk() -> None:
    assert disk_trouble("Permission denied (os error 13)", "/data") is None
