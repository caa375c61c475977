"""The form for a guide's options, and what a person has put in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from pipeline.errors import OptionError
from pipeline.options import MAX_STEPS, GuideOptions, Tone

CALLBACK = "options"
"""The callback_id of the form."""
VALUE = "value"
"""The action_id of each of its fields; the block_id is the option's name."""


class FieldError(Exception):
    """One field can't be used; `field` is its block_id."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Form:
    """What a sent form belongs to."""

    job: str
    channel: str
    thread_ts: str | None


def options_view(job: str, options: GuideOptions, channel: str, thread_ts: str | None) -> View:
    """The form, filled with these options."""
    tones = [Option(value=tone.value, text=tone.value.capitalize()) for tone in Tone]
    return View(
        type="modal",
        callback_id=CALLBACK,
        title="Make the guide anew",
        submit="Make",
        close="Close",
        private_metadata=json.dumps({"job": job, "channel": channel, "thread_ts": thread_ts}),
        blocks=[
            _text("title", "Title", options.title, "Found in the transcript where you leave it empty", 200),
            _text("audience", "Who will follow it", options.audience, "New colleagues in support, say", 200),
            InputBlock(
                block_id="tone",
                label="Tone",
                element=StaticSelectElement(
                    action_id=VALUE,
                    options=tones,
                    initial_option=next(tone for tone in tones if tone.value == options.tone),
                ),
            ),
            _text("steps", "Number of steps", str(options.steps or ""), f"1 to {MAX_STEPS}; empty: what it needs", 2),
            _text("language", "Language", options.language, "A code such as en or de; empty: the transcript's", 10),
            _text(
                "urls",
                "Reference pages",
                "\n".join(options.urls),
                "One address on a line: exact names and values are taken from there",
                3000,
                lines=True,
            ),
            _text("recording", "Address of the recording", options.recording, "Time stamps then open it there", 2000),
        ],
    )


def _text(name: str, label: str, value: str | None, hint: str, most: int, *, lines: bool = False) -> InputBlock:
    element = PlainTextInputElement(action_id=VALUE, initial_value=value or None, multiline=lines, max_length=most)
    return InputBlock(block_id=name, label=label, hint=hint, optional=True, element=element)


def read_form(view: Mapping[str, Any]) -> Form:
    """What a sent form belongs to."""
    held = json.loads(view["private_metadata"])
    return Form(held["job"], held["channel"], held.get("thread_ts"))


def read_options(view: Mapping[str, Any]) -> GuideOptions:
    """The options that a person has put in. Raises FieldError for the first field that can't be used."""
    fields: Mapping[str, Any] = view["state"]["values"]
    pairs = []
    for name in ("title", "audience", "tone", "steps", "language", "urls", "recording"):
        held = fields.get(name, {}).get(VALUE, {})
        value = (held.get("selected_option") or {}).get("value") if name == "tone" else held.get("value")
        for part in (value or "").split("\n") if name == "urls" else [value or ""]:
            if not part.strip():
                continue
            try:
                GuideOptions.from_pairs([(name, part)])
            except OptionError as error:
                raise FieldError(name, error.message) from None
            pairs.append((name, part))
    try:
        return GuideOptions.from_pairs(pairs)
    except OptionError as error:
        raise FieldError("title", error.message) from None
