"""Slack with several workspaces at one address, and an app that each of them may install by OAuth.

Simpler than Slack: people, channels and the app's user have the same ids in each workspace (which shows what an app
keeps by them alone), and an organization has one workspace here.
"""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from bot.playground.backend import ApiCall
from bot.playground.delivery import SocketCourier
from bot.playground.events import Timing
from bot.playground.manifest import Manifest
from bot.playground.people import APP, BOT_USER, YOU, Team
from bot.playground.playground import Playground
from bot.playground.refusal import Refused
from bot.playground.server import Server

LONG = 300
"""Characters of a token that rotates."""
LIVES_SECONDS = 43_200
"""How long such a token lives (Slack, "Using token rotation")."""
CODE_SECONDS = 600.0


@dataclass(frozen=True)
class _Asked:
    """What somebody has allowed, until the app fetches the token."""

    team: str
    whole: bool
    redirect_uri: str
    at: float


class Slack:
    """Several workspaces: `async with Slack(Team("T1"), Team("T2")) as slack`, then `slack["T1"]` is a playground."""

    def __init__(
        self, *teams: Team, timing: Timing | None = None, rotating: bool = False, manifest: Manifest | None = None
    ) -> None:
        self.rotating = rotating
        """Whether tokens end, and are given with a refresh token."""
        self.manifest = manifest or Manifest.load()
        self.client_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}"
        self.client_secret, self.signing_secret = secrets.token_hex(16), secrets.token_hex(16)
        self.app_token = f"xapp-1-playground-{secrets.token_hex(20)}"
        self._there = {
            team.id: Playground(timing=timing, manifest=self.manifest, app_token=self.app_token, team=team)
            for team in teams
        }
        self._codes: dict[str, _Asked] = {}
        self._refreshes: dict[str, str] = {}
        """By refresh token: the team that it is for."""
        self._refused: dict[str, str] = {}
        """By token: what is answered instead."""
        self.app_calls: list[ApiCall] = []
        """All calls of the Web API, whichever workspace they are of."""
        self._runner: web.AppRunner | None = None
        self.url = ""

    def __getitem__(self, team: str) -> Playground:
        return self._there[team]

    @property
    def api_url(self) -> str:
        return f"{self.url}api/"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=256 * 1024 * 1024)
        app.router.add_routes(
            [
                web.post("/api/{method}", self._api),
                web.get("/api/{method}", self._api),
                web.get("/oauth/v2/authorize", self._authorize),
                web.post("/oauth/v2/authorize", self._allow),
            ]
        )
        servers = {team: Server(playground) for team, playground in self._there.items()}
        for team, server in servers.items():
            inner = web.Application(client_max_size=256 * 1024 * 1024)
            inner.router.add_routes(server.routes())
            app.add_subapp(f"/{team}", inner)
        self._servers = servers
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        self.sockets = SocketCourier(self._changed)
        for team, playground in self._there.items():
            playground.sockets, playground.signing_secret = self.sockets, self.signing_secret
            playground.furnish(f"{self.url}{team}/")
            playground.events.mute(muted=True)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for playground in self._there.values():
            playground.workspace.changed(kind="closing")
            await playground.outbox.close()
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def deliver_over_http(self, url: str) -> None:
        """From now on everything goes to this request URL."""
        for playground in self._there.values():
            if playground.deliver_to != url:
                playground.deliver_over_http(url)

    # -- what people and Slack do

    def uninstall(self, team: str) -> None:
        """Somebody removes the app from a workspace: its token is refused from now on, and the app is told."""
        self.revoke(team, told=True, code="account_inactive")
        events = self._there[team].events
        events.mute(muted=False)
        events.app_uninstalled()
        events.mute(muted=True)
        events.whole = False

    def revoke(self, team: str, *, told: bool, code: str = "token_revoked") -> None:
        """Slack takes the workspace's token no more; `told` says whether the app is told."""
        playground = self._there[team]
        self._end(playground, code)
        if told:
            playground.events.tokens_revoked()
        playground.events.mute(muted=True)

    def expire(self, team: str) -> None:
        """The workspace's token has ended."""
        self._end(self._there[team], "token_expired")

    def _end(self, playground: Playground, code: str) -> None:
        self._refused[playground.bot_token] = code
        playground.bot_token = f"nobody has {secrets.token_hex(12)}"

    def _changed(self) -> None:
        for playground in self._there.values():
            playground.workspace.changed(kind="app")

    # -- the Web API: whose token it is says which workspace is meant

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        began, started = time.time(), time.monotonic()
        answer = await self._carried_out(request, method)
        self.app_calls.append(ApiCall(method, {}, began, time.monotonic() - started, answer.status))
        return answer

    async def _carried_out(self, request: web.Request, method: str) -> web.StreamResponse:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        form = dict(await request.post())
        if method == "oauth.v2.access":
            return _answer(self._access, kind, token, {key: str(value) for key, value in form.items()})
        if kind.lower() != "bearer":
            token = str(form.get("token") or "")
        if method == "auth.revoke":
            return _answer(self._revoked, token)
        if token in self._refused:
            return web.json_response({"ok": False, "error": self._refused[token]})
        # The app-level token is of no workspace, and what isn't known is refused by any.
        found = (team for team, playground in self._there.items() if playground.bot_token == token)
        return await self._servers[next(found, next(iter(self._there)))].api(request)

    def _revoked(self, token: str) -> dict[str, Any]:
        for team, playground in self._there.items():
            if playground.bot_token == token:
                self.revoke(team, told=True)
                return {"revoked": True}
        raise Refused(self._refused.get(token, "invalid_auth"))

    # -- OAuth (docs.slack.dev, "Installing with OAuth")

    async def _authorize(self, request: web.Request) -> web.Response:
        """The page that asks whether the app may be installed."""
        if problem := self._problem(request.query):
            return web.Response(status=400, text=problem)
        workspaces = "".join(
            f'<button name="team" value="{team}">Allow in {playground.workspace.team.name}</button>'
            for team, playground in self._there.items()
        )
        page = f"<h1>Script2Doc asks for permission</h1><form method=post>{workspaces}<button>Cancel</button></form>"
        return web.Response(text=f"<!DOCTYPE html><html lang=en><title>Slack</title>{page}", content_type="text/html")

    async def _allow(self, request: web.Request) -> web.Response:
        """Somebody allows it, in a workspace or for its organization; or cancels."""
        if problem := self._problem(request.query):
            return web.Response(status=400, text=problem)
        form, query = await request.post(), request.query
        team, url, state = str(form.get("team") or ""), query["redirect_uri"], query.get("state", "")
        if not team:
            return _redirect(url, error="access_denied", state=state)
        code = secrets.token_urlsafe(24)
        self._codes[code] = _Asked(team, form.get("whole") == "yes", url, time.monotonic())
        return _redirect(url, code=code, state=state)

    def _problem(self, query: Mapping[str, str]) -> str | None:
        """What Slack's page says in place of its question."""
        if query.get("client_id") != self.client_id:
            return "Invalid client_id parameter"
        if not set(query.get("scope", "").split(",")) <= self.manifest.scopes:
            return "Invalid permissions requested"
        if urlsplit(query.get("redirect_uri", "")).path != "/slack/oauth_redirect":
            return "redirect_uri did not match any configured URIs"
        return None

    def _access(self, kind: str, given: str, form: Mapping[str, str]) -> dict[str, Any]:
        """oauth.v2.access: a token for a code, or a new one for a refresh token."""
        named = base64.b64decode(given).decode() if kind.lower() == "basic" else ""
        if not named.startswith(f"{self.client_id}:"):
            raise Refused("invalid_client_id")
        if named != f"{self.client_id}:{self.client_secret}":
            raise Refused("bad_client_secret")
        if form.get("grant_type") == "refresh_token":
            team = self._refreshes.pop(form.get("refresh_token", ""), None)
            if team is None:
                raise Refused("invalid_refresh_token")
            return self.grant(team, whole=self._there[team].events.whole)
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or time.monotonic() - asked.at > CODE_SECONDS:
            raise Refused("invalid_code")
        if form.get("redirect_uri") != asked.redirect_uri:
            raise Refused("bad_redirect_uri")
        return self.grant(asked.team, whole=asked.whole)

    def grant(self, team: str, *, whole: bool = False) -> dict[str, Any]:
        """What oauth.v2.access answers once somebody has allowed the app: a token, instead of the one before."""
        playground = self._there[team]
        known, named = playground.workspace.team, playground.bot_token
        rotation: dict[str, Any] = {}
        if self.rotating:
            self._refused[named] = "token_expired"
            refresh = f"xoxe-1-{secrets.token_hex(70)}"
            self._refreshes[refresh] = team
            rotation = {"refresh_token": refresh, "expires_in": LIVES_SECONDS}
            named = f"xoxe.xoxb-1-{secrets.token_hex(LONG)}"[:LONG]
        elif not named.startswith("xoxb-") or playground.events.whole != whole:
            named = f"xoxb-playground-{secrets.token_hex(12)}"
        playground.bot_token = named
        playground.events.whole = whole
        playground.interactions.team = None if whole else {"id": known.id, "domain": known.domain}
        playground.events.mute(muted=False)
        enterprise = {"id": known.enterprise, "name": f"Organization {known.enterprise}"} if known.enterprise else None
        return {
            "access_token": named,
            "token_type": "bot",
            "scope": ",".join(sorted(self.manifest.scopes)),
            "bot_user_id": BOT_USER.id,
            "app_id": APP,
            "team": None if whole else {"id": known.id, "name": known.name},
            "enterprise": enterprise,
            "is_enterprise_install": whole,
            "authed_user": {"id": YOU.id},
            **rotation,
        }


def _answer(work: Any, *given: Any) -> web.Response:
    try:
        return web.json_response({"ok": True, **work(*given)})
    except Refused as refused:
        return web.json_response(refused.body())


def _redirect(url: str, **query: str) -> web.Response:
    return web.Response(status=302, headers={"Location": f"{url}?{urlencode(query)}"})
