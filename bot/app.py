"""Builds the app: the only place that wires things together."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize, AsyncCallableAuthorize
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import oauth
from bot import tracing as traces
from bot.allowed import Allowed
from bot.edits import Editor
from bot.jobs import queue as queues
from bot.jobs.allowances import claimed
from bot.jobs.desk import Desk, Renewed, Workspaces
from bot.jobs.lease import Lease, worker_name
from bot.jobs.service import JobService
from bot.jobs.worker import Worker
from bot.listeners import register
from bot.listeners.events import hearing
from bot.metrics import CountedCache, Metrics
from bot.settings import Settings, SettingsError, Unavailable
from bot.slack_client import SlackClient, Waiting
from bot.slack_errors import Meaning, code_of, meaning, status_of
from bot.slack_files import SlackFiles
from bot.store import Store, WrongKey
from bot.store.database import BUSY_SECONDS
from bot.store.day_tokens import DayTokens
from bot.store.installations import Installations
from bot.store.oauth_states import OAuthStates
from bot.tokens import NO_TOKENS
from bot.workspace_clients import AppClient, Tokens, WorkspaceClient
from pipeline import llm
from pipeline.knowledge import Fetcher
from pipeline.readers import ConfinedReader
from pipeline.settings import outgoing_proxy
from pipeline.tools import Tools

if TYPE_CHECKING:
    from bot.store.encryption import TokenCipher

log = logging.getLogger(__name__)

SHOWING = "pipeline.outline.confined_work"
"""What is done with files in processes of their own: they are read, and what they show is judged."""


@dataclass(frozen=True)
class Bot:
    """The wired app; its jobs are run while the context that made it is open."""

    app: AsyncApp
    service: JobService
    store: Store
    desk: Desk
    """What the jobs share, as the settings have made it."""

    @property
    def running(self) -> int:
        """How many jobs are under way in this process."""
        return self.desk.tasks.running

    @property
    def leased(self) -> bool:
        """Whether this process surely owns its jobs: its lease was renewed in time."""
        return self.desk.renewed.within(self.desk.settings.lease_seconds)

    @property
    def metrics(self) -> Metrics:
        return self.desk.metrics


def slack_client(settings: Settings, waiting: Waiting | None = None) -> SlackClient:
    """A client that waits as long as Slack asks it to. Raises SettingsError without a bot token."""
    if settings.bot_token is None:
        raise SettingsError(NO_TOKENS)
    return SlackClient(settings.bot_token.get_secret_value(), settings.api_url, waiting)


@asynccontextmanager
async def running_bot(
    settings: Settings,
    env: Mapping[str, str] | None = None,
    waiting: Waiting | None = None,
    *,
    confined: bool = True,
) -> AsyncIterator[Bot]:
    """The bot with its database open and its jobs being run; `waiting` is how long it waits for Slack. Where it isn't
    `confined`, files are read in this process, which only tests of something else may do. Raises SettingsError for
    tokens that Slack doesn't take, and StoreError for a database that can't be used."""
    given = os.environ if env is None else env
    client = AppClient(settings.api_url, waiting) if settings.several else slack_client(settings, waiting)
    who = None if settings.several else await check_token(client)
    try:
        model = llm.ModelSettings.from_env(given)
    except llm.ModelSettingsError as error:
        raise SettingsError(*error.problems) from None
    async with AsyncExitStack() as stack:
        tracing = await asyncio.to_thread(traces.opened, given)
        stack.push_async_callback(tracing.aclose)  # last: where nobody takes them, nothing else waits for that
        store = await stack.enter_async_context(
            Store.open(
                settings.database_url,
                cache_bytes=settings.cache_bytes,
                keep_seconds=settings.keep_days * 86_400,
                patience=BUSY_SECONDS,
            )
        )
        files = SlackFiles(client)
        stack.push_async_callback(files.aclose)
        metrics = Metrics()
        cache = CountedCache(store.cache, metrics)
        renewed = Renewed()
        sure = partial(renewed.within, settings.lease_seconds)

        def editor_of(client: SlackClient) -> Editor:
            return Editor(client, settings.edits_per_minute, sure=sure)

        editor = editor_of(client)
        stack.push_async_callback(editor.aclose)
        fetcher = Fetcher(
            settings.limits,
            cache,
            allow_hosts=settings.allow_hosts,
            deny_hosts=settings.deny_hosts,
            proxy=settings.proxy,
            address=settings.contact,
        )
        stack.push_async_callback(fetcher.aclose)
        reader = ConfinedReader(SHOWING) if confined else None
        if reader:
            stack.push_async_callback(reader.aclose)

        def call_ended(call: llm.CallEnded) -> None:
            metrics.call_ended(call)
            tracing.call_ended(call)

        door = llm.Client(model, call_ended) if model else None
        if door:
            stack.push_async_callback(door.aclose)
            if model and model.daily_tokens:
                door.day.share(partial(claimed, DayTokens(store.settings, model.daily_tokens)))
                stack.push_async_callback(door.day.give_back)
        look = await asyncio.to_thread(read_template, settings.template)
        tools = Tools(cache, settings.limits, door, reader, fetcher, look)
        desk = Desk(
            *(client, files, editor, store, tools, settings, worker_name()),
            metrics=metrics,
            tracing=tracing,
            renewed=renewed,
        )
        authorize, flow = of_one(who), None
        if isinstance(client, AppClient):
            from bot.store.encryption import TokenCipher  # an app of one workspace needs no cryptography

            cipher = TokenCipher(settings.keys)
            installations = await opened_installations(store, cipher)
            tokens = tokens_of(installations, client, settings)
            workspaces = Workspaces(
                lambda team: WorkspaceClient(team, tokens, settings.api_url, waiting, client.clock), files, editor_of
            )
            stack.push_async_callback(workspaces.aclose)
            desk = replace(desk, workspaces=workspaces, installations=installations)
            authorize = oauth.authorizing(tokens, installations, Allowed(settings.allowed))
            flow = flow_of(settings, client, tokens, installations, OAuthStates(store.database, cipher))
        worker = Worker(desk)
        queue = await stack.enter_async_context(queues.opened(desk, worker))
        service = JobService(desk, worker, queue)
        lease = Lease(desk, worker, queue, take_up=service.take_up)
        app = build_app(settings, client, service, authorize, flow)
        if desk.installations:
            oauth.noting_teams(app, tokens, desk.installations)
        await lease.start()
        stack.push_async_callback(lease.let_go)
        stack.push_async_callback(worker.say_resuming)
        stack.push_async_callback(desk.tasks.aclose)
        stack.push_async_callback(desk.show_no_more)
        queue.begin()
        desk.tasks.own(store.notices.listen(worker.stop_what_was_lost), "notices", lasting=True)
        log.info("guides are written by %s", writer(model))
        yield Bot(app, service, store, desk)


def writer(model: llm.ModelSettings | None) -> str:
    """Who writes the guides, in words for the operator."""
    if model is None:
        return "the extractive writer, because no model is configured"
    planned = f" (outlines by {model.outline_model})" if model.outline_model != model.model else ""
    return f"the model {model.model}{planned} at {model.address}"


def read_template(path: str | None) -> bytes | None:
    """The company's own document. Raises SettingsError where there is no such file."""
    if path is None:
        return None
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise SettingsError(f"SCRIPT2DOC_TEMPLATE can't be read: {path}: {error.strerror}.") from None


