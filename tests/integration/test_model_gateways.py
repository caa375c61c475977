"""Gateways, and servers beside those that README names: each has its own way to refuse, and to fail.

Made from public reports, whose addresses stand beside them. Time leaps, at the default settings.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from aiohttp import web

from pipeline.guide import WriterKind
from tests.integration.timed_guides import talk, timed_guide
from tests.loopback.model_characters import error
from tests.loopback.odd_answers import after, always, begun, send, streamed_error
from tests.loopback.odd_server import Behaviour, OddServer, Seen, good, refusal

TALK = talk(10)
STEPS = 2


def has(seen: Seen, name: str) -> bool:
    return name in seen.body


def form(seen: Seen) -> str:
    return str(seen.form["type"])


# --- Servers that can be understood


async def bedrock_without_temperature(seen: Seen) -> web.StreamResponse:
    """NousResearch/hermes-agent#111438, aws-samples/bedrock-access-gateway#191."""
    if has(seen, "temperature"):
        told = (
            "An error occurred (ValidationException) when calling the ConverseStream operation: This model doesn't "
            "support the temperature field. Remove temperature and try again."
        )
        return refusal(400, {"detail": told})
    return await good(seen)


async def bedrock_throttled(seen: Seen) -> web.StreamResponse:
    """A gateway of Bedrock's that says 500 for everything that it doesn't know."""
    if seen.number <= 3:
        told = (
            "An error occurred (ThrottlingException) when calling the Converse operation (reached max retries: 4): Too "
            "many tokens, please wait before trying again."
        )
        return refusal(500, {"detail": told})
    return await good(seen)


async def tgi_with_a_small_context(seen: Seen) -> web.StreamResponse:
    """huggingface/chat-ui#340, bytedance/UI-TARS-desktop#626."""
    if seen.tokens + seen.limit > 9_000:
        told = "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 9000. "
        told += f"Given: {seen.tokens} `inputs` tokens and {seen.limit} `max_new_tokens`"
        return refusal(422, {"error": told, "error_type": "validation"})
    return await good(seen)


async def anthropic_with_a_small_context(seen: Seen) -> web.StreamResponse:
    """continuedev/continue#8454, by a gateway that hands the words on."""
    if seen.tokens + seen.limit > 9_000:
        told = (
            f"input length and `max_tokens` exceed context limit: {seen.tokens} + {seen.limit} > 9000, decrease input "
        )
        told += "length or `max_tokens` and try again"
        return refusal(400, {"type": "error", "error": {"type": "invalid_request_error", "message": told}})
    return await good(seen)


async def sglang_with_a_small_context(seen: Seen) -> web.StreamResponse:
    """SGLang counts question and answer together."""
    if seen.tokens + seen.limit > 9_000:
        told = (
            "Requested token count exceeds the model's maximum context length of 9000 tokens. You requested a total of "
        )
        told += (
            f"{seen.tokens + seen.limit} tokens: {seen.tokens} tokens from the input messages and {seen.limit} tokens "
        )
        return refusal(400, {"object": "error", "message": told + "for the completion.", "code": 400})
    return await good(seen)


async def llama_cpp_python_with_a_small_context(seen: Seen) -> web.StreamResponse:
    """abetlen/llama-cpp-python#120: the number is that of both."""
    if seen.tokens + seen.limit > 9_000:
        told = f"Requested tokens ({seen.tokens + seen.limit}) exceed context window of 9000"
        return refusal(500, {"error": {"message": told, "type": "internal_server_error"}})
    return await good(seen)


async def openrouter_with_little_credit(seen: Seen) -> web.StreamResponse:
    """can1357/oh-my-pi#9569: the credit doesn't suffice for the longest answer that was asked for."""
    if seen.limit > 3_000:
        told = f"This request requires more credits, or fewer max_tokens. You requested up to {seen.limit} tokens, but "
        return refusal(
            402, error(told + "can only afford 3000. To increase, visit https://openrouter.ai/credits", code=402)
        )
    return await good(seen)


