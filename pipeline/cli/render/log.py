"""The log of a command that nobody watches: to standard error, one line per event.

At a terminal the lines are for reading; anywhere else each is one JSON object with `timestamp` (UTC), `level`,
`event`, `run_id` (null where no run is at work) and `command`, and whatever the event adds. Nothing personal belongs in
an event; as a net below that rule, e-mail addresses are blanked, and of an exception only its type and its place told.

Loaded by the commands that log, and by no other: it costs a tenth of a second.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_EMAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:=]+")
_BLANKED = "<e-mail>"
_FIRST = ("timestamp", "level", "event", "run_id", "command")


def configure(command: str, *, is_quiet: bool = False, is_terminal: bool | None = None) -> None:
    """Send the log of `command` to standard error, and that of the libraries (warnings and worse) with it.

    `is_quiet` keeps to errors. `is_terminal` is found out where it is None. What was bound for a former command of this
    process is forgotten.
    """
    structlog.contextvars.clear_contextvars()
    is_for_people = sys.stderr.isatty() if is_terminal is None else is_terminal
    renderer = _for_people() if is_for_people else structlog.processors.JSONRenderer()
    before = _before_rendering(command)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, *before, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR if is_quiet else logging.INFO),
        logger_factory=lambda *_: _Stderr(),
        cache_logger_on_first_use=False,
    )
    _adopt_libraries(before, renderer, logging.ERROR if is_quiet else logging.WARNING)


class _Stderr:
    """Writes lines to standard error as it is at that moment; a log that cannot be written fails nothing."""

    def msg(self, line: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = exception = log = msg


class _Library(logging.Handler):
    """Puts what the libraries log into the same form."""

    def __init__(self, processors: list[Processor], level: int) -> None:
        super().__init__(level)
        self._processors = processors

    def emit(self, record: logging.LogRecord) -> None:
        """One line; a library's mistake in its log call is nobody's failure."""
        with suppress(Exception):
            event: Any = {"event": record.getMessage(), "level": record.levelname.lower(), "logger": record.name}
            event["exc_info"] = record.exc_info
            for process in self._processors:
                event = process(None, record.levelname.lower(), event)
            _Stderr().msg(str(event))


def _before_rendering(command: str) -> list[Processor]:
    def named(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event.setdefault("run_id", None)
        event["command"] = command
        return event

    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    return [stamp, named, _place_of_exception, _without_addresses, _in_order]


def _for_people() -> Processor:
    return structlog.dev.ConsoleRenderer(colors=False, sort_keys=False)


def _place_of_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Its type and where it arose: what an exception says may quote a cell."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)
        event["where"] = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return event


def _without_addresses(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {name: _blanked(value) for name, value in event.items()}


def _blanked(value: object) -> object:
    """The value without e-mail addresses, as deep as it goes; what JSON has no word for is told as text first."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_blanked(item) for item in value]
    if isinstance(value, MutableMapping):
        return {_EMAIL.sub(_BLANKED, str(name)): _blanked(item) for name, item in value.items()}
    return _EMAIL.sub(_BLANKED, str(value))


def _in_order(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    first = {name: event[name] for name in _FIRST if name in event}
    return {**first, **event}


def _adopt_libraries(before: list[Processor], renderer: Processor, level: int) -> None:
    """Replaces what a former command of this process has set up."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Library)]:
        root.removeHandler(handler)
    merge: Processor = structlog.contextvars.merge_contextvars
    root.addHandler(_Library([merge, *before, renderer], level))
    logging.captureWarnings(capture=True)
