"""What Slack says is gone: a workspace that has uninstalled the app, a token that was revoked, a file that was deleted.
What is kept of it is deleted."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence

from slack_sdk.errors import SlackApiError

from bot.jobs.desk import Desk
from bot.jobs.requests import FileRemoved, Uninstalled
from bot.slack_errors import Meaning, SlackUnreachable, in_words, meaning
from bot.store import StoreError
from bot.store.installations import Installations

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.05


class Removals:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def remove(self, request: Uninstalled | FileRemoved) -> bool:
        """Deletes what is gone. False if that couldn't be done, or not for sure, and is to be done again."""
        store = self._desk.store
        try:
            if isinstance(request, FileRemoved):
                if gone := await store.forgetting.forget_file(request.team, request.file):
                    log.info("a file was deleted in Slack, so %d of ours are too", gone)
                return True
            return await self._uninstalled(request)
        except (StoreError, SlackUnreachable) as error:
            log.error("what Slack says is gone is still here, and is deleted as soon as it can be: %s", error)
            return False

    async def _uninstalled(self, gone: Uninstalled) -> bool:
        """Raises StoreError and SlackUnreachable."""
        teams = await self._teams(gone)
        if not teams:
            return True
        await self._stop_jobs(teams)
        kept = await self._desk.store.forgetting.forget_workspaces(teams, spared=[Uninstalled.__name__])
        log.warning("the app was uninstalled from %s; what was kept of it is deleted: %s", ", ".join(teams), kept)
        if self._desk.workspaces:
            for team in teams:
                await self._desk.workspaces.forget(team)
        return True

    async def _teams(self, gone: Uninstalled) -> Sequence[str]:
        """The teams and organizations whose rows are to go: none where the app is there again by now."""
        installations = self._desk.installations
        if installations is None:  # there is one token, an organization's where no team is named
            return [gone.team] if gone.team else await self._desk.store.forgetting.teams()
        installed = await installations.of(gone.team or None, gone.enterprise)
        # Slack tells of it again for a while where it wasn't acknowledged, and its clock may not be ours.
        unsure = installed is not None and (gone.revoked or installed.installed >= gone.at)
        if installed is not None and unsure and await self._is_taken(gone.team or installed.workspace):
            log.info("Slack still takes the token of %s, so nothing is deleted", installed.workspace)
            return []
        if gone.enterprise and (gone.whole or not gone.team):
            return await self._organization(installations, gone.enterprise)
        return [gone.team] if gone.team else []

    async def _organization(self, installations: Installations, enterprise: str) -> Sequence[str]:
        """The organization and its teams, but for those that have installed the app themselves."""
        teams = await installations.teams_of(enterprise)
        served = {team: await installations.of(team) for team in teams}
        return [enterprise, *(team for team, own in served.items() if own is None or own.workspace != team)]

    async def _is_taken(self, team: str) -> bool:
        """Whether Slack takes the token that is kept. Raises SlackUnreachable where that can't be told now."""
        try:
            await self._desk.of(team).client.auth_test()
        except SlackApiError as error:
            if meaning(error) is Meaning.PASSING:
                raise SlackUnreachable(in_words(error)) from error
            return False
        return True

    async def _stop_jobs(self, teams: Sequence[str]) -> None:
        """Stops the jobs of these teams, without a word: nothing can be said there. Returns once all processes that
        live have let go of them, since they would go on keeping what they make."""
        store, mine = self._desk.store, self._desk.worker
        ids: list[str] = []
        for job in await store.jobs.active_in(teams):
            if await store.jobs.cancel(job.id):
                ids.append(job.id)
                await self._desk.tasks.stop_job(job.id)
        if not ids or not store.database.on_server:
            return
        await store.notices.send()
        until = time.monotonic() + self._desk.settings.lease_seconds
        while time.monotonic() < until:
            jobs = [await store.jobs.get(id) for id in ids]
            if not any(job and job.worker not in (None, mine) for job in jobs):
                return
            await asyncio.sleep(LOOK_SECONDS)
