"""The app's own conversation: a greeting, prompts that go by what somebody looks at, and what they bring."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from bot.messages import agent
from bot.messages.language import ENGLISH
from bot.playground import Playground
from bot.playground.browser import as_typed
from bot.playground.manifest import MANIFEST, Manifest
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, text_of
from tests.integration.sharing import quiet, unseen
from tests.integration.slack_faults import BRIEF, KINDS


def room(office: Office, user: str = "") -> str:
    return office.playground.direct_message(user or office.playground.you.id).id


async def opened(office: Office, user: str = "") -> list[dict[str, str]]:
    """Somebody opens the conversation; the prompts that they see."""
    office.playground.open_home(user or office.playground.you.id, "messages")
    await quiet(office)
    return prompts(office, user)


def prompts(office: Office, user: str = "") -> list[dict[str, str]]:
    shown: list[dict[str, str]] = office.playground.agents.prompts.get(room(office, user), {}).get("prompts", [])
    return shown


async def looks_at(office: Office, channel: str | None, message: str | None = None, user: str = "") -> list[str]:
    """Somebody turns to something; the titles of the prompts that they see then."""
    office.playground.look_at(user or office.playground.you.id, channel, message)
    await quiet(office)
    return [prompt["title"] for prompt in prompts(office, user)]


async def send(office: Office, message: str, user: str = "") -> list[str]:
    """Somebody sends the message of a prompt; what the app replies in its thread."""
    who = user or office.playground.you.id
    text = as_typed(office.playground.workspace, message)
    posted = await office.playground.post_message(room(office, who), who, text)
    await quiet(office)
    return [text_of(reply) for reply in office.playground.thread(room(office, who), posted.ts)]


async def test_who_opens_it_is_greeted_once_and_gets_prompts_each_time(office: Office):
    first = await opened(office)
    second = await opened(office)

    (hello,) = office.playground.messages(room(office))
    assert "I turn transcripts into step-by-step guides in Word. Drop a transcript here" in text_of(hello)
    assert first == second == agent.prompts(ENGLISH)
    assert 1 <= len(first) <= 4
    assert office.playground.agents.prompts[room(office)]["title"] == agent.DROP


def test_slack_suggests_the_same_before_the_app_has_said_anything():
    assert list(Manifest.load().prompts) == agent.prompts(ENGLISH)
    features = yaml.safe_load(MANIFEST.read_text())["features"]
    assert "assistant_view" not in features


@pytest.mark.parametrize("asked", agent.ASKED)
async def test_each_prompt_is_answered_in_its_thread(office: Office, asked: str):
    (said,) = await send(office, f"  {asked.upper()} ")

    expected = {agent.FORMATS: ".vtt, .srt", agent.SOURCES: "Google Meet", agent.LATEST: "You haven't asked"}
    assert expected[asked] in said
    assert office.playground.ephemeral(office.playground.you.id) == []


async def test_an_answer_is_given_once_however_often_slack_tells_of_the_message(office: Office):
    office.playground.deliver_twice()
    assert len(await send(office, agent.FORMATS)) == 1


async def test_the_latest_guides_are_ones_own(office: Office):
    await office.drop(SCREENCAST)
    await quiet(office)

    assert SCREENCAST in (await send(office, agent.LATEST))[0]
    assert SCREENCAST not in (await send(office, agent.LATEST, office.playground.colleague.id))[0]


async def test_prompts_and_answers_are_in_the_language_of_their_person(office: Office):
    office.playground.speaks(office.playground.you.id, "de-DE")
    shown = await opened(office)
    (said,) = await send(office, shown[0]["message"])

    assert shown[0]["title"] == "Was kann ich hier ablegen?"
    assert "Ich lese Untertitel" in said


async def test_in_a_channel_the_same_words_are_no_prompt(office: Office):
    posted = await office.playground.post_message(ROOM, office.playground.you.id, agent.FORMATS)
    await quiet(office)

    assert office.playground.thread(ROOM, posted.ts) == []


async def test_the_transcript_that_somebody_looks_at_is_offered_and_made_into_a_guide(office: Office):
    await unseen(office)
    await office.playground.post_message(ROOM, office.playground.you.id, "And now lunch.")
    titles = await looks_at(office, ROOM)
    assert titles[0] == f"Make a guide from {SCREENCAST}"
    assert len(titles) == 4

    await send(office, prompts(office)[0]["message"])
    asked = office.playground.messages(room(office))[-1]
    assert len(office.documents(room(office), asked.ts)) == 1
    assert (await looks_at(office, None))[0] == agent.FORMATS


async def test_of_a_message_that_is_looked_at_its_own_file_is_offered(office: Office):
    first = await unseen(office)
    with office.playground.events.muted():
        await office.drop("apollo13-co2-adapter.txt")

    assert (await looks_at(office, ROOM))[0] == "Make a guide from apollo13-co2-adapter.txt"
    assert (await looks_at(office, ROOM, first.ts))[0] == f"Make a guide from {SCREENCAST}"


@pytest.mark.parametrize("who", ["guest", "stranger"])
async def test_nobody_is_offered_what_they_cannot_see(office: Office, who: str):
    other = getattr(office.playground, who).id
    await unseen(office, "#support-team")

    assert (await looks_at(office, "#support-team"))[0].endswith(SCREENCAST)
    assert (await looks_at(office, "#support-team", user=other))[0] == agent.FORMATS


@pytest.mark.parametrize("lost", [{"agent": False}, {"scopes": Manifest.load().scopes - {"assistant:write"}}])
async def test_where_there_are_no_agents_it_is_the_direct_message(open_office: OpenOffice, lost: dict[str, Any]):
    playground = Playground(timing=PATIENT, manifest=replace(Manifest.load(), **lost))
    async with open_office(playground) as office:
        assert await opened(office) == []
        (hello,) = office.playground.messages(room(office))
        assert "I turn transcripts" in text_of(hello)
        assert ".vtt" in (await send(office, agent.FORMATS))[0]
        dropped = await office.drop(SCREENCAST, channel=room(office))
        await quiet(office)
        assert len(office.documents(room(office), dropped.ts)) == 1


@pytest.mark.parametrize("kind", ["cut", "503 page", "429 long", "no answer", "lasting"])
async def test_whatever_slack_does_to_the_prompts_nobody_is_bothered(open_office: OpenOffice, kind: str):
    planned = KINDS[kind] | ({"error": "missing_scope"} if kind == "lasting" else {})
    async with open_office(Playground(timing=PATIENT), waiting=BRIEF) as office:
        fault = office.playground.fail_next("assistant.threads.setSuggestedPrompts", **planned)
        await opened(office)

        assert fault.met.is_set()
        assert office.playground.ephemeral(office.playground.you.id) == []
        assert len(office.playground.messages(room(office))) == 1
