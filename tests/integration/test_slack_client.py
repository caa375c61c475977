"""The client for Slack's Web API over the wire: what it tries again, what it never does twice, and what it raises."""

from __future__ import annotations

import pytest

from bot.playground import Playground
from bot.slack_client import SlackClient, Waiting, hasty
from bot.slack_errors import SlackUnreachable
from tests.loopback.raw_server import RawServer

ROOM = "#how-to-guides"


class Pauses:
    """Takes no time, and remembers what was asked for, in seconds."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)


def answer(body: str, content_type: str = "application/json", status: str = "200 OK") -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return (head + body).encode()


@pytest.mark.parametrize(
    "answered",
    [
        answer("[]"),
        answer("null"),
        answer('"ok"'),
        answer('{"ok": tru'),
        answer("ok", "text/plain"),
        answer("<html>Sign in to the network</html>", "text/html"),
        answer("\x00\x01", "application/octet-stream"),
        answer("Bad Gateway", "text/plain", "502 Bad Gateway"),
        answer("<html></html>", "text/html", "503 Service Unavailable"),
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
        b"not HTTP at all\r\n\r\n",
        b"",
    ],
)
async def test_whatever_is_no_answer_of_slacks_is_one_error(answered: bytes):
    pauses = Pauses()
    async with RawServer(answered) as server:
        client = SlackClient("xoxb-1", server.url("/api/"), Waiting(pause=pauses))
        with pytest.raises(SlackUnreachable) as raised:
            await client.files_info(file="F1")
        assert raised.value.perhaps_done
        assert str(raised.value)
        assert server.connections >= 3, "it was tried again, since reading twice is as reading once"
    assert pauses.asked == [1.0, 3.0]


async def test_a_post_that_may_have_been_done_is_not_sent_again():
    async with RawServer(b"") as server:
        client = SlackClient("xoxb-1", server.url("/api/"), Waiting(pause=Pauses()))
        with pytest.raises(SlackUnreachable):
            await client.chat_postMessage(channel="C1", text="hello")
        assert server.connections == 1


async def test_an_edit_that_a_newer_one_follows_is_not_tried_again():
    async with RawServer(b"") as server:
        client = SlackClient("xoxb-1", server.url("/api/"), Waiting(pause=Pauses()))
        with hasty(), pytest.raises(SlackUnreachable):
            await client.chat_update(channel="C1", ts="1.0", text="hello")
        assert server.connections == 1


@pytest.mark.parametrize("in_body", [False, True])
async def test_a_post_that_slacks_rates_refused_is_sent_when_slack_says(in_body: bool):
    pauses = Pauses()
    async with Playground() as playground:
        playground.fail_next("chat.postMessage", error="ratelimited", retry_after=20, in_body=in_body, times=2)
        client = SlackClient(playground.bot_token, playground.api_url, Waiting(pause=pauses))
        await client.chat_postMessage(channel=playground.channel(ROOM).id, text="hello")
        assert [message.text for message in playground.messages(ROOM)] == ["hello"]
    assert pauses.asked == ([1.0, 2.0] if in_body else [20.0, 20.0])


async def test_a_token_that_slack_no_longer_takes_is_noted():
    async with Playground() as playground:
        client = SlackClient(playground.bot_token, playground.api_url)
        playground.fail_next("files.info", error="token_revoked")
        with pytest.raises(Exception, match="token_revoked"):
            await client.files_info(file="F1")
        assert client.rejected.is_set()
        assert client.rejection == "token_revoked"
