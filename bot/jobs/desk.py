"""What the jobs of one process share: its connections, and the tasks under way."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from bot.edits import Editor
from bot.heard_shares import HeardShares
from bot.jobs.allowances import Allowances
from bot.jobs.model import Job
from bot.jobs.reactions import Reactions
from bot.jobs.room import Room
from bot.jobs.sessions import Sessions
from bot.jobs.steps import Steps
from bot.jobs.workspace_settings import Limits, WorkspaceSettings
from bot.limits import JobLimits, Reached
from bot.metrics import Metrics
from bot.people import People
from bot.settings import Settings
from bot.slack_client import SlackClient
from bot.slack_files import SlackFiles
from bot.slack_uploads import SlackUploads
from bot.store import Store
from bot.store.installations import Installations
from bot.tracing import Tracing
from pipeline.tools import Tools

log = logging.getLogger(__name__)

GRACE = 5.0
"""Seconds that a stopping process gives to documents being uploaded."""


class Tasks:
    """Owns every task of the process that runs a job or does what a person asked for, and awaits it in `aclose`."""

    def __init__(self) -> None:
        self._jobs: dict[str, asyncio.Task[None]] = {}
        self._delivering: set[str] = set()
        self._asked: set[asyncio.Task[None]] = set()
        self._lasting: set[asyncio.Task[None]] = set()
        self._closing = False

    @property
    def running(self) -> int:
        """How many jobs are under way here; some of them may still wait for a place."""
        return len(self._jobs)

    @property
    def closing(self) -> bool:
        """Whether the process lets go of everything."""
        return self._closing

    def run_job(self, job_id: str, work: Coroutine[Any, Any, None]) -> None:
        """Runs a job as a task, unless it has one already."""
        if job_id in self._jobs or self._closing:
            work.close()
            return
        task = asyncio.create_task(work, name=f"job {job_id}")
        self._jobs[job_id] = task
        task.add_done_callback(lambda _: self._forget(job_id))

    def _forget(self, job_id: str) -> None:
        self._jobs.pop(job_id, None)
        self._delivering.discard(job_id)

    @property
    def jobs(self) -> tuple[str, ...]:
        """The jobs that have a task here."""
        return tuple(self._jobs)

    def delivers(self, job_id: str) -> None:
        """Notes that only the delivery of this job is left, which `aclose` waits for a moment."""
        self._delivering.add(job_id)

    def waits(self, job_id: str) -> None:
        """Notes that this job waits for Slack, so that `aclose` needn't wait for it."""
        self._delivering.discard(job_id)

    async def finished(self, job_id: str) -> None:
        """Returns when the job has no task here any more, however that has ended."""
        if task := self._jobs.get(job_id):
            await asyncio.wait({task})

    async def stop_job(self, job_id: str) -> None:
        """Cancels the task of a job, if it has one here, and returns when it is gone."""
        if task := self._jobs.get(job_id):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def own(self, work: Coroutine[Any, Any, None], what: str, *, lasting: bool = False) -> None:
        """Does something beside everything else; `what` names it in the log if it fails. With `lasting` it goes on
        until `aclose`, and `idle` doesn't wait for it."""
        if self._closing:
            work.close()
            return
        task = asyncio.create_task(_logged(work, what), name=what)
        held = self._lasting if lasting else self._asked
        held.add(task)
        task.add_done_callback(held.discard)
        # A task that is cancelled before its first step has never begun with it.
        task.add_done_callback(lambda _: work.close())

    async def idle(self) -> None:
        """Returns when nothing is under way: no job, and nothing that was asked for."""
        while under_way := [*self._jobs.values(), *self._asked]:
            await asyncio.wait(under_way)

    async def aclose(self) -> None:
        """Lets go of everything, after a moment for documents that are being uploaded."""
        self._closing = True
        if nearly_done := [task for job, task in self._jobs.items() if job in self._delivering]:
            await asyncio.wait(nearly_done, timeout=GRACE)
        tasks = [*self._jobs.values(), *self._asked, *self._lasting]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _logged(work: Coroutine[Any, Any, None], what: str) -> None:
    try:
        await work
    except Exception:
        # Catch-all: nobody looks at the task's exception, so a bug would go unnoticed if it weren't logged here.
        log.exception("%s failed", what)


@dataclass
class Renewed:
    """When this process last renewed its lease."""

    at: float = 0.0
    """By the monotonic clock, in seconds."""

    def within(self, seconds: float) -> bool:
        return time.monotonic() - self.at < seconds


class Workspaces:
    """The desks of several workspaces: each has a client of its own, and what calls Slack through that."""

    def __init__(
        self, client_of: Callable[[str], SlackClient], files: SlackFiles, editor_of: Callable[[SlackClient], Editor]
    ) -> None:
        """`client_of` makes the client of a team, `editor_of` what edits through one. Files of all are fetched in the
        session of `files`."""
        self._client_of = client_of
        self._files = files
        self._editor_of = editor_of
        self._desks: dict[str, Desk] = {}
        self._among = 1

    def desk(self, team: str, shared: Desk) -> Desk:
        """The desk of a team, which has everything else from the shared one."""
        if team not in self._desks:
            client = self._client_of(team)
            files, editor = self._files.through(client), self._editor_of(client)
            editor.share(self._among)
            self._desks[team] = replace(shared, client=client, files=files, editor=editor)
        return self._desks[team]

    def share_rates(self, among: int) -> None:
        """Has each edit as much as one of so many processes may."""
        self._among = among
        for desk in self._desks.values():
            desk.editor.share(among)

    def show_no_more(self) -> None:
        """Has only last edits be sent from now on."""
        for desk in self._desks.values():
            desk.editor.show_no_more()

    async def forget(self, team: str) -> None:
        """Lets go of a team's desk."""
        if desk := self._desks.pop(team, None):
            await desk.editor.aclose()

    async def aclose(self) -> None:
        """Sends no more edits."""
        for team in list(self._desks):
            await self.forget(team)


