"""What an app that is declared as an agent shows: in a thread that it works, in its own conversation what to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.playground.workspace import Workspace

PROCESSING = "processing"
STATUSES = (PROCESSING, "active", "suspended", "closed")
"""What agents.sessions.setStatus takes (docs.slack.dev, agents.sessions.setStatus)."""


@dataclass
class Session:
    """A thread in which the agent has said what it is doing. Nothing but the app ends its processing."""

    channel: str
    thread_ts: str
    status: str
    title: str = ""


class Agents:
    """The sessions, the suggested prompts and the workflows' steps of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.sessions: dict[tuple[str, str], Session] = {}
        self.prompts: dict[str, dict[str, Any]] = {}
        """By conversation: `title`, and `prompts` with a title and a message each."""
        self.steps: dict[str, dict[str, Any] | None] = {}
        """What the app has said of each step that was run: `outputs` or `error`; None before it has said anything."""

    def set_status(self, channel: str, thread_ts: str, status: str, title: str) -> Session:
        """The title counts only where the session is new."""
        session = self.sessions.setdefault((channel, thread_ts), Session(channel, thread_ts, status, title))
        session.status = status
        self._workspace.changed(kind="session", channel=channel, thread_ts=thread_ts)
        return session

    def processing(self, channel: str, thread_ts: str) -> bool:
        session = self.sessions.get((channel, thread_ts))
        return session is not None and session.status == PROCESSING

    def end_step(self, execution: str, ended: dict[str, Any]) -> bool:
        """False where the step isn't running."""
        if self.steps.get(execution, {}) is not None:
            return False
        self.steps[execution] = ended
        self._workspace.changed(kind="step")
        return True

    def suggest(self, channel: str, title: str, prompts: list[dict[str, str]]) -> None:
        self.prompts[channel] = {"title": title, "prompts": prompts}
        self._workspace.changed(kind="prompts", channel=channel)
