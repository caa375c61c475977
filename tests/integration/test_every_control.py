"""Every control that the app has, in the hands of others: whatever Slack may send of it, by a stranger, a guest and a
member of another workspace. A guide in a private channel, what is kept of it, and what its person and the workspace
have set stay as they are, and nobody is shown a word of them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from bot.jobs.model import Job
from bot.jobs.own_defaults import set_own
from bot.listeners import register
from bot.listeners.functions import GUIDE_STEP
from bot.listeners.shortcuts import MAKE_GUIDE, NEW_GUIDE
from bot.messages import (
    canvas,
    channel_settings,
    deleting,
    forgetting,
    home,
    new_guide,
    offer,
    options,
    outcome,
    own_defaults,
    progress,
    template,
    workspace_settings,
)
from bot.messages.channel_settings import Drops
from bot.messages.language import ENGLISH
from bot.messages.options import Answers, Form
from bot.playground.workspace import Message
from bot.store.tables import guides, jobs, settings, templates
from bot.store.templates import KeptTemplate
from pipeline.options import GuideOptions
from tests.conftest import further
from tests.integration.conftest import ROOM, Office, OpenOffice
from tests.integration.sharing import quiet
from tests.integration.test_home_template import house_style
from tests.integration.test_others_hands import OTHERS, other
from tests.integration.test_workflow_step import playground

PRIVATE = "#support-team"
TEAM = "T0PLAYGROUND"
PLANTED = "Zanzibar"
TALK = (
    "00:01.000 --> 00:05.000\nFirst, open the settings of Zanzibar and click Network.\n",
    "00:05.000 --> 00:09.000\nThen type zanzibar-7 in the Name box and press Enter.\n",
    "00:09.000 --> 00:13.000\nFinally, click Save and close the window of Zanzibar.\n",
)


@dataclass
class Scene:
    """A guide of yours, and who else tries."""

    office: Office
    job: Job
    dropped: Message
    summary: Message
    user: str

    async def press(self, action_id: str, **chosen: Any) -> None:
        """Somebody presses this control below the guide, whether or not it is there."""
        element = {"type": "button", "action_id": action_id, "value": self.job.id, **chosen}
        await self.office.playground.interactions.press(self.summary, element, "b", self.user)

    async def press_at_home(self, action_id: str, **chosen: Any) -> None:
        """Somebody presses this control on their own Home tab, whether or not it is there."""
        slack = self.office.playground
        slack.open_home(self.user)
        await quiet(self.office)
        element = {"type": "button", "action_id": action_id, "value": action_id, **chosen}
        await slack.views.press(slack.views.homes[self.user], element, "b", {})

    async def send(self, view: Any, **values: dict[str, Any]) -> None:
        """Somebody hands in this form, whether or not it was opened for them."""
        self.office.playground.views.open(self.user, view.to_dict())
        given = {name: {"value": value} for name, value in values.items()}
        await self.office.playground.submit_view(self.user, given)

    def file(self, name: str, content: bytes) -> dict[str, Any]:
        return {"files": [self.office.playground.store(name, content, self.user).id]}

    @property
    def link(self) -> str:
        return self.office.playground.workspace.permalink(self.dropped)


Try = Callable[[Scene], Awaitable[Any]]


def pressed(action_id: str) -> Try:
    return lambda scene: scene.press(action_id)


def at_home(action_id: str) -> Try:
    return lambda scene: scene.press_at_home(action_id)


def option(value: str) -> dict[str, Any]:
    return {"value": value, "text": {"type": "plain_text", "text": "…"}}


async def set_drops(scene: Scene) -> None:
    await scene.press(channel_settings.DROPS, type="static_select", selected_option=option("at once"))


async def set_drops_at_home(scene: Scene) -> None:
    chosen = option(home.value_of(scene.job.channel, Drops.AT_ONCE))
    await scene.press_at_home(home.CHANNEL_DROPS, type="static_select", selected_option=chosen)


async def send_options(scene: Scene) -> None:
    form = Form(scene.job.id, scene.job.channel, scene.job.thread_ts)
    view = options.options_view(ENGLISH, form, GuideOptions(), model=True)
    await scene.send(view, title={"value": "Mine now"})


async def send_deletion(scene: Scene) -> None:
    form = Form(scene.job.id, scene.job.channel, scene.job.thread_ts)
    await scene.send(deleting.delete_view(ENGLISH, form, "A guide"))


async def send_new_guide(scene: Scene) -> None:
    view = new_guide.new_guide_view(ENGLISH, new_guide.Choices(), "", model=False, pdf=False)
    place = {"selected_conversation": scene.job.channel}
    await scene.send(view, link={"value": scene.link}, place=place)


async def send_workspace(scene: Scene) -> None:
    view = workspace_settings.workspace_view(
        ENGLISH, workspace_settings.Defaults(), workspace_settings.Most(5, 30), model=True
    )
    await scene.send(view, drops={"selected_option": option("at once")}, glossary={"value": "theirs"})


async def send_template(scene: Scene) -> None:
    await scene.send(template.template_view(ENGLISH), file=scene.file("Theirs.docx", house_style()))


async def send_own(scene: Scene) -> None:
    view = own_defaults.own_view(ENGLISH, own_defaults.OwnDefaults(), model=True, pdf=False)
    await scene.send(view, audience={"value": "theirs"})


async def type_commands(scene: Scene) -> None:
    for text in (
        scene.link,
        f"cancel {scene.job.id}",
        "jobs",
        "settings",
        "references",
        "references add https://theirs.example workspace",
        "",
    ):
        await scene.office.playground.slash_command(ROOM, scene.user, "/script2doc", text)


async def forget(scene: Scene, action: str = forgetting.FORGET) -> None:
    """Somebody has asked what is kept of them, and presses the button that deletes it, which isn't there."""
    slack = scene.office.playground
    await slack.slash_command(ROOM, scene.user, "/script2doc", "forget")
    await quiet(scene.office)
    element = {"type": "button", "action_id": action, "value": scene.job.id}
    await slack.interactions.press(slack.ephemeral(scene.user)[-1], element, "b", scene.user)


