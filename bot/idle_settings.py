"""Settings of the app that have no effect because another one is missing."""

from __future__ import annotations

from collections.abc import Mapping

from bot.settings import Settings
from pipeline.idle_settings import idle_settings, no_effect

_OF_SEVERAL = frozenset({"SLACK_REDIRECT_URI", "SCRIPT2DOC_TOKEN_KEYS", "SCRIPT2DOC_WORKSPACES"})


def idle(settings: Settings, env: Mapping[str, str], *, playground: bool = False) -> list[str]:
    """A line for each reason why some settings do nothing. The playground uses none of those for Slack."""
    told = idle_settings(env)
    if playground:
        return told
    there = {name.upper() for name, value in env.items() if value.strip()}
    if not settings.several:
        told.append(no_effect(_OF_SEVERAL & there, "without SLACK_CLIENT_ID"))
        if settings.app_token is not None:
            served = {"SCRIPT2DOC_PORT", *(() if settings.health_port is not None else ("SCRIPT2DOC_HOST",))}
            told.append(no_effect(served & there, "because events come over Socket Mode (SLACK_APP_TOKEN)"))
    return [line for line in told if line]
