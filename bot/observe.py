"""What an operator sees of a running bot: its log, its health and its metrics. No secret gets into any of them."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import sys
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from bot import ports
from bot.settings import SettingsError
from bot.store.errors import StoreError

if TYPE_CHECKING:
    from aiohttp import web

    from bot.metrics import Metrics

log = logging.getLogger(__name__)

HIDDEN = "…"

_SECRETS = (
    # Slack's tokens: bot, user, app, configuration, refresh, workflow.
    (re.compile(r"(?<![A-Za-z0-9])(xox[a-z](?:\.xox[a-z])?|xapp|xwfp)-[A-Za-z0-9.-]+"), rf"\1-{HIDDEN}"),
    # OpenAI's keys; the look-behind spares "task-…" and the like.
    (re.compile(r"(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{8,}"), f"sk-{HIDDEN}"),
    # Headers and settings, as they stand in a request, a dictionary, or JSON within JSON.
    (
        re.compile(
            r"(?i)((?:authorization|api[-_]?key|client[-_]secret|signing[-_]secret|password)"
            r"[\\'\"\]]*\s*[:=,]\s*(?:b(?=\\*['\"]))?[\\'\"]*)(?:(?:bearer|basic)\s+)?[^\s\\'\",;}\])…]+"
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?i)\b(bearer|basic)\s+(?!Information\b)[A-Za-z0-9._~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    # Addresses that let whoever knows them in: answers to commands, sockets, uploads, names with passwords.
    (re.compile(r"(hooks\.slack(?:-gov)?\.com/)[^\s'\"<>]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(files\.slack\.com/upload/)[^\s'\"<>]+"), rf"\1{HIDDEN}"),
    (re.compile(r"([?&](?:sig|signature|code)=|(?:ticket|token)=)[^\s&'\"<>]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(\w://[^\s/:@]*:)[^\s/@]+(@)"), rf"\1{HIDDEN}\2"),
)
"""(what is secret, what is shown in its place): Slack, "Token types"; RFC 9110, 11.6.2; RFC 3986, 3.2.1."""

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")

_QUIET = {
    "aiohttp.access": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "openai": logging.WARNING,
    "procrastinate": logging.WARNING,
    "procrastinate.utils": logging.CRITICAL,  # tracebacks of what the queue raises, and we tell, while it is away
    "psycopg": logging.WARNING,
    "opentelemetry": logging.WARNING,
    "slack_sdk": logging.INFO,
    "slack_bolt": logging.INFO,
    "trafilatura": logging.WARNING,
}
"""What other people's loggers may say at most: their details hold transcripts, statements and requests."""

_about: ContextVar[Mapping[str, str]] = ContextVar("about")


@contextmanager
def about(**fields: str) -> Iterator[None]:
    """What is logged inside, also by tasks that are started there, says what it is about: `with about(job=job.id):`"""
    token = _about.set({**_about.get({}), **fields})
    try:
        yield
    finally:
        _about.reset(token)


@contextmanager
def about_as(fields: Mapping[str, str]) -> Iterator[None]:
    """The same for what somebody else has begun, and with nothing else: `fields` is what `told_about` gave then."""
    token = _about.set(fields)
    try:
        yield
    finally:
        _about.reset(token)


def told_about() -> Mapping[str, str]:
    """What is logged here is about."""
    return _about.get({})


