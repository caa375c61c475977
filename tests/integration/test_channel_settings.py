"""What a channel has set: who sees it, who may change it, and what it changes."""

from __future__ import annotations

import pytest

from bot.jobs.channel_settings import ChannelSettings
from bot.messages.channel_settings import Drops
from bot.playground.workspace import Message
from bot.store import Scope
from tests.integration.conftest import ROOM, SCREENCAST, Office, text_of
from tests.integration.sharing import guides, mention, quiet, told, transcript
from tests.kinds_of_talks import MEETING, timed

TEAM = "T0PLAYGROUND"
LINK = "`/script2doc LINK`"


async def settings(office: Office, text: str = "", *, user: str = "", channel: str = ROOM) -> Message:
    """Somebody types `/script2doc settings …`; what they are told."""
    who = user or office.playground.you.id
    await office.playground.slash_command(channel, who, "/script2doc", f"settings {text}".strip())
    await quiet(office)
    return office.playground.ephemeral(who)[-1]


async def kept(office: Office, channel: str = ROOM) -> Drops:
    there = ChannelSettings(office.bot.desk.client, office.bot.store.settings)
    return await there.drops(TEAM, office.playground.channel(channel).id)


async def choose(office: Office, message: Message, drops: Drops, user: str = "") -> None:
    option = {"value": drops.value, "text": {"type": "plain_text", "text": "…"}}
    who = user or office.playground.you.id
    await office.playground.press(message.ts, "channel_drops", who, {"selected_option": option})
    await quiet(office)


def menu(message: Message) -> str | None:
    """The chosen value of a message's menu; None if it has none."""
    found = [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]
    return str(found[0]["initial_option"]["value"]) if found else None


async def test_a_channel_that_has_set_nothing_shows_the_default(office: Office):
    shown = await settings(office)

    assert "When somebody drops a transcript in <#" in text_of(shown)
    assert f"{LINK}, *Make a guide* in a message's menu, and mentions work with every setting." in text_of(shown)
    assert "Last changed" not in text_of(shown)
    assert menu(shown) == Drops.DEFAULT
    assert await kept(office) is Drops.DEFAULT


@pytest.mark.parametrize("drops", list(Drops))
async def test_the_menu_sets_what_was_chosen_and_says_who_did(office: Office, drops: Drops):
    shown = await settings(office)
    await choose(office, shown, drops, office.playground.you.id)

    assert await kept(office) is drops
    assert await kept(office, "#general") is Drops.DEFAULT, "another channel"
    (now,) = office.playground.ephemeral(office.playground.you.id)
    assert menu(now) == drops
    assert f"Last changed by <@{office.playground.you.id}>: <!date^" in text_of(now)


@pytest.mark.parametrize("typed", ["at once", "AT  ONCE", "ask first", "off", "default"])
async def test_a_setting_can_be_typed(office: Office, typed: str):
    await settings(office, "off")
    shown = await settings(office, typed)

    assert await kept(office) == " ".join(typed.lower().split()) == menu(shown)


async def test_what_is_no_setting_is_said(office: Office):
    shown = await settings(office, "loud & <!channel>")

    assert "There is no setting “loud &amp; &lt;!channel&gt;”." in text_of(shown)
    assert await kept(office) is Drops.DEFAULT


async def test_a_full_member_may_change_them_and_a_guest_may_only_see_them(office: Office):
    colleague, guest = office.playground.colleague.id, office.playground.guest.id
    await settings(office, "ask first", user=colleague)
    seen = await settings(office, user=guest)
    refused = await settings(office, "off", user=guest)

    assert menu(seen) is None
    assert "Ask first" in text_of(seen)
    assert f"Last changed by <@{colleague}>" in text_of(seen)
    assert text_of(refused).startswith("Only full members of this channel and admins can change its settings.")
    assert await kept(office) is Drops.ASK_FIRST


async def test_a_menu_is_of_no_use_to_who_may_not_change_them(office: Office):
    shown = await settings(office)
    await choose(office, shown, Drops.OFF, office.playground.guest.id)

    assert await kept(office) is Drops.DEFAULT
    assert "Only full members" in text_of(office.playground.ephemeral(office.playground.guest.id)[-1])


