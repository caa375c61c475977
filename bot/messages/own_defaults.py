"""What a person's own guides are like unless they say otherwise: on their Home tab, and the form that changes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock
from slack_sdk.models.views import View

from bot.messages.forms import form_view
from bot.messages.language import Words
from bot.messages.message import context, plain, sections
from bot.messages.new_guide import LASTING, OTHER_FORMS, chosen_forms, forms_field, language_of
from bot.messages.options import (
    LABELS,
    NEEDS_MODEL,
    PAPERS,
    SOURCES,
    TONES,
    WRITERS,
    Answers,
    FieldErrors,
    given_options,
    option_fields,
)
from bot.messages.usage import when
from pipeline.options import GuideOptions, Paper, SourcesForm, Tone, WriterChoice

CALLBACK = "own_defaults"
"""The callback_id of the form."""
CHANGE = "home_own"
"""The action_id of the button that opens it."""
FORMS_LABEL = "In Word, and also as"


@dataclass(frozen=True)
class OwnDefaults:
    """What a person has set."""

    options: GuideOptions = field(default_factory=GuideOptions)
    forms: tuple[str, ...] = ()
    """Suffixes such as .pdf."""
    changed: float | None = None
    """Seconds since the epoch, UTC; None if they have never set anything."""


def own_blocks(say: Words, own: OwnDefaults, *, model: bool) -> list[Block]:
    """What is set, with a button to change it. `model`: whether a language model is configured."""
    button = ButtonElement(text=say("Change"), action_id=CHANGE, value=CHANGE)
    none = say(
        "You haven't set anything yet. What you choose here applies to all your guides, unless you say otherwise."
    )
    changed = [context(say("Last changed: {when}", when=when(say, own.changed)))] if own.changed else []
    return [
        HeaderBlock(text=say("Your defaults")),
        *sections(_lines(say, own, model=model) or [none]),
        *changed,
        ActionsBlock(elements=[button]),
    ]


def _lines(say: Words, own: OwnDefaults, *, model: bool) -> list[str]:
    options = own.options
    said = {
        "audience": plain(options.audience or ""),
        "tone": say(TONES[options.tone]) if options.tone is not Tone.NEUTRAL else "",
        "language": say.language_name(options.language) if options.language else "",
        "steps": options.wanted_steps,
        "writer": say(WRITERS[options.writer]) if options.writer is WriterChoice.EXTRACTIVE else "",
        "sources": say(SOURCES[options.sources]) if options.sources is SourcesForm.SHORT else "",
        "paper": say(PAPERS[options.paper]) if options.paper is Paper.LETTER else "",
    }
    shown = [(LABELS[name], text) for name, text in said.items() if text and (model or name not in NEEDS_MODEL)]
    shown += [(FORMS_LABEL, ", ".join(OTHER_FORMS[form] for form in own.forms))] if own.forms else []
    return [say.labelled(say(label), text) for label, text in shown]


def own_view(say: Words, own: OwnDefaults, *, model: bool, pdf: bool, template: bool = False) -> View:
    """The form, filled with what is set. `model`, `pdf`, `template`: as for the form for a new guide."""
    offered = option_fields(say, own.options, model=model, template=template)
    fields = [each for each in offered if each.block_id in LASTING]
    return form_view(
        say,
        CALLBACK,
        title=say("Your defaults"),
        submit=say("Save"),
        kept={"language": say.tag},
        blocks=[*fields, forms_field(say, own.forms, pdf=pdf)],
    )


def read_own(view: Mapping[str, Any]) -> tuple[Answers, Sequence[str]]:
    """What a person has put in: the options, and the suffixes of other forms. Raises FieldErrors with every field that
    can't be used, in the language of the form, and StaleForm."""
    fields: Mapping[str, Any] = view["state"]["values"]
    answers, wrong = given_options(fields, language_of(view))
    if wrong:
        raise FieldErrors(wrong)
    return answers, chosen_forms(fields)
