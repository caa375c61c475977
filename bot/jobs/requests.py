"""What people ask for, as values: the listeners make one of a payload, the service takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, get_args

from bot.jobs.typed_words import words_of
from bot.jobs.wishes import is_address, wishes
from bot.links import parse_link
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

    @property
    def said(self) -> float:
        """When it was said, in seconds since the epoch, by Slack's clock."""
        return float(self.edited or self.ts)


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
    """The message shortcut: somebody pointed at a message and asked for a guide of what is on it or in it."""

    team: str
    channel: str
    user: str
    trigger: str
    ts: str
    thread_ts: str | None
    files: tuple[SlackFile, ...]
    response_url: str | None = None
    text: str = ""
    """What the message says, without Slack's marks."""


@dataclass(frozen=True)
class Filled:
    """The form for a new guide, as somebody has sent it."""

    team: str
    user: str
    view: str
    """The id of the form, which is sent once."""
    files: tuple[SlackFile, ...]
    link: str
    shown: tuple[str, ...]
    """The names of the options that the form showed."""
    options: dict[str, Any]
    """All options, as GuideOptions.to_dict gives them."""
    forms: tuple[str, ...]
    """The suffixes of what the guide is made as besides Word."""
    channel: str
    """Where it is to be posted; empty for a direct message."""
    response_url: str | None = None
    """Answers in that channel, to this person alone."""


@dataclass(frozen=True)
class Pressed:
    """A button of ours that was pressed: by whom, and where."""

    team: str
    channel: str
    user: str
    job: str
    trigger: str
    thread_ts: str | None
    file: str = ""
    message: str = ""
    """For Delete: the guide's document in Slack, as the message with the button links to it, and the ts of that."""
    response_url: str | None = None
    """For Again: where the message with the button can be changed."""
    text: str | None = None
    """What that message says. None where one person alone sees it, which Slack doesn't tell again."""


@dataclass(frozen=True)
class Chosen:
    """What somebody has chosen in a menu of ours."""

    team: str
    channel: str
    user: str
    value: str
    response_url: str | None = None


@dataclass(frozen=True)
class Cancel:
    """The button that stops a job."""

    pressed: Pressed


@dataclass(frozen=True)
class Viewed:
    """What somebody looks at while the conversation with the app is open beside it."""

    team: str
    user: str
    conversation: str
    """The conversation with the app; empty where Slack doesn't say."""
    channel: str | None = None
    message: str | None = None
    """The ts of a message in that channel."""


@dataclass(frozen=True)
class WorkflowStep:
    """A step of a workflow: a guide from what a link points to, for a person."""

    team: str
    user: str
    link: str
    execution: str
    """Slack's id of this execution of the step."""


@dataclass(frozen=True)
class Stopped:
    """Slack's own Stop in a thread where the app works: all jobs of the thread."""

    team: str
    channel: str
    user: str
    thread_ts: str
    event_ts: str
    """When it was pressed: each press counts, however often Slack tells of it."""


@dataclass(frozen=True)
class Again:
    """Once more with the same options; with `anyway`, even if nothing looks like a procedure."""

    pressed: Pressed
    anyway: bool = False


@dataclass(frozen=True)
class Redo:
    """Once more with what a person has put in the form of options."""

    pressed: Pressed
    shown: tuple[str, ...]
    """The names of the options that the form showed."""
    options: dict[str, Any]
    """All options, as GuideOptions.to_dict gives them."""


@dataclass(frozen=True)
class OtherForm:
    """The guide once more in another form, such as .md or .pdf."""

    pressed: Pressed
    suffix: str


@dataclass(frozen=True)
class Delete:
    """That a guide is deleted, here and in Slack."""

    pressed: Pressed


@dataclass(frozen=True)
class Choose:
    """What a channel's menu of settings says."""

    chosen: Chosen


@dataclass(frozen=True)
class ChooseAtHome:
    """What an admin has chosen for a channel on the Home tab."""

    chosen: Chosen


@dataclass(frozen=True)
class SetWorkspace:
    """What an admin has put into the form for the workspace."""

    team: str
    user: str
    values: dict[str, Any]
    """By the names of `Defaults`."""
    view: str
    """The id of the form: each counts, though the same may be set twice."""


@dataclass(frozen=True)
class SetTemplate:
    """The Word template that an admin has uploaded for the workspace."""

    team: str
    user: str
    files: tuple[SlackFile, ...]
    """One."""
    view: str
    """The id of the form, which is sent once."""


@dataclass(frozen=True)
class ShowTemplate:
    """That an admin gets a sample of what the workspace's Word template makes."""

    pressed: Pressed


@dataclass(frozen=True)
class DropTemplate:
    """That the workspace's Word template is removed."""

    pressed: Pressed


@dataclass(frozen=True)
class SetOwn:
    """What somebody has put into the form for their own guides."""

    team: str
    user: str
    shown: tuple[str, ...]
    """The names of the options that the form showed."""
    options: dict[str, Any]
    """All options, as GuideOptions.to_dict gives them."""
    forms: tuple[str, ...]
    """The suffixes of what guides are made as besides Word."""
    view: str
    """The id of the form, which is sent once."""