async def openrouter_in_the_middle(seen: Seen) -> web.StreamResponse:
    """damianvtran/local-operator#223, diegosouzapw/OmniRoute#8210: the provider gives out once it has begun."""
    if seen.number > 1:
        return await good(seen)
    response = await begun(seen, {"content": seen.answer()[:30]})
    failed = {"code": 502, "message": "Worker local total request limit reached (33/32)"}
    ended = [{"index": 0, "delta": {"content": ""}, "finish_reason": "error"}]
    await send(response, {"choices": ended, "error": failed})
    return response


async def ended_by_an_error(seen: Seen) -> web.StreamResponse:
    """maximhq/bifrost#5425, OleksandrChekhovskyi/hax#15: nothing but the reason of the end says so."""
    return await good(seen, seen.answer()[:30], finish="error") if seen.number in (1, 4) else await good(seen)


async def deepseek_under_load(seen: Seen) -> web.StreamResponse:
    """DeepSeek's FAQ, “Why are empty lines continuously returned”: for a minute and a half, before it begins."""
    if not seen.streamed:
        return await good(seen)
    response = await begun(seen)
    for _ in range(9):
        await response.write(b": keep-alive\n\n")
        await asyncio.sleep(10)
    await send(response, {"choices": [{"index": 0, "delta": {"content": seen.answer()}, "finish_reason": "stop"}]})
    return response


async def deepseek_without_schemas(seen: Seen) -> web.StreamResponse:
    """DeepSeek has JSON mode alone, and says so in no more than this."""
    if form(seen) == "json_schema":
        return refusal(400, error("This response_format type is unavailable now"))
    return await good(seen)


async def empty_in_json_mode(seen: Seen) -> web.StreamResponse:
    """langgenius/dify#13068, #12705: nothing, or white space, where JSON mode is asked for."""
    return await good(seen, "\n" if form(seen) != "text" else None)


async def xai_in_its_own_spelling(seen: Seen) -> web.StreamResponse:
    """yym68686/uni-api#105, NousResearch/hermes-agent#23088: the parameter's name isn't the one that was sent."""
    if has(seen, "stream_options"):
        told = "Argument not supported on this model: streamOptions"
        return refusal(400, {"code": "Client specified an invalid argument", "error": told})
    return await good(seen)


async def litellm_without_a_deployment(seen: Seen) -> web.StreamResponse:
    """BerriAI/litellm#20867: all that it would ask are cooling down."""
    if seen.number <= 2:
        told = "No deployments available for selected model, Try again in 5 seconds. Passed model=some-model"
        return refusal(429, error(told, type="None", code="429"))
    return await good(seen)


async def litellm_with_words_in_a_stream(seen: Seen) -> web.StreamResponse:
    """BerriAI/litellm#10972: the exception's words where JSON should be."""
    if seen.number > 1:
        return await good(seen)
    response = await begun(seen, {"content": seen.answer()[:30]})
    await response.write(b"data: litellm.MidStreamFallbackError: the upstream connection was lost\n\n")
    return response


async def vllm_whose_grammar_fails(seen: Seen) -> web.StreamResponse:
    """yoloyash/overtchat#40: it thinks, and breaks down where the grammar should begin."""
    if form(seen) == "text" or not seen.streamed:
        return await good(seen)
    response = await begun(seen, {"reasoning_content": "Let me see."})
    await send(response, {"error": {"message": "Failed to advance xgrammar FSM for request 7", "code": 500}})
    return response


async def always_in_a_stream(seen: Seen) -> web.StreamResponse:
    """A proxy that streams what it was asked for as a whole, and refuses what it was asked for as a stream."""
    if seen.streamed:
        return refusal(400, error("stream is not supported", param="stream"))
    seen.body["stream"] = True
    return await good(seen)


async def with_an_error_of_its_own(seen: Seen) -> web.StreamResponse:
    """one-api and what is made of it: 200, a code, a message, and no data."""
    if seen.number <= 2:
        return web.json_response({"code": 429, "msg": "Too many requests, please retry after 1s", "data": None})
    return await good(seen)


async def with_named_events(seen: Seen) -> web.StreamResponse:
    """The kind of event tells that it's an error, and its JSON has no such name."""
    if seen.number > 2:
        return await good(seen)
    response = await begun(seen)
    await response.write(b'event: error\ndata: {"message": "Model is overloaded, retry later", "code": 503}\n\n')
    return response


