"""The same guide in another form, into the same thread, once."""

from __future__ import annotations

import logging

from bot.jobs.model import Job
from bot.jobs.run import Desk, document_name
from bot.slack_files import FileUnavailable
from bot.store import Scope
from pipeline.errors import PipelineError
from pipeline.guide import Guide
from pipeline.run import render_as

log = logging.getLogger(__name__)


class Forms:
    """Renders stored guides as .md or .pdf and uploads them. What is in a thread already isn't uploaded again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._under_way: set[tuple[str, str]] = set()

    async def deliver(self, job: Job, suffix: str) -> str | None:
        """Puts the guide of a job into its thread in this form; what to tell the person where it can't, or has been."""
        if (job.id, suffix) in self._under_way:
            return None
        self._under_way.add((job.id, suffix))
        try:
            return await self._deliver(job, suffix)
        except (PipelineError, FileUnavailable) as error:
            log.info("job %s as %s: %s", job.id, suffix, error)
            return str(error)
        finally:
            self._under_way.discard((job.id, suffix))

    async def _deliver(self, job: Job, suffix: str) -> str | None:
        store = self._desk.store
        stored = await store.guides.get(job.guide) if job.guide else None
        if stored is None or job.thread_ts is None:
            return "This guide isn't kept any more. Drop the transcript again."
        guide = Guide.from_json(stored)
        data = await render_as(suffix, guide, job.options, self._desk.tools)
        kept = await store.settings.get(Scope.CHANNEL, job.team, form_of(job, suffix))
        begun = kept.get("upload") if kept else None

        async def begin(file_id: str) -> None:
            await store.settings.put(Scope.CHANNEL, job.team, form_of(job, suffix), {"upload": file_id})

        there = await self._desk.files.deliver(
            data,
            document_name(guide.title, suffix),
            guide.title,
            job.channel,
            job.thread_ts,
            begun=begun,
            begin=begin,
        )
        return f"It is in this thread already: <{there.permalink}|{there.name}>." if there.id == begun else None


def form_of(job: Job, suffix: str) -> str:
    """The name under which an upload of another form is noted."""
    return f"{job.channel}:{job.id}{suffix}"
