"""A desk to work at: a folder with somebody's workbooks and ledger, and commands given in it as at a prompt."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from pipeline.cli import main
from tests.support.workbooks import write

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data"

Cells = Sequence[object]
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and the code it ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must be JSON and nothing else."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Desk:
    """Commands run in `folder`, so that the defaults (`./rollcall.duckdb`, `./results`) are what is tested."""

    folder: Path

    @property
    def state(self) -> Path:
        """The ledger of this desk."""
        return self.folder / "rollcall.duckdb"

    def book(self, name: str, *rows: Cells, sheet: str = "Sheet1") -> Path:
        """A workbook of one sheet: its header, then its rows."""
        return write(self.folder / name, {sheet: rows})

    def say(self, *words: object) -> Said:
        """Give the command, in this process."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main([str(word) for word in words])
            except SystemExit as end:
                return Said(int(str(end.code)), out.getvalue(), err.getvalue())
        raise AssertionError("a command always ends with an exit code")

    def json(self, *words: object, code: int | None = 0) -> Any:
        """What the command prints with `--json`; it must end with that code."""
        said = self.say("--json", *words)
        assert code is None or said.code == code, said
        return said.json

    def start(self, *words: object) -> subprocess.Popen[str]:
        """Give the command to a process of its own."""
        return self._start("pipeline", *words)

    def _start(self, module: str, *words: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", module, *(str(word) for word in words)],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def say_until(self, step: str, *words: object) -> Said:
        """Give the command to a process of its own, where the power is cut after that durable step."""
        process = self._start("tests.support.power_cuts", step, *words)
        out, err = process.communicate()
        return Said(process.returncode, out, err)

    def say_outside(self, *words: object) -> Said:
        """Give the command to a process of its own, and wait for its end."""
        process = self.start(*words)
        out, err = process.communicate()
        return Said(process.returncode, out, err)

    def say_at_a_terminal(self, *words: str, keys: str) -> str:
        """What a person sees who gives the command at a terminal, in a process of its own, and types these keys."""
        ours, theirs = os.openpty()
        command = [sys.executable, "-m", "pipeline", *words]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
        with subprocess.Popen(
            command, cwd=self.folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
        ) as process:
            os.close(theirs)
            os.write(ours, keys.encode())
            seen = b"".join(_read_all(ours))
            process.wait()
        os.close(ours)
        return seen.decode().replace("\r\n", "\n")

    def at(self, path: str) -> Path:
        """A path as the command printed it."""
        return self.folder / path

    def show(self, what: str, *words: object) -> list[Record]:
        """The rows that `show` lists."""
        listed: list[Record] = self.json("show", what, *words)
        return listed

    def holders(self) -> dict[str, str]:
        """Who holds each device now, by serial number."""
        return {span["serial_number"]: span["owner_email"] for span in self.show("ownerships", "--current")}

    def copied_to(self, folder: Path) -> Desk:
        """The same ledger and workbooks on another desk."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Desk(folder)


def _read_all(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            some = os.read(terminal, 1 << 16)
        except OSError:  # how Linux says that nobody is there any more
            return
        if not some:
            return
        yield some


def read_sheet(path: Path, name: str) -> list[Record]:
    """One record per row of a sheet of a result workbook, by header."""
    header, *rows = _cells(path, path.stat().st_mtime_ns)[name]
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def sheet_names(path: Path) -> list[str]:
    """The sheets of a workbook in their order."""
    return list(_cells(path, path.stat().st_mtime_ns))


def summary_lines(path: Path) -> dict[str, list[Any]]:
    """The lines of the Summary sheet by their first cell, the other cells without the blank ones at the end."""
    rows = _cells(path, path.stat().st_mtime_ns)["Summary"]
    return {str(first): [cell for cell in cells if cell is not None] for first, *cells in rows if first is not None}


@functools.cache
def _cells(path: Path, _saved_at: int) -> dict[str, list[tuple[Any, ...]]]:
    """Every sheet's values, read once for as long as the file stays the same."""
    book = openpyxl.load_workbook(path, read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
