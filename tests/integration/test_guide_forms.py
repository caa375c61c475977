"""The buttons under a finished guide: other options, Markdown, PDF; and what is said meanwhile."""

from __future__ import annotations

import asyncio
import io
import os
import re
import stat
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pptx import Presentation

from bot.jobs.requests import OtherForm, Pressed
from bot.playground.workspace import Message
from tests.integration.conftest import ROOM, SCREENCAST, Office, OpenOffice, text_of

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)


async def finished(office: Office, text: str = "") -> tuple[Message, Message]:
    """A dropped sample and the summary of its guide."""
    dropped = await office.drop(SCREENCAST, text=text)
    await office.summary(ROOM, dropped.ts)
    await office.bot.desk.tasks.idle()
    (done,) = office.progress(ROOM, dropped.ts)
    return dropped, done


def told(office: Office, user: str) -> list[str]:
    """What only this person was told."""
    return [message.text for message in office.playground.ephemeral(user)]


def files_in(office: Office, dropped: Message, suffix: str) -> list[str]:
    held = [id for message in office.playground.thread(ROOM, dropped.ts) for id in message.files]
    return [file.name for file in office.playground.files if file.id in held and file.name.endswith(suffix)]


@pytest.fixture
def slow_soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A LibreOffice that says that it has begun, and makes a PDF when it is told to: the pipe to do it with."""
    folder = tmp_path / "office"
    folder.mkdir()
    begun, go = folder / "begun", folder / "go"
    os.mkfifo(go)
    program = folder / "soffice"
    made = 'for last; do :; done; printf %s %PDF- > "${last%.docx}.pdf"'
    program.write_text(f"#!/bin/sh\necho run >> {begun}\nread word < {go}\n[ $word = well ] || exit 1\n{made}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return go


async def test_a_pdf_is_announced_at_once_and_made_once(office: Office, slow_soffice: Path):
    dropped, done = await finished(office)
    you, colleague = office.playground.you.id, office.playground.colleague.id

    await office.playground.press(done.ts, "as_pdf", you)
    await office.playground.until(lambda: told(office, you))
    assert told(office, you) == ["The PDF file takes a few seconds to make. You'll find it in this thread."]
    (notice,) = office.playground.ephemeral(you)
    assert notice.parent == dropped.ts
    await office.playground.press(done.ts, "as_pdf", colleague)
    await office.playground.until(lambda: told(office, colleague))
    assert "Somebody has already asked for the PDF file. You'll find it in this thread." in told(office, colleague)[0]

    await asyncio.to_thread(slow_soffice.write_text, "well\n")
    await office.playground.until(lambda: files_in(office, dropped, ".pdf"), 10)
    await office.bot.desk.tasks.idle()
    await office.playground.press(done.ts, "as_pdf", you)
    await office.playground.until(lambda: len(told(office, you)) == 2)
    assert "already in this thread" in told(office, you)[1]
    assert len(files_in(office, dropped, ".pdf")) == 1
    assert (slow_soffice.parent / "begun").read_text() == "run\n"


async def test_a_pdf_is_made_though_nobody_could_be_told(office: Office, slow_soffice: Path):
    dropped, done = await finished(office)
    office.playground.fail_next("chat.postEphemeral", error="fatal_error")
    await office.playground.press(done.ts, "as_pdf", office.playground.you.id)
    await asyncio.to_thread(slow_soffice.write_text, "well\n")
    await office.playground.until(lambda: files_in(office, dropped, ".pdf"), 10)


async def test_a_pdf_that_cannot_be_made_says_so(office: Office, slow_soffice: Path):
    _, done = await finished(office)
    you = office.playground.you.id
    await office.playground.press(done.ts, "as_pdf", you)
    await asyncio.to_thread(slow_soffice.write_text, "badly\n")
    await office.playground.until(lambda: len(told(office, you)) == 2)
    assert "LibreOffice couldn't make a PDF" in told(office, you)[1]


@pytest.mark.parametrize(
    ("method", "error", "said"),
    [
        ("files.getUploadURLExternal", "file_uploads_disabled", "Slack didn't accept"),
        ("upload", "internal", "I couldn't send the Markdown file to Slack"),  # tried again, in vain
    ],
)
async def test_a_form_that_slack_refuses_says_so(office: Office, method: str, error: str, said: str):
    _, done = await finished(office)
    you = office.playground.you.id
    office.playground.fail_next(method, error=error, status=200 if method != "upload" else 500, times=3)
    await office.playground.press(done.ts, "as_markdown", you)
    await office.playground.until(lambda: told(office, you), 10)
    assert said in told(office, you)[0]


@pytest.mark.parametrize("elsewhere", [{"team": "T0OTHER"}, {"channel": "C0OTHER"}])
async def test_a_guide_of_another_place_is_not_given_away(office: Office, elsewhere: dict[str, str]):
    dropped, _ = await finished(office)
    (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
    pressed = Pressed(job.team, job.channel, office.playground.you.id, job.id, "", dropped.ts)

    assert await office.bot.service.take(OtherForm(replace(pressed, **elsewhere), ".md"))
    await office.bot.desk.tasks.idle()
    assert await office.bot.service.take(OtherForm(pressed, ".pptx"))
    await office.playground.until(lambda: files_in(office, dropped, ".pptx"), 10)

    assert files_in(office, dropped, ".md") == []


async def test_slides_come_into_the_thread_with_a_slide_for_each_step(office: Office):
    dropped, done = await finished(office)
    await office.playground.press(done.ts, "as_slides", office.playground.you.id)
    await office.playground.until(lambda: files_in(office, dropped, ".pptx"), 10)
    (name,) = files_in(office, dropped, ".pptx")
    file = next(file for file in office.playground.files if file.name == name)
    slides = Presentation(io.BytesIO(file.content)).slides
    assert [slide.shapes.title.text_frame.text[:6] for slide in slides].count("Step 1") == 1


async def test_all_wrong_fields_of_the_form_are_named_at_once(office: Office):
    _, done = await finished(office)
    you = office.playground.you.id
    await office.playground.press(done.ts, "redo_job", you)
    await office.playground.until(lambda: office.playground.views.top(you))
    wrong = {"steps": {"value": {"value": "99"}}, "recording": {"value": {"value": "nowhere"}}}
    receipt = await office.playground.submit_view(you, wrong)
    assert receipt.answer is not None
    assert set(receipt.answer["errors"]) == {"steps", "recording"}


async def test_options_that_the_form_does_not_show_are_kept(office: Office):
    you = office.playground.you.id
    mention = f"<@{office.playground.app_user.id}> tone=formal paper=letter"
    dropped, done = await finished(office, mention)
    await office.playground.press(done.ts, "redo_job", you)
    view = await office.playground.until(lambda: office.playground.views.top(you))
    assert "tone" not in {block["block_id"] for block in view.payload["blocks"]}
    await office.playground.submit_view(you, {"title": {"value": {"value": "Another title"}}})
    await office.playground.until(lambda: len(office.documents(ROOM, dropped.ts)) == 2, 20)
    await office.bot.desk.tasks.idle()
    jobs = await office.bot.store.jobs.recent_of(done_team(office), you, 2)
    assert [job.options.to_dict() for job in jobs] == [
        {"title": "Another title", "tone": "formal", "paper": "letter"},
        {"tone": "formal", "paper": "letter"},
    ]


def done_team(office: Office) -> str:
    return str(office.playground.receipts[0].delivery.payload["team_id"])


async def test_options_without_effect_are_named_in_the_outcome(office: Office):
    options = 'tone=formal language=de glossary="kubectl" <https://a.example/x> <https://a.example/y>'
    _, done = await finished(office, f"<@{office.playground.app_user.id}> {options}")
    said = text_of(done)
    assert "Written without a language model, so these options had no effect: language, tone, glossary." in said
    assert said.count("only a language model can take names and values from reference pages") == 1
    assert "formal tone" not in said
    assert "German" not in said


async def test_options_without_effect_are_not_listed_as_those_of_a_guide(office: Office):
    you = office.playground.you.id
    await finished(office, f"<@{office.playground.app_user.id}> tone=formal language=de steps=2")
    await finished(office, f"<@{office.playground.app_user.id}> tone=friendly steps=3")
    await office.playground.slash_command(ROOM, you, "/script2doc", "jobs")
    await office.playground.until(lambda: any("latest guides" in text for text in told(office, you)))
    listed = text_of(office.playground.ephemeral(you)[-1])

    assert "2 steps" in listed
    assert "3 steps" in listed
    assert not re.search("tone|German", listed)


async def test_references_say_that_nothing_uses_them_without_a_model(office: Office):
    you = office.playground.you.id
    await office.playground.slash_command(ROOM, you, "/script2doc", "references add https://a.example")
    await office.playground.until(lambda: told(office, you))
    assert "no language model is set up here" in told(office, you)[0]


async def test_with_a_model_the_form_offers_everything(open_office: OpenOffice):
    async with open_office(OPENAI_API_KEY="none", OPENAI_BASE_URL="http://127.0.0.1:9/v1") as office:
        dropped = await office.drop(SCREENCAST, text=f"<@{office.playground.app_user.id}> writer=extractive")
        await office.summary(ROOM, dropped.ts)
        (done,) = office.progress(ROOM, dropped.ts)
        you = office.playground.you.id
        await office.playground.press(done.ts, "redo_job", you)
        view = await office.playground.until(lambda: office.playground.views.top(you))
        title, *inputs = view.payload["blocks"]
        assert title["text"]["text"] == "*Create an API token in the Cloudflare dashboard*"
        assert [block["block_id"] for block in inputs] == [
            *("writer", "title", "audience", "tone", "steps", "language", "urls", "glossary", "recording"),
            *("sources", "paper", "secrets"),
        ]
        assert inputs[0]["element"]["initial_option"]["value"] == "extractive"


async def test_a_picture_is_answered_in_a_direct_message_and_left_alone_in_a_channel(office: Office):
    you = office.playground.you.id
    direct = office.playground.direct_message(you).id
    for name in ("talk.vtt", "screen.png"):
        dropped = await office.playground.post_message(direct, you, "", [(name, PICTURE)])
        await office.playground.until(partial(office.said, direct, dropped.ts, "This is an image"), 10)

    dropped = await office.playground.post_message(ROOM, you, "", [("screen.png", PICTURE)])
    await office.playground.settled()
    await office.bot.desk.tasks.idle()
    assert office.playground.thread(ROOM, dropped.ts) == []
    assert office.playground.ephemeral(you) == []


async def test_without_a_model_no_guide_speaks_of_standing_references(office: Office):
    you = office.playground.you.id
    await office.playground.slash_command(ROOM, you, "/script2doc", "references add https://a.example")
    await office.playground.until(lambda: told(office, you))
    dropped = await office.drop(SCREENCAST)

    summary = await office.summary(ROOM, dropped.ts)

    assert "a.example" not in summary
    assert "reference page" not in summary.lower()
