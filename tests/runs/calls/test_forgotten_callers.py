"""Of a person who is forgotten, the keys let nobody in any more, and no file that was sent over HTTP is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.runs.calls.keys import Keyring, add_key, list_keys
from pipeline.runs.jobs.folder import Job, JobFolder, make_folder
from pipeline.settings import load_settings
from schemas.vocabulary import Role
from tests.support.desk import Desk


@pytest.fixture
def known(desk: Desk) -> Desk:
    """Ann, who has a device."""
    desk.book("list.xlsx", ("Serial Number", "Owner Email"), ("SN-1", "ann@acme.example"))
    assert desk.say("run", "list.xlsx", "--create-devices", "--default-device-type", "laptop").code == 0
    return desk


def test_the_keys_of_a_forgotten_person_are_revoked_and_name_nobody(known: Desk) -> None:
    settings = load_settings(None, {"state": known.state})
    made = add_key(settings, name="Ann's", org="default", role=Role.VIEWER, owner="ann@acme.example")
    other = add_key(settings, name="crm", org="default", role=Role.VIEWER)

    assert known.say("forget", "ann@acme.example", "--yes").code == 0

    ring = Keyring(settings)
    assert ring.caller_of(made.secret) is None
    assert ring.caller_of(other.secret) is not None
    (key, _) = list_keys(settings)
    assert (key.owner_email, key.name) == (None, f"forgotten-{key.key_id}")


def test_the_files_that_her_organization_has_sent_are_removed(known: Desk) -> None:
    done, going_on, others, of_all = (
        _job(known.state, name, org) for name, org in (("a", "default"), ("b", "default"), ("c", "other"), ("d", None))
    )
    for job in (done, others, of_all):
        job.note_report({"ok": True})

    told = known.json("forget", "ann@acme.example", "--yes")

    assert [job.path.exists() for job in (done, going_on, others, of_all)] == [False, True, True, False]
    assert (told["jobs"], [place for place in told["places"] if ".jobs" in place]) == (2, [str(going_on.path)])


def _job(state: Path, job_id: str, org: str | None) -> JobFolder:
    job = make_folder(Job(job_id, "run", org, "crm", str(state), None), state)
    job.add_file(0, "list.csv", b"SN-1,ann@acme.example")
    return job
