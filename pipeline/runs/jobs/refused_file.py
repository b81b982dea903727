"""A file that a sweep has refused, looked at by a job as it was read by night."""

from __future__ import annotations

import json
from typing import Any

from pipeline.model import Caller, Refusal
from pipeline.runs.jobs.jobs import GIVEN, Begun, File, Jobs


def look_at(refusal: Refusal, command: str, jobs: Jobs, caller: Caller) -> Begun:
    """Begin a job that reads a refused file with the options and columns of its folder. Raises as `Jobs.begin`."""
    asked: dict[str, Any] = json.loads(refusal.intent)
    options = {name: value for name, value in asked.items() if name in GIVEN}
    options.pop("source", None)
    if refusal.source in jobs.sources_for(caller):
        options["source"] = refusal.source
    told = {"columns": asked.get("columns", {}), "within": asked.get("org")}
    with refusal.path.open("rb") as content:
        return jobs.begin(command, caller, files=[File(refusal.file, content)], options=options, **told)
