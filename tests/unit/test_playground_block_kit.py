"""Which blocks the playground takes: all that Slack takes, and nothing that it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.models import blocks as sdk

from bot.playground import Refused
from bot.playground.block_kit import check_blocks, read_blocks, read_view

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", **more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(text)} | more


def button(text: str = "Go", **more: Any) -> Block:
    return {"type": "button", "text": plain(text)} | more


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def option(text: str = "a", value: str = "a") -> Block:
    return {"text": plain(text), "value": value}


def rich(text: str = "x") -> Block:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }


def task(id: str = "1", **more: Any) -> Block:
    return {"type": "task_card", "task_id": id, "title": "Read", "status": "in_progress"} | more


def unnamed(value: Any) -> Any:
    """Without the ids, which the workspace gives where there are none."""
    if isinstance(value, dict):
        return {key: unnamed(item) for key, item in value.items() if key not in ("block_id", "action_id")}
    return [unnamed(item) for item in value] if isinstance(value, list) else value


CONFIRM = {"title": plain("Stop?"), "text": mrkdwn("*Really*"), "confirm": plain("Stop"), "deny": plain("Go on")}
SELECT = {"type": "static_select", "placeholder": plain("Choose"), "options": [option()], "initial_option": option()}

TAKEN = {
    "section": section("a" * 3000),
    "section with fields": {"type": "section", "fields": [mrkdwn("a"), plain("b")] * 5},
    "section with a menu": section(accessory={"type": "overflow", "options": [option()] * 5}),
    "section with boxes": section(accessory={"type": "checkboxes", "options": [{"text": mrkdwn("*a*"), "value": "a"}]}),
    "text that isn't to be parsed": {"type": "section", "text": mrkdwn("x") | {"verbatim": False}},
    "text without emoji": {"type": "header", "text": plain("x") | {"emoji": False}},
    "header": {"type": "header", "text": plain("a" * 150)},
    "divider": {"type": "divider"},
    "context": {
        "type": "context",
        "elements": [mrkdwn("a"), {"type": "image", "image_url": "https://a.example/b.png", "alt_text": "b"}],
    },
    "25 buttons": actions(*(button(action_id=str(number)) for number in range(25))),
    "button with everything": actions(
        button("a" * 75, value="v" * 2000, style="danger", confirm=CONFIRM, url="https://a.example")
    ),
    "menu": actions(SELECT),
    "image": {"type": "image", "image_url": "https://a.example/b.png", "alt_text": "b", "title": plain("t")},
    "markdown": {"type": "markdown", "text": "# Title\n" + "a" * 11_000},
    "rich text": rich(),
    "table": {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": "a"}, rich()]],
        "column_settings": [{"align": "right"}],
    },
    "plan": {"type": "plan", "title": "Guide", "tasks": [task("1", details=rich()), task("2", status="pending")]},
    "feedback": {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "f",
                "positive_button": {"text": plain("Good"), "value": "1"},
                "negative_button": {"text": plain("Bad"), "value": "0"},
            }
        ],
    },
}


@pytest.mark.parametrize("block", TAKEN.values(), ids=TAKEN.keys())
def test_a_good_block_is_taken_unchanged_but_for_the_ids(block: Block) -> None:
    blocks = read_blocks([block])

    check_blocks(blocks, "message", error="invalid_blocks")

    assert blocks[0]["block_id"]
    assert unnamed(blocks[0]) == unnamed(block)


REFUSED = {
    "no type": ({"text": mrkdwn("x")}, "unsupported type: None [json-pointer:/blocks/0/type]"),
    "alert, which is for modals": (
        {"type": "alert", "text": mrkdwn("x"), "level": "warning"},
        "unsupported type: alert [json-pointer:/blocks/0/type]",
    ),
    "unknown type": ({"type": "fancy"}, "unsupported type: fancy [json-pointer:/blocks/0/type]"),
    "unknown field": (section(colour="red"), "no more fields allowed: colour [json-pointer:/blocks/0]"),
    "section of nothing": ({"type": "section"}, "missing required field: text or fields [json-pointer:/blocks/0]"),
    "section too long": (section("a" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    "section empty": (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "text as a string": ({"type": "section", "text": "x"}, "must be a text object [json-pointer:/blocks/0/text]"),
    "11 fields": ({"type": "section", "fields": [mrkdwn("a")] * 11}, "no more than 10 items allowed"),
    "field too long": ({"type": "section", "fields": [mrkdwn("a" * 2001)]}, "must be less than 2001 characters"),
    "header with mrkdwn": ({"type": "header", "text": mrkdwn("x")}, "must be of type plain_text"),
    "header too long": ({"type": "header", "text": plain("a" * 151)}, "must be less than 151 characters"),
    "26 buttons": (actions(*[button()] * 26), "no more than 25 items allowed [json-pointer:/blocks/0/elements]"),
    "no buttons": (actions(), "must provide at least 1 items"),
    "button with mrkdwn": (actions(button() | {"text": mrkdwn("x")}), "must be of type plain_text"),
    "button too long": (actions(button("a" * 76)), "must be less than 76 characters"),
    "value too long": (actions(button(value="v" * 2001)), "must be less than 2001 characters"),
    "action_id too long": (actions(button(action_id="i" * 256)), "must be less than 256 characters"),
    "two with one action_id": (actions(button(action_id="a"), button(action_id="a")), "action_id a already exists"),
    "unknown style": (actions(button(style="loud")), "must be one of: danger, primary"),
    "confirm without its buttons": (
        actions(button(confirm={"title": plain("a"), "text": plain("b")})),
        "missing required field: confirm",
    ),
    "text field where it can't be": (actions({"type": "plain_text_input", "action_id": "a"}), "unsupported type"),
    "image among buttons": (actions({"type": "image", "image_url": "https://a", "alt_text": "a"}), "unsupported type"),
    "menu without a choice": (actions(SELECT | {"options": []}), "must provide at least 1 items"),
    "menu with 101": (actions(SELECT | {"options": [option()] * 101}), "no more than 100 items allowed"),
    "first choice that isn't there": (
        actions(SELECT | {"initial_option": option("b", "b")}),
        "must match one of the options",
    ),
    "11 contexts": ({"type": "context", "elements": [mrkdwn("a")] * 11}, "no more than 10 items allowed"),
    "image without description": ({"type": "image", "image_url": "https://a.example"}, "must be a string"),
    "plan of sections": ({"type": "plan", "title": "x", "tasks": [section()]}, "must be of type task_card"),
    "unknown status": ({"type": "plan", "title": "x", "tasks": [task(status="busy")]}, "must be one of"),
    "two tasks with one id": ({"type": "plan", "title": "x", "tasks": [task(), task()]}, "task_id 1 already exists"),
    "details as a string": (task(details="x"), "must be of type rich_text"),
    "file input in a message": (
        {"type": "input", "label": plain("a"), "element": {"type": "file_input", "action_id": "a"}},
        "unsupported type: file_input",
    ),
    "block_id too long": (section(block_id="b" * 256), "must be less than 256 characters"),
}


@pytest.mark.parametrize(("block", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_block_is_refused_with_slacks_explanation(block: Block, why: str) -> None:
    with pytest.raises(Refused) as refused:
        check_blocks([block], "message", error="invalid_blocks")

    assert refused.value.error == "invalid_blocks"
    messages = refused.value.fields["response_metadata"]["messages"]
    assert any(f"[ERROR] {why}" in message for message in messages), messages


def test_every_block_that_the_sdk_builds_for_us_survives() -> None:
    built: list[sdk.Block] = [
        sdk.HeaderBlock(text="Guide"),
        sdk.SectionBlock(text="*x*", accessory=sdk.ButtonElement(text="Open", action_id="o", url="https://a.example")),
        sdk.ActionsBlock(
            elements=[
                sdk.ButtonElement(
                    text="Cancel", action_id="c", confirm=sdk.ConfirmObject(title="Stop?", text="Really?")
                ),
                sdk.StaticSelectElement(
                    placeholder="Tone", action_id="t", options=[sdk.Option(text="Formal", value="f")]
                ),
            ]
        ),
        sdk.ContextBlock(elements=[sdk.MarkdownTextObject(text="4 s")]),
        sdk.PlanBlock(title="Guide", tasks=[sdk.TaskCardBlock(task_id="1", title="Read", status="complete")]),
    ]

    check_blocks([block.to_dict() for block in built], "message", error="invalid_blocks")


def test_a_message_has_at_most_fifty_blocks() -> None:
    check_blocks([section() for _ in range(50)], "message", error="invalid_blocks")

    with pytest.raises(Refused, match="invalid_blocks") as refused:
        check_blocks([section() for _ in range(51)], "message", error="invalid_blocks")
    assert refused.value.fields["errors"] == ["no more than 50 items allowed [json-pointer:/blocks]"]


def test_all_blocks_together_have_a_limit_that_slack_keeps_to_itself() -> None:
    check_blocks([section("a" * 2900) for _ in range(4)], "message", error="invalid_blocks")

    with pytest.raises(Refused, match="msg_blocks_too_long"):
        check_blocks([section("a" * 2900) for _ in range(5)], "message", error="invalid_blocks")


def test_a_block_id_stands_once() -> None:
    with pytest.raises(Refused, match="invalid_blocks"):
        check_blocks([section(block_id="a"), section(block_id="a")], "message", error="invalid_blocks")


def test_what_was_left_unnamed_gets_ids() -> None:
    blocks = [actions(button(), button())]

    check_blocks(blocks, "message", error="invalid_blocks")

    first, second = blocks[0]["elements"]
    assert first["action_id"]
    assert first["action_id"] != second["action_id"]


@pytest.mark.parametrize("value", ["[]", {"type": "section"}, [1], ["x"]])
def test_what_is_no_list_of_blocks_is_refused(value: object) -> None:
    with pytest.raises(Refused, match="invalid_blocks_format"):
        read_blocks(value)


# -- views


def text_input(**more: Any) -> Block:
    element = {"type": "plain_text_input", "action_id": "a"} | more
    return {"type": "input", "block_id": "b", "label": plain("Title"), "element": element}


def modal(*blocks: Block, **more: Any) -> Block:
    return {"type": "modal", "title": plain("Make a guide"), "submit": plain("Make"), "blocks": list(blocks)} | more


@pytest.mark.parametrize(
    "element",
    [
        {"type": "plain_text_input", "action_id": "a", "multiline": True, "max_length": 3000, "initial_value": "x"},
        {"type": "url_text_input", "action_id": "a", "placeholder": plain("https://")},
        {"type": "number_input", "action_id": "a", "is_decimal_allowed": False, "min_value": "1"},
        {"type": "radio_buttons", "action_id": "a", "options": [{"text": mrkdwn("*a*"), "value": "a"}]},
        {"type": "file_input", "action_id": "a", "filetypes": ["vtt", "srt"], "max_files": 10},
        SELECT | {"action_id": "a"},
    ],
    ids=lambda element: str(element["type"]),
)
def test_a_modal_takes_inputs(element: Block) -> None:
    block = {"type": "input", "label": plain("Title"), "element": element, "optional": True, "hint": plain("why")}

    assert read_view(modal(block), "modal")["blocks"][0]["element"] == element


@pytest.mark.parametrize(
    ("view", "why"),
    [
        (modal(text_input(), submit=None), "`submit` is required when an `input` block"),
        (modal(section(), title=plain("a" * 25)), "must be less than 25 characters"),
        (modal(section(), title=mrkdwn("a")), "must be of type plain_text"),
        (modal(section(), private_metadata="a" * 3001), "must be less than 3001 characters"),
        (modal(*[section()] * 101), "no more than 100 items allowed"),
        (modal(section(), colour="red"), "no more fields allowed: colour"),
        (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
        (modal(text_input(max_length=3001)), "must be between 1 and 3000"),
        (
            modal({"type": "input", "label": plain("a"), "element": {"type": "file_input", "max_files": 11}}),
            "between 1 and 10",
        ),
        ({"type": "home", "blocks": []}, "must be of type modal"),
        ({"type": "modal", "title": plain("a")}, "missing required field: blocks"),
    ],
)
def test_a_bad_view_is_refused(view: Block, why: str) -> None:
    with pytest.raises(Refused, match="invalid_arguments") as refused:
        read_view(view, "modal")

    assert any(why in message for message in refused.value.fields["response_metadata"]["messages"])


def test_a_view_can_be_too_large() -> None:
    options = [option("a" * 75, "a" * 150) for _ in range(100)]
    menus = [
        section(block_id=str(number), accessory=SELECT | {"options": options, "initial_option": options[0]})
        for number in range(10)
    ]

    with pytest.raises(Refused, match="view_too_large"):
        read_view(modal(*menus), "modal")