async def with_a_mark_of_its_encoding(seen: Seen) -> web.StreamResponse:
    """A gateway on Windows begins its stream with a byte order mark."""
    return await good(seen, before=b"\xef\xbb\xbf") if seen.streamed else await good(seen)


async def groq_with_its_flex_tier(seen: Seen) -> web.StreamResponse:
    """498 is Groq's own: there is no room in the tier."""
    if seen.number <= 2:
        return refusal(498, error("Flex tier capacity exceeded. Please try again later.", code="capacity_exceeded"))
    return await good(seen)


async def azure_at_its_peak(seen: Seen) -> web.StreamResponse:
    """pollinations/pollinations#6260, icereed/paperless-gpt#814: the words alone say how long."""
    if seen.number <= 2:
        told = (
            "The system is currently experiencing high demand and cannot process your request. Please retry after 20 "
        )
        return refusal(429, {"success": False, "error": {"message": told + "seconds.", "code": "RATE_LIMITED"}})
    return await good(seen)


async def waking_up(seen: Seen) -> web.StreamResponse:
    """A Hugging Face endpoint that is scaled to zero, for a minute and a half."""
    if asyncio.get_running_loop().time() < seen.since + 90:
        return web.Response(status=503, text="503 Service Unavailable")
    return await good(seen)


UNDERSTOOD: dict[str, tuple[Behaviour, int, float]] = {
    "Bedrock, without temperature": (bedrock_without_temperature, 1, 5),
    "Bedrock, throttled with 500": (bedrock_throttled, 3, 15),
    "TGI, question and answer too long": (tgi_with_a_small_context, 1, 5),
    "Anthropic, question and answer too long": (anthropic_with_a_small_context, 1, 5),
    "SGLang, question and answer too long": (sglang_with_a_small_context, 1, 5),
    "llama-cpp-python, question and answer too long": (llama_cpp_python_with_a_small_context, 1, 5),
    "OpenRouter, little credit": (openrouter_with_little_credit, 1, 5),
    "OpenRouter, an error in the middle": (openrouter_in_the_middle, 0, 15),
    "ended by an error": (ended_by_an_error, 0, 15),
    "DeepSeek, under load": (deepseek_under_load, 0, 400),
    "DeepSeek, no schemas": (deepseek_without_schemas, 2, 5),
    "empty in JSON mode": (empty_in_json_mode, 0, 30),
    "xAI, a parameter in another spelling": (xai_in_its_own_spelling, 1, 5),
    "LiteLLM, no deployment": (litellm_without_a_deployment, 2, 30),
    "LiteLLM, words in a stream": (litellm_with_words_in_a_stream, 0, 15),
    "vLLM, a grammar that fails": (vllm_whose_grammar_fails, 0, 15),
    "always in a stream": (always_in_a_stream, 1, 5),
    "an error of its own": (with_an_error_of_its_own, 0, 15),
    "named events": (with_named_events, 0, 15),
    "a byte order mark": (with_a_mark_of_its_encoding, 0, 5),
    "Groq, flex tier": (groq_with_its_flex_tier, 2, 15),
    "Azure, at its peak": (azure_at_its_peak, 2, 60),
    "waking up": (waking_up, 30, 110),
}
"""Name -> what it does, how many requests it refuses at most, and how many seconds the guide takes at most."""


@pytest.mark.parametrize("name", UNDERSTOOD)
async def test_a_gateway_that_can_be_understood_lets_the_model_write_the_whole_guide(name: str) -> None:
    behaviour, most_refused, most_seconds = UNDERSTOOD[name]
    async with OddServer(behaviour, STEPS) as server:
        guide, seconds = await timed_guide(server, TALK)

    assert [(step.writer, step.fallback) for step in guide.steps] == [(WriterKind.MODEL, None)] * STEPS
    assert guide.making.note is None
    assert len([seen for seen in server.requests if seen.status != 200]) <= most_refused
    assert seconds <= most_seconds


# --- Servers that fail for good


