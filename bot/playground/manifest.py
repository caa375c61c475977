"""What manifest.yml grants and subscribes to; the playground allows that and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


@dataclass(frozen=True)
class Manifest:
    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[dict[str, Any], ...] = ()
    """command, description, usage_hint of each."""
    shortcuts: tuple[dict[str, Any], ...] = ()
    """name, type, callback_id, description of each."""
    home_tab: bool = False
    agent: bool = False
    """Whether the app is declared as an agent."""
    prompts: tuple[dict[str, Any], ...] = ()
    """title and message of each that Slack suggests before the app has said anything."""
    interactive: bool = True
    functions: frozenset[str] = frozenset()
    """The callback_ids of steps for workflows."""

    @classmethod
    def load(cls, path: Path = MANIFEST) -> Manifest:
        body = yaml.safe_load(path.read_text())
        features, settings = body.get("features", {}), body.get("settings", {})
        return cls(
            frozenset(body["oauth_config"]["scopes"]["bot"]),
            frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            tuple(features.get("slash_commands", ())),
            tuple(features.get("shortcuts", ())),
            bool(features.get("app_home", {}).get("home_tab_enabled")),
            "agent_view" in features,
            tuple(features.get("agent_view", {}).get("suggested_prompts", ())),
            bool(settings.get("interactivity", {}).get("is_enabled")),
            frozenset(body.get("functions", ())),
        )


@cache
def granted() -> Manifest:
    """What the app's own manifest says, read once a process: reading YAML takes longer than all else in a start."""
    return Manifest.load()
