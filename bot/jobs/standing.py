"""The standing references of a channel and of the workspace: pages that every guide made there may take names from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.access import is_admin
from bot.messages.language import Words
from bot.messages.message import plain
from bot.store import Scope
from bot.store.settings import KeptSettings
from pipeline.errors import OptionError, ReferenceUnavailable
from pipeline.knowledge import Fetcher
from pipeline.options import GuideOptions, check_url

MOST = 10
"""Pages that a channel or a workspace can have."""

USAGE = (
    "`/script2doc references` lists the pages that guides in this channel take exact names and values from. "
    "`/script2doc references add URL` and `remove URL` change the list for this channel. Admins can add `workspace` at "
    "the end to change it for all channels."
)
USE_ANOTHER = "Use another page."
"""Behind the reason why a page can't be fetched."""
UNUSED = "Guides don't use these pages at the moment, because no language model is set up here."
"""Shown below the list if no language model is configured."""


class TooMany(Exception):
    """The list would be longer than MOST."""


class Standing:
    """Reads and changes standing references; they are kept as settings."""

    def __init__(self, client: AsyncWebClient, settings: KeptSettings, fetcher: Fetcher | None = None) -> None:
        """Pages that the fetcher won't fetch can't be added; without one, all can."""
        self._client = client
        self._settings = settings
        self._fetcher = fetcher

    async def of(self, team: str, channel: str) -> tuple[str, ...]:
        """The channel's pages, then the workspace's."""
        return tuple(
            dict.fromkeys(
                [
                    *await self._pages(Scope.CHANNEL, team, channel),
                    *await self._pages(Scope.WORKSPACE, team, team),
                ]
            )
        )

    async def added_to(self, options: GuideOptions, team: str, channel: str, most: int) -> GuideOptions:
        """The options with the standing references after the person's own, as far as the limit goes."""
        urls = tuple(dict.fromkeys([*options.urls, *await self.of(team, channel)]))
        return options.but(urls=urls[: max(most, len(options.urls))])

    async def change(self, say: Words, text: str, team: str, channel: str, user: str) -> str:
        """Does what `references …` asks for; what to tell the person in their language, as mrkdwn."""
        parts = text.split()
        if not parts:
            return await self._listed(say, team, channel)
        everywhere = parts[-1].lower() == "workspace"
        verb, urls = parts[0].lower(), parts[1 : -1 if everywhere else None]
        if verb not in ("add", "remove") or not urls:
            return say(USAGE)
        if everywhere and not await is_admin(self._client, user):
            return say("Only an admin can change the reference pages for the whole workspace.")
        scope, subject = (Scope.WORKSPACE, team) if everywhere else (Scope.CHANNEL, channel)
        try:
            asked = list(dict.fromkeys(check_url(url) for url in urls))
            if verb == "add" and self._fetcher:
                for url in asked:
                    self._fetcher.check(url)
        except OptionError as error:
            return plain(say.told(error.message))
        except ReferenceUnavailable as error:
            return plain(say.told(f"{error.message} {USE_ANOTHER}"))
        before = await self._pages(scope, team, subject)
        try:
            await self._settings.change(scope, team, subject, partial(_changed, verb, asked))
        except TooMany:
            return say("You can have up to {most} reference pages here. Remove one first.", most=MOST)
        # What is added is seen in the list.
        removed = asked if verb == "remove" else []
        told = [_removed(say, plain(url), there=url in before, everywhere=everywhere) for url in removed]
        return "\n".join([*told, await self._listed(say, team, channel)])

    async def _listed(self, say: Words, team: str, channel: str) -> str:
        lines = []
        for said, scope, subject in (
            ("For this channel", Scope.CHANNEL, channel),
            ("For the whole workspace", Scope.WORKSPACE, team),
        ):
            pages = await self._pages(scope, team, subject)
            lines += [say.labelled(say(said), "").rstrip(), *(f"•  {plain(url)}" for url in pages)] if pages else []
        if not lines:
            return say.sentences(say("There are no reference pages here."), say(USAGE))
        return "\n".join([f"*{say('Reference pages')}*", *lines])

    async def _pages(self, scope: Scope, team: str, subject: str) -> list[str]:
        return pages_in(await self._settings.get(scope, team, subject))


def _removed(say: Words, url: str, *, there: bool, everywhere: bool) -> str:
    """What became of an address that was to be removed from a list. `there`: whether it was on it."""
    if there:
        return say("Removed: {url}", url=url)
    if everywhere:
        return say("{url} isn't on the list for the whole workspace.", url=url)
    return say("{url} isn't on the list for this channel.", url=url)


def pages_in(kept: Mapping[str, Any] | None) -> list[str]:
    """The addresses in what is kept of a channel or workspace."""
    return [str(url) for url in (kept or {}).get("references", [])]


def _changed(verb: str, asked: Sequence[str], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is set, with these pages added or removed. Raises TooMany."""
    kept = [url for url in pages_in(before) if url not in asked]
    pages = [*kept, *asked] if verb == "add" else kept
    if len(pages) > MOST:
        raise TooMany
    return {**(before or {}), "references": pages}
