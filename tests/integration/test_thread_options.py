"""Options in a thread that has guides already: which of them are made again, and what becomes of older options."""

from __future__ import annotations

from bot.jobs.model import JobState
from tests.integration.conftest import SCREENCAST, Office
from tests.integration.sharing import guides, mention, posted, quiet, told


async def test_options_in_a_thread_hold_for_the_guides_of_all_its_files(office: Office):
    """The guides of two files, made again with other options: each file's once, and once more only what is new."""
    dropped = await office.drop(SCREENCAST, "apollo13-co2-adapter.txt", text=mention(office))
    await quiet(office)
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 2}

    await posted(office, mention(office, "steps=2"), thread_ts=dropped.ts)
    await quiet(office)

    jobs = await office.bot.store.jobs.recent_of("T0PLAYGROUND", dropped.user)
    again = [job for job in jobs if job.redo_of]
    assert sorted(job.name for job in again) == sorted((SCREENCAST, "apollo13-co2-adapter.txt"))
    assert {job.options.steps for job in again} == {2}

    await posted(office, mention(office, "steps=2"), thread_ts=dropped.ts)
    await quiet(office)
    assert await office.bot.store.jobs.counts() == {JobState.DONE: 4}
    assert "There's already a guide from" in told(office)[-1]


async def test_an_option_that_had_no_effect_is_not_told_of_again(office: Office):
    dropped = await office.drop(SCREENCAST, text=mention(office, "in German"))
    assert await guides(office, dropped) == 1
    await posted(office, mention(office, "steps=2"), thread_ts=dropped.ts)
    await quiet(office)

    first, second = sorted(
        await office.bot.store.jobs.recent_of("T0PLAYGROUND", dropped.user), key=lambda job: job.created
    )
    assert (first.options.language, second.options.language, second.options.steps) == ("de", None, 2)
