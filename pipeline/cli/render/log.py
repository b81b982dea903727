"""The log of commands that run unattended: one line per event on standard error.

At a terminal a line is plain text; anywhere else it is one JSON object with `timestamp` (UTC), `level`, `event`,
`run_id` (null outside of a run), `command`, and the fields of the event. An event must hold nothing personal; in case
one does, e-mail addresses are blanked, and of an exception only the type and the place are logged.

Only the commands that log import this module: structlog takes a tenth of a second to load.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pipeline.cli.housekeeping import absent

with absent("rich"):  # structlog would load it for tracebacks, which are not logged
    import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

_EMAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:=]+")
_BLANKED = "<e-mail>"
_FIRST_FIELDS = ("timestamp", "level", "event", "run_id", "command")


def configure(command: str, *, is_quiet: bool = False, is_terminal: bool | None = None) -> None:
    """Send the log of `command`, and the warnings and errors of libraries, to standard error.

    With `is_quiet` only errors are logged. Where `is_terminal` is None, standard error is asked. Values that an earlier
    command of this process has bound to the log are cleared.
    """
    structlog.contextvars.clear_contextvars()
    is_for_people = sys.stderr.isatty() if is_terminal is None else is_terminal
    renderer = _text_renderer() if is_for_people else structlog.processors.JSONRenderer()
    before = _processors(command)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, *before, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR if is_quiet else logging.INFO),
        logger_factory=lambda *_: _Stderr(),
        cache_logger_on_first_use=False,
    )
    _send_libraries(before, renderer, logging.ERROR if is_quiet else logging.WARNING)


class _Stderr:
    """A logger that writes to the `sys.stderr` of the moment; a log that cannot be written never fails the command."""

    def msg(self, line: str) -> None:
        with suppress(ValueError):
            try:
                sys.stderr.write(f"{line}\n")
                sys.stderr.flush()
            except OSError:
                _forget_unwritten()

    debug = info = warning = error = critical = exception = log = msg


def _forget_unwritten() -> None:
    """Leave what could not be written: tried again at the end, Python would call that a failure of the command."""
    with suppress(OSError):
        number, said_in = sys.stderr.fileno(), sys.stderr.encoding
        sys.stderr = open(number, "w", 1, said_in, "backslashreplace", closefd=False)  # noqa: SIM115 - for good


class _Library(logging.Handler):
    """A handler that logs the messages of libraries in the form of our own."""

    def __init__(self, processors: list[Processor], level: int) -> None:
        super().__init__(level)
        self._processors = processors

    def emit(self, record: logging.LogRecord) -> None:
        """Log one line; a faulty log call of a library never fails the command."""
        with suppress(Exception):
            event: Any = {"event": record.getMessage(), "level": record.levelname.lower(), "logger": record.name}
            event["exc_info"] = record.exc_info
            for process in self._processors:
                event = process(None, record.levelname.lower(), event)
            _Stderr().msg(str(event))


def _processors(command: str) -> list[Processor]:
    def named(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event.setdefault("run_id", None)
        event["command"] = command
        return event

    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    return [stamp, named, _place_of_exception, _without_addresses, _in_field_order]


def _text_renderer() -> Processor:
    return structlog.dev.ConsoleRenderer(colors=False, sort_keys=False)


def _place_of_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """The event with the type and the place of its exception, but not the message, which may quote a cell."""
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
    """The value with e-mail addresses blanked, at any depth; a value that JSON does not know is made text first."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_blanked(item) for item in value]
    if isinstance(value, MutableMapping):
        return {_EMAIL.sub(_BLANKED, str(name)): _blanked(item) for name, item in value.items()}
    return _EMAIL.sub(_BLANKED, str(value))


def _in_field_order(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    first = {name: event[name] for name in _FIRST_FIELDS if name in event}
    return {**first, **event}


def _send_libraries(before: list[Processor], renderer: Processor, level: int) -> None:
    """Send the log of the libraries through our own, in place of the handler of an earlier command of this process."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Library)]:
        root.removeHandler(handler)
    merge: Processor = structlog.contextvars.merge_contextvars
    root.addHandler(_Library([merge, *before, renderer], level))
    logging.captureWarnings(capture=True)
