"""The page in the browser: its files, its live stream, and the hands it lends to a person."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.playground import page_state
from bot.playground.backend import Backend
from bot.playground.hands import Hands
from bot.playground.people import BOT_USER
from bot.playground.refusal import Refused
from bot.playground.samples import SAMPLES
from bot.playground.workspace import Workspace

PAGE = Path(__file__).parent / "page"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PING = 15.0
"""Seconds between signs of life on a silent stream, so that a browser notices when the playground is gone."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Nothing from outside is loaded, and nobody else may frame the page."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guard(playground: Backend) -> Any:
    """Middleware: lets in only who reached the playground by its own name, and no other site's scripts.

    A page of another site can send requests to loopback, and by DNS rebinding even read the answers: the Host
    header gives away the second, Origin and Sec-Fetch-Site the first.
    """

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        port = playground.url.rstrip("/").rpartition(":")[2]
        hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        origin = request.headers.get("Origin")
        if request.host not in hosts or (origin is not None and origin not in {f"http://{host}" for host in hosts}):
            raise web.HTTPForbidden(text="The playground only accepts requests from its own page.")
        foreign = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        if foreign and (request.method != "GET" or request.headers.get("Sec-Fetch-Mode") != "navigate"):
            raise web.HTTPForbidden(text="The playground only accepts requests from its own page.")
        return await handler(request)

    return guarded


