"""The errors of an engine that speaks Spark Connect, in words for people."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import RollcallError, StoreFailed, first_line

log = logging.getLogger(__name__)

_SAFE = "Nothing was written."
# So many letters of what a server says are logged: some add the whole plan.
_LOGGED = 2_000
# What an address may have after its host: a token that is nobody's business.
_SECRETS = re.compile(r"/?;.*$")


@contextmanager
def translated(remote: str, *, timeout: float) -> Iterator[None]:
    """Turns errors of the server, and of the way to it, into StoreFailed; what was said in detail is logged."""
    import grpc  # noqa: PLC0415 - an extra
    from pyspark.errors.exceptions.connect import SparkConnectException  # noqa: PLC0415

    try:
        yield
    except RollcallError:
        raise
    except (SparkConnectException, grpc.RpcError) as error:
        failed = _failure(remote, error, timeout)
        # The sentence for people leaves out what tells a server that died from a connection that was cut.
        log.warning("%s: %s at %s said: %s", failed.code, type(error).__name__, shown(remote), _detail(error))
        raise failed from error


def unreachable(remote: str) -> StoreFailed:
    """The failure where nobody answers at that address."""
    return StoreFailed(
        f"No Spark Connect server answers at {shown(remote)}.",
        "Start it, or correct --spark-remote (remote in the section [spark]); or decide on this machine with "
        f"--engine auto. {_SAFE}",
        code="no_cluster",
    )


def shown(remote: str) -> str:
    """The address without what gives access to it."""
    return _SECRETS.sub("", remote)


def _detail(error: Exception) -> str:
    """All that the error says, in one line."""
    return " ".join(str(error).split())[:_LOGGED]


def _failure(remote: str, error: Exception, timeout: float) -> StoreFailed:
    said = str(error)
    if "DEADLINE_EXCEEDED" in said or "Deadline Exceeded" in said:
        return StoreFailed(
            f"The cluster at {shown(remote)} took longer than {timeout:g} seconds for one operation.",
            f"Give it more time (timeout in the section [spark]), or more workers. {_SAFE}",
            code="cluster_slow",
        )
    if "UNAVAILABLE" in said or "Socket closed" in said or "StatusCode.CANCELLED" in said:
        return StoreFailed(
            f"The Spark Connect server at {shown(remote)} went away while it was deciding.",
            "See in its log why, start it again, and give the same files once more; or decide on this machine with "
            f"--engine auto. {_SAFE}",
            code="cluster_gone",
        )
    return StoreFailed(
        f"The cluster at {shown(remote)} could not decide. ({first_line(error)})",
        f"See in its log why; or decide on this machine with --engine auto. {_SAFE}",
        code="cluster_failed",
    )
