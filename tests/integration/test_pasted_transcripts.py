"""Transcripts that are the text of messages, and snippets: by the message's menu, a link, and the form."""

from __future__ import annotations

import hashlib
import time
from html import unescape

import pytest

from bot.playground.workspace import Message
from tests.conftest import SAMPLES
from tests.integration.conftest import ROOM, SCREENCAST, Office, OpenOffice, text_of
from tests.integration.sharing import guides, mention, posted, quiet, told, transcript
from tests.loopback.model_server import ModelServer

SPOKEN = (SAMPLES / SCREENCAST).read_text("utf-8")
TYPED = SPOKEN.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
"""The same as Slack writes it in a message."""


async def pointed(office: Office, message: Message, user: str = "") -> None:
    await office.playground.shortcut(message.ts, "make_guide", user or office.playground.you.id)
    await quiet(office)


async def test_a_pasted_transcript_becomes_a_guide_in_its_thread_and_is_kept_as_the_jobs_file(office: Office):
    pasted = await posted(office, TYPED)
    await pointed(office, pasted)

    assert await guides(office, pasted) == 1
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert job.source is not None
    kept = await office.bot.store.blobs.get(job.source)
    assert kept is not None
    assert kept.decode().split() == SPOKEN.split()
    assert (job.name, job.file_id) == ("pasted transcript.txt", None)

    (done,) = office.progress(ROOM, pasted.ts)
    await office.playground.press(done.ts, "redo_job", office.playground.you.id)
    await office.playground.until(lambda: office.playground.views.top(office.playground.you.id))
    await office.playground.submit_view(office.playground.you.id, {"title": {"value": {"value": "Another title"}}})
    assert await guides(office, pasted) == 2, "it can be made again"


async def test_half_a_character_in_what_was_pasted_is_no_obstacle(office: Office):
    pasted = await posted(office, f"{TYPED}\n\n\ud83d")  # half an emoji, as JSON can hold it
    await pointed(office, pasted)

    assert await guides(office, pasted) == 1


@pytest.mark.parametrize("which", [0, 1, 2])
async def test_a_transcript_in_several_parts_is_one_whichever_is_pointed_at(office: Office, which: int):
    lines = TYPED.splitlines(keepends=True)
    third = len(lines) // 3
    parts = ["".join(lines[:third]), "".join(lines[third : 2 * third]), "".join(lines[2 * third :])]
    await posted(office, "The training from Monday:")
    messages = [await posted(office, part) for part in parts]
    await office.playground.post_message(ROOM, office.playground.colleague.id, "Thanks!")
    await pointed(office, messages[which])

    assert await guides(office, messages[which]) == 1
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert job.source is not None
    kept = await office.bot.store.blobs.get(job.source)
    assert kept is not None
    assert kept.decode().split() == SPOKEN.split()


