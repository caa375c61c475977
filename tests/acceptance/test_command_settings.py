"""python -m pipeline goes by the settings in the environment and in .env, and says what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.preflight import checked
from bot.settings import SettingsError, environment
from pipeline.cache import MemoryCache
from pipeline.command.main import settings_from
from pipeline.command.making import fetcher_of
from pipeline.errors import OptionError
from pipeline.guide import Guide, ReferenceStatus
from pipeline.knowledge import Fetcher
from pipeline.setting_names import OF_THE_APP
from pipeline.settings import GuideSettings, aliases
from tests.acceptance.command import Command, beside
from tests.conftest import SAMPLES
from tests.loopback.model_server import Fault, ModelServer
from tests.loopback.reference_site import ReferenceSite

SCREENCAST = SAMPLES / "cloudflare-create-api-token.vtt"

OF_FETCHING: Mapping[str, tuple[str, Callable[[Fetcher], Any]]] = {
    "page_bytes": ("1004", lambda fetcher: fetcher._limits.page_bytes),
    "fetch_seconds": ("2.5", lambda fetcher: fetcher._limits.fetch_seconds),
    "allow_hosts": ("allowed.example", lambda fetcher: fetcher._rules.allow_hosts),
    "deny_hosts": ("denied.example", lambda fetcher: fetcher._rules.deny_hosts),
    "allowed_ports": ("81", lambda fetcher: fetcher._rules.ports),
    "private_hosts": ("wiki.example", lambda fetcher: fetcher._rules.private_hosts),
    "proxy": ("http://127.0.0.1:1", lambda fetcher: fetcher._proxy),
    "contact": ("docs@example.com", lambda fetcher: fetcher._user_agent.partition("; +")[2].rstrip(")")),
}
"""Setting -> a value that isn't its default, and where it arrives."""
SEEN_IN_A_RUN = {"transcript_bytes", "transcript_words", "job_tokens", "reference_urls", "reference_wait", "template"}
"""Settings whose effect a test looks at below, or in the other tests of the command line."""


def name_of(field: str) -> str:
    return aliases(GuideSettings.model_fields[field].validation_alias)[0]


async def test_what_fetching_goes_by_arrives_at_the_fetcher():
    settings = settings_from({name_of(field): value for field, (value, _) in OF_FETCHING.items()})
    assert settings is not None
    fetcher = fetcher_of(settings, settings.limits, MemoryCache())
    arrived = {field: reached(fetcher) for field, (_, reached) in OF_FETCHING.items()}
    await fetcher.aclose()
    assert arrived == {field: getattr(settings, field) for field in OF_FETCHING}
    assert [field for field in OF_FETCHING if arrived[field] == GuideSettings.model_fields[field].default] == []


def test_every_setting_of_a_guide_is_looked_at():
    assert {*OF_FETCHING, *SEEN_IN_A_RUN} == set(GuideSettings.model_fields)


@pytest.mark.parametrize(
    ("words", "env", "code", "said"),
    [
        ((), {"SCRIPT2DOC_TRANSCRIPT_WORDS": "100"}, 1, "words; the limit is 100."),
        ((), {"SCRIPT2DOC_TRANSCRIPT_BYTES": "1000"}, 1, "the limit is 1 KB."),
        (("--url", "https://example.com"), {"SCRIPT2DOC_REFERENCE_URLS": "0"}, 2, "At most 0 reference pages"),
    ],
)
def test_limits_hold(
    command: Command, tmp_path: Path, words: tuple[str, ...], env: dict[str, str], code: int, said: str
):
    done = command(SCREENCAST, *words, cwd=tmp_path, **env)
    assert done.returncode == code
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_job_gets_no_more_tokens_than_it_may_use(command: Command, tmp_path: Path):
    (tmp_path / ".env").write_text("SCRIPT2DOC_JOB_TOKENS=10\n", encoding="utf-8")
    with beside(ModelServer()) as server:
        done = command(SCREENCAST, cwd=tmp_path, **server.env)
        assert server.requests == []
    assert done.returncode == 0, done.stderr
    assert (
        "written WITHOUT the language model: Another call to the model could exceed the limit of 10 tokens"
        in done.stdout
    )


def test_pages_are_fetched_from_where_the_settings_allow_it(command: Command, tmp_path: Path):
    with beside(ModelServer()) as server, beside(ReferenceSite()) as site:
        server.replays()
        page = site.url("/docs/install")
        env = {
            **server.env,
            "SCRIPT2DOC_PRIVATE_HOSTS": "127.0.0.1",
            "SCRIPT2DOC_ALLOWED_PORTS": str(site.port),
            "SCRIPT2DOC_REFERENCE_WAIT": "60",
            "SCRIPT2DOC_CONTACT": "docs@example.com",
        }
        words = (SCREENCAST, "--url", page, "-o")
        command(*words, "allowed.json", cwd=tmp_path, **env)
        assert [each.headers["User-Agent"].partition("; ")[2] for each in site.received] == ["+docs@example.com)"]
        command(*words, "denied.json", cwd=tmp_path, **env, SCRIPT2DOC_DENY_HOSTS="127.0.0.1")
        assert len(site.received) == 1
    for name, became in (("allowed", ReferenceStatus.UNUSED), ("denied", ReferenceStatus.FAILED)):
        guide = Guide.from_json((tmp_path / f"{name}.json").read_bytes())
        assert [reference.status for reference in guide.references] == [became]


