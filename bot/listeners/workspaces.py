"""Whose workspace a payload belongs to."""

from __future__ import annotations

from typing import Any


def workspace_of(body: dict[str, Any]) -> str:
    """The id of the workspace where the app is installed. A form says so itself, since `team` is the person's own where
    they are of another company (Slack Connect). Where the app is installed for a whole organization, `team` can be null
    (Slack: "Interaction payloads")."""
    installed = (body.get("view") or {}).get("app_installed_team_id")
    team = (body.get("team") or {}).get("id")
    user = body.get("user") or {}
    found = installed or team or user.get("team_id") or (body.get("enterprise") or {}).get("id")
    return str(found or "")
