"""What people and apps share in Slack is seen, in whichever form Slack tells of it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest

from bot.jobs.model import JobState
from bot.playground import Playground
from bot.playground.manifest import Manifest
from bot.playground.server import LOGIN_PAGE
from bot.playground.workspace import Message
from bot.shared_files import files_of
from bot.slack_client import Waiting
from bot.slack_files import TRANSCRIPTION_SECONDS
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, opened, text_of
from tests.integration.sharing import PROMPT, guides, mention, posted, quiet, told, transcript, unseen
from tests.integration.slack_faults import SCALED, briefly


def offers(office: Office, message: Message) -> list[Message]:
    """The app's messages in a thread that have a button to make a guide."""
    return [m for m in office.progress(message.channel, message.ts) if "make_guide" in str(m.blocks)]


WALK = """# Set up the router

**Ann** 0:01
Okay, so today I show you how to set up the router. First you open the settings page in your browser.

**Ann** 0:14
Then you click on Network, and you choose Wireless. Type the name of your network into the field.

**Ann** 0:31
Now you click Save, and you wait until the light is green. Then you restart the router with the button at the back.
"""


def without(*scopes: str) -> Playground:
    """A workspace where the app was installed before it asked for these scopes."""
    manifest = Manifest.load()
    return Playground(timing=PATIENT, manifest=replace(manifest, scopes=manifest.scopes - set(scopes)))


@pytest.mark.parametrize("channel", [ROOM, "#support-team"], ids=["same channel", "private channel"])
@pytest.mark.parametrize("asked", [False, True], ids=["dropped", "with a mention"])
async def test_a_forwarded_transcript_is_read_once(office: Office, asked: bool, channel: str):
    first = await unseen(office, channel)
    forward = await posted(office, mention(office) if asked else "see below", forwarded=[first])

    assert await guides(office, forward) == 1
    assert office.documents(channel, first.ts) == []
    assert told(office) == []


async def test_a_transcript_in_a_forward_of_a_forward_is_read(office: Office):
    first = await unseen(office)
    with office.playground.events.muted():
        inner = await posted(office, forwarded=[first])
    outer = await posted(office, forwarded=[inner])

    assert await guides(office, outer) == 1


async def test_a_link_to_a_forward_and_the_shortcut_on_it_read_its_transcript(office: Office):
    you, first = office.playground.you.id, await unseen(office)
    with office.playground.events.muted():
        forwards = [await posted(office, channel=channel, forwarded=[first]) for channel in (ROOM, "#general")]
    linked, pointed = forwards

    await office.playground.slash_command(ROOM, you, "/script2doc", office.playground.workspace.permalink(linked))
    await office.playground.shortcut(pointed.ts, "make_guide", you)

    assert await guides(office, linked) == 1
    assert await guides(office, pointed) == 1


@pytest.mark.parametrize("way", ["link", "shortcut", "mention in its thread"])
async def test_a_forward_shows_nobody_a_file_that_they_may_not_see(office: Office, way: str):
    stranger, first = office.playground.stranger.id, await unseen(office, "#support-team")
    with office.playground.events.muted():
        forward = await posted(office, forwarded=[first])

    if way == "link":
        link = office.playground.workspace.permalink(forward)
        await office.playground.slash_command(ROOM, stranger, "/script2doc", link)
    elif way == "shortcut":
        await office.playground.shortcut(forward.ts, "make_guide", stranger)
    else:
        await office.playground.post_message(ROOM, stranger, mention(office), thread_ts=forward.ts)

    assert await guides(office, forward) == 0
    assert len(office.playground.ephemeral(stranger)) == 1
    assert await office.bot.store.jobs.counts() == {}


async def test_a_link_that_slack_unfurls_shares_nothing(office: Office):
    first = await unseen(office)
    body = office.playground.workspace.message_json(await posted(office, "see this", forwarded=[first]))
    unfurled = {key: value for key, value in body["attachments"][0].items() if key != "is_share"}

    assert [file.id for file in files_of(body)] == first.files
    assert files_of(body | {"attachments": [unfurled]}) == ()


