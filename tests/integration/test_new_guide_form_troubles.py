"""What goes wrong with the form for a new guide, and who may not use it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.store import Scope
from tests.integration.conftest import PROMPTLY, ROOM, SCREENCAST, UNHURRIED, Office, OpenOffice, text_of
from tests.integration.new_guide_forms import (
    TEAM,
    filled,
    form_of,
    opened,
    place,
    send,
    uploaded,
)
from tests.integration.sharing import quiet, told, unseen


async def test_a_dead_trigger_is_told(office: Office):
    office.playground.fail_next("views.open", error="expired_trigger_id")
    await office.playground.slash_command(ROOM, office.playground.you.id, "/script2doc", "")
    await quiet(office)

    (said,) = told(office)
    assert said.startswith("That took too long, so Slack didn't open the form. Try again.")
    assert office.playground.views.top(office.playground.you.id) is None


async def test_a_dead_trigger_of_the_global_shortcut_is_told_directly(office: Office):
    you = office.playground.you.id
    office.playground.fail_next("views.open", error="expired_trigger_id")
    await office.playground.global_shortcut("new_guide", you)
    await quiet(office)

    (said,) = office.playground.messages(office.playground.direct_message(you).id)
    assert "took too long" in text_of(said)


async def test_a_form_whose_opening_slack_answers_too_late_is_filled_all_the_same(office: Office):
    office.playground.fail_next("views.open", error="exchanged_trigger_id", after=True)
    form = await opened(office)

    assert form["submit"]


async def test_a_form_that_is_closed_before_it_is_filled_is_let_go(office: Office):
    office.playground.fail_next("views.update", error="not_found")
    await office.playground.slash_command(ROOM, office.playground.you.id, "/script2doc", "")
    await quiet(office)

    assert told(office) == []
    assert office.playground.messages(ROOM) == []


@pytest.mark.parametrize(("seconds", "audience"), [(0.0, None), (UNHURRIED.look, "all")])
async def test_the_form_opens_without_its_defaults_where_the_database_takes_too_long(
    open_office: OpenOffice, seconds: float, audience: str | None
):
    async with open_office(waiting=replace(UNHURRIED, look=seconds)) as office:
        await office.bot.store.settings.put(Scope.WORKSPACE, TEAM, TEAM, {"defaults": {"audience": "all"}})
        form = await opened(office)

    assert filled(form)["audience"] == audience


async def test_a_form_that_cannot_be_filled_is_told(open_office: OpenOffice):
    async with open_office(waiting=PROMPTLY) as office:
        office.playground.fail_next("views.update", error="fatal_error", times=9)
        await office.playground.slash_command(ROOM, office.playground.you.id, "/script2doc", "")
        await office.playground.until(lambda: told(office))

        assert "That didn't work." in told(office)[0]


async def test_a_place_that_slack_does_not_take_is_left_to_slack(office: Office):
    office.playground.fail_next("views.update", error="invalid_arguments")
    form = await opened(office)

    assert form["blocks"][-1]["element"]["default_to_current_conversation"]


@pytest.mark.parametrize("held", ["", "{}", "[]", "no JSON"])
@pytest.mark.parametrize("callback", ["new_guide_form", "options"])
async def test_a_form_of_another_version_is_told_in_words(office: Office, held: str, callback: str):
    you = office.playground.you.id
    form = await opened(office)
    top = office.playground.views.top(you)
    assert top is not None
    office.playground.views.replace(top, {**form, "callback_id": callback, "private_metadata": held})
    receipt = await send(office, files=uploaded(office, SCREENCAST))
    await quiet(office)

    assert receipt.acknowledged
    assert "from another version of Script2Doc" in str(office.playground.views.top(you).payload)  # type: ignore[union-attr]
    assert await office.bot.store.jobs.counts() == {}


# -- who may use it


async def test_where_the_app_is_not_the_guide_comes_directly_and_that_is_told_there(office: Office):
    you = office.playground.you.id
    await opened(office, channel="#random")
    await send(office, files=uploaded(office, SCREENCAST))
    await quiet(office)

    assert "I'm not in this conversation" in told(office)[0]
    assert office.playground.messages("#random") == []
    direct = office.playground.direct_message(you).id
    assert len(office.documents(direct, office.playground.messages(direct)[0].ts)) == 1


@pytest.mark.parametrize(
    ("where", "said"), [("#random", True), ("a private channel", True), (ROOM, False), ("the app's messages", False)]
)
async def test_the_form_says_at_once_where_the_app_is_not(office: Office, where: str, said: bool):
    you = office.playground.you.id
    channel = where
    if where == "a private channel":
        room = office.playground.channel("#random")
        room.kind = "group"
        channel = room.id
    elif where == "the app's messages":
        channel = office.playground.direct_message(you).id
    form = await opened(office, channel=channel)

    shown = str(form["blocks"])
    assert ("I'm not in this conversation, so I'll send you the guide in a direct message." in shown) is said
    assert "If no conversation is chosen, or one that I'm not in, you get the guide in a direct message." in shown


async def test_the_form_opens_all_the_same_where_slack_does_not_say_whether_the_app_is_there(office: Office):
    office.playground.fail_next("conversations.info", error="fatal_error", times=9)
    form = await opened(office)

    assert "I'm not in this conversation" not in str(form["blocks"])


@pytest.mark.parametrize("who", ["stranger", "guest"])
@pytest.mark.parametrize("where", ["#support-team", "the conversation of another with the app"])
async def test_nobody_can_post_where_they_cannot_see(office: Office, who: str, where: str):
    user = getattr(office.playground, who).id
    other = office.playground.direct_message(office.playground.you.id).id
    channel = other if where.startswith("the") else where
    await opened(office, user=user)
    mine = uploaded(office, SCREENCAST, user=user)
    await send(office, user=user, files=mine, place=place(office, channel))
    await quiet(office)

    assert office.playground.messages(channel) == []
    assert await office.bot.store.jobs.counts() == {}


@pytest.mark.parametrize("who", ["stranger", "guest"])
async def test_nobody_gets_a_guide_of_what_they_cannot_see(office: Office, who: str):
    user = getattr(office.playground, who).id
    hidden = await unseen(office, "#support-team")
    await opened(office, user=user)
    await send(office, user=user, link=hidden.files[0], place={"selected_conversation": None})
    await opened(office, user=user)
    await send(office, user=user, files=tuple(hidden.files), place={"selected_conversation": None})
    await quiet(office)

    assert await office.bot.store.jobs.counts() == {}
    direct = office.playground.direct_message(user).id
    for said in office.playground.messages(direct):
        assert "can't find" in text_of(said)


async def test_a_member_of_another_workspace_gets_nothing_of_this_one(office: Office):
    """Their forms come with the workspace where the app is installed, their own is another."""
    stranger = office.playground.stranger.id
    hidden = await unseen(office, "#support-team")
    office.playground.interactions.team = {"id": "T0ELSEWHERE", "domain": "elsewhere"}
    await office.playground.global_shortcut("new_guide", stranger)
    await form_of(office, stranger)
    await send(office, user=stranger, files=tuple(hidden.files), place=place(office, "#support-team"))
    await quiet(office)

    assert await office.bot.store.jobs.counts() == {}
    assert len(office.playground.messages("#support-team")) == 1
