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


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_lines_for_curl_get_the_answers_that_stand_below_them(served: Served, tmp_path: Path) -> None:
    (tmp_path / "crm.key").write_text(f"{served.key}\n", encoding="utf-8")
    said = ""
    for kind, text in _BLOCKS:
        if kind == "json":
            assert json.loads(said) == json.loads(text)
        elif text.startswith("curl"):
            lines = text.replace(_ADDRESS, served.address)
            asked = subprocess.run(["bash", "-c", lines], cwd=tmp_path, capture_output=True, text=True, check=True)
            said = asked.stdout
            assert '"title"' not in said, said
    assert "HTTP/1.1 200" in said
