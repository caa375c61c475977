"""What people share in Slack is seen, in whichever form Slack tells of it, and answered once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.jobs.model import JobState
from bot.playground import Playground
from bot.playground.manifest import Manifest
from bot.playground.server import LOGIN_PAGE
from bot.playground.workspace import Message
from bot.shared_files import files_of
from bot.slack_client import Waiting
from bot.slack_files import TRANSCRIPTION_SECONDS
from tests.conftest import SAMPLES
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, opened, text_of
from tests.integration.slack_faults import BRIEF, briefly

PROMPT = replace(PATIENT, share=0.0)


def transcript() -> bytes:
    return (SAMPLES / SCREENCAST).read_bytes()


async def quiet(office: Office) -> None:
    """Returns when Slack has told everything, and everything that came of it is done."""
    await office.playground.settled()
    await office.bot.desk.tasks.idle()
    await office.playground.settled()


def mention(office: Office, text: str = "") -> str:
    return f"<@{office.playground.app_user.id}> {text}".strip()


def told(office: Office) -> list[str]:
    """What the app has told you alone."""
    return [text_of(message) for message in office.playground.ephemeral(office.playground.you.id)]


async def guides(office: Office, message: Message) -> int:
    """How many documents are in the thread of a message, once all is done."""
    await quiet(office)
    return len(office.documents(message.channel, message.parent or message.ts))


@pytest.mark.parametrize(
    ("text", "files", "said"),
    [
        ("hello", (), "Drop a transcript here"),
        ("steps=many", (SCREENCAST,), "takes a number"),
    ],
    ids=["no file", "wrong option"],
)
async def test_a_mention_that_nothing_is_made_of_is_answered_once_however_often_slack_tells_of_it(
    open_office: OpenOffice, text: str, files: tuple[str, ...], said: str
):
    async with open_office(Playground(timing=replace(PATIENT, retries=(0.0,)))) as office:
        office.playground.deliver_twice(2)
        office.playground.withhold_acknowledgements(1)

        await office.drop(*files, text=mention(office, text))
        await quiet(office)

        kinds = {receipt.delivery.payload["event"]["type"] for receipt in office.playground.receipts}
        assert kinds == {"message", "app_mention"}
        assert len(told(office)) == 1
        assert said in told(office)[0]


async def test_a_message_that_another_process_has_answered_is_left_to_it(office: Office):
    with office.playground.events.muted():
        asked = await office.drop(text=mention(office, "hello"))
    noted = await office.bot.store.settings.note_once("T0PLAYGROUND", f"answered:{asked.channel}:{asked.ts}")
    office.playground.events.message(asked)
    await quiet(office)

    assert noted
    assert told(office) == []


async def test_two_mentions_are_two_questions(office: Office):
    await office.drop(text=mention(office, "hello"))
    await office.drop(text=mention(office, "hello?"))
    await quiet(office)

    assert len(told(office)) == 2


async def posted(office: Office, text: str = "", *, channel: str = ROOM, **more: Any) -> Message:
    """You post something other than a file."""
    return await office.playground.post_message(channel, office.playground.you.id, text, **more)


async def unseen(office: Office, channel: str = ROOM) -> Message:
    """A message with a transcript of which the app was told nothing."""
    with office.playground.events.muted():
        return await office.drop(SCREENCAST, channel=channel)


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


async def test_a_mention_that_an_edit_adds_asks_for_a_file_that_was_ignored_before(office: Office):
    you = office.playground.you.id
    message = await office.playground.post_message(ROOM, you, "", [("notes.md", b"# Shopping\n\n- milk\n- bread\n")])
    await quiet(office)
    office.playground.edit_message(message, text=mention(office))
    await quiet(office)

    assert office.said(ROOM, message.ts, "notes.md")


def offers(office: Office, message: Message) -> list[Message]:
    """The app's messages in a thread that have a button to make a guide."""
    return [m for m in office.progress(message.channel, message.ts) if "make_guide" in str(m.blocks)]


