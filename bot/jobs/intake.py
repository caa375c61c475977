"""From what people ask for to jobs: which file, which thread, which options, and whether they may."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.jobs import thread_guides
from bot.jobs.desk import Desk
from bot.jobs.finding import Finder
from bot.jobs.mistakes import no_link, not_for_several, not_understood, options_of, without_mention
from bot.jobs.model import Job, new_id
from bot.jobs.own_defaults import own_defaults
from bot.jobs.pasted import LEAST_WORDS, WHOLE_CHARACTERS, Pasted, plain_text
from bot.jobs.pasted import NAME as PASTED
from bot.jobs.refusal import Refused
from bot.jobs.requests import Command, Commanded, Dropped, Pointed, Pressed, WorkflowStep
from bot.jobs.steps import KEY as STEP
from bot.jobs.thread import direct_message
from bot.jobs.wishes import named_options, unclear, wishes
from bot.links import parse_link
from bot.messages.deleting import delete_view
from bot.messages.message import Message
from bot.messages.new_guide import NOT_HERE
from bot.messages.options import Form, options_view
from bot.messages.outcome import note_message
from bot.slack_errors import Meaning, meaning
from bot.slack_files import SlackFile
from bot.slack_text import unescaped
from bot.store import StoreError
from pipeline.errors import PipelineError
from pipeline.guide import Guide
from pipeline.options import OF_ONE_RECORDING, GuideOptions

log = logging.getLogger(__name__)

UNFIT = re.compile(
    r"\.(png|jpe?g|gif|webp|svg|heic|ico|gz|tgz|7z|rar|tar|exe|dmg|iso|msi|apk|mp3|wav|m4a|mp4|mov|avi|mkv|webm"
    r"|xlsx?|pptx?|key|psd|ai|sketch|fig|ttf|otf|woff2?|pem|p12|db|sqlite|parquet|pyc|jar|wasm)$",
    re.IGNORECASE,
)
"""Names that no transcript has: such files, dropped, aren't even fetched."""
IN_PARTS = (
    "This may be only a part of a longer transcript. Once all of it is here, choose “Make a guide” in the menu of one "
    "of its messages, or drop it as a file."
)
LATE_SECONDS = 30.0
"""What was said longer ago than this was kept from us: nobody listened, or it couldn't be kept. It is more than our
clock may be off (`bot.slack_clock`), and less than Slack waits before it sends an event a third time."""
PASTED_DAYS = 1.0
"""So long a pasted transcript is kept before its job has begun."""


def _key(asked: Dropped, file: SlackFile) -> str:
    """What makes a file that Slack tells of more than once one job. Of what an app posts, each file counts once in its
    conversation. A mention that an edit adds asks for a file that had only been dropped."""
    if asked.by_app:
        return f"{asked.team}:{asked.channel}:{file.id}"
    return f"{asked.team}:{asked.channel}:{asked.ts}:{file.id}" + (":asked" if asked.mentioned or asked.direct else "")


def _links(text: str) -> list[str]:
    """The web addresses in a message, which Slack writes as <url> or <url|what is shown>. Those that are the value of
    an option aren't among them."""
    links = re.findall(r'(?<!=)(?<!=["“])<(https?://[^<>|]*)(?:\|[^<>]*)?>', text)
    return [unescaped(link) for link in links]


def asked_for(
    team: str, channel: str, asker: str, options: GuideOptions, now: float, thread_ts: str | None = None
) -> Job:
    """What the jobs have in common that somebody has asked for `now` (seconds since the epoch, by Slack's clock).
    `Intake.jobs_for` gives each its id and key."""
    return Job("", "", team, channel, asker, options, now, asked=True, thread_ts=thread_ts)


