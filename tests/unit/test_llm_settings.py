"""Which model is asked, and what it costs."""

from __future__ import annotations

import pytest

from pipeline.errors import BudgetExceeded, OptionError
from pipeline.guide import Usage
from pipeline.llm import DayAllowance, Meter, ModelSettings, Price, price_of
from pipeline.llm.calls import Call, Dialect, Form
from pipeline.llm.settings import DEFAULT_MODEL, default_prices

CALL = Call("step", "gpt-4.1-mini", "system", "user", {"type": "object"}, 100)


def test_without_a_key_there_is_no_model() -> None:
    assert ModelSettings.from_env({}) is None
    assert ModelSettings.from_env({"OPENAI_API_KEY": "  "}) is None
    assert ModelSettings.from_env({"AZURE_OPENAI_ENDPOINT": "https://x.openai.azure.com"}) is None


def test_a_key_is_enough() -> None:
    settings = ModelSettings.from_env({"OPENAI_API_KEY": "sk-1"})

    assert settings is not None
    assert (settings.model, settings.outline_model, settings.base_url) == (DEFAULT_MODEL, DEFAULT_MODEL, None)
    assert settings.is_openai
    assert price_of(settings.model, settings.prices) is not None


def test_a_compatible_server_and_a_model_for_the_outline() -> None:
    settings = ModelSettings.from_env(
        {
            "OPENAI_API_KEY": "ollama",
            "OPENAI_BASE_URL": "http://localhost:11434/v1",
            "OPENAI_MODEL": "qwen3",
            "OPENAI_OUTLINE_MODEL": "qwen3:32b",
        }
    )

    assert settings is not None
    assert (settings.model, settings.outline_model) == ("qwen3", "qwen3:32b")
    assert not settings.is_openai


def test_azure_with_a_key_or_a_token() -> None:
    env = {"AZURE_OPENAI_ENDPOINT": "https://x.openai.azure.com", "AZURE_OPENAI_DEPLOYMENT": "writer"}

    by_key = ModelSettings.from_env({**env, "AZURE_OPENAI_API_KEY": "k"})
    by_token = ModelSettings.from_env({**env, "AZURE_OPENAI_AD_TOKEN": "t"})
    by_identity = ModelSettings.from_env({**env, "AZURE_OPENAI_USE_IDENTITY": "yes"})

    assert by_key is not None
    assert by_token is not None
    assert by_identity is not None
    assert (by_key.model, by_key.azure_identity, by_token.azure_ad_token) == ("writer", False, "t")
    assert by_identity.azure_identity


def test_neither_repr_nor_str_shows_a_secret() -> None:
    settings = ModelSettings(api_key="sk-secret", azure_ad_token="token-secret")

    assert "secret" not in repr(settings) + str(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCRIPT2DOC_MODEL_CALLS", "0"),
        ("SCRIPT2DOC_MODEL_CALL_SECONDS", "soon"),
        ("SCRIPT2DOC_MODEL_WINDOW_WORDS", "nan"),
        ("SCRIPT2DOC_MODEL_PRICES", "{'m': 1}"),
        ("SCRIPT2DOC_MODEL_PRICES", '{"m": [1]}'),
        ("OPENAI_BASE_URL", "localhost:1234"),
    ],
)
def test_a_setting_that_can_not_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(OptionError, match=name if name.startswith("SCRIPT2DOC") else value):
        ModelSettings.from_env({"OPENAI_API_KEY": "k", name: value})


def test_azure_needs_the_deployment() -> None:
    with pytest.raises(OptionError, match="AZURE_OPENAI_DEPLOYMENT"):
        ModelSettings.from_env({"AZURE_OPENAI_ENDPOINT": "https://x.openai.azure.com", "AZURE_OPENAI_API_KEY": "k"})


def test_prices_can_be_set() -> None:
    settings = ModelSettings.from_env({"OPENAI_API_KEY": "k", "SCRIPT2DOC_MODEL_PRICES": '{"ours": [1, 0.5, 2]}'})

    assert settings is not None
    assert settings.prices["ours"] == Price(1, 0.5, 2)
    assert "gpt-4o" in settings.prices


