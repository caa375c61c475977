"""Answers who asked for something, where they asked: with what came of it, or why that is nothing."""

from __future__ import annotations

import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.jobs.answered import Answered
from bot.jobs.desk import Desk
from bot.jobs.intake import Intake
from bot.jobs.refusal import Refused
from bot.jobs.requests import (
    Choose,
    ChooseAtHome,
    Commanded,
    Dropped,
    FileRemoved,
    Filled,
    Forget,
    Pointed,
    Pressed,
    Request,
    SetOwn,
    SetTemplate,
    SetWorkspace,
    Stopped,
    Uninstalled,
    WorkflowStep,
)
from bot.messages.message import Message
from bot.messages.outcome import note_message
from bot.slack_errors import TRIGGER_LATE, TRIGGER_USED, Meaning, code_of, in_words, meaning
from bot.store import DatabaseAway, StoreError

log = logging.getLogger(__name__)

NOT_TAKEN = "Script2Doc's database isn't available right now. Try again in a minute, or tell whoever runs it."


@dataclass(frozen=True)
class Place:
    """Where a person is answered alone."""

    channel: str
    user: str
    response_url: str | None = None
    thread_ts: str | None = None
    team: str = ""
    once: str | None = None
    """The message that is answered, where Slack may tell of it more than once: only the first answer is shown."""


class Answering:
    """Answers people of one workspace. What isn't caught here raises StoreError, SlackApiError and SlackUnreachable."""

    def __init__(self, desk: Desk, intake: Intake, messages: Answered) -> None:
        self._desk = desk
        self._intake = intake
        self._messages = messages

    async def answered(
        self, work: Coroutine[Any, Any, None], what: str, place: Place, *, asked: bool = True, kept: bool = False
    ) -> bool:
        """Does what somebody asked for. Whatever keeps it from being done, they are told. False if it is to be tried
        again: if nobody has `asked`, or if it is `kept` and the database's server is away, as while it restarts."""
        try:
            await work
        except StoreError as error:
            log.error("%s: the database can't be used: %s", what, error)
            if not asked or (kept and isinstance(error, DatabaseAway)):
                return False
            said = NOT_TAKEN
        except Exception as error:
            # Catch-all: even if it's a bug, nobody must wait for an answer in vain.
            if (means := meaning(error)) is Meaning.DEFECT:
                log.exception("%s failed", what)
                said = (
                    "That didn't work because of an error in Script2Doc. Tell whoever runs it; the log has the details."
                )
            else:
                log.error("%s: %s (%s)", what, in_words(error), error.__class__.__name__)
                again = "Try again in a minute." if means is Meaning.PASSING else "Tell whoever runs Script2Doc."
                said = f"That didn't work. {in_words(error)} {again}"
        else:
            return True
        if asked:
            await self.tell(place, said)
        return True

    async def or_refused(self, work: Coroutine[Any, Any, None], place: Place) -> None:
        """Does something; the person is told why, where that is refused."""
        try:
            await work
        except Refused as refused:
            say = await self._desk.people.words(place.user)
            await self.show(place, refused.message(say))

    async def opened(self, opening: Coroutine[Any, Any, None], place: Place) -> None:
        """Opens a form, or says that Slack didn't in time."""
        try:
            await opening
        except SlackApiError as error:
            code = code_of(error)
            if code in TRIGGER_USED:  # it's open, and only Slack's first answer was lost
                return
            if code not in TRIGGER_LATE:
                raise
            log.info("a form came too late: %s", code)
            await self.tell(place, "That took too long, so Slack didn't open the form. Press the button again.")

    async def tell(self, place: Place, said: str) -> None:
        """Shows one person a text in their language; `said` is mrkdwn in English."""
        say = await self._desk.people.words(place.user)
        await self.show(place, note_message(say.told(said)))

    async def show(self, place: Place, message: Message) -> None:
        """Shows one person a message; none if what it answers was answered before."""
        if place.once and not await self._messages.first(place.team, place.once):
            return
        await self._intake.show(place.channel, place.user, message, place.response_url, place.thread_ts)


def place_of(request: Request) -> Place:
    """Where who has asked is answered."""
    match request:
        case Dropped():
            return Place(
                request.channel, request.user, thread_ts=request.thread_ts, team=request.team, once=request.once
            )
        case Commanded() | Pointed() | Filled():
            return Place(request.channel, request.user, request.response_url)
        case WorkflowStep():
            return Place("", request.user)
        case Stopped():
            return Place(request.channel, request.user, thread_ts=request.thread_ts)
        case SetWorkspace() | SetTemplate() | SetOwn():
            return Place("", request.user)
        case Choose() | ChooseAtHome() | Forget():
            return Place(request.chosen.channel, request.chosen.user)
        case Uninstalled() | FileRemoved():
            return Place("", "")
        case _:
            return place_pressed(request.pressed)


def place_pressed(pressed: Pressed) -> Place:
    """Where who has pressed something is answered."""
    return Place(pressed.channel, pressed.user, thread_ts=pressed.thread_ts)
