"""The environment, validated once, and told to operators in full."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, _aliases, read_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_every_setting_stands_in_the_example_with_its_default():
    shown = dict(re.findall(r"^#([A-Z0-9_]+)=([^\s#]*)", EXAMPLE.read_text(encoding="utf-8"), re.M))
    for field in Settings.model_fields.values():
        (name, *_) = _aliases(field.validation_alias)
        if name == "SLACK_API_URL":  # for the playground and tests
            continue
        assert name in shown, f"{name} is missing"
        if name.startswith("SCRIPT2DOC_") and shown[name] and not isinstance(field.default, str | tuple):
            assert float(shown[name]) == float(field.default), name


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


def test_private_hosts_are_parted_by_commas():
    assert read_settings({"SCRIPT2DOC_PRIVATE_HOSTS": "wiki.acme, docs.acme"}).limits.allow_private_hosts == (
        "wiki.acme",
        "docs.acme",
    )
