"""manifest.yml: Slack takes it, and it asks for what the app uses and for nothing else."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import bot.playground.methods  # noqa: F401 -- registers the methods
from bot.listeners import register
from bot.playground.calls import web_api
from bot.tokens import INSTALL_PATH, REDIRECT_PATH
from tests.conftest import FIXTURES

ROOT = Path(__file__).parents[2]

EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "file_shared": "files:read",
    "app_home_opened": None,
    "app_uninstalled": None,
    "tokens_revoked": None,
    "file_deleted": "files:read",
    "app_context_changed": None,
    "agent_session_stopped": None,
}
"""What Slack wants granted for an event (docs.slack.dev, the page of each event)."""

BY_KIND = {
    "conversations.info": {"channels:read", "groups:read", "im:read", "mpim:read"},
    "conversations.members": {"channels:read", "groups:read", "im:read", "mpim:read"},
    "conversations.history": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations.replies": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations.open": {"im:write"},
}
"""Methods that need the scope of each kind of conversation they are used on; the app opens only direct messages."""


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    body: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
    return body


def used_methods() -> set[str]:
    """The Web API methods that the bot's source calls, such as chat.postMessage for client.chat_postMessage."""
    sources = [path for path in (ROOT / "bot").rglob("*.py") if "playground" not in path.parts]
    names = {name for path in sources for name in re.findall(r"\.([a-z]+(?:_[a-zA-Z]+)+)\(", path.read_text())}
    methods = {name.replace("_", ".") for name in names} & set(web_api.methods)
    if any("files_upload_v2(" in path.read_text() for path in sources):
        methods |= {"files.getUploadURLExternal", "files.completeUploadExternal"}
    return methods


def test_slacks_own_schema_takes_it(manifest: dict[str, Any]) -> None:
    schema = json.loads((FIXTURES / "manifest.schema.2.0.0.json").read_text())

    jsonschema.Draft7Validator(schema).validate(manifest)


def test_the_schema_would_refuse_a_mistake(manifest: dict[str, Any]) -> None:
    schema = json.loads((FIXTURES / "manifest.schema.2.0.0.json").read_text())

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate(manifest | {"display_information": {"name": "x" * 36}})


def test_each_event_has_its_scope(manifest: dict[str, Any]) -> None:
    granted = set(manifest["oauth_config"]["scopes"]["bot"])

    for event in manifest["settings"]["event_subscriptions"]["bot_events"]:
        assert EVENT_SCOPES[event] is None or EVENT_SCOPES[event] in granted, event


def test_each_method_that_the_bot_calls_is_granted(manifest: dict[str, Any]) -> None:
    granted = set(manifest["oauth_config"]["scopes"]["bot"])

    for name in used_methods():
        method = web_api.methods[name]
        if method.caller == "bot" and method.scopes:
            needed = BY_KIND.get(name) or {method.scopes[0]}
            assert needed <= granted, f"{name} needs {needed - granted}"


def test_nothing_is_granted_that_nothing_uses(manifest: dict[str, Any]) -> None:
    granted = set(manifest["oauth_config"]["scopes"]["bot"])
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    used = {scope for event in events if (scope := EVENT_SCOPES[event])}
    for name in used_methods():
        method = web_api.methods[name]
        used |= BY_KIND.get(name) or ({method.scopes[0]} if method.caller == "bot" and method.scopes else set())
    used |= {"commands"}  # slash commands and shortcuts
    used |= {"files:read"}  # downloading what was dropped

    assert granted == used


def test_the_readme_says_what_each_scope_is_for(manifest: dict[str, Any]) -> None:
    rows = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("| `")]
    told = {scope for row in rows for scope in re.findall(r"`([a-z_]+:[a-z]+|commands)`", row.split("|")[1])}

    assert told == set(manifest["oauth_config"]["scopes"]["bot"])


def test_an_app_for_several_workspaces_has_redirect_urls(manifest: dict[str, Any]) -> None:
    schema = json.loads((FIXTURES / "manifest.schema.2.0.0.json").read_text())
    block = re.search(r"^       redirect_urls:\n         - https\S+$", (ROOT / "README.md").read_text(), re.M)
    assert block
    oauth = manifest["oauth_config"] | yaml.safe_load(block[0])
    settings = manifest["settings"] | {"org_deploy_enabled": True, "token_rotation_enabled": True}

    assert oauth["redirect_urls"] == [f"https://guides.example.com{REDIRECT_PATH}"]
    jsonschema.Draft7Validator(schema).validate(manifest | {"oauth_config": oauth, "settings": settings})


class Registered:
    """Takes the place of Bolt's app, and notes what listeners are registered for."""

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = defaultdict(set)

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def register(name: str, **_: Any) -> Callable[[Any], Any]:
            self.names[kind].add(name)
            return lambda listener: listener

        return register


def test_what_the_listeners_answer_is_in_the_manifest_and_nothing_else(manifest: dict[str, Any]) -> None:
    app = Registered()
    register(app, None)  # type: ignore[arg-type]
    features, settings = manifest["features"], manifest["settings"]
    events = {event.partition(".")[0] for event in settings["event_subscriptions"]["bot_events"]}
    shortcuts = {
        f"{kind}_shortcut": {each["callback_id"] for each in features["shortcuts"] if each["type"] == kind}
        for kind in ("message", "global")
    }

    # Slack tells of shared files by messages, too. `file_shared` is answered where an older manifest asks for it.
    assert events == app.names["event"] - {"file_shared"}
    assert {each["command"] for each in features["slash_commands"]} == app.names["command"]
    assert shortcuts == {kind: app.names[kind] for kind in shortcuts}
    assert settings["socket_mode_enabled"]
    assert settings["interactivity"]["is_enabled"]


def test_people_can_open_the_home_tab_and_write_to_the_app(manifest: dict[str, Any]) -> None:
    assert manifest["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    assert {f"message.{kind}" for kind in ("channels", "groups", "im", "mpim")} <= events


def test_the_readmes_addresses_are_those_that_the_app_serves() -> None:
    paths = set(re.findall(r"https://guides\.example\.com(/[\w/]+)", (ROOT / "README.md").read_text()))

    assert paths == {REDIRECT_PATH, INSTALL_PATH}
