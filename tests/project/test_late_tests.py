"""A check that must end in time leaves out the tests that come too late, and says how many."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.desk import ROOT


@pytest.mark.system
def test_a_test_that_has_not_begun_in_time_is_told_as_skipped() -> None:
    asked = [sys.executable, "-m", "pytest", "-n", "0", "-rs", "-p", "no:cacheprovider", "tests/docs/test_cost.py"]
    late, timely = (
        subprocess.run([*asked, "--begin-within", seconds], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for seconds in ("0", "600")
    )
    assert "had not begun within 0 seconds" in late
    assert "had not begun" not in timely