@pytest.mark.parametrize("text", ["", "off"])
async def test_who_is_not_in_a_channel_or_where_the_app_is_not_sees_nothing(office: Office, text: str):
    stranger = await settings(office, text, user=office.playground.stranger.id, channel="#support-team")
    without_app = await settings(office, text, channel="#leadership")

    for said in (stranger, without_app):
        assert text_of(said).startswith("Settings are for the members of a channel that I'm in.")
        assert menu(said) is None
    assert await kept(office, "#support-team") is await kept(office, "#leadership") is Drops.DEFAULT


async def test_direct_messages_have_no_settings(office: Office):
    room = office.playground.direct_message(office.playground.you.id)
    said = await settings(office, "off", channel=room.id)

    assert text_of(said).startswith("Settings are for channels.")


async def test_settings_and_standing_references_of_a_channel_leave_each_other_alone(office: Office):
    you, page = office.playground.you.id, "https://wiki.example/1"
    await settings(office, "off")
    await office.playground.slash_command(ROOM, you, "/script2doc", f"references add {page}")
    await quiet(office)
    assert await kept(office) is Drops.OFF
    await settings(office, "at once")

    row = await office.bot.store.settings.get(Scope.CHANNEL, TEAM, office.playground.channel(ROOM).id)
    assert row is not None
    assert row["references"] == [page]
    assert row["drops"]["set"] == "at once"
    assert row["drops"]["by"] == you


async def test_off_leaves_alone_what_people_and_apps_share_and_not_what_is_asked_for(office: Office):
    you, colleague = office.playground.you.id, office.playground.colleague.id
    await settings(office, "off", user=colleague)
    dropped = await office.drop(SCREENCAST)
    by_app = office.playground.post_by_other_app(ROOM, "", "", [(SCREENCAST, transcript() + b"\n\nNOTE 2\n")])
    damaged = await office.playground.post_message(ROOM, you, "", [("talk.vtt", b"WEBVTT\n")])
    await quiet(office)
    assert [office.playground.thread(ROOM, each.ts) for each in (dropped, by_app, damaged)] == [[], [], []]
    assert dropped.reactions == {}
    assert told(office) == []
    assert await office.bot.store.jobs.counts() == {}

    await office.playground.shortcut(dropped.ts, "make_guide", you)
    assert await guides(office, dropped) == 1
    await office.playground.slash_command(ROOM, you, "/script2doc", office.playground.workspace.permalink(by_app))
    assert await guides(office, by_app) == 1
    asked = await office.drop("apollo13-co2-adapter.txt", text=mention(office))
    assert await guides(office, asked) == 1


async def test_ask_first_asks_about_what_clearly_shows_how_too(office: Office):
    await settings(office, "ask first", user=office.playground.colleague.id)
    dropped = await office.drop(SCREENCAST)
    await quiet(office)

    assert office.playground.thread(ROOM, dropped.ts) == []
    (asked,) = office.playground.ephemeral(office.playground.you.id)
    assert f"I can make a step-by-step guide from {SCREENCAST}." in text_of(asked)
    assert "After that, choose *Make a guide*" in text_of(asked)
    await office.playground.press(asked.ts, "make_guide", office.playground.you.id)
    assert await guides(office, dropped) == 1


async def test_at_once_asks_no_more_than_whether_it_is_a_transcript(office: Office):
    you = office.playground.you.id
    await settings(office, "at once", user=office.playground.colleague.id)
    meeting = await office.playground.post_message(ROOM, you, "", [("talk.txt", timed(MEETING["en"] * 4).encode())])
    await quiet(office)
    begun = [call for call in office.playground.calls if call.method == "chat.postMessage"]
    doubtful = " ".join("so first we open the settings and then you click on save, okay" for _ in range(12))
    await office.playground.post_message(ROOM, you, "", [("notes.txt", doubtful.encode())])
    await quiet(office)

    assert [call.args["thread_ts"] for call in begun] == [meeting.ts]
    assert "Is notes.txt a transcript?" in told(office)[-1]


async def test_settings_are_told_in_the_language_of_their_reader(office: Office):
    office.playground.speaks(office.playground.you.id, "de-DE")
    shown = await settings(office, "ask first")

    assert "Wenn jemand in <#" in text_of(shown)
    assert "Erst fragen" in text_of(shown)
    assert "Zuletzt geändert von" in text_of(shown)


async def test_help_names_the_settings(office: Office):
    await office.playground.slash_command(ROOM, office.playground.you.id, "/script2doc", "help")
    await quiet(office)

    assert "*`/script2doc settings`* shows and changes what happens when a transcript is dropped" in told(office)[0]
