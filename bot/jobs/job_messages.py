"""What one job says in Slack: its progress message and the last edit of it, the announcement, and what is said
elsewhere. Each is posted once, however often the job is run: what was said is noted in the job's row."""

from __future__ import annotations

import logging
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from bot.jobs.desk import Desk
from bot.jobs.model import Job, JobState
from bot.jobs.reactions import message_of
from bot.jobs.thread import direct_message, find_posted, metadata, permalink, post_once
from bot.messages import outcome
from bot.messages.language import Words
from bot.messages.message import Message
from bot.messages.offer import Unsure, offer_message, refusal_alone_message
from bot.messages.progress import JobView, Phase, progress_message
from bot.slack_errors import Meaning, SlackUnreachable, code_of, in_words, meaning
from bot.slack_files import SlackFile
from bot.store import LeaseLost, StoreError
from pipeline.guide import Guide
from pipeline.options import GuideOptions, WriterChoice
from pipeline.progress import Event

log = logging.getLogger(__name__)

SURE = 0.8
"""For this share of its lease a process is sure that no other one has taken its jobs."""


class JobMessages:
    """The messages of one job that this process has claimed, and its row as it is now. Each method that says something
    raises SlackApiError, SlackUnreachable and StoreError, unless it tells otherwise."""

    def __init__(self, desk: Desk, job: Job, say: Words, *, again: bool) -> None:
        """`say`: the words of who asked. `again`: this process has begun with the job before, and broke off
        because of Slack."""
        self._desk = desk
        self.say = say
        self.job = job
        self._resumed = job.attempts > 1
        self._look = self._resumed or again
        self.template = False
        """Whether the paper is that of a Word template, whatever was asked for."""
        self.begin()

    async def milestone(self, **changes: object) -> Job:
        """Changes the job's row. Raises StoreError, LeaseLost if the job is no longer this process's."""
        self.job = await self._desk.store.jobs.update(self.job.id, self._desk.worker, **changes)
        return self.job

    async def _said(self, **changes: str | None) -> Job:
        """Notes in the job's row where something was said. It was said even if that can't be noted: what comes next is
        said there. Raises StoreError, LeaseLost."""
        try:
            return await self.milestone(**changes)
        except StoreError:
            self.job = replace(self.job, **changes)  # type: ignore[arg-type]  # all of them are texts or None
            raise

    async def still_ours(self) -> None:
        """Returns where this process surely owns the job. One that was frozen for a while may have lost it to another,
        which says everything now. Raises LeaseLost, StoreError."""
        desk = self._desk
        if desk.renewed.within(SURE * desk.settings.lease_seconds):
            return
        now = await desk.store.jobs.get(self.job.id)
        if now is None or now.worker != desk.worker or now.state.ended:
            raise LeaseLost

    def begin(self, phase: Phase = Phase.WAITING, title: str | None = None) -> None:
        """From now on the progress message shows this phase and nothing from before; `refresh` shows it."""
        options = self.job.options
        self._view = JobView(
            self.job.id,
            self.job.name,
            phase=phase,
            title=title,
            resumed=self._resumed,
            options=options,
            model=self._desk.tools.model is not None and options.writer is not WriterChoice.EXTRACTIVE,
            template=self.template,
        )

    def heard(self, event: Event) -> None:
        """Shows what an event changes in the progress message."""
        before, self._view = self._view, self._view.after(event)
        if self._view != before:
            self.refresh()

    def refresh(self) -> None:
        """Shows the progress message as it is now, if there is one."""
        if self.job.progress_ts:
            message = progress_message(self.say, self._view)
            self._desk.editor.show((self.job.channel, self.job.progress_ts), message, metadata(self.job.id, "progress"))

    async def show(self, phase: Phase) -> None:
        """Shows the phase in the progress message, which is posted if there is none yet."""
        if self.job.options.paper is not GuideOptions.paper:
            self.template = await self._desk.has_template(self.job.team)
        self.begin(phase)
        if self.job.progress_ts or not await self._begin_thread("progress", progress_message(self.say, self._view)):
            self.refresh()
        self._desk.begin(self.job)

    async def reply(self, part: str, message: Message) -> None:
        """Shows a message in the job's thread: posted as the job's progress message if it has none yet, otherwise as
        the last edit of that one. A job without a thread gets one first."""
        if self.job.progress_ts or not await self._begin_thread(part, message):
            await self.last_edit(part, message)

    async def recall(self) -> None:
        """Finds the progress message that was posted without being noted: the job was cut off in between, or died.
        Otherwise it would say for ever that the guide is being made."""
        job = self.job
        if job.progress_ts or not (self._look and job.thread_ts):
            return
        if found := await find_posted(self._desk.client, job, "progress", job.thread_ts):
            await self._said(progress_ts=found.ts, thread_ts=found.thread_ts or found.ts)

    async def _begin_thread(self, part: str, message: Message) -> bool:
        """As `post`, for a job that may be without a thread: it gets one first."""
        job = self.job
        if job.thread_ts is None:
            await self.still_ours()
            parent = outcome.parent_message(self.say, job.name, job.asker)
            posted = await post_once(self._desk.client, job, "parent", parent, thread_ts=None, look=self._look)
            await self._said(thread_ts=posted.ts)
        return await self.post(part, message)

    async def post(self, part: str, message: Message, *, look: bool = False) -> bool:
        """Posts a message in the job's thread, which is the job's progress message from then on. False if it was
        posted before, and may say something older."""
        await self.still_ours()
        client, job = self._desk.client, self.job
        look = look or self._look
        posted = await post_once(client, job, part, message, thread_ts=job.thread_ts, look=look)
        # Where the thread's first message was deleted, Slack puts the reply into the channel: that is the thread then.
        await self._said(progress_ts=posted.ts, thread_ts=posted.thread_ts or posted.ts)
        return not posted.found

    async def last_edit(self, part: str, message: Message) -> None:
        """Has the progress message say this in the end. Where it can't be edited any more, it is posted anew in the
        thread; where nothing can be posted, it is sent to the person who asked."""
        await self.still_ours()
        job, client = self.job, self._desk.client
        assert job.progress_ts is not None
        for shown in (message, Message(message.text, ())):
            try:
                await self._desk.editor.finish((job.channel, job.progress_ts), shown, metadata(job.id, part))
                return
            except SlackApiError as error:
                refused = meaning(error)
                if refused in (Meaning.PASSING, Meaning.REJECTED):
                    raise
                log.info("the last edit of job %s isn't accepted: %s", job.id, in_words(error))
                if refused is not Meaning.REFUSED:  # it's something else than its blocks
                    break
                message = Message(message.text, ())
        if refused is not Meaning.PLACE:
            try:
                await self.post(f"{part}-anew", message, look=True)
                return
            except SlackApiError as error:
                if meaning(error) is not Meaning.PLACE:
                    raise
        direct = replace(job, channel=await direct_message(client, job.asker))
        await post_once(client, direct, f"{part}-direct", message, thread_ts=None, look=True)

    async def notify(self, guide: Guide, there: SlackFile, *, look: bool = False) -> bool:
        """Posts the message that mentions the person, once; whether there is nothing left to be done about it. What
        Slack refuses for good isn't tried again: the summary stands all the same."""
        await self.still_ours()
        job = self.job
        message = outcome.announcement_message(self.say, guide, job.asker, there.permalink, job.name)
        shared = next((ts for channel, ts, _ in there.shares if channel == job.channel), None)
        client, look = self._desk.client, look or self._look
        try:
            await post_once(client, job, "announcement", message, thread_ts=job.thread_ts, look=look, since=shared)
        except (SlackApiError, SlackUnreachable) as error:
            log.info("the end of job %s isn't announced: %s", job.id, in_words(error))
            return meaning(error) is not Meaning.PASSING
        return True

    async def tell_of(self, earlier: Job) -> None:
        """Says that there is a guide of the same already, or that one is being made: where it is, unless it is here."""
        made = earlier.state is JobState.DONE
        here = (earlier.channel, earlier.thread_ts) == (self.job.channel, self.job.thread_ts)
        there = None if here else earlier.progress_ts or earlier.thread_ts
        link = await permalink(self._desk.client, earlier.channel, there) if there else None
        told = outcome.repeat_message(
            self.say, self.job.name, link, earlier.id, made=made, earlier=earlier.name, here=here
        )
        await self.reply("progress", told)

    async def offer(self, reason: str, unsure: Unsure) -> None:
        """Asks the person who dropped a file whether it is to be used: nobody else sees that, as it may be anything.
        What another app has posted is asked about in its thread, for whoever answers first. `reason` says what makes
        unsure, in English."""
        await self.still_ours()
        job = self.job
        message = offer_message(self.say, job.name, reason, job.id, unsure=unsure, alone=bool(job.asker))
        if job.asker:
            await self._show_alone(message)
        elif job.progress_ts:
            await self.last_edit("offer", message)
        else:  # one that stands there already may have been answered
            await self._begin_thread("offer", message)

    async def withdraw(self, reason: str) -> None:
        """Deletes the progress message of a job that nobody asked for, and tells its person alone why no guide was
        made; `reason` is in English. Where Slack doesn't let it be deleted, it says so to all."""
        await self.still_ours()
        job = self.job
        if job.progress_ts and not await self._deleted((job.channel, job.progress_ts)):
            told = outcome.failure_message(self.say, job.name, reason, job.id, anyway=True)
            await self.last_edit("progress", told)
            return
        lasting = outcome.failure_message(self.say, job.name, reason, job.id, anyway=True)
        await self._refused(refusal_alone_message(self.say, job.name, reason, job.id), lasting)
        await self.milestone(progress_ts=None)

    async def refuse_alone(self, reason: str, *, anyway: bool, again: bool) -> None:
        """Tells the job's person alone why no guide is made of what nobody else has seen them ask for; as
        `failure_message`."""
        await self.still_ours()
        job = self.job
        await self._refused(outcome.failure_message(self.say, job.name, reason, job.id, anyway=anyway, again=again))

    async def _refused(self, message: Message, lasting: Message | None = None) -> None:
        """Shows the job's person a message where they asked, or else directly, where it doesn't vanish: as `lasting`,
        if that is given."""
        try:
            await self._show_alone(message)
        except SlackApiError as error:
            if meaning(error) not in (Meaning.PLACE, Meaning.GONE, Meaning.REFUSED):
                raise
            direct = replace(self.job, channel=await direct_message(self._desk.client, self.job.asker))
            await post_once(self._desk.client, direct, "refusal", lasting or message, thread_ts=None, look=self._look)

    async def _deleted(self, place: tuple[str, str]) -> bool:
        """Deletes a message of the job, if it is still there; whether it is gone."""
        await self._desk.editor.forget(place)
        try:
            await self._desk.client.chat_delete(channel=place[0], ts=place[1])
        except SlackApiError as error:
            if meaning(error) is Meaning.PASSING or meaning(error) is Meaning.REJECTED:
                raise
            log.info("the message of job %s isn't deleted: %s", self.job.id, in_words(error))
            return code_of(error) == "message_not_found"
        return True

    async def _show_alone(self, message: Message) -> None:
        """Shows the job's person a message where its transcript was dropped."""
        dropped = message_of(self.job)
        in_thread = dropped is not None and dropped[1] != self.job.thread_ts
        await self._post_alone(message, self.job.thread_ts if in_thread else None)

    async def _post_alone(self, message: Message, thread_ts: str | None) -> None:
        await self._desk.client.chat_postEphemeral(
            channel=self.job.channel,
            user=self.job.asker,
            text=message.text,
            blocks=message.blocks,
            thread_ts=thread_ts,
        )

    async def tell_alone(self, said: str) -> None:
        """Tells the person why the job has failed in a message that only they see, the last way that is left. What
        keeps even that from being shown is only logged."""
        message = outcome.failure_message(self.say, self.job.name, said, self.job.id)
        await self._post_or_log(message, "nobody can be told of job %s: %s")

    async def tell_person(self, text: str) -> None:
        """Shows the person alone something in the job's thread, as mrkdwn in their language. What keeps it from being
        shown is only logged."""
        await self._post_or_log(outcome.note_message(text), "the person of job %s can't be told something: %s")

    async def _post_or_log(self, message: Message, failed: str) -> None:
        """`failed`: what is logged where it can't be shown, with the job's id and the reason put in."""
        try:
            await self._post_alone(message, self.job.thread_ts)
        except (SlackApiError, SlackUnreachable) as error:
            log.error(failed, self.job.id, in_words(error))

    async def move(self, error: Exception) -> Job:
        """Continues in a direct message to the person who asked, because their conversation can't be written to (which
        `error` says). Returns the job as it is now. Raises as `run` does."""
        await self.still_ours()
        before = self.job
        channel = await direct_message(self._desk.client, before.asker)
        moved = replace(before, channel=channel, thread_ts=None, progress_ts=None)
        said = outcome.moved_message(self.say, before.name, before.channel, in_words(error))
        posted = await post_once(self._desk.client, moved, "moved", said, thread_ts=None, look=self._look)
        await self._said(channel=channel, thread_ts=posted.ts, progress_ts=None, upload=None)
        self._desk.sessions.end(before)
        if message_of(before) != message_of(self.job):
            self._desk.reactions.end(before, done=False)
        if before.progress_ts:
            place = (before.channel, before.progress_ts)
            told = outcome.moved_on_message(self.say, before.name, before.asker)
            try:
                await self._desk.editor.finish(place, told, metadata(before.id, "moved on"))
            except Exception as refused:
                if meaning(refused) is Meaning.DEFECT:
                    raise
                log.info("the message of job %s in its first place can't be edited: %s", before.id, in_words(refused))
        return self.job