def configure(
    level: str = "INFO", format: str = "auto", *, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Logs to stderr: "plain" lines for people, "json" for machines, or "auto", which is plain on a terminal. `secrets`
    are hidden wherever they stand, beside all that looks like one."""
    stream = stream or sys.stderr
    plain = format == "plain" or (format == "auto" and stream.isatty())
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlainLines(secrets) if plain else JsonLines(secrets))
    handler.addFilter(_is_for_people)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelNamesMapping()[level]))


def _is_for_people(record: logging.LogRecord) -> bool:
    """Whether a record is one for who runs the app. That slack_sdk asks once more, and by which of its handlers, is for
    who debugs it; its clients say so to whatever logger they were given."""
    return not str(record.msg).startswith("A retry handler found:") or logging.getLogger().level <= logging.DEBUG


def say_problems(problems: Iterable[str]) -> None:
    """Says why the app ends, in a line each on stderr: as JSON where the log is, since what reads that reads no other
    lines."""
    machine = any(isinstance(handler.formatter, JsonLines) for handler in logging.getLogger().handlers)
    for problem in problems:
        if machine:
            log.error("%s", problem)
        else:
            print(f"script2doc: {problem}", file=sys.stderr)


class _Lines(logging.Formatter):
    """Makes one record a text without secrets, and without what could pass for another record or move a cursor."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        # Shorter ones would hide pieces of ordinary words.
        known = sorted({secret for secret in secrets if len(secret) >= 8}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def clean(self, text: str) -> str:
        if self._known:
            text = self._known.sub(HIDDEN, text)
        for secret, shown in _SECRETS:
            text = secret.sub(shown, text)
        return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)

    def parts(self, record: logging.LogRecord) -> tuple[str, str | None, dict[str, str]]:
        """The message, what was raised, and what it is about."""
        message = self.clean(record.getMessage()).replace("\n", "\\n").replace("\t", " ")
        raised = self.formatException(record.exc_info) if record.exc_info and record.exc_info[0] else None
        fields = {name: self.clean(value) for name, value in _about.get({}).items()}
        return message, self.clean(raised) if raised else None, fields


class PlainLines(_Lines):
    """2026-11-23 21:04:05 INFO    bot.jobs.run: job 4f7k2m9p done [job=4f7k2m9p]"""

    def format(self, record: logging.LogRecord) -> str:
        message, raised, fields = self.parts(record)
        when = datetime.fromtimestamp(record.created).astimezone()
        named = " ".join(f"{name}={value}" for name, value in fields.items())
        line = f"{when:%Y-%m-%d %H:%M:%S} {record.levelname:<7} {record.name}: {message}"
        return "\n".join(part for part in (f"{line} [{named}]" if named else line, raised) if part)


class JsonLines(_Lines):
    """{"time": "2026-11-23T20:04:05.123Z", "level": "info", "logger": "bot.jobs.run", "message": "done", "job": "…"}"""

    def format(self, record: logging.LogRecord) -> str:
        message, raised, fields = self.parts(record)
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        values = {"time": when, "level": record.levelname.lower(), "logger": record.name, "message": message, **fields}
        if raised:
            values["exception"] = raised
        return json.dumps(values, ensure_ascii=False)


class _Jobs(Protocol):
    async def counts(self) -> Mapping[Any, int]: ...


class _Store(Protocol):
    @property
    def jobs(self) -> _Jobs: ...


class Observed(Protocol):
    """What health and metrics are read from: the bot, as far as they know it."""

    @property
    def store(self) -> _Store: ...
    @property
    def running(self) -> int: ...
    @property
    def leased(self) -> bool: ...
    @property
    def metrics(self) -> Metrics: ...


HEALTH_SECONDS = 4.0
"""How long the database may take to answer before the bot counts as unwell."""


def health_app(bot: Observed) -> web.Application:
    """/healthz: 200 while the database answers, else 503. /readyz: 200 while the process takes what is asked for, which
    it does once it has started, as long as its lease is renewed. /metrics: Prometheus' text format, or OpenMetrics
    where that is asked for."""
    from aiohttp import web
    from prometheus_client.aiohttp import make_aiohttp_handler

    exposed = make_aiohttp_handler(bot.metrics.registry)

    async def counts() -> Mapping[Any, int] | None:
        try:
            async with asyncio.timeout(HEALTH_SECONDS):
                return await bot.store.jobs.counts()
        except (StoreError, TimeoutError) as error:
            log.error("unhealthy: the database doesn't answer: %s", error or "it takes too long")
            return None

    async def healthz(_: web.Request) -> web.Response:
        if await counts() is None:
            return web.json_response({"status": "unwell", "database": "no answer"}, status=503)
        return web.json_response({"status": "well", "running": bot.running})

    async def readyz(_: web.Request) -> web.Response:
        there, leased = await counts() is not None, bot.leased
        if there and leased:
            return web.json_response({"status": "ready"})
        why = {"database": "no answer"} if not there else {"lease": "not renewed"}
        return web.json_response({"status": "not ready", **why}, status=503)

    async def metrics(request: web.Request) -> web.StreamResponse:
        bot.metrics.look(await counts(), bot.running)
        return await exposed(request)

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    return app


@asynccontextmanager
async def health_server(host: str, port: int, bot: Observed) -> AsyncIterator[int]:
    """Serves health and metrics; gives the port, which is any free one for 0. Raises SettingsError where the host
    or the port can't be used."""
    from aiohttp import web

    runner = web.AppRunner(health_app(bot), access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except (OSError, UnicodeError) as error:
            raise SettingsError(ports.refused(error, host, port, "SCRIPT2DOC_HEALTH_PORT")) from None
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
