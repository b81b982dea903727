"""The log of `runs`, for commands that run unattended.

The command line configures where it goes (`cli.render.log`). Where nobody has configured structlog, as in a program
that calls `runs`, it goes to Python's own `logging`, under the name `rollcall`. By itself, structlog would print it on
standard output, which is for data.
"""

from __future__ import annotations

import logging

import structlog

if not structlog.is_configured():
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: logging.getLogger("rollcall"),
    )

log = structlog.get_logger()