def test_a_dated_model_costs_what_the_model_costs() -> None:
    prices = default_prices()

    assert price_of("gpt-4.1-mini-2025-04-14", prices) == prices["gpt-4.1-mini"]
    assert price_of("gpt-4.1-mini-turbo", prices) is None


def test_cached_tokens_are_cheaper() -> None:
    assert Price(2, 0.5, 8).of(Usage(1, 1_000_000, 400_000, 100_000)) == pytest.approx(1.2 + 0.2 + 0.8)


def test_a_cap_counts_what_is_under_way() -> None:
    meter, day = Meter(1_000), DayAllowance(None)

    first = meter.reserve(day, 600)
    with pytest.raises(BudgetExceeded):
        meter.reserve(day, 600)
    first.settle(Usage(1, 100, 0, 50))

    meter.reserve(day, 600)
    assert meter.usage.tokens == 150


def test_a_ticket_settles_once() -> None:
    meter, day = Meter(1_000), DayAllowance(1_000)
    ticket = meter.reserve(day, 500)

    ticket.settle(Usage(1, 10))
    ticket.settle(Usage(1, 10))

    assert (meter.usage.calls, day.used) == (1, 10)


def test_the_day_cap_leaves_the_jobs_books_as_they_were() -> None:
    meter, day = Meter(1_000), DayAllowance(100)

    with pytest.raises(BudgetExceeded, match="day"):
        meter.reserve(day, 500)

    meter.reserve(DayAllowance(None), 1_000)


@pytest.mark.parametrize(
    ("param", "message"),
    [
        ("temperature", "Unsupported value: 'temperature' does not support 0.0 with this model."),
        (None, "Unrecognized request argument supplied: temperature"),
        (None, "[{'type': 'extra_forbidden', 'loc': ['body', 'temperature']}]"),
    ],
)
def test_a_parameter_is_dropped_however_it_is_named(param: str | None, message: str) -> None:
    dialect = Dialect.of("gpt-4.1-mini", is_openai=True)

    assert dialect.learn(dialect.request(CALL, stream=False), param, message)
    assert "temperature" not in dialect.request(CALL, stream=False)


def test_the_limits_other_name_is_tried_before_going_without() -> None:
    dialect = Dialect.of("o3", is_openai=False)
    told = "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."

    assert dialect.learn(dialect.request(CALL, stream=False), "max_tokens", told)
    assert dialect.limit == "max_completion_tokens"
    assert dialect.learn(dialect.request(CALL, stream=False), None, "unknown: max_completion_tokens")
    assert dialect.limit is None


def test_an_effort_that_the_model_lacks_leads_to_the_next() -> None:
    dialect = Dialect.of("gpt-5-mini", is_openai=True)
    told = "Unsupported value: 'reasoning_effort' does not support 'none' with this model."

    assert dialect.request(CALL, stream=False)["reasoning_effort"] == "none"
    assert dialect.learn(dialect.request(CALL, stream=False), "reasoning_effort", told)
    assert dialect.request(CALL, stream=False)["reasoning_effort"] == "minimal"


def test_an_azure_deployment_that_takes_no_temperature_is_one_that_reasons() -> None:
    dialect = Dialect.of("our-writer", is_openai=True)
    told = "Unsupported value: 'temperature' does not support 0.0 with this model."

    dialect.learn(dialect.request(CALL, stream=False), "temperature", told)
    assert dialect.request(CALL, stream=False)["reasoning_effort"] == "none"

    dialect.learn(dialect.request(CALL, stream=False), "reasoning_effort", "Unsupported parameter: 'reasoning_effort'")
    body = dialect.request(CALL, stream=False)
    assert "reasoning_effort" not in body
    assert "temperature" not in body


def test_eight_refusals_of_the_same_thing_are_one_lesson() -> None:
    dialect = Dialect.of("gpt-4.1-mini", is_openai=True)
    bodies = [dialect.request(CALL, stream=False) for _ in range(8)]

    for body in bodies:
        dialect.learn(body, "response_format", "'response_format' of type 'json_schema' is not supported")

    assert dialect.form is Form.JSON


def test_a_refusal_of_something_else_teaches_nothing() -> None:
    dialect = Dialect.of("gpt-4.1-mini", is_openai=True)

    assert not dialect.learn(dialect.request(CALL, stream=False), "messages", "Invalid value in 'messages'.")