async def test_files_that_are_gone_are_not_shared():
    gone = [{"id": "F1", "mode": "tombstone"}, {"id": "F2", "mode": "hidden_by_limit"}, {"mode": "hosted"}]

    assert files_of({"files": gone, "attachments": [{"is_share": True, "files": gone}]}) == ()
    assert files_of({"files": None, "attachments": None}) == ()


@pytest.mark.parametrize("asked", [False, True], ids=["dropped", "with a mention"])
async def test_a_reply_that_is_also_sent_to_the_channel_is_read_once(office: Office, asked: bool):
    question = await posted(office, "Who has the recording?")
    reply = await office.drop(SCREENCAST, text=mention(office) if asked else "", thread_ts=question.ts, broadcast=True)

    assert reply.subtype == "thread_broadcast"
    assert await guides(office, question) == 1
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 1}


async def test_a_file_that_an_edit_adds_is_read_once(office: Office):
    message = await posted(office, "The recording comes in a minute")
    office.playground.edit_message(message, files=[(SCREENCAST, transcript())])
    await quiet(office)
    office.playground.edit_message(message, text="Here is the recording")

    assert await guides(office, message) == 1
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 1}
    assert told(office) == []


async def test_a_file_that_an_edit_adds_with_a_mention_is_read_once(office: Office):
    message = await posted(office, "The recording comes in a minute")
    office.playground.edit_message(message, mention(office, "paper=letter"), [(SCREENCAST, transcript())])

    assert await guides(office, message) == 1
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert job.options.paper == "letter"
    assert told(office) == []


async def test_an_edit_leaves_alone_what_the_message_had_before(office: Office):
    message = await unseen(office)
    office.playground.edit_message(message, text="The recording of Monday")

    assert await guides(office, message) == 0
    assert await office.bot.store.jobs.counts() == {}


@pytest.mark.parametrize("user", ["", "U0RECORDER01", "U0ROBINHALE"], ids=["a workflow", "an app", "for somebody"])
async def test_a_transcript_that_another_app_posts_is_offered_to_whoever_presses_first(
    office: Office, user: str, caplog: pytest.LogCaptureFixture
):
    posted = office.playground.post_by_other_app(ROOM, user, "Your transcript", [(SCREENCAST, transcript())])
    await quiet(office)
    (offer,) = offers(office, posted)
    made = await guides(office, posted)
    presses = [office.playground.colleague.id, office.playground.guest.id]
    await asyncio.gather(*(office.playground.press(offer.ts, "make_guide", presser) for presser in presses))

    assert f"I can make a step-by-step guide from {SCREENCAST}." in text_of(offer)
    assert made == 0
    assert await guides(office, posted) == 1
    (job,) = [job for each in presses for job in await office.bot.store.jobs.recent_of("T0PLAYGROUND", each)]
    assert job.state is JobState.DONE
    assert "make_guide" not in str(offer.blocks), "what is answered has no button any more"
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_what_another_app_posts_twice_or_edits_is_offered_once(open_office: OpenOffice):
    async with open_office(Playground(timing=replace(PATIENT, retries=(0.0,)))) as office:
        office.playground.deliver_twice(2)
        office.playground.withhold_acknowledgements(1)
        posted = office.playground.post_by_other_app(ROOM, "", "soon")
        office.playground.edit_message(posted, "Your transcript", [(SCREENCAST, transcript())])
        office.playground.edit_message(posted, "Your transcript of Monday")
        await quiet(office)

        assert len(offers(office, posted)) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("notes.md", b"# Shopping\n\n- milk\n- bread\n"), ("talk.vtt", b""), ("talk.mp4", b"....ftypmp42")],
)
async def test_what_another_app_posts_and_is_no_transcript_is_left_alone(office: Office, name: str, content: bytes):
    posted = office.playground.post_by_other_app(ROOM, "", mention(office), [(name, content)])

    assert await guides(office, posted) == 0
    assert office.progress(ROOM, posted.ts) == []


