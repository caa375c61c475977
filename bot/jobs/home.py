"""The app's Home tab: for everybody what they asked for, for admins what their workspace has set."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.access import is_admin
from bot.jobs.channel_settings import ChannelSettings, state_in
from bot.jobs.desk import Desk
from bot.jobs.listing import latest_of
from bot.jobs.own_defaults import own_defaults, set_own
from bot.jobs.refusal import Refused
from bot.jobs.requests import Chosen, DropTemplate, Pressed, SetOwn, SetTemplate, SetWorkspace
from bot.jobs.standing import USE_ANOTHER
from bot.jobs.templates import ADMINS, Templates
from bot.jobs.workspace_settings import defaults_in
from bot.messages.home import HomeState, WorkspaceState, home_view, read_value
from bot.messages.message import plain
from bot.messages.options import Answers
from bot.messages.own_defaults import own_view
from bot.messages.template import TemplateState
from bot.messages.workspace_settings import Most, workspace_view
from bot.slack_errors import code_of
from bot.store import Scope
from pipeline.errors import ReferenceUnavailable
from pipeline.options import GuideOptions
from pipeline.render.pdf import available

log = logging.getLogger(__name__)

NOT_ENABLED = ("not_enabled", "app_not_installed")
"""What Slack answers where the app was installed before it had a Home tab."""


class Home:
    def __init__(self, desk: Desk, channels: ChannelSettings) -> None:
        self._desk = desk
        self._channels = channels
        self.templates = Templates(desk)

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

    async def choose(self, chosen: Chosen) -> None:
        """Sets what an admin has chosen for a channel that is listed there, and shows it. Raises Refused, and as `show`
        does."""
        await self._admins_only(chosen.user)
        channel, drops = read_value(chosen.value)
        if channel not in dict(await self._desk.store.settings.of_channels(chosen.team)):
            raise Refused("Nobody has set anything in this channel yet. Type `/script2doc settings` there.")
        await self._channels.set_for(chosen.team, channel, chosen.user, drops)
        await self.show(chosen.team, chosen.user)

    async def open_form(self, pressed: Pressed) -> None:
        """Shows an admin the form for the workspace. Slack's trigger lives for three seconds. Raises Refused, and as
        `show` does."""
        await self._admins_only(pressed.user)
        desk, say = self._desk, await self._desk.people.words(pressed.user)
        defaults = defaults_in(await desk.store.settings.get(Scope.WORKSPACE, pressed.team, pressed.team))
        most = Most(desk.settings.jobs_per_person, desk.settings.keep_days)
        view = workspace_view(say, defaults, most, model=desk.tools.model is not None)
        await desk.client.views_open(trigger_id=pressed.trigger, view=view)

    async def set_workspace(self, asked: SetWorkspace) -> None:
        """Sets what an admin has put in, and shows it. Raises Refused, and as `show` does."""
        await self._admins_only(asked.user)
        before = await self._desk.store.settings.get(Scope.WORKSPACE, asked.team, asked.team)
        defaults = defaults_in({**(before or {}), **_over(before, asked.values)})
        if self._desk.tools.fetcher:
            for url in defaults.references:
                try:
                    self._desk.tools.fetcher.check(url)
                except ReferenceUnavailable as error:
                    raise Refused(plain(f"{error.message} {USE_ANOTHER}")) from None
        await self._desk.workspace_settings.change(asked.team, asked.user, defaults)
        log.info("%s has changed the settings of the workspace", asked.user)
        await self.show(asked.team, asked.user)

    async def set_template(self, asked: SetTemplate | DropTemplate) -> None:
        """Sets or removes the workspace's Word template for an admin, and shows it. Raises Refused, and as `show`
        does."""
        if isinstance(asked, SetTemplate):
            await self.templates.set(asked)
            await self.show(asked.team, asked.user)
        else:
            await self.templates.drop(asked)
            await self.show(asked.pressed.team, asked.pressed.user)

    async def open_own_form(self, pressed: Pressed) -> None:
        """Shows somebody the form for their own guides. Slack's trigger lives for three seconds. Raises as `show`
        does."""
        desk, say = self._desk, await self._desk.people.words(pressed.user)
        own = await own_defaults(desk.store.settings, pressed.team, pressed.user)
        template = await desk.has_template(pressed.team)
        view = own_view(say, own, model=desk.tools.model is not None, pdf=available(), template=template)
        await desk.client.views_open(trigger_id=pressed.trigger, view=view)

    async def set_own(self, asked: SetOwn) -> None:
        """Sets what somebody has put in for their own guides, and shows it. Raises as `show` does."""
        answers = Answers(frozenset(asked.shown), GuideOptions.from_dict(asked.options))
        await set_own(self._desk.store.settings, asked.team, asked.user, answers, asked.forms)
        await self.show(asked.team, asked.user)

    async def _admins_only(self, user: str) -> None:
        if not await is_admin(self._desk.client, user):
            raise Refused(ADMINS)

    async def _state(self, team: str, user: str) -> HomeState:
        desk = self._desk
        month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        made, tokens = await desk.store.jobs.made_since(team, month.timestamp(), user)
        return HomeState(
            jobs=tuple(await latest_of(desk, team, user)),
            made=made,
            tokens=tokens,
            model=desk.tools.model.model if desk.tools.model else None,
            keep_days=await desk.workspace_settings.keep_days(team),
            own=await own_defaults(desk.store.settings, team, user),
            workspace=await self._workspace(team, month.timestamp()) if await is_admin(desk.client, user) else None,
        )

    async def _workspace(self, team: str, since: float) -> WorkspaceState:
        kept = self._desk.store.settings
        states = {channel: state_in(value) for channel, value in await kept.of_channels(team)}
        made, tokens = await self._desk.store.jobs.made_since(team, since)
        template = await self._desk.store.templates.of(team)
        return WorkspaceState(
            channels={channel: state for channel, state in states.items() if state.changed_by},
            defaults=defaults_in(await kept.get(Scope.WORKSPACE, team, team)),
            template=TemplateState(template.name, template.added_by, template.added) if template else None,
            made=made,
            tokens=tokens,
        )


def _over(before: Mapping[str, Any] | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a workspace, with what the form showed in place of what was there."""
    held = {**((before or {}).get("defaults") or {}), **{k: v for k, v in values.items() if k != "references"}}
    pages = {"references": values["references"]} if "references" in values else {}
    return {"defaults": held} | pages
