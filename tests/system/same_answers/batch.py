"""Runs in the process of the program that is recorded: gives it one command after the other.

Imports nothing but the standard library and the program. Standard input says, as JSON, in which folder each command is
given, its words, and the file for what it prints; beside that come `.err` and `.code`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path


def main() -> None:
    """Give all commands."""
    from pipeline.cli import main as command

    for job in json.load(sys.stdin):
        os.chdir(job["folder"])
        out = Path(job["out"])
        with out.open("wb") as printed, out.with_suffix(".err").open("wb") as errors:
            code = _given(command, job["words"], printed.fileno(), errors.fileno())
        out.with_suffix(".code").write_text(str(code))


def _given(command: Callable[[list[str]], None], words: list[str], out: int, err: int) -> int:
    """The exit code of one command, with the process's own outputs turned to those files meanwhile."""
    kept = os.dup(1), os.dup(2)
    os.dup2(out, 1)
    os.dup2(err, 2)
    try:
        command(words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1 if end.code else 0
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for descriptor, original in zip((1, 2), kept, strict=True):
            os.dup2(original, descriptor)
            os.close(original)
    return 0


if __name__ == "__main__":
    main()
