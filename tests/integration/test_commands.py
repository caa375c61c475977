"""What /script2doc does: with a link to a file or message, and for who may see them; and its other words."""

from __future__ import annotations

import asyncio

import pytest

from bot.jobs.model import JobState
from tests.conftest import HANG_SECONDS
from tests.integration.conftest import ROOM, SCREENCAST, Office, OpenOffice, text_of
from tests.integration.sharing import quiet
from tests.loopback.model_server import ModelServer


async def command(office: Office, text: str, *, channel: str = "#general", user: str = "") -> None:
    await office.playground.slash_command(channel, user or office.playground.you.id, "/script2doc", text)


def link_to_file(office: Office, ts: str) -> str:
    message = office.playground.workspace.messages[ts]
    return f"https://playground.slack.com/files/{message.user}/{message.files[0]}/talk.vtt"


def link_to_message(office: Office, channel: str, ts: str) -> str:
    return f"https://playground.slack.com/archives/{office.playground.channel(channel).id}/p{ts.replace('.', '')}"


async def quiet_drop(office: Office, channel: str, *, user: str = "") -> str:
    """A transcript that is in Slack already, and of which the app was told nothing; the ts of its message."""
    with office.playground.events.muted():
        return (await office.drop(SCREENCAST, channel=channel, user=user)).ts


@pytest.mark.parametrize("kind", ["file", "message"])
async def test_a_command_with_a_link_is_answered_in_the_linked_thread(office: Office, kind: str):
    ts = await quiet_drop(office, ROOM)
    link = link_to_file(office, ts) if kind == "file" else link_to_message(office, ROOM, ts)
    await command(office, f'{link} title="Make a token" steps=4')
    summary = await office.summary(ROOM, ts)
    assert "Make a token" in summary
    assert len(office.documents(ROOM, ts)) == 1


@pytest.mark.parametrize("kind", ["file", "message"])
async def test_a_stranger_learns_nothing_of_what_they_cannot_see(office: Office, kind: str):
    ts = await quiet_drop(office, "#support-team")
    link = link_to_file(office, ts) if kind == "file" else link_to_message(office, "#support-team", ts)
    stranger = office.playground.stranger.id
    await command(office, link, user=stranger)
    await office.playground.until(lambda: office.playground.ephemeral(stranger))
    (told,) = office.playground.ephemeral(stranger)
    assert "or you don't have access to it" in text_of(told)
    await office.bot.desk.tasks.idle()
    assert office.progress("#support-team", ts) == []
    assert await office.bot.store.jobs.counts() == {}


@pytest.mark.parametrize("kind", ["file", "message"])
async def test_a_guest_sees_only_the_public_channels_they_are_in(office: Office, kind: str):
    ts = await quiet_drop(office, "#general")
    link = link_to_file(office, ts) if kind == "file" else link_to_message(office, "#general", ts)
    guest = office.playground.guest.id
    await command(office, link, channel=ROOM, user=guest)
    await office.playground.until(lambda: office.playground.ephemeral(guest))
    assert "or you don't have access to it" in text_of(office.playground.ephemeral(guest)[0])
    await office.bot.desk.tasks.idle()
    assert office.progress("#general", ts) == []
    assert await office.bot.store.jobs.counts() == {}


async def test_a_member_of_the_private_channel_gets_the_guide_there(office: Office):
    ts = await quiet_drop(office, "#support-team")
    await command(office, link_to_file(office, ts), user=office.playground.colleague.id)
    await office.summary("#support-team", ts)


async def drop_and_leave(office: Office) -> str:
    """Somebody's own file, in a private channel that they have left since: the link of the file."""
    colleague = office.playground.colleague
    ts = await quiet_drop(office, "#support-team", user=colleague.id)
    office.playground.channel("#support-team").members.remove(colleague.id)
    return link_to_file(office, ts)


async def test_where_the_app_is_not_a_member_the_guide_comes_as_a_direct_message(office: Office):
    colleague = office.playground.colleague.id
    await command(office, await drop_and_leave(office), channel="#random", user=colleague)
    await office.playground.until(lambda: office.playground.ephemeral(colleague))
    assert "not in this conversation" in text_of(office.playground.ephemeral(colleague)[0])
    direct = office.playground.direct_message(colleague).id
    await office.playground.until(lambda: office.playground.messages(direct))
    (parent,) = office.playground.messages(direct)
    await office.summary(direct, parent.ts)


async def test_a_file_whose_thread_the_asker_cannot_see_gets_a_thread_of_its_own(office: Office):
    await command(office, await drop_and_leave(office), channel="#general", user=office.playground.colleague.id)
    await office.playground.until(lambda: office.playground.messages("#general"))
    (parent,) = office.playground.messages("#general")
    assert "asked for a guide" in text_of(parent)
    await office.summary("#general", parent.ts)


