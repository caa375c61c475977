"""What is told about the settings before anything is opened or asked."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest

from bot.preflight import checked, look, no_worker_problem, template_problem
from bot.settings import SettingsError, read_settings
from bot.store.encryption import new_key
from bot.tokens import token_problems
from pipeline.setting_names import unknown_names

REST = "1-secret" + 32 * "-"
"""What makes a token of a beginning, as long as tokens are."""
BOT, APP = f"xoxb-{REST}", f"xapp-{REST}"
TOKENS = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}


def problems(tmp_path: Path, **env: str) -> tuple[str, ...]:
    """What is wrong with tokens that are right and these settings beside them."""
    database = {"SCRIPT2DOC_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'jobs.db'}"}
    try:
        checked({**TOKENS, **database, **env})
    except SettingsError as error:
        return error.problems
    return ()


@pytest.mark.parametrize(
    "right",
    [
        {},
        {"SLACK_BOT_TOKEN": f"xoxe.xoxb-{REST}"},
        {"SLACK_BOT_TOKEN": "xoxb-" + 27 * "1", "SLACK_APP_TOKEN": "xapp-" + 35 * "1"},
        {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": 4 * "0189abEF"},
        {"SCRIPT2DOC_PROXY": "http://me:secret@proxy.example.com:3128"},
        {"HTTPS_PROXY": "http://me:secret@proxy.example.com:3128", "ALL_PROXY": "nowhere"},
        {"SCRIPT2DOC_TRANSCRIPTS": "somewhere"},
        # A Kubernetes service named script2doc tells every container of itself.
        {"SCRIPT2DOC_SERVICE_HOST": "10.0.0.1", "SCRIPT2DOC_SERVICE_PORT_HTTP": "80"},
        {"SCRIPT2DOC_PORT": "tcp://10.0.0.1:80", "SCRIPT2DOC_PORT_80_TCP_ADDR": "10.0.0.1"},
    ],
)
def test_what_can_be_right_is_let_through(tmp_path: Path, right: dict[str, str]):
    assert problems(tmp_path, **right) == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": BOT}, "(xoxb-…). Swap the two values."),
        ({"SLACK_BOT_TOKEN": APP}, "SLACK_BOT_TOKEN contains an app-level token, not a bot token"),
        ({"SLACK_BOT_TOKEN": f"xoxp-{REST}"}, "SLACK_BOT_TOKEN contains a user token, not a bot token"),
        ({"SLACK_BOT_TOKEN": f"xoxe-{REST}"}, "SLACK_BOT_TOKEN contains a refresh token"),
        ({"SLACK_BOT_TOKEN": "secret"}, "SLACK_BOT_TOKEN isn't a bot token"),
        ({"SLACK_BOT_TOKEN": "xoxb-"}, "SLACK_BOT_TOKEN contains only the beginning of a token"),
        ({"SLACK_BOT_TOKEN": BOT[:31]}, "SLACK_BOT_TOKEN has only 31 characters, so a part of the token is missing"),
        ({"SLACK_BOT_TOKEN": f'"{BOT}"'}, "SLACK_BOT_TOKEN has quotation marks around it"),
        ({"SLACK_BOT_TOKEN": f"{BOT}\n"}, "SLACK_BOT_TOKEN contains a space or a line break"),
        ({"SLACK_BOT_TOKEN": f"Bearer {BOT}"}, "SLACK_BOT_TOKEN starts with “Bearer”"),
        ({"SLACK_BOT_TOKEN": "xoxb-…"}, "SLACK_BOT_TOKEN contains a character that no key has"),
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN isn't set"),
        ({"SLACK_APP_TOKEN": BOT}, "SLACK_APP_TOKEN contains a bot token, not an app-level token"),
        ({"SLACK_APP_TOKEN": APP[:39]}, "SLACK_APP_TOKEN has only 39 characters, so a part of the token is missing"),
        ({"SLACK_APP_TOKEN": f" {APP}"}, "SLACK_APP_TOKEN contains a space or a line break"),
        ({"SLACK_APP_TOKEN": ""}, "neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP)"),
        ({"SLACK_SIGNING_SECRET": APP}, "SLACK_SIGNING_SECRET contains an app-level token"),
        ({"SLACK_SIGNING_SECRET": "secret"}, "SLACK_SIGNING_SECRET has only 6 characters, but a Signing Secret has 32"),
        ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_SIGNING_SECRET has only 1 character, but a Signing Secret has 32"),
        ({"SLACK_SIGNING_SECRET": 33 * "0"}, "SLACK_SIGNING_SECRET has 33 characters, but a Signing Secret has 32"),
        ({"SLACK_SIGNING_SECRET": 32 * "x"}, "SLACK_SIGNING_SECRET isn't a Signing Secret"),
        ({"SCRIPT2DOC_PROXY": "secret:3128"}, "SCRIPT2DOC_PROXY must be an address that starts with http://"),
        ({"SCRIPT2DOC_PROXY": "socks5://me:secret@proxy:1080"}, "SCRIPT2DOC_PROXY starts with socks5://"),
        ({"SCRIPT2DOC_PROXY": "http://proxy:secret"}, "SCRIPT2DOC_PROXY isn't a valid address"),
        ({"HTTPS_PROXY": "secret:3128"}, "HTTPS_PROXY must be an address that starts with http://"),
        ({"all_proxy": "socks5://me:secret@proxy:1080"}, "all_proxy starts with socks5://"),
        (
            {"SCRIPT2DOC_JOB_TOKEN": "secret"},
            "SCRIPT2DOC_JOB_TOKEN isn't a setting. Did you mean SCRIPT2DOC_JOB_TOKENS?",
        ),
        ({"SCRIPT2DOC_MODEL_PRICES": "secret"}, "SCRIPT2DOC_MODEL_PRICES must look like"),
        ({"SCRIPT2DOC_DATABASE_URL": "sqlite:////dev/null/jobs.db"}, "/dev/null isn't a folder"),
        ({"SCRIPT2DOC_JOBS_AT_ONCE": "0"}, "SCRIPT2DOC_JOBS_AT_ONCE is 0, so nothing would run any jobs"),
        ({"SCRIPT2DOC_TEMPLATE": "/nowhere.docx"}, "SCRIPT2DOC_TEMPLATE can't be read: /nowhere.docx: No such file"),
    ],
)
def test_what_is_wrong_is_one_line_that_says_which_setting(tmp_path: Path, wrong: dict[str, str], said: str):
    (line,) = problems(tmp_path, **wrong)

    assert said in line
    assert "\n" not in line
    assert "secret" not in line
    assert not re.search(r"\{[A-Z_]+\}", line), "a name that wasn't filled in"


SEVERAL = {
    "SLACK_CLIENT_ID": "1234567890.9876543210",
    "SLACK_CLIENT_SECRET": 4 * "0189abEF",
    "SLACK_SIGNING_SECRET": 4 * "0189abEF",
    "SCRIPT2DOC_TOKEN_KEYS": new_key(),
}
"""Workspaces that install the app by OAuth."""


@pytest.mark.parametrize(
    "right",
    [
        {},
        {"SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": APP},
        {"SLACK_REDIRECT_URI": "https://guides.example.com/slack/oauth_redirect"},
        {"SLACK_REDIRECT_URI": "http://localhost:3000/slack/oauth_redirect"},
        {"SCRIPT2DOC_TOKEN_KEYS": f"{new_key()}, {new_key()}"},
    ],
)
def test_several_workspaces_need_no_bot_token(right: dict[str, str]):
    assert token_problems(read_settings({**SEVERAL, **right})) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_ID is set, but SLACK_CLIENT_SECRET isn't"),
        ({"SLACK_CLIENT_ID": ""}, "SLACK_CLIENT_SECRET is set, but SLACK_CLIENT_ID isn't"),
        ({"SLACK_CLIENT_ID": "A0123"}, "SLACK_CLIENT_ID isn't a Client ID"),
        ({"SLACK_CLIENT_SECRET": "secret"}, "SLACK_CLIENT_SECRET has only 6 characters, but a Client Secret has 32"),
        ({"SLACK_CLIENT_SECRET": 32 * "x"}, "SLACK_CLIENT_SECRET isn't a Client Secret"),
        ({"SCRIPT2DOC_TOKEN_KEYS": ""}, "SCRIPT2DOC_TOKEN_KEYS isn't"),
        ({"SCRIPT2DOC_TOKEN_KEYS": f"{new_key()},secret"}, "SCRIPT2DOC_TOKEN_KEYS contains something that isn't a key"),
        ({"SLACK_REDIRECT_URI": "http://guides.example.com/slack/oauth_redirect"}, "must start with https://"),
        ({"SLACK_REDIRECT_URI": "https://guides.example.com/"}, "must end with /slack/oauth_redirect"),
        ({"SLACK_REDIRECT_URI": "guides.example.com/slack/oauth_redirect"}, "isn't a web address"),
        ({"SLACK_REDIRECT_URI": "https://[/slack/oauth_redirect"}, "isn't a web address"),
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set"),
        ({"SLACK_SIGNING_SECRET": ""}, "neither SLACK_SIGNING_SECRET (HTTP) nor SLACK_APP_TOKEN (Socket Mode)"),
    ],
)
def test_what_is_wrong_with_several_workspaces_is_one_line(wrong: dict[str, str], said: str):
    (line,) = token_problems(read_settings({**SEVERAL, **wrong}))

    assert said in line
    assert "secret" not in line


def test_a_worker_of_several_workspaces_needs_no_way_in():
    settings = read_settings({**SEVERAL, "SLACK_SIGNING_SECRET": ""})
    assert token_problems(settings, receives=False) == []
    assert set(settings.secrets({})) >= {SEVERAL["SLACK_CLIENT_SECRET"], SEVERAL["SCRIPT2DOC_TOKEN_KEYS"]}


SHARED = {"SCRIPT2DOC_DATABASE_URL": "postgresql://me:secret@db.example/jobs"}


def test_a_worker_needs_a_database_that_it_can_share_and_no_way_in():
    assert checked({"SLACK_BOT_TOKEN": BOT, **SHARED}, worker=True).app_token is None
    assert checked({**TOKENS, **SHARED, "SCRIPT2DOC_JOBS_AT_ONCE": "0"}).jobs_at_once == 0

    for env, said in (
        ({}, "takes a PostgreSQL database"),
        ({**SHARED, "SCRIPT2DOC_JOBS_AT_ONCE": "0"}, "a worker does nothing else than run jobs"),
    ):
        with pytest.raises(SettingsError, match=said) as caught:
            checked({"SLACK_BOT_TOKEN": BOT, **env}, worker=True)
        assert len(caught.value.problems) == 1


def test_the_playground_runs_its_own_jobs():
    with pytest.raises(SettingsError, match="nothing would run any jobs"):
        checked({"SCRIPT2DOC_JOBS_AT_ONCE": "0"}, playground=True)


@pytest.mark.parametrize(
    ("address", "stops"), [("sqlite+aiosqlite:///a.db", True), ("postgresql://db.example/a", False)]
)
def test_without_another_process_somebody_has_to_run_jobs(address: str, stops: bool):
    settings, problems = look({"SCRIPT2DOC_JOBS_AT_ONCE": "0", "SCRIPT2DOC_DATABASE_URL": address}, receives=False)

    assert problems == []
    assert bool(no_worker_problem(settings)) is stops


def test_a_template_has_to_be_a_word_file(tmp_path: Path):
    word, text = tmp_path / "company.docx", tmp_path / "text.docx"
    docx.Document().save(str(word))
    text.write_text("Our company")

    assert template_problem(None) is None
    assert template_problem(str(word)) is None
    assert "isn't a Word document" in (template_problem(str(text)) or "")


def test_the_playground_needs_no_tokens_and_no_database_and_stops_at_a_misspelled_name():
    env = {"SCRIPT2DOC_DATABASE_URL": "mysql://x/y", "SLACK_APP_TOKN": "x"}
    told = "SCRIPT2DOC_LOG_LEVLE isn't a setting. Did you mean SCRIPT2DOC_LOG_LEVEL?"

    assert checked(env, playground=True).bot_token is None
    with pytest.raises(SettingsError, match=re.escape(told)):
        checked({**env, "SCRIPT2DOC_LOG_LEVLE": "DEBUG"}, playground=True)


def test_a_name_that_is_like_none_of_ours_leads_to_the_list():
    assert unknown_names({"script2doc_colour": "red"}) == [
        "script2doc_colour isn't a setting. All settings are listed in .env.example."
    ]


def test_a_worker_without_tokens_is_told_of_the_one_that_it_uses():
    with pytest.raises(SettingsError, match="Put SLACK_BOT_TOKEN") as caught:
        checked(SHARED, worker=True)
    assert "SLACK_APP_TOKEN (xapp" not in str(caught.value)


@pytest.mark.parametrize(
    ("env", "meant"),
    [
        ({"SLACK_BOT_TOKEN": "x", "SLACK_APP_TOKN": "y"}, "SLACK_APP_TOKEN"),
        ({"SLACK_SINGING_SECRET": "x", "SLACK_CLIENTID": "y", "SLACK_CLIENT_ID": "z"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNNING_SECRET": "x"}, "SLACK_SIGNING_SECRET"),
        ({"OPENAI_API_KYE": "x"}, "OPENAI_API_KEY"),
        ({"OPENAI_API_KYE": "x", "OPENAI_API_KEY": "y"}, None),
        ({"OPENAI_APIKEY": "x"}, None),
        ({"SLACK_API_TOKEN": "x", "SLACK_BOT_TOKEN_2": "y", "OPENAI_ORG_ID": "z", "SLACK_WEBHOOK_URL": "w"}, None),
    ],
)
def test_a_slip_in_a_name_that_others_have_too_is_noticed_where_the_right_one_is_not_set(
    env: dict[str, str], meant: str | None
) -> None:
    assert [line.rsplit("Did you mean ", 1)[1] for line in unknown_names(env)] == ([f"{meant}?"] if meant else [])
