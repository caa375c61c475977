"""Deletes what is kept of one person, or of a whole workspace: their jobs, and the transcripts, guides, documents and
answers of a model that no other's job uses. And the transcript whose file was deleted in Slack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, not_, or_, select, union, update

from bot.store import installations
from bot.store.cache import StoreCache
from bot.store.connection import Connection
from bot.store.database import Database
from bot.store.limits import ENDED
from bot.store.settings import Scope
from bot.store.tables import blobs, cache, cache_uses, guides, jobs, requests, settings, templates

PAGE = "page"
"""The kind of cache entries that hold a web page, which is nobody's."""


@dataclass(frozen=True)
class Kept:
    """How much is kept of a person. What other people's jobs use as well isn't counted."""

    jobs: int = 0
    files: int = 0
    """Transcripts and documents."""
    guides: int = 0
    answers: int = 0
    """Answers of a model."""

    @property
    def anything(self) -> bool:
        return bool(self.jobs or self.files or self.guides or self.answers)


class Forgetting:
    """Every method raises StoreError."""

    def __init__(self, database: Database, cached: StoreCache) -> None:
        self._database = database
        self._cached = cached

    async def kept_of(self, team: str, person: str) -> Kept:
        """What `forget` would delete."""
        await self._cached.flush()
        mine = and_(jobs.c.team == team, jobs.c.asker == person)
        async with self._database.reading() as connection:
            return Kept(
                jobs=await _count(connection, select(jobs.c.id).where(mine)),
                files=await _count(connection, select(blobs.c.id).where(_blobs(mine))),
                guides=await _count(connection, select(guides.c.id).where(_guides(mine))),
                answers=await _count(connection, select(cache.c.key).where(_answers(mine))),
            )

    async def forget(self, team: str, person: str) -> Kept:
        """Deletes it all in one transaction, and overwrites it in the database's file; returns how much. Jobs that
        haven't ended are left, with what they use. Answers of a model of which no user is known, such as those of an
        earlier version, are deleted too."""
        await self._cached.flush()
        mine = and_(jobs.c.team == team, jobs.c.asker == person, jobs.c.state.in_(ENDED))
        async with self._database.writing() as connection:
            noted = or_(
                and_(settings.c.scope == Scope.PERSON, settings.c.subject == person),
                and_(settings.c.scope == Scope.JOB, _of_a_job(settings.c.subject, mine)),
            )
            await connection.execute(delete(settings).where(settings.c.team == team, noted))
            gone = await _delete(connection, mine)
        await self._database.compact()
        return gone

    async def forget_job(self, job: str) -> Kept:
        """Deletes a job that has ended, with what no other job uses and what is noted of it. As `forget` does it;
        answers of which no user is known are left."""
        await self._cached.flush()
        mine = and_(jobs.c.id == job, jobs.c.state.in_(ENDED))
        async with self._database.writing() as connection:
            noted = and_(settings.c.scope == Scope.JOB, _of_a_job(settings.c.subject, mine))
            await connection.execute(delete(settings).where(noted))
            gone = await _delete(connection, mine, unknown=False)
        await self._database.compact()
        return gone

    async def teams(self) -> list[str]:
        """All teams and organizations of which something is kept."""
        named = select(settings.c.team).where(settings.c.team != "")
        finding = union(select(jobs.c.team), named, select(templates.c.team))
        async with self._database.reading() as connection:
            return sorted((await connection.execute(finding)).scalars())

    async def forget_workspaces(self, teams: Sequence[str], *, spared: Iterable[str] = ()) -> Kept:
        """Deletes all that is kept of these teams and organizations, their installations and what was asked for there
        among it; jobs too that haven't ended. Kinds of requests that are `spared` are left. As `forget` does it."""
        await self._cached.flush()
        mine = jobs.c.team.in_(teams)
        async with self._database.writing() as connection:
            await installations.remove(connection, teams)
            await connection.execute(delete(settings).where(settings.c.team.in_(teams)))
            await connection.execute(delete(templates).where(templates.c.team.in_(teams)))
            finding = select(requests.c.id, requests.c.value).where(requests.c.kind.not_in(list(spared)))
            asked = [row.id for row in await connection.execute(finding) if team_of(row.value) in teams]
            await connection.execute(delete(requests).where(requests.c.id.in_(asked)))
            gone = await _delete(connection, mine)
        await self._database.compact()
        return gone

    async def forget_file(self, team: str, file_id: str) -> int:
        """Deletes the bytes of a file of Slack: of a transcript, or of a document of ours that was uploaded. What came
        from another file as well stays until that is deleted too. As `forget` does it; how many were deleted."""
        source = and_(jobs.c.team == team, jobs.c.file_id == file_id)
        document = and_(jobs.c.team == team, jobs.c.upload == file_id)
        used = or_(
            blobs.c.id.in_(select(jobs.c.source).where(source, jobs.c.source.is_not(None))),
            blobs.c.id.in_(select(jobs.c.document).where(document, jobs.c.document.is_not(None))),
        )
        # A column that is NULL makes a condition neither true nor false.
        from_another = or_(jobs.c.team != team, func.coalesce(jobs.c.file_id, "") != file_id)
        of_another = or_(jobs.c.team != team, func.coalesce(jobs.c.upload, "") != file_id)
        kept = or_(
            blobs.c.id.in_(select(jobs.c.source).where(from_another, jobs.c.source.is_not(None))),
            blobs.c.id.in_(select(jobs.c.document).where(of_another, jobs.c.document.is_not(None))),
        )
        async with self._database.writing() as connection:
            gone = (await connection.execute(delete(blobs).where(used, not_(kept)))).rowcount
            await connection.execute(update(jobs).where(source).values(source=None))  # they keep it no longer
        if gone:
            await self._database.compact()
        return gone


