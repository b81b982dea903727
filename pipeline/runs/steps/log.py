"""The log of `runs`, for what nobody watches. Without a word from whoever uses it, it goes to Python's own logging.

The command line says where it goes (`cli.logs`). Whoever calls `runs` from a program has usually set up `logging`, and
finds the log there, as `rollcall`; if not, warnings go to standard error and the rest nowhere. Left alone, structlog
would print it on standard output, which is for data.
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