async def opened_installations(store: Store, cipher: TokenCipher) -> Installations:
    """Where the app is installed, every token readable and encrypted with the first key. Raises SettingsError for keys
    that aren't those, and StoreError."""
    installations = Installations(store.database, cipher)
    try:
        if number := await installations.encrypt_anew():
            log.info("%d installations are encrypted with the first of SCRIPT2DOC_TOKEN_KEYS now", number)
    except WrongKey as error:
        raise SettingsError(str(error)) from None
    return installations


def tokens_of(installations: Installations, client: AppClient, settings: Settings) -> Tokens:
    assert settings.client_id
    assert settings.client_secret
    return Tokens(
        installations, client, settings.client_id, settings.client_secret.get_secret_value(), client.clock.now
    )


def flow_of(
    settings: Settings, client: AppClient, tokens: Tokens, installations: Installations, states: OAuthStates
) -> AsyncOAuthFlow:
    assert settings.client_id
    assert settings.client_secret
    return oauth.flow(
        client,
        tokens,
        installations,
        states,
        client_id=settings.client_id,
        client_secret=settings.client_secret.get_secret_value(),
        redirect_uri=settings.redirect_uri,
        allowed=Allowed(settings.allowed),
    )


def of_one(who: AuthorizeResult | None) -> AsyncAuthorize:
    """`who` the app is in its only workspace, so that Bolt needn't ask before each listener, and fail."""

    async def authorize() -> AuthorizeResult | None:
        return who

    return AsyncCallableAuthorize(logger=log, func=authorize)  # type: ignore[arg-type]  # None is taken, too


