"""A file in the workspace, from the reserved upload to its deletion."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

_TYPES = {
    "vtt": ("text/vtt", "vtt", "WebVTT"),
    "srt": ("application/x-subrip", "srt", "SubRip"),
    "txt": ("text/plain", "text", "Plain Text"),
    "md": ("text/markdown", "markdown", "Markdown (raw)"),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        "Word Document",
    ),
    "pdf": ("application/pdf", "pdf", "PDF"),
    "json": ("application/json", "json", "JSON"),
    "html": ("text/html", "html", "HTML"),
    "zip": ("application/zip", "zip", "Zip"),
}
"""Extension → mimetype, filetype and pretty_type as Slack names them."""


CANVAS = {
    "mimetype": "application/vnd.slack-docs",
    "filetype": "quip",
    "mode": "quip",
    "pretty_type": "Canvas",
}
"""What Slack says of a canvas."""


@dataclass
class StoredFile:
    id: str
    name: str
    title: str
    user: str
    created: float
    """Seconds since the epoch."""
    content: bytes = b""
    length: int = 0
    """Bytes that the upload announced."""
    state: str = "reserved"
    """reserved → uploaded → complete → deleted."""
    upload_ticket: str = ""
    """The secret in the upload URL."""
    shares: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)
    """Channel → the messages that carry it, as (ts, thread_ts)."""
    given_to: set[str] = field(default_factory=set)
    """Who may see it without a share: the app, once someone has handed the file in with a modal."""
    described: dict[str, Any] = field(default_factory=dict)
    """What Slack says of a clip or a canvas otherwise than its name tells: mimetype, filetype, mode and more."""
    transcript: str | None = None
    """A clip's transcript (WebVTT), once Slack has made it."""
    note: str = ""
    """A line shown under the name on the page, such as where a sample comes from."""

    @property
    def types(self) -> tuple[str, str, str]:
        """Mimetype, filetype, pretty_type."""
        ending = self.name.rpartition(".")[2].lower() if "." in self.name else ""
        if ending in _TYPES:
            return _TYPES[ending]
        guess = mimetypes.guess_type(self.name)[0]
        return guess or "application/octet-stream", ending or "binary", ending.upper() or "Binary"

    def to_json(self, base: str, private: dict[str, bool], team: str) -> dict[str, Any]:
        """Slack's file object (https://docs.slack.dev/reference/objects/file-object).

        `private` says for each channel in `shares` whether it is a private one.
        """
        mimetype, filetype, pretty = self.types
        path = f"{team}-{self.id}"
        slug = quote(self.name)
        channels = [channel for channel in self.shares if channel[0] == "C"]
        groups = [channel for channel in self.shares if channel[0] == "G"]
        ims = [channel for channel in self.shares if channel[0] == "D"]
        shares: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for channel, places in self.shares.items():
            key = "private" if private[channel] else "public"
            shares.setdefault(key, {})[channel] = [
                {
                    "ts": ts,
                    "share_user_id": self.user,
                    "source": "UNKNOWN",
                    "team_id": team,
                    "reply_users": [],
                    "reply_users_count": 0,
                    "reply_count": 0,
                    "is_silent_share": False,
                    **({"thread_ts": thread_ts} if thread_ts else {}),
                }
                for ts, thread_ts in places
            ]
        body: dict[str, Any] = {
            "id": self.id,
            "created": int(self.created),
            "timestamp": int(self.created),
            "name": self.name,
            "title": self.title,
            "mimetype": mimetype,
            "filetype": filetype,
            "pretty_type": pretty,
            "user": self.user,
            "user_team": team,
            "editable": False,
            "size": len(self.content),
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": bool(channels),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{base}files-pri/{path}/{slug}",
            "url_private_download": f"{base}files-pri/{path}/download/{slug}",
            "media_display_type": "unknown",
            "permalink": f"{base}files/{self.user}/{self.id}/{slug}",
            "comments_count": 0,
            "is_starred": False,
            "has_rich_preview": False,
            "file_access": "visible",
        } | self.described
        if self.transcript is not None:
            body |= {"vtt": f"{base}files-tmb/{path}/file.vtt", "transcription": {"status": "complete"}}
        if self.state == "complete":
            body |= {"shares": shares, "channels": channels, "groups": groups, "ims": ims}
        return body
