"""What Slack sends, one module for each kind. A listener acknowledges, makes one value of the payload, and calls one
method of the service."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.jobs.service import JobService
from bot.listeners import actions, agents, commands, events, functions, home, removals, shortcuts, views


def register(app: AsyncApp, service: JobService) -> None:
    """Registers all listeners with the app."""
    for kind in (events, commands, shortcuts, actions, views, home, agents, functions, removals):
        kind.register(app, service)


__all__ = ["register"]