@dataclass
class Lasting:
    behaviour: Behaviour
    told: str
    """What the person reads of it."""
    seconds: float
    """What it costs at most."""


PAGE = "<!doctype html><title>nginx</title><h1>400 Bad Request</h1>"
TOO_MANY_HOURS = (
    "litellm.RateLimitError: AzureException RateLimitError - Error code: 429 - {'error': {'code': '429', 'message': "
    "'Requests have exceeded token rate limit of your current AIServices S0 pricing tier. Please retry after 86400 "
    "seconds.'}}"
)
FAILED_TO_LOAD = 'Failed to load model "x". Error: Model loading was stopped due to insufficient system resources.'
FAILING = {
    # ollama/ollama#8258, chatboxai/chatbox#2114
    "Ollama, its runner gone": Lasting(
        always(500, error("an error was encountered while running the model: unexpected EOF")), "unexpected EOF", 30
    ),
    "Ollama, its runner gone in the middle": Lasting(
        streamed_error({"error": {"message": "model runner has unexpectedly stopped"}}, {"content": "{"}),
        "model runner has unexpectedly stopped",
        30,
    ),
    "Ollama, too little memory": Lasting(
        always(500, error("model requires more system memory (5.6 GiB) than is available (3.1 GiB)")),
        "couldn't load the model",
        30,
    ),
    "LM Studio, too little memory": Lasting(
        always(400, error(FAILED_TO_LOAD, param="model", code="model_not_found")), "insufficient system resources", 30
    ),
    "LM Studio, crashed": Lasting(
        always(400, {"error": "The model has crashed without additional information. (Exit code: 6)"}), "crashed", 30
    ),
    # jasonacox/TinyLLM#17, alex-wolf-ps/dbchatprov2#2
    "LiteLLM, a day's wait": Lasting(always(429, error(TOO_MANY_HOURS)), "1440 minutes", 5),
    "Azure API Management, out of calls": Lasting(
        always(403, {"statusCode": 403, "message": "Out of call volume quota. It will be replenished in 08:20:53."}),
        "Out of call volume quota",
        5,
    ),
    "Fireworks, not deployed": Lasting(
        always(404, error("Model not found, inaccessible, and/or not deployed", code="NOT_FOUND")), "know the model", 5
    ),
    "http where https is spoken": Lasting(always(400, PAGE), "OPENAI_BASE_URL needs to be checked", 5),
    # openai/api-proxy pages of Cloudflare: anthropics/claude-code#3197, Helicone/helicone#798
    "Cloudflare 520": Lasting(always(520, PAGE), "error (status 520)", 30),
    "Cloudflare 524": Lasting(after(100, always(524, PAGE)), "error (status 524)", 185),
    "nginx 504": Lasting(after(60, always(504, PAGE)), "error (status 504)", 185),
    "an error of its own": Lasting(
        always(200, {"code": 500, "msg": "this channel is disabled", "data": None}), "channel is disabled", 30
    ),
    "no choices": Lasting(
        always(200, {"id": "1", "choices": [], "usage": {"prompt_tokens": 9}}), "requested format", 30
    ),
    "overloaded in the middle": Lasting(
        streamed_error({"error": {"message": "Overloaded", "type": "overloaded_error"}}, {"content": "{"}),
        "too busy to answer",
        125,
    ),
    "out of credit in the middle": Lasting(
        streamed_error({"error": {"code": 402, "message": "Insufficient credits"}}, {"content": "{"}), "credit", 5
    ),
    "blocked in the middle": Lasting(
        streamed_error({"error": {"code": "content_filter", "message": "Blocked by policy"}}, {"content": "{"}),
        "content filter",
        30,
    ),
}


@pytest.mark.parametrize("name", FAILING)
async def test_a_gateway_that_fails_for_good_is_told_by_its_own_words(name: str) -> None:
    row = FAILING[name]
    async with OddServer(row.behaviour, STEPS) as server:
        guide, seconds = await timed_guide(server, TALK)

    told = " ".join([guide.making.note or "", *(step.fallback or "" for step in guide.steps)])
    assert row.told in told
    assert {step.writer for step in guide.steps} == {WriterKind.EXTRACTIVE}
    assert seconds <= row.seconds
