"""Jobs that are asked for again under the same Idempotency-Key: the first one is told, and no other begun."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.runs.steps.clock import clock


class KeyReused(UsageProblem):
    """Another request was sent under the same key."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            "Another request was sent under this Idempotency-Key within the last day.",
            "Send this one under a key of its own.",
        )


def claim(
    folder: Path, key: str, *, sha256: str, job_id: str, is_undone: Callable[[str], bool] = lambda _: False
) -> str:
    """The id of the job that is asked for under this key: this one, or that of the first request.

    One that `is_undone` does not count: it was refused, or has failed, and may be mended and sent again. Raises
    KeyReused where the first request was another one. Of two at the same time, one is the first.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.key"
    told = json.dumps({"job_id": job_id, "sha256": sha256, "at": clock().isoformat()})
    new = path.with_name(f"{job_id}.new")
    new.write_text(told, encoding="utf-8")
    try:
        while True:
            try:
                os.link(new, path)
            except FileExistsError:
                first = json.loads(path.read_text("utf-8"))
            else:
                return job_id
            is_kept = clock() - datetime.fromisoformat(first["at"]) <= store.KEPT_FOR
            if is_kept and not is_undone(str(first["job_id"])):
                break
            path.unlink(missing_ok=True)
    finally:
        new.unlink(missing_ok=True)
    if first["sha256"] != sha256:
        raise KeyReused
    return str(first["job_id"])
