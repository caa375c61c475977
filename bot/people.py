"""The languages in which people use Slack."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable

from slack_sdk.errors import SlackApiError

from bot.messages.language import ENGLISH, Words, words
from bot.slack_client import SlackClient, once
from bot.slack_errors import SlackUnreachable, in_words

log = logging.getLogger(__name__)

REMEMBERED = 2000
"""People whose language is kept."""
KEPT_SECONDS = 3600.0
"""How long a language is kept: people seldom change it."""
FAILED_SECONDS = 60.0
"""How long nobody asks again after Slack couldn't say."""
LONGEST_SECONDS = 1.0
"""An answer isn't waited for longer. Forms have to be open within three seconds, and English is understood."""


class People:
    """What Slack says of people's languages."""

    def __init__(self, client: SlackClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._kept: OrderedDict[str, tuple[Words, float]] = OrderedDict()
        """By person: the words of their language, and until when they are kept."""

    async def words(self, user: str) -> Words:
        """The words for a person: English where Slack doesn't say their language, or there is no catalogue of it.
        Raises nothing: whoever waits for a message gets it in English rather than not at all."""
        if not user:
            return ENGLISH
        found, until = self._kept.get(user, (ENGLISH, 0.0))
        now = self._clock()
        if now >= until:
            asked = await self._asked(user)
            found, until = asked or found, now + (KEPT_SECONDS if asked else FAILED_SECONDS)
            self._kept[user] = found, until
        self._kept.move_to_end(user)
        if len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return found

    def known(self, user: str) -> Words:
        """The same without asking Slack: English for whose language isn't kept. For what can't wait."""
        return self._kept.get(user, (ENGLISH, 0.0))[0]

    async def _asked(self, user: str) -> Words | None:
        """The words for a person as Slack says; None where it doesn't."""
        try:
            with once():
                async with asyncio.timeout(LONGEST_SECONDS):
                    answer = await self._client.users_info(user=user, include_locale=True)
        except (SlackApiError, SlackUnreachable, TimeoutError) as error:
            log.info("the language of %s isn't known, so it is English: %s", user, in_words(error))
            return None
        return words(str((answer.get("user") or {}).get("locale") or "en"))
