"""What listeners call: makes a guide, stops it, makes it again, and answers."""

from __future__ import annotations

import logging
from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.jobs.agent import Agent
from bot.jobs.answered import Answered
from bot.jobs.answering import NOT_TAKEN, Answering, Place, place_of, place_pressed
from bot.jobs.canvases import KIND, Canvases
from bot.jobs.channel_settings import ChannelSettings
from bot.jobs.deleting import Deleting
from bot.jobs.desk import Desk
from bot.jobs.forgotten import Forgotten
from bot.jobs.forms import NO_GUIDE, Forms
from bot.jobs.home import Home
from bot.jobs.inbox import Inbox
from bot.jobs.intake import Intake
from bot.jobs.listing import latest_of
from bot.jobs.mistakes import not_for_several
from bot.jobs.new_guides import NewGuides
from bot.jobs.queue import Queue
from bot.jobs.refusal import Refused
from bot.jobs.removals import Removals
from bot.jobs.requests import (
    Again,
    ByPerson,
    Cancel,
    Choose,
    ChooseAtHome,
    Chosen,
    Commanded,
    Delete,
    Dropped,
    DropTemplate,
    FileRemoved,
    Filled,
    Forget,
    OtherForm,
    Pointed,
    Pressed,
    Redo,
    Request,
    SetOwn,
    SetTemplate,
    SetWorkspace,
    ShowTemplate,
    Stopped,
    Uninstalled,
    Verb,
    Viewed,
    WorkflowStep,
    asks_for_help,
    parse_command,
    team_of,
)
from bot.jobs.standing import UNUSED, Standing
from bot.jobs.stopping import Stopping
from bot.jobs.submitting import Submitting
from bot.jobs.thread_guides import would_be_the_same
from bot.jobs.worker import Worker
from bot.messages.channel_settings import Drops
from bot.messages.deleting import left_text
from bot.messages.options import Answers, stale_view
from bot.messages.outcome import note_message, repeat_message
from bot.messages.usage import help_message, jobs_message
from bot.observe import about
from bot.slack_errors import SlackUnreachable, in_words
from bot.slack_files import SlackFile
from pipeline.options import GuideOptions

log = logging.getLogger(__name__)


