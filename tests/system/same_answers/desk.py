"""A folder where commands are given one after the other, and what each of them prints and leaves."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from tests.system.same_answers.files import read_file, read_text
from tests.system.same_answers.program import Answer, Program
from tests.system.same_answers.recording import Document, Kind, Scene

_RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")
_RUNS = "SELECT run_id, strftime(recorded_at, '%Y-%m-%d %H:%M:%S.%f') FROM runs ORDER BY recorded_at"
_REFUSALS = "SELECT run_id, strftime(refused_at, '%Y-%m-%d %H:%M:%S.%f') FROM refusals ORDER BY refused_at"
_LONG_AGO = 1_767_262_000  # in January 2026
_Mark = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the files lie that go in: the sample data, the corpus, and what an older program has made."""

    samples: Path
    corpus: Path
    made: Path


@dataclass(slots=True)
class Desk:
    """Commands are given in `folder`; with `--json` where `is_json`.

    `inputs` are files that went in, by SHA-256; `unread` those that are not looked into.
    """

    folder: Path
    program: Program
    sources: Sources
    is_json: bool = False
    inputs: dict[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    documents: list[Document] = field(default_factory=list)
    _seen: dict[str, _Mark] = field(default_factory=dict)
    _steps: int = 0

    def rollcall(self, *words: object, environment: Mapping[str, str] | None = None) -> Answer:
        """Give a command, and write down what comes of it."""
        given = [*(["--json"] if self.is_json else []), *(str(word) for word in words)]
        self.look()
        return self.note(given, self.program.run(given, self.folder, environment))

    def rollcall_each(self, *commands: str) -> None:
        """Give commands in one process; what they leave is looked at when all are done."""
        given = [[*(["--json"] if self.is_json else []), *shlex.split(command)] for command in commands]
        self.look()
        with tempfile.TemporaryDirectory(prefix="same-") as scratch:
            answers = self.program.run_batch([(self.folder, words) for words in given], Path(scratch))
        self.note_each(list(zip(given, answers, strict=True)))

    def note(self, words: Iterable[str], answer: Answer) -> Answer:
        """Write down what a command has printed, and the files that are new or changed since the last look."""
        step = self._note_printed(words, answer)
        self.documents += self._changed(step)
        return answer

    def fail(self, error: Exception) -> None:
        """Write down that the scene could not go on."""
        entry = ("", f"{type(error).__name__}: {error}")
        self.documents.append(Document(f"{self._steps:02} the scene ended here", "error", Kind.VALUES, [entry]))

    def note_each(self, answers: Iterable[tuple[Iterable[str], Answer]]) -> None:
        """Write down what several commands have printed, then the files that they have left together."""
        for words, answer in answers:
            self._note_printed(words, answer)
        self.documents += self._changed(f"{self._steps:02} after all of these")

    def look(self) -> None:
        """Take all files as they are for known: what is put there by hand is no answer."""
        self._seen = dict(self._marks())

    def samples(self, *names: str, into: str = "") -> None:
        """Put files of the sample data there."""
        self.put(*(self.sources.samples / name for name in names), into=into)

    def put(self, *sources: Path, into: str = "") -> None:
        """Copy files that go in, under their names."""
        (self.folder / into).mkdir(parents=True, exist_ok=True)
        for source in sources:
            copy = shutil.copyfile(source, self.folder / into / source.name)
            self.know(copy)

    def know(self, path: Path) -> None:
        """Take the content of a file for one that goes in."""
        self.inputs[hashlib.sha256(path.read_bytes()).hexdigest()] = path.name

    def write(self, name: str, text: str) -> None:
        """Put a text file there."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def age(self, folder: str) -> None:
        """Make all files there a while old, each a second older than the one before it by name."""
        for seconds, path in enumerate(sorted(self.folder.joinpath(folder).rglob("*"), reverse=True)):
            os.utime(path, (_LONG_AGO + seconds, _LONG_AGO + seconds))

    @property
    def last_results(self) -> Path:
        """The newest result workbook."""
        return max(self.folder.glob("results/*/results.xlsx"), key=lambda path: path.stat().st_mtime_ns)

    def scene(self, name: str) -> Scene:
        """All that was written down."""
        return Scene(name, {str(self.folder): "<desk>"}, list(self._runs()), self.documents)

    def _note_printed(self, words: Iterable[str], answer: Answer) -> str:
        self._steps += 1
        step = f"{self._steps:02} {' '.join(words)}"
        self.documents.append(Document(step, "exit code", Kind.VALUES, [("", answer.code)]))
        self.documents += [read_text(step, "stdout", answer.out), read_text(step, "stderr", answer.err)]
        return step

    def _runs(self) -> Iterator[tuple[str, str]]:
        """The ids of all runs in their order, with their instants; refused files have ids of their own."""
        state = self.folder / "rollcall.duckdb"
        if state.exists():
            copy = shutil.copyfile(state, self.folder / ".copy.duckdb")
            with duckdb.connect(str(copy), read_only=True) as base:
                for sql in (_RUNS, _REFUSALS):
                    yield from base.sql(sql).fetchall()
            copy.unlink()

    def _changed(self, step: str) -> Iterator[Document]:
        before, after = self._seen, dict(self._marks())
        self._seen = after
        for name in sorted(after):
            if before.get(name) != after[name] and name not in self.unread:
                yield from read_file(step, name, self.folder / name, self.inputs)
        gone: list[tuple[str, Any]] = [(name, "removed") for name in sorted(before) if name not in after]
        if gone:
            yield Document(step, "files removed", Kind.VALUES, gone)

    def _marks(self) -> Iterator[tuple[str, _Mark]]:
        for path in self.folder.rglob("*"):
            if path.is_symlink() or path.is_file():
                facts = path.lstat()
                yield str(path.relative_to(self.folder)), (facts.st_mtime_ns, facts.st_size, facts.st_ino)


def first_run_id(answer: Answer) -> str:
    """The first run id that a command has printed."""
    found = _RUN_ID.search(answer.out)
    if found is None:
        raise ValueError(f"no run id in: {answer.out[:500]} {answer.err[:500]}")
    return found[0]