@pytest.mark.parametrize("user", ["", "U0RECORDER01", "U0ROBINHALE"], ids=["a workflow", "an app", "for somebody"])
async def test_a_transcript_that_another_app_posts_is_offered_to_whoever_presses_first(office: Office, user: str):
    posted = office.playground.post_by_other_app(ROOM, user, "Your transcript", [(SCREENCAST, transcript())])
    await quiet(office)
    (offer,) = offers(office, posted)
    made = await guides(office, posted)
    presses = [office.playground.colleague.id, office.playground.guest.id]
    for presser in presses:
        await office.playground.press(offer.ts, "make_guide", presser)

    assert f"I can make a step-by-step guide from {SCREENCAST}." in text_of(offer)
    assert made == 0
    assert await guides(office, posted) == 1
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", presses[0])
    assert job.state is JobState.DONE
    assert await office.bot.store.jobs.recent_of("T0PLAYGROUND", presses[1]) == []


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
    async with open_office(Playground(timing=PROMPT), waiting=BRIEF) as office:
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

    assert "This recording has no transcript." in office.last(ROOM, asked.ts)
    assert not office.said(ROOM, asked.ts, "Waiting for Slack")


async def test_a_clip_that_nobody_asked_for_is_left_alone(office: Office):
    clip = office.playground.store_clip("clip.mp4", office.playground.you.id)
    dropped = office.playground.post_files(ROOM, office.playground.you.id, [clip])

    assert await guides(office, dropped) == 0
    assert office.progress(ROOM, dropped.ts) == []


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
        assert "Slack doesn't let me read this canvas. Copy its text into a .txt file and drop that here." in said
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
    assert "Slack lets no app read the transcript of a huddle." in office.last(ROOM, asked.ts)
    assert "make_anyway" in str(office.progress(ROOM, asked.ts)[-1].blocks)


async def test_the_transcript_of_a_huddle_cannot_be_had_and_the_person_is_told_what_to_do(office: Office):
    you = office.playground.you.id
    file = office.playground.store_huddle_transcript(you)
    asked = office.playground.post_files(ROOM, you, [file], mention(office))
    await quiet(office)

    said = office.last(ROOM, asked.ts)
    assert "Slack lets no app read the transcript of a huddle. Open it in Slack, copy its text into a .txt file" in said
    assert "files:read" not in said


async def test_canvases_and_huddles_that_nobody_asked_for_are_left_alone(office: Office):
    you = office.playground.you.id
    notes = office.playground.store_canvas("Huddle_notes", "## Summary\n\n- Carla is ill.\n", you, of_huddle=True)
    files = [notes, office.playground.store_huddle_transcript(you)]
    dropped = office.playground.post_files(ROOM, you, files)

    assert await guides(office, dropped) == 0
    assert office.progress(ROOM, dropped.ts) == []


async def finished(office: Office) -> Message:
    """A dropped transcript whose guide is in its thread."""
    dropped = await office.drop(SCREENCAST)
    assert await guides(office, dropped) == 1
    return dropped


async def test_a_mention_in_a_thread_that_has_a_guide_is_told_what_can_be_done_there(office: Office):
    dropped = await finished(office)
    you = office.playground.you.id
    await posted(office, mention(office, "thanks, and now?"), thread_ts=dropped.ts)
    await quiet(office)
    (answer,) = office.playground.ephemeral(you)
    await office.playground.press(answer.ts, "redo_job", you)
    await office.playground.until(lambda: office.playground.views.top(you))

    assert f"There's already a guide from {SCREENCAST} in this thread." in text_of(answer)
    assert answer.thread_ts == dropped.ts
    assert await guides(office, dropped) == 1


async def test_who_may_not_change_a_guide_is_not_offered_the_button(office: Office):
    dropped = await finished(office)
    colleague = office.playground.colleague.id
    await office.playground.post_message(ROOM, colleague, mention(office, "hello"), thread_ts=dropped.ts)
    await quiet(office)
    (answer,) = office.playground.ephemeral(colleague)

    assert "mention me with options" in text_of(answer)
    assert "redo_job" not in str(answer.blocks)


async def test_a_mention_with_options_makes_the_guide_of_its_thread_again(office: Office):
    dropped = await office.drop(SCREENCAST, text=mention(office, "audience=colleagues"))
    assert await guides(office, dropped) == 1
    asked = await posted(office, mention(office, 'title="Make a token" paper=letter'), thread_ts=dropped.ts)

    assert await guides(office, asked) == 2
    job = (await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id))[0]
    assert (job.options.title, job.options.paper, job.options.audience) == ("Make a token", "letter", "colleagues")
    assert told(office) == []


