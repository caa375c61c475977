"""What admins set on the Home tab: for channels and for the whole workspace; who may, and what it changes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from bot.jobs.requests import ChooseAtHome, Chosen, SetWorkspace
from bot.jobs.workspace_settings import Limits, WorkspaceSettings
from bot.messages.channel_settings import Drops
from bot.messages.home import value_of
from bot.messages.language import ENGLISH, words
from bot.messages.options import FieldErrors
from bot.messages.workspace_settings import Defaults, Most, read_workspace, workspace_view
from bot.playground import Playground
from bot.store import tables
from pipeline.options import GuideOptions, WriterChoice
from tests.conftest import crossed
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, text_of
from tests.integration.sharing import guides, posted, quiet, told
from tests.integration.slack_faults import KINDS, SCALED
from tests.integration.test_home import home
from tests.kinds_of_talks import HOW_TO, mixed, timed
from tests.loopback.model_server import ModelServer

TEAM = "T0PLAYGROUND"


def room(office: Office) -> str:
    return office.playground.channel(ROOM).id


async def listed(office: Office, drops: str = "off") -> None:
    """Somebody sets something in the room, so that the Home tab lists it."""
    await office.playground.slash_command(ROOM, office.playground.colleague.id, "/script2doc", f"settings {drops}")
    await quiet(office)


async def choose(office: Office, drops: Drops, user: str = "") -> None:
    who = user or office.playground.you.id
    await home(office, who)
    option = {"value": value_of(room(office), drops), "text": {"type": "plain_text", "text": "…"}}
    await office.playground.press_at_home(who, "home_drops", {"selected_option": option})
    await quiet(office)


async def kept(office: Office) -> Any:
    return await office.bot.service._channels.drops(TEAM, room(office))


async def fill(office: Office, **values: str) -> dict[str, str]:
    """An admin opens the form and hands it in; the mistakes that it shows."""
    you = office.playground.you.id
    await home(office)
    await office.playground.press_at_home(you, "home_change")
    view = await office.playground.until(lambda: office.playground.views.top(you))
    given = {
        name: {"value": {"selected_option": {"value": value}} if name in ("drops", "writer") else {"value": value}}
        for name, value in values.items()
    }
    await office.playground.submit_view(you, given)
    await quiet(office)
    return dict(view.errors)


@pytest.mark.parametrize("drops", [Drops.AT_ONCE, Drops.ASK_FIRST, Drops.DEFAULT])
async def test_an_admin_sets_a_listed_channel_and_sees_it_at_once(office: Office, drops: Drops):
    await listed(office)
    await choose(office, drops)

    assert await kept(office) is drops
    shown = office.playground.views.homes[office.playground.you.id].payload["blocks"]
    (menu,) = [block["accessory"] for block in shown if block.get("accessory")]
    assert menu["initial_option"]["value"] == value_of(room(office), drops)
    assert f"Last changed by <@{office.playground.you.id}>" in json.dumps(shown)


@pytest.mark.parametrize("who", ["colleague", "guest", "stranger"])
async def test_nobody_else_has_the_controls_or_gets_anywhere_with_them(office: Office, who: str):
    other = getattr(office.playground, who).id
    await listed(office)
    said = await home(office, other)
    assert "Settings of the workspace" not in said
    for action in ("home_drops", "home_change"):
        with pytest.raises(KeyError):
            await office.playground.press_at_home(other, action)

    forged = Chosen(TEAM, "", other, value_of(room(office), Drops.AT_ONCE))
    for request in (ChooseAtHome(forged), SetWorkspace(TEAM, other, {"drops": "at once"}, "V1")):
        assert await office.bot.service.take(request)
        await quiet(office)
    assert await kept(office) is Drops.OFF
    assert (await office.bot.desk.workspace_settings.of(TEAM)) == Defaults()
    direct = office.playground.messages(office.playground.direct_message(other).id)
    assert [text_of(m).splitlines()[0] for m in direct] == ["Only admins can change the settings of the workspace."] * 2
    await office.bot.service._home.show(TEAM, other)
    assert "Settings of the workspace" not in json.dumps(office.playground.views.homes[other].payload)


async def test_an_admin_of_one_workspace_changes_nothing_in_another(office: Office):
    await listed(office)
    chosen = Chosen("T0OTHER", "", office.playground.you.id, value_of(room(office), Drops.AT_ONCE))
    assert await office.bot.service.take(ChooseAtHome(chosen))
    await quiet(office)

    assert await kept(office) is Drops.OFF
    direct = office.playground.messages(office.playground.direct_message(office.playground.you.id).id)
    assert "Nobody has set anything in this channel yet." in text_of(direct[-1])


async def test_what_the_form_sets_is_shown_with_who_set_it_and_is_in_the_form_again(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        page = "https://wiki.example/1"
        wrong = await fill(
            office,
            drops="ask first",
            urls=page,
            glossary="kubectl, PostgreSQL",
            writer="extractive",
            jobs="2",
            days="7",
        )
        assert wrong == {}
        said = await home(office)

        for part in (
            f"Last changed by <@{office.playground.you.id}>: <!date^",
            "Names to spell exactly like this: kubectl, PostgreSQL",
            "Written by: No model, only the speaker's own words",
            "Guides in progress, for each person: 2",
            "Days for which transcripts and guides are kept: 7",
            "All other channels: Ask first",
            f"•  {page}",
        ):
            assert part in said
        await office.playground.press_at_home(office.playground.you.id, "home_change")
        view = await office.playground.until(lambda: office.playground.views.top(office.playground.you.id))
        filled = {b["block_id"]: b["element"].get("initial_value") for b in view.payload["blocks"] if "element" in b}
        assert filled["urls"] == page
        assert filled["glossary"] == "kubectl, PostgreSQL"
        assert (filled["jobs"], filled["days"]) == ("2", "7")


async def test_a_form_that_is_sent_as_it_was_opened_changes_nothing(office: Office):
    assert await fill(office) == {}
    assert "Last changed by" not in await home(office)
    await office.bot.desk.workspace_settings.change(TEAM, "U1", Defaults(drops=Drops.OFF))
    before = await office.bot.desk.workspace_settings.of(TEAM)
    assert await fill(office, drops="off") == {}
    assert await office.bot.desk.workspace_settings.of(TEAM) == before


async def test_without_a_model_the_form_leaves_alone_what_only_a_model_uses(office: Office):
    before = Defaults(glossary=("kubectl",), references=("https://wiki.example/1",))
    await office.bot.desk.workspace_settings.change(TEAM, "U1", before)
    assert await fill(office, drops="off") == {}

    now = await office.bot.desk.workspace_settings.of(TEAM)
    assert (now.drops, now.glossary, now.references) == (Drops.OFF, before.glossary, before.references)


async def test_channels_that_set_nothing_go_by_the_workspace_and_others_by_their_own(office: Office):
    await fill(office, drops="off")
    dropped = await office.drop(SCREENCAST)
    await quiet(office)
    assert office.playground.thread(ROOM, dropped.ts) == []

    await office.playground.slash_command(ROOM, office.playground.colleague.id, "/script2doc", "settings")
    await quiet(office)
    shown = office.playground.ephemeral(office.playground.colleague.id)[-1]
    assert "As in all channels: Off" in json.dumps(shown.blocks)
    await listed(office, "at once")
    again = await office.drop(SCREENCAST)
    await quiet(office)
    assert len(office.documents(ROOM, again.ts)) == 1


@pytest.mark.parametrize(("drops", "text", "made"), [("at once", mixed("en"), 1), ("ask first", HOW_TO["en"], 0)])
async def test_the_workspace_says_whether_people_are_asked_first(office: Office, drops: str, text: str, made: int):
    await fill(office, drops=drops)
    dropped = await posted(office, files=[("talk.txt", timed(text).encode())])

    assert await guides(office, dropped) == made
    assert len(told(office)) == 1 - made


async def test_a_person_has_as_many_places_as_the_workspace_gives(office: Office):
    await fill(office, jobs="1")
    office.playground.fail_next("download", delay=3600, times=2)
    mention = f"<@{office.playground.app_user.id}>"
    await office.drop(SCREENCAST, text=mention)
    await office.playground.until(lambda: any(call.method == "chat.postMessage" for call in office.playground.calls))
    await office.drop("apollo13-co2-adapter.txt", text=mention)

    await office.playground.until(lambda: office.playground.ephemeral(office.playground.you.id))
    assert "You already have 1 guide in progress." in text_of(office.playground.ephemeral(office.playground.you.id)[-1])


async def test_a_workspace_keeps_things_for_less_time_and_never_longer(office: Office):
    await fill(office, days="7")
    limits = office.bot.desk.workspace_settings
    assert await limits.keep_days(TEAM) == 7
    assert await limits.keep_days("T0OTHER") == 30
    await limits.change(TEAM, "U1", Defaults(keep_days=99, jobs_per_person=99))
    assert (await limits.keep_days(TEAM), await limits.jobs_per_person(TEAM)) == (30, 5)


@pytest.mark.parametrize(("of_workspace", "days"), [("", 4), ("2", 2)], ids=["the operator's", "the workspace's"])
async def test_what_a_guide_leaves_behind_is_forgotten_when_its_days_are_over(
    open_office: OpenOffice, of_workspace: str, days: int
):
    async with open_office(SCRIPT2DOC_KEEP_DAYS="4") as office:
        if of_workspace:
            await fill(office, days=of_workspace)
        assert await guides(office, await office.drop(SCREENCAST)) == 1
        async with office.bot.store.database.reading() as connection:
            held = [row for table in (tables.blobs, tables.guides) for row in await connection.execute(select(table))]

    assert len(held) == 3, "the transcript, the document and the guide"
    assert {round((row.expires - row.created) / 86_400, 2) for row in held} == {days}


async def test_guides_get_the_names_of_the_workspace_after_the_persons_own(office: Office):
    workspaces = office.bot.desk.workspace_settings
    await workspaces.change(TEAM, "U1", Defaults(glossary=("b", *map(str, range(300))), writer=WriterChoice.EXTRACTIVE))
    made = await workspaces.added_to(GuideOptions(glossary=("a", "b")), TEAM)
    own = await workspaces.added_to(GuideOptions(writer=WriterChoice.MODEL), TEAM)

    assert made.glossary[:3] == ("a", "b", "0")
    assert len(made.glossary) == 200
    assert (made.writer, own.writer) == (WriterChoice.EXTRACTIVE, WriterChoice.MODEL)


async def test_another_process_goes_by_a_change_within_seconds(office: Office):
    now = [0.0]
    other = WorkspaceSettings(office.bot.store.settings, Limits(5, 30), clock=lambda: now[0])
    assert (await other.of(TEAM)).drops is Drops.DEFAULT
    await fill(office, drops="off")
    now[0] = 10.5
    assert (await other.of(TEAM)).drops is Drops.OFF


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("urls", "wiki/router", "isn't a web address"),
        ("urls", "\n".join(f"https://a.example/{n}" for n in range(11)), "up to 10 reference pages"),
        ("glossary", "x" * 101, "at most 100 characters"),
        ("jobs", "6", "This must be a number from 1 to 5."),
        ("jobs", "1.5", "This must be a number from 1 to 5."),
        ("jobs", "nan", "This must be a number from 1 to 5."),
        ("days", "0", "This must be a number from 1 to 30."),
        ("days", "inf", "This must be a number from 1 to 30."),
    ],
)
def test_mistakes_are_told_at_their_fields(name: str, value: str, said: str):
    view = workspace_view(ENGLISH, Defaults(), Most(5, 30), model=True).to_dict()
    view["state"] = {"values": {name: {"value": {"value": value}}, "jobs" if name == "days" else "days": {"value": {}}}}
    with pytest.raises(FieldErrors) as caught:
        read_workspace(view)
    assert list(caught.value.messages) == [name]
    assert said in caught.value.messages[name]


def test_mistakes_are_told_in_the_language_of_the_form():
    view = workspace_view(words("de-DE"), Defaults(), Most(5, 30), model=True).to_dict()
    view["state"] = {"values": {"jobs": {"value": {"value": "x"}}}}
    with pytest.raises(FieldErrors) as caught:
        read_workspace(view)
    assert caught.value.messages["jobs"] == "Das muss eine Zahl von 1 bis 5 sein."


async def test_an_address_that_is_not_fetched_is_refused_and_nothing_is_set(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        await fill(office, drops="off", urls="http://127.0.0.1/")
        direct = office.playground.messages(office.playground.direct_message(office.playground.you.id).id)

        assert direct
        assert await office.bot.desk.workspace_settings.of(TEAM) == Defaults()


async def test_tokens_of_this_month_are_ones_own_and_the_workspaces_for_admins(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        await office.drop(SCREENCAST, user=office.playground.colleague.id)
        await quiet(office)
        (job,) = await office.bot.store.jobs.recent_of(TEAM, office.playground.colleague.id)
        note = await office.bot.store.settings.get("job", TEAM, f"{job.id}.tokens")  # type: ignore[arg-type]
        assert note is not None
        used = f"Tokens used: {ENGLISH.number(note['tokens'])}"

        assert used in await home(office, office.playground.colleague.id)
        yours = await home(office)
        assert "Guides made for you this month: 0" in yours
        assert f"Guides made for everybody this month: 1  ·  {used}" in yours
        assert "Tokens used" not in await home(office, office.playground.guest.id)


@pytest.mark.parametrize(("kind", "method"), crossed(["cut", "500", "429", "lasting"], ["views.publish", "users.info"]))
async def test_whatever_slack_does_a_choice_is_set_or_its_admin_told(open_office: OpenOffice, method: str, kind: str):
    planned = KINDS[kind] | ({"error": "user_not_found"} if kind == "lasting" else {})
    async with open_office(Playground(timing=PATIENT), waiting=SCALED) as office:
        await listed(office)
        await home(office)
        fault = office.playground.fail_next(method, **planned)
        option = {"value": value_of(room(office), Drops.AT_ONCE), "text": {"type": "plain_text", "text": "…"}}
        await office.playground.press_at_home(office.playground.you.id, "home_drops", {"selected_option": option})
        await quiet(office)

        assert fault.met.is_set()
        direct = office.playground.messages(office.playground.direct_message(office.playground.you.id).id)
        assert await kept(office) is Drops.AT_ONCE or direct


async def test_settings_lead_to_the_home_tab(office: Office):
    await listed(office)
    said = text_of(office.playground.ephemeral(office.playground.colleague.id)[-1])
    assert "My Home tab shows your guides, and the settings for all channels." in said