class Browser:
    def __init__(self, playground: Hands) -> None:
        self._playground = playground

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.page),
            web.get("/archives/{channel}/{message}", self.page),
            web.get("/page/{name}", self.asset),
            web.get("/files/{user}/{id}/{name}", self.file),
            web.get("/ui/files/{id}", self.file),
            web.get("/ui/state", self.state),
            web.get("/ui/stream", self.stream),
            web.post("/ui/message", self._doing(self.message)),
            web.post("/ui/upload", self._doing(self.upload)),
            web.post("/ui/sample", self._doing(self.sample)),
            web.post("/ui/command", self._doing(self.command)),
            web.post("/ui/press", self._doing(self.press)),
            web.post("/ui/shortcut", self._doing(self.shortcut)),
            web.post("/ui/global", self._doing(self.global_shortcut)),
            web.post("/ui/open", self._doing(self.open)),
            web.post("/ui/home", self._doing(self.home)),
            web.post("/ui/home/press", self._doing(self.home_press)),
            web.post("/ui/stop", self._doing(self.stop)),
            web.post("/ui/look", self._doing(self.look)),
            web.post("/ui/invite", self._doing(self.invite)),
            web.post("/ui/view/press", self._doing(self.view_press)),
            web.post("/ui/view/submit", self._doing(self.view_submit)),
            web.post("/ui/view/close", self._doing(self.view_close)),
        ]

    # -- what the browser loads

    async def page(self, _: web.Request) -> web.Response:
        return _asset("index.html")

    async def asset(self, request: web.Request) -> web.Response:
        return _asset(request.match_info["name"])

    async def file(self, request: web.Request) -> web.Response:
        """A file as a download, for someone who may see it."""
        try:
            file = self._playground.workspace.file_seen_by(request.match_info["id"], self._viewer(request.query))
        except Refused:
            raise web.HTTPNotFound(text="This file doesn't exist, or you don't have access to it.") from None
        disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        return web.Response(body=file.content, content_type=file.types[0], headers=HEADERS | disposition)

    async def state(self, request: web.Request) -> web.Response:
        return web.json_response(page_state.state(self._playground, self._viewer(request.query)), headers=HEADERS)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: each change that this person may see, from now on."""
        viewer = self._viewer(request.query)
        response = web.StreamResponse(headers=HEADERS | {"Content-Type": "text/event-stream"})
        with suppress(ConnectionError):
            await self._tell(request, response, viewer)
        return response

    async def _tell(self, request: web.Request, response: web.StreamResponse, viewer: str) -> None:
        async with self._playground.workspace.watching() as changes:
            await response.prepare(request)
            await response.write(b"event: ready\ndata: {}\n\n")
            while True:
                try:
                    async with asyncio.timeout(PING):
                        change = await changes.get()
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if change["kind"] == "closing":
                    return
                news = self._news(change, viewer)
                if news is not None:
                    await response.write(f"event: {change['kind']}\ndata: {json.dumps(news)}\n\n".encode())

    def _news(self, change: dict[str, Any], viewer: str) -> Any:
        playground, workspace = self._playground, self._playground.workspace
        match change["kind"]:
            case "message":
                message = workspace.messages[change["ts"]]
                return (
                    page_state.message_json(playground, message)
                    if page_state.sees(playground, message, viewer)
                    else None
                )
            case "channel":
                channel = workspace.channels[change["channel"]]
                return page_state.channel_json(channel, viewer) if page_state.may_read(channel, viewer) else None
            case "session" if page_state.may_read(workspace.channels[change["channel"]], viewer):
                return page_state.session_json(playground, change["channel"], change["thread_ts"])
            case "prompts" if page_state.may_read(workspace.channels[change["channel"]], viewer):
                return page_state.prompts_json(playground, change["channel"])
            case "view" if change["user"] == viewer:
                return {"view": page_state.view_json(playground, viewer)}
            case "home" if change["user"] == viewer:
                return {"home": page_state.home_json(playground, viewer)}
            case "app":
                return {"online": page_state.online(playground)}
            case _:
                return None

    # -- what the person does

    def _doing(self, action: Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]) -> Handler:
        """Reads the form or the JSON, and answers what became of it."""

        async def handle(request: web.Request) -> web.Response:
            body: dict[str, Any] = {}
            if request.content_type == "application/json":
                body = await request.json()
            elif request.content_type == "multipart/form-data":
                form = await request.post()
                body = {key: value for key, value in form.items() if isinstance(value, str)}
                body["files"] = [value for value in form.values() if isinstance(value, web.FileField)]
            else:
                raise web.HTTPUnsupportedMediaType
            body["user"] = self._viewer(body)
            try:
                answer = await action(body)
            except Refused as refused:
                return web.json_response(refused.body(), status=409, headers=HEADERS)
            except (KeyError, LookupError) as missing:
                error = {"ok": False, "error": f"not found: {missing}"}
                return web.json_response(error, status=404, headers=HEADERS)
            return web.json_response({"ok": True, **answer}, headers=HEADERS)

        return handle

    def _viewer(self, values: Any) -> str:
        """The person whose hands these are: anyone but the app."""
        user = values.get("as") or values.get("user") or self._playground.you.id
        if user not in self._playground.users or user == BOT_USER.id:
            raise web.HTTPBadRequest(text="This person isn't in the playground.")
        return str(user)

    async def message(self, body: dict[str, Any]) -> dict[str, Any]:
        files = [(field.filename, field.file.read()) for field in body.get("files", ())]
        text = as_typed(self._playground.workspace, str(body.get("text", "")))
        thread = body.get("thread_ts") or None
        message = await self._playground.post_message(body["channel"], body["user"], text, files, thread)
        return {"ts": message.ts}

    async def upload(self, body: dict[str, Any]) -> dict[str, Any]:
        """Files for a modal's file input: kept, and shared nowhere."""
        stored = [
            self._playground.store(field.filename, field.file.read(), body["user"]) for field in body.get("files", ())
        ]
        return {"files": [{"id": file.id, "name": file.name, "size": len(file.content)} for file in stored]}

    async def sample(self, body: dict[str, Any]) -> dict[str, Any]:
        sample = next(sample for sample in SAMPLES if sample.file == body["name"])
        content = await asyncio.to_thread(sample.content)
        message = await self._playground.post_message(
            body["channel"], body["user"], "", [(sample.name, content)], body.get("thread_ts") or None, note=sample.note
        )
        return {"ts": message.ts}

    async def command(self, body: dict[str, Any]) -> dict[str, Any]:
        receipt = await self._playground.slash_command(
            body["channel"], body["user"], body["command"], escaped(str(body.get("text", "")))
        )
        return {"acknowledged": receipt.acknowledged}

    async def press(self, body: dict[str, Any]) -> dict[str, Any]:
        receipt = await self._playground.press(body["ts"], body["action_id"], body["user"], body.get("chosen"))
        return {"acknowledged": receipt.acknowledged}

    async def shortcut(self, body: dict[str, Any]) -> dict[str, Any]:
        receipt = await self._playground.shortcut(body["ts"], body["callback_id"], body["user"])
        return {"acknowledged": receipt.acknowledged}

    async def global_shortcut(self, body: dict[str, Any]) -> dict[str, Any]:
        receipt = await self._playground.global_shortcut(body["callback_id"], body["user"])
        return {"acknowledged": receipt.acknowledged}

    async def open(self, body: dict[str, Any]) -> dict[str, Any]:
        """Opens the conversation with the app, or with another person."""
        members = [body["user"], body.get("with") or BOT_USER.id]
        channel = self._playground.workspace.direct_message(members)[0]
        if BOT_USER.id in members:
            self._playground.open_home(body["user"], "messages")
        return {"channel": page_state.channel_json(channel, body["user"])}

    async def home(self, body: dict[str, Any]) -> dict[str, Any]:
        """Opens the app's Home tab, which the app then shows anew."""
        self._playground.open_home(body["user"])
        return {}

    async def home_press(self, body: dict[str, Any]) -> dict[str, Any]:
        receipt = await self._playground.press_at_home(
            body["user"], body["action_id"], body.get("chosen"), body.get("value")
        )
        return {"acknowledged": receipt.acknowledged}

    async def stop(self, body: dict[str, Any]) -> dict[str, Any]:
        """Presses Slack's own Stop in a thread where the app is working."""
        if body["user"] not in self._playground.channel(body["channel"]).members:
            raise Refused("not_in_channel")
        self._playground.stop_session(body["channel"], body["thread_ts"], body["user"])
        return {}

    async def look(self, body: dict[str, Any]) -> dict[str, Any]:
        """Turns to a channel. Slack tells the app only while its conversation is open beside it; here it always is."""
        if body["user"] not in self._playground.channel(body["channel"]).members:
            raise Refused("not_in_channel")
        self._playground.look_at(body["user"], body["channel"])
        return {}

    async def invite(self, body: dict[str, Any]) -> dict[str, Any]:
        """Adds the app to a channel that the person is in."""
        channel = self._playground.channel(body["channel"])
        if body["user"] not in channel.members:
            raise Refused("not_in_channel")
        self._playground.invite_app(channel)
        return {}

    async def view_press(self, body: dict[str, Any]) -> dict[str, Any]:
        receipt = await self._playground.press_in_view(
            body["user"], body["action_id"], body.get("chosen"), body.get("values", {})
        )
        return {"acknowledged": receipt.acknowledged}

    async def view_submit(self, body: dict[str, Any]) -> dict[str, Any]:
        receipt = await self._playground.submit_view(body["user"], body.get("values", {}))
        return {"acknowledged": receipt.acknowledged}

    async def view_close(self, body: dict[str, Any]) -> dict[str, Any]:
        view = self._playground.views.top(body["user"])
        if view is not None:
            await self._playground.views.close(view, all=bool(body.get("all")))
        return {}