class JobService:
    """What people ask for, in Slack, and what comes of it: jobs begun, stopped and done again, and answers. Each
    workspace has one with its own desk, where there are several; listeners call the one of all."""

    def __init__(self, desk: Desk, worker: Worker, queue: Queue) -> None:
        self._desk = desk
        self._worker = worker
        self._queue = queue
        self._inbox = Inbox(desk, self._deal)
        self._intake = Intake(desk)
        self._new_guides = NewGuides(desk, self._intake)
        self._forms = Forms(desk)
        self._canvases = Canvases(desk)
        self._deleting = Deleting(desk)
        self._forgotten = Forgotten(desk, self._intake, self._deleting)
        messages = Answered(desk.store.settings)
        self._agent = Agent(desk, messages)
        self._standing = Standing(desk.client, desk.store.settings, desk.tools.fetcher)
        self._answering = Answering(desk, self._intake, messages)
        self._submitting = Submitting(desk, queue, self._answering, self._standing)
        self._stopping = Stopping(desk, self._intake, self._deleting)
        self._channels = ChannelSettings(desk.client, desk.store.settings, desk.workspace_settings)
        self._home = Home(desk, self._channels)
        self._removals = Removals(desk)
        self._has_model = desk.tools.model is not None
        self._others: dict[str, JobService] = {}

    def of(self, team: str) -> JobService:
        """The service of one workspace, which acts with the workspace's own token."""
        desk = self._desk.of(team)
        if desk is self._desk:
            return self
        if team not in self._others or self._others[team]._desk is not desk:
            self._others[team] = JobService(desk, self._worker, self._queue)
        return self._others[team]

    async def take(self, request: Request) -> bool:
        """Keeps what somebody asks for, and begins with it. False if it couldn't be kept in time: then Slack, or the
        person, is to send it again."""
        return await self._inbox.take(request)

    async def take_up(self) -> None:
        """Takes up what processes were asked for that are gone. Raises StoreError."""
        await self._inbox.take_up()

    async def not_taken(self, asked: Commanded) -> str:
        """What is said of a command that couldn't be kept, in the person's language, as mrkdwn."""
        return (await self._desk.of(asked.team).people.words(asked.user)).told(NOT_TAKEN)

    def stale_form(self, team: str, user: str) -> View:
        """What stands in the place of a form that can't be read, in the person's language as far as it is known."""
        return stale_view(self._desk.of(team).people.known(user))

    @property
    def most_bytes(self) -> int:
        """How large a transcript may be."""
        return self._desk.tools.limits.transcript_bytes

    def tell_not_taken(self, request: ByPerson) -> None:
        """Tells the person that what they asked for couldn't be kept. It returns at once."""
        place = place_of(request)
        self._desk.tasks.own(self.of(team_of(request))._answering.tell(place, NOT_TAKEN), "not taken")

    def ask_options(self, pressed: Pressed) -> None:
        """Shows the person the options of a job, to be changed. It returns at once; Slack's trigger doesn't live long
        enough to be kept."""
        there = self.of(pressed.team)

        async def work() -> None:
            await there._answering.answered(there._ask_options(pressed), "options", place_pressed(pressed))

        self._desk.tasks.own(work(), "options")

    def ask_whether_to_delete(self, pressed: Pressed) -> None:
        """Asks who may delete a guide once more; others are told that they may not. It returns at once, as
        `ask_options` does."""
        there = self.of(pressed.team)

        async def work() -> None:
            await there._answering.answered(there._ask_whether_to_delete(pressed), "delete?", place_pressed(pressed))

        self._desk.tasks.own(work(), "delete?")

    def ask_workspace(self, pressed: Pressed) -> None:
        """Shows an admin the form for the workspace. It returns at once, as `ask_options` does."""
        self._open(self.of(pressed.team)._home.open_form(pressed), pressed, "workspace")

    def ask_template(self, pressed: Pressed) -> None:
        """Shows an admin the form for the workspace's Word template. It returns at once, as `ask_options` does."""
        self._open(self.of(pressed.team)._home.templates.open_form(pressed), pressed, "template")

    def ask_own(self, pressed: Pressed) -> None:
        """Shows somebody the form for their own guides. It returns at once, as `ask_options` does."""
        self._open(self.of(pressed.team)._home.open_own_form(pressed), pressed, "own defaults")

    def _open(self, opening: Coroutine[Any, Any, None], pressed: Pressed, what: str) -> None:
        there, place = self.of(pressed.team), place_pressed(pressed)

        async def work() -> None:
            form = there._answering.or_refused(there._answering.opened(opening, place), place)
            await there._answering.answered(form, what, place)

        self._desk.tasks.own(work(), what)

    def ask_for_guide(self, asked: Commanded) -> None:
        """Shows the person the form for a new guide. It returns at once; Slack's trigger doesn't live long enough to be
        kept."""
        there, place = self.of(asked.team), place_of(asked)

        async def work() -> None:
            form = there._answering.or_refused(there._new_guides.open(asked), place)
            await there._answering.answered(form, "form", place)

        self._desk.tasks.own(work(), "form")

    def home_opened(self, team: str, user: str) -> None:
        """Shows somebody the app's Home tab as it is now. It returns at once; it is shown again the next time."""
        there = self.of(team)

        async def work() -> None:
            await there._answering.answered(there._home.show(team, user), "home", Place("", user), asked=False)

        self._desk.tasks.own(work(), "home")

    def heard(self, team: str, channel: str, ts: str, thread_ts: str | None, files: Sequence[SlackFile]) -> None:
        """Notes that files are in a conversation now: documents of ours may be among them."""
        for file in files:
            self._desk.heard.hear(team if self._desk.workspaces else "", file, channel, ts, thread_ts)

    def agent_opened(self, viewed: Viewed) -> None:
        """Greets somebody in their conversation with the app, and suggests what to ask. It returns at once."""
        there = self.of(viewed.team)

        async def work() -> None:
            await there._answering.answered(there._agent.opened(viewed), "agent", Place("", viewed.user), asked=False)

        self._desk.tasks.own(work(), "agent")

    def agent_views(self, viewed: Viewed) -> None:
        """Suggests what to ask, going by what somebody looks at. It returns at once."""
        self._desk.tasks.own(self.of(viewed.team)._agent.suggest(viewed), "prompts")

    async def _deal(self, request: Request) -> bool:
        """Does what was asked for. Whatever keeps it from being done, the person is told. False if it can be done once
        the database is there again, as in `Answering.answered`."""
        if isinstance(request, Uninstalled | FileRemoved):
            return await self._removals.remove(request)
        there = self.of(team_of(request))
        if there is not self:
            return await there._deal(request)
        place, or_refused = place_of(request), self._answering.or_refused
        answered = partial(self._answering.answered, kept=True)
        match request:
            case Dropped():
                asked = request.mentioned or request.direct
                work = or_refused(self._drop(request, place), place)
                return await answered(work, "dropped", place, asked=asked)
            case Commanded():
                return await answered(self._command(request), "command", place)
            case Pointed():
                return await answered(or_refused(self._point(request, place), place), "shortcut", place)
            case Filled():
                return await answered(or_refused(self._fill(request, place), place), "form", place)
            case WorkflowStep():
                return await answered(self._step(request), "step", place, asked=bool(request.user))
            case Stopped():
                return await answered(self._stopping.stop_thread(request), "stop", place)
            case Cancel():
                return await answered(self._stopping.cancel(request.pressed), "cancel", place)
            case Again():
                return await answered(self._again(request.pressed, anyway=request.anyway), "again", place)
            case Redo():
                answers = Answers(frozenset(request.shown), GuideOptions.from_dict(request.options))
                return await answered(self._redo(request.pressed, answers), "redo", place)
            case OtherForm():
                return await answered(self._other_form(request.pressed, request.suffix), "other form", place)
            case Delete():
                return await answered(self._delete(request.pressed), "delete", place)
            case Choose():
                return await answered(self._choose(request.chosen), "setting", place)
            case ChooseAtHome():
                work = or_refused(self._home.choose(request.chosen), place)
                return await answered(work, "setting", place)
            case SetWorkspace():
                work = or_refused(self._home.set_workspace(request), place)
                return await answered(work, "settings", place)
            case SetTemplate() | DropTemplate():
                work = or_refused(self._home.set_template(request), place)
                return await answered(work, "template", place)
            case ShowTemplate():
                work = or_refused(self._home.templates.show(request), place)
                return await answered(work, "template", place)
            case SetOwn():
                return await answered(self._home.set_own(request), "own defaults", place)
            case Forget():
                return await answered(self._stopping.forget(request.chosen), "forget", place)

    async def _drop(self, asked: Dropped, place: Place) -> None:
        expressly = asked.mentioned or asked.direct
        if not expressly and await self._channels.drops(asked.team, asked.channel) is Drops.OFF:
            log.info("ignoring what was dropped in %s, as the channel has set it", asked.channel)
            return
        if expressly and not asked.files and asks_for_help(asked.text):
            say = await self._desk.people.words(asked.user)
            await self._answering.show(place, help_message(say, model=self._has_model))
            return
        if await self._agent.answer(asked):
            return
        jobs = await self._intake.from_message(asked)
        not_done = self._intake.not_done(asked, len(jobs))
        await self._submitting.submit(jobs, place, late=self._intake.is_late(asked), not_done=not_done)

    async def _command(self, asked: Commanded) -> None:
        command = parse_command(asked.text)
        say = await self._desk.people.words(asked.user)
        try:
            match command.verb:
                case Verb.HELP:
                    said = help_message(say, model=self._has_model)
                    await self._intake.show(asked.channel, asked.user, said, asked.response_url)
                case Verb.JOBS:
                    lines = await latest_of(self._desk, asked.team, asked.user)
                    await self._intake.show(asked.channel, asked.user, jobs_message(say, lines), asked.response_url)
                case Verb.CANCEL:
                    pressed = Pressed(asked.team, asked.channel, asked.user, command.target, asked.trigger, None)
                    await self._stopping.cancel(pressed, asked.response_url)
                case Verb.REFERENCES:
                    listed = await self._standing.change(say, command.target, asked.team, asked.channel, asked.user)
                    told = note_message(listed if self._has_model else f"{listed}\n{say(UNUSED)}")
                    await self._intake.show(asked.channel, asked.user, told, asked.response_url)
                case Verb.SETTINGS:
                    told = await self._channels.command(say, command.target, asked)
                    await self._intake.show(asked.channel, asked.user, told, asked.response_url)
                case Verb.FORGET:
                    await self._stopping.ask_to_forget(asked)
                case Verb.MAKE:
                    asked_for = await self._intake.from_command(asked, command)
                    await self._submitting.submit(asked_for, Place(asked.channel, asked.user, asked.response_url))
                    if len(asked_for) > 1 and (left_out := not_for_several(command.pairs)):
                        await self._intake.tell(asked.channel, asked.user, left_out, asked.response_url)
        except Refused as refused:
            await self._intake.show(asked.channel, asked.user, refused.message(say), asked.response_url)

    async def _point(self, asked: Pointed, place: Place) -> None:
        await self._submitting.submit(await self._intake.from_shortcut(asked), place)

    async def _fill(self, filled: Filled, place: Place) -> None:
        await self._submitting.submit(await self._new_guides.jobs_of(filled), place, of_form=True)

    async def _step(self, asked: WorkflowStep) -> None:
        say = await self._desk.people.words(asked.user)
        try:
            jobs = await self._intake.from_step(asked)
        except Refused as refused:
            await self._desk.steps.refuse(asked.execution, refused.message(say).text)
            return
        except (SlackApiError, SlackUnreachable) as error:
            await self._desk.steps.refuse(asked.execution, say.told(in_words(error)))
            raise
        await self._submitting.submit(jobs, Place("", asked.user))

    async def _again(self, pressed: Pressed, *, anyway: bool) -> None:
        job = await self._stopping.may_change(pressed)
        if job is not None:
            options = job.options.but(anyway=True) if anyway else job.options
            again = self._intake.again(job, pressed.user, options, key=f"again:{job.id}")
            if await self._submitting.submit([again], place_pressed(pressed)) and pressed.response_url:
                await self._intake.close_question(pressed.response_url, pressed.text)
            if not pressed.channel:  # pressed on the Home tab, which shows the question until it is shown anew
                await self._home.show(pressed.team, pressed.user)

    async def _ask_options(self, pressed: Pressed) -> None:
        job = await self._stopping.may_change(pressed)
        if job is not None:
            await self._answering.opened(self._intake.open_options(job, pressed), place_pressed(pressed))

    async def _ask_whether_to_delete(self, pressed: Pressed) -> None:
        if await self._desk.store.jobs.get(pressed.job) is None:
            await self._answering.opened(self._forgotten.ask(pressed), place_pressed(pressed))
            return
        job = await self._stopping.may_change(pressed)
        if job is not None:
            await self._answering.opened(self._intake.open_deletion(job, pressed), place_pressed(pressed))

    async def _redo(self, pressed: Pressed, answers: Answers) -> None:
        job = await self._stopping.may_change(pressed)
        if job is not None:
            options = answers.over(job.options)
            again = self._intake.again(job, pressed.user, options, key=f"redo:{pressed.team}:{pressed.trigger}")
            if await would_be_the_same(self._desk, job, options):
                say = await self._desk.people.words(pressed.user)
                there = repeat_message(say, job.name, None, job.id, made=True, here=True)
                await self._answering.show(place_pressed(pressed), there)
            else:
                await self._submitting.submit([again], place_pressed(pressed))

    async def _choose(self, chosen: Chosen) -> None:
        say = await self._desk.people.words(chosen.user)
        try:
            told = await self._channels.choose(say, chosen)
        except Refused as refused:
            await self._intake.show(chosen.channel, chosen.user, refused.message(say))
            return
        await self._intake.show(chosen.channel, chosen.user, told, chosen.response_url, instead=True)

    async def _other_form(self, pressed: Pressed, suffix: str) -> None:
        say = await self._desk.people.words(pressed.user)

        async def tell(text: str) -> None:
            await self._intake.show(pressed.channel, pressed.user, note_message(text), thread_ts=pressed.thread_ts)

        job = await self._desk.store.jobs.get(pressed.job)
        if job is None or job.team != pressed.team or job.channel != pressed.channel:
            await tell(say.told(NO_GUIDE))
        else:
            with about(job=job.id):
                if suffix == KIND:
                    await self._canvases.deliver(job, say, tell)
                else:
                    await self._forms.deliver(job, suffix, say, tell)

    async def _delete(self, pressed: Pressed) -> None:
        say = await self._desk.people.words(pressed.user)
        if pressed.file and await self._desk.store.jobs.get(pressed.job) is None:
            left = await self._forgotten.delete(pressed)
        elif (job := await self._stopping.may_change(pressed)) is None:
            return
        elif not job.state.ended:  # its last edit is there, and its row isn't ended yet
            await self._answering.tell(place_pressed(pressed), "Try again in a minute.")
            return
        else:
            with about(job=job.id):
                left = await self._deleting.delete(job, pressed.user)
        if left:
            await self._answering.show(place_pressed(pressed), note_message(left_text(say, left)))
