"""Keys let their holders in as long as they are valid, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.runs.calls.keys import Keyring, NewKey, add_key, list_keys, revoke_key, standing_of
from pipeline.settings import Settings, load_settings
from schemas.vocabulary import Role


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a place without a ledger."""
    return load_settings(None, {"state": tmp_path / "rollcall.duckdb"})


@pytest.fixture
def crm(settings: Settings) -> NewKey:
    """A key that was just made."""
    return add_key(settings, name=" the  crm ", org="acme", role=Role.EDITOR)


def test_a_key_lets_its_holder_in(settings: Settings, crm: NewKey) -> None:
    caller = Keyring(settings).caller_of(crm.secret)
    assert caller is not None
    assert (caller.name, caller.org_id, caller.role) == ("the crm", "acme", Role.EDITOR)


@pytest.mark.parametrize("spoil", [lambda key: key[:-1], lambda key: key + "x", lambda _: "", lambda key: key.upper()])
def test_anything_else_lets_nobody_in(settings: Settings, crm: NewKey, spoil: object) -> None:
    assert callable(spoil)
    assert Keyring(settings).caller_of(spoil(crm.secret)) is None


def test_the_key_itself_is_not_kept(settings: Settings, crm: NewKey) -> None:
    kept = Path(f"{settings.state}.keys").read_text(encoding="utf-8")
    assert crm.secret not in kept
    assert crm.secret.rpartition("_")[2] not in kept


def test_a_key_that_is_revoked_lets_nobody_in_from_then_on(settings: Settings, crm: NewKey) -> None:
    ring = Keyring(settings)
    assert ring.caller_of(crm.secret) is not None
    revoke_key(settings, "the crm")
    assert ring.caller_of(crm.secret) is None
    assert standing_of(list_keys(settings)[0]).startswith("revoked ")


def test_a_key_expires(settings: Settings) -> None:
    made = add_key(settings, name="short", org="acme", role=Role.VIEWER, lasts=timedelta(seconds=-1))
    assert Keyring(settings).caller_of(made.secret) is None
    assert standing_of(made.key) == "expired"


def test_names_are_of_one_key_each_but_may_be_used_again(settings: Settings, crm: NewKey) -> None:
    with pytest.raises(UsageProblem, match='There is a key called "the crm" already'):
        add_key(settings, name="the crm", org="lab", role=Role.VIEWER)
    revoke_key(settings, crm.key.key_id)
    add_key(settings, name="the crm", org="lab", role=Role.VIEWER)
    with pytest.raises(UsageProblem, match="no key nobody"):
        revoke_key(settings, "nobody")
    with pytest.raises(UsageProblem, match="needs a name"):
        add_key(settings, name="  ", org="lab", role=Role.VIEWER)


def test_when_a_key_was_last_used_is_written_down(settings: Settings, crm: NewKey) -> None:
    ring = Keyring(settings)
    ring.caller_of(crm.secret)
    ring.note_uses()
    assert list_keys(settings)[0].last_used_at is not None
    first = Path(f"{settings.state}.keys").read_bytes()
    ring.caller_of(crm.secret)
    ring.note_uses()
    assert Path(f"{settings.state}.keys").read_bytes() == first
