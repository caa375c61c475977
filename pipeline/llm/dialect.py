"""How a question is worded for a server that understands less than OpenAI's, and what is learned from its refusals."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from pipeline.llm.calls import Call
from pipeline.llm.said import Said

EFFORTS = ("none", "minimal", "low", "medium", "high")
"""Efforts of reasoning, the least first. Models differ in which of them they know."""
MOST_EFFORT_UNASKED = EFFORTS.index("low")
"""A model that refuses less is asked for this much at most; beyond that, its own default is left to it."""
LEAST_LIMIT = 256
"""Tokens of an answer. No step fits in fewer."""
MOST_EMPTY = 2
"""After so many empty answers, the form is asked for in another way."""
FAILED_JSON = 2
"""So many times a server may fail to keep to a schema before it is asked without."""

_FORM = r"json_schema|json_object|json mode|structured output|schema|grammar|failed to initialize samplers|guided"
_ONLY_STREAMING = (
    r"non-?stream|only supports? stream|stream(?:ing)? (?:mode )?(?:is )?required|requires? stream"
    r"|stream['\"]? (?:must|has to|should) be (?:set to )?['\"]?true"
)
_NOT_STREAMING = (
    r"verified to stream|\bstream(?:ing)?\b[^.]{0,40}?(?:not|n't|unsupported|disabled)"
    r"|not support[^.]{0,30}? stream(?:ing)?\b"
)
_SYSTEM = (
    r"system (?:role|message|prompt|instruction)|\brole\b[^.]{0,40}\bsystem\b|['\"]system['\"]|developer instruction"
    r"|roles must alternate|only user and assistant|messages\W+0\W+role"
)
_ABOVE_THE_CAP = r"at most|less than|maximum|between|range|exceed|too (?:large|high|big)|<=|≤|limit|up to|greater"


class Form(IntEnum):
    """How the form of the answer is requested. Each server gets the best way that it accepts."""

    SCHEMA = 0
    OWN_SCHEMA = 1
    """JSON mode with the schema beside it, as llama-cpp-python has it."""
    JSON = 2
    TEXT = 3


class Rung(IntEnum):
    """What is tried after a refusal that isn't understood, one after the other."""

    WITHOUT_SCHEMA = 0
    OTHER_STREAMING = 1
    SYSTEM_IN_USER = 2
    SMALLER_LIMIT = 3
    PLAIN = 4


@dataclass
class _Ladder:
    """How far the ladder was gone down for questions that are streamed, or for those that aren't."""

    rung: int = -1
    over: bool = False
    """Whether the server took a question as it was."""
    in_vain: bool = False
    """Whether no way helped."""
    before: dict[str, Any] = field(default_factory=dict)


