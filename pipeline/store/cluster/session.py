"""A session with an engine that speaks Spark Connect, in which every call has a deadline."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageProblem
from pipeline.store.cluster.failures import shown, translated, unreachable

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

# So long a server has to answer at all.
_CONNECT_SECONDS = 20.0
# Instants are naive here, and always UTC: no engine may move them to a time zone of its own. Names are what they are.
_CONF = {
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
}
# A connection over which nothing comes is asked now and then whether anybody is there. A server that computes with all
# that its machine has may not get to answer that for a good while.
_CHANNEL = (
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 300_000),
    ("grpc.http2.ping_timeout_ms", 300_000),
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
)
# What glibc calls these in `malloc.h`. To state the threshold keeps it from growing with what was freed.
_ARENA_MAX, _TRIM_THRESHOLD = -8, -1


@contextmanager
def session(remote: str, *, timeout: float) -> Iterator[SparkSession]:
    """A session with the server at this address, where each operation may take so many seconds.

    Raises StoreFailed where the server does not answer, fails, or takes longer; UsageProblem where the address is none,
    or what speaks to such servers is not installed.
    """
    session_type, builder_type = _client()
    _spare_memory()
    with translated(remote, timeout=timeout):
        builder = _builder(builder_type, remote, timeout)
        _await(builder, remote)
        opened = session_type(builder)
        # Whatever was lost with a server that starts anew cannot be asked for again.
        opened.client.set_retry_policies([])
        opened.client.disable_reattachable_execute()
        try:
            for name, value in _CONF.items():
                opened.conf.set(name, value)
            yield opened
            with suppress(Exception):
                opened.client.release_session()
        finally:
            with suppress(Exception):
                opened.client.close()


def _client() -> tuple[Any, Any]:
    try:
        from pyspark.sql.connect.client.core import DefaultChannelBuilder  # noqa: PLC0415 - an extra
        from pyspark.sql.connect.session import SparkSession  # noqa: PLC0415
    except ImportError as error:
        raise UsageProblem(
            "To decide on a cluster needs more than is installed.", 'Install it with: pip install "rollcall[spark]"'
        ) from error
    return SparkSession, DefaultChannelBuilder


def _spare_memory() -> None:
    """Let answers take memory where it is given back, as far as the C library here can be told.

    The threads over which they come would each keep what the greatest of them took, and so would PyArrow: of 300,000
    rows a run had 0.17 GB less in the end (measured).
    """
    import pyarrow as pa  # noqa: PLC0415 - an extra

    pa.set_memory_pool(pa.system_memory_pool())
    with suppress(OSError, AttributeError, TypeError):  # other systems have none
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_ARENA_MAX, 1)
        mallopt(_TRIM_THRESHOLD, 128 * 1024)


def _builder(builder_type: Any, remote: str, timeout: float) -> Any:
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        builder = builder_type(remote, list(_CHANNEL))
    except (PySparkException, ValueError) as error:
        raise UsageProblem(
            f'"{shown(remote)}" is not the address of a Spark Connect server.',
            "Give one such as sc://host:15002, with --spark-remote or as remote in the section [spark].",
        ) from error
    builder.add_interceptor(_deadline(timeout))
    return builder


def _deadline(timeout: float) -> Any:
    """What gives every call so many seconds."""
    import grpc  # noqa: PLC0415

    class Deadline(grpc.UnaryStreamClientInterceptor, grpc.UnaryUnaryClientInterceptor):  # type: ignore[misc]
        """A deadline for calls that have none."""

        def intercept_unary_stream(self, continuation: Any, details: Any, request: Any) -> Any:
            return continuation(details._replace(timeout=details.timeout or timeout), request)

        intercept_unary_unary = intercept_unary_stream

    return Deadline()


def _await(builder: Any, remote: str) -> None:
    """Wait until the server answers."""
    import grpc  # noqa: PLC0415

    with builder.toChannel() as channel:
        try:
            grpc.channel_ready_future(channel).result(timeout=_CONNECT_SECONDS)
        except grpc.FutureTimeoutError as error:
            raise unreachable(remote) from error
