"""Who asks for more than a person or a workspace may is told so alone, at once, with the time to come back."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest

from bot.store.day_tokens import DayTokens
from tests.integration.conftest import ROOM, SCREENCAST, OpenOffice, text_of
from tests.loopback.model_server import ModelServer

APOLLO = "apollo13-co2-adapter.txt"
HOUR = 3600.0


def back_at(said: str) -> float:
    """The time that a message names, in seconds since the epoch."""
    found = re.search(r"<!date\^(\d+)\^", said)
    assert found, said
    return float(found[1])


@pytest.mark.parametrize("mentioned", [True, False], ids=["asked for", "dropped"])
async def test_a_drop_beyond_an_hours_limit_is_told_to_its_person_alone(open_office: OpenOffice, mentioned: bool):
    async with open_office(SCRIPT2DOC_HOURLY_JOBS_PER_PERSON="1") as office:
        you, text = office.playground.you.id, f"<@{office.playground.app_user.id}>" if mentioned else ""
        first = await office.drop(SCREENCAST, text=text)
        await office.summary(ROOM, first.ts)
        second = await office.drop(APOLLO, text=text)
        await office.playground.until(lambda: office.playground.ephemeral(you))
        await office.bot.desk.tasks.idle()

        (told,) = office.playground.ephemeral(you)
        said = text_of(told)
        assert f"No guide is being made from: {APOLLO}. Each person can ask for 1 guide an hour." in said
        assert 0 < back_at(said) - time.time() <= HOUR + 60
        assert not [message for message in office.playground.thread(ROOM, second.ts) if message.by_app]


async def test_of_two_files_the_one_for_which_there_is_room_is_made(open_office: OpenOffice):
    async with open_office(SCRIPT2DOC_HOURLY_JOBS_PER_WORKSPACE="1") as office:
        dropped = await office.drop(SCREENCAST, APOLLO)
        await office.summary(ROOM, dropped.ts)
        await office.bot.desk.tasks.idle()

        (told,) = office.playground.ephemeral(office.playground.you.id)
        assert f"made from: {APOLLO}. This workspace can ask for 1 guide an hour." in text_of(told)
        assert len(office.documents(ROOM, dropped.ts)) == 1


async def test_a_command_is_answered_at_once_in_the_persons_language(open_office: OpenOffice):
    async with open_office(SCRIPT2DOC_HOURLY_JOBS_PER_PERSON="1") as office:
        you = office.playground.you.id
        office.playground.speaks(you, "de-DE")
        dropped = await office.drop(SCREENCAST)
        await office.playground.until(lambda: office.documents(ROOM, dropped.ts))
        await office.bot.desk.tasks.idle()
        link = f"https://playground.slack.com/files/{you}/{dropped.files[0]}/talk.vtt"
        await office.playground.slash_command(ROOM, you, "/script2doc", f"{link} title=Again")
        await office.bot.desk.tasks.idle()

        (told,) = office.playground.ephemeral(you)
        assert "Jede Person kann 1 Anleitung pro Stunde anfordern." in text_of(told)
        assert "Neue Anleitungen sind wieder möglich ab:" in text_of(told)


async def test_a_workspace_has_no_more_guides_at_once_than_it_may(open_office: OpenOffice):
    async with ModelServer() as model, open_office(SCRIPT2DOC_JOBS_PER_WORKSPACE="1", **model.env) as office:
        writing = model.hold("outline")
        first = await office.drop(SCREENCAST)
        await model.asked(1)
        colleague = office.playground.colleague.id
        await office.drop(APOLLO, user=colleague)
        await office.playground.until(lambda: office.playground.ephemeral(colleague))

        said = text_of(office.playground.ephemeral(colleague)[0])
        assert "This workspace can have 1 guide in progress at a time. Try again once it's finished." in said
        assert "from this time on" not in said, "nobody knows when"
        writing.set()
        await office.summary(ROOM, first.ts)


@pytest.mark.parametrize(
    ("setting", "used_up"),
    [
        ("SCRIPT2DOC_DAILY_TOKENS_PER_PERSON", "You have used up what each person can use of the language model"),
        ("SCRIPT2DOC_DAILY_TOKENS_PER_WORKSPACE", "This workspace has used up what it can use of the language model"),
    ],
)
async def test_whose_tokens_are_used_up_comes_back_tomorrow_or_does_without_a_model(
    open_office: OpenOffice, setting: str, used_up: str
):
    async with ModelServer() as model, open_office(**{setting: "60000"}, **model.env) as office:
        you, desk = office.playground.you.id, office.bot.desk
        team, person = desk.client.team or "T0PLAYGROUND", you if "PERSON" in setting else ""
        tokens = DayTokens(desk.store.settings, 60_000, team, person)
        dropped = await office.drop(SCREENCAST)
        await office.summary(ROOM, dropped.ts)
        await desk.tasks.idle()
        today = datetime.now(UTC).date()
        left = await tokens.left(today.isoformat())
        assert desk.tools.model is not None
        assert 0 < left < 60_000, "what was used is counted, and what was claimed and not used is given back"

        await tokens.claim(today.isoformat(), left)
        await office.drop(APOLLO)
        await office.playground.until(lambda: office.playground.ephemeral(you))
        said = text_of(office.playground.ephemeral(you)[0])
        assert used_up in said
        assert 0 < back_at(said) - time.time() <= 24 * HOUR + 60
        assert back_at(said) % (24 * HOUR) == 60, "a day begins at midnight, UTC"

        without = await office.drop(APOLLO, text=f"<@{office.playground.app_user.id}> writer=extractive")
        await office.summary(ROOM, without.ts)


async def test_a_job_that_has_begun_uses_no_more_than_its_persons_tokens(open_office: OpenOffice):
    async with ModelServer() as model, open_office(SCRIPT2DOC_DAILY_TOKENS_PER_PERSON="9000", **model.env) as office:
        dropped = await office.drop(SCREENCAST)
        await office.summary(ROOM, dropped.ts)
        await office.bot.desk.tasks.idle()
        desk = office.bot.desk
        tokens = DayTokens(desk.store.settings, 9_000, desk.client.team or "T0PLAYGROUND", office.playground.you.id)

        assert await tokens.left(datetime.now(UTC).date().isoformat()) >= 0
        assert len(office.documents(ROOM, dropped.ts)) == 1, "what the model can't write any more is written without it"
