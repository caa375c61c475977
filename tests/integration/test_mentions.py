"""Who mentions the app is answered, once, with what they mean: a file, a link, or the guide of their thread."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.jobs.model import JobState
from bot.playground import Playground
from bot.playground.browser import as_typed
from bot.playground.workspace import Message
from bot.slack_client import Waiting
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, text_of
from tests.integration.sharing import PROMPT, guides, mention, posted, quiet, told, transcript, unseen
from tests.integration.slack_faults import briefly


async def finished(office: Office) -> Message:
    """A dropped transcript whose guide is in its thread."""
    dropped = await office.drop(SCREENCAST)
    assert await guides(office, dropped) == 1
    return dropped


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


async def test_a_mention_that_an_edit_adds_asks_for_a_file_that_was_ignored_before(office: Office):
    you = office.playground.you.id
    message = await office.playground.post_message(ROOM, you, "", [("notes.md", b"# Shopping\n\n- milk\n- bread\n")])
    await quiet(office)
    office.playground.edit_message(message, text=mention(office))
    await quiet(office)

    assert office.said(ROOM, message.ts, "notes.md")


@pytest.mark.parametrize("text", ["help", "Hilfe!", "?"])
async def test_who_asks_for_help_gets_help_and_nothing_else(office: Office, text: str):
    dropped = await finished(office)
    await posted(office, mention(office, text), thread_ts=dropped.ts)
    await quiet(office)

    (answer,) = office.playground.ephemeral(office.playground.you.id)
    assert "Turn a transcript into a step-by-step guide in Word" in text_of(answer)
    assert answer.thread_ts == dropped.ts
    assert await guides(office, dropped) == 1


async def test_options_beside_several_files_hold_for_all_of_them(office: Office):
    message = await office.drop(SCREENCAST, "apollo13-co2-adapter.txt", text=mention(office, "at most 3 steps, formal"))
    await quiet(office)

    jobs = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert [(job.options.wanted_steps, job.options.tone) for job in jobs] == [("1-3", "formal")] * 2
    assert all(job.state is JobState.DONE for job in jobs)
    assert len(office.documents(ROOM, message.ts)) == 2


SAID = "I'm making these guides without `title`, `recording`, which can only be for one transcript."


async def test_what_is_of_one_recording_is_left_out_of_several_guides_and_that_is_said(office: Office):
    wanted = 'title="Make a token" recording=https://youtu.be/w8nJ2ZyAs3g tone=formal'
    message = await office.drop(SCREENCAST, "apollo13-co2-adapter.txt", text=mention(office, wanted))
    await quiet(office)
    link = f"https://playground.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}"
    await office.playground.slash_command(ROOM, office.playground.you.id, "/script2doc", f"{link} {wanted}")
    await quiet(office)

    jobs = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert [(job.options.title, job.options.recording, job.options.tone) for job in jobs] == [
        (None, None, "formal")
    ] * 4
    assert sum(SAID in each for each in told(office)) == 2


async def test_what_several_guides_leave_out_is_said_beside_what_is_not_understood(office: Office):
    await office.drop(SCREENCAST, "apollo13-co2-adapter.txt", text=mention(office, 'title="Two things", purple'))
    await quiet(office)

    (said,) = told(office)
    assert "I don't understand “purple”. I'm making the guide without that." in said
    assert "I'm making these guides without `title`, which can only be for one transcript." in said


async def test_options_beside_a_file_that_nobody_mentions_the_app_with_are_said_to_do_nothing(office: Office):
    await office.drop(SCREENCAST, text='for the night shift, title="Make a token" audience="new hires", in German')
    await office.drop(SCREENCAST, text="The call in German, formal and with at most 3 steps")
    await quiet(office)

    (said,) = told(office)
    assert said.startswith("I read options only in a message that mentions me, so this has no effect: `")
    assert all(f"`{name}`" in said for name in ("title", "audience", "language"))
    assert "`steps`" not in said, "that was only talk"
    jobs = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert [(job.options.title, job.options.audience) for job in jobs] == [(None, None)] * 2


async def test_a_title_for_one_file_is_no_matter_of_several(office: Office):
    await office.drop(SCREENCAST, text=mention(office, 'title="Make a token"'))
    await quiet(office)

    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert job.options.title == "Make a token"
    assert told(office) == []


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


async def test_a_default_that_is_named_undoes_what_was_asked_for_before(office: Office):
    dropped = await office.drop(SCREENCAST, text=mention(office, "tone=formal sources=short audience=colleagues"))
    assert await guides(office, dropped) == 1
    asked = await posted(office, mention(office, "neutral, sources=full"), thread_ts=dropped.ts)

    assert await guides(office, asked) == 2
    job = (await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id))[0]
    assert (job.options.tone, job.options.sources, job.options.audience) == ("neutral", "full", "colleagues")


async def test_that_secrets_are_shown_is_asked_for_each_time(office: Office):
    dropped = await office.drop(SCREENCAST, text=mention(office, "secrets=keep"))
    assert await guides(office, dropped) == 1
    asked = await posted(office, mention(office, "for “colleagues”"), thread_ts=dropped.ts)

    assert await guides(office, asked) == 2
    job, first = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    assert (first.options.secrets, job.options.secrets, job.options.audience) == ("keep", "mask", "colleagues")


async def test_words_beside_options_that_are_not_understood_are_told_and_the_guide_is_made(office: Office):
    dropped = await office.drop(SCREENCAST, text=mention(office, ""))
    assert await guides(office, dropped) == 1
    wanted = "2-3 steps, purple, letter paper, in glossy ink, short sources"
    asked = await posted(office, mention(office, wanted), thread_ts=dropped.ts)

    (said,) = await office.playground.until(lambda: told(office))
    assert "I don't understand these words: “purple”, “glossy ink”." in said
    assert await guides(office, asked) == 2
    job = (await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id))[0]
    assert (job.options.paper, job.options.sources) == ("letter", "short")


async def test_what_a_guide_is_to_be_is_named_if_no_word_of_it_is_understood(office: Office):
    dropped = await office.drop(SCREENCAST, text=mention(office, "please make it purple and sing"))
    assert await guides(office, dropped) == 1
    (said,) = told(office)
    await posted(office, mention(office, "make it purple"), thread_ts=dropped.ts)
    await quiet(office)
    answer = told(office)[-1]

    assert "I don't understand “purple and sing”. I'm making the guide without that." in said
    assert "I don't understand “purple”. For more, type `/script2doc help`. To make it again in another way" in answer
    assert "mention me with options" in answer


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("for Robin", "for Robin"),
        ("Please make this one really short", "really short"),
        ("for the zorbs at the bakery, at most 4 steps", "for the zorbs at the bakery"),
    ],
)
async def test_a_wish_beside_a_file_that_is_not_understood_is_named(office: Office, text: str, named: str):
    dropped = await office.drop(SCREENCAST, text=mention(office, text))
    assert await guides(office, dropped) == 1

    assert f"I don't understand “{named}”. I'm making the guide without that." in told(office)[0]


async def test_a_reply_that_says_what_a_guide_is_to_be_is_told_which_words_are_not_understood(office: Office):
    dropped = await finished(office)
    await posted(office, mention(office, "make it shorter please and with bananas"), thread_ts=dropped.ts)
    await quiet(office)

    assert "I don't understand “shorter please and with bananas”." in told(office)[-1]


async def test_every_mistake_of_a_mention_is_said(office: Office):
    await office.drop(SCREENCAST, text=mention(office, "steps=900 papr=A3, purple"))
    (said,) = await office.playground.until(lambda: told(office))

    assert "not 900." in said
    assert "Did you mean paper? “paper” must be one of a4, letter, not “A3”." in said
    assert "I don't understand “purple”." in said


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


async def test_of_more_links_than_a_guide_may_have_it_has_the_first(open_office: OpenOffice):
    async with open_office(SCRIPT2DOC_REFERENCE_URLS="2") as office:
        words = " ".join(f"<https://wiki.example/{page}>" for page in "abc")
        dropped = await office.drop(SCREENCAST, text=mention(office, words))

        assert await guides(office, dropped) == 1
        (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", dropped.user)
        assert job.options.urls == ("https://wiki.example/a", "https://wiki.example/b")


async def test_a_mention_that_slack_sends_without_its_file_is_one_job(office: Office):
    asked = await office.drop(SCREENCAST, text=mention(office))
    without = {"type": "app_mention", "user": asked.user, "text": asked.text, "ts": asked.ts, "channel": asked.channel}
    office.playground.outbox.send_event({"type": "event_callback", "team_id": "T0PLAYGROUND", "event": without})

    assert await guides(office, asked) == 1
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 1}
    assert told(office) == []


async def test_signs_that_slack_escapes_arrive_as_they_were_typed_and_are_escaped_once_where_they_are_shown(
    office: Office,
):
    typed = '@Script2Doc title="Salt & Pepper" audience="R&D, <5 years, amara@a.example", in the style of <R&D>'
    sent = as_typed(office.playground.workspace, typed).replace(
        "amara@a.example", "<mailto:amara@a.example|amara@a.example>"
    )
    dropped = await office.drop(SCREENCAST, text=sent)
    assert await guides(office, dropped) == 1

    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", dropped.user)
    assert (job.options.title, job.options.audience) == ("Salt & Pepper", "R&D, <5 years, amara@a.example")
    texts = [text_of(message) for message in office.playground.workspace.messages.values() if message.ts != dropped.ts]
    assert any("Salt &amp; Pepper" in text for text in texts)
    assert any("style of &lt;R&amp;D&gt;" in text for text in (*texts, *told(office)))
    assert not any("&amp;amp;" in text or "&amp;lt;" in text for text in (*texts, *told(office)))
    names = [file.name for file in office.playground.workspace.files.values()]
    assert "Salt & Pepper.docx" in names


async def test_the_same_options_again_make_no_second_guide(office: Office):
    you = office.playground.you.id
    dropped = await office.drop(SCREENCAST, text=mention(office, 'title="Make a token" paper=letter'))
    assert await guides(office, dropped) == 1
    (done,) = office.progress(ROOM, dropped.ts)
    await office.playground.press(done.ts, "redo_job", you)
    await office.playground.until(lambda: office.playground.views.top(you))
    await office.playground.submit_view(you, {"title": {"value": {"value": "Make a token"}}})
    (said,) = await office.playground.until(lambda: told(office))
    await posted(office, mention(office, "letter paper"), thread_ts=dropped.ts)
    await quiet(office)

    assert "There's already a guide from" in said
    assert "There's already a guide from" in told(office)[1]
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 1}
    await posted(office, mention(office, "paper=a4"), thread_ts=dropped.ts)
    await quiet(office)
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 2}


@pytest.mark.parametrize(
    "words",
    ["tone=friendly", "language=de", "names=Cloudflare", "at most 2 steps", "tone=friendly writer=extractive"],
)
async def test_what_a_guide_says_of_how_it_was_made_makes_it_no_other_the_next_time(office: Office, words: str):
    dropped = await office.drop(SCREENCAST, text=mention(office))
    assert await guides(office, dropped) == 1
    await posted(office, mention(office, words), thread_ts=dropped.ts)
    await quiet(office)
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 2}
    for times in (1, 2):
        await posted(office, mention(office, words), thread_ts=dropped.ts)
        await quiet(office)

        assert ["There's already a guide from" in said for said in told(office)] == [True] * times
        assert await office.bot.store.jobs.counts() == {JobState.DONE: 2}