@dataclass(frozen=True)
class Desk:
    """What the jobs of one process share. Where the app is in several workspaces, whatever calls Slack belongs to one
    of them: `of` gives its desk."""

    client: SlackClient
    files: SlackFiles
    editor: Editor
    store: Store
    tools: Tools
    settings: Settings
    worker: str
    """The process's name, under which it owns jobs."""
    tasks: Tasks = field(default_factory=Tasks)
    metrics: Metrics = field(default_factory=Metrics)
    tracing: Tracing = field(default_factory=Tracing)
    renewed: Renewed = field(default_factory=Renewed)
    allowances: Allowances = field(init=False)
    """The model's tokens of each person and workspace."""
    room: Room = field(default_factory=Room)
    """For the files that jobs look at and read."""
    heard: HeardShares = field(default_factory=HeardShares)
    """What is shared, as Slack tells of it."""
    forms_under_way: set[tuple[str, str]] = field(default_factory=set)
    """The jobs whose guides are being made in another form, each with its suffix."""
    workspaces: Workspaces | None = None
    """Where the app is installed in several."""
    installations: Installations | None = None
    """Likewise: which those are."""
    uploads: SlackUploads = field(init=False)
    reactions: Reactions = field(init=False)
    sessions: Sessions = field(init=False)
    steps: Steps = field(init=False)
    people: People = field(init=False)
    workspace_settings: WorkspaceSettings = field(init=False)
    """What workspaces have set for all guides."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "uploads", SlackUploads(self.client, self.files, self.heard))
        limits = Limits(self.settings.jobs_per_person, self.settings.keep_days)
        object.__setattr__(self, "workspace_settings", WorkspaceSettings(self.store.settings, limits))
        object.__setattr__(self, "people", People(self.client))
        settings, tokens = self.store.settings, self.settings
        allowances = Allowances(settings, tokens.daily_tokens_per_person, tokens.daily_tokens_per_workspace)
        object.__setattr__(self, "allowances", allowances)
        steps = Steps(self.client, self.files, self.store, self.people, self.tasks.own)
        object.__setattr__(self, "steps", steps)
        object.__setattr__(self, "reactions", Reactions(self.client, self.tasks.own))
        object.__setattr__(self, "sessions", Sessions(self.client, self.tasks.own))

    def of(self, team: str) -> Desk:
        """The desk of a workspace: this one, unless there are several."""
        if self.workspaces is None or self.client.team == team:
            return self
        return self.workspaces.desk(team, self)

    def share_rates(self, among: int, working: int) -> None:
        """Has every workspace's messages be edited as often as one of so many processes may, and the model be asked as
        often as one of those that run jobs."""
        self.editor.share(among)
        if self.workspaces:
            self.workspaces.share_rates(among)
        if self.tools.model:
            self.tools.model.gate.share(working)

    async def show_no_more(self) -> None:
        """Shows no more progress: what Slack still takes is for the last word on each job."""
        self.editor.show_no_more()
        if self.workspaces:
            self.workspaces.show_no_more()

    def job_limits(self, person: int, spent: Reached | None = None, *, late: bool = False) -> JobLimits:
        """How many jobs there may be: `person` a person's at once, as the workspace has set it. `spent`: what else is
        used up. `late`: as in `JobLimits`."""
        settings = self.settings
        return JobLimits(
            person,
            settings.jobs_per_workspace,
            settings.hourly_jobs_per_person,
            settings.hourly_jobs_per_workspace,
            spent,
            late,
        )

    def begin(self, job: Job) -> None:
        """Has Slack show beside the job's messages that it is under way: by a reaction and a status. Returns at
        once."""
        self.reactions.begin(job)
        self.sessions.begin(job)

    def end(self, job: Job, *, done: bool) -> None:
        """Has Slack show that a job has ended, and the workflow know that waits for it. Returns at once."""
        self.reactions.end(job, done=done)
        self.sessions.end(job)
        self.steps.end(job)

    async def tools_for(self, team: str) -> Tools:
        """What the runs of a workspace share: with its own Word template, if it has one. Raises StoreError."""
        template = await self.store.templates.get(team)
        return self.tools if template is None else replace(self.tools, template=template)

    async def has_template(self, team: str) -> bool:
        """Whether a Word template gives a workspace's documents their look, and their paper. Raises StoreError."""
        return self.tools.template is not None or await self.store.templates.of(team) is not None

    async def expiry(self, team: str) -> float:
        """When what is stored now for a workspace is forgotten, in seconds since 1970, by Slack's clock. Raises
        StoreError."""
        return self.client.clock.now() + await self.workspace_settings.keep_days(team) * 86_400
