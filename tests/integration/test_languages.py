"""People read what Slack shows in the language in which they use Slack."""

from __future__ import annotations

import pytest

from bot.messages.language import words
from bot.people import FAILED_SECONDS, KEPT_SECONDS, People
from bot.playground import Playground
from bot.slack_client import SlackClient
from tests.integration.conftest import ROOM, SCREENCAST, Office, text_of
from tests.integration.test_guide_forms import files_in


async def told(office: Office, user: str, text: str) -> str:
    """What only this person is told next, once it says this."""
    there = office.playground.ephemeral
    await office.playground.until(lambda: any(text in text_of(message) for message in there(user)[-1:]))
    return text_of(there(user)[-1])


@pytest.mark.parametrize(
    ("locale", "summary", "announced"),
    [
        ("de-DE", "ist in diesem Thread", "Ihre Anleitung ist fertig"),
        ("ja-JP", "がこのスレッドにあります", "手順書ができました"),
    ],
)
async def test_a_job_speaks_the_language_of_who_asked(office: Office, locale: str, summary: str, announced: str):
    playground, you, say = office.playground, office.playground.you.id, words(locale)
    playground.speaks(you, locale)

    dropped = await office.drop(SCREENCAST)
    await playground.until(lambda: office.said(ROOM, dropped.ts, summary))
    (announcement,) = await playground.until(lambda: office.announcements(ROOM, dropped.ts))
    assert announced in text_of(announcement)
    (done,) = office.progress(ROOM, dropped.ts)
    shown = [edit.text for edit in playground.edits(done.ts)]
    assert shown[0].startswith(say("Making a guide from {name}: {state}", name=SCREENCAST, state="").strip())

    await playground.press(done.ts, "redo_job", you)
    form = await playground.until(lambda: playground.views.top(you))
    assert form.payload["title"]["text"] == say("Make the guide again")
    await playground.submit_view(you, {"steps": {"value": {"value": "99"}}})
    assert form.errors == {"steps": say.told(f"“{say('Number of steps')}” must be from 1 to 40, not 99.")}

    await playground.press(done.ts, "as_markdown", playground.colleague.id)
    await playground.until(lambda: files_in(office, dropped, ".md"))
    await office.bot.desk.tasks.idle()
    await playground.press(done.ts, "as_markdown", playground.colleague.id)
    await told(office, playground.colleague.id, "The Markdown file is already in this thread")
    await playground.press(done.ts, "as_markdown", you)
    await told(office, you, say("The {form} file is already in this thread: {name}.", form="Markdown", name="")[:12])


async def test_what_a_person_alone_is_told_is_in_their_language(office: Office):
    playground, you, colleague = office.playground, office.playground.you.id, office.playground.colleague.id
    playground.speaks(you, "de-DE")

    for user, text, said in (
        (you, "https://nowhere.example", "„https://nowhere.example“ ist kein Link zu einer Datei"),
        (colleague, "https://nowhere.example", "“https://nowhere.example” isn't a link to a file"),
        (you, "help", "Legen Sie ein Transkript"),
        (colleague, "help", "Drop a transcript"),
        (you, "jobs", "Sie haben noch um keine Anleitung gebeten"),
        (you, "references", "Hier gibt es keine Referenzseiten"),
        (you, "references add https://192.168.1.1/", "liegt in einem privaten Netz"),
        (you, "cancel nothing", "Es gibt keine Anleitung mit der Kennung „nothing“. Ihre Anleitungen"),
        (colleague, "cancel nothing", "There's no guide with the ID “nothing”. To see yours"),
    ):
        await playground.slash_command(ROOM, user, "/script2doc", text)
        await told(office, user, said)


async def test_an_error_of_the_pipeline_is_told_in_the_askers_language(office: Office):
    office.playground.speaks(office.playground.you.id, "de-DE")
    picture = ("talk.vtt", b"\x89PNG\r\n\x1a\n" + bytes(100))
    dropped = await office.playground.post_message(
        ROOM, office.playground.you.id, f"<@{office.playground.app_user.id}>", [picture]
    )

    await office.playground.until(lambda: office.said(ROOM, dropped.ts, "keine Anleitung"))
    said = office.last(ROOM, dropped.ts)
    assert "Aus talk.vtt konnte ich keine Anleitung erstellen." in said
    assert "Das ist ein Bild." in said
    await office.bot.desk.tasks.idle()
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id, 10)
    assert "This is an image." in str(job.error), "the operator reads English"


async def test_a_language_is_asked_for_once_and_english_stands_in_where_slack_does_not_say():
    now = [0.0]
    async with Playground() as playground:
        people = People(SlackClient(playground.bot_token, playground.api_url), lambda: now[0])
        you = playground.you.id
        playground.speaks(you, "de-DE")

        async def language(user: str) -> str:
            return (await people.words(user)).language

        playground.fail_next("users.info", error="internal_error")
        assert [await language(you), await language(you)] == ["en", "en"]
        now[0] += FAILED_SECONDS
        assert await language(you) == "de"
        playground.speaks(you, "sv-SE")
        assert await language(you) == "de"
        now[0] += KEPT_SECONDS
        playground.fail_next("users.info", error="internal_error")
        assert await language(you) == "de", "what was known is kept"
        now[0] += FAILED_SECONDS
        assert await language(you) == "sv"
        assert (await people.words(you))("Try again") == "Try again", "English, where there is no catalogue"
        assert [call.method for call in playground.calls] == ["users.info"] * 4
        assert [await language(user) for user in (playground.colleague.id, "U0NOBODY", "")] == ["en"] * 3
