"""What drop folders have left behind: the digest, as the mail has it, and refused files, with the way out."""

from __future__ import annotations

import io
import json
import shutil

import openpyxl
import pytest

from pipeline.runs.calls.keys import add_key
from schemas.vocabulary import Role
from tests.support.desk import Desk
from tests.support.inboxes import Inbox
from tests.support.office import asked
from tests.support.servers.api import Server
from tests.support.servers.visitors import guest, signed_in, visitor

OLD = [(f"OLD-{at}", "ben@acme.example", "2020-01-01") for at in range(7)]
BACK = ("LIMITS__BACKDATE_DAYS", "366")
BAD = asked(("LT-0005", "no address", None), *OLD)


@pytest.fixture(scope="module")
def swept(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Inbox:
    """The office of Monday after a night in which two files were refused; only to be read."""
    made = Inbox(monday.copied_to(tmp_path_factory.mktemp("refusals")))
    made.settings('on_conflict = "skip"\ncreate_devices = true\ndefault_device_type = "laptop"\n', source="hr")
    made.drop("bad.xlsx", *BAD, source="hr", minute=3)
    (made.folder / "broken.xlsx").write_text("This is no workbook.")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("SWEEP__STABLE_SECONDS", "0"), ("PUBLISH__ENABLED", "true"), BACK):
            patch.setenv(f"ROLLCALL_{name}", value)
        made.sweep(code=4)
    return made


@pytest.fixture
def inbox(swept: Inbox, server: Server, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    """The same, with the ledger and the results of the server; what was refused lies where it was put."""
    desk = Desk(server.settings.state.parent)
    swept.copied_to(desk.folder)
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv(f"ROLLCALL_{BACK[0]}", BACK[1])
    return Inbox(desk)


@pytest.mark.system
def test_what_was_refused_is_told_with_the_way_out_and_its_copy(server: Server, inbox: Inbox) -> None:
    here = guest(server)
    listed = here.get("/refused")
    assert listed.text.count("Waits to be mended") == 2
    original = next(path for path in inbox.beside("refused") if path.name == "bad.xlsx")
    bad = f"/refused/{original.parent.name}/1"
    told = here.get(bad)
    assert "Nothing of it is in the ledger" in told.text
    assert "backdate_days" in told.text
    copy = openpyxl.load_workbook(io.BytesIO(here.get(f"{bad}/files/check").content))
    assert copy.sheetnames
    assert here.get(f"{bad}/files/file").content == original.read_bytes()
    assert here.get(f"{bad}/files/job").status_code == here.get(f"{bad[:-1]}9").status_code == 404


@pytest.mark.system
def test_a_refused_file_is_read_on_as_by_night_and_exactly_its_failed_rows_are_listed(
    server: Server, inbox: Inbox
) -> None:
    here = guest(server)
    original = next(path for path in inbox.beside("refused") if path.name == "bad.xlsx")
    page = here.get(f"/refused/{original.parent.name}/1")
    check = here.send(page, "/look", do="check")
    rows = here.get(f"{check.url.path}/rows/refused")
    assert "1 row of bad.xlsx" in rows.text
    assert "no address" in rows.text
    columns = here.send(page, "/look", do="map")
    assert '<option value="skip" selected>' in columns.text
    plan = here.send(columns, columns.url.path, do="plan")
    assert "It goes further than it usually may" in plan.text
    run = here.send(plan, "/apply", ticked=[("allow", "on")], reason="it was so")
    assert ">Done<" in run.text
    assert here.get("/refused").text.count("Waits to be mended") == 1


@pytest.mark.system
def test_the_digest_says_what_its_page_says_and_earlier_ones_are_kept(server: Server, inbox: Inbox) -> None:
    here = guest(server)
    last = here.get("/nights")
    digests = inbox.desk.folder / "results" / "digests"
    shutil.copytree(next(digests.iterdir()), digests / "20200101T000000Z-abcdef")
    folders = sorted(digests.iterdir())
    parts = json.loads((folders[-1] / "digest.json").read_text("utf-8"))
    assert parts["sentences"]
    for text in (*parts["sentences"], parts["made"], *(one["title"] for one in parts["lists"])):
        assert text in last.text.replace("&#39;", "'").replace("&#34;", '"')
    earlier = here.get(f"/nights/{folders[0].name}")
    assert "An earlier digest" in earlier.text
    assert here.get(f"/nights/{folders[0].name}/files/xlsx").content == (folders[0] / "digest.xlsx").read_bytes()
    assert here.get(f"/nights/{folders[0].name}/lists/1").status_code == 200
    for nothing in (f"{folders[0].name}/lists/99", f"{folders[0].name}/files/json", "x", "20200102T000000Z-aaaaaa"):
        assert here.get(f"/nights/{nothing}").status_code == 404
    (folders[0] / "digest.json").unlink()
    assert (folders[0] / "digest.txt").read_text("utf-8").splitlines()[0] in here.get(f"/nights/{folders[0].name}").text


def test_before_any_night_the_pages_say_how_to_have_one(server: Server) -> None:
    one = visitor(server)
    assert "rollcall schedule" in one.get("/nights").text
    assert "No file has been refused" in one.get("/refused").text


@pytest.mark.system
def test_an_organization_that_the_published_copy_does_not_have_yet_counts(server: Server, inbox: Inbox) -> None:
    one = visitor(server)
    assert one.get("/nights").status_code == 200
    row = ("Z-1", "Zed", "laptop", "it", "acme")
    inbox.desk.book("acme.xlsx", ("Serial Number", "Name", "Type", "Category", "Organization"), row)
    assert inbox.desk.say("run", "acme.xlsx").code == 0
    assert one.get("/nights").status_code == one.get("/refused").status_code == 403


@pytest.mark.system
def test_where_there_are_several_organizations_a_key_of_all_is_needed(server: Server, inbox: Inbox) -> None:
    default = visitor(server)
    assert default.get("/nights").status_code == default.get("/refused").status_code == 200
    acme = visitor(server, org="acme")
    (name,) = {path.parent.name for path in inbox.beside("refused") if path.name == "bad.xlsx"}
    for one in (default, acme):
        for place in ("/nights", "/nights/x", "/refused", f"/refused/{name}/1", f"/refused/{name}/1/files/file"):
            answer = one.get(place)
            assert (answer.status_code, "bad.xlsx" in answer.text) == (403, False)
    made = add_key(server.settings, name="all", org="default", role=Role.VIEWER, sees_all=True)
    assert "bad.xlsx" in signed_in(server, made.secret).get("/refused").text
