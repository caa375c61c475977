"""Settings that do nothing because another one is missing are named."""

from __future__ import annotations

import pytest

from bot.idle_settings import idle
from bot.settings import validated

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "0" * 32}


@pytest.mark.parametrize(
    ("env", "told"),
    [
        (
            {"OPEN_AI_KEY": "k"},
            ["OPEN_AI_KEY isn't read. If it is the key of a language model, name it OPENAI_API_KEY."],
        ),
        (
            {"OPENAI_APIKEY": "k"},
            ["OPENAI_APIKEY isn't read. If it is the key of a language model, name it OPENAI_API_KEY."],
        ),
        (
            {"AZURE_OPENAI_KEY": "k"},
            ["AZURE_OPENAI_KEY isn't read. If it is the key of a language model, name it AZURE_OPENAI_API_KEY."],
        ),
        ({"OPENAI_KEY": "k", "OPENAI_API_KEY": "j"}, []),
        ({"OPENAI_KEY": "k", "OPENAI_BASE_URL": "http://localhost:1/v1"}, []),
        ({"OPENAI_KEY": "", "OPENAI_ORG_ID": "o", "MY_OPENAI_KEY": "k"}, []),
        (
            {"OPENAI_MODEL": "m", "SCRIPT2DOC_MODEL_CALLS": "3"},
            [
                "OPENAI_MODEL and SCRIPT2DOC_MODEL_CALLS have no effect without OPENAI_API_KEY, OPENAI_BASE_URL or "
                "AZURE_OPENAI_ENDPOINT."
            ],
        ),
        ({"OPENAI_MODEL": "m", "OPENAI_BASE_URL": "http://localhost:1/v1"}, []),
        ({"OPENAI_MODEL": " "}, []),
        (
            {"SCRIPT2DOC_PROXY": "http://p:1"},
            ["SCRIPT2DOC_PROXY has no effect because only a language model reads reference pages."],
        ),
        (
            {"OPENAI_API_KEY": "k", "AZURE_OPENAI_DEPLOYMENT": "d"},
            ["AZURE_OPENAI_DEPLOYMENT has no effect without AZURE_OPENAI_ENDPOINT."],
        ),
        (
            {"AZURE_OPENAI_ENDPOINT": "https://n.openai.azure.com", "OPENAI_API_KEY": "k"},
            ["OPENAI_API_KEY has no effect beside AZURE_OPENAI_ENDPOINT."],
        ),
        ({"SCRIPT2DOC_TOKEN_KEYS": "abc"}, ["SCRIPT2DOC_TOKEN_KEYS has no effect without SLACK_CLIENT_ID."]),
        (
            SOCKET | {"SCRIPT2DOC_WORKSPACES": "T0123ABC"},
            ["SCRIPT2DOC_WORKSPACES has no effect without SLACK_CLIENT_ID."],
        ),
        (
            SOCKET | {"SCRIPT2DOC_PORT": "3001"},
            ["SCRIPT2DOC_PORT has no effect because events come over Socket Mode (SLACK_APP_TOKEN)."],
        ),
        (HTTP | {"SCRIPT2DOC_PORT": "3001", "SCRIPT2DOC_HOST": "127.0.0.1"}, []),
        (SOCKET | {"SCRIPT2DOC_HOST": "127.0.0.1", "SCRIPT2DOC_HEALTH_PORT": "8080"}, []),
    ],
)
def test_a_setting_that_does_nothing_is_named(env: dict[str, str], told: list[str]):
    settings, problems = validated(env)
    assert not problems
    assert idle(settings, env) == told
