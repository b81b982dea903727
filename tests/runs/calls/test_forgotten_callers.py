"""Of a person who is forgotten, the keys let nobody in any more, and no file that was sent over HTTP is kept."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from pipeline.runs.calls.keys import Keyring, add_key, list_keys
from pipeline.runs.jobs.folder import Job, JobFolder, make_folder
from pipeline.settings import load_settings
from schemas.vocabulary import Role
from tests.support.desk import Desk


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Ann, who has a device."""
    desk = Desk(tmp_path_factory.mktemp("known"))
    desk.book("list.xlsx", ("Serial Number", "Owner Email"), ("SN-1", "ann@acme.example"))
    assert desk.say("run", "list.xlsx", "--create-devices", "--default-device-type", "laptop").code == 0
    return desk


@pytest.fixture(scope="module")
def keys(known: Desk) -> dict[str, str]:
    """Her key, and one of a program."""
    settings = load_settings(None, {"state": known.state})
    made = add_key(settings, name="Ann's", org="default", role=Role.VIEWER, owner="ann@acme.example")
    other = add_key(settings, name="crm", org="default", role=Role.VIEWER)
    return {"hers": made.secret, "other": other.secret}


@pytest.fixture(scope="module")
def jobs(known: Desk) -> dict[str, JobFolder]:
    """Jobs of her organization, of another one and of all; all are done but for one."""
    organizations = {"done": "default", "going on": "default", "of others": "other", "of all": None}
    jobs = {name: _job(known.state, "abcd"[at], org) for at, (name, org) in enumerate(organizations.items())}
    for name in ("done", "of others", "of all"):
        jobs[name].note_report({"ok": True})
    return jobs


@pytest.fixture(scope="module")
def told(known: Desk, keys: dict[str, str], jobs: dict[str, JobFolder]) -> Any:
    """What was said when she was forgotten."""
    return known.json("forget", "ann@acme.example", "--yes")


@pytest.mark.system
def test_the_keys_of_a_forgotten_person_are_revoked_and_name_nobody(
    known: Desk, keys: dict[str, str], told: Any
) -> None:
    settings = load_settings(None, {"state": known.state})
    ring = Keyring(settings)
    assert ring.caller_of(keys["hers"]) is None
    assert ring.caller_of(keys["other"]) is not None
    (key, _) = list_keys(settings)
    assert (key.owner_email, key.name) == (None, f"forgotten-{key.key_id}")


@pytest.mark.system
def test_the_files_that_her_organization_has_sent_are_removed(jobs: dict[str, JobFolder], told: Any) -> None:
    assert {name: job.path.exists() for name, job in jobs.items()} == {
        "done": False,
        "going on": True,
        "of others": True,
        "of all": False,
    }
    assert (told["jobs"], [place for place in told["places"] if ".jobs" in place]) == (2, [str(jobs["going on"].path)])


def _job(state: Path, job_id: str, org: str | None) -> JobFolder:
    job = make_folder(Job(job_id, "run", org, "crm", str(state), None), state)
    job.add_file(0, "list.csv", BytesIO(b"SN-1,ann@acme.example"))
    return job
