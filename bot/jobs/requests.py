"""What people ask for, as values: the listeners make one of a payload, the service takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.slack_files import SlackFile


@dataclass(frozen=True)
class Dropped:
    """A message with files, in a channel or a direct message; `mentioned` if it names the app."""

    team: str
    channel: str
    user: str
    ts: str
    thread_ts: str | None
    files: tuple[SlackFile, ...]
    mentioned: bool
    direct: bool
    text: str = ""
    edited: str | None = None
    """The ts of its last edit."""
    by_app: bool = False
    """Whether another app has posted it; `user` is empty then."""

    @property
    def once(self) -> str:
        """What its one answer is noted under: an edit may ask for something else."""
        return f"{self.channel}:{self.edited or self.ts}"


@dataclass(frozen=True)
class Commanded:
    """/script2doc with its text."""

    team: str
    channel: str
    user: str
    trigger: str
    text: str
    response_url: str | None = None


@dataclass(frozen=True)
class Pointed:
    """The message shortcut: somebody pointed at a message and asked for a guide."""

    team: str
    channel: str
    user: str
    trigger: str
    ts: str
    thread_ts: str | None
    files: tuple[SlackFile, ...]
    response_url: str | None = None


@dataclass(frozen=True)
class Pressed:
    """A button of ours that was pressed: by whom, and where."""

    team: str
    channel: str
    user: str
    job: str
    trigger: str
    thread_ts: str | None


class Verb(StrEnum):
    MAKE = "make"
    HELP = "help"
    JOBS = "jobs"
    CANCEL = "cancel"
    REFERENCES = "references"


@dataclass(frozen=True)
class Command:
    """The text of a slash command, understood as far as its form goes."""

    verb: Verb
    target: str = ""
    """The link of a MAKE, the job of a CANCEL, the rest of a REFERENCES."""
    pairs: tuple[tuple[str, str], ...] = ()


def parse_command(text: str) -> Command:
    """The command that a text is. Nothing is refused here: what isn't `key=value` is the target.

    >>> parse_command('https://x.slack.com/files/U1/F123/a.vtt title="Set up" url=https://a.example')
    ... # doctest: +ELLIPSIS
    Command(verb=<Verb.MAKE: 'make'>, target='https://...a.vtt', pairs=(('title', 'Set up'), ('url', 'https://a.example')))
    """
    words = words_of(text)
    if not words or words[0].lower() in ("help", "?"):
        return Command(Verb.HELP)
    if words[0].lower() == "jobs":
        return Command(Verb.JOBS)
    if words[0].lower() == "cancel":
        return Command(Verb.CANCEL, target=" ".join(words[1:]))
    if words[0].lower() in ("references", "reference"):
        return Command(Verb.REFERENCES, target=" ".join(words[1:]))
    pairs = [(key, value) for key, equals, value in (w.partition("=") for w in words) if equals and is_key(key)]
    target = " ".join(w for w in words if not is_key(w.partition("=")[0]) or "=" not in w)
    return Command(Verb.MAKE, target=target, pairs=tuple(pairs))


def is_key(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z_]+", text) is not None


def words_of(text: str) -> list[str]:
    """Words separated by spaces. What is in quotes is one word, whichever kind of quotes a phone types."""
    straight = re.sub("[“”„‟«»]", '"', text)
    return [
        found[0].replace('"', "")
        for found in re.finditer(r'(?:[^\s"<]|"[^"]*"?|<[^>]*>?)+', straight)
        if found[0].replace('"', "")
    ]
