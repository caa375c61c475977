"""What the forms that the app opens have in common: how one is put together, and the fields of which most consist."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock, Option, PlainTextInputElement, StaticSelectElement
from slack_sdk.models.views import View

from bot.messages.language import Words

VALUE = "value"
"""The action_id of each field; its block_id says which it is."""
LONGEST_FIELD_CHARACTERS = 3000
"""What a text field of Slack's can hold."""


def form_view(
    say: Words, callback_id: str, *, title: str, submit: str, kept: Mapping[str, Any], blocks: Sequence[Block]
) -> View:
    """A form that can be sent or cancelled. `submit`: what the button says that sends it; `kept`: what comes back with
    it."""
    return View(
        type="modal",
        callback_id=callback_id,
        title=title,
        submit=submit,
        close=say("Cancel"),
        private_metadata=json.dumps(kept),
        blocks=blocks,
    )


def text_field(label: str, name: str, value: str | None, hint: str, most: int, *, lines: bool = False) -> InputBlock:
    """A field that may be left empty. `most`: how many characters it takes; `lines`: whether it has several."""
    element = PlainTextInputElement(action_id=VALUE, initial_value=value or None, multiline=lines, max_length=most)
    return InputBlock(block_id=name, label=label, hint=hint, optional=True, element=element)


def choice_field(label: str, name: str, value: str, labels: Mapping[Any, str]) -> InputBlock:
    """A choice of one; the first is chosen where the value isn't among them."""
    choices = [Option(value=str(each), text=text) for each, text in labels.items()]
    chosen = next((choice for choice in choices if choice.value == value), choices[0])
    element = StaticSelectElement(action_id=VALUE, options=choices, initial_option=chosen)
    return InputBlock(block_id=name, label=label, element=element)
