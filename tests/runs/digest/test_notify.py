"""The digest is sent where the settings say, to whoever wants to hear of it; nothing of it tells on anybody."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from pipeline.model import Digest, Fate, Swept, SweptFile
from pipeline.runs.digest.notify import is_worth_it, notify
from pipeline.settings import Settings
from pipeline.settings.sections import NotifySettings
from tests.support.frames.digests import NOW, difference, digest_of
from tests.support.jobs import report

PERSONAL = ("@", "SN-1", "people.xlsx", "moves.xlsx", "ann", "ben", "40 %", "/srv")
SECRET = "hunter2"


class Server(HTTPServer):
    """A web service that keeps what it is sent, and answers with `status`."""

    status = 200
    got: list[dict[str, Any]]


class Handler(BaseHTTPRequestHandler):
    """What the service does with a message."""

    server: Server

    def do_POST(self) -> None:
        """Keep it, and answer."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """On this computer only."""
    found = Server(("127.0.0.1", 0), Handler)
    found.got = []
    thread = threading.Thread(target=found.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield found
    found.shutdown()
    found.server_close()


def address(server: Server, more: str = "") -> str:
    return f"json://user:{SECRET}@127.0.0.1:{server.server_port}/digest{more}"


def asked(tmp_path: Path, *urls: str, **more: Any) -> Settings:
    secrets = tuple(SecretStr(url) for url in urls)
    return Settings(out=tmp_path / "results", notify=NotifySettings(urls=secrets, **more))


@pytest.fixture
def digest() -> Digest:
    return digest_of(difference(), refused="It would take 40 % away from ann@acme.com.")


def outputs(tmp_path: Path) -> dict[str, Path]:
    folder = tmp_path / "results" / "digests" / "one two"
    return {"html": folder / "digest.html", "xlsx": folder / "digest.xlsx"}


def swept(*files: SweptFile, exit_code: int = 0) -> Swept:
    return Swept(Path("inbox"), NOW, NOW, files, exit_code, 7)


def file(fate: Fate, **actions: int) -> SweptFile:
    made = report("20260721T020000Z-abcdef", applied=3, unchanged=9)
    made = replace(made, actions={**made.actions, "assign": 0, **actions})
    return SweptFile("hr", "people.xlsx", fate, 0, Path("archive/x"), made.run_id, made)


@pytest.mark.system
@pytest.mark.parametrize("form", ["", "?format=html"])
def test_the_message_has_counts_and_links_and_tells_on_nobody(
    server: Server, digest: Digest, tmp_path: Path, form: str
) -> None:
    settings = asked(tmp_path, address(server, form), link="https://share.acme/results/")
    assert notify(digest, swept(file(Fate.APPLIED, assign=3)), settings, outputs(tmp_path)) == []
    (sent,) = server.got
    said = sent["title"] + sent["message"]
    assert sent["title"] == "Rollcall: 1 row differs from the ledger, 1 file refused"
    assert "Devices: 3 assign." in said
    assert "https://share.acme/results/digests/one%20two/digest.html" in said
    assert [word for word in PERSONAL if word in said] == []


@pytest.mark.system
def test_a_program_that_shows_html_gets_html(server: Server, digest: Digest, tmp_path: Path) -> None:
    notify(digest, None, asked(tmp_path, address(server, "?format=html")), {})
    assert server.got[0]["message"].lstrip().startswith("<!DOCTYPE html>")


def test_with_details_the_message_names_what_differs(server: Server, digest: Digest, tmp_path: Path) -> None:
    notify(digest, None, asked(tmp_path, address(server), details=True), {})
    said = server.got[0]["message"]
    assert "SN-1   (hr: people.xlsx, sheet Desired, row 2)" in said
    assert "It would take 40 % away" in said


def test_without_a_link_the_message_names_the_place_among_the_results(
    server: Server, digest: Digest, tmp_path: Path
) -> None:
    notify(digest, None, asked(tmp_path, address(server)), outputs(tmp_path))
    assert "Digest: digests/one two/digest.html among the results" in server.got[0]["message"]
    assert str(tmp_path) not in server.got[0]["message"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"json://user:{SECRET}@127.0.0.1:9/digest", "The message was not sent to json: the service refused it"),
        (f"nosuch://user:{SECRET}@host", "The message was not sent to nosuch: the address is not one"),
        (f"user:{SECRET}@host", "The message was not sent to one of the addresses: "),
    ],
    ids=["nobody there", "an unknown service", "no address at all"],
)
def test_an_address_that_fails_is_a_remark_without_the_address(
    digest: Digest,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    url: str,
    said: str,
) -> None:
    caplog.set_level("DEBUG")
    (remark,) = notify(digest, None, asked(tmp_path, url), {})
    assert remark.startswith(said)
    seen = remark + caplog.text + "".join(capfd.readouterr())
    assert SECRET not in seen
    assert "host" not in remark


def test_one_address_that_fails_keeps_nobody_else_from_hearing(server: Server, digest: Digest, tmp_path: Path) -> None:
    settings = asked(tmp_path, "nosuch://host", address(server))
    assert len(notify(digest, None, settings, {})) == 1
    assert len(server.got) == 1


def test_a_service_that_refuses_the_message_is_told(server: Server, digest: Digest, tmp_path: Path) -> None:
    server.status = 403
    (remark,) = notify(digest, None, asked(tmp_path, address(server)), {})
    assert remark == "The message was not sent to json: the service refused it, or did not answer."


def test_without_apprise_the_way_out_is_told(digest: Digest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    (remark,) = notify(digest, None, asked(tmp_path, "json://localhost"), {})
    assert "pip install 'rollcall[notify]'" in remark


QUIET = swept(file(Fate.ALREADY_APPLIED))
CHANGED = swept(file(Fate.APPLIED, assign=1))
REFUSED = swept(SweptFile("hr", "a.xlsx", Fate.REFUSED, 5, Path("x")), exit_code=4)
REMARKED = replace(QUIET, remarks=("The analysts' copy could not be published.",))


@pytest.mark.parametrize(
    ("sweep", "wanted_by"),
    [
        pytest.param(QUIET, {"always"}, id="nothing happened"),
        pytest.param(CHANGED, {"always", "changes"}, id="something changed"),
        pytest.param(REFUSED, {"always", "changes", "problems"}, id="a file was refused"),
        pytest.param(REMARKED, {"always", "changes", "problems"}, id="something could not be done"),
    ],
)
def test_it_is_sent_when_the_settings_say(sweep: Swept, wanted_by: set[str]) -> None:
    assert {when for when in ("always", "changes", "problems") if is_worth_it(digest_of(), sweep, when)} == wanted_by


def test_a_row_that_newly_differs_is_a_problem_and_one_of_old_is_none() -> None:
    later = replace(QUIET, started_at=NOW.replace(hour=3))
    assert is_worth_it(digest_of(difference()), QUIET, "problems")
    assert not is_worth_it(digest_of(difference()), later, "problems")


def test_nothing_is_sent_where_nobody_is_named(digest: Digest, tmp_path: Path) -> None:
    assert notify(digest, None, asked(tmp_path), {}) == []
