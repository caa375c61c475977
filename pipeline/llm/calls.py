"""One question to the model, and how it is worded for servers that understand less than OpenAI's."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Any

BYTES_PER_TOKEN = 4.0
"""Bytes of UTF-8 for each token, with OpenAI's vocabularies: four letters of English, and a little more than one
Chinese character. It is calibrated by what servers report."""


EFFORTS = ("none", "minimal", "low", "medium", "high")
"""Efforts of reasoning, the least first. Models differ in which of them they know."""
LEAST_EFFORT = "none"
"""Writing down what was said needs no reasoning."""
MOST_EFFORT_UNASKED = EFFORTS.index("low")
"""A model that refuses less is asked for this much at most; beyond that, its own default is left to it."""


def size(text: str) -> int:
    """A text's bytes in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Call:
    """One question, with the form of its answer."""

    kind: str
    """ "outline", "step", "judge" or "repair". It is also the schema's name."""
    model: str
    system: str
    """What is always the same comes first, so that the server's prompt cache can help."""
    user: str
    schema: Mapping[str, Any]
    """A JSON schema for OpenAI's strict mode."""
    max_output_tokens: int
    label: str = ""
    """For the log: "step 3"."""
    temperature: float = 0.0
    effort: str = LEAST_EFFORT
    """How much a model that reasons should reason: one of EFFORTS."""

    @cached_property
    def size(self) -> int:
        """The bytes of everything that the server counts as input."""
        return size(self.system) + size(self.user) + size(json.dumps(self.schema)) + 40

    def decided_by(self) -> dict[str, Any]:
        """Everything that decides the answer, for a cache key."""
        return {
            "model": self.model,
            "system": self.system,
            "user": self.user,
            "schema": self.schema,
            "max_output_tokens": self.max_output_tokens,
            "temperature": self.temperature,
            "effort": self.effort,
        }


class Form(IntEnum):
    """How the form of the answer is requested. Each server gets the best way that it accepts."""

    SCHEMA = 0
    JSON = 1
    TEXT = 2


@dataclass
class Dialect:
    """What one server accepts for one model. It starts with OpenAI's own ways and learns from refusals (status 400)."""

    form: Form = Form.SCHEMA
    limit: str | None = "max_completion_tokens"
    """The parameter that limits the answer's length. Reasoning models refuse `max_tokens`; older servers know nothing
    else."""
    efforts: list[str] = field(default_factory=list)
    """The efforts of reasoning that weren't refused, the least first. Empty: none is set."""
    dropped: set[str] = field(default_factory=set)
    is_openai: bool = False

    @classmethod
    def of(cls, model: str, is_openai: bool) -> Dialect:
        reasons = re.match(r"(gpt-(?:[5-9]|\d\d)|o\d)", model) and "chat" not in model
        return cls(
            limit="max_completion_tokens" if is_openai else "max_tokens",
            efforts=list(EFFORTS) if reasons else [],
            is_openai=is_openai,
        )

    def request(self, call: Call, stream: bool) -> dict[str, Any]:
        """The body of the request."""
        system = call.system
        if self.form is not Form.SCHEMA:
            form = json.dumps(call.schema, ensure_ascii=False, separators=(",", ":"))
            system += (
                f"\n\nAnswer with one JSON object and nothing else. It follows the JSON schema “{call.kind}”: {form}"
            )
        body: dict[str, Any] = {
            "model": call.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": call.user}],
        }
        if self.form is Form.SCHEMA:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": call.kind, "strict": True, "schema": call.schema},
            }
        elif self.form is Form.JSON:
            body["response_format"] = {"type": "json_object"}
        if self.limit:
            body[self.limit] = call.max_output_tokens
        if effort := self._effort(call):
            body["reasoning_effort"] = effort
        elif "temperature" not in self.dropped:
            body["temperature"] = call.temperature
        if stream:
            body["stream"] = True
            if "stream_options" not in self.dropped:
                body["stream_options"] = {"include_usage": True}
        return body

    def _effort(self, call: Call) -> str | None:
        """The least effort that the model may take and that is enough for the call, or else the most below that."""
        wanted = EFFORTS.index(call.effort)
        enough = [e for e in self.efforts if wanted <= EFFORTS.index(e) <= max(wanted, MOST_EFFORT_UNASKED)]
        less = [e for e in self.efforts if EFFORTS.index(e) < wanted]
        return next(iter(enough or less[-1:]), None)

    def learn(self, refused: Mapping[str, Any], param: str | None, message: str) -> bool:
        """Learns from a refused request (status 400 or 422). Returns whether the same call can be tried again in
        another way."""
        named = f"{param or ''} {message}"
        sent = {"response_format", "max_completion_tokens", "max_tokens", "reasoning_effort", "temperature"}
        sent = (sent | {"stream_options"}) & set(refused)
        names = [n for n in sorted(sent, key=len, reverse=True) if re.search(rf"\b{n}\b", named)]
        if not names and re.search(r"json_schema|json_object|json mode|structured output|schema", named, re.I):
            names = ["response_format"] if "response_format" in sent else []
        # “Unsupported parameter: 'max_tokens' … Use 'max_completion_tokens' instead.”: the first name is the one
        # refused.
        names.sort(key=lambda n: (param != n, named.find(n)))
        match names[0] if names else None:
            case "response_format":
                if self.form is Form.TEXT:
                    return False
                was = {"json_schema": Form.SCHEMA, "json_object": Form.JSON}[refused["response_format"]["type"]]
                self.form = max(self.form, Form(was + 1))
            case "max_completion_tokens" | "max_tokens" as name:
                other = {"max_completion_tokens": "max_tokens", "max_tokens": "max_completion_tokens"}[name]
                if self.limit == name:
                    self.limit = None if name in self.dropped or other in self.dropped else other
                self.dropped.add(name)
            case "reasoning_effort":
                if refused["reasoning_effort"] in self.efforts:
                    unknown = re.search(r"unsupported parameter|unrecognized|unknown|extra", named, re.I)
                    self.efforts = [e for e in self.efforts if not unknown and e != refused["reasoning_effort"]]
                    if not self.efforts:
                        self.dropped.add("reasoning_effort")
            case "temperature":
                news = "temperature" not in self.dropped
                self.dropped.add("temperature")
                # OpenAI's reasoning models don't accept it, and reason at length unless they are told otherwise. The
                # name of an Azure deployment doesn't say whether one is behind it.
                if news and self.is_openai and "reasoning_effort" not in self.dropped:
                    self.efforts = list(EFFORTS)
            case str() as name:
                self.dropped.add(name)
            case _:
                return False
        return True
