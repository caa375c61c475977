"""Who is in the workspace, and in which conversations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

TEAM = "T0PLAYGROUND"
TEAM_DOMAIN = "playground"
TEAM_NAME = "Playground"
APP = "A0SCRIPT2DOC"
BOT = "B0SCRIPT2DOC"
OTHER_APP, OTHER_BOT = "A0RECORDER01", "B0RECORDER01"
"""An app that records meetings, or a workflow, and posts what it has recorded."""


@dataclass(frozen=True)
class Team:
    """A workspace as Slack names it."""

    id: str = TEAM
    domain: str = TEAM_DOMAIN
    name: str = TEAM_NAME
    enterprise: str | None = None
    """The organization that it belongs to."""


@dataclass(frozen=True)
class User:
    id: str
    name: str
    """The handle, as in @robin."""
    real_name: str
    title: str = ""
    is_bot: bool = False
    is_guest: bool = False
    is_admin: bool = False
    locale: str = "en-US"
    """The language in which they use Slack."""

    def to_json(self, team: str) -> dict[str, Any]:
        """Slack's user object (https://docs.slack.dev/reference/objects/user-object)."""
        return {
            "id": self.id,
            "team_id": team,
            "name": self.name,
            "deleted": False,
            "real_name": self.real_name,
            "tz": "Europe/Stockholm",
            "tz_label": "Central European Time",
            "tz_offset": 3600,
            "profile": {
                "real_name": self.real_name,
                "display_name": self.name,
                "title": self.title,
                "team": team,
                **({"api_app_id": APP, "bot_id": BOT, "always_active": True} if self.is_bot else {}),
            },
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": self.is_guest,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1767225600,
        }


@dataclass
class Channel:
    id: str
    name: str
    kind: str = "channel"
    """channel (public) | group (private) | im | mpim: what Slack puts into an event's `channel_type`."""
    members: list[str] = field(default_factory=list)
    purpose: str = ""
    archived: bool = False
    created: int = 1767225600

    @property
    def is_private(self) -> bool:
        return self.kind != "channel"

    def scope(self, action: str) -> str:
        """The scope that an app needs here, such as groups:history for a private channel."""
        return {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}[self.kind] + ":" + action

    def to_json(self, viewer: str, team: str) -> dict[str, Any]:
        """Slack's conversation object (https://docs.slack.dev/reference/objects/conversation-object)."""
        common: dict[str, Any] = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.archived,
            "is_im": self.kind == "im",
            "is_org_shared": False,
            "context_team_id": team,
            "updated": self.created * 1000,
        }
        if self.kind == "im":
            other = next((member for member in self.members if member != viewer), viewer)
            return common | {"user": other, "is_user_deleted": False, "is_open": True, "priority": 0}
        return common | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "channel",
            "is_group": self.kind == "group",
            "is_mpim": self.kind == "mpim",
            "is_private": self.is_private,
            "is_general": self.name == "general",
            "is_shared": False,
            "is_ext_shared": False,
            "is_member": viewer in self.members,
            "num_members": len(self.members),
            "creator": "U0ROBINHALE",
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": self.purpose, "creator": "U0ROBINHALE", "last_set": self.created},
        }


BOT_USER = User("U0SCRIPT2DOC", "script2doc", "Script2Doc", "App", is_bot=True)
YOU = User("U0ROBINHALE", "robin", "Robin Hale", "Enablement lead", is_admin=True)
COLLEAGUE = User("U0AMARAOKAF", "amara", "Amara Okafor", "Support engineer")
GUEST = User("U0JULESMART", "jules", "Jules Martin", "Guest: agency", is_guest=True)
STRANGER = User("U0SAMWHITLO", "sam", "Sam Whitlock", "Sales, in no private channel")
PEOPLE = (BOT_USER, YOU, COLLEAGUE, GUEST, STRANGER)


def conversations() -> list[Channel]:
    """The channels that a new workspace has; direct messages are opened when someone asks for them."""
    everyone = [BOT_USER.id, YOU.id, COLLEAGUE.id, STRANGER.id]
    return [
        Channel("C0GENERAL01", "general", "channel", list(everyone), "Company-wide announcements"),
        Channel(
            "C0HOWTO0002",
            "how-to-guides",
            "channel",
            [*everyone, GUEST.id],
            "Drop a transcript, get a step-by-step guide",
        ),
        Channel(
            "C0RANDOM003", "random", "channel", [YOU.id, COLLEAGUE.id, STRANGER.id], "Anything that fits nowhere else"
        ),
        Channel("G0SUPPORT04", "support-team", "group", [BOT_USER.id, YOU.id, COLLEAGUE.id], "How we answer customers"),
        Channel("G0LEADERS05", "leadership", "group", [YOU.id, COLLEAGUE.id], "Plans"),
    ]
