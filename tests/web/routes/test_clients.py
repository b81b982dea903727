"""The clients that a document shows, as they stand there but for the address and the key, against a real server."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.runs.calls.keys import add_key
from pipeline.settings import load_settings
from schemas.vocabulary import Role
from tests.support.desk import Desk
from tests.support.servers.api import Served
from tests.support.strength import sampled

_CURL = """
curl -X POST "https://api.spkey.co/users/example_string/AddDevice" \\
-H "Content-Type: application/json" \\
-H "Authorization: Bearer YOUR_API_TOKEN (JWT)" \\
-H "X-API-Key: YOUR_API_KEY" \\
-d '{
"deviceId": "example_string",
"deviceType": "matter",
"orgId": "example_string",
"name": "John Doe",
"addedBy": "example_string"
}'
"""
_PYTHON = """
import requests
import json
url = "https://api.spkey.co/users/example_string/AddDevice"
headers = {
"Content-Type": "application/json",
"Authorization": "Bearer YOUR_API_TOKEN (JWT)",
"X-API-Key": "YOUR_API_KEY"
}
data = {
"deviceId": "example_string",
"deviceType": "matter",
"orgId": "example_string",
"name": "John Doe",
"addedBy": "example_string"
}
response = requests.post(url, headers=headers, json=data)
print(response.json())
"""


@pytest.fixture
def key(served: Served, tmp_path: Path) -> str:
    """A key of the organization of the document, where its user is on record."""
    desk = Desk(tmp_path)
    desk.book("people.xlsx", ("owner_email", "external_user_id"), ("john@x.example", "example_string"))
    assert desk.say("run", "people.xlsx", "--org", "example_string").code == 0
    settings = load_settings(None, {"state": desk.state})
    return add_key(settings, name="bridge", org="example_string", role=Role.EDITOR).secret


_CLIENTS: dict[str, tuple[tuple[str, ...], Callable[[str], Any]]] = {
    "requests": ((sys.executable, "-c", _PYTHON), ast.literal_eval),
    "curl": (("bash", "-c", _CURL), json.loads),
}


@pytest.mark.system
@pytest.mark.parametrize("client", sampled(_CLIENTS, every=len(_CLIENTS)))
def test_the_clients_of_the_document_that_links_a_device(client: str, served: Served, key: str) -> None:
    if client == "curl" and shutil.which("curl") is None:
        pytest.skip("there is no curl here")
    (*program, text), read = _CLIENTS[client]
    here = text.replace("https://api.spkey.co", f"{served.address}/api/v1").replace("YOUR_API_KEY", key)
    told = [read(subprocess.run([*program, here], capture_output=True, text=True, check=True).stdout) for _ in range(2)]
    linked = {"success": True, "aggregateId": "1", "version": 2}
    assert told == [{**linked, "event": "ownership_taken"}, {**linked, "event": None}]