def team_of(asked: Mapping[str, Any]) -> str | None:
    """The team of a request in its JSON form: its own, or that of what was pressed or chosen."""
    inner = (value for value in asked.values() if isinstance(value, Mapping))
    found = next((value["team"] for value in (asked, *inner) if "team" in value), None)
    return None if found is None else str(found)


async def _delete(connection: Connection, mine: ColumnElement[bool], *, unknown: bool = True) -> Kept:
    """Deletes these jobs, and what only they use; with `unknown`, answers of a model too of which no user is known."""
    ids = select(jobs.c.id).where(mine)
    answers = (await connection.execute(delete(cache).where(_answers(mine, unknown=unknown)))).rowcount
    await connection.execute(delete(cache_uses).where(cache_uses.c.job.in_(ids)))
    files = (await connection.execute(delete(blobs).where(_blobs(mine)))).rowcount
    made = (await connection.execute(delete(guides).where(_guides(mine)))).rowcount
    gone = (await connection.execute(delete(jobs).where(mine))).rowcount
    return Kept(gone, files, made, answers)


def _blobs(mine: ColumnElement[bool]) -> ColumnElement[bool]:
    """Those that only these jobs use."""
    return and_(blobs.c.id.in_(_used_by(mine)), blobs.c.id.not_in(_used_by(not_(mine))))


def _used_by(whose: ColumnElement[bool]) -> Select[tuple[str]]:
    used = union(
        select(jobs.c.source.label("id")).where(whose, jobs.c.source.is_not(None)),
        select(jobs.c.document.label("id")).where(whose, jobs.c.document.is_not(None)),
    ).subquery()
    return select(used.c.id)


def _guides(mine: ColumnElement[bool]) -> ColumnElement[bool]:
    return guides.c.job.in_(select(jobs.c.id).where(mine))


def _answers(mine: ColumnElement[bool], *, unknown: bool = True) -> ColumnElement[bool]:
    """Those that no other job uses, of these jobs or, with `unknown`, of nobody that is known."""
    others = select(cache_uses.c.key).where(cache_uses.c.job.in_(select(jobs.c.id).where(not_(mine))))
    theirs = select(cache_uses.c.key).where(cache_uses.c.job.in_(select(jobs.c.id).where(mine)))
    known = select(cache_uses.c.key).where(cache_uses.c.job.in_(select(jobs.c.id)))
    alone = or_(cache.c.key.in_(theirs), cache.c.key.not_in(known)) if unknown else cache.c.key.in_(theirs)
    return and_(
        cache.c.kind != PAGE,
        cache.c.key.not_in(others),
        alone,
    )


def _of_a_job(subject: ColumnElement[str], mine: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether this names an upload of one of these jobs in another form: "JOB.pdf"."""
    return select(jobs.c.id).where(mine, subject.startswith(jobs.c.id.concat("."))).exists()


async def _count(connection: Connection, rows: Select[tuple[str]]) -> int:
    found: int = await connection.scalar(select(func.count()).select_from(rows.subquery()))
    return found
