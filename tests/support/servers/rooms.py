"""Every page that there is: the routes of the pages, with the ids of things that an organization has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi.routing import APIRoute
from httpx2 import Response

from pipeline.web.pages.routes import ROUTERS
from tests.support.servers.visitors import Visitor

LIST = (
    "serial_number,name,type,category,owner_email,owner_name,purchase_price\n"
    "S1,One,laptop,it,anna@acme.example,Anna,900\nS2,Two,laptop,it,ben@acme.example,Ben,many\n"
)
_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
_PLACES = ("lists", "checks", "plans", "runs", "reports", "stocktakes", "workbooks")
_LARGEST = 100_000
_WORDS = {"what": "findings", "form": "xlsx", "number": "1", "name": "results", "digest_id": "night"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One route of the pages: its method, its path with ids in it, and the names in its query."""

    method: str
    path: str
    query: tuple[str, ...]


def routes() -> Iterator[APIRoute]:
    """The routes of all pages."""
    for router in ROUTERS:
        yield from (one for one in router.routes if isinstance(one, APIRoute))


def asked_of(things: Mapping[str, str]) -> list[Asked]:
    """Every route, about these things: the id of a job by its place, `device_id`, `owner_id`, and so on."""
    asked = []
    for route in routes():
        for place in _PLACES if "{place}" in route.path else (route.path.split("/")[1],):
            known = {**_WORDS, **things, "place": place, "job_id": things.get(place, things["plans"])}
            path = _PARAMETER.sub(lambda found, known=known: known[found[1]], route.path)  # type: ignore[misc]  # bound
            query = tuple(one.name for one in route.dependant.query_params)
            asked += [Asked(method, path, query) for method in sorted(route.methods or ())]
    return asked


def things_of(one: Visitor, file: str = "list.csv", content: str = LIST) -> dict[str, str]:
    """Everything that the organization of a visitor has, once a list went all the way, and was undone."""
    columns = one.send(one.get("/"), "/lists", files=[(file, content.encode())])
    check = one.send(columns, columns.url.path, do="check")
    plan = one.send(columns, columns.url.path, do="plan")
    run = one.send(plan, "/apply")
    undo = one.send(run, "/undo")
    report = one.send(one.get("/reports"), "/reports", name="who-has-what")
    scans = [("scans.csv", b"serial number,location\nS1,here\n")]
    stocktake = one.send(one.get("/stocktakes"), "/stocktakes", files=scans)
    workbook = one.send(one.get("/workbooks"), "/workbooks")
    pages = {"lists": columns, "checks": check, "plans": plan, "runs": run, "reports": report, "stocktakes": stocktake}
    pages["workbooks"] = workbook
    ids = {place: page.url.path.rpartition("/")[2] for place, page in pages.items()}
    found = re.search(r'"/devices/(\d+)"', one.get("/search", q="S1").text)
    person = re.search(r'"/people/(\d+)"', one.get("/search", q="anna").text)
    assert found is not None
    assert person is not None
    numbers = {"device_id": found[1], "owner_id": person[1], "run_id": ids["runs"], "invitation": "x"}
    return {**ids, **numbers, "undo": undo.url.path.rpartition("/")[2]}


def faults_of(answer: Response, *payloads: str) -> list[str]:
    """What is wrong with an answer, whatever was asked."""
    text = answer.text if "html" in answer.headers.get("content-type", "") else ""
    wrong = {
        f"status {answer.status_code}": answer.status_code >= 500,
        "no policy": "default-src 'none'" not in answer.headers.get("content-security-policy", ""),
        f"{len(answer.content)} bytes": bool(text) and len(answer.content) > _LARGEST,
        "markup": any(one in text for one in payloads),
        "a script's address": 'href="javascript:' in text or " onmouseover='" in text,
        "a template": "8518274036" in text,
        "a traceback": "Traceback" in text,
    }
    return [f"{answer.request.method} {answer.request.url}: {said}" for said, is_so in wrong.items() if is_so]
