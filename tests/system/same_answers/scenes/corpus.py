"""Every file of the corpus: checked, planned and loaded, each with a ledger of its own."""

from __future__ import annotations

import shlex
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.system.same_answers.desk import Desk, Sources
from tests.system.same_answers.program import Program
from tests.system.same_answers.recording import Scene

_PASSWORD = "secret.txt"
_AT_ONCE = 24


@dataclass(frozen=True, slots=True)
class CorpusPlay:
    """Some cases of the corpus, given to one process of the program; a case is a file with its options."""

    cases: Sequence[str]

    @property
    def name(self) -> str:
        """For whoever waits."""
        return f"corpus, {self.cases[0]} and {len(self.cases) - 1} more"

    def perform(self, scratch: Path, known: Desk, program: Program, sources: Sources) -> Iterator[Scene]:
        """One scene per case. All begin with the ledger of the known devices, which is read as it is published."""
        desks = {case: _desk(case, scratch / f"{at:03}", known, program, sources) for at, case in enumerate(self.cases)}
        given = [(case, words) for case in self.cases for words in _commands(case)]
        with tempfile.TemporaryDirectory(prefix="same-") as outputs:
            answers = program.run_batch([(desks[case].folder, words) for case, words in given], Path(outputs))
        said = list(zip(given, answers, strict=True))
        for case, desk in desks.items():
            desk.note_each([(words, answer) for (one, words), answer in said if one == case])
            yield desk.scene(f"corpus {case}")
            shutil.rmtree(desk.folder)


def corpus_plays(corpus: Path) -> list[CorpusPlay]:
    """All cases that are expected of the corpus, cut into portions of like work."""
    cases = list(tomllib.loads(corpus.with_name("expected.toml").read_text(encoding="utf-8")))
    portions = -(-len(cases) // _AT_ONCE)
    return [CorpusPlay(cases[at::portions]) for at in range(portions)]


def _desk(case: str, folder: Path, known: Desk, program: Program, sources: Sources) -> Desk:
    folder.mkdir()
    desk = Desk(folder, program, sources, inputs=dict(known.inputs), unread=frozenset({"rollcall.duckdb"}))
    for name in ("rollcall.duckdb", "rollcall.toml"):
        shutil.copyfile(known.folder / name, folder / name)
    desk.put(sources.corpus / case.split(" --", maxsplit=1)[0])
    desk.write(_PASSWORD, "secret\n")
    desk.look()
    return desk


def _commands(case: str) -> Iterator[list[str]]:
    file, *options = case.split(" --")
    words = [file, *(word for option in options for word in shlex.split(f"--{option}"))]
    yield ["check", *words]
    yield ["--json", "plan", *words, "-o", "plan.xlsx"]
    yield ["run", *words]
