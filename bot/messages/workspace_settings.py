"""The form for what holds for all guides of a workspace, and what an admin has put in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import InputBlock, NumberInputElement
from slack_sdk.models.views import View

from bot.messages.channel_settings import LABELS as DROPS
from bot.messages.channel_settings import Drops
from bot.messages.forms import LONGEST_FIELD_CHARACTERS, VALUE, choice_field, form_view, text_field
from bot.messages.language import Words, words
from bot.messages.message import shorten
from bot.messages.options import LABELS, LONGEST_ERROR_CHARACTERS, WRITERS, FieldErrors
from pipeline.errors import OptionError
from pipeline.options import GuideOptions, WriterChoice, check_url

CALLBACK = "workspace_settings"
"""The callback_id of the form."""
MOST_PAGES = 10
"""Reference pages that a workspace can have."""
PLACES = "Guides in progress, for each person"
DAYS = "Days for which transcripts and guides are kept"


@dataclass(frozen=True)
class Defaults:
    """What a workspace has set. None: what the app's operator has set."""

    drops: Drops = Drops.DEFAULT
    """What becomes of dropped transcripts in channels that have set nothing."""
    references: tuple[str, ...] = ()
    """The addresses of pages that all guides can use."""
    glossary: tuple[str, ...] = ()
    writer: WriterChoice = WriterChoice.AUTO
    jobs_per_person: int | None = None
    keep_days: float | None = None
    changed_by: str | None = None
    changed: float | None = None
    """Seconds since the epoch, UTC."""
    changes: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    """Who has changed each of them last, and when, by their names here."""


@dataclass(frozen=True)
class Most:
    """What can be set at most."""

    jobs_per_person: int
    keep_days: float


def workspace_view(say: Words, defaults: Defaults, most: Most, *, model: bool) -> View:
    """The form. `model`: whether a language model is configured; without one, what only a model can do isn't shown."""
    with_model = [
        choice_field(
            say(LABELS["writer"]), "writer", defaults.writer, {kind: say(text) for kind, text in WRITERS.items()}
        ),
        text_field(
            say(LABELS["urls"]),
            "urls",
            "\n".join(defaults.references)[:LONGEST_FIELD_CHARACTERS],
            say("One link per line. Exact names and values come from these pages."),
            LONGEST_FIELD_CHARACTERS,
            lines=True,
        ),
        text_field(
            say(LABELS["glossary"]),
            "glossary",
            ", ".join(defaults.glossary)[:LONGEST_FIELD_CHARACTERS],
            say("Separate them with commas, such as “kubectl, PostgreSQL”"),
            LONGEST_FIELD_CHARACTERS,
        ),
    ]
    return form_view(
        say,
        CALLBACK,
        title=say("Workspace settings"),
        submit=say("Save"),
        kept={"language": say.tag, "most": [most.jobs_per_person, most.keep_days]},
        blocks=[
            choice_field(
                say("Dropped transcripts"), "drops", defaults.drops, {kind: say(text) for kind, text in DROPS.items()}
            ),
            *(with_model if model else ()),
            _number(say, PLACES, "jobs", defaults.jobs_per_person, most.jobs_per_person),
            _number(say, DAYS, "days", defaults.keep_days, most.keep_days),
        ],
    )


def _number(say: Words, label: str, name: str, value: float | None, most: float) -> InputBlock:
    element = NumberInputElement(
        action_id=VALUE,
        is_decimal_allowed=name == "days",
        initial_value=f"{value:g}" if value is not None else None,
    )
    hint = say("At most {n}. Leave empty to use that value.", n=say.number(most))
    return InputBlock(block_id=name, label=say(label), hint=hint, optional=True, element=element)


def read_workspace(view: Mapping[str, Any]) -> dict[str, Any]:
    """What an admin has put in, by the names of Defaults; what the form didn't show isn't there. Raises FieldErrors
    with every field that can't be used, in the language of the form."""
    held = json.loads(view["private_metadata"])
    say, (most_jobs, most_days) = words(held["language"]), held["most"]
    fields = view["state"]["values"]
    wrong: dict[str, str] = {}
    read: dict[str, Any] = {}
    if given := _given(fields, "drops"):
        read["drops"] = Drops(given).value
    if given := _given(fields, "writer"):
        read["writer"] = WriterChoice(given).value
    if "urls" in fields:
        read["references"] = _pages(say, _given(fields, "urls"), wrong)
    if "glossary" in fields:
        read["glossary"] = _names(say, _given(fields, "glossary"), wrong)
    read["jobs_per_person"] = _bounded(say, "jobs", _given(fields, "jobs"), most_jobs, wrong, whole=True)
    read["keep_days"] = _bounded(say, "days", _given(fields, "days"), most_days, wrong, whole=False)
    if wrong:
        raise FieldErrors(wrong)
    return read


def _given(fields: Mapping[str, Any], name: str) -> str:
    held = (fields.get(name) or {}).get(VALUE) or {}
    return str((held.get("selected_option") or {}).get("value") or held.get("value") or "").strip()


def _pages(say: Words, given: str, wrong: dict[str, str]) -> list[str]:
    pages: list[str] = []
    for each in filter(None, map(str.strip, given.split("\n"))):
        try:
            pages.append(check_url(each))
        except OptionError as error:
            wrong["urls"] = shorten(say.told(error.message), LONGEST_ERROR_CHARACTERS)
    pages = list(dict.fromkeys(pages))
    if len(pages) > MOST_PAGES:
        wrong["urls"] = say("You can have up to {most} reference pages here. Remove one first.", most=MOST_PAGES)
    return pages


def _names(say: Words, given: str, wrong: dict[str, str]) -> list[str]:
    try:
        return list(GuideOptions.from_pairs([("glossary", given)] if given else []).glossary)
    except OptionError as error:
        said = error.message.replace("“glossary”", f"“{say(LABELS['glossary'])}”", 1)
        wrong["glossary"] = shorten(say.told(said), LONGEST_ERROR_CHARACTERS)
        return []


def _bounded(
    say: Words, block: str, given: str, most: float, wrong: dict[str, str], *, whole: bool
) -> float | int | None:
    if not given:
        return None
    try:
        number = float(given)
    except ValueError:
        number = 0.0
    if not min(1, most) <= number <= most or (whole and number != int(number)):
        wrong[block] = say("This must be a number from 1 to {most}.", most=say.number(most))
        return None
    return int(number) if whole else number