async def point(scene: Scene) -> None:
    """Somebody points at a message that forwards yours: Slack shows it to who can't see the file."""
    slack = scene.office.playground
    with slack.events.muted():
        forward = await slack.post_message(ROOM, slack.you.id, "", forwarded=[scene.dropped])
    await slack.shortcut(forward.ts, MAKE_GUIDE, scene.user)


async def open_form(scene: Scene) -> None:
    await scene.office.playground.global_shortcut(NEW_GUIDE, scene.user)


async def run_step(scene: Scene) -> None:
    scene.office.playground.run_step(GUIDE_STEP, {"link": scene.link, "user": scene.user})


CONTROLS: dict[tuple[str, str], Try] = {
    **{
        ("action", name): pressed(name)
        for name in (
            *(progress.CANCEL, outcome.RETRY, outcome.ANYWAY, outcome.REDO, offer.MAKE),
            deleting.DELETE,
            *(canvas.CANVAS, outcome.MARKDOWN, outcome.SLIDES, outcome.PDF),
        )
    },
    **{
        ("action", name): at_home(name)
        for name in (home.CHANGE, template.CHANGE, template.SAMPLE, template.REMOVE, own_defaults.CHANGE)
    },
    ("action", forgetting.FORGET): forget,
    ("action", forgetting.FORGET_GUIDES): partial(forget, action=forgetting.FORGET_GUIDES),
    ("action", channel_settings.DROPS): set_drops,
    ("action", home.CHANNEL_DROPS): set_drops_at_home,
    ("view", options.CALLBACK): send_options,
    ("view", deleting.CALLBACK): send_deletion,
    ("view", new_guide.CALLBACK): send_new_guide,
    ("view", workspace_settings.CALLBACK): send_workspace,
    ("view", template.CALLBACK): send_template,
    ("view", own_defaults.CALLBACK): send_own,
    ("command", "/script2doc"): type_commands,
    ("message_shortcut", MAKE_GUIDE): point,
    ("global_shortcut", NEW_GUIDE): open_form,
    ("function", GUIDE_STEP): run_step,
}
"""What Slack can send of people, and how it is tried."""
OTHER_FORMS = (canvas.CANVAS, outcome.MARKDOWN, outcome.SLIDES, outcome.PDF)
"""What anybody may press who sees it; what comes of it is in the guide's own thread."""


class Registered:
    """Takes the place of Bolt's app, and notes what listeners are registered for."""

    def __init__(self) -> None:
        self.controls: set[tuple[str, str]] = set()

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def register(name: str, **_: Any) -> Callable[[Any], Any]:
            if kind != "event":
                self.controls.add((kind, name))
            return lambda listener: listener

        return register


def test_every_control_is_tried():
    app = Registered()
    register(app, None)  # type: ignore[arg-type]

    assert app.controls == set(CONTROLS)