def build_app(
    settings: Settings, client: SlackClient, service: JobService, authorize: AsyncAuthorize, flow: AsyncOAuthFlow | None
) -> AsyncApp:
    """The Bolt app with all listeners, and with the pages for installing it where there is a flow for that."""
    # Bolt reads SLACK_BOT_TOKEN too, and warns that our client makes it needless.
    logging.getLogger("slack_bolt").addFilter(lambda record: "`token`" not in record.getMessage())
    secret = settings.signing_secret.get_secret_value() if settings.signing_secret else None
    app = AsyncApp(
        name="script2doc",  # Bolt would look for it through the stack, in all modules that are loaded: 0.1 s
        client=client,
        signing_secret=secret or "not-used-over-socket-mode",
        request_verification_enabled=secret is not None,
        authorize=authorize,  # type: ignore[arg-type]  # one of Bolt's own kind
        oauth_flow=flow,
        before_authorize=hearing(service),
        logger=logging.getLogger("slack_bolt"),
    )
    register(app, service)
    return app


async def check_token(client: AsyncWebClient) -> AuthorizeResult:
    """Who the app is, as Slack says. Raises SettingsError where Slack doesn't take the bot token, and Unavailable where
    it can't be reached."""
    try:
        found = await client.auth_test()
    except SlackApiError as error:
        if passes(error):
            raise unreachable(client.base_url, error) from None
        raise SettingsError(
            f"Slack rejected SLACK_BOT_TOKEN ({code_of(error)}). Copy the Bot User OAuth Token again from "
            "the app's “OAuth & Permissions” page."
        ) from None
    except (OSError, TimeoutError) as error:
        raise unreachable(client.base_url, error) from None
    return AuthorizeResult.from_auth_test_response(bot_token=client.token, auth_test_response=found)


def passes(error: SlackApiError) -> bool:
    """Whether Slack is at fault, and not the token."""
    return meaning(error) is Meaning.PASSING


def unreachable(address: str, error: Exception) -> Unavailable:
    """What is said where Slack can't be reached."""
    advice = "If it needs a proxy, set HTTPS_PROXY."
    if named := outgoing_proxy(os.environ):
        advice = f"{named[0]} is set, so Slack is called through that proxy."
    return Unavailable(
        f"Slack can't be reached at {address}: {why_unreachable(error)}. Check that this machine can reach the "
        f"internet. {advice}"
    )


def why_unreachable(error: BaseException) -> str:
    """What kept Slack from being reached, in a few words."""
    if isinstance(error, SlackApiError):
        return f"it answers {code_of(error) or status_of(error)}"
    return str(error) or "no answer in time"
