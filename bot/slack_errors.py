"""What an error of Slack, or of the way to it, means: whether it passes, whom it concerns, and whether the call may
have been carried out all the same.

The codes are those that the methods we call list under "Errors" (docs.slack.dev, "Web API methods"), and those that
are seen beside them.
"""

from __future__ import annotations

from enum import StrEnum

import aiohttp
from slack_sdk.errors import SlackApiError

RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
"""Refused before anything was done."""
PASSING = RATE_LIMITED | {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "accesslimited",
    "external_channel_migrating",
    "message_limit_exceeded",
    "update_failed",
    "upload_failed",
}
"""Slack is at fault or busy: the same call succeeds later."""
REJECTED = frozenset(
    {
        "invalid_auth",
        "invalid_refresh_token",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "org_login_required",
        "two_factor_setup_required",
    }
)
"""The token isn't good any more, so no call will succeed."""
GONE = frozenset({"message_not_found", "thread_not_found", "cant_update_message", "edit_window_closed", "is_inactive"})
"""The message or its thread isn't there any more, or can't be edited; others can still be posted."""
PLACE = frozenset(
    {
        "access_denied",
        "as_user_not_supported",
        "cannot_reply_to_message",
        "channel_not_found",
        "channel_type_not_supported",
        "ekm_access_denied",
        "invalid_channel",
        "is_archived",
        "method_not_supported_for_channel_type",
        "no_permission",
        "not_in_channel",
        "not_in_group",
        "posting_to_channel_denied",
        "slack_connect_blocked_file_type",
        "slack_connect_canvas_sharing_blocked",
        "slack_connect_file_upload_sharing_blocked",
        "slack_connect_file_link_sharing_blocked",
        "team_access_not_granted",
        "team_not_found",
        "user_is_restricted",
    }
)
"""The conversation can't be written to, now or later. So say all codes that begin with RESTRICTED."""
RESTRICTED = "restricted_action"
TRIGGER_LATE = frozenset({"expired_trigger_id", "invalid_trigger_id", "invalid_trigger", "trigger_expired"})
"""A form was to be opened too long after the button was pressed (Slack gives three seconds)."""
TRIGGER_USED = frozenset({"exchanged_trigger_id", "trigger_exchanged"})
"""The form is open already."""
UNKNOWN_PERSON = frozenset({"user_not_found", "user_not_visible", "users_not_found"})


class Meaning(StrEnum):
    """What an error means for who made the call."""

    PASSING = "passing"
    """Slack is at fault, busy or can't be reached: to be tried again."""
    REJECTED = "rejected"
    """The token isn't taken any more."""
    PLACE = "place"
    """The conversation can't be written to."""
    GONE = "gone"
    """The message isn't there any more, or can't be edited."""
    REFUSED = "refused"
    """Refused for another reason, which lasts."""
    DEFECT = "defect"
    """An error of ours."""


class SlackUnreachable(ConnectionError):
    """Slack couldn't be reached, or what answered wasn't Slack; the message says why in a few words."""

    def __init__(self, why: str, *, perhaps_done: bool = True) -> None:
        """`perhaps_done`: whether Slack may have got the call and carried it out."""
        super().__init__(why)
        self.perhaps_done = perhaps_done


def unreachable(error: Exception) -> SlackUnreachable:
    """What the network or an unreadable answer raised, as one kind of error."""
    if isinstance(error, SlackUnreachable):
        return error
    if isinstance(error, SlackApiError):
        return SlackUnreachable(f"it answers {status_of(error)}")
    never_sent = isinstance(error, aiohttp.ClientConnectorError)
    return SlackUnreachable(str(error) or "no answer in time", perhaps_done=not never_sent)


def code_of(error: BaseException) -> str | None:
    """Slack's name for its refusal; None for what isn't Slack's answer, such as a page of a proxy."""
    data = getattr(getattr(error, "response", None), "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) and code else None


def status_of(error: SlackApiError) -> int:
    """The answer's HTTP status."""
    response = error.response  # the SDK gives aiohttp's own where the body can't be read
    return next((int(n) for n in (getattr(response, k, None) for k in ("status_code", "status")) if n), 0)


def rate_limited(error: SlackApiError) -> bool:
    """Whether Slack refused this because there were too many calls."""
    return status_of(error) == 429 or code_of(error) in RATE_LIMITED


def retry_after(error: BaseException) -> float:
    """The seconds that Slack asks to wait, 0 where it asks for none."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    return seconds_of({str(name).lower(): value for name, value in headers.items()}.get("retry-after"))


def seconds_of(header: object) -> float:
    """A Retry-After header in seconds; 0 where it isn't a number of them."""
    try:
        return max(0.0, float(str(header)))
    except ValueError:
        return 0.0


def meaning(error: BaseException) -> Meaning:
    """What an error means. Whatever the network raises counts as Slack that can't be reached."""
    if isinstance(error, SlackApiError):
        code = code_of(error)
        if code is None or status_of(error) >= 500 or status_of(error) == 429 or code in PASSING:
            return Meaning.PASSING
        return meaning_of_code(code)
    if isinstance(error, aiohttp.ClientError | ConnectionError | TimeoutError):
        return Meaning.PASSING
    return Meaning.DEFECT


def meaning_of_code(code: str) -> Meaning:
    """What a code of a refusal means."""
    if code in PASSING:
        return Meaning.PASSING
    if code in REJECTED:
        return Meaning.REJECTED
    if code in GONE:
        return Meaning.GONE
    if code in PLACE or code.startswith(RESTRICTED):
        return Meaning.PLACE
    return Meaning.REFUSED


def perhaps_done(error: BaseException) -> bool:
    """Whether the call may have been carried out although this came back."""
    if meaning(error) is not Meaning.PASSING:
        return False
    if isinstance(error, SlackApiError):
        return not rate_limited(error)
    return not isinstance(error, aiohttp.ClientConnectorError) and getattr(error, "perhaps_done", True)


def in_words(error: BaseException) -> str:
    """Slack's refusal for the person: its code as Slack's help pages have it, or that it couldn't be reached."""
    code = code_of(error)
    return f"Slack refused: {code}." if code and meaning(error) is not Meaning.PASSING else "Slack didn't answer."
