"""python -m bot doctor: looks at all that the app needs, and says a line about each thing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import platform
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import doctor_database, doctor_limits, ports, preflight
from bot.app import passes, slack_client, unreachable
from bot.called import BOT
from bot.findings import Finding, Mark
from bot.idle_settings import idle
from bot.jobs.agent import SCOPE as PROMPTS
from bot.jobs.reactions import SCOPE as REACTIONS
from bot.jobs.run import CANVASES
from bot.settings import Settings
from bot.tokens import any_set, token_problems
from pipeline import __version__, llm
from pipeline.environment import FILE, readable
from pipeline.errors import ModelError, ModelUnavailable
from pipeline.llm.refusals import NEEDS_INTERNET, where_to_look
from pipeline.render.pdf import available
from pipeline.settings import outgoing_proxy, proxy_problem

DISPENSABLE = {
    "canvases:read": "canvases aren't read",
    REACTIONS: "messages get no reactions",
    CANVASES: "guides can't be made into canvases",
    PROMPTS: "no prompts are suggested",
}
"""Scopes without which the app only does less, and what it leaves out."""
PATIENCE = 10.0
"""Seconds that Slack, and that the model, may take to answer."""
THINKING_PATIENCE = 60.0
"""Seconds more for a model that has begun to answer, such as one that thinks first."""
PROXY_PATIENCE = 3.0
"""Seconds that a proxy may take to take a connection."""


async def examine() -> bool:
    """Prints a line for each thing; whether nothing is wrong. Raises BrokenPipeError where nobody reads on."""
    logging.disable()  # what others would log is among the findings
    well = True
    async for finding in findings():
        print(f"{finding.mark:<5}  {finding.what:<11}  {finding.said}", flush=True)
        well = well and finding.mark is not Mark.WRONG
    return well


async def findings() -> AsyncIterator[Finding]:
    """What is found, one after the other."""
    yield Finding(
        "version", Mark.OK, f"Script2Doc {__version__}, Python {platform.python_version()} on {platform.system()}"
    )
    read, broken = readable(FILE)
    for problem in broken:
        yield Finding(".env", Mark.WRONG, problem)
    if not broken:
        yield _env_file(FILE, read)
    env = {**read, **os.environ}
    settings, problems = preflight.look(env)
    if nobody := preflight.no_worker_problem(settings):
        problems.append(nobody)
    for problem in problems:
        yield Finding("settings", Mark.WRONG, problem)
    if not problems:
        which = "read, apart from what can't be" if broken else "read; what depends on them is looked at below"
        yield Finding("settings", Mark.NOTHING if broken else Mark.OK, which)
    for line in idle(settings, env):
        yield Finding("settings", Mark.WARNING, line)
    async for finding in _slack(settings):
        yield finding
    unusable = preflight.model_problems(env)
    for problem in unusable:
        yield Finding("model", Mark.WRONG, problem)
    if not unusable:
        yield await asked_model(env)
    yield _template(settings)
    yield _pdf()
    async for finding in doctor_database.examined(settings):
        yield finding
    yield doctor_database.disk(settings)
    yield doctor_limits.limits(settings, env)
    for finding in _ports(settings):
        yield finding
    if traced := doctor_limits.traces(env):
        yield traced
    if settings.proxy is None:
        yield Finding("proxy", Mark.NOTHING, "none is set for reference pages; they are fetched directly")
    else:
        yield await _proxy("proxy", "SCRIPT2DOC_PROXY", settings.proxy)
    if named := outgoing_proxy(env):
        yield await _proxy("web proxy", *named)


def _env_file(file: Path, read: Mapping[str, str]) -> Finding:
    if not os.path.isfile(file):
        return Finding(".env", Mark.NOTHING, f"none in {Path.cwd()}; settings come from the environment only")
    return Finding(".env", Mark.OK, f"{file.absolute()} was read: {_counted(len(read), 'setting')}")


async def _slack(settings: Settings) -> AsyncIterator[Finding]:
    if not any_set(settings):
        yield Finding("bot token", Mark.NOTHING, f"no Slack tokens are set; `{BOT} playground` needs none")
        return
    if token_problems(settings):
        # Each has its line above; to send something else than a token to Slack would tell nothing more.
        yield Finding("bot token", Mark.NOTHING, "not tried, because of the problems above")
        return
    if settings.several:
        from bot.doctor_workspaces import examined
        from bot.workspace_clients import AppClient

        of_the_app = AppClient(settings.api_url)
        of_the_app.retry_handlers.clear()
        yield await examined(settings, of_the_app, PATIENCE, manifest_scopes())
        yield await _way_in(of_the_app, settings)
        return
    client = slack_client(settings)
    client.retry_handlers.clear()
    try:
        async with asyncio.timeout(PATIENCE):
            who = await client.auth_test()
    except SlackApiError as error:
        said = str(unreachable(client.base_url, error))
        if not passes(error):
            said = (
                f"Slack rejected SLACK_BOT_TOKEN ({error.response['error']}). Copy the Bot User OAuth Token again from "
                "the app's “OAuth & Permissions” page."
            )
        yield Finding("bot token", Mark.WRONG, said)
        return
    except (OSError, TimeoutError) as error:
        yield Finding("bot token", Mark.WRONG, str(unreachable(client.base_url, error)))
        return
    yield Finding("bot token", Mark.OK, f"{who['user']} in {who['team']}")
    granted = {scope.strip() for scope in (who.headers.get("x-oauth-scopes") or "").split(",")} - {""}
    yield _scopes(granted)
    yield await _way_in(client, settings)


def _scopes(granted: set[str]) -> Finding:
    missing = sorted(manifest_scopes() - granted)
    if not missing:
        return Finding("scopes", Mark.OK, f"all {len(granted)} that manifest.yml asks for")
    less = [DISPENSABLE[scope] for scope in missing if scope in DISPENSABLE]
    so = f", so {' and '.join(less)}" if len(less) == len(missing) else ""
    said = f"missing: {', '.join(missing)}{so}. Update the app from manifest.yml and reinstall it."
    return Finding("scopes", Mark.WARNING if so else Mark.WRONG, said)


async def _way_in(client: AsyncWebClient, settings: Settings) -> Finding:
    if not settings.app_token:
        return Finding("connection", Mark.OK, f"HTTP on port {settings.port}, path /slack/events")
    try:
        async with asyncio.timeout(PATIENCE):
            await client.apps_connections_open(app_token=settings.app_token.get_secret_value())
    except SlackApiError as error:
        if passes(error):
            return Finding("connection", Mark.WRONG, str(unreachable(client.base_url, error)))
        return Finding(
            "connection",
            Mark.WRONG,
            f"Slack rejected SLACK_APP_TOKEN ({error.response['error']}). Create an app-level token with the scope "
            "connections:write on the app's “Basic Information” page.",
        )
    except (OSError, TimeoutError) as error:
        return Finding("connection", Mark.WRONG, str(unreachable(client.base_url, error)))
    return Finding("connection", Mark.OK, "Socket Mode")


def manifest_scopes() -> set[str]:
    """The bot scopes that manifest.yml asks for."""
    from bot.oauth import scopes

    return set(scopes())


async def asked_model(env: Mapping[str, str], patience: float = PATIENCE) -> Finding:
    """Whether the model answers within so many seconds. The settings have been found to be usable."""
    settings = llm.ModelSettings.from_env(env)
    if settings is None:
        return Finding(
            "model",
            Mark.NOTHING,
            "none is configured, so the extractive writer is used; set OPENAI_API_KEY to use a model",
        )
    models = " and ".join(dict.fromkeys((settings.model, settings.outline_model)))
    # A person waits: what doesn't answer at once is told, and not asked again.
    client = llm.Client(replace(settings, retries=0, busy_seconds=0.0))
    try:
        checked = await _checked(client, patience)
        if not settings.is_openai:
            with contextlib.suppress(TimeoutError, ModelError):
                async with asyncio.timeout(patience):
                    await llm.check_context(client)
    except _StillThinking:
        why = f"still thinks or reads after {patience + THINKING_PATIENCE:g} s, so a guide takes long."
        return Finding("model", Mark.WARNING, f"{models} at {settings.address} {why} A smaller model is faster.")
    except TimeoutError:
        why = f"no answer within {patience:g} s. A model that's still loading may answer in a minute."
        return Finding("model", Mark.WRONG, f"{models} at {settings.address}: {why} {where_to_look(settings)}")
    except ModelError as error:
        unsaid = isinstance(error, ModelUnavailable) and not error.message.endswith(
            ("needs to be checked.", NEEDS_INTERNET)
        )
        advice = f" {where_to_look(settings)}" if unsaid else ""
        return Finding("model", Mark.WRONG, f"{models} at {settings.address}: {error.message}{advice}")
    finally:
        await client.aclose()
    learned = [f"answered in {checked.seconds:.1f} s", _FORMS[checked.form]]
    learned.append("streams" if checked.streams else "doesn't stream, so a guide takes longer")
    context, cuts_at = client.contexts.of(settings.outline_model), client.contexts.cuts_at
    if context is not None and cuts_at is None:
        learned.append(f"has a context of {context:,} tokens")
    if checked.tokens_per_second is not None:
        learned.append(f"writes {checked.tokens_per_second:.0f} tokens a second")
    said = f"{models} at {settings.address} {', '.join(learned)}"
    if cuts_at is not None:
        return Finding(
            "model",
            Mark.WRONG,
            f"{said}, but cuts off what is longer than {cuts_at:,} tokens. Give the model a longer context, of "
            "16,000 tokens or more (in Ollama: OLLAMA_CONTEXT_LENGTH, or num_ctx).",
        )
    return Finding("model", Mark.OK, said)


class _StillThinking(Exception):
    """The model has begun to answer, and isn't done."""


