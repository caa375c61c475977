"""The same guide in another form, into the same thread, once."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Awaitable, Callable

from slack_sdk.errors import SlackApiError

from bot.jobs.desk import Desk
from bot.jobs.model import Job
from bot.messages.language import Words
from bot.messages.message import UNSEEN
from bot.messages.new_guide import OTHER_FORMS
from bot.messages.outcome import already_there
from bot.slack_errors import Meaning, SlackUnreachable, code_of, meaning
from bot.slack_files import FileUnavailable, SlackFile
from bot.store import Scope, StoreError
from pipeline.errors import PipelineError
from pipeline.guide import Guide
from pipeline.render.formats import render_as

log = logging.getLogger(__name__)

NAMES = OTHER_FORMS
"""The forms, as people call them."""
NO_GUIDE = "I no longer have this guide. Drop the transcript again to make a new one."
DATABASE = "Script2Doc's database isn't available right now. Try again in a minute, or tell whoever runs it."
DEFECT = "That didn't work because of an error in Script2Doc. Tell whoever runs it; the log has the details."
SLOW = (".pdf",)
"""Forms that take seconds, so whoever pressed the button is answered at once."""

Tell = Callable[[str], Awaitable[None]]
"""Tells the person who pressed something, as mrkdwn in their language."""


class Forms:
    """Renders stored guides as .md, .pptx or .pdf and uploads them. What is in a thread already isn't made again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._under_way = desk.forms_under_way

    async def deliver(self, job: Job, suffix: str, say: Words, tell: Tell, *, unasked: bool = False) -> None:
        """Puts the guide of a job into its thread in this form, and says what the person can't see there: that it is
        being made, that it has been there before, or why it can't be made. With `unasked`, the last alone."""
        if (job.id, suffix) in self._under_way:
            if not unasked:
                await tell(
                    say(
                        "Somebody has already asked for the {form} file. You'll find it in this thread.",
                        form=NAMES[suffix],
                    )
                )
            return
        self._under_way.add((job.id, suffix))
        try:
            await self._deliver(job, suffix, say, tell, unasked=unasked)
        except (PipelineError, FileUnavailable) as error:
            log.info("job %s as %s: %s", job.id, suffix, error)
            await tell(say.told(str(error)))
        except (SlackApiError, SlackUnreachable) as error:
            if meaning(error) is Meaning.PASSING:
                log.error("job %s as %s: Slack couldn't be reached: %s", job.id, suffix, code_of(error) or error)
                await tell(say("I couldn't send the {form} file to Slack. Try again in a minute.", form=NAMES[suffix]))
            else:
                log.error("job %s as %s: Slack refused: %s", job.id, suffix, code_of(error))
                await tell(
                    say(
                        "Slack didn't accept the {form} file ({code}). Try again, or tell whoever runs Script2Doc.",
                        form=NAMES[suffix],
                        code=f"`{code_of(error)}`",
                    )
                )
        except StoreError as error:
            log.error("job %s as %s: the database can't be used: %s", job.id, suffix, error)
            await tell(say.told(DATABASE))
        except Exception:
            # Catch-all: even if it's a bug, the person must not wait for an answer in vain.
            log.exception("job %s as %s failed unexpectedly", job.id, suffix)
            await tell(say.told(DEFECT))
        finally:
            self._under_way.discard((job.id, suffix))

    async def _deliver(self, job: Job, suffix: str, say: Words, tell: Tell, *, unasked: bool) -> None:
        store = self._desk.store
        stored = await store.guides.get(job.guide) if job.guide else None
        if stored is None or job.thread_ts is None:
            await tell(say.told(NO_GUIDE))
            return
        kept = await store.settings.get(Scope.JOB, job.team, form_of(job, suffix))
        begun = str(kept["upload"]) if kept else None
        if begun and (there := await self._in_thread(job, begun)):
            if not unasked:
                await tell(already_there(say, NAMES[suffix], there.name, there.permalink))
            return
        if suffix in SLOW and not unasked:
            with contextlib.suppress(SlackApiError, SlackUnreachable):  # a word less is better than no PDF
                await tell(
                    say(
                        "The {form} file takes a few seconds to make. You'll find it in this thread.",
                        form=NAMES[suffix],
                    )
                )
        guide = Guide.from_json(stored)
        data = await render_as(suffix, guide, job.options, await self._desk.tools_for(job.team))

        async def begin(file_id: str) -> None:
            await store.settings.put(Scope.JOB, job.team, form_of(job, suffix), {"upload": file_id})

        await self._desk.uploads.deliver(
            data,
            document_name(guide.title, suffix),
            guide.title,
            job.channel,
            job.thread_ts,
            begun=begun,
            begin=begin,
        )

    async def _in_thread(self, job: Job, file_id: str) -> SlackFile | None:
        """An earlier upload, if it can be seen in the job's conversation."""
        try:
            file = await self._desk.files.info(file_id)
        except FileUnavailable:
            return None
        shared = any(channel == job.channel for channel, _, _ in file.shares)
        return file if shared else None


def form_of(job: Job, suffix: str) -> str:
    """The name under which an upload of another form is noted."""
    return f"{job.id}{suffix}"


_FORBIDDEN = re.compile(r'[/\\:*?"<>|\s]')
"""What Windows, macOS or Linux doesn't take in a name, and blanks."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever follows behind a full stop."""
_MOST_BYTES = 200


def document_name(title: str, suffix: str) -> str:
    """A file name that every system takes, made of the guide's title.

    >>> document_name("Set up: the “router” / part 2", ".docx")
    'Set up the “router” part 2.docx'
    >>> document_name("Reset a customer's password", ".pdf")
    "Reset a customer's password.pdf"
    >>> document_name("Salt & Pepper (50 %)", ".docx")
    'Salt & Pepper (50 %).docx'
    """
    kept = " ".join(_FORBIDDEN.sub(" ", UNSEEN.sub("", title)).split())[:80]
    # Linux counts bytes, and a letter of many scripts has three.
    kept = kept.encode("utf-8", "ignore")[:_MOST_BYTES].decode("utf-8", "ignore").strip(" .'’")
    return (f"{kept} (guide)" if _RESERVED.fullmatch(kept) else kept or "Guide") + suffix
