"""The OpenAPI document says what the server does: requests made from it get no answer that it does not tell of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given

from pipeline.runs.calls.keys import add_key
from pipeline.settings import Settings, load_settings
from pipeline.web.app import make_app
from schemas.vocabulary import Role
from tests.support.strength import examples

DOCUMENT = "/api/v1/openapi.json"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The OpenAPI document; only to be read."""
    settings = load_settings(None, {"state": tmp_path_factory.mktemp("document") / "rollcall.duckdb"})
    with TestClient(make_app(settings), raise_server_exceptions=False) as client:
        told: dict[str, Any] = client.get(DOCUMENT).json()
    return told


def test_every_operation_says_what_it_does_and_what_it_answers(document: dict[str, Any]) -> None:
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert [operation for operation in operations if not (operation["summary"] and operation["responses"])] == []


def test_fields_are_described_as_in_their_document(document: dict[str, Any]) -> None:
    fields = document["components"]["schemas"]["AssignDevices"]["properties"]
    assert list(fields) == ["email", "deviceIds", "autoCreateDevices", "deviceType"]
    assert fields["deviceIds"]["description"].startswith("Array of device identifiers (e.g., serial numbers, MAC")


def test_invalid_requests_are_told_of_as_the_documents_do(document: dict[str, Any]) -> None:
    for path in document["paths"].values():
        for operation in path.values():
            assert "422" not in operation["responses"]
            assert {"400", "401", "429"} <= set(operation["responses"])


# What a request asks for may be refused for what is on record: a valid request is one that may be asked.
_REFUSED_BY_THE_LEDGER = ["2xx", "400", "401", "403", "404", "409", "412", "429"]


@pytest.fixture
def unhurried(tmp_path: Path) -> Iterator[Settings]:
    """Settings of a server that is asked as fast as it answers; it ends, with all its jobs, before they go."""
    from schemathesis.python.asgi import shutdown_lifespans

    yield load_settings(None, {"state": tmp_path / "rollcall.duckdb", "web": {"requests_per_second": 100_000}})
    shutdown_lifespans()


@pytest.mark.lengthy(seconds=120)
@pytest.mark.system
def test_no_request_gets_an_answer_that_the_document_does_not_tell_of(
    unhurried: Settings, jobs_of_this_process: None
) -> None:
    import schemathesis  # takes half a second, of every process that collects this file
    from schemathesis.core.result import Ok

    key = add_key(unhurried, name="crm", org="acme", role=Role.EDITOR).secret
    document = schemathesis.openapi.from_asgi(DOCUMENT, make_app(unhurried))
    document.config.checks.positive_data_acceptance.expected_statuses = _REFUSED_BY_THE_LEDGER
    for found in document.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @examples(20, of=60, database=None)
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            if "wait" in (case.query or {}):
                case.query["wait"] = 0  # what came of a job is asked for elsewhere
            case.call_and_validate(headers={"X-API-Key": key}, timeout=60)

        ask()