async def _checked(client: llm.Client, patience: float) -> llm.Checked:
    """What a check finds out. Raises TimeoutError where nothing comes within `patience` seconds; a model that thinks
    first has THINKING_PATIENCE more."""
    checking = asyncio.create_task(llm.check(client))
    try:
        await asyncio.wait({checking}, timeout=patience)
        heard = client.patience.heard is not None
        if heard:
            await asyncio.wait({checking}, timeout=THINKING_PATIENCE)
        if checking.done():
            return checking.result()
        raise _StillThinking if heard else TimeoutError
    finally:
        checking.cancel()
        await asyncio.wait({checking})


_FORMS = {
    llm.Form.SCHEMA: "takes JSON schemas",
    llm.Form.OWN_SCHEMA: "takes JSON mode with a schema",
    llm.Form.JSON: "takes JSON mode, without schemas",
    llm.Form.TEXT: "takes plain text only",
}


def _template(settings: Settings) -> Finding:
    if settings.template is None:
        return Finding("template", Mark.NOTHING, "none is set; documents get the default look")
    if problem := preflight.template_problem(settings.template):
        return Finding("template", Mark.WRONG, problem)
    found = preflight.template_fitting(settings.template)
    said = f"{settings.template} has all styles"
    if found.missing_styles:
        said = (
            f"{settings.template} has no styles for {', '.join(found.missing_styles)}; they are added to each document"
        )
    if found.notes:
        return Finding("template", Mark.WARNING, " ".join([f"{said}.", *found.notes]))
    return Finding("template", Mark.OK, said)


