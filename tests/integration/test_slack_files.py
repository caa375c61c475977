"""Files of Slack over the wire: whom the bot's token is shown, what is taken for a file, and one document a thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest

from bot.playground import Playground, Timing
from bot.slack_client import SlackClient, Waiting
from bot.slack_errors import SlackUnreachable
from bot.slack_files import FileTooLarge, FileUnavailable, SlackFile, SlackFiles
from bot.slack_uploads import SlackUploads
from tests.loopback.raw_server import RawServer

ROOM = "#how-to-guides"
TOKEN = "xoxb-loopback"
MOST = 100_000
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\ntalk"

OpenFiles = Callable[..., SlackFiles]


async def briefly(seconds: float) -> None:
    """Waits a thousandth of what is asked for."""
    await asyncio.sleep(seconds / 1000)


def client_of(api_url: str, token: str) -> SlackClient:
    return SlackClient(token, api_url, Waiting(pause=briefly))


@pytest.fixture
async def open_files() -> AsyncIterator[OpenFiles]:
    """`open_files(api_url, token)`: the files of the Slack at this address."""
    async with AsyncExitStack() as stack:

        def opened(api_url: str, token: str = TOKEN) -> SlackFiles:
            files = SlackFiles(client_of(api_url, token))
            stack.push_async_callback(files.aclose)
            return files

        yield opened


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(timing=Timing(share=0.0)) as made:
        yield made


def file_at(url: str, **more: Any) -> SlackFile:
    return SlackFile("F1", "talk.txt", 4, "text/plain", url, "U1", **more)


async def dropped(playground: Playground, files: SlackFiles, name: str, content: bytes) -> SlackFile:
    """A file that somebody has dropped, as Slack describes it."""
    message = await playground.post_message(ROOM, playground.you.id, "", [(name, content)])
    return await files.info(message.files[0])


async def test_slack_is_shown_the_token_and_hands_the_file_over(open_files: OpenFiles):
    async with RawServer(PLAIN) as slack:
        data = await open_files(slack.url("/api/")).download(file_at(slack.url("/files-pri/T1-F1/talk.txt")), MOST)
    assert data == b"talk"
    assert f"Bearer {TOKEN}".encode() in slack.received


async def test_a_canvas_may_be_as_long_as_a_file_and_no_longer(playground: Playground, open_files: OpenFiles):
    files = open_files(playground.api_url, playground.bot_token)
    stored = playground.store_canvas("Walk", "word", playground.you.id)
    playground.post_files(ROOM, playground.you.id, [stored])
    canvas = await files.info(stored.id)

    assert await files.download(canvas, 4) == b"word"
    with pytest.raises(FileTooLarge, match=r"This canvas is over the limit of 3 bytes\. Split it\."):
        await files.download(canvas, 3)


@pytest.mark.parametrize("clip", [False, True])
async def test_a_host_that_is_not_slacks_is_not_even_asked(open_files: OpenFiles, clip: bool):
    async with RawServer(PLAIN) as slack, RawServer(PLAIN) as other:
        url = other.url("/files-pri/T1-F1/talk.txt")
        file = file_at(url)
        if clip:
            file = replace(file_at(slack.url("/clip.mp4")), mimetype="video/mp4", clip_transcript=url)
        with pytest.raises(FileUnavailable):
            await open_files(slack.url("/api/")).download(file, MOST)
    assert slack.connections == other.connections == 0


def redirect(location: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


async def test_a_redirect_within_slack_is_followed_with_the_token(open_files: OpenFiles, any_host: RawServer):
    async with RawServer(redirect("https://files-origin.slack.com/files-pri/T1-F1/talk.txt")) as slack:
        with pytest.raises(SlackUnreachable):  # the proxy refuses to connect there
            await open_files(slack.url("/api/")).download(file_at(slack.url("/talk.txt")), MOST)
    assert any_host.received.startswith(b"CONNECT files-origin.slack.com:443")
    assert TOKEN.encode() not in any_host.received


@pytest.mark.parametrize("login", ["/?redir=%2Ffiles-pri%2FT1-F1", "/signin", "https://slack.com/workspace-signin"])
async def test_a_redirect_to_the_login_page_names_the_scope(open_files: OpenFiles, login: str):
    async with RawServer(redirect(login)) as slack:
        with pytest.raises(FileUnavailable, match="files:read"):
            await open_files(slack.url("/api/")).download(file_at(slack.url("/talk.txt")), MOST)


async def test_a_redirect_that_goes_round_in_circles_ends(open_files: OpenFiles):
    async with RawServer(redirect("/talk.txt")) as slack:
        with pytest.raises(FileUnavailable, match="from one address to the next"):
            await open_files(slack.url("/api/")).download(file_at(slack.url("/talk.txt")), MOST)


async def test_a_redirect_takes_the_token_nowhere(open_files: OpenFiles):
    async with RawServer(PLAIN) as other:
        away = f"HTTP/1.1 302 Found\r\nLocation: {other.url()}\r\nContent-Length: 0\r\n\r\n"
        async with RawServer(away.encode()) as slack:
            with pytest.raises(FileUnavailable):
                await open_files(slack.url("/api/")).download(file_at(slack.url("/talk.txt")), MOST)
    assert other.connections == 0


@pytest.fixture
async def any_host(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RawServer]:
    """Whoever asks any host but loopback arrives here, as behind a company's proxy."""
    async with RawServer(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n") as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.setenv(name, proxy.url())
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.setenv(name, "127.0.0.1")
        yield proxy


SLACK = "https://slack.com/api/"


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com/files-pri/T1-F1/download/talk.txt",
        "https://files.slack-gov.com/files-pri/T1-F1/download/talk.txt",
        "https://acme.slack-files.com/T1-F1",
        "https://slack.com/files-pri/T1-F1",
    ],
)
async def test_slacks_own_hosts_are_asked_and_only_under_tls(open_files: OpenFiles, any_host: RawServer, url: str):
    files = open_files(SLACK)
    with pytest.raises(SlackUnreachable):
        await files.download(file_at(url), MOST)
    assert any_host.received.startswith(b"CONNECT ")
    assert TOKEN.encode() not in any_host.received
    asked = any_host.connections

    with pytest.raises(FileUnavailable):
        await files.download(file_at(url.replace("https:", "http:")), MOST)
    assert any_host.connections == asked


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/files-pri/T1-F1/talk.txt",
        "https://files.slack.com.example.com/talk.txt",
        "https://notslack.com/talk.txt",
        "https://example.com/files.slack.com/talk.txt",
        "https://files.slack.com@example.com/talk.txt",
        "https://example.com#files.slack.com",
        "//example.com/talk.txt",
    ],
)
async def test_hosts_that_look_like_slacks_are_not_asked(open_files: OpenFiles, any_host: RawServer, url: str):
    with pytest.raises(FileUnavailable):
        await open_files(SLACK).download(file_at(url), MOST)
    assert any_host.connections == 0


