"""Looking around: devices and people by a text, the life of each, and the rules that hold."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from pipeline.runs.explain import last_believed
from pipeline.runs.listings.look_ups import device_story, person_story, search
from pipeline.runs.listings.rules import rules_now
from pipeline.runs.listings.runs import list_signed_runs
from pipeline.web.house import house_of
from pipeline.web.pages.columns import words_of
from pipeline.web.pages.rendering import page
from pipeline.web.pages.visitors import Anybody
from pipeline.web.problems import Problem
from pipeline.web.reads import LAST_ID, elsewhere
from schemas.fields import ATTRIBUTES, OWNER_FIELDS

router = APIRouter()

_MOST, _MOST_EVENTS = 25, 200
_FACTS = tuple(field.name for field in ATTRIBUTES)
_OF_PEOPLE = tuple(field.name for field in OWNER_FIELDS)
_NOT_SHOWN = ("owner_id", "org_id", "version", "created_at", "owner_email", "email", "owner_name")


@router.get("/search")
async def show_search(
    request: Request,
    visitor: Anybody,
    q: Annotated[str, Query(max_length=200)] = "",
    start: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """Devices and people in which a text stands."""
    house = house_of(request)
    newest = house.newest_of(visitor.caller)
    found = await elsewhere(lambda: search(house.settings, visitor.caller, q, start=start, most=_MOST, at_least=newest))
    return page(request, visitor, "search.html.jinja", q=q, start=start, most=_MOST, found=found)


@router.get("/devices/{device_id}")
async def show_device(
    request: Request, visitor: Anybody, device_id: Annotated[int, Path(ge=0, le=LAST_ID)]
) -> Response:
    """The life of a device."""
    house = house_of(request)
    newest = house.newest_of(visitor.caller)
    story = await elsewhere(lambda: device_story(house.settings, visitor.caller, device_id, at_least=newest))
    if story is None:
        raise Problem(404, "No device has this number.")
    (device,) = story.devices.to_dicts()
    told: dict[str, Any] = {
        "device": device,
        "facts": [(words_of(name), device[name]) for name in _FACTS if device.get(name) not in (None, "", [])],
        "spans": last_believed(story.spans).reverse().to_dicts(),
        "events": story.events.reverse().head(_MOST_EVENTS).to_dicts(),
        "rows": story.rows.filter(pl.col("outcome") != "applied").reverse().head(_MOST).to_dicts(),
    }
    return page(request, visitor, "device.html.jinja", **told)


@router.get("/people/{owner_id}")
async def show_person(request: Request, visitor: Anybody, owner_id: Annotated[int, Path(ge=0, le=LAST_ID)]) -> Response:
    """What a person has, and had."""
    house = house_of(request)
    newest = house.newest_of(visitor.caller)
    story = await elsewhere(lambda: person_story(house.settings, visitor.caller, owner_id, at_least=newest))
    if story is None:
        raise Problem(404, "No person has this number.")
    caller = visitor.caller
    signed = await elsewhere(lambda: list_signed_runs(house.settings, caller, owner_id, most=_MOST, at_least=newest))
    (person,) = story.owners.to_dicts()
    spans = last_believed(story.spans).reverse().to_dicts()
    told: dict[str, Any] = {
        "person": person,
        "signed": signed,
        "facts": [(words_of(name), person[name]) for name in _OF_PEOPLE if person.get(name) and name not in _NOT_SHOWN],
        "now": [one for one in spans if one["status"] == "current"],
        "later": [one for one in spans if one["status"] == "pending"],
        "before": [one for one in spans if one["status"] == "past"],
        "events": story.events.reverse().head(_MOST_EVENTS).to_dicts(),
    }
    return page(request, visitor, "person.html.jinja", **told)


@router.get("/rules")
async def show_rules(request: Request, visitor: Anybody) -> Response:
    """The limits and the policies that hold."""
    house = house_of(request)
    rules = await elsewhere(lambda: rules_now(house.settings))
    is_own = house.jobs.is_of_house(visitor.caller)
    return page(request, visitor, "rules.html.jinja", rules=rules, is_own=is_own)
