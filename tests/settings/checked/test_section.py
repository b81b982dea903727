"""Values that are checked without Pydantic become what they would become with it, and all else is left to it."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from pydantic_settings import EnvSettingsSource

from pipeline.settings import Settings
from pipeline.settings.checked.models import checked, model_of
from pipeline.settings.sections import LimitsSettings, NotifySettings, PolicySettings, SourceSettings
from pipeline.settings.sources import of_environment
from schemas.options import OPTIONS, Option, by_their_names
from tests.support.desk import ROOT
from tests.support.option_examples import SOURCES, example, plain

SAID: list[dict[str, Any]] = [
    {},
    *({option.name: plain(example(option)), "sources": SOURCES} for option in OPTIONS.values()),
    *({option.name: example(option), "sources": SOURCES} for option in OPTIONS.values()),
    {"limits": {"enabled": False, "money": 5, "new_owners": False, "min_rows": 0}, "reading": {"seconds": 3}},
    {"limits": LimitsSettings(money=7), "policies": [{"name": " one\n two ", "sql": "SELECT 1", "level": "refuse"}]},
    {"sources": {"hr": {"kind": "assignments", "defaults": {"type": " laptop "}, "expect_every": "2 days"}}},
    {"state": "lake:s3://bucket/place", "publish": {"parquet": True}, "results": {"rows": "changed", "max_rows": 1}},
    {"wait": "3.5", "limits": {"enabled": "False", "money": "12", "min_rows": "7", "new_owners": "false"}},
    {"wait": "0", "results": {"max_rows": "10"}, "sources": {"hr": {"kind": "people"}}, "create_owners": "true"},
    {"web": {"trusted_proxies": ["10.0.0.5"], "megabytes": 3}, "allow": ["empty"], "wait": 5, "timezone": "Asia/Tokyo"},
]
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"limits": {"money": -1}}, "limits.money\n  Value error, input should be greater than or equal to 0"),
    ({"limits": {"colour": 3}}, "limits.colour\n  Extra inputs are not permitted"),
    ({"results": {"max_rows": 0}}, "results.max_rows\n  Input should be greater than or equal to 1"),
    ({"wait": "soon"}, "wait\n  Input should be a valid number"),
    ({"mode": "all"}, "mode\n  Input should be 'instructions' or 'full'"),
    ({"policies": [{"sql": "SELECT 1"}]}, "policies.0.name\n  Field required"),
    ({"sources": {"hr": {"columns": {"Wer": "x"}}}}, 'sources.hr.columns\n  Value error, no field is called "x"'),
]


@pytest.mark.parametrize("said", SAID, ids=str)
def test_a_value_is_what_pydantic_makes_of_it(said: dict[str, Any]) -> None:
    values, given = checked(Settings, said)
    plainly = Settings.plainly(said)
    assert plainly == Settings.of_values(values, given)
    assert {name: type(getattr(plainly, name)) for name in values} == {name: type(one) for name, one in values.items()}
    assert plainly.model_fields_set == frozenset(given)


@pytest.mark.parametrize(("said", "told"), WRONG, ids=str)
def test_what_is_wrong_is_told_in_the_words_of_pydantic(said: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(**said)
    assert str(refused.value).startswith(f"1 validation error for Settings\n{told}")


@pytest.mark.parametrize("option", OPTIONS.values(), ids=lambda option: option.name)
def test_a_default_passes_its_own_rules(option: Option) -> None:
    values, _given = checked(Settings, {option.name: option.default})
    assert values[option.name] == option.default


def test_texts_become_what_they_say_and_secrets_stay_secret() -> None:
    said: dict[str, Any] = {"wait": "35e-1", "plan_key": "geheim", "lake": {"storage": {"key": "geheim"}}}
    settings = Settings(**said, notify=NotifySettings(urls=(SecretStr("json://geheim"),)))
    assert (settings.wait, settings.plan_secret) == (3.5, "geheim")
    assert "geheim" not in repr(settings) + settings.model_dump_json()
    assert [url.get_secret_value() for url in settings.notify.urls] == ["json://geheim"]


def test_a_record_cannot_be_changed_but_copied_with_other_values() -> None:
    policy = PolicySettings(name="one", sql="SELECT 1")
    other = policy.model_copy(update={"message": "two"})
    with pytest.raises(AttributeError, match="frozen"):
        del policy.name
    assert (policy.message, other.message, sorted(other.model_fields_set)) == ("", "two", ["message", "name", "sql"])
    assert hash(other) != hash(policy)


def test_what_is_dumped_leaves_out_what_is_asked() -> None:
    source = SourceSettings(columns={"Wer": "owner_email"}, expect_every=timedelta(days=2))
    dumped = source.model_dump(exclude_none=True, exclude={"defaults"})
    assert dumped == {"columns": {"Wer": "owner_email"}, "expect_every": timedelta(days=2)}
    assert Settings(state=Path("a/b"), allow=("empty",)).model_dump(mode="json", exclude_defaults=True) == {
        "state": "a/b",
        "allow": ["empty"],
    }


PLAIN_VARIABLES = [
    {"LIMITS__ENABLED": "false", "LIMITS__MONEY": "1500.50", "LIMITS__MIN_ROWS": "3", "ORG": "acme"},
    {"Default_Type": "laptop", "mode": "full", "STATE": "lake:s3://bucket/place", "RESULTS__ROWS": "changed"},
    {"SPARK__TIMEOUT": "2 hours", "SWEEP__CACHE": "/tmp/cache", "CREATE_OWNERS": "TRUE", "PUBLISH__PARQUET": "true"},
]
OTHER_VARIABLES = [
    {"PLAN_KEY": "geheim"},
    {"LIMITS": '{"money": 3}'},
    {"SOURCES__HR__KIND": "people"},
    {"NOTIFY__URLS": '["json://geheim"]', "ORG": "acme"},
    {"SOMETHING": "else"},
]


@pytest.mark.parametrize("said", [*PLAIN_VARIABLES, *OTHER_VARIABLES], ids=str)
def test_variables_say_what_pydantic_settings_reads_in_them(
    said: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in said.items():
        monkeypatch.setenv(f"ROLLCALL_{name}", value)
    source = EnvSettingsSource(model_of(Settings), env_prefix="ROLLCALL_", env_nested_delimiter="__")  # type: ignore[arg-type]
    source.env_vars = by_their_names(source.env_vars, "rollcall_")
    given = source()
    assert of_environment(Settings) == given
    assert Settings() == Settings.of_values(*checked(Settings, given))


def test_settings_of_their_types_do_without_pydantic() -> None:
    program = """
import os, sys
os.environ |= {"ROLLCALL_LIMITS__NEW_OWNERS": "7", "ROLLCALL_ORG": "acme"}
from pathlib import Path
from pipeline.settings import Settings
Settings(state=Path("a.duckdb"), mode="full", limits={"enabled": False, "money": 5}, sources={"hr": {"kind": "people"}})
print([name for name in sys.modules if name.startswith("pydantic")])
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