@dataclass(frozen=True)
class Forget:
    """That what is kept of who asks is deleted."""

    chosen: Chosen


@dataclass(frozen=True)
class Uninstalled:
    """The app was removed from a workspace or an organization, or its tokens were revoked: nobody can be answered
    there any more, and what is kept of it is deleted."""

    team: str
    """Empty where it was removed from a whole organization."""
    enterprise: str | None
    whole: bool
    """Whether it was installed for the whole organization."""
    at: float
    """When Slack says that it happened, in seconds since the epoch."""
    revoked: bool = False
    """Whether only its tokens were revoked."""


@dataclass(frozen=True)
class FileRemoved:
    """Somebody has deleted a file in Slack."""

    team: str
    file: str


ByPerson = (
    Pointed
    | Filled
    | Cancel
    | Again
    | Redo
    | OtherForm
    | Delete
    | Choose
    | ChooseAtHome
    | SetWorkspace
    | SetTemplate
    | ShowTemplate
    | DropTemplate
    | SetOwn
    | Forget
)
"""What a person asks for by a button, a form or a shortcut. Where that couldn't be kept, they are told so."""
Request = Dropped | Commanded | WorkflowStep | Stopped | Uninstalled | FileRemoved | ByPerson
REQUESTS: tuple[type, ...] = get_args(Request)
"""What is kept before Slack is told that it was taken."""
EVENTS = (Dropped, WorkflowStep, Stopped, Uninstalled, FileRemoved)
"""What Slack tells as an event. Where that couldn't be kept, nobody is told so: Slack sends it again for a while."""


def team_of(request: Request) -> str:
    """The workspace in which something was asked for."""
    match request:
        case Choose() | ChooseAtHome() | Forget():
            return request.chosen.team
        case Cancel() | Again() | Redo() | OtherForm() | Delete() | ShowTemplate() | DropTemplate():
            return request.pressed.team
        case _:
            return request.team


class Verb(StrEnum):
    MAKE = "make"
    HELP = "help"
    JOBS = "jobs"
    CANCEL = "cancel"
    REFERENCES = "references"
    SETTINGS = "settings"
    FORGET = "forget"


@dataclass(frozen=True)
class Command:
    """The text of a slash command, understood as far as its form goes."""

    verb: Verb
    target: str = ""
    """The link of a MAKE, the job of a CANCEL, the rest of a REFERENCES or SETTINGS."""
    pairs: tuple[tuple[str, str], ...] = ()
    rest: tuple[str, ...] = ()
    """What stands beside the link of a MAKE and is no option, piece by piece."""


_HELP_TEXT = """
    help ? hilfe aide ayuda aiuto ajuda hulp pomoc yardım допомога помощь مساعدة עזרה मदद सहायता ヘルプ 도움말 帮助 幫助
    """
_HELP = frozenset(_HELP_TEXT.split())
_BESIDE_HELP = frozenset(("me", "please", "bitte", "por", "favor"))
"""What help is called in the languages of Slack's messages."""


def parse_command(text: str) -> Command:
    """The command that a text is. Nothing is refused here: what is no option is the target, or what is left beside it.

    >>> parse_command('https://x.slack.com/files/U1/F123/a.vtt title="Set up" url=https://a.example')
    ... # doctest: +ELLIPSIS
    Command(verb=<Verb.MAKE: 'make'>, target='https://...a.vtt', pairs=(('title', 'Set up'), ('url', ...)), rest=())
    """
    words = words_of(text)
    if not words or words[0].lower() in _HELP:
        return Command(Verb.HELP)
    if words[0].lower() == "jobs":
        return Command(Verb.JOBS)
    if words[0].lower() == "cancel":
        return Command(Verb.CANCEL, target=" ".join(words[1:]))
    if words[0].lower() in ("references", "reference"):
        return Command(Verb.REFERENCES, target=" ".join(words[1:]))
    if [word.lower() for word in words] == ["forget"]:
        return Command(Verb.FORGET)
    if words[0].lower() in ("settings", "setting"):
        return Command(Verb.SETTINGS, target=" ".join(words[1:]))
    asked = wishes(text, _is_link)
    links = [word for word in asked.rest if parse_link(word)]
    target = links[0] if links else " ".join(asked.rest)
    more = (word for word in asked.rest if _is_link(word) and word != target)
    rest = (*asked.pieces, *more) if links else ()
    return Command(Verb.MAKE, target=target, pairs=asked.pairs, rest=rest)


def asks_for_help(text: str) -> bool:
    """Whether a message asks for help and for nothing else.

    >>> asks_for_help("<@U0BOT> help!"), asks_for_help("<@U0BOT> help me with this")
    (True, False)
    """
    words = [word.strip(" .,!").lower() for word in re.sub(r"<@[^<>]*>", " ", text).split()]
    return any(word in _HELP for word in words) and all(not word or word in _HELP | _BESIDE_HELP for word in words)


def _is_link(word: str) -> bool:
    """Whether a word is a link, or the ID of a file in Slack."""
    return is_address(word) or parse_link(word) is not None
