"""Cases of people sheets: who is put on record, whose facts change, who left; whom the rows beside them mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pipeline.model import Intent
from schemas.fields import DEFAULT_ORG
from schemas.vocabulary import Leavers
from tests.support.cases.world import ADA, BOB, NEW, Case, assign, held, taking_all, unassign
from tests.support.reference.records import Owner, PersonRow, Span

LEFT_ON, LAST_DAY_ENDED = date(2026, 2, 18), datetime(2026, 2, 19)
KNOWN = (
    Owner(1, DEFAULT_ORG, ADA, "Ada Bell", "4711", "abell", {"department": "Sales"}),
    Owner(2, DEFAULT_ORG, BOB, "Bob Fox", "4712", "bfox"),
    Owner(3, DEFAULT_ORG, None, "Cy Lee"),
)
BY_NAME = Intent(owners_by_name=True)
UPDATED, CREATED = "applied update", "applied create"


def person(**cells: Any) -> PersonRow:
    """A row of a people sheet."""
    return PersonRow(**cells)


def _ended(span: Span) -> Span:
    """That ownership, which ends with the last day."""
    return replace(span, end_time=LAST_DAY_ENDED)


def of_people(name: str, rows: tuple[Any, ...], expected: tuple[str, ...], **more: Any) -> Case:
    """A case among people who are known by number, login and name."""
    return Case(name, rows, expected, owners=KNOWN, **more)


PEOPLE_CASES: tuple[Case, ...] = (
    of_people("somebody new", (person(email=NEW, owner_name="Eve"),), (CREATED,)),
    of_people("a fact by the address", (person(email=ADA, department="Legal"),), (UPDATED,)),
    of_people("a fact by the number", (person(external_user_id="4711", department="Legal"),), (UPDATED,)),
    of_people("a fact by the login in capitals", (person(username="ABELL", title="Buyer"),), (UPDATED,)),
    of_people("a fact by the name, last name first", (person(owner_name="bell, ada", title="Buyer"),), (UPDATED,)),
    of_people("a fact of somebody without an address", (person(owner_name="Cy Lee", title="Buyer"),), (UPDATED,)),
    of_people("a fact that is on record", (person(email=ADA, department="Sales"),), ("unchanged",)),
    of_people("a fact that is cleared", (person(email=ADA, cleared="|department|"),), (UPDATED,)),
    of_people(
        "a fact that is cleared and was never there", (person(email=BOB, cleared="|department|"),), ("unchanged",)
    ),
    of_people(
        "a new address beside the number",
        (person(email=NEW, external_user_id="4711"),),
        (UPDATED,),
        spans=(held(ADA, -30),),
        after=(held(NEW, -30),),
    ),
    of_people(
        "a new address, which a row about a device knows already",
        (person(email=NEW, external_user_id="4711"), assign(NEW)),
        (UPDATED, "unchanged already_assigned"),
        spans=(held(ADA, -30),),
        after=(held(NEW, -30),),
    ),
    of_people(
        "a new address, of which a row about a device has not heard",
        (person(email=NEW, external_user_id="4711"), assign(ADA)),
        (UPDATED, "applied assign"),
        after=(held(NEW, 0),),
    ),
    of_people("a name that nobody has", (person(owner_name="Dee Ray", title="Buyer"),), ("skipped unknown_owner",)),
    of_people(
        "a name that nobody has, where that is enough", (person(owner_name="Dee Ray"),), (CREATED,), intent=BY_NAME
    ),
    of_people("a number that nobody has", (person(external_user_id="4799", owner_name="Dee Ray"),), (CREATED,)),
    of_people("a row of people that names nobody", (person(department="Legal"),), ("rejected missing_identifier",)),
    of_people(
        "somebody new where nobody is to be created",
        (person(email=NEW), person(email=ADA, title="Buyer")),
        ("skipped unknown_owner", UPDATED),
        intent=Intent(create_owners=False),
    ),
    of_people(
        "two rows that say one thing of a person",
        (person(email=ADA, title="Buyer"), person(external_user_id="4711", title="Buyer")),
        (UPDATED, "unchanged duplicate_row"),
    ),
    of_people(
        "two rows that each say a part",
        (person(email=ADA, title="Buyer"), person(external_user_id="4711", location="Rome")),
        (UPDATED, "unchanged duplicate_row"),
    ),
    of_people(
        "two rows that contradict each other",
        (
            person(email=ADA, title="Buyer"),
            person(external_user_id="4711", title="Seller"),
            person(email=BOB, title="It"),
        ),
        (*("rejected conflicting_rows",) * 2, UPDATED),
    ),
    of_people(
        "two rows of which one has a bad cell",
        (person(email=ADA, title="Buyer"), person(email=ADA, title="Seller", fault="invalid_date")),
        (UPDATED, "rejected invalid_date"),
    ),
    of_people(
        "the number of somebody else", (person(email=BOB, external_user_id="4711"),), ("rejected identifier_mismatch",)
    ),
    of_people(
        "two people who exchange their numbers",
        (person(email=ADA, external_user_id="4712"), person(email=BOB, external_user_id="4711")),
        (UPDATED, UPDATED),
    ),
    of_people(
        "two new people with one number",
        (person(email=NEW, external_user_id="4799"), person(email="fay@acme.example", external_user_id="4799")),
        ("rejected identifier_mismatch",) * 2,
    ),
    of_people(
        "somebody new who gets a device",
        (person(email=NEW, external_user_id="4799"), assign(None, external_user_id="4799")),
        (CREATED, "applied assign"),
        after=(held(NEW, 0),),
    ),
    of_people(
        "people beside a rejected row, all or nothing",
        (person(email=ADA, title="Buyer"), assign(BOB, fault="invalid_date")),
        ("skipped atomic_abort", "rejected invalid_date"),
        intent=Intent(atomic=True),
    ),
    of_people(
        "somebody who has left keeps what is only reported",
        (person(email=ADA, ends_on=LEFT_ON),),
        (UPDATED,),
        spans=(held(ADA, -30),),
        after=(held(ADA, -30),),
    ),
    of_people(
        "what somebody who has left holds ends with the last day",
        (person(external_user_id="4711", ends_on=LEFT_ON),),
        (UPDATED,),
        spans=(held(ADA, -30), held(BOB, -30, device_id=2)),
        after=(_ended(held(ADA, -30)), held(BOB, -30, device_id=2)),
        intent=Intent(leavers=Leavers.RELEASE),
    ),
    of_people(
        "what a row gives to somebody who has left stays",
        (person(email=ADA, ends_on=LEFT_ON), assign(ADA)),
        (UPDATED, "unchanged already_assigned"),
        spans=(held(ADA, -30), held(ADA, -30, device_id=2)),
        after=(held(ADA, -30), _ended(held(ADA, -30, device_id=2))),
        intent=Intent(leavers=Leavers.RELEASE),
    ),
    of_people(
        "everything of somebody who has left, by the number",
        (person(email=ADA, ends_on=LEFT_ON), taking_all(None, external_user_id="4711")),
        (UPDATED, "applied unassign"),
        spans=(held(ADA, -30), held(ADA, -30, device_id=2)),
        after=(held(ADA, -30, 0), held(ADA, -30, 0, device_id=2)),
    ),
    of_people(
        "everything of somebody who is called otherwise from this run on",
        (person(email=NEW, external_user_id="4711"), taking_all(NEW), unassign(BOB, asset_tag="TAG-3")),
        (UPDATED, "applied unassign", "skipped owned_by_other"),
        spans=(held(ADA, -30), held(ADA, -30, device_id=3)),
        after=(held(NEW, -30, 0), held(NEW, -30, device_id=3)),
    ),
    of_people(
        "two new people by name with one number",
        (
            assign(None, external_user_id="A-9", owner_name="Zoë Quist"),
            assign(None, external_user_id="a-9", owner_name="Bo Ek", asset_tag="TAG-3"),
            assign(None, external_user_id="A-8", owner_name="Bo Ek", asset_tag="TAG-2"),
        ),
        ("rejected identifier_mismatch", "rejected identifier_mismatch", "applied assign"),
    ),
    of_people(
        "one new person by two names that have a word in common",
        (
            assign(None, external_user_id="A-9", owner_name="Zoë Quist"),
            assign(None, external_user_id="A-9", owner_name="Quist-Bell, Zoe", asset_tag="TAG-3"),
        ),
        ("applied assign",) * 2,
    ),
    of_people(
        "one new person by two names and one address",
        (
            assign(NEW, external_user_id="A-9", owner_name="Zoë Quist"),
            assign(NEW, external_user_id="A-9", owner_name="Bo Ek", asset_tag="TAG-3"),
        ),
        ("applied assign",) * 2,
    ),
)
