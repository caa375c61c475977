"""Installing the app in a workspace, or in an organization, by OAuth: /slack/install and /slack/oauth_redirect.

Bolt's flow with stores of ours. The state that it sends to Slack comes back once, from the browser that has its cookie
(Slack, "Installing with OAuth").
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize, AsyncCallableAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.allowed import ALL, Allowed
from bot.listeners.events import Next
from bot.listeners.workspaces import workspace_of
from bot.slack_errors import SlackUnreachable, in_words
from bot.store import StoreError
from bot.store.installations import Installations, Installed
from bot.store.oauth_states import SECONDS, OAuthStates
from bot.tokens import INSTALL_PATH, REDIRECT_PATH
from bot.workspace_clients import AppClient, Tokens

log = logging.getLogger(__name__)

MANIFEST = Path(__file__).parents[1] / "manifest.yml"
NOT_NOW = "This can't be done right now. Try again in a minute, or tell whoever runs Script2Doc."

NOT_ALLOWED = (
    "Script2Doc can't be installed in this workspace ({workspace}), because whoever runs it allows only some. The "
    "token was given back. Give them this ID if it should be allowed."
)


def scopes() -> list[str]:
    """The bot scopes that manifest.yml asks for."""
    import yaml  # which an app of one workspace doesn't need

    return list(yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"])


class NotAllowed(Exception):
    """A workspace that isn't on the operator's list has installed the app."""


class InstallationStore(AsyncInstallationStore):
    """Keeps what the flow has got; everything else of this interface is left to `Tokens`."""

    def __init__(self, installations: Installations, tokens: Tokens) -> None:
        self._installations = installations
        self._tokens = tokens

    @property
    def logger(self) -> logging.Logger:
        return log

    async def async_save(self, installation: Installation) -> None:
        """Raises BoltError where there is no bot token, or the database can't be used."""
        whole = bool(installation.is_enterprise_install)
        workspace = installation.enterprise_id if whole else installation.team_id
        if not (workspace and installation.bot_token and installation.bot_user_id):
            raise BoltError("Slack gave no bot token")
        made = Installed(
            workspace=workspace,
            name=(installation.enterprise_name if whole else installation.team_name) or workspace,
            token=installation.bot_token,
            bot_id=installation.bot_id or "",
            bot_user=installation.bot_user_id,
            installed=installation.installed_at,
            enterprise=installation.enterprise_id,
            scopes=",".join(installation.bot_scopes or ()),
            refresh_token=installation.bot_refresh_token,
            expires=installation.bot_token_expires_at,
            installed_by=installation.user_id or "",
        )
        try:
            await self._installations.put(made)
        except StoreError as error:
            raise BoltError(str(error)) from error
        self._tokens.forget(workspace)
        log.info("the app was installed in “%s” (%s) by %s", made.name, workspace, made.installed_by)


class StateStore(AsyncOAuthStateStore):
    def __init__(self, states: OAuthStates) -> None:
        self._states = states

    @property
    def logger(self) -> logging.Logger:
        return log

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        return self._states.issue()

    async def async_consume(self, state: str) -> bool:
        return await self._states.consume(state)


class Flow(AsyncOAuthFlow):
    """Answers in words where Slack or the database can't be reached, or the workspace isn't allowed."""

    allowed = ALL

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        """Keeps what Slack has given. For a workspace that isn't allowed, it gives the token back. Raises BoltError,
        NotAllowed."""
        team = None if installation.is_enterprise_install else installation.team_id
        if self.allowed.takes(team, installation.enterprise_id):
            await super().store_installation(request, installation)
            return
        named = f"“{installation.team_name or installation.enterprise_name}” ({team or installation.enterprise_id})"
        log.warning("an install in %s was refused: it isn't in SCRIPT2DOC_WORKSPACES", named)
        try:
            await self.client.auth_revoke(token=installation.bot_token)
        except (SlackApiError, SlackUnreachable) as error:
            log.error("the token of %s couldn't be given back: %s", named, in_words(error))
        raise NotAllowed(team or installation.enterprise_id or "")

    async def handle_installation(self, request: AsyncBoltRequest) -> BoltResponse:
        return await _answered(super().handle_installation(request))

    async def handle_callback(self, request: AsyncBoltRequest) -> BoltResponse:
        return await _answered(super().handle_callback(request))


async def _answered(work: Awaitable[BoltResponse]) -> BoltResponse:
    try:
        return await work
    except NotAllowed as refused:
        said = NOT_ALLOWED.format(workspace=refused)
        return BoltResponse(status=403, body=said, headers={"Content-Type": "text/plain; charset=utf-8"})
    except (StoreError, SlackUnreachable) as error:
        log.error("an install failed: %s", error)
        return BoltResponse(status=503, body=NOT_NOW, headers={"Content-Type": "text/plain; charset=utf-8"})


def flow(
    client: AppClient,
    tokens: Tokens,
    installations: Installations,
    states: OAuthStates,
    *,
    client_id: str,
    client_secret: str,
    redirect_uri: str | None,
    allowed: Allowed = ALL,
) -> AsyncOAuthFlow:
    """The flow, whose pages Bolt's server adds to its own."""
    made = Flow(
        client=client,
        logger=logging.getLogger("slack_bolt"),
        settings=AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=scopes(),
            user_scopes=[],
            redirect_uri=redirect_uri,
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            authorization_url=f"{client.base_url.removesuffix('api/')}oauth/v2/authorize",
            installation_store=InstallationStore(installations, tokens),
            state_store=StateStore(states),
            state_expiration_seconds=SECONDS,
        ),
    )
    made.allowed = allowed
    return made


def authorizing(tokens: Tokens, installations: Installations, allowed: Allowed = ALL) -> AsyncAuthorize:
    """Says for each payload who the app is where it comes from, so that Bolt knows the app's own messages. Of a
    workspace that isn't allowed any more, nothing is taken."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        if not allowed.takes(team_id, enterprise_id):
            log.warning("%s isn't in SCRIPT2DOC_WORKSPACES, so what Slack sends of it is ignored", team_id)
            return None
        found = await tokens.of(team_id) if team_id else None
        if found is None and enterprise_id:
            found = await installations.of(team_id, enterprise_id)
        if found is None:
            log.warning("the app isn't installed in %s, but Slack sends something of it", team_id or enterprise_id)
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user,
            bot_token=found.token,
        )

    return AsyncCallableAuthorize(logger=log, func=authorize)  # type: ignore[arg-type]  # None is taken, too


def noting_teams(app: AsyncApp, tokens: Tokens, installations: Installations) -> None:
    """Has every payload of an organization say its team. Where the app is installed for the whole, Slack leaves that
    out of the authorization, but what is kept of the team has to find the organization's token."""

    @app.middleware
    async def note(body: dict[str, Any], context: AsyncBoltContext, next_: Next) -> None:
        enterprise, team = context.enterprise_id, context.team_id or body.get("team_id") or workspace_of(body)
        if enterprise and team and team != enterprise:
            context["team_id"] = team
            # Without a token of ours, what Slack says is that the app is gone.
            if context.bot_token and await tokens.of(team) is None:
                await installations.note_team(team, enterprise)
        await next_()
