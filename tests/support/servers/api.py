"""A server in this process, and those who call it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from fastapi.testclient import TestClient
from httpx2 import Response

from pipeline.runs.calls.keys import add_key
from pipeline.settings import Settings
from pipeline.web.app import make_app
from schemas.vocabulary import Role
from tests.support.desk import Desk

ASSIGN, UNASSIGN = "/api/v1/owners/assign-devices", "/api/v1/owners/unassign-devices"
OWNERSHIPS, DEVICES = "/api/v1/device-ownerships", "/api/v1/devices"
CHECKS, PLANS, RUNS = "/api/v1/checks", "/api/v1/plans", "/api/v1/runs"
HEADER = "serial_number,name,type,category,model,owner_email\n"
LIST = f"{HEADER}S1,One,laptop,it,M1,anna@acme.example\nS2,Two,laptop,it,M1,\n"
BAD_LIST = f"{HEADER}S1,One,laptop,it,M1,anna\n"


@dataclass(frozen=True, slots=True)
class Program:
    """A program that calls with a key of its own."""

    client: TestClient
    key: str

    def get(self, path: str, **query: Any) -> Response:
        """What the server answers."""
        answer: Response = self.client.get(path, params=query, headers={"X-API-Key": self.key})
        return answer

    def post(self, path: str, body: Any = None, **headers: str) -> Response:
        """What the server answers; underscores in names of headers are dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer: Response = self.client.post(path, json=body, headers={"X-API-Key": self.key, **named})
        return answer

    def send(
        self,
        path: str,
        *texts: str,
        name: str = "list.csv",
        wait: float = 60,
        key: str | None = None,
        **options: Any,
    ) -> Response:
        """What the server answers to these files, all of one name; `wait` is for how many seconds it may work first."""
        headers = {"X-API-Key": self.key, **({"Idempotency-Key": key} if key else {})}
        files = [("files", (name, text.encode(), "text/csv")) for text in texts]
        data = {"options": json.dumps(options)}
        answer: Response = self.client.post(f"{path}?wait={wait}", files=files, data=data, headers=headers)
        return answer


@dataclass(frozen=True, slots=True)
class Served:
    """A server in a process of its own, and a client with a key of the organization acme."""

    process: subprocess.Popen[str]
    address: str
    key: str
    client: httpx2.Client
    state: Path
    log: Path


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: who has a key can call it."""

    client: TestClient
    settings: Settings

    def program(
        self, org: str = "acme", role: Role = Role.EDITOR, name: str | None = None, owner: str | None = None
    ) -> Program:
        """A program of that organization, or of a person there."""
        made = add_key(self.settings, name=name or f"{role} of {org}", org=org, role=role, owner=owner)
        return Program(self.client, made.secret)

    def caller(self, **said: Any) -> TestClient:
        """Another client of this server, asking in its loop: else each request would begin, and end, one of its own."""
        client = TestClient(self.client.app, raise_server_exceptions=False, **said)
        client.portal = self.client.portal
        return client


@dataclass(frozen=True, slots=True)
class Place:
    """A server, and the desk beside it, at which the same ledger is asked by commands."""

    server: Server
    desk: Desk


@contextmanager
def serving(settings: Settings, *, raises: bool = False) -> Iterator[Server]:
    """A server in this process; a fault of its own is raised, or else answered as a request from outside is."""
    with TestClient(make_app(settings), raise_server_exceptions=raises) as client:
        yield Server(client, settings)
