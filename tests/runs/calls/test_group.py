"""Calls that are carried out together are answered as if each had come alone, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from pipeline import store
from pipeline.model import Answer, Call, Caller
from pipeline.runs.calls.assign_devices import assign_devices
from pipeline.runs.calls.group import Group
from pipeline.runs.calls.unassign_devices import unassign_devices
from pipeline.runs.steps.clock import clock
from pipeline.settings import load_settings
from schemas.vocabulary import Role
from tests.support.desk import Desk
from tests.support.fixtures.desks import Prepared

CRM = Caller("k1", "crm", "default", Role.EDITOR)
DEVICES = (
    ("Serial Number", "Asset Tag", "MAC Address", "Name", "Type", "Category"),
    ("SN-1", "AT-1", "AA:BB:CC:DD:EE:01", "One", "laptop", "computer"),
    ("SN-2", "AT-2", "AA:BB:CC:DD:EE:02", "Two", "laptop", "computer"),
    ("AT-1X", "SN-9", None, "Nine", "laptop", "computer"),
)


def stock(desk: Desk) -> None:
    desk.book("devices.xlsx", *DEVICES)
    assert desk.say("run", "devices.xlsx").code == 0


@pytest.fixture
def group(prepared: Prepared) -> Iterator[Group]:
    """The calls of a ledger that has three devices, held by nobody."""
    group = Group(load_settings(None, {"state": prepared(stock).state}))
    yield group
    group.rest(True)  # noqa: FBT003


def _assign(name: str, owner: str, *devices: str, caller: Caller = CRM) -> Call:
    return assign_devices(name, caller, email=f"{owner}@acme.example", device_ids=devices)


def _answers(group: Group, *calls: Call) -> Sequence[Answer]:
    answers = group.carry_out(calls)
    assert all(isinstance(answer, Answer) for answer in answers), answers
    return [answer for answer in answers if isinstance(answer, Answer)]


def _runs(group: Group) -> int:
    return store.show_runs(group.settings.ledger, store.Filters(now=clock())).height


def test_calls_that_have_nothing_in_common_are_one_run(group: Group) -> None:
    before = _runs(group)
    first, second = _answers(group, _assign("c1", "ann", "SN-1"), _assign("c2", "ben", "SN-2", "SN-0"))
    assert (first.body["newlyAssigned"], first.body["customerCreated"]) == (["SN-1"], True)
    assert (second.body["newlyAssigned"], second.body["skipped"]) == (["SN-2"], ["SN-0"])
    assert first.body["customerId"] != second.body["customerId"]
    assert _runs(group) == before + 1


@pytest.mark.system
def test_calls_that_name_one_device_in_two_ways_are_carried_out_one_after_the_other(group: Group) -> None:
    before = _runs(group)
    first, second = _answers(group, _assign("c1", "ann", "SN-1"), _assign("c2", "ben", "AT-1"))
    assert (first.body["newlyAssigned"], second.body["newlyAssigned"]) == (["SN-1"], ["AT-1"])
    assert _runs(group) == before + 2
    (held,) = _answers(group, unassign_devices("c3", CRM, email="ben@acme.example", device_ids=["SN-2"]))
    assert held.body["devicesRemaining"] == ["SN-1"]


@pytest.mark.system
def test_a_call_that_is_refused_though_it_could_be_carried_out_does_not_part_the_others(group: Group) -> None:
    before = _runs(group)
    stale = replace(_assign("c1", "ann", "SN-1"), if_match=0)
    refused, second, third = _answers(group, stale, _assign("c2", "ben", "SN-2"), _assign("c3", "cem", "SN-9"))
    assert (refused.status, refused.body["code"]) == (412, "version_changed")
    assert (second.body["newlyAssigned"], third.body["newlyAssigned"]) == (["SN-2"], ["SN-9"])
    assert _runs(group) == before + 1
    assert _answers(group, _assign("c4", "dan", "SN-1"))[0].body["newlyAssigned"] == ["SN-1"]


@pytest.mark.system
def test_a_refused_call_does_not_hold_up_those_beside_it(group: Group) -> None:
    refused, done = _answers(group, _assign("c1", "ann", "SN-0"), _assign("c2", "ben", "SN-2"))
    assert (refused.status, done.status) == (400, 200)


@pytest.mark.system
@pytest.mark.parametrize(
    ("given", "meant"),
    [("sn-2", "SN-2"), ("AT-2", "SN-2"), ("aa-bb-cc-dd-ee-02", "SN-2"), ("AABB.CCDD.EE02", "SN-2"), ("SN-9", "AT-1X")],
)
def test_a_device_is_named_by_its_serial_number_tag_or_network_address(group: Group, given: str, meant: str) -> None:
    (answer,) = _answers(group, _assign("c1", "ann", given))
    assert answer.body["newlyAssigned"] == [given]
    (left,) = _answers(group, unassign_devices("c2", CRM, email="ann@acme.example", device_ids=["SN-0"]))
    assert left.body["devicesRemaining"] == [meant]


@pytest.mark.system
def test_one_device_that_is_given_in_two_ways_shares_one_fate(group: Group) -> None:
    (answer,) = _answers(group, _assign("c1", "ann", "SN-1", "AA:BB:CC:DD:EE:01"))
    assert answer.body["newlyAssigned"] == ["SN-1", "AA:BB:CC:DD:EE:01"]
    assert answer.body["skipped"] == []


def test_devices_of_another_organization_are_unknown(group: Group) -> None:
    (answer,) = _answers(group, _assign("c1", "ann", "SN-1", "AT-2", caller=replace(CRM, org_id="lab")))
    assert (answer.status, answer.body["skipped"]) == (400, ["SN-1", "AT-2"])


@pytest.mark.system
def test_each_state_version_is_that_of_its_own_commit(group: Group) -> None:
    (first,) = _answers(group, _assign("c1", "ann", "SN-1"))
    (again,) = _answers(group, _assign("c2", "ann", "SN-1"))
    (other,) = _answers(group, _assign("c3", "ann", "SN-2"))
    assert (again.state_version, other.state_version) == (first.state_version, first.state_version + 1)
