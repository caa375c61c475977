"""The step of Slack's Workflow Builder: a link to a transcript comes in, and a link to the document goes out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.jobs.model import REPEATED, Job, JobState
from bot.people import People
from bot.slack_client import SlackClient
from bot.slack_errors import SlackUnreachable, code_of, in_words
from bot.slack_files import FileUnavailable, SlackFiles
from bot.store import Store, StoreError

log = logging.getLogger(__name__)

KEY = "step:"
"""How the keys of jobs begin that a workflow waits for, before the id of the step's execution."""
DOCUMENT = "document"
"""The output of the step: the document's link."""
ENDED = frozenset({"function_execution_not_in_running_state", "invalid_function_execution_id"})
"""What Slack answers where nobody waits any more."""

Own = Callable[[Coroutine[Any, Any, None], str], None]


class Steps:
    """Tells workflows what became of their steps."""

    def __init__(self, client: SlackClient, files: SlackFiles, store: Store, people: People, own: Own) -> None:
        self._client = client
        self._files = files
        self._store = store
        self._people = people
        self._own = own

    def end(self, job: Job) -> None:
        """Tells the workflow that waits for a job, if one does, that it has ended. Returns at once."""
        if job.key.startswith(KEY):
            self._own(self._ended(job), "step")

    async def refuse(self, execution: str, why: str) -> None:
        """Ends a step as failed; whoever looks after the workflow reads why."""
        await self._call(self._client.functions_completeError(function_execution_id=execution, error=why))

    async def refuse_job(self, job: Job, why: str) -> None:
        """The same for a job that wasn't begun, if a workflow waits for it."""
        if job.key.startswith(KEY):
            await self.refuse(_execution_of(job), why)

    async def _ended(self, job: Job) -> None:
        execution, now = _execution_of(job), job
        say = await self._people.words(job.asker)
        try:
            now = await self._store.jobs.get(job.id) or job
            link = await self._link(now)
        except (StoreError, SlackApiError, SlackUnreachable) as error:
            log.error("the document of job %s can't be linked for its workflow: %s", job.id, error)
            link = None
        if link:
            outputs = {DOCUMENT: link}
            await self._call(self._client.functions_completeSuccess(function_execution_id=execution, outputs=outputs))
        else:
            await self.refuse(execution, say.told(now.error or "No guide was made."))

    async def _link(self, job: Job) -> str | None:
        """The link of a job's document, or of that of the job that it repeats; None where there is none."""
        if job.error and job.error.startswith(REPEATED):
            job = await self._store.jobs.get(job.error.removeprefix(REPEATED)) or job
        if job.state is not JobState.DONE or job.upload is None:
            return None
        try:
            return (await self._files.info(job.upload)).permalink
        except FileUnavailable:
            return None

    async def _call(self, call: Coroutine[Any, Any, Any]) -> None:
        try:
            await call
        except (SlackApiError, SlackUnreachable) as error:
            if code_of(error) not in ENDED:
                log.error("a workflow isn't told what became of its step: %s", in_words(error))


def _execution_of(job: Job) -> str:
    return job.key.removeprefix(KEY).partition(":")[0]
