"""Model servers as they are known to behave: what each refuses, in its own words, and how it answers.

They are stand-ins, made from public reports and reference pages. None of them is the real thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.loopback.odd_server import Behaviour, Seen, good, refusal

KEY = "sk-loopback"
MARKDOWN = "# The guide\n\n1. Open the page.\n2. Click **Save**.\n"


def error(message: str, **more: Any) -> dict[str, Any]:
    """OpenAI's form of an error."""
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None, **more}}


async def openai(seen: Seen) -> web.StreamResponse:
    """A reasoning model: the limit has another name, and there is no temperature."""
    if "max_tokens" in seen.body:
        told = (
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
        )
        return refusal(400, error(told, param="max_tokens", code="unsupported_parameter"))
    if "temperature" in seen.body:
        told = "Unsupported value: 'temperature' does not support 0.0 with this model."
        return refusal(400, error(told, param="temperature", code="unsupported_value"))
    return await good(seen)


async def azure_old(seen: Seen) -> web.StreamResponse:
    """An API version from before JSON schemas; the first event has no choices."""
    if seen.http.headers.get("api-key") != KEY or "api-version" not in seen.http.query:
        return refusal(401, error("Access denied due to invalid subscription key.", code="401"))
    if "max_completion_tokens" in seen.body:
        return refusal(400, error("Unrecognized request argument supplied: max_completion_tokens"))
    if seen.form["type"] == "json_schema":
        told = "response_format value as json_schema is enabled only for api versions 2024-08-01-preview and later"
        return refusal(400, error(told, code="BadRequest"))
    if "stream_options" in seen.body:
        return refusal(400, error("Unrecognized request argument supplied: stream_options"))
    filtered = b'data: {"choices":[],"prompt_filter_results":[{"prompt_index":0}],"model":"","object":""}\n\n'
    return await good(seen, before=filtered)


async def azure_v1(seen: Seen) -> web.StreamResponse:
    """Without an API version. It takes what OpenAI takes."""
    return await good(seen)


async def ollama_old(seen: Seen) -> web.StreamResponse:
    """It takes a schema and doesn't heed it, counts nothing in a stream, and needs no key."""
    return await good(seen, None if "JSON object" in seen.text else MARKDOWN)


async def ollama_new(seen: Seen) -> web.StreamResponse:
    """It heeds schemas, and has its thoughts in `reasoning`."""
    if not seen.streamed:
        return await good(seen, message={"content": seen.answer(), "reasoning": "Let me see {the steps}."})
    return await good(seen)


async def llama_cpp(seen: Seen) -> web.StreamResponse:
    """It loads its model for a while, and can't make a grammar of each schema."""
    if seen.number <= 2:
        return refusal(503, {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}})
    if seen.form["type"] == "json_schema":
        told = "Failed to initialize samplers: failed to parse grammar"
        return refusal(400, {"error": {"code": 400, "message": told, "type": "invalid_request_error"}})
    return await good(seen)


async def llama_cpp_python(seen: Seen) -> web.StreamResponse:
    """It knows two forms, one of them with a schema of its own, and calls its validation an internal error."""
    if seen.form["type"] == "json_schema":
        told = (
            "[{'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), 'msg': \"Input should be 'text' or "
        )
        told += "'json_object'\", 'input': 'json_schema'}]"
        return refusal(500, {"error": {"message": told, "type": "internal_server_error", "param": None, "code": None}})
    return await good(seen, None if "schema" in seen.form else "{ }")


async def vllm(seen: Seen) -> web.StreamResponse:
    """Question and limit have to fit into the context together; the answer stands among the thoughts."""
    if (both := seen.tokens + seen.limit) > 7_000:
        told = (
            f"This model's maximum context length is 7000 tokens. However, you requested {both} tokens ({seen.tokens} "
            f"in the messages, {seen.limit} in the completion). Please reduce the length of the messages or completion."
        )
        return refusal(400, {"object": "error", "message": told, "type": "BadRequestError", "param": None, "code": 400})
    return await good(seen, message={"content": None, "reasoning_content": seen.answer()})


async def lm_studio(seen: Seen) -> web.StreamResponse:
    """Its errors are mere words, and it knows no JSON mode."""
    if seen.form["type"] == "json_object":
        return refusal(400, {"error": "'response_format.type' must be 'json_schema' or 'text'"})
    if seen.streamed and "stream_options" in seen.body:
        return refusal(400, {"error": "Unrecognized key(s) in object: 'stream_options'"})
    return await good(seen)


async def openrouter(seen: Seen) -> web.StreamResponse:
    """It quotes what the provider said, and keeps the connection alive with comments."""
    if seen.form["type"] == "json_schema":
        raw = '{"error":{"message":"response_format json_schema is not supported by this model"}}'
        named = {"raw": raw, "provider_name": "X"}
        return refusal(400, {"error": {"message": "Provider returned error", "code": 400, "metadata": named}})
    return await good(seen, before=b": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n")


