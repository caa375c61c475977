"""What people share in Slack is seen, in whichever form Slack tells of it, and answered once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.playground import Playground
from bot.playground.workspace import Message
from tests.integration.conftest import PATIENT, SCREENCAST, Office, OpenOffice, text_of


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
