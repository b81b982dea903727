"""The keys of a person who is forgotten let nobody in any more, and do not name the person."""

from __future__ import annotations

from pipeline.runs.calls.keys import Keyring, add_key, list_keys
from pipeline.settings import load_settings
from schemas.vocabulary import Role
from tests.support.desk import Desk


def test_the_keys_of_a_forgotten_person_are_revoked_and_name_nobody(desk: Desk) -> None:
    desk.book("list.xlsx", ("Serial Number", "Owner Email"), ("SN-1", "ann@acme.example"))
    assert desk.say("run", "list.xlsx", "--create-devices", "--default-device-type", "laptop").code == 0
    settings = load_settings(None, {"state": desk.state})
    made = add_key(settings, name="Ann's", org="default", role=Role.VIEWER, owner="ann@acme.example")
    other = add_key(settings, name="crm", org="default", role=Role.VIEWER)

    assert desk.say("forget", "ann@acme.example", "--yes").code == 0

    ring = Keyring(settings)
    assert ring.caller_of(made.secret) is None
    assert ring.caller_of(other.secret) is not None
    (key, _) = list_keys(settings)
    assert (key.owner_email, key.name) == (None, f"forgotten-{key.key_id}")
