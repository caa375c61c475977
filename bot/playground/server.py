"""The HTTP side that the app sees: Web API, uploads, downloads, response_url and the Socket Mode door."""

from __future__ import annotations

import asyncio
import json
import time
from html import escape
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.playground import methods
from bot.playground.arguments import Args
from bot.playground.backend import ApiCall, Backend
from bot.playground.calls import Call, Method, missing_scope, web_api
from bot.playground.faults import Cut, Fault
from bot.playground.people import BOT_USER
from bot.playground.rates import rate_limited
from bot.playground.refusal import Refused

_REGISTERED = methods
"""Importing the package is what registers the methods."""

LOGIN_PAGE = """<!DOCTYPE html><html lang="en"><head><title>Playground</title></head><body>
<h1>Sign in to your workspace</h1><form><label>Email <input type="email"></label></form></body></html>"""
"""What comes, with status 200, instead of a private file when the token isn't right: not the file."""

APP_SCOPES = frozenset({"connections:write"})
"""What the app-level token is granted."""


class Server:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/{method}", self.api),
            web.get("/api/{method}", self.api),
            web.get("/socket/{ticket}", self.socket),
            web.post("/upload/v1/{ticket}", self.upload),
            web.get("/files-pri/{id}/{tail:.+}", self.download),
            web.get("/files-tmb/{id}/file.vtt", self.download),
            web.post("/response/{ticket}", self.respond),
        ]

    # -- Web API

    async def api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        at, started = time.time(), time.monotonic()
        method = web_api.methods.get(name)
        args, body_token = await _arguments(request, method)
        channel = args.text("channel") or args.text("channel_id")
        fault = self._backend.faults.take(name, channel)
        status, headers, body = await self._answer(fault, name, method, args, _token(request) or body_token)
        well = body is not None and body["ok"]
        error = None if well else (body or {}).get("error", str(status))
        self._backend.log(ApiCall(name, dict(args.values), at, time.monotonic() - started, status, error))
        if fault.cut:
            return await _cut(request, fault.cut)
        if fault.page:
            return web.Response(status=status, text=fault.page, content_type="text/html")
        if body is None:
            return web.Response(status=status, text="Internal Server Error", headers=headers)
        return web.json_response(body, status=status, headers=headers)

    async def _answer(
        self, fault: Fault, name: str, method: Method | None, args: Args, token: str
    ) -> tuple[int, dict[str, str], dict[str, Any] | None]:
        done = await self._carry_out(name, method, args, token) if fault.after else None
        fault.met.set()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.cut or fault.page:
            return fault.status, {}, {"ok": False, "error": str(fault.cut or "a page")}
        if fault.error == "ratelimited" and not fault.in_body:
            refused = rate_limited(fault.retry_after)
            return refused.status, refused.headers, refused.body()
        if fault.status != 200:
            return fault.status, {}, None
        if fault.error:
            return 200, {}, {"ok": False, "error": fault.error}
        return done or await self._carry_out(name, method, args, token)

    async def _carry_out(
        self, name: str, method: Method | None, args: Args, token: str
    ) -> tuple[int, dict[str, str], dict[str, Any]]:
        headers: dict[str, str] = {}
        try:
            if method is None:
                raise Refused("unknown_method", req_method=name)
            scopes = self._scopes(method, token)
            headers["X-OAuth-Scopes"] = ",".join(sorted(scopes))
            self._backend.rates.call(name, method.per_minute)
            if method.scopes and not scopes.intersection(method.scopes):
                raise missing_scope(method.scopes, scopes)
            result = await method.handler(Call(self._backend, args, scopes, BOT_USER.id))
        except Refused as refused:
            return refused.status, headers | refused.headers, refused.body()
        return 200, headers, {"ok": True, **result}

    def _scopes(self, method: Method, token: str) -> frozenset[str]:
        """What the token may do. Raises Refused for one that is missing, wrong or of the other kind."""
        if method.caller == "anyone":
            return frozenset()
        if not token:
            raise Refused("not_authed")
        if token not in (self._backend.bot_token, self._backend.app_token):
            raise Refused("invalid_auth")
        kind = "app" if token == self._backend.app_token else "bot"
        if kind != method.caller:
            raise Refused("not_allowed_token_type")
        return APP_SCOPES if kind == "app" else self._backend.manifest.scopes

    # -- files

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Step two of an upload: the bytes, raw or as a form."""
        fault = self._backend.faults.take("upload")
        fault.met.set()
        if (failed := await _failed(request, fault)) is not None:
            return failed
        ticket = request.match_info["ticket"]
        files = self._backend.workspace.files.values()
        file = next((file for file in files if file.upload_ticket == ticket and file.state == "reserved"), None)
        if file is None:
            return web.Response(status=404, text="Not Found")
        if request.content_type == "multipart/form-data":
            form = await request.post()
            part = next((part for part in form.values() if isinstance(part, web.FileField)), None)
            file.content = part.file.read() if part else b""
        else:
            file.content = await request.read()
        file.state = "uploaded"
        return web.Response(text=f"OK - {len(file.content)}")

    async def download(self, request: web.Request) -> web.StreamResponse:
        fault = self._backend.faults.take("download")
        fault.met.set()
        if (failed := await _failed(request, fault)) is not None:
            return failed
        id = request.match_info["id"].partition("-")[2]
        scopes = self._backend.manifest.scopes
        if _token(request) != self._backend.bot_token or "files:read" not in scopes:
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        try:
            file = self._backend.workspace.file_seen_by(id, BOT_USER.id)
        except Refused:
            return web.Response(status=404, text="Not Found")
        if request.path.startswith("/files-tmb/"):
            return web.Response(text=file.transcript or "", content_type="text/vtt")
        if file.described.get("filetype") == "quip":
            lines = "".join(f"<p>{escape(line)}</p>" for line in file.content.decode().splitlines())
            return web.Response(text=f"<html><body>{lines}</body></html>", content_type="text/html")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        return web.Response(body=file.content, content_type=file.types[0], headers=headers)

    # -- answers and sockets

    async def respond(self, request: web.Request) -> web.Response:
        try:
            body = await request.json()
            self._backend.interactions.respond(request.match_info["ticket"], body if isinstance(body, dict) else {})
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        except Refused as refused:
            status = refused.status if refused.status != 200 else 400
            return web.json_response(refused.body(), status=status)
        return web.json_response({"ok": True})

    async def socket(self, request: web.Request) -> web.StreamResponse:
        if not self._backend.admit(request.match_info["ticket"]):
            return web.Response(status=404, text="Not Found")
        fault = self._backend.faults.take("socket")
        fault.met.set()
        if fault.status != 200:
            return web.Response(status=fault.status)
        return await self._backend.sockets.serve(request)


async def _failed(request: web.Request, fault: Fault) -> web.StreamResponse | None:
    """What a fault answers to an upload or a download; None where it goes on."""
    if fault.delay:
        await asyncio.sleep(fault.delay)
    if fault.cut:
        return await _cut(request, fault.cut)
    if fault.page:
        return web.Response(status=fault.status, text=fault.page, content_type="text/html")
    if fault.error == "ratelimited":
        return web.Response(status=429, headers={"Retry-After": str(fault.retry_after)})
    if fault.status != 200:
        return web.Response(status=fault.status, text="it failed")
    return None


async def _cut(request: web.Request, where: Cut) -> web.StreamResponse:
    """Ends the connection too soon."""
    answer = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "1000"})
    if where is Cut.BODY:
        await answer.prepare(request)
        await answer.write(b'{"ok": tr')
    if request.transport is not None:
        request.transport.close()
    return answer


def _token(request: web.Request) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


async def _arguments(request: web.Request, method: Method | None) -> tuple[Args, str]:
    """Query, form and JSON merged, the later one winning; and the token among them, if one is there."""
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        if method is None or method.takes_json:
            try:
                body = json.loads(await request.read() or b"{}")
            except ValueError:
                body = {}
            if isinstance(body, dict):
                values |= body
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        values |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    token = str(values.pop("token", "") or "")
    return Args(values), token
