"""What a person sets on the Home tab for their own guides, and which guides go by it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.jobs.requests import SetOwn
from pipeline.options import GuideOptions, Tone
from tests.integration.conftest import ROOM, SCREENCAST, Office, OpenOffice
from tests.integration.new_guide_forms import names_in
from tests.integration.sharing import mention, quiet
from tests.integration.test_home import home
from tests.loopback.model_server import ModelServer

TEAM = "T0PLAYGROUND"


async def fill(office: Office, user: str = "", **values: Any) -> dict[str, str]:
    """Somebody opens the form and hands it in; the mistakes that it shows."""
    who = user or office.playground.you.id
    await home(office, who)
    await office.playground.press_at_home(who, "home_own")
    view = await office.playground.until(lambda: office.playground.views.top(who))
    given = {}
    for name, value in values.items():
        match name:
            case "tone" | "language" | "writer":
                held: dict[str, Any] = {"selected_option": {"value": value}}
            case "forms":
                held = {"selected_options": [{"value": form} for form in value]}
            case _:
                held = {"value": value}
        given[name] = {"value": held}
    await office.playground.submit_view(who, given)
    await quiet(office)
    return dict(view.errors)


async def options_of_last(office: Office, user: str = "") -> GuideOptions:
    (job, *_) = await office.bot.store.jobs.recent_of(TEAM, user or office.playground.you.id)
    return job.options


async def test_what_is_set_is_shown_and_holds_for_what_is_dropped_asked_for_and_redone(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        assert "You haven't set anything yet." in await home(office)
        set_here = {"tone": "friendly", "language": "de", "audience": "new colleagues", "steps": "4-9"}
        assert await fill(office, **set_here, forms=[".md"]) == {}
        shown = await home(office)
        for line in ("Audience: new colleagues", "Tone: Friendly", "Language: German", "Number of steps: 4-9"):
            assert line in shown
        assert "In Word, and also as: Markdown" in shown
        assert "Last changed: <!date^" in shown

        dropped = await office.drop(SCREENCAST)
        await quiet(office)
        made = await options_of_last(office)
        assert (made.tone, made.language, made.audience) == (Tone.FRIENDLY, "de", "new colleagues")
        assert (made.min_steps, made.max_steps) == (4, 9)
        assert names_in(office, dropped.ts) == ["docx", "md"]

        await office.drop("apollo13-co2-adapter.txt", text=f"{mention(office)} tone=neutral audience=engineers")
        await quiet(office)
        made = await options_of_last(office)
        assert (made.tone, made.language, made.audience) == (Tone.NEUTRAL, "de", "engineers"), "their word wins"


async def test_the_form_for_a_new_guide_begins_with_it_and_wins(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        await fill(office, audience="everybody", tone="formal")
        you = office.playground.you.id
        await office.playground.slash_command(ROOM, you, "/script2doc", "")
        view = await office.playground.until(
            lambda: (top := office.playground.views.top(you)) and "submit" in top.payload and top
        )
        assert '"everybody"' in json.dumps(view.payload)


async def test_nobody_elses_guides_are_changed(office: Office):
    await fill(office, audience="everybody")
    await office.drop(SCREENCAST, user=office.playground.colleague.id)
    await quiet(office)

    assert (await options_of_last(office, office.playground.colleague.id)).audience is None
    other = office.playground.colleague.id
    assert "everybody" not in await home(office, other)


async def test_mistakes_are_told_at_their_fields(office: Office):
    assert list(await fill(office, steps="0")) == ["steps"]
    assert "You haven't set anything yet." in await home(office)


@pytest.mark.parametrize("who", ["guest", "stranger"])
async def test_guests_have_their_own_and_a_forged_form_sets_only_the_senders(office: Office, who: str):
    other = getattr(office.playground, who).id
    forged = SetOwn(TEAM, other, ("audience",), {"audience": "forged"}, (), "V1")
    assert await office.bot.service.take(forged)
    await quiet(office)
    assert "forged" in await home(office, other)
    assert "forged" not in await home(office)


async def test_it_goes_with_what_is_kept_of_a_person(office: Office):
    await fill(office, audience="everybody")
    await office.bot.store.forgetting.forget(TEAM, office.playground.you.id)
    assert "You haven't set anything yet." in await home(office)


async def test_who_has_changed_each_setting_of_the_workspace_is_shown(office: Office):
    from tests.integration.test_home_settings import fill as set_workspace

    await set_workspace(office, drops="off")
    await set_workspace(office, drops="off", days="7")
    kept = await office.bot.desk.workspace_settings.of(TEAM)
    assert set(kept.changes) == {"drops", "keep_days"}
    assert kept.changes["drops"][1] < kept.changes["keep_days"][1]
    shown = await home(office)
    assert "Days for which transcripts and guides are kept: 7  ·  Last changed by" in shown
    assert "All other channels: Off  ·  Last changed by" in shown