def _pdf() -> Finding:
    if available():
        return Finding("PDF", Mark.OK, "LibreOffice is installed, so guides are available as PDF")
    return Finding(
        "PDF", Mark.NOTHING, "LibreOffice isn't installed, so PDF isn't offered; install libreoffice-writer to get it"
    )


def _ports(settings: Settings) -> list[Finding]:
    """The ports that serving will take. A port that a running app already has is taken, too."""
    wanted = [("port", settings.port, "SCRIPT2DOC_PORT")] if ports.over_http(settings) else []
    if settings.health_port is not None:
        wanted.append(("health port", settings.health_port, "SCRIPT2DOC_HEALTH_PORT"))
    if wanted and (problem := ports.unusable(settings.host, 0, "")):
        return [Finding("host", Mark.WRONG, problem)]
    findings = [_port(what, settings.host, port, name) for what, port, name in wanted]
    if settings.health_port is None:
        said = "none is set; set SCRIPT2DOC_HEALTH_PORT to serve /healthz and /metrics"
        findings.append(Finding("health port", Mark.NOTHING, said))
    elif ports.clash(settings):
        findings[-1] = Finding("health port", Mark.NOTHING, "not tried, because it's the same as the port above")
    return findings


def _port(what: str, host: str, port: int, name: str) -> Finding:
    if problem := ports.unusable(host, port, name):
        return Finding(what, Mark.WRONG, problem)
    return Finding(what, Mark.OK, f"{port} is free")


async def _proxy(what: str, name: str, proxy: str) -> Finding:
    if proxy_problem(proxy):
        return Finding(what, Mark.NOTHING, "not tried, because its address isn't valid")
    parts = urlsplit(proxy)
    host, port = parts.hostname or "", parts.port or 80
    try:
        async with asyncio.timeout(PROXY_PATIENCE):
            _, writing = await asyncio.open_connection(host, port)
        writing.close()
    except (OSError, TimeoutError) as error:
        why = str(error) or "no answer in time"
        return Finding(what, Mark.WRONG, f"{name} can't be reached: {why}. Check its address and that it's running.")
    return Finding(what, Mark.OK, f"{host}:{port} accepts connections")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