async def test_nobody_is_told_where_an_offer_cannot_be_posted(office: Office):
    office.playground.fail_next("chat.postMessage", error="restricted_action_read_only_channel")
    office.playground.post_by_other_app(ROOM, "", "", [(SCREENCAST, transcript())])
    await quiet(office)

    assert await office.bot.store.jobs.counts() == {JobState.CANCELLED: 1}
    assert not [call for call in office.playground.calls if call.method == "conversations.open"]


async def test_many_transcripts_of_an_app_are_all_offered(office: Office):
    files = [(f"{n}.vtt", transcript().replace(b"WEBVTT", b"WEBVTT\n\nNOTE %d" % n, 1)) for n in range(7)]
    posted = office.playground.post_by_other_app(ROOM, "", "", files)
    await quiet(office)

    assert len(offers(office, posted)) == 7


async def test_the_apps_own_documents_are_never_offered(office: Office):
    dropped = await office.drop(SCREENCAST)
    await office.summary(ROOM, dropped.ts)
    (done,) = office.progress(ROOM, dropped.ts)
    await office.playground.press(done.ts, "as_markdown", office.playground.you.id)
    await quiet(office)

    held = [id for message in office.playground.thread(ROOM, dropped.ts) for id in message.files]
    assert len(held) == 2
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 1}
    assert len(office.progress(ROOM, dropped.ts)) == 1


async def test_a_clip_that_slack_is_still_transcribing_is_waited_for(open_office: OpenOffice):
    made = asyncio.Event()

    async def until_made(seconds: float) -> None:
        await made.wait()
        await briefly(seconds)

    async with open_office(Playground(timing=PROMPT), waiting=Waiting(pause=until_made)) as office:
        clip = office.playground.store_clip("clip.mp4", office.playground.you.id)
        asked = office.playground.post_files(ROOM, office.playground.you.id, [clip], mention(office))
        await office.playground.until(lambda: office.said(ROOM, asked.ts, "Waiting for Slack to transcribe"))
        office.playground.transcribe(clip, transcript().decode())
        made.set()

        assert await guides(office, asked) == 1
        assert len(office.progress(ROOM, asked.ts)) == 1


async def test_a_clip_that_slack_never_transcribes_can_be_tried_again(open_office: OpenOffice):
    async with open_office(Playground(timing=PROMPT), waiting=SCALED) as office:
        you = office.playground.you.id
        clip = office.playground.store_clip("clip.mp4", you)
        asked = office.playground.post_files(ROOM, you, [clip], mention(office))
        await quiet(office)
        (failed,) = office.progress(ROOM, asked.ts)
        said = text_of(failed)
        office.playground.transcribe(clip, transcript().decode())
        await office.playground.press(failed.ts, "retry_job", you)

        assert "Slack is still transcribing this recording. Try again in a few minutes." in said
        looks = [call for call in office.playground.calls if call.method == "files.info"]
        assert len(looks) > len(TRANSCRIPTION_SECONDS)
        assert await guides(office, asked) == 1


async def test_a_recording_that_slack_could_not_transcribe_is_not_waited_for(office: Office):
    clip = office.playground.store_clip("clip.mp4", office.playground.you.id)
    clip.described["transcription"] = {"status": "failed"}
    asked = office.playground.post_files(ROOM, office.playground.you.id, [clip], mention(office))
    await quiet(office)

    assert "This recording comes without a transcript." in office.last(ROOM, asked.ts)
    assert not office.said(ROOM, asked.ts, "Waiting for Slack")


async def test_a_clip_that_nobody_asked_for_is_left_alone(office: Office):
    clip = office.playground.store_clip("clip.mp4", office.playground.you.id)
    dropped = office.playground.post_files(ROOM, office.playground.you.id, [clip])

    assert await guides(office, dropped) == 0
    assert office.progress(ROOM, dropped.ts) == []


@pytest.mark.parametrize("granted", [True, False], ids=["with the scope", "without the scope"])
async def test_a_canvas_is_read_with_the_scope_and_without(open_office: OpenOffice, granted: bool):
    async with open_office(Playground(timing=PATIENT) if granted else without("canvases:read")) as office:
        you = office.playground.you.id
        canvas = office.playground.store_canvas("Router_walkthrough", WALK, you)
        asked = office.playground.post_files(ROOM, you, [canvas], mention(office))

        assert await guides(office, asked) == 1
        (document,) = office.documents(ROOM, asked.ts)
        assert "Wireless" in "\n".join(p.text for p in opened(document).paragraphs)
        refused = [call.error for call in office.playground.calls if call.method == "canvases.getContent"]
        assert refused == [None if granted else "missing_scope"]


