"""How to use the app, as `/script2doc help` shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_sdk.models.blocks import HeaderBlock

from bot.messages.message import Message, context, plain, section, sections, shorten
from pipeline.options import MAX_STEPS, Tone

NO_JOBS = "You haven't asked for a guide yet. Drop a transcript in a channel I'm in to get one."


def help_message(*, model: bool) -> Message:
    """What the app can do. `model`: whether a language model is configured; without one, what only a model can do
    isn't offered."""
    drop = (
        "*Drop a transcript* (.vtt, .srt, .txt, .docx and many others) in a channel I'm in, and I'll reply in its "
        "thread with the guide."
    )
    command = (
        "*`/script2doc LINK`* makes a guide from a file that is already in Slack. Copy the link to the file, or to the "
        "message it's on. You can add options as `key=value`, with quotes around values that contain spaces:"
    )
    options = [
        '•  `title="Set up the router"`',
        '•  `audience="new colleagues"` ' + ("who the guide is for" if model else "shown below the title"),
        f"•  `steps=8` or `steps=8-12` how many steps to aim for, up to {MAX_STEPS}",
        "•  `recording=https://…` a link to the recording, so that timestamps open it at that second",
        "•  `paper=letter` instead of A4",
        "•  `sources=short` only the times of what was said, without the quotes",
        "•  `secrets=keep` passwords, keys, PINs and card numbers as they were said, instead of masked",
    ]
    if model:
        options += [
            f"•  `tone=` {', '.join(Tone)}",
            "•  `language=German` the language of the guide; a code such as `de` works as well",
            "•  `url=https://…` a page to take exact names and values from; repeat it for more pages",
            '•  `glossary="kubectl, PostgreSQL"` names to spell exactly like this',
            "•  `writer=extractive` no language model, only the speaker's own words",
        ]
    more = "*`/script2doc jobs`* lists your latest guides, and *`/script2doc cancel ID`* stops one."
    if model:
        more += " *`/script2doc references`* shows and changes the pages that every guide made in this channel can use."
    blocks = (
        HeaderBlock(text="Turn a transcript into a step-by-step guide in Word"),
        section("\n".join([drop, command, *options, more])),
        context("Every instruction in the document links to the moment in the recording where it was said."),
    )
    return Message("How to use Script2Doc: drop a transcript, or type /script2doc LINK", blocks)


def waiting_text(files: int, waiting: Sequence[str]) -> str:
    """Of so many files that came together, those that wait for their turn, by name; for one person, as mrkdwn."""
    names = ", ".join(plain(shorten(name, 60)) for name in waiting[:10])
    return f"I'm working through your {files} files a few at a time. Next in line: {names}."


@dataclass(frozen=True)
class JobLine:
    """One of a person's jobs, for the list."""

    id: str
    name: str
    state: str
    created: float
    link: str | None = None
    """The message in its thread, as far as there is one and Slack gives its link."""


def jobs_message(jobs: Iterable[JobLine]) -> Message:
    """A person's latest jobs, newest first; times in the reader's own time zone."""
    lines = [f"•  `{job.id}`  {_named(job)}  ·  {job.state}  ·  {_when(job.created)}" for job in jobs]
    if not lines:
        return Message(NO_JOBS, (section(NO_JOBS),))
    return Message("Your latest guides", tuple(sections(["*Your latest guides*", *lines])))


def _named(job: JobLine) -> str:
    name = plain(shorten(job.name, 80))
    return f"<{job.link}|{name}>" if job.link else name


def _when(epoch: float) -> str:
    # Slack begins a date with a capital letter, so it begins a part of the line.
    at = datetime.fromtimestamp(epoch, UTC)
    return f"<!date^{int(epoch)}^{{date_short_pretty}} at {{time}}|{at:%Y-%m-%d at %H:%M} UTC>"
