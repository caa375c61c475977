"""What an error of Slack means."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack_errors import Meaning, SlackUnreachable, code_of, meaning, perhaps_done, retry_after, seconds_of


def refused(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> SlackApiError:
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="https://slack.com/api/chat.update",
        req_args={},
        data=data,
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError("refused", response)


@pytest.mark.parametrize(
    ("error", "means"),
    [
        (refused({"ok": False, "error": "internal_error"}), Meaning.PASSING),
        (refused({"ok": False, "error": "fatal_error"}, 500), Meaning.PASSING),
        (refused({"ok": False, "error": "ratelimited"}), Meaning.PASSING),
        (refused({"ok": False, "error": "rate_limited"}, 429), Meaning.PASSING),
        (refused("Internal Server Error", 500), Meaning.PASSING),
        (refused({}, 503), Meaning.PASSING),
        (refused(None), Meaning.PASSING),
        (refused([]), Meaning.PASSING),
        (refused({"ok": False, "error": {"code": 1}}), Meaning.PASSING),
        (refused({"ok": False, "error": "is_archived"}), Meaning.PLACE),
        (refused({"ok": False, "error": "restricted_action_thread_locked"}), Meaning.PLACE),
        (refused({"ok": False, "error": "message_not_found"}), Meaning.GONE),
        (refused({"ok": False, "error": "token_revoked"}), Meaning.REJECTED),
        (refused({"ok": False, "error": "invalid_blocks"}), Meaning.REFUSED),
        (refused({"ok": False, "error": "a_code_of_next_year"}), Meaning.REFUSED),
        (aiohttp.ServerDisconnectedError(), Meaning.PASSING),
        (aiohttp.ClientPayloadError(), Meaning.PASSING),
        (TimeoutError(), Meaning.PASSING),
        (ConnectionResetError(), Meaning.PASSING),
        (SlackUnreachable("it answers 502"), Meaning.PASSING),
        (FileNotFoundError(), Meaning.DEFECT),
        (AttributeError(), Meaning.DEFECT),
    ],
    ids=repr,
)
def test_each_error_means_one_thing(error: Exception, means: Meaning):
    assert meaning(error) is means


def test_what_was_refused_before_it_was_done_may_be_sent_again():
    assert not perhaps_done(refused({"ok": False, "error": "ratelimited"}))
    assert not perhaps_done(refused({"ok": False, "error": "is_archived"}))
    assert not perhaps_done(SlackUnreachable("never sent", perhaps_done=False))
    assert perhaps_done(refused({"ok": False, "error": "internal_error"}))
    assert perhaps_done(SlackUnreachable("no answer in time"))


def test_a_code_is_read_only_where_slack_gives_one():
    assert code_of(refused({"ok": False, "error": "is_archived"})) == "is_archived"
    assert code_of(refused("Bad Gateway", 502)) is None
    assert code_of(ValueError()) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("20", 20.0), ("0.5", 0.5), ("-1", 0.0), ("Wed, 21 Oct 2026 07:28:00 GMT", 0.0), (None, 0.0)],
)
def test_retry_after_is_seconds_or_nothing(header: str | None, seconds: float):
    assert seconds_of(header) == seconds


def test_retry_after_is_read_whatever_its_case():
    assert retry_after(refused({"ok": False}, 429, {"Retry-After": "7"})) == 7
    assert retry_after(refused({"ok": False}, 429, {"retry-after": "7"})) == 7