@cache
def _assets() -> dict[str, tuple[str, str]]:
    """The page's files: name → text and content type. A name that isn't here isn't looked for on the disk."""
    files = [path for path in PAGE.iterdir() if path.suffix in TYPES]
    return {path.name: (path.read_text("utf-8"), TYPES[path.suffix]) for path in files}


def _asset(name: str) -> web.Response:
    if name not in _assets():
        raise web.HTTPNotFound
    text, content_type = _assets()[name]
    return web.Response(text=text, content_type=content_type, headers=HEADERS)


def escaped(text: str) -> str:
    """What someone typed, with the characters escaped that Slack escapes, also in the text of a command."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_typed(workspace: Workspace, text: str) -> str:
    """What someone typed, in the form in which Slack hands it on: escaped, with links, mentions and channels marked."""
    text = escaped(text)
    text = re.sub(r"https?://[^\s|]*[^\s|.,;:!?)\]'\"]", lambda match: f"<{match[0]}>", text)
    for user in workspace.users.values():
        text = re.sub(rf"(?<![\w/])@{user.name}\b", f"<@{user.id}>", text, flags=re.IGNORECASE)
    for channel in workspace.channels.values():
        if channel.kind == "channel":
            text = re.sub(rf"(?<![\w/&])#{channel.name}\b", f"<#{channel.id}|{channel.name}>", text)
    return text
