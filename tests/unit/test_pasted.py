"""Transcripts that are the text of messages: which messages belong together, and what their text was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.pasted import APART_SECONDS, AT_ONCE_SECONDS, LONG_CHARACTERS, pasted_in, plain_text

LONG = "word " * (LONG_CHARACTERS // 5)


def message(at: float, text: str, user: str = "U1", **more: Any) -> dict[str, Any]:
    return {"ts": f"{1_700_000_000 + at:.6f}", "user": user, "text": text, **more}


def parts(messages: list[dict[str, Any]], pointed: int) -> list[str]:
    """The texts that are read together, by their first words."""
    found = pasted_in(messages, messages[pointed]["ts"])
    assert found is not None
    return [line.split()[0] for line in found.text.split("\n")]


@pytest.mark.parametrize("pointed", [0, 1, 2])
def test_long_messages_that_follow_one_another_and_their_short_end_are_one(pointed: int):
    messages = [message(0, f"A {LONG}"), message(APART_SECONDS, f"B {LONG}"), message(APART_SECONDS + 1, "C the end")]

    assert parts(messages, pointed) == ["A", "B", "C"]
    assert parts(list(reversed(messages)), 2 - pointed) == ["A", "B", "C"], "history has the newest first"


@pytest.mark.parametrize(
    ("between", "after"),
    [
        (None, message(AT_ONCE_SECONDS + 1, "Thanks for waiting")),
        (None, message(APART_SECONDS + 1, f"B {LONG}")),
        (None, message(1, f"B {LONG}", user="U2")),
        (None, message(1, f"B {LONG}", files=[{"id": "F1"}])),
        (None, message(1, f"B {LONG}", bot_id="B2")),
        (message(1, "Great!", user="U2"), message(2, f"B {LONG}")),
    ],
    ids=["a later remark", "long after", "another person", "a file", "an app", "somebody between"],
)
def test_what_is_no_part_is_left_out(between: dict[str, Any] | None, after: dict[str, Any]):
    messages = [message(-5, "Here it comes"), message(0, f"A {LONG}"), *([between] if between else []), after]

    assert parts(messages, 1) == ["A"]


def test_a_message_that_is_not_there_or_says_nothing_is_none():
    assert pasted_in([message(0, LONG)], "1.0") is None
    assert pasted_in([message(0, " ")], message(0, "")["ts"]) is None


@pytest.mark.parametrize(
    ("slack", "typed"),
    [
        ("00:01 --&gt; 00:02\n&lt;v Ann&gt;A &amp; B", "00:01 --> 00:02\n<v Ann>A & B"),
        ("```\nAnn: open it\n```", "Ann: open it"),
        ("Go to <https://a.example/x?a=1&amp;b=2|a.example> now", "Go to a.example now"),
        ("Go to <https://a.example/x?a=1&amp;b=2>", "Go to https://a.example/x?a=1&b=2"),
        ("<@U1|ann>: click in <#C1|general> and tell <!here>", "ann: click in general and tell here"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
    ],
)
def test_the_text_is_what_was_typed(slack: str, typed: str):
    assert plain_text({"text": slack}) == typed


def test_the_text_of_a_message_that_forwards_another_is_the_others():
    inner = {"is_share": True, "text": LONG}
    unfurled = {"text": LONG}

    assert plain_text({"text": "See", "attachments": [inner, unfurled]}) == f"See\n{LONG.strip()}"
    assert plain_text({"text": LONG, "attachments": [inner]}) == LONG.strip()


@given(st.text(alphabet="<>@#!|&;`abc \n", max_size=60))
def test_no_text_breaks_it(text: str):
    plain_text({"text": text, "attachments": [{"is_share": True, "text": text}]})
