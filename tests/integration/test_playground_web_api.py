"""The playground's Web API through the real client: what works, and what it refuses as Slack does."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Limits, Manifest, Playground, Timing
from tests.clock import Clock
from tests.integration.playground_app import client_of

SECTION = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Reading* …"}}]


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(timing=Timing(retries=(), share=0.01)) as playground:
        yield playground


@pytest.fixture
def client(playground: Playground) -> AsyncWebClient:
    return client_of(playground)


async def refusal(call: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as error:
        await call
    data: dict[str, Any] = error.value.response.data
    return data


async def test_the_token_says_who_calls(playground: Playground, client: AsyncWebClient) -> None:
    answer = await client.auth_test()

    assert answer["user_id"] == playground.app_user.id
    assert answer["url"] == playground.url


@pytest.mark.parametrize(
    ("token", "error"), [("xoxb-wrong", "invalid_auth"), ("", "not_authed"), ("app", "not_allowed_token_type")]
)
async def test_a_wrong_token_is_refused(playground: Playground, token: str, error: str) -> None:
    client = AsyncWebClient(token=playground.app_token if token == "app" else token, base_url=playground.api_url)

    assert (await refusal(client.auth_test()))["error"] == error


async def test_only_the_app_token_opens_connections(playground: Playground, client: AsyncWebClient) -> None:
    assert (await refusal(client.apps_connections_open(app_token="xapp-wrong")))["error"] == "invalid_auth"
    opened = await client.apps_connections_open(app_token=playground.app_token)

    assert opened["url"].startswith("ws://127.0.0.1:")


async def test_an_unknown_method(client: AsyncWebClient) -> None:
    answer = await refusal(client.api_call("chat.shout"))

    assert answer["error"] == "unknown_method"
    assert answer["req_method"] == "chat.shout"


async def test_what_the_manifest_doesnt_grant_is_missing() -> None:
    manifest = Manifest(scopes=frozenset({"chat:write"}), events=frozenset())
    async with Playground(manifest=manifest) as playground:
        answer = await refusal(client_of(playground).conversations_info(channel=playground.channel("#general").id))

    assert answer["error"] == "missing_scope"
    assert "channels:read" in answer["needed"]
    assert answer["provided"] == "chat:write"


async def test_arguments_come_as_query_form_or_json(playground: Playground) -> None:
    url = f"{playground.api_url}chat.postMessage"
    channel = playground.channel("#general").id
    headers = {"Authorization": f"Bearer {playground.bot_token}"}
    async with aiohttp.ClientSession() as session:
        for arguments in (
            {"params": {"channel": channel, "text": "query", "token": playground.bot_token}},
            {"data": {"channel": channel, "text": "form", "blocks": json.dumps(SECTION)}, "headers": headers},
            {"json": {"channel": channel, "text": "json", "blocks": SECTION}, "headers": headers},
            {"params": {"channel": channel}, "json": {"text": "both"}, "headers": headers},
        ):
            async with session.post(url, **arguments) as response:
                assert (await response.json())["ok"]
        async with session.post(
            f"{playground.api_url}conversations.info", json={"channel": channel}, headers=headers
        ) as response:
            reading = await response.json()

    assert [message.text for message in playground.messages("#general")] == ["query", "form", "json", "both"]
    assert reading["error"] == "channel_not_found", "Slack's reading methods take no JSON"


# -- messages


async def test_a_message_is_posted_edited_and_deleted(playground: Playground, client: AsyncWebClient) -> None:
    channel = playground.channel("#general").id
    posted = await client.chat_postMessage(channel=channel, text="Reading …", blocks=SECTION)
    await client.chat_update(channel=channel, ts=posted["ts"], text="Writing …", blocks=SECTION)
    await client.chat_update(channel=channel, ts=posted["ts"], text="Done")

    (message,) = playground.messages("#general")
    assert [edit.text for edit in playground.edits(message.ts)] == ["Reading …", "Writing …", "Done"]
    assert message.blocks == [], "text without blocks removes the blocks"
    assert message.marked_edited, "an edit of text is marked"

    await client.chat_delete(channel=channel, ts=posted["ts"])
    assert playground.messages("#general") == []
    assert (await refusal(client.chat_update(channel=channel, ts=posted["ts"], text="x")))[
        "error"
    ] == "message_not_found"


async def test_an_edit_of_blocks_isnt_marked(playground: Playground, client: AsyncWebClient) -> None:
    channel = playground.channel("#general").id
    posted = await client.chat_postMessage(channel=channel, text="Reading …", blocks=SECTION)

    await client.chat_update(channel=channel, ts=posted["ts"], text="Writing …", blocks=SECTION)

    assert playground.messages("#general")[0].marked_edited is None


async def test_other_peoples_messages_cant_be_edited(playground: Playground, client: AsyncWebClient) -> None:
    theirs = await playground.post_message("#general", playground.you.id, "Hello")

    update = client.chat_update(channel=theirs.channel, ts=theirs.ts, text="x")
    delete = client.chat_delete(channel=theirs.channel, ts=theirs.ts)

    assert (await refusal(update))["error"] == "cant_update_message"
    assert (await refusal(delete))["error"] == "cant_delete_message"


@pytest.mark.parametrize(
    ("channel", "error"),
    [("#random", "not_in_channel"), ("#leadership", "channel_not_found"), ("C404", "channel_not_found")],
)
async def test_where_the_app_isnt_it_cant_post(
    playground: Playground, client: AsyncWebClient, channel: str, error: str
) -> None:
    id = playground.channel(channel).id if channel.startswith("#") else channel

    assert (await refusal(client.chat_postMessage(channel=id, text="x")))["error"] == error


async def test_a_post_to_a_person_opens_the_conversation_with_them(
    playground: Playground, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel=playground.you.id, text="Done")

    assert posted["channel"] == playground.direct_message(playground.you.id).id
    assert posted["channel"].startswith("D")


async def test_bad_blocks_are_refused_with_the_reason(playground: Playground, client: AsyncWebClient) -> None:
    header = [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]

    answer = await refusal(client.chat_postMessage(channel=playground.channel("#general").id, text="x", blocks=header))

    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be of type plain_text [json-pointer:/blocks/0/text/type]"
    ]


async def test_texts_have_their_lengths(playground: Playground, client: AsyncWebClient) -> None:
    channel = playground.channel("#general").id
    posted = await client.chat_postMessage(channel=channel, text="a" * 50_000)

    assert len(posted["message"]["text"]) == 40_000
    empty = client.api_call("chat.postMessage", json={"channel": channel})
    assert (await refusal(empty))["error"] == "no_text"
    update = client.chat_update(channel=channel, ts=posted["ts"], text="a" * 4001)
    assert (await refusal(update))["error"] == "msg_too_long"


async def test_edits_above_the_tier_get_a_429(playground: Playground, client: AsyncWebClient) -> None:
    channel = playground.channel("#general").id
    posted = await client.chat_postMessage(channel=channel, text="0")
    for number in range(50):
        await client.chat_update(channel=channel, ts=posted["ts"], text=str(number))

    with pytest.raises(SlackApiError) as error:
        await client.chat_update(channel=channel, ts=posted["ts"], text="too many")

    assert error.value.response.status_code == 429
    assert 1 <= int(error.value.response.headers["Retry-After"]) <= 60
    assert playground.messages("#general")[0].text == "49"


async def test_what_only_one_person_sees(playground: Playground, client: AsyncWebClient) -> None:
    channel = playground.channel("#support-team").id
    await client.chat_postEphemeral(channel=channel, user=playground.you.id, text="Psst")

    assert [message.text for message in playground.ephemeral(playground.you.id)] == ["Psst"]
    assert playground.messages("#support-team") == []
    stranger = client.chat_postEphemeral(channel=channel, user=playground.stranger.id, text="Psst")
    assert (await refusal(stranger))["error"] == "user_not_in_channel"


# -- reading


async def test_a_thread_is_read_back_with_its_metadata(playground: Playground, client: AsyncWebClient) -> None:
    parent = await playground.post_message("#general", playground.you.id, "Please", [("talk.vtt", b"WEBVTT")])
    metadata = {"event_type": "job", "event_payload": {"id": "k7"}}
    await client.chat_postMessage(channel=parent.channel, thread_ts=parent.ts, text="one", metadata=metadata)
    second = await client.chat_postMessage(channel=parent.channel, thread_ts=parent.ts, text="two")

    whole = await client.conversations_replies(channel=parent.channel, ts=parent.ts, include_all_metadata=True)
    later = await client.conversations_replies(
        channel=parent.channel, ts=parent.ts, oldest=second["ts"], inclusive=True, limit=10
    )
    history = await client.conversations_history(channel=parent.channel, latest=parent.ts, inclusive=True, limit=1)

    assert [message["text"] for message in whole["messages"]] == ["Please", "one", "two"]
    assert whole["messages"][1]["metadata"] == metadata
    assert [message["text"] for message in later["messages"]] == ["Please", "two"], "the first message always comes"
    (found,) = history["messages"]
    assert found["files"][0]["name"] == "talk.vtt"
    assert found["reply_count"] == 2


async def test_replies_come_in_pages(playground: Playground, client: AsyncWebClient) -> None:
    parent = await playground.post_message("#general", playground.you.id, "0")
    for number in range(1, 6):
        await playground.post_message("#general", playground.you.id, str(number), thread_ts=parent.ts)

    pages = [
        [message["text"] for message in page["messages"]]
        async for page in await client.conversations_replies(channel=parent.channel, ts=parent.ts, limit=4)
    ]

    assert pages == [["0", "1", "2", "3"], ["4", "5"]]


async def test_an_app_from_outside_the_marketplace_reads_once_a_minute() -> None:
    async with Playground(limits=Limits.distributed()) as playground:
        client = client_of(playground)
        channel = playground.channel("#general").id
        await client.conversations_history(channel=channel)

        assert (await refusal(client.conversations_history(channel=channel)))["error"] == "ratelimited"


async def test_the_app_sees_no_private_channel_that_it_isnt_in(playground: Playground, client: AsyncWebClient) -> None:
    hidden = playground.channel("#leadership").id

    assert (await refusal(client.conversations_info(channel=hidden)))["error"] == "channel_not_found"
    assert (await refusal(client.conversations_members(channel=hidden)))["error"] == "channel_not_found"
    listed = await client.users_conversations(user=playground.you.id, types="public_channel,private_channel")
    assert {channel["name"] for channel in listed["channels"]} >= {"general", "support-team"}
    assert "leadership" not in {channel["name"] for channel in listed["channels"]}


async def test_who_is_in_a_channel(playground: Playground, client: AsyncWebClient) -> None:
    members = await client.conversations_members(channel=playground.channel("#support-team").id)
    guest = await client.users_info(user=playground.guest.id)

    assert playground.stranger.id not in members["members"]
    assert guest["user"]["is_restricted"]


async def test_the_link_of_a_message(playground: Playground, client: AsyncWebClient) -> None:
    parent = await playground.post_message("#general", playground.you.id, "Hello")
    reply = await client.chat_postMessage(channel=parent.channel, thread_ts=parent.ts, text="Hi")

    link = await client.chat_getPermalink(channel=parent.channel, message_ts=reply["ts"])

    compact = reply["ts"].replace(".", "")
    assert link["permalink"].startswith(f"{playground.url}archives/{parent.channel}/p{compact}?thread_ts={parent.ts}")


# -- files


async def test_an_upload_is_shared_a_moment_after_it_was_said_to_be(
    playground: Playground, client: AsyncWebClient
) -> None:
    clock = Clock()
    playground.timing = replace(playground.timing, share=1000.0)
    parent = await playground.post_message("#general", playground.you.id, "Please")

    answer = await client.files_upload_v2(
        file=b"PK\x03\x04", filename="guide.docx", title="Guide", channel=parent.channel, thread_ts=parent.ts
    )

    file = answer["files"][0]["id"]
    assert not (await client.files_info(file=file))["file"]["shares"]
    clock.passes(1000.0)
    await playground.until(lambda: playground.thread("#general", parent.ts))
    shares = (await client.files_info(file=file))["file"]["shares"]["public"][parent.channel]
    (message,) = playground.thread("#general", parent.ts)
    assert shares[0]["ts"] == message.ts
    assert shares[0]["thread_ts"] == parent.ts


async def test_an_upload_can_be_said_to_be_well_and_never_be_shared(
    playground: Playground, client: AsyncWebClient
) -> None:
    channel = playground.channel("#general").id
    playground.lose_next_shares()

    lost = await client.files_upload_v2(content="x", filename="a.txt", channel=channel)
    await client.files_upload_v2(content="x", filename="b.txt", channel=channel)
    await playground.settled()

    (message,) = playground.messages("#general")
    assert message.files != [lost["files"][0]["id"]]
    assert not (await client.files_info(file=lost["files"][0]["id"]))["file"]["shares"]


async def test_the_comment_of_an_upload_is_plain_text_and_lost_in_threads(
    playground: Playground, client: AsyncWebClient
) -> None:
    parent = await playground.post_message("#general", playground.you.id, "Please")

    for thread_ts in (None, parent.ts):
        await client.files_upload_v2(
            content="x",
            filename="a.txt",
            channel=parent.channel,
            initial_comment="*Done* <@U1>",
            thread_ts=thread_ts,
        )
    await playground.settled()

    assert playground.messages("#general")[-1].text == "*Done* &lt;@U1&gt;"
    (reply,) = playground.thread("#general", parent.ts)
    assert reply.text == ""


async def test_nobody_completes_an_upload_that_never_came(playground: Playground, client: AsyncWebClient) -> None:
    reserved = await client.files_getUploadURLExternal(filename="a.txt", length=1)

    answer = await refusal(client.files_completeUploadExternal(files=[{"id": reserved["file_id"], "title": "a"}]))

    assert answer["error"] == "file_not_found"


async def test_a_private_file_needs_the_token(playground: Playground, client: AsyncWebClient) -> None:
    message = await playground.post_message("#general", playground.you.id, files=[("talk.vtt", b"WEBVTT")])
    url = (await client.files_info(file=message.files[0]))["file"]["url_private_download"]

    async with aiohttp.ClientSession() as session:
        async with session.get(url, headers={"Authorization": f"Bearer {playground.bot_token}"}) as response:
            assert await response.read() == b"WEBVTT"
        async with session.get(url) as response:
            page = await response.text()

    assert response.status == 200, "as in Slack: a page for signing in, and no error"
    assert response.content_type == "text/html"
    assert "WEBVTT" not in page


async def test_a_file_where_the_app_isnt_stays_unseen(playground: Playground, client: AsyncWebClient) -> None:
    message = await playground.post_message("#leadership", playground.you.id, files=[("talk.vtt", b"WEBVTT")])

    assert (await refusal(client.files_info(file=message.files[0])))["error"] == "file_not_found"


async def test_a_deleted_file_takes_its_message_with_it(playground: Playground, client: AsyncWebClient) -> None:
    channel = playground.channel("#general").id
    answer = await client.files_upload_v2(content="x", filename="a.txt", channel=channel)
    await playground.settled()

    await client.files_delete(file=answer["files"][0]["id"])

    assert playground.messages("#general") == []
    assert (await refusal(client.files_info(file=answer["files"][0]["id"])))["error"] == "file_deleted"


# -- what goes wrong on purpose


async def test_the_bytes_can_get_lost_on_both_ways(playground: Playground, client: AsyncWebClient) -> None:
    channel = playground.channel("#general").id
    playground.fail_next("upload", status=500)
    playground.fail_next("download", status=503)

    with pytest.raises(SlackRequestError, match="status: 500"):
        await client.files_upload_v2(content="x", filename="a.txt", channel=channel)
    message = await playground.post_message("#general", playground.you.id, files=[("talk.vtt", b"WEBVTT")])
    url = playground.workspace.file_json(message.files[0])["url_private_download"]
    statuses = []
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {playground.bot_token}"}) as session:
        for _ in range(2):
            async with session.get(url) as response:
                statuses.append(response.status)

    assert statuses == [503, 200]


async def test_faults_come_once_and_in_order(playground: Playground, client: AsyncWebClient) -> None:
    channel = playground.channel("#general").id
    playground.fail_next("chat.postMessage", error="fatal_error")
    playground.fail_next("chat.postMessage", error="ratelimited", retry_after=7)
    playground.fail_next("chat.postMessage", status=503)
    playground.fail_next("chat.postMessage", error="internal_error", after=True)

    errors = []
    for text in "abcde":
        try:
            await client.chat_postMessage(channel=channel, text=text)
        except SlackApiError as error:
            errors.append((error.response.status_code, error.response.headers.get("Retry-After")))

    assert errors == [(200, None), (429, "7"), (503, None), (200, None)]
    assert [message.text for message in playground.messages("#general")] == ["d", "e"], "d was done, its answer lost"
    assert [call.ok for call in playground.calls if call.method == "chat.postMessage"] == [False] * 4 + [True]
