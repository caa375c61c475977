"""Reads what a server sends, as a whole or as a stream of events. It trusts little, since compatible servers differ in
the details.

The SDK needs 80 µs to read each streamed token, and this code 10. With a hundred outlines streaming at 80 tokens a
second, the difference is most of a core (measured with openai 3.54).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

LONGEST_EVENT_BYTES = 1_000_000
"""The longest event. A server that sends more in one isn't answering."""


@dataclass(frozen=True)
class Reported:
    """Tokens as the server counted them."""

    input: int
    cached: int
    output: int


class Part(NamedTuple):
    """A part of an answer, or all of it. A long answer has thousands, and tuples are the fastest to make."""

    text: str = ""
    finish: str | None = None
    """Why the answer ended: "stop", "length", "content_filter". None before its end."""
    refusal: str = ""
    usage: Reported | None = None
    model: str | None = None
    """The model that answered, as the server names it."""
    thought: str = ""
    """What the model thinks before it answers. Some servers put the answer itself there."""
    arguments: str = ""
    """Those of a function that the model calls in place of an answer."""
    elsewhere: bool = False
    """Whether the text stood elsewhere than in the answer's `content`, such as among the thoughts."""


class ServerSaidError(Exception):
    """The server sent an error in place of an answer, or of the rest of one."""

    def __init__(self, body: Any = None) -> None:
        super().__init__("the server sent an error")
        self.body = body


class PageSent(ValueError):
    """A web page came in place of an answer."""


def read_answer(data: bytes) -> Part:
    """A whole answer. Raises ValueError if it isn't one (PageSent for a web page), and ServerSaidError."""
    if data.lstrip()[:1] == b"<":
        raise PageSent("a web page")
    if data.lstrip().startswith((b"data:", b"event:", b":")):  # some proxies stream whatever they are asked for
        events = Events()
        part = _joined([*events.feed(data), *events.end()])
    else:
        part = _part(json.loads(data), "message")
    other = instead(part.text, part.thought, part.arguments)
    return part._replace(text=other or part.text, elsewhere=bool(other))


def _joined(parts: Sequence[Part]) -> Part:
    """The parts of a stream as one."""
    if not parts:
        raise ValueError("no events")
    whole = parts[0]
    for part in parts[1:]:
        whole = Part(
            text=whole.text + part.text,
            finish=part.finish or whole.finish,
            refusal=whole.refusal + part.refusal,
            usage=part.usage or whole.usage,
            model=part.model or whole.model,
            thought=whole.thought + part.thought,
            arguments=whole.arguments + part.arguments,
        )
    return whole


def instead(text: str, thought: str, arguments: str) -> str:
    """The answer of a server that puts it elsewhere than in its `content`, which is empty then or only has words in it;
    "" where there is none."""
    if "{" in text:
        return ""
    return arguments if "{" in arguments else thought if "{" in thought else ""


class Events:
    """Reads server-sent events (HTML Living Standard, “Server-sent events”) from pieces of bytes, as the answer's
    parts."""

    def __init__(self) -> None:
        self._first = True
        self._line = b""
        self._other: list[bytes] | None = []
        """Lines that are no events, until there is one."""
        self._error: Exception | None = None

    def feed(self, data: bytes) -> list[Part]:
        """The parts that these bytes complete. Raises ValueError for what isn't an event, and ServerSaidError."""
        if self._first:
            self._first, data = not data, data.removeprefix(b"\xef\xbb\xbf")  # a byte order mark
        *lines, self._line = (self._line + data).split(b"\n")
        if len(self._line) > LONGEST_EVENT_BYTES:
            raise ValueError("an event without an end")
        if self._error is not None:
            raise self._error
        parts: list[Part] = []
        for line in lines:
            try:
                part = self._event(line)
            except (ValueError, ServerSaidError) as error:
                if not parts:
                    raise
                self._error = error  # what came before it counts
                break
            if part is not None:
                parts.append(part)
        return parts

    def end(self) -> list[Part]:
        """What the last bytes are: an event without a line's end, or a whole answer where a stream was asked for.
        Raises as `read_answer` does."""
        if self._error is not None:
            raise self._error
        last, self._line = self._line, b""
        parts = [part for part in [self._event(last)] if part is not None]
        whole = b"\n".join(self._other or []).strip()
        return [read_answer(whole)] if not parts and whole else parts

    def _event(self, line: bytes) -> Part | None:
        # Comments (keep-alive), names of events and blank lines don't matter here.
        if line.startswith(b"error:") and line[6:].strip()[:1] == b"{":  # older llama.cpp
            raise ServerSaidError(json.loads(line[6:]))
        if not line.startswith(b"data:"):
            nothing = line[:1] in (b"", b":", b"\r") or line.startswith((b"event:", b"id:", b"retry:"))
            if self._other is not None and not nothing and sum(map(len, self._other)) < LONGEST_EVENT_BYTES:
                self._other.append(line)
            return None
        self._other = None
        data = line[5:].strip()
        return _part(json.loads(data.decode()), "delta") if data and data != b"[DONE]" else None


