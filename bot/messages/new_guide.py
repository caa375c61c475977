"""The form for a new guide: which transcript, what the guide is to be like, and where it is posted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ConversationSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
)
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.links import parse_link
from bot.messages.forms import VALUE, form_view
from bot.messages.language import Words, words
from bot.messages.message import context, section, shorten
from bot.messages.options import (
    LONGEST_ERROR_CHARACTERS,
    Answers,
    FieldErrors,
    StaleForm,
    given_options,
    option_fields,
)
from bot.slack_files import SlackFile
from pipeline.options import OF_ONE_RECORDING, GuideOptions

CALLBACK = "new_guide_form"
FILES, LINK, FORMS, PLACE = "files", "link", "forms", "place"
"""The block_ids of the fields beside those for options."""
SHOWN = (
    *("title", "audience", "tone", "language", "steps", "urls", "recording", "writer"),
    *("sources", "paper", "secrets"),
)
"""The options that the form has, in its order. The others are as the channel and the workspace have them."""
LASTING = ("audience", "tone", "language", "steps", "writer", "sources", "paper")
"""What is kept of a person's choice for the next guide; the rest is about one recording, and secrets are shown only
where that was asked for."""
OTHER_FORMS = {".pdf": "PDF", ".md": "Markdown", ".pptx": "PowerPoint"}
"""What a guide is made as besides Word."""
NOT_HERE = (
    "I'm not in this conversation, so I'll send you the guide in a direct message. To get it here next time, "
    "invite me with `/invite @Script2Doc`."
)
MOST_FILES, MOST_MEGABYTES = 10, 10
"""What Slack takes in a form (docs.slack.dev, "File input element")."""


@dataclass(frozen=True)
class Choices:
    """What the form is filled with."""

    options: GuideOptions = field(default_factory=GuideOptions)
    forms: tuple[str, ...] = ()
    """Suffixes such as .pdf."""


@dataclass(frozen=True)
class NewGuide:
    """What somebody has put in the form."""

    files: tuple[SlackFile, ...]
    link: str
    answers: Answers
    forms: tuple[str, ...]
    channel: str
    """Where it is to be posted; empty for a direct message."""


def opening_view(say: Words, external_id: str) -> View:
    """What is seen while the form is made; it is known by this id, which no other form of the workspace has."""
    return View(
        type="modal",
        external_id=external_id,
        title=say("Make a guide"),
        close=say("Cancel"),
        blocks=[section(say("The form opens in a moment."))],
    )


def new_guide_view(
    say: Words,
    choices: Choices,
    channel: str,
    *,
    model: bool,
    pdf: bool,
    template: bool = False,
    member: bool = True,
) -> View:
    """The form. `channel`: where it was asked for, if that can be chosen by its id; otherwise Slack chooses the
    conversation that the person looks at. `model`, `pdf`, `template`: whether a language model is configured, PDFs can
    be made, and a Word template has the paper; what has no effect isn't offered. `member`: whether the app is where it
    was asked for, as far as that is known."""
    fields = {
        str(field.block_id): field for field in option_fields(say, choices.options, model=model, template=template)
    }
    files = FileInputElement(action_id=VALUE, max_files=MOST_FILES)
    link = PlainTextInputElement(action_id=VALUE, max_length=2000)
    there: list[Block] = [] if member else [context(say.told(NOT_HERE))]
    blocks: list[Block] = [
        InputBlock(
            block_id=FILES,
            label=say("Transcripts"),
            hint=say(
                "Up to {files} files of up to {megabytes} MB each. Drop larger ones in a channel that I'm in.",
                files=MOST_FILES,
                megabytes=MOST_MEGABYTES,
            ),
            optional=True,
            element=files,
        ),
        InputBlock(block_id=LINK, label=say("Or a link to a file or message in Slack"), optional=True, element=link),
        *(fields[name] for name in SHOWN if name in fields),
        forms_field(say, choices.forms, pdf=pdf),
        *there,
        _place(say, channel),
    ]
    return form_view(
        say,
        CALLBACK,
        title=say("Make a guide"),
        submit=say("Make guide"),
        kept={"language": say.tag},
        blocks=blocks,
    )


def forms_field(say: Words, chosen: Sequence[str], *, pdf: bool) -> InputBlock:
    """The boxes for what a guide is made as besides Word."""
    offered = {suffix: name for suffix, name in OTHER_FORMS.items() if pdf or suffix != ".pdf"}
    boxes = {suffix: Option(value=suffix, text=name) for suffix, name in offered.items()}
    first = [box for suffix, box in boxes.items() if suffix in chosen]
    element = CheckboxesElement(action_id=VALUE, options=list(boxes.values()), initial_options=first or None)
    return InputBlock(block_id=FORMS, label=say("In Word, and also as"), optional=True, element=element)


def _place(say: Words, channel: str) -> InputBlock:
    element = ConversationSelectElement(
        action_id=VALUE,
        initial_conversation=channel or None,
        default_to_current_conversation=None if channel else True,
        response_url_enabled=True,
    )
    return InputBlock(
        block_id=PLACE,
        label=say("Where to post it"),
        hint=say("If no conversation is chosen, or one that I'm not in, you get the guide in a direct message."),
        optional=True,
        element=element,
    )


def language_of(view: Mapping[str, Any]) -> Words:
    """The words in which a sent form was shown. Raises StaleForm."""
    try:
        return words(json.loads(view["private_metadata"])["language"])
    except (ValueError, KeyError, TypeError):
        raise StaleForm from None


def read_new_guide(view: Mapping[str, Any], most_bytes: int) -> NewGuide:
    """What a person has put in. `most_bytes`: how large a transcript may be. Raises FieldErrors with every field that
    can't be used, in the language of the form, and StaleForm."""
    say = language_of(view)
    fields: Mapping[str, Any] = view["state"]["values"]
    if not {FILES, LINK} <= set(fields):
        raise StaleForm
    answers, wrong = given_options(fields, say)
    files = tuple(SlackFile.from_slack(file) for file in _held(fields, FILES).get("files") or ())
    link = str(_held(fields, LINK).get("value") or "").strip()
    if not files and not link:
        wrong[FILES] = say("Choose a file, or paste a link below.")
    elif unfit := next((said for file in files if (said := _unfit(say, file, most_bytes))), ""):
        wrong[FILES] = unfit
    if link and parse_link(link) is None:
        no_link = say("“{text}” isn't a link to a file or message in Slack.", text=shorten(link, 100))
        wrong[LINK] = say.sentences(no_link, say("Copy one with “Copy link”, or drop the transcript in a channel."))
    if len(files) + bool(link) > 1:
        for name in OF_ONE_RECORDING:
            if getattr(answers.options, name) is not None:
                wrong[name] = say("This can only be for one transcript. Choose one, or leave this field empty.")
    if wrong:
        raise FieldErrors({name: shorten(said, LONGEST_ERROR_CHARACTERS) for name, said in wrong.items()})
    return NewGuide(
        files=files,
        link=link,
        answers=answers,
        forms=chosen_forms(fields),
        channel=str(_held(fields, PLACE).get("selected_conversation") or ""),
    )


def chosen_forms(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The suffixes of the boxes that are ticked in a form's fields."""
    chosen = [str(box["value"]) for box in _held(fields, FORMS).get("selected_options") or ()]
    return tuple(suffix for suffix in OTHER_FORMS if suffix in chosen)


def _held(fields: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    held: Mapping[str, Any] = (fields.get(name) or {}).get(VALUE) or {}
    return held


def _unfit(say: Words, file: SlackFile, most_bytes: int) -> str:
    """Why a file can't be a transcript, as far as Slack tells; empty if it can be one."""
    if file.mimetype.startswith("image/"):
        said = "This is an image. Drop the transcript as a .vtt, .srt, .txt, .docx or PDF file."
    elif file.size > most_bytes and not file.is_media:
        said = f"This file is {file.size:,} bytes; the limit is {most_bytes:,}. Split it and drop the parts."
    else:
        return ""
    return say.labelled(shorten(file.name, 60), say.told(said))