async def played(office: Office, who: str) -> Scene:
    """Your guide in a private channel; you, the channel and the workspace have set something."""
    slack, store = office.playground, office.bot.store
    you = slack.you.id
    talk = ("WEBVTT\n\n" + "\n".join(TALK)).encode()
    dropped = await slack.post_message(PRIVATE, you, "", [(f"{PLANTED}.vtt", talk)])
    await quiet(office)
    (job,) = await store.jobs.recent_of(TEAM, you)
    (summary,) = office.progress(PRIVATE, dropped.ts)
    await slack.slash_command(PRIVATE, you, "/script2doc", "settings off")
    defaults = workspace_settings.Defaults(glossary=(f"{PLANTED}-glossary",))
    await office.bot.desk.workspace_settings.change(TEAM, you, defaults)
    await store.templates.put(TEAM, KeptTemplate(f"{PLANTED}.docx", 9, you, 1.0), house_style())
    mine = Answers(frozenset({"audience"}), GuideOptions(audience=f"{PLANTED}-people"))
    await set_own(store.settings, TEAM, you, mine, ())
    await quiet(office)
    return Scene(office, job, dropped, summary, other(office, who))


async def kept(scene: Scene) -> list[Any]:
    """All that must stay as it is: rows, messages and files."""
    office = scene.office
    theirs = {scene.user, f"{scene.user}"}
    async with office.bot.store.database.reading() as connection:
        rows = [tuple(row) for row in await connection.execute(select(jobs).where(jobs.c.asker != scene.user))]
        made = [tuple(row) for row in await connection.execute(select(guides).where(guides.c.job == scene.job.id))]
        looks = [tuple(row) for row in await connection.execute(select(templates))]
        set_here = [
            tuple(row)
            for row in await connection.execute(
                # Not since when the app listens, which it notes by itself.
                select(settings).where(settings.c.scope.not_in(("job", "app"))).order_by("subject")
            )
            if row.subject not in theirs
        ]
    thread = office.playground.thread(PRIVATE, scene.dropped.ts)
    said = [(m.ts, m.text, json.dumps(m.blocks)) for m in (scene.dropped, *thread) if not m.files or not m.by_app]
    files = [(f.id, f.state) for f in office.playground.files if f.name.endswith((".vtt", "Save.docx"))]
    return [rows, made, looks, set_here, said, files]


def shown_to(scene: Scene) -> str:
    """All that the app has shown this person."""
    slack, user = scene.office.playground, scene.user
    alone = [(m.text, m.blocks) for m in slack.ephemeral(user)]
    place = slack.direct_message(user)
    posts = slack.messages(place.id)
    replies = [reply for post in posts for reply in slack.thread(place.id, post.ts)]
    files = [slack.workspace.files[id].name for m in (*posts, *replies) for id in m.files]
    forms = [view.payload for view in slack.views.stacks.get(user, ())]
    home_tab = slack.views.homes.get(user)
    answers = [receipt.answer for receipt in slack.receipts if receipt.answer]
    mine = [(m.text, m.blocks) for m in (*posts, *replies)]
    return json.dumps([alone, mine, files, forms, home_tab.payload if home_tab else None, answers], ensure_ascii=False)


def shared_out(first: bool) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """To each of the others a part of the controls, so that all are tried once; and then the rest."""
    given = [(who, set(list(CONTROLS)[n :: len(OTHERS)])) for n, who in enumerate(OTHERS)]
    return [(who, tuple(one for one in CONTROLS if (one in part) is first)) for who, part in given]


@pytest.mark.parametrize(("who", "controls"), [*shared_out(first=True), *further(*shared_out(first=False))])
async def test_nothing_is_shown_changed_or_cancelled(
    open_office: OpenOffice, who: str, controls: tuple[tuple[str, str], ...]
):
    async with open_office(playground()) as office:
        scene = await played(office, who)
        if who == "member of another workspace":
            office.playground.channel(PRIVATE).members.remove(scene.user)
        assert planted_in(shown_to(scene)) == 0
        for control in controls:
            before, seen = await kept(scene), planted_in(shown_to(scene))
            await CONTROLS[control](scene)
            await quiet(office)

            after, shown = await kept(scene), shown_to(scene)
            if control[1] in OTHER_FORMS:
                after[4] = after[4][: len(before[4])]  # a canvas is told of there
            else:
                assert planted_in(shown) == seen, control
            assert after == before, control
            assert house_style()[:4].hex() not in shown, control
        rows = await office.bot.store.jobs.recent_of(TEAM, scene.user, 20)
        assert [job for job in rows if job.file_id == scene.job.file_id] == []


def planted_in(shown: str) -> int:
    return shown.lower().count(PLANTED.lower())
