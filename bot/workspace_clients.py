"""Clients for an app that is installed in several workspaces: each calls Slack with its own workspace's token.

Tokens are looked up before each call, since they change: with token rotation every few hours, and whenever somebody
installs the app again (Slack, "Using token rotation").
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack_client import SlackClient, Waiting
from bot.slack_clock import SlackClock
from bot.slack_errors import Meaning, SlackUnreachable, code_of, in_words, meaning
from bot.store import StoreError
from bot.store.installations import Installations, Installed

log = logging.getLogger(__name__)

KEPT_SECONDS = 30.0
"""How long a token is used before the database is asked again: another process may have another one."""
RENEWED_SECONDS = 7200.0
"""So long before it ends a token is renewed. Tokens that rotate live for twelve hours."""
NOT_INSTALLED = "account_inactive"
"""Slack's code for the token of a workspace that has uninstalled the app; here too where none is left."""
OF_THE_APP = frozenset({"apps.connections.open", "oauth.v2.access", "auth.test", "auth.revoke"})
"""The methods that are called for no workspace, each with a token or a secret of its own."""


class AppClient(SlackClient):
    """Calls what belongs to the app and to no workspace."""

    def __init__(self, base_url: str, waiting: Waiting | None = None) -> None:
        super().__init__("", base_url, waiting)

    async def api_call(self, api_method: str, **more: Any) -> AsyncSlackResponse:
        if api_method not in OF_THE_APP:
            raise RuntimeError(f"{api_method} was called for no workspace")
        return await super().api_call(api_method, **more)

    def refused(self, code: str) -> None:
        """Says nothing of this client, since the token was another's."""


class Tokens:
    """The tokens of all workspaces, as the database has them, each renewed before it ends."""

    def __init__(
        self,
        installations: Installations,
        client: AppClient,
        client_id: str,
        client_secret: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._installations = installations
        self._client = client
        self._id = client_id
        self._secret = client_secret
        self._clock = clock
        self._kept: dict[str, tuple[Installed, float]] = {}
        """By team: its installation, and until when it is used by the monotonic clock."""
        self._renewing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._again: dict[str, float] = {}
        """By workspace: until when a token that Slack didn't renew isn't tried again, as long as it lives."""

    async def of(self, team: str, *, anew: bool = False) -> Installed | None:
        """The installation that serves a team, with a token that hasn't ended; None where there is none. `anew`: what
        the database has now. Raises SlackUnreachable where that can't be told, and SlackApiError where Slack doesn't
        renew a token that has ended."""
        known, until = self._kept.get(team, (None, 0.0))
        fresh = known is not None and not anew and time.monotonic() < until
        kept = known if fresh else await self._read(team)
        if kept is not None and self._ends(kept):
            async with self._renewing[kept.workspace]:
                return await self._renewed(team)
        return kept

    def _ends(self, kept: Installed) -> bool:
        """Whether it's time for another token."""
        if kept.expires is None:
            return False
        left = kept.expires - self._clock()
        tried = time.monotonic() < self._again.get(kept.workspace, 0.0)
        return left < RENEWED_SECONDS and not (tried and left > 0)

    def forget(self, team: str) -> None:
        """Has the database asked the next time."""
        self._kept.pop(team, None)

    async def _read(self, team: str) -> Installed | None:
        try:
            found = await self._installations.of(team)
        except StoreError as error:
            log.error("the token of the workspace %s can't be read: %s", team, error)
            raise SlackUnreachable("the workspace's token can't be read", perhaps_done=False) from error
        if found is None:
            self._kept.pop(team, None)
        else:
            self._keep(team, found)
        return found

    def _keep(self, team: str, found: Installed) -> None:
        self._kept[team] = found, time.monotonic() + KEPT_SECONDS

    async def _renewed(self, team: str) -> Installed | None:
        """The installation with a new token, which another task or process may have got meanwhile."""
        before = await self._read(team)
        if before is None or before.expires is None or not self._ends(before):
            return before
        try:
            answer = await self._client.oauth_v2_access(
                client_id=self._id,
                client_secret=self._secret,
                grant_type="refresh_token",
                refresh_token=before.refresh_token,
            )
            ends = self._clock() + float(answer["expires_in"])
            token, refresh = str(answer["access_token"]), str(answer["refresh_token"])
            now = await self._installations.renew(before, token, refresh, ends)
        except (SlackApiError, SlackUnreachable, StoreError, KeyError, TypeError, ValueError) as error:
            there = await self._read(team)
            if there is None or there.token != before.token:
                return there
            log.error("the token of “%s” can't be renewed: %s", before.name, in_words(error))
            if before.expires > self._clock():
                self._again[before.workspace] = time.monotonic() + KEPT_SECONDS
                return before
            if isinstance(error, SlackApiError):
                raise
            raise SlackUnreachable("the workspace's token can't be renewed", perhaps_done=False) from error
        self._keep(team, now)
        log.info("the token of “%s” is renewed", now.name)
        return now


class WorkspaceClient(SlackClient):
    """Calls Slack for one team, with the token that it has now. Raises as SlackClient does; a team where the app isn't
    installed is refused as one that has uninstalled it."""

    def __init__(
        self,
        team: str,
        tokens: Tokens,
        base_url: str,
        waiting: Waiting | None = None,
        clock: SlackClock | None = None,
    ) -> None:
        super().__init__("", base_url, waiting, clock)
        self.team: str = team
        self._tokens = tokens

    async def api_call(self, api_method: str, **more: Any) -> AsyncSlackResponse:
        before = await self.fresh_token()
        try:
            return await super().api_call(api_method, **more)
        except SlackApiError as error:
            # Nothing was done with a token that Slack doesn't take. Somebody may have installed the app anew.
            if meaning(error) is not Meaning.REJECTED or await self.fresh_token(anew=True) == before:
                raise
        return await super().api_call(api_method, **more)

    async def fresh_token(self, *, anew: bool = False) -> str:
        try:
            found = await self._tokens.of(self.team, anew=anew)
        except SlackApiError as error:
            if meaning(error) is Meaning.REJECTED:
                self.refused(code_of(error) or "")
            raise
        if found is None:
            self.token = ""
            self.refused(NOT_INSTALLED)
            raise self._not_installed()
        if found.token != self.token:
            self.token = found.token
            self.rejection = None
            self.rejected.clear()
        return found.token

    async def usable(self) -> bool:
        if self.rejection is None:
            return True
        try:
            await self.fresh_token(anew=True)
        except (SlackApiError, SlackUnreachable):
            return False
        return self.rejection is None

    def _not_installed(self) -> SlackApiError:
        answer = AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=self.base_url,
            req_args={},
            data={"ok": False, "error": NOT_INSTALLED},
            headers={},
            status_code=200,
        )
        return SlackApiError(f"The app isn't installed in {self.team}.", answer)  # type: ignore[no-untyped-call]