async def test_a_link_into_a_channel_without_the_app_asks_to_be_invited(office: Office):
    you = office.playground.you.id
    ts = await quiet_drop(office, "#random")
    await command(office, link_to_message(office, "#random", ts))
    await office.playground.until(lambda: office.playground.ephemeral(you))
    assert "/invite" in text_of(office.playground.ephemeral(you)[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("help", "Drop a transcript"),
        ("jobs", "asked for a guide yet"),
        ("cancel abcdefgh", "There's no guide with the ID “abcdefgh”"),
        ("cancel", "Which guide shall I stop?"),
        ("hilfe", "Drop a transcript"),
        ("ヘルプ", "Drop a transcript"),
        ("setings", "There's no command “setings”. Did you mean `/script2doc settings`?"),
        ("cancle b93eqt8f", "There's no command “cancle”. Did you mean `/script2doc cancel`?"),
        ("bla", "The commands are `help`, `jobs`, `cancel`, `references`, `settings`, `forget`."),
        ("a guide of the talk please", "isn't a link to a file or message in Slack"),
        ("talk.vtt", "isn't a link to a file or message in Slack"),
        ("tone=formal", "These options need a link to a file or message in Slack"),
        ("https://example.com/talk.vtt", "isn't a link to a file or message in Slack"),
        ("F0NOSUCH99", "or you don't have access to it"),
        ("F0NOSUCH99 steps=many", "takes a number"),
    ],
)
async def test_commands_that_make_nothing_are_answered_to_the_person_alone(office: Office, text: str, said: str):
    you = office.playground.you.id
    await command(office, text, channel="#random")
    await office.playground.until(lambda: office.playground.ephemeral(you))
    assert said in text_of(office.playground.ephemeral(you)[0])
    assert office.playground.messages("#random") == []


async def test_the_list_of_guides_links_to_their_threads(office: Office):
    you = office.playground.you.id
    dropped = await office.drop(SCREENCAST)
    await office.summary(ROOM, dropped.ts)
    await asyncio.wait_for(office.bot.desk.tasks.idle(), HANG_SECONDS)
    (progress,) = office.progress(ROOM, dropped.ts)

    await command(office, "jobs", channel="#random")
    await office.playground.until(lambda: office.playground.ephemeral(you))

    link = office.playground.workspace.permalink(progress)
    assert f"<{link}|{SCREENCAST}>  ·  done  ·  " in text_of(office.playground.ephemeral(you)[0])


async def test_a_list_of_jobs_says_what_became_of_files_that_nobody_cancelled(office: Office):
    typed = b"Open Settings. Click Users. Then click Invite and type the address. Click Send. Close the window."
    await office.playground.post_message(ROOM, office.playground.you.id, "", [("typed.txt", typed)])
    first = await office.drop(SCREENCAST)
    await office.summary(ROOM, first.ts)
    await office.drop(SCREENCAST)
    await office.playground.settled()
    await office.bot.desk.tasks.idle()

    await command(office, "jobs", channel=ROOM)
    await office.playground.until(lambda: "latest guides" in str(office.playground.ephemeral(office.playground.you.id)))

    listed = text_of(office.playground.ephemeral(office.playground.you.id)[-1])
    assert "typed.txt" in listed
    assert "waiting for your answer" in listed
    assert "already made" in listed
    assert "cancelled" not in listed


async def test_a_channels_and_the_workspaces_references_serve_every_guide_made_there(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        you, colleague = office.playground.you.id, office.playground.colleague.id

        async def told(user: str, text: str) -> str:
            before = len(office.playground.ephemeral(user))
            await command(office, f"references {text}", channel=ROOM, user=user)
            await office.playground.until(lambda: len(office.playground.ephemeral(user)) > before)
            return text_of(office.playground.ephemeral(user)[-1])

        assert "no reference pages" in await told(colleague, "")
        assert "https://wiki.example/a" in await told(colleague, "add https://wiki.example/a")
        assert "Only an admin" in await told(colleague, "add https://wiki.example/b workspace")
        assert "https://wiki.example/b" in await told(you, "add https://wiki.example/b workspace")
        assert "isn't a web address" in await told(you, "add ftp://wiki.example")

        dropped = await office.drop(SCREENCAST, text="with <https://own.example/c>")
        await office.summary(ROOM, dropped.ts)
        (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", you)
        assert job.options.urls == ("https://own.example/c", "https://wiki.example/a", "https://wiki.example/b")

        left = await told(colleague, "remove https://wiki.example/a")
        assert left.startswith("Removed: https://wiki.example/a\n*Reference pages*\nFor the whole workspace:\n•")
        assert "•  https://wiki.example/a" not in left


async def test_standing_references_take_the_places_that_a_persons_own_leave(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env, SCRIPT2DOC_REFERENCE_URLS="2") as office:
        await command(office, "references add https://wiki.example/a https://wiki.example/b", channel=ROOM)
        await office.playground.until(lambda: office.playground.ephemeral(office.playground.you.id))
        await office.drop(SCREENCAST, text="with <https://own.example/c>")
        await quiet(office)

        (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
        assert job.options.urls == ("https://own.example/c", "https://wiki.example/a")
        assert job.state is JobState.DONE
