"""The app's Home tab: for everybody what they asked for, for admins what their workspace has set."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from slack_sdk.errors import SlackApiError

from bot.access import is_admin
from bot.jobs.channel_settings import state_in
from bot.jobs.desk import Desk
from bot.jobs.listing import latest_of
from bot.jobs.standing import pages_in
from bot.messages.home import HomeState, WorkspaceState, home_view
from bot.slack_errors import code_of
from bot.store import Scope

log = logging.getLogger(__name__)

NOT_ENABLED = ("not_enabled", "app_not_installed")
"""What Slack answers where the app was installed before it had a Home tab."""


class Home:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def show(self, team: str, user: str) -> None:
        """Publishes the tab of this person. Raises StoreError, SlackApiError and SlackUnreachable."""
        say = await self._desk.people.words(user)
        view = home_view(say, await self._state(team, user))
        try:
            await self._desk.client.views_publish(user_id=user, view=view)
        except SlackApiError as error:
            if code_of(error) not in NOT_ENABLED:
                raise
            log.info("there is no Home tab: update the app from manifest.yml and reinstall it")

    async def _state(self, team: str, user: str) -> HomeState:
        desk = self._desk
        month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return HomeState(
            jobs=tuple(await latest_of(desk, team, user)),
            made=await desk.store.jobs.made_since(team, user, month.timestamp()),
            model=desk.tools.model.model if desk.tools.model else None,
            keep_days=desk.settings.keep_days,
            workspace=await self._workspace(team) if await is_admin(desk.client, user) else None,
        )

    async def _workspace(self, team: str) -> WorkspaceState:
        kept = self._desk.store.settings
        states = {channel: state_in(value) for channel, value in await kept.of_channels(team)}
        return WorkspaceState(
            channels={channel: state for channel, state in states.items() if state.changed_by},
            references=tuple(pages_in(await kept.get(Scope.WORKSPACE, team, team))),
        )
