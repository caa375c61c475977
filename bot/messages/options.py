"""The form for a guide's options, and what a person has put in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
)
from slack_sdk.models.views import View

from bot.messages.forms import LONGEST_FIELD_CHARACTERS, VALUE, choice_field, form_view, text_field
from bot.messages.language import Words, words
from bot.messages.message import context, plain, section, shorten
from pipeline.errors import OptionError
from pipeline.languages import ENGLISH_NAMES
from pipeline.options import MAX_STEPS, GuideOptions, Paper, Secrets, SourcesForm, Tone, WriterChoice

CALLBACK = "options"
"""The callback_id of the form."""
LABELS = {
    "writer": "Written by",
    "title": "Title",
    "audience": "Audience",
    "tone": "Tone",
    "steps": "Number of steps",
    "language": "Language",
    "urls": "Reference pages",
    "glossary": "Names to spell exactly like this",
    "recording": "Link to the recording",
    "sources": "Sources in the document",
    "paper": "Paper",
    "secrets": "Passwords and the like",
}
"""What the form calls the options that it can show; the keys are the block_ids of its fields."""
NEEDS_MODEL = ("writer", "tone", "language", "urls", "glossary")
"""Those that do nothing where no language model writes: what was said is then written as it was said."""
WRITERS = {
    WriterChoice.AUTO: "The language model",
    WriterChoice.EXTRACTIVE: "No model, only the speaker's own words",
}
ONLY_MODEL = {WriterChoice.MODEL: "The language model, or no guide at all"}
"""Offered where somebody has asked for it in a command."""
TONES = {tone: tone.value.capitalize() for tone in Tone}
SOURCES = {SourcesForm.FULL: "What was said, word for word", SourcesForm.SHORT: "Only the times"}
PAPERS = {Paper.A4: "A4", Paper.LETTER: "Letter"}
SECRETS = {Secrets.MASK: "Masked", Secrets.KEEP: "As they were said"}
AS_RECORDED = "recording"
"""The value of the choice that leaves the guide in the language of the recording."""
LONGEST_CHOICE_CHARACTERS = 75
"""What Slack takes for a choice."""
LONGEST_ERROR_CHARACTERS = 300
"""What has room below a field; errors quote what was put in."""


class FieldErrors(Exception):
    """Some fields can't be used; `messages` says why, by block_id."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = dict(messages)


class StaleForm(Exception):
    """A form that another version of the app has opened, and that says nothing to this one."""


@dataclass(frozen=True)
class Form:
    """What a sent form belongs to."""

    job: str
    channel: str
    thread_ts: str | None
    language: str = "en"
    """The locale of who reads it."""
    file: str = ""
    message: str = ""
    """The guide's document in Slack and the message that leads to it, where nothing else is kept of it."""


@dataclass(frozen=True)
class Answers:
    """What a person put in a form: the names of the options that it showed, and these options."""

    shown: frozenset[str]
    options: GuideOptions

    def over(self, before: GuideOptions) -> GuideOptions:
        """The options of the guide before, with those that the form showed in place of its own."""
        changes = {name: getattr(self.options, name) for name in self.shown}
        if "steps" in changes:  # the form showed the bounds too
            changes |= {"min_steps": self.options.min_steps, "max_steps": self.options.max_steps}
        return before.but(**changes)


def options_view(
    say: Words, form: Form, options: GuideOptions, *, model: bool, template: bool = False, guide: str = ""
) -> View:
    """The form, filled with these options. `model`: whether a language model is configured; without one, what only a
    model can do isn't offered. `template`: whether a Word template has the paper. `guide`: what the guide is called.
    What is too long for a field has none, and stays as it is."""
    offered = option_fields(say, options, model=model, template=template)
    shown = [field for field in offered if _fits(field)]
    head: list[Block] = [section(f"*{plain(shorten(guide, 150))}*")] if guide else []
    if left := [say(LABELS[str(field.block_id)]) for field in offered if not _fits(field)]:
        head.append(context(say("Too long for this form, so it stays as it is: {options}.", options=say.items(*left))))
    return form_view(
        say,
        CALLBACK,
        title=say("Make the guide again"),
        submit=say("Make guide"),
        kept=asdict(form),
        blocks=[*head, *shown],
    )


