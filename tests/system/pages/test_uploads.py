"""Every sixteenth file of the corpus, and each that is made to harm, sent to the pages: none fails, none is large."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.servers.api import Server
from tests.support.servers.rooms import faults_of
from tests.support.servers.visitors import visitor
from tests.system.corpus.cases import FILES

pytestmark = pytest.mark.usefixtures("jobs_of_this_process")
_HARMFUL = ("bomb", "lie", "entit", "macro", "link", "far_cell", "password", "three_hundred_columns")


def _sent() -> list[Path]:
    files = sorted(path for path in FILES.iterdir() if path.is_file())
    return [path for at, path in enumerate(files) if at % 16 == 0 or any(word in path.name for word in _HARMFUL)]


@pytest.mark.lengthy
def test_no_file_makes_a_page_fail(server: Server) -> None:
    one, wrong, place = visitor(server), [], str(server.settings.state.parent)
    for path in _sent():
        columns = one.send(one.get("/"), "/lists", files=[(path.name, path.read_bytes())])
        pages = [columns]
        if "How the columns are read" in columns.text and 'value="plan"' in columns.text:
            pages.append(one.send(columns, columns.url.path, do="plan"))
        wrong += [f"{path.name}: {fault}" for page in pages for fault in faults_of(page)]
        wrong += [f"{path.name}: no answer" for page in pages if "This should not have happened" in page.text]
        wrong += [f"{path.name}: a place of the server" for page in pages if place in page.text]
    assert wrong == []