async def test_slacks_login_page_is_no_transcript(playground: Playground, open_files: OpenFiles):
    file = await dropped(playground, open_files(playground.api_url, playground.bot_token), "talk.txt", b"talk")
    with pytest.raises(FileUnavailable, match="files:read"):
        await open_files(playground.api_url, "xoxb-of-another-app").download(file, MOST)


async def test_a_page_that_somebody_dropped_is_read(playground: Playground, open_files: OpenFiles):
    files = open_files(playground.api_url, playground.bot_token)
    page = b"<html><body><p>Ann: Open the settings.</p></body></html>"
    assert await files.download(await dropped(playground, files, "talk.html", page), MOST) == page


async def test_a_file_that_is_too_large_is_not_asked_for(open_files: OpenFiles):
    async with RawServer(PLAIN) as slack:
        file = replace(file_at(slack.url("/talk.txt")), size=MOST + 1)
        with pytest.raises(FileUnavailable, match="100,000"):
            await open_files(slack.url("/api/")).download(file, MOST)
    assert slack.connections == 0


async def test_no_more_is_read_than_may_be_whatever_slack_said_of_the_size(open_files: OpenFiles):
    endless = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + bytes(MOST + 1)
    # The rest never comes: who reads on waits for it in vain.
    async with RawServer(endless, again=True, pause=3600) as slack:
        with pytest.raises(FileUnavailable, match="100,000"):
            await open_files(slack.url("/api/")).download(file_at(slack.url("/talk.txt")), MOST)


async def test_as_much_as_may_be_is_read(playground: Playground, open_files: OpenFiles):
    files = open_files(playground.api_url, playground.bot_token)
    file = await dropped(playground, files, "talk.txt", bytes(MOST))
    assert len(await files.download(file, MOST)) == MOST


