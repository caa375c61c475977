"""What OpenAI's strict mode refuses in a request: schemas and parameters, with the server's own kind of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

KNOWN = {
    *("model", "messages", "response_format", "stream", "stream_options", "temperature", "top_p", "max_tokens"),
    *("max_completion_tokens", "reasoning_effort", "seed", "user", "n", "stop", "presence_penalty", "verbosity"),
    *("frequency_penalty", "logprobs", "top_logprobs", "metadata", "store", "service_tier", "prompt_cache_key"),
}
TYPES = frozenset({"string", "number", "integer", "boolean", "object", "array", "null"})
REFUSED_KEYWORDS = frozenset(
    {"allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "patternProperties"}
    | {"unevaluatedProperties", "propertyNames", "minProperties", "maxProperties", "uniqueItems", "contains"}
)
DEEPEST = 10
MOST_PROPERTIES = 5_000
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")


class BadRequest(Exception):
    """The server's answer 400, with the parameter that it names."""

    def __init__(self, message: str, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message, self.param, self.code = message, param, code


def check_body(body: Mapping[str, Any]) -> None:
    """Raises BadRequest for what the chat completions endpoint doesn't take."""
    for name in body:
        if name not in KNOWN:
            raise BadRequest(f"Unrecognized request argument supplied: {name}", name, "unknown_parameter")
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise BadRequest("Missing required parameter: 'messages'.", "messages", "missing_required_parameter")
    for message in messages:
        if message.get("role") not in ("system", "developer", "user", "assistant") or not message.get("content"):
            raise BadRequest("Invalid value in 'messages'.", "messages", "invalid_value")
    if "stream_options" in body and not body.get("stream"):
        raise BadRequest("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options")
    if "max_tokens" in body and "max_completion_tokens" in body:
        raise BadRequest("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.")
    if not 0 <= body.get("temperature", 1) <= 2:
        raise BadRequest("Invalid 'temperature': must be between 0 and 2.", "temperature", "decimal_above_max_value")
    if body.get("reasoning_effort", "none") not in EFFORTS:
        raise BadRequest("Invalid value: 'reasoning_effort'.", "reasoning_effort", "invalid_value")
    check_format(body)


def check_format(body: Mapping[str, Any]) -> None:
    form = body.get("response_format") or {"type": "text"}
    if form.get("type") == "json_object":
        if "json" not in str(body["messages"]).lower():
            raise BadRequest(
                "'messages' must contain the word 'json' in some form, to use 'response_format'.", "messages"
            )
    elif form.get("type") == "json_schema":
        named = form.get("json_schema") or {}
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", named.get("name", "")):
            raise BadRequest("Invalid 'response_format.json_schema.name'.", "response_format.json_schema.name")
        if named.get("strict"):
            check_strict(named.get("name", ""), named.get("schema"))
    elif form.get("type") != "text":
        raise BadRequest("Invalid value: 'response_format.type'.", "response_format.type", "invalid_value")


def check_strict(name: str, schema: Any) -> None:
    """Raises BadRequest for a schema that strict mode refuses ("Supported schemas" in OpenAI's guide on structured
    outputs)."""

    def bad(path: tuple[str, ...], why: str) -> BadRequest:
        message = f"Invalid schema for response_format '{name}': In context={path}, {why}."
        return BadRequest(message, "response_format", "invalid_json_schema")

    if not isinstance(schema, Mapping) or schema.get("type") != "object":
        raise bad((), "schema must have type 'object' and not 'anyOf' at its root")
    properties = 0
    for path, depth, part in _parts(schema, (), 1):
        if depth > DEEPEST:
            raise bad(path, f"schema is nested deeper than {DEEPEST} levels")
        if refused := REFUSED_KEYWORDS & set(part):
            raise bad(path, f"'{min(refused)}' is not permitted")
        kinds = part.get("type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if "anyOf" not in part and "$ref" not in part and not (set(kinds) <= TYPES and all(kinds)):
            raise bad(path, "schema must have a 'type' key")
        if "object" in kinds:
            names = list(part.get("properties", {}))
            properties += len(names)
            if part.get("additionalProperties") is not False:
                raise bad(path, "'additionalProperties' is required to be supplied and to be false")
            if sorted(part.get("required", [])) != sorted(names):
                missing = sorted(set(names) ^ set(part.get("required", [])))
                raise bad(path, f"'required' is required to include every key in properties. Missing '{missing[0]}'")
        if "array" in kinds and "items" not in part:
            raise bad(path, "array schema missing items")
        if "enum" in part and not part["enum"]:
            raise bad(path, "enum must not be empty")
    if properties > MOST_PROPERTIES:
        raise bad((), f"schema has more than {MOST_PROPERTIES} properties")


def _parts(schema: Any, path: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], int, Mapping[str, Any]]]:
    yield path, depth, schema
    for name, part in schema.get("properties", {}).items():
        yield from _parts(part, (*path, "properties", name), depth + 1)
    if isinstance(schema.get("items"), Mapping):
        yield from _parts(schema["items"], (*path, "items"), depth + 1)
    for number, part in enumerate(schema.get("anyOf", [])):
        yield from _parts(part, (*path, "anyOf", str(number)), depth)
    for name, part in schema.get("$defs", {}).items():
        yield from _parts(part, ("$defs", name), depth + 1)
