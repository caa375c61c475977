"""The rules for elements and composition objects that the SDK's models don't hold.

Source: docs.slack.dev, "Block Kit", the page of each element.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.playground.block_kit.problems import Json, Problems

_MENUS = frozenset({"static_select", "external_select", "users_select", "conversations_select", "channels_select"})
_MULTI = frozenset({f"multi_{menu}" for menu in _MENUS})
_CHOICES = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker"})
_TEXTS = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"})
_BUTTONS = frozenset({"button", "overflow", "workflow_button"})
IN_SECTION = _BUTTONS | _MENUS | _MULTI | _CHOICES | {"image"}
IN_ACTIONS = _BUTTONS | _MENUS | _CHOICES | {"datetimepicker"}
IN_INPUT = _TEXTS | _MENUS | _MULTI | _CHOICES | {"datetimepicker", "file_input"}
IN_CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})
INTERACTIVE = IN_SECTION - {"image"} | IN_ACTIONS | IN_INPUT | IN_CONTEXT_ACTIONS


def check_element(element: Any, pointer: str, allowed: frozenset[str], problems: Problems) -> None:
    if not isinstance(element, dict):
        problems.add("must be an object", pointer)
        return
    kind = element.get("type")
    if kind not in allowed:
        problems.add(f"unsupported type: {kind}", f"{pointer}/type")
        return
    problems.optional_string(element, "action_id", pointer, most=255)
    if isinstance(element.get("confirm"), dict):
        _confirm(element["confirm"], f"{pointer}/confirm", problems)
    problems.text(element, "placeholder", pointer, most=150, plain=True, needed=False)
    if kind in _RULES:
        _RULES[kind](element, pointer, problems)


def _confirm(confirm: Json, pointer: str, problems: Problems) -> None:
    problems.text(confirm, "title", pointer, most=100, plain=True)
    problems.text(confirm, "text", pointer, most=300)
    problems.text(confirm, "confirm", pointer, most=30, plain=True)
    problems.text(confirm, "deny", pointer, most=30, plain=True)
    problems.one_of(confirm, "style", pointer, ("primary", "danger"))


def _button(element: Json, pointer: str, problems: Problems) -> None:
    problems.text(element, "text", pointer, most=75, plain=True)
    problems.optional_string(element, "value", pointer, most=2000)
    problems.optional_string(element, "url", pointer, most=3000)
    problems.one_of(element, "style", pointer, ("primary", "danger"))


def _option(option: Any, pointer: str, problems: Problems, *, plain: bool) -> None:
    if not isinstance(option, dict):
        problems.add("must be an object", pointer)
        return
    problems.text(option, "text", pointer, most=75, plain=plain)
    problems.text(option, "description", pointer, most=75, plain=plain, needed=False)
    problems.string(option.get("value"), f"{pointer}/value", most=150)


def _options(
    element: Json, pointer: str, problems: Problems, *, most: int, plain: bool, field: str = "options"
) -> list[Any]:
    options = problems.items(element, field, pointer, most=most)
    for index, option in enumerate(options):
        _option(option, f"{pointer}/{field}/{index}", problems, plain=plain)
    return options


def _initial(element: Json, options: list[Any], pointer: str, problems: Problems) -> None:
    """What is chosen at first has to be one of the options, exactly."""
    if element.get("initial_option") is not None and element["initial_option"] not in options:
        problems.add("must match one of the options", f"{pointer}/initial_option")
    for index, initial in enumerate(element.get("initial_options") or ()):
        if initial not in options:
            problems.add("must match one of the options", f"{pointer}/initial_options/{index}")


def _select(element: Json, pointer: str, problems: Problems) -> None:
    if element.get("option_groups") is None:
        options = _options(element, pointer, problems, most=100, plain=True)
    else:
        options = []
        for index, group in enumerate(problems.items(element, "option_groups", pointer, most=100)):
            at = f"{pointer}/option_groups/{index}"
            problems.text(group, "label", at, most=75, plain=True)
            options += _options(group, at, problems, most=100, plain=True)
    _initial(element, options, pointer, problems)


def _boxes(element: Json, pointer: str, problems: Problems) -> None:
    """Radio buttons and checkboxes: up to ten, which may use mrkdwn."""
    _initial(element, _options(element, pointer, problems, most=10, plain=False), pointer, problems)


def _overflow(element: Json, pointer: str, problems: Problems) -> None:
    for index, option in enumerate(_options(element, pointer, problems, most=5, plain=True)):
        if isinstance(option, dict):
            problems.optional_string(option, "url", f"{pointer}/options/{index}", most=3000)


def _text_input(element: Json, pointer: str, problems: Problems) -> None:
    for field, least in (("min_length", 0), ("max_length", 1)):
        value = element.get(field)
        if value is not None and not (isinstance(value, int) and least <= value <= 3000):
            problems.add(f"must be between {least} and 3000", f"{pointer}/{field}")
    problems.optional_string(element, "initial_value", pointer, most=element.get("max_length") or 3000)


def _file_input(element: Json, pointer: str, problems: Problems) -> None:
    most = element.get("max_files", 10)
    if not isinstance(most, int) or not 1 <= most <= 10:
        problems.add("must be between 1 and 10", f"{pointer}/max_files")


def _image(element: Json, pointer: str, problems: Problems) -> None:
    if (element.get("image_url") is None) == (element.get("slack_file") is None):
        problems.add("must have either image_url or slack_file", pointer)
    problems.optional_string(element, "image_url", pointer, most=3000, least=1)
    problems.string(element.get("alt_text"), f"{pointer}/alt_text", most=2000)


def _feedback(element: Json, pointer: str, problems: Problems) -> None:
    for field in ("positive_button", "negative_button"):
        button = element.get(field)
        if isinstance(button, dict):
            problems.text(button, "text", f"{pointer}/{field}", most=75, plain=True)
            problems.string(button.get("value"), f"{pointer}/{field}/value", most=2000)
        else:
            problems.add(f"missing required field: {field}", pointer)


_RULES: dict[str, Callable[[Json, str, Problems], None]] = {
    "button": _button,
    "static_select": _select,
    "multi_static_select": _select,
    "radio_buttons": _boxes,
    "checkboxes": _boxes,
    "overflow": _overflow,
    "plain_text_input": _text_input,
    "file_input": _file_input,
    "image": _image,
    "feedback_buttons": _feedback,
}
check_image = _image
