"""What the app's Home tab shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    Option,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.messages.channel_settings import LABELS, ChannelState, Drops, changed_text, labels
from bot.messages.language import Words
from bot.messages.message import context, plain, section, sections, shorten
from bot.messages.offer import making_button
from bot.messages.options import LABELS as OPTIONS
from bot.messages.options import WRITERS
from bot.messages.own_defaults import OwnDefaults, own_blocks
from bot.messages.template import TemplateState, template_blocks
from bot.messages.usage import NO_JOBS, JobLine, drop_text, job_lines
from bot.messages.workspace_settings import DAYS, PLACES, Defaults

MOST_CHANNELS = 50
"""Channels that are listed with what they have set: Slack takes 100 blocks."""
CHANNEL_DROPS = "home_drops"
"""The action_id of a channel's menu; a value is the channel and one of Drops, as `value_of` writes it."""
CHANGE = "home_change"
"""The action_id of the button that opens the form for the workspace."""


@dataclass(frozen=True)
class WorkspaceState:
    """What a workspace has set, for its admins."""

    channels: Mapping[str, ChannelState] = field(default_factory=dict)
    """By the ids of those channels where somebody has set something."""
    defaults: Defaults = field(default_factory=Defaults)
    """What holds for all of them."""
    made: int = 0
    """Guides made this month for everybody."""
    tokens: int = 0
    """Of a model, for these."""
    template: TemplateState | None = None
    """The Word template, if it has one."""


@dataclass(frozen=True)
class HomeState:
    """What one person is shown."""

    jobs: tuple[JobLine, ...]
    made: int
    """Guides made for them this month."""
    tokens: int = field(default=0, kw_only=True)
    """Of a model, for these."""
    model: str | None
    """The language model that writes guides, if there is one."""
    keep_days: float
    own: OwnDefaults = field(default_factory=OwnDefaults, kw_only=True)
    """What they have set for their own guides."""
    workspace: WorkspaceState | None = None
    """For admins only."""


def home_view(say: Words, state: HomeState) -> View:
    """The tab, with times in the reader's own time zone."""
    writer = (
        say("Guides are written by {model}.", model=plain(shorten(state.model, 80)))
        if state.model
        else say("No language model is set up here, so guides are made from the speakers' own words.")
    )
    blocks: list[Block] = [
        section(drop_text(say)),
        context(say("Type {command} for all options.", command="`/script2doc help`")),
        HeaderBlock(text=say("Your latest guides")),
        *_jobs(say, state.jobs),
        context(_counts(say, say("Guides made for you this month: {n}", n=say.number(state.made)), state.tokens)),
        *own_blocks(say, state.own, model=state.model is not None),
        HeaderBlock(text=say("How guides are made here")),
        section(
            "\n".join(
                (
                    writer,
                    say("Days for which transcripts and guides are kept: {n}", n=say.number(state.keep_days)),
                    say("{forget} deletes what I have stored about you.", forget="`/script2doc forget`"),
                )
            )
        ),
    ]
    if state.workspace is not None:
        blocks += [DividerBlock(), *_for_admins(say, state.workspace, model=state.model is not None)]
    return View(type="home", blocks=blocks)


def _jobs(say: Words, jobs: Sequence[JobLine]) -> Iterator[Block]:
    """The latest jobs. One that waits for an answer can be answered here: its question may have been seen by its person
    alone, and be gone."""
    if not jobs:
        yield section(say(NO_JOBS))
    told = zip(jobs, job_lines(say, jobs), strict=True)
    for waits, some in groupby(told, key=lambda each: each[0].anyway is not None):
        if not waits:
            yield from sections([line for _, line in some])
            continue
        for job, line in some:
            yield SectionBlock(
                text=MarkdownTextObject(text=line), accessory=making_button(say, job.id, anyway=job.anyway)
            )