async def test_a_mention_in_a_commands_thread_knows_its_guide(office: Office):
    you, first = office.playground.you.id, await unseen(office, "#support-team")
    link = f"https://playground.slack.com/files/{you}/{first.files[0]}/talk.vtt"
    office.playground.channel("#support-team").members.remove(office.playground.app_user.id)
    office.playground.workspace.files[first.files[0]].given_to.add(office.playground.app_user.id)
    await office.playground.slash_command(ROOM, you, "/script2doc", link)
    await office.playground.until(lambda: [m for m in office.playground.messages(ROOM) if m.by_app])
    (parent,) = [m for m in office.playground.messages(ROOM) if m.by_app]
    assert await guides(office, parent) == 1
    await posted(office, mention(office), thread_ts=parent.ts)
    await quiet(office)

    assert "There's already a guide" in told(office)[-1]


async def test_a_mention_while_the_guide_is_being_made_is_told_so(open_office: OpenOffice):
    answered = asyncio.Event()

    async def until_answered(seconds: float) -> None:
        await answered.wait()
        await briefly(seconds)

    async with open_office(Playground(timing=PROMPT), waiting=Waiting(pause=until_answered)) as office:
        you = office.playground.you.id
        clip = office.playground.store_clip("clip.mp4", you)
        asked = office.playground.post_files(ROOM, you, [clip], mention(office))
        await office.playground.until(lambda: office.said(ROOM, asked.ts, "Waiting for Slack to transcribe"))
        await posted(office, mention(office), thread_ts=asked.ts)
        await office.playground.until(lambda: told(office))
        office.playground.transcribe(clip, transcript().decode())
        answered.set()

        assert "I'm still making a guide in this thread." in told(office)[0]
        assert await guides(office, asked) == 1


async def test_a_mention_below_a_file_that_was_ignored_asks_for_it(office: Office):
    you = office.playground.you.id
    dropped = await office.playground.post_message(ROOM, you, "", [("notes.md", b"# Shopping\n\n- milk\n- bread\n")])
    await quiet(office)
    await posted(office, mention(office), thread_ts=dropped.ts)
    await quiet(office)

    assert office.said(ROOM, dropped.ts, "notes.md")


async def test_a_direct_message_in_a_guides_thread_is_answered_like_a_mention(office: Office):
    room = office.playground.direct_message(office.playground.you.id).id
    dropped = await office.drop(SCREENCAST, channel=room)
    assert await guides(office, dropped) == 1
    await posted(office, "thanks!", channel=room, thread_ts=dropped.ts)
    await quiet(office)

    assert "There's already a guide" in told(office)[0]


@pytest.mark.parametrize("shown", ["", "|the talk"], ids=["bare", "with a text"])
@pytest.mark.parametrize("kind", ["file", "message"])
async def test_a_mention_with_a_link_reads_what_is_linked(office: Office, kind: str, shown: str):
    first = await unseen(office, "#support-team")
    link = office.playground.workspace.permalink(first)
    if kind == "file":
        link = f"https://playground.slack.com/files/{first.user}/{first.files[0]}/talk.vtt"
    asked = await posted(office, mention(office, f"<{link}{shown}> please"))

    assert await guides(office, asked) == 1
    assert office.documents("#support-team", first.ts) == []


async def test_a_mention_with_a_link_tells_a_stranger_nothing(office: Office):
    stranger, first = office.playground.stranger.id, await unseen(office, "#support-team")
    link = office.playground.workspace.permalink(first)
    asked = await office.playground.post_message(ROOM, stranger, mention(office, f"<{link}>"))

    assert await guides(office, asked) == 0
    assert "or you don't have access to it" in text_of(office.playground.ephemeral(stranger)[0])


async def test_several_transcripts_in_one_message_are_each_made_once(office: Office):
    dropped = await office.drop(SCREENCAST, "apollo13-co2-adapter.txt", text=mention(office))

    assert await guides(office, dropped) == 2
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 2}


async def test_links_with_a_text_are_reference_pages_once_and_options_keep_theirs(office: Office):
    words = "<https://a.example/x?y=1&amp;z=2|the manual> recording=<https://v.example/1> url=<https://b.example|b>"
    dropped = await office.drop(SCREENCAST, text=mention(office, words))
    await quiet(office)

    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", dropped.user)
    assert set(job.options.urls) == {"https://a.example/x?y=1&z=2", "https://b.example"}
    assert job.options.recording == "https://v.example/1"
