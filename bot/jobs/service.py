"""What listeners call: makes a guide, stops it, makes it again, and answers."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot import access
from bot.jobs.agent import Agent
from bot.jobs.answered import Answered
from bot.jobs.canvases import KIND, Canvases
from bot.jobs.channel_settings import ChannelSettings
from bot.jobs.deleting import Deleting
from bot.jobs.desk import Desk
from bot.jobs.forms import NO_GUIDE, Forms
from bot.jobs.home import Home
from bot.jobs.inbox import Inbox
from bot.jobs.intake import Intake
from bot.jobs.listing import latest_of
from bot.jobs.model import Job
from bot.jobs.new_guides import NewGuides
from bot.jobs.queue import Queue
from bot.jobs.refusal import Refused
from bot.jobs.removals import Removals
from bot.jobs.requests import (
    Again,
    Cancel,
    Choose,
    ChooseAtHome,
    Chosen,
    Commanded,
    Delete,
    Dropped,
    FileRemoved,
    Filled,
    Forget,
    OtherForm,
    Pointed,
    Pressed,
    Redo,
    Request,
    SetWorkspace,
    Stopped,
    Uninstalled,
    Verb,
    Viewed,
    WorkflowStep,
    parse_command,
    team_of,
)
from bot.jobs.standing import UNUSED, Standing
from bot.jobs.thread import metadata
from bot.jobs.worker import Worker
from bot.messages import outcome
from bot.messages.channel_settings import Drops
from bot.messages.forgetting import forget_question, forgotten_message
from bot.messages.message import Message, plain
from bot.messages.options import Answers, stale_view
from bot.messages.outcome import note_message
from bot.messages.usage import help_message, jobs_message, waiting_text
from bot.metrics import Outcome
from bot.slack_errors import TRIGGER_LATE, TRIGGER_USED, Meaning, SlackUnreachable, code_of, in_words, meaning
from bot.store import StoreError, TooManyJobs
from pipeline.options import GuideOptions, WriterChoice
from pipeline.readers.file_kinds import captions_by_name

log = logging.getLogger(__name__)

NOT_TAKEN = "Script2Doc's database isn't available right now. Try again in a minute, or tell whoever runs it."
LET_GO_SECONDS = 1.0
"""How long another process may take to let go of a cancelled job."""
LOOK_SECONDS = 0.05


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
        self._messages = Answered(desk.store.settings)
        self._agent = Agent(desk, self._messages)
        self._standing = Standing(desk.client, desk.store.settings, desk.tools.fetcher)
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

    def tell_not_taken(
        self,
        request: Pointed
        | Filled
        | Cancel
        | Again
        | Redo
        | OtherForm
        | Delete
        | Choose
        | ChooseAtHome
        | SetWorkspace
        | Forget,
    ) -> None:
        """Tells the person that what they asked for couldn't be kept. It returns at once."""
        place = _place_of(request)
        self._desk.tasks.own(self.of(team_of(request))._tell(place, NOT_TAKEN), "not taken")

    def ask_options(self, pressed: Pressed) -> None:
        """Shows the person the options of a job, to be changed. It returns at once; Slack's trigger doesn't live long
        enough to be kept."""
        there = self.of(pressed.team)

        async def work() -> None:
            await there._answered(there._ask_options(pressed), "options", _place(pressed))

        self._desk.tasks.own(work(), "options")

    def ask_workspace(self, pressed: Pressed) -> None:
        """Shows an admin the form for the workspace. It returns at once, as `ask_options` does."""
        there, place = self.of(pressed.team), _place(pressed)

        async def work() -> None:
            form = there._or_refused(there._opened(there._home.open_form(pressed), place), place)
            await there._answered(form, "workspace", place)

        self._desk.tasks.own(work(), "workspace")

    def ask_for_guide(self, asked: Commanded) -> None:
        """Shows the person the form for a new guide. It returns at once; Slack's trigger doesn't live long enough to be
        kept."""
        there, place = self.of(asked.team), _place_of(asked)

        async def work() -> None:
            await there._answered(there._or_refused(there._new_guides.open(asked), place), "form", place)

        self._desk.tasks.own(work(), "form")

    def home_opened(self, team: str, user: str) -> None:
        """Shows somebody the app's Home tab as it is now. It returns at once; it is shown again the next time."""
        there = self.of(team)

        async def work() -> None:
            await there._answered(there._home.show(team, user), "home", Place("", user), asked=False)

        self._desk.tasks.own(work(), "home")

    def agent_opened(self, viewed: Viewed) -> None:
        """Greets somebody in their conversation with the app, and suggests what to ask. It returns at once."""

        there = self.of(viewed.team)

        async def work() -> None:
            await there._answered(there._agent.opened(viewed), "agent", Place("", viewed.user), asked=False)

        self._desk.tasks.own(work(), "agent")

    def agent_views(self, viewed: Viewed) -> None:
        """Suggests what to ask, going by what somebody looks at. It returns at once."""
        self._desk.tasks.own(self.of(viewed.team)._agent.suggest(viewed), "prompts")

    async def _deal(self, request: Request) -> bool:
        """Does what was asked for. Whatever keeps it from being done, the person is told. False if nobody waits for an
        answer and it can be done once the database is there again."""
        if isinstance(request, Uninstalled | FileRemoved):
            return await self._removals.remove(request)
        there = self.of(team_of(request))
        if there is not self:
            return await there._deal(request)
        place = _place_of(request)
        match request:
            case Dropped():
                asked = request.mentioned or request.direct
                work = self._or_refused(self._drop(request, place), place)
                return await self._answered(work, "dropped", place, asked=asked)
            case Commanded():
                return await self._answered(self._command(request), "command", place)
            case Pointed():
                return await self._answered(self._or_refused(self._point(request, place), place), "shortcut", place)
            case Filled():
                return await self._answered(self._or_refused(self._fill(request, place), place), "form", place)
            case WorkflowStep():
                return await self._answered(self._step(request), "step", place, asked=bool(request.user))
            case Stopped():
                return await self._answered(self._stop_thread(request), "stop", place)
            case Cancel():
                return await self._answered(self._cancel(request.pressed), "cancel", place)
            case Again():
                return await self._answered(self._again(request.pressed, anyway=request.anyway), "again", place)
            case Redo():
                answers = Answers(frozenset(request.shown), GuideOptions.from_dict(request.options))
                return await self._answered(self._redo(request.pressed, answers), "redo", place)
            case OtherForm():
                return await self._answered(self._other_form(request.pressed, request.suffix), "other form", place)
            case Delete():
                return await self._answered(self._delete(request.pressed), "delete", place)
            case Choose():
                return await self._answered(self._choose(request.chosen), "setting", place)
            case ChooseAtHome():
                work = self._or_refused(self._home.choose(request.chosen), place)
                return await self._answered(work, "setting", place)
            case SetWorkspace():
                work = self._or_refused(self._home.set_workspace(request), place)
                return await self._answered(work, "settings", place)
            case Forget():
                return await self._answered(self._forget(request.chosen), "forget", place)

    async def _answered(self, work: Coroutine[Any, Any, None], what: str, place: Place, *, asked: bool = True) -> bool:
        """Does what somebody asked for. Whatever keeps it from being done, they are told. False if nobody has `asked`,
        and it is to be tried again."""
        try:
            await work
        except StoreError as error:
            log.error("%s: the database can't be used: %s", what, error)
            if not asked:
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
            await self._tell(place, said)
        return True

    async def _drop(self, asked: Dropped, place: Place) -> None:
        expressly = asked.mentioned or asked.direct
        if not expressly and await self._channels.drops(asked.team, asked.channel) is Drops.OFF:
            log.info("ignoring what was dropped in %s, as the channel has set it", asked.channel)
            return
        if await self._agent.answer(asked):
            return
        jobs = await self._intake.from_message(asked)
        await self._submit_all(jobs, place)
        if jobs and (said := self._intake.left_out(asked)):
            await self._tell(place, said)

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
                    await self._cancel(pressed, asked.response_url)
                case Verb.REFERENCES:
                    listed = await self._standing.change(say, command.target, asked.team, asked.channel, asked.user)
                    told = note_message(listed if self._has_model else f"{listed}\n{say(UNUSED)}")
                    await self._intake.show(asked.channel, asked.user, told, asked.response_url)
                case Verb.SETTINGS:
                    told = await self._channels.command(say, command.target, asked)
                    await self._intake.show(asked.channel, asked.user, told, asked.response_url)
                case Verb.FORGET:
                    kept = await self._desk.store.forgetting.kept_of(asked.team, asked.user)
                    question = forget_question(say, guides=kept.guides, files=kept.files, requests=kept.jobs)
                    await self._intake.show(asked.channel, asked.user, question, asked.response_url)
                case Verb.MAKE:
                    asked_for = await self._intake.from_command(asked, command)
                    await self._submit_all(asked_for, Place(asked.channel, asked.user, asked.response_url))
        except Refused as refused:
            await self._intake.show(asked.channel, asked.user, refused.message(say), asked.response_url)

    async def _point(self, asked: Pointed, place: Place) -> None:
        await self._submit_all(await self._intake.from_shortcut(asked), place)

    async def _fill(self, filled: Filled, place: Place) -> None:
        await self._submit_all(await self._new_guides.jobs_of(filled), place, of_form=True)

    async def _or_refused(self, work: Coroutine[Any, Any, None], place: Place) -> None:
        """Does something; the person is told why, where that is refused."""
        try:
            await work
        except Refused as refused:
            say = await self._desk.people.words(place.user)
            await self._show(place, refused.message(say))

    async def _submit_all(self, jobs: Sequence[Job], place: Place, *, of_form: bool = False) -> None:
        """Stores the jobs of one request and starts them; does nothing for what Slack delivered before. A person's jobs
        have only so many places: of those that are asked for together, the others wait until one is free. `of_form`:
        the form for a new guide had what the workspace has set, and the person's word on it."""
        if not jobs:
            return
        first = jobs[0]
        most = await self._desk.workspace_settings.jobs_per_person(first.team)
        jobs = [await self._with_standing(job, of_form=of_form) for job in jobs]
        try:
            stored, others = await self._desk.store.jobs.add_all(jobs, most)
        except TooManyJobs as full:
            if first.asked:
                say = await self._desk.people.words(first.asker)
                said = say.count(
                    "You already have {n} guide in progress. Wait for it to finish, or cancel it.",
                    "You already have {n} guides in progress. Wait for one to finish, or cancel one.",
                    full.number,
                )
                await self._show(place, note_message(said))
                await self._desk.steps.refuse_job(first, said)
            else:
                log.info("%s already has %d jobs; ignoring a dropped file", first.asker, full.number)
            return
        added = [job for job, created in stored if created]
        for job in added:
            await self._offer(job)
        in_hand = [job for job, _ in stored if not job.state.ended]
        if first.asker and added and (waiting := in_hand[max(0, most - others) :]):
            # A file that nobody asked for may be no transcript; those whose names say so are.
            named = [job.name for job in waiting if job.asked or captions_by_name(job.name)]
            if named:
                say = await self._desk.people.words(first.asker)
                await self._show(place, note_message(waiting_text(say, len(in_hand), named)))

    async def _offer(self, job: Job) -> None:
        """Has a stored job run. Where the queue can't be reached, it is offered again with the next renewal of the
        lease, since nobody owns it."""
        try:
            await self._queue.offer(job)
        except StoreError as error:
            log.warning("job %s waits until the queue can be reached: %s", job.id, error)

    async def _with_standing(self, job: Job, *, of_form: bool) -> Job:
        """The job with what its workspace has set, and with the reference pages of its channel and workspace, if a
        model writes that reads them."""
        if job.redo_of is not None or not self._has_model:  # the form of a redone one showed them already
            return job
        if not of_form:
            job = replace(job, options=await self._desk.workspace_settings.added_to(job.options, job.team))
        if job.options.writer is WriterChoice.EXTRACTIVE:
            return job
        most = self._desk.tools.limits.urls
        return replace(job, options=await self._standing.added_to(job.options, job.team, job.channel, most))

    async def _tell(self, place: Place, said: str) -> None:
        """`said` is mrkdwn in English."""
        say = await self._desk.people.words(place.user)
        await self._show(place, note_message(say.told(said)))

    async def _show(self, place: Place, message: Message) -> None:
        if place.once and not await self._messages.first(place.team, place.once):
            return
        await self._intake.show(place.channel, place.user, message, place.response_url, place.thread_ts)

    async def _cancel(self, pressed: Pressed, response_url: str | None = None) -> None:
        if response_url and await self._desk.store.jobs.get(pressed.job) is None:
            said = f"There's no job “{plain(pressed.job[:40])}”." if pressed.job else "Which guide shall I stop?"
            said = f"{said} To see yours with their IDs, type `/script2doc jobs`."
            await self._intake.tell(pressed.channel, pressed.user, said, response_url)
            return
        job = await self._may_change(pressed, response_url)
        if job is None:
            return
        if not await self._stop(job, pressed.user):
            said = "This one has already ended."
            await self._intake.tell(pressed.channel, pressed.user, said, response_url, pressed.thread_ts)

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
        await self._submit_all(jobs, Place("", asked.user))

    async def _stop_thread(self, asked: Stopped) -> None:
        """Stops what is under way in a thread, as far as the person may. Slack shows it as going on until the app says
        that it doesn't, also where nothing was."""
        found = await self._desk.store.jobs.in_thread(asked.team, asked.channel, asked.thread_ts)
        going_on = [job for job in found if not job.state.ended]
        if not going_on:
            self._desk.sessions.clear(asked.channel, asked.thread_ts)
            return
        may = [job for job in going_on if await access.may_change_job(self._desk.client, asked.user, job.asker)]
        for job in may:
            await self._stop(job, asked.user)
        if not may:
            await self._may_change(Pressed(asked.team, asked.channel, asked.user, going_on[0].id, "", asked.thread_ts))

    async def _stop(self, job: Job, user: str) -> bool:
        """Cancels a job for somebody, and has its message say so. False if it has ended already."""
        if not await self._desk.store.jobs.cancel(job.id):
            return False
        self._desk.metrics.job_ended(Outcome.CANCELLED)
        await self._desk.store.notices.send()
        await self._desk.tasks.stop_job(job.id)
        job = await self._let_go(job)
        self._desk.end(job, done=False)
        if job.progress_ts:
            say = await self._desk.people.words(job.asker)
            message = outcome.cancelled_message(say, job.name, user, job.id)
            await self._desk.editor.finish((job.channel, job.progress_ts), message, metadata(job.id, "progress"))
        return True

    async def _forget(self, chosen: Chosen) -> None:
        store, say = self._desk.store, await self._desk.people.words(chosen.user)
        for job in await store.jobs.active_of(chosen.team, chosen.user):
            try:
                await self._stop(job, chosen.user)
            except (SlackApiError, SlackUnreachable) as error:
                log.info("job %s is stopped, but its message can't say so: %s", job.id, in_words(error))
        gone = await store.forgetting.forget(chosen.team, chosen.user)
        log.info("forgot what was kept of %s: %s", chosen.user, gone)
        await self._intake.show(chosen.channel, chosen.user, forgotten_message(say), chosen.response_url, instead=True)

    async def _let_go(self, job: Job) -> Job:
        """A cancelled job as it is once the process that had it in hand has let go of it: what that says of it in Slack
        comes before our word. One that doesn't answer is gone, or frozen."""
        store = self._desk.store
        until = time.monotonic() + LET_GO_SECONDS
        while True:
            job = await store.jobs.get(job.id) or job
            elsewhere = job.worker not in (None, self._desk.worker)
            if not (elsewhere and store.database.on_server) or time.monotonic() >= until:
                return job
            await asyncio.sleep(LOOK_SECONDS)

    async def _again(self, pressed: Pressed, *, anyway: bool) -> None:
        job = await self._may_change(pressed)
        if job is not None:
            options = job.options.but(anyway=True) if anyway else job.options
            await self._submit_all(
                [self._intake.again(job, pressed.user, options, key=f"again:{job.id}")], _place(pressed)
            )

    async def _ask_options(self, pressed: Pressed) -> None:
        job = await self._may_change(pressed)
        if job is not None:
            await self._opened(self._intake.open_options(job, pressed), _place(pressed))

    async def _opened(self, opening: Coroutine[Any, Any, None], place: Place) -> None:
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
            await self._tell(place, "That took too long, so Slack didn't open the form. Press the button again.")

    async def _redo(self, pressed: Pressed, answers: Answers) -> None:
        job = await self._may_change(pressed)
        if job is not None:
            options = answers.over(job.options)
            again = self._intake.again(job, pressed.user, options, key=f"redo:{pressed.team}:{pressed.trigger}")
            await self._submit_all([again], _place(pressed))

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
        elif suffix == KIND:
            await self._canvases.deliver(job, say, tell)
        else:
            await self._forms.deliver(job, suffix, say, tell)

    async def _delete(self, pressed: Pressed) -> None:
        job = await self._may_change(pressed)
        if job is None:
            return
        say = await self._desk.people.words(pressed.user)
        if not job.state.ended:  # its last edit is there, and its row isn't ended yet
            said = say.told("Try again in a minute.")
        else:
            said = await self._deleting.delete(job, pressed.user, say) or ""
        if said:
            await self._show(_place(pressed), note_message(said))

    async def _may_change(self, pressed: Pressed, response_url: str | None = None) -> Job | None:
        """The job, if it is of this workspace and the person may change it. Otherwise None, and the person learns
        why."""
        job = await self._desk.store.jobs.get(pressed.job)
        if job is None or job.team != pressed.team:
            said = NO_GUIDE
        elif not job.asker and job.channel == pressed.channel:
            return job
        elif not job.asker or not await access.may_change_job(self._desk.client, pressed.user, job.asker):
            said = f"Only <@{job.asker}>, who asked for this guide, or an admin can do that."
        else:
            return job
        await self._intake.tell(pressed.channel, pressed.user, said, response_url, pressed.thread_ts)
        return None


def _place_of(request: Request) -> Place:
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
        case SetWorkspace():
            return Place("", request.user)
        case Choose() | ChooseAtHome() | Forget():
            return Place(request.chosen.channel, request.chosen.user)
        case Uninstalled() | FileRemoved():
            return Place("", "")
        case _:
            return _place(request.pressed)


def _place(pressed: Pressed) -> Place:
    return Place(pressed.channel, pressed.user, thread_ts=pressed.thread_ts)
