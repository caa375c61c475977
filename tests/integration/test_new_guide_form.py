"""The form for a new guide, from the command, the global shortcut and back: each of its fields."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import running_bot
from bot.messages.workspace_settings import Defaults
from bot.playground import Playground
from bot.serve import listening
from bot.settings import read_settings
from bot.store import Scope
from pipeline.options import WriterChoice
from tests.conftest import SAMPLES
from tests.databases import database_in
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, UNHURRIED, Office, OpenOffice, text_of
from tests.integration.new_guide_forms import (
    TEAM,
    boxes,
    chosen,
    filled,
    form_of,
    latest,
    names_in,
    opened,
    place,
    send,
    uploaded,
)
from tests.integration.sharing import quiet, told, unseen
from tests.loopback.model_server import ModelServer


@pytest.fixture
async def with_model(open_office: OpenOffice) -> AsyncIterator[Office]:
    async with ModelServer() as model, open_office(**model.env) as office:
        yield office


# -- the ways in


async def test_the_command_alone_opens_the_form_and_a_file_in_it_becomes_a_guide_where_it_was_asked(office: Office):
    form = await opened(office)
    await send(office, files=uploaded(office, SCREENCAST))
    await quiet(office)

    assert filled(form)["place"] == office.playground.channel(ROOM).id
    (parent,) = office.playground.messages(ROOM)
    assert "asked for a guide from cloudflare" in text_of(parent)
    assert len(office.documents(ROOM, parent.ts)) == 1
    assert office.playground.views.top(office.playground.you.id) is None


async def test_what_is_no_transcript_is_told_to_who_sent_the_form_alone(office: Office):
    you = office.playground.you.id
    script = b'#!/bin/sh\nset -eu\nfor file in *.txt; do\n  cp "$file" /tmp/ || exit 1\ndone\n'
    await opened(office)
    await send(office, files=(office.playground.store("deploy.sh", script, you).id,))
    await quiet(office)

    assert office.playground.messages(ROOM) == []
    (said,) = told(office)
    assert "I couldn't make a guide from deploy.sh." in said
    assert "This doesn't look like a transcript." in said
    assert (await latest(office)).state.ended


async def test_the_global_shortcut_opens_the_form_and_without_a_place_the_guide_comes_directly(office: Office):
    you = office.playground.you.id
    await office.playground.global_shortcut("new_guide", you)
    form = await form_of(office, you)
    await send(office, files=uploaded(office, SCREENCAST))
    await quiet(office)

    element = form["blocks"][-1]["element"]
    assert element["default_to_current_conversation"]
    assert "initial_conversation" not in element
    direct = office.playground.direct_message(you).id
    (parent, *_) = office.playground.messages(direct)
    assert len(office.documents(direct, parent.ts)) == 1


async def test_help_is_still_there(office: Office):
    await office.playground.slash_command(ROOM, office.playground.you.id, "/script2doc", "help")
    await quiet(office)

    assert "Turn a transcript into a step-by-step guide" in told(office)[0]
    assert office.playground.views.top(office.playground.you.id) is None


@pytest.mark.parametrize("kind", ["file", "message"])
async def test_a_link_in_the_form_is_answered_in_its_thread_if_that_is_the_place(office: Office, kind: str):
    there = await unseen(office)
    message = f"https://x.slack.com/archives/{office.playground.channel(ROOM).id}/p{there.ts.replace('.', '')}"
    link = f"https://x.slack.com/files/U1/{there.files[0]}/talk.vtt" if kind == "file" else message
    await opened(office)
    await send(office, link=link)
    await quiet(office)

    assert len(office.documents(ROOM, there.ts)) == 1


async def test_a_link_can_be_answered_elsewhere(office: Office):
    there = await unseen(office)
    await opened(office)
    await send(office, link=there.files[0], place=place(office, "#general"))
    await quiet(office)

    (parent,) = office.playground.messages("#general")
    assert len(office.documents("#general", parent.ts)) == 1
    assert office.documents(ROOM, there.ts) == []


async def test_several_files_are_several_guides_and_a_form_that_is_sent_twice_is_sent_once(office: Office):
    await opened(office)
    other = office.playground.store("apollo.txt", (SAMPLES / "apollo13-co2-adapter.txt").read_bytes(), "U0ROBINHALE")
    office.playground.deliver_twice(1)
    await send(office, files=(*uploaded(office, SCREENCAST), other.id))
    await quiet(office)

    parents = office.playground.messages(ROOM)
    assert [len(office.documents(ROOM, parent.ts)) for parent in parents] == [1, 1]


# -- its fields


async def test_every_field_reaches_the_guide(with_model: Office):
    office = with_model
    await opened(office)
    await send(
        office,
        files=uploaded(office, SCREENCAST),
        title="Make a token",
        audience="new colleagues",
        tone=chosen("formal"),
        language=chosen("de"),
        steps="4-6",
        urls="https://a.example/x\nhttps://b.example/y",
        recording="https://v.example/1",
        writer=chosen("extractive"),
    )
    await quiet(office)

    assert (await latest(office)).options.to_dict() == {
        "title": "Make a token",
        "audience": "new colleagues",
        "tone": "formal",
        "language": "de",
        "min_steps": 4,
        "max_steps": 6,
        "urls": ["https://a.example/x", "https://b.example/y"],
        "recording": "https://v.example/1",
        "writer": "extractive",
    }


async def test_without_a_model_the_form_offers_only_what_does_something(office: Office):
    form = await opened(office)

    assert list(filled(form)) == [
        *("files", "link", "title", "audience", "steps", "recording", "sources", "paper", "secrets", "forms", "place")
    ]


async def test_secrets_are_shown_where_that_is_chosen_and_only_this_once_and_the_paper_stays(office: Office):
    await opened(office)
    files = uploaded(office, SCREENCAST)
    await send(office, files=files, paper=chosen("letter"), sources=chosen("short"), secrets=chosen("keep"))
    await quiet(office)
    job = await latest(office)
    again = filled(await opened(office))

    assert (job.options.paper, job.options.sources, job.options.secrets) == ("letter", "short", "keep")
    assert [again[name]["value"] for name in ("paper", "sources", "secrets")] == ["letter", "short", "mask"]


async def test_the_other_forms_come_into_the_thread_once_the_word_document_is_there(office: Office):
    await opened(office)
    await send(office, files=uploaded(office, SCREENCAST), forms=boxes(".md", ".pptx"))
    await quiet(office)

    (parent,) = office.playground.messages(ROOM)
    assert names_in(office, parent.ts) == ["docx", "md", "pptx"]
    assert told(office) == []
    job = await latest(office)
    again = await office.bot.store.settings.get(Scope.JOB, TEAM, f"{job.id}.forms")
    assert again == {"forms": [".md", ".pptx"]}


async def test_a_form_that_cannot_be_made_is_told_and_the_guide_is_there_all_the_same(office: Office):
    await opened(office)
    refused, begun = "posting_to_channel_denied", "files.completeUploadExternal"
    office.playground.fail_next("files.getUploadURLExternal", error=refused, times=9, once=begun)
    await send(office, files=uploaded(office, SCREENCAST), forms=boxes(".md"))
    await quiet(office)

    (parent,) = office.playground.messages(ROOM)
    assert (await latest(office)).state == "done"
    assert len(office.documents(ROOM, parent.ts)) == 1
    assert "Slack didn't accept the Markdown file" in told(office)[0]


async def test_all_mistakes_stand_at_their_fields_at_once(with_model: Office):
    office = with_model
    await opened(office)
    receipt = await send(office, link="https://example.com/talk", steps="99", urls="nowhere", recording="klingon")

    assert receipt.answer is not None
    errors = receipt.answer["errors"]
    assert set(errors) == {"link", "steps", "urls", "recording"}
    assert "isn't a link to a file or message in Slack. Copy one with “Copy link”" in errors["link"]
    assert office.playground.views.top(office.playground.you.id) is not None


async def test_a_form_without_a_transcript_is_told_at_the_field(office: Office):
    await opened(office)
    receipt = await send(office, title="Make a token")

    assert receipt.answer is not None
    assert receipt.answer["errors"] == {"files": "Choose a file, or paste a link below."}


async def test_what_cannot_be_a_transcript_and_what_is_for_one_alone_is_told_at_the_field(office: Office):
    you = office.playground.you.id
    await opened(office)
    files = [office.playground.store(name, content, you).id for name, content in (("a.png", b"x"), ("b.vtt", b"y"))]
    receipt = await send(office, files=tuple(files), title="Two", recording="https://v.example/1")

    assert receipt.answer is not None
    errors = receipt.answer["errors"]
    assert set(errors) == {"files", "title", "recording"}
    assert errors["files"].startswith("a.png: This is an image.")


# -- what it is filled with


async def test_the_last_choice_wins_over_the_channels_and_that_over_the_workspaces(with_model: Office):
    office, you = with_model, with_model.playground.you.id
    kept, room = office.bot.store.settings, office.playground.channel(ROOM).id
    whole = {"tone": "formal", "language": "fr", "audience": "everybody", "paper": "letter", "drops": "off"}
    await kept.put(Scope.WORKSPACE, TEAM, TEAM, {"defaults": whole})
    await kept.put(Scope.CHANNEL, TEAM, room, {"defaults": {"language": "de", "forms": [".md"]}})

    first = filled(await opened(office))
    await send(office, files=uploaded(office, SCREENCAST), tone=chosen("neutral"), title="Once", steps="5")
    await quiet(office)
    second = filled(await opened(office))
    other = filled(await opened(office, user=office.playground.colleague.id, channel="#general"))

    assert (first["tone"]["value"], first["language"]["value"], first["audience"]) == ("formal", "de", "everybody")
    assert [box["value"] for box in first["forms"]] == [".md"]
    assert (second["tone"]["value"], second["steps"], second["title"]) == ("neutral", "5", None)
    assert (other["tone"]["value"], other["language"]["value"], other["steps"]) == ("formal", "fr", None)
    assert (await latest(office)).options.paper == "letter", "what the form doesn't show is as the workspace has it"
    await office.bot.store.forgetting.forget(TEAM, you)
    assert filled(await opened(office))["steps"] is None


async def test_the_form_opens_without_its_defaults_where_they_cannot_be_read(office: Office):
    await office.bot.store.settings.put(Scope.WORKSPACE, TEAM, TEAM, {"defaults": {"steps": "many", "audience": "all"}})

    assert filled(await opened(office))["audience"] is None


async def test_the_form_is_in_the_language_of_its_reader(office: Office):
    office.playground.speaks(office.playground.you.id, "de-DE")
    form = await opened(office)
    receipt = await send(office)

    assert form["submit"]["text"] == "Erstellen"
    assert receipt.answer is not None
    assert receipt.answer["errors"]["files"].startswith("Wählen Sie")


# -- what goes wrong


async def test_the_other_forms_come_after_a_restart_and_nothing_is_said_twice(tmp_path: Path):
    async with Playground(timing=PATIENT) as slack:
        env = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "SCRIPT2DOC_DATABASE_URL": database_in(tmp_path),
            "SCRIPT2DOC_LEASE_SECONDS": "2",
        }
        settings = read_settings(env)
        async with running_bot(settings, env, UNHURRIED, confined=False) as bot, listening(settings, bot):
            office = Office(slack, settings, bot)
            await opened(office)
            busy = {"error": "ratelimited", "retry_after": 60, "once": "files.completeUploadExternal"}
            held = slack.fail_next("files.getUploadURLExternal", **busy)  # type: ignore[arg-type]
            await send(office, files=uploaded(office, SCREENCAST), forms=boxes(".md"))
            await slack.until(held.met.is_set)
        (parent,) = slack.messages(ROOM)
        assert names_in(office, parent.ts) == ["docx"]
        slack.faults.clear()
        async with running_bot(settings, env, UNHURRIED, confined=False) as bot, listening(settings, bot):
            office = Office(slack, settings, bot)
            await slack.until(lambda: names_in(office, parent.ts) == ["docx", "md"])
            await office.bot.desk.tasks.finished((await latest(office)).id)

            assert len(office.announcements(ROOM, parent.ts)) == 1
            assert len(office.progress(ROOM, parent.ts)) == 1
            assert (await latest(office)).state == "done"


async def test_what_the_workspace_has_set_is_in_the_form_and_the_persons_word_on_it_wins(with_model: Office):
    office = with_model
    set_now = Defaults(glossary=("kubectl",), writer=WriterChoice.EXTRACTIVE)
    await office.bot.desk.workspace_settings.change(TEAM, "U1", set_now)
    form = await opened(office)
    assert filled(form)["writer"]["value"] == "extractive"
    await send(office, files=uploaded(office, SCREENCAST), writer=chosen("auto"))
    await quiet(office)

    options = (await latest(office)).options
    assert (options.writer, options.glossary) == (WriterChoice.AUTO, ("kubectl",))
    assert filled(await opened(office))["writer"]["value"] == "auto"
