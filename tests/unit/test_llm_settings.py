"""Which model is asked, and what it costs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.errors import BudgetExceeded, OptionError
from pipeline.guide import Usage
from pipeline.llm import DayAllowance, Meter, ModelSettings, ModelSettingsError, Price, price_of
from pipeline.llm.calls import Call
from pipeline.llm.dialect import Dialect, Form
from pipeline.llm.said import Said
from pipeline.llm.settings import DEFAULT_MODEL, NAMES, default_prices

AZURE = "https://name.openai.azure.com"
CALL = Call("step", "gpt-4.1-mini", "system", "user", {"type": "object"}, 100, prompt="")


def test_without_a_key_there_is_no_model() -> None:
    assert ModelSettings.from_env({}) is None
    assert ModelSettings.from_env({"OPENAI_API_KEY": "  "}) is None
    assert ModelSettings.from_env({"OPENAI_MODEL": "gpt-4o"}) is None


@pytest.mark.parametrize(
    ("half", "said"),
    [
        (
            {"AZURE_OPENAI_ENDPOINT": AZURE, "AZURE_OPENAI_DEPLOYMENT": "d"},
            "AZURE_OPENAI_ENDPOINT is set without a key",
        ),
        ({"AZURE_OPENAI_ENDPOINT": AZURE, "OPENAI_API_KEY": "k", "OPENAI_MODEL": "m"}, "remove the endpoint to use"),
        ({"AZURE_OPENAI_ENDPOINT": AZURE, "AZURE_OPENAI_API_KEY": "k"}, "Set AZURE_OPENAI_DEPLOYMENT"),
        ({"AZURE_OPENAI_API_KEY": "k"}, "AZURE_OPENAI_API_KEY is set without AZURE_OPENAI_ENDPOINT"),
        ({"AZURE_OPENAI_DEPLOYMENT": "d"}, "AZURE_OPENAI_DEPLOYMENT is set without AZURE_OPENAI_ENDPOINT"),
        ({"AZURE_OPENAI_USE_IDENTITY": "yes"}, "AZURE_OPENAI_USE_IDENTITY is set without AZURE_OPENAI_ENDPOINT"),
    ],
)
def test_half_a_model_is_no_model_but_a_mistake(half: dict[str, str], said: str) -> None:
    with pytest.raises(ModelSettingsError, match=said):
        ModelSettings.from_env(half)


def test_what_is_left_over_of_azure_does_no_harm_beside_a_key_of_openai() -> None:
    settings = ModelSettings.from_env({"OPENAI_API_KEY": "k", "AZURE_OPENAI_API_KEY": "old"})

    assert settings is not None
    assert settings.azure_endpoint is None


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("OPENAI_BASE_URL", "localhost:1234"),
        ("OPENAI_BASE_URL", "sk-secret"),
        ("OPENAI_BASE_URL", "http://"),
        ("OPENAI_BASE_URL", "http://[secret"),
        ("OPENAI_BASE_URL", "http://secret:port/v1"),
        ("OPENAI_BASE_URL", "https://secret.example/v1/chat/completions"),
        ("OPENAI_BASE_URL", "https://secret.example/v1/chat/completions/"),
        ("AZURE_OPENAI_ENDPOINT", "secret.openai.azure.com"),
        ("AZURE_OPENAI_ENDPOINT", "https://secret.openai.azure.com/openai/deployments/d"),
    ],
)
def test_an_address_that_can_not_be_right_is_named_and_not_shown(name: str, url: str) -> None:
    with pytest.raises(ModelSettingsError, match=f"^{name} ") as caught:
        ModelSettings.from_env(
            {"OPENAI_API_KEY": "k", "AZURE_OPENAI_API_KEY": "k", "AZURE_OPENAI_DEPLOYMENT": "d", name: url}
        )
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("'sk-secret'", "quotation marks"),
        ("“sk-secret”", "quotation marks"),
        ("Bearer sk-secret", "starts with “Bearer”"),
        ("sk-secret\nsk-secret", "a line break"),
        ("sk-secret…", "a character that no key has"),
        ("sk-\x00secret", "a character that no key has"),
    ],
)
def test_a_key_that_was_not_copied_as_it_is(key: str, said: str) -> None:
    with pytest.raises(ModelSettingsError, match=said) as caught:
        ModelSettings.from_env({"OPENAI_API_KEY": key})
    assert "secret" not in caught.value.message


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ModelSettingsError) as caught:
        ModelSettings.from_env(
            {
                "OPENAI_BASE_URL": "localhost",
                "SCRIPT2DOC_MODEL_CALLS": "0",
                "SCRIPT2DOC_MODEL_RETRIES": "some",
                "SCRIPT2DOC_MODEL_PRICES": "{",
            }
        )
    assert len(caught.value.problems) == 4


def test_a_server_of_ones_own_needs_no_key() -> None:
    settings = ModelSettings.from_env({"OPENAI_BASE_URL": "http://localhost:11434/v1", "OPENAI_MODEL": "llama3"})

    assert settings is not None
    assert (settings.api_key, settings.has_credentials) == ("", False)


def test_the_names_are_those_that_are_read() -> None:
    class Read(dict[str, str]):
        def __init__(self) -> None:
            self.names: set[str] = set()

        def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
            self.names.add(name)
            return {"AZURE_OPENAI_ENDPOINT": AZURE, "AZURE_OPENAI_DEPLOYMENT": ""}.get(name, "1")

    env = Read()
    with pytest.raises(ModelSettingsError):
        ModelSettings.from_env(env)
    assert env.names == NAMES


def test_a_key_is_enough() -> None:
    settings = ModelSettings.from_env({"OPENAI_API_KEY": "sk-1"})

    assert settings is not None
    assert (settings.model, settings.outline_model, settings.base_url) == (DEFAULT_MODEL, DEFAULT_MODEL, None)
    assert settings.is_openai
    assert price_of(settings.model, settings.prices) is not None


def test_the_outlines_effort_can_be_set() -> None:
    settings = ModelSettings.from_env({"OPENAI_API_KEY": "k", "SCRIPT2DOC_MODEL_OUTLINE_EFFORT": "Medium"})

    assert settings is not None
    assert settings.outline_effort == "medium"


@pytest.mark.parametrize(("given", "read"), [({}, True), ("no", False), ("Yes", True), ("0", False)])
def test_the_reading_of_the_whole_guide_can_be_left_out(given: object, read: bool) -> None:
    more = {"SCRIPT2DOC_MODEL_REVISION": given} if isinstance(given, str) else {}
    settings = ModelSettings.from_env({"OPENAI_API_KEY": "k", **more})

    assert settings is not None
    assert settings.revision is read


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
        ("SCRIPT2DOC_MODEL_OUTLINE_EFFORT", "much"),
        ("SCRIPT2DOC_MODEL_REVISION", "maybe"),
        ("SCRIPT2DOC_MODEL_PRICES", "{'m': 1}"),
        ("SCRIPT2DOC_MODEL_PRICES", '{"m": [1]}'),
    ],
)
def test_a_setting_that_can_not_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(OptionError, match=name):
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

    assert dialect.learn(dialect.request(CALL, stream=False), Said(message, param=param))
    assert "temperature" not in dialect.request(CALL, stream=False)


def test_the_limits_other_name_is_tried_before_going_without() -> None:
    dialect = Dialect.of("o3", is_openai=False)
    told = "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."

    assert dialect.learn(dialect.request(CALL, stream=False), Said(told, param="max_tokens"))
    assert dialect.limit == "max_completion_tokens"
    assert dialect.learn(dialect.request(CALL, stream=False), Said("unknown: max_completion_tokens", param=None))
    assert dialect.limit is None


def test_an_effort_that_the_model_lacks_leads_to_the_next() -> None:
    dialect = Dialect.of("gpt-5-mini", is_openai=True)
    told = "Unsupported value: 'reasoning_effort' does not support 'none' with this model."

    assert dialect.request(CALL, stream=False)["reasoning_effort"] == "none"
    assert dialect.learn(dialect.request(CALL, stream=False), Said(told, param="reasoning_effort"))
    assert dialect.request(CALL, stream=False)["reasoning_effort"] == "minimal"


def test_a_call_that_needs_more_effort_gets_it_or_the_most_that_the_model_has_below_it() -> None:
    dialect = Dialect.of("gpt-5-mini", is_openai=True)
    outline = replace(CALL, effort="low")
    told = "Unsupported value: 'reasoning_effort' does not support 'low' with this model."

    assert dialect.request(outline, stream=False)["reasoning_effort"] == "low"
    assert dialect.learn(dialect.request(outline, stream=False), Said(told, param="reasoning_effort"))
    assert dialect.request(outline, stream=False)["reasoning_effort"] == "minimal"
    assert dialect.request(replace(CALL, effort="high"), stream=False)["reasoning_effort"] == "high"
    assert dialect.request(CALL, stream=False)["reasoning_effort"] == "none"


def test_a_model_that_refuses_little_effort_is_left_its_own_and_not_asked_for_much() -> None:
    dialect = Dialect.of("gpt-5-mini", is_openai=True)

    for effort in ("none", "minimal", "low"):
        body = dialect.request(CALL, stream=False)
        assert body["reasoning_effort"] == effort
        dialect.learn(
            body, Said(f"Unsupported value: 'reasoning_effort' does not support '{effort}'.", param="reasoning_effort")
        )

    assert "reasoning_effort" not in dialect.request(CALL, stream=False)


def test_an_azure_deployment_that_takes_no_temperature_is_one_that_reasons() -> None:
    dialect = Dialect.of("our-writer", is_openai=True)
    told = "Unsupported value: 'temperature' does not support 0.0 with this model."

    dialect.learn(dialect.request(CALL, stream=False), Said(told, param="temperature"))
    assert dialect.request(CALL, stream=False)["reasoning_effort"] == "none"

    dialect.learn(
        dialect.request(CALL, stream=False), Said("Unsupported parameter: 'reasoning_effort'", param="reasoning_effort")
    )
    body = dialect.request(CALL, stream=False)
    assert "reasoning_effort" not in body
    assert "temperature" not in body


def test_eight_refusals_of_the_same_thing_are_one_lesson() -> None:
    dialect = Dialect.of("gpt-4.1-mini", is_openai=True)
    bodies = [dialect.request(CALL, stream=False) for _ in range(8)]

    for body in bodies:
        dialect.learn(body, Said("'response_format' of type 'json_schema' is not supported", param="response_format"))

    assert dialect.form is Form.JSON


def test_a_refusal_of_something_else_teaches_nothing() -> None:
    dialect = Dialect.of("gpt-4.1-mini", is_openai=True)

    assert not dialect.learn(
        dialect.request(CALL, stream=False), Said("Invalid value in 'messages'.", param="messages")
    )
