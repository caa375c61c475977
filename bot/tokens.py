"""What can be seen of Slack's tokens before Slack is asked: whether each is of its kind and was copied whole.

Slack, "Token types" and "Verifying requests from Slack". No sentence here shows a token.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.called import BOT
from bot.settings import Settings
from pipeline.llm.keys import flaw

BOT_PAGE = "your app's “OAuth & Permissions” page at api.slack.com/apps"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
"""Where the app answers who installs it."""
APP_PAGE = "your app's “Basic Information” page at api.slack.com/apps"

NO_TOKENS = (
    "No Slack tokens are set. Put SLACK_BOT_TOKEN (xoxb-…, from the app's “OAuth & Permissions” page at "
    "api.slack.com/apps) and SLACK_APP_TOKEN (xapp-…, from its “Basic Information” page) in .env. To try the app "
    f"without Slack, run `{BOT} playground`."
)

NOT_SET_FOR_WORKER = (
    "No Slack tokens are set. A worker needs the same settings as the process that serves, except SLACK_APP_TOKEN. "
    "Put SLACK_BOT_TOKEN (xoxb-…, from the app's “OAuth & Permissions” page at api.slack.com/apps) in .env."
)
"""The same for a process that only runs jobs."""

_KINDS = {
    "xoxb-": "a bot token",
    "xapp-": "an app-level token",
    "xoxp-": "a user token",
    "xoxe.xoxb-": "a bot token",
    "xoxe.xoxp-": "a user token",
    "xoxe-": "a refresh token",
    "xoxa-": "an outdated kind of token",
}
"""How each kind begins; with token rotation, bot tokens begin with xoxe.xoxb-."""
_LEAST = {"a bot token": 32, "an app-level token": 40}
"""Characters that a whole token has at the very least. Slack names no length: the oldest bot tokens have 8 digits and
18 letters (gitleaks, "slack-legacy-bot-token"), and app-level tokens are about 100 characters long."""
_SECRET_LETTERS = 32
"""The hexadecimal digits of a signing secret."""


def any_set(settings: Settings) -> bool:
    """Whether anything says that the app is to serve Slack."""
    given = (settings.bot_token, settings.app_token, settings.signing_secret, settings.client_secret)
    return settings.several or any(map(_given, given))


def token_problems(settings: Settings, *, receives: bool = True) -> list[str]:
    """A sentence or two for each token that can't be right, or is missing beside another; nothing is asked of Slack.
    A process that receives nothing from Slack needs the bot token only."""
    bot, app, secret = map(_given, (settings.bot_token, settings.app_token, settings.signing_secret))
    if settings.several or _given(settings.client_secret):
        return _problems_of_several(settings, receives=receives)
    if not (bot or app or secret):
        return []
    if _kind(bot) == "an app-level token" and _kind(app) == "a bot token":
        return [
            "SLACK_BOT_TOKEN contains an app-level token (xapp-…), and SLACK_APP_TOKEN contains a bot token (xoxb-…). "
            "Swap the two values."
        ]
    problems = [
        _bot_problem(bot) if bot else f"SLACK_BOT_TOKEN isn't set. It starts with xoxb-; copy it from {BOT_PAGE}.",
        _app_problem(app) if app else None,
        _secret_problem(secret) if secret else None,
    ]
    if receives and bot and not (app or secret):
        problems.append(
            "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP). Set "
            f"one of them; both are on {APP_PAGE}."
        )
    return [problem for problem in problems if problem]


def _problems_of_several(settings: Settings, *, receives: bool) -> list[str]:
    """The same where workspaces install the app by OAuth."""
    bot, app, secret = map(_given, (settings.bot_token, settings.app_token, settings.signing_secret))
    of_client = _given(settings.client_secret)
    problems = [
        _client_id_problem(settings.client_id),
        _secret_problem(of_client, "SLACK_CLIENT_SECRET", "Client Secret")
        if of_client
        else f"SLACK_CLIENT_ID is set, but SLACK_CLIENT_SECRET isn't. Copy the Client Secret from {APP_PAGE}.",
        _keys_problem(settings.keys),
        _redirect_problem(settings.redirect_uri),
        _app_problem(app) if app else None,
        _secret_problem(secret) if secret else None,
    ]
    if bot:
        problems.append(
            "SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set. With SLACK_CLIENT_ID, each workspace gets its own token "
            f"when it installs the app at {INSTALL_PATH}: remove SLACK_BOT_TOKEN. For one workspace only, remove "
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET."
        )
    if receives and not (app or secret):
        problems.append(
            "SLACK_CLIENT_ID is set, but neither SLACK_SIGNING_SECRET (HTTP) nor SLACK_APP_TOKEN (Socket Mode). Set "
            f"one of them; both are on {APP_PAGE}."
        )
    return [problem for problem in problems if problem]


def _client_id_problem(given: str | None) -> str | None:
    if not given:
        return f"SLACK_CLIENT_SECRET is set, but SLACK_CLIENT_ID isn't. Copy the Client ID from {APP_PAGE}."
    if not re.fullmatch(r"[0-9]+\.[0-9]+", given):
        return (
            "SLACK_CLIENT_ID isn't a Client ID, which is two numbers with a dot between them. Copy the Client ID from "
            f"{APP_PAGE}."
        )
    return None


def _keys_problem(keys: tuple[str, ...]) -> str | None:
    from bot.store.encryption import is_key

    if not keys:
        return (
            "SLACK_CLIENT_ID is set, but SCRIPT2DOC_TOKEN_KEYS isn't. The workspaces' tokens are encrypted with it: "
            f"run `{BOT} new-key`, set it to what that prints, and keep it safe."
        )
    if not all(map(is_key, keys)):
        return (
            f"SCRIPT2DOC_TOKEN_KEYS contains something that isn't a key: each has 44 characters, as `{BOT} "
            "new-key` prints them, with a comma between two."
        )
    return None


def _redirect_problem(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or not url.startswith(("https://", "http://")):
        return f"SLACK_REDIRECT_URI isn't a web address. It should look like https://guides.example.com{REDIRECT_PATH}."
    if parts.scheme != "https" and host not in ("localhost", "127.0.0.1"):
        return "SLACK_REDIRECT_URI must start with https://, since tokens are given to whoever answers there."
    if parts.path != REDIRECT_PATH:
        return f"SLACK_REDIRECT_URI must end with {REDIRECT_PATH}, where this app answers."
    return None


def _given(token: SecretStr | None) -> str:
    """The token, or nothing where it is blank."""
    value = token.get_secret_value() if token else ""
    return value if value.strip() else ""


def _kind(token: str) -> str | None:
    return next((kind for start, kind in _KINDS.items() if token.startswith(start)), None)


def _bot_problem(token: str) -> str | None:
    return _problem("SLACK_BOT_TOKEN", token, "a bot token", f"Copy the Bot User OAuth Token (xoxb-…) from {BOT_PAGE}.")


def _app_problem(token: str) -> str | None:
    remedy = f"Copy an app-level token (xapp-…) with the scope connections:write from {APP_PAGE}."
    return _problem("SLACK_APP_TOKEN", token, "an app-level token", remedy)


def _secret_problem(secret: str, name: str = "SLACK_SIGNING_SECRET", what: str = "Signing Secret") -> str | None:
    remedy = f"Copy the {what} from {APP_PAGE}."
    if problem := flaw(name, secret):
        return problem
    if kind := _kind(secret):
        return f"{name} contains {kind}. {remedy}"
    if len(secret) != _SECRET_LETTERS:
        how = f"{'only ' if len(secret) < _SECRET_LETTERS else ''}{_characters(secret)}"
        return f"{name} has {how}, but a {what} has {_SECRET_LETTERS}. {remedy}"
    if not re.fullmatch("[0-9A-Fa-f]+", secret):
        return f"{name} isn't a {what}, which has only the digits 0-9 and a-f. {remedy}"
    return None


def _problem(name: str, token: str, wanted: str, remedy: str) -> str | None:
    if problem := flaw(name, token):
        return problem
    kind = _kind(token)
    if kind is None:
        return f"{name} isn't {wanted}. {remedy}"
    if kind != wanted:
        return f"{name} contains {kind}, not {wanted}. {remedy}"
    if token in _KINDS:
        return f"{name} contains only the beginning of a token. {remedy}"
    if len(token) < _LEAST[wanted]:
        return f"{name} has only {_characters(token)}, so a part of the token is missing. {remedy}"
    return None


def _characters(text: str) -> str:
    return "1 character" if len(text) == 1 else f"{len(text)} characters"
