"""Deletes what is kept of one person: their jobs, and the transcripts, guides, documents and answers of a model that no
other person's job uses."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, delete, func, not_, or_, select, union

from bot.store.cache import StoreCache
from bot.store.connection import Connection
from bot.store.database import Database
from bot.store.jobs import ENDED
from bot.store.settings import Scope
from bot.store.tables import blobs, cache, cache_uses, guides, jobs, settings

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
    """Both raise StoreError."""

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
        ids = select(jobs.c.id).where(mine)
        async with self._database.writing() as connection:
            answers = (await connection.execute(delete(cache).where(_answers(mine)))).rowcount
            await connection.execute(delete(cache_uses).where(cache_uses.c.job.in_(ids)))
            files = (await connection.execute(delete(blobs).where(_blobs(mine)))).rowcount
            made = (await connection.execute(delete(guides).where(_guides(mine)))).rowcount
            noted = or_(
                and_(settings.c.scope == Scope.PERSON, settings.c.subject == person),
                and_(settings.c.scope == Scope.JOB, _of_a_job(settings.c.subject, mine)),
            )
            await connection.execute(delete(settings).where(settings.c.team == team, noted))
            gone = (await connection.execute(delete(jobs).where(mine))).rowcount
        await self._database.compact()
        return Kept(gone, files, made, answers)

    async def forget_job(self, job: str) -> Kept:
        """Deletes a job that has ended, with what no other job uses; returns how much."""
        await self._cached.flush()
        mine = and_(jobs.c.id == job, jobs.c.state.in_(ENDED))
        async with self._database.writing() as connection:
            answers = (await connection.execute(delete(cache).where(_answers(mine, unknown=False)))).rowcount
            await connection.execute(delete(cache_uses).where(cache_uses.c.job.in_(select(jobs.c.id).where(mine))))
            files = (await connection.execute(delete(blobs).where(_blobs(mine)))).rowcount
            made = (await connection.execute(delete(guides).where(_guides(mine)))).rowcount
            noted = and_(settings.c.scope == Scope.JOB, _of_a_job(settings.c.subject, mine))
            await connection.execute(delete(settings).where(noted))
            gone = (await connection.execute(delete(jobs).where(mine))).rowcount
        await self._database.compact()
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
