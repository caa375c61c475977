"""Links to things in Slack, as people copy them: to a file, and to a message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class FileLink:
    """https://team.slack.com/files/U…/F…/name.vtt, or for a canvas https://team.slack.com/docs/T…/F…"""

    file_id: str


@dataclass(frozen=True)
class MessageLink:
    """https://team.slack.com/archives/C…/p1700000000000100?thread_ts=…"""

    channel: str
    ts: str
    thread_ts: str | None
    """The message that the thread hangs on, where the linked one is a reply."""


def parse_link(text: str) -> FileLink | MessageLink | None:
    """What a link points at; None where it is no link to a file or message in Slack. Hosts aren't looked at: an id
    that isn't of this workspace is not found in it."""
    text = text.strip().strip("<>").split("|")[0]
    if re.fullmatch(r"F[A-Z0-9]{6,}", text):
        return FileLink(text)
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    if found := re.search(r"/(?:files|docs)/[^/]+/(F[A-Z0-9]{2,})", parts.path):
        return FileLink(found[1])
    if found := re.search(r"/archives/([CGD][A-Z0-9]{2,})/p(\d{10})(\d{6})", parts.path):
        thread = parse_qs(parts.query).get("thread_ts", [None])[0]
        if thread is not None and not re.fullmatch(r"\d{10}\.\d{6}", thread):
            thread = None
        return MessageLink(found[1], f"{found[2]}.{found[3]}", thread)
    return None
