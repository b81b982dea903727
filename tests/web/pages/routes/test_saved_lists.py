"""How a list is read is saved under a name, and the next one is read so; other organizations see nothing of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.support.desk import ROOT
from tests.support.servers.api import Server
from tests.support.servers.visitors import visitor

TEXT = "Serial Number,Thing,Typ,category,Shelf,owner_email\nS1,One,laptop,it,B12,anna@acme.example\n"


@pytest.mark.system
def test_what_a_column_means_is_saved_and_holds_for_the_next_list(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    anna, other = visitor(server), visitor(server, org="other")
    columns = anna.send(anna.get("/"), "/lists", files=[("shelves.csv", TEXT.encode())])
    name = re.search(r'name="(c0\.0\.\d+)" aria-label="What the column Shelf', columns.text)
    assert name is not None
    refused = anna.send(columns, columns.url.path, do="save", save_as="../x")
    assert (refused.status_code, "Give the list a name of letters" in refused.text) == (400, True)
    saved = anna.send(columns, columns.url.path, do="save", save_as="shelves", changed={name[1]: "location"})
    assert "Saved as <b>shelves</b>" in saved.text
    said = tomllib.loads((tmp_path / "rollcall.toml").read_text("utf-8"))["sources"]["shelves"]["columns"]
    assert said["Shelf"] == "location"
    again = anna.send(anna.get("/"), "/lists", files=[("next.csv", TEXT.encode())], source="shelves")
    assert '<option value="location" selected>' in again.text
    assert "shelves" not in other.get("/").text
    assert other.send(other.get("/"), "/lists", files=[("n.csv", b"a")], source="shelves").status_code == 400
