"""What people ask for meanwhile: they drop transcripts, and type commands with the link of one."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from bot.playground import Playground
from bot.playground.workspace import Message
from tests.conftest import SAMPLES

ROOM = "#how-to-guides"
DAY_SECONDS = 86_400.0
SCREENCAST = "cloudflare-create-api-token.vtt"


@dataclass
class Asked:
    """Something that somebody asked for, once."""

    key: str
    """How the key of its job begins."""
    thread: str
    """The ts of the message in whose thread the guide is to be."""
    what: str
    known: bool | None
    """Whether Slack was told that it was taken; None for a command that Slack got no answer to."""


@dataclass
class People:
    """Everybody in the workspace."""

    playground: Playground
    chance: random.Random
    dropped: list[Message] = field(default_factory=list)
    commanded: list[Asked] = field(default_factory=list)
    _number: int = 0

    @property
    def asked(self) -> list[Asked]:
        """All that was asked for until now."""
        return [*map(self._as_asked, self.dropped), *self.commanded]

    async def ask(self, number: int) -> None:
        """Asks for so many guides."""
        for _ in range(number):
            if self.dropped and self.chance.random() < 0.3:
                await self._command()
            else:
                await self._drop()

    async def _drop(self) -> None:
        self._number += 1
        talk = (SAMPLES / SCREENCAST).read_text(encoding="utf-8")
        talk = talk.replace("An API token", f"API token number {self._number}", 1)
        files = [(f"talk-{self._number}.vtt", talk.encode())]
        self.dropped.append(await self.playground.post_message(ROOM, self.playground.you.id, "", files))

    async def _command(self) -> None:
        """A person whose command isn't taken types it again, and so does one who sees that it has failed."""
        self._number += 1
        target = self.chance.choice(self.dropped)
        link = f"https://playground.slack.com/files/{self.playground.you.id}/{target.files[0]}/talk.vtt"
        for attempt in range(1000):
            words = f'{link} title="Guide {self._number}, attempt {attempt}"'
            receipt = await self.playground.slash_command(ROOM, self.playground.you.id, "/script2doc", words)
            known = None if not receipt.acknowledged else not receipt.answer
            key = receipt.delivery.payload["trigger_id"]
            self.commanded.append(Asked(key, target.ts, f"command {self._number}", known))
            if known is not False and receipt.error != "no_connection":
                return
            await self.playground.until(self.playground.sockets.connected.is_set, DAY_SECONDS)

    def _as_asked(self, message: Message) -> Asked:
        place = self.playground.channel(ROOM).id
        known = message.ts in {
            receipt.delivery.payload.get("event", {}).get("ts")
            for receipt in self.playground.receipts
            if receipt.acknowledged and receipt.delivery.payload.get("event", {}).get("files")
        }
        return Asked(f"T0PLAYGROUND:{place}:{message.ts}:", message.ts, "drop", known)
