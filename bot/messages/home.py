"""What the app's Home tab shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from slack_sdk.models.blocks import Block, DividerBlock, HeaderBlock
from slack_sdk.models.views import View

from bot.messages.channel_settings import LABELS, ChannelState, Drops, changed_text
from bot.messages.language import Words
from bot.messages.message import context, plain, section, sections, shorten
from bot.messages.usage import NO_JOBS, JobLine, drop_text, job_lines

MOST_CHANNELS = 50
"""Channels that are listed with what they have set; there is room for more."""


@dataclass(frozen=True)
class WorkspaceState:
    """What a workspace has set, for its admins."""

    channels: Mapping[str, ChannelState] = field(default_factory=dict)
    """By the ids of those channels where somebody has set something."""
    references: tuple[str, ...] = ()
    """The addresses of pages that all guides can use."""


@dataclass(frozen=True)
class HomeState:
    """What one person is shown."""

    jobs: tuple[JobLine, ...]
    made: int
    """Guides made for them this month."""
    model: str | None
    """The language model that writes guides, if there is one."""
    keep_days: float
    workspace: WorkspaceState | None = None
    """For admins only."""


def home_view(say: Words, state: HomeState) -> View:
    """The tab, with times in the reader's own time zone."""
    writer = (
        say("Guides are written by {model}.", model=plain(shorten(state.model, 80)))
        if state.model
        else say("No language model is set up here, so guides are made of the speakers' own words.")
    )
    blocks: list[Block] = [
        section(drop_text(say)),
        context(say("Type {command} for all options.", command="`/script2doc help`")),
        HeaderBlock(text=say("Your latest guides")),
        *sections(job_lines(say, state.jobs) or [say(NO_JOBS)]),
        context(say("Guides made for you this month: {n}", n=say.number(state.made))),
        HeaderBlock(text=say("How guides are made here")),
        section(
            "\n".join(
                (
                    writer,
                    say("Days for which transcripts and guides are kept: {n}", n=say.number(state.keep_days)),
                    say("{forget} deletes what I keep of you.", forget="`/script2doc forget`"),
                )
            )
        ),
    ]
    if state.workspace is not None:
        blocks += [DividerBlock(), *_for_admins(say, state.workspace)]
    return View(type="home", blocks=blocks)


def _for_admins(say: Words, workspace: WorkspaceState) -> list[Block]:
    lines = [
        f"•  {say.labelled(f'<#{channel}>', say(LABELS[state.drops]))}  ·  {changed_text(say, state)}"
        for channel, state in list(workspace.channels.items())[:MOST_CHANNELS]
    ]
    if left := len(workspace.channels) - MOST_CHANNELS:
        lines += [f"•  {say('… and {n} more', n=say.number(left))}"] if left > 0 else []
    rest = say("All other channels: {setting}", setting=say(LABELS[Drops.DEFAULT]))
    pages = [f"•  {plain(url)}" for url in workspace.references]
    none = say("There are no reference pages for the whole workspace.")
    return [
        HeaderBlock(text=say("Settings of the workspace, for admins")),
        section(f"*{say('Dropped transcripts')}*"),
        *sections([*lines, rest]),
        context(say("{command} in a channel changes what is set there.", command="`/script2doc settings`")),
        *sections([f"*{say('Reference pages')}*", *(pages or [none])]),
        context("`/script2doc references add URL workspace`"),
    ]
