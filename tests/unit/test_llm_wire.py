"""What servers send is read the same however it is cut, and whatever a server leaves out or adds."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.llm.wire import LONGEST_EVENT_BYTES, Events, Part, Reported, ServerSaidError, read_answer


def event(value: Any, end: str = "\n\n") -> bytes:
    return f"data: {json.dumps(value, ensure_ascii=False)}{end}".encode()


def delta(text: str, **more: Any) -> dict[str, Any]:
    return {"model": "m", "choices": [{"index": 0, "delta": {"content": text, **more}, "finish_reason": None}]}


def texts(parts: list[Part]) -> list[str]:
    return [part.text for part in parts if part.text]


@given(
    said=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=5),
    cuts=st.lists(st.integers(0, 600)),
)
def test_the_text_is_the_same_wherever_the_bytes_are_cut(said: list[str], cuts: list[int]) -> None:
    data = b"".join(event(delta(text)) for text in said) + b"data: [DONE]\n\n"
    bounds = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    events = Events()

    parts = [part for a, b in pairwise(bounds) for part in events.feed(data[a:b])]

    assert texts(parts) == said


def test_line_ends_comments_and_names_of_events_are_as_servers_like_them() -> None:
    data = b": PROCESSING\r\n\r\nevent: message\r\ndata:" + json.dumps(delta("a")).encode() + b"\r\n\r\nid: 7\n\n"

    assert texts(Events().feed(data + event(delta("b\u2028c")))) == ["a", "b\u2028c"]


def test_the_last_event_brings_the_usage() -> None:
    usage = {"prompt_tokens": 10, "completion_tokens": 3, "prompt_tokens_details": {"cached_tokens": 99}}

    (part,) = Events().feed(event({"choices": [], "usage": usage}))

    assert part.usage == Reported(10, 10, 3)


@pytest.mark.parametrize(
    "value",
    [
        {"choices": None},
        {"choices": [None]},
        {"choices": [{"delta": None}]},
        {"choices": [{"delta": {"content": 7, "refusal": []}, "finish_reason": {}}], "usage": "many", "model": 1},
        {"choices": [{}], "usage": {"prompt_tokens": None, "completion_tokens": -4, "prompt_tokens_details": 3}},
    ],
)
def test_what_is_odd_says_nothing(value: Any) -> None:
    (part,) = Events().feed(event(value))

    assert (part.text, part.finish, part.refusal, part.model) == ("", None, "", None)
    assert part.usage in (None, Reported(0, 0, 0))


@pytest.mark.parametrize("data", [b"data: {nonsense\n", b"data: [1]\n", b"data: " + b"x" * (LONGEST_EVENT_BYTES + 1)])
def test_what_is_no_event_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        Events().feed(data)


def test_an_error_in_the_middle_of_a_stream_is_one() -> None:
    with pytest.raises(ServerSaidError):
        Events().feed(event({"error": {"message": "overloaded"}}))


def test_a_whole_answer() -> None:
    answer = {
        "model": "gpt-4o-2024-08-06",
        "choices": [{"message": {"content": "Yes.", "refusal": None}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 5, "completion_tokens": 1},
    }

    part = read_answer(json.dumps(answer).encode())

    assert part == Part("Yes.", "stop", "", Reported(5, 0, 1), "gpt-4o-2024-08-06")


@pytest.mark.parametrize("data", [b"", b"<html>", b"[]", b"{}", b'"ok"'])
def test_what_is_no_answer_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        read_answer(data)


def test_what_came_before_an_error_counts() -> None:
    events = Events()

    parts = events.feed(event(delta("a")) + event({"error": {"message": "overloaded"}}))

    assert texts(parts) == ["a"]
    with pytest.raises(ServerSaidError):
        events.end()


def test_one_body_where_a_stream_was_asked_for_is_an_answer() -> None:
    events = Events()
    answer = {"choices": [{"message": {"content": "Yes."}, "finish_reason": "stop"}]}

    assert events.feed(json.dumps(answer, indent=1).encode()) == []
    assert texts(events.end()) == ["Yes."]
