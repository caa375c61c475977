"""How to use the app, as `/script2doc help` shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from slack_sdk.models.blocks import HeaderBlock

from bot.messages.language import Words
from bot.messages.message import Message, context, plain, section, sections, shorten
from bot.messages.outcome import asked_for_of
from pipeline.options import MAX_STEPS, GuideOptions, Tone

NO_JOBS = "You haven't asked for a guide yet. Drop a transcript in a channel I'm in to get one."


def help_message(say: Words, *, model: bool) -> Message:
    """What the app can do. `model`: whether a language model is configured; without one, what only a model can do
    isn't offered."""
    drop = drop_text(say)
    command = say(
        "{command} makes a guide from a file that is already in Slack. Copy the link to the file, or to the message "
        "it's on. You can add options as {example}, with quotes around values that contain spaces:",
        command="*`/script2doc LINK`*",
        example="`key=value`",
    )
    form = say(
        "{command} opens a form: choose files or paste a link, and say how you want the guide.",
        command="*`/script2doc`*",
    )
    mention = say(
        "You can also drop it in a direct message to me, or mention me in the message with the file or in its thread: "
        "{example}",
        example="`@Script2Doc paper=letter`",
    )
    options = [
        '`title="Set up the router"`',
        '`audience="new colleagues"` ' + (say("who the guide is for") if model else say("shown below the title")),
        say("{option} how many steps to aim for, up to {most}", option="`steps=8` · `steps=8-12`", most=MAX_STEPS),
        "`recording=https://…` " + say("a link to the recording, so that timestamps open it at that second"),
        "`paper=letter` " + say("instead of A4"),
        "`sources=short` " + say("only the times of what was said, without the quotes"),
        "`secrets=keep` " + say("passwords, keys, PINs and card numbers as they were said, instead of masked"),
    ]
    if model:
        options += [
            f"`tone=` {', '.join(f'`{tone}`' for tone in Tone)}",
            "`language=German` " + say("the language of the guide; a code such as {code} works as well", code="`de`"),
            "`url=https://…` " + say("a page to take exact names and values from; repeat it for more pages"),
            '`glossary="kubectl, PostgreSQL"` ' + say("names to spell exactly like this"),
            "`writer=extractive` " + say("no language model, only the speaker's own words"),
        ]
    more = say(
        "{jobs} lists your latest guides, and {cancel} stops one.",
        jobs="*`/script2doc jobs`*",
        cancel="*`/script2doc cancel ID`*",
    )
    more = say.sentences(
        more,
        say(
            "{settings} shows and changes what happens when a transcript is dropped in this channel.",
            settings="*`/script2doc settings`*",
        ),
        say("{forget} deletes what I have stored about you.", forget="*`/script2doc forget`*"),
        say(
            "{references} shows and changes the pages that every guide made in this channel can use.",
            references="*`/script2doc references`*",
        ),
    )
    lines = [drop, form, mention, command, *(f"•  {option}" for option in options), more]
    heading = say("Turn a transcript into a step-by-step guide in Word")
    blocks = (
        HeaderBlock(text=heading),
        *sections(lines),
        context(say("Every instruction in the document points to where it was said.")),
    )
    short = say("How to use Script2Doc: drop a transcript, or type {command}", command="/script2doc LINK")
    return Message(short, blocks)


def drop_text(say: Words) -> str:
    """What to do for a guide, as mrkdwn."""
    return say(
        "*Drop a transcript* (.vtt, .srt, .txt, .docx and many others) in a channel I'm in, and I'll reply in its "
        "thread with the guide."
    )


def waiting_text(say: Words, files: int, waiting: Sequence[str]) -> str:
    """Of so many files that came together, those that wait for their turn, by name; for one person, as mrkdwn."""
    names = say.items(*(plain(shorten(name, 60)) for name in waiting[:10]))
    return say.count(
        "I'm working through your {n} file. Next in line: {names}.",
        "I'm working through your {n} files a few at a time. Next in line: {names}.",
        files,
        names=names,
    )


@dataclass(frozen=True)
class JobLine:
    """One of a person's jobs, for the list."""

    id: str
    name: str
    state: str
    created: float
    link: str | None = None
    """The message in its thread, as far as there is one and Slack gives its link."""
    options: GuideOptions = field(default_factory=GuideOptions)
    """What was asked for and has an effect, which tells it from others of the same name."""
    anyway: bool | None = None
    """Whether it waits for somebody to insist on a guide, or, if False, to want one. None if it waits for nobody."""


def jobs_message(say: Words, jobs: Iterable[JobLine]) -> Message:
    """A person's latest jobs, newest first; times in the reader's own time zone."""
    lines = job_lines(say, jobs)
    if not lines:
        return Message(say(NO_JOBS), (section(say(NO_JOBS)),))
    heading = say("Your latest guides")
    return Message(heading, tuple(sections([f"*{heading}*", *lines])))


def job_lines(say: Words, jobs: Iterable[JobLine]) -> list[str]:
    """A line for each job, as mrkdwn. Those of one name have what was asked for, too."""
    jobs = list(jobs)
    names = Counter(job.name for job in jobs)
    return [
        "  ·  ".join(
            (
                f"•  `{job.id}`  {_named(job)}",
                *([asked] if names[job.name] > 1 and (asked := _asked(say, job.options)) else []),
                say(job.state),
                when(say, job.created),
            )
        )
        for job in jobs
    ]


def _asked(say: Words, options: GuideOptions) -> str:
    title = say("“{text}”", text=plain(shorten(options.title, 80))) if options.title else ""
    return say.items(title, asked_for_of(say, options))


def _named(job: JobLine) -> str:
    name = plain(shorten(job.name, 80))
    return f"<{job.link}|{name}>" if job.link else name


def when(say: Words, epoch: float) -> str:
    """A time in the reader's own time zone; `epoch` in seconds since 1970."""
    # Slack begins a date with a capital letter, so it begins a part of the line.
    at = datetime.fromtimestamp(epoch, UTC)
    shown = say("{date} at {time}", date="{date_short_pretty}", time="{time}")
    otherwise = say("{date} at {time}", date=f"{at:%Y-%m-%d}", time=f"{at:%H:%M} UTC")
    return f"<!date^{int(epoch)}^{shown}|{otherwise}>"
