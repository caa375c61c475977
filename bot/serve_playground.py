"""Opens the playground with the bot beside it, and serves both until it is told to stop."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot import browser, observe
from bot.app import running_bot, writer
from bot.playground import Playground
from bot.playground.snapshot import SnapshotError, kept
from bot.serve import listening
from bot.settings import Settings, SettingsError
from bot.signals import Stop
from bot.temporary_folder import keep, remove, remove_abandoned, temporary_folder
from pipeline import llm


async def in_playground(
    settings: Settings, env: Mapping[str, str], stop: Stop, opened: Callable[[], object] = bool
) -> None:
    """Opens the playground, calls `opened`, serves until it is told to stop, and says what became of its files. Raises
    SettingsError, and StoreError where its folder can't be used."""
    level = settings.log_level if settings.log_level != "INFO" else "WARNING"
    # People look on, whether or not there is a terminal.
    form = settings.log_format if settings.log_format != "auto" else "plain"
    observe.configure(level, form, secrets=settings.secrets(env))
    kept_in: Path | None = None
    async with AsyncExitStack() as stack:
        folder = _folder(settings, stack, stop)
        playground, instead = await _opened(settings.playground_port, stack)
        if settings.playground_data is not None:
            try:
                await stack.enter_async_context(kept(playground.workspace, folder / "workspace.db"))
            except SnapshotError as error:
                raise SettingsError(f"SCRIPT2DOC_PLAYGROUND_DATA: {error}") from None
        there = settings.model_copy(
            update={
                "bot_token": SecretStr(playground.bot_token),
                "app_token": SecretStr(playground.app_token),
                "signing_secret": None,
                "client_id": None,
                "api_url": playground.api_url,
                "database_url": f"sqlite+aiosqlite:///{folder / 'playground.db'}",
            }
        )
        bot = await stack.enter_async_context(running_bot(there, env))
        await stack.enter_async_context(listening(there, bot))
        opened()
        kept_in = folder if settings.playground_data else None
        # Only now: where the start fails, nobody needs to know which port it would have had.
        _say(_welcome(playground.url, instead, kept_in, env))
        if browser.wanted(settings.open_browser, env, terminal=sys.stdout.isatty()):
            browser.open_page(playground.url)
        await stop.wait()
    _say_goodbye(kept_in)


def _folder(settings: Settings, stack: AsyncExitStack, stop: Stop) -> Path:
    """Where the playground's files are: the operator's folder, or one that is removed at the end. Raises
    SettingsError."""
    if settings.playground_data is None:
        try:
            remove_abandoned()
            temporary = stack.enter_context(temporary_folder())
        except OSError as error:
            raise SettingsError(
                f"A temporary folder can't be created: {error}. Set TMPDIR to a folder that can be used."
            ) from None
        stop.at_the_end(lambda: remove(temporary))
        return temporary
    folder = Path(settings.playground_data).expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep(folder)
    except OSError as error:
        raise SettingsError(
            f"SCRIPT2DOC_PLAYGROUND_DATA: the folder {folder} can't be created: {error.strerror}. Set it to another "
            "one."
        ) from None
    return folder


async def _opened(port: int, stack: AsyncExitStack) -> tuple[Playground, str]:
    """The playground at this port; or at any other where this one can't be had, with a line that says why."""
    try:
        return await stack.enter_async_context(Playground(port=port)), ""
    except OSError as error:
        why = (
            "is already in use"
            if error.errno == errno.EADDRINUSE
            else f"can't be used ({os.strerror(error.errno or 0)})"
        )
        playground = await stack.enter_async_context(Playground(port=0))
        instead = f"Port {port} {why}, so the playground uses port {urlsplit(playground.url).port} this time.\n"
        return playground, instead


def _welcome(url: str, instead: str, folder: Path | None, env: Mapping[str, str]) -> str:
    """What one has to know. `instead`: a line about the port, or nothing."""
    model = llm.ModelSettings.from_env(env)
    wrote = (
        f"Guides are written by {writer(model)}."
        if model
        else "Guides are made from the speaker's own words, because no language model is set up. To use one, set "
        "OPENAI_API_KEY."
    )
    where = (
        f"Everything is kept in {folder}."
        if folder
        else "Everything in the playground is deleted when you stop it. To keep it, set SCRIPT2DOC_PLAYGROUND_DATA to "
        "a folder."
    )
    return f"The playground is open: {url}\n{instead}{wrote}\n{where}\nPress Ctrl-C to stop it."


def _say_goodbye(folder: Path | None) -> None:
    """The last line, once everything is closed. A terminal shows ^C before it."""
    what = f"Everything is kept in {folder}." if folder else "The playground's files are gone."
    _say(f"\nStopped. {what}" if sys.stdout.isatty() else f"Stopped. {what}")


def _say(text: str) -> None:
    """Prints a text where there is somebody to read it: the terminal may be gone at any moment."""
    try:
        print(text, flush=True)
    except OSError:
        # What Python has yet to write goes nowhere, or it would complain at its end ("Note on SIGPIPE" in its manual).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
