"""The app's Home tab: what a person asked for, how guides are made, and for admins what is set."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest

from bot.jobs.listing import latest_of
from bot.jobs.model import JobState
from bot.playground import Playground
from bot.playground.manifest import Manifest
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice
from tests.integration.sharing import quiet
from tests.integration.slack_faults import KINDS, SCALED
from tests.loopback.model_server import ModelServer


async def home(office: Office, user: str = "") -> str:
    """All that somebody's Home tab says once they have opened it."""
    who = user or office.playground.you.id
    office.playground.open_home(who)
    await quiet(office)
    shown = office.playground.views.homes.get(who)
    return "\n".join(texts(shown.payload["blocks"])) if shown else ""


def texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for each in value.values() if not isinstance(each, str) for text in texts(each)]
    return []


async def test_it_lists_what_its_person_asked_for_with_state_and_link(office: Office):
    dropped = await office.drop(SCREENCAST)
    hidden = await office.playground.post_message(
        ROOM, office.playground.you.id, f"<@{office.playground.app_user.id}>", [("a <b> *c*.bin", bytes(400))]
    )
    await quiet(office)
    said = await home(office)

    (done,) = office.progress(ROOM, dropped.ts)
    link = office.playground.workspace.permalink(done)
    assert f"<{link}|{SCREENCAST}>  ·  done  ·  <!date^" in said
    assert "a &lt;b&gt; " in said
    assert office.playground.workspace.permalink(office.progress(ROOM, hidden.ts)[0]) in said
    assert "  ·  failed  ·  " in said
    assert "Guides made for you this month: 1" in said
    assert "No language model is set up here, so guides are made from the speakers' own words." in said
    assert "Days for which transcripts and guides are kept: 30" in said
    assert "`/script2doc forget` deletes what I have stored about you." in said


async def test_what_waits_for_an_answer_can_be_answered_there(office: Office):
    """The question may have been seen by its person alone, and be gone."""
    you = office.playground.you.id
    for name in ("monday.txt", "tuesday.txt"):
        lines = f"Sam: This is {name}.\nAna: I agree with what you said.\nSam: That was a good quarter.\n"
        await office.playground.post_message(ROOM, you, "", [(name, (lines * 9).encode())])
    await quiet(office)
    said = await home(office)
    desk, team = office.bot.desk, office.playground.workspace.team.id
    monday, tuesday = sorted(await latest_of(desk, team, you), key=lambda line: line.name)
    assert said.count("waiting for your answer") == said.count("Make one anyway") == 2

    await office.playground.press_at_home(you, "make_anyway", value=monday.id)
    await quiet(office)

    made, waiting = sorted(await latest_of(desk, team, you), key=lambda line: line.name)
    assert (made.name, made.state) == ("monday.txt", JobState.DONE)
    assert waiting == tuesday
    assert texts(office.playground.views.homes[you].payload["blocks"]).count("Make one anyway") == 1


async def test_nobody_sees_what_others_asked_for_and_only_admins_what_is_set(office: Office):
    await office.drop(SCREENCAST)
    await office.playground.slash_command(ROOM, office.playground.colleague.id, "/script2doc", "settings off")
    page = "references add https://wiki.example/1 workspace"
    await office.playground.slash_command(ROOM, office.playground.you.id, "/script2doc", page)
    await quiet(office)
    room = office.playground.channel(ROOM).id

    admin = await home(office)
    assert "Settings of the workspace, for admins" in admin
    assert f"<#{room}>\nLast changed by <@{office.playground.colleague.id}>: <!date^" in admin
    assert "All other channels: At once if it shows how to do something; otherwise ask" in admin
    assert "•  https://wiki.example/1" in admin
    for other in (office.playground.colleague, office.playground.guest):
        said = await home(office, other.id)
        assert "You haven't asked for a guide yet." in said
        assert "Guides made for you this month: 0" in said
        assert SCREENCAST not in said
        assert "Settings of the workspace" not in said
        assert "https://wiki.example/1" not in said


async def test_it_is_shown_anew_each_time_and_not_with_the_messages(office: Office):
    you = office.playground.you.id
    office.playground.open_home(you, "messages")
    await quiet(office)
    assert you not in office.playground.views.homes

    before = await home(office)
    await office.drop(SCREENCAST)
    await quiet(office)
    assert SCREENCAST not in before
    assert SCREENCAST in await home(office)


async def test_it_names_the_model_that_writes(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env | {"OPENAI_MODEL": "words-4"}) as office:
        assert "Guides are written by words-4." in await home(office)


async def test_it_is_in_the_language_of_its_person(office: Office):
    office.playground.speaks(office.playground.you.id, "de-DE")
    said = await home(office)

    assert "Ihre letzten Anleitungen" in said
    assert "Für Sie in diesem Monat erstellte Anleitungen: 0" in said
    assert "Einstellungen des Workspace, für Admins" in said


async def test_where_the_app_has_no_home_yet_the_operator_is_told_what_to_do(
    open_office: OpenOffice, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    playground = Playground(timing=PATIENT, manifest=replace(Manifest.load(), home_tab=False))
    async with open_office(playground) as office:
        assert await home(office) == ""

    told = [record for record in caplog.records if "Home tab" in record.message]
    assert ["update the app from manifest.yml and reinstall it" in record.message for record in told] == [True]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("kind", ["cut", "503 page", "429", "lasting", "done, then cut"])
async def test_whatever_slack_does_nothing_hangs_and_nobody_is_bothered(open_office: OpenOffice, kind: str):
    planned = KINDS[kind] | ({"error": "user_not_found"} if kind == "lasting" else {})
    async with open_office(Playground(timing=PATIENT), waiting=SCALED) as office:
        fault = office.playground.fail_next("views.publish", **planned)
        await home(office)

        assert fault.met.is_set()
        assert office.playground.ephemeral(office.playground.you.id) == []
        office.playground.faults.clear()
        assert "Your latest guides" in await home(office), "the next time"
