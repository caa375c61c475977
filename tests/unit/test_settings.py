"""The environment, validated once, and told to operators in full."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.__main__ import _run
from bot.settings import Settings, SettingsError, Unavailable, names, read_settings, validated
from bot.signals import Stop
from bot.store import DatabaseAway, DatabaseBusy, StoreError
from pipeline.llm.settings import NAMES
from pipeline.setting_names import OF_THE_APP
from pipeline.settings import GuideSettings, aliases
from pipeline.settings import names as guide_names

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_every_setting_stands_in_the_example_with_its_default():
    shown = dict(re.findall(r"^#([A-Z0-9_]+)=([^\s#]*)", EXAMPLE.read_text(encoding="utf-8"), re.M))
    # The playground and the tests set Slack's address; PORT is how some hosts name ours.
    of_others = {"OTEL_EXPORTER_OTLP_ENDPOINT"}
    assert set(shown) == (names() | NAMES | of_others) - {"SLACK_API_URL", "PORT"}
    for field in Settings.model_fields.values():
        (name, *_) = aliases(field.validation_alias)
        if name.startswith("SCRIPT2DOC_") and shown[name] and not isinstance(field.default, str | tuple):
            assert float(shown[name]) == float(field.default), name


def test_every_name_is_a_guides_or_the_apps():
    ours = {name for name in names() if name.startswith("SCRIPT2DOC_")}
    assert ours - guide_names(GuideSettings) == OF_THE_APP, "so that no run takes it for a misspelled one"


def test_what_is_wrong_is_named_without_its_value():
    with pytest.raises(SettingsError) as caught:
        read_settings({"SCRIPT2DOC_PORT": "secret", "SCRIPT2DOC_KEEP_DAYS": "-1"})
    assert "SCRIPT2DOC_PORT" in str(caught.value)
    assert "SCRIPT2DOC_KEEP_DAYS" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_empty_means_not_set():
    settings = read_settings({"SLACK_BOT_TOKEN": "", "SCRIPT2DOC_HEALTH_PORT": ""})
    assert settings.bot_token is None
    assert settings.health_port is None


def test_tokens_are_hidden():
    settings = read_settings({"SLACK_BOT_TOKEN": "xoxb-secret"})
    assert "xoxb-secret" not in repr(settings)
    assert settings.secrets({"OPENAI_API_KEY": "sk-1"}) == ["xoxb-secret", "sk-1"]
    settings = read_settings({"SCRIPT2DOC_DATABASE_URL": "postgresql://me:pass@db/jobs"})
    assert settings.secrets({}) == ["pass"]


def test_private_hosts_are_parted_by_commas():
    assert read_settings({"SCRIPT2DOC_PRIVATE_HOSTS": "wiki.acme, docs.acme"}).limits.allow_private_hosts == (
        "wiki.acme",
        "docs.acme",
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SCRIPT2DOC_PORT", "70000", "must be at most 65535."),
        ("SCRIPT2DOC_JOBS_AT_ONCE", "1.5", "must be a whole number."),
        ("SCRIPT2DOC_KEEP_DAYS", "soon", "must be a number."),
        ("SCRIPT2DOC_KEEP_DAYS", "inf", "must be a number."),
        ("SCRIPT2DOC_KEEP_DAYS", "0", "must be more than 0."),
        ("SCRIPT2DOC_LEASE_SECONDS", "0", "must be at least 1."),
        ("SCRIPT2DOC_LOG_LEVEL", "loud", "must be DEBUG, INFO, WARNING or ERROR."),
        ("SCRIPT2DOC_ALLOWED_PORTS", "80;443", "must be port numbers separated by commas, such as 80,443."),
        ("SCRIPT2DOC_OPEN_BROWSER", "maybe", "must be 1 or 0."),
        ("SLACK_API_URL", "slack.com", "must start with https:// or http://."),
    ],
)
def test_each_mistake_is_said_in_plain_words(name: str, value: str, said: str):
    settings, problems = validated({name: value})

    assert problems == [f"{name} {said}"]
    assert settings == Settings(), "the default stands in its place, so that others can be looked at"


@pytest.mark.parametrize("error", [DatabaseAway(), DatabaseBusy()])
def test_an_outage_of_the_database_is_no_mistake_in_the_settings(error: StoreError):
    """systemd starts it again then, as README has it: exit code 1, and not 2."""

    async def serve(stop: Stop) -> None:
        raise error

    with pytest.raises(Unavailable):
        _run(serve)