async def groq(seen: Seen) -> web.StreamResponse:
    """It checks answers against the schema itself, and says in words when to come back."""
    if seen.number == 1:
        told = "Failed to generate JSON. Please adjust your prompt. See 'failed_generation' for more details."
        return refusal(400, error(told, code="json_validate_failed", failed_generation="{"))
    if seen.number == 2:
        return refusal(429, error("Rate limit reached for model. Please try again in 150ms.", type="tokens"))
    return await good(seen)


async def mistral(seen: Seen) -> web.StreamResponse:
    """It takes nothing that it doesn't know, and answers in parts."""
    for name in ("stream_options", "max_completion_tokens"):
        if name in seen.body:
            detail = {"type": "extra_forbidden", "loc": ["body", name], "msg": "Extra inputs are not permitted"}
            told = {"object": "error", "message": {"detail": [detail]}, "type": "invalid_request_error", "code": None}
            return refusal(422, told)
    thought = {"type": "thinking", "thinking": [{"type": "text", "text": "Let me think of {it}."}]}
    return await good(seen, message={"content": [thought, {"type": "text", "text": seen.answer()}]})


async def gemini(seen: Seen) -> web.StreamResponse:
    """Its errors come in a list, and its stream ends without a mark."""
    if seen.number == 1:
        said = {"code": 429, "message": "You exceeded your current quota. Please retry in 0.1s."}
        return refusal(429, [{"error": {**said, "status": "RESOURCE_EXHAUSTED"}}])
    return await good(seen, done=False)


async def anthropic(seen: Seen) -> web.StreamResponse:
    """It doesn't heed the form of the answer, and has words around it."""
    if "JSON object" not in seen.text:
        return await good(seen, MARKDOWN)
    return await good(seen, f"Here are the {{steps}} you asked for:\n\n```json\n{seen.answer()}\n```")


@dataclass(frozen=True)
class Character:
    """A server, and what its users set."""

    does: Behaviour
    settings: Mapping[str, Any] = field(default_factory=dict)
    path: str = "/v1"
    """Where its API begins."""
    azure: bool = False
    """Whether it is asked as Azure OpenAI is, with a deployment and an API version."""
    row: str = ""
    """What README's table of servers calls it, if not by its own name."""

    @property
    def wants_key(self) -> bool:
        return "api_key" not in self.settings

    async def behaviour(self, seen: Seen) -> web.StreamResponse:
        """What it does with a question, as far as the address and the key are right."""
        path = seen.http.path
        if not (self.azure or path == f"{self.path}/chat/completions"):
            return refusal(404, {"detail": "Not Found"})
        if self.wants_key and not self.azure and seen.http.headers.get("Authorization") != f"Bearer {KEY}":
            return refusal(401, error("Incorrect API key provided", code="invalid_api_key"))
        return await self.does(seen)

    def environment(self, root: str) -> dict[str, str]:
        """The environment of a process that uses it, where it is at this address."""
        if self.azure:
            return {
                "AZURE_OPENAI_ENDPOINT": root,
                "AZURE_OPENAI_DEPLOYMENT": "some-model",
                "AZURE_OPENAI_API_KEY": KEY,
                "AZURE_OPENAI_API_VERSION": self.settings["azure_api_version"],
            }
        key = {"OPENAI_API_KEY": KEY} if self.wants_key else {}
        return {"OPENAI_BASE_URL": root + self.path, "OPENAI_MODEL": "some-model", **key}


OWN: Mapping[str, Any] = {"api_key": ""}
"""Settings for a server on one's own machine, which wants no key."""
CHARACTERS = {
    "OpenAI": Character(openai),
    "Azure OpenAI, with an old API version": Character(
        azure_old, {"azure_api_version": "2024-06-01"}, azure=True, row="Azure OpenAI"
    ),
    "Azure OpenAI v1": Character(azure_v1, path="/openai/v1"),
    "Ollama, old": Character(ollama_old, OWN, row="Ollama"),
    "Ollama, new": Character(ollama_new, OWN, row="Ollama"),
    "llama.cpp": Character(llama_cpp, OWN),
    "llama-cpp-python": Character(llama_cpp_python, OWN),
    "vLLM": Character(vllm, OWN),
    "LM Studio": Character(lm_studio, OWN),
    "OpenRouter": Character(openrouter, path="/api/v1"),
    "Groq": Character(groq, path="/openai/v1"),
    "Mistral": Character(mistral),
    "Gemini": Character(gemini, path="/v1beta/openai"),
    "Anthropic": Character(anthropic),
}
