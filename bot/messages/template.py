"""The workspace's Word template: what admins see of it, the form to upload one, and a sample of what it makes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ConfirmObject, InputBlock
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.messages.channel_settings import ChannelState, changed_text
from bot.messages.forms import VALUE, form_view
from bot.messages.language import Words, words
from bot.messages.message import Message, context, plain, section, shorten
from bot.messages.options import LONGEST_ERROR_CHARACTERS, FieldErrors, StaleForm
from bot.slack_files import SlackFile
from pipeline.guide import (
    Action,
    Caution,
    CautionKind,
    Confidence,
    Guide,
    Level,
    Making,
    Origin,
    Prerequisite,
    Source,
    Step,
    WriterKind,
)

CALLBACK = "workspace_template"
"""The callback_id of the form."""
CHANGE, SAMPLE, REMOVE = "home_template", "home_template_sample", "home_template_remove"
"""The action_ids of the buttons on the Home tab."""
FILE = "file"
"""The block_id of the form's field."""
SUFFIXES = (".docx", ".dotx")
MOST_MEGABYTES = 10
"""What Slack takes in a form (docs.slack.dev, "File input element")."""


@dataclass(frozen=True)
class TemplateState:
    """The template that a workspace has."""

    name: str
    added_by: str
    added: float
    """Seconds since the epoch, UTC."""


def template_blocks(say: Words, state: TemplateState | None) -> list[Block]:
    """What admins see of it on the Home tab, with buttons."""
    buttons = [ButtonElement(text=say("Upload a template"), action_id=CHANGE, value=CHANGE)]
    heading = f"*{say('Word template')}*"
    if state is None:
        none = say("There is no template for this workspace, so documents have the standard look.")
        return [section(f"{heading}\n{none}"), ActionsBlock(elements=buttons)]
    confirm = ConfirmObject(
        title=say("Remove the template?"),
        text=say("Guides from now on look as they did without it. Documents that are made already stay as they are."),
        confirm=say("Remove"),
        deny=say("Cancel"),
    )
    buttons += [
        ButtonElement(text=say("See a sample"), action_id=SAMPLE, value=SAMPLE),
        ButtonElement(text=say("Remove the template"), action_id=REMOVE, value=REMOVE, style="danger", confirm=confirm),
    ]
    changed = changed_text(say, ChannelState(changed_by=state.added_by, changed=state.added))
    return [
        section(f"{heading}\n{plain(shorten(state.name, 200))}"),
        context(changed),
        ActionsBlock(elements=buttons),
    ]


def template_view(say: Words) -> View:
    """The form."""
    return form_view(
        say,
        CALLBACK,
        title=say("Word template"),
        submit=say("Save"),
        kept={"language": say.tag},
        blocks=[
            InputBlock(
                block_id=FILE,
                label=say("Your company's Word document or template"),
                hint=say(
                    "Up to {megabytes} MB. Guides get its styles, logo, header and footer. You get a sample in a "
                    "direct message.",
                    megabytes=MOST_MEGABYTES,
                ),
                element=FileInputElement(action_id=VALUE, filetypes=["docx", "dotx"], max_files=1),
            )
        ],
    )


def read_template(view: Mapping[str, Any]) -> SlackFile:
    """The file that an admin has put in. Raises FieldErrors in the language of the form, and StaleForm."""
    try:
        say = words(json.loads(view["private_metadata"])["language"])
        files = view["state"]["values"][FILE][VALUE].get("files") or ()
    except (ValueError, KeyError, TypeError):
        raise StaleForm from None
    if not files:
        raise FieldErrors({FILE: say("Choose a Word file (.docx or .dotx).")})
    file = SlackFile.from_slack(files[0])
    if not file.name.lower().endswith(SUFFIXES):
        said = say.labelled(shorten(file.name, 60), say("Choose a Word file (.docx or .dotx)."))
        raise FieldErrors({FILE: shorten(said, LONGEST_ERROR_CHARACTERS)})
    return file


def template_message(say: Words, name: str, notes: Sequence[str], *, new: bool) -> Message:
    """What goes with the sample: whether the template was set just now (`new`), and what its author may not expect."""
    named = plain(shorten(name, 200))
    said = (
        say("From now on, guides are made with the template {name}. A sample is in this thread.", name=named)
        if new
        else say("A sample of guides made with the template {name} is in this thread.", name=named)
    )
    return Message(said, (section(said), *(context(plain(say.told(note))) for note in notes)))


def removed_message(say: Words) -> Message:
    """That it is done."""
    said = say("The template is removed.")
    return Message(said, (section(said),))


def sample_guide(say: Words, created: str) -> Guide:
    """A small guide that has one of each thing whose look a template decides. `created`: ISO 8601, UTC."""
    action, sure = say("Here is what the reader does."), Confidence(Level.HIGH, "1 of 1 instructions cited")
    note = Caution(CautionKind.NOTE, say("Here is what the reader should know."), ("u1",), before=2)
    warning = Caution(CautionKind.WARNING, say("Here is what can go wrong."), ("u1",))
    expected = say("Here is what the reader sees then.")
    steps = (
        Step(
            1,
            say("The first step"),
            (Action(action, ("u1",), expected=expected), Action(action, ("u2",), code="script2doc --sample")),
            sure,
            goal=say("Here is what the step achieves."),
            cautions=(note,),
        ),
        Step(2, say("The second step"), (Action(action, ("u2",)),), sure, cautions=(warning,)),
    )
    quote = say("Here is what was said.")
    sources = tuple(Source(f"u{n}", quote, start=60.0 * n) for n in (1, 2))
    return Guide(
        title=say("A sample guide"),
        language=say.language,
        steps=steps,
        sources=sources,
        origin=Origin("0" * 64, "sample.vtt", "WebVTT", words=24, utterances=2, duration=180.0, language=say.language),
        making=Making(WriterKind.EXTRACTIVE, created, 0.0, path="no model"),
        about=say("This shows what your guides look like."),
        prerequisites=(Prerequisite(say("Here is what the reader needs."), ("u1",)),),
    )
