"""One worker, as its parent sees it: started, given one request at a time, and ended when it takes too long.

It is started as a new Python rather than a fork, since the parent has threads. Requests and answers are lines of JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline.intake.sandbox.worker_failures import Ending, NotStarted, ReaderStopped, ending, no_room

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MODULE = "pipeline.intake.sandbox.worker_main"
_SECONDS_TO_START = 60
_LAST_WORDS = 1 << 16
# Each thread and each pool maps its own address space, which counts towards the limit.
_THREADS = {"MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}


class Worker:
    """A worker process. `is_usable` is false once it has ended, or has grown so much that it should be replaced."""

    def __init__(self) -> None:
        self._stderr = _words_file()
        self._process = subprocess.Popen(  # noqa: S603 - our own Python, and nothing that a person typed
            [sys.executable, "-P", "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            cwd=tempfile.gettempdir(),
            env={**os.environ, **_THREADS, "PYTHONPATH": os.pathsep.join(_import_paths())},
        )
        self._is_ready = False
        self._is_late = False
        self.is_usable = True

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """False once the process has ended."""
        return self._process.poll() is None

    def ask(
        self, request: Mapping[str, object], *, seconds: float, beside: Callable[[], None] | None = None
    ) -> dict[str, Any]:
        """The answer to a request. `beside` is called meanwhile; where it raises, the worker is ended.

        Raises ReaderStopped where there is no answer.
        """
        if not self._is_ready:
            self._is_ready = self._line(_SECONDS_TO_START) == b"ready\n"
        line = self._line(seconds, request, beside)
        answer: dict[str, Any] = json.loads(line)
        self.is_usable = not answer.get("is_spent")
        return answer

    def end(self) -> None:
        """End the process at once, whatever it is doing."""
        self.is_usable = False
        self._process.kill()
        self._process.wait()
        self._close()

    def forget(self) -> None:
        """Let go of the worker in a fork of this process: it belongs to the other process."""
        self._close()
        self._process.returncode = 0

    def _line(
        self,
        seconds: float,
        request: Mapping[str, object] | None = None,
        beside: Callable[[], None] | None = None,
    ) -> bytes:
        timer = threading.Timer(seconds, self._stop_late)
        timer.daemon = True
        timer.start()
        try:
            line = self._exchange(request, beside)
        except NotStarted as problem:
            self.end()
            raise (ReaderStopped(Ending.TIME) if self._is_late else problem) from None
        except BaseException:
            self.end()
            raise
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            how = self._ending()
            raise ReaderStopped(how) if self._is_ready else NotStarted
        return line

    def _exchange(self, request: Mapping[str, object] | None, beside: Callable[[], None] | None) -> bytes:
        assert self._process.stdin is not None  # noqa: S101 - for the type checker: both are pipes
        assert self._process.stdout is not None  # noqa: S101
        if request is not None:
            self._hand_over(request, self._process.stdin, self._process.stdout)
        if beside is not None:
            beside()
        return self._process.stdout.readline()

    @staticmethod
    def _hand_over(request: Mapping[str, object], questions: IO[bytes], answers: IO[bytes]) -> None:
        """Raises NotStarted where the worker had ended before the request: the file did not cause that."""
        with suppress(BrokenPipeError):
            questions.write(json.dumps(request).encode() + b"\n")
            questions.flush()
        if answers.readline() != b"began\n":
            raise NotStarted

    def _stop_late(self) -> None:
        self._is_late = True
        self._process.kill()

    def _ending(self) -> Ending:
        """The reason why there was no answer."""
        self._process.kill()
        returncode = self._process.wait()
        self._stderr.seek(max(self._stderr.seek(0, os.SEEK_END) - _LAST_WORDS, 0))
        how = ending(returncode, self._stderr.read(), is_late=self._is_late)
        self.end()
        return how

    def _close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout, self._stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _words_file() -> IO[bytes]:
    """A file for the worker's stderr, which lives as long as the worker."""
    try:
        return tempfile.TemporaryFile()
    except OSError as error:
        raise no_room(str(error)) from error


def _import_paths() -> list[str]:
    """The import paths of this process, our own packages first; never the current folder."""
    ours = str(Path(__file__).resolve().parents[3])
    here = str(Path.cwd())
    others = (str(Path(entry).absolute()) for entry in sys.path if entry)
    return [ours, *(entry for entry in others if entry not in (ours, here))]