class Intake:
    """Reads from Slack what it needs, and makes Job values; it starts none."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._client = desk.client
        self._finder = Finder(desk.client, desk.files)

    async def from_message(self, asked: Dropped) -> tuple[Job, ...]:
        """A job for each file that may be meant; if the app was mentioned, for any file that isn't media, here or
        above in the thread. Raises Refused, but only if the app was asked."""
        expressly = asked.mentioned or asked.direct
        files = asked.files
        if not files and expressly:
            found = await self._meant(asked)
            if found and isinstance(found[0], Job):
                return tuple(one for one in found if isinstance(one, Job))
            files = tuple(one for one in found if isinstance(one, SlackFile))
        if not files and asked.direct and asked.thread_ts is None:
            if len(asked.text) >= WHOLE_CHARACTERS:
                raise Refused(IN_PARTS)
            pasted = Pasted(plain_text({"text": asked.text}), asked.ts)
            if pasted.words >= LEAST_WORDS:
                # It may be the end of what was too long for one message.
                parts = await self._finder.pasted(asked.channel, asked.ts, None, WHOLE_CHARACTERS)
                return await self._of_pasted(asked, parts or pasted)
        if not files and expressly:
            raise Refused("Drop a transcript here and I'll make a guide from it. For more, type `/script2doc help`.")
        fit = [file for file in files if expressly or not (file.is_media or UNFIT.search(file.name))]
        none = asked.by_app or not fit
        own = GuideOptions() if asked.by_app else await self._own(asked.team, asked.user)
        options = own if none else self._options(asked.text, own, expressly=expressly)
        options = _for_all(options, len(fit))
        return tuple(
            Job(
                id=new_id(),
                key=_key(asked, file),
                team=asked.team,
                channel=asked.channel,
                asker=asked.user,
                options=options,
                created=self._asked_at(asked),
                asked=expressly,
                thread_ts=asked.thread_ts or asked.ts,
                file_id=file.id,
                name=file.name,
            )
            for file in fit
        )

    async def _of_pasted(self, asked: Dropped, pasted: Pasted) -> tuple[Job, ...]:
        """The job for a transcript that is the text of a direct message."""
        options = await self._own(asked.team, asked.user)
        base = asked_for(asked.team, asked.channel, asked.user, options, self._asked_at(asked), asked.ts)
        return await self.jobs_for(base, f"{asked.team}:{asked.channel}:{asked.ts}", (), pasted)

    def is_late(self, asked: Dropped) -> bool:
        """Whether a message has come to us long after it was said."""
        return self._client.clock.now() - asked.said > LATE_SECONDS

    def _asked_at(self, asked: Dropped) -> float:
        """When something was asked for: now, or when it was said if it comes late."""
        return asked.said if self.is_late(asked) else self._client.clock.now()

    async def _meant(self, asked: Dropped) -> tuple[SlackFile, ...] | tuple[Job, ...]:
        """What somebody means who writes to the app without a file: what they link to, else the file that their message
        has after all (an `app_mention` needn't have it), else the guides of the thread, else the file above it. Raises
        Refused."""
        for link in map(parse_link, _links(asked.text)):
            if link:
                return (await self._finder.linked(link, asked.user, asked.channel)).files
        if asked.direct and asked.thread_ts is None:
            return ()
        own, above = await self._finder.of_reply(asked.channel, asked.ts, asked.thread_ts, asked.user)
        if own or asked.thread_ts is None:
            return own
        place = thread_guides.Place(asked.team, asked.channel, asked.thread_ts, asked.user, _left_out(asked.text))
        options = self._options(asked.text, GuideOptions(), expressly=True)
        wanted = wishes(_without_mentions(asked.text))
        changes = options.named_by(key for key, value in wanted.pairs if value)
        if made := await thread_guides.to_make_again(self._desk, place, changes):
            key = f"{asked.team}:{asked.channel}:{asked.ts}"
            return tuple(self.again(job, asked.user, job.options, key=f"{key}:{job.id}:asked") for job in made)
        return above

    async def _own(self, team: str, user: str) -> GuideOptions:
        """What a person has set for all their guides. Raises StoreError."""
        return (await own_defaults(self._desk.store.settings, team, user)).options

    def _options(self, text: str, own: GuideOptions, *, expressly: bool) -> GuideOptions:
        """The options in a message's text over the person's own, and its links as reference pages. What was written for
        people and only looks like an option is ignored unless the app was asked. Raises Refused."""
        pairs = [(key, value) for key, value in wishes(text).pairs if value] if expressly else []
        named = {value for _, value in pairs}
        urls = [url for url in _links(text) if parse_link(url) is None and url not in named]
        urls = urls[: self._desk.tools.limits.urls]
        try:
            pieces = _left_out(text) if expressly else ()
            return options_of([*pairs, *(("url", url) for url in urls)], own, pieces)
        except Refused:
            if expressly:
                raise
            return own

    def not_done(self, asked: Dropped, guides: int) -> tuple[str, ...]:
        """What is said of those words of a message that the guides which are made of it don't follow, as mrkdwn in
        English: options without a mention, those of one recording where there are several `guides`, and what may be
        meant as an option and isn't understood."""
        if asked.by_app:
            return ()
        if not (asked.mentioned or asked.direct):
            said = without_mention(named_options(asked.text))
            return (said,) if said else ()
        pieces = _left_out(asked.text)
        not_clear = not_understood(pieces, "I'm making the guide without that.") if pieces else ""
        of_one = not_for_several(wishes(asked.text).pairs) if guides > 1 else ""
        return tuple(filter(None, (not_clear, of_one)))

    async def from_command(self, asked: Commanded, command: Command) -> tuple[Job, ...]:
        """The jobs that `/script2doc LINK [key=value …]` asks for. Raises Refused; who can't see the linked thing
        gets the same answer as if it weren't there."""
        link = parse_link(command.target)
        if link is None:
            raise Refused(no_link(command.target))
        options = options_of(command.pairs, await self._own(asked.team, asked.user), command.rest)
        if command.rest:
            raise Refused(not_understood(command.rest))
        found = await self._finder.linked(link, asked.user, asked.channel)
        channel, thread_ts = found.place or await self._place_to_answer(asked)
        options = _for_all(options, len(found.files) + (found.pasted is not None))
        base = asked_for(asked.team, channel, asked.user, options, self._client.clock.now(), thread_ts)
        return await self.jobs_for(base, asked.trigger, found.files, found.pasted)

    async def _place_to_answer(self, asked: Commanded) -> tuple[str, str | None]:
        """The channel for a new thread: the one where it was asked, or a direct message if the app isn't in it."""
        if await self._finder.is_member(asked.channel):
            return asked.channel, None
        return await self.directly(asked), None

    async def directly(self, asked: Commanded) -> str:
        """The direct messages of a person who asked where the app isn't; they are told so."""
        channel = await direct_message(self._client, asked.user)
        await self.tell(
            asked.channel,
            asked.user,
            NOT_HERE,
            asked.response_url,
        )
        return channel

    async def from_step(self, asked: WorkflowStep) -> tuple[Job, ...]:
        """The one job that a step of a workflow asks for: for the person that it names, who has to see what the link
        points to, in the thread of the message if the app is there, or else directly. Raises Refused."""
        link = parse_link(asked.link)
        if link is None:
            raise Refused("The step needs a link to a file or message in Slack.")
        found = await self._finder.linked(link, asked.user, "")
        channel, thread_ts = found.place or (await direct_message(self._client, asked.user), None)
        options = await self._own(asked.team, asked.user)
        base = asked_for(asked.team, channel, asked.user, options, self._client.clock.now(), thread_ts)
        return await self.jobs_for(base, f"{STEP}{asked.execution}", found.files[:1], found.pasted)

    async def from_shortcut(self, asked: Pointed) -> tuple[Job, ...]:
        """The jobs for the files of a message that somebody pointed at. Raises Refused."""
        files = await self._finder.visible(asked.files, asked.user)
        pasted = None if files else await self._pasted(asked)
        channel, thread_ts = asked.channel, asked.thread_ts or asked.ts
        if not await self._finder.is_member(channel):
            commanded = Commanded(asked.team, channel, asked.user, asked.trigger, "", asked.response_url)
            channel, there = await self._place_to_answer(commanded)
            thread_ts = there or ""
        options = await self._own(asked.team, asked.user)
        base = asked_for(asked.team, channel, asked.user, options, self._client.clock.now(), thread_ts or None)
        return await self.jobs_for(base, asked.trigger, files, pasted)

    async def jobs_for(
        self, base: Job, key: str, files: Sequence[SlackFile], pasted: Pasted | None = None
    ) -> tuple[Job, ...]:
        """A job like `base` for each file, and for what was pasted, whose text is kept as the job's file. `key`: what
        makes them one with those of the same request. Raises StoreError."""
        made = [
            replace(base, id=new_id(), key=f"{key}:{base.team}:{file.id}", file_id=file.id, name=file.name)
            for file in files
        ]
        if pasted:
            data = pasted.text.encode("utf-8", "replace")
            # The job itself keeps it for as long as transcripts are kept; what becomes no job is gone sooner.
            days = min(PASTED_DAYS, await self._desk.workspace_settings.keep_days(base.team))
            expires = self._client.clock.now() + days * 86_400
            source = await self._desk.store.blobs.put(data, "transcript", expires)
            made.append(replace(base, id=new_id(), key=f"{key}:{base.team}:{pasted.ts}", source=source, name=PASTED))
        return tuple(made)

    async def _pasted(self, asked: Pointed) -> Pasted:
        """The transcript in the text of a message that somebody pointed at, with the parts of it beside that message.
        Raises Refused."""
        found = await self._finder.pasted(asked.channel, asked.ts, asked.thread_ts)
        pasted = found or Pasted(asked.text, asked.ts)
        if pasted.words < LEAST_WORDS:
            raise Refused(
                "There's no file on this message, and its text is too short for a transcript. Use this on a message "
                "with a transcript."
            )
        return pasted

    def again(self, job: Job, user: str, options: GuideOptions, *, key: str) -> Job:
        """A new job for the same transcript in the same thread, for this person. `key` is what makes two presses one
        job."""
        return Job(
            id=new_id(),
            key=key,
            team=job.team,
            channel=job.channel,
            asker=user,
            options=options,
            created=self._client.clock.now(),
            asked=True,
            thread_ts=job.thread_ts,
            file_id=job.file_id,
            name=job.name,
            source=job.source,
            redo_of=job.id,
        )

    async def open_options(self, job: Job, pressed: Pressed) -> None:
        """Shows the form with a job's options. Slack's trigger lives for three seconds."""
        model = self._desk.tools.model is not None
        called = await self._called(job)
        template = await self._desk.has_template(job.team)
        say = await self._desk.people.words(pressed.user)
        form = Form(job.id, pressed.channel, pressed.thread_ts, say.tag)
        view = options_view(say, form, job.options, model=model, template=template, guide=called)
        await self._client.views_open(trigger_id=pressed.trigger, view=view)

    async def open_deletion(self, job: Job, pressed: Pressed) -> None:
        """Asks whether a guide is to be deleted. Slack's trigger lives for three seconds."""
        called = await self._called(job)
        say = await self._desk.people.words(pressed.user)
        view = delete_view(say, Form(job.id, pressed.channel, pressed.thread_ts, say.tag), called)
        await self._client.views_open(trigger_id=pressed.trigger, view=view)

    async def _called(self, job: Job) -> str:
        """The title of a job's guide, or the name of its file."""
        try:
            kept = await self._desk.store.guides.get(job.guide) if job.guide else None
            return Guide.from_json(kept).title if kept else job.name
        except (StoreError, PipelineError):
            return job.name

    async def tell(
        self, channel: str, user: str, text: str, response_url: str | None = None, thread_ts: str | None = None
    ) -> None:
        """Shows one person a text in the place where they asked, in their language as far as the catalogue has it.
        `text` is mrkdwn in English. Nobody else sees it."""
        say = await self._desk.people.words(user)
        await self.show(channel, user, note_message(say.told(text)), response_url, thread_ts)

    async def show(
        self,
        channel: str,
        user: str,
        message: Message,
        response_url: str | None = None,
        thread_ts: str | None = None,
        *,
        instead: bool = False,
    ) -> None:
        """Shows one person a message, `instead` of the one whose menu they used. If it can't be shown where they asked,
        they get it directly."""
        if response_url and await self._responded(response_url, message, instead):
            return
        if not channel:
            channel = await direct_message(self._client, user)
            await self._client.chat_postMessage(channel=channel, text=message.text, blocks=message.blocks)
            return
        try:
            await self._client.chat_postEphemeral(
                channel=channel, user=user, text=message.text, blocks=message.blocks, thread_ts=thread_ts
            )
        except SlackApiError as error:
            if meaning(error) not in (Meaning.PLACE, Meaning.GONE, Meaning.REFUSED):
                raise
            channel = await direct_message(self._client, user)
            await self._client.chat_postMessage(channel=channel, text=message.text, blocks=message.blocks)

    async def close_question(self, response_url: str, text: str | None) -> None:
        """Removes the button of a question that was answered, or all of it where one person alone sees it, which has no
        `text`. Where Slack no longer takes that, the button stays, and makes nothing twice."""
        if text is None:
            await self._sent(response_url, delete_original=True)
        else:
            message = note_message(text)
            await self._sent(response_url, text=message.text, blocks=message.blocks, replace_original=True)

    async def _responded(self, response_url: str, message: Message, instead: bool) -> bool:
        return await self._sent(
            response_url,
            text=message.text,
            blocks=message.blocks,
            response_type="ephemeral",
            replace_original=instead,
        )

    @staticmethod
    async def _sent(response_url: str, **answer: Any) -> bool:
        hook = AsyncWebhookClient(response_url, retry_handlers=[])
        try:
            answered = await hook.send(**answer)
        except (aiohttp.ClientError, OSError) as error:
            log.info("a response_url didn't answer: %s", error)
            return False
        return answered.status_code == 200


def _for_all(options: GuideOptions, files: int) -> GuideOptions:
    """The options for each of so many files: what is of one recording can't be for several."""
    return options.but(**dict.fromkeys(OF_ONE_RECORDING)) if files > 1 else options


def _without_mentions(text: str) -> str:
    return re.sub(r"<[@!#][^<>]*>", " ", text)


def _left_out(text: str) -> tuple[str, ...]:
    """Those words of a message for the app that may be meant as options and aren't understood. Where no word is
    understood, only what it says to make it counts: the rest may be talk."""
    wanted = wishes(_to_the_app(text))
    return unclear(wanted.pieces) if wanted.pairs else unclear(wanted.pieces, of_any=False)


def _to_the_app(text: str) -> str:
    """What a message says from its last mention on: what comes before is for other people."""
    return _without_mentions(text[max(0, text.rfind("<@")) :])
