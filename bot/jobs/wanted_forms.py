"""What a guide is made as besides Word, as its form asked: noted beside the job, which has no column for it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.jobs.model import Job
from bot.jobs.own_defaults import own_defaults
from bot.store import Scope, Store
from pipeline.render.pdf import available

FORMS = "forms"
MOST_REDONE = 20
"""So many times a guide may have been made again and still have the forms of the first."""


async def note(store: Store, job: Job, forms: Sequence[str]) -> None:
    """Notes the suffixes (such as .pdf) of a job that isn't stored yet. Raises StoreError."""
    if forms:
        await store.settings.put(Scope.JOB, job.team, _subject(job.id), {FORMS: list(forms)})


async def noted(store: Store, job: Job) -> tuple[str, ...]:
    """The suffixes of a job, or of the one that it does again; what was asked for in no form is made as its person has
    set for all their guides. Raises StoreError."""
    current: Job | None = job
    first = job
    for _ in range(MOST_REDONE):
        if current is None:
            break
        first = current
        if kept := await store.settings.get(Scope.JOB, current.team, _subject(current.id)):
            return tuple(str(form) for form in kept[FORMS])
        current = await store.jobs.get(current.redo_of) if current.redo_of else None
    if first.key.startswith("form:"):
        return ()
    own = await own_defaults(store.settings, job.team, job.asker)
    return tuple(form for form in own.forms if form != ".pdf" or available())


def _subject(job_id: str) -> str:
    """It begins like the notes about uploads in other forms ("JOB.pdf"), which are forgotten with their job."""
    return f"{job_id}.{FORMS}"
