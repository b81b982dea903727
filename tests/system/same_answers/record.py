"""The recording of one program: all scenes are played, and what comes of them is written down."""

from __future__ import annotations

import getpass
import hashlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from tests.system.same_answers.desk import Desk, Sources
from tests.system.same_answers.program import Program
from tests.system.same_answers.recording import Facts, Scene, read_facts, write_facts, write_scene
from tests.system.same_answers.scenes import PREPARATIONS, CorpusPlay, Play, corpus_plays, plays
from tests.system.same_answers.scenes.desks import KNOWN
from tests.system.same_answers.scenes.made_before import MADE, make

_CORPORA = ("tests/system/corpus/files", "tests/corpus/files")
_Played = TypeVar("_Played")
_AROUND = 5.0  # seconds by which the clocks of files and processes may differ


@dataclass(frozen=True, slots=True)
class Stage:
    """Where one recording is played: the program, what goes in, and the desks that are kept for other scenes."""

    program: Program
    sources: Sources
    out: Path
    scratch: Path
    kept: dict[str, Desk]

    def perform(self, play: Play) -> Desk:
        """Play one scene at a desk of its own, and write it down."""
        folder = Path(tempfile.mkdtemp(prefix="desk-", dir=self.scratch))
        return self._perform(play, folder)

    def perform_corpus(self, play: CorpusPlay) -> None:
        """Play a portion of the corpus."""
        folder = Path(tempfile.mkdtemp(prefix="desk-", dir=self.scratch))
        for scene in play.perform(folder, self.kept[KNOWN], self.program, self.sources):
            write_scene(self.out, self._with_made(scene))

    def perform_made(self) -> None:
        """Make what newer programs will open, in the recording itself: its ledger names its folder."""
        folder = self.out / "made"
        folder.mkdir()
        self._perform(Play(MADE, make), folder)

    def _perform(self, play: Play, folder: Path) -> Desk:
        desk = Desk(folder, self.program, self.sources, is_json=play.is_json)
        if play.start is not None:
            start = self.sources.made if play.start == MADE else self.kept[play.start].folder
            shutil.copytree(start, folder, dirs_exist_ok=True, symlinks=True)
            _know_inputs(desk)
        try:
            play.act(desk)
        except Exception as error:  # it is an answer too, and the other scenes go on
            desk.fail(error)
        write_scene(self.out, self._with_made(desk.scene(play.name)))
        return replace(desk, documents=[])

    def _with_made(self, scene: Scene) -> Scene:
        return replace(scene, roots={str(self.sources.made): "<made>", **scene.roots})


@dataclass(frozen=True, slots=True)
class Extent:
    """The part that is played: scenes in whose names `only` is found, so many at once."""

    only: str = ""
    processes: int = 2

    def has(self, name: str) -> bool:
        """True where that scene is to be played."""
        return re.search(self.only, name) is not None


def record(program: Program, out: Path, made: Path | None, extent: Extent, tell: Callable[[str], None]) -> None:
    """Play everything. Raises FileExistsError where the folder is there already."""
    out.mkdir(parents=True)
    begun = time.time()
    corpus = next(program.checkout / place for place in _CORPORA if (program.checkout / place).exists())
    sources = Sources(program.checkout / "sample_data", corpus, made or out / "made")
    with _scratch() as scratch:
        stage = Stage(program, sources, out, scratch, {})
        _play_all(stage, extent, tell)
    before = [] if made is None else read_facts(made.parent).windows
    shutil.rmtree(program.cache, ignore_errors=True)
    write_facts(out, _facts(program, sources, [*before, (begun - _AROUND, time.time() + _AROUND)]))


def _play_all(stage: Stage, extent: Extent, tell: Callable[[str], None]) -> None:
    """First what others begin with, then the others, the longest first."""
    with ProcessPoolExecutor(extent.processes) as pool:
        making = pool.submit(_timed, stage.perform_made)
        for play in PREPARATIONS:
            seconds, desk = pool.submit(_timed, stage.perform, play).result()
            stage.kept[play.name] = desk
            tell(_told(play.name, seconds))
        wanted = [play for play in plays() if extent.has(play.name)]
        others: dict[Future[tuple[float, object]], str] = {}
        others |= {pool.submit(_timed, stage.perform, play): play.name for play in wanted if play.start != MADE}
        portions = [play for play in corpus_plays(stage.sources.corpus) if extent.has(play.name)]
        others |= {pool.submit(_timed, stage.perform_corpus, play): play.name for play in portions}
        tell(_told(MADE, making.result()[0]))
        others |= {pool.submit(_timed, stage.perform, play): play.name for play in wanted if play.start == MADE}
        for done in as_completed(others):
            tell(_told(others[done], done.result()[0]))


def _timed(perform: Callable[..., _Played], *given: Play | CorpusPlay) -> tuple[float, _Played]:
    """The processor time that it took, here and in the processes of the program, and its result."""
    before = sum(os.times()[:4])
    played = perform(*given)
    return sum(os.times()[:4]) - before, played


def _told(name: str, seconds: float) -> str:
    return f"{name}: {seconds:.0f} s of processor"


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder whose path is as long in every recording: widths and line breaks may depend on it."""
    folder = Path(tempfile.mkdtemp(prefix="same-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _know_inputs(desk: Desk) -> None:
    for pattern in ("*.xlsx", "*.csv", "archive/*/*", "refused/*/*"):
        for path in desk.folder.glob(pattern):
            if path.is_file():
                desk.know(path)


def _facts(program: Program, sources: Sources, windows: list[tuple[float, float]]) -> Facts:
    files = [*sources.samples.glob("*.xlsx"), *sources.corpus.iterdir()]
    return Facts(
        command=" ".join(program.command),
        checkout=str(program.checkout),
        commit=_commit(program.checkout),
        windows=windows,
        inputs={path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)},
        host=socket.gethostname(),
        user=getpass.getuser(),
        roots={program.python: "<python>", str(program.checkout): "<checkout>"},
    )


def _commit(checkout: Path) -> str:
    done = subprocess.run(["git", "-C", str(checkout), "log", "-1", "--format=%h %s"], capture_output=True, check=False)
    return done.stdout.decode().strip()
