"""The cluster that decides, as settings and options say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.model import Cluster
from pipeline.settings import load_settings


def test_a_section_says_which_cluster_decides_and_where_it_keeps_its_work(tmp_path: Path) -> None:
    config = tmp_path / "rollcall.toml"
    config.write_text(
        '[spark]\nremote = "sc://a:1/;token=x"\nscratch = "s3://bucket/s"\ntimeout = "5 minutes"\n', "utf-8"
    )
    settings = load_settings(config, {})
    assert settings.spark.cluster(settings.spark_remote) == Cluster("sc://a:1/;token=x", "s3://bucket/s", 300)
    assert "token=x" not in repr(settings)
    assert "spark" not in settings.recorded()


def test_the_option_wins_over_the_section(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_SPARK__REMOTE", "sc://a:1")
    settings = load_settings(None, {"spark_remote": "sc://b:2"})
    assert settings.spark.cluster(settings.spark_remote) == Cluster("sc://b:2", None, 1_800)
    assert load_settings(None, {}).spark.cluster(None).remote == "sc://a:1"
    assert settings.recorded() == {}


def test_where_nothing_says_which_cluster_it_is_both_ways_to_say_it_are_told() -> None:
    with pytest.raises(UsageProblem) as refused:
        load_settings(None, {"engine": "spark"}).spark.cluster(None)
    assert "--spark-remote sc://HOST:PORT" in refused.value.hint
    assert "[spark]" in refused.value.hint
