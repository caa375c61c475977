"""What is done in one workspace leaves the others as they were."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.listeners.functions import GUIDE_STEP
from bot.messages.channel_settings import Drops
from bot.playground.interactions import find_element
from bot.playground.manifest import Manifest
from bot.playground.workspace import Message
from tests.integration.companies import (
    ACME,
    BOLT,
    TALK,
    Companies,
    companies,
    quiet,
    said_in,
    teams_with_jobs,
)
from tests.integration.conftest import ROOM


async def test_nothing_of_one_workspace_is_shown_or_changed_in_another(tmp_path: Path):
    async with companies(tmp_path) as here, here.served() as bot:
        await here.install(ACME.id)
        await here.install(BOLT.id)
        await here.done(ACME.id, await here.drop(ACME.id, "secret-plans.vtt", TALK))
        (job,) = await bot.store.jobs.recent_of(ACME.id, here.slack[ACME.id].you.id)
        there = here.slack[BOLT.id]
        same_person = there.you.id

        async def answered(text: str) -> str:
            before = len(there.ephemeral(same_person))
            await there.slash_command(ROOM, same_person, "/script2doc", text)
            await there.until(lambda: len(there.ephemeral(same_person)) > before)
            return str(there.ephemeral(same_person)[-1].__dict__)

        assert "secret-plans" not in await answered("jobs")
        assert job.id not in await answered("jobs")
        assert "I no longer have this guide" in await answered(f"cancel {job.id}")
        assert "nothing" in (await answered("forget")).lower()
        await there.slash_command(ROOM, same_person, "/script2doc", "settings off")
        await bot.desk.tasks.idle()
        there.open_home(same_person)
        await there.until(lambda: same_person in there.views.homes)
        assert "secret-plans" not in str(there.views.homes[same_person].payload)

        await here.done(ACME.id, await here.drop(ACME.id))
        assert await bot.store.jobs.get(job.id) is not None


async def test_what_has_the_same_ids_in_both_workspaces_is_two_things(tmp_path: Path):
    """Here people, channels, files and forms do; in Slack most ids differ, but nothing may rest on that."""
    async with companies(tmp_path) as here, here.served():
        for team in (ACME.id, BOLT.id):
            await here.install(team)
        for team in (ACME.id, BOLT.id):
            await made_again(here, team)


async def test_what_is_set_and_deleted_in_one_workspace_leaves_the_other_as_it_was(tmp_path: Path):
    async with companies(tmp_path) as here, here.served() as bot:
        for team in (ACME.id, BOLT.id):
            await here.install(team)
            await here.done(team, await here.drop(team))
        await quiet(here, ACME.id, BOLT.id)
        there, you = here.slack[ACME.id], here.slack[ACME.id].you.id
        there.open_home(you)
        await there.until(lambda: you in there.views.homes)
        await there.press_at_home(you, "home_change")
        await there.until(lambda: there.views.top(you))
        await there.submit_view(you, {"drops": {"value": {"selected_option": {"value": "off"}}}})
        (summary,) = (m for m in there.workspace.messages.values() if find_element(m.blocks, "delete_guide"))
        await there.press(summary.ts, "delete_guide", you)
        await there.until(lambda: there.views.top(you))
        await there.submit_view(you, {})
        await quiet(here, ACME.id, BOLT.id)

        assert (len(here.documents(ACME.id)), len(here.documents(BOLT.id))) == (0, 1)
        assert await teams_with_jobs(here) == [BOLT.id]
        set_there = [await bot.desk.of(team).workspace_settings.of(team) for team in (ACME.id, BOLT.id)]
        assert [kept.drops for kept in set_there] == [Drops.OFF, Drops.DEFAULT]
        ignored = await here.drop(ACME.id)
        await here.done(BOLT.id, await here.drop(BOLT.id, "talk.vtt", TALK))
        await quiet(here, ACME.id, BOLT.id)
        assert said_in(there, ignored) == ""
        other = here.slack[BOLT.id]
        other.open_home(other.you.id)
        await other.until(lambda: other.you.id in other.views.homes)
        assert "All other channels: Off" in str(there.views.homes[you].payload)
        assert "All other channels: Off" not in str(other.views.homes[other.you.id].payload)


async def test_who_stops_a_thread_in_one_workspace_stops_nothing_in_the_other(tmp_path: Path):
    async with companies(tmp_path) as here, here.served() as bot:
        dropped: dict[str, Message] = {}
        room = here.slack[ACME.id].channel(ROOM).id
        for team in (ACME.id, BOLT.id):
            await here.install(team)
            there = here.slack[team]
            there.fail_next("files.getUploadURLExternal", delay=3600)
            dropped[team] = await here.drop(team)
            await there.until(partial(there.agents.processing, room, dropped[team].ts))
        there = here.slack[ACME.id]
        there.stop_session(ROOM, dropped[ACME.id].ts, there.you.id)
        await there.until(lambda: "Stopped by" in said_in(there, dropped[ACME.id]))
        await there.until(lambda: not there.agents.processing(room, dropped[ACME.id].ts))

        assert here.slack[BOLT.id].agents.processing(room, dropped[BOLT.id].ts)
        assert [job.team for job in await bot.store.jobs.active_in([ACME.id, BOLT.id])] == [BOLT.id]


async def test_steps_of_two_workspaces_with_one_id_are_two(tmp_path: Path):
    manifest = replace(Manifest.load(), functions=frozenset({GUIDE_STEP}))
    executions: list[str] = []
    async with companies(tmp_path, manifest=manifest) as here, here.served():
        for team in (ACME.id, BOLT.id):
            await here.install(team)
            there = here.slack[team]
            with there.events.muted():
                dropped = await here.drop(team)
            link = there.workspace.permalink(dropped)
            executions.append(there.run_step(GUIDE_STEP, {"link": link, "user": there.you.id}))
            ended = await there.until(partial(there.agents.steps.get, executions[-1]))

            (document,) = here.documents(team)
            assert ended == {"outputs": {"document": there.workspace.file_json(document.id)["permalink"]}}
        assert len(set(executions)) == 1


async def made_again(here: Companies, team: str) -> None:
    """Somebody drops a transcript, and has another guide made in a form whose id is always the same."""
    there, dropped = here.slack[team], await here.drop(team)
    await here.done(team, dropped)
    (summary,) = (m for m in there.thread(ROOM, dropped.ts) if "is in this thread" in str(m.blocks))
    await there.press(summary.ts, "redo_job", there.you.id)
    view = await there.until(lambda: there.views.top(there.you.id))
    view.id = "V0SAME"
    await there.submit_view(there.you.id, {"title": {"value": {"value": "Another title"}}})
    await there.until(lambda: len(here.documents(team)) == 2)