def option_fields(say: Words, options: GuideOptions, *, model: bool, template: bool = False) -> list[InputBlock]:
    """A field for each option that has an effect here, filled with these options; `model` and `template` as in
    `options_view`."""
    audience = (
        say("Who the guide is for, such as “new support colleagues”")
        if model
        else say("Shown below the title, such as “new support colleagues”")
    )
    fields = [
        _select(say, "writer", options.writer, WRITERS | (ONLY_MODEL if options.writer in ONLY_MODEL else {})),
        _text(say, "title", options.title, say("Leave empty to use the one found in the transcript"), 200),
        _text(say, "audience", options.audience, audience, 200),
        _select(say, "tone", options.tone, TONES),
        _text(
            say,
            "steps",
            options.wanted_steps,
            say("1 to {most}, or a range such as 8-12. Leave empty to let the transcript decide.", most=MAX_STEPS),
            10,  # room for a number that is too large, which gets an answer
        ),
        _select(say, "language", options.language or AS_RECORDED, _languages(say, options.language)),
        _text(
            say,
            "urls",
            "\n".join(options.urls),
            say("One link per line. Exact names and values come from these pages."),
            LONGEST_FIELD_CHARACTERS,
            lines=True,
        ),
        _text(
            say,
            "glossary",
            ", ".join(options.glossary),
            say("Separate them with commas, such as “kubectl, PostgreSQL”"),
            LONGEST_FIELD_CHARACTERS,
        ),
        _text(say, "recording", options.recording, say("Timestamps will open the recording at that second"), 2000),
        _select(say, "sources", options.sources, SOURCES),
        _select(say, "paper", options.paper, PAPERS),
        _select(say, "secrets", options.secrets, SECRETS),
    ]
    idle = {*(() if model else NEEDS_MODEL), *(("paper",) if template else ())}
    return [field for field in fields if field.block_id not in idle]


def _languages(say: Words, chosen: str | None) -> dict[str, str]:
    """The languages to choose from, by their codes: that of the recording first. A code that has no name here is in the
    list if it was chosen."""
    names = {code: shorten(say.language_name(code), LONGEST_CHOICE_CHARACTERS) for code in ENGLISH_NAMES}
    names |= {"nb": names["no"]}  # people don't tell the two apart, and one is offered
    named = {AS_RECORDED: say("That of the recording")}
    if chosen and chosen not in names:
        named[chosen] = shorten(say.language_name(chosen), LONGEST_CHOICE_CHARACTERS)
    once = {name: code for code, name in reversed(names.items()) if code != chosen}
    once |= {names[chosen]: chosen} if chosen in names else {}
    return named | {code: name for name, code in sorted(once.items(), key=lambda one: one[0].casefold())}


def _fits(field: InputBlock) -> bool:
    """Whether what stands in a field is what Slack takes for one."""
    return len(getattr(field.element, "initial_value", None) or "") <= LONGEST_FIELD_CHARACTERS


def _text(say: Words, name: str, value: str | None, hint: str, most: int, *, lines: bool = False) -> InputBlock:
    return text_field(say(LABELS[name]), name, value, hint, most, lines=lines)


def _select(say: Words, name: str, value: str, labels: Mapping[Any, str]) -> InputBlock:
    return choice_field(say(LABELS[name]), name, value, {each: say(said) for each, said in labels.items()})


def read_form(view: Mapping[str, Any]) -> Form:
    """What a sent form belongs to. Raises StaleForm."""
    try:
        held = json.loads(view["private_metadata"])
        of_guide = (held["job"], held["channel"], held.get("thread_ts"))
        return Form(*of_guide, held.get("language", "en"), held.get("file", ""), held.get("message", ""))
    except (ValueError, KeyError, TypeError):
        raise StaleForm from None


def stale_view(say: Words) -> View:
    """What stands in the place of a form that can't be read."""
    said = say("This form is from another version of Script2Doc, so I can't read it. Close it and open it again.")
    return View(type="modal", title="Script2Doc", blocks=[section(said)])


def read_options(view: Mapping[str, Any]) -> Answers:
    """The options that a person has put in. Raises FieldErrors with every field that can't be used, in the language of
    the form, and StaleForm."""
    say = words(read_form(view).language)
    answers, wrong = given_options(view["state"]["values"], say)
    if wrong:
        raise FieldErrors(wrong)
    return answers


def given_options(fields: Mapping[str, Any], say: Words) -> tuple[Answers, dict[str, str]]:
    """The options in the fields of a form (by block_id, as Slack sends them), and why those can't be used that are left
    out of them."""
    pairs: list[tuple[str, str]] = []
    wrong: dict[str, str] = {}
    for name in (name for name in LABELS if name in fields):
        given = _given(name, fields[name].get(VALUE) or {})
        for each in given:
            try:
                GuideOptions.from_pairs([(name, each)])
            except OptionError as error:
                # The form's reader doesn't know what a command calls it.
                said = error.message.replace(f"“{name}”", f"“{say(LABELS[name])}”", 1)
                wrong.setdefault(name, shorten(say.told(said), LONGEST_ERROR_CHARACTERS))
        if name not in wrong:
            pairs += [(name, each) for each in given]
    return Answers(frozenset(fields) & frozenset(LABELS), GuideOptions.from_pairs(pairs)), wrong


def _given(name: str, held: Mapping[str, Any]) -> list[str]:
    """What stands in a field, without blank parts; reference pages stand one on a line."""
    value = (held.get("selected_option") or {}).get("value") or held.get("value") or ""
    if name == "language" and value == AS_RECORDED:
        return []
    return [part for part in (value.split("\n") if name == "urls" else [value]) if part.strip()]