@pytest.mark.parametrize(
    "file",
    [
        replace(file_at("https://files.slack.com/x"), mimetype="image/png"),
        replace(file_at("https://files.slack.com/x"), mimetype="video/mp4"),
        replace(file_at("https://files.slack.com/x"), url=None),
    ],
    ids=["a picture", "a recording without a transcript", "a link"],
)
async def test_what_holds_no_text_is_not_asked_for(open_files: OpenFiles, any_host: RawServer, file: SlackFile):
    with pytest.raises(FileUnavailable):
        await open_files(SLACK).download(file, MOST)
    assert any_host.connections == 0


@pytest.mark.parametrize(("name", "recording"), [("talk.ass", False), ("talk.vtt", False), ("talk.aac", True)])
async def test_subtitles_are_no_recording_whatever_their_type(name: str, recording: bool):
    assert SlackFile("F1", name, 10, "audio/aac", "https://files.slack.com/x", None).is_media is recording


async def test_a_file_that_is_gone_is_told_and_other_refusals_are_raised(playground: Playground, open_files: OpenFiles):
    files = open_files(playground.api_url, playground.bot_token)
    with pytest.raises(FileUnavailable):
        await files.info("F0NOWHERE")
    file = await dropped(playground, files, "talk.txt", b"talk")
    playground.fail_next("download", status=500, times=3)
    with pytest.raises(SlackUnreachable, match="500"):
        await files.download(file, MOST)


@pytest.mark.parametrize("status", [404, 500, 503])
async def test_a_download_that_fails_once_is_tried_again(playground: Playground, open_files: OpenFiles, status: int):
    files = open_files(playground.api_url, playground.bot_token)
    file = await dropped(playground, files, "talk.txt", b"talk")
    playground.fail_next("download", status=status)
    assert await files.download(file, MOST) == b"talk"


async def test_a_file_that_slack_does_not_find_in_the_first_moment_is_looked_up_again(
    playground: Playground, open_files: OpenFiles
):
    files = open_files(playground.api_url, playground.bot_token)
    file = await dropped(playground, files, "talk.txt", b"talk")
    playground.fail_next("files.info", error="file_not_found", times=2)
    assert (await files.info_of_new(file.id)).id == file.id


class Thread:
    """A thread of the playground, to which a document is delivered."""

    def __init__(self, playground: Playground, uploads: SlackUploads, ts: str) -> None:
        self.playground, self.uploads, self.ts = playground, uploads, ts
        self.channel = playground.channel(ROOM).id
        self.begun: list[str] = []

    async def begin(self, file_id: str) -> None:
        self.begun.append(file_id)

    async def deliver(self, begun: str | None = None) -> SlackFile:
        return await self.uploads.deliver(
            b"docx", "guide.docx", "Guide", self.channel, self.ts, begun=begun, begin=self.begin
        )

    @property
    def held(self) -> list[str]:
        return [id for message in self.playground.thread(ROOM, self.ts) for id in message.files]


@pytest.fixture
async def thread(playground: Playground, open_files: OpenFiles) -> Thread:
    message = await playground.post_message(ROOM, playground.you.id, "a transcript")
    address, token = playground.api_url, playground.bot_token
    uploads = SlackUploads(client_of(address, token), open_files(address, token))
    return Thread(playground, uploads, message.ts)


async def test_a_delivery_that_was_finished_is_not_repeated(thread: Thread):
    first = await thread.deliver()
    again = await thread.deliver(begun=first.id)
    assert again.id == first.id
    assert thread.held == thread.begun == [first.id]


async def test_a_document_that_slack_does_not_show_is_sent_once_more_and_the_first_is_taken_back(thread: Thread):
    thread.playground.lose_next_shares(1)
    there = await thread.deliver()
    lost, second = thread.begun
    assert thread.held == [there.id] == [second]
    assert thread.playground.workspace.files[lost].state == "deleted"


async def test_a_document_that_slack_never_shows_is_told(thread: Thread):
    thread.playground.lose_next_shares(2)
    with pytest.raises(FileUnavailable):
        await thread.deliver()
    first, second = (thread.playground.workspace.files[id] for id in thread.begun)
    assert (first.state, second.state) == ("deleted", "complete"), "what may still appear isn't taken back"