async def test_parts_in_a_thread_are_one_transcript(office: Office):
    half = TYPED.index("\n\n", len(TYPED) // 2)
    first = await posted(office, "Here it comes")
    messages = [await posted(office, part, thread_ts=first.ts) for part in (TYPED[:half], TYPED[half:])]
    await pointed(office, messages[1])

    assert await guides(office, first) == 1
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert job.source is not None
    kept = await office.bot.store.blobs.get(job.source)
    assert kept is not None
    assert kept.decode().split() == SPOKEN.split()


async def test_a_message_too_short_for_a_transcript_is_answered_to_who_asked_alone(office: Office):
    short = await posted(office, "Open the settings, and press Save.")
    await pointed(office, short)

    assert "its text is too short for a transcript" in told(office)[0]
    assert office.progress(ROOM, short.ts) == []
    assert await office.bot.store.jobs.counts() == {}


async def test_where_the_app_is_not_the_text_of_the_message_alone_is_used_and_the_guide_comes_directly(office: Office):
    you = office.playground.you.id
    pasted = await posted(office, TYPED, channel="#random")
    await pointed(office, pasted)

    assert "I'm not in this conversation" in told(office)[0]
    direct = office.playground.direct_message(you).id
    assert len(office.documents(direct, office.playground.messages(direct)[0].ts)) == 1


async def test_a_link_to_a_pasted_transcript_is_read_too(office: Office):
    pasted = await posted(office, TYPED)
    link = f"https://x.slack.com/archives/{office.playground.channel(ROOM).id}/p{pasted.ts.replace('.', '')}"
    await office.playground.slash_command(ROOM, office.playground.you.id, "/script2doc", link)

    assert await guides(office, pasted) == 1


async def test_a_stranger_gets_no_guide_of_what_was_pasted_where_they_cannot_read(office: Office):
    pasted = await posted(office, TYPED, channel="#support-team")
    stranger = office.playground.stranger.id
    link = f"https://x.slack.com/archives/{office.playground.channel('#support-team').id}/p{pasted.ts.replace('.', '')}"
    await office.playground.slash_command(ROOM, stranger, "/script2doc", link)
    await quiet(office)

    (said,) = office.playground.ephemeral(stranger)
    assert "or you don't have access to it" in text_of(said)
    assert await office.bot.store.jobs.counts() == {}


async def test_a_snippet_is_a_file_like_any_other(office: Office):
    you = office.playground.you.id
    snippet = office.playground.store_snippet(transcript().decode(), you)
    with office.playground.events.muted():
        message = office.playground.post_files(ROOM, you, [snippet])
    await pointed(office, message)

    assert await guides(office, message) == 1


async def test_a_message_pointed_at_twice_at_once_is_one_guide(open_office: OpenOffice):
    async with open_office() as office:
        pasted = await posted(office, TYPED)
        office.playground.deliver_twice(1)
        await pointed(office, pasted)

        assert await guides(office, pasted) == 1


async def test_a_mention_in_words_sets_options_and_what_is_not_understood_is_said(office: Office):
    asked = await office.drop(SCREENCAST, text=mention(office, "for new hires, formal, in Klingon"))

    assert await guides(office, asked) == 1
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert (job.options.audience, job.options.tone) == ("new hires", "formal")
    (said,) = told(office)
    assert said.count("I don't understand “Klingon”. I'm making the guide without that.") >= 1


async def test_talk_around_a_mention_is_no_wish(office: Office):
    text = f"Good morning all, here is the call from Monday. {mention(office, 'could you make a guide for beginners?')}"
    asked = await office.drop(SCREENCAST, text=text)

    assert await guides(office, asked) == 1
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert job.options.audience == "beginners"
    assert told(office) == []


async def test_a_pasted_transcript_is_kept_as_long_as_others_once_its_job_has_it(office: Office):
    """Until then for a day at most: what becomes no job is of use to nobody."""
    pasted = await posted(office, TYPED)
    await pointed(office, pasted)
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert job.source is not None
    days = office.settings.keep_days

    await office.bot.store.blobs.purge(time.time() + (days - 1) * 86_400)
    assert await office.bot.store.blobs.get(job.source) is not None
    await office.bot.store.blobs.purge(time.time() + (days + 1) * 86_400)
    assert await office.bot.store.blobs.get(job.source) is None


async def test_a_pasted_transcript_that_finds_no_place_is_not_kept(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env, SCRIPT2DOC_JOBS_PER_PERSON="1") as office:
        steps = model.hold("step")
        first = await office.drop(SCREENCAST, text=mention(office))
        await office.playground.until(lambda: office.said(ROOM, first.ts, "in_progress"))
        pasted = await posted(office, TYPED + "\n\nAnd that was all.")
        await office.playground.shortcut(pasted.ts, "make_guide", office.playground.you.id)
        await office.playground.until(lambda: told(office))

        assert "You already have 1 guide in progress." in told(office)[0]
        digest = hashlib.sha256((SPOKEN + "\n\nAnd that was all.").strip().encode()).hexdigest()
        assert await office.bot.store.blobs.get(digest) is not None
        await office.bot.store.blobs.purge(time.time() + 1.1 * 86_400)
        assert await office.bot.store.blobs.get(digest) is None
        steps.set()


async def test_a_transcript_that_is_pasted_into_the_apps_own_conversation_is_taken_as_one(office: Office):
    you = office.playground.you.id
    direct = office.playground.direct_message(you).id
    text = "\n".join(TYPED.splitlines()[:160])[:3700]
    assert len(text.split()) > 100
    assert len(text) < 3900
    pasted = await office.playground.post_message(direct, you, text)
    await quiet(office)

    assert len(office.documents(direct, pasted.ts)) == 1


async def test_a_long_part_in_the_apps_own_conversation_is_told_what_to_do_and_the_end_of_it_makes_one_guide(
    office: Office,
):
    you = office.playground.you.id
    direct = office.playground.direct_message(you).id
    cues = TYPED.split("\n\n")
    end = next(n for n in range(len(cues)) if len("\n\n".join(cues[:n])) >= 3950)
    long, rest = "\n\n".join(cues[:end]), "\n\n".join(cues[end:])[:3000]
    assert len(rest.split()) > 100
    first = await posted(office, long, channel=direct)
    await quiet(office)

    assert ["choose “Make a guide” in the menu of one of its messages" in said for said in told(office)] == [True]
    assert await office.bot.store.jobs.counts() == {}

    last = await posted(office, rest, channel=direct)
    await quiet(office)
    assert office.documents(direct, first.ts) == []
    assert len(office.documents(direct, last.ts)) == 1
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", you)
    assert job.source is not None
    kept = await office.bot.store.blobs.get(job.source)
    assert kept is not None
    assert kept.decode().split() == unescape(f"{long}\n{rest}").split()


async def test_two_shorter_transcripts_in_the_apps_own_conversation_are_two(office: Office):
    direct = office.playground.direct_message(office.playground.you.id).id
    text = "\n".join(TYPED.splitlines()[:160])[:3700]
    first, second = [await posted(office, f"{text}{end}", channel=direct) for end in ("", " And so on.")]
    await quiet(office)

    assert [len(office.documents(direct, message.ts)) for message in (first, second)] == [1, 1]
