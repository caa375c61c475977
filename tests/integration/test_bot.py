"""The main job in Slack: dropped or asked for, one progress message, one document, whatever Slack delivers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.jobs.model import JobState
from bot.playground import Playground
from tests.conftest import HANG_SECONDS
from tests.integration.conftest import (
    PATIENT,
    ROOM,
    SCREENCAST,
    Office,
    OpenOffice,
    opened,
    sample,
    text_of,
)
from tests.integration.slack_faults import SCALED
from tests.loopback.model_server import ModelServer

APOLLO = "apollo13-co2-adapter.txt"


@pytest.fixture
async def confined_office(open_office: OpenOffice) -> AsyncIterator[Office]:
    """The office with files being read in processes of their own, as the app reads them."""
    async with open_office(confined=True) as made:
        yield made
        reader = made.bot.desk.tools.reader
        assert reader is not None
        assert reader.pids, "a file was read there"


async def test_a_dropped_transcript_comes_back_as_a_guide_in_its_thread(confined_office: Office):
    office = confined_office
    dropped = await office.drop(SCREENCAST)
    summary = await office.summary(ROOM, dropped.ts)

    (message,) = office.progress(ROOM, dropped.ts)
    first, *later = office.playground.edits(message.ts)
    assert "Reading the transcript" in first.text, "the reply comes before any work on the guide"
    receipt = office.playground.receipts[0]
    assert receipt.at + receipt.seconds < float(message.ts), "the event was acknowledged before"
    assert later, "the message is edited, not repeated"
    assert all(one.blocks != next.blocks for one, next in pairwise([first, *later])), "each edit says something new"
    assert "no language model was used" in summary
    (document,) = office.documents(ROOM, dropped.ts)
    text = "\n".join(p.text for p in opened(document).paragraphs)
    assert "token" in text.lower()
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id, 10)
    assert job.state in (JobState.DELIVERING, JobState.DONE)
    assert job.progress_ts == message.ts
    await office.bot.desk.tasks.idle()
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 1}


@pytest.mark.parametrize("direct", [False, True], ids=["in a channel", "in a direct message"])
async def test_the_end_is_announced_to_who_asked_in_a_message_of_its_own(office: Office, direct: bool):
    you = office.playground.you.id
    room = office.playground.direct_message(you).id if direct else ROOM
    dropped = await office.drop(SCREENCAST, channel=room)
    summary = await office.summary(room, dropped.ts)
    await office.bot.desk.tasks.idle()

    (said,) = office.announcements(room, dropped.ts)
    assert text_of(said).startswith(f"<@{you}>, your guide is ready: <http")
    assert "3 steps" in said.text
    assert "<@" not in summary


@pytest.mark.parametrize("code", ["msg_too_long", "internal_error"])
async def test_a_job_ends_although_its_end_cannot_be_announced(open_office: OpenOffice, code: str):
    async with open_office(waiting=SCALED) as office:
        office.playground.fail_next("chat.postMessage", error=code, times=100, once="upload")
        dropped = await office.drop(SCREENCAST)
        await office.summary(ROOM, dropped.ts)
        await office.bot.desk.tasks.idle()

        assert office.announcements(ROOM, dropped.ts) == []
        (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id, 9)
        assert job.state is JobState.DONE


async def test_what_slack_delivers_twice_is_one_job(open_office: OpenOffice):
    async with open_office(Playground(timing=replace(PATIENT, retries=(0.0,)))) as office:
        office.playground.deliver_twice(1)
        office.playground.withhold_acknowledgements(1)
        mention = f"<@{office.playground.app_user.id}> please"
        dropped = await office.drop(SCREENCAST, text=mention)
        await office.summary(ROOM, dropped.ts)
        await office.playground.settled()
        await office.bot.desk.tasks.idle()
        again = [receipt for receipt in office.playground.receipts if receipt.delivery.retry]
        assert len(again) == 1, "what wasn't acknowledged was delivered again"
        assert len(office.progress(ROOM, dropped.ts)) == 1
        assert len(office.documents(ROOM, dropped.ts)) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("notes.md", b"# Shopping\n\n- milk\n- bread\n"),
        ("server.log", b"2026-01-01 00:00:00 INFO started\n2026-01-01 00:00:01 INFO listening on 8080\n" * 30),
    ],
)
async def test_a_dropped_file_that_is_no_transcript_is_left_alone(office: Office, name: str, content: bytes):
    dropped = await office.playground.post_message(ROOM, office.playground.you.id, "", [(name, content)])
    await office.playground.settled()
    later = await office.drop(SCREENCAST)
    await office.summary(ROOM, later.ts)
    assert office.progress(ROOM, dropped.ts) == []
    assert office.playground.ephemeral(office.playground.you.id) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "It's empty"),
        (b"WEBVTT\n\n", "no text in it"),
        (b"WEBVTT\n" + b"x" * 20_000_001, "the limit is 20,000,000"),
    ],
    ids=["empty", "without captions", "too large"],
)
async def test_dropped_captions_that_cannot_be_used_are_answered(confined_office: Office, content: bytes, said: str):
    office = confined_office
    dropped = await office.playground.post_message(ROOM, office.playground.you.id, "", [("talk.vtt", content)])

    await office.playground.until(lambda: office.said(ROOM, dropped.ts, said))
    assert "retry_job" not in str(office.progress(ROOM, dropped.ts)[-1].blocks), "the same file gives the same again"


@pytest.mark.parametrize(
    ("name", "content", "said", "again"),
    [
        ("talk.zip", b"PK\x03\x04" + bytes(400), "This file is damaged or cut off.", False),
        ("talk.mp4", b"\0\0\0\x20ftypisom" + bytes(400), "Export one from the tool that recorded it", False),
        ("talk.vtt", sample(SCREENCAST), "(HTTP 410). Try again", True),
    ],
    ids=["archive", "recording", "not sent"],
)
async def test_trying_again_is_offered_only_where_it_can_help(
    office: Office, name: str, content: bytes, said: str, again: bool
):
    if again:
        office.playground.fail_next("download", status=410, times=9)
    mention = f"<@{office.playground.app_user.id}>"
    asked = await office.playground.post_message(ROOM, office.playground.you.id, mention, [(name, content)])

    await office.playground.until(lambda: office.said(ROOM, asked.ts, said))
    assert ("retry_job" in str(office.progress(ROOM, asked.ts)[-1].blocks)) is again


async def test_a_mention_with_a_file_that_is_no_transcript_is_answered(office: Office):
    mention = f"<@{office.playground.app_user.id}> make a guide"
    binary = [("data.bin", bytes(range(256)) * 20)]
    dropped = await office.playground.post_message(ROOM, office.playground.you.id, mention, binary)
    await office.playground.until(lambda: office.said(ROOM, dropped.ts, "I couldn't make a guide from data.bin"))


async def test_a_mention_without_a_file_is_answered_once(office: Office):
    mention = f"<@{office.playground.app_user.id}> hello"
    asked = await office.playground.post_message(ROOM, office.playground.you.id, mention)
    await office.playground.settled()
    await office.playground.until(
        lambda: office.playground.ephemeral(office.playground.you.id) or office.progress(ROOM, asked.ts)
    )
    later = await office.drop(SCREENCAST)
    await office.summary(ROOM, later.ts)
    answers = [*office.playground.ephemeral(office.playground.you.id), *office.progress(ROOM, asked.ts)]
    assert len(answers) == 1


async def test_a_text_that_may_be_a_transcript_is_offered_and_made_when_asked(confined_office: Office):
    office = confined_office
    prose = (
        b"Okay so first we're going to open the settings page, and then you want to click on the button that says new "
        b"token. So now I just give it a name, let's say backup, and then you can choose the permissions you want. "
        b"Alright, so next we click on continue to summary, and you'll see what you have chosen. And finally we're "
        b"going to copy the token, and you should keep it somewhere safe, because you know it's only shown once. "
    )
    dropped = await office.playground.post_message(ROOM, office.playground.you.id, "", [("talk.txt", prose)])
    (offer,) = await office.playground.until(lambda: office.playground.ephemeral(office.playground.you.id))
    assert "Is talk.txt a transcript?" in text_of(offer)
    assert "choose *Make a guide* in the original message's menu" in text_of(offer)
    assert offer.parent is None, "where it is seen without opening a thread"
    assert office.progress(ROOM, dropped.ts) == []
    await office.playground.press(offer.ts, "make_guide", office.playground.you.id)
    await office.summary(ROOM, dropped.ts)
    assert len(office.documents(ROOM, dropped.ts)) == 1


async def test_a_text_in_a_thread_is_offered_in_that_thread(confined_office: Office):
    office, you = confined_office, confined_office.playground.you.id
    first = await office.playground.post_message(ROOM, you, "Our notes")
    prose = b"Okay so first we're going to open the settings page, and then you want to click on the button. " * 6
    await office.playground.post_message(ROOM, you, "", [("talk.txt", prose)], thread_ts=first.ts)

    (offer,) = await office.playground.until(lambda: office.playground.ephemeral(you))
    assert offer.parent == first.ts


async def test_the_same_again_links_the_first_guide_and_can_be_made_anew(office: Office):
    you = office.playground.you.id
    first = await office.drop(SCREENCAST)
    await office.summary(ROOM, first.ts)
    second = await office.drop(SCREENCAST)
    await office.playground.until(lambda: office.said(ROOM, second.ts, "There's already a guide"))
    assert office.documents(ROOM, second.ts) == []

    (repeat,) = office.progress(ROOM, second.ts)
    await office.playground.press(repeat.ts, "redo_job", you)
    await office.playground.until(lambda: office.playground.views.top(you))
    await office.playground.submit_view(you, {"title": {"value": {"value": "Another title"}}})
    await office.playground.until(lambda: len(office.documents(ROOM, first.ts)) == 2)
    await office.playground.until(lambda: "Another title* " in office.last(ROOM, first.ts).replace("\n", " "))
    await office.bot.desk.tasks.idle()
    assert "is in this thread" in office.last(ROOM, first.ts)


async def test_the_same_again_is_answered_where_slack_gives_no_link(office: Office):
    first = await office.drop(SCREENCAST)
    await office.summary(ROOM, first.ts)
    refused = office.playground.fail_next("chat.getPermalink", error="message_not_found")
    second = await office.drop(SCREENCAST)
    await office.playground.until(lambda: office.said(ROOM, second.ts, "There's already a guide"))
    assert refused.met.is_set()
    assert "Open its thread" not in office.last(ROOM, second.ts)


async def test_a_form_that_cannot_be_used_says_which_field(office: Office):
    you = office.playground.you.id
    first = await office.drop(SCREENCAST)
    await office.summary(ROOM, first.ts)
    (done,) = office.progress(ROOM, first.ts)
    await office.playground.press(done.ts, "redo_job", you)
    await office.playground.until(lambda: office.playground.views.top(you))
    receipt = await office.playground.submit_view(you, {"steps": {"value": {"value": "99"}}})
    assert receipt.answer is not None
    assert "steps" in receipt.answer["errors"]


async def test_only_the_asker_or_an_admin_may_redo(office: Office):
    first = await office.drop(SCREENCAST)
    await office.summary(ROOM, first.ts)
    (done,) = office.progress(ROOM, first.ts)
    colleague = office.playground.colleague.id
    await office.playground.press(done.ts, "redo_job", colleague)
    await office.playground.until(lambda: office.playground.ephemeral(colleague))
    assert "Only" in text_of(office.playground.ephemeral(colleague)[0])
    assert office.playground.views.top(colleague) is None


async def test_a_meeting_without_steps_is_not_made_into_a_guide_unless_wanted(office: Office):
    talk = "\n".join(
        f"[00:0{n // 10}:{n % 6}{n % 10}] {'Ann' if n % 2 else 'Bo'}: {line}"
        for n, line in enumerate(
            [
                "Good morning everybody, how was your weekend?",
                "It was lovely, thank you, we were at the lake with the children.",
                "Nice. The weather was great, wasn't it?",
                "It was. Shall we wait for Carla?",
                "She said that she was ill today, unfortunately.",
                "Oh no. I hope she feels better soon.",
                "Me too. So, I finished the report last week.",
                "Great, I read it yesterday and liked it a lot.",
                "Thanks. I think the numbers are better than last year.",
                "They are, and the customers seem happy too.",
            ]
        )
    )
    you, mention = office.playground.you.id, f"<@{office.playground.app_user.id}>"
    dropped = await office.playground.post_message(ROOM, you, mention, [("standup.txt", talk.encode())])
    await office.playground.until(lambda: office.said(ROOM, dropped.ts, "I couldn't make a guide"))
    assert office.documents(ROOM, dropped.ts) == []
    (told,) = office.progress(ROOM, dropped.ts)
    await office.playground.press(told.ts, "make_anyway", you)
    await office.playground.until(lambda: office.said(ROOM, dropped.ts, "This is only an extract."))
    assert office.documents(ROOM, dropped.ts)


async def test_what_doesnt_look_like_a_transcript_is_made_only_if_somebody_insists(confined_office: Office):
    office = confined_office
    script = "#!/bin/sh\nset -e\nfor f in *.txt; do\n  cp $f /backup\ndone\necho Open the settings and press Save.\n"
    you = office.playground.you.id
    room = office.playground.direct_message(you).id
    dropped = await office.playground.post_message(room, you, "", [("backup.sh", script.encode())])
    await office.playground.until(lambda: office.said(room, dropped.ts, "This doesn't look like a transcript."))
    assert office.documents(room, dropped.ts) == []

    (told,) = office.progress(room, dropped.ts)
    await office.playground.press(told.ts, "make_anyway", you)

    await office.playground.until(lambda: len(office.progress(room, dropped.ts)) == 2)


async def test_an_upload_that_slack_loses_is_made_once_more(open_office: OpenOffice):
    async with open_office(Playground(timing=replace(PATIENT, share=0.0)), waiting=SCALED) as office:
        office.playground.lose_next_shares(1)
        dropped = await office.drop(SCREENCAST)
        await office.summary(ROOM, dropped.ts)
        assert len(office.documents(ROOM, dropped.ts)) == 1


@pytest.mark.parametrize("method", ["chat.update", "chat.postMessage", "files.getUploadURLExternal", "files.info"])
async def test_a_rate_limit_delays_and_loses_nothing(open_office: OpenOffice, method: str):
    async with open_office(waiting=SCALED) as office:
        office.playground.fail_next(method, error="ratelimited", retry_after=1, times=2)
        dropped = await office.drop(SCREENCAST)
        await office.summary(ROOM, dropped.ts)
        assert len(office.documents(ROOM, dropped.ts)) == 1
        assert len(office.progress(ROOM, dropped.ts)) == 1


async def test_many_jobs_at_once_stay_within_slacks_rates(open_office: OpenOffice):
    async with open_office(SCRIPT2DOC_JOBS_PER_PERSON="50") as office:
        dropped = [
            await office.drop(SCREENCAST, text=f"Number {n}", channel=c) for n, c in enumerate([ROOM, "#general"])
        ]
        apollo = [await office.drop(APOLLO, channel=c) for c in (ROOM, "#general", "#support-team")]
        places = [ROOM, "#general", ROOM, "#general", "#support-team"]
        for place, message in zip(places, [*dropped, *apollo], strict=True):
            await office.summary(place, message.ts)
        refused = [call for call in office.playground.calls if call.error == "ratelimited"]
        assert refused == []


async def test_a_person_cannot_fill_the_house(open_office: OpenOffice):
    one = {"SCRIPT2DOC_JOBS_PER_PERSON": "1", "SCRIPT2DOC_JOBS_AT_ONCE": "1"}
    async with ModelServer() as model, open_office(**one, **model.env) as office:
        writing = model.hold("outline")
        mention = f"<@{office.playground.app_user.id}>"
        first = await office.drop(APOLLO, SCREENCAST, text=mention)
        await office.playground.until(lambda: office.playground.ephemeral(office.playground.you.id))
        told = text_of(office.playground.ephemeral(office.playground.you.id)[0])
        assert f"Next in line: {SCREENCAST}" in told, "of files that came together, one after the other is made"
        await office.drop(SCREENCAST, text=mention)
        await office.playground.until(lambda: len(office.playground.ephemeral(office.playground.you.id)) == 2)
        assert "Wait for one to finish" in text_of(office.playground.ephemeral(office.playground.you.id)[1])
        writing.set()
        await asyncio.wait_for(office.bot.desk.tasks.idle(), HANG_SECONDS)
        assert len(office.documents(ROOM, first.ts)) == 2


async def test_a_person_has_no_more_places_than_theirs_where_others_are_free(open_office: OpenOffice):
    places = {"SCRIPT2DOC_JOBS_PER_PERSON": "1", "SCRIPT2DOC_JOBS_AT_ONCE": "2"}
    async with ModelServer() as model, open_office(**places, **model.env) as office:
        writing = model.hold("outline")
        await office.drop(APOLLO, SCREENCAST, text=f"<@{office.playground.app_user.id}>")
        await asyncio.wait_for(model.asked(1), HANG_SECONDS)
        assert await office.bot.store.jobs.counts() == {JobState.RUNNING: 1, JobState.QUEUED: 1}
        writing.set()
        await asyncio.wait_for(office.bot.desk.tasks.idle(), HANG_SECONDS)
        assert await office.bot.store.jobs.counts() == {JobState.DONE: 2}


async def test_of_the_files_of_a_message_that_comes_as_two_events_the_waiting_are_told_of_once(
    open_office: OpenOffice,
):
    one = {"SCRIPT2DOC_JOBS_PER_PERSON": "1", "SCRIPT2DOC_JOBS_AT_ONCE": "1"}
    async with ModelServer() as model, open_office(**one, **model.env) as office:
        writing = model.hold("outline")
        await office.drop(APOLLO, SCREENCAST, text=f"<@{office.playground.app_user.id}>")
        await office.playground.until(lambda: office.playground.ephemeral(office.playground.you.id))

        (told,) = office.playground.ephemeral(office.playground.you.id)
        assert f"your 2 files a few at a time. Next in line: {SCREENCAST}" in text_of(told)
        writing.set()
        await asyncio.wait_for(office.bot.desk.tasks.idle(), HANG_SECONDS)


async def test_the_guide_comes_in_another_form_once(office: Office):
    dropped = await office.drop(SCREENCAST)
    await office.summary(ROOM, dropped.ts)
    (done,) = office.progress(ROOM, dropped.ts)
    colleague = office.playground.colleague.id

    def written() -> list[str]:
        held = [id for message in office.playground.thread(ROOM, dropped.ts) for id in message.files]
        return [f.name for f in office.playground.files if f.id in held and f.name.endswith(".md")]

    await office.playground.press(done.ts, "as_markdown", colleague)
    await office.playground.until(written)
    await office.bot.desk.tasks.idle()
    await office.playground.press(done.ts, "as_markdown", colleague)
    await office.playground.until(lambda: office.playground.ephemeral(colleague))
    assert "already in this thread" in text_of(office.playground.ephemeral(colleague)[0])
    assert len(written()) == 1


async def test_a_dropped_file_that_cannot_be_fetched_is_left_alone(office: Office):
    office.playground.fail_next("download", status=400)
    dropped = await office.drop(APOLLO)
    await office.playground.settled()
    await office.bot.desk.tasks.idle()
    assert office.progress(ROOM, dropped.ts) == []
    assert await office.bot.store.jobs.counts() == {JobState.CANCELLED: 1}
