"""The guide as a canvas: a tab of its channel, or in a direct message one that its person can open."""

from __future__ import annotations

import asyncio
import logging

from slack_sdk.errors import SlackApiError

from bot.jobs.channel_settings import DIRECT
from bot.jobs.desk import Desk
from bot.jobs.forms import NO_GUIDE, Tell, form_of
from bot.jobs.model import Job
from bot.jobs.thread import post_once
from bot.messages.canvas import canvas_message, canvas_there
from bot.messages.language import Words
from bot.slack_errors import Meaning, SlackUnreachable, code_of, in_words, meaning, perhaps_done
from bot.slack_files import FileUnavailable
from bot.store import Scope
from pipeline.errors import PipelineError
from pipeline.guide import Guide
from pipeline.render.canvas import LONGEST_CHARACTERS, render_canvas

log = logging.getLogger(__name__)

KIND = ".canvas"
"""What follows a job's id where its canvas is noted."""
TITLE_CHARACTERS = 150


class Canvases:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._under_way: set[str] = set()

    async def deliver(self, job: Job, say: Words, tell: Tell) -> None:
        """Makes a canvas of a job's guide, once, and says in its thread where it is. What the person can't see there
        they are told. Raises StoreError."""
        if job.id in self._under_way:
            form = say("Canvas")
            await tell(say("Somebody has already asked for the {form} file. You'll find it in this thread.", form=form))
            return
        self._under_way.add(job.id)
        try:
            await self._deliver(job, say, tell)
        except PipelineError as error:
            log.info("job %s as a canvas: %s", job.id, error)
            await tell(say.told(str(error)))
        except (SlackApiError, SlackUnreachable) as error:
            log.error("job %s as a canvas: %s", job.id, in_words(error))
            form = say("Canvas")
            if meaning(error) is Meaning.PASSING:
                await tell(say("I couldn't send the {form} file to Slack. Try again in a minute.", form=form))
            else:
                refused = "Slack didn't accept the {form} file ({code}). Try again, or tell whoever runs Script2Doc."
                await tell(say(refused, form=form, code=f"`{code_of(error)}`"))
        finally:
            self._under_way.discard(job.id)

    async def _deliver(self, job: Job, say: Words, tell: Tell) -> None:
        client, settings = self._desk.client, self._desk.store.settings
        stored = await self._desk.store.guides.get(job.guide) if job.guide else None
        if stored is None or job.thread_ts is None:
            await tell(say.told(NO_GUIDE))
            return
        guide = Guide.from_json(stored)
        kept = await settings.get(Scope.JOB, job.team, form_of(job, KIND))
        canvas = str(kept["upload"]) if kept else None
        if canvas is not None:
            there, link = await self._link(canvas)
            if there and kept and kept.get("told"):
                await tell(canvas_there(say, guide.title, link))
                return
            canvas = canvas if there else None
        if canvas is None:
            markdown = await asyncio.to_thread(render_canvas, guide)
            if len(markdown) > LONGEST_CHARACTERS:
                await tell(say("This guide is too long for a canvas."))
                return
            direct = job.channel.startswith(DIRECT)
            try:
                made = await client.canvases_create(
                    title=guide.title[:TITLE_CHARACTERS],
                    document_content={"type": "markdown", "markdown": markdown},
                    channel_id=None if direct else job.channel,
                )
            except (SlackApiError, SlackUnreachable) as error:
                if not perhaps_done(error):
                    raise
                log.error("job %s as a canvas: it may be there: %s", job.id, in_words(error))
                await tell(
                    say(
                        "Slack didn't answer, so the canvas may be there. Look for it before you press the button "
                        "again."
                    )
                )
                return
            canvas = str(made["canvas_id"])
            await settings.put(Scope.JOB, job.team, form_of(job, KIND), {"upload": canvas})
            if direct:
                await client.canvases_access_set(canvas_id=canvas, access_level="write", user_ids=[job.asker])
        _, link = await self._link(canvas)
        message = canvas_message(await self._desk.people.words(job.asker), guide.title, link)
        await post_once(client, job, "canvas", message, thread_ts=job.thread_ts, look=True)
        await settings.put(Scope.JOB, job.team, form_of(job, KIND), {"upload": canvas, "told": True})

    async def _link(self, canvas: str) -> tuple[bool, str | None]:
        """Whether a canvas is still there, and its link."""
        try:
            return True, (await self._desk.files.info(canvas)).permalink
        except FileUnavailable:
            return False, None
