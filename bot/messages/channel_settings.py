"""What a channel has set, as `/script2doc settings` shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from slack_sdk.models.blocks import ActionsBlock, Block, Option, StaticSelectElement

from bot.messages.language import Words
from bot.messages.message import Message, context, section
from bot.messages.offer import SHORTCUT
from bot.messages.usage import when

DROPS = "channel_drops"
"""The action_id of the menu; the values are those of Drops."""


class Drops(StrEnum):
    """What becomes of a transcript that somebody drops in a channel."""

    DEFAULT = "default"
    """A guide is made at once where it clearly shows how to do something; otherwise its person is asked."""
    AT_ONCE = "at once"
    ASK_FIRST = "ask first"
    OFF = "off"
    """Nothing, and what other apps post is left alone too."""


LABELS = {
    Drops.DEFAULT: "At once if it shows how to do something; otherwise ask",
    Drops.AT_ONCE: "At once",
    Drops.ASK_FIRST: "Ask first",
    Drops.OFF: "Off",
}


@dataclass(frozen=True)
class ChannelState:
    """What a channel has set, and who has set it last; seconds since the epoch, UTC."""

    drops: Drops = Drops.DEFAULT
    changed_by: str | None = None
    changed: float | None = None


def labels(say: Words, workspace: Drops = Drops.DEFAULT) -> dict[Drops, str]:
    """The choices in words, where the workspace has set this for channels that set nothing."""
    said = {drops: say(label) for drops, label in LABELS.items()}
    if workspace is not Drops.DEFAULT:
        said[Drops.DEFAULT] = say("As in all channels: {setting}", setting=said[workspace])
    return said


def settings_message(
    say: Words, channel: str, state: ChannelState, *, may_change: bool, workspace: Drops = Drops.DEFAULT
) -> Message:
    """The setting of a channel for one person, with a menu if they may change it. `workspace`: what holds for channels
    that set nothing."""
    heading = say("When somebody drops a transcript in {channel}", channel=f"<#{channel}>")
    said = labels(say, workspace)
    now = said[state.drops]
    choices = [Option(value=drops.value, text=label) for drops, label in said.items()]
    blocks: list[Block] = [section(f"*{heading}*" if may_change else f"*{heading}*\n{now}")]
    if may_change:
        chosen = choices[list(LABELS).index(state.drops)]
        menu = StaticSelectElement(action_id=DROPS, options=choices, initial_option=chosen)
        blocks.append(ActionsBlock(elements=[menu]))
    notes = [
        say(
            "“Off” also ignores what other apps post here. {command}, {shortcut} in a message's menu, and mentions "
            "work with every setting.",
            command="`/script2doc LINK`",
            shortcut=f"*{SHORTCUT}*",
        )
    ]
    if not may_change:
        notes.append(say("Only full members of this channel and admins can change its settings."))
    notes.append(say("My Home tab shows your guides, and the settings for all channels."))
    if state.changed_by:
        notes.append(changed_text(say, state))
    return Message(say.labelled(heading, now), (*blocks, *map(context, notes)))


def changed_text(say: Words, state: ChannelState) -> str:
    """Who has set it last, and when, as mrkdwn; nothing for what nobody has set."""
    if state.changed_by is None or state.changed is None:
        return ""
    return say("Last changed by {who}: {when}", who=f"<@{state.changed_by}>", when=when(say, state.changed))
