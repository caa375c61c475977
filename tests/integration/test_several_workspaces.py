"""One app in several workspaces: installed by OAuth, each with a token, its jobs and its words of its own."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.access import may_change_channel
from bot.doctor_workspaces import examined
from bot.findings import Finding, Mark
from bot.jobs.model import JobState
from bot.messages.canvas import CANVAS
from bot.messages.workspace_settings import Defaults
from bot.oauth import scopes
from bot.playground.interactions import find_element
from bot.playground.manifest import Manifest
from bot.settings import SettingsError, read_settings
from bot.store import Scope
from bot.store.encryption import new_key
from bot.store.tables import installations, jobs
from bot.workspace_clients import AppClient
from tests.conftest import HANG_SECONDS
from tests.integration.companies import (
    ACME,
    BOLT,
    GRID,
    PLANTED,
    TALK,
    Companies,
    companies,
    said_in,
    teams_with_jobs,
)
from tests.integration.conftest import ROOM


async def test_two_workspaces_work_at_once_each_with_its_own_token(tmp_path: Path):
    async with companies(tmp_path) as here, here.served():
        assert await here.install(ACME.id) == 200
        assert await here.install(BOLT.id) == 200
        first, second = await asyncio.gather(here.drop(ACME.id), here.drop(BOLT.id))
        await asyncio.gather(here.done(ACME.id, first), here.done(BOLT.id, second))

        for team in (ACME.id, BOLT.id):
            assert len(here.documents(team)) == 1
            assert len(here.slack[team].thread(ROOM, (first if team == ACME.id else second).ts)) == 3
            # Reactions are an extra that isn't waited for.
            refused = {c.method: c.error for c in here.slack[team].calls if not c.ok}
            assert refused == {}
        assert await teams_with_jobs(here) == [ACME.id, BOLT.id]
        assert here.slack[ACME.id].bot_token.encode() not in here.lying_about()


async def test_who_is_nobody_here_yet_is_asked_for_nothing(tmp_path: Path):
    async with companies(tmp_path) as here, here.served():
        await here.install(ACME.id)
        there = here.slack[BOLT.id]
        there.events.mute(muted=False)  # Slack sends something of a workspace that we don't know
        await here.drop(BOLT.id)
        await there.settled()

        assert await teams_with_jobs(here) == []
        assert there.calls == []


async def test_an_install_takes_the_browser_that_began_it(tmp_path: Path):
    async with companies(tmp_path) as here, here.served() as bot:
        assert bot.desk.installations
        back, cookie = await here.allowed(ACME.id)
        assert (await here.visit(back))[0] == 400, "a browser without the cookie"
        assert (await here.visit(back, "slack-app-oauth-state=made-up"))[0] == 400
        assert await bot.desk.installations.all() == []
        assert (await here.visit(back, cookie))[0] == 200
        status, page = await here.visit(back, cookie)
        assert (status, "invalid_state" in page) == (401, True), "a state serves once"
        cancelled, cookie = await here.allowed("")
        status, page = await here.visit(cancelled, cookie)
        assert "access_denied" in page
        assert status == 200
        assert [installed.name for installed in await bot.desk.installations.all()] == ["Acme"]


async def test_an_install_that_slack_cannot_finish_now_is_told_in_words(tmp_path: Path):
    async with companies(tmp_path) as here, here.served():
        here.slack.client_secret = "another one by now"
        back, cookie = await here.allowed(ACME.id)
        status, page = await here.visit(back, cookie)
        assert (status, "invalid_code" in page) == (401, True)


async def test_only_the_listed_workspaces_and_organizations_install_it(tmp_path: Path):
    listed = {"SCRIPT2DOC_WORKSPACES": f"{BOLT.id}, {GRID.enterprise}"}
    async with companies(tmp_path, ACME, BOLT, GRID) as here, here.served(**listed) as bot:
        back, cookie = await here.allowed(ACME.id)
        status, said = await here.visit(back, cookie)
        assert (status, ACME.id in said, "allows only some" in said) == (403, True, True)
        assert [each.workspace for each in await bot.desk.installations.all()] == []  # type: ignore[union-attr]
        assert here.slack[ACME.id].bot_token.startswith("nobody has"), "it was given back"

        assert await here.install(BOLT.id) == 200
        assert await here.install(GRID.id) == 200, "by its organization"
        await here.done(BOLT.id, await here.drop(BOLT.id))


async def test_what_had_installed_it_before_the_list_is_ignored_and_told_by_the_doctor(tmp_path: Path):
    async with companies(tmp_path) as here:
        async with here.served():
            for team in (ACME, BOLT):
                assert await here.install(team.id) == 200
        async with here.served(SCRIPT2DOC_WORKSPACES=BOLT.id) as bot:
            ignored = await here.drop(ACME.id)
            await here.done(BOLT.id, await here.drop(BOLT.id))
            await here.slack[ACME.id].settled()
            await bot.desk.tasks.idle()
            assert said_in(here.slack[ACME.id], ignored) == ""
        settings = read_settings(here.env(SCRIPT2DOC_WORKSPACES=BOLT.id))
        found = await examined(settings, AppClient(here.slack.api_url), HANG_SECONDS, set())
        assert found.mark is Mark.WARNING
        assert f"“Acme” ({ACME.id}) isn't in SCRIPT2DOC_WORKSPACES" in found.said
        assert "“Bolt” (" not in found.said


@pytest.mark.parametrize("value", ["acme", "T0ACME;T0BOLT", "https://acme.slack.com"])
def test_what_is_no_id_is_told(tmp_path: Path, value: str):
    with pytest.raises(SettingsError, match="SCRIPT2DOC_WORKSPACES must be ids"):
        read_settings({"SCRIPT2DOC_WORKSPACES": value})


async def test_who_installs_again_goes_on_with_what_was_there(tmp_path: Path):
    async with companies(tmp_path) as here, here.served() as bot:
        await here.install(ACME.id)
        await here.done(ACME.id, await here.drop(ACME.id))
        assert await here.install(ACME.id) == 200
        await here.done(ACME.id, await here.drop(ACME.id, "again.vtt", TALK))

        assert bot.desk.installations
        assert len(await bot.desk.installations.all()) == 1
        assert len(here.documents(ACME.id)) == 2


async def test_nothing_of_a_workspace_that_uninstalls_the_app_is_left_and_the_other_goes_on(tmp_path: Path):
    async with companies(tmp_path) as here, here.served() as bot:
        assert bot.desk.installations
        await here.install(ACME.id)
        await here.install(BOLT.id)
        await here.done(ACME.id, await here.drop(ACME.id, "talk.vtt", TALK))
        await here.done(BOLT.id, await here.drop(BOLT.id))
        assert here.lying_about().count(PLANTED.encode()) > 1
        there = here.slack[ACME.id]
        await bot.desk.of(ACME.id).workspace_settings.change(ACME.id, there.you.id, Defaults(glossary=(PLANTED,)))
        for scope, subject in ((Scope.CHANNEL, "C1"), (Scope.PERSON, there.you.id), (Scope.JOB, f"answered:{PLANTED}")):
            await bot.store.settings.put(scope, ACME.id, subject, {"said": PLANTED})

        here.slack.uninstall(ACME.id)
        await here.slack[ACME.id].settled()
        await bot.desk.tasks.idle()

        assert here.lying_about().count(PLANTED.encode()) == 0
        assert await teams_with_jobs(here) == [BOLT.id]
        assert [installed.workspace for installed in await bot.desk.installations.all()] == [BOLT.id]
        await here.done(BOLT.id, await here.drop(BOLT.id, "talk.vtt", TALK))
        assert await here.install(ACME.id) == 200
        await here.done(ACME.id, await here.drop(ACME.id))
        assert await bot.desk.of(ACME.id).workspace_settings.of(ACME.id) == Defaults()


async def test_an_uninstall_counts_even_if_slacks_clock_is_behind_ours(tmp_path: Path):
    async with companies(tmp_path) as here, here.served() as bot:
        assert bot.desk.installations
        await here.install(ACME.id)
        async with bot.store.database.writing() as connection:
            await connection.execute(update(installations).values(installed=time.time() + 3600))
        here.slack.uninstall(ACME.id)
        await here.slack[ACME.id].settled()
        await bot.desk.tasks.idle()

        assert await bot.desk.installations.all() == []


async def test_a_late_word_of_an_uninstall_takes_nothing_from_who_is_back(tmp_path: Path):
    async with companies(tmp_path) as here, here.served() as bot:
        await here.install(ACME.id)
        await here.done(ACME.id, await here.drop(ACME.id))
        there = here.slack[ACME.id]
        there.outbox.send_event(
            {
                "type": "event_callback",
                "team_id": ACME.id,
                "api_app_id": "A1",
                "event": {"type": "app_uninstalled"},
                "event_id": "Ev1",
                "event_time": int(time.time()) - 3600,
            }
        )
        there.events.tokens_revoked()  # of another bot token than the one in use
        await there.settled()
        await bot.desk.tasks.idle()

        assert await teams_with_jobs(here) == [ACME.id]
        assert bot.desk.installations
        assert len(await bot.desk.installations.all()) == 1


async def test_a_revoked_token_stops_nobody_else_and_its_job_waits_for_the_next(tmp_path: Path):
    async with companies(tmp_path) as here, here.served() as bot:
        await here.install(ACME.id)
        await here.install(BOLT.id)
        here.slack.revoke(ACME.id, told=False)
        here.slack[ACME.id].events.mute(muted=False)
        waiting = await here.drop(ACME.id)
        await here.slack[ACME.id].settled()
        await here.done(BOLT.id, await here.drop(BOLT.id))

        assert not bot.desk.client.rejected.is_set(), "that would end the process"
        assert here.documents(ACME.id) == []
        assert await teams_with_jobs(here) == [ACME.id, BOLT.id]
        await here.install(ACME.id)
        await here.done(ACME.id, waiting)


async def test_a_job_whose_workspace_has_no_token_for_a_day_ends(tmp_path: Path):
    async with companies(tmp_path) as here, here.served() as bot:
        await here.install(ACME.id)
        here.slack.revoke(ACME.id, told=False)
        here.slack[ACME.id].events.mute(muted=False)
        await here.drop(ACME.id)
        await here.slack[ACME.id].settled()
        await bot.desk.tasks.idle()
        (job,) = await bot.store.jobs.active_in([ACME.id])
        assert (job.state, job.worker) == (JobState.RUNNING, None)
        async with bot.store.database.writing() as connection:
            await connection.execute(update(jobs).values(created=time.time() - 86_500))
        asked = len(here.slack.app_calls)

        async with asyncio.timeout(HANG_SECONDS):
            while await bot.store.jobs.active_in([ACME.id]):
                await asyncio.sleep(0.01)
        assert len(here.slack.app_calls) == asked, "Slack isn't asked with a token that it doesn't take"
        ended = await bot.store.jobs.get(job.id)
        assert ended is not None
        assert ended.state is JobState.FAILED


async def test_a_token_that_is_revoked_with_a_word_takes_the_workspaces_rows_along(tmp_path: Path):
    async with companies(tmp_path) as here, here.served() as bot:
        await here.install(ACME.id)
        await here.done(ACME.id, await here.drop(ACME.id, "talk.vtt", TALK))
        here.slack.revoke(ACME.id, told=True)
        await here.slack[ACME.id].settled()
        await bot.desk.tasks.idle()

        assert PLANTED.encode() not in here.lying_about()
        assert await teams_with_jobs(here) == []


async def test_jobs_of_both_workspaces_go_on_after_a_restart(tmp_path: Path):
    async with companies(tmp_path) as here:
        async with here.served():
            await here.install(ACME.id)
            await here.install(BOLT.id)
            stuck = [
                here.slack[team].fail_next("files.getUploadURLExternal", delay=HANG_SECONDS)
                for team in (ACME.id, BOLT.id)
            ]
            first, second = await here.drop(ACME.id), await here.drop(BOLT.id)
            async with asyncio.timeout(HANG_SECONDS):
                await asyncio.gather(*(fault.met.wait() for fault in stuck))
        async with here.served():
            await asyncio.gather(here.done(ACME.id, first), here.done(BOLT.id, second))
        assert [len(here.documents(team)) for team in (ACME.id, BOLT.id)] == [1, 1]
        for team, dropped in ((ACME.id, first), (BOLT.id, second)):
            assert len(here.slack[team].thread(ROOM, dropped.ts)) == 3


async def test_a_token_that_rotates_is_renewed_before_it_ends(tmp_path: Path):
    async with companies(tmp_path, ACME, rotating=True) as here, here.served() as bot:
        assert bot.desk.installations
        await here.install(ACME.id)
        (before,) = await bot.desk.installations.all()
        assert len(before.token) == 300
        async with bot.store.database.writing() as connection:
            await connection.execute(update(installations).values(expires=time.time() + 60))
        bot.desk.of(ACME.id).client._tokens.forget(ACME.id)  # type: ignore[attr-defined]

        await here.done(ACME.id, await here.drop(ACME.id))
        (after,) = await bot.desk.installations.all()
        assert after.token != before.token
        assert after.token == here.slack[ACME.id].bot_token
        assert after.expires is not None
        assert after.expires > time.time() + 40_000


async def test_an_organization_installs_it_for_its_workspaces(tmp_path: Path):
    async with companies(tmp_path, ACME, GRID) as here, here.served() as bot:
        assert bot.desk.installations
        assert await here.install(GRID.id, whole=True) == 200
        (installed,) = await bot.desk.installations.all()
        assert (installed.workspace, installed.for_organization) == ("E0GRID", True)
        there = here.slack[GRID.id]
        dropped = await here.drop(GRID.id, "talk.vtt", TALK)
        await here.done(GRID.id, dropped)
        (summary,) = (m for m in there.thread(ROOM, dropped.ts) if "is in this thread" in str(m.blocks))
        await there.press(summary.ts, "as_markdown", there.you.id)  # `team` is null in what Slack sends
        await there.until(lambda: [file for file in there.files if file.name.endswith(".md")])
        assert await teams_with_jobs(here) == [GRID.id]

        client = bot.desk.of(GRID.id).client
        assert await may_change_channel(client, there.colleague.id), "whose home is another of its workspaces"
        assert not await may_change_channel(client, there.guest.id)

        here.slack.uninstall(GRID.id)
        await there.settled()
        await bot.desk.tasks.idle()
        assert PLANTED.encode() not in here.lying_about()
        assert await bot.desk.installations.teams_of("E0GRID") == []


async def test_a_canvas_is_offered_where_the_workspace_has_granted_it(tmp_path: Path):
    async with companies(tmp_path) as here, here.served():
        for team in (ACME.id, BOLT.id):
            await here.install(team)
        here.slack[BOLT.id].manifest = replace(Manifest.load(), scopes=Manifest.load().scopes - {"canvases:write"})
        for team, offered in ((ACME.id, True), (BOLT.id, False)):
            dropped = await here.drop(team)
            await here.done(team, dropped)
            found = [find_element(m.blocks, CANVAS) for m in here.slack[team].thread(ROOM, dropped.ts)]
            assert any(found) is offered


async def test_over_socket_mode_only_the_pages_are_served(tmp_path: Path):
    async with companies(tmp_path) as here, here.served(SLACK_APP_TOKEN=here.slack.app_token):
        await here.install(ACME.id)
        await here.install(BOLT.id)
        dropped = await here.drop(BOLT.id)
        await here.done(BOLT.id, dropped)
        assert "is in this thread" in said_in(here.slack[BOLT.id], dropped)


async def test_a_key_that_is_not_the_one_is_told_at_the_start(tmp_path: Path):
    async with companies(tmp_path) as here:
        async with here.served():
            await here.install(ACME.id)
        with pytest.raises(SettingsError, match="SCRIPT2DOC_TOKEN_KEYS"):
            async with here.served(SCRIPT2DOC_TOKEN_KEYS=new_key()):
                pass
        newer = new_key()
        async with here.served(SCRIPT2DOC_TOKEN_KEYS=f"{newer},{here.env()['SCRIPT2DOC_TOKEN_KEYS']}"):
            pass
        async with here.served(SCRIPT2DOC_TOKEN_KEYS=newer):
            await here.done(ACME.id, await here.drop(ACME.id))


async def test_a_file_that_is_deleted_in_slack_is_deleted_here(tmp_path: Path):
    async with companies(tmp_path) as here, here.served() as bot:
        await here.install(ACME.id)
        there = here.slack[ACME.id]
        dropped = await here.drop(ACME.id, "talk.vtt", TALK)
        await here.done(ACME.id, dropped)
        (job,) = await bot.store.jobs.recent_of(ACME.id, there.you.id)
        assert job.source
        assert await bot.store.blobs.get(job.source)

        there.remove_file(there.workspace.files[dropped.files[0]])
        await there.settled()
        await bot.desk.tasks.idle()
        assert await bot.store.blobs.get(job.source) is None
        assert TALK not in here.lying_about()
        assert job.document
        assert await bot.store.blobs.get(job.document)


async def found(here: Companies, **more: str) -> Finding:
    """What the doctor says of the workspaces."""
    settings = read_settings(here.env(**more))
    return await examined(settings, AppClient(settings.api_url), HANG_SECONDS, set(scopes()))


async def test_the_doctor_looks_at_each_workspace(tmp_path: Path):
    async with companies(tmp_path) as here:
        assert (await found(here)).mark is Mark.NOTHING
        async with here.served():
            await here.install(ACME.id)
            await here.install(BOLT.id)
        well = await found(here)
        here.slack.revoke(BOLT.id, told=False)
        refused = await found(here)
        unreadable = await found(here, SCRIPT2DOC_TOKEN_KEYS=new_key())

    assert (well.mark, well.said) == (Mark.OK, "2: “Acme”, “Bolt”.")
    assert refused.mark is Mark.WARNING
    assert "Slack rejects the token of “Bolt” (token_revoked)" in refused.said
    assert unreadable.mark is Mark.WRONG
    assert "SCRIPT2DOC_TOKEN_KEYS" in unreadable.said
