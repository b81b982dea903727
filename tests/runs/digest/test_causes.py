"""Each difference has one cause, and says since which run: the nights as a table."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.runs.digest.digest import digest as make_digest
from pipeline.runs.steps.clock import Stages
from pipeline.settings import load_settings
from schemas.frames.digest import DIGEST_FRAMES
from schemas.frames.validation import validate
from tests.support.nights import Nights

pytestmark = pytest.mark.system

Told = dict[str, Any]

CONFLICT, REFUSED, NEVER, OUTSIDE = "conflict", "refused", "never_applied", "changed_outside"
FIRST_NIGHT = "hr/people.xlsx of the first night"
MOVES, HR, SALES, OPS = "moves.xlsx", "hr/people.xlsx", "sales/team.xlsx", "ops/field.xlsx"
STAFF = "full/staff.xlsx"


@pytest.fixture(scope="session")
def digest(nights: Nights) -> Told:
    """What the digest says after all of it."""
    told: Told = nights.digest()
    return told


@pytest.fixture(scope="session")
def differences(digest: Told) -> dict[tuple[str, str], Told]:
    """Each difference by its source and device; there is never more than one."""
    found = {(row["source"], row["device"].removesuffix("-1")): row for row in digest["differences"]}
    assert len(found) == len(digest["differences"])
    return found


@pytest.mark.parametrize(
    ("source", "device", "wanted", "current", "cause", "run"),
    [
        pytest.param("hr", "OWNER", "ann@acme.com", "sam@acme.com", CONFLICT, SALES, id="another source gave it away"),
        pytest.param(
            "it", "PLACE", "location: Berlin", "location: Munich", CONFLICT, SALES, id="another source has it elsewhere"
        ),
        pytest.param(
            "hr", "BOTH", "ann@acme.com", "sam@acme.com", CONFLICT, OPS, id="of three sources the last counts"
        ),
        pytest.param(
            "ops", "BOTH", "oli@acme.com", "sam@acme.com", CONFLICT, OPS, id="a conflict comes before a refused file"
        ),
        pytest.param(
            "ops", "FAR", "oli@acme.com from 2020-01-01", "nobody", REFUSED, OPS, id="its whole file was refused"
        ),
        pytest.param("hr", "CELL", None, "nobody", REFUSED, HR, id="its row was rejected"),
        pytest.param("hr", "UNKNOWN", "ann@acme.com", "not on record", NEVER, FIRST_NIGHT, id="skipped since then"),
        pytest.param("hr", "OTHERS", "not zoe@acme.com", "nobody", NEVER, HR, id="taken back from somebody unknown"),
        pytest.param("hr", "MOVED", "ann@acme.com", "eve@acme.com", OUTSIDE, MOVES, id="given to another by hand"),
        pytest.param("hr", "TAKEN", "ann@acme.com", "nobody", OUTSIDE, MOVES, id="taken back by hand"),
        pytest.param("hr", "AGAIN", "nobody", "eve@acme.com", OUTSIDE, MOVES, id="taken back, then given out by hand"),
        pytest.param(
            "hr", "LATER", "ann@acme.com from 2025-02-01", "eve@acme.com", OUTSIDE, MOVES, id="dated, and moved since"
        ),
        pytest.param(
            *("hr", "END", "ann@acme.com (until 2099-01-01 00:00)", "ann@acme.com (until 2098-01-01 00:00)"),
            *(OUTSIDE, MOVES),
            id="it ends sooner, by hand",
        ),
        pytest.param("full", "TYPO", "fay@acme.com", "not on record", NEVER, STAFF, id="in a full file, but unknown"),
        pytest.param("full", "LEFT", "nobody", "fay@acme.com", NEVER, STAFF, id="not in a full file, and held then"),
        pytest.param("full", "GIVEN", "nobody", "fay@acme.com", OUTSIDE, MOVES, id="not in a full file, given since"),
        pytest.param("it", "SITE", "location: Berlin", "location: Lyon", OUTSIDE, MOVES, id="put elsewhere by hand"),
    ],
)
def test_a_difference_has_its_cause(
    nights: Nights,
    differences: dict[tuple[str, str], Told],
    source: str,
    device: str,
    wanted: str | None,
    current: str,
    cause: str,
    run: str,
) -> None:
    row = differences[source, device]
    found = (row["wanted"], row["current"], row["cause"], row["run_id"])
    assert found == (wanted, current, cause, nights.runs[run])


@pytest.mark.parametrize(
    "device",
    [
        pytest.param("SAME", id="as the file says"),
        pytest.param("BACK", id="taken back, and with nobody"),
        pytest.param("RETURN", id="taken back from one, and with another by now"),
        pytest.param("PAST", id="over, as it was to be"),
        pytest.param("APART", id="one source for the spring, another for the summer"),
        pytest.param("NAMED", id="as the full file says"),
        pytest.param("GONE", id="a later file of the source is silent on it"),
        pytest.param("MENDED", id="a later file of the source says otherwise"),
        pytest.param("AHEAD", id="still to come"),
        pytest.param("AGREED", id="two sources agree"),
        pytest.param("UNDONE", id="the file of an undone run does not stand"),
    ],
)
def test_what_is_as_the_last_file_says_is_no_difference(differences: dict[tuple[str, str], Told], device: str) -> None:
    assert [source for source, name in differences if name == device] == []


def test_every_difference_is_one_of_the_table(differences: dict[tuple[str, str], Told]) -> None:
    # SLIP stands in the first list of hr alone
    assert len(differences) == 17


@pytest.mark.parametrize(
    ("source", "device", "said"),
    [
        ("hr", "OWNER", "sales says sam@acme.com (team.xlsx, sheet Desired, row 2)."),
        ("it", "PLACE", "sales says location: Munich (team.xlsx, sheet Devices, row 2)."),
        ("hr", "MOVED", "changed it (run of moves.xlsx)."),
        ("hr", "CELL", 'people.xlsx, sheet Desired, B14: "no address" is not an e-mail address.'),
        ("full", "LEFT", "Not taken away, because a row of the full sheet names a device that is not on record."),
        ("ops", "FAR", "The whole file was refused. Days of back-dating"),
    ],
)
def test_a_difference_says_why(differences: dict[tuple[str, str], Told], source: str, device: str, said: str) -> None:
    assert said in differences[source, device]["message"]


def test_each_source_tells_its_last_run_and_how_many_rows_differ(nights: Nights, digest: Told) -> None:
    told = {source["source"]: (source["run_id"], source["differs"], source["refused"]) for source in digest["sources"]}
    assert told == {
        "full": (nights.runs[STAFF], 3, 0),
        "hr": (nights.runs[HR], 10, 0),
        "it": (nights.runs["it/devices.xlsx"], 2, 0),
        "lab": (told["lab"][0], 0, 0),
        "ops": (None, 2, 2),
        "sales": (nights.runs[SALES], 0, 0),
    }


def test_the_files_that_wait_refused_are_told(digest: Told) -> None:
    assert [(refusal["file"], refusal["kinds"]) for refusal in digest["refusals"]] == [
        ("field.xlsx", "assignments"),
        ("notes.xlsx", ""),
    ]


def test_a_file_that_is_gone_from_the_archive_is_told_with_its_source(nights: Nights, digest: Told) -> None:
    hidden = nights.desk.folder / "elsewhere"
    (nights.desk.folder / "archive").rename(hidden)
    try:
        remarks = {source["source"]: source["remark"] or "" for source in nights.digest()["sources"]}
    finally:
        hidden.rename(nights.desk.folder / "archive")
    assert remarks["it"].startswith("Could not be read again, so its rows are not compared: devices.xlsx.")
    assert remarks["ops"] == ""


def test_the_digest_writes_nothing_to_the_ledger(nights: Nights, digest: Told) -> None:
    commands = [run["command"] for run in nights.desk.show("runs")]
    assert commands == ["sweep"] * 5 + ["undo", "sweep", "run", "sweep"]
    assert digest["state_version"] == len(commands)


@pytest.mark.system
def test_its_frames_are_as_their_schemas_say(nights: Nights) -> None:
    settings = load_settings(None, {"state": nights.desk.state})

    told = make_digest(settings, Stages())

    for name, schema in DIGEST_FRAMES.items():
        frame = getattr(told, name)
        assert frame.height > 0 or name in {"overdue", "leavers", "quiet"}, (
            name
        )  # nothing is lent or awaited, and nobody leaves
        validate(frame, schema)