@dataclass
class Dialect:
    """What one server accepts for one model. It starts with OpenAI's own ways and learns from refusals."""

    form: Form = Form.SCHEMA
    limit: str | None = "max_completion_tokens"
    """The parameter that limits the answer's length. Reasoning models refuse `max_tokens`; older servers know nothing
    else."""
    cap: int | None = None
    """The most tokens of an answer that the server accepts."""
    streaming: bool | None = None
    """Whether all questions are streamed, or none. None: as it is best for each."""
    system_in_user: bool = False
    """Whether the system's text stands at the beginning of the user's."""
    efforts: list[str] = field(default_factory=list)
    """The efforts of reasoning that weren't refused, the least first. Empty: none is set."""
    dropped: set[str] = field(default_factory=set)
    is_openai: bool = False
    failed_json: int = 0
    empty_answers: int = 0
    _ladders: dict[bool, _Ladder] = field(default_factory=lambda: {True: _Ladder(), False: _Ladder()})

    @classmethod
    def of(cls, model: str, is_openai: bool) -> Dialect:
        reasons = re.match(r"(gpt-(?:[5-9]|\d\d)|o\d)", model) and "chat" not in model
        return cls(
            limit="max_completion_tokens" if is_openai else "max_tokens",
            efforts=list(EFFORTS) if reasons else [],
            is_openai=is_openai,
        )

    def streams(self, best: bool) -> bool:
        """Whether a question is streamed for which that would be `best`."""
        return best if self.streaming is None else self.streaming

    def rung(self, best: bool) -> int:
        """How far the ladder was gone down for such questions."""
        return self._ladders[best].rung

    def request(self, call: Call, stream: bool) -> dict[str, Any]:
        """The body of the request."""
        system, user = call.system, call.user
        if self.form is not Form.SCHEMA:
            form = json.dumps(call.schema, ensure_ascii=False, separators=(",", ":"))
            system += (
                f"\n\nAnswer with one JSON object and nothing else. It follows the JSON schema “{call.kind}”: {form}"
            )
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        if self.system_in_user:
            messages = [{"role": "user", "content": f"{system}\n\n{user}"}]
        body: dict[str, Any] = {"model": call.model, "messages": messages}
        if self.form is Form.SCHEMA:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": call.kind, "strict": True, "schema": call.schema},
            }
        elif self.form is Form.OWN_SCHEMA:
            body["response_format"] = {"type": "json_object", "schema": call.schema}
        elif self.form is Form.JSON:
            body["response_format"] = {"type": "json_object"}
        if self.limit:
            body[self.limit] = min(call.max_output_tokens, self.cap or call.max_output_tokens)
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

    def formless(self) -> bool:
        """Notes that an answer had no JSON: the server takes the schema and doesn't heed it, so it is put in words. If
        there is none in JSON mode either, that isn't asked for any more. Returns whether that changes anything."""
        if self.is_openai or self.form >= Form.TEXT:
            return False
        self.form = Form.JSON if self.form < Form.JSON else Form.TEXT
        return True

    def empty(self) -> bool:
        """Notes that an answer was empty, as some are in JSON mode. Returns whether to ask in another way."""
        self.empty_answers += 1
        return self.empty_answers % MOST_EMPTY == 0 and self.formless()

    def good(self, best: bool) -> None:
        """Notes that the server took a question for which streaming is, or isn't, `best`."""
        self._ladders[best].over = True

    def fits(self, tokens: int) -> bool:
        """Notes that the server has room for so many tokens of an answer. Returns whether that is enough, and news."""
        if tokens < LEAST_LIMIT or (self.cap is not None and tokens >= self.cap):
            return False
        self.cap = tokens
        return True

    def sampled_badly(self) -> bool:
        """Notes that the server itself found that the model didn't keep to the schema. Returns whether to ask in
        another way from now on."""
        self.failed_json += 1
        if self.failed_json < FAILED_JSON or self.form >= Form.TEXT:
            return False
        self.form = Form(max(self.form, Form.JSON - 1) + 1)
        return True

    def learn(self, refused: Mapping[str, Any], said: Said) -> bool:
        """Learns from a refused request what its words name. Returns whether the same call can be tried again
        in another way."""
        # xAI and others spell the names in another way: responseFormat.
        plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", said.words).lower()
        named = f"{said.param or ''} {said.words} {plain}"
        learned = self._learn_streaming(refused, said, named) or self._learn_role(refused, named)
        learned = learned or self._learn_named(refused, said, named)
        if learned:
            for ladder in self._ladders.values():
                ladder.before = self._now()
        return learned

    def try_another(self, refused: Mapping[str, Any], best: bool, rung: int) -> bool:
        """Goes down the ladder by one after a refusal that isn't understood, of a request that was made on this
        `rung`. Returns whether there is another way. What works first is kept."""
        ladder = self._ladders[best]
        if rung < ladder.rung and not ladder.over:
            return True  # another call has gone on meanwhile
        if ladder.over or any(each.in_vain for each in self._ladders.values()):
            return False
        if ladder.rung < 0:
            ladder.before = self._now()
        for step in Rung:
            if step > ladder.rung:
                self._put(ladder.before)
                ladder.rung = step
                if self._stand_on(step, refused):
                    return True
        self._put(ladder.before)
        ladder.in_vain = True
        return False

    def _stand_on(self, rung: Rung, refused: Mapping[str, Any]) -> bool:
        """Changes what this rung changes. Returns whether there was anything to change."""
        sent = refused.get(self.limit or "", 0)
        match rung:
            case Rung.WITHOUT_SCHEMA if self.form < Form.JSON:
                self.form = Form.JSON
            case Rung.OTHER_STREAMING if self.streaming is None:
                self.streaming = not refused.get("stream")
            case Rung.SYSTEM_IN_USER if not self.system_in_user:
                self.system_in_user = True
            case Rung.SMALLER_LIMIT if sent > 4 * LEAST_LIMIT:
                self.cap = sent // 4
            case Rung.PLAIN:
                self.form, self.system_in_user, self.efforts = Form.TEXT, True, []
                self.dropped = self.dropped | {"temperature", "stream_options", "reasoning_effort"}
            case _:
                return False
        return True

    def _now(self) -> dict[str, Any]:
        names = ("form", "limit", "cap", "streaming", "system_in_user", "efforts", "dropped")
        values = {name: getattr(self, name) for name in names}
        return values | {"efforts": list(self.efforts), "dropped": set(self.dropped)}

    def _put(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            setattr(self, name, type(value)(value) if isinstance(value, (list, set)) else value)

    def _learn_streaming(self, refused: Mapping[str, Any], said: Said, named: str) -> bool:
        streamed = bool(refused.get("stream"))
        without_options = named.replace("stream_options", "")
        if not streamed and re.search(_ONLY_STREAMING, without_options, re.I):
            self.streaming = True
        elif streamed and (said.param == "stream" or re.search(_NOT_STREAMING, without_options, re.I)):
            self.streaming = False
        else:
            return False
        return True

    def _learn_role(self, refused: Mapping[str, Any], named: str) -> bool:
        has_system = any(message["role"] == "system" for message in refused["messages"])
        if not has_system or not re.search(_SYSTEM, named, re.I):
            return False
        self.system_in_user = True
        return True

    def _learn_named(self, refused: Mapping[str, Any], said: Said, named: str) -> bool:
        param = said.param
        sent = {"response_format", "max_completion_tokens", "max_tokens", "reasoning_effort", "temperature"}
        sent = (sent | {"stream_options"}) & set(refused)
        names = [n for n in sorted(sent, key=len, reverse=True) if re.search(rf"\b{n}\b", named)]
        if not names and re.search(_FORM, named, re.I):
            names = ["response_format"] if "response_format" in sent else []
        if not names and self.limit in sent and re.search(r"max_(?:completion_)?tokens|max_output", named):
            names = [self.limit]
        # “Unsupported parameter: 'max_tokens' … Use 'max_completion_tokens' instead.”: the first name is the one
        # refused.
        names.sort(key=lambda n: (param != n, named.find(n)))
        match names[0] if names else None:
            case "response_format":
                return self._learn_form(refused)
            case "max_completion_tokens" | "max_tokens" as name:
                if re.search(_ABOVE_THE_CAP, named, re.I):
                    smaller = [int(n) for n in re.findall(r"\b\d{3,7}\b", named) if int(n) < refused[name]]
                    if smaller and self.fits(max(smaller)):
                        return True
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

    def _learn_form(self, refused: Mapping[str, Any]) -> bool:
        form = refused["response_format"]
        was = Form.SCHEMA if form["type"] == "json_schema" else Form.OWN_SCHEMA if "schema" in form else Form.JSON
        # OpenAI knows no schema beside JSON mode.
        after = Form.JSON if was is Form.SCHEMA and self.is_openai else Form(was + 1)
        if self.form is Form.TEXT and was is Form.TEXT:
            return False
        self.form = max(self.form, after)
        return True


@dataclass(frozen=True)
class Lesson:
    """What a dialect can learn from one refused request (`trouble.Lessons`)."""

    dialect: Dialect
    body: Mapping[str, Any]
    streaming_is_best: bool
    rung: int
    tokens: int

    def named(self, said: Said) -> bool:
        return self.dialect.learn(self.body, said)

    def unknown(self) -> bool:
        return self.dialect.try_another(self.body, self.streaming_is_best, self.rung)

    def room(self, tokens: int) -> bool:
        asked = self.body.get(self.dialect.limit or "")
        return asked is not None and tokens < asked and self.dialect.fits(tokens)

    def badly_sampled(self) -> bool:
        return self.dialect.sampled_badly()
