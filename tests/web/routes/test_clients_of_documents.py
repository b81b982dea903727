"""The requests of the documents as they stand there, by the clients that they show: only the address differs."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap

import pytest

from tests.support.desk import Desk
from tests.support.servers.api import Served

pytestmark = pytest.mark.system

CURL = textwrap.dedent("""
    curl -X POST "https://api.spkey.co/users/example_string/AddDevice" \\
    -H "Content-Type: application/json" \\
    -H "X-API-Key: YOUR_API_KEY" \\
    -d '{
    "deviceId": "example_string",
    "deviceType": "matter",
    "orgId": "example_string",
    "name": "John Doe",
    "addedBy": "example_string"
    }'
""")
REQUESTS = textwrap.dedent("""
    import requests
    import json
    url = "https://api.spkey.co/users/example_string/AddDevice"
    headers = {
    "Content-Type": "application/json",
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
    print(json.dumps(response.json()))
""")


def _here(text: str, served: Served, key: str) -> str:
    return text.replace("https://api.spkey.co", f"{served.address}/api/v1").replace("YOUR_API_KEY", key)


@pytest.fixture
def key(served: Served, desk: Desk) -> str:
    """A key of the organization `example_string`, which has a user with the number `example_string`."""
    state = ("--state", served.state)
    desk.book("people.xlsx", ("owner_email", "external_user_id"), ("ann@x.example", "example_string"))
    assert desk.say(*state, "run", "people.xlsx", "--org", "example_string").code == 0
    made = desk.say(*state, "--json", "keys", "add", "--name", "spkey", "--org", "example_string", "--role", "editor")
    return str(made.json["key"])


@pytest.mark.parametrize("client", ["curl", "requests"])
def test_a_device_is_linked_to_a_user(client: str, served: Served, key: str) -> None:
    words = {
        "curl": ["sh", "-c", _here(CURL, served, key).replace("curl ", "curl -s ")],
        "requests": [sys.executable, "-c", _here(REQUESTS, served, key)],
    }
    said = subprocess.run(words[client], capture_output=True, text=True, check=True)
    assert json.loads(said.stdout) == {"success": True, "aggregateId": "1", "version": 2, "event": "ownership_taken"}