def _counts(say: Words, guides: str, tokens: int) -> str:
    return "  ·  ".join([guides, *([say("Tokens used: {n}", n=say.number(tokens))] if tokens else [])])


def _for_admins(say: Words, workspace: WorkspaceState, *, model: bool) -> list[Block]:
    defaults = workspace.defaults
    said = labels(say, defaults.drops)
    made = say("Guides made for everybody this month: {n}", n=say.number(workspace.made))
    pages = [f"•  {plain(url)}" for url in defaults.references]
    none = say("There are no reference pages for the whole workspace.")
    names = plain(shorten(", ".join(defaults.glossary), 1000))
    set_here = [
        _set(say, defaults, "glossary", OPTIONS["glossary"], names),
        _set(say, defaults, "writer", OPTIONS["writer"], say(WRITERS[defaults.writer]) if model else ""),
        _set(say, defaults, "jobs_per_person", PLACES, _number(say, defaults.jobs_per_person)),
        _set(say, defaults, "keep_days", DAYS, _number(say, defaults.keep_days)),
    ]
    left = len(workspace.channels) - MOST_CHANNELS
    more = [context(say("… and {n} more", n=say.number(left)))] if left > 0 else []
    changed = changed_text(say, ChannelState(changed_by=defaults.changed_by, changed=defaults.changed))
    return [
        HeaderBlock(text=say("Settings of the workspace, for admins")),
        context(_counts(say, made, workspace.tokens)),
        ActionsBlock(elements=[ButtonElement(text=say("Change settings"), action_id=CHANGE, value=CHANGE)]),
        *([context(changed)] if changed else []),
        *sections(line for line in set_here if line),
        section(f"*{say('Dropped transcripts')}*"),
        *(_channel(say, channel, state, said) for channel, state in list(workspace.channels.items())[:MOST_CHANNELS]),
        *more,
        section(_by(say, defaults, "drops", say("All other channels: {setting}", setting=say(LABELS[defaults.drops])))),
        context(say("{command} in a channel changes what is set there.", command="`/script2doc settings`")),
        *sections([_by(say, defaults, "references", f"*{say('Reference pages')}*"), *(pages or [none])]),
        *template_blocks(say, workspace.template),
    ]


def _number(say: Words, value: float | None) -> str:
    return "" if value is None else say.number(value)


def _set(say: Words, defaults: Defaults, name: str, label: str, value: str) -> str:
    """What the workspace has set, as a line; nothing for what it hasn't."""
    return _by(say, defaults, name, say.labelled(say(label), value)) if value else ""


def _by(say: Words, defaults: Defaults, name: str, line: str) -> str:
    """A line about a setting, with who has changed it last, and when."""
    if name not in defaults.changes:
        return line
    by, at = defaults.changes[name]
    return f"{line}  ·  {changed_text(say, ChannelState(changed_by=by, changed=at))}"


def _channel(say: Words, channel: str, state: ChannelState, said: dict[Drops, str]) -> SectionBlock:
    """What a channel has set, with a menu to set it otherwise."""
    choices = [Option(value=value_of(channel, drops), text=label) for drops, label in said.items()]
    chosen = choices[list(said).index(state.drops)]
    menu = StaticSelectElement(action_id=CHANNEL_DROPS, options=choices, initial_option=chosen)
    text = MarkdownTextObject(text=f"<#{channel}>\n{changed_text(say, state)}", verbatim=True)
    return SectionBlock(text=text, block_id=f"drops_{channel}", accessory=menu)


def value_of(channel: str, drops: Drops) -> str:
    """A choice in a channel's menu.

    >>> read_value(value_of("C1", Drops.ASK_FIRST))
    ('C1', <Drops.ASK_FIRST: 'ask first'>)
    """
    return f"{channel} {drops.value}"


def read_value(value: str) -> tuple[str, Drops]:
    """The channel and what was chosen for it. Raises ValueError."""
    channel, _, drops = value.partition(" ")
    return channel, Drops(drops)
