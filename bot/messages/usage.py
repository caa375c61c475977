"""How to use the app, as `/script2doc help` shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_sdk.models.blocks import HeaderBlock

from bot.messages.message import Message, context, plain, section, sections, shorten
from pipeline.options import MAX_STEPS, Tone


def help_message() -> Message:
    drop = "*Drop a transcript* (.vtt, .srt, .txt) in a channel where I am: the guide comes as a reply in its thread."
    command = (
        "*`/script2doc LINK`* makes a guide of a file that is in Slack already. Copy the link of the file, or of the "
        "message that holds it. Options follow as `key=value`, with quotes where there are blanks:"
    )
    options = "\n".join(
        [
            '•  `title="Set up the router"`, `audience="new colleagues"`',
            f"•  `tone=` {', '.join(Tone)}; `steps=8` (at most {MAX_STEPS}); `language=de`",
            "•  `url=https://…` a reference page to take exact names from; may be given several times",
            "•  `recording=https://…` the recording, so that time stamps open it at that second",
            '•  `glossary="kubectl, PostgreSQL"` names to spell so; `paper=letter`; `writer=extractive` for no model',
        ]
    )
    more = (
        "*`/script2doc jobs`* lists your latest guides; *`/script2doc cancel ID`* stops one; "
        "*`/script2doc references`* shows and changes the reference pages of this channel."
    )
    blocks = (
        HeaderBlock(text="From a transcript to a step-by-step guide in Word"),
        section(f"{drop}\n{command}\n{options}\n{more}"),
        context("Each instruction in the document points at the moment in the recording where it was said."),
    )
    return Message("How to use Script2Doc: drop a transcript, or /script2doc LINK", blocks)


@dataclass(frozen=True)
class JobLine:
    """One of a person's jobs, for the list."""

    id: str
    name: str
    state: str
    created: float


def jobs_message(jobs: Iterable[JobLine]) -> Message:
    """A person's latest jobs, newest first; times in the reader's own time zone."""
    lines = [f"•  `{job.id}`  {plain(shorten(job.name, 80))}: {job.state}, " + _when(job.created) for job in jobs]
    if not lines:
        return Message("You have asked for no guides yet.", (section("You have asked for no guides yet."),))
    return Message("Your latest guides", tuple(sections(["*Your latest guides*", *lines])))


def _when(epoch: float) -> str:
    return (
        f"<!date^{int(epoch)}^{{date_short_pretty}} {{time}}|{datetime.fromtimestamp(epoch, UTC):%Y-%m-%d %H:%M} UTC>"
    )
