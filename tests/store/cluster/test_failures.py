"""What a server or the way to it said is told in a sentence, and logged word by word."""

from __future__ import annotations

import pytest

from pipeline.errors import StoreFailed
from pipeline.store.cluster.failures import translated

grpc = pytest.importorskip("grpc", reason="a cluster needs pyspark-client: pip install 'rollcall[spark]'")
pytest.importorskip("pyspark", reason="as above")


def test_why_a_server_went_away_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    said = """<_MultiThreadedRendezvous of RPC that terminated with:
        status = StatusCode.UNAVAILABLE
        details = "keepalive watchdog timeout">"""
    with pytest.raises(StoreFailed) as failed, translated("sc://there:443/;token=hidden", timeout=60):
        raise grpc.RpcError(said)
    assert failed.value.code == "cluster_gone"
    assert "watchdog" not in failed.value.message
    (line,) = caplog.messages
    assert line.startswith("cluster_gone: RpcError at sc://there:443 said: <_MultiThreadedRendezvous")
    assert 'status = StatusCode.UNAVAILABLE details = "keepalive watchdog timeout">' in line
