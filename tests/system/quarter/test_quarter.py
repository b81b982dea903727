"""After ninety nights the ledger is what was believed, it is sound, and each digest told what was planted, no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.runs.ledger_safety import verify
from tests.system.quarter.company import FIRST_DAY
from tests.system.quarter.ledger import apart, believed, recorded
from tests.system.quarter.office import opened
from tests.system.quarter.planted import BACKED_UP, RESTORED, live_through
from tests.system.quarter.quarter import NIGHTS, Quarter, begun

pytestmark = pytest.mark.lengthy(seconds=480)
SEED = 14


@pytest.fixture(scope="module")
def quarter(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Quarter]:
    """The whole quarter, once; only to be read."""
    with opened(tmp_path_factory.mktemp("quarter"), FIRST_DAY) as office:
        quarter = begun(office, SEED)
        live_through(quarter, NIGHTS)
        yield quarter


@pytest.fixture
def state(quarter: Quarter) -> Path:
    """The ledger after all."""
    return quarter.office.settings.state


def test_every_digest_names_what_was_planted_and_nothing_else(quarter: Quarter) -> None:
    assert quarter.wrong == {}
    assert len(quarter.office.digests) == NIGHTS + RESTORED - BACKED_UP - 1


def test_the_ledger_is_what_was_believed(quarter: Quarter, state: Path) -> None:
    assert apart(recorded(state), believed(quarter.model)) == {}


def test_the_ledger_is_sound_after_all(quarter: Quarter) -> None:
    assert [proof for proof in verify(quarter.office.settings) if not proof.holds] == []


def test_the_restored_ledger_told_which_runs_it_lacked(quarter: Quarter) -> None:
    assert quarter.told_lost == quarter.runs_lost


def test_what_was_planted_was_there_to_be_told(quarter: Quarter) -> None:
    digests = quarter.office.digests
    codes = {code for digest in digests for code in digest.refusals["code"]}
    assert codes == {"file_unreadable", "own_results", "fewer_rows_percent", "file_encrypted", "no_usable_sheet"}
    assert {cause for digest in digests for cause in digest.differences["cause"]} == {"refused", "changed_outside"}
    assert {source for digest in digests for source in digest.quiet["source"]} == {"hr", "intune"}
    assert all(any(getattr(digest, name).height for digest in digests) for name in ("leavers", "overdue"))