@pytest.mark.parametrize("kept", ["environment", ".env"])
def test_what_is_wrong_with_settings_is_told_as_the_bot_tells_it(command: Command, tmp_path: Path, kept: str):
    wrong = {
        "SCRIPT2DOC_JOB_TOKEN": "1000",
        "SCRIPT2DOC_TRANSCRIPT_WORDS": "secret",
        "SCRIPT2DOC_PROXY": "secret",
    }
    if kept == ".env":
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in wrong.items()))
    env = wrong if kept == "environment" else {}
    done = command(SCREENCAST, cwd=tmp_path, **env)
    with pytest.raises(SettingsError) as bots:
        checked(environment())  # in the same folder
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "SCRIPT2DOC_JOB_TOKEN isn't a setting. Did you mean SCRIPT2DOC_JOB_TOKENS?",
        "SCRIPT2DOC_TRANSCRIPT_WORDS must be a whole number.",
        "SCRIPT2DOC_PROXY must be an address that starts with http://, such as http://proxy.example.com:3128.",
    ]
    assert set(done.stderr.splitlines()) <= set(bots.value.problems)


def test_what_only_an_app_reads_is_passed_over():
    env = dict.fromkeys(OF_THE_APP, "not looked at")
    settings = settings_from({**env, "SCRIPT2DOC_PORT": "tcp://10.0.0.1:80", "SCRIPT2DOC_TRANSCRIPTS": "somewhere"})
    assert settings == GuideSettings()


def test_settings_that_arent_ours_are_nobodys_business():
    assert settings_from({"HOME": "/root", "OPENAI_API_KEY": "none"}) is None
    with pytest.raises(OptionError, match="script2doc_colour isn't a setting"):
        settings_from({"script2doc_colour": "red"})


NOBODY = {"OPENAI_API_KEY": "none", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "SCRIPT2DOC_MODEL_RETRIES": "0"}
"""A model's server that can't be reached: nobody listens on the port "discard"."""


def test_a_model_that_was_asked_for_and_cant_be_reached_is_an_error(command: Command, tmp_path: Path):
    done = command(SCREENCAST, "--writer", "model", cwd=tmp_path, **NOBODY)
    assert (done.returncode, done.stdout) == (1, "")
    read, error = done.stderr.splitlines()
    assert "read 534 words" in read
    assert error == (
        f"{SCREENCAST}: The language model couldn't be reached at http://127.0.0.1:9/v1. Check that this machine can "
        "reach it and that OPENAI_BASE_URL is right. No guide was made, because --writer model asks for one "
        "that the model writes. Leave that out to get one in the speaker's own words."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_was_asked_for_is_asked_for_no_step_once_it_fails(command: Command, tmp_path: Path):
    with beside(ModelServer()) as server:
        server.fails(Fault.SERVER_ERROR, kind="outline", times=None)
        env = {**server.env, "SCRIPT2DOC_MODEL_RETRIES": "0"}
        done = command(SCREENCAST, "--writer", "model", cwd=tmp_path, **env)
    assert (done.returncode, done.stdout) == (1, "")
    last = done.stderr.splitlines()[-1]
    assert "had an error (status 500)" in last
    assert "No guide was made" in last
    assert server.of("outline")
    assert not server.of("step")


def test_a_model_that_is_only_set_up_is_missed_loudly(command: Command, tmp_path: Path):
    done = command(SCREENCAST, cwd=tmp_path, **NOBODY)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].endswith(
        "; 4 steps written WITHOUT the language model: The language model couldn't be reached at "
        "http://127.0.0.1:9/v1. Check that this machine can reach it and that OPENAI_BASE_URL is right."
    )
    assert [path.name for path in tmp_path.iterdir()] == [f"{SCREENCAST.stem} guide.docx"]


def test_a_guide_that_the_model_wrote_in_part_is_kept_and_says_so(command: Command, tmp_path: Path):
    with beside(ModelServer()) as server:
        server.replays()
        server.fails(Fault.REFUSAL, kind="step", step=2, times=None)
        done = command(SCREENCAST, "--writer", "model", cwd=tmp_path, **server.env)
    assert done.returncode == 0, done.stderr
    assert re.search(
        r"; \d+ model calls, .*; 1 of \d steps written WITHOUT the language model: The language model declined",
        done.stdout.splitlines()[-1],
    )
