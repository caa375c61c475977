"""A job: one transcript and one set of options, asked for in one thread."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum

from pipeline.options import GuideOptions

OFFERED = "offered"
"""The error of a job that ended with a question: whether a file is to be used."""
OFFERED_ANYWAY = "offered anyway"
"""The same, if nobody was heard showing how to do something in it."""
REFUSED = "anyway? "
"""How the error of a job begins that failed with a question: whether a guide is to be made all the same."""
REPEATED = "a repeat of "
"""How the error of a job begins that ended because there is such a guide, before the other job's id."""


class JobState(StrEnum):
    """queued → running → delivering → done | failed | cancelled; a job that lost its process is queued again."""

    QUEUED = "queued"
    RUNNING = "running"
    DELIVERING = "delivering"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True)
class Job:
    """A row of `jobs`. Times are seconds since the epoch, UTC."""

    id: str
    """Short and random; people type it."""
    key: str
    """What Slack delivered: team, channel, message ts and file of an event; trigger_id, team and file of a command.
    Unique."""
    team: str
    channel: str
    asker: str
    """The Slack user who asked; empty for a file that another app has posted, until somebody asks."""
    options: GuideOptions
    created: float
    """When it was asked for, by Slack's clock as far as that is known (`bot.slack_clock`)."""
    state: JobState = JobState.QUEUED
    asked: bool = False
    """Whether a person asked expressly (command, mention, button), rather than dropped a file that may not be meant."""
    thread_ts: str | None = None
    """The message whose thread gets the progress message and the document; None until it was posted."""
    file_id: str | None = None
    """The Slack file that the transcript comes from."""
    name: str = "transcript"
    """The transcript's file name."""
    source: str | None = None
    """The id of the blob with the transcript's bytes; None until it was downloaded."""
    fingerprint: str | None = None
    """Digest of team, channel, transcript and options: what makes a repeat a repeat. None until downloaded."""
    progress_ts: str | None = None
    """The progress message, once it was posted."""
    guide: str | None = None
    """The id of the stored guide."""
    document: str | None = None
    """The id of the blob with the .docx."""
    upload: str | None = None
    """The Slack file id of the document, from the moment Slack has given it, before it is shared."""
    error: str | None = None
    """Why it failed, or why no guide was made of it."""
    worker: str | None = None
    """The process that owns it, as long as that has a lease."""
    attempts: int = 0
    """How often a process started or continued it."""
    redo_of: str | None = None
    started: float | None = None
    finished: float | None = None
    losses: int = 0
    """How often a process has died that had it in hand, since it last came further."""
    suspect: str | None = None
    """The first process that died with it, as long as it may be what processes die of: it is run alone. The same for
    all that it had in hand."""


ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits that people don't confuse when they type them."""


def new_id() -> str:
    """A job's id: eight of 31 letters, 850 thousand million of them."""
    return "".join(secrets.choice(ID_LETTERS) for _ in range(8))
