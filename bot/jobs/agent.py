"""The app's own conversation with somebody, where Slack shows it as an agent's: greeted once, with prompts that go by
what they look at. Without agents, it is the direct message that it always was."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot import access
from bot.jobs.answered import Answered
from bot.jobs.desk import Desk
from bot.jobs.intake import UNFIT
from bot.jobs.listing import latest_of
from bot.jobs.requests import Dropped, Viewed
from bot.jobs.thread import direct_message, permalink
from bot.messages.agent import LATEST, Seen, answer_message, asked_in, greeting_message, prompts, prompts_title
from bot.messages.usage import jobs_message
from bot.shared_files import files_of
from bot.slack_client import once
from bot.slack_errors import Meaning, SlackUnreachable, code_of, in_words, meaning
from bot.store import Scope

log = logging.getLogger(__name__)

SCOPE = "assistant:write"
LOOKED_SECONDS = 60.0
"""How long what was found in a channel is kept: people go to and fro."""
REMEMBERED = 500


class Agent:
    def __init__(self, desk: Desk, answered: Answered, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._answered = answered
        self._clock = clock
        self._off = False
        self._found: OrderedDict[tuple[str, str | None], tuple[float, Seen | None]] = OrderedDict()

    async def opened(self, viewed: Viewed) -> None:
        """Greets who opens the conversation for the first time, and suggests what to ask. Raises StoreError,
        SlackApiError and SlackUnreachable."""
        channel = viewed.conversation or await direct_message(self._desk.client, viewed.user)
        say = await self._desk.people.words(viewed.user)
        if await self._first(viewed.team, viewed.user):
            hello = greeting_message(say)
            await self._desk.client.chat_postMessage(channel=channel, text=hello.text, blocks=hello.blocks)
        await self.suggest(viewed)

    async def suggest(self, viewed: Viewed) -> None:
        """Suggests what to ask, going by what somebody looks at. It's an extra: what Slack doesn't take is left out."""
        if self._off:
            return
        client, say = self._desk.client, await self._desk.people.words(viewed.user)
        try:
            with once():
                channel = viewed.conversation or await direct_message(client, viewed.user)
                seen = await self._seen(viewed)
                # Slack ignores it for an agent if it names a thread.
                await client.assistant_threads_setSuggestedPrompts(
                    channel_id=channel, title=prompts_title(say), prompts=prompts(say, seen)
                )
        except SlackApiError as error:
            if meaning(error) is Meaning.REFUSED and not self._off:
                self._off = True
                log.info(
                    "there are no prompts (%s): update the app from manifest.yml and reinstall it to grant %s, unless "
                    "the workspace has no agents",
                    code_of(error),
                    SCOPE,
                )
        except SlackUnreachable as error:
            log.debug("prompts weren't accepted: %s", in_words(error))

    async def answer(self, asked: Dropped) -> bool:
        """Answers a message that is one of the prompts, in its thread; whether it is one. Raises as `opened` does."""
        if not asked.direct or asked.files:
            return False
        say = await self._desk.people.words(asked.user)
        which = asked_in(say, asked.text)
        if which is None:
            return False
        if await self._answered.first(asked.team, asked.once):
            if which == LATEST:
                message = jobs_message(say, await latest_of(self._desk, asked.team, asked.user))
            else:
                message = answer_message(say, which)
            await self._desk.client.chat_postMessage(
                channel=asked.channel, thread_ts=asked.thread_ts or asked.ts, text=message.text, blocks=message.blocks
            )
        return True

    async def _first(self, team: str, user: str) -> bool:
        """Notes that somebody is greeted; whether they weren't before."""
        known = False

        def greeted(before: Mapping[str, Any] | None) -> dict[str, Any]:
            nonlocal known
            known = bool((before or {}).get("greeted"))
            return {**(before or {}), "greeted": True}

        await self._desk.store.settings.change(Scope.PERSON, team, user, greeted)
        return not known

    async def _seen(self, viewed: Viewed) -> Seen | None:
        """The transcript that somebody looks at: on a message, or the last one in a channel. None where there is none,
        or they or the app can't see it."""
        client, place = self._desk.client, viewed.channel
        if not place or place == viewed.conversation:
            return None
        try:
            if not await access.may_see_channel(client, viewed.user, place):
                return None
            key, now = (place, viewed.message), self._clock()
            until, found = self._found.get(key, (0.0, None))
            if now >= until:
                found = await self._look(place, viewed.message)
                self._found[key] = now + LOOKED_SECONDS, found
                if len(self._found) > REMEMBERED:
                    self._found.popitem(last=False)
        except (SlackApiError, SlackUnreachable) as error:
            log.debug("what is in %s isn't known: %s", place, in_words(error))
            return None
        return found

    async def _look(self, channel: str, ts: str | None) -> Seen | None:
        client, ours = self._desk.client, (await self._desk.client.auth_test())["user_id"]
        found = await client.conversations_history(channel=channel, limit=15, latest=ts, oldest=ts, inclusive=bool(ts))
        for message in found["messages"]:
            for file in files_of(message):
                if file.user != ours and not (file.is_media or UNFIT.search(file.name)):
                    link = await permalink(client, channel, message["ts"])
                    return Seen(file.name, link) if link else None
        return None
