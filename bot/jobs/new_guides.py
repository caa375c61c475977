"""The form for a new guide: opened with what was last chosen, and made into jobs once it is sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError

from bot import access
from bot.jobs import wanted_forms
from bot.jobs.desk import Desk
from bot.jobs.finding import Finder, Found
from bot.jobs.intake import Intake, asked_for
from bot.jobs.model import Job
from bot.jobs.own_defaults import CHOSEN, lasting, own_values
from bot.jobs.refusal import Refused
from bot.jobs.requests import Commanded, Filled
from bot.jobs.thread import direct_message
from bot.links import parse_link
from bot.messages.new_guide import Choices, new_guide_view, opening_view
from bot.messages.options import Answers
from bot.slack_errors import TRIGGER_LATE, TRIGGER_USED, Meaning, SlackUnreachable, code_of, in_words, meaning
from bot.slack_files import FileUnavailable, SlackFile
from bot.store import Scope, StoreError
from pipeline.errors import OptionError
from pipeline.options import GuideOptions
from pipeline.render.pdf import available

log = logging.getLogger(__name__)

DEFAULTS = "defaults"
"""Under this name the settings of a channel and of the workspace hold what their guides are like, among other things:
options as GuideOptions.to_dict gives them, and `forms`."""
TOO_LATE = "That took too long, so Slack didn't open the form. Try again."
GONE = (
    "I can't find this file. It was deleted, or it isn't in a channel I'm in. Invite me there with "
    "/invite @Script2Doc, or send me the file in a direct message."
)
NOT_YOURS = "I can't post this guide there, because you aren't in that conversation. Choose another one."


class NewGuides:
    """Methods raise SlackApiError, SlackUnreachable and StoreError."""

    def __init__(self, desk: Desk, intake: Intake) -> None:
        self._desk = desk
        self._intake = intake
        self._finder = Finder(desk.client, desk.files)

    async def open(self, asked: Commanded) -> None:
        """Shows the form. Slack's trigger lives for three seconds, so a form that says to wait comes first, and what
        has to be looked up for it afterwards. Raises Refused."""
        client, desk = self._desk.client, self._desk
        try:
            waiting = opening_view(desk.people.known(asked.user), asked.trigger)
            await client.views_open(trigger_id=asked.trigger, view=waiting)
        except SlackApiError as error:
            code = code_of(error)
            if code in TRIGGER_LATE:
                log.info("the form for a new guide came too late: %s", code)
                raise Refused(TOO_LATE) from None
            if code not in TRIGGER_USED:  # then it's open, and only Slack's first answer was lost
                raise
        say, choices, template, member, pdf = await asyncio.gather(
            desk.people.words(asked.user),
            self._choices(asked),
            self._has_template(asked.team),
            self._may_post(asked.channel),
            asyncio.to_thread(available),
        )
        # A conversation that only people are in has no id that the app knows.
        channel = asked.channel if asked.channel.startswith(("C", "G")) else ""
        for place in dict.fromkeys((channel, "")):
            model = desk.tools.model is not None
            view = new_guide_view(say, choices, place, model=model, pdf=pdf, template=template, member=member)
            try:
                await client.views_update(external_id=asked.trigger, view=view)
            except SlackApiError as error:
                if code_of(error) in ("not_found", "view_not_found"):
                    log.info("the form for a new guide was closed before it was filled")
                elif place and meaning(error) is Meaning.REFUSED:
                    log.info("Slack doesn't take %s as a place: %s", place, code_of(error))
                    continue
                else:
                    raise
            return

    async def _has_template(self, team: str) -> bool:
        """Where the database can't be asked, paper is offered: the form is of use without it."""
        try:
            async with asyncio.timeout(self._desk.client.waiting.look):
                return await self._desk.has_template(team)
        except (StoreError, TimeoutError):
            return False

    async def _may_post(self, channel: str) -> bool:
        """Whether the app is where the form was asked for. Where that can't be known, nothing is said of it."""
        try:
            return not channel or await self._finder.is_member(channel)
        except (SlackApiError, SlackUnreachable) as error:
            log.info("whether the app is in %s isn't known: %s", channel, in_words(error))
            return True

    async def _choices(self, asked: Commanded) -> Choices:
        """What the form is filled with: what the person last chose, else what they have set, else what the channel or
        the workspace has. Where the database can't be asked, nothing: the form is of use without it."""
        try:
            async with asyncio.timeout(self._desk.client.waiting.look):
                base = await self._base(asked.team, asked.channel)
                person = await self._desk.store.settings.get(Scope.PERSON, asked.team, asked.user)
        except (StoreError, TimeoutError) as error:
            log.warning("the form for a new guide opens without defaults: %s", error)
            return Choices()
        return _choices_of({**base, **own_values(person), **((person or {}).get(CHOSEN) or {})})

    async def _base(self, team: str, channel: str) -> dict[str, Any]:
        """What the channel has set over what the workspace has."""
        kept = self._desk.store.settings
        whole = (await kept.get(Scope.WORKSPACE, team, team) or {}).get(DEFAULTS) or {}
        here = (await kept.get(Scope.CHANNEL, team, channel) or {}).get(DEFAULTS) or {} if channel else {}
        return {**whole, **here}

    async def jobs_of(self, filled: Filled) -> tuple[Job, ...]:
        """The jobs that a sent form asks for, with what each is made as noted. What the person chose is kept for the
        next form. Raises Refused."""
        answers = Answers(frozenset(filled.shown), GuideOptions.from_dict(filled.options))
        found = await self._found(filled)
        channel = await self._place(filled)
        before = _choices_of(await self._base(filled.team, channel)).options
        base = asked_for(filled.team, channel, filled.user, answers.over(before), self._desk.client.clock.now())
        if found.place and found.place[0] == channel:
            base = replace(base, thread_ts=found.place[1])
        jobs = await self._intake.jobs_for(base, f"form:{filled.view}", found.files, found.pasted)
        for job in jobs:
            await wanted_forms.note(self._desk.store, job, filled.forms)
        chosen = partial(_changed, {**lasting(answers), "forms": list(filled.forms)})
        await self._desk.store.settings.change(Scope.PERSON, filled.team, filled.user, chosen)
        return jobs

    async def _found(self, filled: Filled) -> Found:
        """The transcripts that are meant, and the place of the linked one. Raises Refused if there is none; where only
        the link can't be used, the person is told."""
        files = [file for file in filled.files if await self._is_theirs(file, filled.user)]
        link = parse_link(filled.link) if filled.link else None
        if link is None:
            if not files:
                raise Refused(GONE)
            return Found(tuple(files), None)
        try:
            found = await self._finder.linked(link, filled.user, filled.channel)
        except Refused as refused:
            if not files:
                raise
            say = await self._desk.people.words(filled.user)
            await self._intake.show(filled.channel, filled.user, refused.message(say), filled.response_url)
            return Found(tuple(files), None)
        known = {file.id for file in files}
        return replace(found, files=(*files, *(file for file in found.files if file.id not in known)))

    async def _is_theirs(self, file: SlackFile, user: str) -> bool:
        """Whether the person has uploaded this file, or can see it."""
        try:
            return file.user == user or await access.may_see_file(
                self._desk.client, user, await self._desk.files.info(file.id)
            )
        except FileUnavailable:
            return False

    async def _place(self, filled: Filled) -> str:
        """The conversation where the guide is posted: the chosen one, or a direct message. Raises Refused where the
        person can't see it."""
        client = self._desk.client
        if not filled.channel:
            return await direct_message(client, filled.user)
        if not await self._finder.is_member(filled.channel):
            asked = Commanded(filled.team, filled.channel, filled.user, filled.view, "", filled.response_url)
            return await self._intake.directly(asked)
        if not await access.may_see_channel(client, filled.user, filled.channel):
            raise Refused(NOT_YOURS)
        return filled.channel


def _choices_of(kept: Mapping[str, Any]) -> Choices:
    """What is kept of a choice, among other things; no options where another version has kept them in a way that can't
    be read."""
    forms = tuple(str(form) for form in kept.get("forms") or ())
    known = GuideOptions.__dataclass_fields__
    try:
        return Choices(GuideOptions.from_dict({name: value for name, value in kept.items() if name in known}), forms)
    except OptionError as error:
        log.warning("kept options can't be read: %s", error)
        return Choices(forms=forms)


def _changed(chosen: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is kept of a person, with this in it. What the form didn't show stays as it was."""
    return {**(before or {}), CHOSEN: {**((before or {}).get(CHOSEN) or {}), **chosen}}