_OF_ERRORS = ("message", "msg", "detail")
"""Where gateways put an error's words that they send as an answer."""


def _part(value: Any, holder: str) -> Part:
    """A part from one JSON value of the API. `holder` is "message" or "delta"."""
    if isinstance(value, list) and len(value) == 1:  # Gemini sends its errors so
        value = value[0]
    if not isinstance(value, dict):
        raise ValueError("no object")
    choices = value.get("choices")
    if value.get("error"):
        raise ServerSaidError(value if isinstance(value["error"], str) else value["error"])
    if choices is None and (value.get("object") == "error" or any(value.get(name) for name in _OF_ERRORS)):
        raise ServerSaidError(value)
    if choices is None and holder == "message":
        raise ValueError("no choices")
    usage, model = _reported(value.get("usage")), value.get("model")
    model = model if isinstance(model, str) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict):
        return Part(usage=usage, model=model)
    if isinstance(choice.get("error"), dict):
        raise ServerSaidError(choice["error"])
    held = choice.get(holder) or choice.get("message")
    held = held if isinstance(held, dict) else {}
    finish = choice.get("finish_reason")
    content = held.get("content")
    return Part(
        text=content if isinstance(content, str) else _of_parts(content, thoughts=False),
        finish=finish if isinstance(finish, str) else None,
        refusal=_text(held.get("refusal")),
        usage=usage,
        model=model,
        thought=_text(held.get("reasoning_content"))
        or _text(held.get("reasoning"))
        or ("" if isinstance(content, str) else _of_parts(content, thoughts=True)),
        arguments=_arguments(held) if len(held) > 1 else "",
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _of_parts(content: Any, *, thoughts: bool) -> str:
    """The text in a list of parts, or the thoughts in it."""
    said = []
    for part in content if isinstance(content, list) else []:
        if isinstance(part, str) and not thoughts:
            said.append(part)
        elif isinstance(part, Mapping) and ("think" in str(part.get("type")) or "reason" in str(part.get("type"))):
            inner = part.get("thinking") or part.get("text")
            said.append((_text(inner) or _of_parts(inner, thoughts=False)) if thoughts else "")
        elif isinstance(part, Mapping) and not thoughts:
            said.append(_text(part.get("text")))
    return "".join(said)


def _arguments(held: Mapping[str, Any]) -> str:
    """The arguments of the functions that are called."""
    calls = held.get("tool_calls")
    functions = [call.get("function") for call in calls if isinstance(call, Mapping)] if isinstance(calls, list) else []
    return "".join(
        _text(function.get("arguments"))
        for function in (*functions, held.get("function_call"))
        if isinstance(function, Mapping)
    )


def _reported(usage: Any) -> Reported | None:
    if not isinstance(usage, Mapping):
        return None
    details = usage.get("prompt_tokens_details")
    cached = _count(details.get("cached_tokens")) if isinstance(details, Mapping) else 0
    sent = _count(usage.get("prompt_tokens"))
    return Reported(sent, min(cached, sent), _count(usage.get("completion_tokens")))


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 1_000_000_000 else 0
