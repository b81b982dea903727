"""The page of the guide for callers: its lines are given at a prompt, and answered as it says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.runs.guide import page
from tests.support.servers.api import Served

_BLOCKS = re.findall(r"```(sh|json)\n(.*?)```", page("callers").text, re.DOTALL)
_ADDRESS = "http://127.0.0.1:8000"


@pytest.mark.system
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_lines_for_curl_get_the_answers_that_stand_below_them(served: Served, tmp_path: Path) -> None:
    (tmp_path / "crm.key").write_text(f"{served.key}\n", encoding="utf-8")
    said, is_told = "", False
    for (kind, text), (_, below) in zip(_BLOCKS, [*_BLOCKS[1:], ("", "")], strict=True):
        if kind == "json":
            assert _without_instance(said) == _without_instance(text)
        elif text.startswith("curl"):
            lines = text.replace(_ADDRESS, served.address)
            asked = subprocess.run(["bash", "-c", lines], cwd=tmp_path, capture_output=True, text=True, check=True)
            said = asked.stdout
            assert ('"title"' in said) == ('"title"' in below), said
            is_told |= "HTTP/1.1 200" in said
    assert is_told


def _without_instance(told: str) -> dict[str, object]:
    """The answer without the id of its request."""
    return {name: value for name, value in json.loads(told).items() if name != "instance"}