async def test_a_canvas_that_slack_gives_in_no_way_is_told_as_it_is(open_office: OpenOffice):
    async with open_office(without("canvases:read")) as office:
        you = office.playground.you.id
        canvas = office.playground.store_canvas("Router_walkthrough", WALK, you)
        office.playground.fail_next("download", page=LOGIN_PAGE)
        asked = office.playground.post_files(ROOM, you, [canvas], mention(office))
        await quiet(office)

        said = office.last(ROOM, asked.ts)
        assert "Slack doesn't let me read this canvas. Copy its text into a .txt file, and drop that here." in said
        assert "files:read" not in said


async def test_a_link_to_a_canvas_is_a_link_to_its_file(office: Office):
    canvas = office.playground.store_canvas("Router_walkthrough", WALK, office.playground.you.id)
    with office.playground.events.muted():
        shared = office.playground.post_files(ROOM, office.playground.you.id, [canvas])
    link = f"<https://playground.slack.com/docs/T0PLAYGROUND/{canvas.id}|Router walkthrough>"
    await office.playground.slash_command(ROOM, office.playground.you.id, "/script2doc", link)

    assert await guides(office, shared) == 1


async def test_notes_of_a_huddle_say_that_its_transcript_is_for_people(office: Office):
    notes = "## Summary\n\n- We like the new colour.\n- Carla is ill.\n"
    you = office.playground.you.id
    canvas = office.playground.store_canvas("Huddle_notes", notes, you, of_huddle=True)
    asked = office.playground.post_files(ROOM, you, [canvas], mention(office))
    await quiet(office)

    assert "This doesn't look like a transcript." in office.last(ROOM, asked.ts)
    assert "Slack doesn't let apps read the transcript of a huddle." in office.last(ROOM, asked.ts)
    assert "make_anyway" in str(office.progress(ROOM, asked.ts)[-1].blocks)


async def test_the_transcript_of_a_huddle_cannot_be_had_and_the_person_is_told_what_to_do(office: Office):
    you = office.playground.you.id
    file = office.playground.store_huddle_transcript(you)
    asked = office.playground.post_files(ROOM, you, [file], mention(office))
    await quiet(office)

    said = office.last(ROOM, asked.ts)
    assert (
        "Slack doesn't let apps read the transcript of a huddle. Open it in Slack, copy its text into a .txt file"
        in said
    )
    assert "files:read" not in said


async def test_canvases_and_huddles_that_nobody_asked_for_are_left_alone(office: Office):
    you = office.playground.you.id
    notes = office.playground.store_canvas("Huddle_notes", "## Summary\n\n- Carla is ill.\n", you, of_huddle=True)
    files = [notes, office.playground.store_huddle_transcript(you)]
    dropped = office.playground.post_files(ROOM, you, files)

    assert await guides(office, dropped) == 0
    assert office.progress(ROOM, dropped.ts) == []


async def test_a_forward_from_where_the_app_is_not_says_that_the_file_is_not_there_for_it(open_office: OpenOffice):
    async with open_office(Playground(timing=PROMPT), waiting=SCALED) as office:
        first = await unseen(office, "#leadership")
        forward = await posted(office, mention(office), forwarded=[first])

        assert await guides(office, forward) == 0
        assert "I can't find this file." in office.last(ROOM, forward.ts)
        assert "send me the file in a direct message" in office.last(ROOM, forward.ts)


async def test_a_guide_that_is_forwarded_is_no_transcript(office: Office):
    dropped = await office.drop(SCREENCAST)
    await office.summary(ROOM, dropped.ts)
    await quiet(office)
    (delivered,) = [m for m in office.playground.thread(ROOM, dropped.ts) if m.files]
    forward = await posted(office, "have a look", channel="#general", forwarded=[delivered])

    assert await guides(office, forward) == 0
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 1}
